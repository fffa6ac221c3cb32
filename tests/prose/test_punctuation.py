"""Quotation marks, dashes and dots as printers set them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prose.reading import words
from storybook.read.punctuation import Run, typeset


def set_in(language: str, text: str) -> str:
    return typeset([Run(text, language)])[0]


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ('He said "yes".', "He said “yes”."),
        ("She said, 'It's mine.'", "She said, ‘It’s mine.’"),
        ("\"'Hello,' he said.\"", "“‘Hello,’ he said.”"),
        ("\"She said 'no.'\"", "“She said ‘no.’”"),
        ("don't, the '90s, rock 'n' roll, 'tis", "don’t, the ’90s, rock ’n’ roll, ’tis"),
        ("the dogs' tails", "the dogs’ tails"),
        ('("a") ["b"] —"c"', "(“a”) [“b”] —“c”"),
        ('"I was--" he said', "“I was–” he said"),
        ("He is 5'10\" tall", "He is 5'10\" tall"),
        ('"He is 20"', "“He is 20”"),
        ('"It goes on in the next paragraph.', "“It goes on in the next paragraph."),
        ("a--b -- c --- d---e", "a–b – c — d—e"),
        ("wait... and....", "wait… and...."),
        ("-- and ----", "– and ----"),
        ('" alone "', '" alone "'),
        ("“already” and ‘set’", "“already” and ‘set’"),
    ],
)
def test_english(typed: str, printed: str) -> None:
    assert set_in("en", typed) == printed


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ('그는 "안녕"이라고 말했다.', "그는 “안녕”이라고 말했다."),
        ("'말'이 '글'은", "‘말’이 ‘글’은"),
        ("\"MOON\"는 'MOON'는", "“MOON”는 ‘MOON’는"),
        ('그는"안녕"이라고', "그는“안녕”이라고"),
    ],
)
def test_korean_particles_follow_a_closing_mark(typed: str, printed: str) -> None:
    assert set_in("ko", typed) == printed


def test_german_and_french_have_their_own_marks() -> None:
    assert set_in("de-AT", "Er sagte \"ja, 'gern', so geht's\".") == "Er sagte „ja, ‚gern‘, so geht’s“."
    assert set_in("fr", 'Il dit "oui" et l\'autre « non ».') == "Il dit «\u202foui\u202f» et l’autre «\u202fnon\u202f»."


def test_a_span_keeps_the_marks_of_its_language() -> None:
    assert words('She said "[er sagt "ja"]{lang=de}".') == "She said “er sagt „ja“”."


def test_marks_pair_across_emphasis_and_code_is_left_alone() -> None:
    assert words('"*Hello*," she said; `a "b" -- c`') == '“Hello,” she said; a "b" -- c'


def test_addresses_and_escapes_are_left_alone() -> None:
    assert words(r"<https://example.org/a--b> \... \"a\"") == 'https://example.org/a--b ... "a"'


@given(st.lists(st.text("ab가 \"'.-1(", max_size=8), max_size=4), st.sampled_from(["en", "ko", "de"]))
def test_only_marks_change(texts: list[str], language: str) -> None:
    changed = "".join(typeset([Run(text, language) for text in texts]))
    assert [c for c in changed if c.isalnum()] == [c for text in texts for c in text if c.isalnum()]


@given(st.text("ab \"'", max_size=20))
def test_setting_twice_changes_nothing_more(text: str) -> None:
    once = set_in("en", text)
    if "'" not in once and '"' not in once:
        assert set_in("en", once) == once
