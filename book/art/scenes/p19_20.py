"""Panels 19 and 20: a city of windows, and the crowd that walks past her."""

from __future__ import annotations

from dataclasses import replace

from kit import figures as fig
from kit import geometry as geo
from kit import heroine, light, scenery
from kit.heads import FRONT, FRONT_HAIR
from kit.inks import AMBER, BLACK, CREAM, DUSK, FOG, MIST, NIGHT, OCHRE, SAND, SKIN, SLATE, STONE, Ink, mix
from kit.paper import Scene
from kit.sheet import scene

# Towers, far to near: x, top, width, depth 0..1 (1 = nearest).
TOWERS = (
    (410, 250, 60, 0.0), (470, 210, 50, 0.0), (545, 236, 66, 0.0), (380, 300, 48, 0.1), (604, 280, 56, 0.1),
    (300, 200, 92, 0.35), (622, 186, 84, 0.35), (230, 250, 80, 0.45), (700, 220, 88, 0.45),
    (118, 66, 138, 0.7), (776, 30, 124, 0.7), (-40, -30, 184, 1.0), (872, -40, 180, 1.0),
)  # fmt: skip


def panel_19() -> Scene:
    """Towers full of lit windows; she stands small in the street between them."""
    s = scene("panel-19")
    s.ground(mix(NIGHT, DUSK, 0.4))
    for i in range(3):
        s.cut(geo.band(scenery.ridge(s, 120 + i * 90, 30, 3), s.h), mix(NIGHT, SLATE, 0.3 + 0.2 * i), 4, wobble=1.6, shadow=0.3)
    light.glow(s, 515, 420, 420, AMBER, 0.7)
    street = geo.polygon([(492, 440), (548, 440), (1040, 640), (-40, 640)])
    for x, top, w, near in TOWERS:
        _tower(s, x, top, w, near)
    s.cut(geo.band([(-30, 556), (240, 500), (470, 442), (560, 442), (790, 500), (1030, 556)], s.h + 30), mix(NIGHT, BLACK, 0.25), 3)
    with s.inside(geo.rect(-10, 440, 1020, 300)):
        light.beam(s, street, OCHRE, 0.45, 12)
        light.glow(s, 520, 450, 300, AMBER, 0.6)
    x, y = 516, 596
    light.shade(s, geo.polygon([(x - 22, y), (x + 22, y), (x + 60, 650), (x - 60, 650)]), 0.7, 4, BLACK)
    heroine.behind(s, x, y, 246, heroine.AWAY, coat=mix(NIGHT, BLACK, 0.5), rim=(1.6, -1.8, AMBER))
    light.vignette(s, 0.55, 0.5, 0.6)
    return s


def _tower(s: Scene, x: float, top: float, w: float, near: float) -> None:
    """A tower of windows: most of them lit, none of them hers."""
    base = 450 + 130 * near
    ink = mix(mix(SLATE, AMBER, 0.18), mix(NIGHT, BLACK, 0.35), 0.15 + 0.8 * near)
    s.cut(geo.rect(x, top, w, base - top), ink, 3 + 8 * near, wobble=0.6)
    pw, ph = 5 + 13 * near, 8 + 17 * near
    cols = max(3, int(w / (pw * 1.75)))
    gap = w / cols
    rows = int((base - top - ph) / (ph * 1.6))
    for row in range(rows):
        for col in range(cols):
            chance = s.rng.random()
            if chance > 0.66:
                continue
            lit = mix(OCHRE, CREAM, s.rng.uniform(0.1, 0.85)) if chance < 0.5 else mix(ink, SLATE, 0.55)
            px, py = x + gap * (col + 0.5) - pw / 2, top + ph * (0.8 + 1.6 * row)
            s.cut(geo.rect(px, py, pw, ph), lit, 0, wobble=0.25 * near, edge=0)
            if near > 0.6 and chance < 0.06:
                _someone(s, px, py, pw, ph, lit)


def _someone(s: Scene, px: float, py: float, pw: float, ph: float, lit: Ink) -> None:
    """A stranger behind a pane."""
    cx = px + pw * s.rng.uniform(0.35, 0.65)
    bust = geo.union(geo.circle(cx, py + ph * 0.42, pw * 0.16), geo.circle(cx, py + ph, pw * 0.3, ph * 0.42))
    s.cut(geo.meet(bust, geo.rect(px, py, pw, ph)), mix(lit, BLACK, 0.6), 0, wobble=0, edge=0)


