"""Breaks a few words into lines that follow a shape, as a letterer does."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

MOST_LINES = 60
"""Lines beyond which a text is no lettering; breaking them well would take long."""

FIRST, LAST = 1, 2
"""Where a word is left alone: on the first line, or, worse, on the last."""

ALONE = 100.0
"""Badness of one word alone on the last line: worse than any other line."""

BREATH = {".": -0.2, "!": -0.2, "?": -0.2, "…": -0.2, ",": -0.07, ";": -0.1, ":": -0.1, "—": -0.07, "–": -0.07}
"""How much better a line is that ends where a voice does."""

CLOSING = "’”\"')]»›」』"
"""Marks that may stand behind those."""

STRANDED, STRANDED_LETTERS = 0.05, 3
"""Badness of a line that ends with a word of so few letters, or one syllable of Hangul, which belongs to what follows:
a, the, I, 안, 더."""

WORST = (float("inf"), ())
"""No lines at all."""

FIRST_ALONE = 0.4
"""Badness of a single word on the first line."""

BREAKS = re.compile("[ \t\u2002-\u2006\u2008-\u200a\u200b\u3000]+")
"""Spaces at which a line may end; no-break spaces are not among them, and Hangul ends at nothing else."""

DASH = re.compile(r"(?<=\w[—–])(?=\w)")
"""Between a dash and the next word without a space: a line may end there too."""


@dataclass(frozen=True, slots=True)
class Word:
    """What stays together: the text, whether a space stands before it in a line, whether its line must end with it."""

    text: str
    spaced: bool
    ends: bool = False


@dataclass(frozen=True, slots=True)
class Broken:
    """Lines of words: the index behind the last word of each, how bad they are, and whether a word is left alone.

    alone: LAST where that is on the last line, FIRST where it is on the first without a pause behind it, else 0.
    """

    ends: tuple[int, ...]
    badness: float
    alone: int


def words_of(text: str) -> tuple[Word, ...]:
    """The words of a text. Marks that stand by themselves go with the word that they belong to; line ends are kept."""
    words: list[Word] = []
    for paragraph in text.splitlines():
        line = _joined([part for part in BREAKS.split(paragraph) if part])
        pieces = [(piece, not number) for part in line for number, piece in enumerate(DASH.split(part))]
        words += [Word(piece, spaced, number == len(pieces) - 1) for number, (piece, spaced) in enumerate(pieces)]
    return tuple(words)


def _joined(parts: Sequence[str]) -> list[str]:
    """Marks alone (`!`, `—`) joined to the word before them with a no-break space; opening ones to the word behind."""
    joined: list[str] = []
    opening = ""
    for part in parts:
        if all(unicodedata.category(character) in ("Ps", "Pi") or character in "¡¿" for character in part):
            opening += f"{part}\u00a0"
        elif joined and not opening and _is_mark(part):
            joined[-1] += f"\u00a0{part}"
        elif not joined and not opening and _is_mark(part) and len(parts) > 1:
            opening = f"{part}\u00a0"
        else:
            joined.append(opening + part)
            opening = ""
    return [*joined, opening.rstrip("\u00a0")] if opening else joined


def _is_mark(part: str) -> bool:
    return all(unicodedata.category(character).startswith("P") for character in part)


def line_of(words: Sequence[Word]) -> str:
    """The words as one line of text."""
    return "".join(f" {word.text}" if word.spaced and number else word.text for number, word in enumerate(words))


def lengths(words: Sequence[Word], measure: Callable[[str], float]) -> tuple[float, ...]:
    """Where each word ends in one long line of all; a word's own width is that less the end before it and its space."""
    space = measure(" ")
    return tuple(accumulate(measure(word.text) + (space if word.spaced else 0.0) for word in words))


def fewest_lines(words: Sequence[Word], ends: Sequence[float], space: float, limit: float) -> int | None:
    """How many lines of at most `limit` the words need, or None where one word alone is too wide."""
    lines = start = 0
    while start < len(words):
        stop = start
        while stop < len(words) and width_between(words, ends, space, start, stop + 1) <= limit:
            stop += 1
            if words[stop - 1].ends:
                break
        if stop == start:
            return None
        lines, start = lines + 1, stop
    return lines


def width_between(words: Sequence[Word], ends: Sequence[float], space: float, start: int, stop: int) -> float:
    """The width of words from start up to stop in one line; ends as `lengths` gives them."""
    before = ends[start - 1] if start else 0.0
    return ends[stop - 1] - before - (space if words[start].spaced else 0.0)


def break_into(
    words: Sequence[Word], ends: Sequence[float], space: float, shape: Sequence[float], limits: Sequence[float]
) -> Broken | None:
    """The words in as many lines as the shape has, each as near to its share of the shape as words allow.

    shape: how wide each line should be beside the others; limits: how wide each may be. Dynamic programming over the
    least sum of squared differences. None where words don't go into such lines.
    """
    count, last = len(shape), len(words)
    unit = (ends[-1] - space * (count - 1)) / sum(shape)
    if unit <= 0 or count > last:
        return None
    endings = _endings(tuple(words))
    best: list[tuple[float, tuple[int, ...]] | None] = [None] * (last + 1)
    best[0] = (0.0, ())
    for number in range(count):
        following: list[tuple[float, tuple[int, ...]] | None] = [None] * (last + 1)
        for start, so_far in enumerate(best[:last]):
            if so_far is None:
                continue
            for stop in range(start + 1, last - (count - number - 1) + 1):
                width = width_between(words, ends, space, start, stop)
                if width > limits[number]:
                    break
                ending = ALONE if stop == last and _is_alone(words, start, stop) else endings[stop]
                badness = so_far[0] + (width / unit - shape[number]) ** 2 + ending
                if badness < (following[stop] or WORST)[0]:
                    following[stop] = (badness, (*so_far[1], stop))
                if words[stop - 1].ends:
                    break
        best = following
    found = best[last]
    if found is None:
        return None
    lost = _is_alone(words, found[1][-2] if count > 1 else 0, last)
    forlorn = count > 1 and found[1][0] == 1 and endings[1] >= FIRST_ALONE
    alone = LAST if lost else FIRST if forlorn else 0
    return Broken(found[1], (found[0] - (ALONE if lost else 0.0)) / count, alone)


@lru_cache(maxsize=256)
def _endings(words: tuple[Word, ...]) -> tuple[float, ...]:
    """For each number of words how bad it is that a line ends there, beside its length; all is said with the last."""
    return (0.0, *(_ending(words, stop) for stop in range(1, len(words))), 0.0)


def _ending(words: Sequence[Word], stop: int) -> float:
    """How bad it is that a line that is not the last ends there, beside its length."""
    last = words[stop - 1]
    if last.ends:
        return 0.0
    text = last.text.rstrip(CLOSING)
    breath = BREATH.get(text[-1:], 0.0)
    stranded = 0.0 if breath or len(text) > (STRANDED_LETTERS if text.isascii() else 1) else STRANDED
    alone = FIRST_ALONE if stop == 1 else 0.0
    return breath + stranded + (alone / 2 if breath else alone)


def _is_alone(words: Sequence[Word], start: int, stop: int) -> bool:
    """Whether the last line is one word of several, and nobody has set it apart on purpose."""
    return stop - start == 1 and start > 0 and not words[start - 1].ends
