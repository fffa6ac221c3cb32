"""JPEG, PNG and WebP files walked part by part."""

import io
import struct
import zlib
from itertools import islice

import pytest

from storybook.images.anatomy import (
    MAX_FILL,
    PNG_SIGNATURE,
    MalformedError,
    exif_orientation,
    jpeg_markers,
    jpeg_segments,
    png_chunks,
    webp_chunks,
)

STEP = 1 << 20


def segment(marker: int, data: bytes = b"") -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(data) + 2) + data


def jpeg(*parts: bytes, end: bytes = b"\xff\xd9") -> io.BytesIO:
    return io.BytesIO(b"\xff\xd8" + b"".join(parts) + end)


SCAN = segment(0xDA, b"head")


def test_each_segment_is_told_with_the_place_and_length_of_its_data() -> None:
    file = jpeg(segment(0xE0, b"JFIF"), segment(0xFE), SCAN, b"pixels")
    assert list(jpeg_segments(file)) == [(0xD8, 2, 0), (0xE0, 6, 4), (0xFE, 14, 0), (0xDA, 18, 4), (0xD9, 30, 0)]
    assert file.tell() == 30


def test_markers_without_a_length_have_no_data() -> None:
    file = jpeg(b"\xff\x01", b"\xff\xd0", b"\xff\xd7", segment(0xE0, b"a"))
    assert list(jpeg_segments(file)) == [
        (0xD8, 2, 0),
        (0x01, 4, 0),
        (0xD0, 6, 0),
        (0xD7, 8, 0),
        (0xE0, 12, 1),
        (0xD9, 15, 0),
    ]


@pytest.mark.parametrize("length", [0, 1])
def test_a_length_that_is_shorter_than_itself_counts_as_nothing(length: int) -> None:
    file = jpeg(b"\xff\xe0" + struct.pack(">H", length))
    assert list(jpeg_segments(file)) == [(0xD8, 2, 0), (0xE0, 6, 0), (0xD9, 8, 0)]


def test_a_long_segment_is_passed_over_whole() -> None:
    assert list(jpeg_markers(jpeg(segment(0xE1, b"\xff\xd9" * 30_000)))) == [0xD8, 0xE1, 0xD9]


def test_what_belongs_to_pixels_ends_no_scan() -> None:
    file = jpeg(SCAN, b"\xff\x00\xff\xd0\xff\xd7\xff\xff\x00a", SCAN, b"b")
    assert list(jpeg_markers(file)) == [0xD8, 0xDA, 0xDA, 0xD9]


def test_fill_before_a_marker_in_a_scan_is_no_marker() -> None:
    assert list(jpeg_markers(jpeg(SCAN, b"a\xff\xff\xff", end=b"\xff\xd9"))) == [0xD8, 0xDA, 0xD9]


@pytest.mark.parametrize("pixels", [STEP - 1, STEP, STEP + 1, 2 * STEP - 1, 2 * STEP])
def test_a_scan_of_many_pieces_ends_at_its_marker_wherever_the_pieces_end(pixels: int) -> None:
    file = jpeg(SCAN, b"\0" * pixels, end=b"\xff\xd9rest")
    assert list(jpeg_markers(file)) == [0xD8, 0xDA, 0xD9]
    assert file.read() == b"rest"


def test_a_scan_is_not_ended_by_halves_that_stand_apart() -> None:
    file = jpeg(SCAN, b"\0" * (STEP - 1), b"\xff", b"\0" * STEP, b"\xd9")
    assert list(jpeg_markers(file)) == [0xD8, 0xDA, 0xD9]
    assert file.read() == b""


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "the file ends too early"),
        (b"\xff", "the file ends too early"),
        (b"\xd8\xff", "no start of image"),
        (b"\xff\xd9", "no start of image"),
        (b"\xff\xd8", "the file ends too early"),
        (b"\xff\xd8\xff", "the file ends too early"),
        (b"\xff\xd8\xff\xe0\x00", "the file ends too early"),
        (b"\xff\xd8\xff\xe0\x00\x09a", "the file ends too early"),
        (b"\xff\xd8" + SCAN + b"pixels", "no end of image"),
        (b"\xff\xd8" + SCAN, "no end of image"),
        (b"\xff\xd8" + SCAN + b"pixels\xff", "no end of image"),
    ],
)
def test_a_jpeg_that_is_not_whole_is_told_as_such(data: bytes, why: str) -> None:
    with pytest.raises(MalformedError) as caught:
        list(jpeg_segments(io.BytesIO(data)))
    assert str(caught.value) == why


