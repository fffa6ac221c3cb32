"""The six inks of the book and the tints mixed from them."""

from __future__ import annotations

Ink = tuple[int, int, int]

NIGHT: Ink = (0x16, 0x23, 0x3F)
SLATE: Ink = (0x3C, 0x5A, 0x73)
CREAM: Ink = (0xF3, 0xEA, 0xD8)
OCHRE: Ink = (0xD9, 0x9A, 0x2B)
RED: Ink = (0xB4, 0x45, 0x2F)
BLACK: Ink = (0x12, 0x10, 0x0E)


def mix(a: Ink, b: Ink, t: float) -> Ink:
    """Return ink a with the share t (0..1) of ink b mixed in."""
    return tuple(round(p + (q - p) * t) for p, q in zip(a, b, strict=True))  # type: ignore[return-value]


# Permitted tints: every one is a mix of two of the six.
DEEP = mix(NIGHT, BLACK, 0.55)
DUSK = mix(NIGHT, SLATE, 0.45)
MIST = mix(SLATE, CREAM, 0.35)
FOG = mix(SLATE, CREAM, 0.62)
STONE = mix(FOG, CREAM, 0.45)
SAND = mix(CREAM, OCHRE, 0.28)
SKIN = mix(mix(CREAM, OCHRE, 0.34), SLATE, 0.12)
AMBER = mix(OCHRE, CREAM, 0.35)
UMBER = mix(OCHRE, BLACK, 0.62)
WOOD = mix(mix(OCHRE, BLACK, 0.42), SLATE, 0.22)
