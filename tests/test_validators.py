"""The harness itself: every checker passes a good file and finds the fault in a bad one."""

import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from validators import ace, browser, calibre, java, poppler, qpdf, tool

CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
  <rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""

PACKAGE = """<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="en">
  <metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
    <dc:identifier id="id">urn:uuid:5a6b7c8d-0000-4000-8000-000000000001</dc:identifier>
    <dc:title>A small book</dc:title>
    <dc:language>en</dc:language>
    <dc:creator>Nobody</dc:creator>
    <meta property="dcterms:modified">2026-01-01T00:00:00Z</meta>
    <meta property="schema:accessMode">textual</meta>
    <meta property="schema:accessMode">visual</meta>
    <meta property="schema:accessModeSufficient">textual</meta>
    <meta property="schema:accessibilityFeature">alternativeText</meta>
    <meta property="schema:accessibilityFeature">tableOfContents</meta>
    <meta property="schema:accessibilityHazard">none</meta>
    <meta property="schema:accessibilitySummary">All pictures are described.</meta>
  </metadata>
  <manifest>
    <item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
    <item id="one" href="one.xhtml" media-type="application/xhtml+xml"/>
    <item id="two" href="two.xhtml" media-type="application/xhtml+xml"/>
    <item id="dot" href="dot.png" media-type="image/png"/>
  </manifest>
  <spine><itemref idref="one"/><itemref idref="two"/></spine>
</package>
"""

XHTML = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="en" xml:lang="en">
  <head><title>{title}</title></head>
  <body>{body}</body>
