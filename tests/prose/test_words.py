"""Words in are words out: whatever the Markdown, every word arrives or the author is told."""

import re
import unicodedata
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass

from hypothesis import example, given, settings
from hypothesis import strategies as st

from prose.reading import read, text_of
from storybook.errors import SourceError

WORD = st.text("abcdefgxyz가나다라말글é", min_size=1, max_size=5)


@dataclass(frozen=True)
class Piece:
    """Markdown, and the words that must come out of it in this order."""

    markdown: str
    words: tuple[str, ...]


def _wrapped(before: str, after: str) -> st.SearchStrategy[Piece]:
    return st.lists(WORD, min_size=1, max_size=3).map(
        lambda words: Piece(f"{before}{' '.join(words)}{after}", tuple(words))
    )


INLINE = st.one_of(
    _wrapped("", ""),
    _wrapped("*", "*"),
    _wrapped("**", "**"),
    _wrapped("***", "***"),
    _wrapped("`", "`"),
    _wrapped('"', '"'),
    _wrapped("[", "](https://example.org/)"),
    _wrapped("[", "]{.smallcaps}"),
    _wrapped("[", "]{lang=ko}"),
    _wrapped("**[", "]{lang=ko}**"),
    _wrapped("(*", "*)"),
)


def _join(pieces: list[Piece], between: str) -> Piece:
    return Piece(between.join(p.markdown for p in pieces), tuple(word for p in pieces for word in p.words))


LINE = st.lists(INLINE, min_size=1, max_size=5).map(lambda pieces: _join(pieces, " "))
PARAGRAPH = st.lists(LINE, min_size=1, max_size=3).map(lambda lines: _join(lines, "\n"))


def _indented(piece: Piece, first: str, rest: str) -> Piece:
    lines = piece.markdown.split("\n")
    return Piece("\n".join([first + lines[0], *((rest + line).rstrip() for line in lines[1:])]), piece.words)


def _container(inner: st.SearchStrategy[Piece]) -> st.SearchStrategy[Piece]:
    several = st.lists(inner, min_size=1, max_size=3).map(lambda pieces: _join(pieces, "\n\n"))
    items = st.lists(several, min_size=1, max_size=3)
    return st.one_of(
        several.map(lambda piece: _indented(piece, "> ", "> ")),
        items.map(lambda found: _join([_indented(piece, "- ", "  ") for piece in found], "\n")),
        items.map(lambda found: _join([_indented(piece, "1. ", "   ") for piece in found], "\n\n")),
    )


BLOCK = st.recursive(
    st.one_of(
        PARAGRAPH,
        LINE.map(lambda piece: Piece("{.pullquote}\n> " + re.sub(r"\[|\]\(.*?\)", "", piece.markdown), piece.words)),
        LINE.map(lambda piece: Piece(f"```\n{piece.markdown}\n```", piece.words)),
        st.just(Piece("***", ())),
    ).filter(lambda piece: "]{" not in piece.markdown or "pullquote" not in piece.markdown),
    _container,
    max_leaves=8,
)


@st.composite
def documents(draw: st.DrawFn) -> Piece:
    blocks = draw(st.lists(BLOCK, min_size=1, max_size=4))
    notes = draw(st.lists(PARAGRAPH, max_size=3))
    marks = [Piece(f"{draw(WORD)}[^n{number}].", ()) for number in range(len(notes))]
    marks = [Piece(mark.markdown, (mark.markdown.partition("[")[0],)) for mark in marks]
    definitions = [_indented(note, f"[^n{number}]: ", "    ") for number, note in enumerate(notes)]
    opening = Piece("opening", ("opening",))  # a document may not begin with a scene break
    return _join([opening, *blocks, *marks, *definitions], "\n\n<!-- apart -->\n\n")


@given(documents())
@settings(max_examples=150, deadline=None)
def test_every_word_arrives_in_its_order(document: Piece) -> None:
    reading = read(document.markdown)
    everything = text_of(reading.blocks) + "\n" + "\n".join(text_of(note.blocks) for note in reading.notes)
    assert re.findall(r"\w+", re.sub(r"\]\(https://example.org/\)|\]\{.*?\}", " ", everything)) == list(document.words)


@given(st.text("abc가힣é \n\n*_`>-+#1.)(!~'\"=\t\\:|/^$%@;,?", max_size=80))
@settings(max_examples=400, deadline=None)
@example("a\n***\n# b\n- c\n    > d")
@example("```\nc")
@example("1. a\n 2. b\n  3) c\n\n      d")
def test_no_letter_of_wild_markdown_is_lost(text: str) -> None:
    try:
        reading = read(text)
    except SourceError:
        return
    everything = text_of(reading.blocks)
    assert _letters(everything) == _letters(unicodedata.normalize("NFC", text))


def _letters(text: str) -> Counter[str]:
    return Counter(letter for letter in text if letter.isalpha())


@given(st.text("ab[](){}!^<>&;#:x \n\"'=.-*", max_size=60))
@settings(max_examples=400, deadline=None)
def test_wild_brackets_are_read_or_refused_and_never_crash(text: str) -> None:
    with suppress(SourceError):
        read(text)
