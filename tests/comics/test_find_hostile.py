"""`storybook comic find` on hostile pictures and sheets: answered, in bounded time, and no sheet is ever lost."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from comics.test_find_command import book as book  # noqa: PLC0414 - a fixture
from comics.test_find_command import find, text
from images.masters import png_chunk

CANARY = "CANARY-packed-7f3a"
SHEET = "# Mine.\nmasters: [page.png]\n"


def bomb() -> bytes:
    head = png_chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + png_chunk(b"IDAT", zlib.compress(bytes(9_999))) + png_chunk(b"IEND", b"")


def saved(picture: Image.Image, form: str) -> bytes:
    out = io.BytesIO()
    picture.save(out, form)
    return out.getvalue()


def test_pictures_that_cannot_be_read_are_told_and_leave_the_sheet(book: Path) -> None:
    whole = (book / "art" / "page.png").read_bytes()
    for data, says in (
        (bomb(), "million"),
        (whole[: len(whole) // 2], "damaged or cut off"),
        (b"hello", "unknown format"),
        (b"", "empty"),
    ):
        (book / "art" / "page.png").write_bytes(data)
        (book / "art" / "sheet.yaml").write_text(SHEET)
        run = find(book)
        assert (run.code, run.out) == (3, "")
        assert run.err.startswith("Looking at picture 1 of 1\nerror: art/sheet.yaml:2:11: the picture art/page.png ")
        assert says in run.err
        assert "  mend: " in run.err
        assert "Traceback" not in run.err
        assert text(book) == SHEET
        assert not (book.parent / "chapter-01-panels.png").exists()


@pytest.mark.parametrize(
    "made",
    [
        lambda art: saved(art.quantize(64), "PNG"),
        lambda art: saved(art, "GIF"),
        lambda art: saved(art.convert("CMYK"), "TIFF"),
        lambda art: saved(art.convert("L").convert("I;16"), "PNG"),
    ],
    ids=["palette", "gif", "inks", "sixteen bits"],
)
def test_palettes_inks_and_sixteen_bits_are_looked_at_like_others(
    book: Path, made: Callable[[Image.Image], bytes]
) -> None:
    with Image.open(book / "art" / "page.png") as art:
        data = made(art)
    (book / "art" / "page.png").write_bytes(data)
    run = find(book)
    assert run.code == 0, run.err
    assert "New panels in art/sheet.yaml: " in run.out


@pytest.mark.parametrize(
    ("sheet", "says"),
    [
        ("{masters: [page.png]}\n", "no panels can be added to it"),
        ("masters: [page.png]\n...\n", "no panels can be added to it"),
        ("masters: [page.png\n", "sheet.yaml:"),
        ("masters: &a [*a]\n", "sheet.yaml:"),
        ("masters: [issue.cbz]\n", "the path holds characters"),
    ],
)
def test_a_hostile_sheet_or_archive_is_answered_and_stays(book: Path, sheet: str, says: str) -> None:
    with zipfile.ZipFile(book / "art" / "issue.cbz", "w") as packed:
        packed.writestr(f"\x1b[2J{CANARY}.png", b"")
    (book / "art" / "sheet.yaml").write_text(sheet)
    run = find(book)
    assert (run.code, run.out) == (3, "")
    assert run.err.removeprefix("Looking at picture 1 of 1\n").startswith("error: art/sheet.yaml:")
    assert says in run.err
    assert "  mend: " in run.err
    assert CANARY not in run.err
    assert text(book) == sheet
