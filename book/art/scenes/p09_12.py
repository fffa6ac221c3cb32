"""Panels 9-12: the vow under the floorboard, the years of books, the empty chair, the ladder."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from kit import figures as fig
from kit import geometry as geo
from kit import light, things
from kit.figures import Pose
from kit.heroine import plait
from kit.inks import (
    AMBER,
    BLACK,
    CREAM,
    DEEP,
    FOG,
    MIST,
    NIGHT,
    OCHRE,
    RED,
    SAND,
    SKIN,
    SLATE,
    STONE,
    UMBER,
    WOOD,
    Ink,
    mix,
)
from kit.paper import Scene
from kit.reach import fingers, reach
from kit.sheet import scene
from kit.stub import stub

BLOUSE = mix(CREAM, SLATE, 0.14)
HAIR = mix(BLACK, NIGHT, 0.2)
OAK = mix(WOOD, NIGHT, 0.35)
KNEES = Pose(38, 16, 22, (30, 10), (60, 60), (66, 152), (72, 158), (104, 108))


def panel_09() -> Scene:
    """The floor cut open: she kneels, one hand lifts the board, the other lets the red stub down."""
    s = scene("panel-09")
    s.ground(mix(NIGHT, BLACK, 0.35))
    _moonlit_wall(s)
    floor = 1029
    s.cut(geo.rect(-20, floor - 62, 1040, 70), mix(OAK, SLATE, 0.12), 5, fade=((500, 0), (0, 0), BLACK, 0.5))
    light.beam(s, geo.polygon([(215, floor - 62), (807, floor - 62), (840, floor), (190, floor)]), MIST, 0.18, 16)
    _hollow(s, floor, 575, 850)
    _board(s, (848, floor + 4), (730, 806))
    look = replace(fig.GIRL, collar=CREAM, top=BLOUSE, bottom=mix(DEEP, NIGHT, 0.5))
    x, y, size = 330, floor + 2, 800
    pose = reach(KNEES, look, x, y, size, near=(672, 1068), far=(732, 838))
    light.shade(s, geo.circle(400, floor - 8, 150, 12), 0.55, 7)
    rig = fig.figure(s, x, y, size, look, pose, turn=0, rim=(-3, -4, MIST), mend=True)
    _lid(s, rig["crown"], 163, 58)
    gx, gy = rig["grip"]
    light.glow(s, gx + 24, gy + 60, 250, RED, 0.55)
    stub(s, gx + 48, gy + 94, -117, 140, 18, lift=4)
    fingers(s, gx + 8, gy + 6, size, 20)
    hx, hy = rig["far_grip"]
    fingers(s, hx + 15, hy + 3, size * 0.9, 24, mix(SKIN, BLACK, 0.12))
    light.vignette(s, 0.6, 0.5, 0.62)
    return s


def _moonlit_wall(s: Scene) -> None:
    """A dark wall and, on it, the moon's window: four panes of pale light."""
    for i in range(5):
        s.cut(geo.rect(-20 + i * 208, -20, 206, 1010), mix(mix(NIGHT, BLACK, 0.3), SLATE, s.rng.uniform(0, 0.06)), 1.5, wobble=0.6)
    for c in (0, 1):
        for r in (0, 1):
            x, y = 215 + c * 310, 330 + r * 300
            pane = [(x, y + 26), (x + 282, y - 14), (x + 282, y + 258), (x, y + 298)]
            s.cut(geo.polygon(pane), mix(SLATE, NIGHT, 0.22), 0, edge=0.2, fade=((x, y), (x + 280, y + 300), MIST, 0.5))
            light.beam(s, geo.polygon(pane), SLATE, 0.3, 12)


