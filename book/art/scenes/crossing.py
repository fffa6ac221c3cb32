"""The crossing (beats 15 to 18): one strip that flows from picture to picture as a reader scrolls down.

Nothing frames the pictures: black ground becomes night, night water, water the dark, the dark first light. Between them
lie bands in which there is nothing to cut through, so that pages can be made of the strip.
"""

from __future__ import annotations

from collections.abc import Sequence

from kit import crayon, heroine, light, scenery, water
from kit import geometry as geo
from kit.inks import AMBER, BLACK, CREAM, DEEP, DUSK, MIST, NIGHT, OCHRE, SAND, SKIN, SLATE, STONE, UMBER, Ink, mix
from kit.paper import Scene
from kit.sheet import scene

PARTS = {"river": 1402, "ground": 320, "wading": 760, "sinking": 520, "breath": 900, "rise": 330, "arrival": 836}
"""Heights of the parts in units of 1000 a width, from top to bottom."""


UNDER = 500
"""How far the last sheet of a passage reaches below the next part, which lies on it."""


def crossing() -> Scene:
    """The whole strip."""
    s = scene("crossing")
    s.ground(mix(NIGHT, DUSK, 0.25))
    drawn = {"river": _river, "ground": _ground, "wading": _wading, "sinking": _sinking, "breath": _breath, "rise": _rise, "arrival": _arrival}
    top = 0
    for name, height in PARTS.items():
        with s.lowered(top, height):
            drawn[name](s)
        if name == "breath":
            _thread(s)
        top += height
    return s


def _steps(s: Scene, inks: Sequence[Ink], *, rise: float, lift: float, shadow: float = 0.4) -> None:
    """Sheets from edge to edge, one below the other, that lead from one tone to the next."""
    for i, ink in enumerate(inks):
        y = s.h * i / len(inks)
        s.cut(geo.band(scenery.ridge(s, y, rise, 3), s.h + UNDER), ink, lift, wobble=1.6, shadow=shadow, edge=0.2)


def _ground(s: Scene) -> None:
    """Black earth of the bank, and out of it the night once more."""
    _steps(s, [BLACK, mix(BLACK, NIGHT, 0.25), mix(BLACK, NIGHT, 0.5), mix(BLACK, NIGHT, 0.75), NIGHT, mix(NIGHT, DUSK, 0.3)], rise=22, lift=5)
    scenery.stars(s, 40, 130, 920, 200, 26)


def _sinking(s: Scene) -> None:
    """Below her the stars go out one by one."""
    tones = [mix(NIGHT, BLACK, 0.12 + 0.15 * i) for i in range(6)]
    for i, tone in enumerate(tones):
        y = s.h * i / len(tones)
        s.cut(geo.band(scenery.ridge(s, y, 12, 3), s.h + 60), tone, 5, wobble=1.4, shadow=0.4, edge=0.2)
        for _ in range(4):
            at = y + s.rng.uniform(14, 70)
            scenery.ripple(s, s.rng.uniform(0, 1000), at, s.rng.uniform(120, 300), mix(tone, SLATE, 0.28 - 0.04 * i), 1.0, 0.02)
    for x, y, r, t in ((250, 60, 44, 0.1), (780, 96, 38, 0.2), (150, 200, 30, 0.4), (640, 236, 26, 0.5), (870, 300, 20, 0.62), (330, 350, 16, 0.72)):
        water.broken_star(s, x, y, r, mix(CREAM, NIGHT, t))


def _thread(s: Scene) -> None:
    """The red line comes off her and goes down, thinner and thinner, until the dark has it."""
    top = sum(PARTS[name] for name in ("river", "ground"))
    deep = top + PARTS["wading"] + PARTS["sinking"]
    pts = [
        (512, top + 560), (560, top + 640), (470, top + 720), (430, top + 820), (560, top + 900), (610, top + 1000),
        (500, top + 1080), (420, top + 1180), (470, deep + 40), (560, deep + 130), (585, deep + 215), (530, deep + 280), (505, deep + 330),
    ]  # fmt: skip
    crayon.line(s, pts, 11, cover=0.6, pressure=(0.8, 1.0, 1.0, 0.95, 0.85, 0.75, 0.62, 0.48, 0.34, 0.2, 0.1))


