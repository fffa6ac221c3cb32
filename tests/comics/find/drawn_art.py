"""What stands in the panels of drawn pages: scenes, figures, balloons; all from a seed, none by an artist."""

from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Points = NDArray[np.float64]
Random = np.random.Generator


@dataclass
class Canvas:
    """Pixels that are drawn on, and what must not be cut through: polygons of faces and balloons."""

    pixels: Pixels
    random: Random
    protected: list[Points] = field(default_factory=list)

    def within(self, low: float, high: float) -> float:
        return float(self.random.uniform(low, high))

    def chance(self, part: float) -> bool:
        return bool(self.random.random() < part)


def colour(random: Random, low: int = 40, high: int = 230) -> tuple[int, int, int]:
    red, green, blue = (int(part) for part in random.integers(low, high, 3))
    return red, green, blue


def whole(points: Points) -> NDArray[np.int32]:
    return np.round(points).astype(np.int32)


def ellipse(centre: tuple[float, float], radii: tuple[float, float], count: int = 40) -> Points:
    turns = np.linspace(0, 2 * np.pi, count, endpoint=False)
    return np.stack([centre[0] + radii[0] * np.cos(turns), centre[1] + radii[1] * np.sin(turns)], axis=1)


# ----------------------------------------------------------------------------------------- scenes


