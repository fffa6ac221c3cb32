"""Small cuts in a face: a closed eye, a laughing mouth. Never more than that."""

from __future__ import annotations

import skia

from . import geometry as geo
from .figures import Look, Pose, Rig
from .inks import BLACK, CREAM, Ink, mix
from .paper import Scene

INK = mix(BLACK, (0x3C, 0x5A, 0x73), 0.12)


def _lid(x: float, y: float, w: float, bow: float) -> skia.Path:
    """A closed eye: an arc w wide; bow > 0 smiles (arched up), < 0 looks down."""
    return geo.limb([(x - w, y + bow), (x, y - bow), (x + w, y + bow)], [0.012, 0.024, 0.012])


def _parts(turn: float, mood: str) -> list[tuple[skia.Path, str]]:
    """Cuts in head heights, facing right."""
    if turn >= 0.6:
        bow = {"laugh": 0.035, "down": -0.022}.get(mood, 0.02)
        cuts = [(_lid(side * 0.155, -0.46, 0.075, bow), "ink") for side in (-1, 1)]
        if mood == "laugh":
            mouth = geo.shape([(-0.15, -0.30, 1), (0, -0.275), (0.15, -0.30, 1), (0.09, -0.165), (0, -0.135), (-0.09, -0.165)])
            teeth = geo.shape([(-0.125, -0.293, 1), (0, -0.27), (0.125, -0.293, 1), (0.10, -0.245), (0, -0.23), (-0.10, -0.245)])
            return [*cuts, (mouth, "ink"), (teeth, "teeth")]
        return [*cuts, (geo.limb([(-0.07, -0.225), (0, -0.21), (0.07, -0.225)], [0.010, 0.017, 0.010]), "ink")]
    bow = {"laugh": 0.032, "down": -0.022}.get(mood, 0.02)
    cuts = [(_lid(0.235, -0.475, 0.07, bow), "ink")]
    if mood == "laugh":
        mouth = geo.shape([(0.40, -0.285, 1), (0.28, -0.265), (0.15, -0.30, 1), (0.18, -0.18), (0.27, -0.115), (0.36, -0.13, 1)])
        teeth = geo.shape([(0.395, -0.283, 1), (0.28, -0.262), (0.18, -0.285, 1), (0.25, -0.225), (0.385, -0.235, 1)])
        return [*cuts, (mouth, "ink"), (teeth, "teeth")]
    return [*cuts, (geo.limb([(0.27, -0.20), (0.33, -0.215), (0.37, -0.225)], [0.010, 0.015, 0.010]), "ink")]


def face(s: Scene, rig: Rig, look: Look, pose: Pose, *, turn: float = 0.25, flip: bool = False, mood: str = "laugh", ink: Ink = INK) -> None:
    """Cut a mood (laugh, down, calm) into the face of a figure just drawn with the same arguments."""
    unit = rig.size / look.heads
    tilt = (pose.lean + pose.bend) * (1 - 0.75 * turn) * 0.75 + pose.nod * (1 - 0.6 * turn)
    x, y = rig["crown"]
    for path, role in _parts(turn, mood):
        local = geo.moved(path, 0, 0, unit * (1.0 if look.heads > 6 else 0.98), tilt)
        s.cut(geo.moved(local, x, y + unit * 0.08, 1, 0, flip), CREAM if role == "teeth" else ink, 0, wobble=0.15, edge=0)
