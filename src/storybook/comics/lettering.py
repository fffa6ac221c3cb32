"""Lettering: words fitted into their places in a panel, as lines and shapes that any output can draw."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from storybook.comics.balloons import (
    Drawing,
    balloon,
    burst,
    cloud,
    cut_paper,
    round_box,
    rounded_box,
    straight_box,
)
from storybook.comics.curves import SQUARENESS
from storybook.comics.fitting import DESCENT, Block, Measured, fit, is_round, measured
from storybook.comics.letterer import Letterer, Scale, on_paper
from storybook.comics.line_breaks import line_of
from storybook.errors import Problem, SourceError
from storybook.model.comic import Lettering, LetteringKind, Panel
from storybook.model.geometry import Rect
from storybook.model.lettering import UNITS, Align, Edge, LetteredLine, LetteredText, LetteringStyle

SHRINK = 0.97
"""From one letter size that is tried to the next."""

SMALLER_FOR_COMPANY = 0.86
"""How much smaller letters may get so that no word is alone on the last line."""

TIGHTEST = 0.55
"""Share of its padding that a shape is left with where its words would not fit at all."""

HIDES = "move its box away from the figure, make it larger so that the words find a place, or shorten them"

WIDEST, PRECISE = 1000.0, 1.01
"""Mm of a panel's art on any paper, and how nearly the least width is found."""

MOST_LARGER = 6.0
"""Times that a box is made larger to find the size that would do."""

KEEP_CLEAR_SLACK = 3.0
"""Lettering units that a shape may reach into an area to be kept clear: nobody marks those to the pixel."""


def letter(
    panel: Panel, aspect: float, letterer: Letterer, scale: Scale, visible: Rect | None = None
) -> tuple[LetteredText, ...]:
    """Lay out a panel's words in units of 1000 per panel width.

    aspect: width over height of the panel's art; scale: letter sizes where it is shown; visible: the part of it that is
    shown, in units, where it is cropped: words move into it. Words that are part of the art are passed over. Raises
    SourceError with all words that don't fit their box at a legible size, or that hide what should be kept clear.
    """
    laid: list[LetteredText] = []
    problems: list[Problem] = []
    height = UNITS / aspect
    areas = [_in_units(area, height) for area in panel.keep_clear]
    for number, case in _cases(panel, height, letterer, scale, visible):
        text = _largest(case)
        clear = _clear(case, text, areas) if text else None
        if clear is not None:
            laid.append(clear)
            continue
        whose = f"in the panel {panel.id}, lettering {number}"
        if text is None:
            what, hint = f"{whose} does not fit its box at a legible size", _advice(case)
        else:
            what, hint = f"{whose} hides what the art sheet keeps clear", HIDES
        problems.append(Problem(what, case.lettering.where, hint))
    if problems:
        raise SourceError(problems)
    return tuple(laid)


def narrowest(panel: Panel, aspect: float, letterer: Letterer) -> float:
    """The least width in mm of a panel's art at which its words fit in their least sizes on paper; 0 for no words.

    At most WIDEST, for words that fit nowhere. What hides something at any width is not looked at here: `letter` says.
    """
    if not any(lettering.box for lettering in panel.lettering):
        return 0.0
    clear = _narrowest(panel, aspect, letterer, panel.keep_clear)
    return clear if clear < WIDEST else _narrowest(panel, aspect, letterer, ())


def _narrowest(panel: Panel, aspect: float, letterer: Letterer, keep_clear: Sequence[Rect]) -> float:
    height = UNITS / aspect
    areas = [_in_units(area, height) for area in keep_clear]
    cases = [case for _, case in _cases(panel, height, letterer, on_paper(WIDEST), None)]

    def fits(width: float) -> bool:
        for case in (replace(case, sizes=on_paper(width)(case.style)) for case in cases):
            text = _largest(case)
            if text is None or _clear(case, text, areas) is None:
                return False
        return True

    low, high = 1.0, WIDEST
    while high > low * PRECISE:
        middle = math.sqrt(low * high)
        low, high = (low, middle) if fits(middle) else (middle, high)
    return high


@dataclass(frozen=True, slots=True)
class _Case:
    """One piece of lettering to be laid out: its name, place in units, words, sizes, and the panel's room in units."""

    name: str
    lettering: Lettering
    place: Rect
    words: Measured
    sizes: tuple[float, float]
    letterer: Letterer
    height: float
    room: Rect

    @property
    def style(self) -> LetteringStyle:
        """The style of its kind."""
        return self.words.style


def _cases(
    panel: Panel, height: float, letterer: Letterer, scale: Scale, visible: Rect | None
) -> Iterator[tuple[int, _Case]]:
    """The words of a panel that are to be set, with their numbers."""
    room = visible or Rect(0.0, 0.0, UNITS, height)
    for number, lettering in enumerate(panel.lettering, start=1):
        if lettering.box is None:
            continue
        words = measured(lettering.text, lettering.kind, lettering.turn, letterer)
        place = _moved_into(_in_units(lettering.box, height), room)
        name = f"{panel.id}/{number}"
        yield number, _Case(name, lettering, place, words, scale(words.style), letterer, height, room)


