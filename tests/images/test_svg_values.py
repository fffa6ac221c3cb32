"""The grammar of values in a drawing: what each is written as, and what is not known."""

import math
import re

import pytest

from storybook.images.svg import values as v


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0.0),
        (" -1.5 ", -1.5),
        ("+.5", 0.5),
        ("2.", 2.0),
        ("1e3", 1000.0),
        ("1E-2", 0.01),
        ("1e6", 1e6),
        ("-1000000", -1e6),
        ("1000000.1", None),
        ("-1e7", None),
        ("1e999", None),
        ("", None),
        (".", None),
        ("1 2", None),
        ("1px", None),
        ("nan", None),
        ("٣", 3.0),
    ],
)
def test_a_number_stands_alone_and_is_not_too_large(text: str, value: float | None) -> None:
    assert v.number(text) == value
    assert v.one_number(text) == (None if value is None else v.written(value))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (10.0, "10"),
        (100.0, "100"),
        (1.5, "1.5"),
        (-2.25, "-2.25"),
        (1.23456789, "1.234568"),
        (0.001, "0.001"),
        (0.00123456789, "0.001235"),
        (0.000999123456, "0.000999123"),
        (1e-9, "1e-09"),
        (-1e-300, "-1e-300"),
        (1e6, "1000000"),
    ],
)
def test_a_number_is_written_shortly(value: float, text: str) -> None:
    assert v.written(value) == text


@pytest.mark.parametrize(
    ("text", "value", "of_ten"),
    [
        ("7", 7, 7),
        (" 7px ", 7, 7),
        ("3pt", 4, 4),
        ("2pc", 32, 32),
        ("1in", 96, 96),
        ("2.54cm", 96, 96),
        ("25.4mm", 96, 96),
        ("50%", None, 5),
        ("5em", None, None),
        ("5 px", None, None),
        ("1e7px", None, None),
        ("", None, None),
    ],
)
def test_a_length_is_told_in_px(text: str, value: float | None, of_ten: float | None) -> None:
    assert v.length(text) == (None if value is None else pytest.approx(value))
    assert v.length(text, 10) == (None if of_ten is None else pytest.approx(of_ten))
    assert v.plain_length(text) == (None if value is None else f"{value:g}")


@pytest.mark.parametrize(
    ("text", "written"), [("50%", "50%"), (" 12.50% ", "12.5%"), ("3pt", "4"), ("x%", None), ("%", None), ("5em", None)]
)
def test_a_percentage_stays_one_where_it_may(text: str, written: str | None) -> None:
    assert v.one_length(text) == written


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("1", [1]),
        (" 1 2 ", [1, 2]),
        ("1,2", [1, 2]),
        ("1 , 2", [1, 2]),
        ("1-2.5.5", [1, -2.5, 0.5]),
        ("1,,2", None),
        ("1 2 3 4", [1, 2, 3, 4]),
        ("1 2 3 4 5", None),
        ("1 x", None),
        ("1 1e7", None),
        (",1", None),
    ],
)
def test_numbers_stand_in_a_list(text: str, found: list[float] | None) -> None:
    assert v.numbers(text, 4) == found


def test_a_list_has_its_least_and_most() -> None:
    assert v.number_list(2, 3)("1") is None
    assert v.number_list(2, 3)("1, 2") == "1 2"
    assert v.number_list(2, 3)("1 2 3.0") == "1 2 3"
    assert v.number_list(2, 3)("1 2 3 4") is None
    assert v.number_list()("") is None
    assert v.number_list()("1") == "1"
    assert v.number_list()("1 " * 1000) is not None
    assert v.number_list()("1 " * 1001) is None
    assert v.number_list(0)("x") is None
    assert v.numbers("1 " * 1000) == [1.0] * 1000


@pytest.mark.parametrize(("text", "count"), [("", 0), ("1", 1), ("1 2", 2), ("12.5.5", 2), ("a1b22", 2)])
def test_how_many_numbers_a_text_holds_is_told_soon(text: str, count: int) -> None:
    assert v.how_many(text) == count


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("0.5", "0.5"),
        ("50%", "0.5"),
        (" 25% ", "0.25"),
        ("2", "1"),
        ("-1", "0"),
        ("200%", "1"),
        ("1px", None),
        ("x%", None),
    ],
)
def test_a_share_is_between_nothing_and_all(text: str, written: str | None) -> None:
    assert v.share(text) == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (" none ", "none"),
        ("1 2", "1 2"),
        ("1, 2px", "1 2"),
        ("3pt", "4"),
        ("0 0", "none"),
        ("0 1", "0 1"),
        ("-1 2", None),
        ("1 x", None),
        ("5%", None),
        ("", None),
        ("1 " * 1000, " ".join(["1"] * 1000)),
        ("1 " * 1001, None),
    ],
)
def test_dashes_are_lengths_of_which_one_is_more_than_nothing(text: str, written: str | None) -> None:
    assert v.dashes(text) == written


