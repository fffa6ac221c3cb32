"""A fair sample of a picture in square tiles: as good as the whole for judging an encoder, at a tenth of the cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from storybook.images.score import SIDE, Tiles

COUNT = 16
"""Tiles of a sample; benchmarks/images.md has what fewer and more would do."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Tiles of a picture below each other, SIDE px wide, and how many times more pixels the picture has."""

    pixels: NDArray[np.uint8]
    share: float
    corners: tuple[tuple[int, int], ...]
    """Where each tile lies in the picture: its first row and column."""

    @property
    def tiles(self) -> Tiles:
        """The tiles, apart, in colour."""
        return split(self.pixels)

    def again(self, pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """The same tiles of another picture of the same size."""
        return _cut(_at_least_a_tile(pixels), self.corners)


def split(column: NDArray[np.uint8]) -> Tiles:
    """A column of tiles (rows × SIDE, or rows × SIDE × 3), apart and in colour."""
    apart = column.reshape(-1, SIDE, SIDE, column.shape[2] if column.ndim == 3 else 1)
    return np.broadcast_to(apart, (*apart.shape[:3], 3))


def sample_of(pixels: NDArray[np.uint8], count: int = COUNT) -> Sample:
    """A sample of a picture (rows × columns, or rows × columns × 3): tiles from its emptiest to its busiest.

    All tiles are put in order of how much goes on in them and cut into `count` runs of the same length; the middle one
    of each run is taken. What is smaller than a tile is continued with its mirror image.
    """
    area = pixels.shape[0] * pixels.shape[1]
    pixels = _at_least_a_tile(pixels)
    corners = [(y, x) for y in _starts(pixels.shape[0]) for x in _starts(pixels.shape[1])]
    order = np.argsort(_stir(pixels, corners), kind="stable")
    count = min(count, len(order))
    edges = [len(order) * run // count for run in range(count + 1)]
    chosen = sorted(int(order[(first + last) // 2]) for first, last in pairwise(edges))
    column = _cut(pixels, [corners[tile] for tile in chosen])
    return Sample(column, area / (column.shape[0] * SIDE), tuple(corners[tile] for tile in chosen))


def _starts(length: int) -> list[int]:
    """Where tiles begin that cover a length: evenly, and no more over each other than they must be."""
    count = -(-length // SIDE)
    return [(length - SIDE) * number // max(1, count - 1) for number in range(count)]


def _cut(pixels: NDArray[np.uint8], corners: Sequence[tuple[int, int]]) -> NDArray[np.uint8]:
    return np.concatenate([pixels[y : y + SIDE, x : x + SIDE] for y, x in corners])


def _at_least_a_tile(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    more = [(0, max(0, SIDE - length)) for length in pixels.shape[:2]] + [(0, 0)] * (pixels.ndim - 2)
    return np.pad(pixels, more, mode="symmetric") if any(after for _, after in more) else pixels


def _stir(pixels: NDArray[np.uint8], corners: Sequence[tuple[int, int]]) -> NDArray[np.float64]:
    """How much the neighbours in each tile differ."""
    grey = pixels if pixels.ndim == 2 else pixels[..., 1]
    step = grey.astype(np.int16)
    change = np.zeros(step.shape, np.int32)
    change[:, 1:] += np.abs(step[:, 1:] - step[:, :-1])
    change[1:] += np.abs(step[1:] - step[:-1])
    return np.array([change[y : y + SIDE, x : x + SIDE].mean() for y, x in corners])
