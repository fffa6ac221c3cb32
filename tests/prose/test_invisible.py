"""Characters nobody sees, and letters that pass for others."""

import json
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from prose.reading import read, text_of, words
from read.timing import within
from storybook.errors import Problem, SourceError, Where
from storybook.read.invisible import find_lookalikes, first_unneeded, remove_invisible, without_suspects
from storybook.read.text import MAX_PROBLEMS


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
        "1\ufe0f⃣ #\ufe0f⃣ ‼\ufe0f ©\ufe0e 、\ufe01 ≨\ufe00",
        "👁\ufe0f\u200d🗨\ufe0f 👍🏽\u200d❤",
        "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
        "🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f",
        "ᄒ\u1160 \u115f\u1160ᆨ",
        "שלום\u200f! \u061c",
    ],
)
def test_a_character_that_spelling_needs_stays(text: str) -> None:
    assert remove_invisible(text, "a.md") == (text, [])


def test_many_are_counted_and_not_listed() -> None:
    text, warnings = remove_invisible("\u200b" * 500, "a.md")
    assert text == ""
    assert len(warnings) == 21
    assert "480 more" in warnings[-1].what


@pytest.mark.parametrize(
    "text",
    [
        "\u200f\u200e",
        "\u061c a",
        "\u115f\u1160",
        "a\u115f\u1160\u1160b",
        "ᄒ\u115f",
        "1\ufe0f2\ufe00",
        "End.\ufe0f",
        "a=\ufe0fb",
        "❤\u200d\ufffc",
        "\u034f\u200d❤",
        "👍\u200da",
        "🏴\U000e006b\U000e0069\U000e006d\U000e007f",
        "\U000e0067🏴",
        "\u200dक",
        "\U000e0100",
        "글\U000e0100",
    ],
)
def test_a_character_that_only_others_like_it_would_need_is_left_out(text: str) -> None:
    cleaned, warnings = remove_invisible(text, "a.md")
    assert cleaned == "".join(c for c in text if c in "abcdEn. 12=❤👍🏴कᄒ글")
    assert len(warnings) == len(text) - len(cleaned)


def test_what_an_invisible_character_kept_apart_is_composed() -> None:
    assert remove_invisible("e\u200b\u0301\nᄀ\u2060ᅡ", "a.md")[0] == "é\n가"


SUSPECTS = (
    "\u00ad\u034f\u061c\u115f\u1160\u180b\u200b\u200c\u200d\u200e\u200f\u202e\u2060\u2066\u3164\ufe00\ufe0f\ufeff"
    "\ufffc\U000e0041\U000e0067\U000e0062\U000e0065\U000e006e\U000e007f\U000e0100"
)
NEIGHBOURS = "ab1#. \n\u0301\u20e3é글한शक\u093cیہש葛、≠©❤👍🏽🏴"
CROWDED = st.text(SUSPECTS + NEIGHBOURS, max_size=12) | st.text()


@given(CROWDED)
@settings(max_examples=500, deadline=None)
@example("ש\u200d\u202e🏴")
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once, _ = remove_invisible(unicodedata.normalize("NFC", text), "a.md")
    assert remove_invisible(once, "a.md") == (once, [])


