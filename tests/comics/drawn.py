"""Panels for tests of make-up."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from hypothesis import strategies as st

from storybook.comics.badness import Widths
from storybook.comics.page_makeup import compose
from storybook.comics.page_rules import PageRules
from storybook.model.comic import PLAIN, Bleed, Comic, Makeup, Panel
from storybook.model.composition import Composition, Side
from storybook.model.geometry import PageGeometry
from storybook.model.picture import Picture, PixelBox

A5 = PageGeometry(148, 210, bleed=3)
PRINT = PageRules(A5, Side.VERSO)
SCREEN = PageRules(A5)

EPSILON = 1e-6


def panel(number: int, width: int, height: int, makeup: Makeup = PLAIN, *, in_strip: bool = False) -> Panel:
    part = PixelBox(0, 0, width, height) if in_strip else None
    picture = Picture(f"p{number}.png", "0" * 64, width, height, part=part)
    return Panel(f"p{number:03}", picture, "a panel", makeup=makeup)


def comic(*aspects: float, **wishes: Makeup) -> Comic:
    """Panels p000, p001 … of these aspects, 1200 px wide; wishes by their ids."""
    panels = [panel(number, 1200, round(1200 / aspect)) for number, aspect in enumerate(aspects)]
    return Comic(tuple(replace(one, makeup=wishes.get(one.id, PLAIN)) for one in panels))


def anywhere(_: Panel) -> Widths:
    return Widths()


def composed(made: Comic, rules: PageRules = PRINT, limits: Callable[[Panel], Widths] = anywhere) -> Composition:
    return compose(made, rules, limits)


def ids(layout: Composition) -> list[list[str]]:
    """The panels on each page."""
    return [[placed.panel.id for placed in page.panels] for page in layout.pages]


SIZES = st.tuples(st.integers(300, 1600), st.floats(0.2, 3.5)).map(lambda size: (size[0], round(size[0] / size[1])))
WISHES = st.one_of(
    st.just(PLAIN),
    st.builds(Makeup, weight=st.floats(0.4, 3.0)),
    st.builds(Makeup, page_turn=st.booleans(), with_next=st.booleans()),
    st.builds(Makeup, page_turn=st.booleans(), bleed=st.sampled_from(Bleed)),
)


def comics(most: int = 14, wishes: st.SearchStrategy[Makeup] = WISHES) -> st.SearchStrategy[Comic]:
    drawn = st.lists(st.tuples(SIZES, wishes, st.booleans()), min_size=1, max_size=most)
    return st.builds(_comic, drawn, st.booleans())


def _comic(drawn: Sequence[tuple[tuple[int, int], Makeup, bool]], right_to_left: bool) -> Comic:
    panels = [panel(n, w, h, makeup, in_strip=strip) for n, ((w, h), makeup, strip) in enumerate(drawn)]
    return Comic(tuple(panels), right_to_left=right_to_left)
