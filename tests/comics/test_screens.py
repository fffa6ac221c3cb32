from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storybook.comics.screen_overlays import overlays_on_screens
from storybook.comics.screens import (
    FAR_APART,
    OVERLAP,
    SCROLL_GUTTER,
    SCROLL_SCREEN,
    SCROLL_WIDTH,
    TALLEST_PIECE,
    WIDEST_GUTTER,
    Shown,
    in_files,
    place_on,
    screen_profile,
    screen_size,
    scroll_size,
    scrolled,
    shape_of,
    shown_on_screens,
    slices,
)
from storybook.errors import SourceError
from storybook.images.sizing import cut_for
from storybook.model.blocks import Note, Paragraph, Text
from storybook.model.book import Book, Chapter, Identifier, Matter, Metadata
from storybook.model.comic import Comic, ComicPage, Lettering, LetteringKind, Panel
from storybook.model.edition import Shape, Target
from storybook.model.geometry import Rect
from storybook.model.picture import ImageProfile, Picture, PixelBox

EREADER = ImageProfile("ereader", 1600, 2400, None, 82)
SCROLL = screen_profile(EREADER, Shape.SCROLL)
STRIP = Picture("art/strip.png", "a" * 64, 1600, 9000)
PAGE = Picture("art/page.png", "b" * 64, 1000, 1400)
BALLOON = Lettering(LetteringKind.BALLOON, "Who?", Rect(0.1, 0.1, 0.5, 0.4), "Mina")


def panel(name: str, picture: Picture, *words: Lettering) -> Panel:
    return Panel(name, picture, "What it shows.", words)


def of_strip(*boxes: tuple[int, int, int, int]) -> tuple[Shown, ...]:
    panels = tuple(panel(f"p{number}", STRIP.cut(PixelBox(*box))) for number, box in enumerate(boxes))
    return shown_on_screens(Comic(panels), Shape.SCROLL, SCROLL)


def picture(width: int, height: int) -> Picture:
    return Picture("art/a.png", "c" * 64, width, height)


@given(width=st.integers(1, 5000), height=st.integers(1, 60000))
def test_slices_hold_every_row_and_lie_over_each_other(width: int, height: int) -> None:
    cut = slices(picture(width, height), SCROLL)
    parts = [piece.part or PixelBox(0, 0, piece.width, piece.height) for piece in cut]
    derived = min(width, SCROLL.max_width)
    assert parts[0].y == 0
    assert parts[-1].y + parts[-1].height == height
    for above, below in pairwise(parts):
        overlap = above.y + above.height - below.y
        assert OVERLAP <= overlap * derived / width < OVERLAP + FAR_APART
        assert below.y > above.y
    for piece in cut:
        made = cut_for(piece.width, piece.height, SCROLL)
        assert made.height <= TALLEST_PIECE
        assert made.width == derived


@given(st.integers(1, 3), st.integers(5000, 60000))
def test_slices_begin_where_a_row_of_the_derivative_begins(times: int, height: int) -> None:
    width = 400 * (2 + times)  # 1200, 1600, 2000
    parts = [piece.part for piece in slices(picture(width, height), SCROLL)]
    assert all(part is None or part.y * SCROLL.max_width % width == 0 for part in parts)


def test_a_picture_that_fits_is_not_cut() -> None:
    assert slices(picture(1200, 4096), SCROLL) == (picture(1200, 4096),)
    assert len(slices(picture(1200, 4097), SCROLL)) == 2


def test_a_slice_keeps_its_share_of_the_outline() -> None:
    slanted = STRIP.cut(PixelBox(100, 50, 1200, 8000), ((0, 0), (1200, 0), (1200, 8000), (600, 8000)))
    first, second = slices(slanted, SCROLL)
    assert first.part == PixelBox(100, 50, 1200, 4000)
    assert second.part == PixelBox(100, 4042, 1200, 4008)
    assert set(first.outline) == {(0, 0), (1200, 0), (1200, 4000), (300, 4000)}
    assert set(second.outline) == {(1200, 0), (1200, 4008), (600, 4008), (299, 0)}


