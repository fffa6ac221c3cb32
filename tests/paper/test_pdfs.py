"""The finished PDFs, read back."""

import os
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from paper import sample
from storybook.formats import print_pdf, screen_pdf
from storybook.model import blocks as b
from storybook.model.book import Book, Chapter, Matter
from storybook.model.geometry import PageGeometry
from storybook.pages.qr_drawing import QUIET_ZONE, qr_svg
from validators import java, poppler

POINT = 72 / 25.4
OURS = ("Alegreya", "Alegreya-Sans", "Nanum-Myeongjo", "Gothic-A1", "Shantell-Sans", "Poor-Story", "Jua")


def labels(pdf: Path) -> list[str]:
    with pikepdf.open(pdf) as opened:
        return [str(page.label) for page in opened.pages]


def text(pdf: Path, page: int, *, layout: bool = False) -> str:
    return poppler.text(pdf, first=page, last=page, layout=layout)


def page_with(pdf: Path, words: str, start: int = 1) -> int:
    """The first page from `start` whose text has these words on a line of their own."""
    for number in range(start, poppler.page_count(pdf) + 1):
        if words in [line.strip() for line in text(pdf, number).splitlines()]:
            return number
    raise AssertionError(words)


# ------------------------------------------------------------------------------------------ paper


def test_boxes_are_exact_and_start_at_the_origin(printed: Path) -> None:
    for boxes in poppler.boxes(printed):
        assert boxes.media == pytest.approx((0, 0, 154 * POINT, 216 * POINT), abs=0.01)
        assert boxes.bleed == boxes.media
        assert boxes.trim == pytest.approx((3 * POINT, 3 * POINT, 151 * POINT, 213 * POINT), abs=0.01)


@pytest.fixture(scope="session")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("marked")
    page = PageGeometry(139.7, 215.9, bleed=3.175, crop_marks=True)
    print_pdf.write(sample.edition(sample.english(), folder / "art", page), folder / "book.pdf")
    return folder / "book.pdf"


def test_crop_marks_leave_trim_and_bleed_exact_on_any_trim_size(marked: Path) -> None:
    boxes = poppler.boxes(marked)[0]
    edge = 3.175 + 7
    assert boxes.media == pytest.approx((0, 0, (139.7 + 2 * edge) * POINT, (215.9 + 2 * edge) * POINT), abs=0.01)
    left, top = edge * POINT, (edge + 215.9) * POINT
    assert boxes.trim == pytest.approx((left, left, (edge + 139.7) * POINT, top), abs=0.01)
    assert boxes.bleed[0] == pytest.approx(7 * POINT, abs=0.01)


def test_crop_marks_are_drawn_outside_the_bleed_only(marked: Path, tmp_path: Path) -> None:
    dpi = 150
    with Image.open(poppler.png(marked, 2, tmp_path, dpi=dpi)) as blank:
        grey = blank.convert("L")
    step = dpi / 25.4
    edge = 3.175 + 7
    mark = grey.crop((int(1.5 * step), int((edge - 0.5) * step), int(5.5 * step), int((edge + 0.5) * step)))
    inside = grey.crop((int(7 * step), int(7 * step), grey.width - int(7 * step), grey.height - int(7 * step)))
    assert min(mark.tobytes()) < 200
    assert min(inside.tobytes()) == 255


def test_full_bleed_art_reaches_the_edge_of_the_media(printed: Path, tmp_path: Path) -> None:
    splash = page_with(printed, "drew this?") + 1
    with Image.open(poppler.png(printed, splash, tmp_path)) as page:
        corners = [page.getpixel(xy) for xy in ((0, 0), (page.width - 1, 0), (0, page.height - 1))]
    assert (255, 255, 255) not in corners


