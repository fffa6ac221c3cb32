import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comics.outlines import area, crossings, distance_to, is_inside, polygons
from storybook.comics.balloons import Drawing, balloon, burst, cloud, cut_paper, round_box, rounded_box, straight_box
from storybook.comics.curves import Curve, circle, number, rounded_rectangle, superellipse
from storybook.model.geometry import Rect

PANEL = Rect(0, 0, 1000, 700)
DRAWING = Drawing(26.0, PANEL, "panel-01/1")

tails = st.tuples(st.floats(0, 1000), st.floats(0, 700))
boxes = st.builds(
    Rect,
    x=st.floats(0, 500).map(lambda v: round(v, 2)),
    y=st.floats(0, 400).map(lambda v: round(v, 2)),
    width=st.floats(150, 500).map(lambda v: round(v, 2)),
    height=st.floats(90, 300).map(lambda v: round(v, 2)),
)


@pytest.mark.parametrize("draw", [balloon, rounded_box])
@given(box=boxes, tail=tails)
@settings(max_examples=30)
def test_a_balloon_and_its_tail_are_one_outline_without_a_seam(
    draw: object, box: Rect, tail: tuple[float, float]
) -> None:
    (outline,) = polygons(draw(box, tail, DRAWING))  # type: ignore[operator]
    assert crossings(outline) == 0
    assert area(outline) > 0.55 * box.width * box.height
    assert all(-0.1 <= x <= 1000.1 and -0.1 <= y <= 700.1 for x, y in outline)
    assert is_inside(outline, tail) or distance_to(outline, tail) < 0.37 * DRAWING.em


@pytest.mark.parametrize("draw", [balloon, rounded_box, cloud, burst])
@given(box=boxes, tail=st.none() | tails)
@settings(max_examples=20)
def test_every_shape_is_closed_and_stays_in_the_panel(
    draw: object, box: Rect, tail: tuple[float, float] | None
) -> None:
    shapes = polygons(draw(box, tail, DRAWING))  # type: ignore[operator]
    assert crossings(shapes[0]) == 0
    assert all(area(shape) > 0 for shape in shapes)
    assert all(-0.1 <= x <= 1000.1 and -0.1 <= y <= 700.1 for shape in shapes for x, y in shape)
    # All but the tail stays in the box.
    left, top, right, bottom = box.x - 0.1, box.y - 0.1, box.right + 0.1, box.bottom + 0.1
    if tail is None:
        assert all(left <= x <= right and top <= y <= bottom for x, y in shapes[0])


def test_a_tail_leaves_the_side_that_is_nearest() -> None:
    box = Rect(300, 200, 400, 200)
    plain = polygons(balloon(box, None, DRAWING))[0]
    for tail, side in (((500, 600), 1), ((500, 50), 1), ((50, 300), 0), ((950, 300), 0)):
        outline = polygons(balloon(box, tail, DRAWING))[0]
        foot = min((p for p in outline if p not in plain), key=lambda p: abs(p[side] - (300 if side else 500)))
        assert math.dist(tail, min(outline, key=lambda p: math.dist(p, tail))) < 0.2
        assert foot
    below = polygons(balloon(box, (500, 600), DRAWING))[0]
    assert max(y for _, y in below) == pytest.approx(600)
    assert [y for x, y in below if 480 < x < 520 and y < 300] != []


@pytest.mark.parametrize("tail", [(500.0, 300.0), (500.0, 398.0), (500.0, 405.0)])
def test_a_point_inside_or_at_the_edge_needs_no_tail(tail: tuple[float, float]) -> None:
    box = Rect(300, 200, 400, 200)
    assert balloon(box, tail, DRAWING) == balloon(box, None, DRAWING)
    assert cloud(box, tail, DRAWING) == cloud(box, None, DRAWING)