def _rise(s: Scene) -> None:
    """Out of the black, grey, and then blue."""
    _steps(s, [mix(BLACK, NIGHT, 0.2), mix(BLACK, NIGHT, 0.55), NIGHT, mix(NIGHT, SLATE, 0.3), mix(NIGHT, SLATE, 0.6), mix(SLATE, NIGHT, 0.12)], rise=26, lift=5)


def _river(s: Scene) -> None:
    """The river at night, winding between two banks; she stands before it."""
    for i in range(4):
        sky = geo.band(scenery.ridge(s, 120 + i * 130, 40, 3), s.h)
        s.cut(sky, mix(NIGHT, DUSK, 0.3 + 0.2 * i), 5, wobble=1.6, shadow=0.35)
    scenery.stars(s, 30, 30, 940, 470, 95)
    scenery.moon(s, 655, 262, 92, 5)
    inks = [mix(SLATE, NIGHT, 0.25), mix(SLATE, NIGHT, 0.5), mix(NIGHT, SLATE, 0.25)]
    scenery.hills(s, 560, 110, inks, step=36, lift=9, waves=4)
    _stream(s)
    _far_bank(s)
    _near_bank(s)


def _stream(s: Scene) -> None:
    """Sheets of water coming towards us, and the road of moonlight on them."""
    tones = [mix(SLATE, MIST, 0.4), mix(SLATE, MIST, 0.1), mix(SLATE, NIGHT, 0.2), mix(SLATE, NIGHT, 0.5), mix(SLATE, NIGHT, 0.75)]
    for i, tone in enumerate(tones):
        y = 650 + (i**1.5) * 74
        s.cut(geo.band(scenery.ridge(s, y, 4 + i * 5, 3), s.h + 40), tone, 3 + i * 1.2, wobble=1.2, shadow=0.4)
        for _ in range(10):
            at = y + s.rng.uniform(10, 50 + 22 * i)
            x, w = s.rng.uniform(0, 1000), s.rng.uniform(60, 120 + 50 * i)
            slope = (x - 640) / 900 * 40
            water.current(s, [(x - w, at - slope * 0.4), (x, at), (x + w, at + slope * 0.6)], 5 + i * 1.6, mix(tone, tones[max(0, i - 1)], 0.6))
    light.glow(s, 655, 740, 330, CREAM, 0.25)
    scenery.moon_path(s, 655, 668, 1330, 250, count=58, drift=20)


def _far_bank(s: Scene) -> None:
    """The other side, close enough to be seen: it narrows the river into the distance."""
    left = [(-40, 646, 1), (300, 640), (520, 648), (604, 660, 1), (565, 676), (490, 694), (540, 716, 1), (380, 736), (120, 762), (-40, 796, 1)]
    right = [(1040, 640, 1), (860, 640), (716, 656, 1), (752, 690), (842, 724), (790, 772, 1), (860, 812), (960, 842), (1040, 856, 1)]
    for pts, tone in ((left, 0.12), (right, 0.24)):
        s.cut(geo.moved(geo.shape(pts), 0, 15), mix(NIGHT, BLACK, 0.35), 0, edge=0, shadow=0.3, alpha=0.7)
        s.cut(geo.shape(pts), mix(NIGHT, SLATE, tone), 6, edge=0.45)
    trees = (
        (25, 700, 150), (80, 690, 120), (140, 706, 170), (210, 690, 120), (275, 700, 96), (345, 690, 80), (410, 684, 62), (470, 676, 44), (520, 668, 34),
        (745, 672, 40), (790, 690, 66), (845, 700, 92), (880, 742, 128), (930, 716, 120), (965, 770, 178), (1000, 730, 140),
    )  # fmt: skip
    for x, y, k in trees:
        scenery.pine(s, x, y, k, mix(NIGHT, BLACK, 0.55), 3)


