"""The table of contents, made from the book itself."""

from storybook.model.blocks import Contents
from storybook.model.book import Chapter
from storybook.model.manifest import Entry
from storybook.read.kind import ChapterKind, Desk
from storybook.read.schema import EntryKeys


def _read(entry: Entry, _keys: EntryKeys, _desk: Desk) -> Chapter:
    return Chapter(
        entry.id,
        entry.title,
        entry.matter,
        "contents",
        (Contents(),),
        subtitle=entry.subtitle,
        epub_type="toc",
        role="doc-toc",
        listed=False,
    )


KIND = ChapterKind(
    "contents",
    "The list of chapters, made from the book itself.",
    EntryKeys,
    _read,
    needs_source=False,
    takes_source=False,
    needs_title=False,
)
