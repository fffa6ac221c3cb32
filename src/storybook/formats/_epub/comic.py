"""Comic pages in an EPUB: panels one after another, each as wide as the screen, with live words over them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count

from markupsafe import Markup

from storybook.comics.letterer import Letterer, on_phone
from storybook.comics.lettering import letter
from storybook.comics.overlay import live, number2, shape
from storybook.model.book import Chapter
from storybook.model.comic import Bleed, Comic, Panel
from storybook.model.lettering import UNITS, LetteredText
from storybook.model.picture import Picture
from storybook.pages.lettering import announced


@dataclass(frozen=True, slots=True)
class Line:
    """A line of words: left end and baseline, and the width it has in the book's own typeface, all as printed."""

    text: str
    x: str
    y: str
    width: str


@dataclass(frozen=True, slots=True)
class Words:
    """One piece of lettering ready to be drawn.

    look: its kind; speaks: how a screen reader announces it, or empty; shape: SVG elements behind the words;
    attributes: of the text element.
    """

    look: str
    speaks: str
    shape: Markup
    attributes: Markup
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


def panel_shower(chapter: Chapter) -> Callable[[Comic], Iterator[ShownPanel]]:
    """What a chapter's comics are shown with, but for words: called once a comic, in order: it numbers the panels."""
    total = sum(len(block.panels) for block in chapter.blocks if isinstance(block, Comic))
    numbers = count(1)

    def shown(comic: Comic) -> Iterator[ShownPanel]:
        splashes = {panel.id for page in comic.pages if page.splash for panel in page.panels}
        for panel in comic.panels:
            height = number2(UNITS / panel.picture.aspect)
            splash = panel.id in splashes or panel.makeup.bleed is not Bleed.NONE
            yield ShownPanel(panel.picture, panel.alt, next(numbers), total, height, (), splash)

    return shown


def words_of(panel: Panel, letterer: Letterer, say: Say, part: float) -> tuple[Words, ...]:
    """The words of a panel that takes this part of the screen's width. SourceError where they don't fit."""
    return tuple(_words(text, say) for text in letter(panel, panel.picture.aspect, letterer, on_phone(part)))


def _words(text: LetteredText, say: Say) -> Words:
    return Words(
        look=text.lettering.kind.value,
        speaks=announced(text.lettering, say),
        shape=Markup(shape(text)),  # noqa: S704 - numbers and colours, no text in it
        attributes=Markup(live(text)),  # noqa: S704 - the same
        # Lines start at their left end: the space that parts them for a listener then moves no letter.
        lines=tuple(Line(line.text, number2(line.x), number2(line.y), number2(line.width)) for line in text.lines),
    )
