"""Closed curves that balloons are made of, and the pens that write them as SVG paths."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise

from storybook.model.geometry import Rect

Point = tuple[float, float]

SQUARENESS = 2.5
"""Exponent of the superellipse of a balloon: 2 is an ellipse, more is squarer and wastes less room around words."""

KNOTS = 24
"""Points of a superellipse between which it is drawn as Bézier curves: off by less than a thousandth of its width."""

STEP = 1e-4
"""Part of a curve over which its direction is measured."""


@dataclass(frozen=True, slots=True)
class Curve:
    """A closed curve, clockwise as it is seen (y runs down): its point at each part of the way round, 0 to 1.

    knots: where pieces of it end; between two of them it is smooth.
    """

    at: Callable[[float], Point]
    knots: tuple[float, ...]
    centre: Point

    def tangent(self, part: float) -> Point:
        """How far the curve runs there, for the whole way round."""
        (x0, y0), (x1, y1) = self.at(part - STEP), self.at(part + STEP)
        return (x1 - x0) / (2 * STEP), (y1 - y0) / (2 * STEP)

    def outward(self, part: float) -> Point:
        """The direction away from the curve, one long."""
        dx, dy = self.tangent(part)
        length = math.hypot(dx, dy) or 1.0
        return dy / length, -dx / length

    def path(self, start: float, stop: float) -> str:
        """The curve from one part to another behind it, as Bézier curves that go on from its first point."""
        inner = [knot + turn for turn in range(math.floor(start), math.ceil(stop) + 1) for knot in self.knots]
        parts = [start, *(part for part in inner if start + 1e-6 < part < stop - 1e-6), stop]
        return " ".join(self._piece(a, b) for a, b in pairwise(parts))

    def _piece(self, a: float, b: float) -> str:
        (x0, y0), (x1, y1) = self.at(a), self.at(b)
        third = (b - a) / 3
        (u0, v0), (u1, v1) = self.tangent(a + STEP), self.tangent(b - STEP)
        return cubic((x0 + u0 * third, y0 + v0 * third), (x1 - u1 * third, y1 - v1 * third), (x1, y1))

    def nearest(self, point: Point, samples: int = 240) -> float:
        """The part of the curve that is nearest to a point."""
        return min((k / samples for k in range(samples)), key=lambda part: distance(self.at(part), point))

    def towards(self, point: Point, samples: int = 240) -> float:
        """The part of the curve that is seen from its centre in the direction of a point."""
        cx, cy = self.centre
        wanted = math.atan2(point[1] - cy, point[0] - cx)

        def off(part: float) -> float:
            x, y = self.at(part)
            return abs(math.remainder(math.atan2(y - cy, x - cx) - wanted, math.tau))

        return min((k / samples for k in range(samples)), key=off)

    def away(self, part: float, reach: float, direction: int) -> float:
        """The part that lies so far from another, forwards (1) or backwards (-1); a quarter of the way at the most."""
        start = self.at(part)
        low, high = 0.0, 0.25
        for _ in range(20):
            middle = (low + high) / 2
            if distance(self.at(part + direction * middle), start) < reach:
                low = middle
            else:
                high = middle
        return part + direction * low


def superellipse(box: Rect, squareness: float = SQUARENESS) -> Curve:
    """A curve between an ellipse and a rectangle that fills a box; it starts at the right."""
    cx, cy = box.x + box.width / 2, box.y + box.height / 2

    def at(part: float) -> Point:
        angle = math.tau * part
        across, down = math.cos(angle), math.sin(angle)
        reach = (abs(across) ** squareness + abs(down) ** squareness) ** (-1 / squareness)
        return cx + across * reach * box.width / 2, cy + down * reach * box.height / 2

    return Curve(at, tuple(k / KNOTS for k in range(KNOTS)), (cx, cy))


def rounded_rectangle(box: Rect, radius: float) -> Curve:
    """A rectangle with quarters of circles for corners; it starts at the upper end of the right side."""
    radius = min(radius, box.width / 2, box.height / 2)
    across, down, corner = box.width - 2 * radius, box.height - 2 * radius, radius * math.pi / 2
    whole = 2 * (across + down) + 4 * corner
    right, bottom, left, top = box.right - radius, box.bottom - radius, box.x + radius, box.y + radius
    # Each side with the corner behind it: where it starts, which way it runs, the corner's centre, its first angle.
    sides = (
        ((box.right, top), (0, 1), down, (right, bottom), 0.0),
        ((right, box.bottom), (-1, 0), across, (left, bottom), math.pi / 2),
        ((box.x, bottom), (0, -1), down, (left, top), math.pi),
        ((left, box.y), (1, 0), across, (right, top), -math.pi / 2),
    )

    def at(part: float) -> Point:
        way = (part % 1.0) * whole
        for (x, y), (dx, dy), length, (cx, cy), angle in sides:
            if way <= length:
                return x + dx * way, y + dy * way
            way -= length
            if way <= corner:
                turn = angle + (way / corner) * math.pi / 2
                return cx + radius * math.cos(turn), cy + radius * math.sin(turn)
            way -= corner
        return box.right, top

    knots, way = [], 0.0
    for _, _, length, _, _ in sides:
        for step in (length, corner / 2, corner / 2):
            knots.append(way / whole)
            way += step
    return Curve(at, tuple(knots), (box.x + box.width / 2, box.y + box.height / 2))


def distance(a: Point, b: Point) -> float:
    """From one point to another."""
    return math.hypot(a[0] - b[0], a[1] - b[1])


def between(a: Point, b: Point, part: float) -> Point:
    """A point on the way from one to another."""
    return a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part


def move(point: Point) -> str:
    """The command that starts a path."""
    return f"M{pair(point)}"


def cubic(first: Point, second: Point, end: Point) -> str:
    """The command for a Bézier curve with two control points."""
    return f"C{pair(first)} {pair(second)} {pair(end)}"


def quadratic(control: Point, end: Point) -> str:
    """The command for a Bézier curve with one control point."""
    return f"Q{pair(control)} {pair(end)}"


def arc(radius: float, end: Point) -> str:
    """The command for the smaller part of a circle, clockwise."""
    return f"A{number(radius)} {number(radius)} 0 0 1 {pair(end)}"


def polygon(points: Iterable[Point]) -> str:
    """A closed path with straight sides."""
    return "M" + " L".join(pair(point) for point in points) + " Z"


def circle(centre: Point, radius: float) -> str:
    """A closed path round a point."""
    (x, y), r = centre, number(radius)
    return f"M{pair((x - radius, y))} A{r} {r} 0 1 1 {pair((x + radius, y))} A{r} {r} 0 1 1 {pair((x - radius, y))} Z"


def pair(point: Point) -> str:
    """A point as short as SVG needs it."""
    return f"{number(point[0])} {number(point[1])}"


def number(value: float) -> str:
    """A number as short as SVG needs it, to a twentieth of a lettering unit."""
    return f"{value:.1f}".rstrip("0").rstrip(".").replace("-0", "0") if abs(value) < 0.05 else _trimmed(value)


def _trimmed(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
