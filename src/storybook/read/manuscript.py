"""A Markdown file while it is read: its lines, and what is wrong or odd in them."""

import re
from collections.abc import Sequence

from storybook.errors import Problem, SourceError, Where
from storybook.read.text import visible_line

MARKS = re.compile(r"<|\]\(|\]:")
"""What may begin or end something that is not printed as it stands."""

MARK_START = re.compile(r"</?|[^\]<(]*\]\(?<?|-{3}|\+{3}")
"""How a mark begins (a link: its words, up to the address); what follows is not shown."""

MAX_PROBLEMS = 50
"""Problems of one file that are listed; the rest are counted."""


MAX_SHOWN = 10_000
"""Characters of a line of which a part is shown; places in longer ones are told by their numbers alone."""

MAX_NOTED = 500
"""Problems after which a file is not read any further."""


class Manuscript:
    """The lines of one file, and a list of problems that stop the build and of warnings that don't."""

    def __init__(self, file: str, text: str) -> None:
        """File is the path relative to the book."""
        self.file = file
        self.text = text
        self.lines = text.split("\n")
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []

    def where(self, line: int, column: int = 0, *, shown: bool = True) -> Where:
        """A place in the file; column 0 is the first letter of the line. `shown` False shows the line's marks alone."""
        text = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        column = column or len(text) - len(text.lstrip()) + 1
        if len(text) > MAX_SHOWN:
            return Where(self.file, line, column)
        return Where(self.file, line, column, visible_line(text if shown else _marks_alone(text, column)))

    def refuse(self, what: str, where: Where, hint: str) -> None:
        """Note what stops the build."""
        self.problems.append(Problem(what, where, hint))
        if len(self.problems) > MAX_NOTED:
            self.raise_problems()

    def warn(self, what: str, where: Where, hint: str = "") -> None:
        """Note what is odd, and printed or left out all the same."""
        self.warnings.append(Problem(what, where, hint))

    def place(self, content: str, lines: Sequence[int] | None, at: int) -> tuple[int, int]:
        """Line and column of an offset in `content`, the inline text of the lines from lines[0] (from 0) on."""
        first = lines[0] if lines else 0
        at = min(max(at, 0), len(content))
        number = first + content.count("\n", 0, at)
        start = content.rfind("\n", 0, at) + 1
        end = content.find("\n", at)
        written = content[start : end if end >= 0 else len(content)].strip()
        source = self.lines[number] if number < len(self.lines) else ""
        indent = source.rfind(written) if written else 0
        skipped = len(content[start:at]) - len(content[start:at].lstrip())
        return number + 1, max(indent, 0) + at - start - skipped + 1

    def raise_problems(self) -> None:
        """SourceError with every problem in the order of the lines, if there is any."""
        if not self.problems:
            return
        ordered = sorted(self.problems, key=lambda problem: _order(problem.where))
        listed = ordered[:MAX_PROBLEMS]
        if len(ordered) > MAX_PROBLEMS:
            count = f"{len(ordered) - MAX_PROBLEMS}" if len(ordered) <= MAX_NOTED else "many"
            listed.append(Problem(f"and {count} more problems", Where(self.file)))
        raise SourceError(listed)


def _marks_alone(text: str, column: int) -> str:
    """A line without what may be private: words before the place only if there are no marks, then the mark, no more."""
    before, after = text[: column - 1], text[column - 1 :]
    if MARKS.search(before):
        before = re.sub(r"\S", "·", before)
    start = MARK_START.match(after)
    mark = start[0] if start else after[:1]
    return before + mark + ("…" if len(after) > len(mark) else "")


def _order(where: Where | None) -> tuple[int, int]:
    return (where.line, where.column) if where else (0, 0)
