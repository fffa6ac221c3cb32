"""Goes through all blocks of a book in reading order."""

from collections.abc import Iterator

from storybook.model import blocks as b
from storybook.model.book import Book, Chapter
from storybook.model.comic import Comic
from storybook.model.picture import Picture


def blocks_of(chapter: Chapter) -> Iterator[b.Block]:
    """Every block of a chapter and of its notes, outer before inner."""
    yield from _inside(chapter.blocks)
    for note in chapter.notes:
        yield from _inside(note.blocks)


def bound_right(book: Book) -> bool:
    """Whether pages turn to the right: as the book says, else where it has comics, and all are read from the right."""
    if book.metadata.bound_right is not None:
        return book.metadata.bound_right
    comics = [block for chapter in book.chapters for block in chapter.blocks if isinstance(block, Comic)]
    return bool(comics) and all(comic.right_to_left for comic in comics)


def _inside(blocks: b.Blocks) -> Iterator[b.Block]:
    for block in blocks:
        yield block
        match block:
            case b.ItemList(items):
                for item in items:
                    yield from _inside(item)
            case b.Quotation(inner):
                yield from _inside(inner)
            case b.Exchange(turns):
                for turn in turns:
                    yield from _inside(turn.blocks)
            case _:
                pass


def pictures_of(block: b.Block) -> tuple[Picture, ...]:
    """The pictures that a block shows itself, in order."""
    match block:
        case b.Figure(picture) | b.Cover(picture):
            return (picture,)
        case b.TitlePage(ornament):
            return (ornament,) if ornament else ()
        case Comic(panels):
            return tuple(panel.picture for panel in panels)
        case _:
            return ()
