"""The door to a book's files: what it opens, and what it never opens."""

import hashlib
import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storybook.errors import SourceError, Where
from storybook.read.sources import PICTURE_LIMIT, TEXT_LIMIT, Limit, Sources

SECRET = b"CANARY outside the book"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    top = tmp_path_factory.mktemp("library")
    (top / "secret.md").write_bytes(SECRET)
    (top / "outside").mkdir()
    (top / "outside" / "secret.md").write_bytes(SECRET)
    root = top / "book"
    (root / "en").mkdir(parents=True)
    (root / "art").mkdir()
    (root / "book.yaml").write_text("title: T\n", encoding="utf-8")
    (root / "en" / "a.md").write_text("inside\n", encoding="utf-8")
    (root / "art" / "Pic.png").write_bytes(b"big")
    (root / "art" / "pic.png").write_bytes(b"small")
    (root / "link.md").symlink_to("../secret.md")
    (root / "link").symlink_to("../outside")
    os.mkfifo(root / "pipe.md")
    return root


def message(error: pytest.ExceptionInfo[SourceError]) -> str:
    return str(error.value)


def test_reads_a_file_named_from_another_folder(book: Path) -> None:
    sources = Sources(book)
    path = sources.resolve("../en/./a.md", "art/comic.yaml")
    assert path == "en/a.md"
    assert sources.read_text(path) == "inside\n"


def test_names_that_differ_in_capitals_are_different_files(book: Path) -> None:
    sources = Sources(book)
    assert sources.read_bytes("art/Pic.png") == b"big"
    assert sources.read_bytes("art/pic.png") == b"small"


@pytest.mark.parametrize(
    "reference",
    [
        "../secret.md",
        "../../secret.md",
        "../book/en/a.md",
        "en/../../secret.md",
        "/etc/passwd",
        "//etc/passwd",
        "..\\secret.md",
        "en\\a.md",
        "C:\\Users\\Kim\\a.md",
        "C:/Users/Kim/a.md",
        "file:///etc/passwd",
        "https://example.org/a.md",
        "data:text/plain,x",
        "%2e%2e/secret.md",
        "..%2fsecret.md",
        "en/a%20b.md",
        "en/a.md\0",
        "en/\u202ea.md",
        "en/a\u200b.md",
        "en/a\nb.md",
        "en/",
        "en/..",
        ".",
        "",
        " ",
        "a" * 300,
        "/".join(["a"] * 600),
    ],
)
def test_a_path_that_is_not_plain_is_refused_without_being_shown(book: Path, reference: str) -> None:
    where = Where("book.yaml", 6, 9, f"  source: {reference}")
    with pytest.raises(SourceError) as error:
        Sources(book).resolve(reference, "book.yaml", where)
    assert message(error).startswith("book.yaml:6:9: ")
    assert "mend: " in message(error)
    if len(reference) > 3:
        assert reference not in message(error)


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("link.md", "link.md is a symbolic link"),
        ("link/secret.md", "link is a symbolic link"),
        ("pipe.md", "is a pipe"),
        ("en", "is a folder"),
        ("en/a.md/b.md", "en/a.md is a file, not a folder"),
    ],
)
def test_only_regular_files_are_opened(book: Path, path: str, reason: str) -> None:
    for ask in (Sources(book).open, Sources(book).exists):
        with pytest.raises(SourceError) as error:
            ask(path)
        assert reason in message(error)


@pytest.mark.parametrize("path", ["../secret.md", "/etc/passwd", "en//a.md", "", "./en/a.md", "en\\a.md"])
def test_open_itself_refuses_what_resolve_would_not_have_made(book: Path, path: str) -> None:
    with pytest.raises(SourceError):
        Sources(book).open(path)


def test_a_missing_file_is_told_with_the_name_it_may_have_been(book: Path) -> None:
    where = Where("book.yaml", 3, 11, "  source: en/A.md")
    with pytest.raises(SourceError) as error:
        Sources(book).read_text("en/A.md", where)
    assert message(error).splitlines() == [
        "book.yaml:3:11: there is no file en/A.md in the book",
        "  3 |   source: en/A.md",
        "    |           ^",
        "  mend: did you mean en/a.md? Capital and small letters must agree.",
    ]


