"""Composed comic pages: where every panel stands, for one size of page."""

from dataclasses import dataclass
from enum import Enum

from storybook.errors import Problem
from storybook.model.comic import Half, Panel
from storybook.model.geometry import Rect
from storybook.model.picture import Picture


class Side(Enum):
    """Which side of a leaf a page is: one sees the recto first, and turns the leaf to see the verso."""

    VERSO = "verso"
    RECTO = "recto"

    @property
    def next(self) -> "Side":
        """The side of the page that follows."""
        return Side.RECTO if self is Side.VERSO else Side.VERSO


class Reach(Enum):
    """How far a page's panels reach: to the comic's margins, beyond the trim, or over two pages shown as one."""

    MARGINS = "comic"
    BLEED = "splash"
    SPREAD = "spread"


@dataclass(frozen=True, slots=True)
class PlacedPanel:
    """A panel where it stands on a page: millimetres from the left top corner of the trim.

    box: what is seen of it; art: where the whole of its picture lies, which is larger than the box where it is cropped.
    """

    panel: Panel
    box: Rect
    art: Rect

    @property
    def cropped(self) -> bool:
        """Whether part of the art is not seen."""
        return self.box != self.art


@dataclass(frozen=True, slots=True)
class PlacedPicture:
    """A page that the artist made up, placed as a panel is."""

    picture: Picture
    box: Rect
    art: Rect


@dataclass(frozen=True, slots=True)
class ComposedPage:
    """A page of a comic; one without panels is blank.

    side: None where pages don't face each other; half: of its one panel that it shows; drawn: the artist's page, on
    which the panels are places.
    """

    panels: tuple[PlacedPanel, ...]
    reach: Reach = Reach.MARGINS
    side: Side | None = None
    half: Half | None = None
    drawn: PlacedPicture | None = None

    @property
    def pictures(self) -> tuple[tuple[Picture, float], ...]:
        """The pictures that it shows in reading order, each with the width in mm at which the whole of it lies."""
        if self.drawn is not None:
            return ((self.drawn.picture, self.drawn.art.width),)
        return tuple((placed.panel.picture, placed.art.width) for placed in self.panels)


@dataclass(frozen=True, slots=True)
class Composition:
    """The pages of a comic; reasons: why they are as they are, a line a page; warnings: what could not be kept."""

    pages: tuple[ComposedPage, ...]
    reasons: tuple[str, ...] = ()
    warnings: tuple[Problem, ...] = ()
