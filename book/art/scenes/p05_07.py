"""Panels 5-7: the shadow, the confiscation, the crayon that snaps."""

from __future__ import annotations

import math

import skia
from kit import crayon, hands, light, things
from kit import geometry as geo
from kit.fists import fist
from kit.inks import AMBER, BLACK, CREAM, DEEP, NIGHT, OCHRE, RED, SAND, SLATE, WOOD, Ink, mix
from kit.paper import Scene
from kit.portrait import portrait
from kit.sheet import scene

OAK = mix(WOOD, OCHRE, 0.5)
BLOUSE = mix(CREAM, SLATE, 0.12)
COAT = mix(DEEP, BLACK, 0.35)


def _desk(s: Scene, corners: list[tuple[float, float]], seams: list[list[tuple[float, float]]]) -> None:
    """The desk top with its seams."""
    ys = [q[1] for q in corners]
    s.cut(geo.polygon(corners), OAK, 22, fade=((0, min(ys)), (0, max(ys)), SAND, 0.35))
    for seam in seams:
        s.cut(geo.limb(seam, [1.6, 1.6, 1.6]), mix(WOOD, BLACK, 0.3), 0, wobble=0.4, edge=0)


def panel_05() -> Scene:
    """From above: desk, drawing, small hands; from behind her a capped man's shadow climbs over them."""
    s = scene("panel-05")
    s.ground(DEEP)
    things.planks(s, -10, s.h + 10, mix(WOOD, NIGHT, 0.3), 9)
    _desk(
        s,
        [(40, 205), (960, 195), (975, 1190), (28, 1200)],
        [[(36, y), (500, y - 4), (968, y - 6)] for y in (450, 700, 950)],
    )
    things.page(s, 494, 800, 520, 540, -5, CREAM, lift=7)
    portrait(s, 556, 770, 1.36, turn=-5)
    for x, y, a, ink in ((88, 560, 66, SLATE), (110, 800, 100, OCHRE), (900, 480, 120, mix(SLATE, CREAM, 0.45)), (935, 730, 84, NIGHT)):
        crayon.stick(s, x, y, a, 160, 12, ink, lift=4)
    light.glow(s, 120, 1250, 620, AMBER, 0.35)
    light.glow(s, 900, 1250, 560, AMBER, 0.25)
    _child_from_above(s)
    shadow = _looming(505)
    light.shade(s, shadow, 0.68, 5, mix(NIGHT, BLACK, 0.35))
    light.shade(s, geo.moved(shadow, 0, 10), 0.2, 36, BLACK)
    light.vignette(s, 0.55, 0.5, 0.62)
    return s


def _child_from_above(s: Scene) -> None:
    """Head, shoulders and two arms on the desk, seen from the ceiling."""
    s.cut(geo.shape([(250, 1330), (310, 1240), (500, 1205), (690, 1240), (750, 1330), (730, 1460), (270, 1460)]), BLOUSE, 16)
    hands.open_hand(s, 300, 925, 1.0, turn=-78, flip=True, sleeve=BLOUSE, arm=[(236, 1205), (230, 1290), (340, 1370)])
    hands.grip(s, 684, 968, 1.15, turn=24, sleeve=BLOUSE, tool_length=165, tool_r=10, arm=[(862, 1190), (820, 1300), (650, 1370)])
    s.cut(geo.circle(500, 1345, 142, 136), mix(BLACK, NIGHT, 0.15), 18)
    for a, bend in ((-62, -20), (-34, -10), (38, 12), (66, 22)):
        strand = [(500 + a * 0.25, 1262), (500 + a + bend, 1330), (500 + a * 1.5, 1420)]
        s.cut(geo.limb(strand, [0.6, 1.3, 0.6]), mix(BLACK, SLATE, 0.35), 0, wobble=0.3, edge=0)
    s.cut(geo.limb([(498, 1212), (505, 1250), (499, 1290)], [1.5, 2.6, 1.5]), mix(BLACK, SAND, 0.45), 0, wobble=0.3, edge=0)


def _looming(cx: float) -> skia.Path:
    """The upright shadow of a man in a peaked cap, hands on hips: nobody mistakes it."""
    half = [
        (0, 222), (70, 228), (122, 252), (140, 286), (112, 314), (100, 330, 1), (112, 346, 1), (94, 354),
        (96, 380), (110, 384), (108, 420), (92, 428), (80, 466), (58, 496, 1),
        (62, 528), (130, 552), (232, 584), (296, 640), (352, 780), (400, 930), (410, 960, 1),
        (384, 1000), (300, 1120), (236, 1180, 1), (256, 1300), (266, 1460, 1),
    ]
    gap = [(206, 770, 1), (252, 840), (330, 944), (322, 976), (240, 1084), (206, 1110, 1), (176, 950)]
    right = [(cx + q[0], *q[1:]) for q in half]
    left = [(cx - q[0], *q[1:]) for q in reversed(half[1:])]
    body = geo.shape([*right, *left])
    return geo.minus(body, *(geo.shape([(cx + k * q[0], *q[1:]) for q in gap]) for k in (1, -1)))


