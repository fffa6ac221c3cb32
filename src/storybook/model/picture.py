"""Pictures: masters as the book names them, and derivatives as an output carries them."""

from dataclasses import dataclass, field
from pathlib import Path

from storybook.errors import Where


@dataclass(frozen=True, slots=True)
class Picture:
    """A master: path relative to the book, SHA-256 of its bytes, size in px after orientation is applied.

    where: the place in the book that uses it, for what is found out only when it is decoded.
    """

    source: str
    sha256: str
    width: int
    height: int
    where: Where | None = field(default=None, compare=False, repr=False)

    @property
    def aspect(self) -> float:
        """Width over height."""
        return self.width / self.height


@dataclass(frozen=True, slots=True)
class ImageProfile:
    """What a target asks of its pictures.

    max_width, max_height: px that no derivative passes; ppi: of placed size in inches, or None where pages have
    no fixed size; jpeg_quality: 1 to 100; media_types: formats that the target's readers open, best first.
    """

    name: str
    max_width: int
    max_height: int
    ppi: int | None
    jpeg_quality: int
    media_types: tuple[str, ...] = ("image/jpeg", "image/png")


@dataclass(frozen=True, slots=True)
class Asset:
    """A derivative: neutral file name, where its bytes lie, media type, size in px, bytes, SHA-256."""

    name: str
    path: Path
    media_type: str
    width: int
    height: int
    size: int
    sha256: str
