"""Panels 13 and 14: the workers, the map."""

from __future__ import annotations

from dataclasses import replace

from kit import crayon, heroine, light, scenery, terrain
from kit import figures as fig
from kit import geometry as geo
from kit.inks import AMBER, BLACK, CREAM, FOG, MIST, NIGHT, OCHRE, SAND, SLATE, STONE, UMBER, mix
from kit.paper import Scene
from kit.sheet import scene


def panel_13() -> Scene:
    """Bent under sacks, a line of workers climbs; one woman stands upright and looks up."""
    s = scene("panel-13")
    s.ground(mix(FOG, STONE, 0.5))
    light.glow(s, 700, 20, 420, SAND, 0.6)
    for x, y, w in ((150, 60, 640), (930, 150, 420), (420, 130, 520)):
        scenery.cloud(s, x, y, w, mix(FOG, STONE, 0.35), 3)
    scenery.hills(s, 300, 60, [mix(FOG, STONE, 0.2), FOG, mix(MIST, FOG, 0.4)], step=36, lift=5, waves=4, haze=STONE)
    _birds(s)
    ground = geo.band([(-30, 438), (300, 428), (700, 412), (1030, 392)], s.h + 30)
    s.cut(ground, mix(MIST, FOG, 0.1), 5, fade=((0, 400), (0, 470), mix(SLATE, BLACK, 0.5), 0.75))
    crew = (
        (20, "STOOP", "cap"), (152, "TRUDGE", "scarf"), (280, "STOOP", "cap"), (405, "TRUDGE", "cap"),
        (735, "STOOP", "scarf"), (862, "TRUDGE", "cap"), (985, "STOOP", "cap"),
    )  # fmt: skip
    for i, (x, pose, hair) in enumerate(crew):
        tone = mix(SLATE, BLACK, 0.42 + 0.1 * (i % 3))
        who = replace(fig.silhouette(fig.WORKER, tone), hair=hair, load=mix(tone, BLACK, 0.3))
        bow = replace(getattr(fig, pose), nod=26, bend=30 if pose == "STOOP" else 26)
        fig.figure(s, x, 440 - x * 0.036, 236, who, bow, turn=0.12)
    _upright(s, 566, 424)
    light.vignette(s, 0.3, 0.57, 0.4, NIGHT)
    return s


def _birds(s: Scene) -> None:
    """Wild geese, far up and free to go."""
    for i, (x, y) in enumerate(((690, 118), (736, 92), (786, 74), (754, 132), (824, 118))):
        k = 1 - 0.06 * i
        wing = [(-26, -10, 1), (-10, -9), (0, 0), (12, -14), (30, -16, 1), (13, -7), (2, 7), (-8, -3)]
        s.cut(geo.moved(geo.shape(wing), x, y, k, -10 + 5 * i), mix(SLATE, NIGHT, 0.4), 2, wobble=0.3)


def _upright(s: Scene, x: float, y: float) -> None:
    """She has set her sack down; the braid hangs free, the face is in the light."""
    light.glow(s, x + 40, y - 230, 260, SAND, 0.6)
    sack = [(-52, 0), (-58, -34), (-40, -66), (-12, -80), (-4, -94, 1), (14, -92, 1), (12, -76), (40, -56), (50, -24), (44, 0)]
    s.cut(geo.moved(geo.shape(sack), x - 62, y + 4, 0.8), mix(SLATE, BLACK, 0.62), 4, wobble=0.8)
    look = replace(fig.HEROINE, hair="plait", top=mix(SLATE, NIGHT, 0.35), bottom=mix(NIGHT, BLACK, 0.5), collar=mix(SLATE, MIST, 0.1))
    pose = replace(fig.LOOKUP, nod=-28, lean=-5, bend=1, arm=(-14, 24), far_arm=(14, 22), leg=(8, 4), far_leg=(-9, 4))
    rig = fig.figure(s, x, y, 276, look, pose, turn=0.2)
    cx, cy = rig["crown"]
    braid = heroine.plait([(cx - 17, cy - 8), (cx - 25, cy + 24), (cx - 30, cy + 60), (cx - 30, cy + 106)], 7.6, 4.8, 15)
    for path in braid:
        s.cut(path, mix(BLACK, NIGHT, 0.3), 1.2, wobble=0.3, edge=0.3)


