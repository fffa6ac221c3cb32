"""Checks a book: its sources, and the finished files where there are any."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from storybook import registry
from storybook.apart import Limits, run_apart
from storybook.build import own_digest
from storybook.errors import Problem, ProgramMissingError
from storybook.fence import close_in
from storybook.freshness import BuildRecord
from storybook.model.finding import Finding, Severity
from storybook.model.format import Check
from storybook.outputs import Workshop


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


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a book in one language: its tag, the number of parts, and the format of each of its files."""

    language: str
    parts: int
    files: dict[str, str]


def check(book: Path, out: Path, only: tuple[str, ...], limits: Limits) -> CheckResult:
    """Read all of a book's sources, then run every check over each of its finished files; nothing is written.

    Raises SourceError where the sources are refused. A check whose program is not installed is a problem of the result;
    the others are run all the same.
    """
    wished = registry.choose(only, registry.names("CHECK"), "check")
    with TemporaryDirectory(prefix="storybook-") as home:
        readings = [Reading(**one) for one in run_apart(lambda _: _read(book, Path(home)), Path(home), limits, _silent)]
    result = CheckResult([f"Sources: {one.parts} parts in {one.language}, all fine." for one in readings])
    workshop, checked = Workshop.of(out), 0
    record = BuildRecord(workshop.folder)
    for file, format_name in _finished_files(out, readings):
        if not record.is_current(file.name, own_digest(), book, out):
            result.findings.append(_outdated(file.name))
        for check_name in wished:
            one: Check = registry.load("CHECK", check_name)
            if format_name in one.formats:
                checked += _run(one, file, result)
    result.summary.append(_sum_up(result.findings, checked))
    return result


def _silent(_step: str) -> None:
    """Checking shows no progress."""


def _read(folder: Path, home: Path) -> list[dict[str, Any]]:
    """Read a book in all its languages; runs in a child process."""
    close_in(read=[folder.resolve()], write=[home])
    from storybook.assemble import file_formats, own_theme, read_books
    from storybook.glyphs import printable
    from storybook.read.sources import Sources
    from storybook.store import Store

    sources = Sources(folder.resolve())
    read = read_books(sources, Store(home), ())
    printable([book for _, book in read], sources, own_theme(sources).typefaces)
    return [
        {
            "language": book.metadata.language,
            "parts": len(book.chapters),
            "files": file_formats(manifest),
        }
        for manifest, book in read
    ]


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


def _finished_files(out: Path, readings: list[Reading]) -> Iterator[tuple[Path, str]]:
    for reading in readings:
        for name, format_name in reading.files.items():
            if (out / name).is_file():
                yield out / name, format_name


def _sum_up(findings: list[Finding], checked: int) -> str:
    if not checked:
        return "There are no finished files to check yet: storybook build makes them."
    counts = {severity: sum(f.severity is severity for f in findings) for severity in Severity}
    errors, warnings = counts[Severity.ERROR], counts[Severity.WARNING]
    return f"Finished files: {checked} checks, {errors} errors, {warnings} warnings."
