"""The title page: title, subtitle, contributors and publisher, with a small picture if there is one."""

from pydantic import Field

from storybook.model.blocks import TitlePage
from storybook.model.book import Chapter
from storybook.model.manifest import Entry
from storybook.read.fields import Reference
from storybook.read.kind import ChapterKind, Desk
from storybook.read.schema import EntryKeys


class TitlePageKeys(EntryKeys):
    """The keys of a title page."""

    ornament: Reference | None = Field(None, description="A small picture that says nothing, relative to book.yaml.")


def _read(entry: Entry, keys: TitlePageKeys, desk: Desk) -> Chapter:
    where = entry.place("ornament")
    ornament = desk.picture(keys.ornament, where.file, where) if keys.ornament else None
    return Chapter(
        entry.id,
        entry.title,
        entry.matter,
        "title-page",
        (TitlePage(ornament),),
        epub_type="titlepage",
        role="",
        listed=False,
        heading=False,
    )


KIND = ChapterKind(
    "title_page",
    "Title, subtitle, contributors and publisher.",
    TitlePageKeys,
    _read,
    needs_source=False,
    takes_source=False,
    needs_title=False,
)
