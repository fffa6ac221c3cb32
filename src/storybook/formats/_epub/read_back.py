"""A finished EPUB read back: the files of its reading order, what they say, and the pictures that they show."""

import hashlib
import posixpath
import zipfile
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from lxml import etree

from storybook.errors import OutputError, Problem
from storybook.formats._epub.parts import SEPARATOR
from storybook.model.contents import Contents, Leaf, ShownPicture

XHTML = "{http://www.w3.org/1999/xhtml}"
OPF = "{http://www.idpf.org/2007/opf}"
CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
SVG_IMAGE = "{http://www.w3.org/2000/svg}image"
XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
UNPRINTED = frozenset({f"{XHTML}{name}" for name in ("script", "style", "template")})

SMALL = 64 * 1024
"""Bytes up to which every picture's digest is taken; a larger one is known by its size where no other has it."""


def read_epub(path: Path) -> Contents:
    """The files of an EPUB's reading order; OutputError where it cannot be read."""
    try:
        with zipfile.ZipFile(path) as container:
            return Contents(tuple(_Reading(container).leaves()), paged=False)
    except (zipfile.BadZipFile, etree.XMLSyntaxError, KeyError, IndexError, OSError, EOFError) as error:
        raise OutputError(Problem(f"{path.name} cannot be read back", hint="build again")) from error


class _Reading:
    """The container while it is read."""

    def __init__(self, container: zipfile.ZipFile) -> None:
        self._container = container
        self._entries = {entry.filename: entry for entry in container.infolist()}
        self._sizes = Counter(entry.file_size for entry in self._entries.values())
        self._known: dict[str, ShownPicture] = {}

    def leaves(self) -> Iterator[Leaf]:
        """One leaf for each chapter, in the order of the spine: its files one behind the other."""
        for _, names in groupby(self._spine(), key=_chapter_of):
            files = [self._leaf(name) for name in names]
            yield Leaf("\n".join(file.text for file in files), tuple(one for file in files for one in file.pictures))

    def _spine(self) -> Iterator[str]:
        opf = self._package_document()
        package = self._parsed(opf)
        hrefs = {item.get("id"): item.get("href", "") for item in package.iter(f"{OPF}item")}
        for reference in package.iter(f"{OPF}itemref"):
            yield posixpath.join(posixpath.dirname(opf), unquote(hrefs[reference.get("idref")]))

    def _package_document(self) -> str:
        container = self._parsed("META-INF/container.xml")
        return str(next(container.iter(f"{CONTAINER}rootfile")).attrib["full-path"])

    def _leaf(self, name: str) -> Leaf:
        (body,) = self._parsed(name).iter(f"{XHTML}body")
        pictures = [
            self._shown(posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(source))), alt)
            for source, alt in _sources(body)
        ]
        return Leaf(_text(body), tuple(pictures))

    def _shown(self, name: str, alt: str) -> ShownPicture:
        entry = self._entries.get(name)
        if entry is None:
            return ShownPicture(None, None, None, None, alt)
        digest = None
        if entry.file_size <= SMALL or self._sizes[entry.file_size] > 1:
            known = self._known.get(name)
            digest = known.sha256 if known else hashlib.sha256(self._container.read(entry)).hexdigest()
        found = self._known[name] = ShownPicture(None, None, entry.file_size, digest, alt)
        return found

    def _parsed(self, name: str) -> etree._Element:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        return etree.fromstring(self._container.read(name), parser)


def _chapter_of(name: str) -> str:
    """What the names of all files of a chapter begin with."""
    return PurePosixPath(name).stem.partition(SEPARATOR)[0]


def _sources(body: etree._Element) -> Iterator[tuple[str, str]]:
    for element in body.iter(f"{XHTML}img", SVG_IMAGE):
        source = element.get("src") or element.get("href") or element.get(XLINK_HREF) or ""
        yield source, element.get("alt") or element.get("aria-label") or ""


def _text(body: etree._Element) -> str:
    """All that is printed, in order; what is hidden in this file is not."""
    parts: list[str] = []
    walk = etree.iterwalk(body, events=("start", "end"))
    for action, element in walk:
        if action == "end":
            parts.append(element.tail or "")
        elif element.tag in UNPRINTED or element.get("hidden") is not None:
            walk.skip_subtree()
        else:
            parts.append(element.text or "")
    return "".join(parts)
