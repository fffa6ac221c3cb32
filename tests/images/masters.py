"""Masters made for tests: small pictures with known colours, and colour profiles written by hand."""

import io
import struct
import zlib
from typing import Any

from PIL import Image

from storybook.images.derive import Derivative, derive
from storybook.images.sizing import ANYWHERE, Placement
from storybook.model.picture import ImageProfile

READER = ImageProfile("reader", 1200, 1600, None, 80)
PRINT = ImageProfile("print", 9000, 9000, 300, 88, ("image/jpeg",))
LOSSLESS = ImageProfile("lossless", 9000, 9000, None, 100, ("image/png",))


def shaded(width: int = 160, height: int = 120) -> Image.Image:
    """A picture with many colours."""
    grey = Image.radial_gradient("L").resize((width, height))
    return Image.merge("RGB", (grey, grey.transpose(Image.Transpose.FLIP_LEFT_RIGHT), grey.rotate(90)))


def cornered(width: int = 120, height: int = 80) -> Image.Image:
    """White, with a red square at the left top."""
    picture = Image.new("RGB", (width, height), "white")
    picture.paste((200, 30, 30), (10, 5, 40, 35))
    return picture


def saved(picture: Image.Image, form: str, **how: Any) -> bytes:  # noqa: ANN401 - Pillow's own
    out = io.BytesIO()
    picture.save(out, form, **how)
    return out.getvalue()


def made(data: bytes, profile: ImageProfile = LOSSLESS, placement: Placement = ANYWHERE) -> Derivative:
    return derive(io.BytesIO(data), "art/a.png", None, profile, placement)


def shown(data: bytes, profile: ImageProfile = LOSSLESS) -> Image.Image:
    """The pixels of a derivative, in RGB."""
    return Image.open(io.BytesIO(made(data, profile).data)).convert("RGB")


def colour_at(picture: Image.Image, x: int, y: int) -> tuple[int, int, int]:
    value = picture.getpixel((x, y))
    assert isinstance(value, tuple)
    return (int(value[0]), int(value[1]), int(value[2]))


def near(colour: tuple[int, int, int], other: tuple[int, int, int], by: int) -> bool:
    return all(abs(a - b) <= by for a, b in zip(colour, other, strict=True))


def png_chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def with_chunks(png: bytes, before: bytes = b"", after: bytes = b"") -> bytes:
    """A PNG with more chunks before its pixels and after them."""
    return png[:33] + before + png[33:-12] + after + png[-12:]


def with_segments(jpeg: bytes, segments: list[tuple[int, bytes]], tail: bytes = b"") -> bytes:
    """A JPEG with more segments (marker, data) at its start, and bytes behind its end."""
    packed = b"".join(struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data for marker, data in segments)
    return jpeg[:2] + packed + jpeg[2:] + tail


def exif(orientation: int, note: bytes = b"") -> bytes:
    """An EXIF block with an orientation, and any bytes behind it."""
    directory = struct.pack(">HHHIHHI", 1, 0x0112, 3, 1, orientation, 0, 0)
    return b"Exif\0\0MM\0*\0\0\0\x08" + directory + note


Triple = tuple[float, float, float]


def matrix_profile(
    red: Triple, green: Triple, blue: Triple, gamma: float, more: tuple[tuple[bytes, bytes], ...] = ()
) -> bytes:
    """An ICC profile of an RGB monitor: its primaries as XYZ (D50), its gamma, and more tags."""
    curve = b"curv\0\0\0\0\0\0\0\x01" + struct.pack(">Hxx", round(gamma * 256))
    tags = [(b"wtpt", _xyz((0.9642, 1.0, 0.8249))), (b"rXYZ", _xyz(red)), (b"gXYZ", _xyz(green)), (b"bXYZ", _xyz(blue))]
    tags += [(name, curve) for name in (b"rTRC", b"gTRC", b"bTRC")]
    return _profile(b"mntr", b"RGB ", b"XYZ ", [*tags, *more])


def endless_steps(count: int) -> bytes:
    """A tag of as many colour transforms in a row, all of them the same few bytes."""
    step = b"matf\0\0\0\0\0\3\0\3" + struct.pack(">12f", 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0)
    place = 16 + 8 * count
    return b"mpet\0\0\0\0\0\3\0\3" + struct.pack(">I", count) + struct.pack(">II", place, len(step)) * count + step


def grey_profile(gamma: float) -> bytes:
    """An ICC profile of a grey device."""
    curve = b"curv\0\0\0\0\0\0\0\x01" + struct.pack(">Hxx", round(gamma * 256))
    return _profile(b"mntr", b"GRAY", b"XYZ ", [(b"wtpt", _xyz((0.9642, 1.0, 0.8249))), (b"kTRC", curve)])


def ink_profile(cyan: tuple[int, int, int]) -> bytes:
    """An ICC profile of a press: any cyan gives this Lab colour, other inks none, black gives black."""
    ramp = bytes(range(256))
    table = bytearray()
    for inks in range(16):  # cyan is the highest bit, black the lowest
        lightness, a, b = (0, 0, 0) if inks & 1 else cyan if inks & 8 else (100, 0, 0)
        table += bytes((round(lightness * 2.55), a + 128, b + 128))
    lut = b"mft1\0\0\0\0" + bytes((4, 3, 2, 0)) + struct.pack(">9i", 65536, 0, 0, 0, 65536, 0, 0, 0, 65536)
    return _profile(b"prtr", b"CMYK", b"Lab ", [(b"A2B0", lut + ramp * 4 + bytes(table) + ramp * 3)])


def _xyz(value: Triple) -> bytes:
    return b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(part * 65536) for part in value))


def _profile(device: bytes, space: bytes, connection: bytes, tags: list[tuple[bytes, bytes]]) -> bytes:
    start = 128 + 4 + 12 * len(tags)
    index, body = struct.pack(">I", len(tags)), b""
    for name, data in tags:
        index += name + struct.pack(">II", start + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    head = struct.pack(">I4xI", start + len(body), 0x02400000) + device + space + connection + bytes(12) + b"acsp"
    head = head.ljust(68, b"\0") + struct.pack(">3i", 63190, 65536, 54061)
    return head.ljust(128, b"\0") + index + body


ADOBE = matrix_profile(
    (0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457), 2.19921875
)
