"""Gutters that cross a region from side to side: rows of smooth ground, level or slanted, perhaps with things on them.

All of it is told for gutters that run across; those that run down are found in the region turned on its side.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from storybook.comics.find.balloon_over import balloon_over, has_writing
from storybook.comics.find.leaning import EDGE, bare_ink, edges_by_slope, sheared
from storybook.comics.find.piece import Piece, joined, runs
from storybook.comics.find.surface import STRONG, Mask, Tone

Rows = NDArray[np.int64]

_SIDE, _NEARLY_BARE = 0.85, 0.88
"""Parts that are edge, of a panel's side, and bare, of the ground beside it, of gutters told by one side alone."""
_TRIED = 4
"""Slanted gutters that are looked at in turn: the first may be a margin."""
_CROSSED_EDGE = 0.42
"""Part of a region's width that a straight edge has at the least beside a slanted gutter with something on it."""
_OFF = 48
"""Levels that the ground along a gutter may drift."""


@dataclass(frozen=True, slots=True)
class Corridor:
    """A gutter: it runs from `top` to before `bottom` (px rows, where the region is sheared by its slope).

    above, below: the part of its length along which something ends straight there; crossed: whether something lies
    over it; tone: its colour. slope: px down for each px across. room: its thickness in px where tips of ink that do
    not cross it are not counted. ruled: whether it is no gutter but a line.
    """

    top: int
    bottom: int
    above: float
    below: float
    tone: Tone
    crossed: bool = False
    slope: float = 0.0
    room: int = 0
    ruled: bool = False

    @property
    def middle(self) -> float:
        """The row in the middle of it."""
        return (self.top + self.bottom - 1) / 2

    @property
    def thickness(self) -> int:
        """Px."""
        return self.bottom - self.top


def level(piece: Piece) -> list[Corridor]:
    """What may be gutters that cross a region level, from top to bottom, some too near each other; margins included."""
    clear = list(_clear(piece))
    if _is_shut(piece):
        return sorted(clear, key=lambda one: one.top)
    straight = [one for one in clear if min(one.above, one.below) >= 0.75]
    found = clear + [one for one in _crossed(piece) if not _near(piece, one, straight)]
    found += [one for one in _along_sides(piece) if not _near(piece, one, straight)]
    return sorted(found, key=lambda one: one.top)


def slanted(piece: Piece) -> list[Corridor]:
    """What may be gutters that cross a region slanted, the best first: both their sides are straight."""
    height, width = piece.ink.shape
    if height > 5 * width or min(height, width) < piece.part(60, 30) or _is_shut(piece):
        return []
    least, found = piece.part(3, 2), []
    likely = edges_by_slope(piece)
    for slope, _ in likely:
        bare = bare_ink(piece, slope)
        for one in _clear(bare):
            if one.thickness >= least and min(one.above, one.below) >= 0.75:
                tone = _tone(sheared(piece, slope), one.top, one.bottom, None)
                found.append(replace(one, slope=slope, tone=tone))
    if not found:
        for slope, length in likely[:4]:
            if length < _CROSSED_EDGE * width:
                continue
            found += [replace(one, slope=slope) for one in _crossed(sheared(piece, slope), 0.5)]
    found.sort(key=lambda one: (one.crossed, -one.thickness, abs(one.slope)))
    return found[:_TRIED]


def _is_shut(piece: Piece) -> bool:
    """Whether ink runs all along both ends of it, as in a panel with a frame: no gutter comes out there."""
    ink = piece.ink & piece.own & (piece.balloons == 0)
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not len(rows):
        return True
    left, right, reach = int(columns[0]), int(columns[-1]) + 1, piece.part(8, 4)
    sides = ink[rows[0] : rows[-1], left : left + reach], ink[rows[0] : rows[-1], max(right - reach, 0) : right]
    return all(end - start < 2 for side in sides for start, end in runs(~side.any(axis=1)))


def row_of(one: Corridor, width: int) -> NDArray[np.float64]:
    """The middle of a corridor for each column of the region that is not sheared."""
    offset = max(one.slope * (width - 1), 0.0)
    return np.asarray(one.middle + one.slope * np.arange(width) - offset, np.float64)


# ------------------------------------------------------------------------------------ nothing on them


