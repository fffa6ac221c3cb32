from dataclasses import replace

from epub.sample import ENGLISH, PROFILE, paragraph, text
from storybook.formats._epub.contents import Entry, depth, landmarks
from storybook.formats._epub.contents import entries as entries_for
from storybook.formats._epub.parts import page_href
from storybook.model.blocks import Contents, Cover, Heading, NoteReference, Text
from storybook.model.book import Book, Chapter, Matter
from storybook.model.edition import Target
from storybook.model.picture import Picture

ONE = Chapter("chapter-01", "One", Matter.BODY, "essay", (paragraph("Words."),))


def entries(book: Book) -> tuple[Entry, ...]:
    return entries_for(book, Target("epub", PROFILE), str)


def test_headings_stand_under_the_heading_of_the_level_above() -> None:
    levels = [(2, "a"), (4, "b"), (3, "c"), (2, "d")]
    chapter = replace(ONE, blocks=tuple(Heading(level, text(name), name) for level, name in levels))
    (entry,) = entries(Book(ENGLISH, (chapter,)))
    assert [child.label for child in entry.children] == ["a", "d"]
    assert [child.label for child in entry.children[0].children] == ["b", "c"]
    assert entry.children[0].children[1].href == "text/chapter-01.xhtml#c"
    assert depth((entry,)) == 3


def test_entries_are_numbered_in_reading_order() -> None:
    chapter = replace(ONE, blocks=(Heading(2, text("a"), "a"), Heading(2, text("b"), "b")))
    first, second = entries(Book(ENGLISH, (chapter, replace(ONE, id="chapter-02"))))
    assert [first.order, *(child.order for child in first.children), second.order] == [1, 2, 3, 4]


def test_a_note_mark_in_a_heading_is_not_in_the_contents() -> None:
    heading = Heading(2, (Text("A  trade"), NoteReference(1)), "a")
    (entry,) = entries(Book(ENGLISH, (replace(ONE, blocks=(heading,)),)))
    assert entry.children[0].label == "A trade"


def test_a_book_that_lists_nothing_lists_everything() -> None:
    assert len(entries(Book(ENGLISH, (replace(ONE, listed=False),)))) == 1


def test_the_navigation_document_stands_where_the_contents_page_is() -> None:
    assert page_href(replace(ONE, blocks=(Contents(),))) == "nav.xhtml"
    assert page_href(replace(ONE, blocks=(Contents(), paragraph("More.")))) == "text/chapter-01.xhtml"


def test_landmarks_name_what_the_book_has_and_nothing_else() -> None:
    cover = replace(ONE, id="cover", matter=Matter.FRONT, blocks=(Cover(Picture("a", "0", 1, 1), "Alt"),))
    found = landmarks(Book(ENGLISH, (cover, ONE)), lambda key: key)
    assert [(mark.epub_type, mark.href) for mark in found] == [
        ("cover", "text/cover.xhtml"),
        ("bodymatter", "text/chapter-01.xhtml"),
    ]
