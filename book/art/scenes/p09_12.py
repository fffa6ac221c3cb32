"""Panels 9-12: the vow under the floorboard, the years of books, the empty chair, the ladder."""

from __future__ import annotations

from dataclasses import replace

from kit import crayon, light, things
from kit import figures as fig
from kit import geometry as geo
from kit.faces import face
from kit.figures import Pose
from kit.heroine import plait
from kit.inks import AMBER, BLACK, CREAM, DEEP, FOG, MIST, NIGHT, OCHRE, RED, SAND, SKIN, SLATE, STONE, UMBER, WOOD, Ink, mix
from kit.paper import Scene
from kit.reach import fingers, reach
from kit.sheet import scene

BLOUSE = mix(CREAM, SLATE, 0.14)
OAK = mix(WOOD, NIGHT, 0.35)
KNEES = Pose(38, 16, 22, (30, 10), (60, 60), (66, 152), (72, 158), (104, 108))


def panel_09() -> Scene:
    """The floor cut open: she kneels, one hand lifts the board, the other lets the red stub down."""
    s = scene("panel-09")
    s.ground(mix(NIGHT, BLACK, 0.35))
    _moonlit_wall(s)
    floor = 1029
    s.cut(geo.rect(-20, floor - 62, 1040, 70), mix(OAK, SLATE, 0.12), 5, fade=((500, 0), (0, 0), BLACK, 0.5))
    light.beam(s, geo.polygon([(210, floor - 62), (800, floor - 62), (860, floor), (150, floor)]), MIST, 0.3, 8)
    _hollow(s, floor, 575, 850)
    _board(s, (856, floor + 4), (668, 838))
    look = replace(fig.GIRL, collar=CREAM, top=BLOUSE, bottom=mix(DEEP, NIGHT, 0.5))
    x, y, size = 330, floor + 2, 800
    pose = reach(KNEES, look, x, y, size, near=(672, 1068), far=(664, 846))
    light.shade(s, geo.circle(330, floor - 6, 250, 18), 0.6, 9)
    rig = fig.figure(s, x, y, size, look, pose, turn=0, rim=(-3, -4, MIST))
    face(s, rig, look, pose, turn=0, mood="down")
    gx, gy = rig["grip"]
    light.glow(s, gx + 24, gy + 40, 230, RED, 0.4)
    crayon.stick(s, gx + 46, gy + 92, -118, 132, 17, lift=4, stub=True)
    fingers(s, gx + 8, gy + 6, size, 20)
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
    for gap, w, thick, dim, lean in ((205, 170, 40, 0.35, 110), (330, 210, 52, 0.15, 90), (480, 270, 66, 0.0, 60)):
        for side in (-1, 1):
            _tower(s, 500 + side * gap, floor, -60, w, thick, -side * lean, dim)


def _study(s: Scene, floor: float) -> None:
    """Girl, stool, desk, open book, lamp."""
    things.planks(s, floor - 60, floor, OAK, 2)
    light.beam(s, geo.circle(510, floor - 26, 260, 30), OCHRE, 0.4, 12)
    look = replace(fig.GIRL, heads=5.6, hair="braid", top=BLOUSE, bottom=mix(DEEP, NIGHT, 0.4), collar=CREAM)
    x, y, size = 455, floor - 14, 420
    s.cut(geo.rect(390, y - 148, 110, 16), WOOD, 3)
    for lx in (400, 478):
        s.cut(geo.rect(lx, y - 134, 12, 134), mix(WOOD, BLACK, 0.3), 2)
    pose = reach(replace(fig.DRAW, lean=18, bend=20, nod=24), look, x, y, size, near=(590, y - 192), far=(622, y - 196))
    s.cut(geo.rect(648, y - 180, 14, 180), mix(OAK, BLACK, 0.2), 2)
    rig = fig.figure(s, x, y, size, look, pose, turn=0, rim=(2, -2, AMBER))
    face(s, rig, look, pose, turn=0, mood="down")
    s.cut(geo.rect(545, y - 186, 150, 16), mix(WOOD, OCHRE, 0.35), 4)
    s.cut(geo.rect(560, y - 172, 13, 172), mix(WOOD, OCHRE, 0.2), 3)
    s.cut(geo.shape([(560, y - 188, 1), (585, y - 204), (618, y - 192, 1), (652, y - 206), (684, y - 188, 1)]), CREAM, 2)


def _under(s: Scene, floor: float) -> None:
    """The same floor cut open, the stub still there."""
    s.cut(geo.rect(-20, floor, 1040, 400), mix(BLACK, NIGHT, 0.3), 6)
    for x0, x1 in ((-20, 250), (254, 420), (424, 668), (672, 1020)):
        s.cut(geo.rect(x0, floor, x1 - x0, 34), mix(WOOD, OCHRE, 0.22), 5, wobble=0.7, edge=0.5)
    light.glow(s, 545, floor + 86, 150, RED, 0.45)
    crayon.stick(s, 490, floor + 92, 4, 118, 15, lift=4, stub=True)


def panel_11() -> Scene:
    """Cold light through a window falls on a chair with nobody in it; three stand together in the dark."""
    s = scene("panel-11")
    s.ground(mix(SLATE, NIGHT, 0.35))
    s.cut(geo.rect(-20, -20, 1040, 590), mix(SLATE, NIGHT, 0.25), 3, fade=((760, 0), (60, 0), BLACK, 0.62))
    light.beam(s, geo.polygon([(560, 60), (900, 20), (960, 560), (600, 560)]), FOG, 0.45, 4)
    s.cut(geo.rect(-20, 560, 1040, 260), mix(SLATE, WOOD, 0.4), 4, fade=((760, 0), (60, 0), BLACK, 0.6))
    _table(s)
    _empty(s, 800, 712, 470)
    dark = mix(NIGHT, BLACK, 0.6)
    for x, size, look, pose in (
        (120, 520, fig.MAN, replace(fig.BOWED, nod=20, bend=8)),
        (215, 478, fig.WOMAN, replace(fig.BOWED, arm=(14, 100), far_arm=(12, 96))),
        (318, 430, fig.HEROINE, replace(fig.STAND, nod=16, arm=(4, 12))),
    ):
        fig.figure(s, x, 700, size, fig.silhouette(look, dark), pose, turn=0.2, rim=(2.4, -0.8, MIST))
    light.vignette(s, 0.55, 0.72, 0.5)
    return s


def _table(s: Scene) -> None:
    s.cut(geo.polygon([(440, 520), (800, 520), (760, 470), (480, 470)]), mix(WOOD, SAND, 0.3), 6)


def _empty(s: Scene, x: float, base: float, k: float) -> None:
    things.chair(s, x, base, k, mix(OCHRE, WOOD, 0.3))


def panel_12() -> Scene:
    """A tall ladder into the light; a blank slip of paper slides down it past the others."""
    s = scene("panel-12")
    s.ground(mix(NIGHT, SLATE, 0.2))
    light.glow(s, 690, -20, 700, SAND, 0.6)
    things.ladder(s, (560, 1010), (690, -80), 360, 10, mix(WOOD, OCHRE, 0.2), 7)
    s.cut(geo.moved(geo.rect(-110, -60, 220, 120), 590, 640, 1, 14), CREAM, 14)
    return s


SCENES = {"panel-09": panel_09, "panel-10": panel_10, "panel-11": panel_11, "panel-12": panel_12}
_UNUSED: tuple[Ink, ...] = (STONE, SKIN)
_ = plait
