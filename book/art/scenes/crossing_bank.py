"""The crossing, last part: one breath in the black, and the far bank at first light."""

from __future__ import annotations

from kit import geometry as geo
from kit import heroine, light, scenery
from kit.inks import AMBER, BLACK, CREAM, MIST, NIGHT, OCHRE, SAND, SKIN, SLATE, STONE, UMBER, mix
from kit.paper import Scene

SUN = (560, 640)


def breath(s: Scene) -> None:
    """Almost black: the rings close over; under them a breath goes up, and below it there is nothing."""
    x, y = 520, 330
    for at, share in ((14, 0.28), (62, 0.2)):
        s.cut(geo.band(scenery.ridge(s, at, 12, 3), s.h + 60), mix(BLACK, NIGHT, share), 5, wobble=1.3, edge=0.16)
    frames = ((400, 212), (316, 160), (236, 116), (164, 78), (100, 46))
    s.cut(geo.circle(x, y, 420, 240), mix(BLACK, NIGHT, 0.55), 0, wobble=0, edge=0, shadow=0)
    for i, (rx, ry) in enumerate(reversed(frames)):
        sheet = geo.minus(geo.band(scenery.ridge(s, 150 - 14 * i, 8, 3), s.h + 60), geo.circle(x, y, rx, ry))
        s.cut(sheet, mix(BLACK, NIGHT, 0.3 - 0.055 * i), 8, wobble=2.0, edge=0.16, shadow=0.7)
    light.glow(s, x, y, 210, SLATE, 0.35)
    for dx, dy, r in ((-12, -20, 25), (32, -44, 13), (-42, 14, 10), (20, 26, 12), (2, 62, 8), (-22, 104, 6.5), (8, 150, 5.2), (-10, 204, 4), (4, 262, 3)):
        _bubble(s, x + dx, y + dy, r)


def _bubble(s: Scene, x: float, y: float, r: float) -> None:
    """Vellum, nearly nothing, with a sliver of moon on its brow."""
    light.glow(s, x, y, r * 2.6, SLATE, 0.22)
    s.cut(geo.circle(x, y, r), mix(SLATE, CREAM, 0.3), 1, wobble=0.3, alpha=0.22, shadow=0.3)
    s.cut(geo.minus(geo.circle(x, y, r), geo.circle(x + r * 0.16, y + r * 0.2, r * 0.94)), CREAM, 0.6, wobble=0.2, shadow=0)
    s.cut(geo.minus(geo.circle(x, y, r * 0.98), geo.circle(x - r * 0.05, y - r * 0.07, r * 0.94)), SLATE, 0.3, wobble=0.1, shadow=0)


def bank(s: Scene) -> None:
    """Out of the black grey, blue, gold; then hills, a path of light, and she upon it."""
    _dawn(s)
    scenery.hills(s, 690, 86, [mix(MIST, SAND, 0.35), mix(SLATE, MIST, 0.35)], step=36, lift=7, waves=4, haze=AMBER)
    for y, dip, tone in ((768, 10, mix(SLATE, NIGHT, 0.25)), (846, 20, mix(SLATE, NIGHT, 0.6)), (960, 34, mix(NIGHT, SLATE, 0.22))):
        s.cut(geo.band([(-30, y - dip), (250, y + dip * 0.4), (600, y), (820, y + dip * 0.2), (1030, y - dip * 1.4)], s.h + 30), tone, 7)
        _grove(s, y)
    light.glow(s, 560, 900, 420, AMBER, 0.2)
    _path(s)
    _shore(s)
    x, y = 470, 1196
    light.shade(s, geo.polygon([(x - 26, y - 4), (x + 26, y - 4), (x + 4, y + 160), (x - 116, y + 160)]), 0.42, 8, NIGHT)
    coat = mix(NIGHT, BLACK, 0.4)
    heroine.behind(s, x, y, 440, heroine.AWAY, coat=coat, skin=mix(SKIN, UMBER, 0.35), rim=(2.4, -2.6, mix(AMBER, CREAM, 0.4)))


