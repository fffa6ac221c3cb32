"""Characters that no typeface has: most stop a build, those that no typeface can be expected to have are shown."""

import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest

from storybook.assemble import own_theme, read_books
from storybook.errors import Problem, SourceError
from storybook.fonts import script
from storybook.glyphs import MOST_CHARACTERS, MOST_PLACES, OUT_OF_USE, printable
from storybook.model import blocks as b
from storybook.model.book import Book
from storybook.read.sources import Sources
from storybook.store import Store

MANIFEST = """title: "{title}"
language: en
contributors: [{{name: Ana Writer, role: author}}]
chapters:
  - {{title: One, kind: essay, source: text.md}}
identifiers: [uuid: 6b1f4a0e-3c55-5f0e-9a53-2f7b4f8f1c10]
"""


def set_up(folder: Path, text: str, title: str = "T") -> tuple[Book, tuple[Problem, ...]]:
    """The book as it is printed, and the warnings about its sources."""
    (folder / "book.yaml").write_text(MANIFEST.format(title=title), encoding="utf-8")
    (folder / "text.md").write_text(text, encoding="utf-8")
    sources = Sources(folder)
    books = [book for _, book in read_books(sources, Store(folder / ".cache"), ())]
    (book,) = printable(books, sources, own_theme(sources).typefaces)
    return book, sources.warnings


def words(book: Book) -> str:
    (block,) = book.chapters[0].blocks
    assert isinstance(block, b.Paragraph)
    return "".join(inline.text for inline in block.children if isinstance(inline, b.Text))


def refused(folder: Path, text: str) -> SourceError:
    with pytest.raises(SourceError) as caught:
        set_up(folder, text)
    return caught.value


@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("\U00012000", "CUNEIFORM SIGN A"),
        ("\U00013000", "EGYPTIAN HIEROGLYPH A001"),
        ("\U00010a01", "KHAROSHTHI VOWEL SIGN I"),  # a combining mark
        ("\ue000", "a character for private use"),
        ("\U0010fffd", "a character for private use"),
        ("\ue005", "a character for private use"),  # Gothic A1 has a sign of its own there
    ],
)
def test_a_character_no_typeface_can_be_expected_to_have_is_shown_by_its_number(
    tmp_path: Path, character: str, name: str
) -> None:
    book, (warning,) = set_up(tmp_path, f"One\ntwo {character} three")
    number = f"U+{ord(character):04X}"
    assert f"two [{number}] three" in words(book).replace("\n", " ")
    assert f"{number}, {name}" in warning.what
    assert (warning.where and (warning.where.file, warning.where.line, warning.where.column)) == ("text.md", 2, 5)
    assert warning.hint


def test_titles_have_the_stand_in_and_alternative_texts_keep_the_character(tmp_path: Path) -> None:
    book, warnings = set_up(tmp_path, "Words", title="Sign \U00012000")
    assert book.metadata.title == "Sign [U+12000]"
    assert [str(warning.where) for warning in warnings] == ["book.yaml:1:14"]


def test_alternative_texts_are_left_as_they_are(tmp_path: Path) -> None:
    from storybook.model.picture import Picture

    book, _ = set_up(tmp_path, "\ue000")
    figure = b.Figure(Picture("a.png", "0", 1, 1), "\ue000", (b.Text("\ue000"),))
    chapter = replace(book.chapters[0], blocks=(figure,))
    sources = Sources(tmp_path)
    (changed,) = printable([replace(book, chapters=(chapter,))], sources, own_theme(sources).typefaces)
    (made,) = changed.chapters[0].blocks
    assert isinstance(made, b.Figure)
    assert (made.alt, made.caption) == ("\ue000", (b.Text("[U+E000]"),))


def test_a_book_that_lacks_nothing_is_the_same_book(tmp_path: Path) -> None:
    book, warnings = set_up(tmp_path, "하나원에서 그림을 그렸다 — plain words")
    assert not warnings
    sources = Sources(tmp_path)
    (same,) = printable([book], sources, own_theme(sources).typefaces)
    assert same is book


@pytest.mark.parametrize("character", ["\U0001f600", "क", "⌘", "ᠠ", "\u0378", "ⵣ"])
def test_characters_of_living_scripts_signs_and_unassigned_ones_stop_the_build(tmp_path: Path, character: str) -> None:
    error = refused(tmp_path, f"One\n\ntwo {character} \U00012000")
    assert [str(problem.where) for problem in error.problems] == ["text.md:3:5"]
    assert f"U+{ord(character):04X}" in str(error)


def test_places_and_characters_are_told_up_to_a_limit(tmp_path: Path) -> None:
    text = "\n".join(["".join(chr(0x100000 + n) for n in range(MOST_CHARACTERS + 7))] * (MOST_PLACES + 5))
    _, warnings = set_up(tmp_path, text)
    assert len(warnings) == MOST_CHARACTERS * MOST_PLACES + 1
    assert "7 more characters" in warnings[-1].what


def test_letters_of_old_hangul_that_are_not_joined_are_told(tmp_path: Path) -> None:
    book, (warning,) = set_up(tmp_path, "가 ᄒᆞᆫ")
    assert words(book) == "가 ᄒᆞᆫ"
    assert "U+1112" in warning.what
    assert str(warning.where) == "text.md:1:3"


def test_scripts_out_of_use_are_scripts_and_none_that_the_typefaces_have() -> None:
    known = {script(chr(code)) for code in range(0x20000) if unicodedata.category(chr(code)) not in ("Cn", "Co", "Cs")}
    assert not OUT_OF_USE & {"Latn", "Hang", "Hani", "Cyrl", "Grek", "Arab", "Deva", "Mong", "Zyyy", "Zinh", "Zzzz"}
    assert len(OUT_OF_USE - known) <= 2  # those that came after Python's own tables
