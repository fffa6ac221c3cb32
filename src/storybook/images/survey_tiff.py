"""What a TIFF's directories say of it, walked without a decoder: size, layout, pages, and numbers that lie in wait."""

import struct
from contextlib import suppress
from dataclasses import dataclass
from typing import BinaryIO

from storybook.images.anatomy import MalformedError
from storybook.images.limits import TooMuchError, check_metadata, check_parts

MAX_TAGS = 4096
MAX_PAGES = 100
"""Pages that are counted."""

_WIDTHS = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8}
"""Bytes of one value, by the number of its type."""
_BYTES = frozenset({1, 2, 7})
"""Types whose values stay bytes when they are read; of others, each value becomes a number."""
_INTEGERS = {1: "B", 3: "H", 4: "I", 13: "I", 16: "Q", 18: "Q"}
"""Types of whole numbers without a sign, and of offsets of directories."""

_WIDTH, _HEIGHT, _BITS, _PACKING, _ORIENTATION, _SAMPLES, _ROWS = 256, 257, 258, 259, 274, 277, 278
_TILE_WIDTH, _TILE_HEIGHT = 322, 323
_STRIP_TABLES = frozenset({273, 279, 324, 325})
_INNER = frozenset({330, 34665, 34853, 40965})
"""Tags that point to directories within: those for EXIF, GPS and the like."""

RAW, JPEG = 1, 7
PACKINGS = {
    RAW: "none",
    2: "CCITT",
    3: "fax 3",
    4: "fax 4",
    5: "LZW",
    JPEG: "JPEG",
    8: "ZIP",
    32946: "ZIP",
    32773: "PackBits",
}
"""Compressions that are read, by number."""


@dataclass(frozen=True, slots=True)
class TiffFacts:
    """Size in px as stored, pages, bytes a decoded pixel takes, bytes of the largest strip or tile unpacked."""

    width: int
    height: int
    pages: int
    pixel_bytes: int
    part_bytes: int
    packing: int
    turned: bool

    @property
    def packed(self) -> bool:
        """Whether it is compressed."""
        return self.packing != RAW

    @property
    def is_jpeg(self) -> bool:
        """Whether its strips or tiles are JPEGs."""
        return self.packing == JPEG


@dataclass(frozen=True, slots=True)
class _Tag:
    kind: int
    count: int
    data: bytes
    """The value itself where it is short, else its offset."""


class _Reader:
    """A TIFF file, in its byte order; a BigTIFF has longer counts and offsets."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.size = file.seek(0, 2)
        head = self.read(0, 16)
        self.order = "<" if head.startswith(b"II") else ">"
        big = head[2:4] in {b"+\0", b"\0+"}  # 43 in place of 42
        count, tag, offset = ("Q", "HHQ8s", "Q") if big else ("H", "HHI4s", "I")
        self.count = struct.Struct(self.order + count)
        self.tag = struct.Struct(self.order + tag)
        self.offset = struct.Struct(self.order + offset)
        (self.first,) = self.offset.unpack_from(head, 8 if big else 4)
        self.parts = self.metadata = 0

    def read(self, place: int, count: int) -> bytes:
        if place + count > self.size:  # some file systems raise an error where a far place is sought
            raise MalformedError("a directory is cut off")
        self.file.seek(place)
        return self.file.read(count)

    def directory(self, place: int) -> tuple[int, int]:
        """Offset of the first tag of a directory, and of what stands behind the last."""
        (count,) = self.count.unpack(self.read(place, self.count.size))
        if count > MAX_TAGS:
            raise TooMuchError(
                f"is a TIFF of {count:,} tags; the picture tag limit is {MAX_TAGS:,}", "save it anew, or as PNG"
            )
        start = place + self.count.size
        return start, start + count * self.tag.size

    def tags(self, place: int) -> dict[int, _Tag]:
        """The tags of a directory, the first of each number, counted against the limits."""
        start, end = self.directory(place)
        self.parts += (end - start) // self.tag.size
        check_parts(self.parts)
        found: dict[int, _Tag] = {}
        for number, kind, values, data in self.tag.iter_unpack(self.read(start, end - start)):
            if kind not in _BYTES:
                check_parts(values)
            if number not in _STRIP_TABLES:
                self.metadata += values * _WIDTHS.get(kind, 1)
                check_metadata(self.metadata)
            found.setdefault(number, _Tag(kind, values, data))
        return found

    def after(self, place: int) -> int:
        """Offset of the directory that follows; 0 for none."""
        _, end = self.directory(place)
        return int(self.offset.unpack(self.read(end, self.offset.size))[0])

    def numbers(self, tag: _Tag | None) -> tuple[int, ...]:
        """The whole numbers of a tag."""
        if tag is None or tag.kind not in _INTEGERS:
            return ()
        form = struct.Struct(f"{self.order}{tag.count}{_INTEGERS[tag.kind]}")
        if form.size <= len(tag.data):
            return form.unpack_from(tag.data)
        (place,) = self.offset.unpack(tag.data)
        return form.unpack(self.read(place, form.size))


def read_tiff(file: BinaryIO) -> TiffFacts:
    """What the first page of a TIFF is like; TooMuchError beyond a limit, MalformedError where it cannot be told."""
    reader = _Reader(file)
    tags = reader.tags(reader.first)
    _look_within(reader, tags)
    width, height = _one(reader, tags, _WIDTH), _one(reader, tags, _HEIGHT)
    samples, bits = _one(reader, tags, _SAMPLES, 1), max(reader.numbers(tags.get(_BITS)), default=1)
    packing = _one(reader, tags, _PACKING, RAW)
    if packing not in PACKINGS:
        read = "LZW, ZIP, PackBits, fax and JPEG are read"
        raise TooMuchError(f"is a TIFF compressed in a rare way; {read}", "save it with LZW compression, or as PNG")
    part = _one(reader, tags, _TILE_WIDTH, width) * _one(
        reader, tags, _TILE_HEIGHT, min(_one(reader, tags, _ROWS, height), height)
    )
    return TiffFacts(
        width,
        height,
        _pages(reader),
        4 if samples > 1 or bits > 16 else 1 + (bits > 8),
        part * max(samples * bits // 8, 4 if packing == JPEG else 1),
        packing,
        _one(reader, tags, _ORIENTATION, 1) > 1,
    )


def _one(reader: _Reader, tags: dict[int, _Tag], number: int, default: int | None = None) -> int:
    values = reader.numbers(tags.get(number))
    if values:
        return values[0]
    if default is None:
        raise MalformedError("a TIFF does not say its size")
    return default


def _pages(reader: _Reader) -> int:
    place, seen = reader.first, set[int]()
    while place and place not in seen and len(seen) < MAX_PAGES:
        seen.add(place)
        place = reader.after(place)
    return len(seen)


def _look_within(reader: _Reader, tags: dict[int, _Tag]) -> None:
    """Hold the directories within a directory against the limits; decoders read some of them."""
    waiting, seen = [tags], set[int]()
    while waiting:
        outer = waiting.pop()
        places = {place for number in _INNER & outer.keys() for place in reader.numbers(outer[number])} - seen
        seen |= places
        check_parts(len(seen))
        for place in sorted(places):
            with suppress(MalformedError):
                waiting.append(reader.tags(place))