def _hollow(s: Scene, floor: float, a: float, b: float) -> None:
    """What lies under the floor: board ends, joists, dark, earth; open between a and b."""
    s.cut(geo.rect(-20, floor, 1040, 400), mix(BLACK, NIGHT, 0.3), 6)
    s.cut(geo.band([(-20, 1225), (260, 1214), (560, 1228), (760, 1220), (1030, 1230)], s.h + 30), mix(UMBER, BLACK, 0.5), 5)
    for x in (110, 400, 900):
        s.cut(geo.rect(x, floor + 20, 84, 130), mix(WOOD, BLACK, 0.5), 5, fade=((0, floor), (0, floor + 150), BLACK, 0.5))
    for x0, x1 in ((-20, 186), (190, 388), (392, a), (b, 1020)):
        s.cut(geo.rect(x0, floor, x1 - x0 - 3, 34), mix(WOOD, OCHRE, 0.22), 5, wobble=0.7, edge=0.5)


def _board(s: Scene, hinge: tuple[float, float], end: tuple[float, float]) -> None:
    """The loose board, raised like a lid."""
    (hx, hy), (ex, ey) = hinge, end
    n = ((ex - hx) ** 2 + (ey - hy) ** 2) ** 0.5
    dx, dy = (ex - hx) / n, (ey - hy) / n
    under = [(hx, hy), (ex, ey), (ex + 34, ey - 34), (hx + 62, hy - 62)]
    s.cut(geo.polygon(under), mix(WOOD, SLATE, 0.2), 7, wobble=0.8, fade=((ex, ey), (hx, hy), BLACK, 0.4))
    s.cut(geo.polygon([(hx, hy), (ex, ey), (ex - dy * 26, ey + dx * 26), (hx - dy * 26, hy + dx * 26)]), mix(WOOD, OCHRE, 0.3), 3, wobble=0.5)


SPINES = (mix(SLATE, NIGHT, 0.4), mix(SLATE, NIGHT, 0.65), mix(NIGHT, BLACK, 0.2), mix(UMBER, SLATE, 0.25), mix(WOOD, BLACK, 0.35), mix(MIST, NIGHT, 0.4), mix(OCHRE, BLACK, 0.5))


def panel_10() -> Scene:
    """A ravine of books, moons of many nights between; at the bottom a lamp and the girl, under her the stub."""
    s = scene("panel-10")
    s.ground(mix(NIGHT, SLATE, 0.12))
    floor = 1228
    for i, (y, phase) in enumerate(((120, 1.0), (270, 0.55), (415, 0.15), (555, -0.4))):
        _phase(s, 500 + (-14, 12, -8, 6)[i], y, 46 - i * 4, phase)
    _ravine(s, floor)
    light.glow(s, 500, 1020, 520, OCHRE, 0.5)
    _study(s, floor)
    _under(s, floor)
    light.vignette(s, 0.5, 0.5, 0.62)
    return s


def _phase(s: Scene, x: float, y: float, r: float, phase: float) -> None:
    """A moon: 1 full, 0 half, towards -1 a thin sickle."""
    light.glow(s, x, y, r * 2.6, mix(CREAM, SLATE, 0.4), 0.4)
    full = geo.circle(x, y, r)
    if phase < 1:
        lit = geo.meet(full, geo.rect(x, y - r, r, 2 * r))
        inner = geo.circle(x, y, abs(phase) * r + 0.01, r)
        full = geo.union(lit, inner) if phase > 0 else geo.minus(lit, inner)
    s.cut(full, CREAM, 2, wobble=0.4)


