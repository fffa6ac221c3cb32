"""The pages of an EPUB: the XHTML files of each chapter, parsed before they are packed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import assert_never
from urllib.parse import urlsplit

from lxml import etree
from markupsafe import Markup

from storybook.comics.letterer import Letterer
from storybook.comics.script import flat, teller
from storybook.errors import Problem, SourceError, StorybookError
from storybook.formats._epub.contents import Entry, depth, entries, landmarks
from storybook.formats._epub.parts import (
    NAV,
    SEPARATOR,
    Part,
    ScreenPart,
    ScriptPart,
    TextPart,
    is_contents_page,
    line_anchor,
    parts_of,
)
from storybook.formats._epub.regions import REGIONS, regions
from storybook.formats._epub.views import Views
from storybook.model.blocks import Paragraph, PullQuote
from storybook.model.book import Chapter, Matter
from storybook.model.edition import Edition, Shape
from storybook.model.walk import blocks_of, bound_right
from storybook.pages.credits import credit_lines
from storybook.pages.qr_drawing import qr_svg
from storybook.pages.theme import load_words, shipped_folder
from storybook.pages.xhtml import ChapterPage, plain_text, render

MEDIUM = "epub"
IMAGES = "images"
LINKS_OUT = {"http", "https", "mailto"}
SVG = "{http://www.w3.org/2000/svg}svg"
LAYOUTS = {
    Shape.PAGES: (),
    Shape.SCROLL: ("rendition:layout-pre-paginated", "rendition:flow-scrolled-continuous", "rendition:spread-none"),
    Shape.PANELS: ("rendition:layout-pre-paginated", "rendition:spread-none"),
}
"""What the reading order says of a file of each shape; what reflows, says nothing."""


@dataclass(frozen=True, slots=True)
class Page:
    """An XHTML file: address from the package document, title, bytes, the same parsed, and how it is laid out."""

    href: str
    title: str
    content: bytes
    tree: etree._Element
    shape: Shape = Shape.PAGES

    @property
    def id(self) -> str:
        """The file's id in the package document."""
        name = self.href.removeprefix("text/").removesuffix(".xhtml")
        if self.href in (NAV, REGIONS):
            return name
        chapter, separator, rest = name.partition(SEPARATOR)
        return f"part-{chapter}-{rest}" if separator else f"page-{chapter}"

    @property
    def layout(self) -> tuple[str, ...]:
        """What the reading order says of the file."""
        return LAYOUTS[self.shape]

    @property
    def properties(self) -> tuple[str, ...]:
        """What the package document says of the file's contents."""
        has_svg = next(self.tree.iter(SVG), None) is not None
        kinds = [("nav", self.href == NAV), ("data-nav", self.href == REGIONS), ("svg", has_svg)]
        return tuple(name for name, true in kinds if true)


@dataclass(frozen=True, slots=True)
class Pages:
    """All pages: those of the reading order, the navigation document (which may be one of them), the NCX and regions.

    regions: where panels lie on drawn pages, None where there are none; from_right: whether pages turn to the right.
    """

    spine: tuple[Page, ...]
    nav: Page
    ncx: bytes
    regions: Page | None = None
    from_right: bool = False

    @property
    def all(self) -> tuple[Page, ...]:
        """Every page once, the navigation document first."""
        others = (*self.spine, self.regions) if self.regions else self.spine
        return (self.nav, *(page for page in others if page is not self.nav))


def make_pages(edition: Edition, letterer: Letterer) -> Pages:
    """All pages of an edition; letterer sets the words of comics."""
    book = edition.book
    words = load_words(shipped_folder(), book.metadata.language)
    contents = entries(book, edition.target, words.__getitem__)
    nav = _nav_page(edition, contents)
    spine: list[Page] = []
    for chapter in book.chapters:
        spine += [nav] if is_contents_page(chapter) else _chapter_pages(edition, chapter, contents, letterer)
    from_right = edition.target.shape is not Shape.SCROLL and bound_right(book)  # a scroll turns no pages
    return Pages(tuple(spine), nav, _ncx(edition, contents), _regions_page(edition), from_right)


def picture_names(page: Page) -> set[str]:
    """The names of the pictures that a page shows."""
    sources = (image.get("src", "") for image in page.tree.iter("{http://www.w3.org/1999/xhtml}img"))
    return {source.removeprefix(f"../{IMAGES}/") for source in sources}


def repeats_its_text(chapter: Chapter) -> Callable[[PullQuote], bool]:
    """Whether a pull quote of the chapter stands in its paragraphs too, so that a listener loses nothing by it."""
    text: list[str] = []

    def repeats(quote: PullQuote) -> bool:
        if not text:
            paragraphs = (block for block in blocks_of(chapter) if isinstance(block, Paragraph))
            text.append(" ".join(_spaced(plain_text(block.children)) for block in paragraphs))
        return _spaced(plain_text(quote.children)) in text[0]

    return repeats


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _chapter_pages(
    edition: Edition, chapter: Chapter, contents: tuple[Entry, ...], letterer: Letterer
) -> Iterator[Page]:
    whole = _page_of(edition, chapter)
    views = Views(chapter, letterer, whole.say, baked=edition.target.baked)
    for part in parts_of(chapter, edition.target):
        match part:
            case TextPart():
                yield _text_page(edition, part, contents, views)
            case ScreenPart():
                yield _screen_page(edition, chapter, part, views)
            case ScriptPart():
                yield _script_page(edition, chapter, part)
            case _:
                assert_never(part)


