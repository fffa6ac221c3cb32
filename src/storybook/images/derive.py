"""From a master to the bytes of its derivatives: cut, resized, in sRGB, upright, lettered, rebuilt from pixels."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from PIL import Image, ImageDraw

from storybook.errors import Where
from storybook.images import colour, kinds
from storybook.images.choose import choose
from storybook.images.decode import DRAWING_MEMORY, Master, memory_at_hand, open_master
from storybook.images.encode import encoded
from storybook.images.parts import reading_memory, shown_parts
from storybook.images.setting import Setting
from storybook.images.sizing import ANYWHERE, Cut, Placement, cut_for
from storybook.model.geometry import Rect
from storybook.model.picture import ImageProfile

if TYPE_CHECKING:
    from storybook.images.svg.draw import Sized

Colour = tuple[int, int, int]
WHITE: Colour = (255, 255, 255)
ALL = Rect(0, 0, 1, 1)

_FINER = 4
"""How many times finer an outline is drawn before it is brought to the pixels of the picture."""


@dataclass(frozen=True, slots=True)
class Derivative:
    """A finished file in memory; width and height in px; score as a sample judges it, None where nobody did."""

    data: bytes
    media_type: str
    width: int
    height: int
    setting: Setting
    score: float | None


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted of a master: a cut in px of all of it, and what is done to its pixels.

    outline: corners of a polygon in px of the derivative, outside of which it shows paper; empty for none; overlay: a
    drawing for the picture of which `shown` is the part (in shares of its sides) that the cut shows; empty for none.
    """

    cut: Cut
    outline: tuple[tuple[float, float], ...] = ()
    paper: Colour = WHITE
    overlay: str = ""
    shown: Rect = ALL


@dataclass(frozen=True, slots=True)
class Raster:
    """A master of pixels, its headers read."""

    master: Master

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in px, as it is shown."""
        return self.master.size

    def memory(self, orders: Sequence[Order]) -> int:
        """Bytes that reading it for these orders takes."""
        return reading_memory(self.master, [order.cut for order in orders])

    def shown(self, orders: Sequence[Order]) -> Iterator[tuple[int, Image.Image]]:
        """Number and pixels of each order, the upper parts first; it is read to its end even for no order."""
        for number, pixels in shown_parts(self.master, [order.cut for order in orders]):
            yield number, finished(pixels, orders[number])


@dataclass(frozen=True, slots=True)
class Drawn:
    """A master of lines, cleaned."""

    drawing: "Sized"

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in px that it counts as."""
        return self.drawing.width, self.drawing.height

    def memory(self, _: Sequence[Order]) -> int:
        """Bytes that drawing it takes at the most."""
        return DRAWING_MEMORY

    def shown(self, orders: Sequence[Order]) -> Iterator[tuple[int, Image.Image]]:
        """Number and pixels of each order, drawn at the very size of the derivative."""
        from storybook.images.svg.draw import draw

        for number, order in enumerate(orders):
            yield number, finished(draw(self.drawing, order.cut), order)


def open_source(file: BinaryIO, name: str, where: Where | None) -> Raster | Drawn:
    """A master, found fit to be read; name: its path, where: the place that uses it. SourceError where refused."""
    file.seek(0)
    if kinds.kind_of(file.read(kinds.HEAD_LENGTH)) != kinds.SVG:
        return Raster(open_master(file, name, where))
    from storybook.images.svg.draw import read_drawing

    return Drawn(read_drawing(file, name))


def derive(
    file: BinaryIO, name: str, where: Where | None, profile: ImageProfile, placement: Placement = ANYWHERE
) -> Derivative:
    """The derivative of a whole master; name: its path, where: the place that uses it. SourceError where refused."""
    with memory_at_hand(name, where):
        source = open_source(file, name, where)
        order = Order(cut_for(*source.size, profile, placement))
        ((_, pixels),) = source.shown([order])
        return written(pixels, profile)


def finished(pixels: Image.Image, order: Order) -> Image.Image:
    """Pixels (L or RGB) as they are to be written: paper outside the outline, lettering on top, grey where they are."""
    if order.outline:
        pixels = _within(pixels, order.outline, order.paper)
    if order.overlay:
        from storybook.images.overlay import with_overlay

        pixels = with_overlay(pixels, order.overlay, order.shown)
    return colour.without_colour(pixels)


def _within(pixels: Image.Image, outline: Sequence[tuple[float, float]], paper: Colour) -> Image.Image:
    mask = Image.new("L", (pixels.width * _FINER, pixels.height * _FINER))
    ImageDraw.Draw(mask).polygon([(x * _FINER, y * _FINER) for x, y in outline], fill=255)
    page = Image.new("RGB", pixels.size, paper)
    page.paste(pixels.convert("RGB"), mask=mask.reduce(_FINER))
    return page


def written(pixels: Image.Image, profile: ImageProfile, setting: Setting | None = None) -> Derivative:
    """Pixels in the fewest bytes that pass the profile's bar, or with a setting that was chosen before."""
    if setting is not None:
        data = encoded(pixels, setting, progressive=profile.progressive)
        return Derivative(data, setting.encoder.media_type, *pixels.size, setting, None)
    choice = choose(pixels, profile)
    return Derivative(choice.data, choice.setting.encoder.media_type, *pixels.size, choice.setting, choice.score)