def _tower(s: Scene, x: float, base: float, top: float, w: float, thick: float, lean: float, dim: float) -> None:
    """Shut books piled from base to top; lean pushes the pile sideways as it rises."""
    y, i = base, 0
    while y > top:
        h = thick * s.rng.uniform(0.68, 1.3)
        k = (base - y) / (base - top)
        bw, px = w * s.rng.uniform(0.82, 1.06), x + lean * k**2 + s.rng.normal(0, w * 0.035)
        ink = mix(SPINES[int(s.rng.integers(len(SPINES)))], BLACK, dim)
        turn = s.rng.normal(0, 0.9)
        s.cut(geo.moved(geo.rect(-bw / 2, -h, bw, h - 1), px, y, 1, turn), ink, 4, wobble=0.6, edge=0.4)
        if i % 3 == 1:
            s.cut(geo.moved(geo.rect(-bw / 2 + bw * 0.04, -h * 0.84, bw * 0.97, h * 0.66), px, y, 1, turn), mix(mix(CREAM, ink, 0.45), BLACK, dim), 0.4, shadow=0.2)
        else:
            for t in (0.14, 0.8):
                s.cut(geo.moved(geo.rect(-bw / 2 + bw * t, -h, bw * 0.05, h - 1), px, y, 1, turn), mix(ink, OCHRE, 0.3), 0, wobble=0.2, edge=0.1)
        y, i = y - h, i + 1


def _ravine(s: Scene, floor: float) -> None:
    """Three rows of towers on each side, nearer ones wider."""
    for gap, w, thick, dim, lean in ((232, 170, 40, 0.35, 120), (352, 210, 52, 0.15, 96), (500, 270, 66, 0.0, 70)):
        for side in (-1, 1):
            _tower(s, 500 + side * gap, floor, -60, w, thick, -side * lean, dim)


def _study(s: Scene, floor: float) -> None:
    """Girl, stool, desk, open book, a small oil lamp."""
    things.planks(s, floor - 60, floor, OAK, 2)
    light.beam(s, geo.circle(510, floor - 26, 260, 30), OCHRE, 0.4, 12)
    look = replace(fig.GIRL, heads=5.5, hair="plait", top=BLOUSE, bottom=mix(DEEP, NIGHT, 0.4), collar=CREAM)
    x, y, size = 445, floor - 14, 480
    top = y - 196
    s.cut(geo.rect(370, y - 168, 116, 16), WOOD, 3)
    for lx in (380, 464):
        s.cut(geo.rect(lx, y - 154, 12, 154), mix(WOOD, BLACK, 0.3), 2)
    pose = reach(replace(fig.DRAW, lean=16, bend=18, nod=24), look, x, y, size, near=(592, top - 8), far=(626, top - 12))
    s.cut(geo.rect(668, top + 14, 14, y - top - 14), mix(OAK, BLACK, 0.2), 2)
    rig = fig.figure(s, x, y, size, look, pose, turn=0, rim=(2, -2, AMBER), mend=True)
    a, e = rig["shoulder"], rig["elbow"]
    cap = geo.limb([a, a * 0.75 + e * 0.25, a * 0.5 + e * 0.5], [19.2, 18.4, 17.6])  # the weld leaves a slit here
    s.cut(cap, mix(BLOUSE, CREAM, 0.04), 0, wobble=0.2, edge=0)
    for side, tone in (("far_", 0.4), ("", 0.12)):
        s.cut(geo.circle(*(rig[side + "ankle"] + (0, -1)), 8.4), mix(look.skin, BLACK, tone), 0, wobble=0.1, edge=0)
    _lid(s, rig["crown"], size / 5.5, 46)
    cx, cy = rig["crown"]
    _braid(s, [(cx - 14, cy - 22), (cx - 44, cy - 8), (cx - 70, cy + 32), (cx - 80, cy + 84), (cx - 82, cy + 124)], 13.5)
    s.cut(geo.rect(548, top, 172, 17), mix(WOOD, OCHRE, 0.35), 4)
    s.cut(geo.rect(562, top + 16, 14, y - top - 16), mix(WOOD, OCHRE, 0.2), 3)
    s.cut(geo.shape([(562, top, 1), (588, top - 18), (622, top - 5, 1), (656, top - 20), (686, top, 1)]), CREAM, 2)
    _lamp(s, 704, top)


def _braid(s: Scene, points: list[tuple[float, float]], r: float, ink: Ink = HAIR, edge: float = 0.36) -> None:
    """Her plait, root first: the bob has grown."""
    for path in plait(points, r, r * 0.62, 15):
        s.cut(path, ink, 1.2, wobble=0.25, edge=edge)


