"""The crossing, second part: the river at night, and she before it."""

from __future__ import annotations

import skia
from kit import geometry as geo
from kit import heroine, light, scenery, water
from kit.inks import BLACK, CREAM, DEEP, DUSK, MIST, NIGHT, SLATE, mix
from kit.paper import Scene

FEET = (292, 998)
TALL = 322
MIRROR = 1070


def draw(s: Scene) -> None:
    """Moon, hills, the far bank, the stream, and the tongue of land on which she stands."""
    for i in range(4):
        s.cut(geo.band(scenery.ridge(s, 90 + i * 118, 40, 3), 700), mix(NIGHT, DUSK, 0.3 + 0.2 * i), 5, wobble=1.6, shadow=0.35)
    scenery.stars(s, 30, 20, 940, 420, 90)
    scenery.moon(s, 655, 250, 104, 5)
    inks = [mix(SLATE, NIGHT, 0.25), mix(SLATE, NIGHT, 0.5), mix(NIGHT, SLATE, 0.25)]
    scenery.hills(s, 506, 104, inks, step=34, lift=9, waves=4)
    _stream(s)
    _far_bank(s)
    _tongue(s)


def _stream(s: Scene) -> None:
    """Sheets of water coming towards us, and the road of moonlight on them, which runs on into the next part."""
    tones = [mix(SLATE, MIST, 0.4), mix(SLATE, MIST, 0.1), mix(SLATE, NIGHT, 0.2), mix(SLATE, NIGHT, 0.45), mix(SLATE, NIGHT, 0.65), mix(SLATE, NIGHT, 0.82)]
    for i, tone in enumerate(tones):
        y = 590 + (i**1.5) * 70
        s.cut(geo.band(scenery.ridge(s, y, 4 + i * 5, 3), s.h + 160), tone, 3 + i * 1.2, wobble=1.2, shadow=0.4)
        for _ in range(10):
            at = y + s.rng.uniform(10, 50 + 22 * i)
            x, w = s.rng.uniform(0, 1000), s.rng.uniform(60, 120 + 50 * i)
            slope = (x - 640) / 900 * 40
            water.current(s, [(x - w, at - slope * 0.4), (x, at), (x + w, at + slope * 0.6)], 5 + i * 1.6, mix(tone, tones[max(0, i - 1)], 0.6))
    light.glow(s, 655, 680, 330, CREAM, 0.25)
    scenery.moon_path(s, 655, 608, 1350, 250, count=64, drift=20)


def _far_bank(s: Scene) -> None:
    """The other side, close enough to be seen: it narrows the river into the distance."""
    left = [(-40, 586, 1), (300, 580), (520, 588), (604, 600, 1), (565, 612), (490, 624), (540, 640, 1), (380, 652), (120, 666), (-40, 690, 1)]
    right = [(1040, 580, 1), (860, 580), (716, 596, 1), (752, 630), (842, 664), (790, 712, 1), (860, 752), (960, 782), (1040, 796, 1)]
    for pts, tone in ((left, 0.12), (right, 0.24)):
        s.cut(geo.moved(geo.shape(pts), 0, 15), mix(NIGHT, BLACK, 0.35), 0, edge=0, shadow=0.3, alpha=0.7)
        s.cut(geo.shape(pts), mix(NIGHT, SLATE, tone), 6, edge=0.45)
    trees = (
        (25, 632, 140), (80, 626, 116), (140, 636, 160), (210, 626, 116), (275, 630, 92), (345, 624, 76), (410, 620, 60), (470, 614, 44), (520, 608, 34),
        (745, 612, 40), (790, 630, 66), (845, 640, 92), (880, 682, 128), (930, 656, 120), (965, 710, 178), (1000, 670, 140),
    )  # fmt: skip
    for x, y, k in trees:
        scenery.pine(s, x, y, k, mix(NIGHT, BLACK, 0.55), 3)


def _tongue(s: Scene) -> None:
    """A dark spit of land from the left, with reeds; she stands on it, and lies upside down in the water below."""
    x, y = FEET
    shaded = [(-40, 1106, 1), (160, 1088), (330, 1072), (552, 1066, 1), (470, 1096), (330, 1128), (160, 1160), (-40, 1190, 1)]
    s.cut(geo.shape(shaded), mix(NIGHT, BLACK, 0.55), 0, wobble=1.4, edge=0, shadow=0, alpha=0.8)
    _reflection(s)
    land = [(-40, 912, 1), (80, 920), (200, 952), (330, 980), (430, 1010), (505, 1042), (552, 1068, 1), (470, 1078), (330, 1084), (160, 1102), (-40, 1116, 1)]
    s.cut(geo.shape(land), mix(DEEP, BLACK, 0.35), 10, edge=0.5)
    light.glow(s, x, y - 190, 240, mix(CREAM, SLATE, 0.3), 0.16)
    scenery.reeds(s, -20, 1006, 130, 200, 11, mix(DEEP, BLACK, 0.6), lift=4)
    heroine.behind(s, x, y, TALL, heroine.BROOD, coat=mix(NIGHT, BLACK, 0.35), rim=(2.6, -1.4, mix(CREAM, SLATE, 0.15)))
    front = [(-40, 1012, 1), (110, 1004), (250, 1016), (390, 1042), (552, 1070, 1), (470, 1080), (330, 1088), (160, 1106), (-40, 1122, 1)]
    s.cut(geo.shape(front), BLACK, 8, edge=0.4)
    scenery.reeds(s, 20, 1104, 210, 118, 12, BLACK, lift=4)


def _reflection(s: Scene) -> None:
    """She once more, head down and a little pressed, in strips that the stream draws aside."""
    press = skia.Matrix().preTranslate(FEET[0], MIRROR).preScale(1, -0.86)
    whole = skia.Path()
    heroine.outline(0, 0, TALL, heroine.BROOD).transform(press, whole)
    top, end = MIRROR + 6, MIRROR + TALL * 0.86
    while top < end:
        t = (top - MIRROR) / (end - MIRROR)
        step = s.rng.uniform(9, 15)
        strip = geo.rect(0, top, 700, step * (0.92 - 0.3 * t))
        part = geo.moved(geo.meet(whole, strip), s.rng.uniform(-1, 1) * (3 + 13 * t), 0)
        if part.countPoints():
            s.cut(part, mix(mix(NIGHT, BLACK, 0.6), SLATE, 0.12 * t), 0.8, wobble=0.7, edge=0.12, shadow=0.3)
        top += step
