"""What a finished file says and shows, read back from its bytes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """One use of a picture: size in px and in bytes, SHA-256 of its bytes, its description; None where not known."""

    width: int | None
    height: int | None
    size: int | None
    sha256: str | None
    alt: str | None = None


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of a PDF or a file of an e-book: its text, and its pictures in order."""

    text: str
    pictures: tuple[ShownPicture, ...] = ()


@dataclass(frozen=True, slots=True)
class Contents:
    """The leaves of a finished file in reading order.

    paged: whether chapters run over leaves as over pages; else each chapter has a leaf of its own. cover: whether files
    of this format show the front cover.
    """

    leaves: tuple[Leaf, ...]
    paged: bool
    cover: bool = True
