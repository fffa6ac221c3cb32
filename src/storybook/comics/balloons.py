"""Shapes around lettering, as SVG paths: balloons with tails, thought balloons, cut-paper caption boxes."""

import math
import zlib

from storybook.model.geometry import Rect

SQUARENESS = 2.6
"""Exponent of the superellipse of a balloon: 2 is an ellipse, more is squarer and wastes less room around words."""

TAIL_WIDTH = 0.16
"""Width of a tail at its root, as a share of the balloon's smaller side."""

CUT = 0.09
"""How far a scissor cut strays at a caption box's corners, as a share of its height."""


def balloon_around(width: float, height: float) -> tuple[float, float]:
    """Width and height of the balloon in which a block of words of this size just fits."""
    factor = 2 ** (1 / SQUARENESS)
    return width * factor, height * factor


def balloon(box: Rect, tail: tuple[float, float] | None) -> str:
    """A balloon; tail is the point that it speaks from, in the box's units."""
    path = _superellipse(box)
    return f"{path} {_tail(box, tail)}" if tail and not _inside(box, tail) else path


def thought(box: Rect, tail: tuple[float, float] | None) -> str:
    """A thought balloon: three bubbles lead to the thinker."""
    path = _superellipse(box)
    if not tail or _inside(box, tail):
        return path
    cx, cy = box.x + box.width / 2, box.y + box.height / 2
    edge = _edge_distance(box, math.atan2(tail[1] - cy, tail[0] - cx))
    full = math.hypot(tail[0] - cx, tail[1] - cy)
    bubbles = []
    for share, size in ((0.18, 0.09), (0.52, 0.06), (0.86, 0.035)):
        reach = edge + (full - edge) * share
        x, y = cx + (tail[0] - cx) * reach / full, cy + (tail[1] - cy) * reach / full
        bubbles.append(_circle(x, y, size * min(box.width, box.height)))
    return " ".join([path, *bubbles])


def caption_box(box: Rect, name: str) -> str:
    """A strip of paper cut by hand: four straight cuts, a little off square; `name` settles how."""
    seed = zlib.crc32(name.encode("utf-8"))
    reach = CUT * box.height
    strays = [((seed >> shift & 0xF) / 15 - 0.5) * reach for shift in range(0, 32, 4)]
    corners = [(box.x, box.y), (box.right, box.y), (box.right, box.bottom), (box.x, box.bottom)]
    points = [(x + strays[2 * i], y + strays[2 * i + 1]) for i, (x, y) in enumerate(corners)]
    return "M" + " L".join(f"{_n(x)} {_n(y)}" for x, y in points) + " Z"


def _superellipse(box: Rect, steps: int = 48) -> str:
    points = []
    for step in range(steps):
        angle = 2 * math.pi * step / steps
        x = _signed_power(math.cos(angle), 2 / SQUARENESS) * box.width / 2
        y = _signed_power(math.sin(angle), 2 / SQUARENESS) * box.height / 2
        points.append(f"{_n(box.x + box.width / 2 + x)} {_n(box.y + box.height / 2 + y)}")
    return "M" + " L".join(points) + " Z"


def _tail(box: Rect, point: tuple[float, float]) -> str:
    cx, cy = box.x + box.width / 2, box.y + box.height / 2
    angle = math.atan2(point[1] - cy, point[0] - cx)
    root = 0.72 * _edge_distance(box, angle)
    half = TAIL_WIDTH * min(box.width, box.height) / 2 + 2
    x, y = cx + root * math.cos(angle), cy + root * math.sin(angle)
    dx, dy = -math.sin(angle) * half, math.cos(angle) * half
    # The same direction of travel as the balloon: with the nonzero rule the overlap then stays filled.
    corners = [(x - dx, y - dy), (point[0], point[1]), (x + dx, y + dy)]
    return "M" + " L".join(f"{_n(px)} {_n(py)}" for px, py in corners) + " Z"


def _edge_distance(box: Rect, angle: float) -> float:
    """Distance from the centre to the superellipse's edge in a direction."""
    a, b = box.width / 2, box.height / 2
    share = abs(math.cos(angle) / a) ** SQUARENESS + abs(math.sin(angle) / b) ** SQUARENESS
    return float(share ** (-1 / SQUARENESS))


def _inside(box: Rect, point: tuple[float, float]) -> bool:
    cx, cy = box.x + box.width / 2, box.y + box.height / 2
    distance = math.hypot(point[0] - cx, point[1] - cy)
    return distance <= _edge_distance(box, math.atan2(point[1] - cy, point[0] - cx))


def _circle(x: float, y: float, r: float) -> str:
    return f"M{_n(x - r)} {_n(y)} a{_n(r)} {_n(r)} 0 1 1 {_n(2 * r)} 0 a{_n(r)} {_n(r)} 0 1 1 {_n(-2 * r)} 0 Z"


def _signed_power(value: float, exponent: float) -> float:
    return math.copysign(abs(value) ** exponent, value)


def _n(value: float) -> str:
    """A number as short as SVG needs it."""
    return f"{value:.1f}".rstrip("0").rstrip(".")
