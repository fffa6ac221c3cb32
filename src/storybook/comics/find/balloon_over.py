"""A balloon that lies over a gutter, all of it: smooth inside, closed, and nearly convex."""

import cv2
import numpy as np
from numpy.typing import NDArray

from storybook.comics.find.piece import Piece
from storybook.comics.find.surface import Mask

_NO_PAPER = 60, 140
"""Levels that the paper of a balloon is not between."""
_RIM = 9
"""Px round the inside of a balloon that hold its outline."""


def balloon_over(piece: Piece, span: tuple[int, int], middle: NDArray[np.int64]) -> Mask | None:
    """The px of the balloon over a stretch of the gutter, with its outline; None where it is none."""
    height, width = piece.ink.shape
    start, end = max(span[0] - 3, 0), min(span[1] + 3, width)
    if end - start < 8:
        return None
    reach = max(3 * (end - start), piece.part(220, 60))
    centre = int(middle[(start + end) // 2])
    top, bottom = max(centre - reach, 0), min(centre + reach, height)
    left, right = max(start - reach, 0), min(end + reach, width)
    smooth = (~piece.ink[top:bottom, left:right]).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(smooth, connectivity=4)
    best, most = 0, 0.0
    level = np.clip(middle[start:end] - top, 0, bottom - top - 1)
    for shift in (-6, -3, 0, 3, 6):
        rows = np.clip(level + shift, 0, bottom - top - 1)
        crossed = labels[rows, np.arange(start - left, end - left)]
        for label in set(crossed.tolist()) - {0}:
            share = float((crossed == label).mean())
            if share > most and _is_closed(stats[label], (bottom - top, right - left)):
                best, most = label, share
    if count < 2 or most < 0.3:
        return None
    mask = (labels == best).astype(np.uint8)
    outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    outline = max(outlines, key=cv2.contourArea)
    if cv2.contourArea(outline) < 0.75 * cv2.contourArea(cv2.convexHull(outline)):
        return None
    cv2.drawContours(mask, [outline], -1, 1, -1)
    grown = cv2.dilate(mask, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (_RIM, _RIM)))
    shape = np.zeros((height, width), np.bool_)
    shape[top:bottom, left:right] = grown > 0
    return shape


def _is_closed(stats: NDArray[np.int32], window: tuple[int, int]) -> bool:
    """Whether a component ends inside the window on all sides."""
    x, y, wide, tall = (int(stats[key]) for key in range(4))
    return x > 0 and y > 0 and x + wide < window[1] and y + tall < window[0]


def has_writing(piece: Piece, shape: Mask) -> bool:
    """Whether a shape is light or dark inside, and has several bits of ink in it."""
    rows, columns = np.flatnonzero(shape.any(axis=1)), np.flatnonzero(shape.any(axis=0))
    window = slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)
    inner = cv2.erode(shape[window].astype(np.uint8), np.ones((2 * _RIM, 2 * _RIM), np.uint8)) > 0
    bits, _ = cv2.connectedComponents((piece.ink[window] & inner).astype(np.uint8), connectivity=8)
    light = float(np.median(piece.pixels[window][shape[window]]))
    return bits >= 4 and not _NO_PAPER[0] < light < _NO_PAPER[1]
