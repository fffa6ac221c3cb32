"""What a PDF carries beside its pages: programs, files, forms, notes of its making, days, names inside fonts."""

import io
import re
import struct
from collections.abc import Iterator

from lxml import etree
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from storybook.images.anatomy import MalformedError, jpeg_markers
from storybook.images.own_parts import MARKERS

ACTIONS = frozenset({"/GoTo", "/URI"})
"""Actions that only lead somewhere."""

ANNOTATIONS = frozenset({"/Link"})

PROGRAMS = ("/JS", "/JavaScript", "/AA", "/XFA", "/AcroForm", "/RichMediaContent", "/Renditions")
FILES = ("/EF", "/EmbeddedFiles", "/AF", "/FFilter", "/OPI")
LEFTOVERS = ("/PieceInfo", "/LastModified", "/Thumb", "/SpiderInfo", "/Threads", "/Collection", "/ModDate")

KEYS = (
    (PROGRAMS, "active-content", "the PDF carries something that runs or asks"),
    (FILES, "embedded-file", "the PDF carries or names other files"),
    (LEFTOVERS, "leftover", "the PDF tells of its making"),
)

INFO = frozenset({"/Title", "/Author", "/Subject", "/Keywords", "/Creator", "/Producer", "/CreationDate", "/Trapped"})
"""What the old table of a PDF's facts may say."""

DAY = re.compile(r"D:\d{4}(\d{2}(\d{2})?)?")
"""A day that an author gave; a clock would add hours and a zone."""

XMP_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")

XMP = frozenset(
    {
        *("dc:title", "dc:creator", "dc:description", "dc:subject", "dc:language", "dc:rights", "dc:date", "dc:format"),
        *("dc:publisher", "dc:identifier", "pdf:Producer", "pdf:Keywords", "pdf:PDFVersion", "pdf:Trapped"),
        *("xmp:CreatorTool", "xmp:CreateDate", "pdfuaid:part", "pdfuaid:rev"),
    }
)
"""Properties of the newer table; those of its kind that hold it together are passed over."""

_SPACES = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://ns.adobe.com/pdf/1.3/": "pdf",
    "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://www.aiim.org/pdfua/ns/id/": "pdfuaid",
}
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
TELLING_TABLES = frozenset({b"name", b"DSIG", b"FFTM", b"meta", b"STAT", b"PfEd", b"TeX "})

JPEG_MARKERS = MARKERS | {0xEE}
"""Those of ours, and APP14, which says how colours are coded."""

DEEPEST = 30
"""Objects that stand inside one another; deeper ones are reported."""

Carried = tuple[str, str]
"""Code and message."""


def carried(document: Pdf) -> Iterator[Carried]:
    """Everything in the PDF that a book has no use for, whichever object it hangs from."""
    found: set[Carried] = set(_facts(document))
    for item in document.objects:
        if isinstance(item, Dictionary | Stream | Array):
            found.update(_in_object(item, 0))
    yield from sorted(found)


def _in_object(item: Object, depth: int) -> Iterator[Carried]:
    if depth > DEEPEST:
        yield "nested", "objects stand too deep inside one another"
        return
    if isinstance(item, Array):
        inner = list(item)
    else:
        yield from _in_dictionary(item)
        inner = [value for _, value in item.items()]
    for value in inner:
        if isinstance(value, Dictionary | Array) and not value.is_indirect:
            yield from _in_object(value, depth + 1)


def _in_dictionary(item: Object) -> Iterator[Carried]:
    for keys, code, message in KEYS:
        yield from ((code, f"{message} ({key[1:]})") for key in keys if key in item)
    if item.get(Name.Type) == Name.Filespec:
        yield "embedded-file", "the PDF names other files (Filespec)"
    if Name.Rect in item and str(item.get(Name.Subtype, "/Link")) not in ANNOTATIONS:
        yield "annotation", f"a page carries a mark of the kind {str(item.Subtype)[1:]}"
    yield from _in_action(item)
    yield from _in_font(item)
    if isinstance(item, Stream):
        yield from _in_stream(item)


def _in_action(item: Object) -> Iterator[Carried]:
    for key in ("/A", "/OpenAction", "/Next", "/PA"):
        action = item.get(key)
        if isinstance(action, Dictionary) and Name.S in action and str(action.S) not in ACTIONS:
            yield "active-content", f"an action of the kind {str(action.S)[1:]} is in the PDF"


def _in_font(item: Object) -> Iterator[Carried]:
    for key in FONT_FILES:
        file = item.get(key)
        if isinstance(file, Stream) and _tables(file.read_bytes()) & TELLING_TABLES:
            yield "font-names", "a font still carries what its maker wrote into it"


def _tables(font: bytes) -> set[bytes]:
    """Names of a font's tables; none where it is of a kind without."""
    if font[:4] not in (b"\0\1\0\0", b"OTTO", b"true") or len(font) < 12:
        return set()
    (count,) = struct.unpack(">H", font[4:6])
    return {font[start : start + 4] for start in range(12, 12 + 16 * count, 16)}


def _in_stream(item: Stream) -> Iterator[Carried]:
    if Name.F in item and Name.Type in item:
        yield "embedded-file", "the PDF takes a part of itself from another file"
    if item.get(Name.Subtype) != Name.Image:
        return
    if Name.Metadata in item:
        yield "picture-metadata", "a picture carries notes"
    if item.get(Name.Filter) in (Name.DCTDecode, Array([Name.DCTDecode])):
        try:
            odd = set(jpeg_markers(io.BytesIO(item.read_raw_bytes()))) - JPEG_MARKERS
        except MalformedError:
            yield "picture-broken", "a picture is not whole"
            return
        if odd:
            yield "picture-metadata", "a picture carries more than pixels"


def _facts(document: Pdf) -> Iterator[Carried]:
    info = document.trailer.get(Name.Info, Dictionary())
    for key, value in info.items():
        if key not in INFO:
            yield "leftover", f"the PDF's facts say more than a reader needs ({key[1:]})"
        elif key == "/CreationDate" and not DAY.fullmatch(str(value)):
            yield "clock", "the PDF tells the hour of its making"
    metadata = document.Root.get(Name.Metadata)
    if isinstance(metadata, Stream):
        yield from _in_xmp(metadata.read_bytes())


def _in_xmp(packet: bytes) -> Iterator[Carried]:
    try:
        tree = etree.fromstring(packet, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        yield "leftover", "the PDF's metadata are not well-formed"
        return
    for description in tree.iter(f"{{{_RDF}}}Description"):
        said = [(str(key), str(value)) for key, value in description.attrib.items()]
        said += [(str(child.tag), "".join(map(str, child.itertext()))) for child in description]
        for tag, value in said:
            name = etree.QName(tag)
            if name.namespace == _RDF:
                continue
            short = f"{_SPACES.get(name.namespace or '', 'other')}:{name.localname}"
            if short not in XMP:
                yield "leftover", f"the PDF's metadata say more than a reader needs ({name.localname})"
            elif short in ("xmp:CreateDate", "dc:date") and not XMP_DAY.fullmatch(value.strip()):
                yield "clock", "the PDF tells the hour of its making"
