"""A small book and a few chapter kinds for the tests of the manifest."""

from pathlib import Path
from typing import Any

from pydantic import Field

from storybook.model.book import Chapter, Matter
from storybook.model.manifest import Entry
from storybook.read.fields import Keys, Line, Reference, Title, Url
from storybook.read.kind import ChapterKind, Desk
from storybook.read.schema import EntryKeys


class SpeakerKeys(Keys):
    """Somebody who speaks."""

    name: Title = Field(description="Full name.")
    asks: bool = Field(False, description="Whether they ask.")


class TalkKeys(EntryKeys):
    """The keys of a talk."""

    speakers: list[SpeakerKeys] = Field(min_length=1, description="Who speaks.")
    portrait: Reference | None = Field(None, description="A picture of the guest.")


class LinkKeys(EntryKeys):
    """The keys of a link."""

    label: Line = Field(description="What to do.")
    link: Url = Field(description="Where to do it.")


def read(entry: Entry, keys: Any, desk: Desk) -> Chapter:  # noqa: ANN401, ARG001
    """An empty chapter."""
    return Chapter(entry.id, entry.title, Matter.BODY, entry.kind, ())


KINDS: dict[str, ChapterKind[Any]] = {
    "essay": ChapterKind("essay", "Prose.", EntryKeys, read),
    "talk": ChapterKind("talk", "A conversation.", TalkKeys, read),
    "link": ChapterKind("link", "A link.", LinkKeys, read, needs_source=False, takes_source=False),
    "title_page": ChapterKind("title_page", "Title.", EntryKeys, read, needs_source=False, needs_title=False),
    "contents": ChapterKind(
        "contents", "Contents.", EntryKeys, read, needs_source=False, takes_source=False, needs_title=False
    ),
}
FORMATS = ("epub", "print-pdf", "screen-pdf")

HEAD = """\
title: The Red Line
language: en
identifiers: [{uuid: 6b1f4a0e-3c55-5f0e-9a53-2f7b4f8f1c10}]
"""
BODY = """\
chapters:
  - {kind: essay, title: One, source: en/a.md}
"""


def write_book(folder: Path, manifest: str) -> Path:
    """A book of this manifest, with en/a.md and ko/a.md."""
    for language in ("en", "ko"):
        (folder / language).mkdir(exist_ok=True)
        (folder / language / "a.md").write_text("Words.\n", encoding="utf-8")
    (folder / "book.yaml").write_text(manifest, encoding="utf-8")
    return folder
