"""The door to a book's files: what it opens, and what it never opens."""

import hashlib
import io
import os
import stat
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from storybook.errors import Problem, SourceError, Where
from storybook.read.sources import MAX_FOLDERS, PICTURE_LIMIT, TEXT_LIMIT, Limit, Sources

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
    os.mknod(root / "socket", 0o600 | stat.S_IFSOCK)
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


LINK = "put the file itself there: links are not followed"


@pytest.mark.parametrize(
    ("path", "what", "hint"),
    [
        ("link.md", "link.md is a symbolic link", LINK),
        ("link/secret.md", "link is a symbolic link", LINK),
        ("pipe.md", "pipe.md is a pipe", "put a file there"),
        ("socket", "socket is a socket", "put a file there"),
        ("en", "en is a folder", "name one file in it"),
        ("en/a.md/b.md", "en/a.md is a file, not a folder", "mend the path"),
        ("nothing.md", "there is no file nothing.md in the book", "mend the path, or put the file there"),
        ("en/b/c.md", "there is no file en/b/c.md in the book", "mend the path, or put the file there"),
        ("es/a.md", "there is no file es/a.md in the book", "mend the path, or put the file there"),
        (
            "EN/x/a.md",
            "there is no file EN/x/a.md in the book",
            "did you mean en/x/a.md? Capital and small letters must agree.",
        ),
        ("boook.yaml", "there is no file boook.yaml in the book", "did you mean book.yaml?"),
        (
            "ART/pic.png",
            "there is no file ART/pic.png in the book",
            "did you mean art/pic.png? Capital and small letters must agree.",
        ),
    ],
)
def test_what_is_not_opened_is_told_with_its_place_and_a_way_out(book: Path, path: str, what: str, hint: str) -> None:
    where = Where("book.yaml", 3, 11, f"  source: {path}")
    with pytest.raises(SourceError) as error:
        Sources(book).open(path, where)
    assert error.value.problems == (Problem(what, where, hint),)


def test_a_socket_and_a_device_are_told_by_their_sort(tmp_path: Path) -> None:
    for mode, sort in ((stat.S_IFCHR, "a device"), (stat.S_IFBLK, "a device"), (stat.S_IFSOCK, "a socket")):
        (tmp_path / "a.md").write_bytes(b"x")
        odd = os.stat_result([mode, *[0] * 9])
        with patch.object(os, "stat", return_value=odd), pytest.raises(SourceError) as error:
            Sources(tmp_path).open("a.md")
        assert message(error) == f"a.md is {sort}\n  mend: put a file there"


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
    with pytest.raises(SourceError, match="larger than the text limit of 2 MB"):
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


TREE = st.dictionaries(
    st.lists(st.sampled_from(["a", "b.md", "é", "templates", "x y", "..."]), min_size=1, max_size=3).map("/".join),
    st.sampled_from(["file", "folder", "link", "folder link", "up", "pipe", "loop"]),
    max_size=8,
)


def plant(root: Path, path: str, sort: str) -> None:
    """Put something at a path, if its place is free."""
    place = root / path
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        match sort:
            case "file":
                place.write_bytes(b"inside\n")
            case "folder":
                place.mkdir(exist_ok=True)
            case "link":
                place.symlink_to(root.parent / "outside" / "hushed.md")
            case "folder link":
                place.symlink_to(root.parent / "outside")
            case "up":
                place.symlink_to("../..")
            case "loop":
                place.symlink_to(place.name)
            case _:
                os.mkfifo(place)
    except OSError:
        pass  # something else stands there


@contextmanager
def library() -> Iterator[Path]:
    """A book's folder, and a secret beside it."""
    with TemporaryDirectory() as folder:
        top = Path(folder)
        (top / "outside" / "a").mkdir(parents=True)
        for name in ("hushed.md", "b.md"):
            (top / "outside" / name).write_bytes(SECRET)
        (top / "book").mkdir()
        yield top / "book"


@given(tree=TREE, paths=st.lists(PARTS | st.sampled_from(["a", "b.md", "templates", "..."]), max_size=4).map("/".join))
@settings(max_examples=60, deadline=None)
def test_whatever_lies_in_the_folder_only_what_is_inside_is_read_or_listed(tree: dict[str, str], paths: str) -> None:
    with library() as root:
        for path, sort in tree.items():
            if Path(os.path.realpath(root / path)).parent.is_relative_to(os.path.realpath(root)):
                plant(root, path, sort)
        sources = Sources(root)
        for path in [*tree, paths, f"{next(iter(tree), '')}/b.md"]:
            try:
                assert sources.read_bytes(path) == b"inside\n"
            except SourceError as refused:
                assert "hushed" not in str(refused)  # noqa: PT017 - reading may well succeed
        for folder in ("templates", "a"):
            try:
                listed = sources.files_below(folder)
            except SourceError:
                continue
            assert not any("hushed" in path for path in listed)
            below = [path for path in (root / folder).rglob("*") if path.is_symlink() or not path.is_dir()]
            assert list(listed) == sorted(path.relative_to(root).as_posix() for path in below)