def test_chapters_open_on_the_right_and_blank_pages_carry_nothing(printed: Path) -> None:
    numbers = [page_with(printed, title, 9) for title in ("She Draws Again", "How He Arrived", "What You Can Do")]
    assert all(number % 2 == 1 for number in numbers)
    blank = [number for number in range(1, poppler.page_count(printed) + 1) if not text(printed, number).strip()]
    assert blank
    assert all(number % 2 == 0 for number in blank)


def test_the_imprint_backs_the_title_page(printed: Path) -> None:
    title = page_with(printed, "A drawing life, from north to south")
    assert title % 2 == 1
    assert "Published by Liberty Press" in text(printed, title + 1)


def test_no_cover_is_inside_and_no_link(printed: Path) -> None:
    assert text(printed, 1).split() == ["The", "Red", "Line"]
    with pikepdf.open(printed) as opened:
        assert not any("/Annots" in page for page in opened.pages)
    assert "example.org/draw" in poppler.text(printed)


def test_folios_agree_with_page_labels(printed: Path) -> None:
    names = labels(printed)
    first = page_with(printed, "A portrait of Ha Neul Moon", 6)
    assert names[:4] == ["i", "ii", "iii", "iv"]
    assert names[first - 1 : first + 2] == ["1", "2", "3"]
    assert text(printed, first + 1).split()[-1] == "2"
    assert text(printed, page_with(printed, "Before you read", 6)).split()[-1] == "vii"


def test_contents_name_the_folios(printed: Path) -> None:
    contents = text(printed, page_with(printed, "Contents"), layout=True).splitlines()
    comic = next(line for line in contents if "The Red Line" in line)
    number = page_with(printed, "A comic", 9)
    assert comic.split()[0] == labels(printed)[number - 1]


def test_running_heads_stand_on_both_sides_but_not_on_openings(printed: Path) -> None:
    first = page_with(printed, "A portrait of Ha Neul Moon", 6)
    assert text(printed, first).strip().startswith("She Draws Again\nA portrait")
    assert text(printed, first + 1, layout=True).lstrip("\n").startswith("The Red Line")
    assert text(printed, first + 2, layout=True).strip().startswith("She Draws Again")


def test_footnotes_stand_on_the_page_that_calls_them(printed: Path) -> None:
    first = page_with(printed, "A portrait of Ha Neul Moon", 6)
    page = text(printed, first)
    assert page.index("Nobody had told her") < page.index("She drew on walls first")
    assert "It is told elsewhere." in page


def test_korean_footnotes_do_too_and_hangul_is_copied_clean(korean: Path) -> None:
    page = text(korean, page_with(korean, "다시 그리는 사람", 6))
    assert "벽에 먼저 그렸다." in page
    assert "\u2060" not in page
    assert "엄지손가락" in page.replace("\n", " ")


def test_hangul_words_stay_whole_at_line_ends(korean: Path) -> None:
    words = set(sample.KO.split())
    page = text(korean, page_with(korean, "다시 그리는 사람", 6) + 1)
    ends = [line.split()[-1] for line in page.splitlines() if len(line.split()) > 5]
    assert len(ends) > 5
    assert all(end.strip() in words for end in ends)


def test_a_speaker_is_never_parted_from_the_first_words(printed: Path) -> None:
    lines = poppler.text(printed, layout=True).replace("\f", "\n").splitlines()
    turns = [line.split() for line in lines if line.strip().startswith("Dae Il ")]
    assert len(turns) == 4
    assert all(words[2:5] == ["He", "could", "not"] for words in turns)


def test_comic_words_come_in_reading_order(printed: Path) -> None:
    page = text(printed, page_with(printed, "drew this?"))
    places = [page.index(words) for words in ("A child draws.", "Whose hand", "drew this?", "Snap!")]
    assert places == sorted(places)


def test_who_speaks_is_told_on_screen_alone_and_never_seen(on_screen: Path, printed: Path) -> None:
    assert "Teacher says:" in poppler.text(on_screen)
    assert "says:" not in poppler.text(printed)
    number = page_with(on_screen, "drew this?")
    with pikepdf.open(on_screen) as opened:
        states = opened.pages[number - 1].Resources.ExtGState
        clear = {name for name, state in states.items() if float(state.get("/ca", 1)) == 0}
    assert clear


