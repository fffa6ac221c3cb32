"""How far the shapes and pictures of a clean drawing reach, in its own units."""

from base64 import b64decode
from itertools import pairwise

from storybook.images.svg.path import Reach, reach, steps_of
from storybook.images.svg.tree import Node
from storybook.images.svg.values import numbers


def reach_of(node: Node) -> Reach:
    """How far a shape reaches, without its stroke."""
    attrs = node.attrs
    match node.tag:
        case "path":
            return reach(steps_of(attrs.get("d", "")) or [])
        case "polyline" | "polygon":
            values = numbers(attrs.get("points", ""), 1 << 30) or [0.0, 0.0]
            points = list(zip(values[::2], values[1::2], strict=False)) or [(0.0, 0.0)]
            length = sum(abs(x - u) + abs(y - v) for (x, y), (u, v) in pairwise([*points, points[0]]))
            across, down = [x for x, _ in points], [y for _, y in points]
            return Reach(min(across), min(down), max(across), max(down), length, len(points))
        case "line":
            x1, y1, x2, y2 = (number_of(node, name) for name in ("x1", "y1", "x2", "y2"))
            length = abs(x2 - x1) + abs(y2 - y1)
            return Reach(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2), length, 2)
        case "circle" | "ellipse":
            x, y = number_of(node, "cx"), number_of(node, "cy")
            wide = number_of(node, "r") or number_of(node, "rx") or number_of(node, "ry")
            high = number_of(node, "r") or number_of(node, "ry") or wide
            return Reach(x - wide, y - high, x + wide, y + high, 4 * (wide + high), 5)
        case _:
            return frame_of(node)


def frame_of(node: Node) -> Reach:
    """How far a rectangle or a picture reaches."""
    x, y, wide, high = (number_of(node, name) for name in ("x", "y", "width", "height"))
    return Reach(x, y, x + wide, y + high, 2 * (wide + high), 5)


def pixels_of(node: Node) -> tuple[int, int]:
    """Width and height of the PNG that an image holds, which stand behind its first 16 bytes."""
    head = b64decode(node.attrs["href"].partition(",")[2][:32])
    return max(1, int.from_bytes(head[16:20], "big")), max(1, int.from_bytes(head[20:24], "big"))


def number_of(node: Node, name: str) -> float:
    """A number of a clean element; 0 where there is none."""
    return float(node.attrs.get(name, "0") or "0")
