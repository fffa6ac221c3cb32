"""Let a figure's hands find a place: solve the arm's joints for a point in the panel."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from . import geometry as geo
from .figures import Look, Pose, build_rig
from .inks import BLACK, SKIN, Ink, mix
from .paper import Scene


def _floor(r, size: float) -> float:  # noqa: ANN001
    """The height of the figure's lowest joint, as figure() reckons it."""
    low = max(r[k][1] for k in ("ankle", "far_ankle", "toe", "far_toe", "knee", "far_knee"))
    return low + size * 0.022


def reach(
    pose: Pose,
    look: Look,
    x: float,
    y: float,
    size: float,
    *,
    near: geo.Point | None = None,
    far: geo.Point | None = None,
    turn: float = 0.0,
    flip: bool = False,
) -> Pose:
    """The pose with its arms bent so that the hands come as near as they can to the points (panel units)."""
    for name, side, goal in (("arm", "", near), ("far_arm", "far_", far)):
        if goal is None:
            continue
        best, span = (30.0, 40.0), (120.0, 75.0)
        for _ in range(6):
            tries = [
                (best[0] + span[0] * i / 4, min(150.0, max(0.0, best[1] + span[1] * j / 4)))
                for i in range(-4, 5)
                for j in range(-4, 5)
            ]
            off = []
            for angles in tries:
                r = build_rig(replace(pose, **{name: angles}), look, size, turn)
                px, py = r[side + "grip"]
                off.append(np.hypot(x + (-px if flip else px) - goal[0], y - _floor(r, size) + py - goal[1]))
            best, span = tries[int(np.argmin(off))], (span[0] * 0.4, span[1] * 0.4)
        pose = replace(pose, **{name: best})
    return pose


def fingers(s: Scene, x: float, y: float, size: float, angle: float, skin: Ink = SKIN) -> None:
    """Three finger ends and a thumb closed over something that a figure's small hand holds.

    `angle` is where the fingers point (degrees, 0 = right); `size` is the figure's height.
    """
    k = size * 0.011
    for i in (-1, 0, 1):
        path = geo.limb([(-2.2 * k, i * 1.25 * k), (1.5 * k, i * 1.2 * k)], [0.72 * k, 0.6 * k])
        s.cut(geo.moved(path, x, y, 1, angle), mix(skin, BLACK, 0.06 + 0.05 * (i + 1)), 1.2, wobble=0.2)
