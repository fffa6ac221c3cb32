"""A comic page on paper: panels placed on the sheet, their words as lines of text, the shapes behind as a drawing."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from storybook.comics.letterer import Letterer, on_paper
from storybook.comics.lettering import letter
from storybook.comics.overlay import under_words
from storybook.fonts.drawn import heights
from storybook.model.comic import Half, Lettering, Panel
from storybook.model.composition import ComposedPage, PlacedPanel, Reach
from storybook.model.edition import Typeface
from storybook.model.geometry import Rect
from storybook.model.lettering import UNITS, LetteredText, LetteringStyle
from storybook.pages.sheet import Sheet

SAFE = 2.0
"""Mm between words and the trim: cutters are no better than that."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words in a line that one typeface sets, and where their box starts in mm from the words' left and top.

    Pango would shift a typeface against another in one line, and choose between them in its own way.
    """

    text: str
    family: str
    left: float
    top: float


@dataclass(frozen=True, slots=True)
class Words:
    """One piece of lettering as text: its lines in runs, their place in mm from the panel's frame, how they are set.

    left, top: of the box of all lines; turn: degrees clockwise about the point pivot, in mm from left and top.
    """

    lettering: Lettering
    style: LetteringStyle
    lines: tuple[tuple[Run, ...], ...]
    left: float
    top: float
    width: float
    height: float
    size: float
    leading: float
    turn: float
    pivot: tuple[float, float]


@dataclass(frozen=True, slots=True)
class PaperPanel:
    """A panel on paper: frame in mm from the page area's corner, art's box from the frame's corner, words, shapes."""

    panel: Panel
    frame: Rect
    art: Rect
    words: tuple[Words, ...]
    shapes: str

    @property
    def cropped(self) -> bool:
        """Whether the frame shows but a part of the art."""
        return (self.art.width, self.art.height) != (self.frame.width, self.frame.height)

    @property
    def outline(self) -> str:
        """The corners of what is seen of the art, x and y of each in shares of its box; empty for all of it."""
        picture = self.panel.picture
        return " ".join(f"{x / picture.width:.5f} {y / picture.height:.5f}" for x, y in picture.outline)


def panels_on_paper(page: ComposedPage, sheet: Sheet, letterer: Letterer) -> Iterator[PaperPanel]:
    """The panels of a comic page in reading order.

    Frames are measured from the corner of the page area: the sheet's where panels reach the edges, else the comic
    area's. Raises SourceError where words don't fit their panel, or what of it is left when the page is cut.
    """
    corner = page_corner(page, sheet)
    seen = None if page.reach is Reach.MARGINS else _seen(page, sheet)
    for placed in page.panels:
        panel = _on_paper(placed, corner, letterer, seen)
        yield panel if page.half is None else _words_of_half(panel, sheet.trim)


def _seen(page: ComposedPage, sheet: Sheet) -> Rect:
    """What is left of a page that bleeds when it is cut; of a spread, both pages."""
    trim, width = sheet.trim, sheet.page.trim_width
    if page.half is None and page.reach is not Reach.SPREAD:
        return trim
    return Rect(trim.x - (width if page.half is Half.RIGHT else 0.0), trim.y, 2 * width, trim.height)


def _words_of_half(panel: PaperPanel, trim: Rect) -> PaperPanel:
    """Half of a spread with the words whose middle lies on its page; of shapes, frames show what is theirs."""
    middles = ((words, panel.frame.x + words.left + words.width / 2) for words in panel.words)
    return replace(panel, words=tuple(words for words, middle in middles if trim.x <= middle < trim.right))


def page_corner(page: ComposedPage, sheet: Sheet) -> tuple[float, float]:
    """Where the corner of the trim lies, from that of the page area, in mm."""
    if page.reach is Reach.MARGINS:
        return -sheet.page.comic_margin, -sheet.page.comic_margin
    return sheet.offset, sheet.offset


def _on_paper(placed: PlacedPanel, corner: tuple[float, float], letterer: Letterer, seen: Rect | None) -> PaperPanel:
    """seen: what the words must not leave, where a page is cut."""
    panel = placed.panel
    frame = Rect(placed.box.x + corner[0], placed.box.y + corner[1], placed.box.width, placed.box.height)
    art = Rect(placed.art.x - placed.box.x, placed.art.y - placed.box.y, placed.art.width, placed.art.height)
    unit = art.width / UNITS
    lettered = letter(panel, panel.picture.aspect, letterer, on_paper(art.width), _visible(frame, art, seen))
    return PaperPanel(
        panel=panel,
        frame=frame,
        art=art,
        words=tuple(_words(text, art, unit, letterer) for text in lettered),
        shapes=under_words(lettered, panel.picture.aspect, letterer),
    )


def _visible(frame: Rect, art: Rect, seen: Rect | None) -> Rect:
    """What readers see of the art, in lettering units: what its frame shows, or where a page is cut, what is left."""
    left, top, right, bottom = 0.0, 0.0, frame.width, frame.height
    if seen is not None:
        left, right = max(art.x, seen.x + SAFE - frame.x), min(art.right, seen.right - SAFE - frame.x)
        top, bottom = max(art.y, seen.y + SAFE - frame.y), min(art.bottom, seen.bottom - SAFE - frame.y)
    unit = art.width / UNITS
    return Rect((left - art.x) / unit, (top - art.y) / unit, (right - left) / unit, (bottom - top) / unit)


def _words(text: LetteredText, art: Rect, unit: float, letterer: Letterer) -> Words:
    """Words as boxes as high as their leading."""
    size, leading = text.font_size, text.style.line_height * text.font_size
    left, top = min(line.x for line in text.lines), text.lines[0].y - leading
    return Words(
        lettering=text.lettering,
        style=text.style,
        lines=tuple(
            tuple(
                Run(
                    text=run.text,
                    family=face.family,
                    left=(line.x + run.x * size - left) * unit,
                    top=(line.y - leading / 2 - _drop(face) * size - top) * unit,
                )
                for face, run in letterer.runs(line.text, text.style)
            )
            for line in text.lines
        ),
        left=art.x + left * unit,
        top=art.y + top * unit,
        width=max(line.x - left + line.width for line in text.lines) * unit,
        height=(text.lines[-1].y - top + leading) * unit,
        size=size * unit,
        leading=leading * unit,
        turn=0.0 if text.lettering.kind.spoken else text.lettering.turn,
        pivot=((text.pivot[0] - left) * unit, (text.pivot[1] - top) * unit),
    )


def _drop(face: Typeface) -> float:
    """From the middle of a line of one typeface down to its baseline, in em, where the line is set by WeasyPrint."""
    of_font = heights(face.path)
    return (of_font.ascent - of_font.descent) / 2
