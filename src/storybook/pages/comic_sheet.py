"""A comic page on paper: panels placed on the sheet, their words as lines of text, the shapes behind as a drawing."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from storybook.comics.letterer import Letterer, on_paper
from storybook.comics.lettering import letter
from storybook.comics.overlay import under_words
from storybook.model.comic import Half, Lettering, Panel
from storybook.model.composition import ComposedPage, PlacedPanel, Reach
from storybook.model.geometry import Rect
from storybook.model.lettering import UNITS, LetteredText, LetteringStyle
from storybook.pages.sheet import Sheet, double

SAFE, FOLD = 2.0, 5.0
"""Mm between words and the trim, for cutters are no better than that, and the fold, into which paper bends."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of words: its left end in mm from the words' left, and where its box starts in mm from their top."""

    text: str
    left: float
    top: float


@dataclass(frozen=True, slots=True)
class Words:
    """One piece of lettering as text: kind, who speaks, lines, place in mm from its panel's frame, and how it is set.

    left, top: of the box of all its lines; turn: degrees clockwise about the point pivot, in mm from left and top.
    """

    kind: str
    lettering: Lettering
    lines: tuple[Line, ...]
    left: float
    top: float
    width: float
    height: float
    size: float
    leading: float
    turn: float
    pivot: tuple[float, float]
    style: LetteringStyle
    families: tuple[str, ...]


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


def panels_on_paper(page: ComposedPage, sheet: Sheet, letterer: Letterer) -> Iterator[PaperPanel]:
    """The panels of a comic page in reading order.

    Frames are measured from the corner of the page area: the sheet's where panels reach the edges, else the comic
    area's. Raises SourceError where words don't fit their panel, or what of it is left when the page is cut.
    """
    corner = page_corner(page, sheet)
    trim = None
    if page.reach is not Reach.MARGINS:
        trim = (double(sheet) if page.reach is Reach.SPREAD else sheet).trim
    for placed in page.panels:
        yield _on_paper(placed, corner, letterer, trim, page.half)


def page_corner(page: ComposedPage, sheet: Sheet) -> tuple[float, float]:
    """Where the corner of the trim lies, from that of the page area, in mm."""
    if page.reach is Reach.MARGINS:
        return -sheet.page.comic_margin, -sheet.page.comic_margin
    return sheet.offset, sheet.offset


def _on_paper(
    placed: PlacedPanel, corner: tuple[float, float], letterer: Letterer, trim: Rect | None, half: Half | None
) -> PaperPanel:
    """trim: what the words must not leave; half: of a spread that the page shows, with the words on that half."""
    panel = placed.panel
    frame = Rect(placed.box.x + corner[0], placed.box.y + corner[1], placed.box.width, placed.box.height)
    art = Rect(placed.art.x - placed.box.x, placed.art.y - placed.box.y, placed.art.width, placed.art.height)
    unit = art.width / UNITS
    visible = _visible(frame, art, trim, half)
    said = panel if trim is None or half is None else _on_half(panel, frame.x + art.x, art.width, trim)
    lettered = letter(said, panel.picture.aspect, letterer, on_paper(art.width), visible)
    return PaperPanel(
        panel=panel,
        frame=frame,
        art=art,
        words=tuple(_words(text, art, unit, letterer) for text in lettered),
        shapes=under_words(lettered, panel.picture.aspect, letterer),
    )


def _on_half(panel: Panel, left: float, width: float, trim: Rect) -> Panel:
    """The panel with those of its words alone whose middle lies on a page; art is so wide, and lies so far from it."""

    def lies_here(box: Rect) -> bool:
        return trim.x <= left + (box.x + box.width / 2) * width < trim.right

    kept = (words if words.box and lies_here(words.box) else replace(words, box=None) for words in panel.lettering)
    return replace(panel, lettering=tuple(kept))


def _visible(frame: Rect, art: Rect, trim: Rect | None, half: Half | None) -> Rect:
    """What readers see of the art, in lettering units: what its frame shows, and where a page is cut, what is left."""
    left, top, right, bottom = 0.0, 0.0, frame.width, frame.height
    if trim is not None:
        left = max(left, trim.x + (FOLD if half is Half.RIGHT else SAFE) - frame.x)
        right = min(right, trim.right - (FOLD if half is Half.LEFT else SAFE) - frame.x)
        top, bottom = max(top, trim.y + SAFE - frame.y), min(bottom, trim.bottom - SAFE - frame.y)
    unit = art.width / UNITS
    return Rect((left - art.x) / unit, (top - art.y) / unit, (right - left) / unit, (bottom - top) / unit)


def _words(text: LetteredText, art: Rect, unit: float, letterer: Letterer) -> Words:
    """Words as boxes of lines. A line's box is as high as its leading; its baseline hangs below the box's middle."""
    size, leading = text.font_size, text.style.line_height * text.font_size
    left = min(line.x for line in text.lines)
    tops = [line.y - letterer.baseline(line.text, text.style) * size - leading / 2 for line in text.lines]
    turn = 0.0 if text.lettering.kind.spoken else text.lettering.turn
    return Words(
        kind=text.lettering.kind.value,
        lettering=text.lettering,
        lines=tuple(
            Line(line.text, (line.x - left) * unit, (top - tops[0]) * unit)
            for line, top in zip(text.lines, tops, strict=True)
        ),
        left=art.x + left * unit,
        top=art.y + tops[0] * unit,
        width=max(line.x - left + line.width for line in text.lines) * unit,
        height=(tops[-1] - tops[0] + leading) * unit,
        size=size * unit,
        leading=leading * unit,
        turn=turn,
        pivot=((text.pivot[0] - left) * unit, (text.pivot[1] - tops[0]) * unit),
        style=text.style,
        families=tuple(face.family for face in letterer.faces(text.style)),
    )
