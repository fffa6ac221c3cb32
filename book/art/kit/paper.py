"""Sheets of paper on a stage: grain, fibre, cut edge, contact shadow, stacked back to front."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache

import numpy as np
import skia

from . import geometry as geo
from .inks import BLACK, CREAM, Ink, mix

Op = Callable[[skia.Canvas], None]
TILE = 1024
FULL = 2480  # pixels across a master; 1000 drawing units always span the width


def argb(ink: Ink, alpha: float = 1.0) -> int:
    """Pack an ink for skia."""
    return skia.ColorSetARGB(round(255 * max(0.0, min(1.0, alpha))), *ink)


def _noise(rng: np.random.Generator, low: float, high: float) -> np.ndarray:
    """Seamless noise whose wavelengths lie between low and high pixels."""
    f = np.hypot(np.fft.fftfreq(TILE)[:, None], np.fft.fftfreq(TILE)[None, :])
    keep = np.exp(-((f * low) ** 2)) - np.exp(-((f * high) ** 2))
    field = np.fft.ifft2(np.fft.fft2(rng.standard_normal((TILE, TILE))) * keep).real
    return field / field.std()


def _fibres(rng: np.random.Generator, count: int) -> np.ndarray:
    """Short curled hairs pressed into the sheet, -1..1."""
    surface = skia.Surface(TILE, TILE)
    canvas = surface.getCanvas()
    canvas.clear(argb((128, 128, 128)))
    for _ in range(count):
        x, y, a = rng.uniform(0, TILE), rng.uniform(0, TILE), rng.uniform(0, 7)
        length, bend = rng.uniform(14, 60), rng.uniform(-0.9, 0.9)
        pts = [(x + np.cos(a + bend * t) * length * t, y + np.sin(a + bend * t) * length * t) for t in (0, 0.4, 0.7, 1)]
        tone = 255 if rng.random() < 0.6 else 0
        paint = skia.Paint(AntiAlias=True, Style=skia.Paint.kStroke_Style, StrokeWidth=rng.uniform(1.6, 2.8))
        paint.setColor(argb((tone,) * 3, rng.uniform(0.25, 0.9)))
        line = geo.curve(pts)
        for dx in (-TILE, 0, TILE):  # wrapped, so the tile repeats without a seam
            for dy in (-TILE, 0, TILE):
                path = skia.Path()
                path.addPoly([skia.Point(float(u + dx), float(v + dy)) for u, v in line], False)
                canvas.drawPath(path, paint)
    return surface.makeImageSnapshot().toarray()[..., 0] / 127.5 - 1


@lru_cache(maxsize=1)
def _relief() -> np.ndarray:
    """Light and shade of the bare sheet, about -1..1, lit from upper left."""
    rng = np.random.default_rng(1948)
    height = _noise(rng, 11, 34) + 0.8 * _noise(rng, 20, 70)
    slope = np.roll(height, 2, (0, 1)) - np.roll(height, -2, (0, 1))
    mottle = _noise(rng, 60, 400)
    return 0.42 * slope / slope.std() + 0.15 * mottle + 0.85 * _fibres(rng, 620)


@lru_cache(maxsize=96)
def _tile(ink: Ink, grain: float) -> skia.Image:
    """The sheet's texture in one ink."""
    base = np.array(ink, float)
    swing = 3.0 + 0.035 * base.mean()
    rgb = base + (_relief() * swing * grain)[..., None]
    rgba = np.dstack([rgb, np.full((TILE, TILE), 255.0)])
    return skia.Image.fromarray(np.clip(rgba, 0, 255).round().astype(np.uint8), skia.kRGBA_8888_ColorType)


