"""Which style an element of a drawing has: selectors, their order and weight, and the words of each refusal."""

import pytest
from lxml import etree

from images.svg_drawings import SPACES
from storybook.errors import SourceError
from storybook.images.svg.style import MAX_PARTS, MAX_RULES, MAX_STYLE, MAX_TRIALS, StyleSheet

NAME = "art/drawing.svg"
HINT = "give the colours to the shapes themselves, or export the drawing as plain SVG"
SELECTOR = "has a style sheet with a selector that is not read"
SCREENS = "has a style sheet for some screens only (media)"
NESTED = "has a style sheet with rules inside rules, which are not read"
AT_RULE = "has a style sheet with an @-rule that is not read"


def declared(body: str) -> dict[str, str]:
    """What the style sheets say of the last element."""
    root = etree.fromstring(f"<svg {SPACES}>{body}</svg>")
    return StyleSheet(root, NAME).declared([*root.iter("*")][-1])


def styled(css: str, drawn: str = '<g id="out" class="o"><g class="m"><rect id="r" class="a b"/></g></g>') -> str:
    """The fill of the last element."""
    return declared(f"<style>{css.replace('>', '&gt;')}</style>{drawn}").get("fill", "")


def told(body: str) -> tuple[int, str]:
    """Line and words of the refusal, whose file and hint are always the same."""
    with pytest.raises(SourceError) as caught:
        declared(body)
    (problem,) = caught.value.problems
    assert problem.where is not None
    assert (problem.where.file, problem.where.column, problem.hint) == (NAME, 0, HINT)
    return problem.where.line, problem.what.removeprefix("the drawing ")


@pytest.mark.parametrize(
    "selector",
    [
        "rect", "*", "#r", ".a", ".b", ".a.b", "rect.a", "rect#r.b", "*.a", "*#r", "g rect", "svg rect", "g.m rect",
        "g.o rect", "#out rect", "g>rect", "g > rect", ".m>.a", "svg>g>g>rect", "svg g>rect", "svg>g rect",
        "g g rect", "svg>.o .a", ".x, rect", "rect,.x", "rect/**/", "/* x */rect", "g /**/ rect", "g:hover,rect",
        "rect , circle", ".o>.m>.a", "svg * rect", "svg * * rect", ".x:hover,.a",
        ".o>g rect", "svg>* .a", "svg>.o rect", "svg * *>rect",
    ],
)  # fmt: skip
def test_a_selector_finds_the_elements_it_names(selector: str) -> None:
    assert styled(selector + "{fill:red}") == "red"


@pytest.mark.parametrize(
    "selector",
    [
        "circle", "#out", "#R", ".x", ".a.x", "rect.x", "circle.a", "rect#x", "*.x", "rect g", "svg>rect", ".o>rect",
        "svg>.m>rect", "g g g rect", "circle rect", "g>svg rect", ".m .o .a", "rect rect", "rect>rect", "svg svg rect",
        "rect:hover", "rect:focus", "rect:active", "a:visited, rect:TARGET", "rect:focus-visible", "g:hover rect",
        "rect:focus-within", ".o>.a", ".m>.o .a", "svg * * * rect",
    ],
)  # fmt: skip
def test_a_selector_leaves_other_elements_alone(selector: str) -> None:
    assert styled(selector + "{fill:red}") == ""


@pytest.mark.parametrize(
    "css",
    [
        "rect{fill:blue}rect{fill:red}",
        "rect{fill:red}*{fill:blue}",
        ".a{fill:red}rect{fill:blue}",
        ".b{fill:red}g g rect{fill:blue}",
        "#r{fill:red}.a{fill:blue}",
        "#r{fill:red}.a.b{fill:blue}",
        ".a.b{fill:red}.a{fill:blue}",
        "rect.a{fill:red}.a{fill:blue}",
        ".m .a{fill:red}g .a{fill:blue}",
        "g rect{fill:red}rect{fill:blue}",
        "#out #r{fill:red}#r.a.b{fill:blue}",
        "rect{fill:red!important}#r{fill:blue}",
        "rect{fill:blue!important}#r{fill:red!important}",
        "rect{fill:red!important;fill:blue}",
        "rect{fill:blue;fill:red}",
        "#r{fill:red}" + "".join(f".c{n}," for n in range(3)) + ".a{fill:blue}",
        "rect{FILL:red}",
    ],
)
def test_the_strongest_rule_wins(css: str) -> None:
    assert styled(css) == "red"


