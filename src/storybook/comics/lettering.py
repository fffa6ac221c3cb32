"""Lettering: words fitted into their places in a panel, as lines and shapes that any output can draw."""

from collections.abc import Callable

from storybook.comics.balloons import balloon, balloon_around, caption_box, thought
from storybook.comics.line_breaks import MOST_LINES, balanced_lines
from storybook.errors import Problem, SourceError
from storybook.model.comic import LetteredLine, LetteredText, Lettering, LetteringKind, Panel
from storybook.model.geometry import Rect

UNITS = 1000.0
"""Lettering units in a panel's width."""

Measure = Callable[[str], float]
"""Width of a text in ems of the lettering typeface."""

LINE_HEIGHT = 1.18
ASCENT = 0.76
"""Height of a capital with its accent over the baseline, in ems: what a line needs above it."""
PADDING = {LetteringKind.CAPTION_BOX: (0.62, 0.42), LetteringKind.SOUND: (0.34, 0.26)}
BALLOON_PADDING = (0.25, 0.2)
"""Space between words and outline: across and down, in ems."""
SOUND_SCALE = 1.7
LONGEST_LINE = 25.0
"""Ems of a line beyond which a strip of words is hard to take in at a glance."""
SHRINK = 0.96


def letter(panel: Panel, aspect: float, size: float, minimum: float, measure: Measure) -> tuple[LetteredText, ...]:
    """Lay out a panel's words in units of 1000 per panel width.

    aspect: width over height of the panel as it is shown; size, minimum: letter sizes in units that are wanted and
    that are just legible. Raises SourceError with all words that don't fit their box even at the minimum.
    """
    laid: list[LetteredText] = []
    problems: list[Problem] = []
    for number, lettering in enumerate(panel.lettering):
        if lettering.box is None:  # the art has these words
            continue
        text = _letter_one(f"{panel.id}/{number}", lettering, aspect, size, minimum, measure)
        if text is None:
            what = f"in the panel {panel.id}, lettering {number + 1} does not fit its box at a legible size"
            problems.append(Problem(what, lettering.where, "make the box larger, or say it in fewer words"))
        else:
            laid.append(text)
    if problems:
        raise SourceError(problems)
    return tuple(laid)


def _letter_one(
    name: str, lettering: Lettering, aspect: float, size: float, minimum: float, measure: Measure
) -> LetteredText | None:
    """The words as large as they fit, None where they don't even at the minimum."""
    if lettering.box is None:
        raise ValueError("words that are part of the art are not laid out")
    place = _in_units(lettering.box, aspect)
    scale = SOUND_SCALE if lettering.kind is LetteringKind.SOUND else 1.0
    wanted = size * scale
    while wanted >= minimum:
        fitted = _fit(lettering, place, wanted, aspect, name, measure)
        if fitted is not None:
            return fitted
        wanted *= SHRINK
    return None


def _fit(
    lettering: Lettering, place: Rect, size: float, aspect: float, name: str, measure: Measure
) -> LetteredText | None:
    across, down = (pad * size for pad in PADDING.get(lettering.kind, BALLOON_PADDING))
    round_shape = lettering.kind.spoken
    shape_factor = balloon_around(1.0, 1.0)[0] if round_shape else 1.0
    limit = min(place.width / shape_factor - 2 * across, LONGEST_LINE * size)
    most = min(MOST_LINES, int(place.height / (LINE_HEIGHT * size)) + 1)
    lines = balanced_lines(lettering.text, measure, limit / size, most)
    if lines is None:
        return None
    block_width = max(measure(line) for line in lines) * size
    block_height = (len(lines) - 1) * LINE_HEIGHT * size + ASCENT * size
    width, height = block_width + 2 * across, block_height + 2 * down
    if round_shape:
        width, height = balloon_around(width, height)
    if width > place.width + 0.01 or height > place.height + 0.01:
        return None
    box = _centred(place, width, height) if round_shape else _anchored(place, width, height, aspect)
    top = box.y + (box.height - block_height) / 2 + ASCENT * size
    centred = lettering.kind is not LetteringKind.CAPTION_BOX
    x = box.x + box.width / 2 if centred else box.x + across
    return LetteredText(
        lettering=lettering,
        outline=_outline(lettering, box, aspect, name),
        box=box,
        lines=tuple(
            LetteredLine(line, round(x, 2), round(top + i * LINE_HEIGHT * size, 2), round(measure(line) * size, 2))
            for i, line in enumerate(lines)
        ),
        font_size=round(size, 3),
        centred=centred,
    )


def _outline(lettering: Lettering, box: Rect, aspect: float, name: str) -> str:
    tail = (lettering.tail[0] * UNITS, lettering.tail[1] * UNITS / aspect) if lettering.tail else None
    match lettering.kind:
        case LetteringKind.BALLOON | LetteringKind.BOX | LetteringKind.SHOUT | LetteringKind.WHISPER:
            return balloon(box, tail)
        case LetteringKind.THOUGHT:
            return thought(box, tail)
        # A sound too stands on paper: no colour of letters reads well on every art.
        case LetteringKind.CAPTION_BOX | LetteringKind.SOUND | LetteringKind.FREE:
            return caption_box(box, name)


def _in_units(box: Rect, aspect: float) -> Rect:
    height = UNITS / aspect
    return Rect(box.x * UNITS, box.y * height, box.width * UNITS, box.height * height)


def _centred(place: Rect, width: float, height: float) -> Rect:
    """A balloon stands where it was put: its tail was drawn for that."""
    return Rect(place.x + (place.width - width) / 2, place.y + (place.height - height) / 2, width, height)


def _anchored(place: Rect, width: float, height: float, aspect: float) -> Rect:
    """A box or free words inside their place, towards the panel's edge that the place is nearest to."""
    return Rect(
        place.x + (place.width - width) * _lean((place.x + place.width / 2) / UNITS),
        place.y + (place.height - height) * _lean((place.y + place.height / 2) * aspect / UNITS),
        width,
        height,
    )


def _lean(centre: float) -> float:
    if centre < 0.42:
        return 0.0
    return 1.0 if centre > 0.58 else 0.5
