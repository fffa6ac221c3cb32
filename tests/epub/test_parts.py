"""The files that a chapter becomes."""

from dataclasses import replace

import pytest

from epub.sample import PROFILE, bare_edition, paragraph, text
from storybook.formats._epub.contents import entries
from storybook.formats._epub.pages import make_pages
from storybook.formats._epub.parts import Part, ScreenPart, ScriptPart, TextPart, parts_of
from storybook.model import blocks as b
from storybook.model.book import Book, Chapter
from storybook.model.comic import Comic, Panel
from storybook.model.edition import Shape, Target
from storybook.model.picture import Picture
from storybook.pages.lettering import letterer_of

ONE, TWO, THREE = (Panel(name, Picture(f"art/{name}.png", name * 64, 800, 600), name) for name in "abc")
PANELS = Target("t", PROFILE, shape=Shape.PANELS)


def chapter(*blocks: b.Block, heading: bool = True) -> Chapter:
    return replace(bare_edition().book.chapters[0], blocks=blocks, heading=heading)


def told(parts: tuple[Part, ...]) -> list[tuple[str, str]]:
    """Each file's name, and what is in it: t for text, s for a screen, w for the words of the script."""
    kinds = {TextPart: "t", ScreenPart: "s", ScriptPart: "w"}
    return [(part.href.removeprefix("text/chapter-01").removesuffix(".xhtml"), kinds[type(part)]) for part in parts]


def test_a_chapter_without_comics_is_one_file() -> None:
    assert told(parts_of(chapter(paragraph("Words.")), PANELS)) == [("", "t")]


def test_a_comic_is_opened_by_its_title_and_followed_by_its_script() -> None:
    parts = parts_of(chapter(Comic((ONE, TWO))), PANELS)
    assert told(parts) == [("", "t"), ("~001", "s"), ("~002", "s"), ("~script", "w")]


def test_a_chapter_that_begins_with_a_panel_has_it_in_the_file_of_its_own_name() -> None:
    parts = parts_of(chapter(Comic((ONE, TWO)), heading=False), PANELS)
    assert told(parts) == [("", "s"), ("~001", "s"), ("~script", "w")]


def test_text_between_comics_stands_between_their_files_and_numbers_run_on() -> None:
    heading = b.Heading(2, text("Later"), "later")
    mixed = chapter(paragraph("A."), Comic((ONE, TWO)), heading, paragraph("B."), Comic((THREE,)))
    parts = parts_of(mixed, PANELS)
    assert told(parts) == [("", "t"), ("~001", "s"), ("~002", "s"), ("~003", "t"), ("~004", "s"), ("~script", "w")]
    (script,) = (part for part in parts if isinstance(part, ScriptPart))
    assert [(number, panel.id, href) for number, panel, href in script.panels] == [
        (1, "a", "text/chapter-01~001.xhtml#panel-1"),
        (2, "b", "text/chapter-01~002.xhtml#panel-2"),
        (3, "c", "text/chapter-01~004.xhtml#panel-3"),
    ]
    second = parts[3]
    assert isinstance(second, TextPart)
    assert (second.chapter.heading, second.chapter.role) == (False, "")


def test_the_contents_lead_to_the_file_that_a_heading_is_in_and_to_the_script() -> None:
    heading = b.Heading(2, text("Later"), "later")
    book = Book(bare_edition().book.metadata, (chapter(Comic((ONE,)), heading, paragraph("B.")),))
    (entry,) = entries(book, PANELS, str)
    assert [(child.label, child.href) for child in entry.children] == [
        ("Later", "text/chapter-01~002.xhtml#later"),
        ("transcript", "text/chapter-01~script.xhtml"),
    ]


@pytest.mark.parametrize("shape", Shape)
def test_notes_keep_a_chapter_in_one_file(shape: Shape) -> None:
    marked = replace(
        chapter(b.Paragraph((b.NoteReference(1),)), Comic((ONE,))), notes=(b.Note(1, (paragraph("Says."),)),)
    )
    assert told(parts_of(marked, replace(PANELS, shape=shape))) == [("", "t"), ("~script", "w")]


def test_two_equal_comics_are_shown_one_after_the_other() -> None:
    twice = chapter(Comic((ONE,)), paragraph("Again:"), Comic((ONE,)))
    page, script = parts_of(twice, replace(PANELS, shape=Shape.PAGES))
    assert isinstance(page, TextPart)
    assert isinstance(script, ScriptPart)
    assert [[one.first for one in comic] for comic in page.comics] == [[1], [2]]
    assert [href for _, _, href in script.panels] == [
        "text/chapter-01.xhtml#panel-1",
        "text/chapter-01.xhtml#panel-2",
    ]


def test_pages_without_a_comic_turn_as_the_language_does() -> None:
    assert not make_pages(bare_edition(), letterer_of(bare_edition())).from_right
