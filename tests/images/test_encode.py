import io
import os
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from images.drawings import painted
from images.masters import (
    LOSSLESS,
    PRINT,
    READER,
    cornered,
    exif,
    made,
    png_chunk,
    saved,
    shaded,
    with_chunks,
    with_segments,
)
from storybook.images import encode as encoding
from storybook.images import vips
from storybook.images.anatomy import jpeg_markers
from storybook.images.choose import choose
from storybook.images.encode import encoded
from storybook.images.own_parts import foreign_parts
from storybook.images.setting import Encoder, Setting
from storybook.images.sizing import Placement
from storybook.model.picture import ImageProfile

SECRET = b"Kim-Real-Name-7f3a"
NOTES = st.binary(max_size=40).map(lambda noise: noise + SECRET)
MARKERS = st.sampled_from([*range(0xE1, 0xEE), 0xEF, 0xFE])
CHUNKS = st.sampled_from([b"tEXt", b"zzTx", b"prVt", b"vpAg"])


def png_notes(name: bytes, note: bytes) -> bytes:
    return png_chunk(name, b"Author\0" + note if name == b"tEXt" else note)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(MARKERS, NOTES), max_size=4), NOTES)
def test_nothing_but_pixels_is_left_of_a_jpeg(segments: list[tuple[int, bytes]], tail: bytes) -> None:
    master = with_segments(saved(cornered(), "JPEG"), [*segments, (0xE1, exif(1, SECRET))], tail)
    for profile in (PRINT, LOSSLESS):
        result = made(master, profile)
        assert SECRET not in result.data
        assert foreign_parts(result.media_type, result.data) == ()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(CHUNKS, NOTES), max_size=4), st.lists(st.tuples(CHUNKS, NOTES), max_size=4), NOTES)
def test_nothing_but_pixels_is_left_of_a_png(
    before: list[tuple[bytes, bytes]], after: list[tuple[bytes, bytes]], tail: bytes
) -> None:
    notes = [b"".join(png_notes(*note) for note in notes) for notes in (before, after)]
    packed = png_chunk(b"zTXt", b"Comment\0\0" + zlib.compress(SECRET))
    master = with_chunks(saved(cornered(), "PNG"), notes[0] + packed, notes[1]) + tail
    for profile in (PRINT, LOSSLESS):
        result = made(master, profile)
        assert SECRET not in result.data
        assert foreign_parts(result.media_type, result.data) == ()


@pytest.mark.parametrize("form", ["GIF", "WEBP", "TIFF", "JPEG"])
def test_comments_that_pillow_carries_along_are_lost(form: str) -> None:
    tags = Image.Exif()
    tags[0x010E] = SECRET.decode()
    how = {"comment": SECRET} if form in {"GIF", "JPEG"} else {"exif": tags}
    master = saved(cornered(), form, **how)
    assert SECRET in master
    for profile in (PRINT, LOSSLESS):
        assert SECRET not in made(master, profile).data


def test_the_walk_over_finished_bytes_names_what_is_foreign() -> None:
    jpeg = saved(cornered(), "JPEG", comment=b"x")
    assert foreign_parts("image/jpeg", jpeg + b"x") == ("FFFE", "tail")
    png = with_chunks(saved(cornered(), "PNG"), png_chunk(b"tEXt", b"a\0b"))
    assert foreign_parts("image/png", png) == ("tEXt",)
    webp = saved(cornered(), "WEBP", exif=exif(1), xmp=b"<x/>", icc_profile=b"x")
    assert foreign_parts("image/webp", webp + b"x") == ("VP8X", "ICCP", "EXIF", "XMP ", "tail")


@pytest.mark.parametrize("profile", [READER, PRINT, LOSSLESS])
def test_the_same_master_gives_the_same_bytes(profile: ImageProfile) -> None:
    master = saved(shaded(400, 300), "PNG")
    assert made(master, profile) == made(master, profile)


def test_many_colours_become_a_progressive_jpeg() -> None:
    result = made(saved(shaded(400, 300), "PNG"), READER)
    assert result.media_type == "image/jpeg"
    assert result.data[result.data.index(b"\xff\xc2") + 9] == 3  # SOF2: progressive, in colour


def test_few_colours_become_a_png_only_where_the_profile_has_it() -> None:
    master = saved(cornered(600, 400), "PNG")
    assert made(master, READER).media_type == "image/png"
    assert made(master, PRINT).media_type == "image/jpeg"


def test_noise_at_high_quality_can_be_written() -> None:
    noise = Image.frombytes("RGB", (300, 300), os.urandom(300 * 300 * 3))
    for quality in (80, 94, 100):
        data = encoded(noise, Setting(Encoder.JPEG_FULL, quality))
        assert Image.open(io.BytesIO(data)).size == (300, 300)


