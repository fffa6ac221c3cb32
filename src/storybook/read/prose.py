"""A chapter's Markdown to blocks and notes. Nothing is lost without a word: what can't be printed is told."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from storybook.errors import Problem, SourceError, Where
from storybook.model.blocks import Block, Blocks, Note, Speaker
from storybook.read import invisible, turns
from storybook.read.addresses import address_fault
from storybook.read.lost_words import refuse_lost_words
from storybook.read.manuscript import Manuscript
from storybook.read.markdown import Marked, parse
from storybook.read.prose_blocks import BlockReader, PictureReader
from storybook.read.prose_inlines import InlineReader
from storybook.read.sources import Sources
from storybook.read.strays import look_for_stray_lines

MAX_WORD = 30_000
"""Letters of a word: the time that its lines take grows with their square."""

MAX_BRACKETS = 50
"""Opening brackets inside each other in one paragraph: more is no text, and takes a parser quadratic time."""


@dataclass(frozen=True, slots=True)
class Prose:
    """What a Markdown file says."""

    blocks: Blocks
    notes: tuple[Note, ...] = ()


def read_prose(
    sources: Sources, path: str, language: str, picture: PictureReader, speakers: Sequence[Speaker] | None = None
) -> Prose:
    """The blocks and notes of a Markdown file of the book.

    language: of the quotation marks; picture: reads a picture the text names; speakers: of an interview, whose turns
    become exchanges. Raises SourceError with all problems; warnings are left with the sources.
    """
    manuscript = _open(sources, path)
    _refuse_front_matter(manuscript)
    _limit_brackets(manuscript)
    _limit_words(manuscript)
    manuscript.raise_problems()
    marks = turns.find_marks(manuscript, speakers) if speakers is not None else {}
    lengths = {line: mark.length for line, mark in marks.items()}
    marked = parse(manuscript.text, lengths if speakers is not None else None)
    _check_definitions(manuscript, marked)
    look_for_stray_lines(manuscript, _literal_lines(marked))
    reader = BlockReader(manuscript, marked, InlineReader(manuscript, language), picture, marks)
    items = reader.read()
    notes = reader.read_notes()
    for line in marked.unused_definitions():
        what = "this link target is used nowhere and is left out"
        manuscript.warn(what, manuscript.where(line + 1, shown=False), "use it in a link, or take the line out")
    if speakers is not None:
        turns.check_all_speak(manuscript, list(marks.values()), speakers)
        blocks = turns.into_exchanges(manuscript, items, speakers)
    else:
        blocks = _without_turns(items)
    if not items and not manuscript.problems:
        raise _empty(path)
    manuscript.raise_problems()
    refuse_lost_words(manuscript, (blocks, notes), lengths)
    for warning in manuscript.warnings:
        sources.warn(warning)
    return Prose(blocks, notes)


def _open(sources: Sources, path: str) -> Manuscript:
    text, unseen = invisible.remove_invisible(sources.read_text(path), path)
    if not text.strip():
        raise _empty(path)
    manuscript = Manuscript(path, text)
    manuscript.warnings += [*unseen, *invisible.find_lookalikes(text, path)]
    return manuscript


def _empty(path: str) -> SourceError:
    return SourceError(Problem("the file is empty", Where(path), "write the chapter's text into it"))


def _without_turns(items: Sequence[Block | turns.TurnStart]) -> Blocks:
    return tuple(item for item in items if not isinstance(item, turns.TurnStart))


def _refuse_front_matter(manuscript: Manuscript) -> None:
    if re.fullmatch(r"(---+|\+\+\+)[ \t]*", manuscript.lines[0]):
        hint = "delete it: title and names stand in book.yaml. A scene break is written ***"
        where = manuscript.where(1, shown=False)
        manuscript.refuse("the file begins with front matter, which would be printed", where, hint)
    if manuscript.lines[0].startswith("{\\rtf"):
        where = manuscript.where(1, shown=False)
        hint = "open it in a word processor and save it as plain text (UTF-8)"
        manuscript.refuse("this is a Rich Text file, not Markdown", where, hint)


def _limit_brackets(manuscript: Manuscript) -> None:
    depth = 0
    for number, line in enumerate(manuscript.lines, 1):
        if not line.strip():
            depth = 0
        for match in re.finditer(r"\\.|\[|\]", line):
            depth += {"[": 1, "]": -1 if depth else 0}.get(match[0], 0)
            if depth > MAX_BRACKETS:
                what = f"more than {MAX_BRACKETS} brackets are opened and not closed"
                where = Where(manuscript.file, number, match.start() + 1)
                manuscript.refuse(what, where, r"close them, or write \[ for brackets that are meant to be printed")
                return


def _limit_words(manuscript: Manuscript) -> None:
    for number, line in enumerate(manuscript.lines, 1):
        if len(line) > MAX_WORD and (match := re.search(rf"[^\W_]{{{MAX_WORD + 1},}}", line)):
            what = f"a word here has more letters than the word limit of {MAX_WORD:,}"
            where = Where(manuscript.file, number, match.start() + 1)
            manuscript.refuse(what, where, "is this a text? delete it, or put spaces between its words")


def _literal_lines(marked: Marked) -> frozenset[int]:
    blocks = [token.map for token in marked.tokens if token.type in ("fence", "code_block") and token.map]
    return frozenset(line for start, end in blocks for line in range(start, end))


def _check_definitions(manuscript: Manuscript, marked: Marked) -> None:
    """Refuse lines that look like a link's definition and are something else: they would vanish."""
    for line, address in marked.definitions:
        if fault := address_fault(address):
            what = "this line is taken for the definition of a link, and would not be printed; its address " + fault[0]
            hint = rf"{fault[1]}; or write \[ if the brackets are meant to be printed"
            manuscript.refuse(what, manuscript.where(line + 1, shown=False), hint)
