"""Draws clean drawings as pixels: the one door to resvg."""

import io
from dataclasses import dataclass
from math import isfinite, sqrt
from typing import BinaryIO

import resvg_py
from PIL import Image

from storybook.errors import SourceError
from storybook.images.colour import PAPER
from storybook.images.sizing import Cut
from storybook.images.svg.clean import cleaned
from storybook.images.svg.cost import Reaches, TooDearError, cost
from storybook.images.svg.parse import MAX_BYTES, refused
from storybook.images.svg.tree import Drawing, canvas_text
from storybook.images.svg.values import times

PIXELS = (16_000_000, 8_000_000, 4_000_000, 2_000_000)
"""As many pixels a drawing counts as: the first at which it keeps the limits of time and memory."""

MAX_NANOSECONDS = 5e9
"""Time to draw at the most, as it is judged beforehand."""

MAX_MEMORY = 300_000_000
"""Bytes of layers at the most, as they are judged beforehand."""

_SIMPLER = "simplify it (fewer filters, transparent layers and points), or export it as PNG, about 2,500 pixels wide"


@dataclass(frozen=True, slots=True)
class Sized:
    """A clean drawing, and the width and height in px that it counts as: no derivative is larger."""

    drawing: Drawing
    width: int
    height: int


def read_drawing(file: BinaryIO, name: str) -> Sized:
    """A drawing, cleaned and found fit to be drawn; name: its path in the book. SourceError where it is refused."""
    file.seek(0)
    drawing = cleaned(file.read(MAX_BYTES + 1), name)
    reaches: Reaches = {}
    for pixels in PIXELS:
        scale = sqrt(pixels / (drawing.width * drawing.height))
        width, height = max(1, round(drawing.width * scale)), max(1, round(drawing.height * scale))
        try:
            time, memory = cost(drawing, width, height, reaches)
        except TooDearError as error:
            raise refused(name, 0, str(error), _SIMPLER) from None
        if isfinite(time) and time <= MAX_NANOSECONDS and memory <= MAX_MEMORY:
            return Sized(drawing, width, height)
    raise refused(name, 0, "takes too much time or memory to be drawn", _SIMPLER)


def draw(sized: Sized, cut: Cut) -> Image.Image:
    """The pixels of a part of a drawing, on white; box in px of the size that the drawing counts as."""
    across, down = cut.width / cut.box.width, cut.height / cut.box.height
    matrix = sized.drawing.fitted(sized.width, sized.height)
    matrix = times((across, 0, 0, down, -cut.box.x * across, -cut.box.y * down), matrix)
    text = canvas_text(sized.drawing, cut.width, cut.height, matrix)
    layered = Image.open(io.BytesIO(_drawn(text, sized.drawing.name)), formats=["PNG"]).convert("RGBA")
    page = Image.new("RGB", layered.size, (PAPER,) * 3)
    page.paste(layered.convert("RGB"), mask=layered.getchannel("A"))
    return page


def _drawn(text: str, name: str) -> bytes:
    try:
        return bytes(resvg_py.svg_to_bytes(svg_string=text, skip_system_fonts=True))
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # what Rust panics with is no Exception
        raise _undrawn(name) from error


def _undrawn(name: str) -> SourceError:
    return refused(name, 0, "cannot be drawn", "save it as plain SVG, or export it as PNG, about 2,500 pixels wide")
