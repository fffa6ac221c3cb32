"""Her grown hand: slender fingers that hold a crayon, or hang above it."""

from __future__ import annotations

from collections.abc import Sequence

import skia

from . import crayon
from . import geometry as geo
from .hands import _at, _nail, _placer
from .inks import BLACK, CREAM, NIGHT, RED, SKIN, SLATE, Ink, mix
from .paper import Scene

Spine = tuple[list[tuple[float, float]], list[float]]
SLEEVE = mix(NIGHT, SLATE, 0.35)
# Units as in hands.py: the crayon's tip is the origin, the hand lies to the right, y down.
HOLD: dict[str, Spine] = {
    "pinky": ([(128, 20), (104, 18), (82, 24), (68, 33)], [11, 9.6, 8.6, 6.0]),
    "ring": ([(122, 4), (94, -2), (66, 6), (51, 18)], [12, 10.8, 9.6, 6.4]),
    "middle": ([(116, -14), (86, -26), (56, -18), (40, -4), (33, 7)], [12.6, 11.2, 10.0, 8.2, 5.6]),
    "index": ([(118, -32), (94, -53), (68, -55), (45, -41), (25, -24)], [14.6, 12.4, 10.2, 8.2, 5.6]),
    "thumb": ([(176, 44), (142, 30), (106, 11), (70, -12), (38, -19)], [1.5, 9, 13, 10, 6.4]),
}
HOLD_BACK = [
    (102, -46), (118, -51), (140, -40), (168, -16), (198, 8), (232, 30, 1), (210, 70, 1), (182, 54), (152, 44),
    (126, 36), (108, 32), (98, 12), (86, -8), (84, -26), (90, -38),
]  # fmt: skip


def cuffed(s: Scene, points: Sequence[geo.Point], r0: float, r1: float, ink: Ink = SLEEVE, lift: float = 4) -> None:
    """A sleeve along the points, its cream cuff at the first."""
    spine = geo.curve(points)
    d = (spine[4] - spine[0]) / max(1e-6, float(((spine[4] - spine[0]) ** 2).sum() ** 0.5)) * r0
    a = spine[0]
    s.cut(geo.limb([a - d * 0.7, a - d * 0.2, a + d * 0.3], [r0 * 0.84, r0 * 0.88, r0 * 0.9], caps=False), mix(CREAM, SLATE, 0.12), lift * 0.8, wobble=0.5)
    s.cut(geo.limb([a - d * 0.25, *points[1:]], [r0, (r0 + r1) / 2, r1], caps=False), ink, lift * 1.4, wobble=0.6)


def hold(
    s: Scene,
    x: float,
    y: float,
    scale: float,
    *,
    turn: float = 0,
    skin: Ink = SKIN,
    sleeve: Ink = SLEEVE,
    tool: Ink = RED,
    tool_angle: float = -52,
    tool_length: float = 150,
    tool_r: float = 7.5,
    arm: Sequence[geo.Point] | None = None,
) -> None:
    """Her right hand with the crayon's tip at (x, y); `arm` leads the sleeve on from the cuff."""
    put = _placer(s, x, y, scale, turn, False)

    def at(px: float, py: float) -> tuple[float, float]:
        return _at((px, py), x, y, scale, turn, False)

    points = [at(218, 48), *(arm or [at(320, 108), at(470, 190)])]
    for name, tone in (("pinky", 0.34), ("ring", 0.24), ("middle", 0.13)):
        put(geo.limb(*HOLD[name]), mix(skin, BLACK, tone), 0.9)
    crayon.stick(s, x, y, tool_angle + turn, tool_length * scale, tool_r * scale, tool, lift=max(1.2, scale * 1.6))
    put(geo.union(geo.shape(HOLD_BACK), geo.limb(*HOLD["index"])), skin, 1.0)
    put(_slit([(101, -18), (112, -12), (126, -14)]), mix(skin, BLACK, 0.25), 0)
    put(_slit([(84, -49), (90, -43), (98, -42)]), mix(skin, BLACK, 0.2), 0)
    put(geo.limb(*HOLD["thumb"]), mix(skin, CREAM, 0.12), 1.0)
    for name, r in (("thumb", 7.2), ("index", 6.2)):
        put(_nail(HOLD[name][0], r), mix(skin, CREAM, 0.62), 0.12)
    cuffed(s, points, 33 * scale, 46 * scale, sleeve, max(1.0, scale * 1.6))


def _slit(points: Sequence[geo.Point]) -> skia.Path:
    """A fine crease."""
    return geo.limb(points, [0.3, 1.0, 0.3])


# The same hand from the side, hanging from the wrist: the index fingertip is the origin, the arm goes right.
HANG: dict[str, Spine] = {
    "pinky": ([(140, -54), (100, -32), (84, 2), (83, 31)], [11.5, 9.2, 7.8, 5.2]),
    "ring": ([(134, -64), (78, -46), (54, -4), (49, 34)], [13, 10.8, 8.8, 5.8]),
    "middle": ([(126, -72), (64, -60), (34, -18), (24, 24)], [13.5, 11.2, 9.2, 6.0]),
    "index": ([(126, -80), (64, -76), (26, -42), (6, -5)], [14, 11.2, 9.2, 6.2]),
    "thumb": ([(214, -44), (168, -24), (126, -8), (98, 14), (84, 32)], [3, 15, 13, 10, 6.6]),
}
HANG_BACK = [
    (108, -90), (126, -95), (160, -98), (206, -96), (250, -100, 1), (250, -48, 1), (214, -46), (192, -30), (166, -14),
    (144, -22), (124, -50), (108, -68),
]  # fmt: skip


def hanging(s: Scene, x: float, y: float, scale: float, *, turn: float = 0, skin: Ink = SKIN, sleeve: Ink = SLEEVE, arm: Sequence[geo.Point] | None = None) -> None:
    """Her hand above something, not yet touching it: index fingertip at (x, y)."""
    put = _placer(s, x, y, scale, turn, False)
    for name, tone in (("pinky", 0.3), ("ring", 0.22), ("middle", 0.12)):
        put(geo.limb(*HANG[name]), mix(skin, BLACK, tone), 0.9)
    put(geo.union(geo.shape(HANG_BACK), geo.limb(*HANG["index"])), skin, 1.0)
    put(_slit([(58, -68), (66, -63), (70, -56)]), mix(skin, BLACK, 0.22), 0)
    put(geo.limb(*HANG["thumb"]), mix(skin, CREAM, 0.14), 1.0)
    for name, r in (("thumb", 7.4), ("index", 6.4)):
        put(_nail(HANG[name][0], r), mix(skin, CREAM, 0.62), 0.12)
    at = [_at(p, x, y, scale, turn, False) for p in ((244, -74), (330, -80), (480, -96))]
    cuffed(s, [at[0], *(arm or at[1:])], 34 * scale, 48 * scale, sleeve, max(1.0, scale * 1.6))


def hanging_outline(x: float, y: float, scale: float, turn: float = 0) -> skia.Path:
    """Its silhouette, for a shadow or a tremor."""
    parts = [geo.limb(*HANG[name]) for name in HANG]
    arm = geo.limb([(200, -74), (320, -80), (520, -100)], [28, 42, 50], caps=False)
    return geo.moved(geo.union(geo.shape(HANG_BACK), arm, *parts), x, y, scale, turn)
