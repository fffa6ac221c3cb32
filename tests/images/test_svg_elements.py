"""Which size a drawing has, how its elements are built anew, and the words of each refusal."""

import base64

import pytest

from images.masters import cornered, saved
from images.svg_drawings import SPACES, clean, svg
from storybook.errors import SourceError
from storybook.images.svg import clean as module
from storybook.images.svg.clean import cleaned
from storybook.images.svg.embed import MAX_EMBEDDED

NAME = "art/drawing.svg"
RECT = '<rect width="50" height="50"/>'
STILL = "export one moment of it"
PICTURE = base64.b64encode(saved(cornered(40, 20), "PNG")).decode()


def told(body: str, size: str = 'width="100" height="100" viewBox="0 0 100 100"') -> tuple[int, str, str]:
    """Line, what and hint of the refusal."""
    with pytest.raises(SourceError) as caught:
        cleaned(svg(body, size), NAME)
    (problem,) = caught.value.problems
    assert problem.where is not None
    assert (problem.where.file, problem.where.column) == (NAME, 0)
    return problem.where.line, problem.what.removeprefix("the drawing "), problem.hint


@pytest.mark.parametrize(
    ("size", "box", "width", "height"),
    [
        ('width="30" height="20"', (0, 0, 30, 20), 30, 20),
        ('viewBox="1 2 30 20"', (1, 2, 30, 20), 30, 20),
        ('viewBox="1 2 30 20" width="60"', (1, 2, 30, 20), 60, 40),
        ('viewBox="1 2 30 20" height="60"', (1, 2, 30, 20), 90, 60),
        ('viewBox="1 2 30 20" width="7" height="9"', (1, 2, 30, 20), 7, 9),
        ('viewBox="1 2 30 20" width="100%" height="60"', (1, 2, 30, 20), 90, 60),
        ('viewBox="1 2 30 20" width="60" height="50%"', (1, 2, 30, 20), 60, 40),
        ('viewBox="1 2 30 20" width="100%" height="100%"', (1, 2, 30, 20), 30, 20),
        ('viewBox="1 2 30 20" width="auto" height="60"', (1, 2, 30, 20), 30, 60),
        ('viewBox=" " width="3pt" height="1in"', (0, 0, 4, 96), 4, 96),
        ('width="200" height="1"', (0, 0, 200, 1), 200, 1),
        ('width="1000000" height="5000"', (0, 0, 1e6, 5000), 1e6, 5000),
        ('width="0.001" height="0.2"', (0, 0, 0.001, 0.2), 0.001, 0.2),
        ('viewBox="0 0 0.001 0.001"', (0, 0, 0.001, 0.001), 0.001, 0.001),
    ],
)
def test_the_size_of_a_drawing_is_what_its_root_says(
    size: str, box: tuple[float, ...], width: float, height: float
) -> None:
    drawing = cleaned(svg(RECT, size), NAME)
    assert drawing.box == pytest.approx(box)
    assert (drawing.width, drawing.height) == pytest.approx((width, height))


NO_SIZE = "set its size (in Inkscape: File, Document Properties, Resize page to content), and save it again"
LIMIT = ("is too large or too small to be drawn", "give it the size of a page")
LONG = ("is more than 200 times as long as wide", "export it as PNG")
BOX = ("has a viewBox that is not read", "save it again from a drawing program")
IN_UNITS = "write it in px, mm, cm, in or pt, larger than nothing"


@pytest.mark.parametrize(
    ("size", "what", "hint"),
    [
        ("", "has no size: no width, height or viewBox", NO_SIZE),
        ('width="9"', "has no size: no width, height or viewBox", NO_SIZE),
        ('height="9"', "has no size: no width, height or viewBox", NO_SIZE),
        ('width="100%" height="9"', "has no size: no width, height or viewBox", NO_SIZE),
        ('width="20000pc" height="20000in"', *LIMIT),
        ('width="0.0009" height="1"', *LIMIT),
        ('width="1" height="0.0009"', *LIMIT),
        ('width="200.1" height="1"', *LONG),
        ('width="1" height="201"', *LONG),
        ('viewBox="0 0 1 2 3"', *BOX),
        ('viewBox="0 0 1"', *BOX),
        ('viewBox="0 0 0 5"', *BOX),
        ('viewBox="0 0 5 0.0009"', *BOX),
        ('viewBox="0 0 -5 5"', *BOX),
        ('viewBox="a"', *BOX),
        ('width="0" height="9"', "has a width that is not read", IN_UNITS),
        ('width="9" height="-9"', "has a height that is not read", IN_UNITS),
        ('width="9" height="9em"', "has a height that is not read", IN_UNITS),
    ],
)
def test_a_size_that_cannot_be_drawn_is_told_with_what_to_do(size: str, what: str, hint: str) -> None:
    assert told(RECT, f"\n{size}") == (2, what, hint)


