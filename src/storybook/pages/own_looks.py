"""What a book puts in the place of shipped templates: refused where it would load, run or tell something of its own."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from xml.parsers import expat

import tinycss2
import tinycss2.ast

from storybook.errors import Problem, SourceError, Where

LOOKS = (".css", ".svg", ".j2")
"""Suffixes of the files that are looked into; fonts and words are read by what uses them."""

PLAIN_NAME = re.compile(r"(?!.*\.\.)[A-Za-z0-9_-][A-Za-z0-9._/-]*")
"""An address inside the templates: no scheme, no host, no way up, nothing encoded."""

LOADING = frozenset({"url", "src", "image", "image-set", "-webkit-image-set", "cross-fade", "-webkit-cross-fade"})
"""CSS functions whose strings are addresses."""

SHAPES = frozenset(
    (
        *("svg", "g", "defs", "symbol", "use", "title", "desc", "clipPath", "mask", "pattern"),
        *("path", "rect", "circle", "ellipse", "line", "polyline", "polygon"),
        *("linearGradient", "radialGradient", "stop"),
    )
)
"""Elements of a drawing that only draw."""

ACTIVE = re.compile(
    r"<\s*(script|iframe|object|embed|form|input|button|audio|video|foreignObject|base|meta\s+http-equiv)\b"
    r"|\son[a-z]+\s*=|\b(?:src|srcset|href|xlink:href|data|poster|action)\s*=\s*[\"']?\s*(?:[a-z][a-z0-9+.-]*:|/|\.\.(?!/\{\{))"
    r"|<!ENTITY|<\?xml-stylesheet",
    re.IGNORECASE,
)
"""What a page may not hold, as far as the template itself says it."""

_ELSEWHERE = "keep what it needs in the book's templates folder, and name it by its plain name"


def refuse_what_reaches_out(path: str, data: bytes) -> None:
    """SourceError for a stylesheet, drawing or template of a book that asks for more than the templates have."""
    problems = list(_problems(path, data))
    if problems:
        raise SourceError(problems)


def _problems(path: str, data: bytes) -> Iterator[Problem]:
    suffix = PurePosixPath(path).suffix
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        yield Problem("this is not text in UTF-8", Where(path, line), "save it as UTF-8")
        return
    if suffix == ".css":
        yield from _in_stylesheet(path, tinycss2.parse_component_value_list(text))
    elif suffix == ".svg":
        yield from _in_drawing(path, data)
    else:
        for found in ACTIVE.finditer(text):
            line = text.count("\n", 0, found.start()) + 1
            column = found.start() - text.rfind("\n", 0, found.start())
            what = "the template would have pages run something, or load it from elsewhere"
            yield Problem(what, Where(path, line, column), "take it out: a book holds words and pictures only")


def _in_stylesheet(path: str, nodes: list[tinycss2.ast.Node]) -> Iterator[Problem]:
    for node in nodes:
        match node.type:
            case "at-keyword" if node.lower_value == "import":
                yield _css(path, node, "the stylesheet imports another")
            case "url" if not _is_inside(node.value):
                yield _css(path, node, "the stylesheet asks for something outside of the templates")
            case "function" if node.lower_name in LOADING:
                yield from _in_loading(path, node)
            case "function":
                yield from _in_stylesheet(path, node.arguments)
            case "{} block" | "() block" | "[] block":
                yield from _in_stylesheet(path, node.content)
            case "error":
                yield _css(path, node, "the stylesheet is broken here")
            case _:
                pass


def _in_loading(path: str, function: tinycss2.ast.FunctionBlock) -> Iterator[Problem]:
    for part in function.arguments:
        if part.type == "string" and not _is_inside(part.value):
            yield _css(path, part, "the stylesheet asks for something outside of the templates")
        elif part.type == "function" and function.lower_name in ("url", "src"):
            yield _css(path, part, "the stylesheet works out an address")
    yield from _in_stylesheet(path, [part for part in function.arguments if part.type != "string"])


def _css(path: str, node: tinycss2.ast.Node, what: str) -> Problem:
    return Problem(what, Where(path, node.source_line, node.source_column), _ELSEWHERE)


def _is_inside(address: str) -> bool:
    return bool(PLAIN_NAME.fullmatch(address) or re.fullmatch(r"#[\w-]+", address))


def _in_drawing(path: str, data: bytes) -> Iterator[Problem]:
    problems: list[Problem] = []
    parser = expat.ParserCreate()

    def fault(what: str, hint: str = "keep shapes only; `svgo` or an editor's “plain SVG” may help") -> None:
        problems.append(Problem(what, Where(path, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1), hint))

    def element(name: str, attributes: dict[str, str]) -> None:
        if name not in SHAPES:
            fault("the drawing holds something else than shapes")
        for key, value in attributes.items():
            if not _is_of_a_shape(key, value):
                fault("the drawing tells of its making, runs something, or asks for something elsewhere")
                return

    parser.StartElementHandler = element
    parser.CommentHandler = lambda _: fault("the drawing holds a comment")
    parser.ProcessingInstructionHandler = lambda *_: fault("the drawing holds an instruction")
    parser.StartDoctypeDeclHandler = lambda *_: fault("the drawing declares a document type")
    try:
        parser.Parse(data, True)
    except expat.ExpatError:
        fault("the drawing is not well-formed", "open it in an editor for drawings, and save it anew")
    yield from problems


def _is_of_a_shape(key: str, value: str) -> bool:
    if key in ("xmlns", "xmlns:xlink"):
        return value in ("http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink")
    if key in ("href", "xlink:href"):
        return bool(re.fullmatch(r"#[\w-]+", value))
    if key.startswith("on") or (":" in key and key not in ("xml:space", "xml:lang")):
        return False
    return not any(_in_stylesheet("", tinycss2.parse_component_value_list(value)))
