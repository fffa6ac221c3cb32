"""Paged CSS to PDF: the one door to WeasyPrint."""

import gc
import math
from pathlib import Path
from typing import Any

from storybook.errors import Problem, SourceError
from storybook.model.edition import Edition
from storybook.model.geometry import MM_PER_INCH
from storybook.pages import pdf_finish as finish
from storybook.pages.paper_book import PaperBook, PaperStyle, compose
from storybook.pages.paper_engine import CSS, HTML, our_fonts_only
from storybook.pages.paper_fetch import BASE, ShelfFetcher
from storybook.pages.paper_log import strictly
from storybook.pages.paper_mended import (
    languages_in_tags,
    lines_look_a_little_ahead,
    notes_stay,
    outlines_cut,
    pages_share_styles,
)
from storybook.pages.sheet import Sheet, double

ACCESSIBLE = "pdf/ua-1"

PX_PER_INCH = 96.0
"""Of CSS."""

DENSITIES = ("", "close", "closest")
"""Classes of the document under which the stylesheet sets the title page: the first that keeps it on one page."""


def write_paper(edition: Edition, style: PaperStyle, out: Path, *, tagged: bool) -> int:
    """Write an edition as a PDF and return its number of pages; tagged makes it PDF/UA-1.

    Leaves no file where it raises: SourceError for a character without a glyph or words that don't fit,
    OutputError for anything that WeasyPrint could not set.
    """
    book = compose(edition, style)
    document = _laid_out(book)
    options = {"pdf_variant": ACCESSIBLE} if tagged else {"pdf_version": "1.7"}
    try:
        with strictly(), languages_in_tags(), outlines_cut():
            document.write_pdf(out, finisher=lambda laid_out, pdf: _finish(laid_out, pdf, book), **options)
    except BaseException:
        out.unlink(missing_ok=True)
        raise
    pages = len(document.pages)
    del document
    gc.collect()  # its boxes refer to each other: else they would lie about while the file is read back
    return pages


def _laid_out(book: PaperBook) -> Any:  # noqa: ANN401 - WeasyPrint has no types
    fetcher, fonts = ShelfFetcher(book.shelf), our_fonts_only()
    with strictly():
        # Apart from the layout, for Pango crashes where no font could be loaded.
        css = CSS(string=book.css, base_url=BASE, url_fetcher=fetcher, font_config=fonts)
    with strictly(), notes_stay(), pages_share_styles(), lines_look_a_little_ahead():
        for density in DENSITIES:
            # A new one each time, for it keeps the classes that it has seen.
            html = HTML(string=book.html, base_url=BASE, url_fetcher=fetcher)
            html.etree_element.set("class", density)
            document = html.render(stylesheets=[css], font_config=fonts)
            if _title_page_is_one(_page_of_ids(document), book):
                return document
    raise SourceError(
        Problem(
            "the title page has more words than one page can hold",
            hint="make the title or subtitle in book.yaml shorter, or name fewer contributors",
        )
    )


def _title_page_is_one(pages: dict[str, int], book: PaperBook) -> bool:
    """Whether the title page ends on the page that it starts on; a template of one's own may not say where it ends."""
    end = f"{book.title_page}-end"
    return f'id="{end}"' not in book.html or pages.get(end) == pages[book.title_page]


def _finish(document: Any, pdf: Any, book: PaperBook) -> None:  # noqa: ANN401
    finish.set_boxes(pdf, [_sheet_of(page, book.sheet) for page in document.pages])
    finish.draw_crop_marks(pdf, book.sheet)
    finish.label_pages(pdf, page_labels(_page_of_ids(document), book))
    finish.name_links(pdf, book.link_names)
    finish.quiet_fonts(pdf)
    if book.sheet.bound_right:
        finish.turn_from_right(pdf)
    if "StructTreeRoot" in pdf.catalog:
        finish.place_figures(pdf, book.sheet)
        finish.wrap_list_bodies(pdf)
        finish.mark_furniture(pdf)


def _sheet_of(page: Any, sheet: Sheet) -> Sheet:  # noqa: ANN401
    """The sheet of a page that is laid out: of a spread in one, it is twice as wide."""
    return double(sheet) if page.width * MM_PER_INCH / PX_PER_INCH > 1.5 * sheet.width else sheet


def _page_of_ids(document: Any) -> dict[str, int]:  # noqa: ANN401
    return {name: number for number, page in reversed(list(enumerate(document.pages))) for name in page.anchors}


def page_labels(pages: dict[str, int], book: PaperBook) -> list[finish.LabelRange]:
    """Page labels from the pages of ids: the cover's word, roman to the body, arabic from there."""
    labels = [finish.LabelRange(0, text=book.cover_label)] if book.cover_label else []
    front = pages[book.after_cover] if book.after_cover else 0
    body = pages.get(book.body, math.inf)
    if front < body and not (labels and not book.after_cover):
        labels.append(finish.LabelRange(front, "r"))
    if book.body:
        labels.append(finish.LabelRange(pages[book.body], "D"))
    return labels
