"""Characters that nobody sees, or that pass for others: the first are taken out of a text, both are reported."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice

from storybook.errors import Problem, Where
from storybook.read.text import MAX_PROBLEMS, visible_line

_SUSPECTS = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffc\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""Format characters, fillers, variation selectors and tags: nothing of them is seen by itself."""

_JOINERS = "\u200c\u200d"
_MARKS_OF_DIRECTION = "\u200e\u200f\u061c"
_FILLER = re.compile(
    "(?<=[\u1100-\u115e\ua960-\ua97c])\u1160|\u115f(?=[\u1161-\u11a7\ud7b0-\ud7c6])|\u115f\u1160(?=[\u11a8-\u11ff\ud7cb-\ud7fb])"
)
"""A filler that holds the place of a consonant or vowel in a syllable of old Hangul."""
_KEYCAPS = "0123456789#*"
_KEYCAP = "\u20e3"
_MARKS_WITH_VARIANTS = "\u203c\u2049\u3001\u3002\u3030\uff01\uff0c\uff0e\uff1a\uff1b\uff1f"
"""Punctuation that has a coloured form, or one for vertical lines."""
_VARIATION_SELECTORS = range(0xFE00, 0xFE10)
_IDEOGRAPHIC_SELECTORS = range(0xE0100, 0xE01F0)
_FLAG = re.compile(
    "\U0001f3f4\U000e0067\U000e0062(?:\U000e0065\U000e006e\U000e0067|\U000e0073\U000e0063\U000e0074|"
    "\U000e0077\U000e006c\U000e0073)\U000e007f"
)
"""The flags of England, Scotland and Wales: the one use of tag characters. Any other run of them is hidden writing."""
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
    problems: list[Problem] = []
    lines = text.split("\n")
    count = 0
    for index, line in enumerate(lines):
        columns = _unneeded(line) if _SUSPECTS.search(line) else []
        if not columns:
            continue
        gone = set(columns)
        kept = "".join(letter for column, letter in enumerate(line) if column not in gone)
        lines[index] = unicodedata.normalize("NFC", kept)  # letters and accents that were kept apart come together
        count += len(columns)
        if room := MAX_PROBLEMS - len(problems):
            shown = visible_line("".join("\ufffd" if column in gone else c for column, c in enumerate(line)))
            for column in columns[:room]:
                what = f"the invisible character {_name(line[column])} is left out"
                where = Where(file, index + 1, column + 1, shown)
                problems.append(Problem(what, where, "delete it, or type the words anew"))
    return "\n".join(lines), problems + _rest(count, file, "invisible characters are left out")


def first_unneeded(text: str) -> str:
    """The first character of a text that nobody sees and nothing beside it needs; empty where there is none."""
    if not _SUSPECTS.search(text):
        return ""
    return next((line[columns[0]] for line in text.split("\n") if (columns := _unneeded(line))), "")


def without_suspects(text: str) -> str:
    """The text without any character that is not seen by itself, for comparing what two texts say."""
    return _SUSPECTS.sub("", text)


def find_lookalikes(text: str, file: str) -> list[Problem]:
    """A warning for each letter of another alphabet that stands in a Latin word and looks like one of its letters."""
    if not _LOOKALIKES.search(text):
        return []
    places = _lookalikes(text)
    told = []
    for number, line, column in islice(places, MAX_PROBLEMS):
        what = f"the letter {_name(line[column])} stands in a word of Latin letters"
        hint = "type the word anew if you did not mean this: readers who search or listen will not find it"
        told.append(Problem(what, Where(file, number, column + 1, visible_line(line)), hint))
    count = len(told) + sum(1 for _ in places)
    return told + _rest(count, file, "letters look like Latin ones and are not")


def _lookalikes(text: str) -> Iterator[tuple[int, str, int]]:
    """Line number (from 1), line and column (from 0) of the first such letter of each word."""
    for number, line in enumerate(text.split("\n"), 1):
        for word in _WORD.finditer(line) if _LOOKALIKES.search(line) else ():
            letter = _LOOKALIKES.search(word[0])
            if letter and _LATIN.search(word[0]):
                yield number, line, word.start() + letter.start()


def _rest(count: int, file: str, what: str) -> list[Problem]:
    return [Problem(f"{count - MAX_PROBLEMS} more {what}", Where(file))] if count > MAX_PROBLEMS else []


def _name(letter: str) -> str:
    name = unicodedata.name(letter, "").lower()
    return f"U+{ord(letter):04X}" + (f" ({name})" if name else "")


def _unneeded(line: str) -> list[int]:
    """The columns (from 0) of the suspects that change nothing of what is seen, judged by what stays beside them."""
    rows = {column for match in _FLAG.finditer(line) for column in range(match.start() + 1, match.end())}
    rows |= {column for match in _FILLER.finditer(line) for column in range(*match.span())}
    two_ways = any(unicodedata.bidirectional(c) in ("R", "AL") for c in line if c not in _MARKS_OF_DIRECTION)
    gone = []
    before = ""
    for column, letter in enumerate(line):
        if _SUSPECTS.match(letter) and column not in rows:
            after = line[column + 1 : column + 2]
            if not (two_ways if letter in _MARKS_OF_DIRECTION else _is_needed(letter, before, after)):
                gone.append(column)
                continue
        before = letter
    return gone


def _is_needed(letter: str, before: str, after: str) -> bool:
    """Whether a joiner or a selector changes what is seen between these two; the empty text is a line's end."""
    if not before:
        return False
    if letter in _JOINERS:
        return _joins(letter, before, after)
    if ord(letter) in _VARIATION_SELECTORS:
        return _varies(letter, before, after)
    return ord(letter) in _IDEOGRAPHIC_SELECTORS and _is_ideograph(before)


def _joins(letter: str, before: str, after: str) -> bool:
    """Whether a joiner makes one emoji of two, or stands behind a letter whose script needs it."""
    if _JOINING_SCRIPTS.match(before):
        return True
    if letter != "\u200d" or not after or _SUSPECTS.match(after) or unicodedata.category(after) != "So":
        return False
    return unicodedata.category(before) in ("So", "Sk") or before == "\ufe0f"


def _varies(letter: str, before: str, after: str) -> bool:
    """Whether a selector stands where Unicode or emoji have variants: behind a symbol, a keycap, an ideograph."""
    if before in _KEYCAPS:
        return letter == "\ufe0f" and after == _KEYCAP
    if before.isascii():
        return False
    return before in _MARKS_WITH_VARIANTS or unicodedata.category(before) in ("So", "Sm") or _is_ideograph(before)


def _is_ideograph(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith("CJK ")
