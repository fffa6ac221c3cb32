"""How the attributes and the style of an element are read: lengths, percentages, colours that are named, refusals."""

from math import sqrt

import pytest
from lxml import etree

from images.svg_drawings import SPACES, clean, pixels, svg
from storybook.errors import SourceError
from storybook.images.svg import allowed
from storybook.images.svg import attributes as module
from storybook.images.svg.attributes import Attributes, View
from storybook.images.svg.style import StyleSheet

NAME = "art/drawing.svg"
PLAIN = "open it in a drawing program and save it as plain SVG"
VIEW = View(300, 400)


def element_of(body: str) -> tuple[Attributes, etree._Element]:
    """The last element of a drawing whose elements all may be named; its neutral ids are those of the drawing."""
    root = etree.fromstring(f"<svg {SPACES}>{body}</svg>".encode())
    by_id = {element.get("id"): element for element in root.iter() if element.get("id")}

    def link(ident: str, tags: tuple[str, ...]) -> str | None:
        found = by_id.get(ident)
        return f"n-{ident}" if found is not None and etree.QName(found).localname in tags else None

    return Attributes(NAME, StyleSheet(root, NAME), link), list(root.iter())[-1]


def own(body: str, view: View = VIEW) -> dict[str, str]:
    attributes, element = element_of(body)
    return attributes.own(element, etree.QName(element).localname, view)


def style(body: str) -> dict[str, str]:
    attributes, element = element_of(body)
    return attributes.style(element)


def told(body: str) -> tuple[int, str, str]:
    """Line, what and hint of the refusal."""
    with pytest.raises(SourceError) as caught:
        clean(body)
    (problem,) = caught.value.problems
    assert problem.where is not None
    return problem.where.line, problem.what.removeprefix("the drawing "), problem.hint


def unread(name: str) -> tuple[int, str, str]:
    return 2, f"has a value that is not read in “{name}”", PLAIN


def test_percentages_are_of_the_width_of_the_height_or_in_between() -> None:
    assert (VIEW.whole("x"), VIEW.whole("y")) == (300, 400)
    assert VIEW.whole("o") == pytest.approx(500 / sqrt(2))
    assert View(50, 50).whole("o") == pytest.approx(50)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ('<rect x="10%" y="10%" width="20%" height="20%" rx="1%" ry="1%"/>',
         {"x": "30", "y": "40", "width": "60", "height": "80", "rx": "3", "ry": "4"}),
        ('<circle cx="10%" cy="10%" r="10%"/>', {"cx": "30", "cy": "40", "r": "35.355339"}),
        ('<ellipse cx="-10%" cy="10%" rx="10%" ry="10%"/>', {"cx": "-30", "cy": "40", "rx": "30", "ry": "40"}),
        ('<line x1="1%" y1="1%" x2="2%" y2="2%"/>', {"x1": "3", "y1": "4", "x2": "6", "y2": "8"}),
        ('<marker refX="1%" refY="1%" markerWidth="2%" markerHeight="2%"/>',
         {"refX": "3", "refY": "4", "markerWidth": "6", "markerHeight": "8"}),
        ('<rect x=" 1in " rx="auto" ry=" auto " width="" height=" "/>', {"x": "96"}),
        ('<rect width="0" height="-0" x="-1"/>', {"width": "0", "height": "0", "x": "-1"}),
        ('<g x="1" width="2"/>', {}),
        ('<svg/>', {"width": "300", "height": "400"}),
        ('<svg width="5"/>', {"width": "5", "height": "400"}),
    ],
)  # fmt: skip
def test_lengths_are_written_in_the_drawing_s_own_units(body: str, found: dict[str, str]) -> None:
    assert own(body) == found


@pytest.mark.parametrize("kind", ["mask", "filter"])
def test_what_is_measured_by_the_shape_keeps_its_shares(kind: str) -> None:
    box = {"x": "0.1", "y": "0.2", "width": "0.5", "height": "1.5"}
    said = 'x="10%" y=".2" width="50%" height="150%"'
    assert own(f"<{kind} {said}/>") == box
    for units in ("objectBoundingBox", " objectBoundingBox "):
        assert own(f'<{kind} {kind}Units="{units}" {said}/>') == {**box, f"{kind}Units": "objectBoundingBox"}
    assert own(f"<{kind}/>") == {}


