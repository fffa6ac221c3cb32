"""The red thread: a waxy crayon line that breaks over the paper's tooth, and the crayon itself."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import skia

from . import geometry as geo
from .inks import BLACK, CREAM, RED, Ink, mix
from .paper import FULL, TILE, Scene, _relief, argb


def _wax_tile(ink: Ink, cover: float) -> skia.Image:
    """Wax lying on the high points of the tooth; hollows show the paper."""
    relief = _relief()
    alpha = np.clip((relief + 1.15 * cover) * 1.6, 0, 1)
    tone = np.array(ink, float) + (relief * 11)[..., None]
    rgba = np.dstack([np.clip(tone, 0, 255), alpha * 255]).round().astype(np.uint8)
    return skia.Image.fromarray(rgba, skia.kRGBA_8888_ColorType, skia.kUnpremul_AlphaType)


def line(
    s: Scene,
    points: Sequence[geo.Point],
    width: float = 9,
    ink: Ink = RED,
    cover: float = 0.75,
    pressure: Sequence[float] = (0.7, 1.0, 0.9, 1.0, 0.75),
) -> None:
    """Draw a crayon line through the points; pressure swells and thins it along the way."""
    spine = geo.curve(points, steps=24)
    seg = np.hypot(*np.diff(spine, axis=0).T)
    at = np.concatenate([[0], np.cumsum(seg)])
    n = max(12, int(at[-1] / max(2.0, width * 0.35)))
    u = np.linspace(0, at[-1], n)
    pts = np.stack([np.interp(u, at, spine[:, k]) for k in (0, 1)], 1)
    pts += s.rng.normal(0, width * 0.035, pts.shape)
    r = np.interp(np.linspace(0, 1, n), np.linspace(0, 1, len(pressure)), pressure) * width / 2
    r *= 1 + s.rng.normal(0, 0.07, n)
    body = geo.limb(pts[:: 2 if n > 40 else 1], r[:: 2 if n > 40 else 1])
    for layer, (dense, grow) in enumerate(((cover, 1.0), (cover + 0.5, 0.62))):
        path = body if layer == 0 else geo.limb(pts[::2], r[::2] * grow)
        m = skia.Matrix()
        m.setScale(1000 / FULL * s.texture * 0.8, 1000 / FULL * s.texture * 0.8)
        m.preTranslate(*map(float, s.rng.uniform(0, TILE, 2)))
        shader = _wax_tile(ink, dense).makeShader(
            skia.TileMode.kRepeat, skia.TileMode.kRepeat, skia.SamplingOptions(skia.FilterMode.kLinear), m
        )
        paint = skia.Paint(AntiAlias=True, Shader=shader)
        s.ops.append(lambda c, path=path, paint=paint: c.drawPath(path, paint))


def scribble(
    s: Scene, x: float, y: float, w: float, h: float, *, turns: int = 7, width: float = 7, ink: Ink = RED
) -> None:
    """Fill a patch with back-and-forth crayon strokes."""
    pts = []
    for i in range(turns * 2):
        side = i % 2
        pts.append((x + w * side + s.rng.normal(0, w * 0.04), y + h * i / (turns * 2 - 1) + s.rng.normal(0, h * 0.02)))
    line(s, pts, width, ink, 0.6)


def stick(
    s: Scene,
    x: float,
    y: float,
    angle: float,
    length: float = 120,
    r: float = 9,
    ink: Ink = RED,
    *,
    lift: float = 3,
    stub: bool = False,
) -> None:
    """A crayon with its tip at (x, y); angle is where the blunt end points (degrees, 0 = right, -90 = up)."""
    tip = [(0, -r * 0.28), (0, r * 0.28), (r * 1.9, r * 0.9), (r * 1.9, -r * 0.9)]
    wax = geo.union(geo.polygon(tip), geo.rect(r * 1.8, -r * 0.92, length - r * 1.8, r * 1.84))
    if stub:
        wax = geo.polygon(
            [
                (0, -r * 0.3),
                (0, r * 0.3),
                (r * 1.9, r),
                (length, r),
                (length - r * 0.5, r * 0.3),
                (length + r * 0.5, -r * 0.2),
                (length - r * 0.2, -r),
                (r * 1.9, -r),
            ]
        )
    s.cut(geo.moved(wax, x, y, 1, angle), ink, lift, wobble=0.3)
    wrap = geo.rect(r * 3.2, -r, length - r * 4.4, r * 2)
    s.cut(geo.moved(wrap, x, y, 1, angle), mix(ink, BLACK, 0.22), 0.8, wobble=0.3)
    for k in (0.0, 1.0):
        ring = geo.rect(r * 3.9 + k * (length - r * 6.4), -r, r * 0.45, r * 2)
        s.cut(geo.moved(ring, x, y, 1, angle), mix(ink, CREAM, 0.55), 0.3, wobble=0)
    sheen = skia.Paint(AntiAlias=True, Color=argb(CREAM, 0.22))
    gleam = geo.moved(geo.rect(r * 2.1, -r * 0.62, length - r * 2.6, r * 0.34), x, y, 1, angle)
    s.ops.append(lambda c: c.drawPath(gleam, sheen))
