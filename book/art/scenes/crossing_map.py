"""The crossing, first part: she has walked across a map to where its paper ends; beyond lies the night."""

from __future__ import annotations

from dataclasses import replace

from kit import crayon, heroine, light, scenery, terrain
from kit import figures as fig
from kit import geometry as geo
from kit.inks import AMBER, BLACK, CREAM, DUSK, FOG, MIST, NIGHT, OCHRE, SAND, SLATE, STONE, UMBER, Ink, mix
from kit.paper import Scene

EDGE = [(-160, 1190), (-20, 1184), (150, 1150), (320, 1176), (500, 1168), (660, 1192), (840, 1140), (1020, 1166), (1160, 1150)]
"""Where the uppermost sheet of the land is cut, from left to right."""


def draw(s: Scene) -> None:
    """Day at the house, dusk on the way, night at the river."""
    _night(s)
    _land(s)
    _relief(s)
    _journey(s)


def _night(s: Scene) -> None:
    """What lies under the map: deep water close to it, further down already sky."""
    for i in range(4):
        y = 1180 + i * 95
        s.cut(geo.band(scenery.ridge(s, y, 26, 3), s.h + 120), mix(mix(NIGHT, BLACK, 0.35), mix(NIGHT, DUSK, 0.25), i / 3), 4, wobble=1.5, shadow=0.35, edge=0.16)
    for i in range(24):
        t = i / 24
        x, y = s.rng.uniform(-20, 1020), 1196 + 190 * t**1.3 + s.rng.uniform(-8, 8)
        scenery.ripple(s, x, y, s.rng.uniform(60, 150) * (1 - 0.5 * t), mix(NIGHT, SLATE, 0.75 - 0.6 * t), 1.0, 0.03)
    scenery.stars(s, 30, 1330, 940, s.h - 1330, 26)


def _land(s: Scene) -> None:
    """The map's paper in three steps down to the water, darker the nearer it comes to it."""
    steps = ((66, 12, mix(SLATE, NIGHT, 0.62)), (34, -8, mix(SLATE, NIGHT, 0.3)), (0, 0, mix(FOG, STONE, 0.55)))
    for drop, shift, ink in steps:
        line = [(x + shift, y + drop + shift * (-1) ** i) for i, (x, y) in enumerate(EDGE)]
        fade = None if drop else ((0, 420), (0, 1200), NIGHT, 0.62)
        s.cut(geo.minus(geo.rect(-60, -60, 1120, 1500), geo.band(line, 1600)), ink, 9, wobble=1.6, fade=fade)
    light.glow(s, 250, 130, 620, SAND, 0.5)


def _dusk(ink: Ink, y: float) -> Ink:
    """An ink as it looks at this height of the map."""
    return mix(ink, NIGHT, max(0.0, min(0.6, (y - 420) / 1300)))


def _relief(s: Scene) -> None:
    """Hills, folds, the frontier, the rose."""
    low, high = mix(MIST, FOG, 0.5), mix(SLATE, NIGHT, 0.35)
    hills = (
        (868, 128, 165, 120, 5), (478, 372, 128, 80, 5), (64, 470, 140, 120, 5), (905, 520, 160, 130, 6), (520, 606, 130, 74, 4),
        (80, 830, 130, 120, 5), (590, 802, 110, 58, 4), (900, 880, 150, 120, 5),
    )  # fmt: skip
    for x, y, rx, ry, n in hills:
        terrain.stack(s, x, y, rx, ry, _dusk(low, y), _dusk(high, y), sheets=n, lift=6)
    terrain.border(s, [(x, y - 44) for x, y in EDGE], 46, 9, mix(NIGHT, BLACK, 0.3))
    for a, b in (((-10, 402), (1010, 398)), ((-10, 806), (1010, 802)), ((336, -10), (333, 1140)), ((668, -10), (664, 1150))):
        terrain.crease(s, a, b, mix(SLATE, BLACK, 0.4), mix(CREAM, SLATE, 0.25))
    terrain.rose(s, 868, 322, 66, mix(CREAM, SAND, 0.4), mix(SLATE, NIGHT, 0.6))


def _journey(s: Scene) -> None:
    """The small house, the line, the walker with her long shadow."""
    pts = [
        (268, 216), (330, 258), (440, 240), (590, 226), (690, 280), (690, 380), (600, 462), (440, 486), (290, 500), (220, 580),
        (280, 672), (430, 706), (600, 698), (740, 712), (786, 796), (736, 884), (610, 908), (450, 896), (320, 916), (258, 990), (318, 1076), (450, 1106),
    ]  # fmt: skip
    light.shade(s, geo.moved(geo.limb(pts, [7] * 4), 3, 6), 0.35, 3)
    crayon.line(s, pts, 16, pressure=(0.9, 1.0, 1.05, 1.0, 1.1, 1.05, 1.1, 1.0))
    _cottage(s, 226, 226)
    _walker(s, 478, 1116, 172)


def _walker(s: Scene, x: float, y: float, tall: float) -> None:
    """She, and her shadow that reaches over the edge before her."""
    cast = [geo.limb([(-38, -6), (30, 42), (70, 62)], [5, 8, 12]), geo.limb([(34, -6), (56, 30), (76, 62)], [5, 8, 12])]
    cast += [geo.limb([(60, 56), (110, 88), (152, 108)], [24, 17, 15]), geo.circle(174, 120, 18, 15)]
    light.shade(s, geo.moved(geo.union(*cast), x, y, tall / 190), 0.5, 3, BLACK)
    look = replace(fig.HEROINE, top=mix(NIGHT, SLATE, 0.12), hair="plait")
    rig = fig.figure(s, x, y, tall, look, replace(fig.WALK, nod=-4), turn=0.15, lift=3, rim=(-1.6, -1.4, mix(CREAM, SLATE, 0.2)))
    cx, cy = rig["crown"]
    k = tall / 190
    braid = [(cx + dx * k, cy + dy * k) for dx, dy in ((-8, -6), (-17, 12), (-30, 26), (-50, 32), (-70, 28))]
    for path in heroine.plait(braid, 5.4 * k, 3.4 * k, 12):
        s.cut(path, BLACK, 1.0, wobble=0.2, edge=0.3)


def _cottage(s: Scene, x: float, y: float) -> None:
    """A paper house set down on the map, its window lit."""
    light.shade(s, geo.polygon([(x - 44, y), (x + 44, y), (x + 118, y + 40), (x + 40, y + 46)]), 0.5, 5, NIGHT)
    s.cut(geo.rect(x - 46, y - 52, 92, 54), mix(CREAM, SLATE, 0.2), 4)
    s.cut(geo.shape([(x - 66, y - 46, 1), (x - 38, y - 66), (x - 28, y - 88, 1), (x + 28, y - 88, 1), (x + 38, y - 66), (x + 66, y - 46, 1)]), mix(NIGHT, BLACK, 0.3), 4)
    s.cut(geo.rect(x - 30, y - 36, 22, 38), UMBER, 0.6)
    s.cut(geo.rect(x + 6, y - 36, 26, 22), mix(AMBER, OCHRE, 0.5), 0.6)
    light.glow(s, x + 19, y - 25, 46, AMBER, 0.5)
