"""Panels 21-23: the crayon on the table, the hovering hand, the first line. (24 has its own module.)"""

from __future__ import annotations

from dataclasses import replace

import skia
from kit import crayon, heroine, light, things, writing
from kit import figures as fig
from kit import geometry as geo
from kit.inks import AMBER, BLACK, CREAM, DUSK, NIGHT, OCHRE, SAND, SLATE, UMBER, WOOD, mix
from kit.paper import Scene
from kit.sheet import scene

OAK = mix(WOOD, OCHRE, 0.35)


def panel_21() -> Scene:
    """Two at a table under a lamp: he slides a red crayon across; she looks down at it."""
    s = scene("panel-21")
    s.ground(mix(NIGHT, BLACK, 0.25))
    _window(s, 52, 36, 136, 176)
    _lamp(s, 513, 0)
    s.cut(geo.polygon([(250, 318), (770, 318), (860, 404), (160, 404)]), OAK, 8, fade=((0, 318), (0, 404), SAND, 0.25))
    s.cut(geo.rect(150, 402, 720, 90), mix(OAK, BLACK, 0.45), 6)
    s.cut(geo.polygon([(572, 336), (690, 336), (716, 372), (578, 372)]), CREAM, 3)
    light.glow(s, 520, 350, 300, AMBER, 0.4)
    light.shade(s, geo.circle(498, 366, 76, 7), 0.5, 4, BLACK)
    crayon.stick(s, 604, 352, 176, 150, 12.5, lift=4)
    him = fig.Look(7.3, "crop", "trousers", mix(OCHRE, UMBER, 0.5), BLACK, build=1.1)
    lean = replace(fig.SIT, lean=14, bend=8, nod=14, arm=(60, 22), far_arm=(40, 46))
    rig = _seat(s, 190, 478, 760, him, lean, False)
    _calm(s, rig, him, lean, False)
    her = replace(fig.HEROINE, hair="plait", dress="trousers", top=writing.SLEEVE, collar=mix(CREAM, SLATE, 0.1))
    still = replace(fig.SIT, lean=2, bend=8, nod=22, arm=(14, 34), far_arm=(20, 40))
    rig = _seat(s, 830, 478, 730, her, still, True)
    _calm(s, rig, her, still, True)
    cx, cy = rig["crown"]
    for path in heroine.plait([(cx + 16, cy - 34), (cx + 34, cy + 16), (cx + 48, cy + 84), (cx + 50, cy + 160), (cx + 58, cy + 214)], 17, 11, 17):
        s.cut(path, mix(BLACK, SLATE, 0.1), 2, wobble=0.3, edge=0.3)
    light.glow(s, 513, 150, 460, AMBER, 0.28)
    light.vignette(s, 0.6, 0.5, 0.5)
    return s


def _seat(s: Scene, x: float, hip_y: float, size: float, look: fig.Look, pose: fig.Pose, flip: bool) -> fig.Rig:
    """A figure with its hip at (x, hip_y)."""
    r = fig.build_rig(pose, look, size, 0.2)
    low = max(r[k][1] for k in ("ankle", "far_ankle", "toe", "far_toe", "knee", "far_knee"))
    return fig.figure(s, x, hip_y + low + size * 0.022, size, look, pose, turn=0.2, flip=flip)


def _calm(s: Scene, rig: fig.Rig, look: fig.Look, pose: fig.Pose, flip: bool) -> None:
    """A lowered lid and a quiet mouth on a head in profile."""
    unit = rig.size / look.heads
    tilt = (pose.lean + pose.bend) * 0.85 * 0.75 + pose.nod * 0.88
    lid = geo.limb([(0.19, -0.478), (0.255, -0.452), (0.325, -0.470)], [0.010, 0.020, 0.012])
    mouth = geo.limb([(0.275, -0.238), (0.32, -0.212), (0.372, -0.216)], [0.008, 0.014, 0.010])
    for cut in (lid, mouth):
        local = geo.moved(cut, 0, 0, unit, tilt)
        s.cut(geo.moved(local, rig["crown"][0], rig["crown"][1] + unit * 0.08, 1, 0, flip), mix(BLACK, SLATE, 0.12), 0, wobble=0.1, edge=0)


