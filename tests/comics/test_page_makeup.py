from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comics.drawn import A5, EPSILON, PRINT, SCREEN, comic, comics, composed, ids, panel
from storybook.comics.badness import LOOSEST, Widths
from storybook.comics.page_rules import PageRules
from storybook.errors import SourceError, Where
from storybook.model.comic import Bleed, Comic, Half, Lettering, LetteringKind, Makeup, Panel
from storybook.model.composition import ComposedPage, Composition, Reach, Side
from storybook.model.geometry import Rect

GUTTER = A5.panel_gutter
RULES = st.sampled_from([PRINT, replace(PRINT, opens=Side.RECTO), SCREEN, replace(PRINT, bound=Half.RIGHT)])
TURN, SPLASH, SPREAD = Makeup(page_turn=True), Makeup(bleed=Bleed.PAGE), Makeup(bleed=Bleed.SPREAD)
TOGETHER = Makeup(with_next=True)


def in_margins(layout: Composition) -> list[ComposedPage]:
    return [page for page in layout.pages if page.reach is Reach.MARGINS and page.panels]


def boxes(page: ComposedPage) -> list[Rect]:
    return [placed.box for placed in page.panels]


def share_height(one: Rect, two: Rect) -> bool:
    return min(one.bottom, two.bottom) - max(one.y, two.y) > EPSILON


def share_width(one: Rect, two: Rect) -> bool:
    return min(one.right, two.right) - max(one.x, two.x) > EPSILON


@given(comics(), RULES)
def test_every_panel_is_there_once_and_in_order(made: Comic, rules: PageRules) -> None:
    second = rules.half_on(Side.RECTO)
    pages = [page for page in composed(made, rules).pages if page.half is not second]
    assert [placed.panel for page in pages for placed in page.panels] == list(made.panels)


@given(comics(), RULES)
def test_panels_stand_inside_the_area_uncropped_and_apart(made: Comic, rules: PageRules) -> None:
    area = rules.area
    for page in in_margins(composed(made, rules)):
        for placed in page.panels:
            box, aspect = placed.box, placed.panel.picture.aspect
            assert placed.art == box
            assert abs(box.width / box.height - aspect) < 1e-6 * aspect
            assert box.x >= area.x - EPSILON
            assert box.y >= area.y - EPSILON
            assert box.right <= area.right + EPSILON
            assert box.bottom <= area.bottom + EPSILON
        for number, one in enumerate(boxes(page)):
            assert not any(share_height(one, two) and share_width(one, two) for two in boxes(page)[number + 1 :])


@given(comics(), RULES)
def test_gutters_are_constant_and_tiers_are_flush(made: Comic, rules: PageRules) -> None:
    """Beside each other panels are a gutter apart; tiers may be farther apart, all by as much, to fill a page."""
    for page in in_margins(composed(made, rules)):
        all_boxes = boxes(page)
        left, right = min(box.x for box in all_boxes), max(box.right for box in all_boxes)
        down: list[float] = []
        for box in all_boxes:
            beside = [other.x - box.right for other in all_boxes if other.x >= box.right and share_height(box, other)]
            if beside:
                assert abs(min(beside) - GUTTER) < EPSILON
            else:
                assert abs(box.right - right) < EPSILON
            if not any(other.right <= box.x and share_height(box, other) for other in all_boxes):
                assert abs(box.x - left) < EPSILON
            below = [other.y - box.bottom for other in all_boxes if other.y >= box.bottom and share_width(box, other)]
            down += [min(below)] if below else []
        wider = [gap for gap in down if abs(gap - GUTTER) > EPSILON]
        assert all(GUTTER - EPSILON < gap < GUTTER * (1 + LOOSEST) + EPSILON for gap in down)
        assert not wider or max(wider) - min(wider) < EPSILON


@given(comics())
def test_a_page_whose_tiers_are_farther_apart_is_full(made: Comic) -> None:
    for page in in_margins(composed(made)):
        tops = sorted({round(box.y, 4) for box in boxes(page)})
        bottoms = sorted({round(box.bottom, 4) for box in boxes(page)})
        gaps = [
            top - max(bottom for bottom in bottoms if bottom <= top)
            for top in tops[1:]
            if any(bottom <= top for bottom in bottoms)
        ]
        if any(gap > GUTTER + 0.01 for gap in gaps):
            assert abs(bottoms[-1] - PRINT.area.bottom) < 0.01