def panel_06() -> Scene:
    """A big dark arm with a red band lifts the crayons away; a small hand stays behind, empty."""
    s = scene("panel-06")
    s.ground(DEEP)
    things.planks(s, -10, s.h + 10, mix(WOOD, NIGHT, 0.55), 9)
    _desk(s, [(-40, 700), (1040, 660), (1040, 1700), (-40, 1700)], [[(-30, y), (500, y - 12), (1030, y - 26)] for y in (960, 1250)])
    things.page(s, 620, 1210, 560, 460, 9, CREAM, lift=6)
    portrait(s, 690, 1200, 1.2, turn=9)
    light.shade(s, geo.shape([(220, 900), (460, 840), (760, 760), (1040, 640), (1040, 900), (760, 980), (500, 1060), (280, 1040)]), 0.5, 26, BLACK)
    hands.open_hand(s, 316, 1105, 1.5, turn=-62, flip=True, sleeve=BLOUSE, arm=[(100, 1530), (10, 1680)])
    light.glow(s, 380, 800, 520, AMBER, 0.25)

    def bunch() -> None:
        for dx, a, n, ink in ((-40, -150, 470, SLATE), (44, -96, 450, OCHRE), (-22, -136, 540, NIGHT), (26, -106, 520, mix(SLATE, CREAM, 0.5)), (2, -121, 640, RED)):
            _held_stick(s, 370 + dx, 880 + dx * 0.4, a, n, ink)

    fist(s, 370, 880, 2.1, held=bunch, sleeve=COAT, turn=-50, band=(262, 372))
    light.vignette(s, 0.6, 0.45, 0.5)
    return s


def _held_stick(s: Scene, x: float, y: float, angle: float, length: float, ink: Ink) -> None:
    """A crayon that passes through the fist: its tip below, its blunt end above."""
    tip = geo.moved(geo.rect(-length * 0.45, 0, 1, 1), x, y, 1, angle).getBounds()
    crayon.stick(s, tip.centerX(), tip.centerY(), angle, length, 23, ink, lift=5)


def panel_07() -> Scene:
    """Two fists, one red crayon: it breaks."""
    s = scene("panel-07")
    s.ground(mix(NIGHT, BLACK, 0.45))
    x, y = 625, 150
    for r, spikes, ink, alpha in ((330, 17, SLATE, 0.14), (190, 15, OCHRE, 0.17), (105, 13, CREAM, 0.7)):
        s.cut(_burst(s, x, y, r, spikes), ink, 2, alpha=alpha, shadow=0.12, wobble=0.4)
    light.glow(s, x, y, 330, AMBER, 0.5)
    fist(s, 425, 205, 1.3, held=lambda: _half(s, x - 26, y + 4, 166, 330, pointed=True), sleeve=COAT, turn=96)
    fist(s, 828, 205, 1.3, held=lambda: _half(s, x + 30, y + 2, 14, 330, pointed=False), sleeve=COAT, turn=-96, flip=True)
    for _ in range(18):
        a, far, r = s.rng.uniform(-2.9, -0.25), s.rng.uniform(40, 140), s.rng.uniform(4, 9)
        chip = geo.polygon([(math.cos(b) * r * s.rng.uniform(0.5, 1.1), math.sin(b) * r) for b in (0.2, 1.9, 3.4, 4.9)])
        s.cut(geo.moved(chip, x + math.cos(a) * far * 1.1, y + 20 + math.sin(a) * far), RED, 2.5, wobble=0)
    light.vignette(s, 0.6, 0.62, 0.4)
    return s


def _burst(s: Scene, x: float, y: float, r: float, spikes: int) -> skia.Path:
    """A star of uneven rays."""
    pts = []
    for i in range(spikes * 2):
        a = math.pi * i / spikes
        far = r * (s.rng.uniform(0.82, 1.12) if i % 2 else s.rng.uniform(0.42, 0.52))
        pts.append((x + math.cos(a) * far, y + math.sin(a) * far))
    return geo.polygon(pts)


def _half(s: Scene, x: float, y: float, angle: float, length: float, *, pointed: bool) -> None:
    """Half a crayon whose torn end is at (x, y); angle is where its whole end lies."""
    r = 21.0

    def put(path: skia.Path, ink: Ink, lift: float) -> None:
        s.cut(geo.moved(path, x, y, 1, angle), ink, lift, wobble=0.3)

    torn = [(0, -r), (-r * 0.5, -r * 0.5), (r * 0.15, -r * 0.15), (-r * 0.7, r * 0.35), (r * 0.2, r * 0.55), (-r * 0.2, r)]
    end = [(length - r * 2, r), (length, r * 0.3), (length, -r * 0.3), (length - r * 2, -r)] if pointed else [(length, r), (length, -r)]
    put(geo.polygon([*torn, *end]), RED, 4)
    rip = [(r * 1.2, -r * 1.04), (r * 0.7, -r * 0.4), (r * 1.5, 0), (r * 0.8, r * 0.5), (r * 1.3, r * 1.04)]
    stop = length - r * (3.4 if pointed else 1.2)
    put(geo.polygon([*rip, (stop, r * 1.04), (stop, -r * 1.04)]), mix(RED, BLACK, 0.22), 1)
    put(geo.polygon([*rip, *((px + r * 0.3, py) for px, py in reversed(rip))]), mix(RED, CREAM, 0.75), 0.4)
    put(geo.rect(stop - r * 1.2, -r * 1.04, r * 0.5, r * 2.08), mix(RED, CREAM, 0.55), 0.3)
    put(geo.rect(r * 2, r * 0.3 if pointed else -r * 0.6, stop - r * 3.4, r * 0.3), mix(RED, CREAM, 0.25), 0)


SCENES = {"panel-05": panel_05, "panel-06": panel_06, "panel-07": panel_07}
