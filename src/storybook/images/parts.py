"""Reads a master once for all that is shown of it: each part at its size, in sRGB, upright.

Plain pictures go through libvips, row by row; what it does not read without any doubt, and all that is odd, through
Pillow, which then says what is wrong with it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from storybook.images import colour, kinds, vips
from storybook.images.decode import Master, check_whole, load
from storybook.images.resize import resize
from storybook.images.sizing import Cut
from storybook.images.turn import as_stored, upright
from storybook.model.geometry import Rect

Shown = tuple[int, Image.Image]
"""The number of a cut, and its pixels: L or RGB, in sRGB, upright."""

ROWS = 128
"""Rows that are read at a time where several parts are cut from them."""

_MODES = {"L": 1, "LA": 2, "RGB": 3, "RGBA": 4}


def shown_parts(master: Master, cuts: Sequence[Cut]) -> Iterator[Shown]:
    """Every cut of a master, the upper ones first; SourceError where it is damaged, at the latest after the last."""
    left = set(range(len(cuts)))
    if is_plain(master):
        check_whole(master, _shrink(cuts))
        try:
            for number, image in _streamed(master, cuts):
                left.discard(number)
                yield number, image
        except vips.VipsError:
            pass
        else:
            return
    yield from _loaded(master, cuts, sorted(left))


def is_plain(master: Master) -> bool:
    """Whether its pixels may be read by libvips: 8 bits (as far as is known yet), grey or RGB, in rows from the top."""
    return (
        master.media_type in {kinds.JPEG, kinds.PNG, kinds.WEBP}
        and master.image.mode in _MODES
        and not master.survey.interlaced
        and "transparency" not in master.image.info
    )


def reading_memory(master: Master, cuts: Sequence[Cut]) -> int:
    """Bytes that reading all cuts of a master takes."""
    if not is_plain(master):
        return master.survey.memory(_shrink(cuts))
    beside = master.survey.memory(_shrink(cuts)) if master.media_type == kinds.WEBP else master.survey.beside
    rows = 4 * ROWS * 4 * master.image.width
    if _at_once(master, cuts):
        return beside + 4 * rows
    ends = [(part.top, part.area) for part in _parts(master, cuts, *master.image.size)]
    ends += [(part.bottom + ROWS, -part.area) for part in _parts(master, cuts, *master.image.size)]
    most = held = 0
    for _, area in sorted(ends):
        held += area
        most = max(most, held)
    return beside + rows + most * len(master.image.getbands())


def _shrink(cuts: Sequence[Cut]) -> float:
    return min((min(cut.box.width / cut.width, cut.box.height / cut.height) for cut in cuts), default=1.0)


def _at_once(master: Master, cuts: Sequence[Cut]) -> bool:
    """Whether there is one cut, of the whole picture: it need not be held at its full size."""
    width, height = master.size
    return len(cuts) == 1 and cuts[0].box == Rect(0, 0, width, height)


def _streamed(master: Master, cuts: Sequence[Cut]) -> Iterator[Shown]:
    shrink = master.survey.reduction(_shrink(cuts))
    try:
        image = vips.opened(master.file, master.media_type, shrink)
        whole = [-(-side // shrink) for side in master.image.size]
        if not image.plain or [image.width, image.height] != whole:
            raise vips.VipsError  # it is not as it was surveyed
        if _at_once(master, cuts):
            yield 0, _finished(master, vips.on_paper(image, colour.PAPER), cuts[0])
        else:
            yield from _cut_out(master, image, cuts)
    finally:
        if not master.file.closed:
            master.file.seek(0, 2)  # Python's buffer knows nothing of what was read past it


def _finished(master: Master, image: vips.Image, cut: Cut) -> Image.Image:
    """A part as libvips holds it, resized, in sRGB and upright."""
    width, height = (cut.height, cut.width) if master.turned else (cut.width, cut.height)
    small = vips.resized(image, width, height)
    pixels = Image.frombuffer("L" if small.bands == 1 else "RGB", (width, height), vips.pixels_of(small))
    return upright(colour.to_srgb(pixels, master.image.info.get("icc_profile")), master.orientation)


@dataclass(slots=True)
class _Part:
    """A cut, in px of the file as it is decoded; its pixels as far as they have been read."""

    number: int
    left: int
    top: int
    width: int
    height: int
    pixels: NDArray[np.uint8] | None = None

    @property
    def bottom(self) -> int:
        return self.top + self.height

    @property
    def area(self) -> int:
        return self.width * self.height


def _parts(master: Master, cuts: Sequence[Cut], width: int, height: int) -> list[_Part]:
    """The cuts in whole px of a picture that is decoded at this size, from the top down."""
    across, down = width / master.image.width, height / master.image.height
    found: list[_Part] = []
    for number, cut in enumerate(cuts):
        box = as_stored(cut.box, *master.image.size, master.orientation)
        left, top = min(floor(box.x * across + 0.25), width - 1), min(floor(box.y * down + 0.25), height - 1)
        right, bottom = ceil(box.right * across - 0.25), ceil(box.bottom * down - 0.25)
        size = max(1, min(right, width) - left), max(1, min(bottom, height) - top)
        found.append(_Part(number, left, top, *size))
    return sorted(found, key=lambda part: (part.bottom, part.number))


def _cut_out(master: Master, image: vips.Image, cuts: Sequence[Cut]) -> Iterator[Shown]:
    """All cuts in one pass over the rows, to the last row whatever is cut: what is damaged below is noticed."""
    waiting = _parts(master, cuts, image.width, image.height)
    width, bands = image.width, image.bands
    for top, data in vips.bands_of(image, image.height, ROWS):
        rows = np.frombuffer(data, np.uint8).reshape(-1, width, bands)
        for part in waiting:
            _fill(part, top, rows)
        while waiting and waiting[0].bottom <= top + len(rows):
            part = waiting.pop(0)
            yield part.number, _finished_part(master, part, bands, cuts[part.number])


def _fill(part: _Part, top: int, rows: NDArray[np.uint8]) -> None:
    first, last = max(part.top, top), min(part.bottom, top + len(rows))
    if first >= last:
        return
    if part.pixels is None:
        part.pixels = np.empty((part.height, part.width, rows.shape[2]), np.uint8)
    part.pixels[first - part.top : last - part.top] = rows[first - top : last - top, part.left : part.left + part.width]


def _finished_part(master: Master, part: _Part, bands: int, cut: Cut) -> Image.Image:
    image = vips.in_memory(part.pixels, part.width, part.height, bands)
    part.pixels = None
    return _finished(master, vips.on_paper(image, colour.PAPER), cut)


def _loaded(master: Master, cuts: Sequence[Cut], numbers: Sequence[int]) -> Iterator[Shown]:
    """Cuts of a master that Pillow holds as a whole."""
    whole = master.image.size
    load(master, _shrink(cuts))
    image = master.image
    across, down = image.width / whole[0], image.height / whole[1]  # a JPEG may have been decoded smaller
    colours = image.info.get("icc_profile")
    for place, number in enumerate(numbers, start=1):
        cut = cuts[number]
        box = as_stored(cut.box, *whole, master.orientation)
        box = Rect(box.x * across, box.y * down, box.width * across, box.height * down)
        size = (cut.height, cut.width) if master.turned else (cut.width, cut.height)
        resized = resize(image, size, box)
        if place == len(numbers):
            image.close()  # its pixels are not needed beside the copies that follow
        yield number, upright(colour.to_srgb(resized, colours), master.orientation)
