"""Panels parted by nothing but a ruled line: thin, straight, whole but for lettering that lies on it.

It is told for dark lines; light ones are found in the negative.
"""

from collections.abc import Iterator
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from storybook.comics.find.corridors import Corridor
from storybook.comics.find.leaning import likely_slopes, sheared
from storybook.comics.find.piece import Piece, joined, runs
from storybook.comics.find.surface import Mask, Pixels, most

_BLACK, _WHITE = (0.0, 0.0, 0.0), (255.0, 255.0, 255.0)
_DARK, _PAPER = 110, 205
"""Levels of grey: at most of a line, at least of the paper under letters."""
WHOLE, _LETTERED = 0.96, 0.78
"""Parts of a line that are drawn: of one with nothing on it, and of one with lettering on the rest."""
_NEARLY_LEVEL = 0.08
"""Slope of a line that lettering may lie on."""
_SAMPLED = 3
"""Of so many columns one is looked at, to begin with."""
_ROOM = 110
"""Thousandths of the picture's width that a panel has at the least beside a line."""
_TRIED = 8
"""Rows of a thick line that are tried for its middle."""
_SEEN = 0.22
"""Part of a line that no balloon hides."""
_SURELY = 0.985, 0.7
"""Parts that are drawn, and that no balloon hides, of a line beyond doubt; a leaning one must be: art has many."""
_RUNS_ON = 0.45
"""Part of what meets a line from one side that goes on beyond it, from which on it is a line in the art."""
_BESIDE, _EITHER = 0.25, 0.7
"""Parts of a line with something lighter beside it: on each side, and on one or the other."""


def ruled(piece: Piece, *, sure: bool) -> list[Corridor]:
    """The best line that crosses a region from side to side, as a gutter without room, if there is one.

    sure: whether only lines count that nothing interrupts, as on pages that have gutters.
    """
    if min(piece.ink.shape) < piece.part(2 * _ROOM, 60):
        return []
    slopes = [0.0, *dict.fromkeys(likely_slopes(piece))]
    light = most(piece.pixels)
    found = [*_drawn_in(piece, light, slopes, sure=sure)]
    found += [replace(one, tone=_WHITE) for one in _drawn_in(piece, 255 - light, slopes, sure=sure)]
    found.sort(key=lambda one: (-one.above, abs(one.slope)))
    return found[:1]


def _drawn_in(piece: Piece, light: Pixels, slopes: list[float], *, sure: bool) -> Iterator[Corridor]:
    """The dark lines of some slopes in a region of this lightness."""
    nothing = light[:0, :0]
    toned = replace(piece, pixels=nothing, across=light, down=nothing)  # one channel to shear instead of five
    places = _dark_places(toned)
    inked = np.flatnonzero((piece.ink & piece.own).any(axis=0))
    length = int(inked[-1] - inked[0]) if len(inked) else 0
    for slope in slopes:
        least = _SURELY if sure or abs(slope) > _NEARLY_LEVEL else (_LETTERED, _SEEN)
        if _may_be_on_line(places, slope, 0.9 * least[0] * least[1] * length):
            leaning = sheared(toned, slope) if slope else toned
            yield from (replace(one, slope=slope) for one in _lines(leaning, leaning.across, least))


_Places = tuple[NDArray[np.int64], NDArray[np.int64]]


def _dark_places(piece: Piece) -> _Places:
    """Rows and columns of dark px, of some columns."""
    sample = slice(0, None, _SAMPLED)
    dark = (piece.across[:, sample] <= _DARK) & piece.own[:, sample]
    rows, columns = np.nonzero(dark)
    return rows, columns * _SAMPLED


def _may_be_on_line(places: _Places, slope: float, least: float) -> bool:
    """Whether at least so many px are dark near one line of a slope."""
    rows, columns = places
    meets = np.round(rows - slope * columns).astype(np.int64)
    if not len(meets):
        return False
    counts = np.bincount(meets - meets.min())
    near = np.convolve(counts, np.ones(5), "same")
    return bool(near.max() >= least / _SAMPLED)


