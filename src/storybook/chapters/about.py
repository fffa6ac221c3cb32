"""About the publisher, an organisation or the people who made the book."""

from storybook.model.book import Chapter
from storybook.model.manifest import Entry
from storybook.read.kind import ChapterKind, Desk
from storybook.read.schema import EntryKeys


def _read(entry: Entry, _keys: EntryKeys, desk: Desk) -> Chapter:
    prose = desk.prose(entry.source, entry.place("source"))
    return Chapter(
        entry.id,
        entry.title,
        entry.matter,
        "about",
        prose.blocks,
        prose.notes,
        entry.subtitle,
    )


KIND = ChapterKind("about", "About the publisher, or those who made the book.", EntryKeys, _read)
