"""Panels to letter, and letterers to do it, with the typefaces that ship with storybook."""

from dataclasses import replace

from storybook.comics.letterer import Letterer
from storybook.comics.lettering_style import read_styles
from storybook.model.comic import Lettering, LetteringKind, Panel
from storybook.model.geometry import Rect
from storybook.model.picture import Picture
from storybook.pages.lettering import lettering_styles
from storybook.pages.theme import load_theme

THEME = load_theme(None)
ENGLISH = Letterer(lettering_styles(THEME), THEME.typefaces, "en")
KOREAN = replace(ENGLISH, language="ko")
ASPECT = 1.5
HEIGHT = 1000 / ASPECT
PICTURE = Picture("p.png", "0" * 64, 1200, 800)


def words(
    kind: LetteringKind,
    text: str,
    box: tuple[float, float, float, float],
    tail: tuple[float, float] | None = None,
    turn: float = 0.0,
) -> Lettering:
    return Lettering(kind, text, Rect(*box), "Somebody" if kind.spoken else "", tail, turn=turn)


def panel(*lettering: Lettering, keep_clear: tuple[Rect, ...] = ()) -> Panel:
    return Panel("panel-01", PICTURE, "a panel", lettering, keep_clear)


def styled(css: str, language: str = "en") -> Letterer:
    """A letterer whose book says this in a sheet of its own."""
    shipped = (THEME.folders[-1] / "css" / "lettering.css").read_text(encoding="utf-8")
    return replace(ENGLISH, styles=read_styles([("shipped", shipped), ("own", css)]), language=language)
