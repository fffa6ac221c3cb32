"""Light on paper: glows, vellum halos, beams, shade, vignette."""

from __future__ import annotations

import skia

from . import geometry as geo
from .inks import BLACK, CREAM, Ink
from .paper import Scene, argb


def glow(s: Scene, x: float, y: float, r: float, ink: Ink = CREAM, strength: float = 0.5) -> None:
    """Add round soft light (screen)."""
    stops = [1.0, 0.62, 0.3, 0.1, 0.0]
    shader = skia.GradientShader.MakeRadial(
        skia.Point(float(x), float(y)), float(r), [argb(ink, strength * k) for k in stops], [0, 0.2, 0.45, 0.72, 1]
    )
    paint = skia.Paint(AntiAlias=True, Shader=shader, Dither=True, BlendMode=skia.BlendMode.kScreen)
    s.ops.append(lambda c: c.drawCircle(float(x), float(y), float(r), paint))


def beam(s: Scene, path: skia.Path, ink: Ink = CREAM, strength: float = 0.3, blur: float = 6) -> None:
    """Light in a given shape: a shaft from a door, a window's patch on the floor."""
    _soft(s, path, argb(ink, strength), blur, skia.BlendMode.kScreen)


def shade(s: Scene, path: skia.Path, strength: float = 0.5, blur: float = 10, ink: Ink = BLACK) -> None:
    """A shadow thrown on whatever lies below (multiply)."""
    _soft(s, path, argb(ink, strength), blur, skia.BlendMode.kSrcOver)


def _soft(s: Scene, path: skia.Path, color: int, blur: float, mode: skia.BlendMode) -> None:
    paint = skia.Paint(AntiAlias=True, Color=color, BlendMode=mode)
    if blur:
        paint.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, blur))
    s.ops.append(lambda c: c.drawPath(path, paint))


def halo(s: Scene, x: float, y: float, radii: list[float], ink: Ink = CREAM, alpha: float = 0.12) -> None:
    """Rings of vellum round a light, widest first."""
    for r in sorted(radii, reverse=True):
        s.cut(geo.circle(x, y, r), ink, lift=2.0, alpha=alpha, shadow=0.10, wobble=1.6)


def vignette(s: Scene, strength: float = 0.45, x: float = 0.5, y: float = 0.5, ink: Ink = BLACK) -> None:
    """Darken towards the edges, away from the point (x, y as shares of the panel)."""
    r = max(s.w, s.h) * 0.82
    shader = skia.GradientShader.MakeRadial(
        skia.Point(s.w * x, s.h * y), r, [argb(ink, 0), argb(ink, 0), argb(ink, strength)], [0, 0.38, 1]
    )
    paint = skia.Paint(Shader=shader, Dither=True)
    s.ops.append(lambda c: c.drawPaint(paint))
