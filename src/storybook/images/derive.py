"""From a master to the bytes of a derivative: cut, resized, in sRGB, upright, rebuilt from pixels."""

from dataclasses import dataclass
from math import ceil, floor
from typing import BinaryIO

from PIL import Image

from storybook.errors import Where
from storybook.images import colour, kinds
from storybook.images.decode import Master, load, memory_at_hand, open_master
from storybook.images.encode import encode
from storybook.images.sizing import ANYWHERE, Placement, cut_for
from storybook.model.geometry import Rect
from storybook.model.picture import ImageProfile

BAND = 256
BAND_PIXELS = 4_000_000
"""Rows of a derivative, and about as many pixels of a master, that are made at a time: bounds the memory of conversion
and of the resizer's first pass."""

LANCZOS_SUPPORT = 3

_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True, slots=True)
class Derivative:
    """A finished file in memory; width and height in px."""

    data: bytes
    media_type: str
    width: int
    height: int


def derive(
    file: BinaryIO, name: str, where: Where | None, profile: ImageProfile, placement: Placement = ANYWHERE
) -> Derivative:
    """The derivative of a master; name: its path, where: the place that uses it. SourceError where it is refused."""
    with memory_at_hand(name, where):
        file.seek(0)
        if kinds.kind_of(file.read(kinds.HEAD_LENGTH)) == kinds.SVG:
            shown = _drawn(file, name, profile, placement)
        else:
            shown = _shown(open_master(file, name, where), profile, placement)
        pixels = colour.without_colour(shown)
        media_type, data = encode(pixels, profile)
        return Derivative(data, media_type, *pixels.size)


def _drawn(file: BinaryIO, name: str, profile: ImageProfile, placement: Placement) -> Image.Image:
    """A drawing at the very size of the derivative."""
    from storybook.images.svg.draw import draw, read_drawing

    drawing = read_drawing(file, name)
    return draw(drawing, cut_for(drawing.width, drawing.height, profile, placement))


def _shown(master: Master, profile: ImageProfile, placement: Placement) -> Image.Image:
    whole = master.image.size
    cut = cut_for(*master.size, profile, placement)
    load(master, shrink=min(cut.box.width / cut.width, cut.box.height / cut.height))
    image, box, size = master.image, cut.box, (cut.width, cut.height)
    if master.turned:
        box, size = Rect(box.y, box.x, box.height, box.width), (cut.height, cut.width)
    across, down = image.width / whole[0], image.height / whole[1]  # a JPEG may have been decoded smaller
    box = Rect(box.x * across, box.y * down, box.width * across, box.height * down)
    resized, colours = resize(image, size, box), image.info.get("icc_profile")
    image.close()  # its pixels are not needed beside the copies that follow
    return _upright(colour.to_srgb(resized, colours), master.orientation)


def _upright(image: Image.Image, orientation: int) -> Image.Image:
    turn = _UPRIGHT.get(orientation)
    return image if turn is None else image.transpose(turn)


def resize(image: Image.Image, size: tuple[int, int], box: Rect) -> Image.Image:
    """The box (px) of a decoded picture at another size, in L, RGB or CMYK; memory for one band beside the two."""
    result = Image.new(colour.plain_mode(image), size)
    step = box.height / size[1]
    band = max(1, min(BAND, int(BAND_PIXELS / (step * image.width))))
    for top in range(0, size[1], band):
        rows = min(band, size[1] - top)
        part = Rect(box.x, box.y + top * step, box.width, rows * step)
        if colour.is_plain(image):
            scaled = _scaled(image, (size[0], rows), part)
        else:
            scaled = _scaled_plain(image, (size[0], rows), part)
        result.paste(scaled, (0, top))
    return result


def _scaled_plain(image: Image.Image, size: tuple[int, int], box: Rect) -> Image.Image:
    """A band of a picture that must be converted first, with as many rows around it as the filter looks at."""
    margin = ceil(LANCZOS_SUPPORT * max(box.height / size[1], 1.0)) + 1
    first = max(0, floor(box.y) - margin)
    last = min(image.height, ceil(box.bottom) + margin)
    band = colour.plain(image.crop((0, first, image.width, last)))
    return _scaled(band, size, Rect(box.x, box.y - first, box.width, box.height))


def _scaled(image: Image.Image, size: tuple[int, int], box: Rect) -> Image.Image:
    right, bottom = min(box.right, image.width), min(box.bottom, image.height)
    return image.resize(size, Image.Resampling.LANCZOS, box=(box.x, box.y, right, bottom))
