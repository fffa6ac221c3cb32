"""Words of comics on paper, read back: each letter stands where the layout has it, as what lies under it does."""

from pathlib import Path

import pypdfium2
import pytest

from paper import sample
from storybook.comics.letterer import on_paper
from storybook.comics.lettering import letter
from storybook.formats import print_pdf
from storybook.model.book import Book, Matter
from storybook.model.comic import Comic, LetteringKind, Panel
from storybook.model.geometry import MM_PER_INCH, POINTS_PER_INCH, Rect
from storybook.model.lettering import UNITS
from storybook.pages.lettering import letterer_of
from storybook.pages.sheet import print_sheet

POINT = POINTS_PER_INCH / MM_PER_INCH
K = LetteringKind


def ink_of(pdf: Path, letter: str) -> list[Rect]:
    """Where a letter's ink stands on the first page, in mm from the left top corner."""
    document = pypdfium2.PdfDocument(pdf)
    page = document[0]
    text = page.get_textpage()
    height = page.get_height()
    found = []
    for index in range(text.count_chars()):
        if text.get_text_range(index, 1) == letter:
            left, bottom, right, top = text.get_charbox(index)
            found.append(Rect(left / POINT, (height - top) / POINT, (right - left) / POINT, (top - bottom) / POINT))
    for opened in (text, page, document):
        opened.close()
    return found


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        ("en", "H", K.BALLOON),
        ("en", "H 한 H", K.BALLOON),
        ("en", "H 한 H", K.SHOUT),
        ("en", "H—한", K.CAPTION_BOX),
        ("ko", "한 H Ł", K.BALLOON),
        ("ko", "한 H 똠", K.SHOUT),
        ("ko", "한 H", K.CAPTION_BOX),
        ("ko", "H Ł 한", K.FREE),
    ],
)
def test_letters_stand_on_the_baseline_of_the_layout_whatever_fonts_are_in_their_line(
    language: str, text: str, kind: LetteringKind, tmp_path: Path
) -> None:
    words = sample.lettering(kind, text, (0.2, 0.2, 0.6, 0.5), speaker="A" if kind.spoken else "")
    panel = Panel("panel-01", sample.PANELS[0], "Hills.", (words,))
    chapter = sample.chapter("chapter-01", "One", Matter.BODY, "comic", Comic((panel,)), heading=False)
    metadata = sample.english().metadata if language == "en" else sample.korean().metadata
    made = sample.edition(Book(metadata, (chapter,)), tmp_path / "art")
    print_pdf.write(made, tmp_path / "book.pdf")
    (composed,) = next(iter(made.layouts.values())).pages
    art, offset = composed.panels[0].art, print_sheet(sample.A5).offset
    (laid,) = letter(panel, panel.picture.aspect, letterer_of(made), on_paper(art.width))
    unit = art.width / UNITS
    baselines = [offset + art.y + line.y * unit for line in laid.lines]
    lefts = [offset + art.x + line.x * unit for line in laid.lines]
    rights = [left + line.width * unit for left, line in zip(lefts, laid.lines, strict=True)]
    inks = ink_of(tmp_path / "book.pdf", "H")
    assert len(inks) == text.count("H")
    for ink in inks:
        assert min(abs(ink.bottom - baseline) for baseline in baselines) < 0.02 * laid.font_size * unit
        assert min(lefts) - 0.02 < ink.x < ink.right < max(rights) + 0.02
