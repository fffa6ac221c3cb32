"""The chapter kind of docs/extending.md, taken from the page and built."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import storybook.chapters
from chapters.desk import read_chapter, write_book
from storybook import registry
from storybook.errors import SourceError
from storybook.model import blocks as b
from storybook.read.manifest import json_schema

PAGE = Path(__file__).parents[2] / "docs" / "extending.md"


def fenced(language: str) -> str:
    (block,) = re.findall(rf"```{language}\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    return str(block)


def forget() -> None:
    registry.names.cache_clear()
    registry.load.cache_clear()
    sys.modules.pop("storybook.chapters.letter", None)


@pytest.fixture
def _letters(tmp_path: Path) -> Iterator[None]:
    folder = tmp_path / "more_chapters"
    folder.mkdir()
    (folder / "letter.py").write_text(fenced("python"), encoding="utf-8")
    forget()
    storybook.chapters.__path__.append(str(folder))
    yield
    storybook.chapters.__path__.remove(str(folder))
    forget()


def book(folder: Path) -> Path:
    write_book(folder, "")
    (folder / "en").mkdir()
    (folder / "en" / "letter.md").write_text("Dear *brother*.", encoding="utf-8")
    manifest = (folder / "book.yaml").read_text(encoding="utf-8").partition("chapters:")[0]
    (folder / "book.yaml").write_text(manifest + fenced("yaml"), encoding="utf-8")
    return folder


@pytest.mark.usefixtures("_letters")
def test_the_kind_on_the_page_makes_a_chapter(tmp_path: Path) -> None:
    chapter = read_chapter(book(tmp_path))
    assert (chapter.title, chapter.look, chapter.byline) == ("To My Brother", "letter", "Ana → Min")
    assert chapter.blocks == (
        b.Paragraph((b.Emphasis((b.Text("Seoul, 3 May 2019"),)),)),
        b.Paragraph((b.Text("Dear "), b.Emphasis((b.Text("brother"),)), b.Text("."))),
        b.Paragraph((b.SmallCaps((b.Text("Ana"),)),)),
    )


@pytest.mark.usefixtures("_letters")
def test_its_keys_are_checked_and_in_the_schema(tmp_path: Path) -> None:
    manifest = book(tmp_path) / "book.yaml"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("sender", "sendr"), encoding="utf-8")
    with pytest.raises(SourceError, match="did you mean sender"):
        read_chapter(tmp_path)
    assert "Where and when it was written" in str(json_schema(registry.load_all("KIND"), []))


def test_without_its_file_there_is_no_such_kind(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no chapter kind of this name"):
        read_chapter(book(tmp_path))