ALL_TOGETHER = (
    "holds a picture that is damaged, too large or not PNG, JPEG, GIF or WebP (all of them together: "
    f"{MAX_EMBEDDED // 1_000_000} million pixels)"
)
OTHER_PART = "paste that part into the drawing"
ITSELF = "has a colour that takes from itself, or from more than 40 others in a row"
PLAIN_COLOURS = "give the shapes plain colours, or export the drawing as PNG"


@pytest.mark.parametrize(
    ("body", "what", "hint"),
    [
        ("<animate/>", "moves, and a book's page stands still", STILL),
        ("<rect><animate/></rect>", "moves, and a book's page stands still", STILL),
        (
            '<linearGradient id="a"><animate/></linearGradient><rect fill="url(#a)"/>',
            "moves, and a book's page stands still",
            STILL,
        ),
        (
            "<foreignObject/>",
            "holds a part of a web page (foreignObject)",
            "export the drawing as plain SVG, or as PNG",
        ),
        ("<evil/>", "holds an element that is not known here", "export it as plain SVG, or as PNG"),
        ('<g systemLanguage="ko"/>', "shows a part in some languages only", "delete what is not to be shown"),
        (
            "<text>a</text>",
            "holds text, which every machine sets in another typeface",
            "turn it into paths (in Inkscape: Path, Object to Path; in Illustrator: Type, Create Outlines)",
        ),
        ('<use href="b.svg#a"/>', "uses a part of another file", OTHER_PART),
        (
            '<image href="a.png"/>',
            "shows a picture that is another file",
            "embed it (in Inkscape: Extensions, Images, Embed), and save the drawing again",
        ),
        (
            '<image href="data:image/png;base64,AAAA"/>',
            ALL_TOGETHER,
            "embed it again as PNG or JPEG, smaller",
        ),
        (
            '<linearGradient id="a" href="b.svg#a"/><rect fill="url(#a)"/>',
            "takes a colour from another file",
            OTHER_PART,
        ),
        ('<linearGradient id="a" href="#a"/><rect fill="url(#a)"/>', ITSELF, PLAIN_COLOURS),
        (
            '<pattern id="a" href="#b"/><pattern id="b" href="#a"/><rect fill="url(#a)"/>',
            ITSELF,
            PLAIN_COLOURS,
        ),
    ],
)
def test_each_refusal_is_told_in_these_words(body: str, what: str, hint: str) -> None:
    assert told("\n" + body) == (2, what, hint)


@pytest.mark.parametrize("count", [41, 42])
def test_colours_take_from_one_another_so_many_times(count: int) -> None:
    chain = "".join(f'<linearGradient id="a{n}" href="#a{n + 1}"/>' for n in range(count - 1))
    body = f'{chain}<linearGradient id="a{count - 1}"><stop/></linearGradient><rect fill="url(#a0)"/>'
    if count == 41:
        assert clean(body).count("<linearGradient") == 41
    else:
        assert told(body)[1] == ITSELF


def test_a_switch_shows_its_first_part_that_is_for_all() -> None:
    first = '<circle r="3"/>'
    body = f'<switch><text systemLanguage="ko">a</text><g requiredExtensions="b"/><!-- c -->{first}{RECT}</switch>'
    assert clean(body) == clean(f"<g>{first}</g>")
    assert clean("<switch><title>a</title></switch>") == clean("")


