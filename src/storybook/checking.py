"""Checks a book: its sources, and the finished files where there are any."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from storybook import registry
from storybook.assemble import artifact_name, own_theme, read_books
from storybook.build import own_digest
from storybook.errors import Problem, ProgramMissingError
from storybook.freshness import BuildRecord
from storybook.glyphs import refuse_missing_glyphs
from storybook.model.book import Book, Metadata
from storybook.model.finding import Finding, Severity
from storybook.model.format import Check, Format
from storybook.outputs import WORKSHOP
from storybook.read.sources import Sources
from storybook.store import Store


@dataclass(slots=True)
class CheckResult:
    """A few lines that sum it up, what was found, and what could not be run because a program is missing."""

    summary: list[str]
    findings: list[Finding] = field(default_factory=list)
    missing: list[Problem] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        """Whether any finding is an error."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)


def check(book: Path, out: Path, only: tuple[str, ...]) -> CheckResult:
    """Read all of a book's sources, then run every check over each of its finished files; nothing is written.

    Raises SourceError where the sources are refused. A check whose program is not installed is a problem of the result;
    the others are run all the same.
    """
    wished = registry.choose(only, registry.names("CHECK"), "check")
    books = _read(book)
    result = CheckResult([f"Sources: {len(one.chapters)} parts in {one.metadata.language}, all fine." for one in books])
    record, checked = BuildRecord(out / WORKSHOP), 0
    for file, format_name in _finished_files(out, [one.metadata for one in books]):
        if not record.is_current(file.name, own_digest(), book, out):
            result.findings.append(_outdated(file.name))
        for check_name in wished:
            one: Check = registry.load("CHECK", check_name)
            if format_name in one.formats:
                checked += _run(one, file, result)
    result.summary.append(_sum_up(result.findings, checked))
    return result


def _read(folder: Path) -> tuple[Book, ...]:
    sources = Sources(folder)
    with TemporaryDirectory(prefix="storybook-") as cache:
        books = tuple(book for _, book in read_books(sources, Store(Path(cache)), ()))
    refuse_missing_glyphs(books, sources, own_theme(sources).typefaces)
    return books


def _run(one: Check, file: Path, result: CheckResult) -> bool:
    try:
        result.findings.extend(one.run(file))
    except ProgramMissingError as error:
        result.missing.extend(problem for problem in error.problems if problem not in result.missing)
        return False
    return True


def _outdated(name: str) -> Finding:
    what = "was built from earlier sources, or by another storybook"
    return Finding("outdated", Severity.WARNING, name, "", what, "build the book again")


def _finished_files(out: Path, books: list[Metadata]) -> Iterator[tuple[Path, str]]:
    for metadata in books:
        for name in registry.names("FORMAT"):
            record: Format = registry.load("FORMAT", name)
            file = out / artifact_name(metadata, record)
            if file.is_file():
                yield file, name


def _sum_up(findings: list[Finding], checked: int) -> str:
    if not checked:
        return "There are no finished files to check yet: storybook build makes them."
    counts = {severity: sum(f.severity is severity for f in findings) for severity in Severity}
    errors, warnings = counts[Severity.ERROR], counts[Severity.WARNING]
    return f"Finished files: {checked} checks, {errors} errors, {warnings} warnings."
