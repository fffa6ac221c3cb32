"""Panels with slanted outlines side by side: as near as straight ones, and never over each other."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comics.drawn import panel
from storybook.comics import nesting
from storybook.comics.by_hand import place
from storybook.comics.nesting import nests_of
from storybook.comics.tiers import tier_of
from storybook.model.comic import Panel
from storybook.model.composition import PlacedPanel
from storybook.model.geometry import Rect

AREA = Rect(0.0, 0.0, 120.0, 500.0)
GUTTER = 4.0
Corners = Sequence[tuple[int, int]]


def outlined(number: int, width: int, height: int, *corners: tuple[int, int]) -> Panel:
    plain = panel(number, width, height)
    return replace(plain, picture=replace(plain.picture, outline=corners))


LEFT = outlined(1, 600, 800, (0, 0), (600, 0), (400, 800), (0, 800))
RIGHT = outlined(2, 580, 800, (200, 0), (580, 0), (580, 800), (0, 800))


def ends(placed: PlacedPanel, y: float) -> tuple[float, float]:
    """From where to where a panel reaches at a share of its height, in mm."""
    picture, box = placed.panel.picture, placed.box
    corners = picture.outline or ((0, 0), (picture.width, 0), (picture.width, picture.height), (0, picture.height))
    found = []
    for (x0, y0), (x1, y1) in zip(corners, (*corners[1:], corners[0]), strict=True):
        if y0 != y1 and min(y0, y1) <= y * picture.height <= max(y0, y1):
            found.append(x0 + (x1 - x0) * (y * picture.height - y0) / (y1 - y0))
    unit = box.width / picture.width
    return box.x + min(found) * unit, box.x + max(found) * unit


def gaps(panels: Sequence[Panel], *, right_to_left: bool = False) -> list[float]:
    """Between the first two panels of a tier, at many heights, in mm."""
    first, second = place([panels], AREA, GUTTER, right_to_left=right_to_left)[:2]
    if right_to_left:
        first, second = second, first
    return [ends(second, y / 40)[0] - ends(first, y / 40)[1] for y in range(41)]


def test_a_slanted_gutter_is_as_wide_as_a_straight_one() -> None:
    assert nests_of([LEFT, RIGHT], right_to_left=False) == pytest.approx((0.25,))
    assert gaps([LEFT, RIGHT]) == [pytest.approx(GUTTER)] * 41


def test_a_tier_of_slanted_panels_is_flush_with_both_edges() -> None:
    first, second = place([[LEFT, RIGHT]], AREA, GUTTER)
    assert first.box.x == 0.0
    assert second.box.right == pytest.approx(AREA.width)
    assert first.box.height == pytest.approx(second.box.height)


def test_read_from_the_right_the_neighbours_change_places() -> None:
    assert nests_of([RIGHT, LEFT], right_to_left=True) == pytest.approx((0.25,))
    assert gaps([RIGHT, LEFT], right_to_left=True) == [pytest.approx(GUTTER)] * 41


def test_edges_that_do_not_go_together_keep_their_distance() -> None:
    assert nests_of([RIGHT, LEFT], right_to_left=False) == (0.0,)
    leaning = outlined(3, 600, 800, (0, 0), (400, 0), (600, 800), (0, 800))
    assert nests_of([leaning, RIGHT], right_to_left=False) == (0.0,)


def test_beside_a_straight_edge_nothing_is_gained_but_where_the_box_is_too_wide() -> None:
    straight = panel(4, 500, 800)
    assert nests_of([LEFT, straight], right_to_left=False) == (0.0,)
    loose = outlined(5, 600, 800, (0, 0), (560, 0), (560, 800), (0, 800))
    assert nests_of([loose, straight], right_to_left=False) == pytest.approx((0.05,))
    assert nests_of([straight, straight], right_to_left=False) == (0.0,)


def test_an_outline_that_does_not_reach_a_height_leaves_it_to_its_neighbour() -> None:
    low = outlined(6, 400, 800, (0, 400), (400, 400), (400, 800), (0, 800))
    high = outlined(7, 400, 800, (0, 0), (400, 0), (400, 390), (0, 390))
    assert nests_of([low, high], right_to_left=False) == pytest.approx((nesting.MOST * 0.5,))


def test_only_columns_of_one_panel_reach_into_each_other() -> None:
    tier = tier_of([0.75, 0.725, 0.75], (1, 2), GUTTER, [0.25, 0.25])
    assert tier.nests == (0.0,)
    row = tier_of([0.75, 0.725, 0.75], (1, 1, 1), GUTTER, [0.25, 0.1])
    assert row.nests == (0.25, 0.1)
    assert row.slope == pytest.approx(0.75 + 0.725 + 0.75 - 0.35)


QUADRANGLES = st.tuples(*[st.integers(0, 300)] * 4).map(
    lambda off: outlined(1, 700, 800, (off[0], 0), (700 - off[1], 0), (700 - off[2], 800), (off[3], 800))
)


@given(QUADRANGLES, QUADRANGLES, st.booleans())
def test_panels_never_lie_nearer_than_a_gutter(one: Panel, other: Panel, right_to_left: bool) -> None:
    found = gaps([one, other], right_to_left=right_to_left)
    assert min(found) >= GUTTER - 1e-6
    (nest,) = nests_of([one, other], right_to_left=right_to_left)
    if nest < nesting.MOST * one.picture.aspect - 1e-9:
        assert min(found) == pytest.approx(GUTTER)
