"""What an output format and a check are."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from storybook.model.contents import Contents
from storybook.model.edition import Edition, Shape
from storybook.model.finding import Finding


@dataclass(frozen=True, slots=True)
class Format:
    """An output format.

    name: as the command line and the manifest's `targets` say it; suffix: what follows `<slug>-<lang>` in the name of
    the format's own target; image_preset, page_preset: the presets it starts from, page_preset None where pages have no
    fixed size; write: makes the whole file at a path that does not exist yet, and returns its number of pages or None;
    read_back: what a finished file of this format says and shows, read from its bytes; shapes: the shapes of comics
    that it can make, the usual one first; bakes: whether it can have lettering as part of pictures; facing: whether its
    pages lie open side by side, as those of a printed book; media_types: of pictures that it can hold, whatever the
    image preset allows beside them; progressive: whether its JPEGs may come in several passes, for 3 % fewer bytes:
    baseline ones are read by every printer's machine.
    """

    name: str
    suffix: str
    about: str
    image_preset: str
    page_preset: str | None
    write: Callable[[Edition, Path], int | None]
    read_back: Callable[[Path], Contents]
    shapes: tuple[Shape, ...] = (Shape.PAGES,)
    bakes: bool = False
    facing: bool = False
    media_types: tuple[str, ...] = ("image/jpeg", "image/png", "image/webp")
    progressive: bool = True


@dataclass(frozen=True, slots=True)
class Check:
    """A check over finished bytes: the formats it reads, and what it does with one file of them.

    in_build: whether every build runs it, and publishes nothing that it finds an error in; such a check needs no other
    program.
    """

    name: str
    about: str
    formats: tuple[str, ...]
    run: Callable[[Path], tuple[Finding, ...]]
    in_build: bool = False