@pytest.mark.parametrize("fixture", ["printed", "on_screen", "korean"])
def test_all_fonts_are_ours_embedded_and_subset(fixture: str, request: pytest.FixtureRequest) -> None:
    fonts = poppler.fonts(request.getfixturevalue(fixture))
    assert fonts
    for font in fonts:
        assert font.name[7:].removesuffix("-Bold-Italic").removesuffix("-Bold").removesuffix("-Italic") in OURS
        assert font.embedded
        assert font.subset
        assert font.unicode


def test_a_qr_code_is_printed_module_by_module_with_its_quiet_zone(printed: Path, tmp_path: Path) -> None:
    modules = sample.qr(sample.URL)
    size = len(modules) + 2 * QUIET_ZONE
    number = page_with(printed, "See her drawings")
    dpi = 254
    with Image.open(poppler.png(printed, number, tmp_path, dpi=dpi)) as image:
        grey = image.convert("L")
    # The finder pattern's corner: the first black line that is as wide as seven modules.
    solid = bytes(7 * int(32 * dpi / 25.4 / size) - 2)
    rows = (grey.crop((0, y, grey.width // 2, y + 1)).tobytes().find(solid) for y in range(grey.height))
    top, left = next((y, x) for y, x in enumerate(rows) if x >= 0)
    step = 32 * dpi / 25.4 / size
    pixels = grey.tobytes()
    for row, cells in enumerate(modules):
        for column, is_dark in enumerate(cells):
            at = int(top + (row + 0.5) * step) * grey.width + int(left + (column + 0.5) * step)
            assert (pixels[at] < 128) == is_dark
    assert pixels[top * grey.width + int(left - 3 * step)] == 255


def test_a_qr_drawing_is_one_path() -> None:
    assert qr_svg(sample.qr(sample.URL)).count("<path") == 1


# ----------------------------------------------------------------------------------------- screen


@java.group
def test_the_screen_pdf_is_accessible_by_pdf_ua_1(on_screen: Path) -> None:
    assert java.verapdf(on_screen) == []


def test_the_screen_pdf_says_what_it_is(on_screen: Path) -> None:
    info = poppler.info(on_screen)
    assert (info["Title"], info["Author"], info["Tagged"]) == ("The Red Line", "Ha Neul Moon, Ana Writer", "yes")
    with pikepdf.open(on_screen) as opened:
        assert str(opened.Root.Lang) == "en"
        assert opened.Root.ViewerPreferences.DisplayDocTitle


def test_a_contributor_with_a_page_is_linked_on_screen_and_not_in_print(on_screen: Path, printed: Path) -> None:
    def addresses(pdf: Path) -> list[str]:
        with pikepdf.open(pdf) as opened:
            marks = [mark for page in opened.pages for mark in page.get("/Annots", [])]
            return [str(mark.A.URI) for mark in marks if "/A" in mark and "/URI" in mark.A]

    assert addresses(on_screen).count("https://example.org/ana") == 2
    assert addresses(printed) == []


def test_bookmarks_name_cover_chapters_and_sections(on_screen: Path) -> None:
    with pikepdf.open(on_screen) as opened, opened.open_outline() as outline:
        top = [str(item.title) for item in outline.root]
        inside = [str(item.title) for item in outline.root[top.index("She Draws Again")].children]
    assert top[:2] == ["Cover", "Title page"]
    assert inside == ["The pencils"]


def test_page_labels_start_with_the_cover_and_count_anew_at_the_body(on_screen: Path) -> None:
    names = labels(on_screen)
    first = page_with(on_screen, "A portrait of Ha Neul Moon", 6)
    assert names[:3] == ["Cover", "i", "ii"]
    assert names[first - 1] == "1"
    assert text(on_screen, first).split()[-1] == "1"


def test_links_lead_to_notes_and_back_and_say_so(on_screen: Path) -> None:
    with pikepdf.open(on_screen) as opened:
        said = {str(note.Contents) for page in opened.pages for note in page.get("/Annots", [])}
    assert {"Note 1", "Back to the text", "How He Arrived", sample.URL} <= said


def test_the_way_back_stays_with_its_note(tmp_path: Path) -> None:
    notes = tuple(b.Note(number, (sample.p("It is told elsewhere."),)) for number in range(1, 7))
    called = b.Paragraph((b.Text("A line with marks."), *(b.NoteReference(note.number) for note in notes)))
    chapters = tuple(
        Chapter(f"c{lines}", "A chapter", Matter.BODY, "essay", (*[sample.p("A line.")] * lines, called), notes)
        for lines in range(8, 24)
    )
    book = Book(sample.english().metadata, chapters)
    screen_pdf.write(sample.edition(book, tmp_path / "art"), tmp_path / "book.pdf")
    pages = [text(tmp_path / "book.pdf", number + 1) for number in range(poppler.page_count(tmp_path / "book.pdf"))]
    assert sum(page.count("↑") for page in pages) == 16 * 6
    assert {page.count("↑") - page.count("It is told elsewhere.") for page in pages} == {0}


def test_tags_hold_alt_text_then_words_and_the_language_of_parts(on_screen: Path) -> None:
    tree = poppler.structure(on_screen)
    told = ("A child draws. The teacher watches.", "Teacher says:", "Whose hand", "drew this?", "Sound:", "Snap!")
    assert [tree.index(words) for words in told] == sorted(tree.index(words) for words in told)
    assert "How He Arrived\nHow He Arrived" not in tree
    with pikepdf.open(on_screen) as opened:
        tags = [item for item in opened.objects if isinstance(item, pikepdf.Dictionary)]
        languages = {str(item.Lang) for item in tags if item.get("/Type") == "/StructElem" and "/Lang" in item}
        alts = {str(item.Alt) for item in tags if item.get("/S") == "/Figure"}
    assert languages == {"ko"}
    assert "Panel 2: hills of cut paper under a moon." in alts


def test_small_capitals_are_copied_as_they_are_written(on_screen: Path) -> None:
    assert "JU OK" not in poppler.text(on_screen)
    assert "Ha Neul drew before she could write" in poppler.text(on_screen).replace("\n", " ")


# ------------------------------------------------------------------------------------------- both

BUILD = """
import sys
from pathlib import Path
from paper import sample
from storybook.formats import print_pdf, screen_pdf
folder = Path(sys.argv[1])
print_pdf.write(sample.edition(sample.english(), folder / "art"), folder / "print.pdf")
screen_pdf.write(sample.edition(sample.english(), folder / "art", facing=False), folder / "screen.pdf")
"""


def test_the_same_book_is_the_same_bytes_anywhere(printed: Path, on_screen: Path, tmp_path: Path) -> None:
    here = Path(__file__).parents[1]
    home = tmp_path / "home"
    home.mkdir()
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join([str(here), str(here.parent / "src")]),
        "TZ": "Asia/Seoul",
        "PYTHONHASHSEED": "7",
        "LC_ALL": "C.UTF-8",
        "LANG": "ko_KR.UTF-8",
        "HOME": str(home),
        "USER": "somebody-else",
    }
    folder = tmp_path / "elsewhere"
    command = [sys.executable, "-c", BUILD, str(folder)]
    subprocess.run(command, env=environment, cwd=home, check=True, timeout=120)
    assert (folder / "print.pdf").read_bytes() == printed.read_bytes()
    assert (folder / "screen.pdf").read_bytes() == on_screen.read_bytes()


def test_a_page_is_counted_and_returned(tmp_path: Path) -> None:
    out = tmp_path / "book.pdf"
    count = screen_pdf.write(sample.edition(sample.korean(), tmp_path / "art", facing=False), out)
    assert count == poppler.page_count(out)
