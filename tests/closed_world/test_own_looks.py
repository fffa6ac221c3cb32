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


def told(path: str, text: str | bytes) -> list[str]:
    """Place, what and hint of each problem, one line each."""
    with pytest.raises(SourceError) as caught:
        refuse_what_reaches_out(path, text if isinstance(text, bytes) else text.encode())
    assert all(problem.where and problem.where.file == path for problem in caught.value.problems)
    return [f"{p.where.line}:{p.where.column} {p.what} | {p.hint}" for p in caught.value.problems if p.where]


KEEP = "keep what it needs in the book's templates folder, and name it by its plain name"
OUTSIDE = "the stylesheet asks for something outside of the templates"
SHAPES_ONLY = "keep shapes only; `svgo` or an editor's “plain SVG” may help"


@pytest.mark.parametrize(
    ("css", "problems"),
    [
        ("a {}\n@import 'a.css';", [f"2:1 the stylesheet imports another | {KEEP}"]),
        ("a { b: url(//c) }", [f"1:8 {OUTSIDE} | {KEEP}"]),
        ("a { b: url('//c') }", [f"1:12 {OUTSIDE} | {KEEP}"]),
        ("a { b: src(var(--c)) }", [f"1:12 the stylesheet works out an address | {KEEP}"]),
        ("a { b: url(var(--c)) }", [f"1:{c} the stylesheet is broken here | {KEEP}" for c in (8, 20)]),
        ("a { b: image-set(url(//c) 1x) }", [f"1:18 {OUTSIDE} | {KEEP}"]),
        ("a { b: image(rgb(1 2 3)) }", []),
        ("a { b: image-set('//c' 1x, '//d' 2x) }", [f"1:18 {OUTSIDE} | {KEEP}", f"1:28 {OUTSIDE} | {KEEP}"]),
        ("a { b: calc(url(//c)) [url(//d)] (url(//e)) }", [f"1:{c} {OUTSIDE} | {KEEP}" for c in (13, 24, 35)]),
        ("a }", [f"1:3 the stylesheet is broken here | {KEEP}"]),
        ("a { b: format('//c') local('//d') }", []),
    ],
)
def test_each_thing_that_a_stylesheet_may_not_ask_for_is_told_at_its_place(css: str, problems: list[str]) -> None:
    if problems:
        assert told("templates/css/a.css", css) == problems
    else:
        refuse_what_reaches_out("templates/css/a.css", css.encode())


@pytest.mark.parametrize(
    ("drawing", "problems"),
    [
        (SVG.format("<b/>"), ["1:0 the drawing holds something else than shapes | " + SHAPES_ONLY]),
        (SVG.format("\n <!--a-->"), ["2:2 the drawing holds a comment | " + SHAPES_ONLY]),
        (SVG.format("\n<?a b?>"), ["2:1 the drawing holds an instruction | " + SHAPES_ONLY]),
        ("<!DOCTYPE svg>\n<svg/>", ["1:1 the drawing declares a document type | " + SHAPES_ONLY]),
        (
            "<svg>\n<g></svg>",
            ["2:6 the drawing is not well-formed | open it in an editor for drawings, and save it anew"],
        ),
        (
            SVG.format("\n<g onload='a' onclick='b'/>"),
            ["2:1 the drawing tells of its making, runs something, or asks for something elsewhere | " + SHAPES_ONLY],
        ),
    ],
)
def test_each_thing_that_a_drawing_may_not_hold_is_told_at_its_place(drawing: str, problems: list[str]) -> None:
    found = told("templates/epub/a.svg", drawing)
    assert [p.partition(" ")[2] for p in found] == [p.partition(" ")[2] for p in problems]
    if not problems[0].startswith("1:"):
        assert found == problems


def test_the_first_bad_attribute_of_each_shape_is_told_and_all_bad_shapes() -> None:
    assert len(told("a.svg", SVG.format("<g onload='a' onclick='b'/><g href='c'/><b/>"))) == 3


@pytest.mark.parametrize("attribute", ["xml:space='preserve'", "xml:lang='ko'", "href='#a-1'", "xlink:href='#a'"])
def test_an_attribute_that_only_draws_passes(attribute: str) -> None:
    refuse_what_reaches_out("a.svg", SVG.format(f"<use {attribute}/>").encode())


@pytest.mark.parametrize(
    "attribute", ["xmlns:a='b'", "xmlns='http://example.invalid'", "a:b='c'", "href='#a b'", "href='x#a'", "on='a'"]
)
def test_an_attribute_that_does_more_is_refused(attribute: str) -> None:
    drawing = f"<svg xmlns:a='http://www.w3.org/2000/svg'><use {attribute}/></svg>"
    assert told("a.svg", drawing)


def test_what_a_template_may_not_say_is_told_at_its_place() -> None:
    what = "the template would have pages run something, or load it from elsewhere"
    hint = "take it out: a book holds words and pictures only"
    assert told("a.j2", "<p>\n a<script>\n<p onload=''> <img src='//a'/>") == [
        f"2:3 {what} | {hint}",
        f"3:3 {what} | {hint}",
        f"3:20 {what} | {hint}",
    ]
    assert told("a.j2", "<script>") == [f"1:1 {what} | {hint}"]


def test_text_in_another_encoding_is_told_with_what_to_do() -> None:
    text = "p {}\n\n/* é */\n\n\n".encode("latin-1")
    assert told("a.css", text) == ["3:0 this is not text in UTF-8 | save it as UTF-8"]
    assert told("a.css", "é".encode("latin-1")) == ["1:0 this is not text in UTF-8 | save it as UTF-8"]
