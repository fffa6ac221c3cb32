"""The panel in a region: the rectangle or polygon of all that is not ground."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from storybook.comics.find.partition import Parts, Region
from storybook.comics.find.surface import Mask, Surface

Corners = NDArray[np.int64]
"""Rows of x and y."""

_FILLED, _SURELY = 0.955, 0.985
"""Parts of its rectangle that a panel fills, from which on it is that rectangle: if it leans in no way, and anyhow."""
_SUPPORT = 0.9
"""Part of a polygon's sides that the panel's own edge runs along."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A panel at working size: its corners, and whether these are those of an upright rectangle.

    And whether it has edges of its own (a frame, or a ground that ends) rather than being the rectangle round a figure.
    """

    corners: Corners
    upright: bool
    edged: bool
    notes: tuple[str, ...]
    inset: bool = False

    @staticmethod
    def inset_box(box: tuple[int, int, int, int]) -> "Shape":
        """The shape of a rectangle in a panel: left, top, right, bottom."""
        x0, y0, x1, y1 = box
        return Shape(
            np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], np.int64), upright=True, edged=True, notes=(), inset=True
        )

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Left, top, right (behind the last px), bottom."""
        (x0, y0), (x1, y1) = self.corners.min(axis=0), self.corners.max(axis=0)
        return int(x0), int(y0), int(x1), int(y1)


def shape_of(surface: Surface, region: Region, parts: Parts) -> Shape | None:
    """The panel in a region; None where there is nothing but ground."""
    body = _body(surface, region, parts)
    outlines, _ = cv2.findContours(body.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    speck = max(12.0, (0.008 * surface.width) ** 2)
    outlines = [one for one in outlines if cv2.contourArea(one) >= speck and not _is_sliver(surface, region, one)]
    if not outlines:
        return None
    outlines = _without_stray(outlines, surface.width)
    points = np.vstack([one[:, 0, :] for one in outlines]).astype(np.int64)
    box = _corners_of(points)
    main = max(outlines, key=cv2.contourArea)
    area = float(sum(cv2.contourArea(one) for one in outlines))
    if area >= _SURELY * _area(box):
        return _placed(box, region, upright=True, edged=not parts.lined)
    step = 0.008 * surface.width
    hull = cv2.approxPolyDP(cv2.convexHull(main), step, closed=True)[:, 0, :].astype(np.int64)
    alone = cv2.contourArea(main) >= 0.97 * area
    if area >= _FILLED * _area(box) and not (alone and _leans(surface, main, hull, box)):
        return _placed(box, region, upright=True, edged=not parts.lined)
    if alone and 3 <= len(hull) <= 7 and _support(main, hull, 0.006 * surface.width + 2) >= _SUPPORT:
        upright = abs(_area(hull)) >= 0.97 * _area(box)
        return _placed(box if upright else hull, region, upright=upright, edged=True)
    if cv2.contourArea(main) >= 0.8 * _area(box) and _is_straight(main, step):
        near = cv2.approxPolyDP(main, 0.6 * step, closed=True)[:, 0, :].astype(np.int64)
        return _placed(near, region, upright=False, edged=True)
    return _round_figure(surface, region, box)


def _leans(surface: Surface, main: cv2.typing.MatLike, hull: Corners, box: Corners) -> bool:
    """Whether an outline that fills nearly all of its rectangle is a quadrangle of straight sides that lean."""
    straight = len(hull) == 4 and _support(main, hull, 0.004 * surface.width + 1) >= 0.95
    return straight and _area(hull) < _SURELY * _area(box)


def _without_stray(outlines: list[cv2.typing.MatLike], width: int) -> list[cv2.typing.MatLike]:
    """Outlines without small ones far from the largest: dust, and the grain of paper."""
    x, y, wide, tall = cv2.boundingRect(max(outlines, key=cv2.contourArea))
    near, least = 0.03 * width, (0.03 * width) ** 2
    kept = []
    for one in outlines:
        left, top, across, down = cv2.boundingRect(one)
        gap = max(left - x - wide, x - left - across, top - y - tall, y - top - down)
        if gap <= near or cv2.contourArea(one) >= least:
            kept.append(one)
    return kept


def _is_sliver(surface: Surface, region: Region, outline: cv2.typing.MatLike) -> bool:
    """Whether it is what is left of a neighbour's edge along a cut."""
    x, y, wide, tall = cv2.boundingRect(outline)
    height, width = region.own.shape
    left, top = x <= 2 and region.x > 0, y <= 2 and region.y > 0
    right = x + wide >= width - 2 and region.x + width < surface.width
    low = y + tall >= height - 2 and region.y + height < surface.height
    thin = 0.014 * surface.width
    return (wide <= thin and (left or right)) or (tall <= thin and (top or low))


def _body(surface: Surface, region: Region, parts: Parts) -> Mask:
    """The px of a region that are not ground, with the holes in them."""
    height, width = region.own.shape
    rows, columns = slice(region.y, region.y + height), slice(region.x, region.x + width)
    if parts.lined:
        return np.asarray(region.own & ~parts.gutters[rows, columns], np.bool_)
    smooth = (region.own & ~surface.ink[rows, columns]).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(smooth, connectivity=4)
    ground = np.zeros(count, np.bool_)
    touched = np.bincount(labels[parts.gutters[rows, columns]], minlength=count)
    ground[touched >= 6] = True
    pixels = surface.pixels[rows, columns]
    for label in np.unique(labels[_picture_border(surface, region)]):
        if label and not ground[label]:
            ground[label] = _is_margin(surface, region, pixels, labels == label, stats[label], parts)
    ground[0] = False
    body = _closed((region.own & ~ground[labels]).astype(np.uint8), max(3, round(0.006 * surface.width)))
    outlines, _ = cv2.findContours(body, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    cv2.drawContours(body, outlines, -1, 1, -1)
    return (body > 0) & region.own


def _closed(body: NDArray[np.uint8], gap: int) -> NDArray[np.uint8]:
    """The body without the narrow bays through which ground seems to come in between lines of art."""
    kernel = np.ones((2 * gap + 1, 2 * gap + 1), np.uint8)
    wide = cv2.copyMakeBorder(body, gap, gap, gap, gap, cv2.BORDER_CONSTANT, value=0)
    return cv2.morphologyEx(wide, cv2.MORPH_CLOSE, kernel)[gap:-gap, gap:-gap].astype(np.uint8)


def _is_margin(
    surface: Surface,
    region: Region,
    pixels: NDArray[np.uint8],
    mask: Mask,
    stats: NDArray[np.int32],
    parts: Parts,
) -> bool:
    """Whether smooth px at the edge of the picture, that reach no gutter, are ground and not the panel's own."""
    tone = np.median(pixels[mask], axis=0)
    if not any(float(np.abs(tone - np.array(other)).max()) <= 30 for other in parts.grounds):
        return False
    if bool(surface.margins) and region.own.shape == surface.ink.shape:
        return True
    wide, tall = int(stats[cv2.CC_STAT_WIDTH]), int(stats[cv2.CC_STAT_HEIGHT])
    along = wide >= 0.85 * region.own.shape[1] or tall >= 0.85 * region.own.shape[0]
    return bool(surface.margins) or (along and min(wide, tall) <= 0.13 * surface.width)


def _picture_border(surface: Surface, region: Region) -> Mask:
    """The px of a region along the edges of the picture."""
    height, width = region.own.shape
    border = np.zeros(region.own.shape, np.bool_)
    border[:, 0] |= region.x == 0
    border[0] |= region.y == 0
    border[:, -1] |= region.x + width == surface.width
    border[-1] |= region.y + height == surface.height
    return border & region.own


def _corners_of(points: Corners) -> Corners:
    (x0, y0), (x1, y1) = points.min(axis=0), points.max(axis=0) + 1
    return np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], np.int64)


