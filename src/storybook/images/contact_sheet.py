"""A contact sheet: pictures side by side, small, with numbered outlines for a person to look at."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

COLUMN = 480
"""Px of the width of a picture on the sheet."""
TALLEST = 2_400
"""Px of a column's height: a strip goes on in the next one."""
MOST_COLUMNS = 60
GAP = 24
_GROUND, _LINE, _NUMBER = (96, 96, 96), (214, 40, 40), (255, 255, 255)
_RADIUS = 17


@dataclass(frozen=True, slots=True)
class Outlined:
    """A picture (rows × columns × RGB), the size in px of its master, and numbered polygons in px of that."""

    pixels: NDArray[np.uint8]
    size: tuple[int, int]
    polygons: tuple[tuple[int, tuple[tuple[int, int], ...]], ...]


def contact_sheet(pictures: Sequence[Outlined], font: Path) -> Image.Image:
    """All pictures with their outlines, in columns from the left; font sets the numbers."""
    numbers = ImageFont.truetype(str(font), 22)
    columns = [column for picture in pictures for column in _columns(_drawn(picture, numbers))][:MOST_COLUMNS]
    height = max((column.height for column in columns), default=1)
    sheet = Image.new("RGB", (max(1, len(columns)) * (COLUMN + GAP) + GAP, height + 2 * GAP), _GROUND)
    for place, column in enumerate(columns):
        sheet.paste(column, (GAP + place * (COLUMN + GAP), GAP))
    return sheet


def _drawn(picture: Outlined, numbers: ImageFont.FreeTypeFont) -> Image.Image:
    scale = COLUMN / picture.size[0]
    image = Image.fromarray(picture.pixels).resize((COLUMN, max(1, round(picture.size[1] * scale))))
    pen = ImageDraw.Draw(image)
    for number, corners in picture.polygons:
        points = [(x * scale, y * scale) for x, y in corners]
        pen.polygon(points, outline=_LINE, width=4)
        x, y = min(x for x, _ in points) + 24, min(y for _, y in points) + 24
        pen.ellipse([x - _RADIUS, y - _RADIUS, x + _RADIUS, y + _RADIUS], fill=_LINE)
        pen.text((x, y), str(number), fill=_NUMBER, font=numbers, anchor="mm")
    return image


def _columns(image: Image.Image) -> list[Image.Image]:
    tops = range(0, image.height, TALLEST)
    return [image.crop((0, top, image.width, min(image.height, top + TALLEST))) for top in tops]