def test_a_profile_without_a_format_we_write_is_our_mistake() -> None:
    with pytest.raises(ValueError, match="names no format"):
        choose(cornered(), ImageProfile("p", 9, 9, None, 80, ("image/gif",)))


def test_a_crop_shows_the_middle() -> None:
    picture = Image.new("RGB", (300, 100), "blue")
    picture.paste("red", (100, 0, 200, 100))
    result = made(saved(picture, "PNG"), LOSSLESS, Placement(aspect=1.0))
    shown = Image.open(io.BytesIO(result.data)).convert("RGB")
    assert shown.size == (100, 100)
    assert shown.getcolors() == [(10_000, (255, 0, 0))]


def test_a_large_jpeg_shown_small_keeps_its_place_though_it_is_decoded_smaller() -> None:
    picture = Image.new("RGB", (2000, 1500), "white")
    picture.paste((200, 30, 30), (0, 0, 1000, 750))
    result = made(saved(picture, "JPEG"), ImageProfile("p", 100, 100, None, 90, ("image/png",)))
    shown = Image.open(io.BytesIO(result.data)).convert("RGB")
    assert shown.size == (100, 75)
    for place, red in (((48, 36), True), ((51, 36), False), ((48, 39), False)):
        value = shown.getpixel(place)
        assert isinstance(value, tuple)
        assert (value[1] < 90) is red


@pytest.mark.parametrize("setting", [Setting(Encoder.JPEG_FULL, 80), Setting(Encoder.PNG), Setting(Encoder.WEBP, 80)])
def test_a_foreign_part_in_bytes_of_ours_is_our_mistake_and_its_name_is_told(
    monkeypatch: pytest.MonkeyPatch, setting: Setting
) -> None:
    data = encoded(cornered(), setting)
    monkeypatch.setattr(encoding, "_written", lambda *_: data + b"x")
    with pytest.raises(RuntimeError, match=r"^the encoder wrote more than pixels: tail$"):
        encoded(cornered(), setting)


PLAIN = {
    encoder: vips.JpegWay(full_colour=encoder is Encoder.JPEG_FULL, packed=False, progressive=False)
    for encoder in (Encoder.JPEG_FULL, Encoder.JPEG_HALF)
}

ALL = [
    *(Setting(encoder, 80) for encoder in (Encoder.JPEG_FULL, Encoder.JPEG_HALF, Encoder.WEBP)),
    *(Setting(encoder) for encoder in (Encoder.PNG, Encoder.WEBP_LOSSLESS)),
    *(Setting(Encoder.PALETTE, bits) for bits in (8, 4, 2, 1)),
]


@pytest.mark.parametrize("mode", ["RGB", "L"])
@pytest.mark.parametrize("setting", ALL, ids=str)
def test_every_encoder_writes_pixels_only_and_the_same_each_time(setting: Setting, mode: str) -> None:
    pixels = shaded(200, 150).convert(mode)
    data = encoded(pixels, setting)
    assert data == encoded(pixels.copy(), setting)
    assert foreign_parts(setting.encoder.media_type, data) == ()
    again = Image.open(io.BytesIO(data))
    assert again.size == pixels.size
    assert Image.MIME[str(again.format)] == setting.encoder.media_type
    assert not {"exif", "xmp", "icc_profile", "comment"} & again.info.keys()
    if setting.encoder.lossless:
        assert again.convert(mode).tobytes() == pixels.tobytes()


@pytest.mark.parametrize(
    ("encoder", "factors"),
    [(Encoder.JPEG_FULL, (0x11, 0x11, 0x11)), (Encoder.JPEG_HALF, (0x22, 0x11, 0x11))],
)
def test_a_jpeg_has_colour_at_the_resolution_that_its_setting_says(
    monkeypatch: pytest.MonkeyPatch, encoder: Encoder, factors: tuple[int, ...]
) -> None:
    for most, frame in ((30_000, b"\xff\xc2"), (29_999, b"\xff\xc0")):  # progressive, or in one pass
        monkeypatch.setattr(encoding, "MOST_PACKED", most)
        data = encoded(shaded(200, 150), Setting(encoder, 80))
        at = data.index(frame)
        assert tuple(data[at + 11 + 3 * band] for band in range(3)) == factors


def test_a_grey_picture_becomes_a_jpeg_of_one_layer() -> None:
    data = encoded(shaded(200, 150).convert("L"), Setting(Encoder.JPEG_GREY, 80))
    assert Image.open(io.BytesIO(data)).mode == "L"


