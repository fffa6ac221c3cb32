"""Characters that nobody sees, or that pass for others: the first are taken out of a text, both are reported."""

import re
import unicodedata
from collections.abc import Iterator

from storybook.errors import Problem, Where
from storybook.read.text import MAX_PROBLEMS, visible_line

_SUSPECTS = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffc\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""Format characters, fillers, variation selectors and tags: nothing of them is seen by itself."""

_JOINERS = "\u200c\u200d"
_MARKS_OF_DIRECTION = "\u200e\u200f\u061c"
_FILLERS = "\u115f\u1160"
_JAMO = re.compile("[\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]")
_VARIATION_SELECTORS = range(0xFE00, 0xFE10)
_IDEOGRAPHIC_SELECTORS = range(0xE0100, 0xE01F0)
_FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007e]{3,7}\U000e007f")
"""The flags of England, Scotland, Wales and the like: the one use of tag characters."""
_JOINING_SCRIPTS = re.compile(
    "[\u0590-\u0dff\u0e00-\u0fff\u1000-\u10ff\u1780-\u18af\u1a00-\u1cff\u2d30-\u2d7f\ua840-\ua8ff\ua980-\uaaff"
    "\uabc0-\uabff\ufb50-\ufdff\ufe70-\ufefe\U00010a00-\U00011fff]"
)
"""Scripts whose spelling needs joiners: Arabic, Persian, the Indic family, Mongolian and others."""

_LOOKALIKES = re.compile("[АВЕЅІЈКМНОРСТХҮаеорсухѕіјһԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧονι]")
"""Cyrillic and Greek letters that are drawn as Latin ones."""
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")


def remove_invisible(text: str, file: str) -> tuple[str, list[Problem]]:
    """The text without characters that nobody sees, and a warning for each of them."""
    if not _SUSPECTS.search(text):
        return text, []
    found: list[tuple[int, int, str]] = []
    lines = text.split("\n")
    for index, line in enumerate(lines):
        columns = [match.start() for match in _SUSPECTS.finditer(line) if not _is_needed(line, match.start())]
        if columns:
            gone = set(columns)
            shown = visible_line("".join("\ufffd" if column in gone else c for column, c in enumerate(line)))
            found += [(index + 1, column + 1, shown) for column in columns]
            lines[index] = "".join(letter for column, letter in enumerate(line) if column not in gone)
    original = text.split("\n")
    problems = [
        Problem(
            f"the invisible character {_name(original[line - 1][column - 1])} is left out",
            Where(file, line, column, shown),
            "delete it, or type the words anew",
        )
        for line, column, shown in found[:MAX_PROBLEMS]
    ]
    return "\n".join(lines), problems + _rest(len(found), file, "invisible characters are left out")


def find_lookalikes(text: str, file: str) -> list[Problem]:
    """A warning for each letter of another alphabet that stands in a Latin word and looks like one of its letters."""
    if not _LOOKALIKES.search(text):
        return []
    found = list(_lookalikes(text, file))
    return found[:MAX_PROBLEMS] + _rest(len(found), file, "letters look like Latin ones and are not")


def _lookalikes(text: str, file: str) -> Iterator[Problem]:
    for number, line in enumerate(text.split("\n"), 1):
        for word in _WORD.finditer(line) if _LOOKALIKES.search(line) else ():
            letter = _LOOKALIKES.search(word[0])
            if letter and _LATIN.search(word[0]):
                column = word.start() + letter.start() + 1
                yield Problem(
                    f"the letter {_name(letter[0])} stands in a word of Latin letters",
                    Where(file, number, column, visible_line(line)),
                    "type the word anew if you did not mean this: readers who search or listen will not find it",
                )


def _rest(count: int, file: str, what: str) -> list[Problem]:
    return [Problem(f"{count - MAX_PROBLEMS} more {what}", Where(file))] if count > MAX_PROBLEMS else []


def _name(letter: str) -> str:
    name = unicodedata.name(letter, "").lower()
    return f"U+{ord(letter):04X}" + (f" ({name})" if name else "")


def _is_needed(line: str, column: int) -> bool:
    """Whether a suspect changes what is seen where it stands."""
    letter, before, after = line[column], line[column - 1 : column], line[column + 1 : column + 2]
    if letter in _JOINERS:
        return _joins(letter, before, after)
    if letter in _MARKS_OF_DIRECTION:
        return any(unicodedata.bidirectional(other) in ("R", "AL") for other in line if other != letter)
    if letter in _FILLERS:
        return bool(_JAMO.match(before) or _JAMO.match(after))
    if ord(letter) in _VARIATION_SELECTORS:
        return bool(before) and (unicodedata.category(before) in ("So", "Sm", "Po", "Nd") or _is_ideograph(before))
    if ord(letter) in _IDEOGRAPHIC_SELECTORS:
        return _is_ideograph(before)
    return any(match.start() < column < match.end() for match in _FLAG.finditer(line))


def _joins(letter: str, before: str, after: str) -> bool:
    if letter == "\u200d" and before and after and unicodedata.category(after) == "So":
        return unicodedata.category(before) in ("So", "Sk", "Mn")
    return bool(_JOINING_SCRIPTS.match(before))


def _is_ideograph(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith("CJK ") if letter else False
