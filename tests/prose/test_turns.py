"""Who speaks in an interview, and who does not."""

import pytest

from prose.reading import plain, problems, read, text_of
from storybook.model import blocks as b

MINA = b.Speaker("Mina Park", "Mina", "asks for a living", asks=True)
JOON = b.Speaker("Joon Ho", "Joon Ho")
BOTH = (MINA, JOON)
KOREAN = (b.Speaker("박미나", "미나", asks=True), b.Speaker("이준호", "준호"))


def said(text: str, speakers: tuple[b.Speaker, ...] = BOTH) -> list[str]:
    """Each block outside turns as it is, each exchange as `label: words | label: words`."""
    lines = []
    for block in read(text, speakers=speakers).blocks:
        if isinstance(block, b.Exchange):
            turns = [f"{turn.speaker.label}: " + text_of(turn.blocks).replace("\n", " / ") for turn in block.turns]
            lines.append(" | ".join(turns))
        elif not isinstance(block, b.Speakers):
            lines.append(f"({text_of((block,))})")
    return lines


@pytest.mark.parametrize(
    "marks",
    [
        ("Mina:", "Joon Ho:"),
        ("**Mina:**", "**Joon Ho:**"),
        ("**Mina**:", "**Joon Ho**:"),
        ("__Mina__:", "*Joon Ho:*"),
        ("MINA:", "joon ho :"),
        ("Mina Park:", "Joon Ho："),
        ("***Mina:***", "Joon  Ho:"),
    ],
)
def test_every_way_of_marking_a_turn(marks: tuple[str, str]) -> None:
    one, two = marks
    text = f"Before.\n\n{one} How are you?\n\n{two} Well.\n\nVery well.\n\n{one} Why?\n\n{two} Because."
    assert said(text) == [
        "(Before.)",
        "Mina: How are you? | Joon Ho: Well. / Very well.",
        "Mina: Why? | Joon Ho: Because.",
    ]


def test_names_without_colon_where_the_other_has_one_and_lines_below_each_other() -> None:
    text = (
        "Joon Ho had a bicycle. Mina recently met him. Read on:\n\n"
        "Mina What was it like?\n"
        "Joon Ho: I got a bicycle. (Laughs)\n"
        "In the old days.\n\n"
        "Joon Ho bought it here.\n"
        "Mina “And then?”\n"
        "Joon Ho: Then it rained.\n"
    )
    assert said(text) == [
        "(Joon Ho had a bicycle. Mina recently met him. Read on:)",
        "Mina: What was it like? | Joon Ho: I got a bicycle. (Laughs) In the old days. / Joon Ho bought it here.",
        "Mina: “And then?” | Joon Ho: Then it rained.",
    ]


def test_hangul_names() -> None:
    text = "미나: 어땠나요?\n준호： (웃음) 좋았어요. (웃음) 정말로.\n\n**미나:** 왜요?\n\n**준호**: 그냥요."
    assert said(text, KOREAN) == [
        "미나: 어땠나요? | 준호: (웃음) 좋았어요. (웃음) 정말로.",
        "미나: 왜요? | 준호: 그냥요.",
    ]
    bare = "미나 어땠나요?\n준호: 좋았어요.\n\n미나 왜요?\n준호: 그냥요."
    assert said(bare, KOREAN) == ["미나: 어땠나요? | 준호: 좋았어요.", "미나: 왜요? | 준호: 그냥요."]


def test_a_name_without_colon_is_prose_once_the_speaker_has_colons() -> None:
    assert said("Mina: What?\n\nJoon Ho: This.\n\nMina Kim was there. Was she?\n\nJoon Ho Lee was not.") == [
        "Mina: What? | Joon Ho: This. / Mina Kim was there. Was she? / Joon Ho Lee was not."
    ]


def test_a_name_that_may_be_either_is_an_error() -> None:
    found = problems("Mina Kim is a writer.\n\nMina What now?\n\nJoon Ho: Now this.", BOTH)
    assert [(p.where.line, p.where.column) for p in found if p.where] == [(1, 1)]
    assert "colon" in found[0].hint


