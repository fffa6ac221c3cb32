"""How large each picture of a book is placed, so that its derivative is neither too small nor wasteful."""

from collections.abc import Iterator, Mapping

from storybook.comics.page_makeup import PANEL_GUTTER, comic_area, pages_of, place
from storybook.comics.screens import shape_of, shown_on_screens
from storybook.model import blocks as b
from storybook.model.book import Book
from storybook.model.comic import Comic, ComicPage
from storybook.model.edition import Target
from storybook.model.geometry import PageGeometry
from storybook.model.picture import Picture
from storybook.model.walk import blocks_of, pictures_of


def placed_widths(book: Book, page: PageGeometry | None) -> Mapping[Picture, float | None]:
    """Every picture in order of first use, with the widest it is placed in millimetres; None where no page has a size.

    A picture that is cut to fill a page counts as wide as the whole of it would be.
    """
    widths: dict[Picture, float | None] = {}
    for chapter in book.chapters:
        for block in blocks_of(chapter):
            for picture, width in _placed(block, page):
                widest = widths.get(picture)
                widths[picture] = max(width, widest or 0.0) if width is not None else None
    return widths


def pictures_on_screens(book: Book, target: Target) -> tuple[Picture, ...]:
    """Every picture in order of first use, where pages have no size; of comics, what is shown in the target's shape."""
    pictures: dict[Picture, None] = {}
    for chapter in book.chapters:
        shape = shape_of(chapter, target)
        for block in blocks_of(chapter):
            if isinstance(block, Comic):
                shown = shown_on_screens(block, shape, target.images)
                pictures |= dict.fromkeys(piece for one in shown for piece in one.pieces)
            else:
                pictures |= dict.fromkeys(pictures_of(block))
    return tuple(pictures)


def _placed(block: b.Block, page: PageGeometry | None) -> Iterator[tuple[Picture, float | None]]:
    if page is None:
        yield from ((picture, None) for picture in pictures_of(block))
        return
    match block:
        case Comic():
            for comic_page in pages_of(block):
                yield from _placed_panels(comic_page, page)
        case b.Cover(picture):
            full = comic_area(page, splash=True)
            yield picture, max(full.width, full.height * picture.aspect)
        case _:
            yield from ((picture, page.text_width) for picture in pictures_of(block))


def _placed_panels(comic_page: ComicPage, page: PageGeometry) -> Iterator[tuple[Picture, float]]:
    area = comic_area(page, splash=comic_page.splash)
    for placed in place(comic_page, area, PANEL_GUTTER):
        yield placed.panel.picture, max(placed.box.width, placed.box.height * placed.panel.picture.aspect)