@given(comics(), RULES, st.floats(0.1, 0.95))
def test_no_panel_is_too_small_for_its_words(made: Comic, rules: PageRules, share: float) -> None:
    area = rules.area

    def limits(one: Panel) -> Widths:
        return Widths(share * min(area.width, area.height * one.picture.aspect))

    for page in in_margins(composed(made, rules, limits)):
        for placed in page.panels:
            assert placed.box.width >= limits(placed.panel).least - EPSILON


@given(comics(), RULES, st.floats(60, 140))
def test_panels_with_too_few_pixels_are_told(made: Comic, rules: PageRules, most: float) -> None:
    layout = composed(made, rules, lambda _: Widths(0.0, most))
    large = {placed.panel.id for page in layout.pages for placed in page.panels if placed.art.width > most * 1.001}
    told = [warning.what for warning in layout.warnings if "pixels per inch" in warning.what]
    assert len(told) == len(large)
    assert all(any(f"panel {name} " in what for what in told) for name in large)


@given(comics(), RULES)
def test_sides_follow_each_other_and_what_wants_a_verso_is_on_one(made: Comic, rules: PageRules) -> None:
    layout = composed(made, rules)
    sides = [page.side for page in layout.pages]
    assert sides[0] is rules.opens
    if rules.opens is None:
        assert not any(sides)
        return
    assert all(one is not two for one, two in pairwise(sides))
    for page, after in pairwise([*layout.pages, ComposedPage(())]):
        makeup = page.panels[0].panel.makeup if page.panels else Makeup()
        if makeup.page_turn and page.half is not rules.half_on(Side.RECTO):
            assert page.side is Side.VERSO
        if page.half is rules.half_on(Side.VERSO):
            assert page.side is Side.VERSO
            assert after.half is rules.half_on(Side.RECTO)
            assert after.panels[0].panel is page.panels[0].panel
        assert not any(placed.panel.makeup.page_turn for placed in page.panels[1:])


@given(comics(), RULES)
def test_the_same_comic_gives_the_same_pages(made: Comic, rules: PageRules) -> None:
    assert composed(made, rules) == composed(Comic(tuple(made.panels), (), made.right_to_left), rules)


@given(comics(), RULES)
def test_every_page_has_a_reason(made: Comic, rules: PageRules) -> None:
    layout = composed(made, rules)
    spreads = sum(page.half is Half.LEFT for page in layout.pages)
    assert len(layout.reasons) == len(layout.pages) - spreads


def test_a_strip_of_one_shape_is_not_one_page_again_and_again() -> None:
    layout = composed(comic(*[4 / 3] * 24))
    shapes = [tuple(round(placed.box.width) for placed in page.panels) for page in layout.pages]
    assert len(layout.pages) < 12
    assert not any(one == two for one, two in pairwise(shapes))


def test_a_panel_that_weighs_more_is_larger() -> None:
    plain = composed(comic(*[1.2] * 12)).pages
    heavy = composed(comic(*[1.2] * 12, p004=Makeup(weight=3.0))).pages
    widths = [{p.panel.id: p.box.width for page in pages for p in page.panels}["p004"] for pages in (plain, heavy)]
    assert widths[1] > 1.5 * widths[0]


OUR_BOOK = (
    "1.219 0.762 0.762 1.392 0.7 0.616 2.559 0.934 0.773 0.648 1.293 1.008 2.134 0.674 0.713 1.347 1.392 1.196 1.6 "
    "1.939 2.206 2.134 0.674 0.713"
)
BY_HAND = [3, 3, 2, 3, 2, 1, 1, 2, 2, 3, 1, 1]


def test_our_book_with_five_wishes_comes_out_as_a_person_has_laid_it_out() -> None:
    wishes = {"p013": Makeup(weight=3), "p014": SPLASH, "p022": Makeup(weight=3), "p023": SPLASH, "p007": Makeup(1.8)}
    layout = composed(comic(*map(float, OUR_BOOK.split()), **wishes))
    assert [len(page.panels) for page in layout.pages] == BY_HAND


