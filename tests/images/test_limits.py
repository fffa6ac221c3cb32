"""Small files that would keep a decoder busy for long, or take much memory: each is refused at once, and says why."""

import io
import struct
import time
import tracemalloc
import zlib
from collections.abc import Callable
from typing import BinaryIO

import pytest
from PIL import Image, ImageFile

from images.masters import LOSSLESS, READER, cornered, made, png_chunk, saved, shaded, with_chunks, with_segments
from storybook.errors import SourceError
from storybook.images import survey as limits
from storybook.images.decode import load, memory_for, open_master
from storybook.images.derive import derive
from storybook.images.kinds import JPEG, PNG
from storybook.images.limits import MAX_METADATA, MAX_PARTS
from storybook.images.survey import MAX_BLOCKS, MAX_MEMORY, MAX_SCANS, Survey, survey

SOON = 5.0
"""Seconds in which any file is answered."""


def refusal(data: bytes) -> str:
    started = time.process_time()
    with pytest.raises(SourceError) as caught:
        made(data)
    assert time.process_time() - started < SOON
    (problem,) = caught.value.problems
    assert problem.hint
    return problem.what


def segment(marker: int, data: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data


def jpeg_scans(data: bytes) -> list[bytes]:
    """The scans of a JPEG, from their headers on."""
    starts = [i for i in range(len(data)) if data[i : i + 2] == b"\xff\xda"]
    return [data[start:end] for start, end in zip(starts, [*starts[1:], len(data) - 2], strict=True)]


def with_more_scans(count: int, size: int = 64) -> bytes:
    data = saved(Image.new("L", (size, size), 90), "JPEG", progressive=True)
    refine = jpeg_scans(data)[-1]
    return data[:-2] + refine * count + data[-2:]


def test_a_jpeg_of_very_many_passes_is_refused() -> None:
    assert "picture pass limit" in refusal(with_more_scans(MAX_SCANS))
    assert made(with_more_scans(40)).width == 64


def test_a_large_jpeg_may_have_fewer_passes() -> None:
    assert "picture pass limit" in refusal(with_more_scans(60, 9000))


def test_a_jpeg_of_very_many_segments_is_refused() -> None:
    data = saved(cornered(), "JPEG")
    assert "picture parts limit" in refusal(data[:2] + segment(0xFE, b"") * (MAX_PARTS + 1) + data[2:])


@pytest.mark.parametrize("fill", [b"\0", b"\xff"], ids=["zeros", "fill bytes"])
def test_a_jpeg_with_megabytes_between_its_segments_is_refused(fill: bytes) -> None:
    data = saved(cornered(), "JPEG")
    assert "damaged" in refusal(data[:20] + fill * 20_000_000 + data[20:])


def test_a_jpeg_with_a_little_between_its_segments_is_read() -> None:
    data = saved(cornered(), "JPEG")
    assert made(data[:20] + b"\0\0\0" + data[20:]).width == 120


def test_a_jpeg_that_carries_very_much_beside_its_pixels_is_refused() -> None:
    many = [(0xE5, bytes(65_000))] * (MAX_METADATA // 65_000 + 1)
    assert "picture metadata limit" in refusal(with_segments(saved(cornered(), "JPEG"), many))


@pytest.mark.parametrize("name", [b"IDAT", b"prIv", b"tEXt"])
def test_a_png_of_very_many_chunks_is_refused(name: bytes) -> None:
    data = saved(cornered(), "PNG")
    flood = png_chunk(name, b"") * (MAX_PARTS + 1)
    assert "picture parts limit" in refusal(data[:33] + flood + data[33:])


def test_a_png_that_carries_very_much_beside_its_pixels_is_refused() -> None:
    assert "picture metadata limit" in refusal(
        with_chunks(saved(cornered(), "PNG"), before=png_chunk(b"prIv", bytes(MAX_METADATA + 1)))
    )


@pytest.mark.parametrize("key", [b"transparency", b"icc_profile", b"interlace", b"bbox"])
def test_a_text_that_takes_the_place_of_a_fact_never_spoils_pixels(key: bytes) -> None:
    data = with_chunks(saved(cornered(), "PNG"), before=png_chunk(b"tEXt", key + b"\0(0, 0, 0)"))
    try:
        assert made(data) == made(saved(cornered(), "PNG"))
    except SourceError as error:
        assert "damaged" in str(error)  # noqa: PT017


def test_a_wrong_interlace_text_behind_the_pixels_changes_nothing() -> None:
    data = with_chunks(saved(cornered(), "PNG"), after=png_chunk(b"tEXt", b"transparency\0x"))
    assert made(data) == made(saved(cornered(), "PNG"))


def gif(blocks: bytes) -> bytes:
    data = saved(cornered(), "GIF")
    start = data.index(b",", 13 + (3 << (data[10] & 7) + 1))
    return data[:start] + blocks + data[start:]


def test_a_gif_of_very_many_blocks_is_refused() -> None:
    assert "picture parts limit" in refusal(gif(b"!\xfe" + b"\x01x" * (MAX_BLOCKS + 1) + b"\0"))


def test_a_gif_with_a_long_tail_is_answered_soon() -> None:
    assert made(saved(cornered(), "GIF") + bytes(20_000_000)).width == 120


def tiff(entries: list[tuple[int, int, int, bytes]], following: int = 0, more: bytes = b"") -> bytes:
    """A TIFF of one directory at 8: number, type, count and four bytes of each tag."""
    body = b"".join(struct.pack("<HHI4s", *entry) for entry in sorted(entries))
    return b"II*\0\x08\0\0\0" + struct.pack("<H", len(entries)) + body + struct.pack("<I", following) + more


def short(number: int, value: int) -> tuple[int, int, int, bytes]:
    return number, 3, 1, struct.pack("<HH", value, 0)


PLAIN = [short(256, 8), short(257, 8), short(258, 8), short(259, 1), short(262, 1), short(277, 1), short(278, 8)]


def test_a_tiff_of_very_many_strips_is_refused() -> None:
    table = (273, 4, MAX_PARTS + 1, struct.pack("<I", 200))
    assert "picture parts limit" in refusal(tiff([*PLAIN, table], more=bytes(4 * MAX_PARTS + 400)))


def test_a_tiff_of_very_many_numbers_is_refused() -> None:
    table = (0xC000, 3, 16_000_000, struct.pack("<I", 200))
    assert "picture parts limit" in refusal(tiff([*PLAIN, table], more=bytes(1000)))


def test_a_tiff_of_very_many_tags_is_refused() -> None:
    assert "picture tag limit" in refusal(tiff([short(n, 1) for n in range(5000)]))


def test_a_tiff_of_a_hundred_thousand_pages_is_refused_soon() -> None:
    page = struct.pack("<H", 0)
    start = 8 + 2 + 12 * len(PLAIN) + 4
    chain = b"".join(page + struct.pack("<I", start + 6 * (n + 1)) for n in range(100_000))
    assert "pages" in refusal(tiff(PLAIN, start, chain))


def test_a_tiff_whose_directories_go_round_is_answered_soon() -> None:
    refusal(tiff([*PLAIN, (330, 4, 1, struct.pack("<I", 8))], 8))


def test_a_tile_that_takes_more_memory_than_the_picture_is_refused() -> None:
    tags = [short(256, 8), short(257, 8), short(258, 8), short(259, 5), short(262, 1), short(277, 1)]
    tags += [short(322, 65_520), short(323, 65_520), (324, 4, 1, struct.pack("<I", 8)), (325, 4, 1, b"\x08\0\0\0")]
    assert "picture memory limit" in refusal(tiff(tags, more=bytes(100)))


@pytest.mark.parametrize("number", [6, 34661, 34925, 50000])
def test_a_tiff_compressed_in_a_rare_way_is_refused(number: int) -> None:
    tags = [entry for entry in PLAIN if entry[0] != 259]
    assert "rare way" in refusal(tiff([*tags, (259, 4, 1, struct.pack("<I", number))], more=bytes(100)))


def test_a_webp_of_a_hundred_million_pixels_is_refused_before_room_is_made() -> None:
    huge = b"VP8X" + struct.pack("<I", 10) + bytes(4) + (9_999).to_bytes(3, "little") * 2
    assert "picture memory limit" in refusal(b"RIFF" + struct.pack("<I", 4 + len(huge)) + b"WEBP" + huge)


def header(width: int, height: int, colour: int = 2, depth: int = 8, interlaced: int = 0) -> bytes:
    head = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlaced))
    head += png_chunk(b"PLTE", bytes(3)) if colour == 3 else b""
    return b"\x89PNG\r\n\x1a\n" + head + png_chunk(b"IDAT", zlib.compress(bytes(99))) + png_chunk(b"IEND", b"")


