"""Paragraphs, headings, lists, quotations, pictures and notes."""

import pytest

from prose.reading import places, plain, problems, read, text_of
from storybook.errors import SourceError
from storybook.model import blocks as b
from storybook.model.picture import Picture


def test_headings_have_neutral_ids() -> None:
    headings = [
        block for block in read("## One\n\na\n\n### Two\n\nb\n\n## One\n\nc").blocks if isinstance(block, b.Heading)
    ]
    assert [(h.level, plain(h.children), h.id) for h in headings] == [
        (2, "One", "section-1"),
        (3, "Two", "section-2"),
        (2, "One", "section-3"),
    ]


@pytest.mark.parametrize(
    ("markdown", "place"),
    [
        ("### Three", "1:1"),
        ("## Two\n\n#### Four", "3:1"),
        ("> ## Quoted", "1:1"),
        ("- ## Listed", "1:1"),
        ("##", "1:1"),
    ],
)
def test_headings_out_of_order_are_refused(markdown: str, place: str) -> None:
    assert places(markdown) == [place]


def test_a_text_with_a_first_level_is_set_one_level_lower_and_that_is_told() -> None:
    reading = read("# Heading\n\nText.\n\n## Below")
    assert [block.level for block in reading.blocks if isinstance(block, b.Heading)] == [2, 3]
    (warning,) = reading.warnings
    assert str(warning.where) == "en/text.md:1:1"


def test_a_first_level_later_on_is_refused_and_the_others_stay_as_they_are() -> None:
    (problem,) = problems("## One\n\n### Two\n\n# Three\n\n### Four")
    assert str(problem.where) == "en/text.md:5:1"
    assert "write ##" in problem.hint


def test_a_skipped_level_is_told_with_the_levels_as_written() -> None:
    (problem,) = problems("# One\n\n### Two")
    assert (problem.what, problem.hint.partition(":")[0]) == ("a heading of level 3 follows one of level 1", "write ##")


@pytest.mark.parametrize("text", ["a\n\n```\nb\n\nc", "a\n\n```\nb\n", "a\n\n~~~", "a\n\n~~~~\nb\n~~~\n"])
def test_literal_text_that_never_ends_is_refused_where_it_begins(text: str) -> None:
    assert places(text) == ["3:1"]


@pytest.mark.parametrize(
    "text", ["```\n```", "```\n\n```", "~~~~\nb\n~~~\n~~~~~", "> ```\n> b\n> ```", "- ```\n  b\n  ```"]
)
def test_literal_text_that_ends_is_kept(text: str) -> None:
    assert read(text).warnings == ()


@pytest.mark.parametrize(
    "text", ["x\n\n| a | b |\n|---|:-:|\n| c | d |", "x\n\na | b\n--- | ---\nc | d", "x\n\n|a|\n|-|"]
)
def test_a_table_is_refused(text: str) -> None:
    (problem,) = problems(text)
    assert "table" in problem.what
    assert str(problem.where) == "en/text.md:4:1"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("- [ ] task\n- other", "1:1"),
        ("1. [x] task", "1:1"),
        ("a\n\n##Heading\n\nb", "3:1"),
        ("#Heading", "1:1"),
        ("#제목", "1:1"),
        ("word\n: meaning", "2:1"),
    ],
)
def test_a_line_of_another_markdown_is_told(text: str, place: str) -> None:
    (warning,) = read(text).warnings
    assert str(warning.where) == f"en/text.md:{place}"
    assert warning.hint


@pytest.mark.parametrize(
    "text",
    [
        "a | b",
        "```\n| a |\n|---|\n##x\n```",
        "#metoo began.",
        "We are #1\n\n#1",
        ": alone",
        "- [2] x",
        "***",
        "a\n\n---\n\nb",
    ],
)
def test_lines_that_are_meant_as_they_stand_are_not_told(text: str) -> None:
    assert read(text).warnings == ()