def _near_bank(s: Scene) -> None:
    """The dark shore, reeds, and the woman looking across."""
    bank = geo.shape([(-40, 1130, 1), (120, 1132), (300, 1172), (430, 1230), (520, 1296), (690, 1350), (1040, 1376, 1), (1040, 1500, 1), (-40, 1500, 1)])
    s.cut(bank, mix(DEEP, BLACK, 0.35), 14, edge=0.5)
    light.glow(s, 300, 1010, 300, mix(CREAM, SLATE, 0.3), 0.16)
    scenery.reeds(s, -20, 1240, 150, 250, 12, mix(DEEP, BLACK, 0.6), lift=5)
    rim = (3.2, -1.6, mix(CREAM, SLATE, 0.15))
    heroine.behind(s, 305, 1262, 490, heroine.BROOD, coat=mix(NIGHT, BLACK, 0.35), rim=rim)
    front = geo.shape([(-40, 1286, 1), (150, 1262), (330, 1300), (520, 1368), (760, 1392), (1040, 1386, 1), (1040, 1500, 1), (-40, 1500, 1)])
    s.cut(front, BLACK, 18, edge=0.4)
    scenery.reeds(s, 720, 1424, 300, 220, 22, BLACK, lift=6)


def _wading(s: Scene) -> None:
    """Seen from behind: water to her waist, arms out, and the stars lie broken round her."""
    light.glow(s, 500, 130, 420, mix(CREAM, SLATE, 0.5), 0.3)
    for x, y, r in ((36, 112, 9), (452, 40, 12), (566, 92, 8), (622, 40, 9), (728, 34, 7), (912, 118, 8), (676, 90, 14), (790, 48, 19), (872, 100, 8), (948, 60, 13)):
        light.glow(s, x, y, r * 2.2, CREAM, 0.3)
        s.cut(water.star(x, y, r), CREAM, 0.8, wobble=0.2, shadow=0.2)
    scenery.hills(s, 150, 34, [mix(NIGHT, BLACK, 0.3), mix(NIGHT, BLACK, 0.6)], step=14, lift=4, waves=5)
    tones = [mix(SLATE, MIST, 0.1), mix(SLATE, NIGHT, 0.25), mix(SLATE, NIGHT, 0.5), mix(SLATE, NIGHT, 0.78), mix(NIGHT, BLACK, 0.12)]
    for i, tone in enumerate(tones):
        y = 172 + i * i * 18 + i * 44
        s.cut(geo.band(scenery.ridge(s, y, 5 + 5 * i, 3), s.h + 40), tone, 4 + i, wobble=1.3, shadow=0.4)
        for _ in range(5):
            scenery.ripple(s, s.rng.uniform(0, 1000), y + s.rng.uniform(12, 40 + 22 * i), s.rng.uniform(60, 130 + 40 * i), mix(tone, tones[max(0, i - 1)], 0.55), 1.0, 0.025)
    light.glow(s, 500, 260, 380, mix(CREAM, SLATE, 0.5), 0.25)
    spots = (
        (70, 222, 15), (160, 300, 24), (262, 214, 13), (300, 276, 17), (690, 210, 14), (735, 286, 22), (850, 232, 16), (945, 300, 25),
        (62, 420, 34), (205, 548, 46), (858, 420, 36), (928, 582, 52), (700, 634, 60), (352, 664, 56), (84, 664, 50), (536, 640, 36),
    )  # fmt: skip
    for x, y, r in spots:
        water.broken_star(s, x, y, r * 1.2)
    _waist(s, 500, 500)


