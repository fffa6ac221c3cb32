import os
from pathlib import Path

import pytest

from storybook.errors import OutputError
from storybook.store import Store, holds_nothing_dear, key_of, sweep


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


def test_what_was_kept_is_found_with_its_facts(store: Store) -> None:
    kept = store.keep(key_of("a"), b"contents", {"width": 3, "type": "한"})
    found = store.find(key_of("a"))
    assert found is not None
    assert (found.path, found.sha256, found.size) == (kept.path, kept.sha256, 8)
    assert (found.facts["width"], found.facts["type"]) == (3, "한")
    assert found.path.read_bytes() == b"contents"


def test_what_was_not_kept_is_not_found(store: Store) -> None:
    assert store.find(key_of("a")) is None
    assert store.recall(key_of("a")) is None


def test_keys_tell_parts_apart() -> None:
    keys = {key_of("ab", "c"), key_of("a", "bc"), key_of("abc"), key_of(1), key_of("1"), key_of(1.0), key_of(None)}
    assert len(keys) == 7
    assert key_of("x", 2, ("a", "b")) == key_of("x", 2, ("a", "b"))


def test_facts_alone_hold_no_contents(store: Store) -> None:
    store.note(key_of("a"), {"width": 3})
    assert store.recall(key_of("a")) == {"width": 3}
    assert store.find(key_of("a")) is None


def test_a_changed_record_counts_as_absent(store: Store, tmp_path: Path) -> None:
    store.note(key_of("a"), {"width": 3})
    (record,) = (tmp_path / "records").glob("*/*")
    record.write_bytes(record.read_bytes().replace(b"3}", b"4}"))
    assert store.recall(key_of("a")) is None
    record.write_bytes(b"")
    assert store.recall(key_of("a")) is None


def test_names_in_the_store_are_hashes_only(store: Store, tmp_path: Path) -> None:
    store.keep(key_of("Kim"), b"contents", {})
    names = [path.name for path in tmp_path.rglob("*") if path.is_file()]
    assert len(names) == 2
    assert all(len(name) == 64 and set(name) <= set("0123456789abcdef") for name in names)


def test_a_store_that_cannot_be_written_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "records").write_text("in the way", encoding="utf-8")
    with pytest.raises(OutputError, match="cache cannot be written"):
        Store(tmp_path).note(key_of("a"), {})
    assert not list((tmp_path / "unfinished").iterdir())


def test_a_write_that_fails_leaves_what_was_there(
    store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    store.note(key_of("a"), {"width": 3})

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="No space left"):
        store.note(key_of("a"), {"width": 4})
    assert store.recall(key_of("a")) == {"width": 3}
    assert not list((tmp_path / "unfinished").iterdir())


def test_what_killed_builds_left_is_swept_away(tmp_path: Path) -> None:
    litter = tmp_path / "unfinished"
    litter.mkdir()
    (litter / "left").write_bytes(b"x")
    sweep(tmp_path)
    assert not litter.exists()


def test_notes_are_not_dear_and_contents_are(store: Store, tmp_path: Path) -> None:
    assert holds_nothing_dear(tmp_path / "nowhere")
    store.note(key_of("a"), {"width": 3})
    assert holds_nothing_dear(tmp_path)
    store.keep(key_of("b"), b"contents", {})
    assert not holds_nothing_dear(tmp_path)
