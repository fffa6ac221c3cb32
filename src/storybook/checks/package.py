"""The bytes of an EPUB themselves: nothing that runs, calls home, tells of its making, or was not meant to be there."""

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple
from urllib.parse import urlsplit

from lxml import etree

from storybook.errors import OutputError, Problem
from storybook.images.anatomy import MalformedError, jpeg_markers, png_chunks, webp_chunks
from storybook.model.finding import Finding, Severity
from storybook.model.format import Check
from storybook.read.addresses import is_tracked

EPOCH = (1980, 1, 1, 0, 0, 0)
NEUTRAL = re.compile(
    r"mimetype|META-INF/container\.xml|EPUB/(content\.opf|(nav|regions)\.xhtml|nav\.ncx|text/[a-z0-9-]+(~(\d{3,}|script))?\.xhtml"
    r"|styles/[a-z0-9-]+\.(css|svg)|images/img-\d{4,}\.(jpg|png|webp)|fonts/font-\d{2,}\.ttf)"
)
"""File names of an e-book of ours: none comes from an author's file."""

ACTIVE = frozenset(
    (
        *("script", "iframe", "frame", "object", "embed", "applet", "form", "input", "button", "audio", "video"),
        *("base", "foreignObject", "animate", "set", "handler", "listener"),
    )
)
LINKS_OUT = frozenset({"http", "https", "mailto"})
TEXTS = frozenset({"alt", "title", "content", "aria-label", "label"})
"""Attributes that are read out, not followed."""

JPEG_MARKERS = frozenset({0xD8, 0xE0, 0xDB, 0xC0, 0xC2, 0xC4, 0xDD, 0xDA, 0xD9})
"""SOI, JFIF, DQT, SOF0, SOF2, DHT, DRI, SOS, EOI: pixels and how to decode them."""

PNG_CHUNKS = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"})

WEBP_CHUNKS = frozenset({b"VP8 ", b"VP8L"})
"""Pixels alone: the long form (VP8X) is for what none of ours has."""

HIDDEN = {0x200B, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xE0000, 0xE0080)}
"""Characters that change or hide text without being seen: zero-width, direction overrides, tags."""

CSS_REMOTE = re.compile(r"@import|url\(\s*[\"']?(?:[a-z]+:|//)", re.IGNORECASE)


class Fault(NamedTuple):
    """A finding without its artifact: code, place, message."""

    code: str
    place: str
    message: str


def check(epub: Path) -> tuple[Finding, ...]:
    """All that is in the container and should not be; OutputError where it is no ZIP file."""
    try:
        with zipfile.ZipFile(epub) as container:
            faults = [*_container_faults(container), *_content_faults(container)]
    except (zipfile.BadZipFile, OSError) as error:
        raise OutputError(Problem(f"{epub.name} cannot be read as an EPUB", hint="build the book again")) from error
    return tuple(Finding(code, Severity.ERROR, epub.name, place, message) for code, place, message in faults)


def _container_faults(container: zipfile.ZipFile) -> Iterator[Fault]:
    entries = container.infolist()
    first = entries[0] if entries else None
    if first is None or first.filename != "mimetype" or first.compress_type != zipfile.ZIP_STORED or first.extra:
        yield Fault("mimetype-first", "mimetype", "the container does not start with its bare type")
    if container.comment:
        yield Fault("archive-comment", "", "the container carries a comment")
    seen: set[str] = set()
    for entry in entries:
        if not NEUTRAL.fullmatch(entry.filename):
            yield Fault("file-name", entry.filename, "this file's name is none of ours")
        if entry.filename in seen:
            yield Fault("file-twice", entry.filename, "two files have this name")
        seen.add(entry.filename)
        if entry.date_time != EPOCH or entry.extra or entry.comment:
            yield Fault("file-date", entry.filename, "the container tells when or how this file was made")


