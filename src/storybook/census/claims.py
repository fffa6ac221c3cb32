"""Passages found again in the text of a finished file, each letter of which answers for one passage only."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

KEY = 12
"""Letters by which a passage is known."""

PART = 6
"""Letters by which a part of a passage is known, once its other parts are found."""

OVERHANG = 24
"""Letters at the end of a page that may belong to what follows there, and be the same by chance."""

MOST_BEGINNINGS = 8
"""Places on a leaf at which a passage may begin that are looked at."""

Span = tuple[int, int]


class FreeText:
    """The letters of one leaf that no passage has claimed yet, as spans of it."""

    def __init__(self, text: str) -> None:
        """Text is letters alone."""
        self.text = text
        self._starts = [0]
        self._ends = [len(text)]
        self._hint = 0
        self.left = len(text)

    def spans(self) -> Iterator[Span]:
        """The free spans, the one where the last claim was first, then those behind it, then those before it."""
        first = max(bisect_right(self._starts, self._hint) - 1, 0)
        for number in (*range(first, len(self._starts)), *range(first)):
            yield self._starts[number], self._ends[number]

    def find(self, piece: str) -> int:
        """Where a piece stands in a free span, or -1."""
        if len(piece) > self.left:
            return -1
        for start, end in self.spans():
            if end - start >= len(piece) and (at := self.text.find(piece, start, end)) >= 0:
                return at
        return -1

    def begins(self, piece: str) -> int:
        """Where a free span begins with a piece, or -1."""
        return next((start for start, end in self.spans() if self.text.startswith(piece, start, end)), -1)

    def beginnings(self, piece: str, known_by: int = KEY) -> list[Span]:
        """Where a piece begins in free spans, and how many letters of it stand there, the longest first."""
        found: list[Span] = []
        key = piece[:known_by]
        for start, end in self.spans() if len(piece) >= known_by else ():
            at = self.text.find(key, start, end)
            while at >= 0:
                found.append((at, _common(self.text, at, end, piece)))
                at = self.text.find(key, at + 1, end)
        return sorted(found, key=lambda span: -span[1])

    def claim(self, at: int, length: int) -> None:
        """Let a passage answer for letters of a free span."""
        number = bisect_right(self._starts, at) - 1
        start, end = self._starts[number], self._ends[number]
        parts = [(a, z) for a, z in ((start, at), (at + length, end)) if a < z]
        self._starts[number : number + 1] = [a for a, _ in parts]
        self._ends[number : number + 1] = [z for _, z in parts]
        self._hint = at + length
        self.left -= length

    def free(self) -> Iterator[str]:
        """The letters of each free span."""
        return (self.text[start:end] for start, end in zip(self._starts, self._ends, strict=True))


def _common(text: str, at: int, end: int, piece: str) -> int:
    """How many letters of the text from a place on are those that a piece begins with."""
    low, high = 0, min(end - at, len(piece))
    if text.startswith(piece[:high], at):
        return high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if text.startswith(piece[:middle], at) else (low, middle)
    return low


@dataclass(frozen=True, slots=True)
class Claim:
    """Letters of a leaf by its number: where they begin, and how many."""

    leaf: int
    at: int
    length: int


TEXT_LEAVES = 2
"""Leaves full of other text that may stand between a passage and the next: a page of pictures with long captions."""
FULL = 300
"""Free letters from which on a leaf counts as full of text."""


def locate(piece: str, leaves: Sequence[FreeText], first: int, last: int) -> list[Claim] | None:
    """Where a passage stands, in order: leaf by leaf, whole, or broken where a leaf ends; None if it does not."""
    numbers = range(first, min(last + 1, len(leaves)))
    return next((found for n in numbers if (found := _whole(piece, leaves, n) or _split(piece, leaves, n, last))), None)


def locate_anywhere(piece: str, leaves: Sequence[FreeText], first: int, last: int) -> list[Claim] | None:
    """Where a passage stands on leaves from first to last, whole before broken; None if it does not."""
    numbers = range(first, min(last + 1, len(leaves)))
    for look in (_whole_on, _split, _split_loosely):
        for number in numbers:
            if found := look(piece, leaves, number, last):
                return found
    return None


def _whole(piece: str, leaves: Sequence[FreeText], number: int) -> list[Claim] | None:
    at = leaves[number].find(piece)
    return [Claim(number, at, len(piece))] if at >= 0 else None


def _whole_on(piece: str, leaves: Sequence[FreeText], number: int, _last: int) -> list[Claim] | None:
    return _whole(piece, leaves, number)


def _next_with_letters(leaves: Sequence[FreeText], number: int, last: int) -> int | None:
    return next((n for n in range(number + 1, min(last + 1, len(leaves))) if leaves[n].left), None)


def _split(piece: str, leaves: Sequence[FreeText], number: int, last: int) -> list[Claim] | None:
    """A passage that begins on a leaf, and with the rest of which the next that has letters begins."""
    after = _next_with_letters(leaves, number, last) if len(piece) >= 2 * KEY else None
    if after is None:
        return None
    for at, length in leaves[number].beginnings(piece)[:MOST_BEGINNINGS]:
        for cut in range(min(length, len(piece) - 1), max(length - OVERHANG, 0), -1):
            rest = piece[cut:]
            if (start := leaves[after].begins(rest)) >= 0:
                return [Claim(number, at, cut), Claim(after, start, len(rest))]
            if leaves[after].begins(rest[: 2 * KEY]) >= 0 and (more := _split(rest, leaves, after, last)):
                return [Claim(number, at, cut), *more]
    return None


def _split_loosely(piece: str, leaves: Sequence[FreeText], number: int, last: int) -> list[Claim] | None:
    """A passage that begins on a leaf, and the rest of which stands somewhere on the next that has letters."""
    after = _next_with_letters(leaves, number, last) if len(piece) >= 2 * KEY else None
    if after is None:
        return None
    for at, length in leaves[number].beginnings(piece)[:MOST_BEGINNINGS]:
        for cut in range(min(length, len(piece) - KEY), max(length - OVERHANG, 0), -1):
            if (found := leaves[after].find(piece[cut:])) >= 0:
                return [Claim(number, at, cut), Claim(after, found, len(piece) - cut)]
    return None


def locate_torn(piece: str, leaves: Sequence[FreeText], first: int, last: int) -> list[Claim] | None:
    """Where a few letters stand that a page's end tears apart: what is around them has been claimed.

    The lesser part may have been claimed with a passage that ends in the same letters.
    """
    if len(piece) >= 2 * KEY:
        return None
    torn = [
        (number, after, cut, start)
        for number in range(first, last)
        if (after := _next_with_letters(leaves, number, last)) is not None
        for cut in range(len(piece) - 1, 0, -1)
        if (start := leaves[after].begins(piece[cut:])) >= 0
    ]
    for number, after, cut, start in torn:
        if (here := leaves[number].begins(piece[:cut])) >= 0:
            return [Claim(number, here, cut), Claim(after, start, len(piece) - cut)]
    ends = (Claim(after, start, len(piece) - cut) for _, after, cut, start in torn)
    return next(([end] for end in ends if end.length > 1 and 2 * end.length >= len(piece)), None)


def gather(piece: str, leaves: Sequence[FreeText], first: int, last: int) -> list[Span]:
    """Claim the longest parts of a passage that stand on leaves from first to last; the spans of it that do not."""
    loose: list[Span] = []
    done = 0
    while done < len(piece):
        numbers = range(first, min(last + 1, len(leaves)))
        found = [(*span, n) for n in numbers for span in leaves[n].beginnings(piece[done:], PART)[:1]]
        at, length, number = max(found, key=lambda part: part[1], default=(-1, 0, 0))
        if length:
            leaves[number].claim(at, length)
        else:
            length = 1
            start = loose.pop()[0] if loose and loose[-1][1] == done else done
            loose.append((start, done + 1))
        done += length
    return loose


def reach(leaves: Sequence[FreeText], first: int) -> int:
    """The last leaf on which the passage behind one on leaf `first` is looked for, if it may stand elsewhere too."""
    full = 0
    for number in range(first + 1, len(leaves)):
        full += leaves[number].left >= FULL
        if full == TEXT_LEAVES:
            return number
    return len(leaves) - 1
