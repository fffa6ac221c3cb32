"""Comic archives: what is read of them, and what is refused of those that lie, burst or are damaged."""

import hashlib
import io
import struct
import time
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from storybook.errors import SourceError, Where
from storybook.read import archives, sources
from storybook.read.archives import MOST_MEMBERS, members, parts_of, read_member
from storybook.read.sources import Limit, Sources

HERE = Where("art/sheet.yaml", 3, 7)
NAME = "art/issue.cbz"
PAGE = f"{NAME}/p/1.png"
DAMAGED = "copy it again from where it came"


def packed(*files: tuple[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return out.getvalue()


def told(call: Callable[[], object]) -> tuple[str, str]:
    """What is told of a refusal, and how to mend it; the place is always that of what names the archive."""
    with pytest.raises(SourceError) as caught:
        call()
    (problem,) = caught.value.problems
    assert problem.where == HERE
    return problem.what, problem.hint


def page(data: bytes, path: str = PAGE, limit: int = 1_000_000) -> bytes:
    return read_member(io.BytesIO(data), NAME, path.removeprefix(f"{NAME}/"), limit, HERE)


def listed(data: bytes) -> tuple[str, ...]:
    return members(io.BytesIO(data), NAME, HERE)


@pytest.mark.parametrize(
    ("path", "parts"),
    [
        ("issue.cbz/a.png", ("issue.cbz", "a.png")),
        ("art/Issue.CBZ/p/a.png", ("art/Issue.CBZ", "p/a.png")),
        ("a.cbz/b.cbz/c.png", ("a.cbz", "b.cbz/c.png")),
        ("art/issue.cbz", None),
        ("cbz/a.png", None),
        ("a.cbz.png", None),
    ],
)
def test_a_path_goes_into_an_archive_at_its_first_folder_that_is_one(path: str, parts: object) -> None:
    assert parts_of(path) == parts


def test_files_are_listed_in_their_order_and_read_as_they_are() -> None:
    for how in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        data = packed(("p/2.png", b"two" * 99), ("p/", b""), ("p/1.png", b"one"), how=how)
        assert listed(data) == ("p/2.png", "p/1.png")
        assert page(data) == b"one"
        assert page(data, f"{NAME}/p/2.png", 297) == b"two" * 99
        assert page(data, f"{NAME}/p/2.png") == b"two" * 99


def test_names_that_a_mac_has_taken_apart_are_composed() -> None:
    apart = unicodedata.normalize("NFD", "p/그림é.png")
    data = packed((apart, b"one"))
    assert listed(data) == ("p/그림é.png",)
    assert page(data, f"{NAME}/p/그림é.png") == b"one"


def test_a_file_that_is_missing_or_there_twice_is_told() -> None:
    hint = "compare the name with those in the archive"
    data = packed(("p/2.png", b""), ("p/", b""))
    assert told(lambda: page(data)) == (f"the comic archive {NAME} has no file p/1.png", hint)
    assert told(lambda: page(data, f"{NAME}/p")) == (f"the comic archive {NAME} has no file p", hint)
    twice = packed(("\u00e9.png", b"one"), ("e\u0301.png", b"two"))
    assert told(lambda: page(twice, f"{NAME}/\u00e9.png")) == (
        f"the comic archive {NAME} has more than one file \u00e9.png",
        hint,
    )
    both = packed(("P/1.png", b"one"), ("p/1.png", b"two"))  # capitals tell them apart, as in a folder
    assert page(both) == b"two"


def central(data: bytes, at: int, value: bytes) -> bytes:
    """An archive of one file whose directory says something else, `at` bytes behind the start of its entry."""
    start = data.index(b"PK\x01\x02") + at
    return data[:start] + value + data[start + len(value) :]


LOCKED = (f"{PAGE} is locked or packed in an unusual way", "pack the archive anew as plain ZIP")


@pytest.mark.parametrize(
    ("at", "value"), [(8, b"\1\0"), (8, b"\x41\0"), (10, b"\x0c\0"), (10, b"\x63\0"), (10, b"\x5f\0")]
)
def test_a_locked_file_and_an_unusual_packing_are_refused(at: int, value: bytes) -> None:
    assert told(lambda: page(central(packed(("p/1.png", b"one")), at, value))) == LOCKED


def test_a_file_larger_than_the_limit_is_refused_before_it_is_unpacked() -> None:
    data = packed(("p/1.png", bytes(30_000_001)))
    assert len(data) < 100_000
    assert len(page(data, limit=30_000_001)) == 30_000_001
    assert told(lambda: page(data, limit=30_000_000)) == (
        f"{PAGE} is larger than the picture limit of 30 MB",
        "make it smaller",
    )


def _larger_than_told() -> bytes:
    """The directory and the head say 10 bytes; a thousand times as many come out."""
    data = packed(("p/1.png", bytes(10_000)))
    size = struct.pack("<I", 10)
    return central(data[:22] + size + data[26:], 24, size)


def _other_sum() -> bytes:
    return central(packed(("p/1.png", b"one" * 9), how=zipfile.ZIP_STORED), 16, b"1234")


def _shorter_than_told() -> bytes:
    return central(packed(("p/1.png", b"one" * 9)), 24, struct.pack("<I", 999_999))


def _spoilt_stream() -> bytes:
    data = bytearray(packed(("p/1.png", zlib.compress(b"one") * 99)))
    data[len("p/1.png") + 30 : len("p/1.png") + 40] = b"\xff" * 10
    return bytes(data)


def _other_name() -> bytes:
    return packed(("p/1.png", b"one")).replace(b"p/1.png", b"q/9.png", 1)


def _elsewhere(offset: bytes) -> bytes:
    return central(packed(("p/1.png", b"one")), 42, offset)


def _wide(sizes: bytes) -> bytes:
    """ZIP64: the file's sizes and its place stand in another field, and lie."""
    data = packed(("p/1.png", b"one"))
    start = data.index(b"PK\x01\x02")
    extra = struct.pack("<HH", 1, len(sizes)) + sizes
    head = bytearray(data[start : start + 46])
    head[20:28] = b"\xff" * 8
    head[30:32] = struct.pack("<H", len(extra))
    head[42:46] = b"\xff" * 4
    end = data.index(b"PK\x05\x06")
    body = bytes(head) + data[start + 46 : end] + extra
    return data[:start] + body + data[end : end + 12] + struct.pack("<II", len(body), start) + b"\0\0"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(_larger_than_told(), id="larger than told"),
        pytest.param(_shorter_than_told(), id="shorter than told"),
        pytest.param(_other_sum(), id="checksum"),
        pytest.param(_spoilt_stream(), id="stream"),
        pytest.param(_other_name(), id="another name in front of the file"),
        pytest.param(_elsewhere(b"\x05\0\0\0"), id="starts inside of its head"),
        pytest.param(_elsewhere(b"\xff\xff\xff\x7f"), id="starts behind the end"),
        pytest.param(_wide(struct.pack("<QQQ", 3, 5, 2**63)), id="zip64: starts nowhere"),
        pytest.param(_wide(struct.pack("<QQQ", 3, 5, 2**64 - 1)), id="zip64: starts at the last number"),
        pytest.param(_wide(b"\0" * 6), id="zip64: field cut off"),
    ],
)
def test_a_file_that_is_not_as_the_archive_says_is_damaged(data: bytes) -> None:
    what, hint = told(lambda: page(data))
    assert what in (
        f"{PAGE} is damaged, or is no comic archive (ZIP)",
        f"{NAME} is damaged, or is no comic archive (ZIP)",
    )
    assert hint == DAMAGED


