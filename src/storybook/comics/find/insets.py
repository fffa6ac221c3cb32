"""Panels that lie inside others: rectangles with straight edges all round and a scene of their own inside."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from storybook.comics.find.balloons import Labels
from storybook.comics.find.piece import runs
from storybook.comics.find.surface import Mask, Surface

Box = tuple[int, int, int, int]
"""Left, top, right (behind the last px), bottom."""

_EDGE = 16
_COVERED = 0.93
"""Part of each side that must be edge."""
_WOBBLE = 9
"""Px that a side which is drawn by hand strays."""
_MOST_OF_HOST, _NEARLY_ALL = 0.6, 0.8
"""Parts of the host: that an inset may fill, and that panels fill which are meant instead of it."""
_LEAST_SIDE, _LEAST_AREA = 0.1, 0.014
"""Of the picture's width, and of its square."""


@dataclass(frozen=True, slots=True)
class _Side:
    """A straight edge: where it lies, and from where to where it runs."""

    at: int
    start: int
    end: int


def insets_in(surface: Surface, host: Box, own: Mask, balloons: Labels) -> tuple[list[Box], bool]:
    """The panels inside a host's box, best framed first; and whether there is no host, but these panels that fill it.

    own: the px of the box that are the host's; balloons: those of the whole surface, which are no panels.
    """
    found = [box for box in _framed_in(surface, host, own) if not _is_caption(box, balloons)]
    filled = sum((box[2] - box[0]) * (box[3] - box[1]) for box in found)
    if len(found) > 1 and filled >= _NEARLY_ALL * own.sum():
        return found, True
    most = _MOST_OF_HOST * (host[2] - host[0]) * (host[3] - host[1])
    small = [box for box in found if (box[2] - box[0]) * (box[3] - box[1]) <= most]
    return [box for box in small if _stands_in(box, host, _rim(surface))], False


def in_rows(boxes: list[Box], near: int, *, right_to_left: bool) -> list[Box]:
    """Boxes in reading order; those whose tops are so near to each other, in px, are of one row."""
    rows: list[list[Box]] = []
    for box in sorted(boxes, key=lambda box: box[1]):
        if rows and box[1] - rows[-1][0][1] <= near:
            rows[-1].append(box)
        else:
            rows.append([box])
    return [box for row in rows for box in sorted(row, key=lambda box: -box[2] if right_to_left else box[0])]


def _is_caption(box: Box, balloons: Labels) -> bool:
    x0, y0, x1, y1 = box
    return float((balloons[y0:y1, x0:x1] > 0).mean()) >= 0.6


def _rim(surface: Surface) -> int:
    return max(8, round(0.02 * surface.width))


def _framed_in(surface: Surface, host: Box, own: Mask) -> list[Box]:
    """The framed boxes with scenes in a host's, none over another."""
    x0, y0, x1, y1 = host
    window = slice(y0, y1), slice(x0, x1)
    across, down = surface.across[window], surface.down[window]
    level = (down >= _EDGE) & (down >= 1.2 * across.astype(np.float32)) & own
    upright = (across >= _EDGE) & (across >= 1.2 * down.astype(np.float32)) & own
    least = max(16, round(_LEAST_SIDE * surface.width))
    rows, columns = _sides(level, least), _sides(upright.T, least)
    near = cv2.dilate(level.astype(np.uint8), np.ones((_WOBBLE, 1), np.uint8)) > 0
    beside = cv2.dilate(upright.astype(np.uint8), np.ones((1, _WOBBLE), np.uint8)) > 0
    found = {
        box: round(20 * _covered(near, beside, box))
        for box in _rectangles(rows, columns, least)
        if _fits(surface, box, _NEARLY_ALL * (x1 - x0) * (y1 - y0)) and _is_framed(near, beside, box)
    }
    kept: list[Box] = []
    for outer in sorted(found, key=lambda b: (-found[b], -(b[2] - b[0]) * (b[3] - b[1]), b)):
        box = _without_rim(outer, found, _rim(surface))
        moved = box[0] + x0, box[1] + y0, box[2] + x0, box[3] + y0
        if not any(_overlap(moved, other) for other in kept) and _has_scene(surface, moved):
            kept.append(moved)
    return kept


def _without_rim(outer: Box, found: Iterable[Box], rim: int) -> Box:
    """The innermost of the boxes that lie in each other with no more than a rim between: within the paper round it."""
    inner = [box for box in found if all(abs(a - b) <= rim for a, b in zip(box, outer, strict=True))]
    return min(inner, key=lambda b: ((b[2] - b[0]) * (b[3] - b[1]), b))


