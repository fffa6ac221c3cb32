"""The book in one language: metadata and chapters of blocks, ready for any format."""

import datetime
from dataclasses import dataclass
from enum import Enum

from storybook.model.blocks import Blocks, Note


class Matter(Enum):
    """The part of the book a chapter stands in."""

    FRONT = "front"
    BODY = "body"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class Contributor:
    """A person or body that made something of the book; role is a MARC relator code such as aut, ill, trl."""

    name: str
    role: str
    file_as: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Identifier:
    """scheme is isbn, uuid or uri; value is normalised (ISBN-13 without hyphens, bare lower-case UUID).

    shown: an ISBN as it is printed, with the hyphens it was given with; empty where the value itself is printed.
    """

    scheme: str
    value: str
    shown: str = ""

    @property
    def urn(self) -> str:
        """The identifier as a URN or URI."""
        return self.value if self.scheme == "uri" else f"urn:{self.scheme}:{self.value}"


@dataclass(frozen=True, slots=True)
class Series:
    """A series and the book's place in it, as printed."""

    name: str
    position: str = ""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the book says about itself."""

    title: str
    language: str
    slug: str
    identifiers: tuple[Identifier, ...]
    contributors: tuple[Contributor, ...] = ()
    subtitle: str = ""
    publisher: str = ""
    publisher_url: str = ""
    rights: str = ""
    licence_url: str = ""
    description: str = ""
    subjects: tuple[str, ...] = ()
    date: datetime.date | None = None
    series: Series | None = None
    accessibility_summary: str = ""
    bound_right: bool | None = None
    """Whether pages are bound at their right edge; None where the comics decide."""
    date_text: str = ""
    """The date as precise as it was given: YYYY, YYYY-MM or YYYY-MM-DD; `date` is the first day of it."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of blocks.

    id: unique in the book, an XML name; look: the name a stylesheet knows it by (the kind's name, with hyphens);
    epub_type, role: its meaning in EPUB structural semantics and DPUB-ARIA, empty where there is none;
    listed: whether the contents name it; heading: whether its title is printed at its head.
    """

    id: str
    title: str
    matter: Matter
    look: str
    blocks: Blocks
    notes: tuple[Note, ...] = ()
    subtitle: str = ""
    byline: str = ""
    epub_type: str = "chapter"
    role: str = "doc-chapter"
    listed: bool = True
    heading: bool = True


@dataclass(frozen=True, slots=True)
class Book:
    """A whole book in one language."""

    metadata: Metadata
    chapters: tuple[Chapter, ...]

    def in_matter(self, matter: Matter) -> tuple[Chapter, ...]:
        """The chapters of one part, in order."""
        return tuple(chapter for chapter in self.chapters if chapter.matter is matter)
