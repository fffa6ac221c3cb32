"""The imprint page: publisher, date, rights and identifiers, and what else there is to say of the book's making."""

from storybook.model.blocks import ImprintFacts
from storybook.model.book import Chapter
from storybook.model.manifest import Entry
from storybook.read.kind import ChapterKind, Desk
from storybook.read.schema import EntryKeys


def _read(entry: Entry, _keys: EntryKeys, desk: Desk) -> Chapter:
    prose = desk.prose(entry.source, entry.place("source")) if entry.source else None
    return Chapter(
        entry.id,
        entry.title,
        entry.matter,
        "imprint",
        (ImprintFacts(), *(prose.blocks if prose else ())),
        prose.notes if prose else (),
        entry.subtitle,
        epub_type="copyright-page",
        role="",
        listed=False,
        heading=False,
    )


KIND = ChapterKind(
    "imprint",
    "Publisher, date, rights and identifiers, and a text on sources and credits.",
    EntryKeys,
    _read,
    needs_source=False,
    needs_title=False,
)