@pytest.mark.parametrize(("width", "height"), [(70_000, 10), (10, 70_000), (10_001, 10_000)])
def test_a_picture_too_long_or_too_large_is_refused(width: int, height: int) -> None:
    assert "picture size limit" in refusal(header(width, height))


@pytest.mark.parametrize(
    ("colour", "depth", "pixel_bytes"), [(0, 1, 1), (0, 8, 1), (0, 16, 2), (3, 8, 1), (2, 8, 4), (6, 16, 4), (4, 8, 4)]
)
def test_memory_is_counted_by_the_layout_of_pixels(colour: int, depth: int, pixel_bytes: int) -> None:
    assert memory_for(io.BytesIO(header(1000, 500, colour, depth))) == 500_000 * pixel_bytes


def progressive(width: int, height: int, layers: int = 3) -> bytes:
    """Headers of a progressive JPEG with as many layers, all at full resolution."""
    frame = struct.pack(">BHHB", 8, height, width, layers) + b"".join(bytes((n + 1, 0x11, 0)) for n in range(layers))
    scan = bytes((layers, *(part for n in range(layers) for part in (n + 1, 0)), 0, 0, 0))
    return b"\xff\xd8" + segment(0xC2, frame) + segment(0xDA, scan) + b"\0\xff\xd9"


