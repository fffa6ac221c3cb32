"""What a picture file asks of a decoder, told from its parts before any decoder sees it, and held against limits."""

import struct
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from typing import BinaryIO

from storybook.images import kinds
from storybook.images.anatomy import SOS, MalformedError, jpeg_segments, png_chunks
from storybook.images.limits import TooMuchError, check_metadata, check_parts
from storybook.images.survey_tiff import TiffFacts, read_tiff

MAX_PIXELS = 100_000_000
"""Pixels of a master at the most: a strip of 1,600 × 62,500, or A2 at 500 ppi."""

MAX_SIDE = 65_535
"""Pixels of its longer side at the most, as JPEG, GIF and classic TIFF readers have it."""

MAX_MEMORY = 600_000_000
"""Bytes that decoding a master may take: pixels as the decoder holds them, and what it keeps beside them."""

MAX_SCANS = 100
"""Passes over a progressive JPEG at the most; programs write about ten."""

MAX_SCANNED = 4_000_000_000
"""Pixels times passes of a progressive JPEG at the most: three seconds of decoding where the passes hold nothing."""

MAX_BLOCKS = 1_000_000
"""Data blocks of a GIF (255 bytes each where they are full)."""

_FRAME_HEADERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_PROGRESSIVE = 0xC2
_BY_PALETTE = 3
"""The colour type of a PNG whose pixels are numbers of colours."""
_JPEG_METADATA = frozenset({*range(0xE0, 0xF0), 0xFE})
_WEBP_BYTES = 16
"""Bytes a pixel of a WebP takes: two canvases, the decoder's own, and the copy that is handed over (measured)."""
_GIF_BYTES = 2


