"""The comics of a book made up for one size of page: pages are composed once, and all that shows them agrees."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from storybook.comics.badness import Widths
from storybook.comics.lettering import narrowest
from storybook.comics.page_makeup import compose
from storybook.comics.page_rules import PageRules
from storybook.errors import Problem, SourceError
from storybook.model.book import Book, Chapter
from storybook.model.comic import Comic, Half, Panel
from storybook.model.composition import Composition, Side
from storybook.model.edition import Theme
from storybook.model.geometry import MM_PER_INCH, POINTS_PER_INCH, PageGeometry
from storybook.model.walk import blocks_of, bound_right
from storybook.pages.lettering import letterer_in

SMALLEST_DRAWN = 6.5
"""Points of letters that are part of the art: the least that is read without effort."""

CAPITAL = 0.7
"""Height of a capital letter in em, about."""


def compose_comics(book: Book, theme: Theme, page: PageGeometry, *, facing: bool) -> Mapping[Comic, Composition]:
    """Every comic of a book on pages of a size; facing: whether pages lie open side by side, as in a printed book.

    On others nothing bleeds, and resolution is not looked at: a screen shows what there is. SourceError with all
    problems.
    """
    page = page if facing else replace(page, bleed=0.0)
    limits = _limits(book, theme, page, facing=facing)
    bound = Half.RIGHT if bound_right(book) else Half.LEFT
    layouts: dict[Comic, Composition] = {}
    problems: list[Problem] = []
    for comic, chapter, before in _comics(book):
        if comic not in layouts:
            opens = _opens(chapter, comic, layouts.get(before) if before else None) if facing else None
            try:
                layouts[comic] = compose(comic, PageRules(page, opens, bound), limits)
            except SourceError as error:
                problems += error.problems
    if problems:
        raise SourceError(problems)
    return layouts


def _comics(book: Book) -> Iterator[tuple[Comic, Chapter, Comic | None]]:
    """Every comic with its chapter, and the comic on the pages just before its own."""
    for chapter in book.chapters:
        before: Comic | None = None
        for block in blocks_of(chapter):
            comic = block if isinstance(block, Comic) else None
            if comic:
                yield comic, chapter, before
            before = comic


def _opens(chapter: Chapter, comic: Comic, before: Composition | None) -> Side:
    """Chapters open on a recto: so does a comic that begins one, but for the leaf of its heading."""
    if before and (last := before.pages[-1].side):
        return last.next
    first = chapter.blocks[:1] == (comic,)
    return Side.RECTO if first and not chapter.heading else Side.VERSO


def _limits(book: Book, theme: Theme, page: PageGeometry, *, facing: bool) -> Callable[[Panel], Widths]:
    """How wide a panel must be for its words, and may be for its pixels."""
    letterer = letterer_in(theme, book.metadata.language)

    def limits_of(panel: Panel) -> Widths:
        least = max(narrowest(panel, panel.picture.aspect, letterer), _for_drawn_letters(panel))
        return Widths(least, panel.picture.width * MM_PER_INCH / page.min_ppi) if facing else Widths(least)

    return limits_of


def _for_drawn_letters(panel: Panel) -> float:
    """The least width in mm at which the letters in a panel's art are large enough; 0 where there are none."""
    if panel.letter_height is None:
        return 0.0
    return SMALLEST_DRAWN * CAPITAL * MM_PER_INCH / POINTS_PER_INCH * panel.picture.width / panel.letter_height
