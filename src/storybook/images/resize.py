"""Resizes what Pillow has decoded, in bands."""

from math import ceil, floor

from PIL import Image

from storybook.images import colour
from storybook.model.geometry import Rect

BAND = 256
BAND_PIXELS = 4_000_000
"""Rows of a derivative, and about as many pixels of a master, that are made at a time: bounds the memory of conversion
and of the resizer's first pass."""

LANCZOS_SUPPORT = 3


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
