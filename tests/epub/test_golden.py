"""The text of a whole sample, held against files that people can read: --update-golden writes them anew."""

from collections.abc import Callable, Mapping
from pathlib import Path
from zipfile import ZipFile

import pytest

FILES = (
    "content.opf",
    "nav.xhtml",
    "nav.ncx",
    "text/chapter-01.xhtml",
    "text/chapter-02.xhtml",
    "text/title-page.xhtml",
)


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("book", ["english", "korean"])
def test_a_file_is_as_it_was(
    books: Mapping[str, Path], golden: Callable[[str, str], None], book: str, file: str
) -> None:
    with ZipFile(books[book]) as container:
        golden(f"{book}-{Path(file).name}", container.read(f"EPUB/{file}").decode("utf-8"))