</html>
"""

NAV = """<nav epub:type="toc" role="doc-toc" id="toc"><h1>Contents</h1><ol>
<li><a href="one.xhtml">The first chapter</a><ol><li><a href="one.xhtml#part">A part</a></li></ol></li>
<li><a href="two.xhtml">The second chapter</a></li></ol></nav>"""

IMAGE = '<p><img src="dot.png" alt="A red dot"/></p>'
PARAGRAPH = '<p id="part">Words of the first chapter.</p>'

Edit = Callable[[str], str]


def epub(target: Path, **edits: Edit) -> Path:
    """Write a small book; an edit named after a file (``one``, ``two``, ``nav``, ``package``) changes it."""
    one = f'<section epub:type="chapter" role="doc-chapter"><h1>One</h1>{PARAGRAPH}</section>'
    two = f'<section epub:type="chapter" role="doc-chapter"><h1>Two</h1>{IMAGE}</section>'
    files = {
        "META-INF/container.xml": CONTAINER,
        "EPUB/package.opf": PACKAGE,
        "EPUB/nav.xhtml": XHTML.format(title="Contents", body=NAV),
        "EPUB/one.xhtml": XHTML.format(title="One", body=one),
        "EPUB/two.xhtml": XHTML.format(title="Two", body=two),
    }
    with zipfile.ZipFile(target, "w") as book:
        book.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        for name, content in files.items():
            book.writestr(name, edits.get(Path(name).stem, str)(content), zipfile.ZIP_DEFLATED)
        with book.open("EPUB/dot.png", "w") as picture:
            Image.new("RGB", (40, 30), "red").save(picture, "PNG")
    return target


def replaced(old: str, new: str) -> Edit:
    """Return an edit that must find what it replaces."""

    def edit(content: str) -> str:
        assert old in content
        return content.replace(old, new)

    return edit


def pdf(target: Path, *, title: str = "A small book") -> Path:
    """Write a PDF of two pages, tagged as PDF/UA-1 demands when it has a title."""
    from weasyprint import HTML

    picture = target.with_suffix(".png")
    Image.new("RGB", (40, 30), "red").save(picture)
    html = f"""<html lang="en"><head><title>{title}</title>
    <style>@page {{ size: 148mm 210mm; bleed: 3mm; marks: crop }} h2 {{ break-before: page }}</style></head>
    <body><h1>One</h1><p>Words of the first page.</p><h2>Two</h2>
    <img src="{picture.name}" alt="A red dot" style="width: 40px"></body></html>"""
    HTML(string=html, base_url=str(target.parent)).write_pdf(target, pdf_variant="pdf/ua-1", pdf_tags=True)
    return target


@pytest.fixture
def good_epub(tmp_path: Path) -> Path:
    return epub(tmp_path / "good.epub")


@pytest.fixture
def good_pdf(tmp_path: Path) -> Path:
    return pdf(tmp_path / "good.pdf")


@java.group
class TestEpubcheck:
    def test_passes_a_good_book(self, good_epub: Path) -> None:
        assert java.epubcheck(good_epub) == []

    def test_finds_a_missing_file(self, tmp_path: Path) -> None:
        bad = epub(tmp_path / "bad.epub", two=replaced("dot.png", "gone.png"))
        found = java.epubcheck(bad)
        assert ("ERROR", "RSC-007") in {(message.severity, message.code) for message in found}
        assert found[0].location.startswith("EPUB/two.xhtml:")

    def test_finds_wrong_markup(self, tmp_path: Path) -> None:
        bad = epub(tmp_path / "bad.epub", one=replaced("<p id=", "<p nonsense='1' id="))
        assert [message.code for message in java.epubcheck(bad)] == ["RSC-005"]

    def test_finds_a_file_that_is_no_book(self, tmp_path: Path) -> None:
        bad = tmp_path / "bad.epub"
        bad.write_bytes(b"not a zip file at all")
        assert {message.severity for message in java.epubcheck(bad)} >= {"FATAL"}

    def test_gives_hints_only_when_asked(self, tmp_path: Path) -> None:
        unused = '<item id="dot" href="dot.png" media-type="image/png"/>'
        book = epub(tmp_path / "book.epub", two=replaced(IMAGE, "<p>No picture.</p>"), package=replaced(unused, unused))
        assert java.epubcheck(book) == []
        assert {message.severity for message in java.epubcheck(book, usage=True)} == {"USAGE"}


@java.group
def test_all_java_tests_go_to_one_worker(request: pytest.FixtureRequest) -> None:
    parallel = "PYTEST_XDIST_WORKER" in os.environ
    assert request.node.nodeid.endswith("@java") == parallel


@java.group
class TestVerapdf:
    def test_passes_a_good_file(self, good_pdf: Path) -> None:
        assert java.verapdf(good_pdf) == []

    def test_finds_a_missing_title(self, tmp_path: Path) -> None:
        bad = pdf(tmp_path / "bad.pdf", title="")
        assert any("title" in violation.text for violation in java.verapdf(bad))

    def test_finds_missing_tags(self, good_pdf: Path, tmp_path: Path) -> None:
        bad = tmp_path / "bad.pdf"
        with pikepdf.open(good_pdf) as document:
            del document.Root.StructTreeRoot
            document.save(bad)
        assert "7.1" in {violation.clause for violation in java.verapdf(bad)}

    def test_holds_a_file_against_other_standards(self, good_pdf: Path) -> None:
        assert java.verapdf(good_pdf, "2b")

    def test_refuses_an_unknown_standard(self, good_pdf: Path) -> None:
        with pytest.raises(ValueError, match="9z"):
            java.verapdf(good_pdf, "9z")

    def test_fails_on_a_file_that_is_no_pdf(self, tmp_path: Path) -> None:
        bad = tmp_path / "bad.pdf"
        bad.write_bytes(b"not a PDF at all")
        with pytest.raises(tool.ToolFailed, match="no PDF"):
            java.verapdf(bad)


class TestAce:
    def test_passes_a_good_book(self, good_epub: Path) -> None:
        report = ace.ace(good_epub)
        assert report.violations == []
        assert report.metadata["schema:accessMode"] == ["textual", "visual"]
        assert "schema:accessMode" not in report.missing_metadata
        assert [image["alt"] for image in report.images] == ["A red dot"]

    def test_finds_a_picture_without_words(self, tmp_path: Path) -> None:
        bad = epub(tmp_path / "bad.epub", two=replaced(' alt="A red dot"', ""))
        report = ace.ace(bad)
        (violation,) = report.violations
        assert (violation.rule, violation.impact, violation.file) == ("image-alt", "critical", "two.xhtml")


class TestCalibre:
    def test_converts_a_good_book(self, good_epub: Path, tmp_path: Path) -> None:
        azw3 = calibre.to_azw3(good_epub, tmp_path)
        assert "Words of the first chapter." in calibre.text(azw3)

    def test_fails_on_a_file_that_is_no_book(self, tmp_path: Path) -> None:
        bad = tmp_path / "bad.epub"
        bad.write_bytes(b"not a zip file at all")
        with pytest.raises(tool.ToolFailed):
            calibre.to_azw3(bad, tmp_path)


@pytest.mark.parametrize("reader", ["foliate", "epubjs"])
class TestBrowser:
    def test_opens_a_good_book(self, reader: browser.Reader, good_epub: Path, tmp_path: Path) -> None:
        with browser.open_epub(good_epub, reader) as book:
            sections = book.sections()
            screenshot = book.screenshot(1, tmp_path / "phone.png")
            assert book.faults == []
        assert [(entry.label, entry.depth) for entry in book.toc] == [
            ("The first chapter", 0),
            ("A part", 1),
            ("The second chapter", 0),
        ]
        assert "Words of the first chapter." in sections[0].text
        (image,) = sections[1].images
        assert (image.loaded, image.width, image.height, image.alt) == (True, 40, 30, "A red dot")
        with Image.open(screenshot) as picture:
            assert picture.size == browser.PHONE
            assert (255, 0, 0) in {colour for _, colour in picture.convert("RGB").getcolors(100_000) or []}

    def test_sees_a_picture_that_is_not_there(self, reader: browser.Reader, tmp_path: Path) -> None:
        bad = epub(tmp_path / "bad.epub", two=replaced("dot.png", "gone.png"))
        with browser.open_epub(bad, reader) as book:
            assert [image.loaded for image in book.section(1).images] == [False]

    def test_fails_on_a_file_that_is_no_book(self, reader: browser.Reader, tmp_path: Path) -> None:
        bad = tmp_path / "bad.epub"
        bad.write_bytes(b"not a zip file at all")
        with pytest.raises(browser.ReaderFailed), browser.open_epub(bad, reader):
            pass


class TestPoppler:
    def test_tells_what_a_file_is(self, good_pdf: Path) -> None:
        information = poppler.info(good_pdf)
        assert (information["Title"], information["Tagged"], poppler.page_count(good_pdf)) == ("A small book", "yes", 2)

    def test_tells_the_boxes_of_every_page(self, good_pdf: Path) -> None:
        first, second = poppler.boxes(good_pdf)
        assert first == second
        width, height = (box[1] - box[0] for box in ((first.trim[0], first.trim[2]), (first.trim[1], first.trim[3])))
        assert (width, height) == pytest.approx((419.53, 595.28), abs=0.02)
        assert first.media[0] <= first.bleed[0] < first.trim[0]

    def test_reads_tags_and_text(self, good_pdf: Path) -> None:
        assert "Words of the first page." in poppler.structure(good_pdf)
        assert "H1" in poppler.structure(good_pdf)
        first, second, _ = poppler.text(good_pdf).split("\f")
        assert "Words of the first page." in first
        assert "Two" in second
        assert "One" not in poppler.text(good_pdf, first=2, last=2)

    def test_lists_fonts_and_pictures(self, good_pdf: Path) -> None:
        fonts = poppler.fonts(good_pdf)
        assert fonts
        assert all(font.embedded and font.subset and font.unicode for font in fonts)
        (image,) = poppler.images(good_pdf)
        assert (image.page, image.width, image.height, image.colour, image.x_ppi) == (2, 40, 30, "rgb", 96)

    def test_draws_a_page(self, good_pdf: Path, tmp_path: Path) -> None:
        with Image.open(poppler.png(good_pdf, 2, tmp_path)) as picture:
            assert (255, 0, 0) in {colour for _, colour in picture.convert("RGB").getcolors(100_000) or []}

    def test_fails_on_a_file_that_is_no_pdf(self, tmp_path: Path) -> None:
        bad = tmp_path / "bad.pdf"
        bad.write_bytes(b"not a PDF at all")
        with pytest.raises(tool.ToolFailed):
            poppler.info(bad)


class TestQpdf:
    def test_passes_a_good_file(self, good_pdf: Path) -> None:
        assert qpdf.check(good_pdf) == []

    def test_finds_damage(self, good_pdf: Path, tmp_path: Path) -> None:
        bad = tmp_path / "bad.pdf"
        bad.write_bytes(good_pdf.read_bytes()[:-200])
        assert any("damaged" in line for line in qpdf.check(bad))


class TestMissingTools:
    def test_says_how_to_install_a_program(self) -> None:
        with pytest.raises(tool.ToolMissing, match=r"no-such-program is missing.*make setup-test.*apt-get install it"):
            tool.find("no-such-program", package="it")

    def test_says_how_to_install_a_node_package(self) -> None:
        with pytest.raises(tool.ToolMissing, match=r"no-such-package.*make setup-test"):
            tool.node_package("no-such-package")

    def test_every_program_is_looked_for_where_it_is_used(
        self, good_pdf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))
        with pytest.raises(tool.ToolMissing, match="poppler-utils"):
            poppler.info(good_pdf)
        with pytest.raises(tool.ToolMissing, match="qpdf"):
            qpdf.check(good_pdf)
        with pytest.raises(tool.ToolMissing, match="calibre"):
            calibre.text(good_pdf)
        with pytest.raises(tool.ToolMissing, match="chromium"):
            tool.chromium()
