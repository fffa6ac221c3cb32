"""Finds panels: the picture at working size is cut into regions, and each region's panel is brought to full size."""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from storybook.comics.find.balloons import Labels
from storybook.comics.find.edges import refined, trimmed
from storybook.comics.find.insets import in_rows, insets_in
from storybook.comics.find.partition import Region, partition
from storybook.comics.find.shapes import Shape, shape_of
from storybook.comics.find.surface import Pixels, Surface, is_textured, surface_of
from storybook.model.picture import PixelBox

WORKING_WIDTH = 1200
"""Px that a picture is brought to before gutters are looked for; a smaller one is made half as large again at most."""
WORKING_PIXELS = 16_000_000
"""Px at the most of a picture at working size: long strips are made narrower."""


BAND_PIXELS = 4_000_000
"""Px at working size that are looked at together: of a long strip one stretch after the other, for memory's sake."""
AT_THE_END = 12
"""Px at working size: a panel that ends so near to the end of a stretch may go on in the next."""
_LEAST_SIDE, _LEAST_AREA = 0.04, 0.012
"""Of the picture's width, and of its square: what is smaller is no panel."""
_AROUND_INSET = 4
"""Px of the picture that the sides of an inset may be off."""


@dataclass(frozen=True, slots=True)
class FoundPanel:
    """A panel: its rectangle in px of the picture; corners in px of the picture, empty for a rectangle.

    notes: what a person should look at.
    """

    box: PixelBox
    outline: tuple[tuple[int, int], ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """The panels of a picture in reading order, and small marks that were left out, such as page numbers."""

    panels: tuple[FoundPanel, ...]
    left_out: tuple[PixelBox, ...] = ()


def working_size(width: int, height: int) -> tuple[int, int]:
    """The size in px that a picture is looked at."""
    shrink = max(1 / 1.5, width / WORKING_WIDTH, (width * height / WORKING_PIXELS) ** 0.5)
    return max(1, round(width / shrink)), max(1, round(height / shrink))


def find_panels(pixels: Pixels, *, right_to_left: bool = False) -> Found:
    """The panels of a picture (rows × columns × RGB) of any size."""
    height, width = pixels.shape[:2]
    small = working_size(width, height)
    if small[0] > width and is_textured(pixels):  # nothing is won, and its grain would grow
        small = width, height
    way = cv2.INTER_AREA if small[0] < width else cv2.INTER_LINEAR
    working = pixels if small == (width, height) else cv2.resize(pixels, small, interpolation=way)
    return find_in_working(np.ascontiguousarray(working), pixels, right_to_left=right_to_left)


def find_in_working(working: Pixels, picture: NDArray[np.uint8], *, right_to_left: bool) -> Found:
    """The panels of a picture (grey or RGB) that has been brought to working size."""
    size = picture.shape[1], picture.shape[0]
    surface = surface_of(working)
    parts = partition(surface, right_to_left=right_to_left)
    scale = size[0] / surface.width, size[1] / surface.height
    shapes: list[Shape] = []
    for region in parts.regions:
        shape = shape_of(surface, region, parts)
        if shape and not (len(parts.regions) > 1 and _is_scrap(surface, shape)):
            shapes += _with_insets(surface, region, shape, parts.balloons, right_to_left=right_to_left)
    reach = _reach(surface, scale)
    panels = [_at_edges(_full(shape, scale, size), shape, picture, reach) for shape in shapes]
    left_out = [_box((m.x, m.y, m.x + m.own.shape[1], m.y + m.own.shape[0]), scale, size) for m in parts.left_out]
    return Found(tuple(panels), tuple(left_out))


def find_in_bands(working: Pixels, picture: NDArray[np.uint8], *, right_to_left: bool) -> Found:
    """The same for a strip of any height, stretch by stretch; each begins at the first panel that the last one cut."""
    height, width = working.shape[:2]
    usual = max(BAND_PIXELS // width, 2 * width)
    scale = picture.shape[0] / height
    panels: list[FoundPanel] = []
    left_out: list[PixelBox] = []
    top, rows = 0, usual
    while top < height:
        end = min(height, top + rows)
        base = round(top * scale)
        stretch = np.ascontiguousarray(working[top:end])
        found = find_in_working(stretch, picture[base : round(end * scale)], right_to_left=right_to_left)
        whole = height if end == height else end - top - AT_THE_END
        starts = [one.box.y / scale for one in found.panels if (one.box.y + one.box.height) / scale > whole]
        again = min(starts, default=float(end - top))
        if end < height and again < AT_THE_END:  # one panel fills the stretch
            rows *= 2
            continue
        kept = [one for one in found.panels if end == height or (one.box.y + one.box.height) / scale <= again + 1]
        panels += [_lowered(one, base) for one in kept]
        left_out += [replace(box, y=box.y + base) for box in found.left_out]
        top, rows = (end if end == height else top + int(again)), usual
    return Found(tuple(panels), tuple(left_out))


def _lowered(panel: FoundPanel, by: int) -> FoundPanel:
    outline = tuple((x, y + by) for x, y in panel.outline)
    return replace(panel, box=replace(panel.box, y=panel.box.y + by), outline=outline)


def _is_scrap(surface: Surface, shape: Shape) -> bool:
    """Whether it is too small for a panel: the rest of a balloon that went to a neighbour."""
    wide, tall = shape.box[2] - shape.box[0], shape.box[3] - shape.box[1]
    return min(wide, tall) < _LEAST_SIDE * surface.width or wide * tall < _LEAST_AREA * surface.width**2


def _with_insets(
    surface: Surface, region: Region, host: Shape, balloons: Labels, *, right_to_left: bool
) -> list[Shape]:
    """A panel and those inside it, in reading order; only these where they fill it."""
    x0, y0, x1, y1 = host.box
    own = np.zeros((y1 - y0, x1 - x0), np.bool_)
    inner = region.own[max(y0 - region.y, 0) : y1 - region.y, max(x0 - region.x, 0) : x1 - region.x]
    own[: inner.shape[0], : inner.shape[1]] = inner
    found, filled = insets_in(surface, host.box, own, balloons)
    ordered = in_rows(found, surface.width // 30, right_to_left=right_to_left)
    return [*([] if filled else [host]), *(Shape.inset_box(box) for box in ordered)]


def _full(shape: Shape, scale: tuple[float, float], size: tuple[int, int]) -> FoundPanel:
    box = _box(shape.box, scale, size)
    if shape.upright:
        return FoundPanel(box, (), shape.notes)
    corners = tuple(
        (min(max(round(x * scale[0]), 0), size[0]), min(max(round(y * scale[1]), 0), size[1]))
        for x, y in shape.corners.tolist()
    )
    return FoundPanel(box, corners, shape.notes)


def _reach(surface: Surface, scale: tuple[float, float]) -> tuple[int, int]:
    """How far, in px of the picture, an edge may lie from where it was found at working size."""
    blur = 4 + 3.5 * surface.grain
    return max(3, round(blur * scale[0])), max(3, round(blur * scale[1]))


def _at_edges(panel: FoundPanel, shape: Shape, picture: NDArray[np.uint8], reach: tuple[int, int]) -> FoundPanel:
    if not shape.upright:
        return panel
    if shape.inset:  # the paper round it has an edge of its own
        reach = min(reach[0], _AROUND_INSET), min(reach[1], _AROUND_INSET)
    brought = refined if shape.edged else trimmed
    return replace(panel, box=brought(picture, panel.box, reach))


def _box(box: tuple[int, int, int, int], scale: tuple[float, float], size: tuple[int, int]) -> PixelBox:
    x0, y0 = max(round(box[0] * scale[0]), 0), max(round(box[1] * scale[1]), 0)
    x1, y1 = min(round(box[2] * scale[0]), size[0]), min(round(box[3] * scale[1]), size[1])
    return PixelBox(x0, y0, max(x1 - x0, 1), max(y1 - y0, 1))
