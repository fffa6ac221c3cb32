"""What classmates pay a portraitist with: biscuit, sweet, corn cob, rice cake."""

from __future__ import annotations

import math

from . import geometry as geo
from .inks import BLACK, CREAM, OCHRE, SLATE, UMBER, mix
from .paper import Scene


def biscuit(s: Scene, x: float, y: float, r: float) -> None:
    """A round biscuit with a bite gone."""
    disc = geo.minus(geo.circle(x, y, r), geo.circle(x + r * 0.9, y - r * 0.75, r * 0.45), geo.circle(x + r * 0.45, y - r * 1.05, r * 0.3))
    s.cut(disc, OCHRE, 4)
    for i in range(5):
        a = 0.5 + i * 1.1
        s.cut(geo.circle(x + math.cos(a) * r * 0.5, y + math.sin(a) * r * 0.5, r * 0.085), UMBER, 0, wobble=0)


def sweet(s: Scene, x: float, y: float, r: float, turn: float = -20) -> None:
    """A sweet in a twisted wrapper."""
    for side in (-1, 1):
        fan = geo.polygon([(side * r * 0.7, 0), (side * r * 2.0, -r * 0.75), (side * r * 1.75, 0), (side * r * 2.0, r * 0.75)])
        s.cut(geo.moved(fan, x, y, 1, turn), mix(CREAM, SLATE, 0.25), 3)
    s.cut(geo.moved(geo.circle(0, 0, r, r * 0.8), x, y, 1, turn), CREAM, 4)
    for k in (-0.45, 0.0, 0.45):
        s.cut(geo.moved(geo.limb([(k * r - r * 0.1, -r * 0.66), (k * r + r * 0.1, r * 0.66)], [r * 0.08] * 2), x, y, 1, turn), SLATE, 0, wobble=0.1)


def corn(s: Scene, x: float, y: float, n: float, turn: float = 0) -> None:
    """A boiled cob, n long, its husk at (x, y)."""
    cob = geo.limb([(0, 0), (0, -n * 0.5), (0, -n)], [n * 0.16, n * 0.17, n * 0.07])
    s.cut(geo.moved(cob, x, y, 1, turn), mix(OCHRE, CREAM, 0.35), 4)
    for row in range(8):
        for col in (-1, 0, 1):
            dot = geo.circle(col * n * 0.092, -n * (0.12 + row * 0.105), n * 0.037, n * 0.042)
            s.cut(geo.moved(dot, x, y, 1, turn), mix(OCHRE, BLACK, 0.12), 0, wobble=0)
    for side in (-1, 1):
        leaf = geo.shape([(0, n * 0.12, 1), (side * n * 0.2, -n * 0.05), (side * n * 0.3, -n * 0.42, 1), (side * n * 0.06, -n * 0.2)])
        s.cut(geo.moved(leaf, x, y, 1, turn), mix(SLATE, OCHRE, 0.35), 3)


def rice_cake(s: Scene, x: float, y: float, r: float, turn: float = 0) -> None:
    """A half-moon rice cake."""
    half = geo.shape([(-r, 0, 1), (-r * 0.7, -r * 0.6), (0, -r * 0.85), (r * 0.7, -r * 0.6), (r, 0, 1), (0, r * 0.2)])
    s.cut(geo.moved(half, x, y, 1, turn), mix(CREAM, OCHRE, 0.3), 4)
    s.cut(geo.moved(geo.limb([(-r * 0.7, -r * 0.12), (0, r * 0.02), (r * 0.7, -r * 0.12)], [r * 0.03] * 3), x, y, 1, turn), mix(CREAM, SLATE, 0.4), 0, wobble=0.1)
