"""What is left of the red crayon: a point, a torn wrapper, a slanting break."""

from __future__ import annotations

from . import geometry as geo
from .inks import BLACK, CREAM, RED, Ink, mix
from .paper import Scene


def stub(s: Scene, x: float, y: float, angle: float, length: float = 90, r: float = 14, ink: Ink = RED, *, lift: float = 3) -> None:
    """The broken crayon with its point at (x, y); angle is where the broken end lies (degrees, as in crayon.stick)."""

    def put(path, tone: Ink, high: float) -> None:  # noqa: ANN001
        s.cut(geo.moved(path, x, y, 1, angle), tone, high, wobble=0.25)

    n = length
    cone = [(0, -r * 0.36), (0, r * 0.36), (r * 1.7, r * 0.86), (n, r * 0.86), (n - r * 0.8, -r * 0.86), (r * 1.7, -r * 0.86)]
    put(geo.polygon(cone), ink, lift)
    put(geo.polygon([(n, r * 0.86), (n - r * 0.8, -r * 0.86), (n - r * 0.2, -r * 0.3), (n + r * 0.12, r * 0.4)]), mix(ink, CREAM, 0.38), 0.4)
    torn = [(r * 2.3, -r), (r * 2.3, r), (n - r * 1.3, r), (n - r * 0.9, r * 0.5), (n - r * 1.5, r * 0.1), (n - r * 1.1, -r * 0.4), (n - r * 1.8, -r)]
    put(geo.polygon(torn), mix(ink, BLACK, 0.24), 0.8)
    for k in (2.8, 3.4):
        put(geo.rect(r * k, -r, r * 0.26, r * 2), mix(ink, CREAM, 0.72), 0.2)
