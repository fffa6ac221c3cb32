"""The grown heroine seen from behind, drawn by hand: wind in the coat, one long plait."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import skia

from . import geometry as geo
from .heads import BACK, PROFILE, SIDE_HAIR
from .inks import BLACK, CREAM, NIGHT, SKIN, SLATE, Ink, mix
from .paper import Scene

Points = Sequence[geo.Point]
COAT, PALE = mix(NIGHT, BLACK, 0.45), mix(SKIN, NIGHT, 0.42)  # by moonlight
# All outlines: height of the woman = 1, feet at the origin, y up is negative.
COAT_WIND = [
    (-0.028, -0.866), (-0.070, -0.845), (-0.106, -0.822), (-0.118, -0.775), (-0.090, -0.715), (-0.070, -0.620),
    (-0.098, -0.500), (-0.148, -0.375), (-0.222, -0.268, 1), (-0.150, -0.262), (-0.105, -0.232), (-0.060, -0.246),
    (0.000, -0.222), (0.092, -0.236, 1), (0.092, -0.370), (0.086, -0.500), (0.064, -0.620), (0.084, -0.715),
    (0.110, -0.775), (0.102, -0.820), (0.068, -0.845), (0.030, -0.866),
]  # fmt: skip
COAT_WALK = [
    (-0.028, -0.866), (-0.068, -0.845), (-0.104, -0.822), (-0.114, -0.775), (-0.086, -0.715), (-0.066, -0.620),
    (-0.090, -0.500), (-0.118, -0.370), (-0.150, -0.250, 1), (-0.070, -0.232), (0.010, -0.240), (0.080, -0.226),
    (0.128, -0.244, 1), (0.108, -0.370), (0.088, -0.500), (0.066, -0.620), (0.086, -0.715), (0.114, -0.775),
    (0.104, -0.820), (0.068, -0.845), (0.028, -0.866),
]  # fmt: skip
SHOE = [(-0.025, -0.085, 1), (0.025, -0.085, 1), (0.025, -0.045), (0.034, -0.014), (0.026, 0.0), (-0.026, 0.0), (-0.034, -0.014), (-0.025, -0.045)]


@dataclass(frozen=True)
class Stance:
    """How she stands: outlines and joints in units of her height."""

    coat: Points
    legs: tuple[tuple[Points, float], tuple[Points, float]]  # hip, knee, ankle and the shoe's height
    arms: tuple[Points, Points]
    plait: Points
    profile: bool = True  # head turned to the right, or plain back of the head
    tilt: float = 0
    near: tuple[bool, bool] = (False, False)  # arm in front of the coat?


BROOD = Stance(
    COAT_WIND,
    (([(-0.050, -0.30), (-0.060, -0.17), (-0.082, -0.05)], 0.05), ([(0.036, -0.30), (0.046, -0.16), (0.044, -0.03)], 0.05)),
    ([(-0.064, -0.792), (-0.118, -0.690), (-0.140, -0.600), (-0.132, -0.505)], [(0.064, -0.792), (0.150, -0.690), (0.150, -0.662), (0.060, -0.735)]),
    [(-0.046, -0.905), (-0.068, -0.842), (-0.108, -0.776), (-0.176, -0.728), (-0.252, -0.716), (-0.322, -0.684)],
    tilt=-7,
)  # fmt: skip
AWAY = Stance(
    COAT_WALK,
    (([(-0.044, -0.30), (-0.048, -0.18), (-0.044, -0.085)], 0.036), ([(0.044, -0.30), (0.050, -0.15), (0.046, -0.03)], 0.05)),
    ([(-0.062, -0.792), (-0.130, -0.690), (-0.148, -0.610), (-0.134, -0.520)], [(0.062, -0.792), (0.124, -0.690), (0.150, -0.600), (0.172, -0.515)]),
    [(0.0, -0.900), (0.004, -0.830), (-0.002, -0.750), (0.012, -0.670), (0.044, -0.590), (0.066, -0.545)],
    profile=False, tilt=3,
)  # fmt: skip
WADING = Stance(
    COAT_WALK,
    AWAY.legs,
    ([(-0.068, -0.800), (-0.150, -0.740), (-0.214, -0.690), (-0.300, -0.690)], [(0.068, -0.800), (0.148, -0.744), (0.214, -0.706), (0.298, -0.730)]),
    [(-0.006, -0.905), (-0.010, -0.830), (-0.004, -0.750), (0.000, -0.680), (0.004, -0.630), (0.006, -0.590)],
    profile=False, tilt=5,
)  # fmt: skip


def plait(points: Points, r0: float, r1: float, count: int) -> list[skia.Path]:
    """Overlapping leaves along a curve, a tie and a tuft: one long braid, root first."""
    spine = geo.curve(points, steps=24)
    at = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(spine, axis=0).T))])
    pts = np.stack([np.interp(np.linspace(0, at[-1], count + 4), at, spine[:, k]) for k in (0, 1)], 1)
    leaves = []
    for i in range(count):
        d = pts[i + 1] - pts[i]
        angle, step = math.degrees(math.atan2(d[1], d[0])) - 90, float(np.hypot(*d))
        r, side = r0 + (r1 - r0) * i / count, 1 if i % 2 else -1
        n = np.array([-d[1], d[0]]) / step * r * 0.36 * side
        leaf = geo.circle(0, 0, r * 0.56, max(step * 1.15, r * 0.98))
        leaves.append(geo.moved(leaf, *(pts[i] + d / 2 + n), 1, angle + side * 40))
    end = pts[count:]
    d = (end[1] - end[0]) / np.hypot(*(end[1] - end[0]))
    n = np.array([-d[1], d[0]]) * r1 * 0.5
    tie = geo.limb([end[0] - n, end[0] + n], [r1 * 0.3, r1 * 0.3])
    tuft = geo.limb([end[0], end[1], end[-1]], [r1 * 0.45, r1 * 0.95, r1 * 0.15])
    return [*leaves, tuft, tie]


def _head(at: geo.Point, unit: float, stance: Stance) -> list[tuple[skia.Path, str]]:
    """The back of her head with the hair drawn together, or the head turned so that a cheek shows."""
    neck = geo.limb([(at[0], at[1] + unit * 0.14), (at[0], at[1] - unit * 0.10)], [unit * 0.25, unit * 0.19])

    def placed(path: skia.Path) -> skia.Path:
        return geo.moved(path, at[0], at[1], unit, stance.tilt)

    if stance.profile:
        parts = [(neck, "skin"), (placed(geo.shape(PROFILE)), "skin"), (placed(geo.shape(SIDE_HAIR["braid"])), "hair")]
        combed = (((0.22, -0.86), (-0.02, -0.58)), ((0.02, -0.98), (-0.16, -0.62)), ((-0.2, -0.95), (-0.3, -0.6)))
        strands = [geo.limb([a, b, (-0.27, -0.22)], [0.002, 0.013, 0.004]) for a, b in combed]
        return parts + [(placed(strand), "gloss") for strand in strands]
    parts = [(neck, "skin")]
    parts += [(placed(geo.circle(side * 0.385, -0.43, 0.075, 0.13)), "skin") for side in (-1, 1)]
    parts.append((placed(geo.shape(BACK["other"])), "hair"))
    for a, b in ((-0.36, -0.66), (-0.24, -0.84), (-0.09, -0.98), (0.09, -0.98), (0.24, -0.84), (0.36, -0.66)):
        strand = geo.limb([(a, b), (a * 0.95, b * 0.62), (a * 0.2, -0.16)], [0.002, 0.013, 0.004])
        parts.append((placed(strand), "gloss"))
    return parts


def _arm(points: Points) -> list[tuple[skia.Path, str]]:
    """Sleeve and a loose hand going on from it."""
    a, b = np.asarray(points[-2], float), np.asarray(points[-1], float)
    d = (b - a) / np.hypot(*(b - a))
    n = np.array([d[1], -d[0]])  # the thumb lies inwards on a hanging arm, forward on a spread one
    if n[1] > 0.3 or (abs(d[1]) > abs(d[0]) and n[0] * b[0] > 0):
        n = -n
    palm = [geo.limb([b - d * 0.01, b + d * 0.012, b + d * 0.032], [0.014, 0.020, 0.019])]
    palm.append(geo.limb([b + d * 0.006 + n * 0.012, b + d * 0.030 + n * 0.030], [0.009, 0.006]))
    for k in (-1.5, -0.5, 0.5, 1.5):
        root, reach = b + d * 0.030 - n * 0.0095 * k, 0.040 - 0.005 * abs(k + 0.5)
        palm.append(geo.limb([root, root + d * reach - n * 0.006 * k], [0.0062, 0.0046]))
    return [(geo.union(*palm), "skin"), (geo.limb(points, [0.050, 0.040, 0.030, 0.026]), "coat")]


def _parts(stance: Stance, unit: float) -> list[tuple[skia.Path, str]]:
    """Every sheet of her, far to near."""
    parts: list[tuple[skia.Path, str]] = []
    for points, near in zip(stance.arms, stance.near, strict=True):
        parts += [] if near else _arm(points)
    for points, _ in stance.legs:
        ankle = points[-1]
        parts.append((geo.limb(points, [0.040, 0.030, 0.024]), "leg"))
        parts.append((geo.moved(geo.shape(SHOE), ankle[0], ankle[1] + 0.035), "leg"))
    parts.append((geo.shape(stance.coat), "coat"))
    for points, near in zip(stance.arms, stance.near, strict=True):
        parts += _arm(points) if near else []
    head = _head((0.0, -0.884), unit, stance)
    parts.append(head[0])
    collar = [(-0.056, -0.842), (-0.038, -0.872, 1), (0.0, -0.860), (0.038, -0.872, 1), (0.056, -0.842), (0, -0.828)]
    parts.append((geo.shape(collar), "collar"))
    return parts + head[1:]


def outline(x: float, y: float, size: float, stance: Stance, flip: bool = False) -> skia.Path:
    """Her whole shape with her feet at (x, y), for a shadow or a reflection."""
    whole = geo.union(*[p for p, _ in _parts(stance, 0.134)], *plait(stance.plait, 0.027, 0.017, 17))
    return geo.moved(whole, x, y, size, 0, flip)


def behind(
    s: Scene,
    x: float,
    y: float,
    size: float,
    stance: Stance = BROOD,
    *,
    coat: Ink = COAT,
    skin: Ink = PALE,
    rim: tuple[float, float, Ink] | None = None,
    flip: bool = False,
) -> None:
    """Stand her with her feet at (x, y); `rim` = (dx, dy, ink), light along one side."""

    def placed(path: skia.Path) -> skia.Path:
        return geo.moved(path, x, y, size, 0, flip)

    inks = {"coat": coat, "collar": mix(coat, SLATE, 0.22), "skin": skin, "hair": BLACK, "gloss": mix(BLACK, SLATE, 0.42), "leg": mix(coat, BLACK, 0.6)}
    parts = [(placed(p), role) for p, role in _parts(stance, 0.134)]
    braid = [placed(p) for p in plait(stance.plait, 0.027, 0.017, 17)]
    if rim:
        whole = geo.union(*[p for p, _ in parts], *braid)
        s.cut(geo.moved(whole, rim[0], rim[1]), rim[2], 0, wobble=0.2, edge=0)
    lift = max(0.8, size * 0.008)
    for path, role in parts:
        flat = role == "gloss"
        s.cut(path, inks[role], 0 if flat else lift, wobble=0.1 if flat else 0.4, shadow=0.35, edge=0 if flat else 0.16)
    _seams(s, stance, placed, mix(coat, SLATE, 0.38), size)
    for i, path in enumerate(braid):
        tie = i == len(braid) - 1
        s.cut(path, mix(SLATE, CREAM, 0.45) if tie else mix(BLACK, NIGHT, 0.1), lift * 0.5, wobble=0.3, edge=0.4)


def _seams(s: Scene, stance: Stance, placed, ink: Ink, size: float) -> None:  # noqa: ANN001
    """A belt and the folds of the coat, as fine slits."""
    left = min(q[0] for q in stance.coat)
    belt = geo.shape([(-0.070, -0.622, 1), (0.0, -0.612), (0.065, -0.622, 1), (0.066, -0.600, 1), (0, -0.590), (-0.072, -0.600, 1)])
    s.cut(placed(belt), ink, 0.6, wobble=0.2, edge=0.1, shadow=0.3)
    for top, mid, low in ((0.0, 0.01, 0.02), (-0.035, -0.062, left * 0.55), (0.036, 0.05, 0.062)):
        fold = geo.limb([(top, -0.575), (mid, -0.43), (low, -0.30)], [0.0008, 0.0028, 0.0008])
        s.cut(placed(fold), ink, 0, wobble=0, edge=0)
