"""Panels 5-8: the shadow, the confiscation, the snapped crayon, the parents' door."""

from __future__ import annotations

from dataclasses import replace

from kit import crayon, hands, light, things
from kit import figures as fig
from kit import geometry as geo
from kit.inks import AMBER, BLACK, CREAM, DEEP, NIGHT, OCHRE, SAND, SLATE, WOOD, mix
from kit.paper import Scene
from kit.sheet import scene


def _funny_portrait(s: Scene, x: float, y: float, k: float) -> None:
    """A child's drawing: solemn round boy in profile, a curly puff of wind behind him."""

    def at(*pts: tuple[float, float]) -> list[tuple[float, float]]:
        return [(x + a * k, y + b * k) for a, b in pts]

    w = 6.5 * k
    crayon.line(
        s, at((30, -95), (0, -88), (-14, -62), (2, -36), (30, -30), (54, -48), (58, -76), (40, -94), (24, -94)), w
    )
    crayon.line(s, at((10, -30), (-8, 10), (-12, 58), (20, 64), (52, 58), (50, 10), (40, -30)), w)
    crayon.line(s, at((0, 64), (-2, 108), (14, 110)), w)
    crayon.line(s, at((36, 64), (38, 108), (56, 110)), w)
    crayon.line(s, at((48, 0), (66, 26), (60, 42)), w)
    crayon.line(s, at((28, -48), (44, -48)), w * 0.8)
    crayon.line(s, at((26, -70), (27, -66)), w)
    crayon.line(s, at((44, -70), (45, -66)), w)
    crayon.line(
        s, at((-22, 46), (-54, 38), (-72, 56), (-52, 72), (-38, 56), (-60, 22), (-96, 26), (-110, 54), (-90, 76)), w
    )
    crayon.line(s, at((-30, 60), (-60, 92), (-100, 92)), w * 0.8)


def panel_05() -> Scene:
    """From above: desk, drawing, small hands; a long shadow comes down over them."""
    s = scene("panel-05")
    s.ground(DEEP)
    things.planks(s, -10, s.h + 10, mix(WOOD, NIGHT, 0.55), 9)
    desk = geo.polygon([(70, 300), (930, 285), (950, 1165), (52, 1180)])
    s.cut(desk, mix(WOOD, OCHRE, 0.35), 22, fade=((0, 300), (0, 1180), SAND, 0.25))
    for y in (520, 742, 960):
        s.cut(
            geo.limb([(64, y), (500, y - 4), (940, y - 6)], [1.6, 1.6, 1.6]),
            mix(WOOD, BLACK, 0.3),
            0,
            wobble=0.4,
            edge=0,
        )
    things.page(s, 490, 760, 460, 560, -7, CREAM, lift=7)
    _funny_portrait(s, 478, 725, 1.85)
    for x, y, a, ink in (
        (175, 640, 70, SLATE),
        (235, 560, 40, OCHRE),
        (800, 560, 115, mix(SLATE, CREAM, 0.4)),
        (842, 820, 80, NIGHT),
    ):
        crayon.stick(s, x, y, a, 130, 13, ink, lift=4)
    _child_from_above(s)
    shadow = _looming()
    light.shade(s, shadow, 0.74, 7, NIGHT)
    light.shade(s, geo.moved(shadow, 0, -12), 0.3, 42, BLACK)
    light.glow(s, 300, 1080, 460, AMBER, 0.16)
    light.vignette(s, 0.6, 0.5, 0.7)
    return s


def _child_from_above(s: Scene) -> None:
    """Head, shoulders and two arms on the desk, seen from the ceiling."""
    blouse = mix(CREAM, SLATE, 0.12)
    s.cut(
        geo.shape([(250, 1330), (310, 1240), (500, 1205), (690, 1240), (750, 1330), (730, 1460), (270, 1460)]),
        blouse,
        16,
    )
    hands.open_hand(s, 338, 905, 1.0, turn=-78, flip=True, sleeve=blouse, arm=[(262, 1195), (240, 1290), (340, 1370)])
    hands.grip(s, 592, 925, 1.15, turn=26, sleeve=blouse, tool_length=120, arm=[(800, 1180), (770, 1290), (650, 1370)])
    s.cut(geo.circle(500, 1345, 142, 136), mix(BLACK, NIGHT, 0.15), 18)
    for a, bend in ((-62, -20), (-34, -10), (38, 12), (66, 22)):
        strand = [(500 + a * 0.25, 1262), (500 + a + bend, 1330), (500 + a * 1.5, 1420)]
        s.cut(geo.limb(strand, [0.6, 1.3, 0.6]), mix(BLACK, SLATE, 0.35), 0, wobble=0.3, edge=0)
    s.cut(
        geo.limb([(498, 1212), (505, 1250), (499, 1290)], [1.5, 2.6, 1.5]),
        mix(BLACK, SAND, 0.45),
        0,
        wobble=0.3,
        edge=0,
    )


