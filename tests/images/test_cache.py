import hashlib
import io
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO

import pytest

from images.masters import LOSSLESS, PRINT, READER, cornered, saved, shaded
from storybook.errors import SourceError, Where
from storybook.images import cache, derive
from storybook.images.cache import Wish, derive_all, examine
from storybook.model.picture import Asset, ImageProfile, Picture
from storybook.store import Store

SHADED, CORNERED = saved(shaded(300, 200), "PNG"), saved(cornered(), "PNG")
MASTERS = {"a.png": SHADED, "b.png": CORNERED, "c.jpg": saved(shaded(), "JPEG")}


def opened(name: str, _where: Where | None = None) -> BinaryIO:
    return io.BytesIO(MASTERS[name])


def never(name: str, _where: Where | None = None) -> BinaryIO:
    raise AssertionError(f"{name} was opened")


def picture(store: Store, name: str) -> Picture:
    return examine(store, opened(name), name, hashlib.sha256(MASTERS[name]).hexdigest(), None)


def wishes(store: Store, profile: ImageProfile = READER) -> list[Wish]:
    return [
        Wish(picture(store, name), f"img-{number:04}", Where("book.yaml", number), profile)
        for number, name in enumerate(MASTERS, 1)
    ]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "cache")


def test_assets_come_in_order_under_neutral_names(store: Store) -> None:
    assets = list(derive_all(wishes(store), opened, store, 2))
    assert [asset.name for asset in assets] == ["img-0001.jpg", "img-0002.png", "img-0003.jpg"]
    for asset in assets:
        data = asset.path.read_bytes()
        assert (asset.size, asset.sha256) == (len(data), hashlib.sha256(data).hexdigest())


def test_a_second_build_opens_no_master(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    first = list(derive_all(wishes(store), opened, store, 1))
    monkeypatch.setattr(derive, "open_source", never)
    monkeypatch.setattr("storybook.images.decode.probe", never)
    assert list(derive_all(wishes(store), never, store, 1)) == first


def test_what_matters_to_the_bytes_makes_another_derivative(store: Store) -> None:
    seen = {next(derive_all(wishes(store, profile), opened, store, 1)).sha256 for profile in (READER, PRINT, LOSSLESS)}
    assert len(seen) == 3


def test_profiles_that_ask_for_the_same_share_it(store: Store) -> None:
    first = next(derive_all(wishes(store), opened, store, 1))
    other = ImageProfile("another name", READER.max_width * 2, 9000, None, READER.score)
    assert next(derive_all(wishes(store, other), never, store, 1)) == first


@pytest.mark.parametrize("harm", [b"", b"not a picture", None])
def test_a_harmed_derivative_is_made_again(store: Store, harm: bytes | None) -> None:
    (first, *_) = derive_all(wishes(store), opened, store, 1)
    whole = first.path.read_bytes()
    if harm is None:
        first.path.unlink()
    else:
        first.path.write_bytes(harm)
    (again, *_) = derive_all(wishes(store), opened, store, 1)
    assert again == first
    assert again.path.read_bytes() == whole


def test_harmed_records_are_made_again(store: Store, tmp_path: Path) -> None:
    first = list(derive_all(wishes(store), opened, store, 1))
    for record in (tmp_path / "cache" / "records").glob("*/*"):
        record.write_bytes(record.read_bytes().replace(b"3", b"4").replace(b"1", b"2"))
    assert list(derive_all(wishes(store), opened, store, 1)) == first


def test_all_refusals_come_at_once_after_the_good_pictures(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = wishes(store)
    monkeypatch.setitem(MASTERS, "a.png", SHADED[: len(SHADED) // 2])
    monkeypatch.setitem(MASTERS, "c.jpg", b"<html>")
    cut = [Picture(name, hashlib.sha256(MASTERS[name]).hexdigest(), 9, 9) for name in ("a.png", "c.jpg")]
    bad = [picture(store, "b.png"), *cut]
    broken = [Wish(of, "img", wish.where, READER) for of, wish in zip(bad, asked, strict=True)]
    got: list[Asset] = []
    with pytest.raises(SourceError) as caught:
        got.extend(derive_all(broken, opened, store, 2))
    assert [str(problem.where) for problem in caught.value.problems] == ["book.yaml:2", "book.yaml:3"]
    again = list(derive_all(broken[:1], never, store, 1))
    assert [asset.media_type for asset in again] == ["image/png"]


def test_a_master_that_changed_meanwhile_is_refused(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = wishes(store)
    monkeypatch.setitem(MASTERS, "a.png", CORNERED)
    with pytest.raises(SourceError, match="changed while the book was built"):
        list(derive_all(asked, opened, store, 1))


def test_no_more_masters_are_decoded_at_once_than_allowed(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    busy, most, lock = 0, 0, threading.Lock()
    real = derive.written

    def counted(*arguments: object, **named: object) -> object:
        nonlocal busy, most
        with lock:
            busy += 1
            most = max(most, busy)
        time.sleep(0.02)
        try:
            return real(*arguments, **named)  # type: ignore[arg-type]
        finally:
            with lock:
                busy -= 1

    monkeypatch.setattr(derive, "written", counted)
    many = [Wish(picture(store, "a.png"), f"img-{n}", None, ImageProfile("p", 20 + n, 99, None, 80)) for n in range(8)]
    list(derive_all(many, opened, store, 2))
    assert most == 2
    most = 0
    monkeypatch.setattr(cache, "ROOM", 1)
    list(derive_all(wishes(store, LOSSLESS), opened, store, 2))
    assert most == 1


def test_two_builds_may_share_a_store(tmp_path: Path) -> None:
    def build(_: int) -> list[str]:
        store = Store(tmp_path / "cache")
        return [asset.sha256 for asset in derive_all(wishes(store), opened, store, 2)]

    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(build, range(4)))
    assert all(result == results[0] for result in results)
    assert not list((tmp_path / "cache" / "unfinished").iterdir())
