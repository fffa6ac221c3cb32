"""YAML's own complaints, in plain words."""

import re

import yaml

from storybook.errors import Problem, Where
from storybook.read.fields import WIDE_COLON
from storybook.read.text import visible_line

_INDENT = "lines that belong together start in the same column; what belongs to a key stands two spaces further in"
_QUOTES = "put the whole text in quotation marks"

_FAULTS = (
    (
        "mapping values are not allowed",
        "a colon that stands where none can",
        f"{_QUOTES} if the colon belongs to it, and look at the line before: {_INDENT}",
    ),
    (
        "sequence entries are not allowed",
        "a list cannot begin on the line of its key",
        "begin the first `- ` on a line of its own",
    ),
    (
        "found unexpected end of stream",
        "the quotation mark that opens here is never closed",
        "add the closing quotation mark",
    ),
    (
        "found unexpected document separator",
        "the quotation mark that opens here is never closed",
        "add the closing quotation mark",
    ),
    ("expected ',' or ']'", "the list in [ ] goes wrong here", "put a comma after each item and ] at the end"),
    ("expected ',' or '}'", "the keys in { } go wrong here", "put a comma after each value and } at the end"),
    ("cannot start any token", "a text cannot begin with this character", _QUOTES),
    ("could not find expected ':'", "a colon is missing after the key", "write `key: value`"),
    (
        "unknown escape character",
        'a backslash stands in "…" that means nothing',
        "write it twice, or use single quotation marks",
    ),
    (
        "escape code",
        "an escape stands here that means no character",
        "write the letter itself instead of a backslash and a number",
    ),
    (
        "while scanning a block scalar",
        "nothing but a comment may follow the | or > that opens a text",
        f"begin the text on the next line, or {_QUOTES}",
    ),
    ("directive", "a line that begins with % cannot stand here", "delete it, or put the text in quotation marks"),
    ("<document start>", "text stands after the end of the document", "delete the line `...` before it"),
    ("anchor", "a text cannot begin with & here", _QUOTES),
    ("alias", "a text cannot begin with * here", _QUOTES),
    ("tag", "a text cannot begin with ! here", _QUOTES),
    ("expected '-' indicator", "this line does not fit into the list above it", _INDENT),
    ("block collection", "this line does not fit into the list above it", _INDENT),
    ("block sequence", "this line does not fit into the list above it", _INDENT),
    (
        "expected key",
        "this line does not fit to those above it",
        f"{_INDENT}; a text that begins with a quotation mark must end with it",
    ),
    (
        "expected <block end>",
        "this line does not fit to those above it",
        f"{_INDENT}; a text that begins with a quotation mark must end with it",
    ),
    ("node content", "a value is missing here", "write the value, or delete this bracket or comma"),
)
"""What the two parsers of PyYAML say (a part of it), what people are told, and how to mend it. First hit wins."""


def syntax_problem(error: yaml.YAMLError, file: str, lines: list[str]) -> Problem:
    """What a YAML parser could not read, where, and how to mend it."""
    said = " ".join(str(getattr(error, part, None) or "") for part in ("context", "problem"))
    mark = getattr(error, "problem_mark", None)
    if "end of stream" in said or "document separator" in said:
        mark = getattr(error, "context_mark", None) or mark
    hint = "compare the line with the examples in the manual"
    found = ("this cannot be read", hint)
    found = next(((what, mend) for part, what, mend in _FAULTS if part in said), found)
    wide = _wide_colon(mark, file, lines)
    where = _where(mark, file, lines)
    if re.search(r"\b(anchor|alias|tag)\b", said):  # what such a word holds is never shown
        where = Where(file, where.line, where.column)
    return wide or Problem(found[0] + _opened(error), where, found[1])


def _wide_colon(mark: yaml.Mark | None, file: str, lines: list[str]) -> Problem | None:
    """A full-width colon behind a key, on the line that cannot be read or on one of the two before it."""
    last = min(mark.line, len(lines) - 1) if mark else -1
    for number in range(last, max(last - 3, -1), -1):
        if match := re.match(rf"[ \t]*(?:- +)*\{{?[A-Za-z_][\w-]* ?({WIDE_COLON})", lines[number]):
            where = Where(file, number + 1, match.start(1) + 1, visible_line(lines[number]))
            hint = "write a plain colon with a space behind it"
            return Problem(f"this is the wide colon {WIDE_COLON}, which ends no key", where, hint)
    return None


def _opened(error: yaml.YAMLError) -> str:
    """Where a list or mapping in brackets was opened that is not closed."""
    mark = getattr(error, "context_mark", None)
    if mark is None or "flow" not in str(getattr(error, "context", "")):
        return ""
    return f" (it is opened on line {mark.line + 1}, column {mark.column + 1})"


def impossible_escape(file: str, lines: list[str]) -> Problem:
    r"""What is said of an escape such as "\ud800" that one of the parsers fails at without telling where."""
    number = next((n for n, line in enumerate(lines, 1) if re.search(r"\\[uU]", line)), 0)
    hint = "write the letter itself instead of a backslash and a number"
    return Problem("an escape stands here that means no character", Where(file, number), hint)


def _where(mark: yaml.Mark | None, file: str, lines: list[str]) -> Where:
    if mark is None:
        return Where(file)
    line, column = mark.line, mark.column
    if line >= len(lines) or not "".join(lines[line:]).strip():  # the end of the file: show its last words
        line = max((n for n, text in enumerate(lines) if text.strip()), default=0)
        column = len(lines[line].rstrip())
    return Where(file, line + 1, column + 1, visible_line(lines[line]))