@given(
    moment=st.integers(0, 12),
    call=st.sampled_from(["open", "stat", "listdir"]),
    target=st.sampled_from(["a", "a/b.md", "templates", "templates/x", "templates/x/b.md"]),
    becomes=st.sampled_from(["link", "folder link", "pipe", "up", "folder", "nothing"]),
    ask=st.sampled_from(["a/b.md", "templates/x/b.md"]),
)
@settings(max_examples=120, deadline=None)
@example(moment=2, call="open", target="a/b.md", becomes="folder", ask="a/b.md")
@example(moment=2, call="open", target="a/b.md", becomes="pipe", ask="a/b.md")
@example(moment=1, call="open", target="a", becomes="folder link", ask="a/b.md")
def test_what_is_exchanged_while_it_is_opened_leads_nowhere(
    moment: int, call: str, target: str, becomes: str, ask: str
) -> None:
    with library() as root:
        for path in ("a/b.md", "templates/x/b.md"):
            plant(root, path, "file")
        real: Callable[..., Any] = getattr(os, call)
        calls = 0

        def racing(*args: Any, **keywords: Any) -> Any:  # noqa: ANN401 - any function of os
            nonlocal calls
            calls += 1
            if calls == moment + 1:
                with patch.object(os, call, real):
                    if (root / target).exists():
                        (root / target).rename(root.parent / "gone")
                    if becomes != "nothing":
                        plant(root, target, becomes)
            return real(*args, **keywords)

        sources = Sources(root)
        with patch.object(os, call, racing):
            try:
                with sources.open(ask) as file:
                    data = file.read()
                listed = sources.files_below("templates")
            except SourceError as refused:
                data, listed = b"inside\n", ()
                assert "hushed" not in str(refused)  # noqa: PT017 - reading may well succeed
        assert data == b"inside\n"
        assert not any("hushed" in path for path in listed)
        for descriptor in Path("/proc/self/fd").iterdir():
            with suppress(FileNotFoundError):  # that of the listing itself
                assert not descriptor.readlink().is_relative_to(root)


def test_a_folder_is_listed_with_all_that_lies_in_it(tmp_path: Path) -> None:
    for path in ("templates/b.css", "templates/epub/a.j2", "templates/epub/deep/c", "other/d"):
        plant(tmp_path, path, "file")
    plant(tmp_path, "templates/empty", "folder")
    plant(tmp_path, "templates/link", "folder link")
    sources = Sources(tmp_path)
    found = ("templates/b.css", "templates/epub/a.j2", "templates/epub/deep/c", "templates/link")
    assert sources.files_below("templates") == found
    assert sources.seen == {"templates/": hashlib.sha256("\n".join(found).encode()).hexdigest()}


def test_the_list_of_a_folder_is_another_when_a_name_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    os.close(os.open(os.fsencode(tmp_path) + b"/templates/aa\xff.md", os.O_CREAT))
    sources = Sources(tmp_path)
    assert sources.files_below("templates") == ("templates/aa\udcff.md",)
    assert sources.seen == {"templates/": hashlib.sha256(b"templates/aa\xff.md").hexdigest()}


@pytest.mark.parametrize("sort", ["nothing", "file", "folder"])
def test_no_folder_or_an_empty_one_is_seen_as_nothing(tmp_path: Path, sort: str) -> None:
    if sort != "nothing":
        plant(tmp_path, "templates", sort)
    sources = Sources(tmp_path)
    assert sources.files_below("templates") == ()
    assert sources.seen == {"templates/": None}


def test_a_folder_that_is_a_link_is_not_listed(book: Path) -> None:
    with pytest.raises(SourceError) as error:
        Sources(book).files_below("link", Where("s.yaml", 1, 9))
    assert message(error) == f"s.yaml:1:9: link is a symbolic link\n  mend: {LINK}"


def test_folders_may_stand_inside_each_other_only_so_deep(tmp_path: Path) -> None:
    just = "templates/" + "a/" * MAX_FOLDERS + "b"
    plant(tmp_path, just, "file")
    assert Sources(tmp_path).files_below("templates") == (just,)
    plant(tmp_path, just.removesuffix("b") + "a/c", "file")
    with pytest.raises(SourceError) as error:
        Sources(tmp_path).files_below("templates", Where("s.yaml", 1, 9))
    assert message(error) == (
        "s.yaml:1:9: in templates, folders stand more than 20 deep inside each other\n"
        "  mend: bring the files closer together"
    )


