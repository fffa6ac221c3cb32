"""The Markdown that chapters are written in, as tokens: the one door to markdown-it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block import StateBlock, paragraph
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Scanned
from markdown_it.token import Token
from mdit_py_plugins.footnote.index import footnote_def, footnote_ref

from storybook.read.attributes import read_attributes
from storybook.read.flanking import can_open_and_close

__all__ = ["Marked", "Token", "parse", "parse_line"]

MAX_LEVEL = 100
"""Depth at which markdown-it drops text without a word; a container takes two levels at the most, so that everything
above 50 containers arrives, and `read_prose` refuses long before."""


@dataclass(frozen=True, slots=True)
class Marked:
    """What markdown-it made of a text: block tokens, and the links defined apart from where they are used."""

    tokens: list[Token]
    definitions: tuple[tuple[int, str], ...]
    """Line (from 0) and address of each `[name]: address`."""
    glosses: bool
    names: dict[str, Any] = field(repr=False)
    """Notes and definitions by name, for captions parsed later."""

    def unused_definitions(self) -> tuple[int, ...]:
        """Lines (from 0) of definitions by which no link has gone in what was parsed until now."""
        targets: _Targets = self.names["references"]
        unused = [entry for name, entry in targets.items() if name not in targets.used]
        return tuple(sorted(entry["map"][0] for entry in (*unused, *self.names.get("duplicate_refs", ()))))


class _Targets(dict[str, Any]):
    """Definitions of links by name, which know who was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.used: set[str] = set()

    def get(self, name: str, default: Any = None) -> Any:  # noqa: ANN401 - as of any dict
        self.used.add(name)
        return super().get(name, default)


def parse(text: str, turns: Mapping[int, int] | None = None) -> Marked:
    """The tokens of a text. turns: length of the speaker's mark by line (from 0), None where nobody speaks."""
    names: dict[str, Any] = {"turns": turns or {}, "references": _Targets()}
    tokens = _parser(glosses=turns is not None).parse(text, names)
    known = [*names["references"].values(), *names.get("duplicate_refs", [])]
    definitions = tuple((entry["map"][0], entry["href"]) for entry in known)
    return Marked(tokens, definitions, turns is not None, names)


def parse_line(text: str, marked: Marked) -> list[Token]:
    """The inline tokens of a caption or credit inside a text."""
    (token,) = _parser(glosses=marked.glosses).parseInline(text, marked.names)
    return token.children or []


class _Inline(StateInline):
    """Inline state that notes where tokens begin, and knows how emphasis works beside Korean."""

    @cached_property
    def last_span(self) -> int:
        """Where the last span ends that there could be."""
        return self.src.rfind("]{")

    def push(self, ttype: str, tag: str, nesting: Any) -> Token:  # noqa: ANN401 - one of -1, 0, 1
        token = super().push(ttype, tag, nesting)
        token.meta["at"] = self.pos
        return token

    def pushPending(self) -> Token:  # noqa: N802 - markdown-it's name
        start = self.pos - len(self.pending)
        token = super().pushPending()
        token.meta["at"] = start
        return token

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803 - markdown-it's names
        end = start
        while end < self.posMax and self.src[end] == self.src[start]:
            end += 1
        after = self.src[end : min(end + 2, self.posMax)]
        can_open, can_close = can_open_and_close(self.src[max(start - 2, 0) : start], after, canSplitWord)
        return Scanned(can_open, can_close, end - start)


class _InlineParser(ParserInline):
    def parse(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:  # noqa: ANN401
        state = _Inline(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


class _Parser(MarkdownIt):
    """CommonMark that hands every address on as it was written: judging is not its business."""

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 - markdown-it's names
        return True

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - markdown-it's name
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802 - markdown-it's name
        return link


@cache
def _parser(*, glosses: bool) -> _Parser:
    parser = _Parser("zero")
    parser.inline = _InlineParser()
    parser.configure("commonmark", {"maxNesting": MAX_LEVEL, "html": True})
    parser.core.ruler.disable("text_join")  # it would hide what the author escaped
    parser.block.ruler.before("code", "turn", _turn, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    parser.block.ruler.before("fence", "attributes", _attribute_line, {"alt": []})
    parser.block.ruler.before("reference", "note", footnote_def, {"alt": ["paragraph", "reference"]})
    parser.inline.ruler.before("link", "note_mark", _note_mark)
    parser.inline.ruler.after("link", "span", _span)
    parser.inline.ruler.push("picture_attributes", _picture_attributes)
    if glosses:
        parser.inline.ruler.after("span", "gloss", _gloss)
    return parser


def _note_mark(state: StateInline, silent: bool) -> bool:
    start = state.pos
    if not footnote_ref(state, silent, always_match=True):
        return False
    if not silent:
        state.tokens[-1].meta["at"] = start
    return True


def _turn(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """A speaker's mark at the start of a line: ends what stands before, and what follows it is a paragraph."""
    length = state.env["turns"].get(line)
    if length is None:
        return False
    if silent:
        return True
    token = state.push("turn", "", 0)
    token.map = [line, line + 1]
    start = state.bMarks[line] + length
    rest = state.src[start : state.eMarks[line]]
    if not rest.strip():
        state.line = line + 1
        return True
    state.bMarks[line] = start + len(rest) - len(rest.lstrip())
    state.tShift[line] = state.sCount[line] = state.bsCount[line] = 0
    return paragraph(state, line, end, False)


def _attribute_line(state: StateBlock, line: int, _end: int, silent: bool) -> bool:
    if state.is_code_block(line):
        return False
    written = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].rstrip()
    attributes = read_attributes(written, 0)
    if attributes is None or attributes.end != len(written):
        return False
    if not silent:
        token = state.push("attributes", "", 0)
        token.map = [line, line + 1]
        token.meta["attributes"] = attributes
        state.line = line + 1
    return True


def _span(state: StateInline, silent: bool) -> bool:
    start = state.pos
    if state.src[start] != "[" or not (isinstance(state, _Inline) and start < state.last_span):
        return False
    label_end = state.md.helpers.parseLinkLabel(state, start, False)
    attributes = read_attributes(state.src[: state.posMax], label_end + 1) if label_end >= 0 else None
    if attributes is None:
        return False
    if not silent:
        _wrap(state, "span", label_end).meta["attributes"] = attributes
    state.pos = attributes.end
    return True


def _gloss(state: StateInline, silent: bool) -> bool:
    start = state.pos
    if state.src[start] != "[":
        return False
    label_end = state.md.helpers.parseLinkLabel(state, start, False)
    label = state.src[start + 1 : max(label_end, 0)]
    if not label.strip() or label.startswith("^") or state.src[label_end + 1 : label_end + 2] in ("(", "{"):
        return False
    if not silent:
        _wrap(state, "gloss", label_end)
    state.pos = label_end + 1
    return True


def _wrap(state: StateInline, name: str, label_end: int) -> Token:
    """Tokens of what stands between brackets, inside an opening and a closing token; the opening one is returned."""
    maximum = state.posMax
    opening = state.push(f"{name}_open", "", 1)
    state.pos += 1
    state.posMax = label_end
    state.md.inline.tokenize(state)
    state.push(f"{name}_close", "", -1)
    state.posMax = maximum
    return opening


def _picture_attributes(state: StateInline, silent: bool) -> bool:
    if silent or state.src[state.pos] != "{" or state.pending or not state.tokens or state.tokens[-1].type != "image":
        return False
    attributes = read_attributes(state.src[: state.posMax], state.pos)
    if attributes is None:
        return False
    state.tokens[-1].meta["attributes"] = attributes
    state.pos = attributes.end
    return True