def test_an_inner_drawing_has_a_view_of_its_own() -> None:
    for size in ('width="20" height="40"', 'viewBox="0 0 20 40"', 'width="7" height="7" viewBox="0 0 20 40"'):
        text = clean(f'<svg {size}><rect width="50%" height="50%"/></svg>')
        assert 'width="10"' in text
        assert 'height="20"' in text
    text = clean('<svg width="20"><rect width="50%" height="50%"/></svg>')
    assert 'width="10"' in text
    assert 'height="50"' in text


def test_what_is_used_is_drawn_once_and_named_anew() -> None:
    text = clean(f'<g id="evil">{RECT}</g><use href="#evil" x="3"/><use xlink:href="#evil" y="4"/>')
    assert "evil" not in text
    assert text.count('href="#n1"') == 2
    assert text.count('id="n1"') == 1


def test_a_symbol_fills_the_view_unless_it_says_its_size() -> None:
    body = f'<symbol id="a">{RECT}</symbol><use href="#a" {{}}/>'
    assert 'width="100" height="100"' in clean(body.format(""))
    assert 'width="30"' in clean(body.format('width="30"'))


@pytest.mark.parametrize("use", ["<use/>", '<use href=""/>', '<use href="#none"/>', '<use href="#g"/>'])
def test_a_use_of_nothing_draws_nothing(use: str) -> None:
    assert clean(f'<linearGradient id="g"/>{use}{RECT}') == clean(RECT)


def test_an_embedded_picture_has_its_own_size_unless_it_says_one() -> None:
    text = clean(f'<image href=" DATA:image/png;base64,{PICTURE} "/>')
    assert 'width="40"' in text
    assert 'height="20"' in text
    assert 'width="7"' in clean(f'<image width="7" xlink:href="data:image/png;base64,{PICTURE}"/>')
    assert clean("<image/>" + RECT) == clean(RECT)
    assert clean(f'<g visibility="hidden"><image href="evil"/></g>{RECT}') == clean(f'<g visibility="hidden"/>{RECT}')


def test_embedded_pictures_have_a_limit_together(monkeypatch: pytest.MonkeyPatch) -> None:
    image = f'<image href="data:image/png;base64,{PICTURE}"/>'
    monkeypatch.setattr(module, "MAX_EMBEDDED", 1600)
    assert clean(image * 2).count("<image") == 2
    assert told(image * 3)[1].startswith("holds a picture that is damaged, too large")


def test_the_first_element_of_an_id_has_it() -> None:
    body = '<circle id="a" r="3"/><rect id="a" width="5" height="5"/><use href="#a"/>'
    assert clean(body).split("</defs>")[0].count("<circle") == 1


def test_the_root_keeps_its_shape_and_hides_all_that_it_hides() -> None:
    for aspect, kept in (("none", "none"), ("evil", "xMidYMid meet"), ("", "xMidYMid meet")):
        size = f'width="9" height="9" preserveAspectRatio="{aspect}"'
        assert cleaned(svg(RECT, size), NAME).aspect == kept
    hidden = cleaned(svg(RECT, 'width="9" height="9" display="none"'), NAME)
    assert hidden.content == ()
    assert SPACES not in clean(RECT)


def test_the_root_hands_its_colours_down_and_its_opacity_goes_round_all() -> None:
    text = clean(svg(RECT, 'width="9" height="9" fill="red" opacity=".5"'))
    assert 'opacity="0.5"' in text
    assert "#ff0000" in text


@pytest.mark.parametrize(
    ("aspect", "matrix"),
    [
        ("none", (2, 0, 0, 1.5, -20, -30)),
        ("xMinYMin meet", (1.5, 0, 0, 1.5, -15, -30)),
        ("xMidYMax", (1.5, 0, 0, 1.5, -7.5, -30)),
        ("xMaxYMid meet", (1.5, 0, 0, 1.5, 0, -30)),
        ("xMinYMin slice", (2, 0, 0, 2, -20, -40)),
        ("xMaxYMid slice", (2, 0, 0, 2, -20, -50)),
        ("xMidYMax slice", (2, 0, 0, 2, -20, -60)),
    ],
)
def test_a_drawing_is_fitted_to_its_canvas_as_it_asks(aspect: str, matrix: tuple[float, ...]) -> None:
    drawing = cleaned(svg(RECT, f'viewBox="10 20 30 40" preserveAspectRatio="{aspect}"'), NAME)
    assert drawing.fitted(60, 60) == pytest.approx(matrix)
