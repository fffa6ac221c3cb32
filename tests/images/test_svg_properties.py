"""What holds for every drawing: it is refused or clean, and clean drawings stay as they are."""

import io
from collections import Counter
from xml.sax.saxutils import escape, quoteattr

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from lxml import etree

from images.svg_drawings import SPACES, svg
from storybook.errors import SourceError
from storybook.images.svg import allowed
from storybook.images.svg.clean import cleaned
from storybook.images.svg.draw import read_drawing
from storybook.images.svg.tree import text_of

CANARIES = ("evil.example", "alert(1)", "CANARY")

# Sound drawings: definitions before what uses them, so that nothing names itself. Ids and classes are canaries too.
IDENTS = [f"CANARY{number}" for number in range(6)]
LENGTHS = st.sampled_from(["0", "1", "10", "2.5", "50%", "5mm", "1e1", " 7 "])
PAINTS = st.sampled_from(["red", "#abc", "none", "inherit", "rgb(1,2,3)", "currentColor", "hsl(9,50%,50%)"])
PLAIN_PROPERTIES = {
    "stroke-width": LENGTHS.filter(lambda text: "%" not in text),
    "fill-opacity": st.sampled_from(["0", ".5", "50%", "inherit"]),
    "stroke-dasharray": st.sampled_from(["none", "3,4", "5 2 1"]),
    "fill-rule": st.sampled_from(["evenodd", "nonzero", "inherit"]),
    "visibility": st.sampled_from(["hidden", "visible", "inherit"]),
    "display": st.sampled_from(["inline", "none"]),
    "opacity": st.sampled_from(["1", ".5"]),
    "mix-blend-mode": st.just("multiply"),
    "stroke-linejoin": st.sampled_from(["round", "bevel"]),
}
SILENT = (
    "<!--CANARY-->", "<?CANARY alert(1)?>", "<title>CANARY</title>", "<metadata><x:y>CANARY</x:y></metadata>",
    "<script>alert(1)</script>", '<view id="CANARY"/>', "<desc>http://evil.example</desc>",
)  # fmt: skip
GEOMETRY: dict[str, tuple[tuple[str, st.SearchStrategy[str]], ...]] = {
    "rect": (("width", LENGTHS), ("height", LENGTHS), ("x", LENGTHS), ("rx", LENGTHS)),
    "circle": (("r", LENGTHS), ("cx", LENGTHS)),
    "line": (("x1", LENGTHS), ("y2", LENGTHS)),
    "path": (("d", st.sampled_from(["M0 0L9 9z", "m1 1a3 4 5 0 1 9 9", "M1,2C3 4 5-6 7 8s1 2 3 4t3.5.5"])),),
    "polygon": (("points", st.sampled_from(["0 0 9 9 3,4", "1,1 2,2 3,9"])),),
}
TRANSFORMS = st.sampled_from(["scale(2)", "rotate(30 1 1)", "translate(3,4) skewX(2)", "matrix(1 0 0 1 2 3)"])
RULES = st.sampled_from(
    [
        "rect{fill:red}", ".CANARY1,#CANARY2 g{stroke:blue!important}", "g>path.CANARY0{opacity:.5}", "/* CANARY */",
        "@font-face{font-family:CANARY;src:url(http://evil.example)}", "*{stroke-width:2}", "circle:hover{fill:lime}",
        "@media print{rect{fill:CANARY}}", ".CANARY3{fill:url(#CANARY0) none}",
    ]
)  # fmt: skip


@st.composite
def attributes(draw: st.DrawFn, tag: str, known: tuple[str, ...], ident: str = "") -> str:
    """Attributes in any order: what makes the element, how it looks, and what is to vanish."""
    found = {name: draw(values) for name, values in GEOMETRY.get(tag, ()) if draw(st.booleans())}
    paints = PAINTS if not known else PAINTS | st.sampled_from([f"url(#{name})" for name in known])
    style: dict[str, str] = {}
    for name in draw(st.lists(st.sampled_from(["fill", "stroke", *PLAIN_PROPERTIES]), max_size=3, unique=True)):
        value = draw(PLAIN_PROPERTIES.get(name, paints))
        (style if draw(st.booleans()) else found)[name] = value
    for name in draw(st.lists(st.sampled_from(["clip-path", "mask", "marker-mid"]), max_size=1)):
        found[name] = f"url(#{draw(st.sampled_from(known or ('CANARY-missing',)))})"
    if draw(st.integers(0, 3)) == 0:
        found["transform"] = draw(TRANSFORMS)
    if style:
        found["style"] = ";".join(f"{name}:{value}" for name, value in style.items())
    extra = draw(st.sets(st.sampled_from(["class", "data-by", "onclick", "x:label"]), max_size=2))
    found |= {name: "alert(1)" if name == "onclick" else draw(st.sampled_from(IDENTS)) for name in extra}
    if ident:
        found["id"] = ident
    names = draw(st.permutations(sorted(found)))
    return "".join(f" {name}={quoteattr(found[name])}" for name in names)


