"""Straight quotation marks, dots and hyphens to the ones that printers use, by the language they stand in."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

QUOTES = {
    "de": "„“‚‘",
    "fr": "«»“”",
    "en": "“”‘’",
}
"""Opening and closing double, opening and closing single mark. Korean and all others use those of English."""

APOSTROPHE = "’"
CLOSED = "”"
MAX_OPEN = 10
"""Quotations inside each other that are looked at for the one that a mark closes."""
_OPENING = frozenset("([{“‘«„‚¿¡‹〈《「『【（［｛<")
_DASHES = frozenset("–—-/")
_ELISION = re.compile(r"\d|(?:tis|twas|twere|twill|til|em|cause|cos|bout|round|n)\b", re.IGNORECASE)
"""What follows an apostrophe at the start of a word: the ’90s, ’tis, rock ’n’ roll."""


@dataclass(slots=True)
class Run:
    """Characters in one language; `fixed` ones (code, what the author escaped) are only looked at."""

    text: str
    language: str
    fixed: bool = False


@dataclass(slots=True)
class _Mark:
    """A straight quotation mark: its run, place in it, and the characters before and behind it."""

    run: int
    place: int
    double: bool
    before: str
    after: str
    rest: str
    opening: str = ""
    closing: str = ""


def typeset(runs: Sequence[Run]) -> list[str]:
    """The text of each run with the marks that printers use; together the runs make one paragraph."""
    for run in runs:
        if not run.fixed:
            run.text = _dashes_and_dots(run.text)
    if any(not run.fixed and ("'" in run.text or '"' in run.text) for run in runs):
        _set_quotes(runs)
    return [run.text for run in runs]


def _dashes_and_dots(text: str) -> str:
    text = re.sub(r"(?<!\.)\.\.\.(?!\.)", "…", text)
    text = re.sub(r"(?<!-)---(?!-)", "—", text)
    return re.sub(r"(?<!-)--(?!-)", "–", text)


def _set_quotes(runs: Sequence[Run]) -> None:
    letters = [list(run.text) for run in runs]
    whole = "".join(run.text for run in runs)
    opened: list[_Mark] = []
    before, offset = " ", 0
    for index, run in enumerate(runs):
        for place, letter in enumerate(run.text):
            if run.fixed or letter not in "'\"":
                before = letter
                continue
            rest = whole[offset + place + 1 : offset + place + 40].lstrip("'\"")
            mark = _Mark(index, place, letter == '"', before, rest[:1] or " ", rest)
            mark.opening, mark.closing = _marks(run.language, double=mark.double)
            open_before = len(opened)
            chosen = _choose(mark, opened, letters) or letter
            letters[index][place] = chosen
            # German closes with the mark that opens in English.
            before = CLOSED if len(opened) < open_before else chosen
        offset += len(run.text)
    _leave_open(opened, letters)
    for run, changed in zip(runs, letters, strict=True):
        run.text = _french_spaces("".join(changed)) if _family(run.language) == "fr" else "".join(changed)


def _marks(language: str, *, double: bool) -> tuple[str, str]:
    marks = QUOTES.get(_family(language), QUOTES["en"])
    return (marks[0], marks[1]) if double else (marks[2], marks[3])


def _choose(mark: _Mark, opened: list[_Mark], letters: list[list[str]]) -> str | None:
    """The mark to print; None leaves the straight one (feet and inches, or a mark between two spaces)."""
    nearest = range(len(opened) - 1, max(len(opened) - 1 - MAX_OPEN, -1), -1)
    mate = next((index for index in nearest if opened[index].double == mark.double), None)
    if _opens(mark, inside=mate is not None):
        opened.append(mark)
        return mark.opening
    if mark.before.isspace():
        return None if mark.double else APOSTROPHE
    if mate is None or (not mark.double and _is_in_word(mark)):
        is_measure = mark.before.isdigit() and not mark.after.isalpha()
        return None if is_measure else mark.closing if mark.double else APOSTROPHE
    closing = opened[mate].closing
    _leave_open(opened[mate + 1 :], letters)
    del opened[mate:]
    return closing


def _leave_open(opened: Sequence[_Mark], letters: list[list[str]]) -> None:
    """A single mark that never closes was an apostrophe; a double one goes on in the next paragraph."""
    for mark in opened:
        if not mark.double:
            letters[mark.run][mark.place] = APOSTROPHE


def _opens(mark: _Mark, *, inside: bool) -> bool:
    if mark.after.isspace():
        return False
    if not mark.double and _ELISION.match(mark.rest) and not inside and mark.before.isspace():
        return False
    if mark.before.isspace() or mark.before in _OPENING:
        return True
    if inside or mark.after in ".,;:!?…)]}’”»":
        return False
    if mark.before in _DASHES:
        return True
    return mark.double and _is_wide(mark.before)


def _is_in_word(mark: _Mark) -> bool:
    return mark.before.isalnum() and mark.after.isalnum() and not _is_wide(mark.after)


def _is_wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in "WF"


def _family(language: str) -> str:
    return language.split("-", maxsplit=1)[0].lower()


def _french_spaces(text: str) -> str:
    text = re.sub("«[ \u00a0\u202f]?", "«\u202f", text)
    return re.sub("[ \u00a0\u202f]?»", "\u202f»", text)
