"""Shapes around lettering, as SVG paths: balloons with tails, clouds, bursts, boxes of cut paper."""

import math
import zlib
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate, pairwise

from storybook.comics.curves import (
    Curve,
    Point,
    arc,
    between,
    circle,
    cubic,
    distance,
    move,
    polygon,
    quadratic,
    rounded_rectangle,
    superellipse,
)
from storybook.model.geometry import Rect

TAIL_SHARE, NARROWEST_TAIL, WIDEST_TAIL = 0.24, 0.6, 1.3
"""Width of a tail at its root: a share of the balloon's smaller side, or of twice the way, between two sizes in em."""

SHORTEST_TAIL = 0.35
"""Ems from the balloon to the point below which a tail would be a thorn."""

CORNER = 0.75
"""Radius of a rounded box's corners in em."""

LOBE, LOBE_RISE = 1.55, 0.4
"""A lobe of a thought's cloud in em: its width, and how far it rises over the curve that the words lie in."""

SPIKE, SPIKE_RISE, VALLEY = 1.25, 0.85, 0.3
"""A spike of a shout in em: its width, how far it rises over that curve, how far the valleys between lie below it."""

FIRST_BUBBLE, LAST_BUBBLE, BUBBLE_WAY = 0.4, 0.16, 1.1
"""The bubbles that lead to a thinker in em: radius of the first and of the last, and the way that each is given."""

MOST_BUBBLES = 5

CUT = 0.045
"""How far a scissor cut strays at a caption box's corners in em, for each em of its height."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a shape is drawn with: the length of an em, the panel that nothing leaves, a name that settles chances."""

    em: float
    panel: Rect
    name: str

    def inside(self, point: Point) -> Point:
        """The point, or the nearest in the panel."""
        return (
            min(max(point[0], self.panel.x), self.panel.right),
            min(max(point[1], self.panel.y), self.panel.bottom),
        )

    def chance(self, number: int) -> float:
        """A number from -1 to 1, the same each time."""
        return zlib.crc32(f"{self.name}/{number}".encode()) % 2001 / 1000 - 1


def balloon(box: Rect, tail: Point | None, drawing: Drawing) -> str:
    """A round balloon; tail is the point that it speaks from."""
    return _with_tail(superellipse(box), tail, box, drawing)


def rounded_box(box: Rect, tail: Point | None, drawing: Drawing) -> str:
    """A box with round corners and a tail."""
    return _with_tail(rounded_rectangle(box, CORNER * drawing.em), tail, box, drawing)


def cut_paper(box: Rect, drawing: Drawing) -> str:
    """A strip of paper cut by hand: four straight cuts, a little off square, and none inside the box."""
    reach = min(CUT * box.height, 0.25 * drawing.em)
    strays = [abs(drawing.chance(side)) * reach for side in range(8)]
    left, top, right, bottom = box.x, box.y, box.right, box.bottom
    return polygon(
        drawing.inside(corner)
        for corner in (
            (left - strays[0], top - strays[1]),
            (right + strays[2], top - strays[3]),
            (right + strays[4], bottom + strays[5]),
            (left - strays[6], bottom + strays[7]),
        )
    )


def straight_box(box: Rect) -> str:
    """A rectangle."""
    return polygon(((box.x, box.y), (box.right, box.y), (box.right, box.bottom), (box.x, box.bottom)))


def round_box(box: Rect, drawing: Drawing) -> str:
    """A rectangle with round corners."""
    return _with_tail(rounded_rectangle(box, CORNER * drawing.em), None, box, drawing)


def cloud(box: Rect, tail: Point | None, drawing: Drawing) -> str:
    """A thought: lobes round a curve that fills the box, and bubbles that lead to the thinker."""
    core = superellipse(_shrunk(box, LOBE_RISE * drawing.em), 2.3)
    count = max(8, round(_length(core) / (LOBE * drawing.em)))
    feet = [core.at(part) for part in _places(core, [(k + 0.12 * drawing.chance(k)) / count for k in range(count)])]
    lobes = [_lobe(feet[k - 1], foot, drawing) for k, foot in enumerate(feet)]
    path = f"{move(feet[-1])} {' '.join(lobes)} Z"
    return " ".join([path, *_bubbles(superellipse(box), tail, drawing)])


