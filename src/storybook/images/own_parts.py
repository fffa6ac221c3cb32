"""What a picture of ours is made of: pixels, and how to decode them, and nothing else."""

import io
from collections.abc import Callable

from storybook.images.anatomy import jpeg_markers, png_chunks, webp_chunks
from storybook.images.kinds import JPEG, PNG, WEBP

MARKERS = frozenset({0xD8, 0xE0, 0xDB, 0xC0, 0xC2, 0xC4, 0xDD, 0xDA, 0xD9})
"""Of a JPEG: SOI, APP0 (JFIF), DQT, SOF0, SOF2, DHT, DRI, SOS, EOI."""

CHUNKS = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND"})
"""Of a PNG."""

WEBP_CHUNKS = frozenset({b"VP8 ", b"VP8L"})
"""Of a WebP; the long form (VP8X) is for what ours never has."""

TAIL = "tail"
"""What stands for bytes behind a picture's end."""


def foreign_parts(media_type: str, data: bytes) -> tuple[str, ...]:
    """Parts of a JPEG, PNG or WebP that none of ours has, by name, and TAIL; MalformedError where it is not whole."""
    file = io.BytesIO(data)
    found = _WALKS[media_type](file)
    return (*found, TAIL) if file.read(1) else tuple(found)


def _foreign_markers(file: io.BytesIO) -> list[str]:
    return [f"FF{marker:02X}" for marker in jpeg_markers(file) if marker not in MARKERS]


def _foreign_chunks(file: io.BytesIO) -> list[str]:
    return [name.decode("latin-1") for name, _, _ in png_chunks(file, check=False) if name not in CHUNKS]


def _foreign_webp_chunks(file: io.BytesIO) -> list[str]:
    return [name.decode("latin-1") for name, _, _ in webp_chunks(file) if name not in WEBP_CHUNKS]


_WALKS: dict[str, Callable[[io.BytesIO], list[str]]] = {
    JPEG: _foreign_markers,
    PNG: _foreign_chunks,
    WEBP: _foreign_webp_chunks,
}
