"""What can go wrong, where it went wrong, and which exit code says so."""

import traceback
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import PurePath


class ExitCode(IntEnum):
    """Exit codes of the command line."""

    OK = 0
    USAGE = 2
    SOURCE_REFUSED = 3
    OUTPUT_FAILED = 4
    PROGRAM_MISSING = 5
    OUR_BUG = 70


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a source file: path relative to the book; line and column count from 1, 0 means unknown."""

    file: str
    line: int = 0
    column: int = 0
    text: str | None = None
    """The source line itself, for the caret; None where it must not be shown."""

    def __str__(self) -> str:
        parts = [self.file] + [str(n) for n in (self.line, self.column) if n]
        return ":".join(parts)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a source or an output, and how to mend it."""

    what: str
    where: Where | None = None
    hint: str = ""

    def __str__(self) -> str:
        lines = [f"{self.where}: {self.what}" if self.where else self.what]
        if self.where and self.where.text is not None and self.where.line:
            lines += _code_frame(self.where)
        if self.hint:
            lines.append(f"  mend: {self.hint}")
        return "\n".join(lines)


FRAME_WIDTH = 100
"""Characters of a source line that a message shows at the most."""


def _code_frame(where: Where) -> list[str]:
    text = (where.text or "").expandtabs(1).rstrip("\n")
    start = max(0, where.column - FRAME_WIDTH // 2) if len(text) > FRAME_WIDTH else 0
    number = str(where.line)
    frame = [f"  {number} | {text[start : start + FRAME_WIDTH]}"]
    if where.column:
        frame.append(f"  {' ' * len(number)} | {' ' * _cells(text[start : where.column - 1])}^")
    return frame


def _cells(text: str) -> int:
    """Columns of a terminal that a text takes up: Hangul and other wide letters two each, combining marks none."""
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return len(text) + wide - sum(unicodedata.category(letter) in ("Mn", "Me") for letter in text)


class StorybookError(Exception):
    """A build that stops: one or more problems and the exit code that tells their sort."""

    exit_code = ExitCode.OUR_BUG

    def __init__(self, problems: Problem | str | Sequence[Problem]) -> None:
        if isinstance(problems, str):
            problems = Problem(problems)
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class UsageError(StorybookError):
    """The command line asks for something that does not exist."""

    exit_code = ExitCode.USAGE


class SourceError(StorybookError):
    """The book's own files are refused."""

    exit_code = ExitCode.SOURCE_REFUSED


class OutputError(StorybookError):
    """Outputs cannot be written, or a finished output fails its checks."""

    exit_code = ExitCode.OUTPUT_FAILED


class ProgramMissingError(StorybookError):
    """A program or library that a step needs is not installed; the hint says how to install it."""

    exit_code = ExitCode.PROGRAM_MISSING


def bug_problem(error: Exception) -> Problem:
    """What is told of an exception that nobody foresaw: its sort and the line of ours, never what it says itself."""
    frames = [one for one in traceback.extract_tb(error.__traceback__) if "storybook" in PurePath(one.filename).parts]
    place = f" ({PurePath(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
    what = f"storybook has a bug{place}: {type(error).__name__}. The outputs are as they were."
    return Problem(what, hint="please report it; STORYBOOK_TRACE=1 shows where it happened")