def burst(box: Rect, tail: Point | None, drawing: Drawing) -> str:
    """A shout: spikes round a curve that fills the box, and a tail to the speaker."""
    em = drawing.em
    core = superellipse(_shrunk(box, SPIKE_RISE * em), 2.2)
    # An even number, so that a spike stands at either end of a flat burst.
    count = 2 * max(5, round(_length(core) / (SPIKE * em) / 2))
    parts = _places(core, [(spike + 0.2 * drawing.chance(spike)) / count for spike in range(count)])
    spikes = [(part, SPIKE_RISE * (0.74 + 0.26 * drawing.chance(100 + k))) for k, part in enumerate(parts)]
    if tail is None or not _is_away(superellipse(box), tail, em):
        return f"{move(_out(core, spikes[-1][0], spikes[-1][1] * em))} {_spikes(core, spikes[-1][0], spikes, em)} Z"
    foot = _foot(core, tail, min(box.width, box.height), drawing)
    room = 0.35 / count
    others = [
        ((part - foot.last) % 1.0, part, rise)
        for part, rise in spikes
        if room < (part - foot.last) % 1.0 < (foot.first - foot.last) % 1.0 - room
    ]
    drawn = _spikes(core, foot.last, [(part, rise) for _, part, rise in sorted(others)], em)
    last = foot.first - (foot.first - sorted(others)[-1][1]) % 1.0 / 2
    closing = quadratic(_out(core, last, -VALLEY * em / 2), core.at(foot.first))
    return f"{move(core.at(foot.last))} {drawn} {closing} {_tail(core, foot, tail, drawing)} Z"


def _spikes(core: Curve, start: float, spikes: Iterable[tuple[float, float]], em: float) -> str:
    """Spikes one after the other, with a curved valley before each; they are their parts of the way and rises in em."""
    drawn = []
    for part, rise in spikes:
        valley = start + (part - start) % 1.0 / 2
        drawn.append(quadratic(_out(core, valley, -VALLEY * em), _out(core, part, rise * em)))
        start = part
    return " ".join(drawn)


@dataclass(frozen=True, slots=True)
class _Foot:
    """Where a tail stands on a body: the parts of its middle and of both its sides, and half its width."""

    root: float
    first: float
    last: float
    half: float


def _foot(body: Curve, tail: Point, side: float, drawing: Drawing) -> _Foot:
    """Where the tail to a point leaves a body, as wide as becomes the body's smaller side."""
    reach = distance(body.at(body.nearest(tail)), tail)
    width = TAIL_SHARE * min(side, 2 * reach)
    half = min(max(width, NARROWEST_TAIL * drawing.em), WIDEST_TAIL * drawing.em) / 2
    root = _root(body, tail, half)
    return _Foot(root, body.away(root, half, -1), body.away(root, half, 1), half)


def _with_tail(body: Curve, tail: Point | None, box: Rect, drawing: Drawing) -> str:
    if tail is None or not _is_away(body, tail, drawing.em):
        return f"{move(body.at(0.0))} {body.path(0.0, 1.0)} Z"
    foot = _foot(body, tail, min(box.width, box.height), drawing)
    # Clockwise round the body from behind the tail to before it, out along one side, and back along the other.
    around = body.path(foot.last, foot.first + 1.0)
    return f"{move(body.at(foot.last))} {around} {_tail(body, foot, tail, drawing)} Z"


def _tail(body: Curve, foot: _Foot, tail: Point, drawing: Drawing) -> str:
    """A tail out along one side and back along the other."""
    bend = drawing.inside(_bend(body, foot.root, tail))
    leave, along = (drawing.inside(at) for at in _tail_side(body, foot.first, foot.root, bend, foot.half))
    arrive, back = (drawing.inside(at) for at in _tail_side(body, foot.last, foot.root, bend, foot.half))
    return f"{cubic(leave, along, drawing.inside(tail))} {cubic(back, arrive, body.at(foot.last))}"


def _tail_side(body: Curve, foot: float, root: float, bend: Point, half: float) -> tuple[Point, Point]:
    """The control points of a side of a tail: first along the body, so that it flares, then along the tail's middle."""
    start, middle = body.at(foot), body.at(root)
    length = distance(start, middle) or 1.0
    along = (middle[0] - start[0]) / length, (middle[1] - start[1]) / length
    out = body.outward(root)
    flare = (
        start[0] + along[0] * half * 0.55 + out[0] * half * 0.5,
        start[1] + along[1] * half * 0.55 + out[1] * half * 0.5,
    )
    return flare, (bend[0] - along[0] * half * 0.3, bend[1] - along[1] * half * 0.3)


