"""Comics: panels with their lettering, in tiers, on pages."""

from dataclasses import dataclass, field
from enum import Enum

from storybook.errors import Where
from storybook.model.geometry import Rect
from storybook.model.picture import Picture


class LetteringKind(Enum):
    """What a piece of lettering is."""

    BALLOON = "balloon"
    THOUGHT = "thought"
    CAPTION_BOX = "caption"
    SOUND = "sound"


@dataclass(frozen=True, slots=True)
class Lettering:
    """Words in a panel. box and tail are fractions of the panel's width and height; where: what messages point at."""

    kind: LetteringKind
    text: str
    box: Rect
    speaker: str = ""
    tail: tuple[float, float] | None = None
    where: Where | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Panel:
    """One panel: textless art, what it shows, its words in reading order, and rectangles words must keep clear of."""

    id: str
    picture: Picture
    alt: str
    lettering: tuple[Lettering, ...] = ()
    keep_clear: tuple[Rect, ...] = ()


@dataclass(frozen=True, slots=True)
class ComicPage:
    """Panels in tiers (rows), top to bottom; a splash is one panel that fills the page to the bleed."""

    tiers: tuple[tuple[Panel, ...], ...]
    splash: bool = False

    @property
    def panels(self) -> tuple[Panel, ...]:
        """All panels in reading order."""
        return tuple(panel for tier in self.tiers for panel in tier)


@dataclass(frozen=True, slots=True)
class PlacedPanel:
    """A panel where it stands on a page: millimetres from the page area's left top corner."""

    panel: Panel
    box: Rect


@dataclass(frozen=True, slots=True)
class LetteredLine:
    """One line of lettering: its words, centre (or left edge) x and baseline y in lettering units."""

    text: str
    x: float
    y: float
    width: float


@dataclass(frozen=True, slots=True)
class LetteredText:
    """Lettering laid out. Units: 1000 make the panel's width, whatever its height.

    outline: SVG path of the balloon or box with its tail, empty for free text; font_size in the same units;
    centred: whether a line's x is its centre, else its left edge.
    """

    lettering: Lettering
    outline: str
    box: Rect
    lines: tuple[LetteredLine, ...]
    font_size: float
    centred: bool
