"""Panel 24: the line becomes river, hills, a crowd of readers holding the book you hold."""

from __future__ import annotations

from kit import crayon, heroine, light, scenery
from kit import geometry as geo
from kit.inks import AMBER, BLACK, CREAM, FOG, MIST, NIGHT, OCHRE, SAND, SKIN, SLATE, STONE, UMBER, WOOD, mix
from kit.paper import Scene
from kit.readers import Reader, reader
from kit.sheet import scene

GREY = mix(CREAM, SLATE, 0.35)
PEOPLE = (
    Reader("bob", BLACK, mix(SLATE, MIST, 0.4)),
    Reader("crop", mix(BLACK, WOOD, 0.4), mix(OCHRE, UMBER, 0.35), build=1.1),
    Reader("bun", GREY, mix(SLATE, NIGHT, 0.4), mix(SKIN, CREAM, 0.3), 0.95, glasses=True),
    Reader("crop", BLACK, mix(CREAM, SLATE, 0.25), mix(SKIN, WOOD, 0.5)),
    Reader("scarf", mix(SLATE, FOG, 0.4), mix(NIGHT, SLATE, 0.5)),
    Reader("braid", mix(BLACK, WOOD, 0.5), mix(UMBER, SLATE, 0.3), mix(SKIN, WOOD, 0.25), 0.92),
    Reader("crop", GREY, mix(SLATE, BLACK, 0.25), mix(SKIN, CREAM, 0.2), 1.08, glasses=True),
    Reader("bob", mix(WOOD, OCHRE, 0.3), mix(OCHRE, CREAM, 0.25), mix(SKIN, CREAM, 0.35), 0.92),
    Reader("bun", BLACK, mix(MIST, CREAM, 0.2), mix(SKIN, WOOD, 0.62)),
)
DRAWS = heroine.Stance(
    heroine.COAT_WALK,
    heroine.AWAY.legs,
    (
        [(-0.092, -0.802), (-0.136, -0.690), (-0.150, -0.610), (-0.134, -0.520)],
        [(0.080, -0.806), (0.158, -0.776), (0.220, -0.834), (0.268, -0.934)],
    ),
    [(-0.012, -0.885), (-0.030, -0.820), (-0.034, -0.740), (-0.020, -0.660), (-0.030, -0.590), (-0.044, -0.530)],
    tilt=-14,
    near=(True, True),
)
TIP = (516, 770)
# Crowd, far to near: nape's height, head's height, share of haze, x of each reader.
ROWS = (
    (622, 34, 0.60, (-8, 62, 135, 208, 282, 352, 424, 496, 700, 772, 846, 918, 990)),
    (682, 46, 0.44, (22, 122, 222, 322, 420, 694, 790, 888, 985)),
    (766, 62, 0.26, (-10, 120, 250, 372, 724, 850, 976)),
    (876, 84, 0.12, (26, 728, 906)),
    (1024, 112, 0.0, (660, 892)),
    (1264, 146, 0.0, (584, 880)),
)
RIVER = [TIP, (560, 742), (612, 700), (618, 652), (588, 612), (578, 588), (604, 566)]
RIDGE = [(652, 522), (712, 470), (778, 450), (838, 474), (892, 440), (962, 376), (1040, 400)]
AGAIN = [(-40, 436), (56, 408), (138, 366), (200, 416), (262, 458), (330, 430), (398, 404), (452, 446), (520, 510), (603, 563)]


