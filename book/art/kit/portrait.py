"""The child's funny portrait, the same in every panel: a solemn boy and a puff of wind behind him."""

from __future__ import annotations

import math
from collections.abc import Sequence

from . import crayon
from . import geometry as geo
from .inks import OCHRE, RED, Ink
from .paper import Scene

HEAD = [(30, -44), (52, -48), (62, -60), (60, -74), (80, -84), (86, -94), (66, -106), (70, -124), (58, -146), (24, -158), (-12, -148), (-30, -118), (-26, -78), (-4, -50)]
HAIR = [(68, -128), (60, -152), (48, -136), (40, -164), (26, -140), (14, -168), (2, -142), (-14, -158), (-18, -130), (-38, -132), (-28, -108)]
BODY = [(4, -44), (-8, -14), (-12, 18), (-30, 34), (-38, 54), (-26, 74), (10, 78), (46, 74), (50, 40), (44, 0), (32, -40)]
ARM = [(16, -28), (12, 0), (16, 26), (24, 36), (30, 26)]
LEGS = ([(-14, 78), (-14, 126), (-12, 134), (12, 134)], [(30, 78), (32, 126), (34, 134), (58, 134)])
WIND = ([(-48, 42), (-60, 38), (-70, 36)], [(-50, 54), (-64, 55), (-76, 56)], [(-46, 67), (-58, 71), (-68, 74)])
SWIRL = [(-96, 62), (-112, 40), (-138, 42), (-146, 60), (-130, 72), (-116, 60), (-124, 54)]


def _puff(cx: float, cy: float, w: float, h: float, bumps: int = 8) -> list[tuple[float, float]]:
    """A cloud with scalloped edge, closed."""
    pts = []
    for i in range(bumps * 6 + 1):
        a = math.pi + 0.2 + 2 * math.pi * i / (bumps * 6)
        r = 0.8 + 0.3 * abs(math.sin(a * bumps / 2))
        pts.append((cx + math.cos(a) * w * r, cy + math.sin(a) * h * r))
    return pts


PUFF = _puff(-126, 56, 56, 46)


def portrait(s: Scene, x: float, y: float, k: float, *, turn: float = 0, squash: float = 1.0, ink: Ink = RED, puff: float = 1.0) -> list[tuple[float, float]]:
    """Draw it about its waist (x, y), 300 k high; puff < 1 leaves the cloud's outline unfinished.

    squash < 1 lays it flat on a table seen aslant. Returns the cloud's outline as drawn.
    """
    a = math.radians(turn)

    def at(pts: Sequence[geo.Point]) -> list[tuple[float, float]]:
        out = []
        for px, py in pts:
            qx, qy = px * math.cos(a) - py * math.sin(a), (px * math.sin(a) + py * math.cos(a)) * squash
            out.append((x + qx * k, y + qy * k))
        return out

    w = 7.2 * k
    fill = [(-172, 40), (-150, 20), (-160, 62), (-128, 20), (-146, 84), (-106, 22), (-126, 92), (-88, 32), (-104, 92), (-78, 50), (-86, 82)]
    crayon.line(s, at(fill), w * 1.7, OCHRE, 0.35)
    outline = at(PUFF)[: max(4, round(len(PUFF) * puff))]
    crayon.line(s, outline, w, ink)
    crayon.line(s, at(SWIRL), w * 0.85, ink)
    for stroke in (*WIND, HEAD, HAIR, BODY, ARM, *LEGS):
        crayon.line(s, at(stroke), w, ink, pressure=(0.85, 1.0, 0.95, 1.0, 0.85))
    for stroke in ([(46, -112), (47, -104)], [(36, -128), (58, -124)], [(40, -66), (50, -70), (60, -66)], [(30, -16), (31, -12)], [(34, 14), (35, 18)]):
        crayon.line(s, at(stroke), w * 0.95, ink, 1.0)
    return outline
