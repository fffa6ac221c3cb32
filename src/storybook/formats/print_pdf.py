"""Print PDF: the inside of a book for a printer, with bleed, mirrored margins and chapters that open on the right."""

from pathlib import Path

from storybook.model.contents import Contents
from storybook.model.edition import Edition
from storybook.model.format import Format
from storybook.model.walk import bound_right
from storybook.pages.sheet import print_sheet


def write(edition: Edition, out: Path) -> int:
    """Write the print PDF and return its number of pages."""
    # WeasyPrint takes most of a second to load: only those who write pages wait for it.
    from storybook.pages.paper import write_paper
    from storybook.pages.paper_book import PaperStyle

    if edition.target.page is None:
        raise ValueError("a PDF needs a page size")
    sheet = print_sheet(edition.target.page, bound_right=bound_right(edition.book))
    style = PaperStyle("print", sheet, with_cover=False, with_links=False, notes_at_foot=True)
    return write_paper(edition, style, out, tagged=False)


def read_back(path: Path) -> Contents:
    """The words and pictures on each page of a finished file."""
    from storybook.formats._pdf.read_back import read_pdf

    return read_pdf(path, cover=False)


FORMAT = Format(
    name="print-pdf",
    suffix="-print.pdf",
    about="PDF for a printer: trim size with bleed, mirrored margins, crop marks where wished",
    image_preset="print",
    page_preset="a5",
    write=write,
    read_back=read_back,
    media_types=("image/jpeg",),
    progressive=False,
    facing=True,
)