@pytest.mark.parametrize(
    "between", [b"\0" * (MAX_FILL - 2), b"\xff" * (MAX_FILL - 2), b"\0" * 9 + b"\xff" * 9, b"a line\n"]
)
def test_bytes_between_segments_are_passed_over(between: bytes) -> None:
    assert list(jpeg_markers(jpeg(between))) == [0xD8, 0xD9]


@pytest.mark.parametrize("between", [b"\0" * (MAX_FILL - 1), b"\xff" * (MAX_FILL - 1), b"\0" * MAX_FILL])
def test_more_bytes_between_segments_than_a_limit_are_refused(between: bytes) -> None:
    with pytest.raises(MalformedError, match=r"^too much between segments$"):
        list(jpeg_markers(jpeg(between)))


def test_bytes_between_segments_are_counted_over_the_whole_file() -> None:
    half = b"\0" * (MAX_FILL // 2)
    with pytest.raises(MalformedError, match="too much"):
        list(jpeg_markers(jpeg(half, segment(0xE0), half)))
    with pytest.raises(MalformedError, match="too much"):
        list(jpeg_markers(jpeg(half, SCAN, b"\xff\xe0\0\2", half)))
    fitting = MAX_FILL - 4
    assert list(jpeg_markers(jpeg(b"\0" * fitting, segment(0xE0)))) == [0xD8, 0xE0, 0xD9]


def test_a_zero_after_the_first_byte_of_a_marker_is_passed_over() -> None:
    assert list(jpeg_markers(jpeg(b"\xff\x00\x00", end=b"\xd9"))) == [0xD8, 0xD9]


def chunk(name: bytes, data: bytes = b"", sum_: int | None = None) -> bytes:
    right = zlib.crc32(name + data)
    return struct.pack(">I4s", len(data), name) + data + struct.pack(">I", right if sum_ is None else sum_)


def test_each_chunk_is_told_with_the_place_and_length_of_its_data() -> None:
    file = io.BytesIO(PNG_SIGNATURE + chunk(b"IHDR", b"abc") + chunk(b"IDAT") + chunk(b"IEND") + b"rest")
    for check in (True, False):
        file.seek(0)
        assert list(png_chunks(file, check=check)) == [(b"IHDR", 16, 3), (b"IDAT", 31, 0), (b"IEND", 43, 0)]
        assert file.read() == b"rest"


@pytest.mark.parametrize("size", [STEP - 1, STEP, STEP + 1, 2 * STEP + 5])
def test_the_sum_of_a_chunk_of_many_pieces_is_worked_out_whole(size: int) -> None:
    data = bytes(range(256)) * (size // 256 + 1)
    sound = PNG_SIGNATURE + chunk(b"IDAT", data[:size]) + chunk(b"IEND")
    assert [length for _, _, length in png_chunks(io.BytesIO(sound))] == [size, 0]
    spoilt = sound[:-20] + b"\x77" + sound[-19:]
    with pytest.raises(MalformedError, match=r"^a checksum is wrong$"):
        list(png_chunks(io.BytesIO(spoilt)))


def test_sums_are_held_unless_it_is_said_that_they_need_not_be() -> None:
    data = PNG_SIGNATURE + chunk(b"IHDR", b"a", 7) + chunk(b"IEND", b"", 7)
    assert [name for name, _, _ in png_chunks(io.BytesIO(data), check=False)] == [b"IHDR", b"IEND"]
    with pytest.raises(MalformedError, match=r"^a checksum is wrong$"):
        list(png_chunks(io.BytesIO(data)))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "the file ends too early"),
        (b"\x89PNG\r\n\x1a\r", "no PNG signature"),
        (PNG_SIGNATURE, "the file ends too early"),
        (PNG_SIGNATURE + b"\0\0\0\x05IDATabc", "a chunk is cut off"),
        (PNG_SIGNATURE + b"\0\0\0\x03IDATabc", "the file ends too early"),
        (PNG_SIGNATURE + chunk(b"IDAT"), "the file ends too early"),
    ],
)
def test_a_png_that_is_not_whole_is_told_as_such(data: bytes, why: str) -> None:
    with pytest.raises(MalformedError) as caught:
        list(png_chunks(io.BytesIO(data)))
    assert str(caught.value) == why


