"""SVG paths of lettering taken apart, to see what lies in them."""

import itertools
import math
import re

Point = tuple[float, float]

TOKEN = re.compile(r"[MLCQAZ]|-?\d+(?:\.\d+)?")
STEPS = 4


def polygons(path: str) -> list[list[Point]]:
    """The closed curves of a path as polygons; whatever is not closed, or no known command, is an error."""
    found: list[list[Point]] = []
    tokens = TOKEN.findall(path)
    assert "".join(tokens) == re.sub(r"[\s,]", "", path)
    at = 0

    def numbers(count: int) -> list[float]:
        nonlocal at
        values = [float(token) for token in tokens[at : at + count]]
        at += count
        return values

    command = ""
    while at < len(tokens):
        if tokens[at].isalpha():
            command = tokens[at]
            at += 1
        match command:
            case "M":
                x, y = numbers(2)
                found.append([(x, y)])
                command = "L"
            case "L":
                x, y = numbers(2)
                found[-1].append((x, y))
            case "C":
                found[-1] += _cubic(found[-1][-1], numbers(6))
            case "Q":
                found[-1] += _quadratic(found[-1][-1], numbers(4))
            case "A":
                found[-1] += _arc(found[-1][-1], numbers(7))
            case "Z":
                command = "closed"
            case _:
                raise AssertionError(f"{command} at {at}")
    assert path.count("M") == path.count("Z") == len(found)
    return [[p for p, q in zip(shape, [*shape[1:], shape[0]], strict=True) if p != q] for shape in found]


def is_inside(polygon: list[Point], point: Point) -> bool:
    x, y = point
    crossings = 0
    for (x1, y1), (x2, y2) in zip(polygon, [*polygon[1:], polygon[0]], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            crossings += 1
    return crossings % 2 == 1


def crossings(polygon: list[Point]) -> int:
    """How often the sides of a polygon cross each other."""
    sides = list(zip(polygon, [*polygon[1:], polygon[0]], strict=True))
    count = 0
    for i, (a, b) in enumerate(sides):
        for c, d in sides[i + 2 : len(sides) - (i == 0)]:
            if max(a[0], b[0]) < min(c[0], d[0]) or max(c[0], d[0]) < min(a[0], b[0]):
                continue
            count += _turn(a, b, c) * _turn(a, b, d) < -1e-9 and _turn(c, d, a) * _turn(c, d, b) < -1e-9
    return count


def area(polygon: list[Point]) -> float:
    """More than 0 where the polygon runs clockwise as it is seen."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(polygon, [*polygon[1:], polygon[0]], strict=True)) / 2


def _turn(a: Point, b: Point, c: Point) -> float:
    value = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    return math.copysign(1.0, value) if abs(value) > 1e-6 else 0.0


def _cubic(start: Point, v: list[float]) -> list[Point]:
    points = [start, (v[0], v[1]), (v[2], v[3]), (v[4], v[5])]
    return [_bezier(points, k / STEPS) for k in range(1, STEPS + 1)]


def _quadratic(start: Point, v: list[float]) -> list[Point]:
    points = [start, (v[0], v[1]), (v[2], v[3])]
    return [_bezier(points, k / STEPS) for k in range(1, STEPS + 1)]


def _bezier(points: list[Point], t: float) -> Point:
    while len(points) > 1:
        points = [(a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t) for a, b in itertools.pairwise(points)]
    return points[0]


def _arc(start: Point, v: list[float]) -> list[Point]:
    radius, sideways, _, large, sweep, x, y = v
    assert radius == sideways
    assert sweep == 1
    dx, dy = x - start[0], y - start[1]
    chord = math.hypot(dx, dy)
    radius = max(radius, chord / 2)
    off = math.sqrt(max(radius**2 - chord**2 / 4, 0.0)) * (-1 if large else 1)
    # Clockwise on a screen: the centre lies to the right of the way, or to the left for the larger part.
    cx, cy = (start[0] + x) / 2 - dy / chord * off, (start[1] + y) / 2 + dx / chord * off
    first = math.atan2(start[1] - cy, start[0] - cx)
    turn = (math.atan2(y - cy, x - cx) - first) % math.tau
    return [
        (cx + radius * math.cos(first + turn * k / STEPS), cy + radius * math.sin(first + turn * k / STEPS))
        for k in range(1, STEPS + 1)
    ]


def distance_to(polygon: list[Point], point: Point) -> float:
    """How far a point is from the nearest side of a polygon."""
    return min(_to_side(a, b, point) for a, b in zip(polygon, [*polygon[1:], polygon[0]], strict=True))


def _to_side(a: Point, b: Point, point: Point) -> float:
    dx, dy = b[0] - a[0], b[1] - a[1]
    share = ((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / (dx * dx + dy * dy)
    share = min(max(share, 0.0), 1.0)
    return math.dist((a[0] + dx * share, a[1] + dy * share), point)
