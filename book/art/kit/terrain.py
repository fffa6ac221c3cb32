"""A made-up map in relief: sheets stacked to hills, seen from above; signs without names."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from . import geometry as geo
from .inks import BLACK, Ink, mix
from .paper import Scene


def stack(
    s: Scene, x: float, y: float, rx: float, ry: float, low: Ink, high: Ink, *, sheets: int = 5, lift: float = 5
) -> None:
    """A hill as nested contour sheets, each smaller and a little aside."""
    waves = [(k, s.rng.uniform(0.03, 0.16) / k**0.5, s.rng.uniform(0, 7)) for k in (2, 3, 5)]
    drift = s.rng.uniform(-0.16, 0.16, 2)
    angles = np.linspace(0, 2 * math.pi, 26, endpoint=False)
    for i in range(sheets):
        t = i / sheets
        k = 1 - t * 0.92
        pts = []
        for a in angles:
            r = k * (1 + sum(amp * math.sin(n * a + ph + t * 0.8) for n, amp, ph in waves))
            pts.append((x + drift[0] * rx * t + math.cos(a) * rx * r, y + drift[1] * ry * t + math.sin(a) * ry * r))
        s.cut(geo.shape(pts), mix(low, high, t), lift, wobble=1.0)


def crease(s: Scene, a: geo.Point, b: geo.Point, dark: Ink, pale: Ink) -> None:
    """A fold: a pale ridge and its shade."""
    s.cut(geo.limb([a, b], [1.6, 1.6]), dark, 0, wobble=0.6, edge=0, alpha=0.5)
    up = [(q[0] - 1.6, q[1] - 1.6) for q in (a, b)]
    s.cut(geo.limb(up, [1.1, 1.1]), pale, 0, wobble=0.6, edge=0, alpha=0.7)


def border(s: Scene, points: Sequence[geo.Point], step: float, size: float, ink: Ink = BLACK) -> None:
    """The sign for a frontier: a row of small crosses along a curve."""
    spine = geo.curve(points, steps=24)
    at = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(spine, axis=0).T))])
    for u in np.arange(step / 2, at[-1], step):
        x, y = (float(np.interp(u, at, spine[:, k])) for k in (0, 1))
        bar, post = geo.rect(-size, -size * 0.16, size * 2, size * 0.32), geo.rect(-size * 0.16, -size, size * 0.32, size * 2)
        s.cut(geo.moved(geo.union(bar, post), x, y, 1, s.rng.uniform(-8, 8)), ink, 0.8, wobble=0.3, edge=0.1)


def rose(s: Scene, x: float, y: float, r: float, pale: Ink, dark: Ink) -> None:
    """A compass rose without letters: eight folded points."""
    for turn, k in ((45, 0.62), (0, 1.0)):
        for quarter in range(4):
            half = [(0, -r * k), (r * 0.17 * k, -r * 0.17 * k), (0, 0)]
            for sign, ink in ((1, dark), (-1, pale)):
                pts = [(px * sign, py) for px, py in half]
                s.cut(geo.moved(geo.polygon(pts), x, y, 1, turn + quarter * 90), ink, 1.2, wobble=0.2)