def test_a_wrapped_line_that_begins_with_a_name_is_no_turn() -> None:
    assert said("Mina What?\n\nJoon Ho: I walked to\nMina Kim and said so.") == [
        "Mina: What? | Joon Ho: I walked to Mina Kim and said so."
    ]


def test_a_heading_or_scene_break_ends_an_exchange() -> None:
    text = "Mina: One?\n\nJoon Ho: Two.\n\n## Later\n\nA year.\n\nMina: Three?\n\nJoon Ho: Four.\n\n***\n\nThe end."
    assert said(text) == [
        "Mina: One? | Joon Ho: Two.",
        "(Later)",
        "(A year.)",
        "Mina: Three? | Joon Ho: Four.",
        "()",
        "(The end.)",
    ]


def test_the_list_of_speakers_stands_before_the_first_exchange() -> None:
    blocks = read("Before.\n\nMina: One?\n\nJoon Ho: Two.", speakers=BOTH).blocks
    assert [type(block) for block in blocks] == [b.Paragraph, b.Speakers, b.Exchange]
    assert b.Speakers(BOTH) in blocks


def test_the_same_speaker_twice_is_one_turn_and_an_opening_answer_has_its_exchange() -> None:
    assert said("Joon Ho: Hello.\n\nMina: One?\n\nMina: Or two?\n\nJoon Ho: Two.\n\nJoon Ho: Or three.") == [
        "Joon Ho: Hello.",
        "Mina: One? / Or two? | Joon Ho: Two. / Or three.",
    ]


def test_where_nobody_asks_each_turn_stands_alone() -> None:
    equals = (b.Speaker("A", "A"), b.Speaker("B", "B"))
    assert said("A: one\n\nB: two\n\nA: three", equals) == ["A: one", "B: two", "A: three"]


def test_a_turn_may_begin_with_what_markdown_takes_for_something_else() -> None:
    text = "Mina: 1990. Right?\nJoon Ho: - no\nMina: # one?\nJoon Ho: > two\nMina:\n\n- a\n- b\n\nJoon Ho:\nyes"
    assert said(text) == [
        "Mina: 1990. Right? | Joon Ho: - no", "Mina: # one? | Joon Ho: > two", "Mina: a / b | Joon Ho: yes",
    ]  # fmt: skip


def test_a_mark_ends_a_list_a_quotation_and_a_note() -> None:
    text = (
        "Mina: What?[^1]\n\nJoon Ho:\n\n- this\nMina: And?\n\nJoon Ho:\n\n> that\nMina: So?\n\n"
        "Joon Ho: so\n\n[^1]: note\nMina: End?"
    )
    assert said(text) == [
        "Mina: What? | Joon Ho: this", "Mina: And? | Joon Ho: that", "Mina: So? | Joon Ho: so", "Mina: End?",
    ]  # fmt: skip


def test_a_mark_inside_a_list_or_quotation_is_text() -> None:
    assert said("Mina: What?\n\nJoon Ho: This:\n\n> Mina: What?\n\n- Joon Ho: That.") == [
        "Mina: What? | Joon Ho: This: / Mina: What? / Joon Ho: That."
    ]


@pytest.mark.parametrize("text", ["- Joon Ho: That.", "> Joon Ho: That.", "1. **Joon Ho:** That."])
def test_a_mark_inside_a_list_or_quotation_is_told(text: str) -> None:
    (warning,) = read(f"Mina: What?\n\nJoon Ho: This:\n\n{text}", speakers=BOTH).warnings
    assert warning.where
    assert warning.where.line == 5
    assert warning.hint.startswith("take the")


def test_an_apostrophe_in_a_name_may_be_straight_or_round() -> None:
    speakers = (b.Speaker("Ann O’Hara", "O’Hara", asks=True), JOON)
    assert said("O'Hara: Why?\n\nJoon Ho: So.\n\nO’Hara: And?\n\nJoon Ho: So.", speakers) == [
        "O’Hara: Why? | Joon Ho: So.",
        "O’Hara: And? | Joon Ho: So.",
    ]


