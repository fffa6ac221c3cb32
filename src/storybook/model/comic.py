"""Comics: panels with their lettering, in tiers, on pages."""

from dataclasses import dataclass, field
from enum import Enum

from storybook.errors import Where
from storybook.model.geometry import Rect
from storybook.model.picture import Picture


class LetteringKind(Enum):
    """What a piece of lettering is."""

    BALLOON = "balloon"
    BOX = "box"
    THOUGHT = "thought"
    SHOUT = "shout"
    WHISPER = "whisper"
    CAPTION_BOX = "caption"
    SOUND = "sound"
    FREE = "free"

    @property
    def spoken(self) -> bool:
        """Whether somebody says or thinks it: it has a speaker, and may have a tail."""
        return self in (
            LetteringKind.BALLOON,
            LetteringKind.BOX,
            LetteringKind.THOUGHT,
            LetteringKind.SHOUT,
            LetteringKind.WHISPER,
        )


@dataclass(frozen=True, slots=True)
class Lettering:
    """Words in a panel.

    box, tail: fractions of the panel's width and height; box None: the words are part of the art already, and are told
    to those who listen only. turn: degrees clockwise that free words and sounds are turned by. where: what messages
    point at.
    """

    kind: LetteringKind
    text: str
    box: Rect | None
    speaker: str = ""
    tail: tuple[float, float] | None = None
    where: Where | None = field(default=None, compare=False, repr=False)
    turn: float = 0.0


class Bleed(Enum):
    """How far beyond the margins a panel reaches on a printed page."""

    NONE = "none"
    PAGE = "page"
    SPREAD = "spread"


@dataclass(frozen=True, slots=True)
class Makeup:
    """What its makers wish of a panel's place on printed pages.

    weight: how large it should be beside others, 1 is plain; page_turn: it is seen only when the page is turned;
    with_next: it stands on one page with the panel after it; bleed: whether it fills a page or a spread to the edges.
    """

    weight: float = 1.0
    page_turn: bool = False
    with_next: bool = False
    bleed: Bleed = Bleed.NONE


PLAIN = Makeup()
"""Nothing is wished."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One panel: its art, what it shows, its words in reading order, and rectangles that words must keep clear of.

    keep_clear: fractions of the panel. letter_height: height in px of the picture of the smallest capital letters (or
    Hangul syllables) that are part of the art; None where there are none. wordless: whether somebody has said that it
    holds no words: else a panel without lettering may be one whose words nobody has written down.
    """

    id: str
    picture: Picture
    alt: str
    lettering: tuple[Lettering, ...] = ()
    keep_clear: tuple[Rect, ...] = ()
    makeup: Makeup = PLAIN
    letter_height: float | None = None
    where: Where | None = field(default=None, compare=False, repr=False)
    wordless: bool = False


class Half(Enum):
    """The side of a spread that a page shows."""

    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class ComicPage:
    """A page: panels in tiers, top to bottom; or a splash, one panel that fills it to the bleed; or a page as drawn.

    half: which half of its one panel a page of a spread shows. drawn: the picture of a page that the artist made up:
    it is shown whole, and its panels are places on it.
    """

    tiers: tuple[tuple[Panel, ...], ...]
    splash: bool = False
    half: Half | None = None
    drawn: Picture | None = None

    @property
    def panels(self) -> tuple[Panel, ...]:
        """All panels in reading order."""
        return tuple(panel for tier in self.tiers for panel in tier)


@dataclass(frozen=True, slots=True)
class Comic:
    """A comic: its panels in reading order.

    pages: how they stand on pages where a person has said so, each panel on one of them; empty where pages are to be
    composed for each size of page. right_to_left: whether panels of a tier, and pages, are read from the right.
    """

    panels: tuple[Panel, ...]
    pages: tuple[ComicPage, ...] = ()
    right_to_left: bool = False

    @classmethod
    def of_pages(cls, *pages: ComicPage) -> "Comic":
        """A comic whose pages a person has laid out, with their panels in reading order."""
        return cls(tuple(panel for page in pages for panel in page.panels), pages)
