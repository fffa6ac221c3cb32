"""What JPEG, PNG and WebP files are made of, walked part by part without decoding."""

import re
import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO

SOI, EOI, SOS = 0xD8, 0xD9, 0xDA
STANDALONE = frozenset({0x01, *range(0xD0, 0xD8)})
"""JPEG markers without a length: TEM and RST0 to RST7."""

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"

MAX_FILL = 1 << 18
"""Bytes of a JPEG outside its segments and pixels at the most, those of the markers among them."""

_STEP = 1 << 20
# In scan data 0xFF is followed by 0 (a stuffed byte), a restart marker, or another 0xFF (fill).
_END_OF_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL)


class MalformedError(Exception):
    """The file is not made as its format says."""


def jpeg_markers(file: BinaryIO) -> Iterator[int]:
    """The markers of a JPEG file up to the end of its first picture; MalformedError where that is missing."""
    return (marker for marker, _, _ in jpeg_segments(file))


def jpeg_segments(file: BinaryIO) -> Iterator[tuple[int, int, int]]:
    """Marker, offset of the data and length of each segment of a JPEG file up to EOI, pixel data passed over.

    MalformedError where the end is missing, or where more than MAX_FILL bytes between segments belong to none.
    """
    if _exactly(file, 2) != bytes((0xFF, SOI)):
        raise MalformedError("no start of image")
    yield SOI, file.tell(), 0
    marker, fill = _next_marker(file, MAX_FILL)
    while marker != EOI:
        length = 0
        if marker not in STANDALONE:
            length = max(int.from_bytes(_exactly(file, 2), "big") - 2, 0)
        start = file.tell()
        yield marker, start, length
        file.seek(start + length)
        marker, fill = _marker_after_scan(file, fill) if marker == SOS else _next_marker(file, fill)
    yield EOI, file.tell(), 0


def _next_marker(file: BinaryIO, fill: int) -> tuple[int, int]:
    """The next marker, and what is left of the bytes that may be passed over."""
    byte = 0
    while byte != 0xFF:
        byte = _exactly(file, 1)[0]
        fill -= 1
        if fill < 0:
            raise MalformedError("too much between segments")
    while byte in {0xFF, 0x00}:
        byte = _exactly(file, 1)[0]
        fill -= 1
        if fill < 0:
            raise MalformedError("too much between segments")
    return byte, fill


def _marker_after_scan(file: BinaryIO, fill: int) -> tuple[int, int]:
    carried = b""
    while step := file.read(_STEP):
        data = carried + step
        if found := _END_OF_SCAN.search(data):
            file.seek(found.end() - len(data), 1)
            return data[found.end() - 1], fill
        carried = data[-1:] if data.endswith(b"\xff") else b""
    raise MalformedError("no end of image")


def png_chunks(file: BinaryIO, *, check: bool = True) -> Iterator[tuple[bytes, int, int]]:
    """Name, offset of the data and length of each chunk of a PNG file up to IEND.

    With `check` every checksum is worked out. MalformedError where one is wrong or IEND is missing.
    """
    if _exactly(file, len(PNG_SIGNATURE)) != PNG_SIGNATURE:
        raise MalformedError("no PNG signature")
    name = b""
    while name != b"IEND":
        length, name = struct.unpack(">I4s", _exactly(file, 8))
        start = file.tell()
        if check and _checksum(file, name, length) != _exactly(file, 4):
            raise MalformedError("a checksum is wrong")
        yield name, start, length
        file.seek(start + length + 4)


def webp_chunks(file: BinaryIO) -> Iterator[tuple[bytes, int, int]]:
    """Name, offset of the data and length of each chunk of a WebP file; MalformedError where it is not whole."""
    head = _exactly(file, 12)
    if head[:4] != b"RIFF" or head[8:] != b"WEBP":
        raise MalformedError("no WebP signature")
    end = 8 + int.from_bytes(head[4:8], "little")
    while file.tell() < end:
        name, length = struct.unpack("<4sI", _exactly(file, 8))
        start = file.tell()
        yield name, start, length
        file.seek(start + length - 1 if length else start)
        _exactly(file, min(length, 1) + length % 2)


def _checksum(file: BinaryIO, name: bytes, length: int) -> bytes:
    value = zlib.crc32(name)
    while length:
        data = file.read(min(length, _STEP))
        if not data:
            raise MalformedError("a chunk is cut off")
        value = zlib.crc32(data, value)
        length -= len(data)
    return struct.pack(">I", value)


def _exactly(file: BinaryIO, count: int) -> bytes:
    data = file.read(count)
    if len(data) != count:
        raise MalformedError("the file ends too early")
    return data


def exif_orientation(exif: bytes) -> int:
    """The orientation (1 to 8) that an EXIF block tells; 1 where it tells none or is damaged."""
    block = exif.removeprefix(b"Exif\0\0")
    order = {b"II": "<", b"MM": ">"}.get(block[:2])
    if order is None:
        return 1
    try:
        (directory,) = struct.unpack_from(f"{order}I", block, 4)
        (count,) = struct.unpack_from(f"{order}H", block, directory)
        for number in range(count):
            tag, kind, _, value = struct.unpack_from(f"{order}HHIH", block, directory + 2 + 12 * number)
            if (tag, kind) == (0x0112, 3):
                return int(value) if 1 <= value <= 8 else 1
    except struct.error:
        return 1
    return 1