def _area(corners: Corners) -> float:
    return float(abs(cv2.contourArea(corners.astype(np.float32))))


def _placed(corners: Corners, region: Region, *, upright: bool, edged: bool) -> Shape:
    return Shape(corners + np.array([region.x, region.y]), upright, edged, region.notes)


def _support(outline: cv2.typing.MatLike, hull: Corners, near: float) -> float:
    """The part of a polygon's sides that an outline runs along."""
    (x0, y0), (x1, y1) = outline[:, 0, :].min(axis=0), outline[:, 0, :].max(axis=0)
    drawn = np.full((int(y1 - y0) + 3, int(x1 - x0) + 3), 255, np.uint8)
    cv2.drawContours(drawn, [outline - np.array([[x0 - 1, y0 - 1]])], -1, 0, 1)
    away = cv2.distanceTransform(drawn, cv2.DIST_L2, 3)
    found = total = 0
    for start, end in zip(hull, np.roll(hull, -1, axis=0), strict=True):
        count = max(2, int(np.hypot(*(end - start))))
        spots = np.linspace(start, end, count) - np.array([x0 - 1, y0 - 1])
        columns = np.clip(np.round(spots[:, 0]).astype(int), 0, away.shape[1] - 1)
        rows = np.clip(np.round(spots[:, 1]).astype(int), 0, away.shape[0] - 1)
        found += int((away[rows, columns] <= near).sum())
        total += count
    return found / max(total, 1)


def _is_straight(outline: cv2.typing.MatLike, step: float) -> bool:
    """Whether an outline is mostly of long straight sides."""
    corners = cv2.approxPolyDP(outline, step, closed=True)[:, 0, :].astype(np.float64)
    sides = np.hypot(*(np.roll(corners, -1, axis=0) - corners).T)
    return bool(sides[sides >= 8 * step].sum() >= 0.55 * sides.sum())


def _round_figure(surface: Surface, region: Region, box: Corners) -> Shape:
    """The rectangle round a figure without a frame; where that would show what is beyond a gutter, its part of it."""
    (x0, y0), (x1, y1) = box.min(axis=0), box.max(axis=0)
    inside = region.own[y0:y1, x0:x1]
    if inside.mean() >= 0.97:
        return _placed(box, region, upright=True, edged=False)
    outlines, _ = cv2.findContours(inside.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    main = max(outlines, key=cv2.contourArea)
    near = cv2.approxPolyDP(main, 0.005 * surface.width, closed=True)[:, 0, :].astype(np.int64)
    return _placed(near + np.array([x0, y0]), region, upright=False, edged=False)
