"""The collection of hostile input beside the project, read as cases of ours."""

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from hostile.case import Case, Content, Expect, Link, Odd, Pixel, Shown
from hostile.mapping import Mapped, manifest_of

FOLDER = Path(__file__).parents[3] / "shared" / "corpus" / "hostile" / "cases"

_PLACE = re.compile(r"[\w.-]+\.(?:md|svg|yaml|jpg|png|heic|pdf)(?::\d+)?")
_MESSAGE_WORDS = frozenset({"UTF-8", "DOCTYPE", "HEIC", "title", "link", "output", "empty"})
_PIXEL = re.compile(r"pixel(?: \((\d+),(\d+)\))? (?:near \((\d+),(\d+),(\d+)\)|(white))")
_NAMED_COLOURS = {"pixel red": (255, 0, 0), "pixel blue": (0, 0, 255)}
_LINELESS = ("S", "T08", "T22", "T23", "Y09", "Y12")
"""Cases whose fault is that of a whole file, or of what is not there; a drawing is told by file and line."""
_SIZE = (120, 80)
"""Size in px of the corpus's pictures that name a place in them."""


def names() -> list[str]:
    """The names of all cases; none where the collection is missing, which the tests tell."""
    return sorted(path.name for path in FOLDER.iterdir() if path.is_dir()) if FOLDER.is_dir() else []


def read(name: str) -> Case:
    """One case, with its book's manifest in our words."""
    told: dict[str, Any] = json.loads((FOLDER / name / "case.json").read_text("utf-8"))
    files = _files(FOLDER / name)
    if told["kind"] in ("image", "svg"):
        files["book/book.yaml"] = manifest_of({"One": f"image: {json.dumps(told['files'][0])}"})
    elif told["kind"] == "markdown":
        files["book/book.yaml"] = manifest_of({"One": "file: text.md"})
    moved = _map_manifest(files)
    expect = Expect(told["expect"])
    says = [moved.get(words, words) for words in told["says"]]
    return Case(
        name=name,
        what=told["what"],
        files=files,
        expect=expect,
        says=tuple(words for words in says if _is_message(words, expect)),
        printed=tuple(words for words in says if _is_printed(words, expect, told["kind"])),
        canaries=tuple(told["canaries"]),
        shown=tuple(_pictures(told["says"])),
        lineless=name.startswith(_LINELESS),
        seconds=float(told["limit_s"]),
        told=told["kind"] != "svg" and not name.startswith("W"),
    )


def _files(folder: Path) -> dict[str, Content]:
    prefix = "" if (folder / "book").is_dir() else "book/"
    found: dict[str, Content] = {}
    for path in sorted(folder.rglob("*")):
        key = prefix + path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[key] = Link(str(path.readlink()))
        elif path.is_fifo():
            found[key] = Odd.PIPE
        elif path.is_file() and path.name != "case.json":
            found[key] = _content(path)
    return found


def _content(path: Path) -> Content:
    """A file's bytes; a file that holds nothing but a path that leads outside was a link before it was copied here."""
    data = path.read_bytes()
    if data.startswith(b"../") and len(data) < 200 and (path.parent / data.decode()).is_file():
        return Link(data.decode())
    return data


def _map_manifest(files: dict[str, Content]) -> dict[str, str]:
    manifest = files["book/book.yaml"]
    text = manifest.decode("utf-8") if isinstance(manifest, bytes) else str(manifest)
    mapped = Mapped(text)
    files["book/book.yaml"] = mapped.text
    files.update({f"book/{name}": content for name, content in mapped.files.items()})
    return mapped.moved


def _is_message(words: str, expect: Expect) -> bool:
    if expect in (Expect.REFUSE, Expect.WARN):
        return True
    return bool(_PLACE.fullmatch(words)) or words in _MESSAGE_WORDS


def _is_printed(words: str, expect: Expect, kind: str) -> bool:
    if expect not in (Expect.EXACT, Expect.EITHER) or kind not in ("markdown", "manifest"):
        return False
    return not _is_message(words, expect) and words != "no .notdef glyph in the PDF"


def _pictures(says: Iterable[str]) -> Iterable[Shown]:
    words = list(says)
    for word in words:
        if word in _NAMED_COLOURS:
            yield Shown((Pixel(_NAMED_COLOURS[word], tolerance=4),))
    pixels = [pixel for word in words for pixel in _pixels(word)]
    if pixels:
        yield Shown(tuple(pixels), _SIZE if "size 120x80" in words else None)


def _pixels(words: str) -> Iterable[Pixel]:
    if words.startswith("all white"):
        yield Pixel((255, 255, 255))
    if words == "black line on white":
        yield Pixel((255, 255, 255), (0.9, 0.9))
        yield Pixel((0, 0, 0))
    for x, y, red, green, blue, white in _PIXEL.findall(words):
        rgb = (255, 255, 255) if white else (int(red), int(green), int(blue))
        yield Pixel(rgb, (int(x) / _SIZE[0], int(y) / _SIZE[1]) if x else (0.5, 0.5))
