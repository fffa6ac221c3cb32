"""Comics of a thousand pages: memory is bounded, and pages share what is the same."""

import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from paper import sample
from storybook.formats import print_pdf, screen_pdf
from storybook.model.book import Book, Matter
from storybook.model.comic import Comic, ComicPage, LetteringKind, Panel
from storybook.model.edition import Edition
from storybook.model.picture import Picture
from storybook.pages import paper
from storybook.pages.paper_book import PaperBook
from storybook.pages.paper_engine import page_layout
from storybook.pages.paper_mended import pages_share_styles

LIMIT = 300_000_000
"""Bytes of memory that a PDF of a thousand pages may take."""

WRITE = """
import json, re, sys
from pathlib import Path
from paper.test_many_pages import edition, FORMATS
folder = Path(sys.argv[1])
FORMATS[sys.argv[2]].write(edition(int(sys.argv[3]), folder), folder / "book.pdf")
# Not getrusage, which counts what the program that started this one had.
print(json.dumps(int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) * 1024))
"""

FORMATS = {"print": print_pdf, "screen": screen_pdf}


def edition(pages: int, folder: Path) -> Edition:
    """A comic of so many pages with one small lettered panel each."""
    art = Picture("art/a.png", "0", 62, 88)
    words = sample.lettering(LetteringKind.CAPTION_BOX, "The words of a page", (0.1, 0.1, 0.8, 0.2))
    panels = [Panel(f"p{number}", art, f"Panel {number}.", (words,)) for number in range(pages)]
    comic = Comic.of_pages(*(ComicPage(((panel,),)) for panel in panels))
    chapter = sample.chapter("chapter-01", "Many", Matter.BODY, "comic", comic)
    return sample.edition(Book(sample.english().metadata, (chapter,)), folder / "art")


@pytest.mark.parametrize("name", list(FORMATS))
def test_a_thousand_pages_fit_into_memory(name: str, tmp_path: Path) -> None:
    peaks = []
    for pages in (50, 300):
        made = subprocess.run(
            [sys.executable, "-c", WRITE, tmp_path, name, str(pages)],
            capture_output=True,
            check=True,
            env={"PYTHONPATH": ":".join(sys.path), "PYTHONDONTWRITEBYTECODE": "1"},
        )
        peaks.append(int(made.stdout))
    a_page = (peaks[1] - peaks[0]) / 250
    assert peaks[1] + 700 * a_page < LIMIT


def test_pages_with_the_same_rules_share_one_style(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made, one, two = edition(12, tmp_path), tmp_path / "one.pdf", tmp_path / "two.pdf"
    styles: list[set[int]] = []
    lay_out = paper._laid_out

    def laid_out(book: PaperBook) -> Any:  # noqa: ANN401 - WeasyPrint has no types
        document = lay_out(book)
        styles.append({id(page._page_box.style) for page in document.pages})
        return document

    monkeypatch.setattr(paper, "_laid_out", laid_out)
    assert print_pdf.write(made, one) == 13
    monkeypatch.setattr(paper, "pages_share_styles", nullcontext)
    print_pdf.write(made, two)
    assert one.read_bytes() == two.read_bytes()
    shared, apart = map(len, styles)
    assert shared <= 4
    assert apart == 13


def test_the_mend_ends_with_its_context() -> None:
    own = page_layout.set_page_type_computed_styles
    with pages_share_styles():
        assert page_layout.set_page_type_computed_styles is not own
    assert page_layout.set_page_type_computed_styles is own
