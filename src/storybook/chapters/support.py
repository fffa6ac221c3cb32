"""What the reader can do: a text, and a link as words, address and QR code."""

from pydantic import Field

from storybook.model.book import Chapter
from storybook.model.manifest import Entry
from storybook.read.call_to_action import call_to_action
from storybook.read.fields import Title, Url
from storybook.read.kind import ChapterKind, Desk
from storybook.read.schema import EntryKeys


class SupportKeys(EntryKeys):
    """The keys of a call for support."""

    link: Url = Field(description="Where the reader can help.")
    label: Title = Field(description="What the link is for, in a few words.")


def _read(entry: Entry, keys: SupportKeys, desk: Desk) -> Chapter:
    prose = desk.prose(entry.source, entry.place("source"))
    return Chapter(
        entry.id,
        entry.title,
        entry.matter,
        "support",
        (*prose.blocks, call_to_action(keys.label, keys.link)),
        prose.notes,
        entry.subtitle,
    )


KIND = ChapterKind("support", "How the reader can help: a text, a link and its QR code.", SupportKeys, _read)
