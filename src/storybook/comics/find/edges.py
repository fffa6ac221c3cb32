"""Brings the sides of upright panels to the px where their edge lies, in the picture at full size."""

import numpy as np
from numpy.typing import NDArray

from storybook.model.picture import PixelBox

_CAP = 90
"""Levels of contrast that count in full; more in one place must not outweigh the length of a side."""
_FAINT = 3.0
"""Levels of contrast along a side, in the mean, from which on it is an edge."""
_OUTER = 0.45
"""The outermost column of at least so much of the strongest contrast is the edge: a frame's line has two."""


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


def _moved(rows: NDArray[np.uint8], at: int, reach: int, length: int, *, last: bool) -> int:
    """The column between px where a side lies; last: whether it is the right one (the one behind its last px)."""
    if at <= 0 or at >= length or not len(rows):
        return at
    out = 2 + reach // 4
    first, end = (at - reach, at + out) if last else (at - out, at + reach)
    first, end = max(first, 1), min(end, length - 1)
    near = rows[:, first - 1 : end + 1].astype(np.int16)
    steps = np.abs(np.diff(near, axis=1))
    if steps.ndim == 3:
        steps = steps.max(axis=2)
    contrast = np.minimum(steps, _CAP).mean(axis=0)  # between column first-1+n and the next
    contrast = contrast - np.median(contrast)
    if not len(contrast) or contrast.max() < _FAINT:
        return at
    strong = np.flatnonzero(contrast >= _OUTER * contrast.max())
    return first + int(strong[-1] if last else strong[0])