def _dawn(s: Scene) -> None:
    """Sheets from black to gold, and the sun with its rings."""
    sky = (
        (30, mix(BLACK, NIGHT, 0.35)), (110, mix(BLACK, NIGHT, 0.65)), (186, NIGHT), (256, mix(NIGHT, SLATE, 0.35)), (322, mix(SLATE, NIGHT, 0.25)),
        (390, mix(SLATE, MIST, 0.45)), (456, mix(MIST, STONE, 0.3)), (520, mix(STONE, SAND, 0.45)), (584, mix(SAND, AMBER, 0.3)),
    )  # fmt: skip
    for i, (y, tone) in enumerate(sky):
        s.cut(geo.band(scenery.ridge(s, y, 34, 3), 860), tone, 4, wobble=1.6, shadow=0.3, edge=0.16 + 0.02 * i)
        if 1 < i < 4:
            scenery.stars(s, 40, y - 60, 920, 70, 6)
    x, y = SUN
    for r, tone in ((310, mix(MIST, STONE, 0.75)), (236, mix(STONE, SAND, 0.55)), (168, mix(SAND, AMBER, 0.3)), (112, mix(SAND, CREAM, 0.2))):
        s.cut(geo.circle(x, y, r), tone, 4, wobble=1.6, shadow=0.25)
    light.glow(s, x, y, 420, AMBER, 0.35)
    s.cut(geo.circle(x, y, 64), CREAM, 2, shadow=0.2)


def _grove(s: Scene, y: float) -> None:
    """Pines at both sides, like wings of a stage."""
    near = {768: 0, 846: 1, 960: 2}[int(y)]
    left, right = ((300, 850), (220, 850), (110, 905))[near]
    count = (4, 4, 3)[near]
    for start, span in ((-30, left + 30), (right, 1030 - right)):
        for i in range(count):
            x = start + span * (i + s.rng.uniform(0.1, 0.9)) / count
            size = (110, 180, 270)[near] * s.rng.uniform(0.7, 1.15)
            scenery.pine(s, x, y + 14, size, mix(mix(NIGHT, BLACK, 0.5), SLATE, 0.26 - 0.1 * near), 4)


def _path(s: Scene) -> None:
    """Light lying on the ground like a winding road: three sheets, brighter inwards."""
    left = [(560, 768, 1), (532, 800), (562, 848), (600, 900), (530, 980), (390, 1070), (310, 1180), (270, 1330, 1)]
    right = [(660, 1330, 1), (640, 1200), (640, 1100), (716, 1000), (740, 900), (652, 840), (584, 800), (570, 768, 1)]
    for k, ink in ((1.0, mix(OCHRE, SAND, 0.25)), (0.72, mix(AMBER, SAND, 0.4)), (0.42, mix(SAND, CREAM, 0.5))):
        mid = [((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in zip(left, right[::-1], strict=True)]
        edge = [(m[0] + (a[0] - m[0]) * k, *a[1:]) for a, m in zip(left, mid, strict=True)]
        back = [(m[0] + (a[0] - m[0]) * k, *a[1:]) for a, m in zip(right, mid[::-1], strict=True)]
        s.cut(geo.shape([*edge, *back]), ink, 2.5, fade=((0, 960), (0, 1330), UMBER, 0.35))


def _shore(s: Scene) -> None:
    """The river left behind, its last ripples lit."""
    for i, tone in enumerate((mix(SLATE, NIGHT, 0.2), mix(SLATE, NIGHT, 0.5), mix(SLATE, NIGHT, 0.8), NIGHT)):
        y = 1256 + i * 46
        s.cut(geo.band(scenery.ridge(s, y, 14, 4), s.h + 40), tone, 6)
        for _ in range(8 - i):
            scenery.ripple(s, 470 + s.rng.normal(0, 120), y + 8 + s.rng.uniform(0, 26), s.rng.uniform(50, 190), mix(AMBER, CREAM, 0.3), 1, 0.03)
        for _ in range(3):
            scenery.ripple(s, s.rng.uniform(0, 1000), y + s.rng.uniform(8, 36), s.rng.uniform(120, 260), mix(tone, MIST, 0.35), 1, 0.025)
