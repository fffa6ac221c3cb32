"""Panels 21-24: the pencil, the hovering hand, the first line, the readers."""

from __future__ import annotations

from kit import crayon, hands, light, things
from kit import geometry as geo
from kit.inks import AMBER, BLACK, CREAM, DEEP, NIGHT, OCHRE, RED, SAND, SLATE, WOOD, mix
from kit.paper import Scene
from kit.sheet import scene


def panel_23() -> Scene:
    """A sheet of light in a dark room; the hand draws its first red line."""
    s = scene("panel-23")
    s.ground(mix(NIGHT, BLACK, 0.3))
    things.planks(s, -20, s.h + 20, mix(WOOD, NIGHT, 0.45), 8)
    s.cut(geo.moved(geo.rect(-420, -620, 840, 1240), 470, 690, 1, -5), mix(CREAM, SLATE, 0.2), 16)
    s.cut(
        geo.moved(geo.rect(-420, -620, 840, 1240), 480, 690, 1, -3),
        CREAM,
        12,
        fade=((480, 700), (480, 1400), SAND, 0.5),
    )
    light.glow(s, 360, 560, 520, SAND, 0.6)
    pts = [
        (132, 262),
        (150, 281),
        (166, 262),
        (186, 286),
        (204, 264),
        (232, 284),
        (262, 258),
        (320, 232),
        (420, 206),
        (540, 216),
        (618, 268),
        (600, 348),
        (490, 408),
        (350, 452),
        (250, 520),
        (226, 610),
        (268, 700),
        (322, 790),
    ]
    light.beam(s, geo.limb(pts, [16] * 6), OCHRE, 0.35, 26)
    crayon.line(s, pts, 15, pressure=(0.3, 0.4, 0.5, 0.6, 0.85, 1.0, 1.1, 1.15, 1.15, 1.1))
    hands.grip(s, 322, 792, 3.5, turn=8, sleeve=mix(DEEP, SLATE, 0.2), tool=RED, tool_length=150)
    light.glow(s, 330, 700, 560, AMBER, 0.14)
    light.vignette(s, 0.7, 0.38, 0.46)
    return s


SCENES = {"panel-23": panel_23}
