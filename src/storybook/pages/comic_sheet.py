"""A comic page on paper: panels placed on the sheet, their words as lines of text, the shapes behind as a drawing."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from storybook.comics.lettering import LINE_HEIGHT, UNITS, Measure, letter
from storybook.errors import Problem, SourceError
from storybook.model.comic import Half, LetteredText, LetteringKind, Panel
from storybook.model.composition import ComposedPage, PlacedPanel, Reach
from storybook.model.geometry import MM_PER_INCH, POINTS_PER_INCH, Rect
from storybook.pages.sheet import Sheet

LETTER_SIZE, SMALLEST_LETTERS = 9.0, 7.0
"""Lettering in points: wished, and the least that reads well on paper."""
BASELINE_DROP = 0.3
"""From the middle of a line down to its baseline in ems: (ascent - descent) / 2 of Alegreya Sans and of Gothic A1."""

FILLS = {
    LetteringKind.BALLOON: "#fffdf8",
    LetteringKind.THOUGHT: "#fffdf8",
    LetteringKind.CAPTION_BOX: "#f3ead8",
    LetteringKind.SOUND: "#f3ead8",
    LetteringKind.BOX: "#fffdf8",
    LetteringKind.SHOUT: "#fffdf8",
    LetteringKind.WHISPER: "#fffdf8",
    LetteringKind.FREE: "#f3ead8",
}
SHADOW = (2.4, 3.6)
"""How far the shadow of a shape lies to the right and below it, in lettering units: cut paper just lies on the art."""


@dataclass(frozen=True, slots=True)
class Words:
    """One piece of lettering as text: kind, lines, where it stands in mm from its panel's frame, size in mm."""

    kind: str
    lines: tuple[str, ...]
    left: float
    top: float
    width: float
    size: float
    leading: float
    centred: bool


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


def panels_on_paper(page: ComposedPage, sheet: Sheet, measure: Measure) -> Iterator[PaperPanel]:
    """The panels of a comic page in reading order.

    Frames are measured from the corner of the page area: the sheet's where panels reach the edges, else the comic
    area's. Raises SourceError where words don't fit their panel, or would be cut off with the page's edge.
    """
    corner = page_corner(page, sheet)
    seen = None if page.reach is Reach.MARGINS else _seen(page, sheet)
    for placed in page.panels:
        panel = _on_paper(placed, corner, measure, seen)
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


def _on_paper(placed: PlacedPanel, corner: tuple[float, float], measure: Measure, seen: Rect | None) -> PaperPanel:
    """seen: what the words must not leave, where a page is cut."""
    panel = placed.panel
    frame = Rect(placed.box.x + corner[0], placed.box.y + corner[1], placed.box.width, placed.box.height)
    art = Rect(placed.art.x - placed.box.x, placed.art.y - placed.box.y, placed.art.width, placed.art.height)
    unit = art.width / UNITS
    lettered = letter(panel, panel.picture.aspect, _mm(LETTER_SIZE) / unit, _mm(SMALLEST_LETTERS) / unit, measure)
    if seen is not None:
        _refuse_cut_words(panel, frame, art, lettered, seen)
    return PaperPanel(
        panel=panel,
        frame=frame,
        art=art,
        words=tuple(_words(text, art, unit) for text in lettered),
        shapes=_shapes(lettered, panel.picture.aspect),
    )


def _words(text: LetteredText, art: Rect, unit: float) -> Words:
    first = text.lines[0]
    width = max(line.width for line in text.lines) * 1.2
    leading = LINE_HEIGHT * text.font_size
    top = first.y - leading / 2 - BASELINE_DROP * text.font_size
    left = first.x - width / 2 if text.centred else first.x
    return Words(
        kind=text.lettering.kind.value,
        lines=tuple(line.text for line in text.lines),
        left=art.x + left * unit,
        top=art.y + top * unit,
        width=width * unit,
        size=text.font_size * unit,
        leading=leading * unit,
        centred=text.centred,
    )


def _shapes(lettered: tuple[LetteredText, ...], aspect: float) -> str:
    """An SVG drawing of balloons and boxes with their shadows, as large as the art; empty where there are none."""
    shapes = [text for text in lettered if text.outline]
    if not shapes:
        return ""
    drawn = "".join(
        f'<path transform="translate({SHADOW[0]} {SHADOW[1]})" fill="#12100e" fill-opacity="0.3" d="{text.outline}"/>'
        f'<path fill="{FILLS[text.lettering.kind]}" d="{text.outline}"/>'
        for text in shapes
    )
    height = f"{UNITS / aspect:.2f}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{UNITS:g}" height="{height}" '
        f'viewBox="0 0 {UNITS:g} {height}">{drawn}</svg>'
    )


def _refuse_cut_words(panel: Panel, frame: Rect, art: Rect, lettered: tuple[LetteredText, ...], trim: Rect) -> None:
    unit = art.width / UNITS
    problems = []
    for text in lettered:
        left, top = frame.x + art.x + text.box.x * unit, frame.y + art.y + text.box.y * unit
        right, bottom = left + text.box.width * unit, top + text.box.height * unit
        if left < trim.x or top < trim.y or right > trim.right or bottom > trim.bottom:
            what = f"words of the splash {panel.id} would be cut off at the page's edge"
            problems.append(Problem(what, text.lettering.where, "move their box nearer to the middle of the panel"))
    if problems:
        raise SourceError(problems)


def _mm(size: float) -> float:
    return size * MM_PER_INCH / POINTS_PER_INCH
