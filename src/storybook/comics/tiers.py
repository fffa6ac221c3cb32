"""Tiers: panels side by side in columns, all columns equally high, flush with both edges of the page.

A column holds one panel, or several above each other. The width of a column is linear in the tier's height h: a·h for a
panel of aspect a; for n panels above each other with gutters g between, (h - g (n - 1)) / sum(1 / a). Panels with
slanted outlines reach into each other's boxes, by a share of the tier's height.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from storybook.model.geometry import Rect

MOST_IN_A_TIER = 5
"""Panels side by side."""

MOST_IN_A_COLUMN = 4
"""Panels above each other beside a tall one."""

Shape = tuple[int, ...]
"""How many panels stand above each other in each column of a tier, in reading order."""

SHAPES: tuple[Shape, ...] = (
    *((1,) * count for count in range(1, MOST_IN_A_TIER + 1)),
    *((1, count) for count in range(2, MOST_IN_A_COLUMN + 1)),
    *((count, 1) for count in range(2, MOST_IN_A_COLUMN + 1)),
    (1, 1, 2),
    (1, 2, 1),
    (2, 1, 1),
)
"""The shapes that make-up tries: plain rows, and a column before, behind or between taller panels."""


@dataclass(frozen=True, slots=True)
class Column:
    """Panels above each other: width = slope × height + intercept, in mm."""

    aspects: tuple[float, ...]
    slope: float
    intercept: float


@dataclass(frozen=True, slots=True)
class Tier:
    """Columns side by side, gutters between: width = slope × height + intercept, in mm.

    nests: how far each column but the last is reached into by the next, in shares of the height.
    """

    columns: tuple[Column, ...]
    nests: tuple[float, ...]
    gutter: float
    slope: float
    intercept: float

    def height(self, width: float) -> float:
        """The height at which the tier is exactly so wide."""
        return (width - self.intercept) / self.slope

    def width(self, height: float) -> float:
        """The width at which the tier is exactly so high."""
        return self.slope * height + self.intercept

    def sizes(self, height: float) -> Iterator[tuple[float, float]]:
        """Width and height of each panel in reading order."""
        for column in self.columns:
            width = column.slope * height + column.intercept
            yield from ((width, width / aspect) for aspect in column.aspects)

    def boxes(self, left: float, top: float, height: float, *, right_to_left: bool) -> Iterator[Rect]:
        """Where each panel stands, in reading order."""
        width = self.width(height)
        x = left
        for column, nest in zip(self.columns, (*self.nests, 0.0), strict=True):
            across = column.slope * height + column.intercept
            y = top
            for aspect in column.aspects:
                box_x = left + width - (x - left) - across if right_to_left else x
                yield Rect(box_x, y, across, across / aspect)
                y += across / aspect + self.gutter
            x += across + self.gutter - nest * height


def tier_of(aspects: Sequence[float], shape: Shape, gutter: float, nests: Sequence[float]) -> Tier:
    """The tier that panels of these aspects make in a shape; nests: of each panel but the last, with the next."""
    ends = [0]
    for count in shape:
        ends.append(ends[-1] + count)
    columns = tuple(_column(tuple(aspects[start:end]), gutter) for start, end in pairwise(ends))
    nested = tuple(
        nests[end - 1] if before == after == 1 else 0.0
        for end, (before, after) in zip(ends[1:-1], pairwise(shape), strict=True)
    )
    slope = sum(column.slope for column in columns) - sum(nested)
    intercept = sum(column.intercept for column in columns) + gutter * (len(columns) - 1)
    return Tier(columns, nested, gutter, slope, intercept)


def _column(aspects: tuple[float, ...], gutter: float) -> Column:
    slope = aspects[0] if len(aspects) == 1 else 1 / sum(1 / aspect for aspect in aspects)
    return Column(aspects, slope, -gutter * (len(aspects) - 1) * slope)
