"""Books that are bound at their right edge, because their comics are read from the right."""

from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from paper import sample
from paper.test_comic_pages import drawn, made_up
from storybook.formats import print_pdf, screen_pdf
from storybook.model.book import Book, Chapter, Matter
from storybook.model.comic import Comic, Half
from storybook.model.composition import Side
from storybook.model.walk import bound_right
from storybook.pages.comic_layouts import compose_comics
from storybook.pages.theme import load_theme
from validators import poppler

MM = 72 / 25.4


def book(*comics: Comic, bound_right: bool | None = None) -> Book:
    """The prose of the sample, then a chapter of comics, one after the other."""
    english = sample.english()
    prose = [chapter for chapter in english.chapters if not any(isinstance(block, Comic) for block in chapter.blocks)]
    comic = Chapter("made-up", "Made Up", Matter.BODY, "comic", comics)
    metadata = replace(english.metadata, bound_right=bound_right)
    return Book(metadata, (*prose, comic) if comics else tuple(prose))


def from_right() -> Comic:
    return replace(made_up(), right_to_left=True)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bound-right")
    print_pdf.write(sample.edition(book(from_right()), folder / "art"), folder / "book.pdf")
    return folder / "book.pdf"


def the_page_with(pdf: Path, text: str) -> int:
    (number,) = [n for n in range(1, poppler.page_count(pdf) + 1) if text in poppler.text(pdf, first=n, last=n)]
    return number


def edges(pdf: Path, page: int) -> tuple[float, float]:
    """How far in mm the words of a page stay away from the left and the right edge of its trim."""
    words = poppler.word_boxes(pdf, page)
    return min(word.left for word in words) / MM - 3, 151 - max(word.right for word in words) / MM


def test_the_book_says_or_else_the_comics_where_it_is_bound() -> None:
    other = replace(made_up(), right_to_left=False)
    assert bound_right(book(from_right()))
    assert not bound_right(book(from_right(), other))
    assert not bound_right(book())
    assert bound_right(book(other, bound_right=True))
    assert not bound_right(book(from_right(), bound_right=False))


def test_margins_of_a_recto_are_those_of_a_left_page(printed: Path) -> None:
    pages = [n for n in range(1, poppler.page_count(printed) + 1) if len(poppler.text(printed, first=n, last=n)) > 900]
    assert {page % 2 for page in pages} == {0, 1}
    for page in pages:
        left, right = edges(printed, page)
        recto = page % 2 == 1
        assert left == pytest.approx(sample.A5.margin_outside if recto else sample.A5.margin_inside, abs=0.6), page
        assert right == pytest.approx(sample.A5.margin_inside if recto else sample.A5.margin_outside, abs=0.6), page


def test_folios_stand_outside(printed: Path) -> None:
    for number in range(8, 14):
        words = [word for word in poppler.word_boxes(printed, number) if word.text.isdecimal() and word.top > 190 * MM]
        if words:
            assert (words[0].left < 70 * MM) == (number % 2 == 1), number


def test_the_first_page_of_a_spread_shows_its_right_half(printed: Path) -> None:
    right, left = the_page_with(printed, "Right of the fold."), the_page_with(printed, "Left of the fold.")
    assert right % 2 == 0
    assert left == right + 1


@pytest.mark.parametrize("writer", [print_pdf, screen_pdf])
def test_a_reader_is_told_that_the_right_page_comes_first(tmp_path: Path, writer: object) -> None:
    for comic, wanted in ((from_right(), "/R2L"), (made_up(), None)):
        edition = sample.edition(book(comic), tmp_path / "art", facing=writer is print_pdf)
        writer.write(edition, tmp_path / "book.pdf")  # type: ignore[attr-defined]
        with pikepdf.open(tmp_path / "book.pdf") as pdf:
            preferences = pdf.Root.get("/ViewerPreferences", pikepdf.Dictionary())
            assert preferences.get("/Direction") == wanted


def test_a_comic_behind_a_comic_goes_on_where_that_ends() -> None:
    one, two = made_up(), drawn()
    layouts = compose_comics(book(one, two), load_theme(None), sample.A5, facing=True)
    last, first = layouts[one].pages[-1].side, layouts[two].pages[0].side
    assert isinstance(last, Side)
    assert first is last.next


def test_halves_are_those_of_the_binding() -> None:
    layouts = compose_comics(book(from_right()), load_theme(None), sample.A5, facing=True)
    (layout,) = layouts.values()
    halves = [(page.half, page.side) for page in layout.pages if page.half]
    assert halves == [(Half.RIGHT, Side.VERSO), (Half.LEFT, Side.RECTO)]
