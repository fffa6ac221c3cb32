"""What stands beside a corridor: nothing, so that it is a margin; enough for panels; ground; art that bleeds."""

import numpy as np

from storybook.comics.find.corridors import Corridor
from storybook.comics.find.piece import Piece


def is_margin(piece: Piece, one: Corridor) -> bool:
    """Whether there is no ink on one side of it."""
    return not (piece.ink[: one.top].any() and piece.ink[one.bottom :].any())


def both_matter(piece: Piece, one: Corridor) -> bool:
    """Whether there is enough on both sides for a panel each."""
    least = piece.part(45, 16)
    for half in (piece.ink[: one.top], piece.ink[one.bottom :]):
        rows, columns = np.flatnonzero(half.any(axis=1)), np.flatnonzero(half.any(axis=0))
        if not len(rows) or min(rows[-1] - rows[0], columns[-1] - columns[0]) < least:
            return False
    return True


def surrounds(piece: Piece, one: Corridor) -> bool:
    """Whether the tone of a corridor also stands on both sides of what is above it, or below it: as margins."""
    far, edge, reach = piece.part(150, 30), piece.part(8, 4), piece.part(8, 4)
    beside = piece.ink[max(one.top - reach, 0) : one.bottom + reach]
    if not all(piece.edges) or beside[:, :edge].any() or beside[:, -edge:].any():
        return False
    for rows in (slice(max(one.top - far, 0), one.top), slice(one.bottom, one.bottom + far)):
        strip = piece.pixels[rows]
        if len(strip) < far // 2:
            continue
        ends = np.concatenate([strip[:, :edge], strip[:, -edge:]], axis=1).astype(np.int16)
        if float((np.abs(ends - np.array(one.tone)).max(axis=2) <= 24).mean()) >= 0.85:
            return True
    return False


def bleeds(piece: Piece, one: Corridor) -> bool:
    """Whether a strip beside the corridor runs over both edges of the picture without a straight end to it."""
    if not all(piece.edges):
        return False
    far, edge = piece.part(120, 24), piece.part(8, 4)
    for rows in (slice(max(one.top - far, 0), one.top), slice(one.bottom, one.bottom + far)):
        off = np.abs(piece.pixels[rows].astype(np.int16) - np.array(one.tone)).max(axis=2) > 24
        if len(off) and min(off[:, :edge].mean(), off[:, -edge:].mean()) > 0.3:
            return True
    return False


def weaker(cuts: list[Corridor], small: int, gaps: tuple[int | None, int | None]) -> int:
    """The number of the cut before or after a piece that is to go: the less straight one, else the nearer."""
    before, after = gaps
    if before is None or after is None:
        return small if before is None else small - 1
    one, other = (cut.crossed or min(cut.above, cut.below) >= 0.75 for cut in cuts[small - 1 : small + 1])
    if one != other:
        return small if one else small - 1
    return small - 1 if before <= after else small