def scene(canvas: Canvas, polygon: Points, *, grey: bool, bare: bool = False) -> None:
    """Fill a polygon with a scene (none on white where it is bare of a frame).

    Its faces are protected where they lie whole inside.
    """
    left, top = np.floor(polygon.min(axis=0)).astype(int)
    right, bottom = np.ceil(polygon.max(axis=0)).astype(int)
    width, height = max(right - left, 8), max(bottom - top, 8)
    inner = Canvas(np.zeros((height, width, 3), np.uint8), canvas.random)
    kinds = (_sky, _room, _flat, _washed, _rays, _dark, _white, _hatched)
    kinds[int(canvas.random.integers(len(kinds) - (3 if bare else 0)))](inner)
    for _ in range(int(canvas.random.integers(1, 3))):
        size = canvas.within(0.45, 0.8) * min(height, 1.3 * width)
        figure(inner, (canvas.within(0.2, 0.8) * width, height * canvas.within(0.95, 1.1)), size)
    if grey:
        inner.pixels[:] = cv2.cvtColor(cv2.cvtColor(inner.pixels, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
    _copy_in(canvas, inner, polygon, (int(left), int(top)))


def _copy_in(canvas: Canvas, inner: Canvas, polygon: Points, at: tuple[int, int]) -> None:
    mask: Pixels = np.zeros(canvas.pixels.shape[:2], np.uint8)
    cv2.fillPoly(mask, [whole(polygon)], 255)
    left, top = at
    height, width = inner.pixels.shape[:2]
    x0, y0, x1, y1 = max(left, 0), max(top, 0), min(left + width, mask.shape[1]), min(top + height, mask.shape[0])
    window = mask[y0:y1, x0:x1] > 0
    canvas.pixels[y0:y1, x0:x1][window] = inner.pixels[y0 - top : y1 - top, x0 - left : x1 - left][window]
    outline = polygon.astype(np.float32)
    corner = np.array(at, np.float64)
    for face in inner.protected:
        moved = face + corner
        if all(cv2.pointPolygonTest(outline, (float(x), float(y)), True) > 1 for x, y in moved):
            canvas.protected.append(moved)


def _sky(canvas: Canvas) -> None:
    height, width = canvas.pixels.shape[:2]
    top, low = np.array(colour(canvas.random, 120)), np.array(colour(canvas.random, 150, 250))
    ramp = np.linspace(0, 1, height)[:, None, None]
    canvas.pixels[:] = (top * (1 - ramp) + low * ramp).astype(np.uint8)
    ground = int(height * canvas.within(0.55, 0.8))
    cv2.rectangle(canvas.pixels, (0, ground), (width, height), colour(canvas.random), -1)
    for _ in range(int(canvas.random.integers(2, 6))):
        house_left, house_width = canvas.within(-0.1, 0.9) * width, canvas.within(0.1, 0.3) * width
        roof = ground - canvas.within(0.1, 0.45) * height
        corners = (int(house_left), int(roof)), (int(house_left + house_width), ground)
        cv2.rectangle(canvas.pixels, *corners, colour(canvas.random), -1)
        cv2.rectangle(canvas.pixels, *corners, (20, 20, 20), 2, cv2.LINE_AA)


def _room(canvas: Canvas) -> None:
    height, width = canvas.pixels.shape[:2]
    canvas.pixels[:] = colour(canvas.random, 130, 240)
    floor = int(height * canvas.within(0.65, 0.9))
    cv2.rectangle(canvas.pixels, (-5, floor), (width + 5, height + 5), colour(canvas.random), -1)
    cv2.line(canvas.pixels, (0, floor), (width, floor), (20, 20, 20), 2, cv2.LINE_AA)
    for _ in range(int(canvas.random.integers(1, 3))):
        x, y = canvas.within(0.05, 0.7) * width, canvas.within(0.08, 0.3) * height
        corners = (int(x), int(y)), (int(x + width * 0.22), int(y + height * 0.3))
        cv2.rectangle(canvas.pixels, *corners, colour(canvas.random, 150, 255), -1)
        cv2.rectangle(canvas.pixels, *corners, (30, 20, 20), 2)
        cv2.line(
            canvas.pixels, (int(x + width * 0.11), int(y)), (int(x + width * 0.11), corners[1][1]), (30, 20, 20), 2
        )


def _flat(canvas: Canvas) -> None:
    canvas.pixels[:] = colour(canvas.random, 60, 240)


def _dark(canvas: Canvas) -> None:
    canvas.pixels[:] = colour(canvas.random, 0, 50)
    height, width = canvas.pixels.shape[:2]
    for _ in range(40):
        spot = int(canvas.within(0, width)), int(canvas.within(0, height))
        cv2.circle(canvas.pixels, spot, 1, (230, 230, 210), -1)


def _white(canvas: Canvas) -> None:
    canvas.pixels[:] = 255
    height, width = canvas.pixels.shape[:2]
    hills = np.stack([np.linspace(0, width, 30), height * (0.75 + 0.06 * np.sin(np.linspace(0, 7, 30)))], axis=1)
    cv2.polylines(canvas.pixels, [whole(hills)], isClosed=False, color=(20, 20, 20), thickness=2, lineType=cv2.LINE_AA)


def _washed(canvas: Canvas) -> None:
    height, width = canvas.pixels.shape[:2]
    coarse = canvas.random.integers(60, 230, (6, 6, 3)).astype(np.uint8)
    canvas.pixels[:] = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)


def _rays(canvas: Canvas) -> None:
    height, width = canvas.pixels.shape[:2]
    canvas.pixels[:] = colour(canvas.random, 190, 256)
    centre = int(canvas.within(0.3, 0.7) * width), int(canvas.within(0.3, 0.7) * height)
    for turn in canvas.random.uniform(0, 2 * np.pi, 60):
        end = int(centre[0] + 2000 * np.cos(turn)), int(centre[1] + 2000 * np.sin(turn))
        cv2.line(canvas.pixels, centre, end, (25, 25, 25), 1, cv2.LINE_AA)
    cv2.circle(canvas.pixels, centre, int(min(width, height) * 0.2), (255, 255, 255), -1)


def _hatched(canvas: Canvas) -> None:
    height, width = canvas.pixels.shape[:2]
    canvas.pixels[:] = 245
    step = int(canvas.random.integers(4, 9))
    for offset in range(-height, width, step):
        cv2.line(canvas.pixels, (offset, height), (offset + height, 0), (70, 70, 70), 1, cv2.LINE_AA)


# ---------------------------------------------------------------------------------------- figures


def figure(canvas: Canvas, foot: tuple[float, float], size: float, ink: tuple[int, int, int] = (15, 15, 15)) -> Points:
    """A figure that stands at a point; returns the corners of the rectangle round it. Its face is protected."""
    x, bottom = foot
    head = size * 0.19
    middle = bottom - size + head
    body = np.array([[x - size * 0.22, bottom], [x - size * 0.13, middle + head], [x + size * 0.13, middle + head],
                     [x + size * 0.22, bottom]])  # fmt: skip
    line = max(2, round(size / 90))
    cv2.fillPoly(canvas.pixels, [whole(body)], colour(canvas.random), cv2.LINE_AA)
    cv2.polylines(canvas.pixels, [whole(body)], isClosed=True, color=ink, thickness=line, lineType=cv2.LINE_AA)
    face = ellipse((x, middle), (head * 0.85, head))
    cv2.fillPoly(canvas.pixels, [whole(face)], colour(canvas.random, 170, 250), cv2.LINE_AA)
    cv2.polylines(canvas.pixels, [whole(face)], isClosed=True, color=ink, thickness=line, lineType=cv2.LINE_AA)
    for side in (-1, 1):
        eye = int(x + side * head * 0.35), int(middle - head * 0.1)
        cv2.circle(canvas.pixels, eye, max(2, int(head * 0.1)), (10, 10, 10), -1, cv2.LINE_AA)
    mouth = (int(x), int(middle + head * 0.35)), (int(head * 0.35), int(head * 0.15))
    cv2.ellipse(canvas.pixels, mouth[0], mouth[1], 0, 0, 180, (10, 10, 10), line, cv2.LINE_AA)
    canvas.protected.append(face)
    half = line / 2
    return np.array([[x - size * 0.22 - half, middle - head - half], [x + size * 0.22 + half, bottom + half]])


def balloon(canvas: Canvas, centre: tuple[float, float], radii: tuple[float, float]) -> None:
    """A balloon with writing; protected."""
    shape = ellipse(centre, radii)
    tail = np.array([[centre[0] - radii[0] * 0.2, centre[1] + radii[1] * 0.9],
                     [centre[0] + radii[0] * canvas.within(-0.4, 0.4), centre[1] + radii[1] * 1.25],
                     [centre[0] + radii[0] * 0.1, centre[1] + radii[1] * 0.9]])  # fmt: skip
    cv2.polylines(canvas.pixels, [whole(tail)], isClosed=True, color=(10, 10, 10), thickness=2, lineType=cv2.LINE_AA)
    cv2.fillPoly(canvas.pixels, [whole(shape)], (255, 255, 255), cv2.LINE_AA)
    cv2.polylines(canvas.pixels, [whole(shape)], isClosed=True, color=(10, 10, 10), thickness=2, lineType=cv2.LINE_AA)
    cv2.fillPoly(canvas.pixels, [whole(tail)], (255, 255, 255), cv2.LINE_AA)
    writing(canvas, centre, (radii[0] * 0.62, radii[1] * 0.6))
    canvas.protected.append(shape)


def writing(canvas: Canvas, centre: tuple[float, float], half: tuple[float, float]) -> None:
    """Lines of strokes that look like letters."""
    letter = max(5.0, half[1] / 2.6)
    rows = max(1, int(2 * half[1] / (letter * 1.5)))
    for row in range(rows):
        base = centre[1] - half[1] + (row + 0.5) * 2 * half[1] / rows
        for x in np.arange(centre[0] - half[0], centre[0] + half[0] - letter, letter * 0.9):
            start = int(x), int(base + letter * canvas.within(-0.4, 0.4))
            end = int(x + letter * 0.5), int(base + letter * canvas.within(-0.4, 0.4))
            cv2.line(canvas.pixels, start, end, (15, 15, 15), 2, cv2.LINE_AA)
