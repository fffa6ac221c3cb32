"""The cheap score is held against SSIMULACRA2 itself."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from ssimulacra2.ssimulacra2 import compute_ssimulacra2

from images.drawings import KINDS, painted
from storybook.images.encode import encoded
from storybook.images.score import SIDE, Judge, compared
from storybook.images.setting import Encoder, Setting
from storybook.images.tiles import COUNT, sample_of, split


def yardstick(original: Image.Image, data: bytes, folder: Path) -> float:
    """The score of SSIMULACRA2."""
    original.convert("RGB").save(folder / "original.png")
    Image.open(io.BytesIO(data)).convert("RGB").save(folder / "decoded.png")
    return float(compute_ssimulacra2(str(folder / "original.png"), str(folder / "decoded.png")))


def ours(original: Image.Image, data: bytes) -> float:
    whole = sample_of(np.asarray(original), 10_000)
    return compared(whole.tiles, split(whole.again(np.asarray(Image.open(io.BytesIO(data)).convert(original.mode)))))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("setting", [Setting(Encoder.JPEG_FULL, 88), Setting(Encoder.WEBP, 85)], ids=str)
def test_all_tiles_together_score_as_the_yardstick_does(kind: str, setting: Setting, tmp_path: Path) -> None:
    picture = KINDS[kind](3)
    data = encoded(picture, setting)
    real = yardstick(picture, data, tmp_path)
    assert abs(ours(picture, data) - real) < 0.5 + (100 - real) * 0.05


def test_nothing_lost_is_a_hundred_but_for_rounding() -> None:
    tiles = sample_of(np.asarray(painted(1))).tiles
    assert Judge(tiles).score(tiles) == compared(tiles, tiles) > 98.5


def test_better_quality_scores_higher() -> None:
    picture = painted(5)
    judge = Judge(sample_of(np.asarray(picture)).tiles)
    scores = []
    for quality in (30, 50, 70, 90):
        data = encoded(picture, Setting(Encoder.JPEG_FULL, quality))
        decoded = np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))
        scores.append(judge.score(split(sample_of(np.asarray(picture)).again(decoded))))
    assert scores == sorted(scores)
    assert scores[-1] - scores[0] > 10


def test_any_number_of_tiles_scores_as_they_do_together() -> None:
    picture = painted(2).resize((SIDE * 6, SIDE * 5))
    changed = np.asarray(Image.open(io.BytesIO(encoded(picture, Setting(Encoder.JPEG_FULL, 70)))))
    whole = sample_of(np.asarray(picture), 10_000)
    assert len(whole.tiles) == 30
    assert compared(whole.tiles, split(whole.again(changed))) == pytest.approx(
        Judge(whole.tiles).score(split(whole.again(changed))), abs=1e-4
    )


def test_a_sample_has_tiles_from_the_emptiest_to_the_busiest() -> None:
    picture = Image.new("RGB", (SIDE * 8, SIDE * 8), "white")
    picture.paste(painted(1).resize((SIDE * 2, SIDE * 8)), (SIDE * 6, 0))
    sample = sample_of(np.asarray(picture))
    assert sample.pixels.shape == (COUNT * SIDE, SIDE, 3)
    assert sample.share == 64 / COUNT
    assert [x for _, x in sample.corners].count(SIDE * 6) + [x for _, x in sample.corners].count(SIDE * 7) == COUNT // 4


@pytest.mark.parametrize("size", [(1, 1), (5, 300), (SIDE, SIDE), (SIDE + 1, 2 * SIDE - 1)])
@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_pictures_of_any_size_are_covered(size: tuple[int, int], mode: str) -> None:
    pixels = np.asarray(painted(1).resize(size).convert(mode))
    sample = sample_of(pixels, 100)
    assert sample.tiles.shape[1:] == (SIDE, SIDE, 3)
    assert (sample.again(pixels) == sample.pixels).all()
    rights = max(x for _, x in sample.corners) + SIDE
    assert rights == max(size[0], SIDE)
    assert Judge(sample.tiles).score(sample.tiles) > 98.5
