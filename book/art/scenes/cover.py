"""The front cover: she walks on the line that the crayon is still drawing."""

from __future__ import annotations

from collections.abc import Sequence

import skia
from kit import crayon, heroine, light, scenery, writing
from kit import geometry as geo
from kit.heads import PROFILE, SIDE_HAIR
from kit.inks import BLACK, CREAM, DUSK, MIST, NIGHT, SLATE, Ink, mix
from kit.paper import Scene
from kit.sheet import scene

TIP = (640, 764)
LINE = [
    (-20, 1262), (60, 1228), (150, 1250), (236, 1300), (300, 1262), (262, 1190), (176, 1196), (150, 1110), (214, 1020),
    (250, 930), (200, 850), (232, 796), (330, 792), (440, 804), (545, 796), TIP,
]  # fmt: skip


# The walker, height = 1, feet at the origin, facing right.
COAT = [
    (-0.030, -0.868), (0.030, -0.866), (0.058, -0.800), (0.060, -0.730), (0.042, -0.625), (0.066, -0.500), (0.112, -0.300, 1),
    (0.060, -0.276), (-0.010, -0.300), (-0.070, -0.286), (-0.130, -0.322), (-0.236, -0.352, 1), (-0.130, -0.470), (-0.058, -0.620),
    (-0.066, -0.730), (-0.058, -0.810),
]  # fmt: skip
LEGS = (
    ([(-0.016, -0.42), (-0.066, -0.22), (-0.168, -0.070)], [(-0.186, -0.052), (-0.160, -0.030), (-0.118, -0.008)]),
    ([(0.030, -0.42), (0.110, -0.235), (0.142, -0.045)], [(0.132, -0.020), (0.168, -0.024), (0.214, -0.030)]),
)
FAR_ARM = [(0.020, -0.800), (0.118, -0.742), (0.226, -0.756)]
FAR_HAND = [(0.226, -0.756), (0.254, -0.764), (0.290, -0.782)]
NEAR_ARM = [(-0.016, -0.804), (-0.112, -0.712), (-0.222, -0.690)]
NEAR_HAND = [(-0.222, -0.690), (-0.248, -0.686), (-0.282, -0.694)]
TAIL = [(-0.050, -0.905), (-0.105, -0.885), (-0.180, -0.862), (-0.262, -0.880), (-0.330, -0.868)]


def cover(calm: Sequence[tuple[float, float, float, float]] = ()) -> Scene:
    """Night, a great moon, the red line across it, one small walker, one large hand; no stars in calm boxes."""
    s = scene("cover")
    s.ground(mix(NIGHT, BLACK, 0.15))
    for i in range(3):
        s.cut(geo.band(scenery.ridge(s, 330 + i * 120, 34, 3), s.h), mix(NIGHT, DUSK, 0.1 + 0.22 * i), 5, wobble=1.6, shadow=0.35)
    scenery.stars(s, 30, 30, 940, 520, 60, calm=calm)
    _moon(s, 440, 690, 258)
    inks = [mix(SLATE, NIGHT, 0.3), mix(SLATE, NIGHT, 0.55), mix(NIGHT, SLATE, 0.22)]
    scenery.hills(s, 960, 100, inks, step=44, lift=9, waves=4)
    _shore(s)
    _water(s)
    _line(s)
    _walker(s, 424, 800, 340)
    writing.hold(s, *TIP, 1.92, turn=36, tool_angle=-64, tool_length=184, tool_r=9.5, arm=[(985, 1240), (1040, 1440)])
    light.vignette(s, 0.6, 0.46, 0.5)
    return s


