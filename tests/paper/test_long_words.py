"""Words, names and titles that are longer than their place."""

import re
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops

from paper import sample
from storybook.comics.badness import Widths
from storybook.comics.page_makeup import compose
from storybook.comics.page_rules import PageRules
from storybook.errors import SourceError
from storybook.formats import print_pdf, screen_pdf
from storybook.model import blocks as b
from storybook.model.book import Book, Chapter, Contributor
from storybook.model.comic import Comic
from storybook.model.composition import Side
from storybook.pages import paper
from storybook.pages.comic_sheet import panels_on_paper
from storybook.pages.lettering import letterer_of
from storybook.pages.paper_engine import inline_layout
from storybook.pages.paper_heads import HEAD_LENGTH, short_head
from storybook.pages.paper_mended import MOST_AHEAD, lines_look_a_little_ahead
from storybook.pages.sheet import print_sheet
from validators import poppler

WORD = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung"
ADDRESS = "https://www.example.org/" + "a-long-way-down/" * 12
ASKS = replace(sample.MINA, label="Christopher Montgomery-Smith")
ANSWERS = replace(sample.DAE_IL, label="Ana María Fernández López")
TITLE = f"The Long Title of a Book about the {WORD} and About Much Else That Belongs to It"


def _with(change: dict[str, Chapter], **metadata: object) -> Book:
    book = sample.english()
    chapters = tuple(change.get(chapter.id, chapter) for chapter in book.chapters)
    return Book(replace(book.metadata, **metadata), chapters)  # type: ignore[arg-type]


def _chapter(number: int) -> Chapter:
    return next(chapter for chapter in sample.english().chapters if chapter.id == f"chapter-{number:02}")


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("long")
    exchange = b.Exchange(
        (
            sample.turn(ASKS, sample.p("Why so?")),
            sample.turn(ANSWERS, sample.p("Yes.")),
            sample.turn(ASKS, sample.p(sample.SHORT)),
            sample.turn(ANSWERS, sample.p(sample.LONG), sample.p(sample.SHORT)),
        )
    )
    talk = replace(_chapter(3), blocks=(sample.p(ADDRESS), *(exchange for _ in range(8))))
    profile = replace(_chapter(1), title=f"She Draws the {WORD} Again", subtitle=WORD)
    people = tuple(Contributor(f"Person Number {n} of Five", role) for n, role in enumerate(("art", "aut", "trl")))
    book = _with(
        {"chapter-01": profile, "chapter-03": talk},
        title=TITLE,
        subtitle="A subtitle which is also rather long, so that one sees what a title page can bear",
        contributors=people,
    )
    book = replace(book, chapters=tuple(chapter for chapter in book.chapters if chapter.id != "chapter-02"))
    print_pdf.write(sample.edition(book, folder / "art", replace(sample.A5, crop_marks=True)), folder / "book.pdf")
    return folder / "book.pdf"


def _lines(pdf: Path) -> list[str]:
    return [line for line in poppler.text(pdf, layout=True).replace("\f", "\n").splitlines() if line.strip()]


def test_long_names_stand_over_the_words_and_no_page_parts_them(long: Path) -> None:
    pages = poppler.text(long).split("\f")
    lines = [[line for line in page.splitlines() if line.strip()] for page in pages]
    firsts = {ASKS.label: ("Why so?", "She drew"), ANSWERS.label: ("Yes.", "The pencil")}
    found = [
        (name, page[number + 1])
        for page in lines
        for number, name in enumerate(page)
        if name.strip() in firsts and number + 1 < len(page)
    ]
    assert len(found) == 32
    assert all(words.startswith(firsts[name.strip()]) for name, words in found)


def test_no_word_runs_over_the_edge_of_the_page(long: Path, tmp_path: Path) -> None:
    # Whatever words reach the trim's edge are cut with it; margins outside the landscapes stay white.
    step = 72 / 25.4
    edge = 10 * step
    for number in range(1, poppler.page_count(long) + 1):
        with Image.open(poppler.png(long, number, tmp_path)) as image:
            grey = image.convert("L")
        margin = (int(grey.width - edge - 8 * step), int(90 * step), int(grey.width - edge), int(200 * step))
        assert min(grey.crop(margin).tobytes()) == 255, number


def test_a_long_title_keeps_its_title_page_on_one_page(long: Path) -> None:
    page = " ".join(poppler.text(long, first=3, last=3).split())
    for words in ("Paper Voices", "The Long Title", "A subtitle which", "Person Number 2 of Five", "Liberty Press"):
        assert words in page


def test_a_title_page_that_no_page_can_hold_is_refused(tmp_path: Path) -> None:
    book = _with({}, title=" ".join([TITLE] * 12))
    with pytest.raises(SourceError, match="title page"):
        screen_pdf.write(sample.edition(book, tmp_path / "art", facing=False), tmp_path / "book.pdf")


def test_running_heads_are_one_line_cut_at_a_word(long: Path) -> None:
    assert any(line.strip() == "The Long Title of a Book about the…" for line in _lines(long))
    assert any(line.strip() == "She Draws the…" for line in _lines(long))