def _root(body: Curve, tail: Point, half: float) -> float:
    """Where a tail leaves the body: between the place nearest to the point and the one in line with the middle."""
    near, straight = body.nearest(tail), body.towards(tail)
    root = near + math.remainder(straight - near, 1.0) * 0.4
    if _is_even(body, root, half):
        return root
    # Not from a corner: both feet should stand on one side, the one that faces the point.
    nudged = [root + sign * reach * 0.01 for reach in range(1, 16) for sign in (1, -1)]
    even = [part for part in nudged if _is_even(body, part, half)]
    return max(even, key=lambda part: _faces(body, part, tail) - abs(part - root)) if even else root


def _faces(body: Curve, part: float, tail: Point) -> float:
    """How squarely the curve faces a point there: 1 is straight out."""
    (x, y), (dx, dy) = body.at(part), body.outward(part)
    return (dx * (tail[0] - x) + dy * (tail[1] - y)) / (distance((x, y), tail) or 1.0)


def _is_even(body: Curve, root: float, half: float) -> bool:
    (ax, ay), (bx, by) = (body.outward(body.away(root, half, sign)) for sign in (1, -1))
    return ax * bx + ay * by > 0.8


def _bend(body: Curve, root: float, tail: Point) -> Point:
    """Where the middle of a tail would go if it went on as it leaves; the point draws it aside from there."""
    start, (dx, dy) = body.at(root), body.outward(root)
    reach = distance(start, tail)
    straight = between(start, tail, 0.55)
    square = start[0] + dx * reach * 0.55, start[1] + dy * reach * 0.55
    bend = between(straight, square, 0.34)
    # A tail that leaves square to the body is straight: a little bow makes it drawn.
    side = 1.0 if tail[0] >= body.centre[0] else -1.0
    return bend[0] + dy * side * reach * 0.05, bend[1] - dx * side * reach * 0.05


def _is_away(body: Curve, tail: Point, em: float) -> bool:
    """Whether a point lies so far outside of a body that a tail can lead to it."""
    part = body.towards(tail)
    edge, cx = body.at(part), body.centre
    return distance(cx, tail) > distance(cx, edge) and distance(body.at(body.nearest(tail)), tail) > SHORTEST_TAIL * em


def _bubbles(body: Curve, tail: Point | None, drawing: Drawing) -> list[str]:
    if tail is None or not _is_away(body, tail, drawing.em):
        return []
    root = _root(body, tail, drawing.em * 0.5)
    start, bend = body.at(root), drawing.inside(_bend(body, root, tail))
    reach = distance(start, tail)
    count = min(max(round(reach / (BUBBLE_WAY * drawing.em)), 1), MOST_BUBBLES)
    circles = []
    for bubble in range(count):
        along = (bubble + 0.55) / count
        size = FIRST_BUBBLE + (LAST_BUBBLE - FIRST_BUBBLE) * (bubble / (count - 1) if count > 1 else 0.5)
        # Small where the way is short, so that none touches another.
        radius = min(size * drawing.em, reach / count * 0.36)
        x, y = between(between(start, bend, along), between(bend, tail, along), along)
        panel = drawing.panel
        x = min(max(x, panel.x + radius), panel.right - radius)
        y = min(max(y, panel.y + radius), panel.bottom - radius)
        circles.append(circle((x, y), radius))
    return circles


def _lobe(start: Point, end: Point, drawing: Drawing) -> str:
    chord = distance(start, end)
    rise = min(LOBE_RISE * drawing.em, chord * 0.48)
    return arc((chord * chord / 4 + rise * rise) / (2 * rise), end)


def _places(curve: Curve, shares: Iterable[float]) -> list[float]:
    """The parts of a curve at these shares of its length; a curve's parts themselves are not even."""
    samples = 480
    points = [curve.at(k / samples) for k in range(samples + 1)]
    ways = [0.0, *accumulate(distance(a, b) for a, b in pairwise(points))]
    parts = []
    for share in shares:
        way = share % 1.0 * ways[-1]
        k = min(bisect_right(ways, way), samples)
        parts.append((k - 1 + (way - ways[k - 1]) / (ways[k] - ways[k - 1])) / samples)
    return parts


def _length(curve: Curve, samples: int = 240) -> float:
    return sum(distance(curve.at(k / samples), curve.at((k + 1) / samples)) for k in range(samples))


def _out(curve: Curve, part: float, reach: float) -> Point:
    (x, y), (dx, dy) = curve.at(part), curve.outward(part)
    return x + dx * reach, y + dy * reach


def _shrunk(box: Rect, by: float) -> Rect:
    return Rect(box.x + by, box.y + by, max(box.width - 2 * by, 0.1), max(box.height - 2 * by, 0.1))