def panel_14() -> Scene:
    """A map in relief; she walks on it, the red line behind her, to the river's edge."""
    s = scene("panel-14")
    s.ground(mix(NIGHT, SLATE, 0.35))
    _map_river(s)
    far = [(-160, -140), (1160, -140), (1160, 400), (1020, 430), (860, 520), (650, 486), (430, 566), (200, 500), (-20, 560), (-160, 560)]
    near = [(-160, 650), (-20, 650), (190, 580), (440, 650), (660, 566), (870, 606), (1020, 530), (1160, 510), (1160, 1640), (-160, 1640)]
    _shore(s, far, mix(SAND, STONE, 0.35), -14)
    _shore(s, near, mix(FOG, STONE, 0.35), 14)
    for x, y, rx, ry in ((150, 400, 120, 74), (905, 352, 130, 80)):
        terrain.stack(s, x, y, rx, ry, mix(SAND, STONE, 0.2), mix(CREAM, OCHRE, 0.2), sheets=4, lift=5)
    low, high = mix(MIST, FOG, 0.5), mix(SLATE, NIGHT, 0.35)
    for x, y, rx, ry, n in (
        (120, 870, 190, 120, 5), (905, 800, 170, 110, 5), (515, 955, 130, 92, 5), (100, 1215, 150, 130, 5),
        (870, 1120, 190, 150, 6), (545, 1330, 150, 110, 5),
    ):  # fmt: skip
        terrain.stack(s, x, y, rx, ry, low, high, sheets=n, lift=6)
    terrain.border(s, [(-20, 704), (190, 620), (440, 690), (660, 606), (870, 646), (1020, 570)], 46, 9, mix(NIGHT, BLACK, 0.3))
    for a, b in (((-10, 742), (1010, 738)), ((336, -10), (333, 1500)), ((668, -10), (664, 1500))):
        terrain.crease(s, a, b, mix(SLATE, BLACK, 0.4), CREAM)
    terrain.rose(s, 868, 1372, 78, mix(CREAM, SAND, 0.4), mix(SLATE, NIGHT, 0.6))
    _journey(s)
    light.glow(s, 520, 200, 620, SAND, 0.28)
    light.vignette(s, 0.55, 0.5, 0.36, NIGHT)
    return s


def _map_river(s: Scene) -> None:
    """Water lying deeper than the land."""
    for i in range(26):
        x = -60 + i * 44 + s.rng.uniform(-10, 10)
        y = 600 - 70 * (x / 1000) + 34 * (-1) ** (int(x / 220)) * 0.4 + s.rng.uniform(-34, 34)
        scenery.ripple(s, x, y, s.rng.uniform(50, 120), mix(SLATE, MIST, s.rng.uniform(0.1, 0.6)), 1.0, 0.04)


def _shore(s: Scene, outline: list[tuple[float, float]], ink, out: float) -> None:  # noqa: ANN001
    """Land in two sheets, the lower one showing as a step at the water."""
    s.cut(geo.moved(geo.shape(outline), 0, -out * 1.6), mix(ink, SLATE, 0.5), 9, wobble=1.6)
    s.cut(geo.shape(outline), ink, 9, wobble=1.6)


def _journey(s: Scene) -> None:
    """The small house, the line, the walker with her long shadow."""
    pts = [
        (268, 1312), (330, 1262), (296, 1160), (250, 1075), (330, 1030), (430, 1090), (560, 1110), (668, 1040),
        (700, 930), (640, 850), (500, 822), (372, 810), (330, 752), (400, 716), (500, 724),
    ]  # fmt: skip
    light.shade(s, geo.moved(geo.limb(pts, [7] * 4), 3, 6), 0.35, 3)
    crayon.line(s, pts, 17, pressure=(0.9, 1.0, 1.05, 1.0, 1.1, 1.05, 1.1, 1.0))
    _cottage(s, 240, 1330)
    x, y = 520, 734
    cast = [geo.limb([(x - 38, y - 6), (x + 30, y + 42), (x + 70, y + 62)], [5, 8, 12])]
    cast.append(geo.limb([(x + 34, y - 6), (x + 56, y + 30), (x + 76, y + 62)], [5, 8, 12]))
    cast.append(geo.limb([(x + 60, y + 56), (x + 110, y + 88), (x + 152, y + 108)], [24, 17, 15]))
    cast.append(geo.circle(x + 174, y + 120, 18, 15))
    light.shade(s, geo.union(*cast), 0.5, 3.5, NIGHT)
    look = replace(fig.HEROINE, top=mix(NIGHT, SLATE, 0.2), hair="plait")
    rig = fig.figure(s, x, y, 190, look, replace(fig.WALK, nod=-4), turn=0.15, lift=3)
    cx, cy = rig["crown"]
    for path in heroine.plait([(cx - 8, cy - 6), (cx - 17, cy + 12), (cx - 30, cy + 26), (cx - 50, cy + 32), (cx - 70, cy + 28)], 5.4, 3.4, 12):
        s.cut(path, BLACK, 1.0, wobble=0.2, edge=0.3)


def _cottage(s: Scene, x: float, y: float) -> None:
    """A paper house set down on the map, its window still lit."""
    light.shade(s, geo.polygon([(x - 44, y), (x + 44, y), (x + 118, y + 40), (x + 40, y + 46)]), 0.5, 5, NIGHT)
    s.cut(geo.rect(x - 46, y - 52, 92, 54), mix(CREAM, SLATE, 0.2), 4)
    s.cut(geo.shape([(x - 66, y - 46, 1), (x - 38, y - 66), (x - 28, y - 88, 1), (x + 28, y - 88, 1), (x + 38, y - 66), (x + 66, y - 46, 1)]), mix(NIGHT, BLACK, 0.3), 4)
    s.cut(geo.rect(x - 30, y - 36, 22, 38), UMBER, 0.6)
    s.cut(geo.rect(x + 6, y - 36, 26, 22), mix(AMBER, OCHRE, 0.5), 0.6)
    light.glow(s, x + 19, y - 25, 46, AMBER, 0.5)


SCENES = {"panel-13": panel_13, "panel-14": panel_14}