def _window(s: Scene, x: float, y: float, w: float, h: float) -> None:
    """The city of windows, outside."""
    pane = s.cut(geo.rect(x, y, w, h), mix(NIGHT, DUSK, 0.5), 0)
    with s.inside(pane):
        for i, top in enumerate((0.45, 0.3, 0.55, 0.38)):
            s.cut(geo.rect(x + i * w / 4, y + h * top, w / 4.4, h), mix(NIGHT, BLACK, 0.2), 2)
            for j in range(8):
                if s.rng.random() < 0.6:
                    s.cut(geo.rect(x + i * w / 4 + 7 + (j % 2) * 14, y + h * top + 10 + (j // 2) * 22, 7, 11), mix(OCHRE, CREAM, s.rng.uniform(0, 0.5)), 0, wobble=0.2, edge=0)
    frame = geo.minus(geo.rect(x - 10, y - 10, w + 20, h + 20), geo.rect(x, y, w / 2 - 3, h), geo.rect(x + w / 2 + 3, y, w / 2 - 3, h))
    s.cut(frame, mix(WOOD, NIGHT, 0.4), 4)


def _lamp(s: Scene, x: float, y: float) -> None:
    """A paper shade on a cord and its cone of light."""
    light.beam(s, geo.polygon([(x - 46, y + 88), (x + 46, y + 88), (x + 330, 420), (x - 330, 420)]), OCHRE, 0.26, 16)
    s.cut(geo.rect(x - 1.6, y - 5, 3.2, 50), BLACK, 1, wobble=0)
    light.glow(s, x, y + 92, 130, CREAM, 0.7)
    s.cut(geo.shape([(x - 16, y + 40, 1), (x + 16, y + 40, 1), (x + 66, y + 90, 1), (x - 66, y + 90, 1)]), mix(OCHRE, CREAM, 0.25), 4)


def panel_22() -> Scene:
    """The crayon on a blank sheet; above it her hand hangs and trembles."""
    s = scene("panel-22")
    s.ground(mix(NIGHT, BLACK, 0.3))
    light.glow(s, 420, 60, 420, AMBER, 0.4)
    s.cut(geo.band([(-30, 262), (1030, 262)], s.h + 20), OAK, 6, fade=((0, 262), (0, 469), BLACK, 0.45))
    s.cut(geo.polygon([(150, 286), (700, 282), (800, 450), (50, 456)]), mix(CREAM, SLATE, 0.2), 3)
    s.cut(geo.polygon([(156, 282), (694, 278), (790, 444), (62, 450)]), CREAM, 4, fade=((160, 0), (800, 0), SAND, 0.4))
    x, y, k = 408, 250, 1.42
    squash = skia.Matrix()
    squash.setScale(1, 0.24)
    squash.postTranslate(-34, 378)
    shadow = skia.Path()
    writing.hanging_outline(x, 0, k).transform(squash, shadow)
    with s.inside(geo.rect(-10, 262, 1020, 300)):
        light.shade(s, shadow, 0.5, 8, NIGHT)
    crayon.stick(s, 548, 364, 175, 280, 16, lift=5)
    for dx, dy, alpha in ((-26, -9, 0.16), (-13, 6, 0.26), (14, -7, 0.2)):
        s.cut(writing.hanging_outline(x + dx, y + dy, k), mix(CREAM, SAND, 0.5), 0, alpha=alpha, shadow=0, wobble=0.4, edge=0)
    writing.hanging(s, x, y, k)
    light.vignette(s, 0.6, 0.42, 0.6)
    return s


def panel_23() -> Scene:
    """A sheet of light in a dark room; the hand draws its first red line."""
    s = scene("panel-23")
    s.ground(mix(NIGHT, BLACK, 0.3))
    things.planks(s, -20, s.h + 20, mix(OAK, NIGHT, 0.45), 8)
    sheet = geo.rect(-420, -640, 840, 1280)
    s.cut(geo.moved(sheet, 466, 716, 1, -5), mix(CREAM, SLATE, 0.2), 16)
    s.cut(geo.moved(sheet, 478, 716, 1, -3), CREAM, 12, fade=((480, 700), (480, 1420), SAND, 0.5))
    light.glow(s, 400, 560, 560, SAND, 0.6)
    pts = [
        (150, 372), (168, 392), (184, 370), (206, 396), (226, 372), (256, 394), (290, 362), (350, 330), (450, 300), (572, 306),
        (656, 362), (640, 446), (530, 500), (390, 540), (286, 604), (256, 690), (290, 776), (344, 850),
    ]  # fmt: skip
    light.beam(s, geo.limb(pts, [18] * 6), OCHRE, 0.35, 26)
    crayon.line(s, pts, 20, pressure=(0.3, 0.4, 0.5, 0.6, 0.85, 1.0, 1.1, 1.15, 1.15, 1.1))
    writing.hold(s, 344, 852, 2.45, turn=20, tool_angle=-54, tool_length=170, tool_r=7.6, arm=[(905, 1330), (1050, 1560)])
    light.glow(s, 344, 780, 560, AMBER, 0.14)
    light.vignette(s, 0.7, 0.4, 0.48)
    return s


SCENES = {"panel-21": panel_21, "panel-22": panel_22, "panel-23": panel_23}