def test_a_tall_panel_stands_beside_a_column() -> None:
    (page,) = composed(comic(0.3, 1.1, 1.3, 1.2)).pages
    tall, *others = boxes(page)
    assert tall.height > PRINT.area.height * 0.9
    assert len({round(box.x, 6) for box in others}) == 1
    assert all(box.x > tall.right for box in others)


def test_read_from_the_right_a_page_is_the_other_way_round() -> None:
    aspects = (0.3, 1.1, 1.3, 1.2)
    plain, mirrored = (composed(replace(comic(*aspects), right_to_left=rtl)) for rtl in (False, True))
    area = PRINT.area
    for one, two in zip(boxes(plain.pages[0]), boxes(mirrored.pages[0]), strict=True):
        assert abs((one.x - area.x) - (area.right - two.right)) < EPSILON
        assert (one.y, one.width, one.height) == pytest.approx((two.y, two.width, two.height))


def test_a_reveal_waits_for_the_turn_of_the_page() -> None:
    layout = composed(comic(*[1.5] * 9, p003=TURN))
    pages = ids(layout)
    at = next(number for number, names in enumerate(pages) if "p003" in names)
    assert pages[at][0] == "p003"
    assert layout.pages[at].side is Side.VERSO
    assert "p003 begins it, so that it is seen when the page is turned" in layout.reasons[at]


def test_a_reveal_that_nothing_can_stand_before_leaves_a_recto_blank() -> None:
    layout = composed(comic(1.5, 1.5, p000=TURN), replace(PRINT, opens=Side.RECTO))
    assert ids(layout)[:2] == [[], ["p000", "p001"]]
    assert layout.reasons[0] == "page 1 (recto): blank, so that p000 comes on a verso"


def test_on_a_screen_a_reveal_begins_a_page() -> None:
    layout = composed(comic(*[1.5] * 4, p003=TURN), SCREEN)
    assert ids(layout)[-1] == ["p003"]
    assert not any(ids(layout)[number] == [] for number in range(len(layout.pages)))


def test_what_belongs_together_stays_together() -> None:
    aspects = [1.0, 1.6, 0.8, 1.2, 0.7, 1.9, 1.1, 0.9, 1.4, 1.0]
    for number in range(len(aspects) - 1):
        layout = composed(comic(*aspects, **{f"p{number:03}": TOGETHER}))
        page = next(names for names in ids(layout) if f"p{number:03}" in names)
        assert f"p{number + 1:03}" in page
        assert any(f"p{number:03} and p{number + 1:03} stay together" in line for line in layout.reasons)


def test_what_cannot_stay_together_is_told() -> None:
    wishes = {f"p{number:03}": TOGETHER for number in range(3)}
    layout = composed(comic(0.7, 0.7, 0.7, 0.7, **wishes), PRINT, lambda _: Widths(120.0))
    assert any("could not stay together" in line for line in layout.reasons)


def test_a_page_that_ends_a_chapter_may_be_short_and_begins_at_the_top() -> None:
    layout = composed(comic(*[16 / 9] * 6))
    last = boxes(layout.pages[-1])
    assert last[-1].bottom < PRINT.area.bottom - 20
    assert last[0].y == PRINT.area.y


def test_words_that_no_page_has_room_for_are_refused() -> None:
    with pytest.raises(SourceError) as error:
        composed(comic(0.5, 1.0), PRINT, lambda one: Widths(120.0 if one.id == "p000" else 0.0))
    assert "the panel p000 can be 95 mm wide on this page, and would have to be 120 mm wide" in str(error.value)
    assert "p001" not in str(error.value)


def test_words_that_are_too_small_are_told_where_they_are_written_if_there_is_one_piece_of_them() -> None:
    here, there = Where("en/comic.yaml", 4), Where("en/comic.yaml", 9)
    pieces = tuple(
        Lettering(LetteringKind.CAPTION_BOX, "Words.", Rect(0.1, 0.1, 0.2, 0.2), where=where) for where in (here, there)
    )
    for words, told in ((pieces[:1], here), (pieces, None)):
        one = Comic((replace(panel(0, 1000, 1000), lettering=words),))
        with pytest.raises(SourceError) as error:
            composed(one, PRINT, lambda _: Widths(500.0))
        (problem,) = error.value.problems
        assert problem.where == told


