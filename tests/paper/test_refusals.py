"""What cannot be set right is an error, and leaves no file."""

from dataclasses import replace
from pathlib import Path

import pytest

from paper import sample
from storybook.errors import OutputError, SourceError, StorybookError
from storybook.formats import print_pdf, screen_pdf
from storybook.model import blocks as b
from storybook.model.book import Book, Matter
from storybook.model.comic import Comic, ComicPage, LetteringKind, Panel
from storybook.model.edition import Edition
from validators import poppler


def short_book(*blocks: b.Block) -> Book:
    chapter = sample.chapter("chapter-01", "One", Matter.BODY, "essay", *blocks)
    return Book(sample.english().metadata, (chapter,))


def spoil(picture: Path) -> None:
    picture.write_bytes(b"no picture")


def refused(edition: Edition, tmp_path: Path) -> StorybookError:
    out = tmp_path / "book.pdf"
    with pytest.raises(StorybookError) as caught:
        screen_pdf.write(edition, out)
    assert not out.exists()
    return caught.value


def test_a_character_without_a_glyph_is_named(tmp_path: Path) -> None:
    error = refused(sample.edition(short_book(sample.p("a key: ⌘")), tmp_path / "art"), tmp_path)
    assert isinstance(error, SourceError)
    assert "“⌘” (U+2318)" in str(error)


def test_a_missing_picture_is_an_error(tmp_path: Path) -> None:
    book = short_book(b.Figure(sample.PORTRAIT, "A desk."))
    error = refused(sample.edition(book, tmp_path / "art", change=Path.unlink), tmp_path)
    assert isinstance(error, OutputError)
    assert "image-001.jpg" in str(error)


def test_a_spoilt_picture_is_an_error(tmp_path: Path) -> None:
    book = short_book(b.Figure(sample.PORTRAIT, "A desk."))
    made = sample.edition(book, tmp_path / "art", change=spoil)
    assert isinstance(refused(made, tmp_path), OutputError)


def test_a_book_template_that_loads_from_elsewhere_is_refused(tmp_path: Path) -> None:
    own = tmp_path / "templates" / "paper" / "blocks"
    own.mkdir(parents=True)
    (own / "scene_break.xhtml.j2").write_text('<img src="file:///etc/hostname" alt="x"/>', encoding="utf-8")
    made = sample.edition(short_book(b.SceneBreak()), tmp_path / "art")
    theme = replace(made.theme, folders=(tmp_path / "templates", *made.theme.folders))
    assert isinstance(refused(replace(made, theme=theme), tmp_path), OutputError)


def test_a_typeface_that_cannot_be_loaded_is_an_error(tmp_path: Path) -> None:
    made = sample.edition(short_book(sample.p("text")), tmp_path / "art")
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(b"no font")
    faces = tuple(replace(face, path=broken) if face.use == "sans" else face for face in made.theme.typefaces)
    refused(replace(made, theme=replace(made.theme, typefaces=faces)), tmp_path)


def test_words_at_the_very_edge_of_a_splash_are_moved_from_the_cut(tmp_path: Path) -> None:
    words = sample.lettering(LetteringKind.CAPTION_BOX, "At the very edge", (0.0, 0.97, 0.4, 0.03))
    splash = ComicPage(((Panel("panel-01", sample.SPLASH, "A river.", (words,)),),), splash=True)
    out = tmp_path / "book.pdf"
    pages = print_pdf.write(sample.edition(short_book(Comic.of_pages(splash)), tmp_path / "art"), out)
    boxes = [box for page in range(1, pages + 1) for box in poppler.word_boxes(out, page)]
    (box,) = (box for box in boxes if box.text == "very")
    assert box.bottom < (3 + sample.A5.trim_height - 2) * 72 / 25.4


def test_a_body_that_starts_with_art_is_numbered_from_one(tmp_path: Path) -> None:
    page = Comic((Panel("panel-01", sample.PANELS[0], "Hills."),))
    chapter = sample.chapter("chapter-01", "One", Matter.BODY, "comic", page, page, heading=False)
    front = sample.chapter("foreword", "Before", Matter.FRONT, "essay", sample.p("text"))
    out = tmp_path / "book.pdf"
    made = sample.edition(Book(sample.english().metadata, (front, chapter)), tmp_path / "art")
    assert screen_pdf.write(made, out) == 3