@pytest.mark.parametrize("kind", ["mask", "filter"])
def test_what_is_measured_by_the_drawing_has_its_defaults_in_the_drawing_s_units(kind: str) -> None:
    for units in ("userSpaceOnUse", " userSpaceOnUse\n"):
        assert own(f'<{kind} {kind}Units="{units}" width="50%"/>') == {
            "x": "-30", "y": "-40", "width": "150", "height": "480", f"{kind}Units": "userSpaceOnUse",
        }  # fmt: skip


def test_colours_that_run_have_their_defaults_in_the_drawing_s_units() -> None:
    units = 'gradientUnits="userSpaceOnUse"'
    said = {"gradientUnits": "userSpaceOnUse"}
    assert own(f"<linearGradient {units}/>") == {"x2": "300", **said}
    assert own(f'<linearGradient {units} y1="1%" x2="9"/>') == {"y1": "4", "x2": "9", **said}
    assert own(f"<radialGradient {units}/>") == {"cx": "150", "cy": "200", "r": "176.776695", **said}
    assert own(f'<radialGradient {units} fr="10%" fx="1%"/>')["fr"] == "35.355339"
    assert own('<pattern patternUnits="userSpaceOnUse" width="10%" height="10%"/>') == {
        "width": "30", "height": "40", "patternUnits": "userSpaceOnUse",
    }  # fmt: skip
    assert own('<linearGradient x2="50%"/>') == {"x2": "0.5"}


STOPS = '<stop offset="0" stop-color="red"/><stop offset="1" stop-color="blue"/>'
RECT = '<rect width="60" height="60" fill="url(#b)"/>'
WHOLE = 'gradientUnits="userSpaceOnUse"'


@pytest.mark.parametrize(
    ("first", "then", "whole"),
    [
        ("", WHOLE, f"{WHOLE}"),
        (WHOLE, 'x2="80%"', f'{WHOLE} x2="80"'),
        ('x2="80%"', WHOLE, f'{WHOLE} x2="80"'),
        ('x2="10%" y1="10%"', f'x2="80%" {WHOLE}', f'{WHOLE} x2="80" y1="10"'),
    ],
    ids=["default", "units", "lengths", "both"],
)
def test_a_colour_that_takes_from_another_is_drawn_as_if_it_stood_alone(first: str, then: str, whole: str) -> None:
    size = 'width="50" height="50" viewBox="0 0 100 100"'
    drawn = pixels(svg(f'<linearGradient id="b" {whole}>{STOPS}</linearGradient>{RECT}', size))
    base = f'<linearGradient id="a" {first}>{STOPS}</linearGradient>'
    assert pixels(svg(f'{base}<linearGradient id="b" href="#a" {then}/>{RECT}', size)) == drawn
    chain = f'{base}<linearGradient id="c" href="#a" {then}/><linearGradient id="b" href="#c"/>'
    assert pixels(svg(chain + RECT, size)) == drawn


def test_a_round_colour_takes_no_lengths_from_a_straight_one() -> None:
    size = 'width="50" height="50" viewBox="0 0 100 100"'
    templated = f'<linearGradient id="a" x2="9" cx="9" {WHOLE}>{STOPS}</linearGradient>'
    templated += '<radialGradient id="b" href="#a" r="40"/>'
    whole = f'<radialGradient id="b" {WHOLE} cx="50" cy="50" r="40">{STOPS}</radialGradient>'
    assert pixels(svg(templated + RECT, size)) == pixels(svg(whole + RECT, size))


def test_a_pattern_takes_its_size_from_another() -> None:
    dot = '<circle r="9"/>'
    templated = f'<pattern id="a" width="20%" height="30%">{dot}</pattern>'
    templated += '<pattern id="b" href="#a" patternUnits="userSpaceOnUse" width="25%"/>'
    whole = f'<pattern id="b" patternUnits="userSpaceOnUse" width="25" height="30">{dot}</pattern>'
    size = 'width="50" height="50" viewBox="0 0 100 100"'
    assert pixels(svg(templated + RECT, size)) == pixels(svg(whole + RECT, size))


