"""An essay, or any other text: a story, a foreword, an afterword."""

from typing import Literal

from pydantic import Field

from storybook.model.book import Chapter
from storybook.model.manifest import Entry
from storybook.read.fields import Line
from storybook.read.kind import ChapterKind, Desk
from storybook.read.schema import EntryKeys

Part = Literal[
    "foreword",
    "preface",
    "introduction",
    "prologue",
    "conclusion",
    "epilogue",
    "afterword",
    "acknowledgments",
    "dedication",
    "appendix",
]
"""Parts of a book that are named both in EPUB's structural semantics and, with doc- before it, in ARIA."""


class EssayKeys(EntryKeys):
    """The keys of an essay."""

    part: Part | None = Field(None, description="What this text is in the book, if it is not simply a chapter.")
    byline: Line = Field("", description="A line below the title, such as the writer's name.")


def _read(entry: Entry, keys: EssayKeys, desk: Desk) -> Chapter:
    prose = desk.prose(entry.source, entry.place("source"))
    meaning = keys.part or "chapter"
    return Chapter(
        entry.id,
        entry.title,
        entry.matter,
        "essay",
        prose.blocks,
        prose.notes,
        entry.subtitle,
        keys.byline,
        epub_type=meaning,
        role=f"doc-{meaning}",
    )


KIND = ChapterKind("essay", "Prose: an essay, a story, a foreword, an afterword.", EssayKeys, _read)