def test_a_name_that_a_mac_decomposed_is_found_and_seen_as_it_is_on_disk(tmp_path: Path) -> None:
    on_disk = unicodedata.normalize("NFD", "그림.png")
    (tmp_path / on_disk).write_bytes(b"red")
    sources = Sources(tmp_path)
    path = sources.resolve(on_disk, "book.yaml")
    assert path == unicodedata.normalize("NFC", "그림.png")
    assert sources.read_bytes(path) == b"red"
    assert sources.seen == {on_disk: hashlib.sha256(b"red").hexdigest()}
    assert sources.digest(path) == hashlib.sha256(b"red").hexdigest()


def test_two_names_that_look_the_same_are_refused(tmp_path: Path) -> None:
    for form in ("NFC", "NFD"):
        (tmp_path / unicodedata.normalize(form, "é.png")).write_bytes(form.encode())
    with pytest.raises(SourceError, match="two files or folders are called"):
        Sources(tmp_path).open("é.png")


def test_names_that_cannot_be_shown_are_never_suggested(tmp_path: Path) -> None:
    (tmp_path / "aa\x1b[31m.md").write_bytes(b"")
    os.close(os.open(os.fsencode(tmp_path) + b"/aa\xff.md", os.O_CREAT))
    with pytest.raises(SourceError) as error:
        Sources(tmp_path).open("aa.md")
    assert message(error).encode("utf-8").isascii()
    assert "did you mean" not in message(error)


def test_seen_holds_what_was_read_and_what_was_not_there(book: Path) -> None:
    sources = Sources(book)
    sources.read_text("en/a.md")
    assert sources.exists("book.yaml")
    assert not sources.exists("templates/page.j2")
    assert sources.seen == {
        "en/a.md": hashlib.sha256(b"inside\n").hexdigest(),
        "book.yaml": hashlib.sha256(b"title: T\n").hexdigest(),
        "templates/page.j2": None,
    }


def test_a_file_that_changes_during_the_build_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("one", encoding="utf-8")
    sources = Sources(tmp_path)
    sources.read_text("a.md")
    (tmp_path / "a.md").write_text("two", encoding="utf-8")
    with pytest.raises(SourceError, match=r"a\.md changed while it was read"):
        sources.read_text("a.md")


def test_a_new_file_is_found_although_its_folder_was_listed_before(tmp_path: Path) -> None:
    sources = Sources(tmp_path)
    (tmp_path / "a.md").write_text("one", encoding="utf-8")
    sources.read_text("a.md")
    (tmp_path / "b.md").write_text("two", encoding="utf-8")
    assert sources.read_text("b.md") == "two"


def test_the_limit_is_told_by_name(tmp_path: Path) -> None:
    with (tmp_path / "a.md").open("wb") as file:
        file.truncate(TEXT_LIMIT.size + 1)
    with pytest.raises(SourceError, match="larger than the text limit of 5 MB"):
        Sources(tmp_path).read_text("a.md")
    with (tmp_path / "a.png").open("wb") as file:
        file.truncate(PICTURE_LIMIT.size + 1)
    with pytest.raises(SourceError, match="larger than the picture limit of 200 MB"):
        Sources(tmp_path).open("a.png")
    (tmp_path / "b.md").write_bytes(b"12345")
    assert Sources(tmp_path).read_bytes("b.md", limit=Limit("tiny", 5)) == b"12345"


def test_a_book_that_is_not_there_is_an_error_without_its_place(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as error:
        Sources(tmp_path / "kim").open("book.yaml")
    assert "kim" not in message(error)


def test_the_book_itself_may_be_reached_over_a_link(book: Path, tmp_path: Path) -> None:
    (tmp_path / "shortcut").symlink_to(book)
    assert Sources(tmp_path / "shortcut").read_text("en/a.md") == "inside\n"


NAMES = ["", ".", "..", "en", "art", "link", "link.md", "pipe.md", "a.md", "secret.md", "outside", "book", "book.yaml"]
TRICKS = ["%2e%2e", "..%2f", "\u2025", "\uff0e\uff0e", "\u2024\u2024", "..\u200b", "~", "C:", "..\\..", "\0", "é"]
PARTS = st.sampled_from([*NAMES, *TRICKS])


@given(st.lists(PARTS, max_size=7).map("/".join) | st.text(max_size=30), st.sampled_from(["book.yaml", "en/a/b.md"]))
def test_nothing_outside_the_book_is_ever_opened(book: Path, reference: str, base: str) -> None:
    sources = Sources(book)
    inside = {b"title: T\n", b"inside\n", b"big", b"small"}
    for path in (reference, None):
        try:
            data = sources.read_bytes(sources.resolve(reference, base) if path is None else path)
        except SourceError as refused:
            said = str(refused)
        else:
            said = ""
            assert data in inside
        assert str(book) not in said
