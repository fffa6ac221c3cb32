"""A closed fist round something, seen from the palm: the hand that takes, the hands that break."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from . import geometry as geo
from .hands import _at, _nail, _placer, _sleeve
from .inks import BLACK, CREAM, DEEP, RED, SKIN, Ink, mix
from .paper import Scene

# Units as in hands.py; the fist's middle is the origin, the wrist lies to the right, what it holds stands upright.
PALM = [(-48, -44), (-20, -58), (20, -64), (62, -60), (100, -46), (140, -36), (200, -33, 1), (200, 33, 1), (150, 36), (110, 46), (70, 60), (20, 66), (-30, 62), (-52, 40), (-56, 0)]
FINGERS = (
    ("pinky", [(-44, 46), (-14, 49), (14, 52)], [13.5, 13, 10.5], 0.20),
    ("ring", [(-52, 20), (-16, 22), (20, 26)], [15.2, 14.6, 11.6], 0.12),
    ("middle", [(-55, -9), (-16, -8), (24, -4)], [16, 15.2, 12], 0.06),
    ("index", [(-48, -38), (-14, -38), (20, -33)], [15.4, 15, 12], 0.0),
)
THUMB = ([(152, 2), (122, -22), (86, -46), (46, -60), (10, -56), (-16, -44)], [2, 15, 22, 17.5, 14.5, 11])


def fist(
    s: Scene,
    x: float,
    y: float,
    scale: float,
    *,
    held: Callable[[], None] | None = None,
    skin: Ink = SKIN,
    sleeve: Ink = DEEP,
    turn: float = 0,
    flip: bool = False,
    arm: Sequence[geo.Point] | None = None,
    band: tuple[float, float] | None = None,
) -> None:
    """Close a fist about (x, y); `held` draws what it holds, between palm and fingers.

    `arm` leads the sleeve (panel units); `band` = where the red armband starts and ends along a straight arm.
    """
    put = _placer(s, x, y, scale, turn, flip)
    put(geo.shape(PALM), mix(skin, BLACK, 0.10), 1.0)
    if held:
        held()
    for _, spine, radii, tone in FINGERS:
        put(geo.limb(spine, radii), mix(skin, BLACK, tone), 0.9)
        put(_nail(spine, 8.4), mix(skin, CREAM, 0.5), 0.12)
    put(geo.limb(*THUMB), mix(skin, CREAM, 0.12), 1.2)
    put(_nail(THUMB[0], 9.5), mix(skin, CREAM, 0.6), 0.12)

    def at(px: float, py: float) -> tuple[float, float]:
        return _at((px, py), x, y, scale, turn, flip)

    points = [at(186, 0), *(arm or [at(330, 4), at(560, 10)])]
    _sleeve(s, points, 44 * scale, 58 * scale, sleeve, max(1.0, scale * 1.5))
    if band:
        a, b = band
        put(geo.limb([(a, 5), ((a + b) / 2, 6), (b, 8)], [54, 55.5, 57], caps=False), RED, 0.9)
