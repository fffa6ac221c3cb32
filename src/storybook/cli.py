"""The command line: arguments, progress, exit codes. The only module that prints."""

import json
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from storybook import __version__
from storybook.errors import ExitCode, ProgramMissingError, StorybookError, bug_problem

if TYPE_CHECKING:
    from storybook.apart import Limits
    from storybook.build import BuildRequest, BuildResult
    from storybook.model.edition import Artifact
    from storybook.model.finding import Finding

# Each command imports what it needs when it runs: `storybook --help` must not wait for what it doesn't use.

STOPPED = 130
"""Exit code of a program that was asked to end, as shells have it: 128 and the number of SIGINT."""

MOST_WARNINGS = 200
"""Warnings of a build that are told; the rest are counted."""

BOOK = click.argument("book", type=click.Path(path_type=Path), default=Path())
OUT = click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), default=Path("dist"), show_default=True,
    help="The folder that the finished files go to.",
)  # fmt: skip


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="A new book in two commands:  storybook new my-book;  storybook build my-book",
)
@click.version_option(__version__, "--version", prog_name="storybook")
def storybook() -> None:
    """Turn true stories into e-books, screen PDFs and print PDFs.

    A book is a folder with a book.yaml that lists its chapters. BOOK is that folder (or the one above it).
    """


MEMORY = click.option(
    "--memory-limit", type=click.IntRange(100), default=900, show_default=True, metavar="MB",
    help="Memory that reading and making may take.",
)  # fmt: skip
TIME = click.option(
    "--time-limit", type=click.IntRange(1), default=900, show_default=True, metavar="SECONDS",
    help="Time that one step may take: reading the book, or making one file.",
)  # fmt: skip


@storybook.command("build")
@BOOK
@OUT
@click.option(
    "--target", "--format", "-t", "-f", "targets", multiple=True, metavar="NAME",
    help="Only this format, or target of the book (may be repeated).",
)  # fmt: skip
@click.option("--lang", "-l", "languages", multiple=True, metavar="TAG", help="Only this language (may be repeated).")
@click.option("--quiet", "-q", is_flag=True, help="Say nothing but errors.")
@MEMORY
@TIME
def build_command(
    book: Path,
    out: Path,
    targets: tuple[str, ...],
    languages: tuple[str, ...],
    memory_limit: int,
    time_limit: int,
    *,
    quiet: bool,
) -> None:
    """Build a book: every target in every language, into one folder."""
    from storybook.apart import Limits
    from storybook.build import BuildRequest, find_book

    request = BuildRequest(
        book=find_book(book),
        out=out,
        targets=targets,
        languages=languages,
    )
    limits = Limits(memory_limit * 1_000_000, time_limit)
    result = _build_with_progress(request, limits, quiet=quiet)
    for warning in result.warnings[:MOST_WARNINGS]:
        click.echo(f"warning: {warning}", err=True)
    if len(result.warnings) > MOST_WARNINGS:
        click.echo(f"warning: and {len(result.warnings) - MOST_WARNINGS} more warnings", err=True)
    if not quiet:
        _show_result(result, out)


@storybook.command("check")
@BOOK
@OUT
@click.option("--only", multiple=True, metavar="NAME", help="Only this check (may be repeated).")
@MEMORY
@TIME
def check_command(book: Path, out: Path, only: tuple[str, ...], memory_limit: int, time_limit: int) -> None:
    """Check a book's sources, and the finished files where there are any."""
    from storybook.apart import Limits
    from storybook.build import find_book
    from storybook.checking import check

    result = check(find_book(book), out, only, Limits(memory_limit * 1_000_000, time_limit))
    for finding in result.findings:
        click.echo(_finding_text(finding))
    for line in result.summary:
        click.echo(line)
    if result.missing:
        raise ProgramMissingError(result.missing)
    if result.failed:
        raise click.exceptions.Exit(ExitCode.OUTPUT_FAILED)


@storybook.group("comic")
def comic_group() -> None:
    """Work on the art of a comic."""


@comic_group.command("find")
@click.argument("chapter", metavar="BOOK/CHAPTER")
@click.option(
    "--contact-sheet", type=click.Path(path_type=Path, dir_okay=False), default=None, metavar="FILE",
    help="Where the picture with the numbered panels goes.  [default: CHAPTER-panels.png in this folder]",
)  # fmt: skip
@click.option("--right-to-left/--left-to-right", default=None, help="How panels are read, other than the sheet says.")
@MEMORY
@TIME
def comic_find_command(
    chapter: str, contact_sheet: Path | None, memory_limit: int, time_limit: int, *, right_to_left: bool | None
) -> None:
    """Find the panels of a comic, and write them into its art sheet.

    CHAPTER is the chapter's id, its number or its title: my-book/chapter-02. Panels that you corrected, or took out,
    stay as you left them.
    """
    from storybook.apart import Limits
    from storybook.build import find_book
    from storybook.finding import find_panels_of

    book, _, name = chapter.rstrip("/").rpartition("/")
    sheet = contact_sheet or Path(f"{name}-panels.png")
    limits = Limits(memory_limit * 1_000_000, time_limit)
    found = find_panels_of(
        find_book(Path(book or ".")), name, sheet, limits, lambda step: click.echo(step, err=True),
        right_to_left=right_to_left,
    )  # fmt: skip
    for note in found.notes:
        click.echo(f"look at: {note}", err=True)
    click.echo(f"Looked at {found.pictures} pictures. New panels in {found.sheet}: {len(found.added)}")
    click.echo(f"Compare their numbers with {sheet}; what you correct in the sheet stays.")


