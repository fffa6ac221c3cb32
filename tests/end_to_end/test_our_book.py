"""The finished bytes of the book of this repository, as printers, readers and validators see them."""

import re
import zipfile
from pathlib import Path

import pytest
import yaml

from validators import ace, browser, calibre, java, poppler, qpdf

ROOT = Path(__file__).parents[2]
LANGUAGES = ("en", "ko")
EPUB = "the-red-line-{}.epub"
SCREEN = "the-red-line-{}-screen.pdf"
PRINT = "the-red-line-{}-print.pdf"
PANELS = 24
PROFILE = {
    "en": ("The Girl Who Drew the Wind", "What a relative did"),
    "ko": ("바람을 그린 소녀", "친척 한 사람이 한 일"),
}
"""A chapter and a heading in it."""
POINTS_PER_MM = 72 / 25.4

book_group = pytest.mark.xdist_group("our-book")
in_each_language = pytest.mark.parametrize("language", LANGUAGES)


def words(text: str) -> list[str]:
    return re.findall(r"[\w’']+", text.replace("\u00ad", "").replace("\u2060", ""))


def captions(language: str) -> list[str]:
    script = yaml.safe_load((ROOT / "book" / language / "comic.yaml").read_text(encoding="utf-8"))
    return [item["text"] for panel in script["panels"].values() for item in panel.get("lettering", [])]


@java.group
@in_each_language
def test_epubcheck_finds_nothing(our_book: Path, language: str) -> None:
    assert java.epubcheck(our_book / EPUB.format(language)) == []


@java.group
@in_each_language
def test_the_screen_pdf_is_pdf_ua(our_book: Path, language: str) -> None:
    assert java.verapdf(our_book / SCREEN.format(language), "ua1") == []


@book_group
@in_each_language
def test_ace_finds_nothing(our_book: Path, language: str) -> None:
    report = ace.ace(our_book / EPUB.format(language))
    assert report.violations == []


@book_group
@pytest.mark.parametrize(("reader", "language"), [("foliate", "en"), ("epubjs", "en"), ("foliate", "ko")])
def test_readers_show_every_panel(our_book: Path, reader: browser.Reader, language: str) -> None:
    title, heading = PROFILE[language]
    with browser.open_epub(our_book / EPUB.format(language), reader) as book:
        assert [entry.label for entry in book.toc].count(title) == 1
        sections = book.sections()
        assert book.faults == []
    most = max(sections, key=lambda section: len(section.images))
    assert len(most.images) >= PANELS
    assert all(image.loaded for section in sections for image in section.images)
    assert any(heading in section.text for section in sections)


@book_group
def test_calibre_makes_a_kindle_book_of_it(our_book: Path, tmp_path: Path) -> None:
    text = calibre.text(calibre.to_azw3(our_book / EPUB.format("en"), tmp_path))
    assert "The Girl Who Drew the Wind" in text
    assert "Sang Hoon" in text


