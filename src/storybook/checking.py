"""Checks a book: its sources, and the finished files where there are any."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from storybook import registry
from storybook.assemble import artifact_name, read_books
from storybook.model.book import Metadata
from storybook.model.finding import Finding, Severity
from storybook.model.format import Check, Format
from storybook.outputs import CACHE, locked
from storybook.read.sources import Sources
from storybook.store import Store


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What was found, a few lines that sum it up, and whether a finished file failed."""

    findings: tuple[Finding, ...]
    summary: tuple[str, ...]

    @property
    def failed(self) -> bool:
        """Whether any finding is an error."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)


def check(book: Path, out: Path, only: tuple[str, ...]) -> CheckResult:
    """Read all of a book's sources, then run every check over each of its finished files.

    Raises SourceError where the sources are refused and ProgramMissingError where a check's program is not installed.
    """
    wished = registry.choose(only, registry.names("CHECK"), "check")
    with locked(out) as workshop:
        books = read_books(Sources(book), Store(workshop / CACHE), ())
    summary = [f"Sources: {len(book.chapters)} parts in {book.metadata.language}, all fine." for _, book in books]
    findings: list[Finding] = []
    checked = 0
    for file, format_name in _finished_files(out, [book.metadata for _, book in books]):
        for check_name in wished:
            one: Check = registry.load("CHECK", check_name)
            if format_name in one.formats:
                findings.extend(one.run(file))
                checked += 1
    summary.append(_sum_up(findings, checked))
    return CheckResult(tuple(findings), tuple(summary))


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