def _looming():  # noqa: ANN202
    """A man's shadow fallen head-down: elbows out, hands on hips, so that no one mistakes it."""
    half = [
        (0, 806),
        (48, 798),
        (78, 752),
        (84, 690),
        (92, 684),
        (94, 650),
        (82, 646),
        (66, 596),
        (52, 566, 1),
        (60, 534),
        (130, 506),
        (220, 470),
        (262, 410),
        (330, 250),
        (372, 110, 1),
        (330, 92),
        (250, -40, 1),
    ]
    gap = [(226, 300, 1), (290, 130), (262, 106), (196, -20, 1), (200, 120)]
    right = [(508 + q[0], *q[1:]) for q in half]
    left = [(508 - q[0], *q[1:]) for q in reversed(half[1:])]
    body = geo.shape([*right, *left])
    return geo.minus(body, *(geo.shape([(508 + k * q[0], *q[1:]) for q in gap]) for k in (1, -1)))


def panel_08() -> Scene:
    """Night: parents against lamplight in the doorway; the child in the dark sees the letter."""
    s = scene("panel-08")
    s.ground(mix(NIGHT, BLACK, 0.5))
    opening = geo.rect(440, 150, 350, 700)
    s.cut(opening, AMBER, 0, fade=((0, 150), (0, 900), OCHRE, 0.85))
    with s.inside(opening):
        light.glow(s, 610, 290, 320, CREAM, 0.9)
        s.cut(geo.rect(420, 770, 390, 90), mix(OCHRE, WOOD, 0.5), 1)
        mother = fig.silhouette(fig.WOMAN, DEEP)
        father = fig.silhouette(fig.MAN, mix(DEEP, BLACK, 0.3))
        fig.figure(s, 530, 846, 500, mother, replace(fig.BOWED, arm=(18, 108), far_arm=(14, 98)), turn=0.25)
        rig = fig.figure(
            s,
            706,
            850,
            548,
            father,
            replace(fig.BOWED, nod=22, arm=(2, 14), far_arm=(52, 20), bend=8),
            turn=0.2,
            flip=True,
        )
        _letter(s, *rig["grip"])
    _room(s, opening)
    floor = geo.polygon([(0, 850), (1000, 850), (1000, s.h), (0, s.h)])
    with s.inside(floor):
        things.planks(s, 850, s.h, mix(NIGHT, BLACK, 0.25), 16, vanish=(620, 300))
        patch = geo.polygon([(440, 850), (790, 850), (830, s.h + 20), (170, s.h + 20)])
        light.beam(s, patch, OCHRE, 0.62, 6)
        for pts in (
            [(500, 850), (570, 850), (500, 1090), (360, 1090)],
            [(665, 850), (745, 850), (760, 1090), (610, 1090)],
        ):
            light.shade(s, geo.polygon(pts), 0.75, 7, NIGHT)
    child = fig.silhouette(fig.GIRL, mix(BLACK, NIGHT, 0.2))
    light.shade(s, geo.polygon([(285, 1008), (315, 1008), (250, 1090), (170, 1090)]), 0.75, 5, NIGHT)
    fig.figure(
        s,
        300,
        1012,
        320,
        child,
        replace(fig.STAND, nod=-10, arm=(6, 146), far_arm=(12, 138)),
        turn=0.15,
        rim=(2.4, -0.6, mix(OCHRE, CREAM, 0.2)),
    )
    light.glow(s, 620, 480, 620, OCHRE, 0.2)
    light.vignette(s, 0.6, 0.6, 0.55)
    return s


def _letter(s: Scene, x: float, y: float) -> None:
    """A slip of paper hanging from a hand."""
    s.cut(geo.moved(geo.shape([(-26, 0, 1), (24, -4, 1), (30, 66, 1), (0, 72), (-20, 66, 1)]), x, y, 1, 8), CREAM, 2)
    for i in range(4):
        s.cut(geo.moved(geo.rect(-14, 16 + i * 11, 34 - 8 * (i == 3), 2.2), x, y, 1, 8), SLATE, 0, wobble=0.2, edge=0)


def _room(s: Scene, opening) -> None:  # noqa: ANN001
    """The dark wall with the doorway cut out, its frame, and the leaf standing open."""
    wall = geo.minus(geo.rect(-20, -20, 1040, 880), opening)
    s.cut(wall, mix(NIGHT, BLACK, 0.3), 12, fade=((620, 0), (0, 0), BLACK, 0.55), edge=0.5)
    frame = geo.minus(geo.rect(410, 118, 410, 734), geo.rect(438, 148, 354, 720))
    s.cut(frame, mix(NIGHT, SLATE, 0.28), 5)
    leaf = geo.polygon([(792, 148), (925, 96), (925, 950), (792, 852)])
    s.cut(leaf, mix(NIGHT, SLATE, 0.15), 9, fade=((792, 0), (925, 0), BLACK, 0.55))
    for a, b in ((0.06, 0.44), (0.52, 0.94)):
        y0, y1, y2, y3 = 148 + 704 * a, 96 + 854 * a, 96 + 854 * b, 148 + 704 * b
        s.cut(
            geo.polygon([(815, y0 + 4), (900, y1 + 8), (900, y2 - 8), (815, y3 - 4)]),
            mix(NIGHT, BLACK, 0.35),
            0,
            edge=0.2,
        )
    s.cut(geo.circle(905, 540, 9), mix(OCHRE, CREAM, 0.2), 2)


SCENES = {"panel-05": panel_05, "panel-08": panel_08}
