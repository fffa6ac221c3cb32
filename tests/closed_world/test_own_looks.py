"""What a book may put in the place of shipped templates, stylesheets and drawings."""

import pytest

from program import ROOT
from storybook.errors import SourceError
from storybook.pages.own_looks import LOOKS, refuse_what_reaches_out

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">{}</svg>'


def test_all_that_ships_with_storybook_passes() -> None:
    files = [path for path in (ROOT / "templates").rglob("*") if path.suffix in LOOKS]
    assert len(files) > 30
    for path in files:
        refuse_what_reaches_out(f"templates/{path.name}", path.read_bytes())


@pytest.mark.parametrize(
    "css",
    [
        "@import 'a.css';",
        "@IMPORT url(a.css);",
        "@\\69mport url(a.css);",
        "a { background: url(http://example.invalid/a.png) }",
        "a { background: URL( 'https://example.invalid/a.png' ) }",
        "a { background: \\75\\72\\6c(//example.invalid/a.png) }",
        'a { background: u\\rl("//example.invalid/a") }',
        "a { background: url(file:///etc/passwd) }",
        "a { background: url(/etc/passwd) }",
        "a { background: url(../../secret.png) }",
        "a { background: url(a/../../secret.png) }",
        "a { background: url(%2e%2e/secret.png) }",
        "a { background: url(..\\\\secret.png) }",
        "a { background: url(data:image/png;base64,AAAA) }",
        "a { background: url('javascript:x()') }",
        "a { background: image-set('http://example.invalid/a.png' 1x) }",
        "a { background: image-set(url(http://example.invalid/a.png) 1x) }",
        "a { background: -webkit-image-set('//example.invalid/a.png' 1x) }",
        'a { background: image("http://example.invalid/a.png") }',
        "a { background: src(var(--a)) }",
        "a { --a: url(http://example.invalid/) }",
        "@media print { a { cursor: url(http://example.invalid/), auto } }",
        "@font-face { font-family: a; src: local(a), url(http://example.invalid/a.ttf) }",
        "@namespace url(http://example.invalid/);",
        "@supports (background: url(//example.invalid/)) { a { color: red } }",
        "a { background: /* */ url(\nhttp://example.invalid/a) }",
        "a { background: url(a b) }",
    ],
)
def test_a_stylesheet_that_reaches_out_is_refused_and_its_address_not_said(css: str) -> None:
    with pytest.raises(SourceError) as caught:
        refuse_what_reaches_out("templates/css/epub.css", f"p {{ color: red }}\n{css}".encode())
    problem = caught.value.problems[0]
    assert str(problem).startswith("templates/css/epub.css:")
    assert problem.where is not None
    assert problem.where.line >= 2
    assert problem.where.column >= 1
    assert problem.hint
    assert not any(word in str(problem) for word in ("example", "secret", "passwd", "://"))


@pytest.mark.parametrize(
    "css",
    [
        'a { background: url("motif.svg") }',
        "a { background: url(ornaments/strip.svg) no-repeat }",
        "a { fill: url(#gradient) }",
        "a::before { content: 'see https://example.org/' }",
        "/* https://example.org/ @import */ a { color: red }",
        'a { font: 700 9pt/5mm var(--sans); --a: "b" }',
    ],
)
def test_a_stylesheet_that_stays_inside_passes(css: str) -> None:
    refuse_what_reaches_out("templates/css/epub.css", css.encode())


@pytest.mark.parametrize(
    "body",
    [
        "<script>x()</script>",
        "<image href='a.png'/>",
        "<use href='other.svg#a'/>",
        "<use xlink:href='http://example.invalid/#a'/>",
        "<foreignObject/>",
        "<style>a { color: red }</style>",
        "<a href='https://example.invalid/'><path d=''/></a>",
        "<rect onload='x()'/>",
        "<rect style='fill: url(http://example.invalid/#a)'/>",
        "<rect fill='url(//example.invalid/#a)'/>",
        "<rect xml:base='http://example.invalid/'/>",
        "<metadata>somebody</metadata>",
        "<animate attributeName='href'/>",
        "<text>words</text>",
        "<!-- made by somebody -->",
        "<?xml-stylesheet href='a.css'?>",
        "<rect>",
        "<g xmlns:i='http://example.invalid/ink'><rect i:export-filename='/home/somebody/a.png'/></g>",
    ],
)
def test_a_drawing_that_is_more_than_shapes_is_refused(body: str) -> None:
    with pytest.raises(SourceError) as caught:
        refuse_what_reaches_out("templates/epub/motif.svg", SVG.format(body).encode())
    assert "example" not in str(caught.value)
    assert "somebody" not in str(caught.value)


@pytest.mark.parametrize(
    "start", ['<!DOCTYPE svg [<!ENTITY a "b">]>', '<!DOCTYPE svg SYSTEM "http://example.invalid/">']
)
def test_a_drawing_that_declares_something_is_refused(start: str) -> None:
    with pytest.raises(SourceError):
        refuse_what_reaches_out("templates/epub/motif.svg", f"{start}{SVG.format('')}".encode())


def test_a_drawing_of_shapes_passes() -> None:
    shapes = (
        "<title>A line</title><defs><linearGradient id='a'><stop offset='1' stop-color='red'/></linearGradient></defs>"
        "<g transform='scale(2)'><path id='b' d='M0 0 9 9' fill='url(#a)'/><use xlink:href='#b'/></g>"
    )
    refuse_what_reaches_out("templates/epub/motif.svg", SVG.format(shapes).encode())


@pytest.mark.parametrize(
    "text",
    [
        "<script>x()</script>",
        "<SCRIPT src='a.js'>",
        "<p onclick='x()'>",
        "<p\nonload = 'x()'>",
        "<img src='https://example.invalid/a.png'/>",
        '<img src="//example.invalid/a.png"/>',
        "<img src=/etc/a.png>",
        "<a href='javascript:x()'>a</a>",
        "<a href='file:///home/somebody'>a</a>",
        "<link href='../../a.css'/>",
        "<iframe title='a'/>",
        "<object data='a'/>",
        "<base href='a'/>",
        "<meta http-equiv='refresh' content='0'/>",
        "<form action='a'>",
        "<!ENTITY a 'b'>",
    ],
)
def test_a_template_that_writes_more_than_words_and_pictures_is_refused(text: str) -> None:
    with pytest.raises(SourceError) as caught:
        refuse_what_reaches_out("templates/blocks/figure.xhtml.j2", f"<p>a</p>\n{text}".encode())
    assert "templates/blocks/figure.xhtml.j2:2:" in str(caught.value)
    assert not any(word in str(caught.value) for word in ("example", "somebody"))


@pytest.mark.parametrize(
    "text", ['<a href="{{ page.link }}">a</a>', "<p>one = two, on a = b</p>", "<img src='a.png' alt=''/>"]
)
def test_a_template_of_words_and_pictures_passes(text: str) -> None:
    refuse_what_reaches_out("templates/blocks/figure.xhtml.j2", text.encode())


def test_a_stylesheet_in_another_encoding_is_refused_with_its_line() -> None:
    with pytest.raises(SourceError, match=r"epub\.css:2"):
        refuse_what_reaches_out("templates/css/epub.css", "p {}\n/* é */".encode("latin-1"))