def failing(error: OSError) -> Callable[..., Any]:
    def fail(*_: object, **__: object) -> Any:  # noqa: ANN401 - stands for any function
        raise error

    return fail


@pytest.mark.parametrize("function", ["os.listdir", "os.stat", "hashlib.file_digest", "os.fstat"])
def test_a_failing_disk_is_told_as_the_source_s_fault(tmp_path: Path, function: str) -> None:
    (tmp_path / "a.md").write_bytes(b"x")
    where = Where("book.yaml", 1)
    with patch(function, failing(OSError(5, "Input/output error"))), pytest.raises(SourceError) as error:
        Sources(tmp_path).read_bytes("a.md", where)
    said = "a.md cannot be opened (Input/output error)"
    assert error.value.problems == (Problem(said, where, "see that you may read it"),)


def test_a_disk_that_fails_while_a_file_is_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"x")
    where = Where("book.yaml", 1)
    sources = Sources(tmp_path)
    real = sources.open

    def opened(*args: Any, **keywords: Any) -> Any:  # noqa: ANN401
        file = real(*args, **keywords)
        file.close()
        return _Failing(b"")

    with patch.object(sources, "open", opened), pytest.raises(SourceError) as error:
        sources.read_bytes("a.md", where)
    said = "a.md cannot be opened (Input/output error)"
    assert error.value.problems == (Problem(said, where, "see that you may read it"),)


class _Failing(io.BytesIO):
    def read(self, _size: int | None = -1, /) -> bytes:
        raise OSError(5, "Input/output error")


def test_a_folder_that_cannot_be_listed_is_told(tmp_path: Path) -> None:
    plant(tmp_path, "templates/a", "file")
    with patch("os.listdir", failing(OSError(13, "Permission denied"))), pytest.raises(SourceError) as error:
        Sources(tmp_path).files_below("templates", Where("s.yaml", 1, 9))
    assert (
        message(error) == "s.yaml:1:9: templates cannot be opened (Permission denied)\n  mend: see that you may read it"
    )


def test_a_book_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    sources = Sources(tmp_path / "kim")
    for ask, argument in ((sources.open, "a.md"), (sources.files_below, "templates")):
        with pytest.raises(SourceError) as error:
            ask(argument)
        assert message(error) == (
            "the book's folder cannot be opened (No such file or directory)\n"
            "  mend: name the folder that holds book.yaml"
        )


def test_two_names_that_look_the_same_are_told_with_the_place(tmp_path: Path) -> None:
    for form in ("NFC", "NFD"):
        (tmp_path / unicodedata.normalize(form, "é.png")).write_bytes(form.encode())
    where = Where("book.yaml", 1)
    with pytest.raises(SourceError) as error:
        Sources(tmp_path).open("é.png", where)
    what = "two files or folders are called é.png, written with different Unicode characters"
    assert error.value.problems == (Problem(what, where, "rename one of them"),)


def test_a_file_that_grows_while_it_is_read_is_refused_as_too_large(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"12345")
    where = Where("book.yaml", 1)
    sources = Sources(tmp_path)
    real = sources.open

    def opened(*args: Any, **keywords: Any) -> Any:  # noqa: ANN401
        file = real(*args, **keywords)
        with (tmp_path / "a.md").open("ab") as more:
            more.write(b"6")
        return file

    too_large = Problem("a.md is larger than the tiny limit of 5e-06 MB", where, "split it, or make it smaller")
    with patch.object(sources, "open", opened), pytest.raises(SourceError) as error:
        sources.read_bytes("a.md", where, Limit("tiny", 5))
    assert error.value.problems == (too_large,)
    with pytest.raises(SourceError) as error:
        sources.open("a.md", where, Limit("tiny", 5))
    assert error.value.problems == (too_large,)


def test_a_file_changed_meanwhile_is_told_with_the_place(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"one")
    sources = Sources(tmp_path)
    sources.read_bytes("a.md")
    (tmp_path / "a.md").write_bytes(b"two")
    where = Where("book.yaml", 1)
    with pytest.raises(SourceError) as error:
        sources.open("a.md", where)
    assert error.value.problems == (Problem("a.md changed while it was read", where, "build the book again"),)


def test_the_stamps_hold_size_time_and_digest_of_what_was_read(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"one")
    os.utime(tmp_path / "a.md", ns=(5, 7))
    sources = Sources(tmp_path)
    with sources.open("a.md") as file:
        assert file.read() == b"one"
    assert not sources.exists("b.md")
    assert sources.stamps == {"a.md": (3, 7, hashlib.sha256(b"one").hexdigest()), "b.md": None}
    assert sources.files_below("t") == ()
    assert sources.root == tmp_path


