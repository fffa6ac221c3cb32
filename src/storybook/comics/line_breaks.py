"""Breaks a few words into balanced lines, as a letterer does."""

from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise

LONELY_WORD = 0.45
"""A last line shorter than this share of the longest line looks lost."""

MOST_LINES = 60
"""Lines beyond which a text is no lettering; breaking them well would take long."""


def fewest_lines(widths: Sequence[float], space: float, limit: float) -> int | None:
    """How many lines of at most `limit` the words need, or None where one word alone is too wide."""
    if any(width > limit for width in widths):
        return None
    lines, used = 1, 0.0
    for width in widths:
        if used and used + space + width > limit:
            lines, used = lines + 1, 0.0
        used += width + (space if used else 0.0)
    return lines


def balanced_lines(
    text: str, measure: Callable[[str], float], limit: float, most: int = MOST_LINES
) -> tuple[str, ...] | None:
    """The text in as few lines as the limit allows, as equally long as words allow.

    None where a word is wider than the limit, or where there would be more than `most` lines.

    Lines break at white space only, so that Hangul stays whole by word. Line ends in the text are kept.
    """
    lines: list[str] = []
    for paragraph in text.splitlines():
        broken = _balanced_paragraph(paragraph.split(), measure, limit, most - len(lines))
        if broken is None:
            return None
        lines.extend(broken)
    return tuple(lines)


def _balanced_paragraph(
    words: Sequence[str], measure: Callable[[str], float], limit: float, most: int
) -> tuple[str, ...] | None:
    if not words:
        return ()
    widths = [measure(word) for word in words]
    space = measure(" ")
    count = fewest_lines(widths, space, limit)
    if count is None or count > most:
        return None
    ends = _best_breaks(tuple(widths), space, limit, count)
    return tuple(" ".join(words[start:end]) for start, end in pairwise((0, *ends)))


def _best_breaks(widths: tuple[float, ...], space: float, limit: float, count: int) -> tuple[int, ...]:
    """Ends of `count` lines with the least sum of squared distances from the mean line."""
    mean = (sum(widths) + space * (len(widths) - count)) / count

    def length(start: int, end: int) -> float:
        return sum(widths[start:end]) + space * (end - start - 1)

    @cache
    def best(start: int, lines: int) -> tuple[float, tuple[int, ...]]:
        if lines == 1:
            last = length(start, len(widths))
            lonely = last < LONELY_WORD * mean
            badness = (last - mean) ** 2 * (4 if lonely else 1) if last <= limit else float("inf")
            return badness, (len(widths),)
        options: list[tuple[float, tuple[int, ...]]] = [(float("inf"), ())]
        for end in range(start + 1, len(widths) - lines + 2):
            if length(start, end) > limit:
                break
            rest, ends = best(end, lines - 1)
            options.append(((length(start, end) - mean) ** 2 + rest, (end, *ends)))
        return min(options)

    return best(0, count)[1]