def _waist(s: Scene, x: float, y: float) -> None:
    """The woman cut off by the surface, rings going out from her, her dark reflection."""
    for rx, ry, k, t in ((372, 88, 7, 0.12), (272, 64, 9, 0.25), (182, 42, 10, 0.42)):
        water.ring(s, x, y + 4, rx, ry, k, mix(SLATE, CREAM, t), lift=3)
    for i in range(9):
        scenery.ripple(s, x + s.rng.uniform(-26, 26), y + 30 + i * 17, 210 - i * 15, mix(NIGHT, BLACK, 0.6), 1.0, 0.05)
    foot = geo.circle(x, y, 84, 20)
    with s.inside(geo.union(geo.rect(-20, -20, 1040, y + 20), foot)):
        heroine.behind(s, x, y + 480, 850, heroine.WADING, coat=mix(mix(NIGHT, BLACK, 0.2), SLATE, 0.08), rim=(2.8, -3.0, mix(CREAM, SLATE, 0.2)))
        light.shade(s, geo.circle(x, y + 16, 130, 40), 0.5, 14, NIGHT)
    rim = geo.minus(geo.circle(x, y + 1, 87, 22), geo.circle(x, y - 3, 90, 22))
    s.cut(rim, mix(CREAM, SLATE, 0.4), 1.5, wobble=0.3)


def _breath(s: Scene) -> None:
    """Almost black: rings sink into dark water; at the centre one breath of bubbles."""
    x, y = 500, 450
    s.cut(geo.rect(-20, 40, 1040, s.h + 100), mix(BLACK, NIGHT, 0.42), 0, wobble=0, edge=0)
    frames = ((470, 250), (372, 192), (280, 140), (196, 94), (120, 54))
    for i, (rx, ry) in enumerate(reversed(frames)):
        sheet = geo.minus(geo.rect(-20, -20, 1040, s.h + 40), geo.circle(x, y, rx, ry))
        s.cut(sheet, mix(BLACK, NIGHT, 0.34 - 0.06 * i), 8, wobble=2.0, edge=0.16, shadow=0.7)
    light.glow(s, x, y, 210, SLATE, 0.35)
    for dx, dy, r in ((-8, -14, 19), (24, -32, 10), (-32, 12, 7), (14, 18, 9), (2, 38, 5.4), (-8, 54, 3.6)):
        _bubble(s, x + dx * 1.3, y + dy * 1.3, r * 1.3)


def _bubble(s: Scene, x: float, y: float, r: float) -> None:
    """Vellum, nearly nothing, with a sliver of moon on its brow."""
    light.glow(s, x, y, r * 2.6, SLATE, 0.22)
    s.cut(geo.circle(x, y, r), mix(SLATE, CREAM, 0.3), 1, wobble=0.3, alpha=0.22, shadow=0.3)
    s.cut(geo.minus(geo.circle(x, y, r), geo.circle(x + r * 0.16, y + r * 0.2, r * 0.94)), CREAM, 0.6, wobble=0.2, shadow=0)
    s.cut(geo.minus(geo.circle(x, y, r * 0.98), geo.circle(x - r * 0.05, y - r * 0.07, r * 0.94)), SLATE, 0.3, wobble=0.1, shadow=0)


