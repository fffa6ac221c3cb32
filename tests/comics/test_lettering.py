import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comics.lettered import ASPECT, ENGLISH, HEIGHT, KOREAN, PICTURE, panel, styled, words
from comics.outlines import is_inside, polygons
from storybook.comics.letterer import Letterer, on_paper, on_phone
from storybook.comics.lettering import letter, narrowest
from storybook.errors import SourceError, Where
from storybook.model.comic import Lettering, LetteringKind, Panel
from storybook.model.geometry import Rect
from storybook.model.lettering import LetteredText

K = LetteringKind
PAPER = on_paper(128)

LETTERERS = {"en": ENGLISH, "ko": KOREAN}
VOICES = {
    "en": "I she draws what the teacher sees nobody must not. why? No! river, night… crayon again",
    "ko": "나는 다시 그리지 않겠다고 안 된다고 말해 준 사람은 없었어요. 왜? 강, 밤… 크레용이 선생님",
}


def speech(language: str) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(VOICES[language].split()), min_size=1, max_size=14).map(" ".join)


said = st.sampled_from(["en", "ko"]).flatmap(lambda language: st.tuples(st.just(language), speech(language)))
places = st.tuples(st.floats(0, 0.5), st.floats(0, 0.5), st.floats(0.2, 0.5), st.floats(0.2, 0.5))
points = st.tuples(st.floats(0, 1), st.floats(0, 1))


def corners(text: LetteredText, letterer: Letterer) -> list[tuple[float, float]]:
    """The corners of each line's letters, before they are turned."""
    capital = letterer.capital(text.style) * text.font_size
    return [(x, y) for line in text.lines for x in (line.x, line.x + line.width) for y in (line.y, line.y - capital)]


@pytest.mark.parametrize("kind", list(LetteringKind))
@given(said=said, place=places, tail=points)
@settings(max_examples=25)
def test_words_lie_in_their_shape_and_shapes_in_their_place(
    kind: LetteringKind,
    said: tuple[str, str],
    place: tuple[float, float, float, float],
    tail: tuple[float, float],
) -> None:
    letterer, text = LETTERERS[said[0]], said[1]
    try:
        (laid,) = letter(panel(words(kind, text, place, tail if kind.spoken else None)), ASPECT, letterer, PAPER)
    except SourceError:
        return
    wished, least = PAPER(laid.style)
    assert laid.font_size >= least - 0.01
    assert laid.style.grows or laid.font_size <= wished + 0.01
    box = Rect(place[0] * 1000, place[1] * HEIGHT, place[2] * 1000, place[3] * HEIGHT)
    assert laid.box.x >= box.x - 0.1
    assert laid.box.right <= box.right + 0.1
    assert laid.box.y >= box.y - 0.1
    assert laid.box.bottom <= box.bottom + 0.1
    assert " ".join(line.text for line in laid.lines).split() == text.split()
    if laid.outline:
        shape, *_ = polygons(laid.outline)
        assert all(is_inside(shape, corner) for corner in corners(laid, letterer))
        assert all(-0.1 <= x <= 1000.1 and -0.1 <= y <= HEIGHT + 0.1 for x, y in shape)
    else:
        assert all(laid.box.x - 0.1 <= x <= laid.box.right + 0.1 for x, _ in corners(laid, letterer))


@given(said=said, place=places, tail=points)
@settings(max_examples=15)
def test_the_same_words_are_laid_out_alike_every_time(
    said: tuple[str, str], place: tuple[float, float, float, float], tail: tuple[float, float]
) -> None:
    letterer, text = LETTERERS[said[0]], said[1]
    one = panel(words(K.SHOUT, text, place, tail))
    try:
        first = letter(one, ASPECT, letterer, PAPER)
    except SourceError:
        return
    assert letter(one, ASPECT, letterer, PAPER) == first


@pytest.mark.parametrize("kind", [K.BALLOON, K.THOUGHT, K.WHISPER])
def test_lines_of_a_round_shape_are_longer_in_its_middle(kind: LetteringKind) -> None:
    text = "I buried it under the floor and swore that I would never draw again, for as long as I lived."
    (laid,) = letter(panel(words(kind, text, (0.1, 0.1, 0.45, 0.7))), ASPECT, ENGLISH, PAPER)
    widths = [line.width for line in laid.lines]
    assert len(widths) >= 4
    assert max(widths[1:-1]) > max(widths[0], widths[-1])
    middles = {round(line.x + line.width / 2, 1) for line in laid.lines}
    assert max(middles) - min(middles) < 0.3


