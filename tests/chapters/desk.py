"""A small book on disk, read entry by entry."""

from pathlib import Path
from typing import Any

from PIL import Image

from storybook import registry
from storybook.model.book import Book, Chapter, Matter
from storybook.model.manifest import Manifest
from storybook.read.kind import ChapterKind, Desk
from storybook.read.manifest import read_manifest
from storybook.read.sources import Sources
from storybook.store import Store

HEAD = "title: A Book\nlanguage: en\nidentifiers: [{uri: 'https://example.org/book'}]\n"


def write_book(folder: Path, entry: str, **files: str) -> Path:
    """A book of one chapter, its keys given as one line of YAML; files by name, with a dot for each underscore."""
    (folder / "art").mkdir(exist_ok=True)
    for name in ("a", "b", "c", "d"):
        Image.new("RGB", (40, 30), "white").save(folder / "art" / f"{name}.png")
    (folder / "book.yaml").write_text(f"{HEAD}chapters:\n  - {entry}\n", encoding="utf-8")
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text, encoding="utf-8")
    return folder


def read_chapter(folder: Path, kinds: dict[str, ChapterKind[Any]] | None = None) -> Chapter:
    """The one chapter of a book."""
    kinds = kinds or registry.load_all("KIND")
    sources = Sources(folder)
    manifest: Manifest = read_manifest(sources, kinds, []).in_language("en")
    (entry,) = manifest.entries
    desk = Desk(sources, manifest.metadata, Store(folder / ".store"))
    chapter = kinds[entry.kind].read(entry, entry.data, desk)
    assert Book(manifest.metadata, (chapter,)).in_matter(Matter.BODY) == (chapter,)
    return chapter
