from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree

from epub.sample import bare_edition, paragraph, text
from storybook.errors import SourceError
from storybook.formats._epub.pages import Page, make_pages
from storybook.formats._epub.stylesheet import NAMES, css_family, drawings, stylesheet
from storybook.formats._epub.typefaces import Style, characters_by_style, choose_typefaces
from storybook.model import blocks as b
from storybook.model.book import Book
from storybook.model.edition import Typeface
from storybook.pages.lettering import letterer_of
from storybook.pages.theme import load_theme
from validators import browser

FACES = load_theme(None).typefaces
LETTERER = letterer_of(bare_edition())


def pages_of(*blocks: b.Block, language: str = "en") -> tuple[Page, ...]:
    edition = bare_edition()
    chapter = replace(edition.book.chapters[0], blocks=blocks)
    book = Book(replace(edition.book.metadata, language=language), (chapter,))
    return make_pages(replace(edition, book=book), LETTERER).spine


def chosen(*blocks: b.Block) -> dict[str, str]:
    return {face.path.stem: characters for face, characters in choose_typefaces(pages_of(*blocks), LETTERER)}


def test_only_the_faces_that_set_something_are_chosen() -> None:
    assert set(chosen(paragraph("Plain."))) == {"Alegreya-Regular", "Alegreya-Bold"}  # bold: the title
    assert "Alegreya-Italic" in chosen(b.Paragraph((b.Emphasis(text("slanted")),)))
    assert "Alegreya-BoldItalic" in chosen(b.Paragraph((b.Strong((b.Emphasis(text("both")),)),)))


def test_the_first_family_that_has_a_character_sets_it() -> None:
    found = chosen(paragraph("Hana 하나!"))
    assert "하" not in found["Alegreya-Regular"]
    assert found["NanumMyeongjo-Regular"] == "나하"


def test_korean_is_never_slanted_and_its_emphasis_is_bold() -> None:
    emphasised = b.Paragraph((b.Emphasis((b.Foreign("ko", text("성분")),)),))
    styles = characters_by_style(pages_of(emphasised), LETTERER)
    assert not any(style.italic for style, characters in styles.items() if "성" in characters)
    korean = characters_by_style(pages_of(b.Paragraph((b.Emphasis(text("강조")),)), language="ko"), LETTERER)
    assert "강" in korean[Style(weight=700)]


def test_a_character_without_a_typeface_is_an_error_that_names_it_and_its_chapter() -> None:
    with pytest.raises(SourceError) as caught:
        choose_typefaces(pages_of(paragraph("A 成 and a \U0001f600.")), LETTERER)
    messages = [problem.what for problem in caught.value.problems]
    assert len(messages) == 2
    assert "U+6210" in messages[0]
    assert "“One”" in messages[0]
    assert "GRINNING FACE" in messages[1]


@pytest.mark.parametrize("character", ["\u200d", "\ufe0f", "\u00ad", "\u00a0", "\u3000"])
def test_a_character_that_shows_nothing_needs_no_typeface(character: str) -> None:
    assert chosen(paragraph(f"a{character}b"))


def test_families_are_named_by_use_and_order() -> None:
    names = {(face.family, css_family(face, FACES)) for face in FACES}
    assert names == {
        ("Alegreya", "Book Serif"),
        ("Nanum Myeongjo", "Book Serif 2"),
        ("Gothic A1", "Book Serif 3"),
        ("Alegreya Sans", "Book Sans"),
        ("Gothic A1", "Book Sans 2"),
        ("Shantell Sans", "Book Lettering"),
        ("Poor Story", "Book Lettering 2"),
        ("Jua", "Book Lettering 3"),
        ("Gothic A1", "Book Lettering 4"),
    }


def test_the_stylesheet_asks_for_the_embedded_families_in_their_order() -> None:
    theme = load_theme(None)
    serif = [face for face in FACES if face.use == "serif" and face.weight == 400 and not face.italic]
    css = stylesheet(theme, [(face, f"../fonts/{n}.ttf") for n, face in enumerate(serif)], LETTERER).decode()
    assert 'font-family: "Book Serif", "Book Serif 2", "Book Serif 3", serif' in css
    assert css.count("@font-face") == 3
    assert all((theme.folders[0] / "epub" / name).is_file() for name in drawings(css.encode()))


SET_AS = """() => [...document.querySelectorAll('body, body *')].flatMap(element => {
  const own = [...element.childNodes].filter(n => n.nodeType === 3 && n.data.trim()).map(n => n.data).join('');
  if (!own) return [];
  const style = getComputedStyle(element);
  return [[element.localName, own, style.fontFamily, style.fontWeight, style.fontStyle]];
})"""


@pytest.mark.parametrize("name", ["english", "korean"])
def test_the_tables_say_what_the_stylesheet_says(books: Mapping[str, Path], name: str, tmp_path: Path) -> None:
    """Every run of text, as Chromium sets it, has its characters in the style the tables give it."""
    with ZipFile(books[name]) as container:
        container.extractall(tmp_path)
    wrong = []
    for file in sorted((tmp_path / "EPUB" / "text").glob("*.xhtml")):
        styles = characters_by_style([_read(file)], replace(LETTERER, language="en" if name == "english" else "ko"))
        with browser.open_file(file) as page:
            runs = page.evaluate(SET_AS)
        for element, run, family, weight, slant in runs:
            use = next((use for use, own in NAMES.items() if own in family), "serif")
            style = Style(use, int(weight), slant == "italic", lettering=element == "tspan")
            if not {c for c in run if not c.isspace()} <= set(styles.get(style, {})):
                wrong.append((file.name, run.strip()[:40], style))
    assert wrong == []


def _read(file: Path) -> Page:
    content = file.read_bytes()
    return Page("x", file.name, content, etree.fromstring(content))


def test_no_typeface_is_taken_from_a_use_that_it_is_not_for() -> None:
    sans_only: tuple[Typeface, ...] = tuple(face for face in FACES if face.use == "sans")
    with pytest.raises(SourceError):
        choose_typefaces(pages_of(paragraph("Words.")), replace(LETTERER, typefaces=sans_only))
