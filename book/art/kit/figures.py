"""Jointed paper figures: one rig, any age, pose and turn (0 = profile facing right, 1 = frontal)."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

import numpy as np
import skia

from . import geometry as geo
from .heads import head
from .inks import BLACK, CREAM, DEEP, SKIN, Ink, mix
from .paper import Scene


@dataclass(frozen=True)
class Pose:
    """Joint angles in degrees: 0 hangs straight down, positive swings forward (the way it faces)."""

    lean: float = 2
    bend: float = 0  # upper back curls forward by this much more
    nod: float = 0  # head: positive looks down
    arm: tuple[float, float] = (6, 14)  # near arm: shoulder, elbow flex
    far_arm: tuple[float, float] = (-6, 12)
    leg: tuple[float, float] = (2, 3)  # near leg: hip, knee flex
    far_leg: tuple[float, float] = (-3, 2)
    feet: tuple[float, float] = (0, 0)  # heel lift, near and far


STAND = Pose(leg=(4, 5), far_leg=(-6, 2))
WALK = Pose(5, 3, 4, (-24, 16), (22, 26), (24, 6), (-20, 14), (0, 24))
TRUDGE = Pose(14, 16, 18, (-10, 12), (16, 22), (20, 10), (-15, 16), (0, 20))
STOOP = Pose(30, 26, 6, (38, 60), (30, 62), (18, 16), (-14, 16), (0, 20))
SIT = Pose(4, 8, 10, (26, 62), (30, 58), (86, 84), (82, 88))
DRAW = Pose(14, 16, 26, (34, 72), (40, 76), (84, 86), (80, 92))
KNEEL = Pose(18, 22, 26, (44, 34), (34, 52), (62, 138), (48, 128), (40, 50))
REACH = Pose(10, 4, -4, (78, 12), (24, 30), (12, 6), (-12, 8))
LAUGH = Pose(-10, -8, -26, (30, 96), (-16, 40), (6, 6), (-8, 4))
BOWED = Pose(4, 16, 34, (4, 10), (0, 10), (3, 4), (-2, 3))
LOOKUP = Pose(-3, -6, -24, (2, 8), (-6, 10), (3, 3), (-5, 3))
WADE = Pose(8, 8, 4, (46, 52), (30, 58), (16, 8), (-14, 12))


@dataclass(frozen=True)
class Look:
    """Age, clothes and inks of a figure."""

    heads: float = 7.0  # height in heads: child 5.2, youth 6.2, adult 7.2
    hair: str = "bob"  # bob, braid, bun, crop, cap, scarf
    dress: str = "trousers"  # trousers, skirt, coat
    top: Ink = DEEP
    bottom: Ink = BLACK
    skin: Ink = SKIN
    hair_ink: Ink = BLACK
    build: float = 1.0
    collar: Ink | None = None
    armband: Ink | None = None
    bag: Ink | None = None
    load: Ink | None = None
    shade: bool = False  # one dark silhouette: every part in `top`


GIRL = Look(4.9, "bob", "skirt", mix(CREAM, DEEP, 0.08), mix(DEEP, BLACK, 0.2), collar=None)
BOY = Look(4.9, "crop", "trousers", mix(DEEP, CREAM, 0.25), BLACK)
HEROINE = Look(6.9, "braid", "coat", DEEP, BLACK)
WOMAN = Look(7.1, "bun", "skirt", DEEP, BLACK)
MAN = Look(7.3, "crop", "trousers", DEEP, BLACK, build=1.1)
TEACHER = Look(7.5, "crop", "coat", mix(DEEP, BLACK, 0.5), BLACK, build=1.08, armband=(0xB4, 0x45, 0x2F))
WORKER = Look(7.0, "cap", "trousers", DEEP, BLACK, load=mix(BLACK, DEEP, 0.6))


def silhouette(look: Look, ink: Ink) -> Look:
    """The same person as one dark shape."""
    return replace(look, top=ink, bottom=ink, skin=ink, hair_ink=ink, shade=True)


@dataclass
class Rig:
    """Joint positions of a posed figure, hip at the origin, y down, facing right."""

    size: float
    pts: dict[str, np.ndarray] = field(default_factory=dict)

    def __getitem__(self, name: str) -> np.ndarray:
        return self.pts[name]


def _swing(angle: float, length: float) -> np.ndarray:
    a = math.radians(angle)
    return np.array([math.sin(a) * length, math.cos(a) * length])


def build_rig(pose: Pose, look: Look, size: float, turn: float) -> Rig:
    """Place the joints for a figure `size` units tall when standing."""
    unit = size / look.heads
    child = max(0.0, min(1.0, (7.2 - look.heads) / 2))
    leg = size * (0.505 - 0.035 * child)
    torso = size - leg - unit * 1.16
    flat = 1 - 0.75 * turn  # swings foreshorten when the figure turns to us
    p: dict[str, np.ndarray] = {"hip": np.zeros(2)}
    p["waist"] = p["hip"] - _swing(-pose.lean * flat, torso * 0.42)
    p["neck"] = p["waist"] - _swing(-(pose.lean + pose.bend) * flat, torso * 0.58)
    p["crown"] = p["neck"] - _swing(-(pose.lean + pose.bend * 1.1 + pose.nod * 0.35) * flat, unit * 0.2)
    wide = size * 0.098 * look.build * turn * (1 - 0.12 * child)
    hips = size * 0.046 * turn
    sides = (("", 1, pose.arm, pose.leg, pose.feet[0]), ("far_", -1, pose.far_arm, pose.far_leg, pose.feet[1]))
    for name, side, arm, thigh, heel in sides:
        out = np.array([side * wide * 0.92, size * (0.030 + 0.044 * turn)])
        splay = side * turn * 5
        p[name + "shoulder"] = p["neck"] + out
        p[name + "elbow"] = p[name + "shoulder"] + _swing(arm[0] * flat + splay, size * 0.168)
        fore = arm[0] + arm[1]
        p[name + "wrist"] = p[name + "elbow"] + _swing(fore * flat - splay * 0.4, size * 0.145)
        p[name + "grip"] = p[name + "wrist"] + _swing((fore + 8) * flat, size * 0.045)
        p[name + "thigh"] = p["hip"] + np.array([side * hips, 0])
        p[name + "knee"] = p[name + "thigh"] + _swing(thigh[0] * flat, leg * 0.5)
        p[name + "ankle"] = p[name + "knee"] + _swing((thigh[0] - thigh[1]) * flat, leg * 0.45)
        p[name + "toe"] = p[name + "ankle"] + _swing(62 - heel - (thigh[0] - thigh[1]) * -0.1, size * 0.085) * np.array(
            [1 - 0.75 * turn if turn < 0.9 else 0.2 * side, 1]
        )
    return Rig(size, p)


def _leg(r: Rig, side: str, look: Look) -> list[skia.Path]:
    """Trouser leg or stockinged leg, and the shoe."""
    s = r.size
    loose = look.dress != "skirt"
    w = (0.060, 0.055, 0.041, 0.036, 0.030) if loose else (0.050, 0.040, 0.025, 0.027, 0.016)
    hip, knee, ankle, toe = (r[side + k] for k in ("thigh", "knee", "ankle", "toe"))
    calf = (knee + ankle) / 2 + np.array([-0.006 * s, 0])
    leg = geo.limb([hip, (hip + knee) / 2 + np.array([0.006 * s, 0]), knee, calf, ankle], [k * s for k in w])
    heel = ankle + np.array([-0.012 * s, 0.014 * s])
    shoe = geo.limb(
        [heel, (heel + toe) / 2 + np.array([0.004 * s, -0.006 * s]), toe], [0.024 * s, 0.025 * s, 0.013 * s]
    )
    return [shoe, leg]


def _torso(r: Rig, look: Look, turn: float) -> skia.Path:
    """Chest, waist and hips; a coat or skirt hangs from it."""
    s, b = r.size, look.build
    child = look.heads < 6
    if turn >= 0.6:
        return _front_torso(r, look)
    wide = lambda side, front: (side + (front - side) * turn) * s * b  # noqa: E731
    up = (r["waist"] - r["neck"]) / np.linalg.norm(r["waist"] - r["neck"])
    top = r["neck"] + up * 0.018 * s
    chest = (r["neck"] * 0.6 + r["waist"] * 0.4) + np.array([0.008 * s * (1 - turn), 0])
    widths = [wide(0.034, 0.062), wide(0.058, 0.104), wide(0.068, 0.098), wide(0.058, 0.078), wide(0.066, 0.088)]
    if child:
        widths = [w * 0.94 for w in widths]
    hip = r["hip"] + np.array([-0.006 * s * (1 - turn), 0.012 * s])
    return geo.limb([top, (top + chest) / 2, chest, r["waist"], hip], widths)


def _front_torso(r: Rig, look: Look) -> skia.Path:
    """Body seen from front or back: sloping shoulders, waist, hips."""
    s, b = r.size, look.build * (0.92 if look.heads < 6 else 1.0)
    (nx, ny), (wx, wy), (hx, hy) = r["neck"], r["waist"], r["hip"]
    right = [(0.030, 0.002), (0.062, 0.020), (0.100, 0.038), (0.116, 0.070)]
    edge = [(nx + dx * s * b, ny + dy * s) for dx, dy in right]
    edge += [(nx + 0.098 * s * b, ny + 0.13 * s), (wx + 0.080 * s * b, wy), (hx + 0.088 * s * b, hy + 0.045 * s, 1)]
    mirror = [(2 * nx - q[0], *q[1:]) for q in reversed(edge)]
    return geo.shape(edge + mirror)


def _hem(r: Rig, look: Look, turn: float, length: float) -> skia.Path:
    """Skirt or coat skirts: cloth falling from the waist over both thighs."""
    s = r.size
    half = s * (0.055 + 0.025 * turn) * look.build
    thighs = [
        r["far_thigh"] + (r["far_knee"] - r["far_thigh"]) * length,
        r["thigh"] + (r["knee"] - r["thigh"]) * length,
    ]
    back, front = sorted(thighs, key=lambda q: q[0])
    flare = s * (0.085 if look.heads < 6 else 0.058) * look.build
    low = max(back[1], front[1])
    seated = abs(front[0]) > s * 0.15
    left = np.array([back[0] - flare, low]) if not seated else np.array([-half * 1.25, half * 1.1])
    right = np.array([front[0] + flare, low]) if not seated else front + np.array([s * 0.05, s * 0.05])
    waist = r["waist"]
    pts = [
        (waist[0] - half * 0.95, waist[1], 1),
        (waist[0] + half * 0.95, waist[1], 1),
        (half * 1.18 + (front[0] if seated else 0) * 0.45, -half * (0.55 if seated else -0.2)),
        (*right, 1),
        ((left[0] + right[0]) / 2, max(left[1], right[1]) + s * 0.012),
        (*left, 1),
        (-half * 1.3, half * 0.2),
    ]
    return geo.shape(pts)


def _arm(r: Rig, side: str, look: Look) -> tuple[skia.Path, skia.Path]:
    """Sleeve and hand."""
    s, b = r.size, look.build
    a, e, w, g = (r[side + k] for k in ("shoulder", "elbow", "wrist", "grip"))
    sleeve = geo.limb(
        [a, a * 0.5 + e * 0.5, e, e * 0.4 + w * 0.6, w], [s * k * b for k in (0.040, 0.037, 0.032, 0.031, 0.027)]
    )
    d = (g - w) / (np.linalg.norm(g - w) + 1e-9)
    n = np.array([d[1], -d[0]])
    palm = geo.limb([w, w + d * s * 0.02, g + d * s * 0.008], [s * 0.014, s * 0.021, s * 0.012])
    thumb = geo.limb([w + d * s * 0.008, w + d * s * 0.026 + n * s * 0.022], [s * 0.009, s * 0.007])
    return sleeve, geo.union(palm, thumb)


def _load(r: Rig) -> skia.Path:
    """A sack across the upper back."""
    s = r.size
    x, y = r["neck"] * 0.75 + r["waist"] * 0.25
    return geo.moved(
        geo.shape(
            [
                (-0.16 * s, 0.03 * s),
                (-0.12 * s, -0.09 * s),
                (0, -0.13 * s),
                (0.12 * s, -0.08 * s),
                (0.15 * s, 0.0),
                (0.05 * s, 0.07 * s),
                (-0.09 * s, 0.09 * s),
            ]
        ),
        x - 0.055 * s,
        y - 0.075 * s,
        1,
        22,
    )


def figure(
    s: Scene,
    x: float,
    y: float,
    size: float,
    look: Look = HEROINE,
    pose: Pose = STAND,
    *,
    turn: float = 0.25,
    flip: bool = False,
    lift: float | None = None,
    back: bool = False,
    rim: tuple[float, float, Ink] | None = None,
    mend: bool = False,
) -> Rig:
    """Stand a figure with its lowest foot at (x, y); returns its joints in panel units.

    `turn` 0 profile … 1 frontal; `flip` faces left; `back` shows the back of the head;
    `rim` = (dx, dy, ink) lets a sliver of light show on that side; `mend` closes pinholes at sharp joints.
    """
    r = build_rig(pose, look, size, turn)
    floor = max(r["ankle"][1], r["far_ankle"][1], r["toe"][1], r["far_toe"][1], r["knee"][1], r["far_knee"][1])
    floor += size * 0.022
    up = lift if lift is not None else max(0.8, size * 0.012)

    sheets: list[tuple[skia.Path, Ink, float]] = []

    def put(path: skia.Path, ink: Ink, high: float = 1.0) -> None:
        sheets.append((geo.moved(geo.filled(path) if mend else path, x, y - floor, 1, 0, flip), ink, up * high))

    _assemble(look, r, size, pose, turn, back, put)
    if rim:
        for path, _, _ in sheets:
            s.cut(geo.moved(path, rim[0], rim[1]), rim[2], 0, wobble=0.3, edge=0)
    for path, ink, high in sheets:
        soft = 0.18 if look.shade else 0.45
        edge = 0.10 if look.shade else 0.3
        s.cut(path, ink, high, wobble=0.45, shadow=soft, edge=edge)
    sign = -1 if flip else 1
    return Rig(size, {k: np.array([x + sign * v[0], y - floor + v[1]]) for k, v in r.pts.items()})


def _assemble(look: Look, r: Rig, size: float, pose: Pose, turn: float, back: bool, put) -> None:  # noqa: ANN001
    """Lay the parts from far to near."""
    far = mix(look.top, BLACK, 0.35)
    sleeve, hand = _arm(r, "far_", look)
    put(hand, mix(look.skin, BLACK, 0.15), 0.4)
    put(sleeve, far if turn < 0.6 else look.top, 0.4)
    if turn >= 0.6:
        _near_arm(look, r, put)
    for side, dim in (("far_", 0.3), ("", 0.0)):
        shoe, leg = _leg(r, side, look)
        put(shoe, mix(BLACK, look.bottom, 0.5), 0.5)
        bare = look.dress == "skirt" and not look.shade
        put(leg, mix(mix(look.skin, BLACK, 0.12) if bare else look.bottom, BLACK, dim), 0.5)
    _upper(look, r, turn, put)
    if look.load:
        put(_load(r), look.load, 1.2)
    neck = geo.limb([r["neck"] + (0, 0.02 * size), r["crown"] + (0, -0.02 * size)], [size * 0.030, size * 0.026])
    put(neck, mix(look.skin, BLACK, 0.12), 0.3)
    tilt = (pose.lean + pose.bend) * (1 - 0.75 * turn) * 0.75 + pose.nod * (1 - 0.6 * turn)
    for path, role in head(look, size / look.heads, r["crown"], tilt, turn, back):
        put(path, {"skin": look.skin, "hair": look.hair_ink}.get(role, look.top), 0.6)
    if turn < 0.6:
        _near_arm(look, r, put)
    if look.bag:
        x, y = r["hip"] + (-0.07 * size, -0.02 * size)
        strap = geo.limb(
            [r["neck"] + (0.02 * size, 0.02 * size), r["waist"] + (-0.02 * size, -0.03 * size), (x, y)],
            [size * 0.009] * 3,
        )
        sack = geo.shape([(-0.05, -0.05), (0.0, -0.075), (0.05, -0.045), (0.06, 0.03), (0.01, 0.06), (-0.05, 0.04)])
        put(strap, look.bag, 0.3)
        put(geo.moved(sack, x, y, size * 1.05), look.bag, 0.8)


def _near_arm(look: Look, r: Rig, put) -> None:  # noqa: ANN001
    """The arm nearer to us, with its band."""
    sleeve, hand = _arm(r, "", look)
    put(hand, look.skin, 0.6)
    put(sleeve, look.top if look.shade else mix(look.top, CREAM, 0.04), 0.9)
    if look.armband:
        put(_armband(r), look.armband, 0.3)


def _upper(look: Look, r: Rig, turn: float, put) -> None:  # noqa: ANN001
    """Torso with what hangs from it."""
    if look.dress == "skirt":
        put(_torso(r, look, turn), look.top, 0.7)
        put(_hem(r, look, turn, 0.86), look.bottom, 0.8)
    elif look.dress == "coat":
        put(geo.union(_torso(r, look, turn), _hem(r, look, turn, 0.7)), look.top, 0.9)
    else:
        put(_torso(r, look, turn), look.top, 0.8)
    if look.collar:
        n, s = r["neck"], r.size
        collar = geo.shape(
            [
                (n[0] - 0.05 * s, n[1] + 0.01 * s),
                (n[0], n[1] - 0.012 * s),
                (n[0] + 0.055 * s, n[1] + 0.01 * s),
                (n[0] + 0.03 * s, n[1] + 0.05 * s, 1),
                (n[0], n[1] + 0.025 * s),
                (n[0] - 0.03 * s, n[1] + 0.045 * s, 1),
            ]
        )
        put(collar, look.collar, 0.3)


def _armband(r: Rig) -> skia.Path:
    a, e = r["shoulder"], r["elbow"]
    return geo.limb([a * 0.62 + e * 0.38, a * 0.36 + e * 0.64], [r.size * 0.0405, r.size * 0.0375], caps=False)
