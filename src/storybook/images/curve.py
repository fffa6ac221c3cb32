"""What bytes buy: the settings of one picture that are worth their bytes, from the floor of quality to its bar."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, log

from storybook.images.setting import Encoder, Setting

FLOOR = 50.0
"""The score below which no picture is brought. Latin and Hangul lettering of 10 px type in white balloons over painted
art was read without effort at scores of 45 to 53, in JPEG and WebP, and still at 28 with specks round the strokes
(looked at on 26 November 2026, enlarged twice). So 50 leaves room; SSIMULACRA2's own scale calls it medium quality."""

LOWEST = 30
"""The quality below which nothing is tried: even areas would change colour visibly, whatever the score."""


@dataclass(frozen=True, slots=True)
class Point:
    """A setting, the bytes that the picture takes with it, and its score."""

    setting: Setting
    size: float
    score: float


def between(points: Sequence[Point]) -> list[Point]:
    """The points of one encoder, and those at every second quality between: bytes by their logarithm, scores evenly."""
    ordered = sorted(points, key=lambda point: point.setting.quality)
    found = list(ordered)
    for low, high in pairwise(ordered):
        span = high.setting.quality - low.setting.quality
        for step in range(2, span - 1, 2):
            share = step / span
            size = exp(log(low.size) * (1 - share) + log(high.size) * share)
            score = low.score * (1 - share) + high.score * share
            found.append(Point(Setting(low.setting.encoder, low.setting.quality + step), size, score))
    return found


def worth_their_bytes(points: Iterable[Point], floor: float, top: Point) -> list[Point]:
    """The lower convex hull of bytes over score, from the fewest bytes at or above the floor up to `top`.

    Each step from one point to the next costs more bytes for a point of score than the step before it.
    """
    fit = [point for point in points if floor <= point.score < top.score and point.size < top.size]
    ordered = sorted([*fit, top], key=lambda point: (point.size, -point.score))
    hull: list[Point] = []
    for point in ordered:
        if hull and point.score <= hull[-1].score:
            continue
        while len(hull) >= 2 and _price(hull[-1], point) <= _price(hull[-2], hull[-1]):
            hull.pop()
        hull.append(point)
    return hull


def _price(cheap: Point, dear: Point) -> float:
    """Bytes for one point of score."""
    return (dear.size - cheap.size) / (dear.score - cheap.score)


@dataclass(frozen=True, slots=True)
class Curve:
    """The points of one picture that are worth their bytes, the fewest bytes first, and how many px it shows."""

    points: tuple[Point, ...]
    area: int


def allot(curves: Sequence[Curve], budget: float) -> list[int] | None:
    """The number of the point that each picture gets, so that all together take no more than so many bytes.

    Starting from the best of each, the step down that saves most bytes for the quality that it costs is taken, over all
    pictures, until they fit: then all stand at the same slope of bytes against distortion. Distortion is what is
    missing to a score of 100, times the picture's area. None where even the least of all do not fit.
    """
    chosen = [len(curve.points) - 1 for curve in curves]
    total = sum(curve.points[-1].size for curve in curves)
    steps = [
        (-_price(cheap, dear) / curve.area, number, place, dear.size - cheap.size)
        for number, curve in enumerate(curves)
        for place, (cheap, dear) in enumerate(pairwise(curve.points))
    ]
    for _, number, place, saved in sorted(steps, key=lambda step: (step[0], step[1], -step[2])):
        if total <= budget:
            break
        chosen[number] = place
        total -= saved
    return chosen if total <= budget else None


def as_text(points: Iterable[Point]) -> str:
    """Points in one line, to be kept in the store."""
    return json.dumps([[p.setting.encoder.name, p.setting.quality, round(p.size), round(p.score, 2)] for p in points])


def from_text(text: str) -> list[Point]:
    """What `as_text` wrote."""
    return [Point(Setting(Encoder[name], quality), size, score) for name, quality, size, score in json.loads(text)]