@pytest.mark.parametrize(
    ("title", "head"),
    [
        ("The Red Line", "The Red Line"),
        ("x" * HEAD_LENGTH, "x" * HEAD_LENGTH),
        ("A title, of which a comma, and more, stands where it is cut", "A title, of which a comma, and more, stands…"),
        ("x" * 60, "x" * (HEAD_LENGTH - 1) + "…"),
        ("선" * 40, "선" * 23 + "…"),
    ],
)
def test_a_short_head_is_whole_or_ends_with_an_ellipsis(title: str, head: str) -> None:
    assert short_head(title) == head


def test_nothing_is_printed_outside_the_bleed_but_marks(long: Path, tmp_path: Path) -> None:
    dpi = 127
    step = dpi / 25.4
    for number in range(1, poppler.page_count(long) + 1):
        with Image.open(poppler.png(long, number, tmp_path, dpi=dpi)) as image:
            grey = image.convert("L")
        # Marks stand on the trim's lines, 10 mm from the edge; between them the rim of 7 mm stays white.
        rim, clear = int(7 * step) - 1, int(11 * step)
        strips = [
            (clear, 0, grey.width - clear, rim),
            (clear, grey.height - rim, grey.width - clear, grey.height),
            (0, clear, rim, grey.height - clear),
            (grey.width - rim, clear, grey.width, grey.height - clear),
        ]
        assert all(min(grey.crop(strip).tobytes()) == 255 for strip in strips), number


def test_a_landscape_fills_the_bleed(long: Path, tmp_path: Path) -> None:
    dpi = 127
    with Image.open(poppler.png(long, 3, tmp_path, dpi=dpi)) as image:
        inside = round(7.5 * dpi / 25.4)
        corners = [image.getpixel((inside, inside)), image.getpixel((image.width - inside, inside))]
    assert (255, 255, 255) not in corners


def test_a_caption_and_its_credit_are_lines_of_their_own(printed: Path) -> None:
    assert re.search(r"red line was drawn\.\nCut paper, 2026\.", poppler.text(printed))


def test_a_reading_keeps_off_the_line_above(tmp_path: Path) -> None:
    base = "gypsy jumping quay pygmy " * 4
    words = (sample.p(base, b.Ruby("하나원", "Hanawon", "ko"), " ", base),)
    plain = (sample.p(base, b.Foreign("ko", sample.t("하나원")), " ", base),)
    ends = []
    for name, blocks in (("ruby", words), ("plain", plain)):
        book = _with({"chapter-01": replace(_chapter(1), blocks=blocks, notes=())})
        out = tmp_path / f"{name}.pdf"
        print_pdf.write(sample.edition(book, tmp_path / "art"), out)
        with Image.open(poppler.png(out, 9, tmp_path)) as image:
            # Down to the folio, which stands below.
            text = image.convert("L").crop((0, image.height // 3, image.width, image.height * 9 // 10))
        ends.append((ImageChops.invert(text).getbbox() or (0, 0, 0, 0))[3])
    assert ends[0] - ends[1] >= 3


def test_a_sound_is_outlined_in_the_colour_of_paper(printed: Path, tmp_path: Path) -> None:
    page = next(
        number
        for number in range(1, poppler.page_count(printed) + 1)
        if "Snap!" in poppler.text(printed, first=number, last=number)
    )
    made = sample.edition(sample.english(), tmp_path / "art")
    comic = next(block for block in _chapter(2).blocks if isinstance(block, Comic))
    layout = compose(comic, PageRules(sample.A5, Side.VERSO), lambda _: Widths())
    shapes = [panel.shapes for panel in panels_on_paper(layout.pages[0], print_sheet(sample.A5), letterer_of(made))]
    assert shapes[2].count('stroke="#f3ead8"') == 1
    with Image.open(poppler.png(printed, page, tmp_path, dpi=144)) as image:
        colours = {colour for _, colour in image.convert("RGB").getcolors(1 << 20) or []}
    assert {(0xF3, 0xEA, 0xD8), (0xB4, 0x45, 0x2F)} <= colours


def test_an_endless_word_is_broken_by_what_stands_near(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same bytes as WeasyPrint makes by itself, which sets for each line all that is left of the word."""
    word = "".join(chr(ord("a") + number * number % 26) for number in range(9000))
    book = replace(sample.english(), chapters=(replace(_chapter(1), blocks=(sample.p(word), sample.p(sample.SHORT))),))
    edition = sample.edition(book, tmp_path / "art")
    looked_at: list[list[int]] = []

    def write(out: Path) -> bytes:
        lengths: list[int] = []
        split = inline_layout.split_first_line

        def counted(text: str, *others: Any, **more: Any) -> Any:  # noqa: ANN401 - WeasyPrint has no types
            lengths.append(len(text))
            return split(text, *others, **more)

        with monkeypatch.context() as patch:
            patch.setattr(inline_layout, "split_first_line", counted)
            print_pdf.write(edition, out)
        looked_at.append(lengths)
        return out.read_bytes()

    near = write(tmp_path / "near.pdf")
    monkeypatch.setattr(paper, "lines_look_a_little_ahead", nullcontext)
    assert write(tmp_path / "far.pdf") == near
    near_by, far = map(sum, looked_at)
    assert sum(length > MOST_AHEAD for length in looked_at[0]) == 0
    assert near_by < 0.5 * far


def test_the_mend_of_lines_ends_with_its_context() -> None:
    own = inline_layout.split_first_line
    with lines_look_a_little_ahead():
        assert inline_layout.split_first_line is not own
    assert inline_layout.split_first_line is own