def test_a_length_that_is_not_read_is_told_where_it_stands() -> None:
    body = '\n<linearGradient id="a" x2="evil"/>\n<linearGradient id="b" href="#a"/>'
    assert told(body + RECT) == unread("x2")


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ('<rect width="-1"/>', "width"),
        ('<rect width="1" height="-0.1%"/>', "height"),
        ('<circle r="-1"/>', "r"),
        ('<ellipse rx="1" ry="-1"/>', "ry"),
        ('<circle r="evil"/>', "r"),
        ('<rect transform="evil"/>', "transform"),
        ('<path d="evil"/>', "d"),
        ('<path d="M0 0 none"/>', "d"),
        ('<polygon points="0 0 evil"/>', "points"),
        ('<polyline points="0 0 evil"/>', "points"),
        ('<rect fill="evil()"/>', "fill"),
        ('<rect stroke-width="-1"/>', "stroke-width"),
        ('<rect style="stroke-width:-1px"/>', "stroke-width"),
        ('<rect opacity="inherit"/>', "opacity"),
        ('<rect clip-path="inherit"/>', "clip-path"),
        ('<rect clip-path="evil"/>', "clip-path"),
        ('<rect fill="url(evil.svg#a)"/>', "fill"),
        ('<rect fill="url(#a) evil"/>', "fill"),
        ('<rect stroke="url(#a) url(#a)"/>', "stroke"),
        ('<rect mask="url(#a) none"/>', "mask"),
        ('<rect color="url(#a)"/>', "color"),
        ('<rect stroke-linejoin="url(#a)"/>', "stroke-linejoin"),
    ],
)
def test_values_that_are_not_read_are_refused_in_these_words(body: str, name: str) -> None:
    assert told(f"\n{body}") == unread(name)


def test_transforms_are_read_where_an_element_may_have_them() -> None:
    for tag in ("g", "rect", "path", "use", "image", "clipPath", "a", "switch"):
        assert own(f'<{tag} transform="scale(2)"/>') == {"transform": "matrix(2 0 0 2 0 0)"}
        assert own(f'<{tag} transform=" "/>') == own(f'<{tag} transform="none"/>') == {}
    for tag in ("marker", "pattern", "mask", "linearGradient", "stop", "symbol"):
        assert own(f'<{tag} transform="evil"/>') == {}
    assert own('<pattern patternTransform="scale(2)"/>') == {"patternTransform": "matrix(2 0 0 2 0 0)"}


def test_points_and_paths_are_read_of_their_own_elements_only() -> None:
    assert own('<path d="M0 0L1 1" points="evil"/>') == {"d": "M0 0L1 1"}
    assert own('<path d=" none "/>') == own('<path d=""/>') == own("<path/>") == {}
    for tag in ("polygon", "polyline"):
        assert own(f'<{tag} points="0,0 1,1" d="evil"/>') == {"points": "0 0 1 1"}
        assert own(f"<{tag}/>") == own(f'<{tag} points=""/>') == {}
    assert own('<rect points="evil" d="evil"/>') == {}
    assert len(own('<polygon points="' + "1 " * 1001 + '"/>')["points"].split()) == 1001


def test_numbers_of_paths_and_points_are_counted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_NUMBERS", 8)
    parts = ['<path d="M0 0L1 1"/>', '<polygon points="0 0"/>', '<polyline points="1 1"/>']
    assert clean("".join(parts)).count("/>") == 3
    hint = "simplify it (in Inkscape: Path, Simplify), or export it as PNG, about 2,500 pixels wide"
    for more in ('<path d="M1"/>', '<polygon points="1"/>', '<polyline points="1"/>'):
        assert told("".join(parts) + "\n" + more) == (2, "has more than 8 numbers in its paths", hint)