@pytest.mark.parametrize(
    ("rule", "style", "fill"),
    [
        ("#r{fill:blue}", "fill:red", "red"),
        ("#r{fill:red!important}", "fill:blue", "red"),
        ("#r{fill:blue!important}", "fill:red!important", "red"),
        ("", "fill:blue;fill:red", "red"),
        ("", "fill:red!important;fill:blue", "red"),
        ("", ";fill:red;;", "red"),
        ("", "/**/fill:/**/ red /**/", "red"),
    ],
)
def test_the_style_of_an_element_is_stronger_than_rules(rule: str, style: str, fill: str) -> None:
    assert styled(rule, f'<rect id="r" style="{style}"/>') == fill


def test_all_that_is_declared_comes_together() -> None:
    css = "<style>rect{fill:red;stroke:blue}</style><style>.a{stroke:lime}</style>"
    assert declared(f'{css}<rect class="a" style="opacity:.5"/>') == {"fill": "red", "stroke": "lime", "opacity": ".5"}


@pytest.mark.parametrize(
    ("attributes", "fill"),
    [
        ("", "red"),
        ('type="text/css"', "red"),
        ('type=" text/css "', "red"),
        ('type=""', "red"),
        ('type="text/less"', ""),
        ('type="text/less" media="(width:9px)"', ""),
        ('media=""', "red"),
        ('media="all"', "red"),
        ('media=" SCREEN "', "red"),
        ('media="print"', ""),
    ],
)
def test_a_style_sheet_counts_where_it_is_css_for_screens(attributes: str, fill: str) -> None:
    assert declared(f"<style {attributes}>rect{{fill:red}}</style><rect/>").get("fill", "") == fill


def test_a_style_sheet_in_pieces_is_one() -> None:
    assert declared("<style>rect{fi<![CDATA[ll:r]]>ed}</style><rect/>") == {"fill": "red"}
    assert declared("<style>rect{fi<x/>ll:red}</style><rect/>") == {"fill": "red"}


@pytest.mark.parametrize(
    ("css", "fill"),
    [
        ("@media screen{rect{fill:red}}", "red"),
        ("@MEDIA all{rect{fill:red}}", "red"),
        ("@media print{rect{fill:red}}", ""),
        ("@media print{rect{fill:red}}rect{fill:blue}", "blue"),
        ("@media screen{@media all{@media screen{rect{fill:red}}}}", "red"),
        ("@media screen{/* note */ rect{fill:red} }", "red"),
        ("@media screen;rect{fill:red}", "red"),
        ("@charset 'x';@namespace 'x';@font-face{fill:x}@page{fill:x}rect{fill:red}", "red"),
        ("/**/ <!-- rect{fill:red} -->".replace("<", "&lt;"), "red"),
        ("@Font-Face{fill:x}rect{fill:red}", "red"),
    ],
)
def test_rules_for_all_screens_are_read_wherever_they_stand(css: str, fill: str) -> None:
    assert styled(css) == fill


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("red", "red"),
        (" a /* b */ c ", "a  c"),
        ("rgb(1, 2,3)", "rgb(1, 2,3)"),
        ("url(#a)", 'url("#a")'),
        ("url('#a')", 'url("#a")'),
        ("url('#a') none", 'url("#a") none'),
        ("url('#(')", '"?"'),
        ("f(g(h(1)))", "f(g(h(1)))"),
        ("f(g(h(i(1))))", "?"),
        ("f(/**/1)", "f(1)"),
        ("f('x')", 'f("x")'),
        ("'x'", "?"),
        ("f('x(')", "?"),
        ("[1]", "?"),
        ("f((1))", "?"),
        ("1px 50% #abc", "1px 50% #abc"),
        ("x)", "?"),
        ("", ""),
    ],
)
def test_values_are_told_as_plain_css(written: str, value: str) -> None:
    assert declared(f'<rect style="fill:{written}"/>') == {"fill": value.strip('"') if value == '"?"' else value}


@pytest.mark.parametrize("mark", ["(", ")", "'", "\\\\", '\\"'])
def test_an_address_or_text_with_marks_of_css_is_no_value(mark: str) -> None:
    escaped = mark if mark.startswith("\\") else "\\" + mark
    escaped = escaped.replace('"', "&quot;")
    assert declared(f'<rect style="fill:url(a{escaped})"/>') == {"fill": "?"}
    assert declared(f"<rect style=\"fill:f('a{escaped}')\"/>") == {"fill": "?"}


