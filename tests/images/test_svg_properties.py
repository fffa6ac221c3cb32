"""What holds for every drawing: it is refused or clean, and clean drawings stay as they are."""

import io
from xml.sax.saxutils import quoteattr

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from images.svg_drawings import SPACES, svg
from storybook.errors import SourceError
from storybook.images.svg import allowed
from storybook.images.svg.clean import cleaned
from storybook.images.svg.draw import read_drawing
from storybook.images.svg.tree import text_of

CANARIES = ("evil.example", "alert(1)", "CANARY")
ELEMENTS = (
    *sorted(allowed.SHAPES), *sorted(allowed.RESOURCES), *sorted(allowed.PRIMITIVES), *sorted(allowed.SILENT),
    *sorted(allowed.INSIDE_PRIMITIVES), "g", "a", "switch", "use", "image", "svg", "text", "tspan", "x:foreign",
    "foreignObject", "animate", "iframe",
)  # fmt: skip
ATTRIBUTES = (
    *sorted(allowed.PROPERTIES), *sorted(allowed.NAMING), "id", "class", "style", "href", "xlink:href", "x", "y",
    "width", "height", "d", "points", "transform", "viewBox", "offset", "in", "result", "onclick", "x:label", "display",
    "cx", "r", "x1", "stdDeviation", "radius", "order", "kernelMatrix", "gradientUnits", "patternUnits", "marker",
    "markerWidth", "numOctaves", "baseFrequency", "gradientTransform", "patternTransform", "preserveAspectRatio",
)  # fmt: skip
VALUES = (
    "0", "1", "10", "50%", "5mm", "-3", "1e6", "1e-9", "red", "#abc", "none", "inherit", "url(#a)", "url(#b) red", "#a",
    "#b", "a", "b", "M0 0L9 9z", "m1 1a3 4 5 0 1 9 9", "0 0 10 10", "scale(2)", "rotate(30 1 1)", "hidden", "visible",
    "userSpaceOnUse", "objectBoundingBox", "fill:red;stroke:url(#a)", "1 2 3 4 5 6 7 8 9", "xMinYMin slice", "",
    "SourceGraphic", "multiply", "NaN", "1e999", "CANARY", "http://evil.example/CANARY", "javascript:alert(1)",
    "fill:url(http://evil.example)", "data:image/png;base64,CANARY", "\u202e", "))((", "fill:((((((((((((", "0 0", ",",
)  # fmt: skip
TEXTS = (
    "", "CANARY", " ", "<!--CANARY-->", "<?CANARY alert(1)?>", "rect{fill:red}", ".a,#b g{stroke:url(#a)}",
    "@import 'CANARY'",
)  # fmt: skip

attributes = st.dictionaries(st.sampled_from(ATTRIBUTES), st.sampled_from(VALUES), max_size=5)


def _element(tag: str, attrs: dict[str, str], inside: list[str]) -> str:
    written = "".join(f" {name}={quoteattr(value)}" for name, value in attrs.items())
    return f"<{tag}{written}>{''.join(inside)}</{tag}>"


leaves = st.builds(_element, st.sampled_from(ELEMENTS), attributes, st.lists(st.sampled_from(TEXTS[:5]), max_size=1))
styles = st.sampled_from(TEXTS).map(lambda text: f"<style>{text}</style>")
trees = st.recursive(
    leaves | styles,
    lambda inner: st.builds(_element, st.sampled_from(ELEMENTS), attributes, st.lists(inner, max_size=4)),
    max_leaves=12,
)


def _kept(data: bytes) -> str | None:
    """The clean text of a drawing; None where it is refused, and then the message tells no canary."""
    try:
        read_drawing(io.BytesIO(data), "a.svg")
        return text_of(cleaned(data, "a.svg"))
    except SourceError as error:
        said = str(error)
    assert not [word for word in CANARIES if word in said]
    return None


KNOWN = {"svg", "defs", "g", "use", "image", "stop", *allowed.SHAPES, *allowed.RESOURCES, *allowed.PRIMITIVES,
         *allowed.INSIDE_PRIMITIVES}  # fmt: skip
KNOWN_ATTRIBUTES = {
    *allowed.PROPERTIES, *allowed.NAMING, "id", "href", "d", "points", "transform", "style", "in", "in2", "result",
    *(name for table in allowed.LENGTHS.values() for name in table),
    *(name for table in allowed.ATTRIBUTES.values() for name in table),
    *(name for table in (*allowed.PRIMITIVES.values(), *allowed.INSIDE_PRIMITIVES.values()) for name in table),
}  # fmt: skip


def _check(text: str) -> None:
    for element in etree.fromstring(text.encode()).iter():
        tag = etree.QName(element).localname
        assert tag in KNOWN
        assert set(map(str, element.attrib)) <= KNOWN_ATTRIBUTES
        assert not element.text
        assert not element.tail
    assert not [word for word in CANARIES if word in text]
    assert text_of(cleaned(text.encode(), "a.svg")) == text


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(trees, max_size=5))
def test_a_drawing_of_any_elements_is_refused_or_clean_and_stays_as_it_is(parts: list[str]) -> None:
    if text := _kept(svg("".join(parts))):
        _check(text)


SOUND = svg(
    '<style>.a{fill:#ff0000}</style><defs><linearGradient id="g" x2="0"><stop offset="0" stop-color="red"/>'
    '</linearGradient><clipPath id="c"><circle r="9"/></clipPath></defs><g class="a" transform="scale(2) rotate(3)">'
    '<rect width="50%" height="5mm" fill="url(#g)"/><path d="M0 0C1 2 3 4 5 6z" clip-path="url(#c)"/>'
    '<use xlink:href="#g"/></g>'
)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.tuples(st.integers(len(SPACES), len(SOUND) - 1), st.integers(0, 255)), max_size=6))
def test_a_drawing_with_any_broken_bytes_is_refused_or_clean(changes: list[tuple[int, int]]) -> None:
    data = bytearray(SOUND)
    for place, value in changes:
        data[place] = value
    if text := _kept(bytes(data)):
        _check(text)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_refused_or_clean(data: bytes) -> None:
    _kept(data)
    _kept(b"<svg" + data)
