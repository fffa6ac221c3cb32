"""Lettering as it is set: the style of each kind of words, and words laid out in a panel."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from storybook.model.comic import Lettering, LetteringKind
from storybook.model.geometry import Rect

UNITS = 1000.0
"""Lettering units in a panel's width, whatever its height."""


class Align(Enum):
    """How lines stand to each other."""

    LEFT = "left"
    CENTRE = "center"
    RIGHT = "right"


class Edge(Enum):
    """The edge of a caption box: cut by hand from paper, straight, or rounded."""

    CUT = "cut"
    STRAIGHT = "straight"
    ROUND = "round"


@dataclass(frozen=True, slots=True)
class Shadow:
    """The shadow of a shape: how far it lies to the right and below in em, and its colour."""

    x: float
    y: float
    colour: str


@dataclass(frozen=True, slots=True)
class LetteringStyle:
    """How words of one kind look.

    Colours are #rrggbb or #rrggbbaa, empty for none. size, least_size: points on paper; phone_size, least_phone_size:
    px on a phone that shows the panel 360 px wide; grows: as large as the place allows, size being what other lengths
    are measured by. letter_spacing, padding (across, down), stroke_width, dash, text_stroke_width: em.
    """

    use: str = "lettering"
    weight: int = 400
    italic: bool = False
    size: float = 9.0
    least_size: float = 7.0
    phone_size: float = 15.0
    least_phone_size: float = 12.4
    grows: bool = False
    line_height: float = 1.2
    colour: str = "#12100e"
    uppercase: bool = False
    letter_spacing: float = 0.0
    padding: tuple[float, float] = (0.5, 0.5)
    fill: str = ""
    stroke: str = ""
    stroke_width: float = 0.1
    dash: tuple[float, ...] = ()
    text_stroke: str = ""
    text_stroke_width: float = 0.0
    shadow: Shadow | None = None
    align: Align = Align.CENTRE
    edge: Edge = Edge.STRAIGHT

    def cased(self, text: str) -> str:
        """A text in the letters that are shown."""
        return text.upper() if self.uppercase else text


@dataclass(frozen=True, slots=True)
class LetteringStyles:
    """The styles of a book: for each kind, and for each kind in a language (`ko`) where that differs."""

    kinds: Mapping[LetteringKind, LetteringStyle]
    languages: Mapping[str, Mapping[LetteringKind, LetteringStyle]] = field(default_factory=dict)

    def style(self, kind: LetteringKind, language: str) -> LetteringStyle:
        """The style of a kind of words in a language."""
        return self.languages.get(language.partition("-")[0], self.kinds)[kind]


@dataclass(frozen=True, slots=True)
class LetteredLine:
    """One line of lettering: its words, left end, baseline and width in lettering units, before it is turned."""

    text: str
    x: float
    y: float
    width: float


@dataclass(frozen=True, slots=True)
class LetteredText:
    """Lettering laid out. Units: 1000 make the panel's width.

    outline: SVG path of the shape around the words with its tail, empty for words that stand on the art; box: of that
    shape without its tail, or of the words as they are turned; font_size, stroke_width in units; pivot: what the lines
    are turned about, by the lettering's degrees.
    """

    lettering: Lettering
    style: LetteringStyle
    outline: str
    box: Rect
    lines: tuple[LetteredLine, ...]
    font_size: float
    stroke_width: float
    pivot: tuple[float, float]