def test_lists() -> None:
    reading = read("- a\n- b\n\n  more\n\n3. c\n4. d\n")
    plain_list, numbered = reading.blocks
    assert isinstance(plain_list, b.ItemList)
    assert isinstance(numbered, b.ItemList)
    assert [len(item) for item in plain_list.items] == [1, 2]
    assert (plain_list.start, numbered.start) == (None, 3)


def test_fifteen_lists_inside_each_other_keep_every_item() -> None:
    text = "\n".join("  " * depth + f"- item{depth:02d}" for depth in range(15))
    assert text_of(read(text).blocks).split() == [f"item{depth:02d}" for depth in range(15)]


@pytest.mark.parametrize("text", ["> " * 21 + "deep", "> " * 3000 + "deep", "- " * 300 + "deep"])
def test_blocks_too_deep_inside_each_other_are_refused(text: str) -> None:
    assert places(text) == ["1:1"]


def test_a_list_too_deep_is_refused_at_its_line() -> None:
    assert places("\n".join("  " * depth + "- x" for depth in range(300))) == ["21:41"]


def test_pull_quote_quotation_and_scene_break() -> None:
    reading = read("{.pullquote}\n> A *quote*.\n\n> Somebody\n>\n> said.\n\n***\n\n    as it\n      stands")
    assert reading.blocks == (
        b.PullQuote((b.Text("A "), b.Emphasis((b.Text("quote"),)), b.Text("."))),
        b.Quotation((b.Paragraph((b.Text("Somebody"),)), b.Paragraph((b.Text("said."),)))),
        b.SceneBreak(),
        b.Preformatted("as it\n  stands"),
    )


@pytest.mark.parametrize(
    ("markdown", "place"),
    [
        ("{.pulquote}\n> a", "1:1"),
        ("{.pullquote}\na", "1:1"),
        ("{.pullquote}\n> a\n>\n> b", "1:1"),
        ("{.pullquote}\n> a [b](https://example.org/)", "1:1"),
        ("a\n\n{.pullquote}", "3:1"),
        ("{#here}\n\n## Heading", "2:1"),
        ("a\n{.pullquote}\n> b", "2:1"),
        ("```python\ncode\n```", "1:1"),
    ],
)
def test_braces_and_fences_that_lose_something_are_refused(markdown: str, place: str) -> None:
    assert places(markdown) == [place]


def test_a_picture_alone_is_a_figure() -> None:
    reading = read('![A girl\'s *hand*](../art/hand.png){caption="A \\"hand\\"" credit="By [X](https://example.org/)"}')
    assert reading.blocks == (
        b.Figure(
            Picture("../art/hand.png", "0" * 64, 400, 300),
            "A girl’s hand",
            (b.Text("A “hand”"),),
            (b.Text("By "), b.Link("https://example.org/", (b.Text("X"),))),
        ),
    )


def test_pictures_on_lines_below_each_other_are_figures_each() -> None:
    assert [type(block) for block in read("![a](a.png)\n![b](<b c.png>)").blocks] == [b.Figure, b.Figure]


@pytest.mark.parametrize(
    ("markdown", "place"),
    [
        ("![](a.png)", "1:1"),
        ("text ![a](a.png)", "1:6"),
        ('![a](a.png "title")', "1:1"),
        ("![a](a.png){width=3}", "1:1"),
        ("![a](https://example.org/a.png)", "1:1"),
        ("![a](file:///etc/os-release)", "1:1"),
        ("![a](data:image/png;base64,AAAA)", "1:1"),
        ("![a](//example.org/a.png)", "1:1"),
        ("![a](missing.png)", "1:6"),
        ("![a](my picture.png)", "1:4"),
    ],
)
def test_a_picture_that_cannot_be_shown_is_refused(markdown: str, place: str) -> None:
    assert places(markdown) == [place]


def test_an_address_of_a_refused_picture_is_not_shown() -> None:
    (problem,) = problems("![a](file:///home/somebody/a.png)")
    assert "somebody" not in str(problem)