@st.composite
def shapes(draw: st.DrawFn, known: tuple[str, ...], depth: int) -> str:
    """Something that is drawn, with what it holds."""
    kind = draw(st.sampled_from(["shape", "shape", "group", "use", "silent"] if depth else ["shape", "silent"]))
    if kind == "silent":
        return draw(st.sampled_from(SILENT))
    if kind == "use" and known:
        place = draw(st.sampled_from(["href", "xlink:href"]))
        return f'<use {place}="#{draw(st.sampled_from(known))}"{draw(attributes("use", ()))}/>'
    if kind == "group":
        tag = draw(st.sampled_from(["g", "a", "svg"]))
        inner = "".join(draw(st.lists(shapes(known, depth - 1), max_size=3)))
        return f"<{tag}{draw(attributes(tag, known)) if tag != 'svg' else ''}>{inner}</{tag}>"
    tag = draw(st.sampled_from(sorted(GEOMETRY)))
    return f"<{tag}{draw(attributes(tag, known))}>{draw(st.sampled_from(['', *SILENT[:4]]))}</{tag}>"


@st.composite
def definitions(draw: st.DrawFn, ident: str, known: tuple[str, ...]) -> str:
    """Something that others may name; many are named by none."""
    tag = draw(st.sampled_from(["linearGradient", "radialGradient", "pattern", "clipPath", "mask", "symbol", "g",
                                "marker", "filter"]))  # fmt: skip
    if tag == "g":
        return f"<g{draw(attributes('g', known, ident))}>{draw(shapes(known, 2))}</g>"
    if tag.endswith("Gradient"):
        base = f' href="#{draw(st.sampled_from(known))}"' if draw(st.booleans()) and known else ""
        stops = '<stop offset="0" stop-color="red"/><stop offset="50%" style="stop-color:blue"/>'
        return f'<{tag} id="{ident}"{base}>{stops if draw(st.booleans()) else ""}</{tag}>'
    if tag == "filter":
        step = draw(st.sampled_from(['<feGaussianBlur stdDeviation="1"/>', '<feOffset dx="2" result="CANARY"/>']))
        return f'<filter id="{ident}">{step}</filter>'
    size = ' width="5" height="5" patternUnits="userSpaceOnUse"' if tag == "pattern" else ""
    return f'<{tag} id="{ident}"{size}>{draw(shapes(known, 1))}</{tag}>'


@st.composite
def drawings(draw: st.DrawFn) -> str:
    """A drawing that a contributor might send."""
    parts = [f"<style>{escape(rule)}</style>" for rule in draw(st.lists(RULES, max_size=2))]
    known: tuple[str, ...] = ()
    for ident in IDENTS[: draw(st.integers(0, len(IDENTS)))]:
        parts.append(draw(definitions(ident, known)))
        known += (ident,)
    if draw(st.booleans()):
        parts = ["<defs>", *parts, "</defs>"]
    return "".join([*parts, *draw(st.lists(shapes(known, 2), min_size=1, max_size=4))])


# Drawings of which most are refused: any element with any value.
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


def _element(tag: str, attrs: dict[str, str], inside: list[str]) -> str:
    written = "".join(f" {name}={quoteattr(value)}" for name, value in attrs.items())
    return f"<{tag}{written}>{''.join(inside)}</{tag}>"


odd_attributes = st.dictionaries(st.sampled_from(ATTRIBUTES), st.sampled_from(VALUES), max_size=3)
odd_texts = st.sampled_from(
    ["", "CANARY", *SILENT, "<style>@import 'CANARY'</style>", "<style>.a,#b g{fill:red}</style>"]
)
odd_parts = st.recursive(
    odd_texts,
    lambda inner: st.builds(_element, st.sampled_from(ELEMENTS), odd_attributes, st.lists(inner, max_size=3)),
    max_leaves=6,
)


def _kept(data: bytes) -> str | None:
    """The clean text of a drawing; None where it is refused, and then the message tells no canary."""
    try:
        text = text_of(read_drawing(io.BytesIO(data), "a.svg").drawing)
    except SourceError as error:
        event("refused: " + error.problems[0].what[:50])
        said = str(error)
    else:
        event("taken")
        return text
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


def test_sound_drawings_are_taken_clean_and_stay_as_they_are() -> None:
    answers: Counter[bool] = Counter()

    @settings(max_examples=180, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(drawings())
    def check(body: str) -> None:
        text = _kept(svg(body))
        answers[text is not None] += 1
        if text:
            _check(text)

    check()
    assert answers[True] > 0.9 * answers.total()


@settings(max_examples=90, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(drawings(), st.lists(odd_parts, min_size=1, max_size=2))
def test_a_sound_drawing_with_odd_parts_is_refused_or_clean(body: str, odd: list[str]) -> None:
    if text := _kept(svg(body + "".join(odd))):
        _check(text)


SOUND = svg(
    '<style>.a{fill:#ff0000}</style><defs><linearGradient id="g" x2="0"><stop offset="0" stop-color="red"/>'
    '</linearGradient><clipPath id="c"><circle r="9"/></clipPath></defs><g class="a" transform="scale(2) rotate(3)">'
    '<rect width="50%" height="5mm" fill="url(#g)"/><path d="M0 0C1 2 3 4 5 6z" clip-path="url(#c)"/>'
    '<use xlink:href="#g"/></g>'
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(len(SPACES), len(SOUND) - 1), st.integers(0, 255)), max_size=4))
def test_a_drawing_with_any_broken_bytes_is_refused_or_clean(changes: list[tuple[int, int]]) -> None:
    data = bytearray(SOUND)
    for place, value in changes:
        data[place] = value
    if text := _kept(bytes(data)):
        _check(text)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_refused_or_clean(data: bytes) -> None:
    _kept(data)
    _kept(b"<svg" + data)
