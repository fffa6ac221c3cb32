"""Whether what stands once in a book stands in its finished file behind what is before it."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from storybook.census.expected import ExpectedChapter
from storybook.census.letters import is_in_order

WITNESS = 24
"""Letters from which on a passage may testify."""

LONGEST = 64
"""Letters of it that are looked for."""

MOST = 200
"""Passages of a book that are asked, and as many chapters."""

BETWEEN = "\n"


def displaced(chapters: Sequence[ExpectedChapter], leaves: Sequence[str]) -> int | None:
    """The number of the first chapter that stands on a leaf before one where an earlier passage stands; None if none.

    leaves: their letters. Only running text that is there once, in the book and in the file, testifies.
    """
    book = BETWEEN.join(passage.letters for chapter in chapters for passage in chapter.passages)
    file = BETWEEN.join(leaves)
    starts = list(accumulate((len(leaf) + 1 for leaf in leaves), initial=0))
    reached = 0
    for number, witness in _witnesses(chapters):
        if (at := _only(witness, file)) is None or _only(witness, book) is None:
            continue
        leaf = bisect_right(starts, at)
        if leaf < reached:
            return number
        reached = leaf
    return None


def _witnesses(chapters: Sequence[ExpectedChapter]) -> Iterator[tuple[int, str]]:
    """The first passages of chapters, and others evenly among the rest."""
    able = [
        (number, passage.letters[:LONGEST])
        for number, chapter in enumerate(chapters)
        for passage in chapter.passages
        if not passage.aside and len(passage.letters) >= WITNESS and is_in_order(passage.letters)
    ]
    step = len(able) // MOST + 1
    last = -1
    for at, (number, witness) in enumerate(able):
        if at % step == 0 or (number != last and number < MOST):
            yield number, witness
        last = number


def _only(piece: str, text: str) -> int | None:
    """Where a piece stands in a text, if it stands there once."""
    at = text.find(piece)
    return at if at >= 0 and text.find(piece, at + 1) < 0 else None
