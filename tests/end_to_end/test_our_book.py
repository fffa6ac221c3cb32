"""The finished bytes of the book of this repository, as printers, readers and validators see them."""

import re
import zipfile
from pathlib import Path

import pytest
import yaml

from validators import ace, browser, calibre, java, poppler, qpdf

ROOT = Path(__file__).parents[2]
EPUB = "the-red-line-en.epub"
SCREEN = "the-red-line-en-screen.pdf"
PRINT = "the-red-line-en-print.pdf"
PANELS = 24
POINTS_PER_MM = 72 / 25.4

book_group = pytest.mark.xdist_group("our-book")


def words(text: str) -> list[str]:
    return re.findall(r"[\w’']+", text.replace("\u00ad", "").replace("\u2060", ""))


def captions() -> list[str]:
    script = yaml.safe_load((ROOT / "book" / "en" / "comic.yaml").read_text(encoding="utf-8"))
    return [item["text"] for panel in script["panels"].values() for item in panel.get("lettering", [])]


@java.group
def test_epubcheck_finds_nothing(our_book: Path) -> None:
    assert java.epubcheck(our_book / EPUB) == []


@java.group
def test_the_screen_pdf_is_pdf_ua(our_book: Path) -> None:
    assert java.verapdf(our_book / SCREEN, "ua1") == []


@book_group
def test_ace_finds_nothing(our_book: Path) -> None:
    report = ace.ace(our_book / EPUB)
    assert report.violations == []


@book_group
@pytest.mark.parametrize("reader", ["foliate", "epubjs"])
def test_readers_show_every_panel(our_book: Path, reader: browser.Reader) -> None:
    with browser.open_epub(our_book / EPUB, reader) as book:
        assert [entry.label for entry in book.toc if "Wind" in entry.label] == ["The Girl Who Drew the Wind"]
        sections = book.sections()
        assert book.faults == []
    most = max(sections, key=lambda section: len(section.images))
    assert len(most.images) >= PANELS
    assert all(image.loaded for section in sections for image in section.images)
    assert any("What a relative did" in section.text for section in sections)


@book_group
def test_calibre_makes_a_kindle_book_of_it(our_book: Path, tmp_path: Path) -> None:
    text = calibre.text(calibre.to_azw3(our_book / EPUB, tmp_path))
    assert "The Girl Who Drew the Wind" in text
    assert "Sang Hoon" in text


@book_group
def test_pictures_in_the_epub_are_stored_and_neutral(our_book: Path) -> None:
    with zipfile.ZipFile(our_book / EPUB) as epub:
        pictures = [info for info in epub.infolist() if info.filename.startswith("EPUB/images/")]
        assert epub.infolist()[0].filename == "mimetype"
        assert {info.date_time for info in epub.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert len(pictures) == PANELS + 1
    assert all(info.compress_type == zipfile.ZIP_STORED for info in pictures)
    assert all(re.fullmatch(r"EPUB/images/img-\d{4}\.(jpg|png)", info.filename) for info in pictures)


@book_group
@pytest.mark.parametrize("name", [SCREEN, PRINT])
def test_pdfs_are_sound_and_hold_only_our_fonts(our_book: Path, name: str) -> None:
    assert qpdf.check(our_book / name) == []
    fonts = poppler.fonts(our_book / name)
    assert fonts
    for font in fonts:
        assert font.embedded
        assert font.subset
        assert re.search("Alegreya|Nanum|Gothic", font.name), font.name


@book_group
def test_print_pages_are_a5_with_three_millimetres_of_bleed(our_book: Path) -> None:
    for page in poppler.boxes(our_book / PRINT):
        left, bottom, right, top = page.trim
        assert right - left == pytest.approx(148 * POINTS_PER_MM, abs=0.01)
        assert top - bottom == pytest.approx(210 * POINTS_PER_MM, abs=0.01)
        for trim, bleed in zip(page.trim, page.bleed, strict=True):
            assert abs(trim - bleed) == pytest.approx(3 * POINTS_PER_MM, abs=0.01)
        assert page.media[0] <= page.bleed[0]
        assert page.media[3] >= page.bleed[3]


@book_group
def test_print_pictures_have_300_ppi_or_all_that_the_master_has(our_book: Path) -> None:
    images = poppler.images(our_book / PRINT)
    assert len(images) == PANELS
    assert min(min(image.x_ppi, image.y_ppi) for image in images) >= 299


@book_group
@pytest.mark.parametrize("name", [SCREEN, PRINT])
def test_every_caption_can_be_found_in_the_pdfs(our_book: Path, name: str) -> None:
    found = " ".join(words(poppler.text(our_book / name)))
    for caption in captions():
        assert " ".join(words(caption)) in found


@book_group
def test_every_word_of_the_manuscripts_is_in_the_epub(our_book: Path) -> None:
    with zipfile.ZipFile(our_book / EPUB) as epub:
        pages = [epub.read(name).decode("utf-8") for name in epub.namelist() if name.endswith(".xhtml")]
    printed = set(words(re.sub(r"<[^>]+>", "", " ".join(pages)).replace("'", "’")))
    for source in sorted((ROOT / "book" / "en").glob("*.md")):
        text = source.read_text(encoding="utf-8")
        text = re.sub(r"\]\([^)]*\)|\{[^}]*\}|\[\^\w+\]|https?://\S+", " ", text).replace("'", "’")
        assert set(words(re.sub(r"[*\[\]]|\b_|_\b", "", text))) - printed == set(), source.name


@book_group
def test_the_prose_is_long_enough_to_be_a_book() -> None:
    total = sum(len(words(path.read_text(encoding="utf-8"))) for path in (ROOT / "book" / "en").glob("*.md"))
    assert total >= 3500


@book_group
def test_nobody_who_built_it_is_in_it(our_book: Path) -> None:
    machine = {str(ROOT), str(Path.home())} - {"/"}
    for file in our_book.iterdir():
        if file.is_file():
            data = file.read_bytes()
            assert not [name for name in machine if name.encode() in data], file.name
