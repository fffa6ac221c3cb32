"""An edition as one document for WeasyPrint: its pages in HTML, its styles, and all that they load."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from markupsafe import Markup

from storybook.comics.letterer import Letterer
from storybook.model import blocks as b
from storybook.model.book import Chapter, Matter
from storybook.model.comic import Comic
from storybook.model.composition import ComposedPage
from storybook.model.edition import Edition, Theme
from storybook.pages.comic_sheet import PaperPanel, page_corner, panels_on_paper
from storybook.pages.credits import credit_lines
from storybook.pages.lettering import announced, letterer_of
from storybook.pages.long_words import spare_long_words
from storybook.pages.paper_fetch import Shelf, font_name
from storybook.pages.paper_fonts import font_rules
from storybook.pages.paper_heads import names_above, short_head
from storybook.pages.qr_drawing import qr_svg
from storybook.pages.sheet import Sheet, page_rules
from storybook.pages.theme import load_words, shipped_folder, theme_file
from storybook.pages.whole_words import join_words
from storybook.pages.xhtml import ChapterPage, render

ORNAMENTS = "paper/ornaments"
"""The theme's folder of drawings that stylesheets may show."""

AUTHORS = ("aut", "cre", "art", "ill")
"""Roles of those who are named as authors in the file's metadata."""

DISPLAY = (b.HalfTitle, b.TitlePage, b.ImprintFacts)
"""Blocks whose pages show no folio."""

NAMED = ((b.Cover, "cover"), (b.TitlePage, "title_page"), (b.ImprintFacts, "imprint"), (b.Contents, "contents"))
"""What chapters that show these blocks are called where they have no title, by the key of the word."""

LINK = re.compile(r'<a\b((?:(?! href=)[^>])*)(?: href="[^"]*")?([^>]*)>')


@dataclass(frozen=True, slots=True)
class PaperStyle:
    """How an edition goes on pages: its sheet, the medium's stylesheet, and what differs on paper and on a screen.

    with_speakers: whether words of a comic carry their speaker, unseen, for those who listen.
    """

    name: str
    sheet: Sheet
    with_cover: bool
    with_links: bool
    notes_at_foot: bool
    with_speakers: bool = False


@dataclass(frozen=True, slots=True)
class PaperBook:
    """A document ready for layout.

    body: id of the section at which arabic page numbers start; cover_label: the page label of the cover; after_cover:
    id of the section behind it; title_page: id of the title page's section; each empty where there is none.
    link_names: what links to places in the book are called, by id.
    """

    html: str
    css: str
    shelf: Shelf
    sheet: Sheet
    body: str
    cover_label: str
    after_cover: str
    title_page: str
    link_names: Mapping[str, str]


def compose(edition: Edition, style: PaperStyle) -> PaperBook:
    """Lay an edition's chapters one after the other in one document."""
    metadata = edition.book.metadata
    words = load_words(shipped_folder(), metadata.language)
    chapters = tuple(chapter for chapter in edition.book.chapters if style.with_cover or not _is(chapter, b.Cover))
    body = [chapter for chapter in chapters if chapter.matter is Matter.BODY]
    drawings: dict[str, str] = {}
    sections = {
        chapter.id: _section(edition, style, chapter, chapters, drawings, first=chapter in body[:1])
        for chapter in chapters
    }
    html = render(
        edition.theme,
        "paper/book.xhtml.j2",
        metadata=metadata,
        style=style,
        authors=[c.name for c in metadata.contributors if c.role in AUTHORS],
        matters=[
            (matter.value, [sections[chapter.id] for chapter in chapters if chapter.matter is matter])
            for matter in Matter
        ],
    )
    if not style.with_links:
        html = LINK.sub(r"<span\1\2>", html).replace("</a>", "</span>")
    has_cover = bool(chapters) and _is(chapters[0], b.Cover)
    return PaperBook(
        html=join_words(spare_long_words(html)),
        css=_styles(edition.theme, style, metadata.language, _first_page(body[0], edition) if body else "main"),
        shelf=Shelf(_files(edition), drawings | _ornaments(edition.theme)),
        sheet=style.sheet,
        body=body[0].id if body else "",
        cover_label=words["cover"] if has_cover else "",
        after_cover=chapters[1].id if has_cover and len(chapters) > 1 else "",
        title_page=next((chapter.id for chapter in chapters if _is(chapter, b.TitlePage)), ""),
        link_names=_link_names(chapters, words),
    )


