"""How far panels with outlines reach into each other's boxes, so that slanted gutters are as wide as straight ones."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from storybook.model.comic import Panel

MOST = 0.45
"""Share of the narrower panel's width that its neighbour may reach into its box."""

Point = tuple[float, float]


def nests_of(panels: Sequence[Panel], *, right_to_left: bool) -> tuple[float, ...]:
    """For each panel but the last, how far the next one may reach into its box where they stand side by side.

    In shares of their common height. At that distance they touch at one height at least, and nowhere overlap.
    """
    pairs = ((after, before) if right_to_left else (before, after) for before, after in pairwise(panels))
    return tuple(_nest(left, right) for left, right in pairs)


def _nest(left: Panel, right: Panel) -> float:
    if not left.picture.outline and not right.picture.outline:
        return 0.0
    edges = _outline(left), _outline(right)
    room = min(_free(left, edges[0], y, at_right=True) + _free(right, edges[1], y) for y in _heights(*edges))
    return max(0.0, min(room, MOST * min(left.picture.aspect, right.picture.aspect)))


def _outline(panel: Panel) -> tuple[Point, ...]:
    """The corners of a panel in shares of its height; those of its box where it has no outline."""
    width, height = panel.picture.width, panel.picture.height
    corners = panel.picture.outline or ((0, 0), (width, 0), (width, height), (0, height))
    return tuple((x / height, y / height) for x, y in corners)


def _heights(*outlines: Sequence[Point]) -> list[float]:
    """The heights at which the room between two outlines may be least: those of their corners, and both ends."""
    return sorted({0.0, 1.0, *(y for outline in outlines for _, y in outline)})


def _free(panel: Panel, outline: Sequence[Point], y: float, *, at_right: bool = False) -> float:
    """How much of a panel's box lies beside its outline at a height; all of it where the outline does not reach."""
    across = list(_crossings(outline, y))
    if not across:
        return panel.picture.aspect
    return panel.picture.aspect - max(across) if at_right else min(across)


def _crossings(outline: Sequence[Point], y: float) -> Iterator[float]:
    """Where the edges of a polygon are at a height; both ends of those that lie in it."""
    for (x0, y0), (x1, y1) in pairwise((*outline, outline[0])):
        if min(y0, y1) <= y <= max(y0, y1):
            if y0 == y1:
                yield from (x0, x1)
            else:
                yield x0 + (x1 - x0) * (y - y0) / (y1 - y0)