def _content_faults(container: zipfile.ZipFile) -> Iterator[Fault]:
    for entry in container.infolist():
        name = entry.filename
        suffix = Path(name).suffix
        if suffix in (".jpg", ".png", ".webp"):
            with container.open(entry) as file:
                yield from _picture_faults(name, io.BytesIO(file.read()), suffix)
        elif suffix in (".xhtml", ".svg", ".opf", ".ncx"):
            yield from _markup_faults(name, container.read(entry))
        elif suffix == ".css":
            css = container.read(entry).decode("utf-8")
            if CSS_REMOTE.search(css):
                yield Fault("remote", name, "the stylesheet loads something from elsewhere")


def _picture_faults(name: str, file: BinaryIO, suffix: str) -> Iterator[Fault]:
    try:
        odd = list(_odd_parts(file, suffix))
    except MalformedError as error:
        yield Fault("picture-broken", name, f"the picture is not whole: {error}")
        return
    for part in odd:
        yield Fault("picture-metadata", name, f"the picture carries more than pixels: {part}")
    if file.read(1):
        yield Fault("picture-metadata", name, "something follows the picture's end")


def _odd_parts(file: BinaryIO, suffix: str) -> Iterator[str]:
    """Parts of a picture that tell more than pixels."""
    match suffix:
        case ".jpg":
            yield from (f"segment {marker:02X}" for marker in jpeg_markers(file) if marker not in JPEG_MARKERS)
        case ".png":
            chunks = png_chunks(file, check=False)
            yield from (f"chunk {chunk!r}" for chunk, _, _ in chunks if chunk not in PNG_CHUNKS)
        case _:
            yield from (f"chunk {chunk!r}" for chunk, _, _ in webp_chunks(file) if chunk not in WEBP_CHUNKS)


def _markup_faults(name: str, content: bytes) -> Iterator[Fault]:
    try:
        tree = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    except etree.XMLSyntaxError as error:
        yield Fault("markup", name, f"not well-formed: {error.msg}")
        return
    if b"<!ENTITY" in content:
        yield Fault("markup", name, "the file defines entities")
    for node in tree.iter():
        place = f"{name}:{node.sourceline or 0}"
        if isinstance(node.tag, str):
            yield from _element_faults(place, node)
        else:
            yield Fault("comment", place, "a comment or an instruction is in the file")
    hidden = sorted({ord(character) for character in "".join(str(run) for run in tree.itertext())} & HIDDEN)
    for code in hidden:
        label = unicodedata.name(chr(code), "a character without a name")
        yield Fault("hidden-character", name, f"the text holds U+{code:04X} ({label}), which nobody sees")


def _element_faults(place: str, element: etree._Element) -> Iterator[Fault]:
    tag = etree.QName(element).localname
    if tag == "style" and CSS_REMOTE.search("".join(map(str, element.itertext()))):
        yield Fault("remote", place, "a style loads something from elsewhere")
    if tag in ACTIVE:
        yield Fault("active-content", place, f"the element <{tag}> can run or load something")
    for attribute, value in element.attrib.items():
        name = etree.QName(attribute).localname
        if name.startswith("on"):
            yield Fault("active-content", place, f"the attribute {name} can run something")
        if CSS_REMOTE.search(str(value)) and name not in TEXTS:
            yield Fault("remote", place, f"the attribute {name} loads something from elsewhere")
        if name == "base" or (name == "http-equiv" and tag == "meta"):
            yield Fault("active-content", place, f"the attribute {name} can lead a reader elsewhere")
        if name in ("href", "src", "srcset", "data", "action", "poster"):
            yield from _address_faults(place, tag, str(value))


def _address_faults(place: str, tag: str, value: str) -> Iterator[Fault]:
    parts = urlsplit(value)
    if tag == "a":
        if parts.scheme and parts.scheme not in LINKS_OUT:
            yield Fault("link", place, f"a link starts with {parts.scheme}:")
        elif is_tracked(value):
            yield Fault("tracking-link", place, "a link tells who passed it on, or who follows it")
    elif parts.scheme or parts.netloc:
        yield Fault("remote", place, f"<{tag}> loads something from elsewhere")


CHECK = Check(
    "package",
    "the e-book's own bytes: no scripts, no remote files, no traces of its making",
    ("epub",),
    check,
    in_build=True,
)
