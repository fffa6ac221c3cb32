"""An edition: a book, its derived pictures and its looks, for one target."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from storybook.model.book import Book
from storybook.model.comic import Comic
from storybook.model.composition import Composition
from storybook.model.geometry import PageGeometry
from storybook.model.picture import Asset, ImageProfile, Picture


class Shape(Enum):
    """How a comic is shown: on pages, as one long scroll, or one panel a screen."""

    PAGES = "pages"
    SCROLL = "scroll"
    PANELS = "panels"


@dataclass(frozen=True, slots=True)
class Target:
    """What an edition is made for.

    images: what is asked of pictures; page: None where pages have no fixed size; shape: of comics; baked: whether
    lettering is part of the pictures rather than live text; max_size: bytes that the finished file may have.
    """

    name: str
    images: ImageProfile
    page: PageGeometry | None = None
    shape: Shape = Shape.PAGES
    baked: bool = False
    max_size: int | None = None


@dataclass(frozen=True, slots=True)
class Typeface:
    """One font file: CSS family name, weight (100 to 900), italic or not, and what it is for (serif or sans).

    copyright, licence, licence_url: what a subset of it must say in its name table.
    """

    family: str
    weight: int
    italic: bool
    path: Path
    use: str
    copyright: str = ""
    licence: str = ""
    licence_url: str = ""


@dataclass(frozen=True, slots=True)
class Theme:
    """How pages look: folders searched for templates and styles, first hit wins; font files in order of preference."""

    folders: tuple[Path, ...]
    typefaces: tuple[Typeface, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """A book in one language for one target, with the derivative of every picture that it shows.

    cache: folder in which a format keeps what is dear to make again; None keeps nothing. layouts: the pages of every
    comic, where pages have a size.
    """

    book: Book
    target: Target
    theme: Theme
    assets: Mapping[Picture, Asset]
    cache: Path | None = None
    layouts: Mapping[Comic, Composition] = field(default_factory=dict)

    def asset(self, picture: Picture) -> Asset:
        """The derivative of a picture in this edition."""
        return self.assets[picture]


@dataclass(frozen=True, slots=True)
class Artifact:
    """A finished file: name, format, target, bytes, SHA-256, and pages where it has them."""

    name: str
    format: str
    target: str
    size: int
    sha256: str
    pages: int | None = None
