"""Drawings (SVG) of any bytes: refused, or cleaned to a drawing of allowed parts that stays as it is, and drawn."""

import io
import re

from lxml import etree

from images.svg_drawings import svg
from storybook.errors import SourceError
from storybook.images.derive import derive
from storybook.images.own_parts import foreign_parts
from storybook.images.svg import allowed
from storybook.images.svg.clean import cleaned
from storybook.images.svg.tree import text_of
from storybook.model.picture import ImageProfile

PROFILE = ImageProfile("fuzz", 64, 64, None, 80, ("image/jpeg", "image/png"))
SPACE = "{http://www.w3.org/2000/svg}"
ELEMENTS = frozenset(
    {"svg", "defs", "g", "use", "image", "stop", *allowed.SHAPES, *allowed.RESOURCES, *allowed.PRIMITIVES}
)
ELEMENTS |= {"feFuncR", "feFuncG", "feFuncB", "feFuncA", "feMergeNode", "feDistantLight", "fePointLight", "feSpotLight"}
ADDRESS = re.compile(r"#[\w-]+|data:image/png;base64,[A-Za-z0-9+/=]+")
OUTSIDE = re.compile(
    r"url\((?!#)|javascript:|https?:(?!//www\.w3\.org/2000/svg)|file:|@import|expression\(", re.IGNORECASE
)

SEEDS = (
    svg('<rect width="50" height="50" fill="#990000"/><circle cx="9" cy="9" r="5" style="fill:red;stroke:#00f"/>'),
    svg('<style>.a{fill:red} g .b{stroke:url(#n)}</style><g class="a"><path class="b" d="M0 0L9 9z"/></g>'),
    svg('<style>@import "x";</style><rect width="9" height="9"/>'),
    svg('<defs><linearGradient id="n"><stop offset="0" stop-color="red"/></linearGradient></defs>'
        '<rect width="9" height="9" fill="url(#n)" onload="alert(1)"/><use xlink:href="#n"/>'),
    svg('<script>alert(1)</script><foreignObject><p>x</p></foreignObject><image href="http://evil.example/a.png"/>'),
    svg('<g transform="rotate(45 1,2) scale(2)" opacity=".5"><polygon points="0,0 5,5 1e1,3"/></g><!-- c --><?pi x?>'),
    svg('<filter id="f"><feGaussianBlur stdDeviation="2"/></filter><ellipse rx="5" ry="3" filter="url(#f)"/>'),
    svg('<clipPath id="c"><rect width="5" height="5"/></clipPath><mask id="m"/>'
        '<line x2="9" clip-path="url(#c)"/><a><g/></a>'),
    b'<!DOCTYPE svg [<!ENTITY a "b">]>' + svg("<text>&a;</text>"),
    svg('<rect width="1" height="1"/>').decode().encode("utf-16"),
)  # fmt: skip


def check(data: bytes) -> None:
    """Nothing but a SourceError comes of a drawing, or a clean one."""
    if data.lstrip()[:1] not in (b"<", b"\xef", b"\xff", b"\xfe", b"\0"):
        data = svg(data.decode("utf-8", "replace"))
    try:
        text = text_of(cleaned(data, "art/a.svg"))
    except SourceError as refused:
        _check_refusal(refused)
        return
    _check_clean(text)
    assert text_of(cleaned(text.encode(), "art/a.svg")) == text
    try:
        made = derive(io.BytesIO(text.encode()), "art/a.svg", None, PROFILE)
    except SourceError as refused:
        _check_refusal(refused)
        return
    assert foreign_parts(made.media_type, made.data) == ()


def _check_clean(text: str) -> None:
    for element in etree.fromstring(text.encode(), etree.XMLParser(huge_tree=True)).iter():
        assert isinstance(element.tag, str), "a comment or an instruction"
        assert element.tag.startswith(SPACE), element.tag
        assert element.tag.removeprefix(SPACE) in ELEMENTS, element.tag
        assert not (element.text or "").strip(), "words"
        for name, value in element.attrib.items():
            assert not str(name).lower().startswith("on"), name
            assert "href" not in str(name) or ADDRESS.fullmatch(str(value)), value
            assert not OUTSIDE.search(str(value)), value


def _check_refusal(refused: SourceError) -> None:
    said = str(refused)
    assert "art/a.svg" in said
    assert "mend: " in said
    assert said.replace("\n", " ").isprintable(), repr(said)
