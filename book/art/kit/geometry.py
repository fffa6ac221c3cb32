"""Outlines: smooth curves through hand-placed points, tapered limbs, scissor edges."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
import skia

Point = Sequence[float]
Array = np.ndarray


def curve(points: Sequence[Point], closed: bool = False, steps: int = 14) -> Array:
    """Sample a Catmull-Rom curve through the points."""
    p = np.asarray([q[:2] for q in points], float)
    if len(p) < 3 and not closed:
        return p
    ring = np.vstack([p[-1], p, p[0], p[1]]) if closed else np.vstack([2 * p[0] - p[1], p, 2 * p[-1] - p[-2]])
    t = np.linspace(0, 1, steps, endpoint=False)[:, None]
    out = []
    for a, b, c, d in zip(ring, ring[1:], ring[2:], ring[3:], strict=False):
        out.append(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3))
    if not closed:
        out.append(p[-1:])
    return np.vstack(out)


def polygon(points: Iterable[Point]) -> skia.Path:
    """Close straight lines through the points."""
    path = skia.Path()
    path.addPoly([skia.Point(float(q[0]), float(q[1])) for q in points], True)
    return path


def shape(points: Sequence[Point]) -> skia.Path:
    """Close a smooth outline; a point with a third element (x, y, 1) is a sharp corner."""
    sharp = [i for i, q in enumerate(points) if len(q) > 2 and q[2]]
    if not sharp:
        return polygon(curve(points, closed=True))
    turned = list(points[sharp[0] :]) + list(points[: sharp[0]]) + [points[sharp[0]]]
    runs: list[Array] = []
    start = 0
    for i in range(1, len(turned)):
        if len(turned[i]) > 2 and turned[i][2]:
            runs.append(curve(turned[start : i + 1]))
            start = i
    return polygon(np.vstack(runs))


def limb(points: Sequence[Point], widths: Sequence[float], caps: bool = True) -> skia.Path:
    """Sweep a tapering band along a curve: arm, leg, finger, branch, braid (widths are radii)."""
    spine = curve(points)
    at = np.linspace(0, 1, len(widths))
    r = np.interp(np.linspace(0, 1, len(spine)), at, widths)
    r = np.convolve(np.pad(r, 4, mode="edge"), np.ones(9) / 9, mode="valid")
    tangent = np.gradient(spine, axis=0)
    tangent /= np.linalg.norm(tangent, axis=1, keepdims=True) + 1e-9
    normal = np.stack([-tangent[:, 1], tangent[:, 0]], 1)
    path = polygon(np.vstack([spine + normal * r[:, None], (spine - normal * r[:, None])[::-1]]))
    path.setFillType(skia.PathFillType.kWinding)
    if not caps:
        return union(path)
    ends = [circle(*spine[0], r[0]), circle(*spine[-1], r[-1])]
    return union(path, *ends)


def circle(x: float, y: float, r: float, ry: float | None = None) -> skia.Path:
    """A circle or, with ry, an ellipse."""
    path = skia.Path()
    ry = r if ry is None else ry
    path.addOval(skia.Rect.MakeLTRB(x - r, y - ry, x + r, y + ry))
    return path


def rect(x: float, y: float, w: float, h: float) -> skia.Path:
    """An upright rectangle."""
    return polygon([(x, y), (x + w, y), (x + w, y + h), (x, y + h)])


def band(points: Sequence[Point], bottom: float) -> skia.Path:
    """Fill everything below a smooth skyline, down to y = bottom (hills, waves, ground)."""
    line = curve(points)
    return polygon([*line, (line[-1][0], bottom), (line[0][0], bottom)])


def union(*paths: skia.Path) -> skia.Path:
    """Weld shapes into one outline."""
    builder = skia.OpBuilder()
    for path in paths:
        builder.add(path, skia.PathOp.kUnion_PathOp)
    return builder.resolve()


def minus(path: skia.Path, *holes: skia.Path) -> skia.Path:
    """Cut holes out of a shape."""
    for hole in holes:
        path = skia.Op(path, hole, skia.PathOp.kDifference_PathOp)
    return path


def meet(a: skia.Path, b: skia.Path) -> skia.Path:
    """Keep only what both shapes share."""
    return skia.Op(a, b, skia.PathOp.kIntersect_PathOp)


def moved(
    path: skia.Path, x: float = 0, y: float = 0, scale: float = 1, turn: float = 0, flip: bool = False
) -> skia.Path:
    """Flip, scale, turn (degrees, clockwise) about the origin, then move."""
    m = skia.Matrix()
    m.setScale(-scale if flip else scale, scale)
    m.postRotate(turn)
    m.postTranslate(x, y)
    out = skia.Path()
    path.transform(m, out)
    return out


def contours(path: skia.Path, step: float) -> list[Array]:
    """Sample each contour evenly."""
    out = []
    measure = skia.PathMeasure(path, True)
    while True:
        length = measure.getLength()
        if length > 0:
            n = max(8, int(length / step))
            pts = [measure.getPosTan(length * i / n)[0] for i in range(n)]
            out.append(np.array([(p.x(), p.y()) for p in pts]))
        if not measure.nextContour():
            return out


def filled(path: skia.Path) -> skia.Path:
    """The same outline without holes or overlaps: every contour welded to the rest."""
    runs = sorted(contours(path, 0.6), key=lambda run: -np.ptp(run, 0).sum())
    if len(runs) < 2:
        return path
    out = polygon(runs[0])
    for run in runs[1:]:
        if np.ptp(run, 0).sum() > 2:  # grown by a hair, for edges that only touch confuse the weld
            middle = run.mean(0)
            out = skia.Op(out, polygon(middle + (run - middle) * 1.02), skia.PathOp.kUnion_PathOp)
    return out


def _facets(p: Array, tolerance: float) -> Array:
    """Keep the few vertices a hand with scissors would turn at (Douglas-Peucker)."""
    keep = np.zeros(len(p), bool)
    keep[[0, -1]] = True
    todo = [(0, len(p) - 1)]
    while todo:
        a, b = todo.pop()
        if b - a < 2:
            continue
        d = p[b] - p[a]
        q = p[a + 1 : b] - p[a]
        size = math.hypot(*d)
        off = np.abs(d[0] * q[:, 1] - d[1] * q[:, 0]) / size if size > 1e-6 else np.hypot(*q.T)
        i = int(off.argmax())
        if off[i] > tolerance:
            keep[a + 1 + i] = True
            todo += [(a, a + 1 + i), (a + 1 + i, b)]
    return p[keep]


def scissored(path: skia.Path, rng: np.random.Generator, amount: float = 1.0) -> skia.Path:
    """Redraw an outline as cut by hand: a slow wander and small facets."""
    bounds = path.getBounds()
    size = max(bounds.width(), bounds.height(), 1)
    step = min(3.0, max(0.5, size / 140))
    swing = amount * min(1.0, 0.15 + size / 500)
    out = skia.Path()
    out.setFillType(skia.PathFillType.kEvenOdd)
    for p in contours(path, step):
        n = len(p)
        s = np.arange(n) / n * 2 * math.pi
        wander = np.zeros(n)
        for wave in (220.0, 90.0, 38.0):
            k = max(1, round(n * step / wave))
            wander += np.sin(k * s + rng.uniform(0, 7)) * wave**0.35 / 5
        tangent = np.roll(p, -1, 0) - np.roll(p, 1, 0)
        tangent /= np.linalg.norm(tangent, axis=1, keepdims=True) + 1e-9
        q = p + np.stack([-tangent[:, 1], tangent[:, 0]], 1) * (wander * swing * 0.55)[:, None]
        cut = _facets(np.vstack([q, q[:1]]), 0.10 + 0.16 * swing)
        out.addPoly([skia.Point(*map(float, v)) for v in cut[:-1]], True)
    return out