def _moon(s: Scene, x: float, y: float, r: float) -> None:
    """A disc so large that a person fits inside it."""
    light.glow(s, x, y, r * 3.2, mix(CREAM, SLATE, 0.45), 0.55)
    light.halo(s, x, y, [r * k for k in (1.16, 1.36, 1.62, 1.95)], mix(CREAM, SLATE, 0.3), 0.07)
    s.cut(geo.circle(x, y, r), CREAM, 3, shadow=0.4)
    for dx, dy, k in ((-0.52, -0.30, 0.24), (0.56, -0.24, 0.26), (0.24, -0.70, 0.13), (-0.66, 0.2, 0.14), (0.05, 0.72, 0.2)):
        s.cut(geo.circle(x + r * dx, y + r * dy, r * k, r * k * 0.88), mix(CREAM, SLATE, 0.06), 0.3, wobble=2, shadow=0, edge=0)


def _shore(s: Scene) -> None:
    """Pines along the far bank."""
    trees = (
        (22, 128), (66, 92), (104, 144), (168, 84), (212, 112), (266, 62), (300, 84), (588, 58), (622, 88), (664, 64), (702, 118),
        (748, 82), (790, 138), (838, 96), (884, 150), (932, 110), (976, 160),
    )  # fmt: skip
    for x, k in trees:
        scenery.pine(s, x, 1100 + s.rng.uniform(-4, 8), k, mix(NIGHT, BLACK, 0.5), 3)


def _water(s: Scene) -> None:
    """The dark river, the moon broken on it."""
    for i, tone in enumerate((mix(SLATE, MIST, 0.15), mix(SLATE, NIGHT, 0.3), mix(SLATE, NIGHT, 0.6), mix(NIGHT, BLACK, 0.2))):
        s.cut(geo.band(scenery.ridge(s, 1085 + i * 74, 8 + i * 5, 3), s.h + 40), tone, 4 + i, wobble=1.2, shadow=0.4)
    scenery.moon_path(s, 440, 1110, 1400, 230, count=34)


def _line(s: Scene) -> None:
    """The red thread out of the past."""
    light.shade(s, geo.moved(geo.limb(LINE, [8] * 6), 3, 7), 0.35, 4)
    crayon.line(s, LINE, 19, pressure=(0.75, 0.9, 1.0, 1.0, 1.05, 1.1, 1.1, 1.1))


def _walker(s: Scene, x: float, y: float, size: float) -> None:
    """The woman with the braid, balancing in profile against the moon."""
    coat = mix(NIGHT, BLACK, 0.45)
    dark = mix(coat, BLACK, 0.5)

    def put(path: skia.Path, ink: Ink, lift: float = 2.5) -> None:
        s.cut(geo.moved(path, x, y, size), ink, lift, wobble=0.35, shadow=0.4, edge=0.16)

    put(geo.union(geo.limb(FAR_ARM, [0.034, 0.028, 0.022]), geo.limb(FAR_HAND, [0.016, 0.019, 0.009])), dark)
    for leg, shoe in LEGS:
        put(geo.union(geo.limb(leg, [0.050, 0.036, 0.023]), geo.limb(shoe, [0.022, 0.024, 0.012])), dark)
    put(geo.shape(COAT), coat)
    put(geo.limb([(0.004, -0.84), (0.012, -0.90)], [0.030, 0.026]), dark, 1)
    for outline, ink in ((PROFILE, dark), (SIDE_HAIR["braid"], BLACK)):
        put(geo.moved(geo.shape(outline), 0.012, -0.872, 0.138, -8), ink)
    put(geo.shape([(-0.042, -0.845), (-0.030, -0.892, 1), (0.046, -0.872, 1), (0.040, -0.832)]), mix(coat, SLATE, 0.25))
    put(geo.union(geo.limb(NEAR_ARM, [0.038, 0.031, 0.024]), geo.limb(NEAR_HAND, [0.016, 0.019, 0.009])), mix(coat, SLATE, 0.12))
    for path in heroine.plait(TAIL, 0.027, 0.016, 13):
        put(path, mix(BLACK, SLATE, 0.1), 1.5)


SCENES = {"cover": cover}
