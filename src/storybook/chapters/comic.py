"""A comic: panels with their words, in tiers on pages."""

from pydantic import Field

from storybook.model.book import Chapter
from storybook.model.manifest import Entry
from storybook.read.comic_files import read_comic
from storybook.read.fields import Line, Reference
from storybook.read.kind import ChapterKind, Desk
from storybook.read.schema import EntryKeys


class ComicKeys(EntryKeys):
    """The keys of a comic; `source` is its script."""

    art: Reference | None = Field(
        None, description="The art sheet, which all languages share; without it the script names each panel's file."
    )
    byline: Line = Field("", description="A line below the title, such as the artist's name.")


def _read(entry: Entry, keys: ComicKeys, desk: Desk) -> Chapter:
    where = entry.place("art")
    sheet = desk.sources.resolve(keys.art, where.file, where) if keys.art else ""
    comics = read_comic(desk, entry.source, sheet, where)
    return Chapter(
        entry.id,
        entry.title,
        entry.matter,
        "comic",
        comics,
        subtitle=entry.subtitle,
        byline=keys.byline,
    )


KIND = ChapterKind("comic", "A comic: panels with their words, in tiers on pages.", ComicKeys, _read)