@given(CROWDED)
@settings(max_examples=300, deadline=None)
def test_only_invisible_characters_are_taken_and_each_is_told(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    cleaned, warnings = remove_invisible(text, "a.md")
    assert unicodedata.normalize("NFC", without_suspects(cleaned)) == unicodedata.normalize(
        "NFC", without_suspects(text)
    )
    listed = warnings[:MAX_PROBLEMS]
    for warning in listed:
        assert warning.where
        letter = text.split("\n")[warning.where.line - 1][warning.where.column - 1]
        assert f"U+{ord(letter):04X}" in warning.what
        assert without_suspects(letter) == ""
        assert (warning.where.text or "")[warning.where.column - 1] == "\ufffd"
    assert len({str(warning.where) for warning in listed}) == len(listed)
    taken = Counter(c for c in text if not without_suspects(c)) - Counter(c for c in cleaned if not without_suspects(c))
    more = int(warnings[MAX_PROBLEMS].what.split()[0]) if len(warnings) > MAX_PROBLEMS else 0
    assert taken.total() == len(listed) + more


@pytest.mark.parametrize(
    "line",
    ["\u200e" * 200_000, "\u200ea" * 100_000, "🏴\U000e0041" * 100_000, "pа " * 100_000, "\u200b\n" * 200_000],
    ids=["marks", "marks and letters", "tags", "lookalikes", "lines"],
)
def test_a_flood_on_one_line_is_answered_soon(line: str) -> None:
    with within(10):
        cleaned, warnings = remove_invisible(line, "a.md")
        warnings += find_lookalikes(cleaned, "a.md")
    assert len(warnings) == MAX_PROBLEMS + 1


def test_warnings_show_the_first_places_of_several_lines() -> None:
    _, warnings = remove_invisible("a\u200bb\n" * 12 + "\u200b" * 30, "a.md")
    assert [str(warning.where) for warning in warnings[:MAX_PROBLEMS]] == [
        *(f"a.md:{line}:2" for line in range(1, 13)),
        *(f"a.md:13:{column}" for column in range(1, 9)),
    ]
    assert warnings[-1].what.startswith("22 more")
    assert str(warnings[0]).splitlines()[1] == "  1 | a\ufffdb"


def test_an_invisible_character_written_as_an_entity_is_left_out() -> None:
    assert words("a&#x202E;b&shy;c&#x200b;d") == "abcd"


def test_a_lookalike_in_a_latin_word_is_told_and_kept() -> None:
    reading = read("The pаssword, and Αthens.")
    assert [str(warning.where) for warning in reading.warnings] == ["en/text.md:1:6", "en/text.md:1:19"]
    assert find_lookalikes("Москва Αθήνα α-decay 말a", "a.md") == []


def test_a_lookalike_is_told_by_its_name_with_the_line_and_what_it_does() -> None:
    assert find_lookalikes("One.\nThe pаssword\x1b and Αthens.", "a.md") == [
        Problem(
            f"the letter {name} stands in a word of Latin letters",
            Where("a.md", 2, column, "The pаssword\ufffd and Αthens."),
            "type the word anew if you did not mean this: readers who search or listen will not find it",
        )
        for name, column in (
            ("U+0430 (cyrillic small letter a)", 6),
            ("U+0391 (greek capital letter alpha)", 19),
        )
    ]


def test_many_lookalikes_are_counted() -> None:
    found = find_lookalikes("pа " * (MAX_PROBLEMS + 3), "a.md")
    assert len(found) == MAX_PROBLEMS + 1
    assert found[-1] == Problem("3 more letters look like Latin ones and are not", Where("a.md"))
    assert len(find_lookalikes("pа\n" * MAX_PROBLEMS, "a.md")) == MAX_PROBLEMS


def test_an_invisible_character_is_told_by_its_name_where_it_has_one() -> None:
    _, (space, tag, more) = remove_invisible("a\u200b\nb\U000e0041\nc\u206fd", "a.md")
    hint = "delete it, or type the words anew"
    what = "the invisible character U+200B (zero width space) is left out"
    assert space == Problem(what, Where("a.md", 1, 2, "a\ufffd"), hint)
    assert tag.what == "the invisible character U+E0041 (tag latin capital letter a) is left out"
    assert more == Problem(more.what, Where("a.md", 3, 2, "c\ufffdd"), hint)
    _, (nameless,) = remove_invisible("a\U000e0002", "a.md")
    assert nameless.what == "the invisible character U+E0002 is left out"
    assert remove_invisible("\u200b" * 25, "a.md")[1][-1] == Problem(
        "5 more invisible characters are left out", Where("a.md")
    )


def test_a_selector_behind_a_letter_without_a_name_is_left_out() -> None:
    assert remove_invisible("\ue000\ufe00", "a.md")[0] == "\ue000"


@pytest.mark.parametrize(("text", "first"), [("", ""), ("ab", ""), ("a\n❤\ufe0f", ""), ("a\nb\u2060\u200b", "\u2060")])
def test_the_first_character_that_nobody_needs_is_found(text: str, first: str) -> None:
    assert first_unneeded(text) == first


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
