"""A region while gutters that run across it are looked for; those that run down are found in it turned on its side."""

from dataclasses import dataclass

import numpy as np

from storybook.comics.find.balloons import Labels
from storybook.comics.find.surface import Mask, Pixels


@dataclass(frozen=True, slots=True)
class Piece:
    """A region cut out of the surface: pixels, ink, contrasts across and down, and which of its px belong to it.

    balloons: numbers of the balloons on it, which gutters run under. whole: the picture's width in px; edges: whether
    its left and right sides are those of the picture.
    """

    pixels: Pixels
    ink: Mask
    across: Pixels
    down: Pixels
    own: Mask
    balloons: Labels
    whole: int
    edges: tuple[bool, bool]

    def part(self, thousandths: float, least: int = 1) -> int:
        """Px of so many thousandths of the picture's width, at least so many."""
        return max(least, round(self.whole * thousandths / 1000))


def runs(flags: Mask) -> list[tuple[int, int]]:
    """Start and end (behind the last) of each run of true values."""
    padded = np.concatenate([[False], flags, [False]])
    changes = np.flatnonzero(padded[1:] != padded[:-1])
    return [(int(start), int(end)) for start, end in zip(changes[::2], changes[1::2], strict=True)]


def joined(found: list[tuple[int, int]], gap: int) -> list[tuple[int, int]]:
    """Runs with those next to each other made one: the two outlines of a balloon, and the letters between."""
    joined: list[tuple[int, int]] = []
    for start, end in found:
        if joined and start - joined[-1][1] <= gap:
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    return joined
