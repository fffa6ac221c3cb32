"""Landscape: hills, clouds, trees, moon, stars, water, reeds, city."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import skia

from . import geometry as geo
from . import light
from .inks import BLACK, CREAM, DUSK, NIGHT, OCHRE, SLATE, Ink, mix
from .paper import Scene


def ridge(
    s: Scene, y: float, rise: float, waves: int = 5, x0: float = -30, x1: float = 1030
) -> list[tuple[float, float]]:
    """Points of a hand-drawn skyline round height y."""
    n = waves * 2 + 1
    pitch = (x1 - x0) / (n - 1)
    xs = np.linspace(x0 - pitch, x1 + pitch, n + 2) + s.rng.uniform(-0.24, 0.24, n + 2) * pitch
    first = int(s.rng.integers(2))  # neighbours start on a peak or in a valley, so ranges do not run parallel
    pts: list[tuple[float, float]] = []
    for i, x in enumerate(xs):
        peak = (i + first) % 2
        top = y - rise * (s.rng.uniform(0.4, 1) if peak else s.rng.uniform(0, 0.3))
        pts.append((float(x), float(top)))
        if peak:  # a shoulder below each peak
            pts.append((float(x + pitch * s.rng.uniform(0.42, 0.55)), float(top + rise * s.rng.uniform(0.1, 0.3))))
    pts.sort()
    return [q for i, q in enumerate(pts) if i == 0 or q[0] - pts[i - 1][0] > pitch * 0.36]


def hills(
    s: Scene,
    y: float,
    rise: float,
    inks: list[Ink],
    *,
    step: float = 45,
    lift: float = 6,
    waves: int = 4,
    haze: Ink | None = None,
) -> None:
    """Ranges of hills, back to front, each sheet a little lower."""
    for i, ink in enumerate(inks):
        base = y + i * step
        path = geo.band(ridge(s, base, rise, waves), s.h + 40)
        fade = ((0, base - rise * 0.3), (0, base + step * 2.2), haze, 0.55) if haze else None
        s.cut(path, ink, lift, wobble=1.4, fade=fade)


def cloud(s: Scene, x: float, y: float, w: float, ink: Ink, lift: float = 3, alpha: float = 1.0) -> None:
    """A long flat cloud strip."""
    h = w * 0.09
    pts = [
        (x - w / 2, y),
        (x - w * 0.3, y - h * s.rng.uniform(0.5, 1)),
        (x - w * 0.05, y - h * 0.6),
        (x + w * 0.2, y - h * s.rng.uniform(0.6, 1.1)),
        (x + w / 2, y - h * 0.1),
        (x + w * 0.15, y + h * 0.4),
        (x - w * 0.25, y + h * 0.3),
    ]
    s.cut(geo.shape(pts), ink, lift, wobble=1.2, alpha=alpha, shadow=0.3)


def bare_tree(s: Scene, x: float, y: float, size: float, ink: Ink, lean: float = 0, lift: float = 3) -> None:
    """A leafless tree, branching by hand-like rules."""
    parts: list[skia.Path] = []

    def grow(px: float, py: float, angle: float, length: float, r: float, depth: int) -> None:
        bend = s.rng.uniform(-16, 16)
        mx, my = (
            px + math.sin(math.radians(angle + bend)) * length / 2,
            py - math.cos(math.radians(angle + bend)) * length / 2,
        )
        ex, ey = px + math.sin(math.radians(angle)) * length, py - math.cos(math.radians(angle)) * length
        spine = geo.curve([(px, py), (mx, my), (ex, ey)])
        parts.append(geo.limb([(px, py), (mx, my), (ex, ey)], [r, r * 0.8, r * 0.55]))
        if depth:
            for i, k in enumerate((-1, 1, int(s.rng.choice([-1, 1])))[: 3 if depth > 2 else 2]):
                share = 1.0 if i < 2 else s.rng.uniform(0.6, 0.85)  # the fork grows from the very end
                bx, by = spine[int(share * (len(spine) - 1))]
                grow(
                    bx,
                    by,
                    angle + k * s.rng.uniform(18, 46),
                    length * s.rng.uniform(0.55, 0.75),
                    r * 0.55,
                    depth - 1,
                )

    grow(x, y + size * 0.02, lean, size * 0.42, size * 0.026, 4)
    s.cut(geo.union(*parts), ink, lift, wobble=0.3)


def pine(s: Scene, x: float, y: float, size: float, ink: Ink, lift: float = 3) -> None:
    """A pine of ragged tiers."""
    half = size * 0.22
    left, right = [], []
    for i in range(5):
        t = i / 5
        top, wide = y - size * (1 - t), half * (0.3 + 0.75 * t)
        left.append((x - wide * s.rng.uniform(0.85, 1.15), top + size * 0.22, 1))
        left.append((x - wide * 0.45, top + size * 0.205, 1))
        right.append((x + wide * s.rng.uniform(0.85, 1.15), top + size * 0.225, 1))
        right.append((x + wide * 0.45, top + size * 0.205, 1))
    path = geo.shape([(x, y - size, 1), *right, (x + size * 0.025, y, 1), (x - size * 0.025, y, 1), *left[::-1]])
    s.cut(path, ink, lift, wobble=0.5)


def moon(s: Scene, x: float, y: float, r: float, rings: int = 4, ink: Ink = CREAM) -> None:
    """A moon with glow and rings of vellum."""
    light.glow(s, x, y, r * 6.5, mix(ink, SLATE, 0.45), 0.5)
    light.halo(s, x, y, [r * (1.35 + 0.62 * i) for i in range(rings)], mix(ink, SLATE, 0.3), 0.075)
    light.glow(s, x, y, r * 2.4, ink, 0.5)
    s.cut(geo.circle(x, y, r), ink, 2.5, shadow=0.35)
    for dx, dy, k in ((-0.3, -0.28, 0.26), (0.22, 0.2, 0.34), (0.3, -0.4, 0.14), (-0.34, 0.34, 0.12)):
        s.cut(
            geo.circle(x + r * dx, y + r * dy, r * k, r * k * 0.85),
            mix(ink, SLATE, 0.10),
            0.3,
            wobble=2,
            shadow=0,
            edge=0,
        )


def stars(
    s: Scene,
    x: float,
    y: float,
    w: float,
    h: float,
    count: int,
    *,
    ink: Ink = CREAM,
    size: float = 2.4,
    calm: Sequence[tuple[float, float, float, float]] = (),
) -> None:
    """Pinholes and a few four-pointed stars punched in the night.

    calm: boxes (left, top, right, bottom) whose stars are left out; all the others stay where they are.
    """
    for _ in range(count):
        above = len(s.ops)
        px, py = x + s.rng.uniform(0, w), y + s.rng.uniform(0, h)
        r = size * s.rng.uniform(0.4, 1.2) ** 1.5
        if s.rng.random() < 0.22:
            k = r * 2.4
            q = r * 0.5
            path = geo.polygon(
                [
                    (px, py - k),
                    (px + q, py - q),
                    (px + k, py),
                    (px + q, py + q),
                    (px, py + k),
                    (px - q, py + q),
                    (px - k, py),
                    (px - q, py - q),
                ]
            )
            light.glow(s, px, py, k * 3, ink, 0.28)
        else:
            path = geo.circle(px, py, r)
        s.cut(path, ink, 0.5, wobble=0.2, shadow=0, edge=0)
        if any(left < px < right and top < py < bottom for left, top, right, bottom in calm):
            del s.ops[above:]


def ripple(
    s: Scene, x: float, y: float, w: float, ink: Ink, lift: float = 1.4, thick: float = 0.05, *, alpha: float = 1.0
) -> None:
    """One lens-shaped strip of water or light."""
    t = w * thick * s.rng.uniform(0.7, 1.3)
    k = s.rng.uniform(-0.2, 0.2)
    pts = [
        (x - w / 2, y, 1),
        (x - w * (0.2 + k), y - t),
        (x + w * 0.2, y - t * s.rng.uniform(0.2, 0.9)),
        (x + w / 2, y + t * 0.3, 1),
        (x + w * (0.15 - k), y + t * 0.8),
        (x - w * 0.25, y + t * 0.6),
    ]
    s.cut(geo.shape(pts), ink, lift, wobble=0.6, shadow=0.4, edge=0.2, alpha=alpha)


def moon_path(
    s: Scene, x: float, top: float, bottom: float, spread: float, *, ink: Ink = CREAM, count: int = 26, drift: float = 0
) -> None:
    """The broken road of light a moon lays on water, widening towards us."""
    for i in range(count):
        t = i / (count - 1)
        y = top + (bottom - top) * t**1.35
        w = spread * (0.16 + 0.84 * t) * s.rng.uniform(0.25, 0.9)
        px = x + drift * t + s.rng.normal(0, spread * 0.16 * (0.3 + t))
        ripple(s, px, y, w, mix(ink, SLATE, s.rng.uniform(0, 0.5)), 0.8 + t, 0.035 + 0.02 * (1 - t))


def reeds(s: Scene, x: float, y: float, w: float, height: float, count: int, ink: Ink, *, lift: float = 3) -> None:
    """Tall grass and reed heads, leaning with one wind."""
    wind = s.rng.uniform(0.12, 0.3)
    for i in range(count):
        px = x + w * (i + s.rng.uniform(-0.4, 0.4)) / count
        tall = height * s.rng.uniform(0.5, 1.0)
        bend = tall * wind * s.rng.uniform(0.4, 1.5)
        tip = (px + bend, y - tall)
        stem = geo.limb(
            [(px, y + 10), (px + bend * 0.25, y - tall * 0.55), tip], [height * 0.012, height * 0.009, height * 0.003]
        )
        if i % 4 == 0:
            head = geo.limb([(px + bend * 0.72, y - tall * 0.84), tip], [height * 0.02, height * 0.006])
            stem = geo.union(stem, head)
        s.cut(stem, mix(ink, BLACK, s.rng.uniform(0, 0.3)), lift, wobble=0.2, edge=0.16)


def city(
    s: Scene,
    y: float,
    height: float,
    ink: Ink,
    lit: Ink = OCHRE,
    *,
    towers: int = 11,
    share: float = 0.45,
    lift: float = 5,
) -> None:
    """A row of tall buildings standing on y, windows cut out and lit from behind."""
    x = -20.0
    while x < 1010:
        w = 1000 / towers * s.rng.uniform(0.7, 1.35)
        tall = height * s.rng.uniform(0.45, 1.0)
        s.cut(geo.rect(x, y - tall, w, tall + 60), mix(ink, NIGHT, s.rng.uniform(0, 0.35)), lift, wobble=0.7)
        cols, gap = max(2, int(w / 22)), w / max(2, int(w / 22))
        for row in range(int((tall - 14) / 24)):
            for col in range(cols):
                if s.rng.random() < share:
                    glow = mix(lit, CREAM, s.rng.uniform(0, 0.7)) if s.rng.random() < 0.8 else mix(DUSK, lit, 0.3)
                    s.cut(
                        geo.rect(x + gap * (col + 0.28), y - tall + 12 + row * 24, gap * 0.44, 11),
                        glow,
                        0.5,
                        wobble=0.3,
                        shadow=0,
                        edge=0,
                    )
        x += w * s.rng.uniform(0.92, 1.1)