def test_what_a_directory_says_of_the_packed_size_is_of_no_account() -> None:
    assert page(_wide(struct.pack("<QQQ", 3, 2**64 - 1, 0))) == b"one"


def test_a_size_beyond_all_measure_is_larger_than_the_limit() -> None:
    data = _wide(struct.pack("<QQQ", 2**64 - 1, 5, 0))
    assert told(lambda: page(data))[0] == f"{PAGE} is larger than the picture limit of 1 MB"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no archive",
        packed(("p/1.png", b"one"))[:60],
        packed(("p/1.png", b"one"))[:-30],
        packed(("p/1.png", b"one")).replace(b"PK\x01\x02", b"PK\x01\x03"),
        central(packed(("p/1.png", b"one")), 6, b"\xff\xff"),
        central(central(packed(("p/1.png", b"one")), 8, b"\0\x08"), 46, b"\xff\xfe"),
        packed(("p/1.png", b"one"))[:-10] + b"\xff" * 8 + b"\0\0",
    ],
    ids=["empty", "text", "half", "no end", "no entry", "a later version", "name is no UTF-8", "directory elsewhere"],
)
def test_what_is_no_archive_is_told_by_its_name(data: bytes) -> None:
    for call in (lambda: listed(data), lambda: page(data)):
        assert told(call) == (f"{NAME} is damaged, or is no comic archive (ZIP)", DAMAGED)


def test_an_archive_of_very_many_files_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_MEMBERS", 3)
    three = [(f"{number}.png", b"") for number in range(3)]
    assert len(listed(packed(*three))) == 3
    for call in (lambda: listed(packed(*three, ("4", b""))), lambda: page(packed(*three, ("p/1.png", b"")))):
        assert told(call) == (
            f"the comic archive {NAME} holds more than 3 files, or names beyond all measure",
            "pack fewer into one archive",
        )


def directory_of(count: int, name: bytes = b"a", extra: bytes = b"") -> bytes:
    """An archive that is nothing but a directory; its end says that there is one file."""
    sizes = struct.pack("<HHHHHII", len(name), len(extra), 0, 0, 0, 0, 0)
    entry = b"PK\x01\x02" + bytes(24) + sizes + name + extra
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(entry) * count, 0, 0)
    return entry * count + end


