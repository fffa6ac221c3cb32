"""Drawings in a whole book, through the command line."""

import io
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from images.masters import colour_at, near
from images.svg_drawings import svg
from program import Run, storybook

DRAWINGS = {
    "표지 그림.svg": ("#cc1122", 'width="60mm" height="90mm" viewBox="0 0 60 90"'),
    "panel.svg": ("#11aa33", 'viewBox="0 0 300 200"'),
    "figure.svg": ("#2244dd", 'width="300" height="100"'),
    "face.svg": ("#884499", 'width="80" height="100"'),
}
"""Each drawing's colour, and its size."""

MANIFEST = """\
title: Drawn
language: en
identifiers: [uuid: 6b1f4a0e-3c55-5f0e-9a53-2f7b4f8f1c10]
date: 2026-01-01
contributors: [{name: Ana Writer, role: author}]
front_matter:
  - {kind: cover, picture: art/표지 그림.svg, alt: Red.}
chapters:
  - {kind: essay, title: Lines, source: lines.md}
  - {kind: comic, title: Panels, source: comic.yaml}
  - kind: artist_profile
    title: The artist
    source: artist.md
    artist: {name: Ha Neul Moon}
    portrait: {picture: art/face.svg, alt: A face.}
"""
COMIC = """\
pages: [tiers: [[one]]]
panels:
  one:
    file: art/panel.svg
    alt: Green.
    lettering: [{kind: caption, text: Here., box: [0.1, 0.1, 0.4, 0.2]}]
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    folder = tmp_path / "book"
    (folder / "art").mkdir(parents=True)
    for name, (colour, size) in DRAWINGS.items():
        body = f'<metadata>CANARY</metadata><rect x="10%" y="10%" width="80%" height="80%" fill="{colour}"/>'
        (folder / "art" / name).write_bytes(svg(body, size))
    (folder / "book.yaml").write_text(MANIFEST, encoding="utf-8")
    (folder / "comic.yaml").write_text(COMIC, encoding="utf-8")
    (folder / "lines.md").write_text("A figure:\n\n![Blue.](art/figure.svg)\n", encoding="utf-8")
    (folder / "artist.md").write_text("She draws.\n", encoding="utf-8")
    return folder


def _pictures(book: zipfile.ZipFile) -> Iterator[Image.Image]:
    for name in book.namelist():
        if name.startswith("EPUB/images/"):
            yield Image.open(io.BytesIO(book.read(name))).convert("RGB")


def test_drawings_stand_in_all_places_of_a_book_as_sharp_pictures_on_white(book: Path, tmp_path: Path) -> None:
    done: Run = storybook("build", book, "--out", tmp_path / "dist", "--format", "epub")
    assert done.code == 0, done.err
    (made,) = (tmp_path / "dist").glob("*.epub")
    with zipfile.ZipFile(made) as package:
        assert not [name for name in package.namelist() if name.endswith(".svg") and "/images/" in name]
        assert not [name for name in package.namelist() if b"CANARY" in package.read(name)]
        shown = list(_pictures(package))
    wanted = [tuple(bytes.fromhex(colour[1:])) for colour, _ in DRAWINGS.values()]
    middles = [colour_at(picture, picture.width // 2, picture.height // 2) for picture in shown]
    for red, green, blue in wanted:
        assert any(near(middle, (red, green, blue), 3) for middle in middles)
    for picture in shown:
        assert near(colour_at(picture, 2, 2), (255, 255, 255), 2)
        assert max(picture.size) >= 1000
    assert len(shown) == len(DRAWINGS)


def test_a_drawing_that_ends_the_process_is_named_and_refused(book: Path, tmp_path: Path) -> None:
    """resvg may abort where memory ends; nothing in Python can catch that."""
    dying = "import os, resvg_py; resvg_py.svg_to_bytes = lambda **_: os.abort()\nfrom storybook.cli import run; run()"
    done = subprocess.run(
        [sys.executable, "-c", dying, "build", str(book), "--out", str(tmp_path / "dist"), "--format", "epub"],
        capture_output=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 3, done.stderr
    assert any(f"Drawing art/{name}: " in done.stderr for name in DRAWINGS)
    assert "broke down" in done.stderr
    assert "mend: " in done.stderr
    assert not (tmp_path / "dist").exists()
