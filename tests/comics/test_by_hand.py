from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comics.drawn import A5, EPSILON, PRINT, SCREEN, anywhere, comic, composed, ids, panel
from storybook.comics.badness import Widths
from storybook.comics.by_hand import place
from storybook.comics.page_makeup import compose
from storybook.errors import SourceError
from storybook.model.comic import Comic, ComicPage, Half, Panel
from storybook.model.composition import Reach, Side
from storybook.model.geometry import Rect
from storybook.model.picture import Picture, PixelBox

GUTTER = 3.0

sizes = st.tuples(st.integers(200, 4000), st.integers(200, 4000))
tiers_drawn = st.lists(st.lists(sizes, min_size=1, max_size=4), min_size=1, max_size=5).map(
    lambda tiers: [
        [panel(10 * row + place, w, h) for place, (w, h) in enumerate(tier)] for row, tier in enumerate(tiers)
    ]
)


@given(tiers_drawn, st.floats(60, 250), st.floats(80, 350))
def test_panels_stay_inside_the_area_uncropped(tiers: list[list[Panel]], width: float, height: float) -> None:
    area = Rect(10.0, 12.0, width, height)
    placed = place(tiers, area, GUTTER)
    assert [item.panel for item in placed] == [one for tier in tiers for one in tier]
    narrowest = min(item.box.width for item in placed)
    if narrowest <= 0:  # gutters alone are wider than such a page; nothing can stand on it
        return
    for item in placed:
        assert abs(item.box.width / item.box.height - item.panel.picture.aspect) < 1e-6 * item.panel.picture.aspect
        assert item.box.x >= area.x - EPSILON
        assert item.box.y >= area.y - EPSILON
        assert item.box.right <= area.right + EPSILON
        assert item.box.bottom <= area.bottom + EPSILON


@given(tiers_drawn)
def test_gutters_are_constant_and_tiers_are_flush(tiers: list[list[Panel]]) -> None:
    placed = {item.panel.id: item.box for item in place(tiers, Rect(0, 0, 128, 190), GUTTER)}
    rows = [[placed[one.id] for one in tier] for tier in tiers]
    for row in rows:
        for left, right in pairwise(row):
            assert abs(right.x - left.right - GUTTER) < EPSILON
            assert abs(right.height - left.height) < EPSILON
    for upper, lower in pairwise(rows):
        assert abs(lower[0].y - upper[0].bottom - GUTTER) < EPSILON
        assert abs(lower[0].x - upper[0].x) < EPSILON
        assert abs(lower[-1].right - upper[-1].right) < EPSILON


def of_pages(*pages: ComicPage) -> Comic:
    panels = dict.fromkeys(one for page in pages for one in page.panels)
    return Comic(tuple(panels), pages)


def test_pages_by_hand_are_kept() -> None:
    one, two, three = comic(1.2, 0.8, 1.0).panels
    layout = composed(of_pages(ComicPage(((one,), (two, three)))))
    assert ids(layout) == [["p000", "p001", "p002"]]
    assert layout.pages[0].side is Side.VERSO
    assert layout.reasons == ("The art sheet says what stands on each page.",)


def test_a_splash_by_hand_fills_its_page() -> None:
    layout = composed(of_pages(ComicPage(((panel(1, 2480, 3478),),), splash=True)))
    assert layout.pages[0].panels[0].box == Rect(-3, -3, 154, 216)


def test_a_coarse_panel_by_hand_is_told() -> None:
    made = of_pages(ComicPage(((panel(1, 300, 300),),)))
    assert "60 pixels per inch" in compose(made, PRINT, lambda _: Widths(0, 51)).warnings[0].what


def test_words_that_are_too_small_on_a_page_by_hand_are_told() -> None:
    tier = tuple(panel(number, 900, 900) for number in range(4))
    made = of_pages(ComicPage((tier,)))
    warnings = compose(made, PRINT, lambda one: Widths(40.0 if one.id == "p002" else 0.0)).warnings
    assert [w.what.split(" are ")[0] for w in warnings] == ["the words of the panel p002"]


def spread() -> tuple[ComicPage, ComicPage]:
    wide = panel(9, 3000, 2140)
    left, right = (ComicPage(((wide,),), half=half) for half in Half)
    return left, right


def test_the_halves_of_a_spread_by_hand_lie_on_facing_pages() -> None:
    layout = composed(of_pages(*spread()))
    assert [(page.half, page.side) for page in layout.pages] == [(Half.LEFT, Side.VERSO), (Half.RIGHT, Side.RECTO)]


def test_the_halves_of_a_spread_on_two_leaves_are_refused() -> None:
    before = ComicPage(((panel(1, 100, 100),),))
    with pytest.raises(SourceError) as error:
        composed(of_pages(before, *spread()))
    assert "the left half of the spread p009 lies on a page to the other side" in str(error.value)


def test_on_a_screen_both_halves_are_one_page() -> None:
    before = ComicPage(((panel(1, 100, 100),),))
    layout = composed(of_pages(before, *spread()), SCREEN)
    assert [page.reach for page in layout.pages] == [Reach.MARGINS, Reach.SPREAD]


def drawn(width: int, height: int) -> Comic:
    whole = Picture("page.png", "0" * 64, width, height)
    first = Panel("p1", whole.cut(PixelBox(100, 100, 300, 200)), "first")
    second = Panel("p2", whole.cut(PixelBox(450, 100, 300, 200)), "second")
    return of_pages(ComicPage(((first, second),), drawn=whole))


def test_a_drawn_page_of_the_shape_of_the_page_runs_to_its_edges() -> None:
    (page,) = compose(drawn(1480, 2100), PRINT, anywhere).pages
    assert page.drawn is not None
    assert page.reach is Reach.BLEED
    assert page.drawn.box == Rect(-3, -3, 154, 216)
    assert page.drawn.art.height >= 216


def test_a_drawn_page_of_another_shape_stands_whole_within_the_margins() -> None:
    (page,) = compose(drawn(1000, 1000), PRINT, anywhere).pages
    assert page.drawn is not None
    assert page.reach is Reach.MARGINS
    assert page.drawn.art == page.drawn.box == Rect(10, 41, 128, 128)


def test_panels_are_places_on_a_drawn_page() -> None:
    (page,) = compose(drawn(1000, 1000), PRINT, anywhere).pages
    first, second = (placed.box for placed in page.panels)
    assert (first.x, first.y, first.width, first.height) == pytest.approx((22.8, 53.8, 38.4, 25.6))
    assert second.x == pytest.approx(10 + 0.45 * 128)
    assert page.pictures == ((page.drawn.picture, 128.0),) if page.drawn else ()


def test_the_page_of_a_preset_has_its_own_margin_and_gutter() -> None:
    assert (A5.comic_margin, A5.panel_gutter) == (10.0, 3.0)
    assert PRINT.area == Rect(10, 10, 128, 190)
