from collections.abc import Mapping

import pytest

from storybook.comics.badness import Widths
from storybook.comics.page_makeup import compose
from storybook.comics.page_rules import PageRules
from storybook.model import blocks as b
from storybook.model.book import Book, Chapter, Identifier, Matter, Metadata
from storybook.model.comic import Bleed, Comic, ComicPage, Half, Makeup, Panel
from storybook.model.composition import Composition, Side
from storybook.model.edition import Shape, Target
from storybook.model.geometry import PageGeometry, px_for
from storybook.model.picture import ImageProfile, Picture, PixelBox
from storybook.model.walk import blocks_of
from storybook.placements import pictures_on_screens, placed_widths

A5 = PageGeometry(148, 210, bleed=3)


def picture(name: str, width: int, height: int) -> Picture:
    return Picture(name, "0" * 64, width, height)


def book(*blocks: b.Block) -> Book:
    metadata = Metadata("T", "en", "t", (Identifier("uri", "https://example.org/t"),))
    return Book(metadata, (Chapter("chapter-01", "One", Matter.BODY, "essay", blocks),))


def layouts(book: Book) -> dict[Comic, Composition]:
    rules = PageRules(A5, Side.VERSO)
    comics = [block for chapter in book.chapters for block in blocks_of(chapter) if isinstance(block, Comic)]
    return {comic: compose(comic, rules, lambda _: Widths()) for comic in comics}


def widths(*blocks: b.Block) -> Mapping[Picture, float | None]:
    made = book(*blocks)
    return placed_widths(made, A5, layouts(made))


def test_a_figure_is_as_wide_as_the_text() -> None:
    wide = picture("a.png", 3000, 1000)
    assert widths(b.Figure(wide, "alt")) == {wide: A5.text_width}


def test_a_picture_used_twice_counts_at_its_widest() -> None:
    art = picture("a.png", 2480, 3478)
    blocks = (b.Figure(art, "alt"), Comic.of_pages(ComicPage(((Panel("p", art, "alt"),),), splash=True)))
    assert widths(*blocks)[art] == max(154.0, 216 * art.aspect)


def test_a_cover_of_another_shape_is_counted_as_cut_to_fill_the_page() -> None:
    square = picture("c.png", 2000, 2000)
    assert widths(b.Cover(square, "alt"))[square] == 216


def test_panels_in_a_tier_share_the_width() -> None:
    left, right = picture("l.png", 1000, 1000), picture("r.png", 1000, 1000)
    page = ComicPage(((Panel("l", left, "alt"), Panel("r", right, "alt")),))
    assert widths(Comic.of_pages(page)) == {left: 62.5, right: 62.5}


def test_pages_without_a_size_place_nothing() -> None:
    art = picture("a.png", 10, 10)
    nested = b.Quotation((b.Figure(art, "alt"),))
    assert placed_widths(book(nested), None, {}) == {art: None}


@pytest.mark.parametrize(("shape", "count"), [(Shape.PAGES, 3), (Shape.PANELS, 3), (Shape.SCROLL, 6)])
def test_screens_show_panels_whole_pages_or_slices(shape: Shape, count: int) -> None:
    page, tall, figure = picture("p.png", 1000, 1400), picture("t.png", 1000, 9000), picture("f.png", 10, 10)
    on_page = tuple(Panel(name, page.cut(PixelBox(0, top, 1000, 700)), "alt") for name, top in (("a", 0), ("b", 700)))
    comic = Comic((*on_page, Panel("c", tall, "alt")), (ComicPage((on_page,), drawn=page),))
    target = Target("t", ImageProfile("t", 1200, 4096, None, 80), shape=shape)
    found = pictures_on_screens(book(comic, b.Figure(figure, "alt"), comic), target)
    assert len(found) == len(set(found)) == count
    assert found[-1] == figure
    assert (page in found) is (shape is not Shape.SCROLL)


def test_pixels_are_rounded_up() -> None:
    assert px_for(25.4, 300) == 300
    assert px_for(154, 300) == 1819
    assert px_for(0.01, 300) == 1


def test_a_spread_is_as_wide_as_both_pages() -> None:
    art = picture("s.png", 3020, 2160)
    panel = Panel("s", art, "alt", makeup=Makeup(bleed=Bleed.SPREAD))
    assert abs((widths(Comic((panel,)))[art] or 0) - 302) < 0.1
    halves = tuple(ComicPage(((panel,),), half=half) for half in Half)
    assert widths(Comic((panel,), halves)) == widths(Comic((panel,)))


def test_a_page_as_drawn_stands_for_its_panels() -> None:
    page = picture("page.png", 1480, 2100)
    panel = Panel("p", page.cut(PixelBox(10, 10, 700, 700)), "alt")
    comic = Comic((panel,), (ComicPage(((panel,),), drawn=page),))
    assert widths(comic) == {page: 154.0}
