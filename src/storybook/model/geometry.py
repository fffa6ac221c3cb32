"""Sizes on paper and on panels."""

import math
from dataclasses import dataclass

MM_PER_INCH = 25.4
POINTS_PER_INCH = 72.0


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle: left, top, width, height in the unit its owner names."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Bottom edge."""
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class PageGeometry:
    """A page on paper, in millimetres: trim size, bleed, margins by side of the spread, and whether marks are drawn.

    comic_margin: between the trim's edge and the panels of a comic; panel_gutter: between panels; min_ppi: pixels per
    inch below which a panel is not printed where that can be helped.
    """

    trim_width: float
    trim_height: float
    bleed: float = 0.0
    crop_marks: bool = False
    margin_top: float = 18.0
    margin_bottom: float = 22.0
    margin_inside: float = 18.0
    margin_outside: float = 16.0
    comic_margin: float = 10.0
    panel_gutter: float = 3.0
    min_ppi: float = 150.0

    @property
    def text_width(self) -> float:
        """Width of the text block."""
        return self.trim_width - self.margin_inside - self.margin_outside

    @property
    def text_height(self) -> float:
        """Height of the text block."""
        return self.trim_height - self.margin_top - self.margin_bottom


def px_for(millimetres: float, ppi: float) -> int:
    """Pixels that a length on paper needs at a resolution, rounded up."""
    return math.ceil(round(millimetres * ppi / MM_PER_INCH, 6))
