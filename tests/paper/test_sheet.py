"""The sheet's arithmetic."""

from hypothesis import given
from hypothesis import strategies as st

from storybook.model.geometry import PageGeometry
from storybook.pages.sheet import crop_marks, page_rules, points, print_sheet, screen_sheet

GEOMETRIES = st.builds(
    PageGeometry,
    trim_width=st.floats(100, 300),
    trim_height=st.floats(100, 400),
    bleed=st.floats(0, 10),
    crop_marks=st.booleans(),
    margin_inside=st.floats(5, 30),
    margin_outside=st.floats(5, 30),
)


@given(GEOMETRIES)
def test_boxes_lie_in_one_another(page: PageGeometry) -> None:
    sheet = print_sheet(page)
    assert 0 <= sheet.bleed.x <= sheet.trim.x
    assert sheet.trim.right <= sheet.bleed.right <= sheet.width + 1e-9
    assert sheet.trim.bottom <= sheet.bleed.bottom <= sheet.height + 1e-9


@given(GEOMETRIES)
def test_crop_marks_keep_off_the_bleed_and_on_the_sheet(page: PageGeometry) -> None:
    sheet = print_sheet(page)
    marks = crop_marks(sheet)
    assert len(marks) == (8 if page.crop_marks else 0)
    for x1, y1, x2, y2 in marks:
        assert all(0 <= x <= sheet.width for x in (x1, x2))
        assert all(0 <= y <= sheet.height for y in (y1, y2))
        outside_x = max(x1, x2) < sheet.bleed.x or min(x1, x2) > sheet.bleed.right
        outside_y = max(y1, y2) < sheet.bleed.y or min(y1, y2) > sheet.bleed.bottom
        assert outside_x or outside_y


@given(GEOMETRIES)
def test_a_screen_has_no_bleed_and_as_wide_a_text_as_paper(page: PageGeometry) -> None:
    sheet = screen_sheet(page)
    assert sheet.offset == 0
    assert abs(sheet.page.text_width - page.text_width) < 1e-9
    assert sheet.page.margin_inside == sheet.page.margin_outside


def test_points_count_from_the_left_bottom_corner() -> None:
    sheet = print_sheet(PageGeometry(148, 210, bleed=3))
    assert points(sheet, sheet.trim) == (8.5039, 8.5039, 428.0315, 603.7795)


def test_margins_change_sides_on_paper_only() -> None:
    page = PageGeometry(148, 210, bleed=3, margin_inside=18, margin_outside=16)
    assert "@page :left { margin: 21mm 21mm 25mm 19mm; }" in page_rules(print_sheet(page), "main")
    assert "@page :left { margin: 18mm 17mm 22mm 17mm; }" in page_rules(screen_sheet(page), "main")
