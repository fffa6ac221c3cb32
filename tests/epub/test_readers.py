"""What others say of our e-books: EPUBCheck, Ace, Calibre and two readers in Chromium."""

from collections.abc import Mapping
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import sync_playwright

from validators import ace, browser, calibre, java, tool

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


def test_calibre_makes_a_kindle_book_with_all_words(books: Mapping[str, Path], tmp_path: Path) -> None:
    target = tmp_path / "book.azw3"
    calibre.convert(books["english"], target)
    text = calibre.text(target)
    for words in (
        "A trade in portraits",
        "Draw me next!",
        "She asks where this comes from.",
        "하나원",
        "Songbun: a rank",
    ):
        assert words in text


PHONE = {"width": 360, "height": 640}
FLAT = {"width": 640, "height": 320}
BOXES = """() => [...document.querySelectorAll('.art')].map(art => {
  const box = element => { const b = element.getBoundingClientRect(); return [b.left, b.top, b.width, b.height]; };
  const words = art.querySelector('svg');
  return [box(art.querySelector('img')), words ? box(words) : null];
})"""
LETTERS = """() => [...document.querySelectorAll('.lettering text')].map(text =>
  text.getScreenCTM().a * parseFloat(text.getAttribute('font-size')))"""


def test_words_and_picture_share_one_box_that_fits_the_screen(books: Mapping[str, Path], tmp_path: Path) -> None:
    with ZipFile(books["english"]) as container:
        container.extractall(tmp_path)
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=tool.chromium(), args=["--no-sandbox", "--disable-gpu"])
        for viewport in (PHONE, FLAT):
            page = chromium.new_page(viewport=viewport)
            page.goto((tmp_path / "EPUB" / "text" / "chapter-02.xhtml").as_uri())
            page.wait_for_function("[...document.images].every(image => image.complete)")
            for picture, words in page.evaluate(BOXES):
                assert picture[3] <= viewport["height"]
                assert words is None or words == picture
            if viewport is PHONE:
                assert min(page.evaluate(LETTERS)) >= 11
            page.close()
        chromium.close()


def test_a_listener_hears_the_picture_and_then_each_word_once(books: Mapping[str, Path], tmp_path: Path) -> None:
    with ZipFile(books["english"]) as container:
        container.extractall(tmp_path)
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=tool.chromium(), args=["--no-sandbox", "--disable-gpu"])
        page = chromium.new_page(viewport=PHONE)
        page.goto((tmp_path / "EPUB" / "text" / "chapter-02.xhtml").as_uri())
        heard = page.locator("figure").first.aria_snapshot()
        chromium.close()
    assert [line.strip(" -") for line in heard.splitlines()] == [
        'figure "Panel 1 of 3":',
        'img "A grey school; one child has a red crayon."',
        "group:",
        "group: She draws what she sees.",
        'group "Classmate says:": Draw me next! I can pay.',
    ]
