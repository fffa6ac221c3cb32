"""Pictures as arrays, for what looks at them: small in colour, and whole in grey, read in bands."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from storybook.errors import Where
from storybook.images.decode import memory_at_hand, open_master
from storybook.images.parts import shown_parts
from storybook.images.sizing import Cut
from storybook.model.geometry import Rect

BAND = 2048
"""Rows of the whole picture that are in memory in colour at a time."""


@dataclass(frozen=True, slots=True)
class Look:
    """A picture upright in sRGB: rows × columns × RGB at a smaller size, and rows × columns of grey at its own."""

    small: NDArray[np.uint8]
    grey: NDArray[np.uint8]


def size_of(file: BinaryIO, name: str, where: Where | None) -> tuple[int, int]:
    """Width and height in px as the picture is shown; name is its path, where the place that uses it."""
    with memory_at_hand(name, where):
        return open_master(file, name, where).size


def look_at(opened: Callable[[], BinaryIO], name: str, where: Where | None, small: tuple[int, int]) -> Look:
    """A picture at a small size (width, height in px) and at its own; SourceError where it cannot be read.

    opened: opens its file anew; what has decoded a picture as a whole closes the file.
    """
    with memory_at_hand(name, where):
        with opened() as file:
            master = open_master(file, name, where)
            width, height = master.size
            whole = [Cut(Rect(0, 0, width, height), *small)]
            ((_, shrunk),) = shown_parts(master, whole)
        colours = np.asarray(shrunk.convert("RGB"))
        tops = range(0, height, BAND)
        bands = [Cut(Rect(0, top, width, min(BAND, height - top)), width, min(BAND, height - top)) for top in tops]
        grey = np.empty((height, width), np.uint8)
        with opened() as file:
            for number, band in shown_parts(open_master(file, name, where), bands):
                grey[number * BAND : number * BAND + band.height] = np.asarray(band.convert("L"))
        return Look(colours, grey)
