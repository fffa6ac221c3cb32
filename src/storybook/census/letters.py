"""A text as its letters and digits alone, so that line ends, hyphens, ligatures and marks make no difference."""

import re
import unicodedata
from collections.abc import Sequence

_REST = re.compile("[\\W_\u115f\u1160]+")
_WORD = re.compile(r"\w+")

_BY_SHAPE = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u0900-\u0fff\u1000-\u109f\u1780-\u18af\u1900-\u1cff\ua800-\uabff"
    "\U00010800-\U00011fff\U0001e800-\U0001efff]"
)
"""Scripts that run from the right, or whose signs change places: a PDF may have their letters in another order."""


def letters(text: str) -> str:
    """The letters and digits of a text in one form each: taken apart, without accents, no capitals.

    Taken apart, since what stands beside each other on a page would else grow together (ㄱ and ㅏ).
    """
    return _REST.sub("", unicodedata.normalize("NFKD", text).casefold())


def is_in_order(piece: str) -> bool:
    """Whether the letters of a piece stand in a PDF in the order in which they are written."""
    return not _BY_SHAPE.search(piece)


def is_by_shape(letter: str) -> bool:
    """Whether a letter is of such a script that a PDF may have it in another place or shape."""
    return bool(_BY_SHAPE.match(letter))


def words_in(text: str, spans: Sequence[tuple[int, int]]) -> int:
    """How many words of a text have letters in these spans of its letters."""
    touched, end = 0, 0
    for word in _WORD.findall(text):
        start, end = end, end + len(letters(word))
        touched += any(start < last and first < end for first, last in spans)
    return touched