@dataclass(frozen=True, slots=True)
class Survey:
    """Size in px as the file holds it, pictures in the file, bytes that a pixel takes and bytes beside all pixels."""

    width: int
    height: int
    pixel_bytes: int
    beside: int = 0
    pictures: int = 1
    draft: bool = False
    """Whether it can be decoded smaller than it is (JPEG)."""
    may_move: bool = False
    """Whether it has parts of an animation (PNG)."""
    interlaced: bool = False
    """Whether its rows come in seven passes (PNG)."""
    colours: int = 0
    """Entries of its palette, where pixels are numbers of colours (PNG)."""

    def reduction(self, shrink: float) -> int:
        """How many times smaller it is decoded (1, 2, 4 or 8) when it is shown so many times smaller."""
        if not self.draft:
            return 1
        width, height = self.draft_size(shrink)
        times = min(self.width // width, self.height // height)
        return next((step for step in (8, 4, 2) if times >= step), 1)

    def draft_size(self, shrink: float) -> tuple[int, int]:
        """The least size in px that it may be decoded at: twice what is shown."""
        return ceil(self.width * 2 / shrink), ceil(self.height * 2 / shrink)

    def memory(self, shrink: float = 1.0) -> int:
        """Bytes that its decoder and its pixels take at the most when it is shown so many times smaller."""
        return self.width * self.height * self.pixel_bytes // self.reduction(shrink) ** 2 + self.beside


def survey(file: BinaryIO, kind: str) -> Survey:
    """What a file of a media type asks for; TooMuchError beyond a limit, MalformedError where it is not whole."""
    file.seek(0)
    try:
        found = _SURVEYS[kind](file)
    except (struct.error, IndexError) as error:
        raise MalformedError("a header is cut off") from error
    width, height = found.width, found.height
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        what = (
            f"has {width:,} × {height:,} pixels; the picture size limit is {MAX_PIXELS // 1_000_000} million, "
            f"and {MAX_SIDE:,} along a side"
        )
        raise TooMuchError(what, "export it smaller, or cut it into several pictures")
    check_memory(found, shrink=float(8 * MAX_SIDE))
    return found


def check_memory(found: Survey, shrink: float) -> None:
    """TooMuchError where a picture, shown so many times smaller, takes more than MAX_MEMORY to decode."""
    needed = found.memory(shrink)
    if needed > MAX_MEMORY:
        what = (
            f"takes {needed // 1_000_000:,} MB of memory to read; "
            f"the picture memory limit is {MAX_MEMORY // 1_000_000} MB"
        )
        hint = "save it as PNG or as a JPEG that is not progressive, or smaller, or cut it into several pictures"
        raise TooMuchError(what, hint)


def _jpeg(file: BinaryIO) -> Survey:
    frame: bytes | None = None
    metadata = scans = 0
    many_scans = False
    for parts, (marker, start, length) in enumerate(jpeg_segments(file)):
        check_parts(parts)
        metadata += length if marker in _JPEG_METADATA else 0
        check_metadata(metadata)
        if marker in _FRAME_HEADERS:
            if frame is not None:
                raise MalformedError("two frames")
            file.seek(start)
            frame = bytes((marker,)) + file.read(length)
        elif marker == SOS:
            if frame is None:
                raise MalformedError("pixels before their size")
            file.seek(start)
            many_scans = many_scans or file.read(1)[0] < frame[6]
            scans += 1
            _check_scans(scans, frame)
    if frame is None or not scans:
        raise MalformedError("no picture")
    height, width, layers = struct.unpack_from(">HHB", frame, 2)
    beside = _coefficients(width, height, frame) if many_scans or frame[0] == _PROGRESSIVE else 0
    return Survey(width, height, 1 if layers == 1 else 4, beside, draft=True)


def _check_scans(scans: int, frame: bytes) -> None:
    height, width = struct.unpack_from(">HH", frame, 2)
    if scans > MAX_SCANS or (scans > 1 and scans * width * height > MAX_SCANNED):
        raise TooMuchError(
            f"is a progressive JPEG of {scans} passes or more; the picture pass limit is {MAX_SCANS}, less where it is "
            "large",
            "save it anew as a JPEG that is not progressive",
        )


def _coefficients(width: int, height: int, frame: bytes) -> int:
    """Bytes that libjpeg keeps for a picture that comes in several passes: two for each sample, in whole blocks."""
    factors = [(frame[8 + 3 * layer] >> 4 or 1, frame[8 + 3 * layer] & 15 or 1) for layer in range(frame[6])]
    across, down = max(h for h, _ in factors), max(v for _, v in factors)
    units = ceil(width / (8 * across)) * ceil(height / (8 * down))
    return sum(units * h * v * 64 * 2 for h, v in factors)


def _png(file: BinaryIO) -> Survey:
    head = b""
    moves, metadata, colours = False, 0, 0
    for parts, (name, start, length) in enumerate(png_chunks(file, check=False)):
        check_parts(parts)
        if not head:
            if name != b"IHDR":
                raise MalformedError("no header")
            file.seek(start)
            head = file.read(13)
        colours = length // 3 if name == b"PLTE" else colours
        if name == b"IDAT" and head[9] == _BY_PALETTE and not colours:
            raise MalformedError("no palette")
        moves = moves or name in {b"acTL", b"fcTL", b"fdAT"}
        metadata += length if name not in {b"IDAT", b"fdAT"} else 0
        check_metadata(metadata)
    width, height, depth, colour = struct.unpack_from(">IIBB", head)
    single = 2 if depth == 16 else 1
    colours = colours if colour == _BY_PALETTE else 0
    pixel = single if colour in {0, _BY_PALETTE} else 4
    return Survey(width, height, pixel, may_move=moves, interlaced=head[12] == 1, colours=colours)


def _gif(file: BinaryIO) -> Survey:
    head = file.read(13)
    width, height, flags = struct.unpack_from("<HHB", head, 6)
    file.seek(_palette_length(flags), 1)
    pictures = parts = metadata = 0
    while (mark := file.read(1)) in {b"!", b","} and pictures < 2:
        if mark == b",":
            pictures += 1
            left, top, across, down, flags = struct.unpack("<HHHHB", file.read(9))
            if pictures == 1:
                width, height = max(width, left + across), max(height, top + down)
            file.seek(_palette_length(flags), 1)
        file.read(1)  # the kind of extension, or the length of the first codes
        while size := file.read(1)[0]:
            parts += 1
            check_parts(parts, MAX_BLOCKS)
            metadata += size if mark == b"!" else 0
            check_metadata(metadata)
            file.seek(size, 1)
    return Survey(width, height, _GIF_BYTES, pictures=max(pictures, 1))


def _palette_length(flags: int) -> int:
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _webp(file: BinaryIO) -> Survey:
    size = file.seek(0, 2)
    file.seek(12)
    width, height = _webp_size(file.read(18))
    place, parts, metadata = 12, 0, 0
    while place + 8 <= size:
        file.seek(place)
        name, length = struct.unpack("<4sI", file.read(8))
        parts += 1
        check_parts(parts)
        metadata += length if name not in {b"VP8 ", b"VP8L", b"ALPH", b"ANMF"} else 0
        check_metadata(min(metadata, size))
        place += 8 + length + length % 2
    return Survey(width, height, _WEBP_BYTES, 2 * size)


def _webp_size(head: bytes) -> tuple[int, int]:
    """Size of a WebP from its first chunk, before its decoder makes room for it."""
    if head[:4] == b"VP8X":
        return _three_bytes(head, 12) + 1, _three_bytes(head, 15) + 1
    if head[:4] == b"VP8L":
        (bits,) = struct.unpack_from("<I", head, 9)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack_from("<HH", head, 14)
    return width & 0x3FFF, height & 0x3FFF


def _three_bytes(data: bytes, start: int) -> int:
    (low, high) = struct.unpack_from("<HB", data, start)
    return int(low | high << 16)


def _tiff(file: BinaryIO) -> Survey:
    found: TiffFacts = read_tiff(file)
    size = file.seek(0, 2)
    pixels = found.width * found.height
    if found.is_jpeg and pixels * MAX_SCANS > MAX_SCANNED:
        what = f"is a TIFF of {pixels // 1_000_000} million pixels packed as JPEG"
        what += f"; the picture pass limit is {MAX_SCANNED // MAX_SCANS // 1_000_000} million"
        raise TooMuchError(what, "save it with LZW compression, or as PNG")
    pixel_bytes = found.pixel_bytes * (2 if found.turned else 1)  # Pillow turns it with both in memory
    # What is compressed goes through libtiff: the whole file is mapped, a strip or tile unpacked at a time.
    return Survey(found.width, found.height, pixel_bytes, found.part_bytes + size if found.packed else 0, found.pages)


_SURVEYS: dict[str, Callable[[BinaryIO], Survey]] = {
    kinds.JPEG: _jpeg,
    kinds.PNG: _png,
    kinds.GIF: _gif,
    kinds.WEBP: _webp,
    kinds.TIFF: _tiff,
}
