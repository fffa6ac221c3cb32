"""Screen PDF: tagged for readers with assistive technology, with bookmarks, links and page labels."""

from pathlib import Path

from storybook.model.contents import Contents
from storybook.model.edition import Edition
from storybook.model.format import Format
from storybook.model.walk import bound_right
from storybook.pages.sheet import screen_sheet


def write(edition: Edition, out: Path) -> int:
    """Write the screen PDF and return its number of pages."""
    # WeasyPrint takes most of a second to load: only those who write pages wait for it.
    from storybook.pages.paper import write_paper
    from storybook.pages.paper_book import PaperStyle

    if edition.target.page is None:
        raise ValueError("a PDF needs a page size")
    sheet = screen_sheet(edition.target.page, bound_right=bound_right(edition.book))
    style = PaperStyle("screen", sheet, with_cover=True, with_links=True, notes_at_foot=False, with_speakers=True)
    return write_paper(edition, style, out, tagged=True)


def read_back(path: Path) -> Contents:
    """The words and pictures on each page of a finished file."""
    from storybook.formats._pdf.read_back import read_pdf

    return read_pdf(path, cover=True)


FORMAT = Format(
    name="screen-pdf",
    suffix="-screen.pdf",
    about="PDF to read on a screen: tagged (PDF/UA-1), with bookmarks and links",
    image_preset="screen",
    page_preset="a5",
    write=write,
    read_back=read_back,
    media_types=("image/jpeg",),
)
