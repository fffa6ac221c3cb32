"""Panels 17 and 18: one breath in the dark, and the far bank."""

from __future__ import annotations

from kit import geometry as geo
from kit import heroine, light, scenery
from kit.inks import AMBER, BLACK, CREAM, MIST, NIGHT, OCHRE, SAND, SKIN, SLATE, STONE, UMBER, mix
from kit.paper import Scene
from kit.sheet import scene


def panel_17() -> Scene:
    """Almost black: rings sink into dark water; at the centre one breath of bubbles."""
    s = scene("panel-17")
    s.ground(mix(BLACK, NIGHT, 0.42))
    x, y = 500, 330
    frames = ((470, 250), (372, 192), (280, 140), (196, 94), (120, 54))
    for i, (rx, ry) in enumerate(reversed(frames)):
        sheet = geo.minus(geo.rect(-20, -20, 1040, s.h + 40), geo.circle(x, y, rx, ry))
        s.cut(sheet, mix(BLACK, NIGHT, 0.34 - 0.06 * i), 8, wobble=2.0, edge=0.16, shadow=0.7)
    light.glow(s, x, y, 210, SLATE, 0.35)
    for dx, dy, r in ((-8, -14, 19), (24, -32, 10), (-32, 12, 7), (14, 18, 9), (2, 38, 5.4), (-8, 54, 3.6)):
        _bubble(s, x + dx * 1.3, y + dy * 1.3, r * 1.3)
    return s


def _bubble(s: Scene, x: float, y: float, r: float) -> None:
    """Vellum, nearly nothing, with a sliver of moon on its brow."""
    light.glow(s, x, y, r * 2.6, SLATE, 0.22)
    s.cut(geo.circle(x, y, r), mix(SLATE, CREAM, 0.3), 1, wobble=0.3, alpha=0.22, shadow=0.3)
    s.cut(geo.minus(geo.circle(x, y, r), geo.circle(x + r * 0.16, y + r * 0.2, r * 0.94)), CREAM, 0.6, wobble=0.2, shadow=0)
    s.cut(geo.minus(geo.circle(x, y, r * 0.98), geo.circle(x - r * 0.05, y - r * 0.07, r * 0.94)), SLATE, 0.3, wobble=0.1, shadow=0)


def panel_18() -> Scene:
    """The far bank at first light: she walks out of the water on to a path of light."""
    s = scene("panel-18")
    s.ground(mix(SLATE, NIGHT, 0.1))
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
    light.vignette(s, 0.5, 0.55, 0.5)
    return s


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


SCENES = {"panel-17": panel_17, "panel-18": panel_18}
