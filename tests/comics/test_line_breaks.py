import pytest
from hypothesis import given
from hypothesis import strategies as st

from storybook.comics.line_breaks import (
    FIRST,
    LAST,
    Broken,
    break_into,
    fewest_lines,
    lengths,
    line_of,
    width_between,
    words_of,
)


def ems(text: str) -> float:
    """Half an em a character: any measure will do to test the arithmetic."""
    return 0.5 * len(text)


def broken(text: str, shape: list[float], limit: float = 99.0) -> list[str] | None:
    words = words_of(text)
    found = break_into(words, lengths(words, ems), ems(" "), shape, [limit] * len(shape))
    return None if found is None else lines_of(text, found)


def lines_of(text: str, found: Broken) -> list[str]:
    words = words_of(text)
    return [line_of(words[start:stop]) for start, stop in zip((0, *found.ends), found.ends, strict=False)]


texts = st.lists(st.text("abcdefghij가나다라마.,!", min_size=1, max_size=9), min_size=1, max_size=25).map(" ".join)


@given(texts)
def test_no_letter_is_lost_whatever_the_breaks(text: str) -> None:
    words = words_of(text)
    for count in range(1, len(words) + 1):
        lines = broken(text, [1.0] * count)
        if lines is not None:
            assert "".join(lines).replace(" ", "").replace("\u00a0", "") == text.replace(" ", "")
            assert len(lines) == count


@given(texts, st.floats(5, 40))
def test_as_few_lines_as_can_be_and_none_over_the_limit(text: str, limit: float) -> None:
    words = words_of(text)
    ends, space = lengths(words, ems), ems(" ")
    count = fewest_lines(words, ends, space, limit)
    if count is None:
        assert any(ems(word.text) > limit for word in words)
        return
    greedy, used = 1, 0.0
    for word in words:
        needed = ems(word.text) + (space if used else 0)
        greedy, used = (greedy + 1, ems(word.text)) if used + needed > limit else (greedy, used + needed)
    assert count == greedy
    lines = broken(text, [1.0] * count, limit)
    assert lines is not None
    assert all(ems(line) <= limit + 1e-9 for line in lines)


@given(texts)
def test_the_width_of_words_in_a_line_is_that_of_the_line(text: str) -> None:
    words = words_of(text)
    ends = lengths(words, ems)
    for start in range(len(words)):
        assert width_between(words, ends, 0.5, start, len(words)) == pytest.approx(ems(line_of(words[start:])))


def test_lines_follow_a_shape() -> None:
    text = "nobody had told her that she must not draw what she saw"
    assert broken(text, [0.6, 1.0, 0.6]) == ["nobody had told", "her that she must not draw", "what she saw"]
    assert broken(text, [1.0, 1.0, 1.0]) == ["nobody had told", "her that she must", "not draw what she saw"]


def test_lines_are_balanced_rather_than_full() -> None:
    assert broken("every night the river listens now", [1.0, 1.0], 14.0) == ["every night the", "river listens now"]


@pytest.mark.parametrize(
    "text", ["aa bb cc dd ee", "I will not say so again today", "나는 다시 그리지 않겠다고 맹세했다"]
)
def test_no_word_is_alone_on_the_last_line_where_that_can_be(text: str) -> None:
    for count in (2, 3):
        lines = broken(text, [1.0] * count)
        assert lines is not None
        assert " " in lines[-1]


def test_two_words_in_two_lines_are_told_to_leave_one_alone() -> None:
    words = words_of("only two")
    found = break_into(words, lengths(words, ems), 0.5, [1.0, 1.0], [9.0, 9.0])
    assert found is not None
    assert found.alone == LAST


def test_a_first_word_alone_is_told_where_no_pause_is_behind_it() -> None:
    for text, alone in (("nobody came here", FIRST), ("Nobody? came here", 0)):
        words = words_of(text)
        found = break_into(words, lengths(words, ems), 0.5, [0.3, 1.0], [4.0, 9.0])
        assert found is not None
        assert found.ends[0] == 1
        assert found.alone == alone


def test_a_word_that_its_author_set_apart_is_not_alone() -> None:
    words = words_of("go\nhome")
    found = break_into(words, lengths(words, ems), 0.5, [1.0, 1.0], [9.0, 9.0])
    assert found is not None
    assert not found.alone
    assert lines_of("go\nhome", found) == ["go", "home"]


def test_line_ends_in_the_text_are_kept() -> None:
    assert broken("one\ntwo three\n\nfour five", [1.0, 1.0, 1.0]) == ["one", "two three", "four five"]
    assert broken("one\ntwo three", [1.0]) is None


def test_a_line_ends_where_a_voice_does_if_it_can() -> None:
    assert broken("Draw me next! I can pay.", [1.0, 1.0]) == ["Draw me next!", "I can pay."]
    assert broken("그리는 아이예요. 안 된다고 하네", [1.0, 1.0]) == ["그리는 아이예요.", "안 된다고 하네"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Quoi ! dit-il", ["Quoi\u00a0!", "dit-il"]),
        ("wait … what", ["wait\u00a0…", "what"]),
        ("— Who is it ?", ["—\u00a0Who", "is", "it\u00a0?"]),
        ("“ no ”", ["“\u00a0no\u00a0”"]),
        ("( a b )", ["(\u00a0a", "b\u00a0)"]),
        ("no\u00a0break here", ["no\u00a0break", "here"]),
        ("left—right", ["left—", "right"]),
        ("well-known", ["well-known"]),
        ("…and then", ["…and", "then"]),
        ("한 아이에게 빨간 크레용이", ["한", "아이에게", "빨간", "크레용이"]),
        ("?!", ["?!"]),
        ("…", ["…"]),
        ("", []),
        (" \n ", []),
    ],
)
def test_what_stays_together(text: str, parts: list[str]) -> None:
    assert [word.text for word in words_of(text)] == parts


def test_a_dash_without_spaces_gets_none() -> None:
    assert line_of(words_of("left—right and on")) == "left—right and on"


@given(texts)
def test_no_line_begins_with_a_closing_mark_of_its_own(text: str) -> None:
    for word in words_of(text)[1:]:
        assert not all(character in ".,!" for character in word.text) or not text.replace(" ", "").strip(".,!")


def test_lines_that_cannot_be_are_told() -> None:
    assert broken("aa", [1.0, 1.0]) is None
    assert broken("aaaa bbbb", [1.0, 1.0], 1.5) is None
