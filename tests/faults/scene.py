"""A desk with a book, a shelf that its outputs go to, and a look at what lies there after something went wrong."""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

MANIFEST = """\
title: {title}
language: en
identifiers:
  - uuid: 7ae05759-39a5-440f-9ecf-5739500db8c0
date: 2026-01-01
publisher: Our organisation
contributors:
  - {{name: Ana Writer, role: author}}
chapters:
  - kind: essay
    title: A Day
    source: en/essay.md
"""
EPUB, EPUB_AND_PDF = ("--format", "epub"), ("--format", "epub", "--format", "screen-pdf")
WORDS = {"A": "One morning Mina went home.", "B": "In the evening Dae Il and Mina wrote a long letter.", "C": "Rain."}
"""What each generation of the book says."""

MANY = "\n\n".join(f"Mina went home on day {day}, and *Dae Il* wrote a letter." for day in range(1_000))
"""Words that keep a build busy until it is disturbed."""

NEIGHBOURS = {"notes.txt": b"call the printer", "cover.psd": bytes(range(256)), ".hidden": b""}
"""Files that somebody else put into the output folder."""

NEIGHBOUR_FOLDER = {"letters/Mina.txt": b"Dear Mina", "letters/old/Dae Il.txt": b"Dear Dae Il"}
"""The same in a folder of theirs."""

KEPT = {"lock", "cache", "builds.json"}
"""All that may lie in the hidden folder between builds."""


def listing(folder: Path) -> dict[str, str]:
    """All that lies below a folder, links not followed; folders end in a slash."""
    found: dict[str, str] = {}
    for place, folders, files in os.walk(folder):
        inside = Path(place).relative_to(folder)
        found |= {f"{(inside / name).as_posix()}/": "" for name in folders}
        for name in files:
            path = Path(place) / name
            content = os.fsencode(path.readlink()) if path.is_symlink() else path.read_bytes()
            found[(inside / name).as_posix()] = hashlib.sha256(content).hexdigest()
    return found


@dataclass(frozen=True)
class Scene:
    """Everything below one folder: book, shelf with the output folder, home, and a folder for temporary files."""

    root: Path
    formats: tuple[str, ...] = EPUB_AND_PDF
    foreign: dict[str, str] = field(default_factory=dict)

    @property
    def book(self) -> Path:
        return self.root / "desk" / "book"

    @property
    def out(self) -> Path:
        return self.root / "shelf" / "dist"

    @property
    def hidden(self) -> Path:
        return self.root / "shelf" / ".dist.storybook"

    @property
    def environment(self) -> dict[str, str]:
        """What a person's shell gives to programs, with every place to leave litter in sight."""
        own = {"HOME": str(self.root / "home"), "TMPDIR": str(self.root / "tmp"), "LANG": "C.UTF-8"}
        return {"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1", **own}

    def write(self, words: str, title: str = "Small Book", book: Path | None = None) -> None:
        """Write the book so that it says these words."""
        folder = book or self.book
        (folder / "en").mkdir(parents=True, exist_ok=True)
        (folder / "book.yaml").write_text(MANIFEST.format(title=title), encoding="utf-8")
        (folder / "en" / "essay.md").write_text(f"{words}\n", encoding="utf-8")

    def put(self, files: Mapping[str, bytes]) -> None:
        """Put somebody else's files into the output folder; from now on they must be there, as they are."""
        for name, content in files.items():
            (self.out / name).parent.mkdir(parents=True, exist_ok=True)
            (self.out / name).write_bytes(content)
            self.foreign[name] = hashlib.sha256(content).hexdigest()
            self.foreign.update({f"{folder}/": "" for folder in Path(name).parents if folder.name})

    def finished(self) -> dict[str, str]:
        """What lies in the output folder beside what somebody else put there, which must be as it was."""
        found = listing(self.out) if self.out.is_dir() else {}
        assert {name: found.pop(name, "missing") for name in self.foreign} == self.foreign, "a foreign file was touched"
        return found

    def litter(self) -> list[str]:
        """What lies about that no finished build leaves."""
        found = [f"shelf/{path.name}" for path in self.hidden.parent.iterdir() if path not in {self.out, self.hidden}]
        if self.hidden.is_dir():
            found += [f"hidden/{path.name}" for path in self.hidden.iterdir() if path.name not in KEPT]
            found += [f"cache/{path.name}" for path in (self.hidden / "cache" / "unfinished").glob("*")]
        for place in ("tmp", "home"):
            found += [f"{place}/{name}" for name in listing(self.root / place)]
        found += [f"desk/{name}" for name in listing(self.root / "desk") if name not in self._sources()]
        return sorted(found)

    def _sources(self) -> set[str]:
        books = {path.name for path in (self.root / "desk").iterdir()}
        return {f"{book}/{name}" for book in books for name in ("", "book.yaml", "en/", "en/essay.md")}

    def command(self, *more: str, book: str = "desk/book", out: str = "shelf/dist") -> list[str]:
        """The arguments of a build, with paths as a person types them in the folder of the scene."""
        return ["build", book, "--out", out, *self.formats, *more]


def make_scene(root: Path, formats: tuple[str, ...] = EPUB_AND_PDF) -> Scene:
    """An empty scene with a book that says the words of generation A."""
    for name in ("desk/book", "shelf", "home", "tmp"):
        (root / name).mkdir(parents=True)
    scene = Scene(root, formats)
    scene.write(WORDS["A"])
    return scene
