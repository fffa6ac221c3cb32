"""Lettering as a drawing: the shapes that lie under live words, or shapes and letters for what cannot set words."""

from collections.abc import Iterable, Sequence

from storybook.comics.curves import number
from storybook.comics.letterer import Letterer, Scale, on_phone
from storybook.comics.lettering import letter
from storybook.model.comic import Panel
from storybook.model.geometry import Rect
from storybook.model.lettering import UNITS, LetteredText

OPAQUE = 7
"""Characters of a colour without transparency: #rrggbb."""


def overlay(
    panel: Panel, aspect: float, letterer: Letterer, scale: Scale | None = None, visible: Rect | None = None
) -> str:
    """A panel's words as a drawing of paths alone, 1000 wide and 1000 / aspect high; empty where it has none.

    It is laid out as live words are: see `letter` for the parameters and errors; without a scale, as on a phone.
    """
    lettered = letter(panel, aspect, letterer, scale or on_phone(), visible)
    return _svg((part for text in lettered for part in (shape(text), *_letters(text, letterer))), aspect)


def under_words(lettered: Sequence[LetteredText], aspect: float, letterer: Letterer) -> str:
    """What lies under words that are set live: their shapes, and the rims of outlined letters; empty for nothing."""
    return _svg((part for text in lettered for part in (shape(text), *_rims(text, letterer))), aspect)


def shape(text: LetteredText) -> str:
    """The shape around words with its shadow, as SVG elements; empty where words stand on the art."""
    style, outline = text.style, text.outline
    if not outline:
        return ""
    shadow = line = ""
    if style.shadow:
        x, y = (number(shift * text.font_size) for shift in (style.shadow.x, style.shadow.y))
        shadow = f'<path transform="translate({x} {y})" {paint("fill", style.shadow.colour)} d="{outline}"/>'
    if style.stroke and text.stroke_width:
        line = f' {paint("stroke", style.stroke)} stroke-width="{number2(text.stroke_width)}" stroke-linejoin="round"'
        if style.dash:
            line += f' stroke-dasharray="{dashes(text)}"'
    return f'{shadow}<path {paint("fill", style.fill)}{line} d="{outline}"/>'


def live(text: LetteredText) -> str:
    """The attributes of an SVG text element that sets the words where this drawing has them."""
    style = text.style
    parts = [f'font-size="{number2(text.font_size)}"', paint("fill", style.colour)]
    if turn := turned(text):
        parts.append(f'transform="{turn}"')
    if style.text_stroke:
        width = number2(style.text_stroke_width * text.font_size)
        parts.append(f'{paint("stroke", style.text_stroke)} stroke-width="{width}" stroke-linejoin="round"')
        parts.append('paint-order="stroke"')
    if style.letter_spacing:
        parts.append(f'letter-spacing="{number2(style.letter_spacing * text.font_size)}"')
    return " ".join(parts)


def paint(name: str, colour: str) -> str:
    """The attributes of a fill or stroke; an empty colour paints nothing."""
    if len(colour) <= OPAQUE:
        return f'{name}="{colour or "none"}"'
    return f'{name}="{colour[:OPAQUE]}" {name}-opacity="{number2(int(colour[OPAQUE:], 16) / 255)}"'


def turned(text: LetteredText) -> str:
    """The SVG transformation of a text's letters, empty where they stand upright."""
    turn = 0.0 if text.lettering.kind.spoken else text.lettering.turn
    return f"rotate({number2(turn)} {number(text.pivot[0])} {number(text.pivot[1])})" if turn else ""


def dashes(text: LetteredText) -> str:
    """The dashes of a shape's line in units, empty for an unbroken one."""
    em = text.stroke_width / text.style.stroke_width if text.style.stroke_width else 0.0
    return " ".join(number(length * em) for length in text.style.dash)


def number2(value: float) -> str:
    """A number with two decimals at the most."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _svg(parts: Iterable[str], aspect: float) -> str:
    drawn = "".join(parts)
    if not drawn:
        return ""
    height = number2(UNITS / aspect)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{UNITS:g}" height="{height}" '
        f'viewBox="0 0 {UNITS:g} {height}">{drawn}</svg>'
    )


def _rims(text: LetteredText, letterer: Letterer) -> Iterable[str]:
    style = text.style
    if not style.text_stroke:
        return
    width = number2(style.text_stroke_width * text.font_size)
    stroke = f'{paint("stroke", style.text_stroke)} stroke-width="{width}" stroke-linejoin="round"'
    yield f'<path{_transform(text)} fill="none" {stroke} d="{_drawn(text, letterer)}"/>'


def _letters(text: LetteredText, letterer: Letterer) -> Iterable[str]:
    yield from _rims(text, letterer)
    yield f'<path{_transform(text)} {paint("fill", text.style.colour)} d="{_drawn(text, letterer)}"/>'


def _transform(text: LetteredText) -> str:
    turn = turned(text)
    return f' transform="{turn}"' if turn else ""


def _drawn(text: LetteredText, letterer: Letterer) -> str:
    lines = (letterer.outline(line.text, text.style, text.font_size, (line.x, line.y)) for line in text.lines)
    return " ".join(filter(None, lines))