def test_a_file_is_walked_no_further_than_asked() -> None:
    file = io.BytesIO(PNG_SIGNATURE + chunk(b"IHDR", b"abc"))
    assert [name for name, _, _ in islice(png_chunks(file), 1)] == [b"IHDR"]


def piece(name: bytes, data: bytes = b"") -> bytes:
    """A chunk of a WebP file, brought to an even length."""
    return name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)


def webp(*pieces: bytes) -> bytes:
    inside = b"WEBP" + b"".join(pieces)
    return b"RIFF" + struct.pack("<I", len(inside)) + inside


def test_each_chunk_of_a_webp_is_told_with_the_place_and_length_of_its_data() -> None:
    file = io.BytesIO(
        webp(piece(b"VP8X", b"1234567890"), piece(b"EXIF", b"abc"), piece(b"ICCP"), piece(b"VP8 ", b"x")) + b"rest"
    )
    found = [(b"VP8X", 20, 10), (b"EXIF", 38, 3), (b"ICCP", 50, 0), (b"VP8 ", 58, 1)]
    assert list(webp_chunks(file)) == found
    assert file.read() == b"rest"


def test_a_long_chunk_of_a_webp_is_passed_over_whole() -> None:
    data = webp(piece(b"VP8 ", b"VP8 " * 70_000), piece(b"EXIF", b"ab"))
    assert list(webp_chunks(io.BytesIO(data))) == [(b"VP8 ", 20, 280_000), (b"EXIF", 280_028, 2)]


SOUND = webp(piece(b"VP8 ", b"abc"))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "the file ends too early"),
        (SOUND[:11], "the file ends too early"),
        (b"RIFX" + SOUND[4:], "no WebP signature"),
        (b"riff" + SOUND[4:], "no WebP signature"),
        (SOUND[:8] + b"WEBM" + SOUND[12:], "no WebP signature"),
        (SOUND[:14], "the file ends too early"),
        (SOUND[:20], "the file ends too early"),
        (SOUND[:22], "the file ends too early"),
        (SOUND[:23], "the file ends too early"),
        (webp(piece(b"VP8 ", b"abcd"))[:-1], "the file ends too early"),
        (webp(b"EXIF"), "the file ends too early"),
    ],
)
def test_a_webp_that_is_not_whole_is_told_as_such(data: bytes, why: str) -> None:
    with pytest.raises(MalformedError) as caught:
        list(webp_chunks(io.BytesIO(data)))
    assert str(caught.value) == why


def exif(order: str, *entries: tuple[int, int, int, int], directory: int = 8, count: int | None = None) -> bytes:
    head = {"<": b"II", ">": b"MM"}[order] + struct.pack(f"{order}HI", 42, directory)
    told = struct.pack(f"{order}H", len(entries) if count is None else count)
    return head + bytes(directory - 8) + told + b"".join(struct.pack(f"{order}HHIHxx", *entry) for entry in entries)


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("value", range(1, 9))
def test_an_orientation_is_told_in_both_orders_of_bytes(order: str, value: int) -> None:
    entries = ((0x0100, 3, 1, 7), (0x0112, 3, 1, value), (0x0112, 3, 1, 2))
    for directory in (8, 21):
        block = exif(order, *entries, directory=directory)
        assert exif_orientation(block) == exif_orientation(b"Exif\0\0" + block) == value


@pytest.mark.parametrize(
    "block",
    [
        b"",
        b"II",
        b"XX*\0\x08\0\0\0",
        b"Exif\0\0",
        exif("<", (0x0112, 3, 1, 0)),
        exif("<", (0x0112, 3, 1, 9)),
        exif("<", (0x0112, 4, 1, 6)),
        exif("<", (0x0113, 3, 1, 6)),
        exif("<", (0x0112, 3, 1, 6), count=0),
        exif("<", (0x0100, 3, 1, 6), count=9),
        exif("<", (0x0112, 3, 1, 6))[:-4],
        exif("<", directory=8),
        exif(">", (0x0112, 3, 1, 6), directory=8).replace(b"MM", b"II"),
    ],
)
def test_where_no_orientation_can_be_told_the_picture_stands_upright(block: bytes) -> None:
    assert exif_orientation(block) == 1
