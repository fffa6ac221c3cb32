"""Path data of a drawing: taken apart, written anew, and how far its points reach."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from storybook.images.svg.values import MAX_NUMBER, written

MAX_STEPS = 300_000
"""Steps of one path at the most."""

_TOKEN = re.compile(r"\s*,?\s*(?:([MmZzLlHhVvCcSsQqTtAa])|([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?))")
_FLAG = re.compile(r"\s*,?\s*([01])")
_ARGUMENTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}


@dataclass(frozen=True, slots=True)
class Step:
    """One command of a path with its numbers."""

    command: str
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """The box around a path's points (left, top, right, bottom), the length of its lines at most, its corners."""

    left: float
    top: float
    right: float
    bottom: float
    length: float
    corners: int


def steps_of(data: str) -> list[Step] | None:
    """The steps of path data; None where it is none, or has too many."""
    found: list[Step] = []
    place, data = 0, data.strip()
    while place < len(data):
        token = _TOKEN.match(data, place)
        if token is None or not token[1] or (not found and token[1] not in "Mm"):
            return None
        place, command = token.end(), token[1]
        first = True
        while first or (command not in "Zz" and _has_number(data, place)):
            read = _values(data, place, command)
            if read is None or len(found) >= MAX_STEPS:
                return None
            place, values = read
            found.append(Step(command, values))
            first = False
            command = {"M": "L", "m": "l"}.get(command, command)
    return found


def _has_number(data: str, place: int) -> bool:
    token = _TOKEN.match(data, place)
    return token is not None and not token[1]


def _values(data: str, place: int, command: str) -> tuple[int, tuple[float, ...]] | None:
    values: list[float] = []
    for number in range(_ARGUMENTS[command.upper()]):
        is_flag = command in "Aa" and number in (3, 4)
        token = (_FLAG if is_flag else _TOKEN).match(data, place)
        text = token[1 if is_flag else 2] if token else None
        if token is None or not text:
            return None
        values.append(float(text))
        place = token.end()
    return (place, tuple(values)) if all(abs(value) <= MAX_NUMBER for value in values) else None


def path_text(steps: list[Step]) -> str:
    """Path data written anew."""
    return "".join(step.command + " ".join(written(value) for value in step.values) for step in steps)


def reach(steps: list[Step]) -> Reach:
    """How far a path reaches, judged by the points that hold its curves."""
    left = top = float("inf")
    right = bottom = float("-inf")
    length, x, y = 0.0, 0.0, 0.0
    for points in _points(steps):
        for to_x, to_y in points:
            length += abs(to_x - x) + abs(to_y - y)
            x, y = to_x, to_y
            left, right = min(left, x), max(right, x)
            top, bottom = min(top, y), max(bottom, y)
    return Reach(left, top, right, bottom, length, len(steps)) if steps else Reach(0, 0, 0, 0, 0, 0)


def _points(steps: list[Step]) -> Iterator[list[tuple[float, float]]]:
    """For each step the points around it, the last of which is where it ends."""
    x = y = start_x = start_y = held_x = held_y = 0.0
    for step in steps:
        values, kind = step.values, step.command.upper()
        base_x, base_y = (x, y) if step.command.islower() else (0.0, 0.0)
        from_x, from_y, points = x, y, list[tuple[float, float]]()
        if kind == "Z":
            x, y = start_x, start_y
        elif kind == "H":
            x = base_x + values[0]
        elif kind == "V":
            y = base_y + values[0]
        elif kind == "A":
            x, y = base_x + values[5], base_y + values[6]
            wide = 2 * max(abs(values[0]), abs(values[1]), abs(x - from_x) + abs(y - from_y))
            points = [(from_x - wide, from_y - wide), (from_x + wide, from_y + wide)]
        else:
            pairs = [(base_x + values[i], base_y + values[i + 1]) for i in range(0, len(values), 2)]
            if kind in "ST":
                points = [(2 * from_x - held_x, 2 * from_y - held_y)]
            points += pairs[:-1]
            x, y = pairs[-1]
        held_x, held_y = points[-1] if kind in "CSQT" and points else (x, y)
        if kind == "M":
            start_x, start_y = x, y
        yield [*points, (x, y)]
