"""Cuts a surface along its gutters into regions, in reading order: tiers first, then what stands side by side."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from storybook.comics.find import crossings
from storybook.comics.find.balloons import Labels, balloons_of
from storybook.comics.find.beside import bleeds, both_matter, is_margin, surrounds, weaker
from storybook.comics.find.corridors import Corridor, apart, level, row_of, slanted
from storybook.comics.find.leaning import sheared
from storybook.comics.find.lettering_alone import Box, content_of, is_scrap
from storybook.comics.find.piece import Piece
from storybook.comics.find.ruled import WHOLE, ruled
from storybook.comics.find.surface import Mask, Surface, Tone

_SURE, _STRAIGHT, _WHOLE_SIDE = 0.75, 0.6, 0.95
"""Parts of a gutter's side that are drawn: enough on both sides for any gutter, on one, on one of the thinnest."""
_SAME_TONE, _DRIFTED = 26.0, 48.0
"""Levels that two places of a ground differ by at the most, and two far from each other, as a ground may drift."""


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the surface: its left top corner and the px of it; notes: what a person should look at."""

    x: int
    y: int
    own: Mask
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Parts:
    """Regions in reading order; small marks at the edges, such as page numbers; middles of bare gutters; the ground.

    And the numbers of balloons. lined: whether lines part the panels, which then have no ground round them.
    """

    regions: list[Region]
    left_out: list[Region]
    gutters: Mask
    grounds: tuple[Tone, ...]
    balloons: Labels
    lined: bool


@dataclass
class _Cutting:
    surface: Surface
    right_to_left: bool
    grounds: list[Tone] = field(default_factory=list)
    left_out: list[Region] = field(default_factory=list)
    parted_by: Literal["", "gutters", "lines", "clear lines"] = ""
    """What parts the panels of this picture: what was found first; empty where nothing was yet."""

    def __post_init__(self) -> None:
        self.balloons = balloons_of(self.surface)
        self.gutters = np.zeros(self.surface.ink.shape, np.bool_)
        self.grounds += self.surface.margins


def partition(surface: Surface, *, right_to_left: bool) -> Parts:
    """The regions that hold a panel each, in reading order, and what was found out about the ground."""
    cutting = _Cutting(surface, right_to_left)
    whole = Region(0, 0, np.ones(surface.ink.shape, np.bool_))
    regions = _cut(cutting, whole, 0)
    lined = cutting.parted_by == "lines"
    return Parts(regions, cutting.left_out, cutting.gutters, tuple(cutting.grounds), cutting.balloons, lined)


def _cut(cutting: _Cutting, region: Region, depth: int) -> list[Region]:
    region = _trimmed_to_own(region)
    if depth > 12 or min(region.own.shape) < 12:
        return [region]
    for search in (_level_tiers, _slanted_tiers, _level_columns, _slanted_columns, _split_ruled):
        pieces = search(cutting, region)
        if len(pieces) > 1:
            cutting.parted_by = cutting.parted_by or "gutters"
            return [leaf for piece in pieces for leaf in _cut(cutting, piece, depth + 1)]
    return [region] if _piece(cutting, region).ink.any() or depth == 0 else []


def _level_tiers(cutting: _Cutting, region: Region) -> list[Region]:
    piece = _piece(cutting, region)
    return _split(cutting, region, piece, level(piece), turned=False)


def _level_columns(cutting: _Cutting, region: Region) -> list[Region]:
    piece = _turned(_piece(cutting, region), cutting.surface, region)
    return _split(cutting, region, piece, level(piece), turned=True)


def _slanted_tiers(cutting: _Cutting, region: Region) -> list[Region]:
    piece = _piece(cutting, region)
    return _split_slanted(cutting, region, piece, turned=False)


def _slanted_columns(cutting: _Cutting, region: Region) -> list[Region]:
    piece = _turned(_piece(cutting, region), cutting.surface, region)
    return _split_slanted(cutting, region, piece, turned=True)


def _split_ruled(cutting: _Cutting, region: Region) -> list[Region]:
    """Cut along a line, on a page on which no gutter was found; a page with a ground has to show it beyond doubt."""
    if not cutting.parted_by:
        cutting.parted_by = "clear lines" if cutting.grounds else "lines"
    if cutting.parted_by == "gutters":
        return []
    piece = _piece(cutting, region)
    turned = _turned(piece, cutting.surface, region)
    across, down = (ruled(one, sure=cutting.parted_by == "clear lines") for one in (piece, turned))
    if down and not (across and across[0].above >= min(down[0].above, WHOLE)):
        return _along(cutting, region, turned, down, turned=True)
    return _along(cutting, region, piece, across, turned=False)


def _piece(cutting: _Cutting, region: Region) -> Piece:
    surface = cutting.surface
    height, width = region.own.shape
    rows, columns = slice(region.y, region.y + height), slice(region.x, region.x + width)
    edges = (region.x == 0, region.x + width == surface.width)
    return Piece(
        surface.pixels[rows, columns],
        surface.ink[rows, columns] & region.own,
        surface.across[rows, columns],
        surface.down[rows, columns],
        region.own,
        cutting.balloons[rows, columns],
        surface.width,
        edges,
    )


def _turned(piece: Piece, surface: Surface, region: Region) -> Piece:
    edges = (region.y == 0, region.y + region.own.shape[0] == surface.height)
    return Piece(
        np.ascontiguousarray(piece.pixels.transpose(1, 0, 2)),
        np.ascontiguousarray(piece.ink.T),
        np.ascontiguousarray(piece.down.T),
        np.ascontiguousarray(piece.across.T),
        np.ascontiguousarray(piece.own.T),
        np.ascontiguousarray(piece.balloons.T),
        piece.whole,
        edges,
    )


def _trimmed_to_own(region: Region) -> Region:
    rows, columns = np.flatnonzero(region.own.any(axis=1)), np.flatnonzero(region.own.any(axis=0))
    if not len(rows):
        return region
    top, bottom, left, right = int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1
    return replace(region, x=region.x + left, y=region.y + top, own=region.own[top:bottom, left:right])


# --------------------------------------------------------------------------------------- which gutters


def _split(cutting: _Cutting, region: Region, piece: Piece, found: Sequence[Corridor], *, turned: bool) -> list[Region]:
    inner = [one for one in found if not is_margin(piece, one)]
    _learn_from(cutting, piece, inner)
    cuts = apart(piece, [one for one in inner if _accepted(cutting, piece, one)])
    _follow(cutting, cuts)
    cuts = _with_something_between(cutting, region, piece, cuts, turned=turned)
    return _along(cutting, region, piece, cuts, turned=turned)


def _split_slanted(cutting: _Cutting, region: Region, piece: Piece, *, turned: bool) -> list[Region]:
    for one in slanted(piece):
        leaning = sheared(piece, one.slope)
        _learn_from(cutting, leaning, [one])
        if not is_margin(leaning, one) and _accepted(cutting, leaning, one) and both_matter(leaning, one):
            _learn(cutting, one)
            return _along(cutting, region, piece, [one], turned=turned)
    return []


def _learn_from(cutting: _Cutting, piece: Piece, found: Sequence[Corridor]) -> None:
    """Take the tones of gutters that are beyond doubt for ground; where nothing is known yet, that of most of them."""
    straight = [one for one in found if not one.crossed and min(one.above, one.below) >= _SURE]
    for one in straight:
        if surrounds(piece, one):
            _learn(cutting, one)
    straight = [one for one in straight if one.thickness >= piece.part(6, 4)] or straight  # not the inside of frames
    if not cutting.grounds and straight:
        votes = [sum(_alike(one.tone, other.tone) for other in straight) for one in straight]
        best = min(range(len(straight)), key=lambda n: (-votes[n], straight[n].thickness))
        _learn(cutting, straight[best])


def _follow(cutting: _Cutting, cuts: Sequence[Corridor]) -> None:
    """Take the tones of straight gutters for ground, as it drifts."""
    for one in cuts:
        if not one.crossed and min(one.above, one.below) >= _SURE:
            _learn(cutting, one)


def _alike(tone: Tone, other: Tone) -> bool:
    return max(abs(a - b) for a, b in zip(tone, other, strict=True)) <= _SAME_TONE


def _learn(cutting: _Cutting, one: Corridor) -> None:
    if not _is_ground(cutting, one.tone):
        cutting.grounds.append(one.tone)


def _is_ground(cutting: _Cutting, tone: Tone) -> bool:
    return any(_alike(tone, other) for other in cutting.grounds)


def _accepted(cutting: _Cutting, piece: Piece, one: Corridor) -> bool:
    """Whether a corridor is a gutter: of a tone that the ground has, and as straight or thick as it must be.

    A band of sky in a panel that runs over the edges is neither.
    """
    known = _is_ground(cutting, one.tone)
    if one.crossed:
        known = known and (one.above > 0 or not cutting.surface.grain)  # on texture one side alone tells nothing
        return known or (not cutting.grounds and one.above >= 0.65)
    known = known or ((not cutting.grounds or min(one.above, one.below) >= _SURE) and surrounds(piece, one))
    if not (known and min(one.above, one.below) >= 0.9) and _is_inside_bleeding(cutting, piece, one):
        return False
    if min(one.above, one.below) >= _SURE:
        return known or (min(one.above, one.below) >= 0.9 and _may_be_ground(cutting, piece, one))
    if max(one.above, one.below) >= _STRAIGHT:
        thick = max(one.thickness, one.room) >= piece.part(4, 3)
        return known and (thick or max(one.above, one.below) >= _WHOLE_SIDE)
    return known and one.thickness >= piece.part(14, 6) and not bleeds(piece, one)


def _may_be_ground(cutting: _Cutting, piece: Piece, one: Corridor) -> bool:
    """Whether a corridor is even, and of a tone that a ground may have drifted to, or been smoothed to."""
    grain = cutting.surface.grain
    if not grain and (cutting.surface.margins or one.thickness < piece.part(8, 4)):
        return False
    most = _SAME_TONE + 6 * grain if grain else _DRIFTED
    row = (one.top + one.bottom) // 2
    colours = piece.pixels[row][piece.own[row] & ~piece.ink[row]].astype(np.int16)
    rough = 26 if grain else 14
    even = float((np.abs(colours - np.array(one.tone)).max(axis=1) <= rough).mean()) >= 0.95
    return even and any(
        max(abs(a - b) for a, b in zip(one.tone, other, strict=True)) <= most for other in cutting.grounds
    )


def _is_inside_bleeding(cutting: _Cutting, piece: Piece, one: Corridor) -> bool:
    """Whether it is a bare band right inside a panel that runs over both edges of the picture.

    Beyond that panel's edge is ground, of another tone where both sides of the band are straight.
    """
    if not all(piece.edges):
        return False
    reach, edge = piece.part(8, 4), piece.part(8, 4)
    both = min(one.above, one.below) >= _SURE
    height = piece.ink.shape[0]
    for straight, beside, step in ((one.above, one.top - 1, -1), (one.below, one.bottom, 1)):
        rows = [row for row in range(beside, beside + step * (reach + 4), step) if 0 <= row < height]
        line = piece.ink[rows]
        if straight < _STRAIGHT or not (line[:, :edge].any() and line[:, -edge:].any()):
            continue
        bare = [row for row in rows if float(piece.ink[row].mean()) < 0.3]
        if not bare:
            continue
        beyond = piece.pixels[bare[0]][~piece.ink[bare[0]]]
        middle = np.median(beyond, axis=0)
        tone = float(middle[0]), float(middle[1]), float(middle[2])
        even = float((np.abs(beyond - middle).max(axis=1) <= 14).mean()) >= 0.9
        if even and _is_ground(cutting, tone) and (not both or not _alike(tone, one.tone)):
            return True
    return False


# ------------------------------------------------------------------------------ what lies between them


def _with_something_between(
    cutting: _Cutting, region: Region, piece: Piece, cuts: list[Corridor], *, turned: bool
) -> list[Corridor]:
    """The cuts without those that would leave next to nothing on a side: that goes with what is nearest."""
    kept = list(cuts)
    while kept:
        bounds = [0, *(round(one.middle) for one in kept), piece.ink.shape[0]]
        boxes = [content_of(piece, start, end) for start, end in pairwise(bounds)]
        small = next((n for n, box in enumerate(boxes) if is_scrap(piece, box)), None)
        if small is None:
            break
        before = boxes[small][0] - boxes[small - 1][1] if small > 0 else None
        after = boxes[small + 1][0] - boxes[small][1] if small + 1 < len(boxes) else None
        if _is_mark(cutting, region, piece, boxes[small], (before, after), turned=turned):
            _leave_out(cutting, region, boxes[small], turned=turned)
            kept.pop(small - 1 if small > 0 else 0)
            rows = slice(*boxes[small][:2])
            piece = replace(piece, ink=piece.ink.copy())
            piece.ink[rows] = False
            continue
        kept.pop(weaker(kept, small, (before, after)))
    return kept


def _is_mark(
    cutting: _Cutting, region: Region, piece: Piece, box: Box, gaps: tuple[int | None, int | None], *, turned: bool
) -> bool:
    """Whether it is a small mark at the foot or head of a page, such as its number, and nothing is near it."""
    whole = region.own.shape == cutting.surface.ink.shape and cutting.surface.height < 2.2 * cutting.surface.width
    at_end = (gaps[0] is None) != (gaps[1] is None)
    gap = gaps[0] if gaps[0] is not None else gaps[1]
    small = box[1] - box[0] < piece.part(30, 10) and box[3] - box[2] < piece.part(120, 30)
    return whole and not turned and at_end and small and gap is not None and gap >= piece.part(8, 4)


def _leave_out(cutting: _Cutting, region: Region, box: Box, *, turned: bool) -> None:
    top, bottom, left, right = box
    own = np.ones((bottom - top, right - left), np.bool_)
    x, y = (region.x + top, region.y + left) if turned else (region.x + left, region.y + top)
    cutting.left_out.append(Region(x, y, own.T if turned else own))
    cutting.surface.ink[y : y + own.shape[1 if turned else 0], x : x + own.shape[0 if turned else 1]] = False


# ------------------------------------------------------------------------------------------- the cuts


def _along(cutting: _Cutting, region: Region, piece: Piece, cuts: Sequence[Corridor], *, turned: bool) -> list[Region]:
    """The regions that the cuts leave, in reading order."""
    if not cuts:
        return [region]
    height, width = piece.ink.shape
    rows = np.arange(height)[:, None]
    side = np.zeros((height, width), np.int16)
    notes: list[set[str]] = [set() for _ in range(len(cuts) + 1)]
    for number, one in enumerate(cuts):
        border: NDArray[np.float64] = row_of(one, width)
        if one.ruled:
            _wipe_line(cutting, region, border, turned=turned)
        else:
            _mark_gutter(cutting, region, piece, (border, one), turned=turned)
        below = rows > border[None, :]
        if one.crossed or one.slope or one.ruled or piece.balloons[one.top : one.bottom].any():
            below, note = crossings.owned(piece, one, border, below)
            if note:
                notes[number].add(note)
                notes[number + 1].add(note)
        side += below
    found = []
    for number in range(len(cuts) + 1):
        own = (side == number) & piece.own
        if own.any():
            mask = np.ascontiguousarray(own.T) if turned else own
            found.append(Region(region.x, region.y, mask, tuple(sorted({*region.notes, *notes[number]}))))
    return found[::-1] if turned and cutting.right_to_left else found


def _wipe_line(cutting: _Cutting, region: Region, border: NDArray[np.float64], *, turned: bool) -> None:
    """Take a ruled line out of the ink: it must not bar the gutters that end at it."""
    half = max(3, round(0.005 * cutting.surface.width))
    height, width = region.own.shape
    part = cutting.surface.ink[region.y : region.y + height, region.x : region.x + width]
    ink = part.T if turned else part
    rows = np.arange(ink.shape[0])[:, None]
    ink[np.abs(rows - border[None, :]) <= half] = False


def _mark_gutter(
    cutting: _Cutting, region: Region, piece: Piece, line: tuple[NDArray[np.float64], Corridor], *, turned: bool
) -> None:
    """Note the bare px of a gutter: what they reach without meeting ink is ground. line: its middle by column."""
    border, one = line
    half = max((one.thickness - 1) / 2, 0.5)
    first, last = max(int(border.min() - half) - 1, 0), max(int(np.ceil(border.max() + half)) + 2, 0)
    rows = np.arange(first, min(last, piece.ink.shape[0]), dtype=np.float64)
    band = np.asarray(np.abs(np.subtract.outer(rows, border)) <= half, np.bool_)
    crossed = np.asarray(np.any(band & piece.ink[first:last], axis=0), np.bool_)
    bare: Mask = np.zeros(piece.ink.shape, np.bool_)
    bare[first:last] = band & piece.own[first:last] & ~crossed.reshape(1, -1)
    if turned:
        bare = bare.T
    cutting.gutters[region.y : region.y + bare.shape[0], region.x : region.x + bare.shape[1]] |= bare