def panel_24() -> Scene:
    """Dawn where the night river was; she draws, and the world reads."""
    s = scene("panel-24")
    s.ground(mix(FOG, STONE, 0.2))
    for i in range(4):
        tone = mix(mix(FOG, STONE, 0.5), mix(SAND, AMBER, 0.35), 0.15 + 0.28 * i)
        s.cut(geo.band(scenery.ridge(s, 140 + i * 100, 40, 3), s.h), tone, 4, wobble=1.6, shadow=0.3)
    _sun(s, 640, 372, 108)
    for ridge, cut in ((AGAIN, 0), ([(560, 590), *RIVER[-1:], *RIDGE], 1)):
        s.cut(geo.band(ridge, s.h), mix(FOG, MIST, 0.25 - 0.15 * cut), 7, wobble=0, fade=((0, 380), (0, 570), SAND, 0.85))
    scenery.hills(s, 540, 60, [mix(MIST, SAND, 0.45), mix(MIST, SAND, 0.3)], step=34, lift=7, waves=5, haze=SAND)
    s.cut(geo.band([(-30, 590), (400, 566), (600, 560), (1030, 584)], s.h + 40), mix(SAND, AMBER, 0.3), 5, fade=((0, 560), (0, 1402), SLATE, 0.7))
    _river(s)
    _crowd(s)
    _line(s)
    _artist(s, 236, 1560, 740)
    light.glow(s, 640, 372, 760, AMBER, 0.22)
    light.vignette(s, 0.32, 0.55, 0.5, NIGHT)
    return s


def _crowd(s: Scene) -> None:
    """Row upon row of readers on both banks; she has a knoll of her own."""
    n = 0
    for y, k, veil, xs in ROWS:
        for x in xs:
            at = (x + s.rng.uniform(-6, 6), y + s.rng.uniform(-0.1, 0.1) * k)
            reader(s, *at, k, PEOPLE[(n * 5 + 1) % len(PEOPLE)], nod=s.rng.uniform(-7, 7), haze=SAND, veil=veil)
            n += 1
        if k == 84:
            _river(s)
            knoll = [(-40, 1010, 1), (110, 962), (270, 950), (410, 978), (486, 1050), (470, 1150), (400, 1260), (300, 1430, 1), (-40, 1430, 1)]
            s.cut(geo.shape(knoll), mix(AMBER, SAND, 0.4), 9, fade=((0, 940), (0, 1402), SLATE, 0.75))


def _sun(s: Scene, x: float, y: float, r: float) -> None:
    """Where the moon hung, the sun comes up."""
    light.glow(s, x, y, r * 5, AMBER, 0.8)
    for k in (3.3, 2.5, 1.9, 1.4):
        s.cut(geo.circle(x, y, r * k), CREAM, 0, alpha=0.16, wobble=1.6, shadow=0)
    s.cut(geo.circle(x, y, r), CREAM, 3, shadow=0.25)


def _river(s: Scene) -> None:
    """A river of pale paper between the readers."""
    left = [(596, 566, 1), (566, 620), (590, 690), (540, 790), (452, 900), (500, 1040), (420, 1220), (300, 1430, 1)]
    right = [(720, 1430, 1), (640, 1230), (700, 1060), (590, 920), (640, 800), (646, 700), (600, 620), (606, 566, 1)]
    s.cut(geo.shape([*left, *right]), mix(MIST, CREAM, 0.7), 3, fade=((0, 600), (0, 1402), SLATE, 0.85))
    for _ in range(26):
        t = s.rng.uniform(0.05, 1) ** 0.8
        y = 580 + 800 * t
        scenery.ripple(s, 595 + s.rng.normal(0, 18 + 40 * t) - 60 * t, y, 24 + 130 * t, mix(CREAM, MIST, s.rng.uniform(0, 0.5)), 0.8, 0.04)


def _line(s: Scene) -> None:
    """Out of the crayon: river, horizon, ridge, and in again from the other side."""
    crayon.line(s, [*RIVER, *RIDGE], 17, pressure=(1.3, 1.15, 0.9, 0.75, 0.75, 0.8, 0.85, 0.9))
    crayon.line(s, AGAIN, 17, pressure=(0.9, 0.85, 0.8, 0.7, 0.6))


def _artist(s: Scene, x: float, y: float, size: float) -> None:
    """She stands with her back to us, the crayon raised."""
    crayon.stick(s, *TIP, 121, 150, 14, lift=4)
    heroine.behind(s, x, y, size, DRAWS, coat=mix(NIGHT, BLACK, 0.3), skin=mix(SKIN, NIGHT, 0.16), rim=(3.4, -3.0, AMBER))


SCENES = {"panel-24": panel_24}
