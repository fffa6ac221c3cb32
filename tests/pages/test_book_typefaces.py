"""Typefaces that a book brings along."""

import shutil
from pathlib import Path

import pytest

from storybook.errors import SourceError
from storybook.pages.theme import load_theme, shipped_folder

FACE = '[[face]]\nuse = "serif"\nfamily = "Ours"\n{more}files = {{ regular = "{file}" }}\n'


def book_theme(folder: Path, table: str) -> Path:
    fonts = folder / "templates" / "fonts"
    fonts.mkdir(parents=True)
    shutil.copy(shipped_folder() / "fonts" / "Alegreya-Regular.ttf", fonts / "Ours.ttf")
    (fonts / "fonts.toml").write_text(table, encoding="utf-8")
    return folder / "templates"


def test_a_typeface_of_the_book_is_preferred(tmp_path: Path) -> None:
    theme = load_theme(book_theme(tmp_path, FACE.format(file="Ours.ttf", more="")))
    assert theme.typefaces[0].family == "Ours"


def test_a_fallback_comes_after_all_others(tmp_path: Path) -> None:
    theme = load_theme(book_theme(tmp_path, FACE.format(file="Ours.ttf", more="fallback = true\n")))
    assert theme.typefaces[-1].family == "Ours"
    assert len(theme.typefaces) == len(load_theme(None).typefaces) + 1


@pytest.mark.parametrize(
    "table",
    [
        "[[face]\n",
        "[[face]]\nfamily = 'x'\n",
        FACE.format(file="../Ours.ttf", more=""),
        FACE.format(file="none.ttf", more=""),
        FACE.format(file="Ours.ttf", more="").replace("regular", "heavy"),
        FACE.format(file="Ours.ttf", more="").replace('"serif"', '"fraktur"'),
    ],
)
def test_a_table_that_cannot_be_used_is_told(tmp_path: Path, table: str) -> None:
    with pytest.raises(SourceError, match=r"templates/fonts/fonts\.toml: the book's table of typefaces"):
        load_theme(book_theme(tmp_path, table))
