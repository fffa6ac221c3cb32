"""What others say of our e-books: EPUBCheck, Ace, Calibre and two readers in Chromium."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest

from epub.sample import bare_edition, paragraph, text
from storybook.formats.epub import write
from storybook.model import blocks as b
from storybook.model.book import Book
from validators import ace, browser, calibre, java

NAMES = ("english", "korean", "bare")


@java.group
@pytest.mark.parametrize("name", NAMES)
def test_epubcheck_finds_no_fault(books: Mapping[str, Path], name: str) -> None:
    assert java.epubcheck(books[name]) == []


@pytest.mark.parametrize("name", NAMES)
def test_ace_finds_no_barrier(books: Mapping[str, Path], name: str) -> None:
    report = ace.ace(books[name])
    assert report.violations == []


@pytest.mark.parametrize("reader", ["foliate", "epubjs"])
def test_a_reader_shows_every_section_and_picture(books: Mapping[str, Path], reader: browser.Reader) -> None:
    with browser.open_epub(books["english"], reader) as book:
        sections = book.sections()
        assert [entry.label for entry in book.toc][:2] == ["The girl who drew & laughed", "A trade in portraits"]
        assert all(image.loaded for section in sections for image in section.images)
        assert sum(len(section.images) for section in sections) == 6
        assert "Draw me next! I can pay." in sections[6].text
        assert book.faults == []


def test_calibre_makes_a_kindle_book_with_all_prose_and_the_lettering_as_drawings(
    books: Mapping[str, Path], tmp_path: Path
) -> None:
    target = tmp_path / "book.azw3"
    calibre.convert(books["english"], target)
    with browser.open_epub(target, "foliate") as book:
        sections = book.sections()
    prose = " ".join(section.text for section in sections)
    for words in ("A trade in portraits", "She asks where this comes from.", "하나원", "Songbun: a rank"):
        assert words in prose
    comic = next(section for section in sections if "A comic without borders" in section.text)
    assert [image.loaded for image in comic.images] == [True] * 5  # three panels, two of them with words


FLAT: browser.Viewport = (640, 320)
BOXES = """() => [...document.querySelectorAll('.art')].map(art => {
  const box = element => { const b = element.getBoundingClientRect(); return [b.left, b.top, b.width, b.height]; };
  const words = art.querySelector('svg');
  return [box(art.querySelector('img')), words ? box(words) : null];
})"""
WIDTHS = """() => [...document.querySelectorAll('tspan')].map(line => line.getComputedTextLength())"""
LETTERS = """() => [...document.querySelectorAll('.lettering text')].map(text =>
  text.getScreenCTM().a * parseFloat(text.getAttribute('font-size')))"""


LONG = "https://example.org/" + "Donaudampfschifffahrt" * 6


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_word_that_is_wider_than_a_phone_is_broken(tmp_path: Path, language: str) -> None:
    edition = bare_edition()
    link = b.Link(LONG, text(LONG))
    speaker = b.Speaker(LONG, LONG, LONG)
    blocks = (
        b.Heading(2, text(LONG), "long"),
        b.Paragraph((link,)),
        b.ItemList(((paragraph(LONG),),)),
        b.PullQuote(text(LONG)),
        b.Preformatted(LONG),
        b.Paragraph((b.Code(LONG), b.Gloss(text(LONG)))),
        b.Speakers((speaker,)),
        b.Exchange((b.Turn(speaker, (paragraph(LONG),)),)),
        b.CallToAction(LONG, LONG, LONG),
        b.ImprintFacts(),
    )
    metadata = replace(edition.book.metadata, language=language, licence_url=LONG)
    chapter = replace(edition.book.chapters[0], title=LONG, blocks=blocks)
    write(replace(edition, book=Book(metadata, (chapter,))), tmp_path / "book.epub")
    with ZipFile(tmp_path / "book.epub") as container:
        container.extractall(tmp_path)
    with browser.open_file(tmp_path / "EPUB" / "text" / "chapter-01.xhtml", browser.PHONE) as page:
        assert page.evaluate("document.documentElement.scrollWidth") == browser.PHONE[0]


MEASURED = """() => {
  const [apart, joined, laughs] = document.querySelectorAll('strong, i.stage-direction');
  const ems = element => element.getBoundingClientRect().width / parseFloat(getComputedStyle(element).fontSize);
  return [ems(apart) - ems(joined), getComputedStyle(laughs).fontWeight];
}"""


def test_korean_words_stand_apart_and_laughter_is_not_bold(tmp_path: Path) -> None:
    edition = bare_edition()
    said = (b.Strong(text("할 수")), b.Text(", "), b.Strong(text("할수")), b.StageDirection("웃음"))
    speaker = b.Speaker("미나", "미나")
    blocks = (b.Speakers((speaker,)), b.Exchange((b.Turn(speaker, (b.Paragraph(said),)),)))
    chapter = replace(edition.book.chapters[0], blocks=blocks)
    book = Book(replace(edition.book.metadata, language="ko"), (chapter,))
    write(replace(edition, book=book), tmp_path / "book.epub")
    with ZipFile(tmp_path / "book.epub") as container:
        container.extractall(tmp_path)
    with browser.open_file(tmp_path / "EPUB" / "text" / "chapter-01.xhtml", browser.PHONE) as page:
        gap, weight = page.evaluate(MEASURED)
    assert 0.26 <= gap <= 0.4
    assert weight == "400"


@pytest.fixture
def comic(books: Mapping[str, Path], tmp_path: Path) -> Path:
    """The page of the English sample's comic, unpacked with all that it shows."""
    with ZipFile(books["english"]) as container:
        container.extractall(tmp_path)
    return tmp_path / "EPUB" / "text" / "chapter-02.xhtml"


@pytest.mark.parametrize("viewport", [browser.PHONE, FLAT])
def test_words_and_picture_share_one_box_that_fits_the_screen(comic: Path, viewport: browser.Viewport) -> None:
    with browser.open_file(comic, viewport) as page:
        boxes = page.evaluate(BOXES)
    assert len(boxes) == 3
    for picture, words in boxes:
        assert picture[3] <= viewport[1]
        assert words is None or words == pytest.approx(picture, abs=0.1)


def test_words_can_be_read_on_a_phone(comic: Path) -> None:
    with browser.open_file(comic, browser.PHONE) as page:
        assert min(page.evaluate(LETTERS)) >= 11


def test_words_stay_in_their_balloon_when_the_reader_sets_another_typeface(comic: Path) -> None:
    with browser.open_file(comic, browser.PHONE) as page:
        ours = page.evaluate(WIDTHS)
        page.add_style_tag(content="* { font-family: monospace !important }")
        theirs = page.evaluate(WIDTHS)
    assert theirs == pytest.approx(ours, rel=0.02)


def test_a_listener_hears_the_picture_and_then_each_word_once(comic: Path) -> None:
    with browser.open_file(comic) as page:
        heard = page.locator("figure").first.aria_snapshot()
    assert [line.strip(" -") for line in heard.splitlines()] == [
        'figure "Panel 1 of 3":',
        'img "A grey school; one child has a red crayon."',
        "group:",
        "group: She draws what she sees.",
        'group "Classmate says:": Draw me next! I can pay.',
        "paragraph:",
        'link "Transcript of panel 1":',
        "/url: chapter-02~script.xhtml#chapter-02-script-1",
    ]