def test_a_large_file_that_the_last_build_knows_is_not_read_for_its_digest(tmp_path: Path) -> None:
    large = tmp_path / "a.png"
    large.write_bytes(bytes((1 << 20) + 1))
    facts = large.stat()
    asked: list[str] = []

    def known(path: str) -> tuple[int, int, str]:
        asked.append(path)
        return facts.st_size, facts.st_mtime_ns, "the digest of then"

    sources = Sources(tmp_path, known)
    with sources.open("a.png") as file:
        assert file.tell() == 0
    assert sources.digest("a.png") == "the digest of then"
    with sources.open("a.png"):  # what this build knows by now is not asked for again
        pass
    assert asked == ["a.png"]
    assert sources.stamps == {"a.png": (facts.st_size, facts.st_mtime_ns, "the digest of then")}
    os.utime(large, ns=(1, 1))
    anew = Sources(tmp_path, known)
    anew.open("a.png").close()
    assert anew.digest("a.png") == hashlib.sha256(bytes((1 << 20) + 1)).hexdigest()


def test_a_warning_is_kept_once(tmp_path: Path) -> None:
    sources = Sources(tmp_path)
    for what in ("odd", "odd", "strange"):
        sources.warn(Problem(what))
    assert sources.warnings == (Problem("odd"), Problem("strange"))


def test_text_is_told_by_the_path_it_was_asked_for_and_limited_as_text(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"\xff")
    with pytest.raises(SourceError, match=r"^a\.md:1:1: "):
        Sources(tmp_path).read_text("a.md")
    where = Where("book.yaml", 1)
    with pytest.raises(SourceError) as error:
        Sources(tmp_path).read_text("a.md", where, Limit("tiny", 0))
    assert error.value.problems[0].where == where
    with pytest.raises(SourceError) as error:
        Sources(tmp_path).read_text("b.md", where)
    assert error.value.problems[0].where == where


ODD_NAMES = ["%41.png", "a%20b.png", "C:a.png", "a:b.png", "a\\b.png", "-rf.png", "a b.png ", "#a?.png", "'\"&<>.png"]


@pytest.mark.parametrize("name", [*ODD_NAMES, "\U0001f469\u200d\U0001f3a8.png", "$HOME.png", "~.png", "a;b|c*.png"])
def test_a_file_is_found_by_the_name_that_it_has(tmp_path: Path, name: str) -> None:
    (tmp_path / "art").mkdir()
    (tmp_path / "art" / name).write_bytes(b"right")
    (tmp_path / "art" / "A.png").write_bytes(b"wrong")
    sources = Sources(tmp_path)
    for reference, base in ((f"art/{name}", "book.yaml"), (name, "art/text.md"), (f"../art/{name}", "en/text.md")):
        assert sources.read_bytes(sources.resolve(reference, base)) == b"right"


@pytest.mark.parametrize("reference", ["file:/etc/passwd", "a%41.png", "..\\a.png", "C:\\a.png"])
def test_a_link_under_an_odd_name_is_not_followed(tmp_path: Path, reference: str) -> None:
    (tmp_path / "secret").write_bytes(b"secret")
    (tmp_path / "book" / "file:" / "etc").mkdir(parents=True)
    name = "file:/etc/passwd" if reference.startswith("file:") else reference
    (tmp_path / "book" / name).symlink_to(tmp_path / "secret")
    sources = Sources(tmp_path / "book")
    with pytest.raises(SourceError):
        sources.resolve(reference, "book.yaml")


def test_what_was_not_there_has_no_digest(tmp_path: Path) -> None:
    sources = Sources(tmp_path)
    assert not sources.exists("a.md")
    assert sources.digest("a.md") == ""


def test_a_size_that_is_no_round_number_is_told_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(bytes(1_234_561))
    with pytest.raises(SourceError, match=r"a\.md is larger than the odd limit of 1\.23456 MB"):
        Sources(tmp_path).open("a.md", limit=Limit("odd", 1_234_560))


def test_a_name_with_odd_letters_is_found_as_it_is_written_and_nothing_is_decoded(book: Path, tmp_path: Path) -> None:
    for name in ("a%20b.md", "c:d.md", "e\\f.md"):
        (tmp_path / name).write_bytes(b"inside\n")
        assert Sources(tmp_path).resolve(name, "book.yaml") == name
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc" / "a.md").write_bytes(b"inside\n")
    where = Where("book.yaml", 1, 1)
    for reference in ("/etc/a.md", "%2e%2e/secret.md", "..\\secret.md"):
        for root in (tmp_path, book):
            with pytest.raises(SourceError) as error:
                Sources(root).resolve(reference, "book.yaml", where)
            assert error.value.problems[0].where == where
