"""What lies over a gutter: a balloon goes whole to the side with more of it, else the cut goes through least ink."""

import numpy as np
from numpy.typing import NDArray

from storybook.comics.find.balloon_over import balloon_over
from storybook.comics.find.corridors import Corridor
from storybook.comics.find.piece import Piece, joined, runs
from storybook.comics.find.ruled import line_at
from storybook.comics.find.surface import Mask

NOTE = "art lies over the gutter here: look whether it is cut well"


def owned(piece: Piece, one: Corridor, border: NDArray[np.float64], below: Mask) -> tuple[Mask, str]:
    """What lies below the gutter when what crosses it has been given whole to one side; and a note where it was cut."""
    columns = np.arange(len(border))
    middle = np.clip(np.round(border).astype(int), 0, piece.ink.shape[0] - 1)
    half = max(one.thickness // 2 - 1, 0)
    barred = np.zeros(len(border), np.bool_)
    for shift in range(-half, half + 1):
        rows = np.clip(middle + shift, 0, piece.ink.shape[0] - 1)
        barred |= piece.ink[rows, columns] & piece.own[rows, columns]
    below, hidden = _with_balloons(piece, (middle, half), below)
    barred &= ~hidden
    if one.ruled:
        barred = piece.own[middle, columns] & ~hidden & ~line_at(piece, one, middle)
    note = ""
    for start, end in _stretches(piece, barred, one):
        shape = balloon_over(piece, (start, end), middle)
        if shape is None:
            if _seam(piece, (start, end), middle, below) > 0.25 * (end - start):
                note = NOTE
            continue
        under = int((shape & below).sum())
        below = below | shape if under > int(shape.sum()) - under else below & ~shape
    return below, note


def _stretches(piece: Piece, barred: Mask, one: Corridor) -> list[tuple[int, int]]:
    """Where something lies over it; with the letters next to a gap in a line, which look like more of the line."""
    found = joined(runs(barred), piece.part(60, 20))
    if not one.ruled:
        return found
    letter = piece.part(60, 16)
    wide = [(max(start - letter, 0), min(end + letter, len(barred))) for start, end in found]
    return joined(wide, 0)


def _with_balloons(piece: Piece, gutter: tuple[NDArray[np.int64], int], below: Mask) -> tuple[Mask, NDArray[np.bool_]]:
    """Give each balloon over a gutter (its middle by column, half its thickness) whole to the side with more of it.

    And the columns where there is one.
    """
    middle, half = gutter
    columns = np.arange(len(middle))
    crossed: set[int] = set()
    under = np.zeros(len(middle), np.bool_)
    for shift in range(-half - 1, half + 2):
        rows = np.clip(middle + shift, 0, piece.ink.shape[0] - 1)
        numbers = np.where(piece.own[rows, columns], piece.balloons[rows, columns], 0)
        under |= numbers > 0
        crossed |= set(numbers.tolist())
    for number in crossed - {0}:
        shape = (piece.balloons == number) & piece.own
        more = 2 * int((shape & below).sum()) > int(shape.sum())
        below = below | shape if more else below & ~shape
    return below, under


def _seam(piece: Piece, span: tuple[int, int], middle: NDArray[np.int64], below: Mask) -> float:
    """Move the border of `below` over a stretch to where it crosses least ink; returns the px of ink it still meets."""
    start, end = max(span[0] - 2, 0), min(span[1] + 2, len(middle))
    reach = piece.part(60, 16)
    centre = int(middle[(start + end) // 2])
    top, bottom = max(centre - reach, 0), min(centre + reach, piece.ink.shape[0])
    window = piece.ink[top:bottom, start:end]
    rows = np.arange(top, bottom)
    stray = np.abs(rows[:, None] - middle[None, start:end]) / reach
    cost = window.astype(np.float64) + 0.15 * stray
    path = _cheapest(cost, int(middle[start]) - top, int(middle[end - 1]) - top)
    for column, row in enumerate(path):
        below[top:bottom, start + column] = rows > row + top
    return float(window[path, np.arange(len(path))].sum())


def _cheapest(cost: NDArray[np.float64], first: int, last: int) -> NDArray[np.int64]:
    """The cheapest way from column to column between two rows, by at most two rows a step."""
    height, width = cost.shape
    first, last = min(max(first, 0), height - 1), min(max(last, 0), height - 1)
    total = np.full((height, width), np.inf)
    total[first, 0] = cost[first, 0]
    came = np.zeros((height, width), np.int64)
    for column in range(1, width):
        padded = np.pad(total[:, column - 1], 2, constant_values=np.inf)
        choices = np.stack([padded[step : step + height] + 0.2 * abs(step - 2) for step in range(5)])
        best = choices.argmin(axis=0)
        came[:, column] = np.arange(height) + best - 2
        total[:, column] = choices.min(axis=0) + cost[:, column]
    path = np.zeros(width, np.int64)
    path[-1] = last if np.isfinite(total[last, -1]) else int(np.argmin(total[:, -1]))
    for column in range(width - 1, 0, -1):
        path[column - 1] = came[path[column], column]
    return path
