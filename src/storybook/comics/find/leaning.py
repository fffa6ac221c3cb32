"""Regions whose gutters lean: along which slopes there are long edges, and regions sheared so that these are level."""

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from storybook.comics.find.piece import Piece
from storybook.comics.find.surface import Pixels

EDGE = 18.0
"""Levels of contrast that make the side of a gutter."""
_SLOPES = tuple(round(step * 0.005, 3) for step in range(-84, 85))
"""Down over across: gutters lean by 23 degrees at the most."""
_NOTHING: Pixels = np.zeros((0, 0), np.uint8)


def likely_slopes(piece: Piece) -> list[float]:
    """Slopes along which there are long straight edges, the longest first."""
    return [slope for slope, _ in edges_by_slope(piece)]


def edges_by_slope(piece: Piece) -> list[tuple[float, int]]:
    """Slopes and px of the longest straight edges along them, these first (a Hough transform over gentle slopes)."""
    width = piece.ink.shape[1]
    edge = (piece.down >= EDGE) & (piece.down >= piece.across) & piece.own
    rows, columns = np.nonzero(edge)
    if len(rows) < 0.3 * width:
        return []
    step = max(1, len(rows) // 9_000)
    places = rows[::step].astype(np.float32), columns[::step].astype(np.float32) - width / 2
    bins = piece.ink.shape[0] // 3 + 2
    peaks = np.array([_most_on_line(places, slope, bins) for slope in _SLOPES]) * step
    high = [n for n in range(len(peaks)) if peaks[n] == peaks[max(n - 2, 0) : n + 3].max() and peaks[n] >= 0.3 * width]
    high.sort(key=lambda number: -peaks[number])
    fine = []
    for number in high[:6]:
        around = [_SLOPES[number] + shift for shift in (0.0, -0.0025, 0.0025)]
        best = max(around, key=lambda slope: _most_on_line(places, slope, bins))
        fine.append((round(best, 4), int(peaks[number])))
    return [(slope, length) for slope, length in fine if abs(slope) > 0.004]


def _most_on_line(places: tuple[NDArray[np.float32], NDArray[np.float32]], slope: float, bins: int) -> int:
    """Of places given by their rows and columns, how many lie on the fullest line of a slope, 3 px wide."""
    meets = ((places[0] - np.float32(slope) * places[1]) / 3).astype(np.int32)
    return int(np.bincount(meets[(meets >= 0) & (meets < bins)], minlength=bins).max(initial=0))


def sheared(piece: Piece, slope: float) -> Piece:
    """The region with its columns shifted, so that gutters of this slope become level; rows are added for it."""
    height, width = piece.ink.shape
    lift = slope * (width - 1)
    offset = max(lift, 0.0)
    tall = height + int(np.ceil(abs(lift)))
    matrix = np.array([[1, 0, 0], [-slope, 1, offset]], np.float64)

    def moved(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
        if not image.size:
            return image
        return cv2.warpAffine(image, matrix, (width, tall), flags=cv2.INTER_NEAREST).astype(np.uint8)

    own = moved(piece.own.astype(np.uint8)) > 0
    ink = (moved(piece.ink.astype(np.uint8)) > 0) & own
    balloons = cv2.warpAffine(piece.balloons, matrix, (width, tall), flags=cv2.INTER_NEAREST).astype(np.uint16)
    contrasts = moved(piece.across), moved(piece.down)
    return Piece(moved(piece.pixels), ink, *contrasts, own, balloons, piece.whole, piece.edges)


def bare_ink(piece: Piece, slope: float) -> Piece:
    """The region sheared, of which only its ink and its px are to be looked at."""
    return sheared(replace(piece, pixels=_NOTHING, across=_NOTHING, down=_NOTHING), slope)
