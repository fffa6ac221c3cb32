"""Panel 13: the workers."""

from __future__ import annotations

from dataclasses import replace

from kit import figures as fig
from kit import geometry as geo
from kit import heroine, light, scenery
from kit.inks import BLACK, FOG, MIST, NIGHT, SAND, SLATE, STONE, mix
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


SCENES = {"panel-13": panel_13}