def _lamp(s: Scene, x: float, y: float) -> None:
    """A small oil lamp: bowl, glass, flame."""
    s.cut(geo.shape([(x - 9, y, 1), (x - 17, y - 14), (x - 6, y - 25, 1), (x + 6, y - 25, 1), (x + 17, y - 14), (x + 9, y, 1)]), mix(SLATE, BLACK, 0.3), 2)
    light.glow(s, x, y - 48, 210, AMBER, 0.7)
    s.cut(geo.shape([(x, y - 66, 1), (x + 10, y - 38), (x, y - 25), (x - 10, y - 38)]), mix(CREAM, OCHRE, 0.25), 0.5, wobble=0.2)
    s.cut(geo.shape([(x - 8, y - 25, 1), (x - 19, y - 46), (x - 8, y - 86, 1), (x + 8, y - 86, 1), (x + 19, y - 46), (x + 8, y - 25, 1)]), CREAM, 1, alpha=0.16, wobble=0.2, shadow=0.1)


def _lid(s: Scene, crown, unit: float, tilt: float) -> None:  # noqa: ANN001
    """A lowered eyelid, the one cut in her face; facing right."""
    lid = geo.limb([(0.20, -0.50), (0.255, -0.475), (0.315, -0.495)], [0.006, 0.017, 0.008])
    path = geo.moved(lid, crown[0], crown[1] + unit * 0.08, unit * 0.98, tilt)
    s.cut(path, mix(BLACK, SLATE, 0.12), 0, wobble=0.05, edge=0)


def _under(s: Scene, floor: float) -> None:
    """The same floor cut open, the stub still there."""
    s.cut(geo.rect(-20, floor, 1040, 400), mix(BLACK, NIGHT, 0.3), 6)
    for x0, x1 in ((-20, 250), (254, 420), (424, 668), (672, 1020)):
        s.cut(geo.rect(x0, floor, x1 - x0, 34), mix(WOOD, OCHRE, 0.22), 5, wobble=0.7, edge=0.5)
    light.glow(s, 545, floor + 90, 190, RED, 0.5)
    stub(s, 466, floor + 84, 5, 158, 19, lift=4)


def panel_11() -> Scene:
    """Cold light through a window falls on a chair with nobody in it; three stand together in the dark."""
    s = scene("panel-11")
    s.ground(mix(SLATE, NIGHT, 0.35))
    s.cut(geo.rect(-20, -20, 1040, 575), mix(SLATE, NIGHT, 0.3), 3, fade=((720, 0), (60, 0), BLACK, 0.36))
    for c in (0, 1):
        for r in (0, 1):
            x, y = 566 + c * 196 + r * 22, 70 + r * 226
            pane = geo.polygon([(x, y + 16), (x + 178, y), (x + 200, y + 206), (x + 22, y + 222)])
            s.cut(pane, mix(FOG, SLATE, 0.3), 0, edge=0.1, fade=((x, y), (x + 200, y + 220), STONE, 0.5))
            light.beam(s, pane, FOG, 0.3, 10)
    s.cut(geo.rect(-20, 555, 1040, 260), mix(mix(SLATE, WOOD, 0.4), NIGHT, 0.15), 4, fade=((700, 0), (40, 0), BLACK, 0.66))
    for y in (600, 662):
        s.cut(geo.limb([(-20, y), (1020, y)], [1.2, 1.2]), BLACK, 0, alpha=0.35, edge=0)
    light.beam(s, geo.polygon([(610, 560), (1000, 560), (900, s.h), (420, s.h)]), FOG, 0.3, 12)
    _table(s, Oblique(770, 726, 430))
    _empty(s, Oblique(810, 742, 430))
    shut = mix(NIGHT, BLACK, 0.66)
    for x, size, look, pose, tone in (
        (72, 540, fig.MAN, replace(fig.BOWED, nod=20, bend=8), 0.0),
        (178, 494, fig.WOMAN, replace(fig.BOWED, arm=(2, 14)), 0.1),
        (290, 450, replace(fig.HEROINE, hair="plait"), replace(fig.STAND, nod=6, arm=(2, 8)), 0.24),
    ):
        ink = mix(shut, SLATE, tone)
        rig = fig.figure(s, x, 722, size, fig.silhouette(look, ink), pose, turn=0.15, rim=(2.6, -0.8, mix(MIST, FOG, 0.4)), mend=True)
    cx, cy = rig["crown"]
    _braid(s, [(cx - 22, cy - 8), (cx - 36, cy + 36), (cx - 44, cy + 90), (cx - 44, cy + 160)], 12.5, mix(NIGHT, BLACK, 0.8), 0.24)
    light.vignette(s, 0.5, 0.74, 0.5)
    return s


