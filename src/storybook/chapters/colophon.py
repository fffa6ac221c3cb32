"""The colophon: how the book was made."""

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
        "colophon",
        prose.blocks,
        prose.notes,
        entry.subtitle,
        epub_type="colophon",
        role="doc-colophon",
    )


KIND = ChapterKind("colophon", "How the book was made: its type, its pictures, its tools.", EntryKeys, _read)
