"""The half-title: a page with the book's title alone."""

from storybook.model.blocks import HalfTitle
from storybook.model.book import Chapter
from storybook.model.manifest import Entry
from storybook.read.kind import ChapterKind, Desk
from storybook.read.schema import EntryKeys


def _read(entry: Entry, _keys: EntryKeys, _desk: Desk) -> Chapter:
    return Chapter(
        entry.id,
        entry.title,
        entry.matter,
        "half-title",
        (HalfTitle(),),
        epub_type="halftitlepage",
        role="",
        listed=False,
        heading=False,
    )


KIND = ChapterKind(
    "half_title",
    "A page with the book's title alone.",
    EntryKeys,
    _read,
    needs_source=False,
    takes_source=False,
    needs_title=False,
)
