"""How a clean drawing is written, and which numbers its definitions have."""

import re

import pytest

from images.svg_drawings import clean
from storybook.images.svg.tree import Drawing, Node, canvas_text, settled, text_of

RECT = '<rect width="50" height="50"/>'
SPACE = 'xmlns="http://www.w3.org/2000/svg"'


def drawing(*content: Node, defs: tuple[Node, ...] = (), style: dict[str, str] | None = None) -> Drawing:
    return Drawing("a.svg", (1, 2.5, 30, 40), 60, 80, "xMidYMid meet", style or {}, defs, content)


def test_a_drawing_is_written_with_its_own_box() -> None:
    shape = Node("rect", {"width": "5", "fill": 'a"<b'})
    assert text_of(drawing(shape, style={"fill": "red"})) == (
        f'<svg {SPACE} width="60" height="80" viewBox="1 2.5 30 40" preserveAspectRatio="xMidYMid meet" fill="red">'
        '<rect width="5" fill=\'a"&lt;b\'/></svg>'
    )
    assert text_of(drawing()) == (
        f'<svg {SPACE} width="60" height="80" viewBox="1 2.5 30 40" preserveAspectRatio="xMidYMid meet"/>'
    )


def test_a_canvas_is_as_large_as_its_pixels_and_holds_the_drawing_in_a_group() -> None:
    content = Node("g", {}, [Node("rect"), Node("circle", {"r": "1"})])
    defs = (Node("clipPath", {"id": "n1"}, [Node("path")]),)
    matrix = (2.0, 0.0, 0.5, 2.0, -1.25, 1 / 3)
    assert canvas_text(drawing(content, defs=defs, style={"fill": "red"}), 70, 90, matrix) == (
        f'<svg {SPACE} width="70" height="90" viewBox="0 0 70 90" fill="red">'
        '<defs><clipPath id="n1"><path/></clipPath></defs>'
        '<g transform="matrix(2 0 0.5 2 -1.25 0.333333333)"><g><rect/><circle r="1"/></g></g></svg>'
    )
    assert "defs" not in canvas_text(drawing(content), 70, 90, matrix)


def test_what_is_no_attribute_is_written_as_style() -> None:
    node = Node("g", {"isolation": "isolate", "fill": "red", "mix-blend-mode": "multiply"}, [Node("rect")])
    assert text_of(drawing(node)).endswith(
        '><g fill="red" style="isolation:isolate;mix-blend-mode:multiply"><rect/></g></svg>'
    )
    assert '<g style="mix-blend-mode:hue"/>' in text_of(drawing(Node("g", {"mix-blend-mode": "hue"})))


def test_definitions_are_numbered_in_the_order_in_which_they_are_met() -> None:
    body = (
        '<linearGradient id="a"/><linearGradient id="b" href="#a"/><clipPath id="c"><rect fill="url(#b)"/></clipPath>'
    )
    drawn = clean(f'{body}<g fill="url(#a)"></g><rect fill="url(#b)" clip-path="url(#c)"/><rect stroke="url(#a) red"/>')
    assert re.findall(r'<(\w+) id="(\w+)"', drawn) == [
        ("clipPath", "n1"),
        ("linearGradient", "n2"),
        ("linearGradient", "n3"),
    ]
    assert re.findall(r'"(url\(.*?|#n.)"', drawn) == ["url(#n2)", "#n3", "url(#n1)", "url(#n2)", "url(#n3) #ff0000"]


def test_settled_definitions_have_their_names_first_and_others_none() -> None:
    used = Node("mask", {"x": "1", "id": "n7"}, [Node("rect", {"fill": "url(#n5)", "d": "#n5 is no name"})])
    colour = Node("linearGradient", {"id": "n5"})
    shape = Node("rect", {"mask": "url(#n7)", "fill": "none"})
    kept, style = settled([colour, Node("filter", {"id": "n6"}), used], [Node("g", {}, [shape])], {"fill": "url(#n5)"})
    assert kept == (colour, used)
    assert style == {"fill": "url(#n1)"}
    assert list(shape.attrs.items()) == [("fill", "none"), ("mask", "url(#n2)")]
    assert list(used.attrs.items()) == [("id", "n2"), ("x", "1")]
    assert used.children[0].attrs == {"d": "#n1 is no name", "fill": "url(#n1)"}
    assert colour.attrs == {"id": "n1"}


def test_a_tree_is_walked_from_the_outside() -> None:
    inner = Node("b", {}, [Node("c")])
    assert [node.tag for node in Node("a", {}, [inner, Node("d")]).walk()] == ["a", "b", "c", "d"]


@pytest.mark.parametrize(
    ("aspect", "matrix"),
    [
        ("xMaxYMin slice", (2, 0, 0, 2, -2, -5)),
        ("xMinYMid meet", (2, 0, 0, 2, -2, -5)),
        ("none", (2, 0, 0, 2, -2, -5)),
    ],
)
def test_a_canvas_of_the_same_shape_leaves_nothing_over(aspect: str, matrix: tuple[float, ...]) -> None:
    whole = Drawing("a.svg", (1, 2.5, 30, 40), 60, 80, aspect, {}, (), ())
    assert whole.fitted(60, 80) == pytest.approx(matrix)
