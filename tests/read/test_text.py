"""Bytes to text: strict about the encoding and about characters that cannot stand in a book."""

import codecs
import tracemalloc
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from read.timing import within
from storybook.errors import Problem, SourceError, Where
from storybook.read.text import MAX_PROBLEMS, decode, visible_line


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


SAVE = "open the file in your editor and save it with the encoding UTF-8"


@pytest.mark.parametrize(
    ("data", "line", "column", "shown"),
    [
        (b"\xe9", 1, 1, "\ufffd"),
        (b"ab\rcd\xe9\re\n", 2, 3, "cd\ufffd"),
        (b"ab\r\n\rcd\xffe\rf\n\rg", 3, 3, "cd\ufffde"),
        (b"a\n\xe9b\nc\nd\re\r", 2, 1, "\ufffdb"),
        (b"one\ntwo\nthr\xe9 e\n", 3, 4, "thr\ufffd e"),
        (b"\xe9\n", 1, 1, "\ufffd"),
        (b"\xef\xbb\xbfa\xe9", 1, 2, "a\ufffd"),
        (b"a\tb\x01\xe9", 1, 5, "a b\ufffd\ufffd"),
    ],
)
def test_the_line_of_a_bad_byte_is_shown_alone(data: bytes, line: int, column: int, shown: str) -> None:
    with pytest.raises(SourceError) as error:
        decode(data, "a.md")
    byte = next(value for value in data.removeprefix(b"\xef\xbb\xbf") if value > 0x7F)
    what = f"the byte {byte:02X} (hexadecimal) is not UTF-8"
    assert error.value.problems == (Problem(what, Where("a.md", line, column, shown), SAVE),)


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


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (codecs.BOM_UTF16_LE, "UTF-16"),
        (codecs.BOM_UTF16_BE + b"\0a", "UTF-16"),
        (codecs.BOM_UTF32_LE + b"a\0\0\0", "UTF-32"),
        (codecs.BOM_UTF32_BE, "UTF-32"),
        (b"a\0b\0", "UTF-16"),
        (b"abc\0", "UTF-16"),
        (b"abcd\0\0" + b"abcd\0\0", "UTF-16"),
        (b"ab\0" * 21 + b"c" + b"d" * 900, "UTF-16"),
    ],
)
def test_a_wide_encoding_is_known_by_its_mark_or_its_many_zeros(data: bytes, name: str) -> None:
    with pytest.raises(SourceError) as error:
        decode(data, "a.md")
    what = f"the file is saved as {name}, not as UTF-8"
    assert error.value.problems == (Problem(what, Where("a.md"), SAVE),)


@pytest.mark.parametrize("data", [b"a\0", b"\0bc", b"abcde\0f", b"a" * 60 + b"\0" * 20, b"abcd" * 16 + b"\0" * 400])
def test_a_few_zeros_are_told_as_what_they_are(data: bytes) -> None:
    with pytest.raises(SourceError) as error:
        decode(data, "a.md")
    assert error.value.problems[0].what == "the invisible character U+0000 cannot stand in a book"
    assert error.value.problems[0].where == Where("a.md", 1, data.index(0) + 1, data.decode().replace("\0", "\ufffd"))
    assert error.value.problems[0].hint == "delete it"


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
    rest = Problem("and 88 more invisible characters", Where("a.md"), "is this file really a text?")
    assert error.value.problems[-1] == rest


def test_as_many_as_are_listed_are_not_counted() -> None:
    with pytest.raises(SourceError) as error:
        decode(b"a\n" * 60 + b"b\x01\n" * MAX_PROBLEMS, "a.md")
    found = [problem.where for problem in error.value.problems]
    assert found == [Where("a.md", line, 2, "b\ufffd") for line in range(61, 61 + MAX_PROBLEMS)]


@pytest.mark.parametrize("end", [b"", b"\n"], ids=["one line", "lines"])
def test_a_file_of_nothing_but_controls_is_answered_soon(end: bytes) -> None:
    with within(10), pytest.raises(SourceError) as error:
        decode(b"a" * 64 + (b"\x01" + end) * 300_000, "a.md")
    assert len(error.value.problems) == MAX_PROBLEMS + 1


def test_controls_that_are_only_counted_take_no_memory() -> None:
    data = b"a" * 64 + b"\x01" * 300_000
    tracemalloc.start()
    with pytest.raises(SourceError):
        decode(data, "a.md")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 30 * len(data)


def test_a_line_for_a_message_has_nothing_that_a_terminal_obeys() -> None:
    line = "a\tb\x1b\x9b\u202e\u2028\u2029\ud800\u200b 서울 \u00a0é"
    assert visible_line(line) == "a b" + "\ufffd" * 7 + " 서울 \u00a0é"
    assert visible_line("plain") == "plain"


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
