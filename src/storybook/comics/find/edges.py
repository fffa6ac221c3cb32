"""Brings the sides of panels to the px where their edge or drawing begins, in the picture at full size."""

import numpy as np
from numpy.typing import NDArray

from storybook.model.picture import PixelBox

_CAP = 90
"""Levels of contrast that count in full; more in one place must not outweigh the length of a side."""
_FAINT = 3.0
"""Levels of contrast along a side, in the mean, from which on it is an edge."""
_OUTER = 0.45
"""The outermost column of at least so much of the strongest contrast is the edge: a frame's line has two."""

_HALO, _HALO_EDGE = 4, 20.0
"""How many times the reach a halo of compression goes, and levels of contrast of the edge that it stands round."""

_BESIDE = 10
"""Px beside a figure that tell how strong the contrasts of the ground are."""


def refined(picture: NDArray[np.uint8], box: PixelBox, reach: tuple[int, int]) -> PixelBox:
    """A box whose sides lie on the straight edges within reach (px across, px down) inwards of them.

    picture: rows × columns, of grey or RGB. Sides at the picture's edge, and those with no straight edge near, stay.
    """
    height, width = picture.shape[:2]
    x1, y1 = box.x + box.width, box.y + box.height
    down = slice(box.y + box.height // 10, y1 - box.height // 10)
    along = slice(box.x + box.width // 10, x1 - box.width // 10)
    left = _moved(picture[down], box.x, reach[0], width, last=False)
    right = _moved(picture[down], x1, reach[0], width, last=True)
    top = _moved(picture[:, along].swapaxes(0, 1), box.y, reach[1], height, last=False)
    low = _moved(picture[:, along].swapaxes(0, 1), y1, reach[1], height, last=True)
    if right - left < box.width // 2 or low - top < box.height // 2:
        return box
    return PixelBox(left, top, right - left, low - top)


def trimmed(picture: NDArray[np.uint8], box: PixelBox, reach: tuple[int, int]) -> PixelBox:
    """A box round a figure without a frame, brought in by no more than the reach to where its drawing begins.

    Beyond it lies ground that may have a texture: a drawing is of stronger contrasts.
    """
    height, width = picture.shape[:2]
    x1, y1 = box.x + box.width, box.y + box.height
    down, along = picture[box.y : y1], picture[:, box.x : x1].swapaxes(0, 1)
    left = _begun(down, box.x, reach[0])
    right = width - _begun(down[:, ::-1], width - x1, reach[0])
    top = _begun(along, box.y, reach[1])
    low = height - _begun(along[:, ::-1], height - y1, reach[1])
    if right - left < box.width // 2 or low - top < box.height // 2:
        return box
    return PixelBox(left, top, right - left, low - top)


def _begun(rows: NDArray[np.uint8], at: int, reach: int) -> int:
    """The first column, from one on and within reach, with strong contrasts in it."""
    start = max(at - _BESIDE, 0)
    steps = np.abs(np.diff(rows[:, start : at + reach + 1].astype(np.int16), axis=1))
    if steps.ndim == 3:
        steps = steps.max(axis=2)
    beside = steps[:, : at - start]
    least = max(24.0, 10 + 1.3 * float(np.quantile(beside, 0.995)) if beside.size else 24.0)
    strong = np.flatnonzero((steps[:, at - start :] > least).sum(axis=0) >= max(2, len(rows) // 200))
    return at + int(strong[0]) if len(strong) else at


def _moved(rows: NDArray[np.uint8], at: int, reach: int, length: int, *, last: bool) -> int:
    """The column between px where a side lies; last: whether it is the right one (the one behind its last px)."""
    if at <= 0 or at >= length or not len(rows):
        return at
    out = 2 + reach // 4
    first, contrast = _contrast(rows, (at - reach, at + out) if last else (at - out, at + reach), length)
    wide, farther = _contrast(rows, (at - _HALO * reach, at) if last else (at, at + _HALO * reach), length)
    if farther.max(initial=0) > max(_HALO_EDGE, 4 * contrast.max(initial=0)):  # nothing but a halo of compression here
        first, contrast = wide, farther
    if not len(contrast) or contrast.max() < _FAINT:
        return at
    strong = np.flatnonzero(contrast >= _OUTER * contrast.max())
    return first + int(strong[-1] if last else strong[0])


def _contrast(rows: NDArray[np.uint8], span: tuple[int, int], length: int) -> tuple[int, NDArray[np.float64]]:
    """From the first column on, the contrast between it and the one before it, above what is usual there."""
    first, end = max(span[0], 1), min(span[1], length - 1)
    if end < first:
        return first, np.zeros(0)
    near = rows[:, first - 1 : end + 1].astype(np.int16)
    steps = np.abs(np.diff(near, axis=1))
    if steps.ndim == 3:
        steps = steps.max(axis=2)
    contrast = np.minimum(steps, _CAP).mean(axis=0)
    return first, np.asarray(contrast - np.median(contrast), np.float64)
