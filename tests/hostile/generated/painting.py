"""Pictures for the cases: sound ones, and parts to make unsound ones of."""

import io
import struct
import zlib
from collections.abc import Iterable, Sequence
from typing import Any

from PIL import Image, ImageDraw

RED, BLUE, WHITE, GREY = (200, 30, 30), (0, 0, 160), (255, 255, 255), (128, 128, 128)
SIZE = (120, 80)
ORIENTATION = 0x0112
PNG_START = b"\x89PNG\r\n\x1a\n"

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""How a picture is stored that its EXIF orientation turns back."""


def flag() -> Image.Image:
    """White, with a red square at the top left and a blue one at the bottom right."""
    picture = Image.new("RGB", SIZE, WHITE)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((5, 5, 40, 30), fill=RED)
    pen.rectangle((80, 50, 115, 75), fill=BLUE)
    return picture


def plain(colour: tuple[int, int, int], size: tuple[int, int] = (60, 40)) -> bytes:
    """A PNG of one colour."""
    return saved(Image.new("RGB", size, colour), "PNG")


def saved(picture: Image.Image, sort: str, **options: Any) -> bytes:  # noqa: ANN401 - Pillow's own options
    """The bytes of a picture in a format."""
    file = io.BytesIO()
    if sort == "JPEG":
        options = {"quality": 95, "subsampling": 0, **options}
    picture.save(file, sort, **options)
    return file.getvalue()


def turned(sort: str, orientation: int) -> bytes:
    """The flag, stored turned, with the orientation that turns it back."""
    turn = _TURNS.get(orientation)
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    options = {"lossless": True} if sort == "WEBP" else {}
    return saved(flag() if turn is None else flag().transpose(turn), sort, exif=exif, **options)


def chunk(name: bytes, data: bytes) -> bytes:
    """A chunk of a PNG, with its checksum."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def header(width: int, height: int, depth: int = 8, colour: int = 2, interlace: int = 0) -> bytes:
    """The IHDR chunk of a PNG."""
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlace))


def png(*chunks: bytes) -> bytes:
    """A PNG of these chunks and an end."""
    return PNG_START + b"".join(chunks) + chunk(b"IEND", b"")


def with_chunks(data: bytes, *more: bytes) -> bytes:
    """A PNG with more chunks behind its header."""
    return data[:33] + b"".join(more) + data[33:]


def with_segments(data: bytes, *segments: tuple[int, bytes]) -> bytes:
    """A JPEG with more segments (marker, data) at its start."""
    made = b"".join(b"\xff" + bytes([marker]) + struct.pack(">H", len(body) + 2) + body for marker, body in segments)
    return data[:2] + made + data[2:]


def riff(*parts: tuple[bytes, bytes]) -> bytes:
    """A WebP of these chunks."""
    body = b"WEBP" + b"".join(
        name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2) for name, data in parts
    )
    return b"RIFF" + struct.pack("<I", len(body)) + body


def gif_header(width: int, height: int) -> bytes:
    """The head of a GIF and of its one picture, without the picture."""
    size = struct.pack("<HH", width, height)
    return b"GIF89a" + size + b"\x80\0\0\xff\0\0\0\0\0," + b"\0" * 4 + size + b"\0\x02"


def tiff(entries: Iterable[tuple[int, int, int, int]], tail: bytes = b"") -> bytes:
    """A little-endian TIFF of these tags (tag, type, count, value), and what follows them."""
    tags = sorted(entries)
    packed = b"".join(struct.pack("<HHII", *entry) for entry in tags)
    return b"II*\0" + struct.pack("<IH", 8, len(tags)) + packed + struct.pack("<I", 0) + tail


def moving(sort: str, colours: Sequence[tuple[int, int, int]] = (RED, BLUE)) -> bytes:
    """A moving picture of one frame a colour."""
    first, *rest = [Image.new("RGB", (40, 40), colour) for colour in colours]
    return saved(first, sort, save_all=True, append_images=rest, duration=100)