@dataclass(frozen=True)
class Oblique:
    """A drawer's box: x right, y up, z into the picture, one unit = k."""

    x: float
    y: float
    k: float

    def at(self, x: float, y: float, z: float = 0.0) -> tuple[float, float]:
        return self.x + (x + 0.46 * z) * self.k, self.y - (y + 0.24 * z) * self.k

    def fallen(self, x: float, y: float, z: float = 0.0) -> tuple[float, float]:
        """Where the shadow of that point falls on the floor."""
        return self.at(x - 0.95 * y, 0, z - 0.42 * y)

    def quad(self, *corners: tuple[float, float, float]):  # noqa: ANN201
        return geo.polygon([self.at(*c) for c in corners])


def _box_top(s: Scene, o: Oblique, x0: float, x1: float, y: float, z: float, thick: float, ink: Ink) -> None:
    """A board lying level: its top and its two edges."""
    s.cut(o.quad((x0, y, 0), (x1, y, 0), (x1, y, z), (x0, y, z)), mix(ink, SAND, 0.3), 6)
    s.cut(o.quad((x0, y, 0), (x1, y, 0), (x1, y - thick, 0), (x0, y - thick, 0)), ink, 3, wobble=0.5)
    s.cut(o.quad((x1, y, 0), (x1, y, z), (x1, y - thick, z), (x1, y - thick, 0)), mix(ink, SAND, 0.12), 3, wobble=0.5)


def _table(s: Scene, o: Oblique) -> None:
    """A plain table, one bowl and a spoon at the place of the one who is missing."""
    ink = mix(WOOD, NIGHT, 0.2)
    shadow = geo.polygon([o.fallen(*c) for c in ((-0.98, 0.68, 0), (-0.26, 0.68, 0), (-0.26, 0.68, 0.8), (-0.98, 0.68, 0.8))])
    light.shade(s, shadow, 0.45, 7, NIGHT)
    for x, z in ((-0.88, 0.74), (-0.31, 0.74), (-0.88, 0.04), (-0.31, 0.04)):
        s.cut(geo.limb([o.at(x, 0.68, z), o.at(x, 0, z)], [11, 9]), mix(ink, BLACK, 0.3 if z > 0.5 else 0.1), 3, wobble=0.5)
    _box_top(s, o, -0.94, -0.24, 0.70, 0.8, 0.045, ink)
    bx, by = o.at(-0.50, 0.70, 0.42)
    light.shade(s, geo.circle(bx - 20, by + 4, 52, 10), 0.5, 4, NIGHT)
    s.cut(geo.shape([(bx - 44, by - 34, 1), (bx - 36, by - 10), (bx - 16, by + 4), (bx + 16, by + 4), (bx + 36, by - 10), (bx + 44, by - 34, 1)]), CREAM, 3, fade=((bx + 40, by), (bx - 44, by), SLATE, 0.6))
    s.cut(geo.circle(bx, by - 34, 44, 9), mix(CREAM, SLATE, 0.5), 0.6)
    s.cut(geo.limb([(bx - 84, by - 12), (bx - 34, by + 20)], [2.6, 3.4]), mix(CREAM, SLATE, 0.2), 1.2, wobble=0.2)
    s.cut(geo.moved(geo.circle(0, 0, 19, 9), bx - 94, by - 17, 1, 24), mix(CREAM, SLATE, 0.2), 1.2, wobble=0.2)