def test_panels_of_a_strip_stand_as_they_stood_in_it() -> None:
    wide, narrow, last = scrolled(of_strip((0, 0, 1600, 800), (400, 1000, 800, 400), (0, 1400, 1600, 1600)))
    assert (wide.gap, wide.left, wide.width, wide.height) == (0, 0, 800, 400)
    assert (narrow.gap, narrow.left, narrow.width, narrow.height) == (100, 200, 400, 200)
    assert (last.gap, last.left, last.width) == (0, 0, 800)


def test_margins_that_no_panel_reaches_into_are_left_out() -> None:
    first, second = scrolled(of_strip((100, 0, 1400, 700), (100, 710, 1400, 700)))
    assert (first.left, first.width, second.width) == (0, 800, 800)


def test_a_long_pause_is_kept_within_bounds() -> None:
    _, after = scrolled(of_strip((0, 0, 1600, 800), (0, 6000, 1600, 800)))
    assert after.gap == WIDEST_GUTTER


def test_panels_beside_or_in_each_other_follow_at_a_gutter() -> None:
    _, beside, inside = scrolled(of_strip((0, 0, 800, 800), (820, 0, 780, 800), (900, 100, 300, 300)))
    assert beside.gap == inside.gap == SCROLL_GUTTER
    assert inside.width == SCROLL_WIDTH  # too small to be read at its share


def test_a_panel_with_live_words_has_the_full_width() -> None:
    part = STRIP.cut(PixelBox(400, 900, 800, 400))
    comic = Comic((panel("a", STRIP.cut(PixelBox(0, 0, 1600, 800))), panel("b", part, BALLOON)))
    _, spoken = scrolled(shown_on_screens(comic, Shape.SCROLL, SCROLL))
    assert (spoken.left, spoken.width) == (0, 800)


def test_single_pictures_follow_at_a_gutter() -> None:
    comic = Comic((panel("a", picture(800, 600)), panel("b", PAGE)))
    first, second = scrolled(shown_on_screens(comic, Shape.SCROLL, SCROLL))
    assert (first.gap, second.gap, second.width) == (0, SCROLL_GUTTER, 800)


@given(st.lists(st.integers(100, 9000), min_size=1, max_size=12))
def test_a_scroll_is_cut_between_panels_and_nothing_is_lost(heights: list[int]) -> None:
    shown = [Shown(one, (panel("a", one),), (one,)) for one in (picture(800, height) for height in heights)]
    placed = scrolled(shown)
    files = in_files(placed)
    assert [one for file in files for one in file] == list(placed)
    for file in files:
        assert scroll_size(file)[0] == SCROLL_WIDTH
        assert len(file) == 1 or scroll_size(file)[1] <= SCROLL_SCREEN


@pytest.mark.parametrize(
    ("size", "screen"),
    [((1000, 1000), (1600, 1600)), ((1000, 1500), (1067, 1600)), ((1200, 700), (1600, 933))],
)
def test_a_screen_has_the_shape_of_its_panel(size: tuple[int, int], screen: tuple[int, int]) -> None:
    assert screen_size(picture(*size)) == screen


@pytest.mark.parametrize(("size", "screen"), [((100, 4000), (534, 1600)), ((4000, 100), (1600, 534))])
def test_a_screen_is_never_narrower_than_a_third_of_its_length(size: tuple[int, int], screen: tuple[int, int]) -> None:
    assert screen_size(picture(*size)) == screen


def drawn_comic() -> Comic:
    boxes = (PixelBox(0, 0, 1000, 700), PixelBox(0, 700, 500, 700), PixelBox(500, 700, 500, 700))
    on_page = tuple(panel(f"p{number}", PAGE.cut(box)) for number, box in enumerate(boxes, start=1))
    alone = panel("alone", picture(800, 600))
    pages = (ComicPage(((alone,),)), ComicPage((on_page[:1], on_page[1:]), drawn=PAGE))
    return Comic((alone, *on_page), pages)


@pytest.mark.parametrize("shape", [Shape.PAGES, Shape.PANELS])
def test_a_drawn_page_is_shown_whole_once(shape: Shape) -> None:
    alone, page = shown_on_screens(drawn_comic(), shape, EREADER)
    assert (alone.drawn, page.drawn, page.picture) == (False, True, PAGE)
    assert [one.id for one in page.panels] == ["p1", "p2", "p3"]