def _page_of(edition: Edition, chapter: Chapter) -> ChapterPage:
    return ChapterPage(edition, MEDIUM, chapter, lambda name: f"../{IMAGES}/{name}")


def _text_page(edition: Edition, part: TextPart, contents: tuple[Entry, ...], views: Views) -> Page:
    words = load_words(shipped_folder(), edition.book.metadata.language)
    chapter = part.chapter
    comics = iter(part.comics)
    page = _page_of(edition, chapter)
    page.give(
        lettered=lambda _: views.of(next(comics)),  # the template asks once a comic, in order
        repeated=repeats_its_text(chapter),
        credits=credit_lines(edition.book.metadata, words),
        drawn_code=lambda modules: Markup(qr_svg(modules)),  # noqa: S704 - a drawing of ours, no text in it
        contents=contents,
    )
    title = chapter.title or edition.book.metadata.title
    return _page(edition, "chapter", part.href, title, up="../", matter=chapter.matter.value, page=page)


def _screen_page(edition: Edition, chapter: Chapter, part: ScreenPart, views: Views) -> Page:
    shown = tuple(views.of(part.shown))
    page = _page_of(edition, chapter)
    page.give(lettered=lambda _: shown)
    place = shown[0].label if len(shown) == 1 else f"{shown[0].label} – {shown[-1].label}"
    title = f"{chapter.title or edition.book.metadata.title}: {place}"
    matter = chapter.matter.value
    return _page(
        edition, "screen", part.href, title, part.shape, up="../", matter=matter, page=page, block=part, size=part.size
    )


def _script_page(edition: Edition, chapter: Chapter, part: ScriptPart) -> Page:
    page = _page_of(edition, chapter)
    panels = [
        {
            "id": line_anchor(chapter, number),
            "href": href.removeprefix("text/"),
            "name": page.say("panel_number", number=number),
            "alt": panel.alt,
            "lines": [{"teller": teller(words, page.say), "text": flat(words.text)} for words in panel.lettering],
            "wordless": panel.wordless and not panel.lettering,
        }
        for number, panel, href in part.panels
    ]
    title = page.say("transcript_of", title=chapter.title or edition.book.metadata.title)
    own_id = f"{chapter.id}-script"
    matter = chapter.matter.value
    return _page(edition, "script", part.href, title, up="../", matter=matter, page=page, panels=panels, id=own_id)


def _regions_page(edition: Edition) -> Page | None:
    parts: list[Part] = [part for chapter in edition.book.chapters for part in parts_of(chapter, edition.target)]
    found = tuple(regions(parts))
    if not found:
        return None
    return _page(edition, "regions", REGIONS, edition.book.metadata.title, up="", matter="body", regions=found)


def _nav_page(edition: Edition, contents: tuple[Entry, ...]) -> Page:
    book = edition.book
    words = load_words(shipped_folder(), book.metadata.language)
    chapter = next((chapter for chapter in book.chapters if is_contents_page(chapter)), None)
    return _page(
        edition,
        "nav",
        NAV,
        (chapter.title if chapter else "") or words["contents"],
        up="",
        matter=(chapter.matter if chapter else Matter.FRONT).value,
        entries=contents,
        landmarks=landmarks(book, words.__getitem__),
        landmarks_title=words["landmarks"],
    )


def _ncx(edition: Edition, contents: tuple[Entry, ...]) -> bytes:
    facts = edition.book.metadata
    return _bytes(
        render(
            edition.theme,
            f"{MEDIUM}/toc.ncx.j2",
            language=facts.language,
            identifier=facts.identifiers[0].urn,
            title=facts.title,
            depth=depth(contents),
            entries=contents,
        )
    )


def _page(edition: Edition, template: str, href: str, title: str, shape: Shape = Shape.PAGES, **values: object) -> Page:
    language = edition.book.metadata.language
    name = f"{MEDIUM}/{template}.xhtml.j2"
    content = _bytes(render(edition.theme, name, language=language, title=title, shape=shape.value, **values))
    tree = _parsed(content, title, edition)
    _refuse_odd_links(tree, title)
    return Page(href, title, content, tree, shape)


def _bytes(text: str) -> bytes:
    return (text.strip() + "\n").encode("utf-8")


def _parsed(content: bytes, title: str, edition: Edition) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        problem = Problem(
            f"the page “{title}” is not well-formed XHTML ({error.msg})",
            hint="compare your templates with the ones that ship with storybook",
        )
        own_templates = len(edition.theme.folders) > 1
        raise (SourceError if own_templates else StorybookError)(problem) from error


def _refuse_odd_links(tree: etree._Element, title: str) -> None:
    for element in tree.iter("{http://www.w3.org/1999/xhtml}a"):
        scheme = urlsplit(element.get("href", "")).scheme
        if scheme and scheme not in LINKS_OUT:
            raise SourceError(
                Problem(
                    f"the page “{title}” has a link that starts with {scheme}:",
                    hint="links lead to http, https or mailto addresses",
                )
            )
