"""Where a page of a PDF shows its pictures, and how large."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf
from pikepdf import Name, Object, Page

from storybook.model.geometry import POINTS_PER_INCH

DEEPEST = 8
"""Forms inside forms that are followed."""


@dataclass(frozen=True, slots=True)
class PlacedPicture:
    """A picture on a page: its object's number, its pixels, and how many of them fall on an inch at the fewest."""

    object: tuple[int, int]
    width: int
    height: int
    ppi: float


def placed_pictures(page: Page) -> Iterator[PlacedPicture]:
    """Every picture that a page draws, also inside forms; masks are part of their picture."""
    yield from _drawn(page.obj, page.obj.get(Name.Resources), pikepdf.Matrix(), DEEPEST)


def _drawn(content: Object, resources: Object | None, matrix: pikepdf.Matrix, depth: int) -> Iterator[PlacedPicture]:
    if resources is None or Name.XObject not in resources or not depth:
        return
    objects = resources.XObject
    stack: list[pikepdf.Matrix] = []
    for instruction in pikepdf.parse_content_stream(content, "q Q cm Do"):
        match str(instruction.operator):
            case "q":
                stack.append(matrix)
            case "Q" if stack:
                matrix = stack.pop()
            case "cm":
                matrix = pikepdf.Matrix(*(float(number) for number in instruction.operands)) @ matrix
            case "Do":
                drawn = objects.get(str(instruction.operands[0]))
                if drawn is not None:
                    yield from _one(drawn, resources, matrix, depth)
            case _:
                pass


def _one(drawn: Object, resources: Object, matrix: pikepdf.Matrix, depth: int) -> Iterator[PlacedPicture]:
    if drawn.Subtype == Name.Image:
        width, height = int(drawn.Width), int(drawn.Height)
        across, up = math.hypot(matrix.a, matrix.b), math.hypot(matrix.c, matrix.d)
        if across and up:
            yield PlacedPicture(drawn.objgen, width, height, min(width / across, height / up) * POINTS_PER_INCH)
    elif drawn.Subtype == Name.Form:
        inner = pikepdf.Matrix(drawn.Matrix) if Name.Matrix in drawn else pikepdf.Matrix()
        yield from _drawn(drawn, drawn.get(Name.Resources, resources), inner @ matrix, depth - 1)