class Scene:
    """One panel: 1000 units wide, `h` units high; sheets are drawn in the order given."""

    def __init__(self, name: str, width: int, height: int, seed: int, print_mm: float = 128) -> None:
        self.name, self.width, self.height = name, width, height
        self.w, self.h = 1000.0, 1000.0 * height / width
        self.rng = np.random.default_rng(seed)
        self.texture = 128 / print_mm  # small panels get coarser grain, so all match on the page
        self.ops: list[Op] = []

    def render(self, width: int | None = None) -> np.ndarray:
        """Draw at a pixel width (default: master size) and return RGB."""
        width = width or self.width
        surface = skia.Surface(width, round(width * self.height / self.width))
        canvas = surface.getCanvas()
        canvas.scale(width / 1000, width / 1000)
        for op in self.ops:
            op(canvas)
        return surface.makeImageSnapshot().toarray(colorType=skia.kRGBA_8888_ColorType)[..., :3]

    def _sheet_paint(self, ink: Ink, grain: float, alpha: float) -> skia.Paint:
        """Paint for one sheet, the texture turned and shifted so no two sheets match."""
        m = skia.Matrix()
        m.setScale(1000 / FULL * self.texture, 1000 / FULL * self.texture)
        m.preTranslate(*map(float, self.rng.uniform(0, TILE, 2)))
        sampling = skia.SamplingOptions(skia.FilterMode.kLinear, skia.MipmapMode.kLinear)
        tile = _tile(ink, grain)
        shader = tile.makeShader(skia.TileMode.kRepeat, skia.TileMode.kRepeat, sampling, m)
        return skia.Paint(AntiAlias=True, Shader=shader, Alphaf=alpha)

    def ground(self, ink: Ink, grain: float = 1.0) -> None:
        """Lay the backing sheet over the whole panel."""
        paint = self._sheet_paint(ink, grain, 1.0)
        self.ops.append(lambda c: c.drawPaint(paint))

    def cut(
        self,
        path: skia.Path,
        ink: Ink,
        lift: float = 4.0,
        *,
        wobble: float = 1.0,
        alpha: float = 1.0,
        grain: float = 1.0,
        shadow: float = 0.5,
        edge: float = 0.34,
        fade: tuple[Sequence[float], Sequence[float], Ink, float] | None = None,
    ) -> skia.Path:
        """Cut a sheet and lay it down; lift is its height above what lies below (shadow).

        fade = (from_xy, to_xy, ink, strength) washes the sheet towards an ink. alpha < 1 is vellum.
        Returns the outline as cut.
        """
        cut = geo.scissored(path, self.rng, wobble) if wobble else path
        paint = self._sheet_paint(ink, grain, alpha)
        rim = min(0.75, 0.25 + lift * 0.10)
        light = skia.Paint(AntiAlias=True, Color=argb(mix(ink, CREAM, edge), alpha))
        dark = skia.Paint(AntiAlias=True, Color=argb(mix(ink, BLACK, 0.55), alpha))
        wash = _wash(fade) if fade else None

        def op(c: skia.Canvas) -> None:
            if shadow and lift:
                _drop(c, cut, lift, shadow)
            if alpha == 1.0:
                for paint_, d in ((dark, rim), (light, -rim)):
                    c.save()
                    c.translate(d * 0.75, d)
                    c.drawPath(cut, paint_)
                    c.restore()
            c.drawPath(cut, paint)
            if wash:
                c.drawPath(cut, wash)

        self.ops.append(op)
        return cut

    @contextmanager
    def lowered(self, y: float, h: float, seed: Sequence[int]) -> Iterator[None]:
        """Draw a scene of a strip as if it began at y and were h high, with chances of its own."""
        whole, self.h = self.h, h
        chances, self.rng = self.rng, np.random.default_rng(seed)
        self.ops.append(lambda c: (c.save(), c.translate(0, y))[0])
        yield
        self.h, self.rng = whole, chances
        self.ops.append(lambda c: c.restore())

    @contextmanager
    def inside(self, path: skia.Path) -> Iterator[None]:
        """Clip what is drawn in the block to a shape (a window, a sheet, a shadow)."""
        self.ops.append(lambda c: (c.save(), c.clipPath(path, skia.ClipOp.kIntersect, True))[0])
        yield
        self.ops.append(lambda c: c.restore())


def _drop(c: skia.Canvas, path: skia.Path, lift: float, strength: float) -> None:
    """Soft shadow: a tight dark contact line and a wider, paler fall."""
    for far, blur, share in ((0.35, 0.22, 0.75), (1.0, 0.8, 0.6)):
        paint = skia.Paint(AntiAlias=True, Color=argb((6, 7, 12), strength * share))
        paint.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, max(0.3, lift * blur)))
        c.save()
        c.translate(lift * far * 0.7, lift * far)
        c.drawPath(path, paint)
        c.restore()


def _wash(fade: tuple[Sequence[float], Sequence[float], Ink, float]) -> skia.Paint:
    """Paint that fades from nothing to an ink."""
    a, b, ink, strength = fade
    shader = skia.GradientShader.MakeLinear(
        [skia.Point(*map(float, a)), skia.Point(*map(float, b))], [argb(ink, 0), argb(ink, strength)]
    )
    return skia.Paint(AntiAlias=True, Shader=shader, Dither=True)
