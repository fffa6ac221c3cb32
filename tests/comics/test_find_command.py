"""`storybook comic find`: panels found are written into the sheet, and what a person corrected stays."""

import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from PIL import Image, ImageDraw

from program import Run, storybook

BOOK = """\
title: Find
language: en
slug: find
identifiers: [{uuid: 6b1f4a0e-3c55-5f0e-9a53-2f7b4f8f1c12}]
chapters:
  - {kind: comic, title: Six Boxes, art: art/sheet.yaml, source: script.yaml}
"""


def page(path: Path, boxes: list[tuple[int, int, int, int]], size: tuple[int, int] = (600, 800)) -> None:
    """A white page with framed panels that are shaded inside."""
    image = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(image)
    for number, (x, y, width, height) in enumerate(boxes):
        pen.rectangle(
            [x, y, x + width - 1, y + height - 1], fill=(90 + 20 * number, 120, 160), outline="black", width=4
        )
        pen.ellipse(
            [x + 30, y + 30, x + width - 40, y + height - 40], fill=(200, 180, 60 + 20 * number), outline="black"
        )
    image.save(path)


HEAD = "# From the artist.\nmasters: [page.png]  # one page\nreading: left-to-right\n"
TWO_TIERS = [(40, 40, 520, 340), (40, 410, 245, 350), (315, 410, 245, 350)]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    folder = tmp_path / "book"
    (folder / "art").mkdir(parents=True)
    (folder / "book.yaml").write_text(BOOK)
    (folder / "script.yaml").write_text("panels: {x: {alt: x}}\n")
    (folder / "art" / "sheet.yaml").write_text(
        "# From the artist.\nmasters: [page.png]  # one page\nreading: left-to-right\n"
    )
    page(folder / "art" / "page.png", TWO_TIERS)
    return folder


def find(book: Path, *more: str, chapter: str = "chapter-01") -> Run:
    return storybook("comic", "find", f"{book}/{chapter}", *more, cwd=book.parent)


def sheet(book: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((book / "art" / "sheet.yaml").read_text())
    return found


def text(book: Path) -> str:
    return (book / "art" / "sheet.yaml").read_text()


def boxes(book: Path) -> list[tuple[int, ...]]:
    return [tuple(panel["part"]) for panel in sheet(book)["panels"].values()]


def near(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return all(abs(a - b) <= 6 for a, b in zip(one, other, strict=True))


def test_panels_are_written_in_reading_order_and_shown(book: Path) -> None:
    run = find(book)
    assert run.code == 0, run.err
    assert "New panels in art/sheet.yaml: 3" in run.out
    assert all(near(one, other) for one, other in zip(boxes(book), TWO_TIERS, strict=True))
    assert list(sheet(book)["panels"]) == ["p001", "p002", "p003"]
    assert text(book).startswith(
        "# From the artist.\nmasters: [page.png]  # one page\nreading: left-to-right\npanels:\n"
    )
    with Image.open(book.parent / "chapter-01-panels.png") as shown:
        colours = shown.convert("RGB").getcolors(1 << 20) or []
    reds = sum(count for count, colour in colours if colour == (214, 40, 40))
    assert reds > 2_000


def test_what_a_person_corrected_stays(book: Path) -> None:
    find(book)
    first = text(book)
    changed = re.sub(r"  p001: .*", "  top: {file: page.png, part: [40, 40, 260, 340], weight: 2}  # mine", first)
    changed = re.sub(r"  p003: .*\n", "", changed)
    (book / "art" / "sheet.yaml").write_text(changed)
    again = find(book)
    assert "New panels in art/sheet.yaml: 0" in again.out
    assert text(book) == changed
    page(book / "art" / "second.png", [(30, 30, 540, 740)])
    (book / "art" / "sheet.yaml").write_text(changed.replace("[page.png]", "[page.png, second.png]"))
    assert "New panels in art/sheet.yaml: 1" in find(book).out
    panels = sheet(book)["panels"]
    assert list(panels) == ["top", "p002", "p001"]
    assert panels["top"]["part"] == [40, 40, 260, 340]
    assert "# mine" in text(book)


def test_rows_may_be_read_from_the_right(book: Path) -> None:
    assert find(book, "--right-to-left").code == 0
    assert [box[0] > 200 for box in boxes(book)] == [False, True, False]


@pytest.mark.parametrize("name", ["1", "Six Boxes", "six-boxes"])
def test_a_chapter_is_known_by_number_and_title(book: Path, name: str) -> None:
    assert find(book, chapter=name).code == 0


def test_an_archive_is_looked_through(book: Path) -> None:
    with zipfile.ZipFile(book / "art" / "issue.cbz", "w") as packed:
        packed.write(book / "art" / "page.png", "p10.png")
        packed.write(book / "art" / "page.png", "p9.png")
    (book / "art" / "sheet.yaml").write_text("masters: [issue.cbz]\n")
    assert find(book).code == 0
    files = [panel["file"] for panel in sheet(book)["panels"].values()]
    assert files == ["issue.cbz/p9.png"] * 3 + ["issue.cbz/p10.png"] * 3


def test_found_panels_are_what_a_build_reads(book: Path) -> None:
    find(book)
    script = "panels:\n" + "".join(f"  {name}: {{alt: A panel., wordless: true}}\n" for name in sheet(book)["panels"])
    (book / "script.yaml").write_text(script)
    made = storybook("build", book, "--out", book.parent / "dist", "-t", "epub")
    assert made.code == 0, made.err


@pytest.mark.parametrize(
    ("sheet_text", "chapter", "code", "says"),
    [
        ("masters: [page.png]\n", "chapter-09", 2, "there is no comic of this name"),
        ("panels: {a: {file: page.png}}\n", "chapter-01", 3, "names no masters"),
        (
            "masters: [page.png]\npanels: {a: {file: page.png, part: [0, 0, 90, 90]}}\n",
            "chapter-01",
            3,
            "stand in braces",
        ),
        ("masters: [nopage.png]\n", "chapter-01", 3, "there is no file art/nopage.png"),
        ("masters: [sheet.yaml]\n", "chapter-01", 3, "sheet.yaml"),
    ],
)
def test_what_cannot_be_done_is_told_and_loses_nothing(
    book: Path, sheet_text: str, chapter: str, code: int, says: str
) -> None:
    (book / "art" / "sheet.yaml").write_text(sheet_text)
    run = find(book, chapter=chapter)
    assert run.code == code, run.err
    assert says in run.err
    assert text(book) == sheet_text
    assert sorted(path.name for path in (book / "art").iterdir()) == ["page.png", "sheet.yaml"]
