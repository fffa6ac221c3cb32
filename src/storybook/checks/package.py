"""The bytes of an EPUB themselves: nothing that runs, calls home, tells of its making, or was not meant to be there."""

import re
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from lxml import etree

from storybook.errors import OutputError, Problem
from storybook.images.anatomy import MalformedError
from storybook.images.kinds import SUFFIXES
from storybook.images.own_parts import TAIL, foreign_parts
from storybook.model.finding import Finding, Severity
from storybook.model.format import Check
from storybook.read.addresses import is_tracked

EPOCH = (1980, 1, 1, 0, 0, 0)
PICTURES = {suffix: media_type for media_type, suffix in SUFFIXES.items()}
"""The media types of pictures by the suffixes of their files."""

NEUTRAL = re.compile(
    r"mimetype|META-INF/container\.xml|EPUB/(content\.opf|(nav|regions)\.xhtml|nav\.ncx|text/[a-z0-9-]+(~(\d{3,}|script))?\.xhtml"
    r"|styles/[a-z0-9-]+\.(css|svg)|fonts/font-\d{2,}\.ttf"
    rf"|images/img-\d{{4,}}({'|'.join(map(re.escape, PICTURES))}))"
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
        if suffix in PICTURES:
            yield from _picture_faults(name, container.read(entry), PICTURES[suffix])
        elif suffix in (".xhtml", ".svg", ".opf", ".ncx"):
            yield from _markup_faults(name, container.read(entry))
        elif suffix == ".css":
            css = container.read(entry).decode("utf-8")
            if CSS_REMOTE.search(css):
                yield Fault("remote", name, "the stylesheet loads something from elsewhere")


def _picture_faults(name: str, data: bytes, media_type: str) -> Iterator[Fault]:
    try:
        foreign = foreign_parts(media_type, data)
    except MalformedError as error:
        yield Fault("picture-broken", name, f"the picture is not whole: {error}")
        return
    for part in foreign:
        what = (
            "something follows the picture's end" if part == TAIL else f"the picture carries more than pixels: {part}"
        )
        yield Fault("picture-metadata", name, what)


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
