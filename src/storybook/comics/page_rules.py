"""The pages that a comic is made up for."""

from dataclasses import dataclass

from storybook.model.comic import Half
from storybook.model.composition import Side
from storybook.model.geometry import PageGeometry, Rect


@dataclass(frozen=True, slots=True)
class PageRules:
    """Pages of one size.

    opens: the side of the comic's first page; None where pages don't face each other, as on a screen. bound: the edge
    at which the book is bound: where that is the right one, a verso lies to the right of the recto behind it.
    """

    page: PageGeometry
    opens: Side | None = None
    bound: Half = Half.LEFT

    @property
    def area(self) -> Rect:
        """Where panels in tiers stand, in mm from the left top corner of the trim, as all boxes of a page."""
        return comic_area(self.page, splash=False)

    @property
    def full(self) -> Rect:
        """The page with its bleed."""
        return comic_area(self.page, splash=True)

    @property
    def trim(self) -> Rect:
        """The page as it is cut."""
        return Rect(0.0, 0.0, self.page.trim_width, self.page.trim_height)

    def half_on(self, side: Side) -> Half:
        """The half of a spread that a page of this side shows."""
        return Half.LEFT if (side is Side.VERSO) == (self.bound is Half.LEFT) else Half.RIGHT


def comic_area(page: PageGeometry, *, splash: bool) -> Rect:
    """Where panels stand on a page, in millimetres from the trim's left top corner; a splash reaches into the bleed."""
    margin = -page.bleed if splash else page.comic_margin
    return Rect(margin, margin, page.trim_width - 2 * margin, page.trim_height - 2 * margin)
