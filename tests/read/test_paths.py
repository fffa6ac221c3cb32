"""What a path in a source may look like, before any file is touched."""

import posixpath
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from storybook.errors import Problem, SourceError, Where
from storybook.read.paths import MAX_NAME_BYTES, MAX_PATH, check_path, is_plain, resolve

WHERE = Where("book.yaml", 6, 11, "  source: a line that is not shown")
RELATIVE = "write the path as seen from the file that names it, with forward slashes, such as art/cover.png"
INSIDE = "copy the file into the book's folder and name it there"


def refusal(reference: str, base: str = "book.yaml") -> tuple[str, str]:
    with pytest.raises(SourceError) as error:
        resolve(reference, base, WHERE)
    (problem,) = error.value.problems
    assert problem.where == Where("book.yaml", 6, 11)
    return problem.what, problem.hint


@pytest.mark.parametrize("reference", ["", " ", "\t"])
def test_an_empty_path_is_refused(reference: str) -> None:
    assert refusal(reference) == ("the path is empty", RELATIVE)


@pytest.mark.parametrize("letter", ["\0", "\n", "\x7f", "\u200b", "\u202e", "\u2028", "\u2029", "\ud800", "\ufeff"])
def test_a_path_with_an_invisible_character_is_refused(letter: str) -> None:
    assert refusal(f"a{letter}.md") == (
        "the path holds an invisible character",
        "delete it and type the path anew",
    )


@pytest.mark.parametrize("reference", ["en\\a.md", "\\\\host\\share", "a\\", "\\"])
def test_backslashes_are_refused(reference: str) -> None:
    assert refusal(reference) == ("the path is written with backslashes", RELATIVE)


@pytest.mark.parametrize("reference", ["/etc/passwd", "//x", "/"])
def test_absolute_paths_are_refused(reference: str) -> None:
    assert refusal(reference) == ("the path is absolute (it starts with a slash)", RELATIVE)


@pytest.mark.parametrize("reference", ["C:/a.md", "c:a.md", "file:a", "https://example.org/a", "view-source+x.y:z"])
def test_addresses_and_drives_are_refused(reference: str) -> None:
    assert refusal(reference) == (
        "this is an address or a drive, not a path inside the book",
        f"nothing is fetched from elsewhere: {INSIDE}",
    )


@pytest.mark.parametrize("reference", ["a%20b.md", "%2e%2E/a", "a%Ff"])
def test_percent_escapes_are_refused(reference: str) -> None:
    assert refusal(reference) == (
        "the path holds a percent escape such as %20",
        "write the file's name with the letters it has on disk; in Markdown, put <…> round a name with spaces",
    )


@pytest.mark.parametrize("reference", ["..", "../a.md", "en/../../a.md", "../book/a.md"])
def test_paths_that_lead_out_are_refused(reference: str) -> None:
    assert refusal(reference) == ("the path leads out of the book's folder", INSIDE)


@pytest.mark.parametrize("reference", [".", "./", "en/", "en/.", "en/..", "a/b/..", "x/../.", "a/."])
def test_paths_of_folders_are_refused(reference: str) -> None:
    assert refusal(reference) == ("the path names a folder, not a file", "name one file in it")


@pytest.mark.parametrize("reference", ["..", "../x/..", "./.", "../."])
def test_paths_of_folders_are_refused_from_deep_inside_as_well(reference: str) -> None:
    assert refusal(reference, "a/b/c.md")[0] == "the path names a folder, not a file"


@pytest.mark.parametrize(
    ("reference", "base", "path"),
    [
        ("a.md", "book.yaml", "a.md"),
        ("a.md", "en/b.md", "en/a.md"),
        ("../art/a.png", "en/b.md", "art/a.png"),
        ("../../a", "x/y/z", "a"),
        ("./en//./a.md", "book.yaml", "en/a.md"),
        ("en/../a.md", "book.yaml", "a.md"),
        ("a b (1)%.md", "book.yaml", "a b (1)%.md"),
        ("100%zz.md", "book.yaml", "100%zz.md"),
        ("1:b.md", "book.yaml", "1:b.md"),
        ("en/c:d.md", "book.yaml", "en/c:d.md"),
        ("...", "book.yaml", "..."),
        ("a..", "book.yaml", "a.."),
        ("e\u0301.md", "x/y", "x/\u00e9.md"),
        ("XXXX/a.md", "book.yaml", "XXXX/a.md"),
    ],
)
def test_a_path_is_seen_from_the_file_that_names_it(reference: str, base: str, path: str) -> None:
    assert resolve(reference, base, None) == path