@pytest.mark.parametrize(
    ("before", "of_itself", "behind"),
    [
        ("", 'stroke-dasharray="5"', ""),
        ("", 'style="stroke-dasharray:5"', ""),
        ('<g stroke-dasharray="5">', "", "</g>"),
        ("<style>.a{stroke-dasharray:5}</style>", 'class="a"', ""),
        ("<defs>", 'id="p"', '</defs><use href="#p" stroke-dasharray="5"/>'),
    ],
)
def test_a_path_that_gives_itself_a_length_has_no_dashes(before: str, of_itself: str, behind: str) -> None:
    body = before + f'\n<path d="M0 0L9 9" {of_itself} pathLength="9"/>' + behind
    assert told(body) == unread("pathLength")
    assert "dasharray" in clean(body.replace("pathLength", "other"))
    without = body.replace("stroke-dasharray", "stroke-dashoffset")
    assert clean(without) == clean(without.replace("pathLength", "other"))


def test_properties_of_a_style_win_over_attributes_and_come_in_order() -> None:
    body = '<rect stroke="red" opacity=".5" fill="red" style="fill:blue"/>'
    assert list(style(body).items()) == [("fill", "#0000ff"), ("opacity", "0.5"), ("stroke", "#ff0000")]


def test_some_lengths_may_be_negative() -> None:
    assert style('<rect stroke-dashoffset="-3"/>') == {"stroke-dashoffset": "-3"}


def test_what_names_nothing_is_left_out() -> None:
    body = '<rect fill="inherit" stroke=" inherit " mask="none" filter="" clip-path="url(#nothing)" font="evil"/>'
    assert style(body) == {}


@pytest.mark.parametrize("prop", sorted(allowed.NAMING))
def test_elements_of_the_right_sort_are_named(prop: str) -> None:
    (tag,) = allowed.NAMING[prop]
    target = f'<{tag} id="a"/>'
    for text in ("url(#a)", " url( '#a' ) ", "url(&quot;#a&quot;)"):
        assert style(f'{target}<rect {prop}="{text}"/>') == {prop: "url(#n-a)"}
    assert style(f'<g id="a"/><rect {prop}="url(#a)"/>') == {}


@pytest.mark.parametrize("prop", ["fill", "stroke"])
@pytest.mark.parametrize(
    ("text", "there", "missing"),
    [
        ("url(#a)", "url(#n-a)", "none"),
        ("url(#a) none", "url(#n-a)", "none"),
        ("url(#a) red", "url(#n-a) #ff0000", "#ff0000"),
        (" url(#a)  lime ", "url(#n-a) #00ff00", "#00ff00"),
    ],
)
def test_a_colour_that_is_named_may_have_another_in_its_place(prop: str, text: str, there: str, missing: str) -> None:
    for tag in ("linearGradient", "radialGradient", "pattern"):
        assert style(f'<{tag} id="a"/><rect {prop}="{text}"/>') == {prop: there}
    assert style(f'<clipPath id="a"/><rect {prop}="{text}"/>') == {prop: missing}
    assert style(f'<rect {prop}="{text}"/>') == {prop: missing}


MARKER = '<marker id="m" overflow="visible"><rect/></marker>'
ENDS = ("marker-end", "marker-mid", "marker-start")


def test_the_short_word_for_markers_stands_for_all_three_in_styles_only() -> None:
    """As in browsers: it is no attribute, and what comes later wins."""
    named = "url(#n-m)"
    assert style(f'{MARKER}<path style="marker:url(#m)"/>') == dict.fromkeys(ENDS, named)
    assert style(f'{MARKER}<path marker="url(#m)"/>') == {}
    assert style(f'{MARKER}<path style="marker:url(#m);marker-mid:none"/>') == dict.fromkeys(ENDS[::2], named)
    assert style(f'{MARKER}<path style="marker-mid:none;marker:url(#m)"/>') == dict.fromkeys(ENDS, named)
    assert style(f'{MARKER}<path marker-mid="none" style="marker:url(#m)"/>') == dict.fromkeys(ENDS, named)
    assert style(f"{MARKER}<style>path{{marker:url(#m)}}</style><path/>") == dict.fromkeys(ENDS, named)
    assert style(f"{MARKER}<path style='marker:none;marker-end:url(#m)'/>") == {"marker-end": named}