def _in_units(box: Rect, height: float) -> Rect:
    return Rect(box.x * UNITS, box.y * height, box.width * UNITS, box.height * height)


def _moved_into(box: Rect, room: Rect) -> Rect:
    """A box moved into what is visible of the panel, and no larger than that."""
    width, height = min(box.width, room.width), min(box.height, room.height)
    x = min(max(box.x, room.x), room.right - width)
    y = min(max(box.y, room.y), room.bottom - height)
    return Rect(x, y, width, height)


def _largest(case: _Case) -> LetteredText | None:
    """The words as large as they fit, up to what is wished; None where they don't fit at the least size."""
    wished, least = case.sizes
    size = max(case.place.height * 1.4, wished) if case.style.grows else wished
    lonely: tuple[float, Block] | None = None
    while True:
        block = _fit(case, size)
        # A noise fills its place; of two words each may have its line.
        if block is not None and (not block.alone or case.style.grows):
            return _set(case, block, size)
        if block is not None and (lonely is None or block.alone < lonely[1].alone):
            lonely = (size, block)
        if size <= least or (lonely and size < SMALLER_FOR_COMPANY * lonely[0]):
            break
        size = max(size * SHRINK, least)
    if lonely:
        return _set(case, lonely[1], lonely[0])
    tight = replace(case, words=replace(case.words, tightness=TIGHTEST))
    block = _fit(tight, least)
    return _set(tight, block, least) if block else None


def _fit(case: _Case, size: float, larger: float = 1.0) -> Block | None:
    return fit(case.words, case.place.width * larger / size, case.place.height * larger / size)


def _advice(case: _Case) -> str:
    """What would help where words don't fit: how much larger a box, or how many words."""
    case = replace(case, words=replace(case.words, tightness=TIGHTEST))
    least = case.sizes[1]
    low, high = 1.0, MOST_LARGER
    said = case.lettering.text.split()
    few = _most_words(case, said)
    shorter = f"say it in {few} word{'s' if few > 1 else ''} instead of {len(said)}" if few else "say it in fewer words"
    if _fit(case, least, high) is None:
        return f"{shorter}, or share them out among more boxes"
    while high - low > 0.02:
        middle = (low + high) / 2
        low, high = (low, middle) if _fit(case, least, middle) else (middle, high)
    return f"make its box {math.ceil(high * 10) / 10:g} times as wide and as high, or {shorter}"


def _most_words(case: _Case, said: list[str]) -> int:
    """How many of the words, from the first on, fit at the least size."""
    low, high = 0, len(said)
    while high - low > 1:
        middle = (low + high) // 2
        words = measured(" ".join(said[:middle]), case.lettering.kind, case.lettering.turn, case.letterer)
        words = replace(words, tightness=case.words.tightness)
        fits = _fit(replace(case, words=words), case.sizes[1]) is not None
        low, high = (middle, high) if fits else (low, middle)
    return low


def _clear(case: _Case, text: LetteredText, areas: Sequence[Rect]) -> LetteredText | None:
    """The words where their shape hides nothing that is kept clear: moved, then made smaller, or None."""
    near = [area for area in areas if _hides(case.place, area, rounded=False)]
    size = text.font_size
    while near:
        found = _moved_clear(case, text, near)
        if found is not None:
            return found
        if size <= case.sizes[1]:
            return None
        size = max(size * SHRINK * SHRINK, case.sizes[1])
        block = _fit(case, size)
        text = _set(case, block, size) if block else text
    return text


def _moved_clear(case: _Case, text: LetteredText, areas: Sequence[Rect]) -> LetteredText | None:
    """The words moved as little as possible in their place so that they hide none of the areas."""
    box, place = text.box, case.place
    rounded = is_round(case.lettering.kind)
    across = sorted({0.0, *(_steps(place.x - box.x, place.right - box.right))}, key=abs)
    down = sorted({0.0, *(_steps(place.y - box.y, place.bottom - box.bottom))}, key=abs)
    for dx, dy in sorted(((dx, dy) for dx in across for dy in down), key=lambda by: math.hypot(*by)):
        moved = Rect(box.x + dx, box.y + dy, box.width, box.height)
        if not any(_hides(moved, area, rounded=rounded) for area in areas):
            return _moved(case, text, dx, dy)
    return None


def _steps(first: float, last: float) -> Iterator[float]:
    return (first + (last - first) * step / 12 for step in range(13))