def _arrival(s: Scene) -> None:
    """The far bank at first light: she walks out of the water on to a path of light."""
    for y, tone in ((110, mix(SLATE, MIST, 0.7)), (190, mix(MIST, STONE, 0.5)), (270, mix(STONE, SAND, 0.6)), (340, mix(SAND, AMBER, 0.4))):
        s.cut(geo.band(scenery.ridge(s, y, 34, 3), s.h), tone, 4, wobble=1.6, shadow=0.3)
    for r, tone in ((300, mix(MIST, STONE, 0.75)), (230, mix(STONE, SAND, 0.55)), (165, mix(SAND, AMBER, 0.3)), (110, mix(SAND, CREAM, 0.2))):
        s.cut(geo.circle(590, 360, r), tone, 4, wobble=1.6, shadow=0.25)
    light.glow(s, 590, 360, 380, AMBER, 0.35)
    s.cut(geo.circle(590, 360, 64), CREAM, 2, shadow=0.2)
    scenery.hills(s, 402, 80, [mix(MIST, SAND, 0.35), mix(SLATE, MIST, 0.35)], step=34, lift=7, waves=4, haze=AMBER)
    for y, dip, tone in ((462, 8, mix(SLATE, NIGHT, 0.25)), (520, 16, mix(SLATE, NIGHT, 0.6)), (600, 26, mix(NIGHT, BLACK, 0.1))):
        s.cut(geo.band([(-30, y - dip), (250, y + dip * 0.4), (600, y), (820, y + dip * 0.2), (1030, y - dip * 1.4)], s.h + 30), tone, 7)
        _grove(s, y)
    _path(s)
    _shoreline(s)
    light.shade(s, geo.polygon([(474, 712), (520, 712), (500, 850), (400, 850)]), 0.42, 7, NIGHT)
    heroine.behind(s, 498, 716, 350, heroine.AWAY, coat=mix(mix(NIGHT, BLACK, 0.15), SLATE, 0.1), skin=mix(SKIN, UMBER, 0.35), rim=(1.6, -2.0, mix(AMBER, CREAM, 0.4)))


def _grove(s: Scene, y: float) -> None:
    """Pines at both sides, like wings of a stage."""
    k = (y - 420) / 60
    reach = {462: (300, 860), 520: (220, 850), 600: (120, 900)}[int(y)]
    for side in (0, 1):
        for i in range(4 if k < 2 else 3):
            span = reach[0] + 30 if side == 0 else 1030 - reach[1]
            x = (-30 if side == 0 else reach[1]) + span * (i + s.rng.uniform(0.1, 0.9)) / (4 if k < 2 else 3)
            scenery.pine(s, x, y + 14, (70 + 75 * k) * s.rng.uniform(0.7, 1.15), mix(mix(NIGHT, BLACK, 0.5), SLATE, 0.3 - 0.1 * k), 4)


def _path(s: Scene) -> None:
    """Light lying on the ground like a winding road: three sheets, brighter inwards."""
    left = [(590, 465, 1), (570, 486), (590, 520), (566, 566), (470, 640), (350, 720), (280, 820, 1)]
    right = [(700, 820, 1), (672, 730), (700, 640), (714, 570), (672, 520), (612, 486), (600, 465, 1)]
    for k, ink in ((1.0, mix(OCHRE, SAND, 0.25)), (0.72, mix(AMBER, SAND, 0.4)), (0.42, mix(SAND, CREAM, 0.5))):
        mid = [((a[0] + b[0]) / 2, a[1]) for a, b in zip(left, right[::-1], strict=True)]
        edge = [(m[0] + (a[0] - m[0]) * k, *a[1:]) for a, m in zip(left, mid, strict=True)]
        back = [(m[0] + (a[0] - m[0]) * k, *a[1:]) for a, m in zip(right, mid[::-1], strict=True)]
        s.cut(geo.shape([*edge, *back]), ink, 2.5, fade=((0, 560), (0, 800), UMBER, 0.35))


def _shoreline(s: Scene) -> None:
    """The river left behind, its last ripples lit."""
    for i, tone in enumerate((mix(SLATE, NIGHT, 0.2), mix(SLATE, NIGHT, 0.55), NIGHT)):
        s.cut(geo.band(scenery.ridge(s, 770 + i * 26, 12, 4), s.h + 40), tone, 6)
        for _ in range(6):
            scenery.ripple(s, s.rng.uniform(300, 680), 776 + i * 24 + s.rng.uniform(0, 14), s.rng.uniform(40, 150), mix(AMBER, CREAM, 0.3), 1, 0.03)
    for x, y, w in ((120, 800, 240), (830, 792, 200), (900, 822, 160)):
        scenery.ripple(s, x, y, w, mix(SLATE, MIST, 0.5), 1, 0.025)


SCENES = {"crossing": crossing}