@pytest.mark.parametrize("kind", [kind for kind in LetteringKind if kind is not K.SOUND])
@given(said=said)
@settings(max_examples=12)
def test_no_word_is_alone_on_the_last_line_in_a_place_with_room(kind: LetteringKind, said: tuple[str, str]) -> None:
    letterer, text = LETTERERS[said[0]], said[1]
    (laid,) = letter(panel(words(kind, text, (0.02, 0.02, 0.9, 0.9))), ASPECT, letterer, PAPER)
    assert len(laid.lines) == 1 or len(laid.lines[-1].text.split()) > 1


def test_letters_get_smaller_rather_than_leave_a_word_alone() -> None:
    alone = words(K.CAPTION_BOX, "Some words that stand nearly alone", (0.1, 0.1, 0.323, 0.3))
    (laid,) = letter(panel(alone), ASPECT, ENGLISH, PAPER)
    assert laid.lines[-1].text.split()[-1] == "alone"
    assert len(laid.lines) == 1 or len(laid.lines[-1].text.split()) > 1


def test_words_shrink_before_they_are_refused() -> None:
    small = words(K.CAPTION_BOX, "some words that need a little room and more", (0, 0, 0.27, 0.1))
    (laid,) = letter(panel(small), ASPECT, ENGLISH, PAPER)
    wished, least = PAPER(laid.style)
    assert least - 0.01 <= laid.font_size < 0.99 * wished


def test_a_shape_gives_up_padding_before_its_words_are_refused() -> None:
    sizes = [(width, letter_or_none(width)) for width in (0.2, 0.19, 0.18, 0.17, 0.16, 0.15, 0.14, 0.13)]
    fitting = [laid for _, laid in sizes if laid]
    least = PAPER(ENGLISH.style(K.BOX))[1]
    assert fitting[-1].font_size == pytest.approx(least, abs=0.01)
    assert fitting[-1].lines[0].x - fitting[-1].box.x < 0.6 * fitting[0].style.padding[0] * least + 0.1


def letter_or_none(width: float) -> LetteredText | None:
    try:
        return letter(panel(words(K.BOX, "unrevolutionary!", (0.1, 0.1, width, 0.1))), ASPECT, ENGLISH, PAPER)[0]
    except SourceError:
        return None


def test_what_does_not_fit_is_told_with_what_would_help() -> None:
    far = words(K.BALLOON, "far too many words for such a place " * 4, (0.1, 0.1, 0.25, 0.25))
    with pytest.raises(SourceError, match=r"panel-01, lettering 1 does not fit") as caught:
        letter(panel(far), ASPECT, ENGLISH, PAPER)
    hint = caught.value.problems[0].hint or ""
    factor = float(hint.split("make its box ")[1].split(" ")[0])
    few = int(hint.split("say it in ")[1].split(" ")[0])
    assert 1.1 <= factor < 3
    assert "instead of 32" in hint
    larger = replace(far, box=Rect(0.1, 0.1, 0.25 * factor, 0.25 * factor))
    assert letter(panel(larger), ASPECT, ENGLISH, PAPER)
    assert letter(panel(replace(far, text=" ".join(far.text.split()[:few]))), ASPECT, ENGLISH, PAPER)


def test_a_word_that_no_box_can_take_is_told_to_be_shared_out() -> None:
    endless = words(K.BALLOON, "a" * 400, (0.1, 0.1, 0.1, 0.1))
    with pytest.raises(SourceError, match="does not fit") as caught:
        letter(panel(endless), ASPECT, ENGLISH, PAPER)
    assert "share them out" in (caught.value.problems[0].hint or "")


def test_all_words_of_a_panel_that_do_not_fit_are_told_at_their_lines() -> None:
    long, box = "far too many words " * 30, Rect(0, 0, 0.2, 0.1)
    lettering = [Lettering(K.BALLOON, long, box, "A", where=Where("en/c.yaml", line, 9)) for line in (4, 7)]
    lettering.insert(1, Lettering(K.CAPTION_BOX, "ok", Rect(0, 0, 0.5, 0.5), where=Where("en/c.yaml", 5)))
    with pytest.raises(SourceError) as caught:
        letter(Panel("river", PICTURE, "", tuple(lettering)), ASPECT, ENGLISH, PAPER)
    assert [str(problem.where) for problem in caught.value.problems] == ["en/c.yaml:4:9", "en/c.yaml:7:9"]
    assert ["river" in problem.what for problem in caught.value.problems] == [True, True]


def test_far_too_many_words_are_refused_at_once() -> None:
    with pytest.raises(SourceError, match="does not fit"):
        letter(panel(words(K.CAPTION_BOX, "a b " * 2400, (0, 0, 0.05, 0.9))), ASPECT, ENGLISH, PAPER)


def test_a_caption_leans_to_the_edge_it_is_near() -> None:
    (low_right,) = letter(panel(words(K.CAPTION_BOX, "short", (0.5, 0.7, 0.45, 0.25))), ASPECT, ENGLISH, PAPER)
    assert low_right.box.right == pytest.approx(950)
    assert low_right.box.bottom == pytest.approx(0.95 * HEIGHT)


