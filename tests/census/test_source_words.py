"""What is typed is read: a parser that drops words stops the build, and no legal text is suspected of it."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from prose.reading import FILE, read
from prose.test_words import Piece, documents
from storybook.errors import SourceError
from storybook.model import blocks as b
from storybook.read import markdown, prose_blocks, prose_inlines

REPOSITORY = Path(__file__).parents[2]
SPEAKERS = (b.Speaker("Mina", "Mina", asks=True), b.Speaker("Dae Il", "Dae Il"))
LOST = "words would be lost"


def lines_lost(text: str, speakers: tuple[b.Speaker, ...] | None = None) -> list[int]:
    with pytest.raises(SourceError) as caught:
        read(text, speakers=speakers)
    (problem,) = caught.value.problems
    assert LOST in problem.what
    assert problem.hint
    assert problem.where is not None
    assert problem.where.file == FILE
    assert problem.where.text is None
    return [problem.where.line]


def never_suspected(text: str, speakers: tuple[b.Speaker, ...] | None = None) -> None:
    told = ""
    try:
        read(text, speakers=speakers)
    except SourceError as error:
        told = str(error)
    assert LOST not in told


def test_text_that_a_parser_drops_at_some_depth_stops_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markdown, "MAX_LEVEL", 4)
    markdown._parser.cache_clear()
    try:
        assert lines_lost("Above.\n\n> > > > > deep words\n\nBelow.") == [3]
    finally:
        markdown._parser.cache_clear()


@pytest.mark.parametrize(
    ("kind", "text", "line"),
    [
        ("paragraph_open", "## Head\n\n- one\n\n```\ntwo\n```\n\nThree has words\nof its own.", 3),
        ("fence", "## Head\n\nOne.\n\n```\ncode that counts\n```\n", 6),
        ("bullet_list_open", "## Head\n\nOne.\n\n- a list\n- the same as that\n", 5),
        ("heading_open", "One.\n\n## Two for one\n\nThree.", 3),
    ],
)
def test_a_block_that_is_swallowed_stops_the_build(
    monkeypatch: pytest.MonkeyPatch, kind: str, text: str, line: int
) -> None:
    read(text)
    whole = prose_blocks.BlockReader._blocks

    def without(reader: prose_blocks.BlockReader, node: prose_blocks.Node, *others: Any, **more: Any) -> list[b.Block]:  # noqa: ANN401
        return [] if node.token.type == kind else whole(reader, node, *others, **more)

    monkeypatch.setattr(prose_blocks.BlockReader, "_blocks", without)
    assert lines_lost(text) == [line]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("code_inline", "It says `word` here."),
        ("text", "Nothing *at all* arrives."),
        ("text_special", "An escaped \\* and &eacute;t&eacute; and."),
    ],
)
def test_an_inline_that_is_swallowed_stops_the_build(monkeypatch: pytest.MonkeyPatch, kind: str, text: str) -> None:
    whole = prose_inlines.InlineReader._leaf

    def without(reader: prose_inlines.InlineReader, token: markdown.Token, *others: Any) -> list[b.Inline]:  # noqa: ANN401
        return [] if token.type == kind else whole(reader, token, *others)

    monkeypatch.setattr(prose_inlines.InlineReader, "_leaf", without)
    assert lines_lost(f"```\nliteral\n```\n\n{text}") == [5]


def test_one_word_fewer_than_typed_stops_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = prose_inlines.InlineReader._typeset

    def swallow(reader: prose_inlines.InlineReader, text: prose_inlines.InlineText) -> object:
        for token in text.tokens:
            token.content = token.content.replace("twice ", "", 1)
        return whole(reader, text)

    monkeypatch.setattr(prose_inlines.InlineReader, "_typeset", swallow)
    read("It is said once.")
    assert lines_lost("It is said once.\n\nAnd twice or twice again.") == [3]


def test_a_caption_that_is_swallowed_stops_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    text = 'One.\n\n![A child](a.png){caption="What she drew then"}\n'
    read(text)
    monkeypatch.setattr(prose_blocks.BlockReader, "_line", lambda *_: ())
    assert lines_lost(text) == [3]


def test_a_turn_that_is_swallowed_stops_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    from storybook.read import turns

    text = "Mina: What is it?\n\nDae Il: It is a line.\n\nMina: Whose?\n\nDae Il: Nobody knows that.\n"
    read(text, speakers=SPEAKERS)
    whole = turns.into_exchanges
    monkeypatch.setattr(turns, "into_exchanges", lambda *given: whole(*given)[:-1])
    assert lines_lost(text, SPEAKERS) == [5]


LEGAL = [
    "foo<!-- a note of mine -->bar and foo",
    "Text.\n\n<!-- one two\n\nthree -->\n\nMore.",
    "&eacute;t&eacute; and `&eacute;` and \\&eacute; and &amp;eacute; and &#38;#38;amp;eacute;",
    "`&Alpha\\;` &Alpha\\; `\\Alpha` \\\\Alpha",
    "a&shy;b c&#8203;d e\u200bf e&#769;",
    "A mark[^one two] is refused, one[^one] not.\n\n[^one]: 1. With a list.\n    2. Of two.",
    "[words](https://예시.kr/길) and [more](https://example.org/a(b(c))d)",
    "[words][name] and [name] and [name][]\n\n[name]: https://example.org/a_b 'a title'\n[Name]: https://example.org/c",
    'Hello.\n\n[x]: https://example.org/unused "title of it"\n[^n]: no',
    "<https://example.org/ä> <mailto:mina@example.org>",
    "10. ten\n11. eleven\n\n> 3) three\n>    1. one\n\n1. 2. 3. deep\n\n- 7. x\n",
    '{.pullquote}\n> a quote\n\n[한국어]{lang=ko} [low]{.smallcaps} [하나원]{ruby="Hana won" lang=ko-Hang}',
    '![what it shows](<art/a b.png>){caption="a [link](https://example.org/x) *and* `code`" credit="By \\"her\\""}',
    "un*believ*ably in**cre**dible snake_case_word __dunder__ 3×4 ½ ² １２",
    "# One\n\nTwo\n===\n\nThree\n---\n",
    "    literal [^1] &amp; <b>\n    <!-- kept -->\n\nText.",
    "한국어 문장이다.\n이어진다 ㄱㅏ \u1112\u1161\u11ab",
    "שלום עולם العربية हिन्दी ภาษาไทย 日本語",
    "a\\\nb  \nc\td",
    "[a [nested] word](https://example.org) ![x](a.png)",
]


@pytest.mark.parametrize("text", LEGAL)
def test_nothing_that_is_legal_is_suspected(text: str) -> None:
    never_suspected(text)


@pytest.mark.parametrize("comment", ["<!-->", "<!--->"])
def test_html_behind_an_empty_comment_is_refused_as_html(comment: str) -> None:
    with pytest.raises(SourceError) as caught:
        read(f"Before.\n\n{comment}<script>alert(1)</script>-->\n\nBehind.")
    (problem,) = caught.value.problems
    assert problem.what == "HTML is not passed through to the book"
    assert problem.where is not None
    assert (problem.where.line, problem.where.column) == (3, 1)


def test_an_interview_with_every_sort_of_mark_is_not_suspected() -> None:
    text = (
        "Before.\n\n**Mina:** What?\n\nMina: And *more*?\n\nDae Il: (Laughs) [the rank] Dae Il: no.\nMINA: So?\n\n"
        "**Dae Il**: Yes.[^1]\n\n- Mina: a list\n\n## Then\n\nDae Il: 1. is a number.\n\n[^1]: A note."
    )
    never_suspected(text, SPEAKERS)


def test_our_own_manuscripts_are_not_suspected() -> None:
    files = [*(REPOSITORY / "book").rglob("*.md"), *(REPOSITORY / "templates").rglob("*.md")]
    assert len(files) > 3
    for file in files:
        never_suspected(file.read_text("utf-8").replace("\nMina:", "\nMina :"))


@given(documents())
@settings(max_examples=100, deadline=None)
def test_no_made_up_document_is_suspected(document: Piece) -> None:
    read(document.markdown)


@given(st.text("abc가é1 \n\n*_`>-+#1.)(!~[](){}<>&;:\"'=\t\\|/^$%@,?x", max_size=80))
@settings(max_examples=600, deadline=None)
@example("a<!--b-->c")
@example("[a]: b\n[a]: c")
@example("[a]:\nb\n'c'")
@example("1. [a]: b")
def test_no_wild_markdown_is_suspected(text: str) -> None:
    never_suspected(text)
    never_suspected(text, SPEAKERS)


@given(
    st.lists(
        st.sampled_from(
            ["word", "다", "[", "]", "](", ")", "(https://example.org/a)", "[^1]", "\n\n[^1]: ", "{lang=ko}", "<!--",
             "-->", "&amp;", "&eacute;", "\\", "`", "*", "**", "\n", "\n\n", "> ", "- ", "1. ", "12) ", "    ",
             "\n[x]: https://example.org/q", "[x]", "![alt](a.png)", '{caption="a b"}', ".smallcaps", "&#65;", "\u00ad"]
        ),
        max_size=25,
    ).map("".join)
)  # fmt: skip
@settings(max_examples=800, deadline=None)
def test_no_shuffled_markdown_is_suspected(text: str) -> None:
    never_suspected(text)