def _moved(case: _Case, text: LetteredText, dx: float, dy: float) -> LetteredText:
    if not dx and not dy:
        return text
    box = Rect(text.box.x + dx, text.box.y + dy, text.box.width, text.box.height)
    lines = tuple(replace(line, x=round(line.x + dx, 2), y=round(line.y + dy, 2)) for line in text.lines)
    moved = replace(text, box=box, lines=lines, pivot=(text.pivot[0] + dx, text.pivot[1] + dy))
    return replace(moved, outline=_outline(case, moved))


def _hides(box: Rect, area: Rect, *, rounded: bool) -> bool:
    """Whether a shape that fills a box covers part of an area, and more than its rim."""
    slack = min(KEEP_CLEAR_SLACK, area.width / 4, area.height / 4)
    across, down = box.width / 2, box.height / 2
    cx, cy = box.x + across, box.y + down
    dx = max(area.x + slack - cx, cx - area.right + slack, 0.0) / across
    dy = max(area.y + slack - cy, cy - area.bottom + slack, 0.0) / down
    return (dx**SQUARENESS + dy**SQUARENESS < 1) if rounded else (dx < 1 and dy < 1)


def _set(case: _Case, block: Block, size: float) -> LetteredText:
    """A block where its place asks for it, in units."""
    style, place = case.style, case.place
    width, height = 2 * block.across * size, 2 * block.down * size
    spoken = case.lettering.kind.spoken
    turned = _turned_size(width, height, 0.0 if spoken else case.lettering.turn)
    held = _centred(place, *turned) if spoken or style.grows else _anchored(place, *turned, case.height)
    middle = held.x + held.width / 2, held.y + held.height / 2
    box = Rect(middle[0] - width / 2, middle[1] - height / 2, width, height)
    capital = case.letterer.capital(style)
    tall = (capital + (len(block.lines) - 1) * style.line_height + DESCENT) * size
    first = middle[1] - tall / 2 + capital * size
    lines = []
    for number, words in enumerate(block.lines):
        text = line_of(words)
        long = case.letterer.width(text, style) * size
        x = _start(style.align, box, case.words.padding[0] * size, long)
        baseline = first + number * style.line_height * size
        lines.append(LetteredLine(text, round(x, 2), round(baseline, 2), round(long, 2)))
    # Lines of one weight in a panel, whatever became of the letters.
    stroke_width = style.stroke_width * (size if style.grows else case.sizes[0])
    laid = LetteredText(case.lettering, style, "", held, tuple(lines), round(size, 3), round(stroke_width, 2), middle)
    return replace(laid, outline=_outline(case, laid))


def _start(align: Align, box: Rect, padding: float, width: float) -> float:
    match align:
        case Align.LEFT:
            return box.x + padding
        case Align.RIGHT:
            return box.right - padding - width
        case Align.CENTRE:
            return box.x + (box.width - width) / 2
        case _:
            assert_never(align)


def _turned_size(width: float, height: float, turn: float) -> tuple[float, float]:
    cos, sin = abs(math.cos(math.radians(turn))), abs(math.sin(math.radians(turn)))
    return width * cos + height * sin, width * sin + height * cos


def _outline(case: _Case, text: LetteredText) -> str:
    style, box = text.style, text.box
    panel = case.room
    tail = case.lettering.tail
    point = (tail[0] * UNITS, tail[1] * case.height) if tail else None
    drawing = Drawing(text.font_size, panel, case.name)
    match case.lettering.kind:
        case LetteringKind.BALLOON | LetteringKind.WHISPER:
            return balloon(box, point, drawing)
        case LetteringKind.BOX:
            return rounded_box(box, point, drawing)
        case LetteringKind.THOUGHT:
            return cloud(box, point, drawing)
        case LetteringKind.SHOUT:
            return burst(box, point, drawing)
        case LetteringKind.CAPTION_BOX | LetteringKind.SOUND | LetteringKind.FREE:
            return _paper(style, box, drawing) if style.fill or style.stroke else ""
        case _:
            assert_never(case.lettering.kind)


def _paper(style: LetteringStyle, box: Rect, drawing: Drawing) -> str:
    match style.edge:
        case Edge.CUT:
            return cut_paper(box, drawing)
        case Edge.STRAIGHT:
            return straight_box(box)
        case Edge.ROUND:
            return round_box(box, drawing)
        case _:
            assert_never(style.edge)


def _centred(place: Rect, width: float, height: float) -> Rect:
    """A balloon stands where it was put: its tail was drawn for that."""
    return Rect(place.x + (place.width - width) / 2, place.y + (place.height - height) / 2, width, height)


def _anchored(place: Rect, width: float, height: float, panel_height: float) -> Rect:
    """A box or free words inside their place, towards the panel's edge that the place is nearest to."""
    return Rect(
        place.x + (place.width - width) * _lean((place.x + place.width / 2) / UNITS),
        place.y + (place.height - height) * _lean((place.y + place.height / 2) / panel_height),
        width,
        height,
    )


def _lean(centre: float) -> float:
    if centre < 0.42:
        return 0.0
    return 1.0 if centre > 0.58 else 0.5
