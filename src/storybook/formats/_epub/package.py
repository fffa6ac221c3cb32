"""The EPUB container: ebooklib lists what is in it, pictures go straight from the cache into the file."""

import datetime
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from ebooklib import epub

from storybook.errors import OutputError, Problem
from storybook.formats._epub.metadata import BOOK_ID, Element
from storybook.formats._epub.pages import IMAGES, Pages
from storybook.formats._epub.parts import NAV
from storybook.model.book import Metadata
from storybook.model.picture import Asset

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of every file in the container: the first one that ZIP can say."""

PIECE = 1 << 18
"""Bytes of a picture that are in memory at a time."""

PERMISSIONS = 0o100644 << 16
UNIX = 3
STYLE = "styles/book.css"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
PREFIXES = "ibooks: http://vocabulary.itunes.apple.com/rdf/ibooks/vocabulary-extensions-1.0/"


@dataclass(frozen=True, slots=True)
class Resource:
    """A file that pages use: address from the package document, media type, bytes."""

    href: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Package:
    """All that goes into an EPUB; cover is the name of the picture on its front, or None."""

    metadata: Metadata
    elements: tuple[Element, ...]
    pages: Pages
    resources: tuple[Resource, ...]
    pictures: tuple[Asset, ...]
    cover: str | None


def picture_id(name: str) -> str:
    """The id of a picture in the package document."""
    return Path(name).stem


def write_package(package: Package, path: Path) -> None:
    """Write the container at a path; OSError where the disk refuses."""
    _Writer(package, path).write()


class _PictureItem(epub.EpubItem):  # type: ignore[misc] # ebooklib has no types
    """A picture that stays in the cache until it is copied into the container."""

    def __init__(self, asset: Asset, *, cover: bool) -> None:
        super().__init__(picture_id(asset.name), f"{IMAGES}/{asset.name}", asset.media_type)
        self.asset = asset
        self.properties = ["cover-image"] if cover else []


class _Container(zipfile.ZipFile):
    """A ZIP file that tells nothing of the time, the system or the user that made it."""

    def writestr(
        self,
        zinfo_or_arcname: zipfile.ZipInfo | str,
        data: Any,  # noqa: ANN401 - text or bytes, as in the library
        compress_type: int | None = None,
        compresslevel: int | None = None,
    ) -> None:
        entry = _entry(str(zinfo_or_arcname), zipfile.ZIP_DEFLATED if compress_type is None else compress_type)
        super().writestr(entry, data, compresslevel=compresslevel)

    def copy(self, name: str, source: IO[bytes], size: int) -> int:
        """Store a file of this size as it is, piece by piece; returns the bytes that were there."""
        entry = _entry(name, zipfile.ZIP_STORED)
        entry.file_size = size
        copied = 0
        with self.open(entry, "w") as target:
            while piece := source.read(PIECE):
                copied += target.write(piece)
        return copied


def _entry(name: str, compress_type: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.compress_type = compress_type
    entry.external_attr = PERMISSIONS
    entry.create_system = UNIX
    return entry


class _Writer(epub.EpubWriter):  # type: ignore[misc] # ebooklib has no types
    """ebooklib's writer, kept from guessing, deflating pictures and holding them in memory."""

    def __init__(self, package: Package, path: Path) -> None:
        date = package.metadata.date or datetime.date(*EPOCH[:3])
        midnight = datetime.datetime.combine(date, datetime.time(), datetime.UTC)
        super().__init__(str(path), _book(package), {"mtime": midnight, "raise_exceptions": True})
        self._layouts = {page.id: page.layout for page in package.pages.spine}

    def write(self) -> None:
        """Write the whole container: `mimetype` first, then the package document, then its files in order."""
        with _Container(self.file_name, "w", zipfile.ZIP_DEFLATED) as self.out:
            self.out.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
            self._write_container()
            self._write_opf()
            self._write_items()

    def _write_items(self) -> None:
        for item in self.book.get_items():
            name = f"{self.book.FOLDER_NAME}/{item.file_name}"
            if isinstance(item, _PictureItem):
                _copy_picture(self.out, name, item.asset)
            else:
                self.out.writestr(name, item.get_content())

    def _write_opf_file(self, root: Any) -> None:  # noqa: ANN401 - an element of lxml
        root.set(XML_LANG, self.book.language)
        root.set("prefix", PREFIXES)
        for reference in root.iter("itemref"):
            if layout := self._layouts[reference.get("idref")]:
                reference.set("properties", " ".join(layout))
        super()._write_opf_file(root)


def _copy_picture(container: _Container, name: str, asset: Asset) -> None:
    with asset.path.open("rb") as source:
        copied = container.copy(name, source, asset.size)
    if copied != asset.size:
        raise OutputError(
            Problem(f"{asset.name} in the cache is not whole", hint="delete the output folder's cache and build again")
        )


def _book(package: Package) -> Any:  # noqa: ANN401 - a book of ebooklib
    book = epub.EpubBook()
    book.IDENTIFIER_ID = BOOK_ID
    book.language = package.metadata.language
    book.metadata.clear()  # ebooklib puts its own name and a random identifier in
    for element in package.elements:
        namespace = None if element.name == "meta" else "DC"
        book.add_metadata(namespace, element.name, element.text, element.attributes)
    for item in _items(package):
        book.add_item(item)
    if package.pages.from_right:
        book.set_direction("rtl")
    book.spine = [page.id for page in package.pages.spine]
    return book


def _items(package: Package) -> Sequence[epub.EpubItem]:
    pages = [
        _item(page.id, page.href, "application/xhtml+xml", page.content, page.properties) for page in package.pages.all
    ]
    ncx = _item("ncx", NAV.replace(".xhtml", ".ncx"), "application/x-dtbncx+xml", package.pages.ncx)
    resources = [
        _item(resource.href.replace("/", "-").rpartition(".")[0], resource.href, resource.media_type, resource.content)
        for resource in package.resources
    ]
    pictures = [_PictureItem(asset, cover=asset.name == package.cover) for asset in package.pictures]
    return [pages[0], ncx, *resources, *pages[1:], *pictures]


def _item(own_id: str, href: str, media_type: str, content: bytes, properties: Sequence[str] = ()) -> epub.EpubItem:
    item = epub.EpubItem(own_id, href, media_type, content)
    item.properties = list(properties)
    return item
