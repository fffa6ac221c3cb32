"""Panels 1-4: the school, the funny portrait, the snacks, the laughing class."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from kit import crayon, hands, light, scenery, snacks, things
from kit import figures as fig
from kit import geometry as geo
from kit.faces import face
from kit.figures import Pose
from kit.heads import BACK
from kit.inks import AMBER, BLACK, CREAM, DEEP, FOG, MIST, NIGHT, OCHRE, SAND, SKIN, SLATE, STONE, UMBER, WOOD, Ink, mix
from kit.paper import Scene
from kit.portrait import portrait
from kit.sheet import scene

OAK = mix(WOOD, OCHRE, 0.5)
BLOUSE = mix(CREAM, SLATE, 0.12)
GIRL = replace(fig.GIRL, collar=CREAM)
GREYS = (mix(SLATE, CREAM, 0.1), mix(DEEP, CREAM, 0.3), mix(MIST, SLATE, 0.3), mix(SLATE, BLACK, 0.35))


def panel_01() -> Scene:
    """A grey school; a grey queue; along the yard wall a girl trails the one red line."""
    s = scene("panel-01")
    s.ground(STONE)
    light.glow(s, 180, 330, 520, SAND, 0.45)
    for x, y, w in ((300, 90, 700), (820, 60, 620), (120, 190, 520), (700, 170, 560)):
        scenery.cloud(s, x, y, w, mix(FOG, STONE, 0.6), 3)
    scenery.hills(s, 300, 70, [mix(FOG, STONE, 0.4), FOG, mix(MIST, FOG, 0.5)], step=48, lift=5, waves=3, haze=STONE)
    things.school(s, 330, 505, 620, 236, mix(MIST, FOG, 0.45))
    s.cut(geo.band([(-30, 500), (400, 492), (1030, 500)], s.h + 30), mix(STONE, FOG, 0.6), 4, fade=((0, 500), (0, 820), SLATE, 0.35))
    _queue(s)
    scenery.bare_tree(s, 84, 520, 380, mix(SLATE, BLACK, 0.5), 4)
    things.wall(s, -20, 512, 560, 262, mix(FOG, STONE, 0.35))
    s.cut(geo.rect(530, 470, 54, 306), mix(FOG, STONE, 0.2), 6)
    s.cut(geo.rect(519, 456, 76, 24), mix(STONE, CREAM, 0.3), 4)
    s.cut(geo.band([(-30, 760), (300, 756), (700, 764), (1030, 748)], s.h + 30), mix(STONE, FOG, 0.3), 4, fade=((0, 750), (0, 830), SLATE, 0.4))
    light.glow(s, 380, 620, 330, SAND, 0.4)
    light.shade(s, geo.circle(440, 798, 130, 11), 0.4, 6, NIGHT)
    crayon.line(s, [(-20, 640), (30, 612), (74, 650), (130, 590), (176, 626), (150, 668), (112, 640), (170, 592), (222, 640), (262, 606)], 13)
    crayon.stick(s, 262, 606, -9, 92, 10, lift=2.5)
    fig.figure(s, 420, 800, 400, GIRL, replace(fig.WALK, arm=(-58, 6), far_arm=(26, 30), nod=-10, lean=-1), turn=0.15)
    light.vignette(s, 0.35, 0.42, 0.6, NIGHT)
    return s


def _queue(s: Scene) -> None:
    """Children in one grey, heads down, all the same distance apart, going in."""
    kids = (fig.silhouette(fig.BOY, mix(SLATE, BLACK, 0.35)), fig.silhouette(fig.GIRL, mix(SLATE, BLACK, 0.22)))
    for i in range(5):
        k = i / 4
        x, y, size = 655 + 290 * k, 545 + 150 * k**1.1, 100 + 125 * k
        light.shade(s, geo.circle(x - size * 0.1, y + 2, size * 0.28, size * 0.03), 0.35, 4, NIGHT)
        fig.figure(s, x, y, size, kids[i % 2], fig.TRUDGE, turn=0.15, flip=True)


def panel_02() -> Scene:
    """Close: the solemn boy is done; her crayon closes the puff of wind behind him."""
    s = scene("panel-02")
    s.ground(OAK)
    for y in (-10, 330, 670, 1010):
        s.cut(geo.rect(-20, y, 1040, 336), mix(OAK, WOOD, s.rng.uniform(0, 0.2)), 1.5, wobble=0.5, edge=0.14)
    things.page(s, 490, 700, 860, 930, -3, mix(CREAM, SLATE, 0.15), lift=9)
    things.page(s, 498, 700, 860, 930, 2, CREAM, lift=9)
    light.glow(s, 420, 560, 560, SAND, 0.5)
    outline = portrait(s, 610, 650, 2.4, turn=2, puff=0.9)
    hands.grip(s, *outline[-1], 2.1, turn=84, sleeve=BLOUSE, tool_length=150, tool_r=9)
    light.vignette(s, 0.5, 0.45, 0.45)
    return s


def panel_03() -> Scene:
    """Seen over her shoulder: faces and snacks crowd in round the drawing."""
    s = scene("panel-03")
    s.ground(mix(STONE, SAND, 0.35))
    light.glow(s, 480, 640, 760, AMBER, 0.5)
    _behind_desk(s)
    s.cut(geo.polygon([(170, 742), (830, 736), (1030, 1330), (-30, 1330)]), OAK, 16, fade=((0, 740), (0, 1312), SAND, 0.3))
    s.cut(geo.polygon([(318, 766), (676, 762), (726, 1082), (268, 1086)]), CREAM, 5)
    portrait(s, 512, 935, 0.92, squash=0.92)
    _offer(s, [(806, 600), (826, 680), (796, 740)], GREYS[0], 36, lambda: snacks.sweet(s, 772, 800, 34, -24))
    _offer(s, [(206, 590), (190, 680), (262, 742)], BLOUSE, 36, lambda: snacks.rice_cake(s, 322, 800, 66, 14))
    _beside_desk(s)
    _her_back(s)
    light.glow(s, 500, 900, 420, AMBER, 0.22)
    light.vignette(s, 0.45, 0.5, 0.62)
    return s


def _behind_desk(s: Scene) -> None:
    """Three on the far side, shoulder to shoulder."""
    row = (
        (282, 1130, 830, replace(fig.GIRL, heads=4.35, top=BLOUSE, collar=GREYS[0]), 26),
        (728, 1140, 840, replace(fig.BOY, heads=4.35, top=GREYS[0], bottom=GREYS[0], collar=CREAM), -24),
        (505, 1180, 925, replace(fig.BOY, heads=4.5, top=GREYS[1], bottom=GREYS[1], collar=CREAM), 8),
    )
    for x, y, size, look, nod in row:
        pose = replace(fig.STAND, nod=nod)
        rig = fig.figure(s, x, y, size, look, pose, turn=1)
        face(s, rig, look, pose, turn=1)
        unit, (nx, ny) = size / look.heads, rig["neck"]
        stand = geo.shape([(q * unit, h * unit, 1) for q, h in ((-0.17, -0.06), (0.17, -0.06), (0.30, 0.13), (0, 0.22), (-0.30, 0.13))])
        s.cut(geo.moved(stand, nx, ny), look.collar or CREAM, 3)
        s.cut(geo.limb([(nx, ny - unit * 0.02), (nx, ny + unit * 0.2)], [unit * 0.008] * 2), mix(look.collar or CREAM, BLACK, 0.4), 0, wobble=0.1)


def _offer(s: Scene, arm: list[tuple[float, float]], ink: Ink, r: float, thing: Callable[[], None]) -> None:
    """An arm in a sleeve, a fist at its end, a snack in the fist."""
    (ax, ay), (bx, by) = arm[-2:]
    n = math.hypot(bx - ax, by - ay)
    dx, dy = (bx - ax) / n * r, (by - ay) / n * r
    s.cut(geo.limb([(bx - dx * 0.5, by - dy * 0.5), (bx + dx * 1.1, by + dy * 1.1)], [r * 0.62, r * 0.74]), SKIN, 3)
    for k in (-0.5, 0.0, 0.5):
        root = (bx + dx * 1.2 - dy * k, by + dy * 1.2 + dx * k)
        s.cut(geo.limb([root, (root[0] + dx * 0.9, root[1] + dy * 0.9)], [r * 0.26, r * 0.2]), mix(SKIN, BLACK, 0.1), 1.5)
    thing()
    thumb = [(bx + dx * 0.6 + dy * 0.5, by + dy * 0.6 - dx * 0.5), (bx + dx * 1.9 + dy * 0.2, by + dy * 1.9 - dx * 0.2)]
    s.cut(geo.limb(thumb, [r * 0.3, r * 0.22]), mix(SKIN, CREAM, 0.15), 2)
    s.cut(geo.limb(arm, [r, r * 0.92, r * 0.8]), ink, 5, wobble=0.6)


def _beside_desk(s: Scene) -> None:
    """One leaning in from either side."""
    for x, flip, look, pose in (
        (-18, False, replace(fig.BOY, top=GREYS[2], collar=CREAM), replace(fig.REACH, lean=16, nod=14, arm=(58, 20))),
        (1022, True, replace(fig.GIRL, top=GREYS[3], collar=CREAM), replace(fig.REACH, lean=14, nod=12, arm=(54, 24))),
    ):
        rig = fig.figure(s, x, 1420, 900, look, pose, turn=0.1, flip=flip)
        face(s, rig, look, pose, turn=0.1, flip=flip)
        gx, gy = rig["grip"]
        if flip:
            snacks.corn(s, gx - 14, gy + 8, 140, 4)
        else:
            snacks.biscuit(s, gx + 22, gy - 6, 46)
        side = -1 if flip else 1
        thumb = [(gx - side * 22, gy - 4), (gx + side * 2, gy - 16), (gx + side * 14, gy - 12)]
        s.cut(geo.limb(thumb, [13, 11, 8]), mix(SKIN, CREAM, 0.1), 2.5)


def _her_back(s: Scene) -> None:
    """The girl at her desk from behind: bob, shoulders, crayon hand."""
    s.cut(geo.shape([(250, 1400), (300, 1300), (420, 1262), (580, 1262), (700, 1300), (750, 1400)]), BLOUSE, 10)
    hands.open_hand(s, 318, 1028, 0.95, turn=-74, flip=True, sleeve=BLOUSE, arm=[(250, 1370), (400, 1450)])
    hands.grip(s, 668, 1012, 1.15, turn=22, sleeve=BLOUSE, tool_length=150, tool_r=11, arm=[(850, 1215), (820, 1320), (660, 1400)])
    s.cut(geo.moved(geo.shape(BACK["bob"]), 480, 1318, 250, -4), mix(BLACK, NIGHT, 0.15), 14)
    for a in (-60, -26, 14, 52):
        strand = [(472 + a * 0.2, 1070), (478 + a * 1.1, 1160), (480 + a * 1.35, 1290)]
        s.cut(geo.limb(strand, [0.6, 1.4, 0.6]), mix(BLACK, SLATE, 0.35), 0, wobble=0.3, edge=0)


# What laughter does to a body.
ROAR = Pose(-12, -8, -26, (26, 104), (-16, 60), (8, 4), (-8, 4))
DOUBLED = Pose(34, 30, 12, (6, 108), (8, 104), (16, 20), (-6, 14))
POINT = Pose(-6, -2, -14, (104, 4), (14, 104), (10, 4), (-10, 6))
SLAP = Pose(31, 20, -30, (0, 26), (10, 50), (20, 24), (-8, 10))
HOLD = Pose(-4, -4, -16, (152, 8), (146, 12), (6, 4), (-8, 2))


def panel_04() -> Scene:
    """She laughs, the drawing held high; the whole class of paper figures laughs."""
    s = scene("panel-04")
    s.ground(SAND)
    x, y = 545, 190
    for i in range(18):
        a, b = (2 * math.pi * (i + k) / 18 for k in (0.04, 0.5))
        ray = geo.polygon([(x, y), (x + math.cos(a) * 1200, y + math.sin(a) * 1200), (x + math.cos(b) * 1200, y + math.sin(b) * 1200)])
        s.cut(ray, mix(SAND, OCHRE, 0.2), 2, wobble=0.6, shadow=0.25)
    light.glow(s, x, y, 420, CREAM, 0.8)
    _garland(s)
    s.cut(geo.band([(-30, 640), (500, 632), (1030, 642)], s.h + 30), mix(OAK, CREAM, 0.12), 6)
    _laughing(s)
    pose = HOLD
    rig = fig.figure(s, 470, 706, 440, GIRL, pose, turn=0.15)
    face(s, rig, GIRL, pose, turn=0.15)
    gx, gy = rig["grip"]
    things.page(s, gx + 36, gy - 58, 204, 222, 8, CREAM, lift=5)
    portrait(s, gx + 57, gy - 50, 0.54, turn=8)
    for dx, a in ((-15, 0), (9, 4)):
        s.cut(geo.limb([(gx + dx - 4, gy + 40 + a), (gx + dx + 4, gy + 26 + a)], [8, 6.5]), SKIN, 2)
    light.vignette(s, 0.3, 0.52, 0.4, UMBER)
    return s


def _garland(s: Scene) -> None:
    """The rest of the class: a chain of paper dolls, all cut in one go, all laughing."""
    for i in range(11):
        look, pose = fig.silhouette((fig.BOY, fig.GIRL)[i % 2], mix(SAND, OCHRE, 0.55)), replace(fig.LAUGH, arm=(96, 0), far_arm=(-96, 0))
        rig = fig.figure(s, 20 + i * 96, 652, 310, look, pose, turn=0.3, flip=i > 5)
        face(s, rig, look, pose, turn=0.3, flip=i > 5, ink=mix(OCHRE, BLACK, 0.5))


def _laughing(s: Scene) -> None:
    """Four classmates, each laughing with the whole body."""
    cast = (
        (92, 400, replace(fig.BOY, top=GREYS[0]), POINT, False),
        (252, 415, replace(fig.GIRL, top=GREYS[2]), DOUBLED, False),
        (806, 420, replace(fig.BOY, top=GREYS[1]), SLAP, True),
        (902, 400, replace(fig.GIRL, top=BLOUSE), ROAR, True),
    )
    for x, size, look, pose, flip in cast:
        light.shade(s, geo.circle(x, 702, size * 0.24, 8), 0.35, 5, UMBER)
        rig = fig.figure(s, x, 702, size, look, pose, turn=0.15, flip=flip)
        face(s, rig, look, pose, turn=0.15, flip=flip)


SCENES = {"panel-01": panel_01, "panel-02": panel_02, "panel-03": panel_03, "panel-04": panel_04}