@book_group
@in_each_language
def test_pictures_in_the_epub_are_stored_and_neutral(our_book: Path, language: str) -> None:
    with zipfile.ZipFile(our_book / EPUB.format(language)) as epub:
        pictures = [info for info in epub.infolist() if info.filename.startswith("EPUB/images/")]
        assert epub.infolist()[0].filename == "mimetype"
        assert {info.date_time for info in epub.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert len(pictures) == PANELS + 1
    assert all(info.compress_type == zipfile.ZIP_STORED for info in pictures)
    assert all(re.fullmatch(r"EPUB/images/img-\d{4}\.(jpg|png)", info.filename) for info in pictures)


@book_group
@in_each_language
@pytest.mark.parametrize("name", [SCREEN, PRINT])
def test_pdfs_are_sound_and_hold_only_our_fonts(our_book: Path, name: str, language: str) -> None:
    pdf = our_book / name.format(language)
    assert qpdf.check(pdf) == []
    fonts = poppler.fonts(pdf)
    assert fonts
    for font in fonts:
        assert font.embedded
        assert font.subset
        assert re.search("Alegreya|Nanum|Gothic|Shantell|Poor-Story|Jua", font.name), font.name


@book_group
@in_each_language
def test_print_pages_are_a5_with_three_millimetres_of_bleed(our_book: Path, language: str) -> None:
    for page in poppler.boxes(our_book / PRINT.format(language)):
        left, bottom, right, top = page.trim
        assert right - left == pytest.approx(148 * POINTS_PER_MM, abs=0.01)
        assert top - bottom == pytest.approx(210 * POINTS_PER_MM, abs=0.01)
        for trim, bleed in zip(page.trim, page.bleed, strict=True):
            assert abs(trim - bleed) == pytest.approx(3 * POINTS_PER_MM, abs=0.01)
        assert page.media[0] <= page.bleed[0]
        assert page.media[3] >= page.bleed[3]


@book_group
@in_each_language
def test_print_pictures_have_300_ppi_or_all_that_the_master_has(our_book: Path, language: str) -> None:
    images = poppler.images(our_book / PRINT.format(language))
    assert len(images) == PANELS
    assert min(min(image.x_ppi, image.y_ppi) for image in images) >= 299


@book_group
@in_each_language
@pytest.mark.parametrize("name", [SCREEN, PRINT])
def test_every_caption_can_be_found_in_the_pdfs(our_book: Path, name: str, language: str) -> None:
    found = " ".join(words(poppler.text(our_book / name.format(language))))
    for caption in captions(language):
        assert " ".join(words(caption)) in found


@book_group
@in_each_language
def test_every_word_of_the_manuscripts_is_in_the_epub(our_book: Path, language: str) -> None:
    with zipfile.ZipFile(our_book / EPUB.format(language)) as epub:
        pages = [epub.read(name).decode("utf-8") for name in epub.namelist() if name.endswith(".xhtml")]
    without_marks = re.sub(r'<a [^>]*class="noteref"[^>]*>\d+</a>', "", " ".join(pages))
    printed = set(words(re.sub(r"<[^>]+>", "", without_marks).replace("'", "’")))
    for source in manuscripts(language):
        assert set(words(plain(source))) - printed == set(), source.name


def manuscripts(language: str) -> list[Path]:
    return sorted((ROOT / "book" / language).glob("*.md"))


def plain(source: Path) -> str:
    """The words of a manuscript without its marks."""
    text = source.read_text(encoding="utf-8").replace("'", "’").replace("&nbsp;", " ")
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"\{[^}]*\}|\[\^\w+\]:?|\*|\b_|_\b", "", text)


@book_group
@pytest.mark.parametrize(("language", "least"), [("en", 3500), ("ko", 2300)])
def test_the_prose_is_long_enough_to_be_a_book(language: str, least: int) -> None:
    assert sum(len(words(plain(path))) for path in manuscripts(language)) >= least


PARTS = {
    "headings": r"^##+ ",
    "pull quotes": r"^\{\.pullquote\}",
    "notes": r"^\[\^\w+\]: ",
    "marks of notes": r"\[\^\w+\](?!:)",
    "breaks": r"^\*\*\*$",
    "links": r"\]\(https://",
    "questions": r"^Jihyun: ",
    "answers": r"^Sang Hoon: ",
    "laughs": r"\((?:Laughs|웃음)\)",
}


@book_group
def test_the_korean_chapters_have_all_parts_of_the_english_ones() -> None:
    english, korean = manuscripts("en"), manuscripts("ko")
    assert [path.name for path in english] == [path.name for path in korean]
    for original, translation in zip(english, korean, strict=True):
        texts = [path.read_text(encoding="utf-8") for path in (original, translation)]
        for part, form in PARTS.items():
            counts = [len(re.findall(form, text, re.MULTILINE)) for text in texts]
            assert counts[0] == counts[1], (original.name, part)


@book_group
@in_each_language
def test_a_pull_quote_is_a_sentence_of_its_chapter(language: str) -> None:
    quotes = 0
    for source in manuscripts(language):
        text = plain(source)
        for quote in re.findall(r"^> (.+)$", text, re.MULTILINE):
            assert text.count(quote) == 2, (source.name, quote)
            quotes += 1
    assert quotes == 5


@book_group
@in_each_language
def test_names_are_as_the_source_has_them(language: str) -> None:
    text = " ".join(plain(path) for path in manuscripts(language))
    for name in ("Ju Ok Jeon", "Sang Hoon", "Jihyun"):
        assert name in text


@book_group
def test_nobody_who_built_it_is_in_it(our_book: Path) -> None:
    machine = {str(ROOT), str(Path.home())} - {"/"}
    for file in our_book.iterdir():
        if file.is_file():
            data = file.read_bytes()
            assert not [name for name in machine if name.encode() in data], file.name
