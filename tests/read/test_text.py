"""Bytes to text: strict about the encoding and about characters that cannot stand in a book."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storybook.errors import Problem, SourceError, Where
from storybook.read.text import MAX_PROBLEMS, decode


def test_mark_line_ends_and_composition_are_brought_to_one_form() -> None:
    decomposed = unicodedata.normalize("NFD", "안녕")
    assert decode(b"\xef\xbb\xbf" + f"a\r\nb\rc\n{decomposed}".encode(), "a.md") == "a\nb\nc\n안녕"


def test_a_bad_byte_is_told_by_line_and_column() -> None:
    with pytest.raises(SourceError) as error:
        decode("서울\r\né".encode() + b"\xe9 caf\xe9\n", "a.md")
    assert str(error.value).splitlines()[:3] == [
        "a.md:2:2: the byte E9 (hexadecimal) is not UTF-8",
        "  2 | é� caf�",
        "    |  ^",
    ]


@pytest.mark.parametrize(
    ("line", "column", "cells"),
    [("서울 x", 4, 5), ("서울", 2, 2), ("abc", 3, 2), ("e\u0323x", 3, 1), ("서울" * 60, 101, 98)],
)
def test_the_caret_stands_below_its_letter_however_wide_those_before_it_are(line: str, column: int, cells: int) -> None:
    frame = str(Problem("x", Where("a.md", 7, column, line))).splitlines()
    assert frame[2] == "    | " + " " * cells + "^"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_encodings_are_told_by_name(encoding: str) -> None:
    with pytest.raises(SourceError, match=r"a\.md: the file is saved as UTF-(16|32), not as UTF-8"):
        decode("A heading from Notepad".encode(encoding), "a.md")


def test_all_refused_characters_are_told_at_once() -> None:
    with pytest.raises(SourceError) as error:
        decode("fine\na\x01b\x1b[31m\n\ufffe\x85".encode(), "a.md")
    told = [(p.where.line, p.where.column, p.what) for p in error.value.problems if p.where]
    assert [place[:2] for place in told] == [(2, 2), (2, 4), (3, 1), (3, 2)]
    assert [name for place in told for name in place[2].split() if name.startswith("U+")] == [
        "U+0001",
        "U+001B",
        "U+FFFE",
        "U+0085",
    ]
    assert "\x1b" not in str(error.value)


def test_a_flood_of_refused_characters_is_counted() -> None:
    with pytest.raises(SourceError) as error:
        decode(b"\x00" * 8 + b"abcdefghijklmnopqrstuvwxyz" * 3 + b"\x00" * 100, "a.md")
    assert len(error.value.problems) == MAX_PROBLEMS + 1


@given(st.binary(max_size=60))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        text = decode(data, "a.md")
    except SourceError as error:
        str(error).encode("utf-8")
    else:
        assert "\r" not in text


@given(st.text(st.characters(blacklist_categories=["Cc", "Cs", "Cn"], blacklist_characters="\ufeff")))
def test_words_come_through_unchanged(text: str) -> None:
    assert decode(text.encode(), "a.md") == unicodedata.normalize("NFC", text)