def test_a_progressive_jpeg_counts_what_its_decoder_keeps() -> None:
    assert survey(io.BytesIO(progressive(800, 800)), JPEG) == Survey(800, 800, 4, 800 * 800 * 6, draft=True)
    assert survey(io.BytesIO(saved(shaded(), "JPEG")), JPEG).beside == 0
    strip = survey(io.BytesIO(progressive(1600, 60_000)), JPEG)
    assert strip.memory(shrink=25) <= MAX_MEMORY < strip.memory()
    assert "picture memory limit" in refusal(progressive(1600, 60_000, 4))


@pytest.mark.parametrize("shrink", [1.0, 1.9, 2.1, 3.7, 4.0, 7.9, 8.1, 15.9, 16.0, 16.1, 40.0])
def test_memory_is_counted_at_the_size_that_a_jpeg_is_decoded_at(shrink: float) -> None:
    data = saved(shaded(501, 333), "JPEG")
    master = open_master(io.BytesIO(data), "a.jpg", None)
    load(master, shrink)
    assert abs(master.survey.reduction(shrink) - 501 / master.image.width) < 0.1


def test_a_header_of_another_size_than_the_survey_saw_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def smaller(_file: BinaryIO, _kind: str) -> Survey:
        return Survey(1, 1, 1)

    monkeypatch.setattr("storybook.images.decode.survey", smaller)
    assert "damaged" in refusal(saved(cornered(), "PNG"))


@pytest.mark.parametrize("step", ["open_master", "choose"])
def test_memory_that_runs_out_is_told_as_such(monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    def without_memory(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(f"storybook.images.derive.{step}", without_memory)
    with pytest.raises(SourceError, match="more memory to read than there is"):
        derive(io.BytesIO(saved(cornered(), "PNG")), "a.png", None, READER)


def test_a_library_that_lets_half_pictures_pass_meanwhile_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", False)
    master = open_master(io.BytesIO(saved(cornered(), "PNG")), "a.png", None)
    whole: Callable[[], object] = master.image.load

    def meddled() -> object:
        ImageFile.LOAD_TRUNCATED_IMAGES = True
        return whole()

    monkeypatch.setattr(master.image, "load", meddled)
    with pytest.raises(SourceError, match="may not have been read whole"):
        load(master)


def test_bands_bound_the_memory_of_conversion() -> None:
    """Pixels of Pillow are not traced, Python's own are: nothing as large as the picture is made of bytes."""
    data = saved(shaded(2000, 2000).convert("RGBA"), "PNG")
    tracemalloc.start()
    try:
        made(data, LOSSLESS.__class__("small", 200, 200, None, 90))
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()


def test_limits_fit_together() -> None:
    assert limits.MAX_PIXELS * 4 < MAX_MEMORY
    assert survey(io.BytesIO(header(1600, 60_000)), PNG).memory() < MAX_MEMORY


def by_palette(palette: bytes | None) -> bytes:
    rows = zlib.compress(b"".join(b"\0" + bytes((0, 1, 2, 1)) for _ in range(3)))
    head = struct.pack(">IIBBBBB", 4, 3, 8, 3, 0, 0, 0)
    chunks = [(b"IHDR", head), *([(b"PLTE", palette)] if palette is not None else []), (b"IDAT", rows), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(png_chunk(name, data) for name, data in chunks)


def test_a_png_whose_palette_is_missing_or_too_short_is_refused() -> None:
    assert "damaged" in refusal(by_palette(None))
    assert "damaged" in refusal(by_palette(b"\1\2\3" * 2))
    made = derive(io.BytesIO(by_palette(b"\1\2\3" * 3)), "a.png", None, READER)
    assert (made.width, made.height) == (4, 3)