@pytest.mark.parametrize(
    "data",
    [directory_of(2_000_000), directory_of(2_000, b"a" * 65_000), directory_of(2_000, b"a", b"\1\2\3\0" * 16_000)],
    ids=["files", "names", "notes"],
)
def test_a_directory_that_would_fill_the_memory_is_refused_at_once(data: bytes) -> None:
    began = time.process_time()
    assert told(lambda: listed(data)) == (
        f"the comic archive {NAME} holds more than {MOST_MEMBERS} files, or names beyond all measure",
        "pack fewer into one archive",
    )
    assert time.process_time() - began < 1


def test_as_many_files_as_may_be_are_listed_and_read_in_a_second() -> None:
    data = packed(*((f"chapter one/page {number:05}.png", b"one") for number in range(MOST_MEMBERS)))
    began = time.process_time()
    assert len(listed(data)) == MOST_MEMBERS
    assert page(data, f"{NAME}/chapter one/page 00000.png") == b"one"
    assert time.process_time() - began < 1


def test_the_list_of_files_may_be_as_long_as_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    data = packed(("p/1.png", b"one"))
    size = data.index(b"PK\x05\x06") - data.index(b"PK\x01\x02")
    monkeypatch.setattr(archives, "MOST_DIRECTORY", size)
    assert listed(data) == ("p/1.png",)
    monkeypatch.setattr(archives, "MOST_DIRECTORY", size - 1)
    assert "names beyond all measure" in told(lambda: listed(data))[0]


def test_a_file_may_be_larger_than_the_list_of_files() -> None:
    large = bytes(range(256)) * 20_000
    assert len(large) > archives.MOST_DIRECTORY
    assert page(packed(("p/1.png", large), how=zipfile.ZIP_STORED), limit=10_000_000) == large


CANARY = "Kim-Real-Name-7f3a"


def test_what_an_archive_says_beside_its_files_is_told_nowhere() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        entry = zipfile.ZipInfo("p/1.png")
        entry.comment, entry.extra = CANARY.encode(), struct.pack("<HH", 0x7075, len(CANARY)) + CANARY.encode()
        archive.writestr(entry, b"one")
        archive.comment = CANARY.encode()
    assert page(out.getvalue()) == b"one"
    assert listed(out.getvalue()) == ("p/1.png",)
    said = told(lambda: page(out.getvalue(), f"{NAME}/p/2.png"))
    assert CANARY not in "".join(said)


def test_files_laid_over_each_other_give_what_each_holds_or_nothing() -> None:
    """One stretch of bytes that many entries claim: each is read by itself, and none grows past its limit."""
    data = packed(("p/1.png", bytes(900_000)), ("p/2.png", b"two"))
    second = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 1)
    laid = data[: second + 42] + bytes(4) + data[second + 46 :]
    assert told(lambda: page(laid, f"{NAME}/p/2.png")) == (
        f"{NAME}/p/2.png is damaged, or is no comic archive (ZIP)",
        DAMAGED,
    )


def test_through_the_door_a_member_has_a_digest_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "a.cbz").write_bytes(packed(("1.png", b"one"), ("2.png", b"two")))
    door = Sources(tmp_path)
    assert door.members("a.cbz") == ("a.cbz/1.png", "a.cbz/2.png")
    assert [door.read_bytes(path) for path in door.members("a.cbz")] == [b"one", b"two"]
    assert door.digest("a.cbz/1.png") != door.digest("a.cbz/2.png")
    assert list(door.seen) == ["a.cbz"]


def test_through_the_door_refusals_have_their_place_and_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.cbz").write_bytes(packed(("1.png", b"one")))
    (tmp_path / "b.cbz").write_bytes(b"none")
    door = Sources(tmp_path)
    none = "there is no file c.cbz in the book"
    assert told(lambda: door.members("c.cbz", HERE))[0] == none
    assert told(lambda: door.open("c.cbz/1.png", HERE))[0] == none
    damaged = "b.cbz is damaged, or is no comic archive (ZIP)"
    assert told(lambda: door.members("b.cbz", HERE))[0] == damaged
    assert told(lambda: door.open("b.cbz/1.png", HERE))[0] == damaged
    assert told(lambda: door.open("a.cbz/2.png", HERE))[0] == "the comic archive a.cbz has no file 2.png"
    small = Limit("picture", 2)
    assert told(lambda: door.open("a.cbz/1.png", HERE, small))[0].startswith(
        "a.cbz/1.png is larger than the picture limit"
    )
    assert door.open("a.cbz/1.png", HERE, Limit("picture", 3)).read() == b"one"
    monkeypatch.setattr(sources, "ARCHIVE_LIMIT", Limit("comic archive", 50))
    large = ("a.cbz is larger than the comic archive limit of 5e-05 MB", "split it, or make it smaller")
    assert told(lambda: door.members("a.cbz", HERE)) == large
    assert told(lambda: door.open("a.cbz/1.png", HERE)) == large


def test_a_digest_is_that_of_the_members_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.cbz").write_bytes(packed(("p/1.png", b"one")))
    door = Sources(tmp_path)
    assert door.read_bytes("a.cbz/p/1.png") == b"one"
    assert door.digest("a.cbz/p/1.png") == hashlib.sha256(b"one").hexdigest()
    assert door.digest("a.cbz") == hashlib.sha256((tmp_path / "a.cbz").read_bytes()).hexdigest()