@storybook.command("new")
@click.argument("directory", type=click.Path(path_type=Path))
def new_command(directory: Path) -> None:
    """Make a small working book in a new folder, to start from."""
    from storybook.starter import make_book

    make_book(directory)
    click.echo(f"Made a small book in {directory}. Next:  storybook build {directory}")


@storybook.command("formats")
def formats_command() -> None:
    """List the formats a book can be built into."""
    from storybook import registry

    for record in registry.load_all("FORMAT").values():
        click.echo(f"{record.name:12} *{record.suffix:12} {record.about}")


@storybook.command("presets")
def presets_command() -> None:
    """List the presets for pages and pictures, with the source of their numbers."""
    from storybook.read.presets import list_presets

    for preset in list_presets():
        click.echo(f"{preset.sort:6} {preset.name:12} {preset.about}")
        click.echo(f"{'':20}source: {preset.source} ({preset.date})")


@storybook.command("schema")
def schema_command() -> None:
    """Print the JSON Schema of book.yaml, for editors that complete and check it."""
    from storybook import registry
    from storybook.read.manifest import json_schema

    schema = json_schema(registry.load_all("KIND"), registry.names("FORMAT"))
    click.echo(json.dumps(schema, indent=2, ensure_ascii=False))


def _build_with_progress(request: "BuildRequest", limits: "Limits", *, quiet: bool) -> "BuildResult":
    from storybook.build import build

    if quiet or not sys.stderr.isatty():
        return build(request, limits, lambda _: None)
    from rich.console import Console

    status = Console(stderr=True).status("Reading the book")

    def tell(step: str) -> None:
        status.update(step)
        status.start()  # not before the child process has started: it would inherit the locks of this one's threads

    try:
        return build(request, limits, tell)
    finally:
        status.stop()


def _show_result(result: "BuildResult", out: Path) -> None:
    rows = [_row(artifact, out, result) for artifact in result.artifacts]
    if sys.stdout.isatty():
        from rich.console import Console
        from rich.table import Table

        table = Table("File")
        for column in ("Pages", "Size", "Time"):
            table.add_column(column, justify="right")
        for row in rows:
            table.add_row(*row)
        Console().print(table)
    else:
        for row in rows:
            click.echo("  ".join(cell for cell in row if cell))
    for name in result.removed:
        click.echo(f"Taken away: {out / name} (of an earlier build of this book)")
    note = "Everything was up to date." if result.fresh else f"Built in {result.total_seconds:.1f} s."
    click.echo(note)


def _row(artifact: "Artifact", out: Path, result: "BuildResult") -> tuple[str, str, str, str]:
    pages = f"{artifact.pages} pages" if artifact.pages else ""
    seconds = f"{result.seconds[artifact.name]:.1f} s" if artifact.name in result.seconds else ""
    return str(out / artifact.name), pages, _human_size(artifact.size), seconds


def _human_size(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{size / 1000:.0f} kB"


def _finding_text(finding: "Finding") -> str:
    place = f"{finding.artifact} {finding.place}".strip()
    text = f"{finding.severity.value}: {place}: {finding.message} [{finding.code}]"
    return f"{text}\n  mend: {finding.hint}" if finding.hint else text


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    try:
        code = storybook.main(arguments, prog_name="storybook", standalone_mode=False)
    except StorybookError as error:
        click.echo(_error_text(error), err=True)
        return int(error.exit_code)
    except click.exceptions.Exit as leave:
        return int(leave.exit_code)
    except click.ClickException as error:
        error.show()
        return int(ExitCode.USAGE)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped. The outputs are whole: all as they were, or all new.", err=True)
        return STOPPED
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - nobody reads any more
        return int(ExitCode.OK)
    except Exception as error:  # noqa: BLE001 - the last place where a bug of ours can be told in plain words
        return _our_bug(error)
    return code if isinstance(code, int) else int(ExitCode.OK)


def _error_text(error: StorybookError) -> str:
    count = len(error.problems)
    lines = [f"error: {problem}" for problem in error.problems]
    if count > 1:
        lines.append(f"{count} problems.")
    return "\n".join(lines)


def _our_bug(error: Exception) -> int:
    if os.environ.get("STORYBOOK_TRACE"):
        import traceback

        traceback.print_exception(error)
    click.echo(f"error: {bug_problem(error)}", err=True)
    return int(ExitCode.OUR_BUG)


ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""Signals that ask the program to end."""


def _asked_to_end(_number: int, _frame: object) -> None:
    _ask_no_more()  # asking again must not disturb the cleaning up
    raise KeyboardInterrupt


def _ask_no_more() -> None:
    for number in ENDINGS:
        signal.signal(number, signal.SIG_IGN)


def run() -> None:
    """Entry point of the `storybook` program; asked to end in any way, it cleans up as after Ctrl-C."""
    for number in ENDINGS:
        signal.signal(number, _asked_to_end)
    try:
        code = main()
        _ask_no_more()
    except KeyboardInterrupt:  # when all was done and said
        code = STOPPED
    sys.exit(code)
