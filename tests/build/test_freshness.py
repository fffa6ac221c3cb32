import os
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from storybook.freshness import RECORDS, BuildRecord, FinishedBuild, folder_digest, tool_digest
from storybook.stamps import ALWAYS_READ, Stamp, file_digest

SPOILT = '{"request": {"tool": "tool", "book": 1, "inputs": [], "result": {"artifacts": [1]}}}'


def stamp(path: Path) -> Stamp:
    facts = path.stat()
    return facts.st_size, facts.st_mtime_ns, file_digest(path)


def keep(
    workshop: Path,
    book: Path,
    inputs: Mapping[str, Stamp | None],
    folder: Path,
    outputs: Mapping[str, str] = MappingProxyType({}),
    result: Mapping[str, Any] = MappingProxyType({"artifacts": []}),
) -> None:
    record = BuildRecord(workshop)
    build = FinishedBuild(inputs, folder, outputs, dict(result))
    record.keep("request", "tool", book, build, record.standing(book, folder))
    record.write(workshop / RECORDS)


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A folder with a book, an output and the record of the build that made it."""
    for name in ("book", "dist", "workshop"):
        (tmp_path / name).mkdir()
    (tmp_path / "book" / "a.md").write_text("text")
    (tmp_path / "book" / "art.png").write_bytes(b"p" * (ALWAYS_READ + 1))
    (tmp_path / "dist" / "a.epub").write_text("epub")
    inputs = {name: stamp(tmp_path / "book" / name) for name in ("a.md", "art.png")}
    outputs = {"a.epub": file_digest(tmp_path / "dist" / "a.epub")}
    result = {"artifacts": [{"name": "a.epub", "target": "epub"}]}
    keep(tmp_path / "workshop", tmp_path / "book", {**inputs, "templates/": None}, tmp_path / "dist", outputs, result)
    return tmp_path


def unchanged(root: Path, request: str = "request", tool: str = "tool") -> dict[str, Any] | None:
    return BuildRecord(root / "workshop").unchanged(request, tool, root / "book", root / "dist")


def test_a_build_with_nothing_changed_is_known(built: Path) -> None:
    assert unchanged(built) == {"artifacts": [{"name": "a.epub", "target": "epub"}]}


def test_a_new_time_of_change_alone_changes_nothing(built: Path) -> None:
    for name in ("a.md", "art.png"):
        os.utime(built / "book" / name, ns=(1, 1))
    assert unchanged(built) is not None


def test_a_word_of_the_same_length_is_noticed_even_with_the_old_time(built: Path) -> None:
    source = built / "book" / "a.md"
    facts = source.stat()
    source.write_text("tExt")
    os.utime(source, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    assert unchanged(built) is None


@pytest.mark.parametrize("gone", ["book/a.md", "book/art.png", "dist/a.epub"])
def test_a_missing_file_is_noticed(built: Path, gone: str) -> None:
    (built / gone).unlink()
    assert unchanged(built) is None


def test_a_file_that_was_not_there_before_is_noticed(built: Path) -> None:
    (built / "book" / "templates").mkdir()
    assert unchanged(built) is None


def test_a_name_that_the_disk_takes_apart_is_found(tmp_path: Path) -> None:
    composed, apart = "그림.md", unicodedata.normalize("NFD", "그림.md")
    (tmp_path / apart).write_text("text")
    keep(tmp_path, tmp_path, {composed: stamp(tmp_path / apart)}, tmp_path)
    assert BuildRecord(tmp_path).unchanged("request", "tool", tmp_path, tmp_path) == {"artifacts": []}


def test_a_file_added_to_a_watched_folder_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "a.css").write_text("a")
    listing = {"templates/": (0, 0, folder_digest(["templates/a.css"]))}
    keep(tmp_path, tmp_path, listing, tmp_path)
    assert BuildRecord(tmp_path).unchanged("request", "tool", tmp_path, tmp_path) == {"artifacts": []}
    (tmp_path / "templates" / "b.css").write_text("b")
    assert BuildRecord(tmp_path).unchanged("request", "tool", tmp_path, tmp_path) is None


def test_a_large_picture_saved_while_the_book_was_built_is_noticed(tmp_path: Path) -> None:
    art = tmp_path / "art.png"
    art.write_bytes(b"a" * (ALWAYS_READ + 1))
    read = stamp(art)
    art.write_bytes(b"b" * (ALWAYS_READ + 1))
    os.utime(art, ns=(read[1] + 1, read[1] + 1))
    keep(tmp_path, tmp_path, {"art.png": read}, tmp_path)
    assert BuildRecord(tmp_path).unchanged("request", "tool", tmp_path, tmp_path) is None


def test_the_next_build_knows_large_files_again(built: Path) -> None:
    record = BuildRecord(built / "workshop")
    assert record.known("art.png") == stamp(built / "book" / "art.png")
    assert record.known("templates/") is None
    assert record.known("other.png") is None


def test_a_spoilt_output_is_noticed(built: Path) -> None:
    (built / "dist" / "a.epub").write_text("xxxx")
    assert unchanged(built) is None


def test_another_request_or_another_tool_is_not_the_same_build(built: Path) -> None:
    assert unchanged(built, request="other") is None
    assert unchanged(built, tool="other") is None


@pytest.mark.parametrize("content", ["", "[]", "{", '{"request": 1}', '{"request": {"tool": "tool"}}', SPOILT])
def test_a_spoilt_record_means_building_again(built: Path, content: str) -> None:
    (built / "workshop" / "builds.json").write_text(content)
    assert unchanged(built) is None
    assert BuildRecord(built / "workshop").known("a.md") is None
    assert earlier(built) == set()


def earlier(root: Path, book: str = "book") -> set[tuple[str, str]]:
    standing = BuildRecord(root / "workshop").standing(root / book, root / "dist")
    return {(file.name, file.target) for file in standing}


def test_the_files_that_builds_of_the_book_made_are_known(built: Path) -> None:
    assert earlier(built) == {("a.epub", "epub")}
    assert earlier(built, book="workshop") == set()


def test_files_that_still_stand_are_known_after_a_build_whose_files_never_came(built: Path) -> None:
    (built / "new").mkdir()
    (built / "new" / "b.epub").write_text("never moved")
    record = BuildRecord(built / "workshop")
    for _ in range(2):
        outputs = {"b.epub": file_digest(built / "new" / "b.epub")}
        result = {"artifacts": [{"name": "b.epub", "target": "epub"}]}
        build = FinishedBuild({}, built / "new", outputs, result)
        record.keep("request", "tool", built / "book", build, record.standing(built / "book", built / "dist"))
    record.write(built / "workshop" / RECORDS)
    assert earlier(built) == {("a.epub", "epub")}
    (built / "new" / "b.epub").rename(built / "dist" / "b.epub")
    assert earlier(built) == {("a.epub", "epub"), ("b.epub", "epub")}


def test_a_file_that_somebody_has_changed_or_moved_since_is_not_ours_any_more(built: Path) -> None:
    (built / "dist" / "a.epub").write_text("mine")
    assert earlier(built) == set()
    (built / "dist" / "a.epub").unlink()
    assert earlier(built) == set()


def test_a_pipe_in_the_place_of_the_record_is_no_record(built: Path) -> None:
    (built / "workshop" / RECORDS).unlink()
    os.mkfifo(built / "workshop" / RECORDS)
    assert unchanged(built) is None


@pytest.mark.parametrize("name", ["book/a.md", "dist/a.epub"])
def test_a_link_in_the_place_of_a_file_is_another_file_even_with_the_same_bytes(built: Path, name: str) -> None:
    (built / name).rename(built / "elsewhere")
    (built / name).symlink_to(built / "elsewhere")
    assert unchanged(built) is None


def test_a_pipe_in_the_place_of_a_source_is_another_file(built: Path) -> None:
    (built / "book" / "a.md").unlink()
    os.mkfifo(built / "book" / "a.md")
    assert unchanged(built) is None


def test_the_tool_is_known_by_its_files(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("1")
    first = tool_digest(tmp_path)
    tool_digest.cache_clear()
    assert tool_digest(tmp_path) == first
    (tmp_path / "a.py").write_text("2")
    tool_digest.cache_clear()
    assert tool_digest(tmp_path) != first