def line_at(piece: Piece, one: Corridor, middle: NDArray[np.int64]) -> Mask:
    """The columns in which a line is drawn, whose middle is given by column."""
    found = np.zeros(len(middle), np.bool_)
    columns = np.arange(len(middle))
    for shift in range(-2, 3):
        rows = np.clip(middle + shift, 0, piece.ink.shape[0] - 1)
        light = piece.pixels[rows, columns].max(axis=1)
        found |= (light if one.tone == _BLACK else 255 - light) <= _DARK
    return found


def _lines(piece: Piece, light: Pixels, least: tuple[float, float]) -> Iterator[Corridor]:
    """Level lines of a region whose lightness is given (its pixels are not looked at).

    least: the parts of them that must be drawn where no balloon hides them, and that must not be hidden.
    """
    dark = (light <= _DARK) & piece.own
    near = cv2.dilate(dark.astype(np.uint8), np.ones((5, 1), np.uint8)) > 0
    seen = piece.own & (piece.balloons == 0)
    inked = np.flatnonzero((piece.ink & piece.own).any(axis=0))
    if not len(inked):
        return
    span = slice(int(inked[0]), int(inked[-1]) + 1)
    lengths = np.maximum(seen[:, span].sum(axis=1), 1)
    drawn = (near & seen)[:, span].sum(axis=1) / lengths
    room = piece.part(_ROOM, 30)
    long = (drawn >= least[0]) & (lengths >= least[1] * (span.stop - span.start))
    for top, bottom in runs(long):
        rows = [row for row in range(top, bottom) if room <= row < len(drawn) - room]
        for row in sorted(rows, key=lambda row: -drawn[row])[:_TRIED]:
            share = float(drawn[row])
            if _is_line(piece, dark, row, span) and (
                share >= WHOLE or _is_lettered(piece, light, (row, ~near[row] & seen[row]), span)
            ):
                yield Corridor(row - 1, row + 2, share, share, _BLACK, ruled=True)
                break


def _is_line(piece: Piece, dark: Mask, row: int, span: slice) -> bool:
    """Whether something lighter lies beside it, on both sides, and there is art beyond."""
    reach = piece.part(7, 4)
    lighter = [~dark[row - reach, span], ~dark[row + reach, span]]
    if min(float(side.mean()) for side in lighter) < _BESIDE or float((lighter[0] | lighter[1]).mean()) < _EITHER:
        return False
    far = piece.part(40, 20)
    art = piece.ink & piece.own & (piece.balloons == 0)
    if _runs_on(art[row - reach - 3 : row - reach, span], art[row + reach : row + reach + 3, span]):
        return False
    halves = art[: row - reach, span], art[row + reach :, span]
    return all(_is_art(half, far) for half in halves)


def _runs_on(above: Mask, below: Mask) -> bool:
    """Whether what meets a line from one side goes on beyond it: a figure before a floor; told where little does."""
    first, second = above.any(axis=0), below.any(axis=0)
    for one, other in ((first, second), (second, first)):
        near = np.convolve(other, np.ones(9), "same") > 0
        if one.any() and float(near.mean()) <= 0.4 and float(near[one].mean()) >= _RUNS_ON:
            return True
    return False


def _is_art(half: Mask, far: int) -> bool:
    rows = np.flatnonzero(half.any(axis=1))
    return len(rows) > 0 and int(rows[-1] - rows[0]) >= far and float(half.mean()) >= 0.02


def _is_lettered(piece: Piece, light: Pixels, line: tuple[int, Mask], span: slice) -> bool:
    """Whether all that interrupts a line (its row, and columns without it) is lettering: small bits on light ground.

    Gaps no farther from each other than letters are looked at as one; some px that are not drawn are no gap.
    """
    row, gaps = line
    tall, letter = piece.part(25, 12), piece.part(70, 20)
    inner = np.zeros(len(gaps), np.bool_)
    inner[span] = gaps[span]
    for start, end in joined(runs(inner), letter):
        if int(inner[start:end].sum()) <= piece.part(10, 5):
            continue
        window = light[max(row - tall, 0) : row + tall, start:end]
        if float((window >= _PAPER).mean()) < 0.35:
            return False
        bits, _, stats, _ = cv2.connectedComponentsWithStats((window <= _DARK).astype(np.uint8), connectivity=8)
        if bits < 5 or int(np.minimum(stats[1:, 2], stats[1:, 3]).max()) > letter:
            return False
    return True
