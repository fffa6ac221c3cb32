import dataclasses
import tracemalloc
from collections.abc import Mapping
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pytest

from epub.sample import ENGLISH, Desk, edition
from storybook.checks import package as package_check
from storybook.errors import OutputError
from storybook.formats.epub import FORMAT, write
from storybook.model.blocks import Figure
from storybook.model.book import Book, Chapter, Matter
from storybook.model.edition import Edition
from storybook.model.picture import Asset

NAMES = ("english", "korean", "bare")


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_in_the_container_that_should_not_be(books: Mapping[str, Path], name: str) -> None:
    assert package_check.CHECK.run(books[name]) == ()


def test_the_type_comes_first_and_bare(books: Mapping[str, Path]) -> None:
    head = books["bare"].read_bytes()[:58]
    assert head[30:] == b"mimetypeapplication/epub+zip"


def test_pictures_are_stored_and_text_is_not(books: Mapping[str, Path]) -> None:
    with ZipFile(books["english"]) as container:
        stored = {entry.filename for entry in container.infolist() if entry.compress_type == ZIP_STORED}
    assert stored == {"mimetype", *(f"EPUB/images/img-{number:04}.jpg" for number in range(1, 7))}


def test_the_cover_is_named_once_and_is_the_cover(books: Mapping[str, Path]) -> None:
    with ZipFile(books["english"]) as container:
        opf = container.read("EPUB/content.opf").decode()
    assert opf.count('properties="cover-image"') == 1
    assert '<item href="images/img-0001.jpg" id="img-0001" media-type="image/jpeg" properties="cover-image"/>' in opf


def test_the_same_edition_gives_the_same_bytes_with_or_without_a_cache(
    english: Edition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(english, tmp_path / "one.epub")
    monkeypatch.setenv("TZ", "Asia/Seoul")
    write(dataclasses.replace(english, cache=None), tmp_path / "two.epub")
    assert (tmp_path / "one.epub").read_bytes() == (tmp_path / "two.epub").read_bytes()


def many_pictures(folder: Path, count: int) -> Edition:
    desk = Desk(folder)
    picture = desk.picture("one", 40, 30)
    big = folder / "big.jpg"
    big.write_bytes(b"\xff\xd8" + bytes(2_000_000) + b"\xff\xd9")
    pictures = [dataclasses.replace(picture, source=f"art/{number}.png") for number in range(count)]
    desk.assets = {
        one: Asset(f"img-{number:04}.jpg", big, "image/jpeg", 40, 30, big.stat().st_size, "0")
        for number, one in enumerate(pictures, start=1)
    }
    chapter = Chapter("chapter-01", "One", Matter.BODY, "essay", tuple(Figure(one, "Alt") for one in pictures))
    return edition(Book(ENGLISH, (chapter,)), desk)


def test_memory_does_not_grow_with_the_pictures(tmp_path: Path, cache: Path) -> None:
    book = dataclasses.replace(many_pictures(tmp_path, 40), cache=cache)
    write(book, tmp_path / "warm.epub")
    tracemalloc.start()
    try:
        write(book, tmp_path / "book.epub")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (tmp_path / "book.epub").stat().st_size > 40 * 2_000_000
    assert peak < 20_000_000


def test_a_picture_that_was_cut_off_in_the_cache_is_an_error(tmp_path: Path, cache: Path) -> None:
    book = dataclasses.replace(many_pictures(tmp_path, 1), cache=cache)
    (asset,) = book.assets.values()
    asset.path.write_bytes(asset.path.read_bytes()[:1000])
    with pytest.raises(OutputError, match="img-0001"):
        write(book, tmp_path / "book.epub")


def test_a_disk_that_refuses_is_not_passed_over(english: Edition, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        write(english, tmp_path / "missing" / "book.epub")


def test_only_pictures_that_are_shown_are_packed(tmp_path: Path, cache: Path) -> None:
    book = many_pictures(tmp_path, 2)
    shown = dataclasses.replace(book.book.chapters[0], blocks=book.book.chapters[0].blocks[:1])
    write(dataclasses.replace(book, book=Book(ENGLISH, (shown,)), cache=cache), tmp_path / "book.epub")
    with ZipFile(tmp_path / "book.epub") as container:
        assert [name for name in container.namelist() if "images" in name] == ["EPUB/images/img-0001.jpg"]


def test_the_format_is_known_by_its_name() -> None:
    assert (FORMAT.name, FORMAT.suffix, FORMAT.page_preset) == ("epub", ".epub", None)
