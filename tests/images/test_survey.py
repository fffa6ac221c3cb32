"""What is told of a picture's file before a decoder sees it."""

import io
import struct
from types import SimpleNamespace

import pytest

from images.masters import png_chunk
from storybook.images import kinds, limits
from storybook.images import survey as module
from storybook.images.anatomy import PNG_SIGNATURE, MalformedError
from storybook.images.limits import TooMuchError
from storybook.images.survey import Survey, survey


def segment(marker: int, data: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(data) + 2) + data


def jpeg(
    width: int, height: int, samples: bytes = b"\x22\x11\x11", kind: int = 0xC0, scans: int = 1, of: int = 3
) -> bytes:
    layers = b"".join(bytes((number, sample, 0)) for number, sample in enumerate(samples))
    frame = struct.pack(">BHHB", 8, height, width, len(samples)) + layers
    return b"\xff\xd8" + segment(kind, frame) + segment(0xDA, bytes((of,))) * scans + b"\xff\xd9"


def told(data: bytes, kind: str) -> Survey:
    return survey(io.BytesIO(data), kind)


def refusal(data: bytes, kind: str) -> tuple[str, str]:
    with pytest.raises(TooMuchError) as caught:
        told(data, kind)
    return caught.value.what, caught.value.hint


def test_a_jpeg_tells_its_size_and_what_it_keeps_in_several_passes() -> None:
    assert told(jpeg(33, 16), kinds.JPEG) == Survey(33, 16, 4, draft=True)
    assert told(jpeg(33, 16, b"\x11", of=1), kinds.JPEG) == Survey(33, 16, 1, draft=True)
    blocks = 3 * 1 * (4 + 1 + 1) * 64 * 2
    assert told(jpeg(33, 16, kind=0xC2), kinds.JPEG).beside == blocks
    assert told(jpeg(33, 16, scans=2, of=1), kinds.JPEG).beside == blocks
    wide = told(jpeg(33, 17, b"\x41\x12\x00", kind=0xC2), kinds.JPEG)
    assert wide.beside == 2 * 2 * (4 + 2 + 1) * 64 * 2
    first = jpeg(33, 16, scans=1, of=1)[:-2] + segment(0xDA, b"\3") + b"\xff\xd9"
    assert told(first, kinds.JPEG).beside == blocks


def malformed(data: bytes, kind: str) -> str:
    with pytest.raises(MalformedError) as caught:
        told(data, kind)
    return str(caught.value)


def test_what_a_jpeg_or_png_lacks_is_told() -> None:
    frame = segment(0xC0, struct.pack(">BHHB", 8, 9, 9, 1) + b"\1\x11\0")
    scan = segment(0xDA, b"\1")
    assert malformed(b"\xff\xd8" + scan + frame + b"\xff\xd9", kinds.JPEG) == "pixels before their size"
    assert malformed(b"\xff\xd8" + frame + frame + scan + b"\xff\xd9", kinds.JPEG) == "two frames"
    for parts in (frame, b""):
        assert malformed(b"\xff\xd8" + parts + b"\xff\xd9", kinds.JPEG) == "no picture"
    assert malformed(PNG_SIGNATURE + png_chunk(b"tEXt", b"a") + png(7, 5, 0)[8:], kinds.PNG) == "no header"
    assert malformed(png(7, 5, 3), kinds.PNG) == "no palette"


def test_a_jpeg_s_tables_are_no_metadata_and_its_notes_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_METADATA", 20)
    plain = jpeg(9, 9)
    for marker in (0xDB, 0xC4, 0xDD):
        assert told(plain[:2] + segment(marker, bytes(99)) + plain[2:], kinds.JPEG).width == 9
    for marker in (0xE0, 0xE1, 0xEF, 0xFE):
        notes = [plain[:2] + segment(marker, bytes(size)) * 2 + plain[2:] for size in (10, 11)]
        assert told(notes[0], kinds.JPEG).width == 9
        assert refusal(notes[1], kinds.JPEG)[0].startswith("carries more beside its pixels")


@pytest.mark.parametrize(
    ("shrink", "times"), [(0.5, 1), (1, 1), (2, 1), (3.9, 1), (4, 2), (7.9, 2), (8, 4), (15.9, 4), (16, 8), (900, 8)]
)
def test_a_jpeg_is_decoded_at_twice_of_what_is_shown_or_more(shrink: float, times: int) -> None:
    assert Survey(16_000, 8000, 4, draft=True).reduction(shrink) == times
    assert Survey(16_000, 8000, 4).reduction(shrink) == 1
    assert Survey(1600, 800, 4, 5, draft=True).memory(shrink) == 1600 * 800 * 4 // times**2 + 5