def _sides(edges: Mask, least: int) -> list[_Side]:
    """Long straight runs of edges that are nearly level; those px apart that follow each other are one."""
    thick = cv2.dilate(edges.astype(np.uint8), np.ones((5, 1), np.uint8))
    thick = cv2.morphologyEx(thick, cv2.MORPH_CLOSE, np.ones((1, max(5, least // 6)), np.uint8))
    long = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, least), np.uint8))
    found: list[_Side] = []
    strength = edges.sum(axis=1)
    for row in np.flatnonzero(long.any(axis=1)):
        if strength[row] < strength[max(row - 2, 0) : row + 3].max():
            continue
        found += [_Side(int(row), start, end) for start, end in runs(long[row] > 0)]
    count, _, stats, _ = cv2.connectedComponentsWithStats(long, connectivity=8)
    for x, y, wide, tall in stats[1:count, :4].tolist():  # lines drawn by hand, which no row follows from end to end
        if 5 < tall <= 5 + _WOBBLE:
            found.append(_Side(y + tall // 2, x, x + wide))
    return sorted(found, key=lambda side: side.start - side.end)[:60]


def _rectangles(rows: list[_Side], columns: list[_Side], least: int) -> Iterator[Box]:
    """Boxes between two level and two upright sides that meet at their ends."""
    near = max(6, least // 8)
    for top in rows:
        for low in rows:
            if low.at - top.at < least or min(abs(top.start - low.start), abs(top.end - low.end)) > 3 * near:
                continue
            lefts = [
                c for c in columns if abs(c.at - max(top.start, low.start)) <= 3 * near and _meets(c, top, low, near)
            ]
            rights = [c for c in columns if abs(c.at - min(top.end, low.end)) <= 3 * near and _meets(c, top, low, near)]
            for left in lefts[:4]:
                for right in rights[:4]:
                    if right.at - left.at >= least:
                        yield left.at, top.at, right.at + 1, low.at + 1


def _meets(column: _Side, top: _Side, low: _Side, near: int) -> bool:
    return column.start <= top.at + near and column.end >= low.at - near


def _covered(level: Mask, upright: Mask, box: Box) -> float:
    """The part of a box's side along which edges run: of the side with the least."""
    x0, y0, x1, y1 = box
    sides = level[y0, x0:x1], level[y1 - 1, x0:x1], upright[y0:y1, x0], upright[y0:y1, x1 - 1]
    return min(float(side.mean()) for side in sides)


def _is_framed(level: Mask, upright: Mask, box: Box) -> bool:
    """Whether edges run along all four sides of a box, and end at most of its corners."""
    x0, y0, x1, y1 = box
    if _covered(level, upright, box) < _COVERED:
        return False
    out = max(8, (x1 - x0) // 8)
    beyond = [(level[y, max(x0 - out, 0) : max(x0 - 5, 0)], level[y, x1 + 5 : x1 + out]) for y in (y0, y1 - 1)] + [
        (upright[max(y0 - out, 0) : max(y0 - 5, 0), x], upright[y1 + 5 : y1 + out, x]) for x in (x0, x1 - 1)
    ]
    goes_on = [[bool(len(run)) and float(run.mean()) > 0.8 for run in ends] for ends in beyond]
    return sum(map(sum, goes_on)) <= 2 and not any(all(ends) for ends in goes_on)


def _fits(surface: Surface, box: Box, most: float) -> bool:
    wide, tall = box[2] - box[0], box[3] - box[1]
    area = wide * tall
    return _LEAST_AREA * surface.width**2 <= area <= most


def _stands_in(box: Box, host: Box, rim: int) -> bool:
    """Whether at most one side of a box is also one of the host's."""
    return sum(abs(one - other) <= rim for one, other in zip(box, host, strict=True)) <= 1


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _has_scene(surface: Surface, box: Box) -> bool:
    """Whether there is more inside than words on paper, or the bars of a window."""
    rim = max(8, (box[2] - box[0]) // 20)
    window = slice(box[1] + rim, box[3] - rim), slice(box[0] + rim, box[2] - rim)
    ink = surface.ink[window].astype(np.uint8)
    if not ink.size:
        return False
    bars = np.zeros_like(ink)
    for kernel in ((1, max(9, ink.shape[1] // 3)), (max(9, ink.shape[0] // 3), 1)):
        bars |= cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones(kernel, np.uint8)).astype(np.uint8)
    bars = cv2.dilate(bars, np.ones((7, 7), np.uint8)).astype(np.uint8)
    rest = ink & (1 - bars)
    if float(rest.mean()) < 0.015:
        return False
    count, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    letter = 0.06 * surface.width
    largest = max((int(stats[n, :4][2:].max()) for n in range(1, count)), default=0)
    return largest > letter
