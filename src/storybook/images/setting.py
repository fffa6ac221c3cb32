"""How a picture may be written: the encoders and their qualities, by name."""

from dataclasses import dataclass
from enum import StrEnum

from storybook.images.kinds import JPEG, PNG, WEBP


class Encoder(StrEnum):
    """What writes a picture, in words for the report."""

    JPEG_FULL = "JPEG 4:4:4"
    JPEG_HALF = "JPEG 4:2:0"
    JPEG_GREY = "JPEG grey"
    WEBP = "WebP"
    WEBP_LOSSLESS = "WebP lossless"
    PALETTE = "PNG palette"
    PNG = "PNG"

    @property
    def media_type(self) -> str:
        """The media type of what it writes."""
        return JPEG if self in _JPEGS else WEBP if self in {Encoder.WEBP, Encoder.WEBP_LOSSLESS} else PNG

    @property
    def lossless(self) -> bool:
        """Whether every pixel stays as it is."""
        return self in {Encoder.WEBP_LOSSLESS, Encoder.PNG}


_JPEGS = frozenset({Encoder.JPEG_FULL, Encoder.JPEG_HALF, Encoder.JPEG_GREY})


@dataclass(frozen=True, slots=True)
class Setting:
    """An encoder and its quality: 1 to 100, bits of a pixel for a palette, 0 where nothing is lost."""

    encoder: Encoder
    quality: int = 0

    @property
    def key(self) -> str:
        """What tells it from all others."""
        return f"{self.encoder.name} {self.quality}"

    @classmethod
    def of(cls, key: str) -> "Setting":
        """The setting of a key."""
        name, _, quality = key.partition(" ")
        return cls(Encoder[name], int(quality))

    def __str__(self) -> str:
        match self.encoder:
            case Encoder.PALETTE:
                return f"{self.encoder}, {1 << self.quality} colours"
            case Encoder.PNG | Encoder.WEBP_LOSSLESS:
                return str(self.encoder)
            case _:
                return f"{self.encoder} {self.quality}"