def test_words_that_the_art_has_are_passed_over() -> None:
    drawn = Lettering(K.BALLOON, "In the art.", None, "A")
    (laid,) = letter(panel(drawn, words(K.FREE, "live", (0.1, 0.1, 0.4, 0.3))), ASPECT, ENGLISH, PAPER)
    assert laid.lettering.text == "live"


# ------------------------------------------------------------------------------------------------- keep clear


@pytest.mark.parametrize("kind", [K.BALLOON, K.BOX, K.SHOUT, K.CAPTION_BOX])
@given(face=st.tuples(st.floats(0, 0.8), st.floats(0, 0.8), st.floats(0.05, 0.3), st.floats(0.05, 0.3)))
@settings(max_examples=25)
def test_no_face_is_hidden(kind: LetteringKind, face: tuple[float, float, float, float]) -> None:
    area = Rect(*face)
    one = panel(words(kind, "Draw me next! I can pay.", (0.1, 0.1, 0.6, 0.6)), keep_clear=(area,))
    try:
        (laid,) = letter(one, ASPECT, ENGLISH, PAPER)
    except SourceError:
        return  # it is told: see below
    shape, *_ = polygons(laid.outline)
    for across in (0.15, 0.5, 0.85):
        for down in (0.15, 0.5, 0.85):
            x, y = (area.x + area.width * across) * 1000, (area.y + area.height * down) * HEIGHT
            assert not is_inside(shape, (x, y))


def test_a_balloon_moves_no_farther_than_it_must_and_keeps_its_tail() -> None:
    face = (Rect(0.35, 0.2, 0.12, 0.25),)
    said = words(K.BALLOON, "Draw me next!", (0.1, 0.1, 0.6, 0.5), (0.4, 0.9))
    (free,) = letter(panel(said), ASPECT, ENGLISH, PAPER)
    (moved,) = letter(panel(said, keep_clear=face), ASPECT, ENGLISH, PAPER)
    assert moved.font_size == free.font_size
    assert moved.box != free.box
    shift = moved.box.x - free.box.x, moved.box.y - free.box.y
    assert [(b.x - a.x, b.y - a.y) for a, b in zip(free.lines, moved.lines, strict=True)] == [
        pytest.approx(shift, abs=0.02)
    ] * len(free.lines)
    assert min(math.dist(point, (400, 0.9 * HEIGHT)) for point in polygons(moved.outline)[0]) < 0.2


def test_a_balloon_that_has_nowhere_to_go_is_an_error_with_its_place() -> None:
    said = replace(words(K.BALLOON, "Draw me next!", (0.1, 0.1, 0.3, 0.3)), where=Where("en/c.yaml", 4, 2))
    with pytest.raises(SourceError) as caught:
        letter(panel(said, keep_clear=(Rect(0.1, 0.1, 0.3, 0.3),)), ASPECT, ENGLISH, PAPER)
    (problem,) = caught.value.problems
    assert str(problem.where) == "en/c.yaml:4:2"
    assert "lettering 1 hides what the art sheet keeps clear" in problem.what


def test_a_corner_of_a_round_shapes_box_may_lie_over_a_face() -> None:
    said = words(K.BALLOON, "Draw me next! I can pay for it, and well.", (0.1, 0.1, 0.4, 0.4))
    (free,) = letter(panel(said), ASPECT, ENGLISH, PAPER)
    corner = Rect(free.box.x / 1000 - 0.05, free.box.y / HEIGHT - 0.05, 0.055, 0.056)
    assert letter(panel(said, keep_clear=(corner,)), ASPECT, ENGLISH, PAPER) == (free,)


# ------------------------------------------------------------------------------------------------- cropped, turned


def test_words_move_into_what_is_left_of_a_cropped_panel() -> None:
    visible = Rect(60, 40, 880, HEIGHT - 80)
    edge = words(K.CAPTION_BOX, "At the very edge", (0.0, 0.9, 0.4, 0.1))
    (laid,) = letter(panel(edge), ASPECT, ENGLISH, PAPER, visible)
    assert laid.box.x >= 60
    assert laid.box.bottom <= HEIGHT - 40
    said = words(K.BALLOON, "Here.", (0.5, 0.2, 0.4, 0.4), (1.0, 1.0))
    (spoken,) = letter(panel(said), ASPECT, ENGLISH, PAPER, visible)
    assert all(x <= 940.1 and y <= HEIGHT - 39.9 for x, y in polygons(spoken.outline)[0])


