"""What pages of a PDF may load, asked of the door itself."""

from pathlib import Path

import pytest

from storybook.model.edition import Typeface
from storybook.pages.paper_fetch import BASE, MEDIA_TYPES, FileResponse, Shelf, ShelfFetcher, font_name


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    (tmp_path / "held.png").write_bytes(b"pixels")
    (tmp_path / "outside.png").write_bytes(b"private")
    return Shelf({"images/1.png": tmp_path / "held.png"}, {"drawings/1.svg": "<svg>가</svg>"})


def test_a_file_of_the_shelf_comes_with_its_kind_and_the_place_where_it_lies(shelf: Shelf) -> None:
    answer = ShelfFetcher(shelf).fetch(f"{BASE}images/1.png")
    assert isinstance(answer, FileResponse)
    assert answer.read() == b"pixels"
    answer.close()
    assert answer.headers.items() == [("Content-Type", "image/png")]
    assert answer.url == f"{BASE}images/1.png"
    assert answer.path == str(shelf.files["images/1.png"])


def test_a_drawing_of_the_shelf_comes_as_it_was_made(shelf: Shelf) -> None:
    answer = ShelfFetcher(shelf).fetch(f"{BASE}drawings/1.svg", {"Accept": "*/*"})
    assert answer.read().decode("utf-8") == "<svg>가</svg>"
    assert answer.headers.items() == [("Content-Type", "image/svg+xml")]
    assert answer.url == f"{BASE}drawings/1.svg"


@pytest.mark.parametrize(
    "url",
    [
        "images/1.png",
        "drawings/1.svg",
        f"{BASE}images/2.png",
        f"{BASE}outside.png",
        f"{BASE}images/../outside.png",
        f"{BASE}images/1.png?a=1",
        f"{BASE}images/1.png#a",
        BASE,
        "",
        "http://example.invalid/images/1.png",
        "https://book.invalid/images/1.png",
        "file:///etc/passwd",
        "data:text/html,x",
        f"{BASE}{BASE}images/1.png",
    ],
)
def test_anything_else_is_refused_in_words_that_repeat_no_address(shelf: Shelf, url: str) -> None:
    with pytest.raises(ValueError, match=r"^this is not part of the book$"):
        ShelfFetcher(shelf).fetch(url)


def test_the_door_below_ours_is_shut_too(shelf: Shelf) -> None:
    fetcher = ShelfFetcher(shelf)
    assert not any("Redirect" in type(handler).__name__ for handler in fetcher.handlers)
    for url in ("file:///etc/hostname", "http://127.0.0.1:9/", "data:,a"):
        with pytest.raises(ValueError, match="disallowed protocol"):
            super(ShelfFetcher, fetcher).fetch(url)


@pytest.mark.parametrize("suffix", MEDIA_TYPES)
def test_every_kind_of_file_that_a_shelf_holds_is_told(tmp_path: Path, suffix: str) -> None:
    (tmp_path / "a").write_bytes(b"a")
    answer = ShelfFetcher(Shelf({f"a{suffix}": tmp_path / "a"})).fetch(f"{BASE}a{suffix}")
    answer.close()
    assert answer.content_type == MEDIA_TYPES[suffix]


def test_a_typeface_gets_a_name_that_says_nothing_of_its_file() -> None:
    assert font_name(3, Typeface("Somebody's", 400, False, Path("/a/Mina's Own.TTF"), "serif")) == "fonts/3.ttf"
