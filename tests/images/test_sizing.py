from hypothesis import given
from hypothesis import strategies as st

from storybook.images.sizing import Placement, cut_for
from storybook.model.picture import ImageProfile

SIDES = st.integers(1, 60_000)
LIMITS = st.integers(1, 4000)
PLACEMENTS = st.builds(Placement, st.none() | st.floats(1, 400), st.none() | st.floats(0.2, 5, allow_nan=False))


def profile(max_width: int, max_height: int, ppi: int | None) -> ImageProfile:
    return ImageProfile("p", max_width, max_height, ppi, 85)


@given(SIDES, SIDES, LIMITS, LIMITS, st.none() | st.integers(72, 600), PLACEMENTS)
def test_a_derivative_is_never_larger_than_its_master_or_its_profile(
    width: int, height: int, max_width: int, max_height: int, ppi: int | None, placement: Placement
) -> None:
    cut = cut_for(width, height, profile(max_width, max_height, ppi), placement)
    assert 1 <= cut.width <= min(width, max_width)
    assert 1 <= cut.height <= min(height, max_height)
    assert cut.box.x >= 0
    assert cut.box.y >= 0
    assert cut.box.right <= width + 1e-6
    assert cut.box.bottom <= height + 1e-6


@given(SIDES, SIDES, LIMITS, LIMITS)
def test_the_aspect_is_kept_within_a_pixel(width: int, height: int, max_width: int, max_height: int) -> None:
    cut = cut_for(width, height, profile(max_width, max_height, None))
    scale = min(1, max_width / width, max_height / height)
    assert abs(cut.width - width * scale) <= 1
    assert abs(cut.height - height * scale) <= 1


@given(st.integers(500, 5000), st.integers(500, 5000), st.floats(0.3, 3))
def test_a_picture_cut_to_a_frame_gets_its_shape_and_keeps_its_middle(width: int, height: int, aspect: float) -> None:
    cut = cut_for(width, height, profile(400, 400, None), Placement(aspect=aspect))
    assert abs(cut.box.width / cut.box.height - aspect) < 1e-6
    assert abs(cut.box.x + cut.box.width / 2 - width / 2) < 1e-6
    assert abs(cut.box.y + cut.box.height / 2 - height / 2) < 1e-6
    assert abs(cut.width - cut.height * aspect) <= max(1, aspect)


def test_a_placed_picture_has_the_pixels_its_place_needs() -> None:
    cut = cut_for(5000, 2500, profile(9000, 9000, 300), Placement(width_mm=127))
    assert (cut.width, cut.height) == (1500, 750)


def test_a_place_in_millimetres_says_nothing_where_pages_have_no_size() -> None:
    cut = cut_for(5000, 2500, profile(1000, 9000, None), Placement(width_mm=10))
    assert (cut.width, cut.height) == (1000, 500)