@pytest.mark.parametrize("path", ["", "/a", "a/", "a//b", ".", "..", "a/.", "a/../b", "./a"])
def test_only_plain_paths_may_be_opened(path: str) -> None:
    with pytest.raises(SourceError) as error:
        check_path(path, WHERE)
    (problem,) = error.value.problems
    assert (problem.what, problem.where) == (
        "the path is not a plain path inside the book's folder",
        Where("book.yaml", 6, 11),
    )
    assert problem.hint == INSIDE


@pytest.mark.parametrize("path", ["a\0", "a\x1b[0m", "a\u200b", "\udcff"])
def test_names_that_no_file_should_have_are_not_opened(path: str) -> None:
    with pytest.raises(SourceError) as error:
        check_path(path, WHERE)
    (problem,) = error.value.problems
    assert (problem.what, problem.hint) == (
        "the path holds characters that no file name should hold",
        "rename the file",
    )
    assert problem.where == Where("book.yaml", 6, 11)


def test_the_longest_path_and_the_longest_name_are_bounded() -> None:
    check_path("a" * MAX_NAME_BYTES, None)
    check_path("가" * (MAX_NAME_BYTES // 3), None)
    longest = "/".join(["a" * 9] * 100) + "b"
    assert len(longest) == MAX_PATH
    check_path(longest, None)
    for path in ("a" * (MAX_NAME_BYTES + 1), "가" * (MAX_NAME_BYTES // 3 + 1), f"x/{'a' * 256}/y", longest + "b"):
        with pytest.raises(SourceError) as error:
            check_path(path, WHERE)
        (problem,) = error.value.problems
        assert (problem.what, problem.hint) == ("the path is too long", "give the file, or its folder, a shorter name")
        assert problem.where == Where("book.yaml", 6, 11)


@pytest.mark.parametrize(
    "letter", ["\0", "\x1f", "\x9f", "\u00ad", "\u200c", "\ud800", "\u2028", "\u2029", "\U000e0041"]
)
def test_what_is_not_plain(letter: str) -> None:
    assert not is_plain(letter)
    assert not is_plain(f"aé가{letter}")


def test_what_is_plain() -> None:
    assert is_plain("aé가 #%'\"\\…—\u00a0")
    assert is_plain("\U0001f469\u200d\U0001f3a8.png")
    assert is_plain("")


PIECES = ["", ".", "..", "...", "en", "a.md", "é", "e\u0301", "\u212b", "%2e", "%", "~", "C:", "\\", "\u2024\u2024",
          "\u2215", "\uff0e\uff0e", "\u200b", "\0", "a b", "가" * 90]  # fmt: skip


@given(
    st.lists(st.sampled_from(PIECES), max_size=8).map("/".join) | st.text(max_size=20),
    st.sampled_from(["b", "x/y/z"]),
)
@settings(max_examples=500, deadline=None)
@example("\u212a:/x", "b")
@example("a/\u2025/b", "b")
def test_any_reference_is_a_plain_path_inside_or_refused_unseen(reference: str, base: str) -> None:
    refused: Problem | None = None
    try:
        path = resolve(reference, base, Where("book.yaml", 1, 1, reference))
    except SourceError as error:
        (refused,) = error.problems
    else:
        composed = unicodedata.normalize("NFC", reference)
        assert path == posixpath.normpath(posixpath.join("/root", posixpath.dirname(base), composed))[len("/root/") :]
        assert resolve(f"./{path}", "book.yaml", None) == path
        check_path(path, None)
    if refused is not None:
        assert refused.where == Where("book.yaml", 1, 1)
        assert refused.hint
        assert len(reference) < 8 or reference not in str(refused)
        assert is_plain(str(refused).replace("\n", " "))
