"""How large each picture of a book is placed, so that its derivative is neither too small nor wasteful."""

from collections.abc import Iterator, Mapping

from storybook.comics.page_rules import comic_area
from storybook.comics.screens import shape_of, shown_on_screens
from storybook.model import blocks as b
from storybook.model.book import Book
from storybook.model.comic import Comic
from storybook.model.composition import Composition
from storybook.model.edition import Target
from storybook.model.geometry import PageGeometry
from storybook.model.picture import Picture
from storybook.model.walk import blocks_of, pictures_of


def placed_widths(
    book: Book, page: PageGeometry | None, layouts: Mapping[Comic, Composition]
) -> Mapping[Picture, float | None]:
    """Every picture in order of first use, with the widest it is placed in millimetres; None where no page has a size.

    layouts: the pages of every comic, where pages have a size. A picture that is cut to fill a page counts as wide as
    the whole of it would be.
    """
    widths: dict[Picture, float | None] = {}
    for chapter in book.chapters:
        for block in blocks_of(chapter):
            for picture, width in _placed(block, page, layouts):
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


def _placed(
    block: b.Block, page: PageGeometry | None, layouts: Mapping[Comic, Composition]
) -> Iterator[tuple[Picture, float | None]]:
    if page is None:
        yield from ((picture, None) for picture in pictures_of(block))
        return
    match block:
        case Comic():
            for comic_page in layouts[block].pages:
                yield from comic_page.pictures
        case b.Cover(picture):
            full = comic_area(page, splash=True)
            yield picture, max(full.width, full.height * picture.aspect)
        case _:
            yield from ((picture, page.text_width) for picture in pictures_of(block))
