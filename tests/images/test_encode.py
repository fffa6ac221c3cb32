import io
import os
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

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
from storybook.images.encode import encode, foreign_parts
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


@pytest.mark.parametrize("profile", [READER, PRINT, LOSSLESS])
def test_the_same_master_gives_the_same_bytes(profile: ImageProfile) -> None:
    master = saved(shaded(400, 300), "PNG")
    assert made(master, profile) == made(master, profile)


def test_many_colours_become_a_jpeg_with_colour_at_full_resolution() -> None:
    result = made(saved(shaded(400, 300), "PNG"), READER)
    assert result.media_type == "image/jpeg"
    at = result.data.index(b"\xff\xc2")  # SOF2: progressive
    assert result.data[at + 9] == 3
    assert [result.data[at + 11 + 3 * band] for band in range(3)] == [0x11, 0x11, 0x11]


def test_few_colours_become_a_png_only_where_the_profile_has_it() -> None:
    master = saved(cornered(600, 400), "PNG")
    assert made(master, READER).media_type == "image/png"
    assert made(master, PRINT).media_type == "image/jpeg"


def test_noise_at_high_quality_can_be_written() -> None:
    noise = Image.frombytes("RGB", (300, 300), os.urandom(300 * 300 * 3))
    for quality in (80, 94, 100):
        media_type, data = encode(noise, ImageProfile("p", 999, 999, None, quality, ("image/jpeg",)))
        assert media_type == "image/jpeg"
        assert Image.open(io.BytesIO(data)).size == (300, 300)


def test_a_profile_without_a_format_we_write_is_our_mistake() -> None:
    with pytest.raises(ValueError, match="names no format"):
        encode(cornered(), ImageProfile("p", 9, 9, None, 80, ("image/webp",)))


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
