"""PDFs of the sample book, made once."""

from pathlib import Path

import pytest

from paper import sample
from storybook.formats import print_pdf, screen_pdf


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("printed")
    print_pdf.write(sample.edition(sample.english(), folder / "art"), folder / "book.pdf")
    return folder / "book.pdf"


@pytest.fixture(scope="session")
def on_screen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("screen")
    screen_pdf.write(sample.edition(sample.english(), folder / "art", facing=False), folder / "book.pdf")
    return folder / "book.pdf"


@pytest.fixture(scope="session")
def korean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("korean")
    print_pdf.write(sample.edition(sample.korean(), folder / "art"), folder / "book.pdf")
    return folder / "book.pdf"
