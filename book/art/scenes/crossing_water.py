"""The crossing, third part: the first step, water to the waist, water to the neck."""

from __future__ import annotations

from collections.abc import Sequence

from kit import geometry as geo
from kit import heroine, light, scenery, water
from kit.inks import BLACK, CREAM, DEEP, NIGHT, SLATE, Ink, mix
from kit.paper import Scene

COAT = mix(mix(NIGHT, BLACK, 0.2), SLATE, 0.08)
RIM = mix(CREAM, SLATE, 0.2)
FOOT = (552, 606)


def _sheets(s: Scene, tones: Sequence[Ink], tops: Sequence[float], *, rise: float = 14, lift: float = 5, slips: int = 6) -> None:
    """Water in sheets, each reaching below the end of the part, with slips of the tone before it on it."""
    for i, (tone, y) in enumerate(zip(tones, tops, strict=True)):
        s.cut(geo.band(scenery.ridge(s, y, rise, 3), s.h + 170), tone, lift, wobble=1.3, shadow=0.4, edge=0.24)
        low = tops[i + 1] if i + 1 < len(tops) else s.h
        for _ in range(slips):
            at, w = s.rng.uniform(y + 14, max(y + 20, low - 8)), s.rng.uniform(90, 260)
            scenery.ripple(s, s.rng.uniform(0, 1000), at, w, mix(tone, mix(tones[max(0, i - 1)], SLATE, 0.3), 0.4), 1.0, 0.022)


def step(s: Scene) -> None:
    """Close: under the last sheets of the river at night, the hem of a coat and two legs; one foot is in the water."""
    tones = [mix(NIGHT, SLATE, 0.16), mix(NIGHT, SLATE, 0.3), mix(SLATE, NIGHT, 0.46), mix(SLATE, NIGHT, 0.34), mix(SLATE, NIGHT, 0.48), mix(SLATE, NIGHT, 0.62)]
    _sheets(s, tones, [40, 250, 440, 500, 590, 672])
    scenery.moon_path(s, 760, 456, 690, 190, count=21, drift=-40)
    for rx, ry, k, t in ((330, 58, 6, 0.14), (226, 40, 8, 0.28), (132, 24, 8, 0.46)):
        water.ring(s, *FOOT, rx, ry, k, mix(SLATE, CREAM, t), lift=3)
    _shore(s)
    _legs(s)
    for y, head, tone in ((212, 40, mix(NIGHT, SLATE, 0.1)), (132, 8, mix(NIGHT, SLATE, 0.14)), (56, -24, mix(SLATE, NIGHT, 0.82))):
        hem = geo.band(scenery.ridge(s, y, 30, 3), 500)
        s.cut(geo.minus(geo.band(scenery.ridge(s, head, 12, 3), 400), hem), tone, 7, wobble=1.3, shadow=0.45, edge=0.2)
        for _ in range(5):
            scenery.ripple(s, s.rng.uniform(0, 1000), y - s.rng.uniform(30, 60), s.rng.uniform(90, 240), mix(tone, SLATE, 0.2), 1.0, 0.022)
    scenery.moon_path(s, 690, -50, 120, 200, count=13, ink=mix(CREAM, SLATE, 0.15))


def _shore(s: Scene) -> None:
    """The end of the land, running out under the water."""
    s.cut(geo.shape([(-40, 520, 1), (120, 520), (280, 536), (400, 566), (478, 606, 1), (380, 640), (200, 668), (-40, 700, 1)]), mix(NIGHT, BLACK, 0.5), 0, wobble=1.2, edge=0, shadow=0, alpha=0.75)
    s.cut(geo.shape([(-40, 500, 1), (120, 502), (270, 520), (380, 552), (462, 594, 1), (330, 606), (150, 622), (-40, 640, 1)]), mix(DEEP, BLACK, 0.5), 8, edge=0.5)
    scenery.reeds(s, -30, 560, 150, 240, 9, BLACK, lift=5)


def _legs(s: Scene) -> None:
    """She comes from the left: the back heel lifted, the front foot under the surface."""
    x, y = FOOT
    dark = mix(mix(NIGHT, BLACK, 0.72), SLATE, 0.04)
    back = geo.limb([(430, 330), (402, 424), (346, 498)], [42, 34, 23])
    boot = geo.shape([(324, 474, 1), (372, 502, 1), (366, 536), (404, 566), (406, 580, 1), (356, 576), (318, 546), (304, 514)])
    front = geo.limb([(480, 330), (524, 440), (552, 530), (562, 640)], [44, 37, 28, 24])
    coat = geo.shape([
        (382, 24, 1), (372, 60), (352, 170), (306, 300), (268, 384, 1), (352, 404), (430, 398), (520, 422), (606, 412, 1),
        (596, 300), (566, 170), (552, 60), (554, 24, 1),
    ])  # fmt: skip
    with s.inside(geo.union(geo.rect(-20, -60, 1040, 60 + y), geo.circle(x, y, 46, 12))):
        for path, ink in ((back, dark), (boot, mix(dark, BLACK, 0.3)), (front, dark)):
            s.cut(geo.moved(path, 2.6, -2.2), RIM, 0, wobble=0.3, edge=0)
            s.cut(path, ink, 6, wobble=0.6, edge=0.16)
        s.cut(geo.moved(coat, 3, -2), RIM, 0, wobble=0.3, edge=0)
        s.cut(coat, COAT, 9, wobble=0.8, edge=0.2, shadow=0.4)
    for top, mid, low in ((430, 410, 360), (470, 470, 462), (506, 528, 548)):
        s.cut(geo.limb([(top, 190), (mid, 290), (low, 386)], [0.5, 2.6, 0.8]), mix(COAT, SLATE, 0.38), 0, wobble=0, edge=0)
    s.cut(geo.minus(geo.circle(x, y, 48, 13), geo.circle(x, y - 3, 50, 13)), mix(CREAM, SLATE, 0.4), 1.5, wobble=0.3)
    for i in range(6):
        scenery.ripple(s, x + s.rng.uniform(-14, 14), y + 18 + i * 13, 92 - i * 10, mix(NIGHT, BLACK, 0.6), 1.0, 0.07)


