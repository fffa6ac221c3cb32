"""Hangul words stay whole."""

from hypothesis import given
from hypothesis import strategies as st

from storybook.pages.long_words import spare_long_words
from storybook.pages.whole_words import JOINER, join_words


def shown(markup: str) -> str:
    return join_words(markup).replace(JOINER, "|")


def test_syllables_are_joined_and_spaces_stay_free() -> None:
    assert shown("<p>붉은 선</p>") == "<p>붉|은 선</p>"


def test_particles_stay_with_latin_words_digits_and_quotes() -> None:
    assert shown("<p>MOON의 ‘별’이 2019년</p>") == "<p>MOON|의 ‘|별|’|이 2019|년</p>"


def test_words_are_joined_across_inline_tags_but_not_across_paragraphs() -> None:
    assert shown("<p><em>그림</em>은</p><p>다</p>") == "<p><em>그|림</em>|은</p><p>다</p>"


def test_attributes_and_titles_are_left_alone() -> None:
    markup = '<title>붉은 선</title><img alt="붉은 선"/>'
    assert join_words(markup) == markup


def test_a_line_may_break_at_dashes() -> None:
    assert shown("<p>북—남</p>") == "<p>북—남</p>"


@given(st.text(alphabet="가나 a<&>—‘’.", max_size=40))
def test_nothing_but_joiners_is_added(text: str) -> None:
    markup = "<p>" + text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") + "</p>"
    assert join_words(markup).replace(JOINER, "") == markup


def test_endless_words_are_spared_hyphenation_and_tags_are_left_alone() -> None:
    word, name = "a" * 101, "x" * 200
    assert spare_long_words(f'<p id="{name}">so {word}, {"b" * 100}</p>') == (
        f'<p id="{name}">so <span class="endless">{word}</span>, {"b" * 100}</p>'
    )
