"""Fonts inside finished files: what their makers wrote into them is not handed on."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables.DefaultTable import DefaultTable

from hostile.exiftool import ExifTool
from hostile.scanner import Scanner
from program import ROOT, small_starter, storybook
from storybook.fonts import DRAWN_TABLES, FIXED_TIME, quiet

pytestmark = pytest.mark.xdist_group("typefaces")  # what its fixtures make is made once

CANARY = "canaryoffontmaker"
NO_DAY = FIXED_TIME

TABLE = """
[[face]]
family = "Ours"
use = "serif"
files = {{regular = "ours{suffix}"}}
"""


def telling_font(*, outlines: str) -> bytes:
    """A font of a few letters that tells of its maker wherever a font can."""
    letters = sorted({*map(chr, range(0x20, 0x7F))})
    builder = FontBuilder(1000, isTTF=outlines == "ttf")
    names = [".notdef", *(f"g{ord(letter):04x}" for letter in letters)]
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(letter): f"g{ord(letter):04x}" for letter in letters})
    pens = {}
    for name in names:
        pen = TTGlyphPen(None) if outlines == "ttf" else T2CharStringPen(500, None)
        pen.moveTo((0, 0))
        pen.lineTo((0, 500))
        pen.lineTo((400, 500))
        pen.closePath()
        pens[name] = pen.glyph() if outlines == "ttf" else pen.getCharString()
    if outlines == "ttf":
        builder.setupGlyf(pens)
    else:
        told = dict.fromkeys(("Notice", "Copyright", "FullName", "FamilyName", "Weight", "version"), CANARY)
        builder.setupCFF(CANARY, told, pens, {})
    builder.setupHorizontalMetrics(dict.fromkeys(names, (500, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    keys = ("familyName", "styleName", "copyright", "designer", "vendorURL", "description", "manufacturer", "trademark")
    builder.setupNameTable({**dict.fromkeys(keys, CANARY), "psName": CANARY, "version": CANARY})
    builder.setupOS2(achVendID="CNRY")
    builder.setupPost()
    font = builder.font
    font["head"].created, font["head"].modified = 3_300_000_000, 3_300_000_001
    font["meta"] = newTable("meta")
    font["meta"].data = {"dlng": CANARY}
    odd = DefaultTable("FFTM")
    odd.data = CANARY.encode()
    font["FFTM"] = odd
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def exiftool() -> Iterator[ExifTool]:
    started = ExifTool()
    yield started
    started.close()


@pytest.fixture(scope="module", params=["ttf", "otf"])
def finished(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The finished files of a book with a typeface of its own, which tells."""
    folder = tmp_path_factory.mktemp("typefaces")
    small_starter(folder / "book")
    fonts = folder / "book" / "templates" / "fonts"
    fonts.mkdir(parents=True)
    (fonts / f"ours.{request.param}").write_bytes(telling_font(outlines=request.param))
    (fonts / "fonts.toml").write_text(TABLE.format(suffix=f".{request.param}"), "utf-8")
    run = storybook("build", folder / "book", "--out", folder / "dist")
    assert run.code == 0, run.err
    return folder / "dist"


def fonts_of(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.iterdir()):
        if path.suffix == ".epub":
            with zipfile.ZipFile(path) as container:
                for name in container.namelist():
                    if name.startswith("EPUB/fonts/"):
                        yield f"{path.name}/{name}", container.read(name)
        elif path.suffix == ".pdf":
            with pikepdf.open(path) as pdf:
                for item in pdf.objects:
                    for key in ("/FontFile", "/FontFile2", "/FontFile3"):
                        if isinstance(item, pikepdf.Dictionary) and key in item:
                            yield f"{path.name} {item.FontName}", item[key].read_bytes()


def test_a_font_that_tells_is_known_to_tell(exiftool: ExifTool) -> None:
    for outlines in ("ttf", "otf"):
        scanner = Scanner([CANARY], exiftool)
        scanner.scan("a font", telling_font(outlines=outlines))
        assert scanner.leaks


def test_nothing_that_a_maker_wrote_is_in_a_finished_file(finished: Path, exiftool: ExifTool) -> None:
    scanner = Scanner([CANARY, "CNRY"], exiftool)
    for path in finished.iterdir():
        scanner.scan(path.name, path.read_bytes())
    assert scanner.leaks == set()


def test_every_font_has_the_tables_of_its_shapes_names_of_ours_and_no_day(finished: Path) -> None:
    fonts = dict(fonts_of(finished))
    assert len(fonts) > 12
    assert any("Ours" in name for name in fonts)
    for name, data in fonts.items():
        font = TTFont(io.BytesIO(data))
        assert (font["head"].created, font["head"].modified) == (NO_DAY, NO_DAY), name
        assert not set(font.keys()) & {"DSIG", "FFTM", "meta", "STAT", "PfEd"}, name
        if ".epub" in name:
            assert font["name"].getDebugName(1).startswith("Book "), name
        else:
            assert set(font.keys()) - {"GlyphOrder"} <= DRAWN_TABLES, name


def test_a_quiet_font_draws_as_before() -> None:
    data = (ROOT / "templates" / "fonts" / "Alegreya-Regular.ttf").read_bytes()
    before, after = TTFont(io.BytesIO(data)), TTFont(io.BytesIO(quiet(data)))
    assert quiet(data) == quiet(quiet(data))
    for table in ("glyf", "loca", "hmtx", "cmap", "maxp", "hhea", "post", "gasp"):
        assert before.reader[table] == after.reader[table], table


def test_the_names_of_fonts_in_a_pdf_do_not_change_from_build_to_build(tmp_path: Path) -> None:
    book = tmp_path / "book"
    small_starter(book)
    names = []
    for seed in ("1", "2"):
        out = tmp_path / f"out-{seed}"
        run = storybook("build", book, "--out", out, "--format=screen-pdf", environment={"PYTHONHASHSEED": seed})
        assert run.code == 0, run.err
        names.append(sorted(name for name, _ in fonts_of(out)))
    assert names[0] == names[1]
    assert all("+" in name for name in names[0])
