"""The pages of an EPUB: one XHTML file a chapter, parsed before it is packed."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import etree
from markupsafe import Markup

from storybook.comics.lettering import Measure
from storybook.errors import Problem, SourceError, StorybookError
from storybook.formats._epub.comic import panel_shower
from storybook.formats._epub.contents import (
    NAV,
    Entry,
    depth,
    entries,
    is_contents_page,
    landmarks,
    page_href,
)
from storybook.model.blocks import Paragraph, PullQuote
from storybook.model.book import Chapter, Matter
from storybook.model.edition import Edition
from storybook.model.walk import blocks_of
from storybook.pages.credits import credit_lines
from storybook.pages.qr_drawing import qr_svg
from storybook.pages.theme import load_words, shipped_folder
from storybook.pages.xhtml import ChapterPage, plain_text, render

MEDIUM = "epub"
IMAGES = "images"
LINKS_OUT = {"http", "https", "mailto"}
SVG = "{http://www.w3.org/2000/svg}svg"


@dataclass(frozen=True, slots=True)
class Page:
    """An XHTML file: address from the package document, title, bytes, and the same parsed."""

    href: str
    title: str
    content: bytes
    tree: etree._Element

    @property
    def id(self) -> str:
        """The file's id in the package document."""
        return "nav" if self.href == NAV else "page-" + self.href.removeprefix("text/").removesuffix(".xhtml")

    @property
    def properties(self) -> tuple[str, ...]:
        """What the package document says of the file's contents."""
        kinds = [("nav", self.href == NAV), ("svg", next(self.tree.iter(SVG), None) is not None)]
        return tuple(name for name, true in kinds if true)


@dataclass(frozen=True, slots=True)
class Pages:
    """All pages: those of the reading order, the navigation document (which may be one of them) and the NCX."""

    spine: tuple[Page, ...]
    nav: Page
    ncx: bytes

    @property
    def all(self) -> tuple[Page, ...]:
        """Every page once, the navigation document first."""
        return (self.nav, *(page for page in self.spine if page is not self.nav))


def make_pages(edition: Edition, measure: Measure) -> Pages:
    """All pages of an edition; measure gives the width of lettering in ems."""
    book = edition.book
    contents = entries(book)
    nav = _nav_page(edition, contents)
    spine = tuple(
        nav if is_contents_page(chapter) else _chapter_page(edition, chapter, contents, measure)
        for chapter in book.chapters
    )
    return Pages(spine, nav, _ncx(edition, contents))


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


def _chapter_page(edition: Edition, chapter: Chapter, contents: tuple[Entry, ...], measure: Measure) -> Page:
    words = load_words(shipped_folder(), edition.book.metadata.language)
    page = ChapterPage(edition, MEDIUM, chapter, lambda name: f"../{IMAGES}/{name}")
    page.give(
        lettered=panel_shower(chapter, measure, page.say),
        repeated=repeats_its_text(chapter),
        credits=credit_lines(edition.book.metadata, words),
        drawn_code=lambda modules: Markup(qr_svg(modules)),  # noqa: S704 - a drawing of ours, no text in it
        contents=contents,
    )
    title = chapter.title or edition.book.metadata.title
    return _page(edition, "chapter", page_href(chapter), title, up="../", matter=chapter.matter.value, page=page)


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


def _page(edition: Edition, template: str, href: str, title: str, **values: object) -> Page:
    language = edition.book.metadata.language
    name = f"{MEDIUM}/{template}.xhtml.j2"
    content = _bytes(render(edition.theme, name, language=language, title=title, **values))
    tree = _parsed(content, title, edition)
    _refuse_odd_links(tree, title)
    return Page(href, title, content, tree)


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
