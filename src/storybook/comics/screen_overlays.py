"""Baked lettering for what screens show: a drawing of words for each picture, from the drawings of its panels."""

from collections.abc import Callable, Mapping

from storybook.comics.screens import Shown, place_on, shape_of, shown_on_screens
from storybook.errors import Problem, SourceError
from storybook.model.book import Book
from storybook.model.comic import Comic, Panel
from storybook.model.edition import Target
from storybook.model.geometry import Rect
from storybook.model.lettering import UNITS
from storybook.model.picture import Picture

DrawWords = Callable[[Panel, float], str]
"""The words of a panel as an SVG drawing, 1000 wide and as high as its picture is in that; empty where it has none.

The number is the part of the screen's width that the panel takes.
"""

WHOLE = Rect(0.0, 0.0, 1.0, 1.0)


def overlays_on_screens(book: Book, target: Target, draw: DrawWords) -> Mapping[Picture, str]:
    """What is drawn over each picture that a target's screens show, for those that bear words.

    Each is an SVG whose root has viewBox="0 0 1000 H" and no size. Raises SourceError where one picture is shown twice
    with other words.
    """
    overlays: dict[Picture, str] = {}
    problems: list[Problem] = []
    for chapter in book.chapters:
        for comic in chapter.blocks:
            if not isinstance(comic, Comic):
                continue
            for shown in shown_on_screens(comic, shape_of(chapter, target), target.images):
                for piece, drawing in zip(shown.pieces, _drawings(shown, draw), strict=True):
                    if overlays.setdefault(piece, drawing) != drawing:
                        problems.append(_twice(shown.panels[0]))
    if problems:
        raise SourceError(list(dict.fromkeys(problems)))
    return {picture: drawing for picture, drawing in overlays.items() if drawing}


def _drawings(shown: Shown, draw: DrawWords) -> tuple[str, ...]:
    """The words over each piece of what is shown."""
    parts: list[str] = []
    height = UNITS / shown.picture.aspect
    for panel in shown.panels:
        place = place_on(shown.picture, panel) or WHOLE if shown.drawn else WHOLE
        drawing = draw(panel, place.width)
        if drawing:
            move = f"translate({place.x * UNITS:.3f} {place.y * height:.3f}) scale({place.width:.5f})"
            parts.append(f'<g transform="{move}">{_inside(drawing)}</g>')
    if not parts:
        return ("",) * len(shown.pieces)
    whole = "".join(parts)
    return tuple(_over(piece, shown.picture, whole) for piece in shown.pieces)


def _over(piece: Picture, picture: Picture, words: str) -> str:
    """What of the words over a picture lies over a piece of it."""
    if piece.part is not None and piece is not picture:
        above = piece.part.y - (picture.part.y if picture.part else 0)
        words = f'<g transform="translate(0 {-above * UNITS / picture.width:.3f})">{words}</g>'
    height = UNITS / piece.aspect
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {UNITS:g} {height:.3f}">{words}</svg>'


def _inside(drawing: str) -> str:
    """What is inside the root of a drawing of ours."""
    return drawing[drawing.index(">") + 1 : drawing.rindex("</svg>")]


def _twice(panel: Panel) -> Problem:
    what = f"the panel {panel.id} shows the same picture as another panel, with other words"
    hint = "where lettering is baked, give each of them a copy of the picture with a name of its own"
    return Problem(what, panel.where, hint)