def test_a_panel_with_few_pixels_shares_its_tier_where_it_can() -> None:
    coarse = composed(comic(1.2, 1.2, 1.2, 1.2), PRINT, lambda one: Widths(0.0, 64.0 if one.id == "p001" else 400.0))
    assert not coarse.warnings


def test_a_panel_with_far_too_few_pixels_is_printed_and_told() -> None:
    layout = composed(comic(1.2, 1.2), PRINT, lambda _: Widths(0.0, 10.0))
    assert [warning.what.split(" has ")[0] for warning in layout.warnings] == ["the panel p000", "the panel p001"]


def lettered(box: Rect, aspect: float, bleed: Bleed) -> Comic:
    words = Lettering(LetteringKind.CAPTION_BOX, "Words.", box)
    return Comic((replace(panel(0, 2000, round(2000 / aspect)), lettering=(words,), makeup=Makeup(bleed=bleed)),))


def test_a_splash_fills_the_page_to_its_bleed() -> None:
    (page,) = composed(comic(0.7, p000=SPLASH)).pages
    assert page.panels[0].box == Rect(-3, -3, 154, 216)
    assert page.reach is Reach.BLEED


def test_a_splash_of_another_shape_is_told() -> None:
    layout = composed(comic(1.5, p000=SPLASH))
    assert layout.warnings[0].what.startswith("52% of the panel p000 is cut off")


def test_a_splash_moves_so_that_its_words_are_not_cut() -> None:
    (page,) = composed(lettered(Rect(0.02, 0.1, 0.1, 0.1), 1.0, Bleed.PAGE)).pages
    placed = page.panels[0]
    assert placed.art.x + 0.02 * placed.art.width >= 0
    assert placed.art.x <= placed.box.x + EPSILON
    assert placed.art.right >= placed.box.right - EPSILON


@pytest.mark.parametrize("bound", list(Half))
def test_a_spread_lies_on_two_facing_pages(bound: Half) -> None:
    layout = composed(comic(1.4, 1.4, 1.4, p001=SPREAD), replace(PRINT, bound=bound))
    first, second = (page for page in layout.pages if page.half)
    assert (first.side, second.side) == (Side.VERSO, Side.RECTO)
    assert first.half is (Half.LEFT if bound is Half.LEFT else Half.RIGHT)
    left, right = sorted((first, second), key=lambda page: page.half is Half.RIGHT)
    assert left.panels[0].art.x - right.panels[0].art.x == pytest.approx(A5.trim_width)
    assert left.panels[0].box == right.panels[0].box == Rect(-3, -3, 154, 216)


def test_a_spread_is_one_wide_page_on_a_screen() -> None:
    layout = composed(comic(1.41, p000=SPREAD), replace(SCREEN, page=replace(A5, bleed=0)))
    (page,) = layout.pages
    assert page.reach is Reach.SPREAD
    assert page.panels[0].box == Rect(0, 0, 296, 210)


def test_a_panorama_over_two_pages_stands_whole() -> None:
    first, _ = composed(comic(3.0, p000=SPREAD)).pages
    placed = first.panels[0]
    assert placed.art.width == pytest.approx(302)
    assert placed.box.height == pytest.approx(302 / 3)
    assert placed.box.y == pytest.approx((210 - 302 / 3) / 2)


def test_words_in_the_fold_are_refused_or_moved_out_of_it() -> None:
    with pytest.raises(SourceError, match="p000 lie in the fold"):
        composed(lettered(Rect(0.4, 0.1, 0.2, 0.1), 1.4, Bleed.SPREAD))
    near = Rect(0.51, 0.1, 0.2, 0.1)
    first, _ = composed(lettered(near, 1.7, Bleed.SPREAD)).pages
    art = first.panels[0].art
    assert art.x + near.x * art.width >= A5.trim_width + 5.9


def test_a_face_in_the_fold_is_refused_but_not_a_crowd() -> None:
    def kept(area: Rect) -> Comic:
        return Comic((replace(panel(0, 2000, 1430), keep_clear=(area,), makeup=SPREAD),))

    with pytest.raises(SourceError, match="to be kept clear lies in the fold"):
        composed(kept(Rect(0.45, 0.2, 0.1, 0.2)))
    assert len(composed(kept(Rect(0.0, 0.25, 1.0, 0.75))).pages) == 2
