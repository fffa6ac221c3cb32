"""Water from close by: rings round a body, stars broken on the surface, currents."""

from __future__ import annotations

import skia

from . import geometry as geo
from . import light
from .inks import CREAM, SLATE, Ink, mix
from .paper import Scene


def star(x: float, y: float, r: float, squash: float = 0.72) -> skia.Path:
    """A four-pointed star."""
    q = r * 0.2
    pts = [(0, -r), (q, -q), (r, 0), (q, q), (0, r), (-q, q), (-r, 0), (-q, -q)]
    return geo.polygon([(x + a * squash, y + b) for a, b in pts])


def broken_star(s: Scene, x: float, y: float, r: float, ink: Ink = CREAM, *, slip: float = 0.26) -> None:
    """A star's mirror image cut into strips, each carried a little aside by the water."""
    light.glow(s, x, y, r * 1.7, mix(ink, SLATE, 0.3), 0.26)
    whole, top = star(x, y, r, 0.62), y - r
    while top < y + r:
        step = r * (s.rng.uniform(0.12, 0.2) + 0.26 * abs(top - y) / r)
        a, b = s.rng.uniform(-0.05, 0.05, 2) * r
        strip = geo.polygon([(x - r, top + a), (x + r, top + b), (x + r, top + step * 0.8 + b), (x - r, top + step * 0.8 + a)])
        t = (top - y) / r
        part = geo.moved(geo.meet(whole, strip), s.rng.uniform(-1, 1) * r * slip * (1 + max(0.0, t)), 0)
        if part.countPoints():
            s.cut(part, mix(ink, SLATE, s.rng.uniform(0, 0.22)), 1.0, wobble=0.3, edge=0.1)
        top += step
    for _ in range(3):  # crumbs of light
        px, py, w = x + s.rng.normal(0, r * 0.7), y + r * s.rng.uniform(0.3, 1.5), r * s.rng.uniform(0.2, 0.5)
        s.cut(geo.circle(px, py, w / 2, w * 0.09), mix(ink, SLATE, 0.35), 0.8, wobble=0.3, edge=0.1)


def ring(
    s: Scene, x: float, y: float, rx: float, ry: float, thick: float, ink: Ink, *, lift: float = 2, alpha: float = 1.0
) -> None:
    """One ripple round (x, y): an ellipse of paper, fat in front, thin behind."""
    hole = geo.circle(x, y - thick * 0.55, rx - thick * 0.8, ry - thick * 0.7)
    s.cut(geo.minus(geo.circle(x, y, rx, ry), hole), ink, lift, wobble=1.4, alpha=alpha, edge=0.28)


def current(s: Scene, points: list[tuple[float, float]], width: float, ink: Ink, lift: float = 1.0) -> None:
    """A long tapering slip of water that follows the stream."""
    s.cut(geo.limb(points, [width * 0.1, width * 0.5, width * 0.4, width * 0.06]), ink, lift, wobble=0.6, edge=0.2)