def test_a_jpeg_is_decoded_so_that_neither_side_is_too_small() -> None:
    assert Survey(1600, 9, 4, draft=True).draft_size(4) == (800, 5)
    assert Survey(1600, 9, 4, draft=True).reduction(4) == 1
    assert Survey(9, 1600, 4, draft=True).reduction(4) == 1


def test_a_jpeg_of_many_passes_is_refused_in_these_words() -> None:
    what = "is a progressive JPEG of {} passes or more; the picture pass limit is 100, less where it is large"
    hint = "save it anew as a JPEG that is not progressive"
    assert told(jpeg(9, 9, kind=0xC2, scans=100), kinds.JPEG).width == 9
    assert refusal(jpeg(9, 9, kind=0xC2, scans=101), kinds.JPEG) == (what.format(101), hint)
    large = jpeg(10_000, 10_000, kind=0xC2, scans=41)
    assert refusal(large, kinds.JPEG) == (what.format(41), hint)


def png(width: int, height: int, colour: int, depth: int = 8, woven: int = 0, parts: bytes = b"") -> bytes:
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, woven)
    return PNG_SIGNATURE + png_chunk(b"IHDR", head) + parts + png_chunk(b"IDAT", b"x") + png_chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (png(7, 5, 0), Survey(7, 5, 1)),
        (png(7, 5, 0, 16), Survey(7, 5, 2)),
        (png(7, 5, 2), Survey(7, 5, 4)),
        (png(7, 5, 2, 16, 1), Survey(7, 5, 4, interlaced=True)),
        (png(7, 5, 2, parts=png_chunk(b"PLTE", bytes(9))), Survey(7, 5, 4)),
        (png(7, 5, 3, parts=png_chunk(b"PLTE", bytes(9))), Survey(7, 5, 1, colours=3)),
        (png(7, 5, 0, parts=png_chunk(b"acTL", b"")), Survey(7, 5, 1, may_move=True)),
        (png(7, 5, 0, parts=png_chunk(b"fcTL", b"")), Survey(7, 5, 1, may_move=True)),
        (png(7, 5, 0, parts=png_chunk(b"fdAT", b"")), Survey(7, 5, 1, may_move=True)),
        (png(7, 5, 0)[:-1] + b"x", Survey(7, 5, 1)),
    ],
)
def test_a_png_tells_its_size_its_colours_and_whether_it_may_move(data: bytes, found: Survey) -> None:
    assert told(data, kinds.PNG) == found


