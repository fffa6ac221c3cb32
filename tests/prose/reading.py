"""Reads Markdown in tests, and tells what came of it."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from storybook.errors import Problem, SourceError, Where
from storybook.model import blocks as b
from storybook.model.picture import Picture
from storybook.read.prose import Prose, read_prose
from storybook.read.sources import Sources

FILE = "en/text.md"


@dataclass(frozen=True)
class Reading:
    blocks: b.Blocks
    notes: tuple[b.Note, ...]
    warnings: tuple[Problem, ...]


def read(text: str | bytes, language: str = "en", speakers: Sequence[b.Speaker] | None = None) -> Reading:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "en").mkdir()
        (Path(folder) / FILE).write_bytes(text if isinstance(text, bytes) else text.encode())
        sources = Sources(Path(folder))
        prose: Prose = read_prose(sources, FILE, language, _picture, speakers)
        return Reading(prose.blocks, prose.notes, sources.warnings)


def _picture(reference: str, base: str, where: Where | None) -> Picture:
    assert base == FILE
    if (
        "missing" in reference or ":" in reference or reference.startswith("//")
    ):  # in no book here is a file of such a name
        raise SourceError(Problem("there is no such file", where, "put it there"))
    return Picture(reference, "0" * 64, 400, 300)


def problems(text: str, speakers: Sequence[b.Speaker] | None = None) -> tuple[Problem, ...]:
    with pytest.raises(SourceError) as caught:
        read(text, speakers=speakers)
    for problem in caught.value.problems:
        assert problem.hint
        assert problem.where is not None
        assert problem.where.file == FILE
    return caught.value.problems


def places(text: str, speakers: Sequence[b.Speaker] | None = None) -> list[str]:
    """line:column of each problem."""
    return [f"{p.where.line}:{p.where.column}" for p in problems(text, speakers) if p.where]


def paragraph(text: str, language: str = "en") -> b.Inlines:
    (block,) = read(text, language).blocks
    assert isinstance(block, b.Paragraph)
    return block.children


def words(text: str, language: str = "en") -> str:
    return plain(paragraph(text, language))


def plain(inlines: b.Inlines) -> str:
    return "".join(_plain(inline) for inline in inlines)


def _plain(inline: b.Inline) -> str:
    match inline:
        case b.Text(text) | b.Code(text):
            return text
        case b.StageDirection(text):
            return f"({text})"
        case b.Ruby(base):
            return base
        case b.LineBreak():
            return "\n"
        case b.NoteReference():
            return ""
        case b.Gloss(children):
            return f"[{plain(children)}]"
        case _:
            return plain(inline.children)


def text_of(blocks: b.Blocks) -> str:
    """All words of blocks, in order."""
    return "\n".join(_text(block) for block in blocks)


def _text(block: b.Block) -> str:
    match block:
        case b.Heading(children=children) | b.Paragraph(children) | b.PullQuote(children):
            return plain(children)
        case b.ItemList(items):
            return "\n".join(text_of(item) for item in items)
        case b.Quotation(blocks):
            return text_of(blocks)
        case b.Preformatted(text):
            return text
        case b.Figure(alt=alt, caption=caption, credit=credit):
            return f"{alt}\n{plain(caption)}\n{plain(credit)}"
        case b.Exchange(turns):
            return "\n".join(text_of(turn.blocks) for turn in turns)
        case b.SceneBreak() | b.Speakers():
            return ""
        case _:
            raise AssertionError(block)
