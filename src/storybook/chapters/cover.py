"""The front cover: a picture that fills the page."""

from pydantic import Field

from storybook.model.blocks import Cover
from storybook.model.book import Chapter
from storybook.model.manifest import Entry
from storybook.read.fields import Reference, Title
from storybook.read.kind import ChapterKind, Desk
from storybook.read.schema import EntryKeys


class CoverKeys(EntryKeys):
    """The keys of a cover."""

    picture: Reference = Field(description="The picture, relative to book.yaml.")
    alt: Title = Field(description="What it shows, for readers who do not see it.")


def _read(entry: Entry, keys: CoverKeys, desk: Desk) -> Chapter:
    where = entry.place("picture")
    cover = Cover(desk.picture(keys.picture, where.file, where), keys.alt)
    return Chapter(
        entry.id, entry.title, entry.matter, "cover", (cover,), epub_type="cover", role="", listed=False, heading=False
    )


KIND = ChapterKind(
    "cover",
    "The front cover: a picture that fills the page.",
    CoverKeys,
    _read,
    needs_source=False,
    takes_source=False,
    needs_title=False,
)