def waist(s: Scene) -> None:
    """Seen from behind: water to her waist, arms out, and the stars lie broken round her."""
    tones = [mix(SLATE, NIGHT, 0.6), mix(SLATE, NIGHT, 0.4), mix(SLATE, NIGHT, 0.2), mix(SLATE, NIGHT, 0.3), mix(SLATE, NIGHT, 0.5), mix(SLATE, NIGHT, 0.72)]
    _sheets(s, tones, [26, 106, 216, 376, 510, 652], lift=6, slips=7)
    light.glow(s, 500, 276, 430, mix(CREAM, SLATE, 0.4), 0.3)
    spots = (
        (60, 104, 20), (176, 56, 15), (850, 78, 18), (940, 170, 26), (700, 44, 13), (380, 48, 12), (600, 104, 14),
        (84, 278, 26), (262, 166, 18), (748, 172, 20), (905, 334, 30),
        (70, 474, 38), (205, 590, 46), (862, 494, 40), (930, 640, 46), (704, 640, 48), (356, 652, 46), (80, 668, 40), (540, 664, 26),
    )  # fmt: skip
    for x, y, r in spots:
        water.broken_star(s, x, y, r * 1.2)
    _body(s, 500, 494)


def _body(s: Scene, x: float, y: float) -> None:
    """The woman cut off by the surface, rings going out from her, her dark reflection."""
    for rx, ry, k, t in ((372, 88, 7, 0.14), (272, 64, 9, 0.28), (182, 42, 10, 0.46)):
        water.ring(s, x, y + 4, rx, ry, k, mix(SLATE, CREAM, t), lift=3)
    for i in range(9):
        scenery.ripple(s, x + s.rng.uniform(-26, 26), y + 30 + i * 17, 210 - i * 15, mix(NIGHT, BLACK, 0.6), 1.0, 0.05)
    foot = geo.circle(x, y, 84, 20)
    with s.inside(geo.union(geo.rect(-20, -20, 1040, y + 20), foot)):
        heroine.behind(s, x, y + 480, 850, heroine.WADING, coat=COAT, rim=(2.8, -3.0, RIM))
        with s.inside(heroine.outline(x, y + 480, 850, heroine.WADING)):
            light.shade(s, geo.circle(x, y + 16, 130, 40), 0.5, 14, NIGHT)
    s.cut(geo.minus(geo.circle(x, y + 1, 87, 22), geo.circle(x, y - 3, 90, 22)), mix(CREAM, SLATE, 0.4), 1.5, wobble=0.3)


def neck(s: Scene) -> None:
    """Further down the dark: only her head is left, and the plait on the water; the stars go out."""
    tones = [mix(NIGHT, SLATE, 0.24), mix(NIGHT, SLATE, 0.1), mix(NIGHT, BLACK, 0.1), mix(NIGHT, BLACK, 0.24), mix(NIGHT, BLACK, 0.38), mix(NIGHT, BLACK, 0.5), mix(NIGHT, BLACK, 0.62)]
    _sheets(s, tones, [24, 130, 230, 316, 392, 456, 512], lift=6, slips=5)
    for x, y, r, t in ((150, 84, 30, 0.15), (850, 110, 32, 0.2), (330, 190, 20, 0.35), (930, 290, 24, 0.45), (100, 330, 26, 0.5), (300, 420, 20, 0.65), (790, 440, 16, 0.72)):
        water.broken_star(s, x, y, r * 1.2, mix(CREAM, NIGHT, t))
    x, y = 590, 292
    light.glow(s, x, y - 20, 240, SLATE, 0.35)
    for rx, ry, k, t in ((270, 58, 5, 0.02), (188, 40, 7, 0.12), (112, 24, 7, 0.25)):
        water.ring(s, x, y + 4, rx, ry, k, mix(mix(SLATE, CREAM, t), NIGHT, 0.3), lift=3)
    for i in range(5):
        scenery.ripple(s, x + s.rng.uniform(-14, 14), y + 20 + i * 13, 96 - i * 12, mix(NIGHT, BLACK, 0.75), 1.0, 0.07)
    with s.inside(geo.union(geo.rect(-20, -20, 1040, y + 20), geo.circle(x, y, 50, 12))):
        heroine.behind(s, x, y + 620, 740, heroine.AWAY, coat=mix(COAT, BLACK, 0.2), rim=(2.4, -2.6, mix(RIM, SLATE, 0.3)))
    s.cut(geo.minus(geo.circle(x, y + 1, 62, 15), geo.circle(x, y - 3, 64, 15)), mix(CREAM, SLATE, 0.55), 1.5, wobble=0.3)
    for path in heroine.plait([(x + 4, y - 44), (x + 16, y - 4), (x + 62, y + 16), (x + 120, y + 12), (x + 176, y + 22), (x + 232, y + 12)], 17, 10, 17):
        s.cut(path, mix(BLACK, NIGHT, 0.15), 2, wobble=0.3, edge=0.4)
