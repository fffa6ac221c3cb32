"""EPUB 3.3 for phones and e-readers: reflowable, and comics also as a scroll or panel by panel in fixed layout."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from storybook import fonts
from storybook.comics.letterer import Letterer
from storybook.formats._epub.accessibility import measure, properties
from storybook.formats._epub.metadata import describe
from storybook.formats._epub.package import STYLE, Package, Resource, picture_id, write_package
from storybook.formats._epub.pages import Page, make_pages, picture_names
from storybook.formats._epub.read_back import read_epub
from storybook.formats._epub.stylesheet import css_family, drawings, stylesheet
from storybook.formats._epub.typefaces import choose_typefaces
from storybook.model.blocks import Cover
from storybook.model.edition import Edition, Shape, Typeface
from storybook.model.format import Format
from storybook.model.picture import Asset
from storybook.model.walk import blocks_of
from storybook.pages.lettering import letterer_of
from storybook.pages.theme import load_words, shipped_folder, theme_file
from storybook.store import Store


def write(edition: Edition, path: Path) -> None:
    """Write the EPUB of an edition; SourceError where a character has no typeface or words don't fit a panel."""
    letterer = letterer_of(edition)
    pages = make_pages(edition, letterer)
    pictures = _pictures(edition, pages.all)
    cover = _cover(edition)
    metadata = edition.book.metadata
    facts = measure((page.tree for page in pages.all), {picture.media_type for picture in pictures})
    words = load_words(shipped_folder(), metadata.language)
    access = properties(facts, metadata.accessibility_summary, words.__getitem__)
    package = Package(
        metadata=metadata,
        elements=describe(metadata, access, picture_id(cover) if cover else None),
        pages=pages,
        resources=tuple(_resources(edition, pages.all, letterer)),
        pictures=pictures,
        cover=cover,
    )
    write_package(package, path)


def _pictures(edition: Edition, pages: Iterable[Page]) -> tuple[Asset, ...]:
    """The derivatives that pages show, by name."""
    shown = {name for page in pages for name in picture_names(page)}
    return tuple(sorted((a for a in edition.assets.values() if a.name in shown), key=lambda asset: asset.name))


def _cover(edition: Edition) -> str | None:
    """The name of the picture on the front."""
    for chapter in edition.book.chapters:
        for block in blocks_of(chapter):
            if isinstance(block, Cover):
                return edition.asset(block.picture).name
    return None


def _resources(edition: Edition, pages: tuple[Page, ...], letterer: Letterer) -> Iterator[Resource]:
    """Stylesheet, its drawings, and the typefaces."""
    store = Store(edition.cache) if edition.cache else None
    embedded: list[tuple[Typeface, str]] = []
    files: list[Resource] = []
    for number, (face, text) in enumerate(choose_typefaces(pages, letterer), start=1):
        name = f"fonts/font-{number:02}.ttf"
        embedded.append((face, f"../{name}"))
        family = css_family(face, edition.theme.typefaces)
        files.append(Resource(name, "font/ttf", _subset(store, face, text, family)))
    css = stylesheet(edition.theme, embedded, letterer)
    yield Resource(STYLE, "text/css", css)
    for name in drawings(css):
        drawing = theme_file(edition.theme, f"epub/{name}").read_bytes()
        yield Resource(f"styles/{name}", "image/svg+xml", drawing)
    yield from files


def _subset(store: Store | None, face: Typeface, text: str, family: str) -> bytes:
    characters = fonts.repertoire(face, text)
    if store is None:
        return fonts.subset(face, characters, family)
    return fonts.kept_subset(store, face, characters, family).path.read_bytes()


FORMAT = Format(
    name="epub",
    suffix=".epub",
    about="e-book for phones and e-readers (EPUB 3.3)",
    image_preset="ereader",
    page_preset=None,
    write=write,
    read_back=read_epub,
    shapes=(Shape.PAGES, Shape.SCROLL, Shape.PANELS),
    bakes=True,
)
