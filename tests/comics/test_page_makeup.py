from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from storybook.comics.page_makeup import place
from storybook.model.comic import ComicPage, Panel
from storybook.model.geometry import Rect
from storybook.model.picture import Picture

GUTTER = 3.0
EPSILON = 1e-6


def panel(number: int, width: int, height: int) -> Panel:
    return Panel(f"p{number}", Picture(f"p{number}.png", "0" * 64, width, height), alt="a panel")


sizes = st.tuples(st.integers(200, 4000), st.integers(200, 4000))
pages = st.lists(st.lists(sizes, min_size=1, max_size=4), min_size=1, max_size=5).map(
    lambda tiers: ComicPage(tuple(tuple(panel(i, w, h) for i, (w, h) in enumerate(tier)) for tier in tiers))
)


@given(pages, st.floats(60, 250), st.floats(80, 350))
def test_panels_stay_inside_the_area_uncropped_and_apart(page: ComicPage, width: float, height: float) -> None:
    area = Rect(10.0, 12.0, width, height)
    placed = place(page, area, GUTTER)
    assert [item.panel for item in placed] == list(page.panels)
    narrowest = min(item.box.width for item in placed)
    if narrowest <= 0:  # gutters alone are wider than such a page; nothing can stand on it
        return
    for item in placed:
        assert abs(item.box.width / item.box.height - item.panel.picture.aspect) < 1e-6 * item.panel.picture.aspect
        assert item.box.x >= area.x - EPSILON
        assert item.box.y >= area.y - EPSILON
        assert item.box.right <= area.right + EPSILON
        assert item.box.bottom <= area.bottom + EPSILON


@given(pages)
def test_gutters_are_constant_and_tiers_are_flush(page: ComicPage) -> None:
    placed = {id(item.panel): item.box for item in place(page, Rect(0, 0, 128, 190), GUTTER)}
    tiers = [[placed[id(panel)] for panel in tier] for tier in page.tiers]
    for tier in tiers:
        for left, right in pairwise(tier):
            assert abs(right.x - left.right - GUTTER) < EPSILON
            assert abs(right.height - left.height) < EPSILON
    for upper, lower in pairwise(tiers):
        assert abs(lower[0].y - upper[0].bottom - GUTTER) < EPSILON
        assert abs(lower[0].x - upper[0].x) < EPSILON
        assert abs(lower[-1].right - upper[-1].right) < EPSILON


def test_a_splash_fills_its_area() -> None:
    area = Rect(-3, -3, 154, 216)
    page = ComicPage(((panel(1, 2480, 3478),),), splash=True)
    assert place(page, area, GUTTER)[0].box == area
