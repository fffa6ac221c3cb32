import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storybook.comics.balloons import balloon, caption_box, thought
from storybook.comics.lettering import letter
from storybook.comics.line_breaks import balanced_lines
from storybook.errors import SourceError, Where
from storybook.model.comic import Lettering, LetteringKind, Panel
from storybook.model.geometry import Rect
from storybook.model.picture import Picture


def ems(text: str) -> float:
    """Half an em a character: any measure will do to test the arithmetic."""
    return 0.5 * len(text)


def one(kind: LetteringKind, text: str, box: Rect, tail: tuple[float, float] | None = None) -> Panel:
    picture = Picture("p.png", "0" * 64, 1200, 800)
    return Panel("panel-01", picture, "a panel", (Lettering(kind, text, box, tail=tail),))


words = st.lists(st.text("abcdefghij가나다라마", min_size=1, max_size=9), min_size=1, max_size=25)


@given(words, st.floats(5, 40))
def test_lines_keep_every_word_in_order_and_within_the_limit(parts: list[str], limit: float) -> None:
    lines = balanced_lines(" ".join(parts), ems, limit)
    if lines is None:
        assert any(ems(word) > limit for word in parts)
        return
    assert " ".join(lines).split() == parts
    assert all(ems(line) <= limit + 1e-9 for line in lines)


@given(words)
def test_as_few_lines_as_can_be(parts: list[str]) -> None:
    limit = 12.0
    lines = balanced_lines(" ".join(parts), ems, limit)
    greedy, used = 1, 0.0
    for word in parts:
        needed = ems(word) + (ems(" ") if used else 0)
        if used + needed > limit:
            greedy, used = greedy + 1, ems(word)
        else:
            used += needed
    assert lines is not None
    assert len(lines) == greedy


def test_lines_are_balanced_rather_than_full() -> None:
    assert balanced_lines("aaaa bbbb cccc dd", ems, 8.0) == ("aaaa bbbb", "cccc dd")
    assert balanced_lines("every night the river listens now", ems, 14.0) == ("every night the", "river listens now")


def test_a_line_end_in_the_text_is_kept() -> None:
    assert balanced_lines("one\ntwo three", ems, 50.0) == ("one", "two three")


@pytest.mark.parametrize("kind", list(LetteringKind))
@given(text=words.map(" ".join), x=st.floats(0, 0.5), y=st.floats(0, 0.5))
def test_words_and_shape_stay_in_their_box(kind: LetteringKind, text: str, x: float, y: float) -> None:
    panel = one(kind, text, Rect(x, y, 0.5, 0.5))
    try:
        laid = letter(panel, 1.5, 44, 20, ems)[0]
    except SourceError:
        return
    height = 1000 / 1.5
    assert laid.box.x >= x * 1000 - 0.1
    assert laid.box.right <= (x + 0.5) * 1000 + 0.1
    assert laid.box.y >= y * height - 0.1
    assert laid.box.bottom <= (y + 0.5) * height + 0.1
    for line in laid.lines:
        left = line.x - line.width / 2 if laid.centred else line.x
        assert left >= laid.box.x - 0.1
        assert left + line.width <= laid.box.right + 0.1
    assert " ".join(line.text for line in laid.lines).split() == text.split()


def test_words_shrink_before_they_are_refused() -> None:
    panel = one(LetteringKind.CAPTION_BOX, "some words that need a little room", Rect(0, 0, 0.4, 0.15))
    assert 20 <= letter(panel, 1.5, 44, 20, ems)[0].font_size < 44


def test_words_that_cannot_fit_are_an_error_that_names_the_panel() -> None:
    panel = one(LetteringKind.BALLOON, "far too many words " * 30, Rect(0, 0, 0.2, 0.1))
    with pytest.raises(SourceError, match=r"panel-01, lettering 1 does not fit") as caught:
        letter(panel, 1.5, 44, 30, ems)
    assert caught.value.problems[0].hint


def test_all_words_of_a_panel_that_do_not_fit_are_told_at_their_lines() -> None:
    long, box = "far too many words " * 30, Rect(0, 0, 0.2, 0.1)
    lettering = [Lettering(LetteringKind.BALLOON, long, box, where=Where("en/c.yaml", line, 9)) for line in (4, 7)]
    lettering.insert(1, Lettering(LetteringKind.CAPTION_BOX, "ok", Rect(0, 0, 0.5, 0.5), where=Where("en/c.yaml", 5)))
    with pytest.raises(SourceError) as caught:
        letter(Panel("river", Picture("p.png", "0" * 64, 1200, 800), "", tuple(lettering)), 1.5, 44, 30, ems)
    assert [str(problem.where) for problem in caught.value.problems] == ["en/c.yaml:4:9", "en/c.yaml:7:9"]
    assert ["river" in problem.what for problem in caught.value.problems] == [True, True]


def test_a_caption_leans_to_the_edge_it_is_near() -> None:
    low_right = letter(one(LetteringKind.CAPTION_BOX, "short", Rect(0.5, 0.7, 0.45, 0.25)), 1.5, 44, 20, ems)[0]
    assert low_right.box.right == pytest.approx(950)
    assert low_right.box.bottom == pytest.approx(0.95 * 1000 / 1.5)


@given(st.floats(-200, 1200), st.floats(-200, 900))
def test_a_tail_is_drawn_only_where_it_leaves_the_balloon(x: float, y: float) -> None:
    box = Rect(300, 200, 400, 200)
    plain, tailed = balloon(box, None), balloon(box, (x, y))
    assert tailed.startswith(plain)
    if tailed != plain:
        numbers = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", tailed[len(plain) :])]
        assert (round(x, 1), round(y, 1)) == pytest.approx((numbers[2], numbers[3]), abs=0.06)


def test_a_thought_is_led_to_by_three_bubbles() -> None:
    assert thought(Rect(300, 100, 300, 150), (450, 600)).count("a") == 6


def test_a_caption_box_is_cut_the_same_way_every_time() -> None:
    box = Rect(10, 10, 300, 60)
    assert caption_box(box, "panel-01/0") == caption_box(box, "panel-01/0")
    assert caption_box(box, "panel-01/0") != caption_box(box, "panel-02/0")


def test_far_too_many_words_are_refused_at_once() -> None:
    panel = one(LetteringKind.CAPTION_BOX, "a b " * 2400, Rect(0, 0, 0.05, 0.9))
    with pytest.raises(SourceError, match="does not fit"):
        letter(panel, 1.5, 44, 20, ems)
    assert balanced_lines("a " * 500, ems, 1.0) is None
