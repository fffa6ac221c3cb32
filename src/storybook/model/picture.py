"""Pictures: masters as the book names them, and derivatives as an output carries them."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from storybook.errors import Where


@dataclass(frozen=True, slots=True)
class PixelBox:
    """A rectangle of whole px: left, top, width, height; width and height are at least 1."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A master, or a part of one: path relative to the book, SHA-256 of the master's bytes, size in px as it is shown.

    part: the rectangle of the master that is shown, in px after orientation is applied; None shows the whole of it, and
    width and height are then the master's. outline: corners of a polygon in px of what is shown; what lies outside
    of it is not shown; empty for the whole rectangle. where: the place in the book that uses it, for what is found out
    only when it is decoded.
    """

    source: str
    sha256: str
    width: int
    height: int
    where: Where | None = field(default=None, compare=False, repr=False)
    part: PixelBox | None = None
    outline: tuple[tuple[int, int], ...] = ()

    @property
    def aspect(self) -> float:
        """Width over height."""
        return self.width / self.height

    def cut(self, part: PixelBox, outline: tuple[tuple[int, int], ...] = ()) -> "Picture":
        """A part of this whole master; outline in px of the part."""
        return replace(self, width=part.width, height=part.height, part=part, outline=outline)


@dataclass(frozen=True, slots=True)
class ImageProfile:
    """What a target asks of its pictures.

    max_width, max_height: px that no derivative passes; ppi: of placed size in inches, or None where pages have
    no fixed size; score: the bar that each picture passes in SSIMULACRA2 (100 unchanged, 90 no difference seen, 80 very
    high quality); media_types: formats that the target's readers open; max_bytes: of one picture, or None; progressive:
    whether a JPEG may come in several passes, which take fewer bytes.
    """

    name: str
    max_width: int
    max_height: int
    ppi: int | None
    score: float
    media_types: tuple[str, ...] = ("image/jpeg", "image/png")
    max_bytes: int | None = None
    progressive: bool = True


@dataclass(frozen=True, slots=True)
class Asset:
    """A derivative: neutral file name, where its bytes lie, media type, size in px, bytes, SHA-256.

    setting: encoder and quality, in words; score: in SSIMULACRA2, as a sample of the picture judges it (None where it
    was not judged); paid: whether it gave up quality for a size budget.
    """

    name: str
    path: Path
    media_type: str
    width: int
    height: int
    size: int
    sha256: str
    setting: str = ""
    score: float | None = None
    paid: bool = False
