"""Comic pages in an EPUB: panels one after another, each as wide as the screen, with live words over them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import count

from storybook.comics.lettering import UNITS, Measure, letter
from storybook.model.book import Chapter
from storybook.model.comic import Bleed, Comic, LetteredText, Lettering, LetteringKind, Panel
from storybook.model.picture import Picture

WANTED_SIZE = 43.0
"""Letter size in units of 1000 per panel width: 15 px on a phone that shows the panel 350 px wide."""

LEAST_SIZE = 31.0
"""The smallest letter that is read without effort there: 11 px."""

BALLOON_PAPER = "#fffaf0"
CAPTION_PAPER = "#f3ead8"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of words: left end and baseline, and the width it has in the book's own typeface, all as printed."""

    text: str
    x: str
    y: str
    width: str


@dataclass(frozen=True, slots=True)
class Words:
    """One piece of lettering ready to be drawn; `speaks` is how a screen reader announces it, or empty."""

    look: str
    speaks: str
    outline: str
    paper: str
    size: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class ShownPanel:
    """A panel as wide as the screen: its place in the chapter, height in units, words; a splash has no frame."""

    picture: Picture
    alt: str
    number: int
    total: int
    height: str
    words: tuple[Words, ...]
    splash: bool = False


Say = Callable[..., str]


def panel_shower(chapter: Chapter, measure: Measure, say: Say) -> Callable[[Comic], Iterator[ShownPanel]]:
    """What a chapter's comics are shown with: called once a comic, in order, as it numbers the panels."""
    total = sum(len(block.panels) for block in chapter.blocks if isinstance(block, Comic))
    numbers = count(1)

    def shown(comic: Comic) -> Iterator[ShownPanel]:
        splashes = {panel.id for page in comic.pages if page.splash for panel in page.panels}
        for panel in comic.panels:
            shown = _shown_panel(panel, next(numbers), total, measure, say)
            yield replace(shown, splash=panel.id in splashes or panel.makeup.bleed is not Bleed.NONE)

    return shown


def _shown_panel(panel: Panel, number: int, total: int, measure: Measure, say: Say) -> ShownPanel:
    aspect = panel.picture.aspect
    lettered = letter(panel, aspect, WANTED_SIZE, LEAST_SIZE, measure)
    words = tuple(_words(text, say) for text in lettered)
    return ShownPanel(panel.picture, panel.alt, number, total, _number(UNITS / aspect), words)


def _words(text: LetteredText, say: Say) -> Words:
    kind = text.lettering.kind
    return Words(
        look=kind.value,
        speaks=_announcement(text.lettering, say),
        outline=text.outline,
        paper=BALLOON_PAPER if kind.spoken else CAPTION_PAPER,
        size=_number(text.font_size),
        lines=tuple(
            Line(
                text=line.text,
                # Lines start at their left end: the space that parts them for a listener then moves no letter.
                x=_number(line.x - line.width / 2 if text.centred else line.x),
                y=_number(line.y),
                width=_number(line.width),
            )
            for line in text.lines
        ),
    )


def _announcement(lettering: Lettering, say: Say) -> str:
    if lettering.kind is LetteringKind.SOUND:
        return say("sound")
    if not lettering.speaker:
        return ""
    return say("thinks" if lettering.kind is LetteringKind.THOUGHT else "says", speaker=lettering.speaker)


def _number(value: float) -> str:
    """A number as it is printed: two decimals at the most."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