def test_words_are_known_or_not() -> None:
    assert v.words("a", "b")(" b ") == "b"
    assert v.words("a", "b")("c") is None
    several = v.several_words("a", "b", "c")
    assert several(" b  a ") == "b a"
    assert several("a b c") == "a b c"
    assert several("a b c a") is None
    assert several("a d") is None
    assert several("") is None


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("#990000", "#990000"),
        (" #F00 ", "#ff0000"),
        ("red", "#ff0000"),
        ("CurrentColor", "currentColor"),
        ("rgb(1, 2, 3)", "#010203"),
        ("rgb(50% 0% 100%)", "#8000ff"),
        ("hsl(120, 100%, 50%)", "#00ff00"),
        ("rgba(1,2,3,.5)", "rgba(1,2,3,0.5)"),
        ("rgba(1,2,3,0)", "rgba(1,2,3,0)"),
        ("rgba(1,2,3,.123456)", "rgba(1,2,3,0.1235)"),
        ("#01020380", "rgba(1,2,3,0.502)"),
        ("transparent", "rgba(0,0,0,0)"),
        ("rgb(999, -5, 3)", "#ff0003"),
        ("url(#a)", None),
        ("colour", None),
        ("", None),
        ("rgb(1,2,3)" + " " * 200, "#010203"),
        ("rgb(" + "0" * 90 + "1, 2, 3)", None),
        ("rgb(" + "0" * 88 + "1,2,3)", "#010203"),
        ("rgb(" + "0" * 87 + "1, 2,3)", "#010203"),
        ("rgb(" + "0" * 89 + "1, 2,3)", "#010203"),
        ("rgb(" + "0" * 90 + "1, 2,3)", None),
    ],
)
def test_a_colour_is_written_in_one_way(text: str, written: str | None) -> None:
    assert v.colour(text) == written


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("url(#a)", ("a", "")),
        (" url( '#a-b' ) red ", ("a-b", "red")),
        ('url("#a") none', ("a", "none")),
        ("url('#a\")", None),
        ("url(a)", None),
        ("url(b.svg#a)", None),
        ("red url(#a)", None),
        ("url(#a b)", None),
    ],
)
def test_a_reference_names_a_part_of_the_drawing_itself(text: str, found: tuple[str, str] | None) -> None:
    assert v.reference(text) == found


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (" none ", "none"),
        ("context-fill", "context-fill"),
        ("context-stroke", "context-stroke"),
        ("red icc-color(a, 1)", "#ff0000"),
        ("red icc-color(a)b", None),
        ("url(#a)", None),
    ],
)
def test_paint_is_a_colour_or_nothing(text: str, written: str | None) -> None:
    assert v.paint(text) == written


@pytest.mark.parametrize(
    ("text", "matrix"),
    [
        ("matrix(1 2 3 4 5 6)", (1, 2, 3, 4, 5, 6)),
        ("translate(3)", (1, 0, 0, 1, 3, 0)),
        ("translate(3,4)", (1, 0, 0, 1, 3, 4)),
        ("scale(2)", (2, 0, 0, 2, 0, 0)),
        ("scale(2 3)", (2, 0, 0, 3, 0, 0)),
        ("rotate(90)", (0, 1, -1, 0, 0, 0)),
        ("rotate(30)", (math.sqrt(3) / 2, 0.5, -0.5, math.sqrt(3) / 2, 0, 0)),
        ("rotate(90 10 20)", (0, 1, -1, 0, 30, 10)),
        ("rotate(180, 10, 20)", (-1, 0, 0, -1, 20, 40)),
        ("skewX(45)", (1, 0, 1, 1, 0, 0)),
        ("skewY(45)", (1, 1, 0, 1, 0, 0)),
        ("translate(3,4) scale(2)", (2, 0, 0, 2, 3, 4)),
        (" scale(2) , translate(3 4) ", (2, 0, 0, 2, 6, 8)),
        ("matrix(1 2 3 4 5 6)matrix(7 8 9 10 11 12)", (31, 46, 39, 58, 52, 76)),
        ("translate(1000000)", (1, 0, 0, 1, 1000000, 0)),
    ],
)
def test_transforms_are_written_as_one_matrix(text: str, matrix: tuple[float, ...]) -> None:
    told = v.transforms(text)
    assert told is not None
    assert re.fullmatch(r"matrix\(\S+( \S+){5}\)", told)
    assert [float(part) for part in told[7:-1].split()] == pytest.approx(matrix, abs=1e-8)


def test_the_numbers_of_a_matrix_have_nine_digits_that_count() -> None:
    assert v.transforms("matrix(1.23456789012 0 0 1 0 0)") == "matrix(1.23456789 0 0 1 0 0)"


@pytest.mark.parametrize("text", ["", "  ", "none", " none "])
def test_no_transform_is_written_as_nothing(text: str) -> None:
    assert v.transforms(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "evil(1)",
        "scale()",
        "scale(1 2 3)",
        "rotate(1 2)",
        "matrix(1 2 3 4 5)",
        "matrix(1 2 3 4 5 6 7)",
        "translate(x)",
        "scale(1)) scale(1)",
        "scale(1),,scale(1)",
        "scale(1000) scale(1001)",
        "none scale(1)",
    ],
)
def test_a_transform_that_is_not_known_is_none(text: str) -> None:
    assert v.transforms(text) is None


def test_so_many_steps_make_a_transform() -> None:
    assert v.transforms("scale(1)" * 100) is not None
    assert v.transforms("scale(1)" * 101) is None


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("none", "none"),
        (" xMidYMid  meet ", "xMidYMid meet"),
        ("xMinYMax slice", "xMinYMax slice"),
        ("xMaxYMin", "xMaxYMin"),
        ("xMidYMid meet slice", None),
        ("xMidYMid evil", None),
        ("meet", None),
        ("", None),
    ],
)
def test_the_shape_of_a_picture_in_a_drawing_is_told_in_known_words(text: str, written: str | None) -> None:
    assert v.aspect_ratio(text) == written