@pytest.mark.parametrize(
    ("css", "what"),
    [
        ("rect:not(.a){}", SELECTOR),
        ("rect:first-child{}", SELECTOR),
        ("rect hover{} :x{}", SELECTOR),
        ("{}", SELECTOR),
        ("rect,{}", SELECTOR),
        ("rect+g{}", SELECTOR),
        ("#a#b{}", SELECTOR),
        (".{}", SELECTOR),
        (".a.{}", SELECTOR),
        ("..a{}", SELECTOR),
        (".#a{}", SELECTOR),
        ("[x]{}", SELECTOR),
        ("a|b{}", SELECTOR),
        ("+a{}", SELECTOR),
        ("a*{}", SELECTOR),
        ("&gt;rect{}", SELECTOR),
        ("g&gt;{}", SELECTOR),
        ("g&gt; &gt;rect{}", SELECTOR),
        ("g " * MAX_PARTS + "g{}", SELECTOR),
        ("@media (width:9px){rect{}}", SCREENS),
        ("@media{rect{}}", SCREENS),
        ("@media [x]{rect{}}", SCREENS),
        ("@media screen{@media screen{@media screen{@media screen{rect{}}}}}", AT_RULE),
        ("@import 'x';", AT_RULE),
        ("@supports (x:y){rect{}}", AT_RULE),
        ("@media screen{@layer x{}}", AT_RULE),
        ("rect{g{fill:red}}", NESTED),
        ("rect{@media screen{fill:red}}", NESTED),
        ("a{}" * (MAX_RULES + 1), "has more than 2,000 style rules"),
        ("a," * MAX_RULES + "a{}", "has more than 2,000 style rules"),
        (" " * (MAX_STYLE + 1), "has a style sheet of more than 500,000 letters"),
    ],
    ids=range(31),
)
def test_a_style_sheet_that_is_not_read_is_told_with_its_line(css: str, what: str) -> None:
    assert told(f"\n\n<style>{css}</style><rect/>") == (3, what)


def test_a_style_or_media_that_is_not_read_is_told_with_its_line() -> None:
    assert told('\n<style media="(width:9px)"/><rect/>') == (2, SCREENS)
    assert told('<style/>\n<rect style="a{b:c}"/>') == (2, NESTED)
    assert told('<style/>\n<rect style="@x;"/>') == (2, NESTED)
    assert told(f'<style/>\n<rect style="{" " * (MAX_STYLE + 1)}"/>') == (2, "has a style that is too long")


def test_what_just_fits_the_limits_is_read() -> None:
    assert styled("g " * (MAX_PARTS - 1) + "rect{fill:red}", "<g>" * 8 + "<rect/>" + "</g>" * 8) == "red"
    assert styled("a{}" * (MAX_RULES - 1) + "rect{fill:red}") == "red"
    assert styled("rect{fill:red}".ljust(MAX_STYLE)) == "red"
    assert declared(f'<rect style="{"fill:red".ljust(MAX_STYLE)}"/>') == {"fill": "red"}


def test_selectors_are_tried_on_elements_up_to_a_limit() -> None:
    root = etree.fromstring(f"<svg {SPACES}>\n<style>{'.a{}' * MAX_RULES}</style><rect class='a'/><g/></svg>")
    sheet = StyleSheet(root, NAME)
    for _ in range(MAX_TRIALS // MAX_RULES):
        assert sheet.declared(root[1]) == {}
        assert sheet.declared(root[2]) == {}, "rules for another class are not tried"
    with pytest.raises(SourceError, match="the drawing has too many style rules for its elements") as caught:
        sheet.declared(root[1])
    (problem,) = caught.value.problems
    assert problem.where is not None
    assert (problem.where.file, problem.where.line, problem.hint) == (NAME, 2, HINT)


def test_parts_of_a_selector_beyond_its_first_count_as_tried() -> None:
    root = etree.fromstring(f"<svg {SPACES}><style>{'i&gt;g .a{}' * 1000}</style>{'<g>' * 90}<x/>{'</g>' * 90}</svg>")
    for inner in root.iter("{*}x"):
        inner.set("class", "a")
        sheet = StyleSheet(root, NAME)
        for _ in range(2):
            assert sheet.declared(inner) == {}
        with pytest.raises(SourceError, match="too many style rules"):
            sheet.declared(inner)


@pytest.mark.parametrize(("key", "drawn"), [("#a", 'id="b"'), (".a", 'class="b"'), ("circle", 'id="circle"')])
def test_rules_that_cannot_match_are_not_tried(key: str, drawn: str) -> None:
    root = etree.fromstring(f"<svg {SPACES}><style>{(key + '{}') * MAX_RULES}</style><rect {drawn}/></svg>")
    sheet = StyleSheet(root, NAME)
    for _ in range(MAX_TRIALS // MAX_RULES + 1):
        assert sheet.declared(root[1]) == {}
