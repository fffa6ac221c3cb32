"""Readers seen from the front, each bent over the book whose cover is this book's cover."""

from __future__ import annotations

from dataclasses import dataclass

import skia

from . import crayon, light
from . import geometry as geo
from .heads import FRONT, FRONT_HAIR
from .inks import AMBER, BLACK, CREAM, NIGHT, RED, SKIN, SLATE, Ink, mix
from .paper import Scene


@dataclass(frozen=True)
class Reader:
    """One person in the crowd."""

    hair: str = "crop"  # crop, bob, braid (parted), bun, scarf, hood
    hair_ink: Ink = BLACK
    top: Ink = SLATE
    skin: Ink = SKIN
    build: float = 1.0
    glasses: bool = False


SHOULDERS = [
    (-0.16, -0.10), (-0.22, 0.12), (-0.58, 0.26), (-0.88, 0.42), (-1.02, 0.80), (-0.98, 1.3), (-1.0, 9.0, 1), (1.0, 9.0, 1),
    (0.98, 1.3), (1.02, 0.80), (0.88, 0.42), (0.58, 0.26), (0.22, 0.12), (0.16, -0.10),
]  # fmt: skip
SCARF = [(-0.50, -0.50), (-0.36, -0.98), (0, -1.14), (0.36, -0.98), (0.50, -0.50), (0.52, -0.06), (0.30, 0.24, 1), (-0.30, 0.24, 1), (-0.52, -0.06)]
OPENING = [(-0.29, -0.48), (-0.22, -0.74), (0, -0.82), (0.22, -0.74), (0.29, -0.48), (0.20, -0.18), (0, -0.05), (-0.20, -0.18)]


def book(s: Scene, x: float, y: float, w: float, turn: float = 0, haze: Ink | None = None, veil: float = 0.0) -> None:
    """The open book from outside, its spine's middle at (x, y), w wide over both covers."""
    h, lift = w * 0.66, max(0.8, w * 0.035)

    def put(path: skia.Path, ink: Ink, high: float = 1.0) -> None:
        s.cut(geo.moved(path, x, y, w, turn), mix(ink, haze, veil) if haze else ink, lift * high, wobble=0.3)

    half = h / w / 2
    for side in (-1, 1):
        leaf = [(0, -half + 0.03), (side * 0.48, -half - 0.045), (side * 0.48, half - 0.045), (0, half + 0.02)]
        put(geo.moved(geo.polygon(leaf), 0, -0.035), CREAM, 0.6)
    for side in (-1, 1):
        cover = [(0, -half + 0.03), (side * 0.5, -half - 0.03), (side * 0.5, half - 0.03), (0, half + 0.03)]
        put(geo.polygon(cover), mix(NIGHT, SLATE, 0.22 if side > 0 else 0.06), 0.8)
    put(geo.circle(0.25, -0.05, 0.125), CREAM, 0.3)
    pts = [(-0.49, 0.10), (-0.32, 0.16), (-0.2, 0.06), (-0.08, 0.12), (0.08, 0.03), (0.24, 0.05), (0.34, 0.02), (0.49, -0.02)]
    line = [(q.x(), q.y()) for q in (_spot(px, py, x, y, w, turn) for px, py in pts)]
    if w > 70:
        crayon.line(s, line, w * 0.062, mix(RED, haze, veil) if haze else RED, 1.0)
    else:
        s.cut(geo.limb(line, [w * 0.034] * 4), mix(RED, haze, veil * 0.5) if haze else RED, 0, wobble=0.2, edge=0)


def _spot(px: float, py: float, x: float, y: float, w: float, turn: float) -> skia.Point:
    m = skia.Matrix()
    m.setScale(w, w)
    m.postRotate(turn)
    m.postTranslate(x, y)
    return m.mapXY(px, py)


