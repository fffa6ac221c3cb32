"""Seeded pictures of the kinds that comics have: flat colour, painted, screentone, line art, lettering."""

import random
from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

SIZE = (384, 320)


def _smooth(seed: int, grain: float) -> Image.Image:
    """Soft clouds of colour, with a grain."""
    noise = np.random.default_rng(seed)
    small = Image.fromarray(noise.integers(0, 256, (6, 7, 3), dtype=np.uint8))
    clouds = np.asarray(small.resize(SIZE, Image.Resampling.BICUBIC), np.float64)
    return Image.fromarray((clouds + noise.normal(0, grain, clouds.shape)).clip(0, 255).astype(np.uint8))


def _strokes(picture: Image.Image, seed: int, colour: tuple[int, int, int], count: int = 40) -> None:
    rng = random.Random(seed)  # noqa: S311
    pen = ImageDraw.Draw(picture)
    for _ in range(count):
        points = [(rng.uniform(0, SIZE[0]), rng.uniform(0, SIZE[1])) for _ in range(3)]
        pen.line(points, fill=colour, width=rng.randint(1, 4), joint="curve")


def painted(seed: int) -> Image.Image:
    return _smooth(seed, 6)


def coloured_lines(seed: int) -> Image.Image:
    """Red and blue lines over soft colour: what halved colour frays."""
    picture = _smooth(seed, 1.5).filter(ImageFilter.GaussianBlur(2))
    _strokes(picture, seed, (200, 20, 30), 20)
    _strokes(picture, seed + 1, (10, 30, 180), 20)
    return picture


def flat(seed: int) -> Image.Image:
    """Few colours, hard edges, as a drawing program fills them."""
    rng = random.Random(seed)  # noqa: S311
    picture = Image.new("RGB", SIZE, "white")
    pen = ImageDraw.Draw(picture)
    for _ in range(12):
        x, y = rng.randrange(SIZE[0]), rng.randrange(SIZE[1])
        pen.rectangle((x, y, x + rng.randrange(20, 120), y + rng.randrange(20, 120)), fill=_colour(rng))
    _strokes(picture, seed, (0, 0, 0), 12)
    return picture


def _colour(rng: random.Random) -> tuple[int, int, int]:
    return rng.randrange(256), rng.randrange(256), rng.randrange(256)


def inked(seed: int) -> Image.Image:
    """Black lines on white with soft edges, in colour mode."""
    large = Image.new("RGB", (SIZE[0] * 2, SIZE[1] * 2), "white")
    rng = random.Random(seed)  # noqa: S311
    pen = ImageDraw.Draw(large)
    for _ in range(60):
        points = [(rng.uniform(0, large.width), rng.uniform(0, large.height)) for _ in range(4)]
        pen.line(points, fill="black", width=rng.randint(2, 8), joint="curve")
    return large.resize(SIZE, Image.Resampling.LANCZOS)


def toned(seed: int) -> Image.Image:
    """Grey dots of a screentone, growing downwards."""
    y, x = np.mgrid[0 : SIZE[1], 0 : SIZE[0]]
    wave = np.cos(x * (0.9 + seed % 3 / 10)) + np.cos(y * 0.9)
    return Image.fromarray(((wave + 2 - 3 * y / SIZE[1]) * 120).clip(0, 255).astype(np.uint8))


KINDS: dict[str, Callable[[int], Image.Image]] = {
    "painted": painted,
    "coloured lines": coloured_lines,
    "flat": flat,
    "inked": inked,
    "toned": toned,
}
