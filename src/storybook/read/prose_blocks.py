"""Block tokens to blocks."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from storybook.errors import SourceError, Where
from storybook.model import blocks as b
from storybook.model.picture import Picture
from storybook.read.attributes import Attributes
from storybook.read.manuscript import Manuscript
from storybook.read.markdown import Marked, parse_line
from storybook.read.prose_inlines import MAX_DEPTH, InlineReader, InlineText, refuse_html
from storybook.read.turns import Mark, TurnStart

if TYPE_CHECKING:
    from storybook.read.markdown import Token

PictureReader = Callable[[str, str, Where | None], Picture]
"""From a reference, the file that makes it and its place there to the picture."""

HIGHEST_HEADING = 2
"""The chapter's title is above."""
LOWEST_HEADING = 6
"""XHTML has no heading below; deeper ones cannot be reached without a skipped level's error or a lowered text."""

_PICTURE_KEYS = frozenset({"caption", "credit"})
_REMOTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")


@dataclass(frozen=True, slots=True)
class Node:
    """A token with what stands between it and its closing token."""

    token: "Token"
    children: tuple["Node", ...] = ()


@dataclass
class BlockReader:
    """Reads the blocks of one file."""

    manuscript: Manuscript
    marked: Marked
    inlines: InlineReader
    picture: PictureReader
    marks: Mapping[int, Mark]
    notes: dict[str, Node] = field(default_factory=dict)
    _lowered: int = 0
    _level: int = 1
    _headings: int = 0
    _spoken: bool = False

    def read(self) -> list[b.Block | TurnStart]:
        """The blocks outside notes, with the places where a speaker begins; notes are kept for `read_notes`."""
        nodes = _nest(self.marked.tokens)
        self._collect_notes(nodes)
        self._lower_headings()
        items: list[b.Block | TurnStart] = []
        for node, attributes in self._with_attributes(nodes):
            if node.token.type == "turn":
                items.append(TurnStart(self.marks[_first_line(node.token)]))
                self._spoken = True
                continue
            if node.token.type in ("heading_open", "hr"):
                self._spoken = False
            items += self._blocks(node, attributes, depth=0)
        self._spoken = False
        return items

    def read_notes(self) -> tuple[b.Note, ...]:
        """The notes in the order of their marks."""
        numbers = dict(self.inlines.note_numbers)
        self.inlines.in_note = True
        notes = []
        for label, number in numbers.items():
            node = self.notes.get(label)
            if node is None:
                self._refuse_undefined(label)
                continue
            blocks = self._children(node, depth=1)
            if not blocks:
                self.manuscript.refuse("this note is empty", self._where(node.token), "write it after the colon")
            notes.append(b.Note(number, blocks))
        for label, node in self.notes.items():
            if label not in numbers:
                hint = f"put [^{label}] where the note belongs, or take the note out"
                self.manuscript.refuse("no mark refers to this note", self._where(node.token, shown=False), hint)
        return tuple(notes)

    # ------------------------------------------------------------------------------------ finding

    def _where(self, token: "Token", *, shown: bool = True) -> Where:
        return self.manuscript.where(_first_line(token) + 1, shown=shown)

    def _find(self, written: str) -> Where:
        lines = self.manuscript.lines
        number = next((index for index, line in enumerate(lines) if written in line), 0)
        return self.manuscript.where(number + 1, lines[number].find(written) + 1)

    def _refuse_undefined(self, label: str) -> None:
        hint = f"add a line `[^{label}]: …` with its text, at the end of the file"
        self.manuscript.refuse("this note is nowhere defined", self._find(f"[^{label}]"), hint)

    def _collect_notes(self, nodes: Sequence[Node]) -> None:
        for node in nodes:
            if node.token.type == "footnote_reference_open":
                label = node.token.meta["label"]
                if label in self.notes:
                    where = self._where(node.token)
                    self.manuscript.refuse(f"the note [^{label}] is defined twice", where, "rename one of them")
                self.notes.setdefault(label, node)
            self._collect_notes(node.children)

    # ------------------------------------------------------------------------------------- blocks

    def _children(self, node: Node, depth: int) -> b.Blocks:
        pairs = self._with_attributes(node.children)
        return tuple(block for child, attributes in pairs for block in self._blocks(child, attributes, depth))

    def _with_attributes(self, nodes: Sequence[Node]) -> Iterator[tuple[Node, Attributes | None]]:
        """Each block with the line of attributes above it."""
        waiting: Node | None = None
        for node in nodes:
            if node.token.type == "attributes":
                self._refuse_idle(waiting)
                waiting = node
                continue
            yield node, waiting.token.meta["attributes"] if waiting else None
            waiting = None
        self._refuse_idle(waiting)

    def _refuse_idle(self, node: Node | None) -> None:
        if node:
            what = "nothing stands below these braces that could take them"
            self.manuscript.refuse(what, self._where(node.token), "put them on the line above a quotation")

    def _blocks(self, node: Node, attributes: Attributes | None, depth: int) -> list[b.Block]:
        token = node.token
        if attributes:
            return self._with_class(node, attributes, depth)
        match token.type:
            case "paragraph_open":
                return self._paragraph(node)
            case "heading_open":
                return self._heading(node, depth)
            case "blockquote_open":
                return [b.Quotation(self._container(node, depth))] if node.children else []
            case "bullet_list_open" | "ordered_list_open":
                return self._list(node, depth)
            case _:
                return self._leaf(token)

    def _leaf(self, token: "Token") -> list[b.Block]:
        match token.type:
            case "fence" | "code_block":
                if token.info.strip():
                    where = self._where(token)
                    self.manuscript.refuse("words behind ``` are not printed", where, "move them to a line below it")
                if token.type == "fence" and not _is_closed(token):
                    what = f"the {token.markup} that opens here is never closed: all below is taken literally"
                    hint = f"write {token.markup} on a line of its own where the literal text ends, or take it out here"
                    self.manuscript.refuse(what, self._where(token), hint)
                return [b.Preformatted(token.content.rstrip("\n"))]
            case "hr":
                return [b.SceneBreak()]
            case "html_block":
                refuse_html(self.manuscript, token.content, self._where(token, shown=False))
                return []
            case "footnote_reference_open":
                return []
            case other:
                raise AssertionError(f"no reading for the token {other}")

    def _with_class(self, node: Node, attributes: Attributes, depth: int) -> list[b.Block]:
        where = self.manuscript.where(_first_line(node.token))
        if unknown := attributes.unknown(frozenset({"pullquote"}), frozenset()):
            what = f"a block cannot have {', '.join(unknown)}"
            self.manuscript.refuse(what, where, "the one class of blocks is {.pullquote}, above a quotation")
            return self._blocks(node, None, depth)
        inner = node.children[0] if node.children else None
        is_one = node.token.type == "blockquote_open" and len(node.children) == 1 and inner is not None
        if inner is None or not is_one or inner.token.type != "paragraph_open":
            hint = "write `> ` and one paragraph on the line below the braces"
            self.manuscript.refuse("a pull quote is a quotation of one paragraph", where, hint)
            return self._blocks(node, None, depth)
        children = self._inlines(inner.children[0].token)
        if any(_has_link(child) for child in children):
            hint = "keep them in the text itself: a pull quote repeats it, and is skipped when the book is read aloud"
            self.manuscript.refuse("a pull quote holds a link or a note", where, hint)
        return [b.PullQuote(children)]

    def _paragraph(self, node: Node) -> list[b.Block]:
        inline = node.children[0].token
        tokens = inline.children or []
        pictures = [token for token in tokens if token.type == "image"]
        if pictures and all(token.type in ("image", "softbreak") for token in tokens):
            return [figure for token in pictures if (figure := self._figure(token, inline))]
        children = self._inlines(inline)
        return [b.Paragraph(children)] if children else []

    def _lower_headings(self) -> None:
        """The first level is the chapter's title: a text that begins with it goes one level down."""
        first = next((token for token in self.marked.tokens if token.type == "heading_open" and not token.level), None)
        if first is not None and first.tag == "h1":
            self._lowered = 1
            hint = "begin with ##: the chapter's title stands in book.yaml"
            self.manuscript.warn(
                "the headings of this text are set one level lower", self._where(first, shown=False), hint
            )

    def _heading(self, node: Node, depth: int) -> list[b.Block]:
        inline, written = node.children[0].token, int(node.token.tag[1:])
        level = max(written + self._lowered, HIGHEST_HEADING)
        where = self._where(node.token)
        if depth:
            hint = "take it out of the list, quotation or note"
            self.manuscript.refuse("a heading stands inside another block", where, hint)
        elif written + self._lowered < HIGHEST_HEADING:
            hint = "write ##: the one heading of level 1 is the chapter's title, in book.yaml"
            self.manuscript.refuse("a heading of level 1 stands in the text", where, hint)
        elif level > self._level + 1:
            above = f"follows one of level {self._level - self._lowered}" if self._headings else "is the first"
            hint = f"write {'#' * (self._level + 1 - self._lowered)}: readers who listen find their way by levels"
            self.manuscript.refuse(f"a heading of level {written} {above}", where, hint)
        self._level = level
        self._headings += 1
        children = self._inlines(inline)
        if not children:
            self.manuscript.refuse("a heading is empty", where, "write its words behind the ##")
        return [b.Heading(min(level, LOWEST_HEADING), children, f"section-{self._headings}")]

    def _list(self, node: Node, depth: int) -> list[b.Block]:
        items = tuple(self._container(item, depth) for item in node.children)
        if node.token.type == "bullet_list_open":
            return [b.ItemList(items)]
        return [b.ItemList(items, int(node.token.attrs.get("start", 1)))]

    def _container(self, node: Node, depth: int) -> b.Blocks:
        if depth >= MAX_DEPTH:
            if depth == MAX_DEPTH:
                what = f"lists and quotations stand more than {MAX_DEPTH} deep inside each other"
                self.manuscript.refuse(what, self._where(node.token), "take some of them out")
            return ()
        return self._children(node, depth + 1)

    # -------------------------------------------------------------------------------------- texts

    def _inlines(self, inline: "Token") -> b.Inlines:
        def place(at: int) -> tuple[int, int]:
            return self.manuscript.place(inline.content, inline.map, at)

        return self.inlines.read(InlineText(inline.children or [], inline.content, place, self._spoken))

    def _figure(self, token: "Token", inline: "Token") -> b.Figure | None:
        place = self.manuscript.place(inline.content, inline.map, token.meta["at"])
        where = self.manuscript.where(*place)
        reference = str(token.attrs["src"])
        found: Attributes | None = token.meta.get("attributes")
        if "title" in token.attrs:
            hint = 'write {caption="…"} right behind the picture'
            self.manuscript.refuse("a picture has a title, which nobody would see", where, hint)
        if found and (unknown := found.unknown(frozenset(), _PICTURE_KEYS)):
            hint = 'a picture takes caption="…" and credit="…"'
            self.manuscript.refuse(f"a picture cannot have {', '.join(unknown)}", where, hint)
        alt = self.inlines.plain(InlineText(token.children or [], token.content, lambda _at: place))
        if not alt:
            hint = "write what it shows between the brackets: ![a child who draws](…)"
            self.manuscript.refuse("a picture has no description", where, hint)
        caption, credit = (self._line(found.value(key) if found else None, place) for key in ("caption", "credit"))
        at = inline.content.find(reference, token.meta["at"])
        written = self.manuscript.place(inline.content, inline.map, at) if at >= 0 else place
        picture = self._picture(reference, where, self.manuscript.where(*written))
        return b.Figure(picture, alt, caption, credit) if picture else None

    def _picture(self, reference: str, where: Where, at_path: Where) -> Picture | None:
        try:
            return self.picture(reference, self.manuscript.file, at_path)
        except SourceError as error:
            if _REMOTE.match(reference):
                unseen = Where(where.file, where.line, where.column)
                hint = "save the picture in the book's folder and name it by its path there"
                self.manuscript.refuse("a picture is not a file of the book", unseen, hint)
            else:
                self.manuscript.problems += error.problems
            return None

    def _line(self, text: str | None, place: tuple[int, int]) -> b.Inlines:
        if not text:
            return ()
        tokens = parse_line(" ".join(text.split()), self.marked)
        return self.inlines.read(InlineText(tokens, text, lambda _at: place))


def _nest(tokens: Sequence["Token"]) -> tuple[Node, ...]:
    """The tree of block tokens."""
    stack: list[tuple[Token | None, list[Node]]] = [(None, [])]
    for token in tokens:
        if token.nesting > 0:
            stack.append((token, []))
        elif token.nesting < 0:
            opening, children = stack.pop()
            if opening is not None:
                stack[-1][1].append(Node(opening, tuple(children)))
        else:
            stack[-1][1].append(Node(token))
    return tuple(stack[0][1])


def _is_closed(fence: "Token") -> bool:
    lines = fence.content.count("\n") + (not fence.content.endswith("\n") and bool(fence.content))
    start, end = fence.map or (0, 0)
    return end - start == lines + 2


def _first_line(token: "Token") -> int:
    return token.map[0] if token.map else 0


def _has_link(inline: b.Inline) -> bool:
    if isinstance(inline, b.Link | b.NoteReference):
        return True
    return any(_has_link(child) for child in getattr(inline, "children", ()))