def _empty(s: Scene, o: Oblique) -> None:
    """The chair, drawn back a little from the table, its shadow long."""
    ink, back = mix(OCHRE, WOOD, 0.25), 0.42
    posts = [((0.10, 1.02, z), (0.02, 0.48, z), (0.03, 0, z)) for z in (0.0, back)]
    legs = [((-0.40, 0.46, z), (-0.42, 0, z)) for z in (0.0, back)]
    slats = [(y, y - h) for y, h in ((1.0, 0.12), (0.83, 0.07), (0.70, 0.07))]

    def rake(y: float) -> float:
        return 0.02 + (y - 0.48) * 0.15

    fallen = [geo.limb([o.fallen(*p) for p in run], [9, 9]) for run in (*posts, *legs)]
    for y, low in slats:
        fallen.append(geo.polygon([o.fallen(rake(h), h, z) for h, z in ((y, 0), (y, back), (low, back), (low, 0))]))
    fallen.append(geo.polygon([o.fallen(*p) for p in ((-0.44, 0.46, 0), (0.04, 0.46, 0), (0.04, 0.46, back), (-0.44, 0.46, back))]))
    light.shade(s, geo.union(*fallen), 0.6, 4, NIGHT)

    def bar(run, r0: float, r1: float, tone: Ink) -> None:  # noqa: ANN001
        s.cut(geo.limb([o.at(*p) for p in run], [r0, r1]), tone, 3, wobble=0.4)

    bar(legs[1], 9, 7, mix(ink, BLACK, 0.35))
    bar(posts[1], 9, 8, mix(ink, BLACK, 0.3))
    bar([(-0.41, 0.2, back), (0.02, 0.2, back)], 5, 5, mix(ink, BLACK, 0.35))
    for y, low in slats:
        s.cut(o.quad((rake(y), y, 0), (rake(y), y, back), (rake(low), low, back), (rake(low), low, 0)), mix(ink, SAND, 0.2), 3, wobble=0.5)
    _box_top(s, o, -0.46, 0.05, 0.49, back, 0.045, ink)
    bar([(-0.41, 0.2, 0), (0.02, 0.2, 0)], 6, 6, mix(ink, BLACK, 0.15))
    bar(legs[0], 11, 8, ink)
    bar(posts[0], 11, 9, mix(ink, SAND, 0.1))


def panel_12() -> Scene:
    """A tall ladder into the light; a slip of paper, a family cut in it, slides down; the girl reaches up."""
    s = scene("panel-12")
    s.ground(mix(NIGHT, SLATE, 0.1))
    for i in range(4):
        s.cut(geo.band([(-30, 300 + i * 190), (300, 280 + i * 190), (700, 310 + i * 190), (1030, 290 + i * 190)], s.h + 40), mix(mix(NIGHT, SLATE, 0.1), BLACK, 0.14 * (i + 1)), 5, wobble=1.4, shadow=0.3)
    light.glow(s, 730, -60, 760, SAND, 0.95)
    light.beam(s, geo.polygon([(600, -20), (880, -20), (800, 700), (560, 700)]), SAND, 0.16, 40)
    things.ladder(s, (610, 930), (740, -90), 370, 9, mix(WOOD, OCHRE, 0.2), 8)
    _slips(s)
    s.cut(geo.band([(-30, 905), (240, 893), (560, 908), (1030, 890)], s.h + 40), mix(BLACK, NIGHT, 0.3), 8)
    _tools(s)
    light.glow(s, 330, 640, 330, mix(SLATE, MIST, 0.4), 0.35)
    look = replace(fig.HEROINE, hair="plait", top=mix(SLATE, NIGHT, 0.3), bottom=mix(NIGHT, BLACK, 0.5), collar=mix(SLATE, MIST, 0.1))
    x, y, size = 366, 916, 490
    stand = replace(fig.LOOKUP, nod=-30, lean=2, far_arm=(10, 18), far_leg=(-12, 4), leg=(8, 4))
    pose = reach(stand, look, x, y, size, near=(520, 372))
    rig = fig.figure(s, x, y, size, look, pose, turn=0, rim=(2.6, -1.8, mix(SAND, SLATE, 0.2)), mend=True)
    cx, cy = rig["crown"]
    _braid(s, [(cx - 30, cy - 12), (cx - 44, cy + 44), (cx - 52, cy + 106), (cx - 50, cy + 190)], 13)
    light.vignette(s, 0.5, 0.62, 0.4)
    return s


