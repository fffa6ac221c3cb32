"""Reads the bytes of a drawing (SVG) into a tree: strictly, without entities, with limits for size, nodes and depth."""

import codecs
import re

from lxml import etree

from storybook.errors import Problem, SourceError, Where

SVG = "{http://www.w3.org/2000/svg}"

MAX_BYTES = 5_000_000
"""Bytes of a drawing at the most."""

MAX_NODES = 20_000
"""Elements of a drawing at the most."""

MAX_DEPTH = 100
"""Elements inside one another at the most."""

_ENCODINGS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "ascii",
    "ascii": "ascii",
    "iso-8859-1": "latin-1",
    "latin-1": "latin-1",
    "latin1": "latin-1",
}
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_WIDE_STARTS = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
_DECLARED = re.compile(rb"\s*<\?xml\s[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
_DECLARATION = re.compile(r"<\?xml\s[^>]*\?>")
_DOCTYPE = re.compile(
    r"<!DOCTYPE\s+[^\s>\[\"']+(?:\s+PUBLIC\s+(?:\"[^\"]*\"|'[^']*'))?(?:\s+SYSTEM)?"
    r"(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*(?P<end>[\[>])"
)
_DECLARES = "declares entities in its DOCTYPE, which is not read"
_PLAIN = "export the drawing as plain SVG (in Illustrator: File, Export As, SVG; in Inkscape: Save As, Plain SVG)"


def refused(name: str, line: int, what: str, hint: str, column: int = 0) -> SourceError:
    """The error that a drawing is not taken; what goes on after “the drawing”."""
    return SourceError(Problem(f"the drawing {what}", where=Where(name, line, column), hint=hint))


def line_of(element: etree._Element) -> int:
    """The line of the drawing's file that an element begins on; 0 where it is not known."""
    line: object = element.sourceline
    return line if isinstance(line, int) else 0


def parse(data: bytes, name: str) -> etree._Element:
    """The root of a drawing's tree, with nothing but elements and text in it; name: its path in the book."""
    if len(data) > MAX_BYTES:
        what = f"is larger than {MAX_BYTES // 1_000_000} million bytes"
        raise refused(name, 0, what, "simplify it, or export it as PNG, about 2,500 pixels wide")
    text = _without_prolog(_decoded(data, name), name)
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:
        raise _broken(error, name) from None
    except (ValueError, UnicodeError):
        raise refused(name, 1, "is not well-formed XML", _PLAIN) from None
    _check_instructions(root, name)
    etree.strip_tags(root, etree.Comment, etree.PI, etree.Entity)
    _check_size(root, name)
    if root.tag != f"{SVG}svg":
        hint = 'its first element must be <svg xmlns="http://www.w3.org/2000/svg">: ' + _PLAIN
        raise refused(name, line_of(root), "does not begin with an svg element of SVG's namespace", hint)
    return root


def _decoded(data: bytes, name: str) -> str:
    encoding = next((encoding for bom, encoding in _BOMS if data.startswith(bom)), None)
    if encoding is None:
        encoding = next((encoding for start, encoding in _WIDE_STARTS if data.startswith(start)), None)
    if encoding is None:
        declared = _DECLARED.match(data[:200])
        encoding = _ENCODINGS.get(declared[1].decode("ascii").lower() if declared else "utf-8")
    if encoding is None:
        raise refused(name, 1, "is written in an encoding that is not read", "save it as UTF-8")
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise refused(name, line, "holds bytes that are no letters of its encoding", "save it as UTF-8") from None


def _without_prolog(text: str, name: str) -> str:
    """The text without its XML declaration and DOCTYPE, with every line where it was."""
    start = 0
    if declaration := _DECLARATION.match(text):
        text = _blanked(text, *declaration.span())
    while True:
        while start < len(text) and text[start] in " \t\r\n":
            start += 1
        close = next((close for mark, close in (("<!--", "-->"), ("<?", "?>")) if text.startswith(mark, start)), None)
        if close is None:
            break
        end = text.find(close, start + 2)
        if end < 0:
            raise refused(name, text.count("\n", 0, start) + 1, "is not well-formed XML", _PLAIN)
        start = end + len(close)
    if not text.startswith("<!DOCTYPE", start):
        return text
    doctype = _DOCTYPE.match(text, start)
    if doctype is None or doctype["end"] == "[":
        hint = "in Illustrator, export without “Preserve Illustrator Editing Capabilities”; or delete the DOCTYPE"
        raise refused(name, text.count("\n", 0, start) + 1, _DECLARES, hint)
    return _blanked(text, *doctype.span())


def _blanked(text: str, start: int, end: int) -> str:
    return text[:start] + "\n" * text.count("\n", start, end) + text[end:]


def _broken(error: etree.XMLSyntaxError, name: str) -> SourceError:
    line, column = error.position
    if "depth" in (error.msg or "").lower():
        return _too_deep(name, line or 1)
    hint = "open it in a drawing program and save it again; copy it again from where it came"
    return refused(name, line or 1, "is not well-formed XML: a tag or character here is broken", hint, column or 0)


def _too_deep(name: str, line: int) -> SourceError:
    what = f"has more than {MAX_DEPTH} elements inside one another"
    return refused(name, line, what, "ungroup what need not be grouped, and save it again")


def _check_instructions(root: etree._Element, name: str) -> None:
    before = root.getprevious()
    while before is not None:
        if str(before).startswith("<?xml-stylesheet"):
            what = "takes its colours from another file (xml-stylesheet)"
            raise refused(name, line_of(before), what, "export it with its style inside: " + _PLAIN)
        before = before.getprevious()


def _check_size(root: etree._Element, name: str) -> None:
    depth, nodes = 0, 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        nodes += event == "start"
        if depth > MAX_DEPTH:
            raise _too_deep(name, line_of(element))
        if nodes > MAX_NODES:
            what = f"has more than {MAX_NODES:,} elements"
            raise refused(name, line_of(element), what, "simplify it, or export it as PNG")