@given(turn=st.floats(-60, 60), text=speech("en"))
@settings(max_examples=20)
def test_a_turned_sound_fills_its_place_and_does_not_leave_it(turn: float, text: str) -> None:
    place = Rect(200, 150, 500, 350)
    sound = words(K.SOUND, text, (0.2, 150 / HEIGHT, 0.5, 350 / HEIGHT), turn=turn)
    (laid,) = letter(panel(sound), ASPECT, ENGLISH, PAPER)
    angle = math.radians(turn)
    cx, cy = laid.pivot
    for x, y in corners(laid, ENGLISH):
        across = cx + (x - cx) * math.cos(angle) - (y - cy) * math.sin(angle)
        down = cy + (x - cx) * math.sin(angle) + (y - cy) * math.cos(angle)
        assert place.x - 0.2 <= across <= place.right + 0.2
        assert place.y - 0.2 <= down <= place.bottom + 0.2
    assert max(laid.box.width / place.width, laid.box.height / place.height) > 0.8


def test_what_is_spoken_stands_upright() -> None:
    said = replace(words(K.BALLOON, "Draw me next!", (0.1, 0.1, 0.6, 0.5)), turn=30.0)
    assert (
        letter(panel(said), ASPECT, ENGLISH, PAPER)[0].box
        == letter(panel(replace(said, turn=0.0)), ASPECT, ENGLISH, PAPER)[0].box
    )


# ------------------------------------------------------------------------------------------------- sizes


def test_letters_are_as_large_on_paper_as_their_style_says() -> None:
    said = panel(words(K.BALLOON, "Yes.", (0.1, 0.1, 0.6, 0.5)))
    for width in (60.0, 128.0):
        (laid,) = letter(said, ASPECT, ENGLISH, on_paper(width))
        assert laid.font_size * width / 1000 * 72 / 25.4 == pytest.approx(9.0, abs=0.01)


def test_letters_are_legible_on_the_narrowest_phone() -> None:
    sizes = [on_phone()(ENGLISH.style(kind)) for kind in LetteringKind]
    assert all(least * 320 / 1000 >= 11 for _, least in sizes)
    assert on_phone(0.5)(ENGLISH.style(K.BALLOON))[0] == 2 * on_phone()(ENGLISH.style(K.BALLOON))[0]


def test_letters_on_paper_are_never_under_six_and_a_half_points() -> None:
    assert all(ENGLISH.style(kind).least_size >= 6.5 for kind in LetteringKind)


def test_the_narrowest_panel_is_just_wide_enough() -> None:
    said = panel(
        words(K.BALLOON, "I buried it under the floor and swore.", (0.1, 0.1, 0.4, 0.5)),
        words(K.CAPTION_BOX, "Years later.", (0.6, 0.6, 0.3, 0.2)),
    )
    width = narrowest(said, ASPECT, ENGLISH)
    assert letter(said, ASPECT, ENGLISH, on_paper(width))
    with pytest.raises(SourceError):
        letter(said, ASPECT, ENGLISH, on_paper(width * 0.97))
    assert narrowest(panel(), ASPECT, ENGLISH) == 0.0


def test_a_panel_is_wide_enough_to_keep_faces_clear_where_that_can_be() -> None:
    said = words(K.BALLOON, "I buried it under the floor and swore.", (0.1, 0.1, 0.5, 0.5))
    free = narrowest(panel(said), ASPECT, ENGLISH)
    beside = panel(said, keep_clear=(Rect(0.1, 0.1, 0.2, 0.5),))
    assert narrowest(beside, ASPECT, ENGLISH) > 1.2 * free
    assert letter(beside, ASPECT, ENGLISH, on_paper(narrowest(beside, ASPECT, ENGLISH)))
    hopeless = panel(said, keep_clear=(Rect(0.0, 0.0, 1.0, 1.0),))
    assert narrowest(hopeless, ASPECT, ENGLISH) == pytest.approx(free)


def test_lines_of_a_left_or_right_aligned_style_stand_at_that_edge() -> None:
    text = "She vows never to draw again, and nobody asks her why."
    for align, whole in (("left", 0.0), ("right", 1.0)):
        letterer = styled(f".caption {{ text-align: {align}; }}")
        (laid,) = letter(panel(words(K.CAPTION_BOX, text, (0.1, 0.1, 0.3, 0.5))), ASPECT, letterer, PAPER)
        assert len({round(line.x + whole * line.width, 1) for line in laid.lines}) == 1
        assert len(laid.lines) > 1


def test_capitals_are_measured_where_a_style_asks_for_them() -> None:
    said = panel(words(K.FREE, "quiet now", (0.1, 0.1, 0.8, 0.5)))
    (plain,) = letter(said, ASPECT, ENGLISH, PAPER)
    (capitals,) = letter(said, ASPECT, styled(".free { text-transform: uppercase; }"), PAPER)
    assert capitals.lines[0].width > 1.1 * plain.lines[0].width
    assert capitals.lines[0].text == "quiet now"