def test_a_thought_is_led_to_by_bubbles_that_get_smaller_and_do_not_touch() -> None:
    shapes = polygons(cloud(Rect(300, 100, 300, 150), (450, 600), DRAWING))
    rounds = [
        (sum(x for x, _ in s) / len(s), sum(y for _, y in s) / len(s), math.sqrt(area(s) / 3)) for s in shapes[1:]
    ]
    assert len(rounds) == 5
    assert [r for _, _, r in rounds] == sorted((r for _, _, r in rounds), reverse=True)
    assert [y for _, y, _ in rounds] == sorted(y for _, y, _ in rounds)
    for (ax, ay, ar), (bx, by, br) in itertools.pairwise(rounds):
        assert math.dist((ax, ay), (bx, by)) > ar + br
    assert not any(is_inside(shapes[0], point) for shape in shapes[1:] for point in shape)


def test_a_thinker_close_by_has_fewer_bubbles() -> None:
    box = Rect(300, 100, 300, 150)
    assert len(polygons(cloud(box, (450, 320), DRAWING))) == 3
    assert len(polygons(cloud(box, (450, 268), DRAWING))) == 2


def test_a_shout_has_spikes_as_even_as_a_hand_makes_them_and_one_to_the_speaker() -> None:
    box = Rect(200, 100, 420, 240)
    (outline,) = polygons(burst(box, (500, 650), DRAWING))
    assert min(math.dist(point, (500, 650)) for point in outline) < 0.1
    (plain,) = polygons(burst(box, None, DRAWING))
    centre = (410.0, 220.0)
    reach = [math.dist(point, centre) for point in plain]
    peaks = [
        r
        for before, r, after in zip(reach[-1:] + reach, reach, reach[1:] + reach[:1], strict=False)
        if before < r > after
    ]
    assert 12 <= len(peaks) <= 40


def test_shapes_differ_by_name_and_are_the_same_every_time() -> None:
    box, other = Rect(100, 100, 300, 120), Drawing(26.0, PANEL, "panel-02/1")
    for draw in (cut_paper,):
        assert draw(box, DRAWING) == draw(box, DRAWING) != draw(box, other)
    assert burst(box, None, DRAWING) == burst(box, None, DRAWING) != burst(box, None, other)
    assert cloud(box, None, DRAWING) == cloud(box, None, DRAWING) != cloud(box, None, other)


@given(box=boxes)
def test_cut_paper_never_cuts_into_its_words(box: Rect) -> None:
    (outline,) = polygons(cut_paper(box, DRAWING))
    for corner in ((box.x + 1, box.y + 1), (box.right - 1, box.y + 1), (box.right - 1, box.bottom - 1)):
        assert is_inside(outline, corner)


def test_plain_boxes() -> None:
    box = Rect(10, 20, 100, 50)
    assert straight_box(box) == "M10 20 L110 20 L110 70 L10 70 Z"
    (rounded,) = polygons(round_box(box, DRAWING))
    assert area(rounded) == pytest.approx(5000 - (4 - math.pi) * (0.75 * 26) ** 2, rel=0.01)


@pytest.mark.parametrize("curve", [superellipse(Rect(0, 0, 300, 100)), rounded_rectangle(Rect(0, 0, 300, 100), 30)])
def test_a_curve_drawn_in_pieces_lies_where_it_should(curve: Curve) -> None:
    (outline,) = polygons(f"M{number(curve.at(0)[0])} {number(curve.at(0)[1])} {curve.path(0.0, 1.0)} Z")
    samples = [curve.at(k / 2000) for k in range(2000)]
    for point in outline:
        assert min(math.dist(point, sample) for sample in samples) < 0.35


def test_numbers_are_short() -> None:
    assert [number(v) for v in (1.0, 0.04, -0.04, 12.34, -0.5)] == ["1", "0", "0", "12.3", "-0.5"]
    assert circle((10, 10), 2) == "M8 10 A2 2 0 1 1 12 10 A2 2 0 1 1 8 10 Z"