def test_a_scroll_shows_the_panels_of_a_drawn_page() -> None:
    shown = shown_on_screens(drawn_comic(), Shape.SCROLL, SCROLL)
    assert [one.panels[0].id for one in shown] == ["alone", "p1", "p2", "p3"]


def test_the_place_of_a_panel_on_its_page() -> None:
    *_, last = drawn_comic().panels
    assert place_on(PAGE, last) == Rect(0.5, 0.5, 0.5, 0.5)
    assert place_on(picture(10, 10), last) is None
    assert place_on(PAGE, panel("whole", PAGE)) is None


def test_a_scroll_asks_for_narrow_and_tall_pictures_and_others_for_what_the_profile_says() -> None:
    assert (SCROLL.max_width, SCROLL.max_height) == (1200, TALLEST_PIECE)
    assert screen_profile(replace(EREADER, max_width=900), Shape.SCROLL).max_width == 900
    assert screen_profile(EREADER, Shape.PANELS) == EREADER


def chapter(*blocks: Comic, notes: tuple[Note, ...] = ()) -> Chapter:
    return Chapter("chapter-01", "One", Matter.BODY, "comic", blocks, notes)


def test_a_chapter_with_notes_stays_in_one_file() -> None:
    target = Target("t", EREADER, shape=Shape.PANELS)
    noted = chapter(drawn_comic(), notes=(Note(1, (Paragraph((Text("Says."),)),)),))
    assert shape_of(noted, target) is Shape.PAGES
    assert shape_of(chapter(drawn_comic()), target) is Shape.PANELS


def book(*blocks: Comic) -> Book:
    return Book(Metadata("T", "en", "t", (Identifier("uri", "https://example.org/t"),)), (chapter(*blocks),))


def words_of(one: Panel, _part: float) -> str:
    said = " ".join(words.text for words in one.lettering)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 700"><path d="{said}"/></svg>' if said else ""


def test_words_are_drawn_over_the_slice_that_they_stand_on() -> None:
    tall = panel("tall", picture(1000, 6000), BALLOON)
    target = Target("t", SCROLL, shape=Shape.SCROLL, baked=True)
    overlays = overlays_on_screens(book(Comic((tall, panel("mute", PAGE)))), target, words_of)
    first, second = slices(tall.picture, SCROLL)
    assert set(overlays) == {first, second}
    assert 'viewBox="0 0 1000 3000.000"' in overlays[first]
    assert 'viewBox="0 0 1000 3008.000"' in overlays[second]
    assert '<g transform="translate(0 -2992.000)"><g' in overlays[second]
    assert all('d="Who?"' in drawing for drawing in overlays.values())


def test_words_of_a_panel_stand_in_its_place_on_a_drawn_page() -> None:
    comic = drawn_comic()
    spoken = replace(comic.panels[3], lettering=(BALLOON,))
    comic = Comic(
        (*comic.panels[:3], spoken),
        (comic.pages[0], replace(comic.pages[1], tiers=((comic.panels[1],), (comic.panels[2], spoken)))),
    )
    parts: list[float] = []

    def kept(one: Panel, part: float) -> str:
        parts.append(part)
        return words_of(one, part)

    overlays = overlays_on_screens(book(comic), Target("t", EREADER, baked=True), kept)
    assert parts[-1] == 0.5
    assert list(overlays) == [PAGE]
    assert 'viewBox="0 0 1000 1400.000"' in overlays[PAGE]
    assert '<g transform="translate(500.000 700.000) scale(0.50000)"><path' in overlays[PAGE]


def test_one_picture_cannot_bear_two_different_words() -> None:
    other = replace(BALLOON, text="Me.")
    twice = Comic((panel("a", PAGE, BALLOON), panel("b", PAGE, other), panel("c", PAGE, BALLOON)))
    with pytest.raises(SourceError, match="the panel b shows the same picture"):
        overlays_on_screens(book(twice), Target("t", EREADER, baked=True), words_of)
