"""Characters nobody sees, and letters that pass for others."""

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prose.reading import read, text_of, words
from storybook.errors import SourceError
from storybook.read.invisible import find_lookalikes, remove_invisible


@pytest.mark.parametrize(
    "letter",
    ["\u00ad", "\u200b", "\u200c", "\u200d", "\u200e", "\u202e", "\u2066", "\u2060", "\ufeff", "\u3164", "\u2028",
     "\U000e0048", "\ufe0f", "\U000e0101", "\u115f", "\u180e", "\ufffc"],
)  # fmt: skip
def test_an_invisible_character_is_left_out_and_told(letter: str) -> None:
    text, warnings = remove_invisible(f"one\ntw{letter}o", "a.md")
    assert text == "one\ntwo"
    (warning,) = warnings
    assert str(warning.where) == "a.md:2:3"
    assert f"U+{ord(letter):04X}" in warning.what
    assert letter not in str(warning)


@pytest.mark.parametrize(
    "text",
    [
        "می\u200cخواهم",  # Persian
        "क्\u200dष",  # Hindi
        "👩\u200d👩\u200d👧 👍🏽 ❤\ufe0f",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "葛\U000e0100城",
        "שלום (a)\u200e",
        "ᄒᆞᆫ글 \u115fᅡ",
        "1\ufe0f⃣",
    ],
)
def test_a_character_that_spelling_needs_stays(text: str) -> None:
    assert remove_invisible(text, "a.md") == (text, [])


def test_many_are_counted_and_not_listed() -> None:
    text, warnings = remove_invisible("\u200b" * 500, "a.md")
    assert text == ""
    assert len(warnings) == 21
    assert "480 more" in warnings[-1].what


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once, _ = remove_invisible(text, "a.md")
    assert remove_invisible(once, "a.md")[0] == once


def test_an_invisible_character_written_as_an_entity_is_left_out() -> None:
    assert words("a&#x202E;b&shy;c&#x200b;d") == "abcd"


def test_a_lookalike_in_a_latin_word_is_told_and_kept() -> None:
    reading = read("The pаssword, and Αthens.")
    assert [str(warning.where) for warning in reading.warnings] == ["en/text.md:1:6", "en/text.md:1:19"]
    assert find_lookalikes("Москва Αθήνα α-decay 말a", "a.md") == []


def test_decomposed_hangul_is_composed() -> None:
    assert words(unicodedata.normalize("NFD", "안녕하세요")) == "안녕하세요"


@pytest.mark.parametrize("name", ["T01", "T02", "T03", "T04", "T07", "T08", "T10", "T11", "T12", "T15", "T18", "T22",
                                  "T23", "W01", "W04", "W08", "W10", "M08", "M11", "M12", "M13"])  # fmt: skip
def test_hostile_manuscripts_get_the_answer_they_deserve(hostile_cases: Path, name: str) -> None:
    (folder,) = hostile_cases.glob(f"{name}-*")
    case = json.loads((folder / "case.json").read_text("utf-8"))
    try:
        reading = read((folder / "text.md").read_bytes())
    except SourceError as error:
        told, printed = str(error), ""
    else:
        told = "\n".join(str(warning) for warning in reading.warnings)
        printed = text_of(reading.blocks)
    assert (printed == "") if case["expect"] == "refuse" else (printed or case["expect"] == "either")
    if case["expect"] in ("refuse", "warn"):
        assert not [part for part in case["says"] if part.lower() not in told.lower()]
    elif printed:
        assert not [part for part in case["says"] if part not in printed]
    assert not [canary for canary in case["canaries"] if canary in told + printed]