def _clear(piece: Piece) -> Iterator[Corridor]:
    """Runs of rows without ink, but for balloons."""
    seen = piece.own & (piece.balloons == 0)
    lengths = seen.sum(axis=1)
    inked = (piece.ink & seen).sum(axis=1)
    longest = int(piece.own.sum(axis=1).max(initial=0))
    empty = (lengths >= max(0.3 * longest, 1)) & (inked <= np.minimum(2, 0.003 * lengths))
    nearly = inked <= 0.018 * lengths
    for top, bottom in _over_faint_lines(piece, runs(empty)):
        above, below = _sides(piece, top, bottom)
        if bottom - top >= 2 or max(above, below) >= 0.95:
            tone = _tone(piece, top, bottom, None)
            yield Corridor(top, bottom, above, below, tone, room=_room(nearly, top, bottom, piece.part(6, 3)))
    for top, bottom in runs(_clear_but_for_an_end(piece, seen) & (lengths >= 0.3 * longest)):
        if bottom - top >= piece.part(3, 2) and not empty[top:bottom].any():
            above, below = _sides(piece, top, bottom)
            if min(above, below) >= 0.9:
                yield Corridor(top, bottom, above, below, _tone(piece, top, bottom, None))


def _clear_but_for_an_end(piece: Piece, seen: Mask) -> Mask:
    """The rows with nothing on them but a narrow thing near one of their ends: a neighbour that runs on under it."""
    width = piece.ink.shape[1]
    end = width // 6
    inked = piece.ink & seen
    left, right = inked[:, :end].sum(axis=1), inked[:, width - end :].sum(axis=1)
    inner = inked[:, end : width - end].sum(axis=1)
    alone = (np.minimum(left, right) == 0) & (np.maximum(left, right) <= piece.part(7, 3))
    return np.asarray(alone & (inner <= 1), np.bool_)