def test_notes_are_numbered_as_their_marks_are_met() -> None:
    reading = read("a[^z] b[^y] c[^z]\n\n[^y]: second\n[^z]: first\n\n    more of it\n")
    assert [note.number for note in reading.notes] == [1, 2]
    assert [text_of(note.blocks) for note in reading.notes] == ["first\nmore of it", "second"]
    (block,) = reading.blocks
    assert isinstance(block, b.Paragraph)
    assert [inline.number for inline in block.children if isinstance(inline, b.NoteReference)] == [1, 2, 1]


@pytest.mark.parametrize(
    ("markdown", "place"),
    [
        ("a\n\n[^1]: unused", "3:1"),
        ("a\nb[^x]", "2:2"),
        ("a[^1]\n\n[^1]: one\n[^1]: two", "4:1"),
        ("a[^1] b[^2]\n\n[^1]: one[^2]\n\n[^2]: two", "3:10"),
        ("a[^1]\n\n[^1]:\n\nb", "3:1"),
        ("[a[^1]](https://example.org/)\n\n[^1]: one", "1:7"),
        ("a[^b c]", "1:2"),
    ],
)
def test_notes_that_lead_nowhere_are_refused(markdown: str, place: str) -> None:
    assert places(markdown) == [place]


@pytest.mark.parametrize(
    ("markdown", "place"),
    [
        ("a\n\n<div>b</div>", "3:1"),
        ("a <b>c</b>", "1:3"),
        ("a\n\n<script>alert(1)</script>", "3:1"),
        ("a <br/> b", "1:3"),
        ("<!-- a --> b", "1:1"),
        ("- one\n- two <i>x</i>", "2:7"),
        ("<!-- a\n\nb", "1:1"),
        ("<?php x ?>", "1:1"),
        ("<![CDATA[x]]>", "1:1"),
    ],
)
def test_html_is_refused_at_its_place_and_not_shown(markdown: str, place: str) -> None:
    found = problems(markdown)
    assert str(found[0].where) == f"en/text.md:{place}"
    assert "script" not in str(found[0])


def test_comments_are_left_out_with_a_warning() -> None:
    reading = read("Before.\n\n<!-- the real name -->\n\nAfter <!-- the\nname --> end.")
    assert text_of(reading.blocks) == "Before.\nAfter end."
    assert [str(warning.where) for warning in reading.warnings] == ["en/text.md:3:1", "en/text.md:5:7"]
    assert not any("name" in str(warning) for warning in reading.warnings)


@pytest.mark.parametrize("text", ["---\ntitle: A real name\n---\n\nText.", "+++\na = 1\n+++\n\nText.", "---\n\nText."])
def test_front_matter_is_refused(text: str) -> None:
    (problem,) = problems(text)
    assert str(problem.where) == "en/text.md:1:1"
    assert "real name" not in str(problem)


@pytest.mark.parametrize("text", ["", " \n\t\n", "\u00a0\n\u3000\n", "[a]: https://example.org/", "<!-- only -->"])
def test_a_file_without_words_is_empty(text: str) -> None:
    (problem,) = problems(text)
    assert "empty" in problem.what


def test_all_problems_are_told_at_once_in_the_order_of_their_lines() -> None:
    assert places("#### a\n\n<b>\n\n[x](y)\n\n![](z)\n\nc[^1]") == ["1:1", "3:1", "5:2", "7:1", "9:2"]


def test_a_place_in_a_quotation_or_list_counts_from_the_start_of_the_line() -> None:
    assert places("> one\n> two [x](y)\n\n- three\n\n  four <b>") == ["2:8", "6:8"]


def test_a_word_without_end_is_refused_at_its_place() -> None:
    assert read("a " + "b" * 30_000).blocks
    with pytest.raises(SourceError) as caught:
        read("one\n\ntwo " + "b" * 30_001)
    assert "3:5: a word here has more letters than the word limit of 30,000" in str(caught.value)
