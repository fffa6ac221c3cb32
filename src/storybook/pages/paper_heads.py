"""Names and titles in narrow places: speakers' labels beside their words, titles over a page."""

import unicodedata
from pathlib import Path

from storybook.fonts import measure
from storybook.model import blocks as b
from storybook.model.book import Chapter
from storybook.model.edition import Theme
from storybook.model.geometry import MM_PER_INCH, POINTS_PER_INCH
from storybook.pages.paper_fonts import faces_for

HEAD_LENGTH = 48
"""Characters of a running head at the most; a wide one, such as Hangul, counts twice."""

LABEL_COLUMN, LABEL_SIZE, LABEL_SPACING = 23.0, 9.4, 0.05
"""A label's column in mm, its size in points, what parts its letters in ems: as in css/paper.css."""


def short_head(title: str) -> str:
    """A title as a running head: whole, or cut at a word with an ellipsis."""
    if _columns(title) <= HEAD_LENGTH:
        return title
    words = title.split()
    while len(words) > 1 and _columns(" ".join(words)) >= HEAD_LENGTH:
        words.pop()
    kept = " ".join(words)
    while _columns(kept) >= HEAD_LENGTH:
        kept = kept[:-1]
    return kept.rstrip(" ,;:.–—-") + "…"


def names_above(chapter: Chapter, theme: Theme, language: str) -> bool:
    """Whether a speaker of the chapter has a label that the column beside the words is too narrow for."""
    labels = {turn.speaker.label for block in chapter.blocks if isinstance(block, b.Exchange) for turn in block.turns}
    if not labels:
        return False
    files = [face.path for face in faces_for(theme, "sans", language) if face.weight == 400 and not face.italic]
    return any(_label_width(label, files) > LABEL_COLUMN for label in labels)


def _label_width(label: str, files: list[Path]) -> float:
    """Millimetres of a label at the most: small capitals are narrower than capitals."""
    ems = measure(label.upper(), files, 1.0) + LABEL_SPACING * len(label)
    return ems * LABEL_SIZE * MM_PER_INCH / POINTS_PER_INCH


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
