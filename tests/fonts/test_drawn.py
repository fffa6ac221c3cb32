"""Letters as they are drawn."""

import re
import unicodedata
from pathlib import Path

import pytest

from storybook.errors import SourceError
from storybook.fonts import coverage, measure
from storybook.fonts.drawn import heights, kerned_width, outline
from storybook.pages.theme import load_theme, shipped_folder

FONTS = shipped_folder() / "fonts"
HAND, HANGUL, SHOUT = FONTS / "ShantellSans-Regular.ttf", FONTS / "PoorStory-Regular.ttf", FONTS / "Jua-Regular.ttf"
SANS = FONTS / "AlegreyaSans-Regular.ttf"
LETTERING = [face for face in load_theme(None).typefaces if face.use == "lettering"]
LATIN = "".join(map(chr, (*range(0x21, 0x7F), *range(0xA1, 0x17F)))).replace("\u00ad", "").replace("\u0149", "")


def xs(path: str) -> list[float]:
    """The x of every point that a path comes to."""
    found, x = [], 0.0
    for command, rest in re.findall(r"([MLHVCQZ])([^MLHVCQZ]*)", path):
        numbers = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", rest)]
        x = numbers[-1 if command == "H" else -2] if command in "MLHCQ" else x
        found.append(x)
    return found


def test_kerning_brings_pairs_nearer_and_leaves_others() -> None:
    assert kerned_width("AVAVA", [HAND]) < measure("AVAVA", [HAND], 1.0) - 0.1
    assert kerned_width("HHHH", [HAND]) == pytest.approx(measure("HHHH", [HAND], 1.0))
    assert kerned_width("", [HAND]) == 0.0


def test_spacing_stands_between_letters_only() -> None:
    assert kerned_width("HHH", [HAND], 0.1) == pytest.approx(kerned_width("HHH", [HAND]) + 0.2)
    assert kerned_width("H", [HAND], 0.1) == pytest.approx(kerned_width("H", [HAND]))


def test_marks_that_grow_together_are_one_letter() -> None:
    decomposed = unicodedata.normalize("NFD", "é 각")
    assert kerned_width(decomposed, [HAND, HANGUL]) == pytest.approx(kerned_width("é 각", [HAND, HANGUL]))


def test_an_outline_stands_where_it_is_told_and_is_as_wide_as_its_line() -> None:
    drawn = outline("HoH", [HAND], 40.0, (100.0, 50.0))
    assert 100 <= min(xs(drawn)) < 105
    assert max(xs(drawn)) == pytest.approx(100 + 40 * kerned_width("HoH", [HAND]), abs=5)
    assert drawn == outline("HoH", [HAND], 40.0, (100.0, 50.0))
    assert outline(" \u00a0", [HAND], 40.0, (0.0, 0.0)) == ""


def test_each_letter_is_drawn_in_the_first_font_that_has_it() -> None:
    assert outline("하", [HAND, HANGUL], 40.0, (0, 0)) == outline("하", [HANGUL], 40.0, (0, 0))
    assert outline("a", [HAND, HANGUL], 40.0, (0, 0)) != outline("a", [HANGUL], 40.0, (0, 0))


def test_a_letter_that_no_font_has_is_an_error() -> None:
    with pytest.raises(SourceError, match=r"U\+6210"):
        outline("成", [HAND, HANGUL], 40.0, (0, 0))


def test_figures_are_lining() -> None:
    tops = [max(_ys(outline(figure, [SANS], 100.0, (0, 100)))) for figure in "3479"]
    assert max(tops) < 103  # none hangs under the line


def _ys(path: str) -> list[float]:
    found = []
    for command, rest in re.findall(r"([MLHVCQZ])([^MLHVCQZ]*)", path):
        numbers = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", rest)]
        if command in "MLCQV":
            found.append(numbers[-1])
    return found


def test_heights_are_those_of_the_tables() -> None:
    assert heights(HAND).capital == pytest.approx(0.709)
    assert (heights(HAND).ascent, heights(HAND).descent) == (1.02, 0.32)
    assert heights(HANGUL).capital < heights(HAND).capital


def test_the_lettering_typefaces_have_all_syllables_and_the_letters_of_europe() -> None:
    syllables = set(range(0xAC00, 0xD7A4))
    assert syllables <= coverage(HANGUL)
    assert len(syllables & coverage(SHOUT)) >= 2350
    together = set().union(*(coverage(face.path) for face in LETTERING))
    assert syllables | {ord(c) for c in LATIN + "“”‘’—–…€₩"} <= together


@pytest.mark.parametrize("name", ["ShantellSans", "PoorStory", "Jua"])
def test_their_licence_lies_beside_them_and_reserves_no_name(name: str) -> None:
    text = (FONTS / f"OFL-{name}.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in text
    assert "with Reserved Font Name" not in text.partition("PREAMBLE")[0]
    assert Path(FONTS / f"OFL-{name}.txt").read_bytes().isascii()
