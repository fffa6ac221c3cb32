"""The encoder and its setting are chosen by measuring, and what was chosen is held against the yardstick."""

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFilter

from images.drawings import KINDS, SIZE, coloured_lines, flat, inked, painted, toned
from images.masters import saved
from images.test_score import yardstick
from storybook.images.choose import Trials, choose
from storybook.images.derive import written
from storybook.images.encode import encoded
from storybook.images.setting import Encoder, Setting
from storybook.model.picture import ImageProfile

READER = ImageProfile("reader", 9999, 9999, None, 80.0)
PHONE = ImageProfile("phone", 9999, 9999, None, 70.0, ("image/webp", "image/jpeg", "image/png"))
PRINT = ImageProfile("print", 9999, 9999, None, 88.0, ("image/jpeg",), progressive=False)
TOLERANCE = 2.0
"""Points of score that a choice may fall short of its bar: what a sample of tiles does not see."""


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("profile", [READER, PHONE, PRINT], ids=lambda profile: profile.name)
def test_what_is_chosen_truly_passes_the_bar(kind: str, profile: ImageProfile, tmp_path: Path) -> None:
    picture = KINDS[kind](7)
    choice = choose(picture, profile)
    real = yardstick(picture, choice.data, tmp_path)
    assert real > profile.score - TOLERANCE
    assert choice.setting.encoder.media_type in profile.media_types
    assert abs(real - choice.score) < TOLERANCE + 1


@pytest.mark.parametrize("kind", ["painted", "coloured lines", "inked", "toned"])
def test_the_plain_way_takes_more_bytes_for_as_high_a_score(kind: str, tmp_path: Path) -> None:
    """Pillow's JPEG at full colour, at the least quality that scores as high by the yardstick."""
    picture = KINDS[kind](7)
    choice = choose(picture, READER)
    real = yardstick(picture, choice.data, tmp_path)
    for quality in range(72, 99, 2):
        plain = saved(picture, "JPEG", quality=quality, subsampling=0, optimize=True, progressive=True)
        if len(plain) > len(choice.data):
            return  # whatever it scores
        assert yardstick(picture, plain, tmp_path) < real + 0.5


def test_flat_art_stays_as_it_is() -> None:
    choice = choose(flat(1), READER)
    assert choice.setting.encoder.media_type == "image/png"
    assert choice.score > 99.9
    assert Image.open(io.BytesIO(choice.data)).convert("RGB").tobytes() == flat(1).tobytes()


def test_lines_in_colour_keep_their_colour_at_full_resolution() -> None:
    assert choose(coloured_lines(2), READER).setting.encoder is Encoder.JPEG_FULL


def test_a_jpeg_comes_in_one_pass_where_the_target_wants_it() -> None:
    """As chosen, and with a setting that was chosen before."""
    choice = choose(painted(2), PRINT)
    made = [choice.data, written(painted(2), PRINT, choice.setting).data, choose(painted(2), READER).data]
    assert [data[data.index(b"\xff\xc0\0\x11") + 1] if b"\xff\xc0\0\x11" in data else 0 for data in made] == [
        192,
        192,
        0,
    ]
    assert made[0] == made[1]


def test_grey_stays_grey() -> None:
    for profile in (READER, PRINT):
        again = Image.open(io.BytesIO(choose(toned(1), profile).data))
        assert again.convert("RGB").getextrema()[0] == again.convert("RGB").getextrema()[1]
        assert again.mode in {"L", "P"}


def test_line_art_is_neither_blurred_nor_ringed() -> None:
    """White far from every line stays white, and black stays black."""
    picture = inked(4)
    shown = np.asarray(Image.open(io.BytesIO(choose(picture, READER).data)).convert("L")).astype(int)
    drawn = np.asarray(picture.convert("L")).astype(int)
    assert np.abs(shown - drawn).mean() < 2.0
    assert shown[drawn < 2].max() < 60
    far = np.asarray(picture.convert("L").filter(ImageFilter.MinFilter(17))) > 253
    assert shown[far].min() > 250


def test_the_same_picture_is_written_in_the_same_way() -> None:
    for profile in (READER, PHONE):
        assert choose(painted(3), profile) == choose(painted(3), profile)


def test_a_limit_of_bytes_is_kept() -> None:
    picture = painted(9)
    full = choose(picture, READER)
    limited = choose(picture, replace(READER, max_bytes=len(full.data) * 2 // 3))
    assert len(limited.data) <= len(full.data) * 2 // 3
    assert limited.score < full.score


def test_a_profile_of_png_alone_keeps_what_a_palette_would_spoil() -> None:
    only = ImageProfile("p", 9999, 9999, None, 96.0, ("image/png",))
    choice = choose(painted(2), only)
    assert choice.setting == Setting(Encoder.PNG)


@pytest.mark.parametrize("size", [(1, 1), (3, 2), (200, 1), (129, 131)])
@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_small_pictures_are_written_too(size: tuple[int, int], mode: str) -> None:
    for profile in (READER, PHONE, PRINT):
        choice = choose(painted(1).resize(size).convert(mode), profile)
        assert Image.open(io.BytesIO(choice.data)).size == size


def test_a_guess_is_near_what_the_whole_picture_takes() -> None:
    picture = painted(5).resize((SIZE[0] * 4, SIZE[1] * 4), Image.Resampling.BICUBIC)
    trials = Trials(picture)
    for setting in (Setting(Encoder.JPEG_FULL, 80), Setting(Encoder.JPEG_HALF, 80), Setting(Encoder.WEBP, 80)):
        size = len(encoded(picture, setting))
        assert trials.guess(setting).size == pytest.approx(size, rel=0.15)


def test_settings_are_known_by_their_keys() -> None:
    for setting in (Setting(Encoder.PNG), Setting(Encoder.JPEG_HALF, 77), Setting(Encoder.PALETTE, 4)):
        assert Setting.of(setting.key) == setting
    assert [str(Setting(Encoder.JPEG_HALF, 77)), str(Setting(Encoder.PALETTE, 4)), str(Setting(Encoder.PNG))] == [
        "JPEG 4:2:0 77",
        "PNG palette, 16 colours",
        "PNG",
    ]