def _section(
    edition: Edition,
    style: PaperStyle,
    chapter: Chapter,
    chapters: tuple[Chapter, ...],
    drawings: dict[str, str],
    *,
    first: bool,
) -> Markup:
    page = ChapterPage(edition, "paper", chapter, "images/{}".format)
    page.give(
        style=style,
        metadata=edition.book.metadata,
        first_section=first,
        listed=[other for other in chapters if other.listed],
        credits=credit_lines(edition.book.metadata, page.words),
        layouts=edition.layouts,
        corner=partial(page_corner, sheet=style.sheet),
        announced=announced,
        panels=partial(_panels, letterer_of(edition), style.sheet, drawings, chapter.id),
        draw_qr=partial(_draw_qr, drawings, chapter.id),
        display=_is(chapter, *DISPLAY),
        cover=_is(chapter, b.Cover),
        names_above=names_above(chapter, edition.theme, edition.book.metadata.language),
        short_head=short_head,
        comic_first=_starts_with_comic(chapter),
    )
    title = _title(chapter, page.say)
    return page.template("chapter", chapter=chapter, title=title, bookmark=_bookmark(chapter, title, page.say))


def _is(chapter: Chapter, *blocks: type) -> bool:
    return any(isinstance(block, blocks) for block in chapter.blocks)


def _starts_with_comic(chapter: Chapter) -> bool:
    return isinstance(next(iter(chapter.blocks), None), Comic)


def _first_page(chapter: Chapter, edition: Edition) -> str:
    """The name of the page that a chapter opens on; a comic without a heading opens on art."""
    block = next(iter(chapter.blocks), None)
    if chapter.heading or not isinstance(block, Comic):
        return "main"
    return f"{edition.layouts[block].pages[0].reach.value}-first"


def _title(chapter: Chapter, say: Callable[[str], str]) -> str:
    """A chapter's title; what has none of its own is called what it is."""
    for block, word in NAMED:
        if not chapter.title and _is(chapter, block):
            return say(word)
    return chapter.title


def _bookmark(chapter: Chapter, title: str, say: Callable[[str], str]) -> str:
    """What the outline calls a chapter whose title is not printed; the half-title is not in it."""
    if chapter.heading or _is(chapter, b.HalfTitle):
        return ""
    return next((say(word) for block, word in NAMED if _is(chapter, block)), title)


def _panels(
    letterer: Letterer, sheet: Sheet, drawings: dict[str, str], chapter: str, page: ComposedPage
) -> list[tuple[PaperPanel, str]]:
    panels = panels_on_paper(page, sheet, letterer)
    return [(panel, _keep(drawings, f"{chapter}-letters", panel.shapes)) for panel in panels]


def _draw_qr(drawings: dict[str, str], chapter: str, call: b.CallToAction) -> str:
    return _keep(drawings, f"{chapter}-code", qr_svg(call.qr) if call.qr else "")


def _keep(drawings: dict[str, str], name: str, drawing: str) -> str:
    """Put a drawing on the shelf; the name it got, or nothing for no drawing."""
    if not drawing:
        return ""
    full = f"drawings/{name}-{len(drawings)}.svg"
    drawings[full] = drawing
    return full


def _link_names(chapters: tuple[Chapter, ...], words: Mapping[str, str]) -> dict[str, str]:
    names = {chapter.id: _title(chapter, words.__getitem__) for chapter in chapters}
    for chapter in chapters:
        for note in chapter.notes:
            names[f"{chapter.id}-note-{note.number}"] = f"{words['note']} {note.number}"
            names[f"{chapter.id}-noteref_{note.number}"] = words["back_to_text"]
    return names


def _files(edition: Edition) -> dict[str, Path]:
    images = {f"images/{asset.name}": asset.path for asset in edition.assets.values()}
    fonts = {font_name(number, face): face.path for number, face in enumerate(edition.theme.typefaces)}
    return images | fonts


def _ornaments(theme: Theme) -> dict[str, str]:
    names = {file.name for folder in theme.folders for file in (folder / ORNAMENTS).glob("*.svg")}
    return {
        f"ornaments/{name}": theme_file(theme, f"{ORNAMENTS}/{name}").read_text(encoding="utf-8")
        for name in sorted(names)
    }


def _styles(theme: Theme, style: PaperStyle, language: str, first_page: str) -> str:
    sheets = [theme_file(theme, f"css/{name}.css").read_text(encoding="utf-8") for name in ("paper", style.name)]
    return "\n".join([font_rules(theme, language), *sheets, page_rules(style.sheet, first_page)])