def test_a_palette_has_no_more_colours_than_its_bits_tell() -> None:
    for bits in (8, 4, 2, 1):
        data = encoded(shaded(200, 150), Setting(Encoder.PALETTE, bits))
        colours = Image.open(io.BytesIO(data)).convert("RGB").getcolors(1 << bits)
        assert colours is not None


@pytest.mark.parametrize("encoder", [Encoder.JPEG_FULL, Encoder.JPEG_HALF])
def test_a_jpeg_of_one_pass_shows_the_same_as_one_of_several(encoder: Encoder) -> None:
    pixels = painted(1)
    one, several = (encoded(pixels, Setting(encoder, 80), progressive=progressive) for progressive in (False, True))
    assert several == encoded(pixels, Setting(encoder, 80))
    assert (
        len(several) < len(one) < len(vips.jpeg(vips.in_memory(pixels.tobytes(), *pixels.size, 3), 80, PLAIN[encoder]))
    )
    assert len({Image.open(io.BytesIO(data)).tobytes() for data in (one, several)}) == 1
    frames = [
        [marker for marker in jpeg_markers(io.BytesIO(data)) if marker in {0xC0, 0xC2}] for data in (one, several)
    ]
    assert frames == [[0xC0], [0xC2]]


def test_a_png_is_written_at_one_effort() -> None:
    pixels = shaded(80, 60)
    assert encoded(pixels, Setting(Encoder.PNG)) == saved(pixels, "PNG", compress_level=7)


def coloured(count: int, mode: str = "RGB") -> Image.Image:
    """A row of so many colours, or greys."""
    picture = Image.new(mode, (count, 2))
    for number in range(count):
        colour = number if mode == "L" else (number % 256, number // 256, 7)
        picture.paste(colour, (number, 0, number + 1, 2))
    return picture


@pytest.mark.parametrize(
    ("pixels", "mode"),
    [
        (coloured(2), "P"),
        (coloured(256), "P"),
        (coloured(257), "RGB"),
        (coloured(2, "L"), "P"),
        (coloured(16, "L"), "P"),
        (coloured(17, "L"), "L"),
        (coloured(256, "L"), "L"),
    ],
)
def test_few_colours_go_through_a_palette_and_stay_as_they_are(pixels: Image.Image, mode: str) -> None:
    data = encoded(pixels, Setting(Encoder.PNG))
    again = Image.open(io.BytesIO(data))
    assert again.mode == mode
    assert again.convert("RGB").tobytes() == pixels.convert("RGB").tobytes()


def test_a_palette_is_written_at_the_highest_effort() -> None:
    indexed = cornered(300, 200).quantize(2)
    assert encoded(cornered(300, 200), Setting(Encoder.PNG)) == saved(indexed, "PNG", compress_level=9)


def test_a_palette_that_changes_a_colour_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image.Image, "quantize", lambda _, __: Image.new("P", (120, 80)))
    again = Image.open(io.BytesIO(encoded(cornered(), Setting(Encoder.PNG))))
    assert (again.mode, again.tobytes()) == ("RGB", cornered().tobytes())


@pytest.mark.parametrize("encoder", [Encoder.JPEG_FULL, Encoder.JPEG_HALF])
def test_a_jpeg_has_the_tables_of_the_standard(encoder: Encoder) -> None:
    pixels = shaded(400, 300)
    data = encoded(pixels, Setting(encoder, 50))
    tables = Image.open(io.BytesIO(data)).quantization  # type: ignore[attr-defined]
    assert list(tables[0][:8]) == [16, 11, 10, 16, 24, 40, 51, 61]


def test_rows_between_are_judged_where_they_stand() -> None:
    pixels = shaded(90, 64).crop((0, 0, 90, 23))
    sample = Image.new("RGB", (90, 24))
    for place, top in enumerate((0, 7, 15)):
        sample.paste(pixels.crop((0, top, 90, top + 8)), (0, 8 * place))
    assert encoding.estimated_png(pixels) == len(saved(sample, "PNG", compress_level=3)) * 23 / 24


@pytest.mark.parametrize("height", [5, 8, 16, 64])
def test_a_low_picture_is_judged_by_all_of_its_rows(height: int) -> None:
    pixels = shaded(90, 64).crop((0, 0, 90, height))
    assert encoding.estimated_png(pixels) == len(saved(pixels, "PNG", compress_level=3))


def test_a_high_picture_is_judged_from_its_first_row_to_its_last() -> None:
    noise = Image.frombytes("RGB", (64, 8), b"".join(zlib.crc32(b"%d" % n).to_bytes(4) for n in range(384)))
    plain = Image.new("RGB", (64, 800), "white")
    judged = encoding.estimated_png(plain)
    for top in (0, 792):
        picture = plain.copy()
        picture.paste(noise, (0, top))
        assert encoding.estimated_png(picture) > judged * 5