def panel_20() -> Scene:
    """A crossing: everyone walks, she stands still and faces us."""
    s = scene("panel-20")
    s.ground(mix(MIST, FOG, 0.4))
    light.glow(s, 500, 180, 520, CREAM, 0.5)
    for x, w, top in ((-20, 150, 40), (120, 110, 110), (235, 100, 20), (640, 120, 60), (770, 90, 120), (850, 180, 10)):
        s.cut(geo.rect(x, top, w, 330), mix(FOG, MIST, s.rng.uniform(0.2, 0.7)), 3, wobble=0.7, fade=((0, 60), (0, 340), CREAM, 0.35))
        for i in range(int(w / 24)):
            for j in range(9):
                if s.rng.random() < 0.6:
                    s.cut(geo.rect(x + 9 + i * 24, top + 14 + j * 26, 11, 14), mix(STONE, SAND, s.rng.uniform(0, 0.7)), 0, wobble=0.2, edge=0)
    s.cut(geo.band([(-30, 318), (1030, 318)], s.h + 20), mix(SLATE, MIST, 0.35), 3, fade=((0, 320), (0, 516), NIGHT, 0.5))
    for i in range(9):
        a = -700 + i * 300
        stripe = [(500 + (a - 500) * 0.3, 334), (500 + (a + 150 - 500) * 0.3, 334), (a + 150, s.h + 20), (a, s.h + 20)]
        s.cut(geo.polygon(stripe), mix(FOG, CREAM, 0.45), 1, wobble=0.4)
    _passers(s, 400, 232, 7, 0.55, mix(SLATE, MIST, 0.5))
    _still(s, 500, 500, 446)
    _passers(s, 545, 520, 4, 1.0, mix(SLATE, NIGHT, 0.45))
    light.vignette(s, 0.4, 0.5, 0.45, NIGHT)
    return s


STILL = heroine.Stance(
    heroine.COAT_WALK,
    (([(-0.044, -0.30), (-0.046, -0.16), (-0.044, -0.04)], 0.05), ([(0.044, -0.30), (0.046, -0.16), (0.044, -0.04)], 0.05)),
    ([(-0.078, -0.800), (-0.108, -0.690), (-0.118, -0.600), (-0.110, -0.515)], [(0.076, -0.800), (0.106, -0.690), (0.116, -0.600), (0.108, -0.515)]),
    [(0.046, -0.905), (0.062, -0.850), (0.066, -0.780), (0.060, -0.700), (0.056, -0.620), (0.058, -0.560)],
    profile=False,
    near=(True, True),
)
HAIRS = ("crop", "bob", "bun", "cap", "crop", "bob", "scarf")


def _passers(s: Scene, y: float, size: float, count: int, near: float, ink: Ink) -> None:
    """Walkers in profile, one way and the other, all the same grey; near ones are vellum."""
    for i in range(count):
        x = 1000 * (i + 0.5) / count + s.rng.uniform(-26, 26)
        if abs(x - 500) < 120 + 60 * near:
            x += 150 if x > 500 else -150
        who = replace(fig.silhouette((fig.MAN, fig.WOMAN, fig.TEACHER)[i % 3], mix(ink, NIGHT, s.rng.uniform(0, 0.35))), hair=HAIRS[(i * 3 + count) % 7], armband=None)
        pose = replace(fig.WALK, lean=8, nod=12, leg=(30, 8), far_leg=(-26, 16))
        fig.figure(s, x, y + s.rng.uniform(-6, 6), size * s.rng.uniform(0.94, 1.05), who, pose, turn=0.1, flip=i % 2 == 0)


def _still(s: Scene, x: float, y: float, size: float) -> None:
    """The woman with the long braid."""
    light.glow(s, x, y - size * 0.6, 300, CREAM, 0.5)
    light.shade(s, geo.circle(x + 10, y + 2, 92, 11), 0.6, 5, NIGHT)
    heroine.behind(s, x, y, size, STILL, coat=mix(NIGHT, SLATE, 0.2), skin=SKIN)
    unit = size * 0.142
    for outline, ink in ((FRONT, SKIN), (FRONT_HAIR["braid"], mix(BLACK, SLATE, 0.06))):
        s.cut(geo.moved(geo.shape(outline), x, y - 0.880 * size, unit, 0), ink, 2.5, wobble=0.3)
    lids = [geo.limb([(k * 0.155 - 0.075, -0.46), (k * 0.155, -0.435), (k * 0.155 + 0.075, -0.46)], [0.012, 0.026, 0.012]) for k in (-1, 1)]
    mouth = geo.limb([(-0.075, -0.215), (0, -0.21), (0.075, -0.215)], [0.010, 0.018, 0.010])
    for cut in (*lids, mouth):
        s.cut(geo.moved(cut, x, y - 0.880 * size, unit, 0), mix(BLACK, SLATE, 0.15), 0, wobble=0, edge=0)



SCENES = {"panel-19": panel_19, "panel-20": panel_20}