def test_a_png_s_pixels_are_no_metadata(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_METADATA", 40)
    for name, length in ((b"IDAT", 99), (b"fdAT", 99), (b"tEXt", 27)):
        assert told(png(7, 5, 0, parts=png_chunk(name, bytes(length))), kinds.PNG).width == 7
    for parts in (png_chunk(b"tEXt", bytes(28)), png_chunk(b"tEXt", bytes(14)) * 2):
        assert refusal(png(7, 5, 0, parts=parts), kinds.PNG)[0].startswith("carries more beside its pixels")


def webp(*chunks: tuple[bytes, bytes]) -> bytes:
    body = b"".join(name + struct.pack("<I", len(data)) + data + bytes(len(data) % 2) for name, data in chunks)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


@pytest.mark.parametrize(
    ("chunk", "size"),
    [
        ((b"VP8X", bytes(4) + b"\xff\x8f\x00" + b"\x01\x90\x00"), (36864, 36866)),
        ((b"VP8X", bytes(4) + b"\x02\x00\x01" + b"\x04\x00\x00"), (65539, 5)),
        ((b"VP8L", b"\x2f" + struct.pack("<I", 299 | 199 << 14) + bytes(9)), (300, 200)),
        ((b"VP8 ", bytes(6) + struct.pack("<HH", 0x4000 | 300, 0x8000 | 200) + bytes(4)), (300, 200)),
    ],
)
def test_a_webp_tells_its_size(chunk: tuple[bytes, bytes], size: tuple[int, int]) -> None:
    data = webp(chunk)
    if size[0] > module.MAX_SIDE:
        assert "65,539 × 5 pixels" in refusal(data, kinds.WEBP)[0]
    elif size[0] * size[1] > module.MAX_PIXELS:
        assert f"{size[0]:,} × {size[1]:,} pixels" in refusal(data, kinds.WEBP)[0]
    else:
        assert told(data, kinds.WEBP) == Survey(*size, 16, 2 * len(data))


def test_a_webp_s_pixels_are_no_metadata(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_METADATA", 20)
    first = (b"VP8L", b"\x2f" + struct.pack("<I", 299) + bytes(9))
    for name in (b"VP8 ", b"VP8L", b"ALPH", b"ANMF"):
        assert told(webp(first, (name, bytes(99))), kinds.WEBP).width == 300
    assert refusal(webp(first, (b"EXIF", bytes(11)), (b"XMP ", bytes(11))), kinds.WEBP)[0].startswith("carries more")
    monkeypatch.setattr(module, "check_parts", lambda count: limits.check_parts(count, 2))
    assert refusal(webp(first, (b"a   ", b""), (b"b   ", b"")), kinds.WEBP)[0].startswith("is made of more parts")
    assert told(webp(first, (b"a   ", b"")), kinds.WEBP).width == 300


def gif(width: int, height: int, flags: int, *blocks: bytes) -> bytes:
    return b"GIF89a" + struct.pack("<HHBBB", width, height, flags, 0, 0) + b"".join(blocks) + b";"


def frame(left: int, top: int, width: int, height: int) -> bytes:
    return b"," + struct.pack("<HHHHB", left, top, width, height, 0) + b"\2\1x\0"


def test_a_gif_tells_its_size_with_all_of_its_first_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(gif(40_000, 9, 0, frame(0, 0, 9, 9)), kinds.GIF) == Survey(40_000, 9, 2)
    assert told(gif(9, 9, 0x81, bytes(12), frame(5, 6, 7, 8)), kinds.GIF) == Survey(12, 14, 2)
    assert told(gif(9, 9, 0, frame(0, 0, 9, 9), frame(0, 0, 99, 99)), kinds.GIF) == Survey(9, 9, 2, pictures=2)
    assert told(gif(9, 9, 0, *[frame(0, 0, 9, 9)] * 3), kinds.GIF).pictures == 2  # one too many: no more is read
    monkeypatch.setattr(limits, "MAX_METADATA", 4)
    note = b"!\xfe\3abc\0"
    assert (
        told(gif(9, 9, 0, note, b"," + struct.pack("<HHHHB", 0, 0, 9, 9, 0) + b"\2\1x\1x\1x\0"), kinds.GIF).width == 9
    )
    assert refusal(gif(9, 9, 0, note, note), kinds.GIF)[0].startswith("carries more")


def test_a_header_that_is_cut_off_is_told() -> None:
    for data, kind in ((b"GIF89a", kinds.GIF), (webp((b"VP8X", b"")), kinds.WEBP)):
        with pytest.raises(MalformedError) as caught:
            told(data, kind)
        assert str(caught.value) == "a header is cut off"


def test_what_a_picture_takes_is_told_in_these_words() -> None:
    hint = "save it as PNG or as a JPEG that is not progressive, or smaller, or cut it into several pictures"
    with pytest.raises(TooMuchError) as caught:
        module.check_memory(Survey(10_000, 10_000, 8), 1.0)
    assert (caught.value.what, caught.value.hint) == (
        "takes 800 MB of memory to read; the picture memory limit is 600 MB",
        hint,
    )
    module.check_memory(Survey(10_000, 10_000, 6), 1.0)
    assert refusal(png(2**32 - 1, 1, 0), kinds.PNG)[0].startswith("has 4,294,967,295 × 1 pixels")
    assert refusal(png(10_001, 10_000, 0), kinds.PNG) == (
        "has 10,001 × 10,000 pixels; the picture size limit is 100 million, and 65,535 along a side",
        "export it smaller, or cut it into several pictures",
    )


def test_a_tiff_tells_what_its_way_of_packing_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    facts = SimpleNamespace(width=8000, height=5000, pixel_bytes=3, part_bytes=7, pages=2, is_jpeg=True, packed=True)
    facts.turned = False
    monkeypatch.setattr(module, "read_tiff", lambda _: facts)
    assert told(b"abcde", kinds.TIFF) == Survey(8000, 5000, 3, 12, 2)
    facts.turned, facts.packed = True, False
    assert told(b"abcde", kinds.TIFF) == Survey(8000, 5000, 6, 0, 2)
    facts.width = 8200
    assert refusal(b"abcde", kinds.TIFF) == (
        "is a TIFF of 41 million pixels packed as JPEG; the picture pass limit is 40 million",
        "save it with LZW compression, or as PNG",
    )
