"""What a reader sees of a comic in an EPUB: figures of panels and of drawn pages, with their words and descriptions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from storybook.comics.letterer import Letterer
from storybook.comics.screens import SCROLL_WIDTH, Scrolled, overlap_above, place_on
from storybook.comics.script import Say, described, described_page
from storybook.formats._epub.comic import ShownPanel, panel_shower, words_of
from storybook.formats._epub.parts import Numbered, anchor, line_anchor, script_href
from storybook.model.book import Chapter
from storybook.model.comic import Comic, Panel
from storybook.model.geometry import Rect
from storybook.model.lettering import UNITS
from storybook.model.picture import Picture


@dataclass(frozen=True, slots=True)
class Image:
    """A picture and its description; empty for a slice below the first one, which has that of the whole.

    style: CSS that lays a slice over the one above it, or empty.
    """

    picture: Picture
    alt: str
    style: str = ""


@dataclass(frozen=True, slots=True)
class Lettered:
    """A panel with live words, and the SVG transform that brings them to its place; empty where it is the whole."""

    panel: ShownPanel
    transform: str


@dataclass(frozen=True, slots=True)
class View:
    """A figure: its id, what it is, pictures on top of each other, words over them, and how it stands in a scroll.

    height: of the whole in units of 1000 per width; style: CSS of the figure, or empty; script: address of its first
    panel in the script, and the name of the link.
    """

    id: str
    label: str
    images: tuple[Image, ...]
    lettered: tuple[Lettered, ...]
    height: str
    drawn: bool
    splash: bool
    style: str
    script: str
    script_label: str


class Views:
    """All that is seen of a chapter's comics."""

    def __init__(self, chapter: Chapter, letterer: Letterer, say: Say, *, baked: bool) -> None:
        show = panel_shower(chapter)
        shown = [panel for block in chapter.blocks if isinstance(block, Comic) for panel in show(block)]
        self._panels = {panel.number: panel for panel in shown}
        self._chapter = chapter
        self._letterer = letterer
        self._say = say
        self._baked = baked

    def of(self, numbered: Sequence[Numbered]) -> Iterator[View]:
        """The figures of what is shown, in order."""
        for one in numbered:
            yield self._view(one)

    def _view(self, one: Numbered) -> View:
        shown = one.shown
        places = [place_on(shown.picture, panel) if shown.drawn else None for panel in shown.panels]
        whole = one.placed.width / SCROLL_WIDTH if one.placed else 1.0
        panels = [
            self._with_words(self._panels[number], panel, whole * (place.width if place else 1.0))
            for number, (panel, place) in enumerate(zip(shown.panels, places, strict=True), start=one.first)
        ]
        return View(
            id=anchor(one.first),
            label=self._label(panels),
            images=tuple(self._images(one)),
            lettered=tuple(
                Lettered(panel, _transform(place, shown.picture.aspect))
                for panel, place in zip(panels, places, strict=True)
                if panel.words
            ),
            height=_number(UNITS / shown.picture.aspect),
            drawn=shown.drawn,
            splash=not shown.drawn and panels[0].splash,
            style=_style(one.placed) if one.placed else "",
            script=f"{script_href(self._chapter).removeprefix('text/')}#{line_anchor(self._chapter, one.first)}",
            script_label=self._say("to_transcript", number=one.first),
        )

    def _with_words(self, shown: ShownPanel, panel: Panel, part: float) -> ShownPanel:
        return shown if self._baked else replace(shown, words=words_of(panel, self._letterer, self._say, part))

    def _images(self, one: Numbered) -> Iterator[Image]:
        """The pieces of what is shown: the first tells the whole."""
        shown = one.shown
        if shown.drawn:
            alt = described_page(shown.panels, one.first, self._say, baked=self._baked)
        else:
            alt = described(shown.panels[0], self._say, baked=self._baked)
        yield Image(shown.pieces[0], alt)
        for above, piece in pairwise(shown.pieces):
            yield Image(piece, "", f"margin-top: -{_number(100 * overlap_above(above, piece))}%")

    def _label(self, panels: Sequence[ShownPanel]) -> str:
        first, last = panels[0], panels[-1]
        if first is last:
            return self._say("panel", number=first.number, total=first.total)
        return self._say("panels", first=first.number, last=last.number, total=first.total)


def _transform(place: Rect | None, aspect: float) -> str:
    if place is None:
        return ""
    x, y = place.x * UNITS, place.y * UNITS / aspect
    return f"translate({_number(x)} {_number(y)}) scale({place.width:.5f})"


def _style(placed: Scrolled) -> str:
    """Where a panel stands in a scroll, in parts of its width, so that it keeps its place at any width."""
    share = 100 / SCROLL_WIDTH
    return (
        f"padding-top: {_number(placed.gap * share)}%; margin-left: {_number(placed.left * share)}%; "
        f"width: {_number(placed.width * share)}%"
    )


def _number(value: float) -> str:
    """A number as it is printed: three decimals at the most."""
    return f"{value:.3f}".rstrip("0").rstrip(".")