def _over_faint_lines(piece: Piece, found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Runs of rows; those with no more than a halo of compression between them are one."""
    if not piece.pixels.size:
        return found
    kept: list[tuple[int, int]] = []
    for top, bottom in found:
        if kept and top - kept[-1][1] <= piece.part(5, 3):
            between = piece.down[kept[-1][1] : top][piece.own[kept[-1][1] : top]]
            tones = _tone(piece, *kept[-1], None), _tone(piece, top, bottom, None)
            alike = max(abs(a - b) for a, b in zip(*tones, strict=True)) <= 10
            if alike and between.size and float(np.quantile(between, 0.98)) < STRONG:
                kept[-1] = kept[-1][0], bottom
                continue
        kept.append((top, bottom))
    return kept


def _room(nearly: Mask, top: int, bottom: int, most: int) -> int:
    """The rows of a run, and up to so many on both sides that have next to no ink."""
    first, last = top, bottom
    while first > max(top - most, 0) and nearly[first - 1]:
        first -= 1
    while last < min(bottom + most, len(nearly)) and nearly[last]:
        last += 1
    return last - first


def _sides(piece: Piece, top: int, bottom: int) -> tuple[float, float]:
    """The part of the columns that are drawn in, beyond each side of a run of rows, which begin right beside it."""
    reach, far = piece.part(8, 4), piece.part(250, 40)
    found = []
    seen = piece.balloons[max(top - reach, 0) : bottom + reach].max(axis=0) == 0
    for near, wide in (
        (slice(max(top - reach, 0), top), slice(max(top - far, 0), top)),
        (slice(bottom, bottom + reach), slice(bottom, bottom + far)),
    ):
        drawn = np.flatnonzero(piece.ink[wide].any(axis=0))
        if not len(drawn):
            found.append(0.0)
            continue
        columns = slice(int(drawn[0]), int(drawn[-1]) + 1)
        beside = piece.ink[near, columns][:, seen[columns]]
        found.append(float(beside.any(axis=0).mean()) if beside.size else 0.0)
    return found[0], found[1]


def _tone(piece: Piece, top: int, bottom: int, columns: Mask | None) -> Tone:
    rows = slice((top + bottom) // 2, (top + bottom) // 2 + 1)
    if not piece.pixels.size:
        return (0.0, 0.0, 0.0)
    own = piece.own[rows] & ((piece.balloons[rows] == 0) if columns is None else columns)
    colours = piece.pixels[rows][own]
    if not len(colours):
        return (255.0, 255.0, 255.0)
    middle = np.median(colours, axis=0)
    return float(middle[0]), float(middle[1]), float(middle[2])


# ---------------------------------------------------------------------------------- something on them


def _crossed(piece: Piece, least: float = 0.26) -> Iterator[Corridor]:
    """Gutters with straight sides that something lies over; `least`: part of their length that must be bare."""
    edge = (piece.down >= EDGE) & (piece.down >= 1.2 * piece.across) & piece.own
    drawn = np.flatnonzero(piece.ink.any(axis=0))
    if not len(drawn):
        return
    columns = slice(int(drawn[0]), int(drawn[-1]) + 1)
    pairs = _pairs(piece, edge[:, columns].sum(axis=1), np.maximum(piece.own[:, columns].sum(axis=1), 1), least)
    if not pairs:
        return
    sums = _summed(piece.ink), _summed(edge)
    best = [found for pair in pairs if (found := _between(piece, pair, sums, least))]
    best.sort(key=lambda one: (-one[0], one[1].top))
    taken: list[Corridor] = []
    for _, one in best:
        if all(one.bottom <= other.top - 3 or one.top >= other.bottom + 3 for other in taken):
            taken.append(one)
            yield one


def _summed(mask: Mask) -> NDArray[np.int16]:
    """For each row, how many of the px above it are true in each column, modulo 2^16: differences are what counts."""
    found = np.zeros((mask.shape[0] + 1, mask.shape[1]), np.int16)
    for row, flags in enumerate(mask.view(np.uint8)):  # much faster than cumsum, which goes down each column
        np.add(found[row], flags, out=found[row + 1])
    return found


def _pairs(piece: Piece, counts: Rows, lengths: Rows, least: float) -> list[tuple[int, int]]:
    """Pairs of rows with edges along both, and few between: counts of edges and of px by row."""
    share, most = counts / lengths, piece.part(200, 40)
    found = set()
    for level in (0.4, 0.7, 1.0, 1.6):
        low = share < level * least
        found |= {(top - 1, bottom) for top, bottom in runs(low) if 2 <= bottom - top <= most and top > 0}
    height = piece.ink.shape[0]
    return sorted(pair for pair in found if pair[1] < height)


_Sums = tuple[NDArray[np.int16], NDArray[np.int16]]
"""Ink and edges, summed down each column."""


def _bare(piece: Piece, rows: tuple[int, int], own: Mask, sums: _Sums) -> tuple[Mask, Mask, tuple[int, int]]:
    """For a gutter between two rows: columns that are bare with edges at both ends, free ones, and its inner rows."""
    first, second = rows
    ink, edges = sums
    height = piece.ink.shape[0]
    rim = min(max((second - first) // 5, 1), 3)
    start, end = first + rim, second - rim + 1
    free = (ink[end] == ink[start]) & own
    above = edges[min(start + 2, height)] != edges[max(first - 4, 0)]
    below = edges[min(second + 5, height)] != edges[max(end - 2, 0)]
    return free & above & below, free, (start, end)


def _between(piece: Piece, rows: tuple[int, int], sums: _Sums, least: float) -> tuple[float, Corridor] | None:
    """The gutter between two rows of edges, and how good it is; None where there is none."""
    first, second = rows
    whole = piece.own[(first + second) // 2]
    own = whole & ~(piece.balloons[first : second + 1] > 0).any(axis=0)
    if own.sum() < 0.3 * whole.sum():
        return None
    good, free, inner = _bare(piece, rows, own, sums)
    far = piece.part(120, 24)
    drawn = np.flatnonzero(piece.ink[max(first - far, 0) : second + far].any(axis=0) & own)
    if not len(drawn):
        return None
    span = slice(int(drawn[0]), int(drawn[-1]) + 1)
    bare = float(good[span].sum()) / max(int(own[span].sum()), 1)
    if bare < least or _patchy(piece, rows, good) or not _open_at_ends(piece, rows, free, good, own):
        return None
    if bare < 0.6 and not _under_balloons(
        piece, own & ~free, sum(rows) // 2, 0.8 * float(own[span].sum()) - good.sum()
    ):
        return None
    tone = _tone(piece, inner[0], inner[1], good)
    if _leaves(piece, sum(rows) // 2, free, tone) > 0.1 * own.sum():
        return None
    top, bottom = inner
    return bare * min(1.0, (second - first) / piece.part(6, 4)), Corridor(top, bottom, bare, bare, tone, crossed=True)


def _leaves(piece: Piece, row: int, free: Mask, tone: Tone) -> int:
    """How many px of a row are free of ink but of another tone: of a panel that the row runs through."""
    off = np.abs(piece.pixels[row][free].astype(np.int16) - np.array(tone)).max(axis=1)
    return int((off > _OFF).sum())


def _open_at_ends(piece: Piece, rows: tuple[int, int], free: Mask, good: Mask, own: Mask) -> bool:
    """Whether it reaches both sides of the region, or what bars it is more than a line and less than a panel."""
    where = np.flatnonzero(good)
    inside = np.flatnonzero(own)
    if not len(where):
        return False
    shut = 0
    thick, most = piece.part(22, 10), int(0.25 * len(inside))
    for ends in (slice(int(inside[0]), int(where[0])), slice(int(where[-1]) + 1, int(inside[-1]) + 1)):
        barred = runs((own & ~free)[ends])
        alone = any(end - start < thick for start, end in barred) or ends.stop - ends.start > most
        if barred and alone and not _under_balloon(piece, ends, sum(rows) // 2):
            return False
        shut += bool(barred)
    return shut < 2


def _under_balloon(piece: Piece, ends: slice, row: int) -> bool:
    """Whether the end of a gutter is under a balloon."""
    middle = np.full(piece.ink.shape[1], row)
    shape = balloon_over(piece, (ends.start, ends.stop), middle)
    return shape is not None and has_writing(piece, shape)


def _patchy(piece: Piece, rows: tuple[int, int], good: Mask) -> bool:
    """Whether the bare parts differ in colour by more than a slow drift."""
    colours = piece.pixels[sum(rows) // 2][good].astype(np.float64)
    place = np.flatnonzero(good)
    if len(place) < 8:
        return True
    for part in colours.T:
        line = np.polyfit(place, part, 1) if np.ptp(place) else np.array([0.0, part.mean()])
        if float(np.quantile(np.abs(part - np.polyval(line, place)), 0.9)) > 14:
            return True
    return False


def _under_balloons(piece: Piece, barred: Mask, row: int, least: float) -> bool:
    """Whether at least so many px of what bars a gutter are of balloons."""
    middle = np.full(piece.ink.shape[1], row)
    for start, end in joined(runs(barred), piece.part(60, 20)):
        if end - start >= piece.part(22, 10):
            shape = balloon_over(piece, (start, end), middle)
            if shape is not None and has_writing(piece, shape):
                least -= int(shape[row].sum())
    return least <= 0


# ------------------------------------------------------------------------------- one side of them alone


def _along_sides(piece: Piece) -> Iterator[Corridor]:
    """Ground beside the long straight side of a panel, to which a figure without a frame comes too near for a gutter.

    It is open at both ends, and next to nothing lies over it.
    """
    drawn = np.flatnonzero((piece.ink & piece.own).any(axis=0))
    if not len(drawn):
        return
    span = slice(int(drawn[0]), int(drawn[-1]) + 1)
    edge = (piece.down >= EDGE) & (piece.down >= piece.across) & piece.own
    sides = np.flatnonzero(edge[:, span].sum(axis=1) >= _SIDE * (span.stop - span.start))
    ends, reach = piece.part(8, 4), piece.part(5, 3)
    beside = [side + step * far for side in sides.tolist() for step in (-1, 1) for far in range(2, reach + 2)]
    for row in sorted({row for row in beside if 0 <= row < len(edge)}):
        free = ~piece.ink[row] & piece.own[row]
        bare = (free | (piece.balloons[row] > 0))[span]
        if bare[:ends].all() and bare[-ends:].all() and float(bare.mean()) >= _NEARLY_BARE:
            yield Corridor(row, row + 1, 0.0, 0.0, _tone(piece, row, row + 1, free[None]), crossed=True)


# --------------------------------------------------------------------------------------- which to keep


def _near(piece: Piece, one: Corridor, others: list[Corridor]) -> bool:
    gap = piece.part(25, 12)
    return any(one.top < other.bottom + gap and other.top < one.bottom + gap for other in others)


def apart(piece: Piece, found: list[Corridor]) -> list[Corridor]:
    """Corridors in order; of those so near to each other that no panel fits between, the best: straight, then thick."""
    gap = piece.part(25, 12)
    kept: list[Corridor] = []
    for one in sorted(found, key=lambda corridor: corridor.top):
        if kept and one.top - kept[-1].bottom < gap:
            if _worth(one) > _worth(kept[-1]):
                kept[-1] = one
        else:
            kept.append(one)
    return kept


def _worth(one: Corridor) -> tuple[bool, int]:
    return one.crossed or min(one.above, one.below) >= 0.75, one.thickness