def taken_over(body: str) -> dict[str, str]:
    attributes, element = element_of(body)
    return attributes.taken_over(element)


def test_what_is_taken_over_is_of_the_nearest_and_only_what_is_handed_on() -> None:
    body = '<g fill="red" stroke="red" opacity=".5"><x:y fill="evil()"><g stroke="lime" filter="url(#x)"><g>{}'
    body += "</g></g></x:y></g>"
    assert taken_over(body.format('<pattern fill="blue"/>')) == {"fill": "#ff0000", "stroke": "#00ff00"}
    assert taken_over('<g opacity="evil"><pattern/></g>') == {}
    assert taken_over(f'{MARKER}<g style="marker:url(#m)"><pattern/></g>') == dict.fromkeys(ENDS, "url(#n-m)")
    assert taken_over('<pattern fill="red"/>') == {}


def test_nothing_is_taken_over_of_the_root_itself() -> None:
    root = etree.fromstring(f'<svg {SPACES} fill="red"><g><mask/></g></svg>'.encode())
    attributes = Attributes(NAME, StyleSheet(root, NAME), lambda *_: None)
    assert attributes.taken_over(root[0][0]) == attributes.taken_over(root[0]) == attributes.taken_over(root) == {}


@pytest.mark.parametrize(
    ("said", "hidden"),
    [
        ("", False),
        ('display="none"', True),
        ('display=" none "', True),
        ('style="display:none"', True),
        ('display="none" style="display:inline"', False),
        ('display="inline"', False),
    ],
)
def test_what_is_not_displayed_is_hidden(said: str, hidden: bool) -> None:
    attributes, element = element_of(f"<g {said}/>")
    assert attributes.is_hidden(element) is hidden


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("", None),
        ('visibility="inherit"', None),
        ('visibility="visible"', True),
        ('visibility=" hidden "', False),
        ('visibility="collapse"', False),
        ('style="visibility:hidden"', False),
    ],
)
def test_visibility_is_said_or_taken_over(said: str, shown: bool | None) -> None:
    attributes, element = element_of(f"<g {said}/>")
    for inherited in (True, False):
        assert attributes.visible(element, inherited) is (inherited if shown is None else shown)


@pytest.mark.parametrize("prop", sorted(allowed.NOT_DRAWN_RIGHT))
def test_styles_that_are_not_drawn_right_are_refused_in_these_words(prop: str) -> None:
    (neutral,) = allowed.NOT_DRAWN_RIGHT[prop]
    for text in (neutral, f" {neutral} "):
        assert clean(f"<g style='{prop}:{text}'><rect/></g>") == clean("<g><rect/></g>")
    what = f"has a style that is not drawn right here ({prop})"
    hint = "export it as plain SVG, with everything turned into paths"
    assert told(f"\n<rect style='{prop}:evil'/>") == (2, what, hint)
    assert told(f"<style>rect{{{prop}:evil}}</style>\n<rect/>") == (2, what, hint)


def test_the_one_of_these_that_is_an_attribute_is_refused_too() -> None:
    what = "has a style that is not drawn right here (vector-effect)"
    assert told('\n<rect vector-effect="non-scaling-stroke"/>')[:2] == (2, what)
    assert clean('<rect vector-effect=" none "/>') == clean("<rect/>")
    assert clean('<rect translate="no" rotate="evil" animation="evil"/>') == clean("<rect/>")


def test_blank_attributes_are_none_and_empty_values_are_left_out() -> None:
    attributes, element = element_of('<g a=" " b="x" c="y"/>')
    found: dict[str, str] = {}
    for name in ("a", "b", "c", "d"):
        attributes.take(found, element, name, lambda text: "" if text == "x" else text + "!")
    assert found == {"c": "y!"}


def test_a_style_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    attributes, element = element_of('<g style="fill:red"/>')
    assert attributes.said(element) == {"fill": "red"}
    monkeypatch.setattr(StyleSheet, "declared", lambda *_: pytest.fail("read again"))
    assert attributes.said(element) == {"fill": "red"}