def _rung(i: float) -> tuple[float, float]:
    """The middle of a rung of the ladder in this panel."""
    t = (i + 0.6) / 9
    return 610 + 130 * t, 930 - 1020 * t


def _slips(s: Scene) -> None:
    """Others' slips hang where they hung; ours has left its place near the top."""
    grey = mix(SLATE, CREAM, 0.3)
    for i, dx, turn in ((7, -52, 2), (6, 70, -3), (5, -72, 3), (2, -62, -2), (1, 66, 3)):
        x, y = _rung(i)
        s.cut(geo.moved(geo.rect(-44, -8, 88, 58), x + dx, y, 1, turn), mix(grey, NIGHT, 0.55 - i * 0.07), 4)
    for i, turn, a in ((7.3, 3, 0.2), (6.3, -7, 0.32), (5.25, 9, 0.48)):
        x, y = _rung(i)
        s.cut(geo.moved(geo.rect(-104, -62, 208, 124), x + 20 - turn * 3, y, 1, turn), CREAM, 2, alpha=a, shadow=0.12)
    x, y = _rung(3.95)
    slip = s.cut(geo.moved(geo.rect(-124, -76, 248, 152), x - 8, y, 1, -16), CREAM, 14)
    with s.inside(slip):
        for dx, size, look in ((-54, 118, fig.MAN), (0, 108, fig.WOMAN), (48, 84, fig.GIRL)):
            _doll(s, x - 8, y, dx, size, look)


def _doll(s: Scene, x: float, y: float, dx: float, size: float, look: fig.Look) -> None:
    """One cut-out of the family, standing on the slip."""
    a = math.radians(-16)
    px, py = x + dx * math.cos(a) - 62 * math.sin(a), y + dx * math.sin(a) + 62 * math.cos(a)
    fig.figure(s, px, py, size, fig.silhouette(look, NIGHT), fig.STAND, turn=1.0, lift=0.4, back=True, mend=True)


def _tools(s: Scene) -> None:
    """At the ladder's foot: a spade, a sack."""
    s.cut(geo.limb([(846, 930), (800, 690)], [7, 6]), mix(WOOD, BLACK, 0.25), 5)
    blade = [(-38, 10, 1), (38, 10, 1), (40, -62), (22, -100), (0, -116, 1), (-22, -100), (-40, -62)]
    s.cut(geo.moved(geo.shape(blade), 803, 704, 1, -11), mix(SLATE, BLACK, 0.35), 6)
    for x, y, k in ((948, 942, 1.0), (1010, 960, 1.2)):
        sack = [(-72, 0, 1), (-84, -58), (-52, -112), (-18, -134), (-24, -164, 1), (24, -168, 1), (18, -134), (54, -112), (86, -58), (74, 0, 1)]
        s.cut(geo.moved(geo.shape(sack), x, y, k), mix(SLATE, BLACK, 0.55), 7)


SCENES = {"panel-09": panel_09, "panel-10": panel_10, "panel-11": panel_11, "panel-12": panel_12}
