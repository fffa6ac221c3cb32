"""Big hands for close-ups: jointed fingers as separate sheets, so that they read as hands.

Units: the gripping hand is about 100 long; `scale` 1 draws it 100 units long.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import skia

from . import crayon
from . import geometry as geo
from .inks import BLACK, CREAM, DEEP, RED, SKIN, Ink, mix
from .paper import Scene

# name: (spine points, radii); the crayon's tip is the origin, hand to the right, y down.
GRIP: dict[str, tuple[list[tuple[float, float]], list[float]]] = {
    "pinky": ([(104, 4), (80, 16), (58, 17), (50, 11)], [10, 9.4, 8.4, 7.0]),
    "ring": ([(102, -10), (72, -2), (46, 4), (36, 1)], [11, 10.2, 9.2, 7.4]),
    "middle": ([(100, -26), (66, -24), (42, -14), (27, -10)], [11.4, 10.6, 9.2, 7.2]),
    "index": ([(98, -46), (72, -61), (49, -55), (34, -38), (28, -28)], [12.4, 11.2, 9.8, 8.4, 6.6]),
    "thumb": ([(138, 16), (106, 6), (82, -10), (64, -24), (47, -25), (33, -19)], [1.2, 8.5, 12.6, 11.0, 10.2, 7.4]),
}
# An open hand reaching left, palm down, fingers spread a little: hover, take, slide.
OPEN: dict[str, tuple[list[tuple[float, float]], list[float]]] = {
    "pinky": ([(92, 24), (64, 30), (44, 37), (33, 44)], [10, 8.6, 7.6, 5.4]),
    "ring": ([(90, 8), (54, 10), (28, 18), (13, 28)], [11, 9.6, 8.6, 6.0]),
    "middle": ([(90, -6), (48, -10), (20, -4), (2, 8)], [11.4, 10.0, 9.0, 6.2]),
    "index": ([(92, -22), (56, -32), (30, -30), (12, -20)], [11.6, 10.0, 8.8, 6.0]),
    "thumb": ([(124, 20), (100, 36), (80, 46), (64, 46)], [13, 12, 10.4, 7.0]),
}
GRIP_BACK = [
    (88, -57),
    (104, -61),
    (128, -48),
    (160, -24),
    (196, 0),
    (236, 22),
    (264, 36, 1),
    (244, 90, 1),
    (222, 78),
    (184, 54),
    (150, 34),
    (118, 22),
    (96, 16),
    (86, -6),
    (84, -34),
]
OPEN_BACK = [
    (90, -34),
    (106, -38),
    (132, -33),
    (160, -22),
    (194, -18, 1),
    (196, 22, 1),
    (160, 24),
    (136, 33),
    (108, 36),
    (92, 36),
    (81, 29),
    (87, 17),
    (77, 9),
    (84, 0),
    (75, -9),
    (83, -17),
    (78, -27),
]


def _sleeve(s: Scene, points: Sequence[geo.Point], r0: float, r1: float, ink: Ink, lift: float) -> None:
    """Sleeve along the points (panel units) from the cuff outwards."""
    s.cut(geo.limb(points, [r0, (r0 + r1) / 2 * 1.06, r1]), ink, lift * 1.4, wobble=0.6)
    spine = geo.curve(points)
    d = (spine[3] - spine[0]) / max(1e-6, float(((spine[3] - spine[0]) ** 2).sum() ** 0.5)) * r0
    a = spine[0] - d * 0.22
    s.cut(
        geo.limb([a - d * 0.75, a, a + d * 0.3], [r0 * 1.06, r0 * 1.1, r0 * 1.1], caps=False),
        mix(ink, CREAM, 0.14),
        lift,
        wobble=0.5,
    )


def _at(p: geo.Point, x: float, y: float, scale: float, turn: float, flip: bool) -> tuple[float, float]:
    """A point of the hand in panel units."""
    a = math.radians(turn)
    px, py = (-p[0] if flip else p[0]) * scale, p[1] * scale
    return x + px * math.cos(a) - py * math.sin(a), y + px * math.sin(a) + py * math.cos(a)


def _placer(s: Scene, x: float, y: float, scale: float, turn: float, flip: bool):  # noqa: ANN202
    def put(path: skia.Path, ink: Ink, high: float = 1.0) -> None:
        s.cut(geo.moved(path, x, y, scale, turn, flip), ink, max(1.0, scale * 1.5) * high, wobble=0.6)

    return put


def _nail(spine: Sequence[tuple[float, float]], r: float) -> skia.Path:
    (x0, y0), (x1, y1) = spine[-2], spine[-1]
    n = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5
    dx, dy = (x1 - x0) / n, (y1 - y0) / n
    a = (x1 - dx * r * 0.35 + dy * r * 0.25, y1 - dy * r * 0.35 - dx * r * 0.25)
    return geo.limb([a, (a[0] + dx * r * 0.75, a[1] + dy * r * 0.75)], [r * 0.46, r * 0.42])


def grip(
    s: Scene,
    x: float,
    y: float,
    scale: float,
    *,
    skin: Ink = SKIN,
    sleeve: Ink = DEEP,
    tool: Ink | None = RED,
    turn: float = 0,
    flip: bool = False,
    arm: Sequence[geo.Point] | None = None,
    tool_length: float = 150,
    tool_r: float = 7,
) -> None:
    """A hand holding a crayon or pencil whose tip is at (x, y); the arm comes from lower right.

    `arm` = where the sleeve goes from the cuff (panel units, e.g. elbow, shoulder); default straight on.
    """
    put = _placer(s, x, y, scale, turn, flip)
    dark, pale = mix(skin, BLACK, 0.22), mix(skin, CREAM, 0.16)
    for name, ink in (("pinky", mix(skin, BLACK, 0.3)), ("ring", dark), ("middle", mix(skin, BLACK, 0.1))):
        put(geo.limb(*GRIP[name]), ink, 0.9)
    if tool:
        angle = (180 + 52 if flip else -52) + turn
        crayon.stick(s, x, y, angle, tool_length * scale, tool_r * scale, tool, lift=max(1.2, scale * 1.6))
    put(geo.union(geo.shape(GRIP_BACK), geo.limb(*GRIP["index"])), skin, 1.0)
    put(geo.limb(*GRIP["thumb"]), pale, 1.1)
    put(_nail(GRIP["thumb"][0], 8.2), mix(pale, CREAM, 0.5), 0.15)
    put(_nail(GRIP["index"][0], 6.6), mix(pale, CREAM, 0.4), 0.15)

    def at(p: geo.Point) -> tuple[float, float]:
        return _at(p, x, y, scale, turn, flip)

    points = [at((236, 52)), *(arm or [at((330, 100)), at((460, 160))])]
    _sleeve(s, points, 36 * scale, 48 * scale, sleeve, max(1.0, scale * 1.5))


def open_hand(
    s: Scene,
    x: float,
    y: float,
    scale: float,
    *,
    skin: Ink = SKIN,
    sleeve: Ink = DEEP,
    turn: float = 0,
    flip: bool = False,
    arm: Sequence[geo.Point] | None = None,
    armband: Ink | None = None,
) -> None:
    """A hand reaching from the right, middle fingertip near (x, y): hovering, taking, sliding something.

    `arm` as for grip(); flip + turn -90 points up with the thumb to the right (a left hand on a desk).
    """
    put = _placer(s, x, y, scale, turn, flip)
    put(geo.limb(*OPEN["thumb"]), mix(skin, BLACK, 0.14), 0.7)
    wrist = geo.limb([(150, 2), (205, 2), (262, 4)], [25, 22, 26], caps=False)
    for name, tone in (("pinky", 0.16), ("ring", 0.09), ("index", 0.05), ("middle", 0.0)):
        put(geo.limb(*OPEN[name]), mix(skin, BLACK, tone), 0.8)
        put(_nail(OPEN[name][0], 6.0), mix(skin, CREAM, 0.45), 0.12)
    put(geo.union(geo.shape(OPEN_BACK), wrist), skin, 0.8)
    points = [_at((244, 3), x, y, scale, turn, flip)]
    points += arm or [_at(p, x, y, scale, turn, flip) for p in ((370, 6), (560, 10))]
    _sleeve(s, points, 34 * scale, 48 * scale, sleeve, max(1.0, scale * 1.5))
    if armband:
        put(geo.limb([(366, 6), (426, 7)], [44, 46], caps=False), armband, 0.8)
