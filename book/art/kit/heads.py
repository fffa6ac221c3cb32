"""Heads as two or three sheets: face without features, hair, and one telling detail."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import skia

from . import geometry as geo

if TYPE_CHECKING:
    from .figures import Look

# Outlines in head heights; the origin is the nape joint, y up is negative, facing right.
PROFILE = [
    (-0.16, -0.02),
    (-0.20, -0.30),
    (-0.34, -0.48),
    (-0.36, -0.70),
    (-0.24, -0.92),
    (0.0, -1.0),
    (0.24, -0.93),
    (0.35, -0.74),
    (0.37, -0.58),
    (0.375, -0.50),
    (0.445, -0.40),
    (0.40, -0.345),
    (0.375, -0.33),
    (0.385, -0.27),
    (0.36, -0.22),
    (0.375, -0.17),
    (0.33, -0.08),
    (0.18, -0.055),
    (0.06, -0.10),
    (0.04, 0.06),
]
FRONT = [
    (-0.09, 0.0),
    (-0.22, -0.13),
    (-0.325, -0.36),
    (-0.36, -0.60),
    (-0.30, -0.86),
    (0, -1.0),
    (0.30, -0.86),
    (0.36, -0.60),
    (0.325, -0.36),
    (0.22, -0.13),
    (0.09, -0.01),
    (0, 0.0),
]
SIDE_HAIR = {
    "bob": [
        (0.37, -0.66, 1),
        (0.30, -0.95),
        (0.02, -1.08),
        (-0.30, -1.0),
        (-0.45, -0.72),
        (-0.45, -0.38),
        (-0.40, -0.08, 1),
        (-0.20, -0.03),
        (0.13, -0.10, 1),
        (0.12, -0.36),
        (0.15, -0.60, 1),
    ],
    "braid": [
        (0.36, -0.70, 1),
        (0.28, -0.95),
        (0.02, -1.07),
        (-0.28, -1.0),
        (-0.43, -0.74),
        (-0.41, -0.42),
        (-0.30, -0.14),
        (-0.15, -0.10, 1),
        (0.02, -0.34),
        (0.14, -0.62, 1),
    ],
    "crop": [
        (0.36, -0.76, 1),
        (0.26, -0.98),
        (0.0, -1.07),
        (-0.28, -1.0),
        (-0.41, -0.74),
        (-0.38, -0.46),
        (-0.26, -0.26, 1),
        (-0.10, -0.40),
        (-0.06, -0.54, 1),
        (0.04, -0.56),
        (0.10, -0.72, 1),
    ],
}
FRONT_HAIR = {
    "bob": [
        (-0.42, -0.06, 1),
        (-0.48, -0.40),
        (-0.44, -0.82),
        (-0.22, -1.04),
        (0, -1.09),
        (0.22, -1.04),
        (0.44, -0.82),
        (0.48, -0.40),
        (0.42, -0.06, 1),
        (0.27, -0.08, 1),
        (0.30, -0.40),
        (0.27, -0.62, 1),
        (0, -0.66),
        (-0.27, -0.62, 1),
        (-0.30, -0.40),
        (-0.27, -0.08, 1),
    ],
    "braid": [
        (-0.36, -0.30, 1),
        (-0.43, -0.60),
        (-0.34, -0.94),
        (0, -1.08),
        (0.34, -0.94),
        (0.43, -0.60),
        (0.36, -0.30, 1),
        (0.30, -0.60),
        (0.06, -0.84, 1),
        (-0.14, -0.72),
        (-0.30, -0.56),
    ],
    "crop": [
        (-0.37, -0.46, 1),
        (-0.42, -0.78),
        (-0.26, -1.02),
        (0, -1.07),
        (0.26, -1.02),
        (0.42, -0.78),
        (0.37, -0.46, 1),
        (0.30, -0.70, 1),
        (0, -0.78),
        (-0.30, -0.70, 1),
    ],
}
BACK = {
    "bob": [
        (-0.42, -0.04, 1),
        (-0.48, -0.42),
        (-0.42, -0.84),
        (0, -1.08),
        (0.42, -0.84),
        (0.48, -0.42),
        (0.42, -0.04, 1),
        (0, 0.0),
    ],
    "other": [
        (-0.16, -0.08),
        (-0.34, -0.32),
        (-0.42, -0.62),
        (-0.34, -0.92),
        (0, -1.07),
        (0.34, -0.92),
        (0.42, -0.62),
        (0.34, -0.32),
        (0.16, -0.08),
    ],
}


def braid_path(x: float, y: float, unit: float, sway: float = 0.1, length: float = 1.25) -> skia.Path:
    """A plait hanging from (x, y): overlapping beads that shrink, and a tuft."""
    beads = []
    n = 7
    for i in range(n):
        t = i / (n - 1)
        r = unit * (0.125 - 0.05 * t)
        beads.append(
            geo.circle(x - unit * sway * t**1.5 * 2 + (-1) ** i * r * 0.16, y + unit * length * t * 0.86, r, r * 1.12)
        )
    end = (x - unit * sway * 2, y + unit * length * 0.86)
    beads.append(geo.limb([end, (end[0] - unit * 0.03, end[1] + unit * 0.22)], [unit * 0.045, unit * 0.075]))
    return geo.union(*beads)


def _extras(hair: str, turn: float, back: bool) -> list[tuple[skia.Path, str]]:
    """Bun, plait, cap or scarf, in head heights."""
    if hair == "braid":
        x = -0.30 if turn < 0.6 else (0.0 if back else 0.34)
        return [(braid_path(x, -0.28, 1.0, 0.12 if turn < 0.6 else -0.02), "hair")]
    if hair == "bun":
        return [(geo.circle(-0.44 if turn < 0.6 else 0.0, -0.52 if turn < 0.6 else -1.1, 0.19, 0.17), "hair")]
    if hair == "cap":
        peak = 0.62 if turn < 0.6 else 0.40
        crown = [
            (-0.42, -0.60, 1),
            (-0.44, -0.88),
            (-0.2, -1.14),
            (0.16, -1.14),
            (0.42, -0.92),
            (peak, -0.70, 1),
            (0.3, -0.66),
        ]
        return [(geo.shape(crown), "top")]
    if hair == "scarf":
        wrap = [
            (0.34, -0.78, 1),
            (0.22, -1.06),
            (-0.1, -1.12),
            (-0.44, -0.9),
            (-0.48, -0.5),
            (-0.42, -0.02),
            (-0.2, 0.14, 1),
            (0.18, 0.06),
            (0.24, -0.06, 1),
            (0.06, -0.3),
            (0.1, -0.6),
        ]
        knot = geo.limb([(0.12, 0.02), (0.2, 0.16), (0.3, 0.26)], [0.07, 0.06, 0.03])
        return [(geo.union(geo.shape(wrap), knot), "top")]
    return []


def head(look: Look, unit: float, at: np.ndarray, tilt: float, turn: float, back: bool) -> list[tuple[skia.Path, str]]:
    """Sheets of a head whose nape sits at `at`; tilt > 0 looks down."""
    style = {"bun": "braid", "cap": "crop", "scarf": "braid", "plait": "braid"}.get(look.hair, look.hair)
    front = turn >= 0.6
    sheets: list[tuple[skia.Path, str]] = []
    extras = _extras(look.hair, turn, back)
    if look.hair in ("bun",) or (look.hair == "braid" and not back and not front):
        sheets += extras
        extras = []
    sheets.append((geo.shape(FRONT if front else PROFILE), "skin"))
    if back:
        sheets.append((geo.shape(BACK.get(style, BACK["other"])), "hair"))
    else:
        sheets.append((geo.shape((FRONT_HAIR if front else SIDE_HAIR)[style]), "hair"))
    sheets += extras
    scale = unit * (1.0 if look.heads > 6 else 0.98)
    return [(geo.moved(p, at[0], at[1] + unit * 0.08, scale, tilt), role) for p, role in sheets]
