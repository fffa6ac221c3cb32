"""Balloons and caption boxes, which gutters run under: closed and even inside, with letters; light, or black."""

import cv2
import numpy as np
from numpy.typing import NDArray

from storybook.comics.find.surface import Mask, Surface

Labels = NDArray[np.uint16]
"""For each px the number of the balloon that it belongs to; 0 where there is none."""

_NO_PAPER = 60, 165
"""Levels that the paper of a balloon is not between."""
_LEAST, _MOST = 0.0012, 0.11
"""Areas of balloons, of the square of the picture's width."""
_CAPTION, _DENSE = 0.045, 0.12
"""A box of more than this (of the square of the picture's width) is a panel, unless words fill so much of it."""
_RIM, _INK = 9, 15
"""Px round the inside of a balloon that are its own, and those that are where there is ink: its outline."""
_TIP = 31
"""Px round a balloon's tail in which its tip is, too thin to have an inside."""
_BLACK, _STAR = 0.06, 0.011
"""Area of a black balloon at the most, of the square of the picture's width, and of that width what is no letter."""
_ROUND, _FULL = 0.6, 0.68
"""Parts of the outline of a convex shape that is seen, and of its rectangle that it fills, from which on the rest of it
is taken to be hidden by letters."""
_LETTER = 0.07
"""Of the picture's width: no letter is larger."""


def balloons_of(surface: Surface) -> Labels:
    """The balloons of a surface, with their outlines."""
    smooth = (~surface.fine).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(smooth, connectivity=4)
    square = surface.width**2
    boxes = stats[:, cv2.CC_STAT_WIDTH].astype(np.int64) * stats[:, cv2.CC_STAT_HEIGHT]
    sized = (boxes >= _LEAST * square) & (boxes <= 1.4 * _MOST * square)
    sized[0] = False
    found: Labels = np.zeros(surface.ink.shape, np.uint16)
    number = 0
    for label in range(1, count):
        if not sized[label]:
            continue
        x, y, wide, tall = (int(stats[label, key]) for key in range(4))
        paper = np.asarray(labels[y : y + tall, x : x + wide] == label)
        inside = _shape_of(paper)
        if _is_balloon(surface, inside, inside & ~paper, (x, y)):
            number += 1
            _put(found, surface.fine, inside, (x, y, number))
    return found


def _shape_of(paper: Mask) -> Mask:
    """The whole of what may be a balloon, of which only the paper is known: letters may touch its outline."""
    inside = _filled(paper)
    if inside.sum() >= 0.6 * inside.size:
        return inside
    outlines, _ = cv2.findContours(paper.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    hull = cv2.convexHull(np.vstack(outlines))
    rim, whole = np.zeros(paper.shape, np.uint8), np.zeros(paper.shape, np.uint8)
    cv2.polylines(rim, [hull], isClosed=True, color=1)
    near = cv2.dilate(paper.astype(np.uint8), np.ones((_RIM, _RIM), np.uint8))
    if float(near[rim > 0].mean()) < _ROUND or cv2.contourArea(hull) < _FULL * paper.size:
        return inside
    cv2.fillConvexPoly(whole, hull, 1)
    return whole > 0


def _filled(shape: Mask) -> Mask:
    outlines, _ = cv2.findContours(shape.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    whole = np.zeros(shape.shape, np.uint8)
    cv2.drawContours(whole, [max(outlines, key=cv2.contourArea)], -1, 1, -1)
    return whole > 0


def _is_balloon(surface: Surface, inside: Mask, dark: Mask, at: tuple[int, int]) -> bool:
    """Whether a closed shape is nearly convex and even, and what is dark in it are letters."""
    x, y = at
    tall, wide = inside.shape
    if x == 0 or y == 0 or x + wide == surface.width or y + tall == surface.height:
        return False
    area = float(inside.sum())
    square = surface.width**2
    if not _LEAST * square <= area <= _MOST * square or area < 0.55 * wide * tall:
        return False
    if area > _CAPTION * square and area > 0.93 * wide * tall and float(dark.sum()) < _DENSE * area:
        return False  # a large box is a panel, but for one full of words
    outlines, _ = cv2.findContours(inside.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if area < 0.8 * cv2.contourArea(cv2.convexHull(max(outlines, key=cv2.contourArea))):
        return False
    window = slice(y, y + tall), slice(x, x + wide)
    paper = surface.pixels[window][inside & ~dark & ~surface.fine[window]].astype(np.int16)
    if not len(paper) or _NO_PAPER[0] < float(np.median(paper)) < _NO_PAPER[1]:
        return False
    if float((np.abs(paper - np.median(paper, axis=0)).max(axis=1) <= 22).mean()) < (0.5 if surface.grain else 0.85):
        return False
    if float(np.median(paper)) < _NO_PAPER[0] and not _is_black(surface, dark, area):
        return False
    return _has_letters(dark, _LETTER * surface.width, area)


def _is_black(surface: Surface, light: Mask, area: float) -> bool:
    """Whether a dark shape is a balloon and no night: what is light in it is larger than stars, and dense."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(light.astype(np.uint8), connectivity=8)
    sizes = np.maximum(stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_HEIGHT])
    large = len(sizes) > 0 and float(np.median(sizes)) >= _STAR * surface.width
    return large and area <= _BLACK * surface.width**2 and float(light.sum()) >= 0.5 * _DENSE * area


def _has_letters(dark: Mask, largest: float, area: float) -> bool:
    """Whether what is dark in a shape is many small bits, or lines of letters that touch each other."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(dark.astype(np.uint8), connectivity=8)
    wide, tall = stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_HEIGHT]
    if count < 3 or float(dark.sum()) > 0.62 * area or np.minimum(wide, tall).max() > max(largest, 14):
        return False
    return count > 5 or max(_strokes(dark), _strokes(dark.T)) >= 4


def _strokes(dark: Mask) -> float:
    """How often a row changes from light to dark where it does so often."""
    steps = (dark[:, 1:] & ~dark[:, :-1]).sum(axis=1)
    return float(np.quantile(steps[steps > 0], 0.75)) if steps.any() else 0.0


def _put(found: Labels, ink: Mask, inside: Mask, at: tuple[int, int, int]) -> None:
    """Enter a balloon (left, top, its number), grown by its outline, where there is none yet."""
    left, top, number = at
    rim = _TIP // 2
    shape = np.pad(inside.astype(np.uint8), rim)
    near, far = (_grown(shape, side) for side in (_RIM, _INK))
    body = max(3, min(inside.shape) // 3)
    plump = cv2.morphologyEx(shape, cv2.MORPH_OPEN, np.ones((body, body), np.uint8)) > 0
    tail = np.where(plump, 0, shape).astype(np.uint8)
    far |= _grown(tail, _TIP)
    left, top = left - rim, top - rim
    x0, y0 = max(left, 0), max(top, 0)
    part = found[y0 : top + shape.shape[0], x0 : left + shape.shape[1]]
    window = slice(y0 - top, y0 - top + part.shape[0]), slice(x0 - left, x0 - left + part.shape[1])
    drawn = ink[y0 : y0 + part.shape[0], x0 : x0 + part.shape[1]]
    part[(near[window] | (far[window] & drawn)) & (part == 0)] = number


def _grown(shape: NDArray[np.uint8], side: int) -> Mask:
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    return np.asarray(cv2.dilate(shape, kernel) > 0)