@pytest.mark.parametrize(
    ("text", "place", "hint"),
    [
        ("Mina: a?\n\nJoon Ho:\n\nMina: b?\n\nJoon Ho: c", "3:1", "write what is said"),
        ("Mina: a?\n\nJoon Ho: b\n\nMinna: c?", "5:1", "did you mean Mina"),
        ("Mina: a?\n\nJoon Ho: b\n\nPark: c?", "5:1", "did you mean Mina Park"),
        ("Mina: a?\n\nJoon Ho: b\n\nSora: c\n\nMina: d?\n\n**Sora:** e", "5:1", "speakers"),
        ("Mina: a?\n\nJoon Ho: b\n\nQ: c\n\nQ: d", "5:1", "speakers"),
        ("Mina: a?\n\n**Joon Ho: all of it bold.**\n\nJoon Ho: b", "3:1", "round the name alone"),
        ("Mina: a?", "1:1", "Joon Ho"),
        ("No turn at all.", "1:1", "Mina"),
    ],
)
def test_turns_that_are_not_right_are_refused(text: str, place: str, hint: str) -> None:
    first = problems(text, BOTH)[0]
    assert str(first.where) == f"en/text.md:{place}"
    assert hint in first.hint


def test_ordinary_sentences_with_a_colon_are_no_turns() -> None:
    text = "Mina: a?\n\nJoon Ho: b\n\nOne thing: this.\n\nOne thing: that.\n\nEducation: so.\n\nNote\\: x\n\nNote\\: y"
    assert said(text) == [
        "Mina: a? | Joon Ho: b / One thing: this. / One thing: that. / Education: so. / Note: x / Note: y"
    ]


def directions(text: str) -> list[str]:
    (exchange,) = [x for x in read(f"Mina: ?\n\nJoon Ho: {text}", speakers=BOTH).blocks if isinstance(x, b.Exchange)]
    (block,) = exchange.turns[1].blocks
    assert isinstance(block, b.Paragraph)
    assert plain(block.children) == text.replace("\\", "")
    return [inline.text for inline in block.children if isinstance(inline, b.StageDirection)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("(Laughs) Yes. (Smiles and waits) No! (Laughs)", ["Laughs", "Smiles and waits", "Laughs"]),
        ("“Yes.” (Laughs)", ["Laughs"]),
        ("I live in the capital (Seoul).", []),
        ("Yes. (laughs)", []),
        ("Yes. (He was, as I said, my friend.)", []),
        ("Yes. (Five words are too many)", []),
        ("Yes. (UN)", ["UN"]),
        (r"Yes. \(Laughs\)", []),
    ],
)
def test_stage_directions(text: str, found: list[str]) -> None:
    assert directions(text) == found


def test_a_direction_outside_turns_is_text() -> None:
    first = read("(Seoul) It begins.\n\nMina: ?\n\nJoon Ho: a", speakers=BOTH).blocks[0]
    assert first == b.Paragraph((b.Text("(Seoul) It begins."),))


def test_glosses() -> None:
    (exchange,) = [
        x for x in read(r"Mina: ?\n\nJoon Ho: a".replace(r"\n", "\n") + r" [the *old* town[^1]] b \[c\] [d](https://e.org/)"
                        "\n\n[^1]: x", speakers=BOTH).blocks if isinstance(x, b.Exchange)
    ]  # fmt: skip
    assert exchange.turns[1].blocks == (
        b.Paragraph((
            b.Text("a "),
            b.Gloss((b.Text("the "), b.Emphasis((b.Text("old"),)), b.Text(" town"), b.NoteReference(1))),
            b.Text(" b [c] "),
            b.Link("https://e.org/", (b.Text("d"),)),
        )),
    )  # fmt: skip


def test_brackets_in_an_essay_are_brackets() -> None:
    assert read("a [b] c").blocks == (b.Paragraph((b.Text("a [b] c"),)),)