def reader(s: Scene, x: float, y: float, k: float, who: Reader, *, nod: float = 0, haze: Ink | None = None, veil: float = 0.0) -> None:
    """Head (k high) and shoulders, nape at (x, y), a book in both hands; haze veils those far off."""
    lift = max(0.8, k * 0.045)

    def put(path: skia.Path, ink: Ink, high: float = 1.0, turn: float = 0) -> None:
        s.cut(geo.moved(path, x, y, k, turn), mix(ink, haze, veil) if haze else ink, lift * high, wobble=0.35)

    wide = skia.Matrix.Scale(who.build, 1)
    body = skia.Path()
    geo.shape(SHOULDERS).transform(wide, body)
    if who.hair == "bob":
        put(geo.shape([(-0.47, -0.5), (-0.40, -0.95), (0, -1.09), (0.40, -0.95), (0.47, -0.5), (0.46, 0.10, 1), (-0.46, 0.10, 1)]), who.hair_ink, 0.6, nod)
    put(body, who.top, 1.2)
    _face(put, who, nod)
    light_ink = mix(CREAM, AMBER, 0.4)
    light.glow(s, x, y - k * 0.02, k * 0.85, light_ink, 0.42 * (1 - veil))
    book(s, x, y + k * 0.66, k * 1.42, nod * 0.5, haze, veil)
    for side in (-1, 1):
        _grasp(put, side, who, fine=k > 60)


def _grasp(put, side: int, who: Reader, *, fine: bool) -> None:  # noqa: ANN001
    """Upper arm, forearm, and the hand that holds one side of the book."""
    b = who.build
    elbow = (side * 1.06 * b, 1.32)
    put(geo.limb([(side * 0.86 * b, 0.62), (side * 1.04 * b, 1.0), elbow], [0.20, 0.22, 0.20]), mix(who.top, BLACK, 0.06), 0.7)
    put(geo.limb([elbow, (side * 0.94, 1.16), (side * 0.82, 1.00)], [0.20, 0.17, 0.14]), mix(who.top, BLACK, 0.12), 0.9)
    if not fine:
        put(geo.limb([(side * 0.80, 0.98), (side * 0.66, 0.86), (side * 0.56, 0.80)], [0.13, 0.10, 0.055]), who.skin, 0.8)
        return
    put(geo.limb([(side * 0.83, 1.00), (side * 0.74, 0.92), (side * 0.68, 0.86)], [0.11, 0.125, 0.10]), mix(who.skin, BLACK, 0.08), 0.6)
    for i, (reach, y) in enumerate(((0.47, 0.98), (0.44, 0.905), (0.46, 0.83), (0.50, 0.755))):
        finger = [(side * 0.74, 0.985 - i * 0.055), (side * (reach + 0.13), y - 0.01), (side * reach, y)]
        put(geo.limb(finger, [0.052, 0.046, 0.036]), mix(who.skin, BLACK, 0.10 - 0.03 * i), 0.5)


def _face(put, who: Reader, nod: float) -> None:  # noqa: ANN001
    """Neck, head bent, hair, lowered lids."""
    ink = mix(BLACK, SLATE, 0.12)
    put(geo.limb([(0, -0.14), (0, 0.14)], [0.15, 0.17]), mix(who.skin, BLACK, 0.14), 0.5)
    if who.hair == "bun":
        put(geo.circle(0, -1.12, 0.22, 0.18), who.hair_ink, 0.6, nod)
    if who.hair in ("scarf", "hood"):
        put(geo.minus(geo.shape(SCARF), geo.shape(OPENING)) if who.hair == "hood" else geo.shape(SCARF), who.hair_ink, 0.8, nod)
        put(geo.shape(OPENING), who.skin, 0.3, nod)
    else:
        put(geo.shape(FRONT), who.skin, 0.7, nod)
        put(geo.shape(FRONT_HAIR["braid" if who.hair == "bun" else who.hair]), who.hair_ink, 0.6, nod)
    for side in (-1, 1):
        put(geo.limb([(side * 0.155 - 0.075, -0.43), (side * 0.155, -0.405), (side * 0.155 + 0.075, -0.43)], [0.012, 0.026, 0.012]), ink, 0, nod)
        if who.glasses:
            ring = geo.minus(geo.circle(side * 0.16, -0.43, 0.135), geo.circle(side * 0.16, -0.43, 0.112))
            put(ring, ink, 0.1, nod)
    put(geo.limb([(-0.085, -0.226), (0, -0.194), (0.085, -0.226)], [0.008, 0.016, 0.008]), ink, 0, nod)
