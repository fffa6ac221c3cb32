"""An artist's profile: prose, a portrait if there is one, and the way to the artist's own page or account."""

from pydantic import Field, model_validator

from storybook.model.blocks import Block, Figure, Text
from storybook.model.book import Chapter
from storybook.model.manifest import Entry
from storybook.read.call_to_action import call_to_action
from storybook.read.fields import Keys, Line, LineAsTyped, Reference, Title, Url, wrong
from storybook.read.kind import ChapterKind, Desk
from storybook.read.schema import EntryKeys


class ArtistKeys(Keys):
    """Who the profile is about, and where their work is to be seen."""

    name: Title = Field(description="The artist's name.")
    account: LineAsTyped = Field(
        "", description="The name of their account, such as @name; it is printed above the link."
    )
    link: Url | None = Field(None, description="The address of their own page or account.")

    @model_validator(mode="after")
    def _linked(self) -> "ArtistKeys":
        if self.account and not self.link:
            raise wrong("has an account and no link to it", "add `link: https://…`")
        return self


class PortraitKeys(Keys):
    """A picture at the head of the profile."""

    picture: Reference = Field(description="The picture, relative to book.yaml.")
    alt: Title = Field(description="What it shows, for readers who do not see it.")
    caption: Line = Field("", description="A line below it.")
    credit: Line = Field("", description="Whose work it is.")


class ArtistProfileKeys(EntryKeys):
    """The keys of an artist's profile."""

    artist: ArtistKeys = Field(description="Who the profile is about.")
    portrait: PortraitKeys | None = Field(None, description="A picture at its head.")
    byline: Line = Field("", description="A line below the title, such as the writer's name.")


def _read(entry: Entry, keys: ArtistProfileKeys, desk: Desk) -> Chapter:
    head: tuple[Block, ...] = (_portrait(entry, keys.portrait, desk),) if keys.portrait else ()
    prose = desk.prose(entry.source, entry.place("source"))
    artist = keys.artist
    tail: tuple[Block, ...] = (call_to_action(artist.account or artist.name, artist.link),) if artist.link else ()
    return Chapter(
        entry.id,
        entry.title,
        entry.matter,
        "artist-profile",
        (*head, *prose.blocks, *tail),
        prose.notes,
        entry.subtitle,
        keys.byline,
    )


def _portrait(entry: Entry, keys: PortraitKeys, desk: Desk) -> Figure:
    where = entry.place("portrait", "picture")
    picture = desk.picture(keys.picture, where.file, where)
    caption, credit = ((Text(line),) if line else () for line in (keys.caption, keys.credit))
    return Figure(picture, keys.alt, caption, credit)


KIND = ChapterKind(
    "artist_profile", "A portrait of an artist in prose, with the way to their work.", ArtistProfileKeys, _read
)
