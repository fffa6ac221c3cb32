"""Inline tokens to inlines."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from storybook.errors import Where
from storybook.model import blocks as b
from storybook.read import addresses, invisible, punctuation
from storybook.read.attributes import Attributes
from storybook.read.language_tags import normal_tag
from storybook.read.manuscript import Manuscript
from storybook.read.strays import ODDITIES, STRAYS

if TYPE_CHECKING:
    from storybook.read.markdown import Token

MAX_DEPTH = 20
"""Emphasis, links and spans inside each other; also lists and quotations (see prose_blocks)."""

_STAGE_DIRECTION = re.compile(r"\(([^\W\d_][^()\[\].,;:!?…。！？\n]{0,40})\)(?=$|[\s.,;:!?…”’」』)])")
_SPAN_CLASSES = frozenset({"smallcaps"})
_SPAN_KEYS = frozenset({"lang", "ruby"})


@dataclass
class InlineText:
    """The inline tokens of one piece of text, and how to find a place in it."""

    tokens: Sequence["Token"]
    content: str
    place: Callable[[int], tuple[int, int]]
    """Line and column of an offset in `content`."""
    spoken: bool = False
    """Whether a speaker says it, so that (Laughs) is a stage direction."""


@dataclass
class InlineReader:
    """Reads the inlines of one file; notes are numbered in the order their marks are met."""

    manuscript: Manuscript
    language: str
    note_numbers: dict[str, int] = field(default_factory=dict)
    in_note: bool = False

    def read(self, text: InlineText) -> b.Inlines:
        """The inlines of one piece of text."""
        for token in text.tokens:
            if token.type in ("text", "text_special"):
                self._look_for_strays(token, text)
        tree = _Tree()
        for token in self._typeset(text):
            if token.nesting > 0:
                tree.open(token)
                if tree.depth == MAX_DEPTH + 1:
                    where = self.where(text, token)
                    what = f"emphasis, links and spans stand more than {MAX_DEPTH} deep inside each other"
                    self.manuscript.refuse(what, where, "take some of them away")
            elif token.nesting < 0:
                is_too_deep = tree.depth > MAX_DEPTH
                opening, children = tree.close()
                tree.add(*(children if is_too_deep else self._wrapped(opening, children, text)))
            else:
                tree.add(*self._leaf(token, text, tree.before))
        return tree.finished()

    def where(self, text: InlineText, token: "Token", *, shown: bool = True) -> Where:
        """The place of a token."""
        return self.manuscript.where(*text.place(token.meta.get("at", 0)), shown=shown)

    def plain(self, text: InlineText) -> str:
        """The words of a picture's description, where marks have no place."""
        return "".join(_plain(inline) for inline in self.read(text)).strip()

    # ------------------------------------------------------------------------------------ leaves

    def _leaf(self, token: "Token", text: InlineText, before: str) -> list[b.Inline]:
        match token.type:
            case "text":
                return _with_directions(token.content, before) if text.spoken else [b.Text(token.content)]
            case "text_special":
                return [b.Text(self._visible(token, text))]
            case "softbreak":
                return [b.Text(" ")]
            case "hardbreak":
                return [b.LineBreak()]
            case "code_inline":
                return [b.Code(token.content)]
            case "footnote_ref":
                return self._note(token, text)
            case "image":
                what = "a picture stands in the middle of a text"
                hint = "give it a paragraph of its own, with an empty line before and after"
                self.manuscript.refuse(what, self.where(text, token), hint)
            case "html_inline":
                self._html(token, text)
            case other:
                raise AssertionError(f"no reading for the token {other}")
        return []

    def _note(self, token: "Token", text: InlineText) -> list[b.Inline]:
        if self.in_note:
            what = "a note has a note of its own"
            self.manuscript.refuse(what, self.where(text, token), "make it part of the first note")
            return []
        label = token.meta["label"]
        number = self.note_numbers.setdefault(label, len(self.note_numbers) + 1)
        return [b.NoteReference(number)]

    def _html(self, token: "Token", text: InlineText) -> None:
        refuse_html(self.manuscript, token.content, self.where(text, token, shown=False))

    def _visible(self, token: "Token", text: InlineText) -> str:
        visible, _ = invisible.remove_invisible(token.content, self.manuscript.file)
        if visible != token.content:
            self.manuscript.warn("this stands for an invisible character and is left out", self.where(text, token))
        return visible

    def _look_for_strays(self, token: "Token", text: InlineText) -> None:
        start = max(text.content.find(token.content), 0)
        for pattern, what, hint in STRAYS:
            if found := pattern.search(token.content):
                shown = found[0] == "\ufffd"  # at any other an editor's note, a path or an address may stand
                where = self.manuscript.where(*text.place(start + found.start()), shown=shown)
                self.manuscript.refuse(what, where, hint)
        for pattern, what, hint in ODDITIES:
            if found := pattern.search(token.content):
                self.manuscript.warn(what, self.manuscript.where(*text.place(start + found.start())), hint)
        if "**" in token.content:
            where = self.manuscript.where(*text.place(start + token.content.find("**")))
            what = "two stars are printed as they stand: they are not a pair that makes words bold"
            self.manuscript.warn(what, where, "leave no space between stars and words")

    # ---------------------------------------------------------------------------------- wrappers

    def _wrapped(self, opening: "Token", children: b.Inlines, text: InlineText) -> list[b.Inline]:
        match opening.type:
            case "em_open":
                return [b.Emphasis(children)]
            case "strong_open":
                return [b.Strong(children)]
            case "gloss_open":
                return [b.Gloss(children)]
            case "span_open":
                return self._span(opening, children, text)
            case "link_open":
                return self._link(opening, children, text)
            case other:
                raise AssertionError(f"no reading for the token {other}")

    def _link(self, opening: "Token", children: b.Inlines, text: InlineText) -> list[b.Inline]:
        address = str(opening.attrs["href"])
        if fault := addresses.address_fault(address):
            what = f"the address of this link {fault[0]}"
            self.manuscript.refuse(what, self.where(text, opening, shown=False), fault[1])
            return list(children)
        if "title" in opening.attrs:
            where = self.where(text, opening, shown=False)
            self.manuscript.refuse("a link has a title, which paper cannot show", where, "write it into the text")
        if not any(_plain(child).strip() for child in children):
            where = self.where(text, opening, shown=False)
            self.manuscript.refuse("a link has no words", where, "put what it leads to between the brackets")
        return [b.Link(addresses.ascii_address(address), children)]

    def _span(self, opening: "Token", children: b.Inlines, text: InlineText) -> list[b.Inline]:
        found: Attributes = opening.meta["attributes"]
        where = self.where(text, opening)
        if unknown := found.unknown(_SPAN_CLASSES, _SPAN_KEYS):
            hint = 'a span takes .smallcaps, lang=… and ruby="…"'
            place = self.where(text, opening, shown=False)  # what the attributes say was never meant to be printed
            self.manuscript.refuse(f"a span cannot have {', '.join(unknown)}", place, hint)
        language = found.value("lang")
        tag = normal_tag(language) if language is not None else None
        if language is not None and tag is None:
            self.manuscript.refuse("this is no language tag", where, "write a tag such as ko, en or zh-Hans")
        reading = found.value("ruby")
        if reading is not None:
            return self._ruby(children, reading, tag, where)
        inlines = (b.SmallCaps(children),) if found.classes else children
        return [b.Foreign(tag, inlines)] if tag else list(inlines)

    def _ruby(self, children: b.Inlines, reading: str, tag: str | None, where: Where) -> list[b.Inline]:
        base = "".join(child.text for child in children if isinstance(child, b.Text))
        if not base.strip() or not all(isinstance(child, b.Text) for child in children):
            self.manuscript.refuse("ruby stands over something else than plain words", where, "leave plain words alone")
        if not reading.strip():
            self.manuscript.refuse("ruby has no reading", where, 'write it as ruby="Hanawon"')
        return [b.Ruby(base, reading.strip(), tag)]

    # --------------------------------------------------------------------------------- characters

    def _typeset(self, text: InlineText) -> Sequence["Token"]:
        """The tokens, with the quotation marks, dashes and dots that printers use in their texts."""
        languages = [self.language]
        runs: list[tuple[Token, punctuation.Run]] = []
        automatic = False
        for token in text.tokens:
            if token.nesting > 0:
                found = token.meta.get("attributes")
                languages.append((found and found.value("lang")) or languages[-1])
                automatic = token.info == "auto"
            elif token.nesting < 0:
                languages.pop()
                automatic = False
            elif token.type in ("text", "text_special", "code_inline", "softbreak", "hardbreak"):
                shown = token.content or (" " if token.type.endswith("break") else "")
                runs.append((token, punctuation.Run(shown, languages[-1], token.type != "text" or automatic)))
        for (token, run), changed in zip(runs, punctuation.typeset([run for _, run in runs]), strict=True):
            if not run.fixed:
                token.content = changed
        return text.tokens


def refuse_html(manuscript: Manuscript, html: str, where: Where) -> None:
    """Leave out comments, with a warning; note any other HTML as a problem."""
    if _is_comments(html):
        manuscript.warn("a comment is left out of the book", where, "take it out before others see this file")
        return
    hint = "write Markdown; a < that is meant to be printed is written as \\<"
    manuscript.refuse("HTML is not passed through to the book", where, hint)


def _is_comments(html: str) -> bool:
    """Whether there is nothing but comments, as readers of HTML end them: `<!-->` is a whole one."""
    place, end = 0, len(html.rstrip())
    while place < end:
        begins = html.find("<!--", place)
        if begins < 0 or html[place:begins].strip():
            return False
        closes = html.find("-->", begins + 2)
        if closes < 0:
            return False
        place = closes + 3
    return True


class _Tree:
    """Inlines inside each other, while their tokens come."""

    def __init__(self) -> None:
        self._open: list[tuple[Token | None, list[b.Inline]]] = [(None, [])]
        self._texts: list[str] = []
        self.before = ""
        """The last character that was added."""

    @property
    def depth(self) -> int:
        """How many wrappers are open."""
        return len(self._open) - 1

    def open(self, token: "Token") -> None:
        """Begin a wrapper."""
        self._flush()
        self._open.append((token, []))

    def close(self) -> tuple["Token", b.Inlines]:
        """End the innermost wrapper: its opening token and what it holds."""
        self._flush()
        token, children = self._open.pop()
        if token is None:
            raise AssertionError("a wrapper is closed that was not opened")
        return token, tuple(children)

    def add(self, *inlines: b.Inline) -> None:
        """Add to the innermost wrapper; texts side by side become one, and two spaces between them one."""
        for inline in inlines:
            if isinstance(inline, b.Text):
                self._add_text(inline.text)
            else:
                self._flush()
                self._open[-1][1].append(inline)
                self.before = _plain(inline)[-1:] or self.before

    def finished(self) -> b.Inlines:
        """The inlines, once every wrapper is closed."""
        self._flush()
        return tuple(self._open[0][1])

    def _add_text(self, text: str) -> None:
        if self.before.isspace() and text[:1] == " ":  # something between them was left out
            text = text[1:]
        if text:
            self._texts.append(text)
            self.before = text[-1]

    def _flush(self) -> None:
        if self._texts:
            self._open[-1][1].append(b.Text("".join(self._texts)))
            self._texts.clear()


def _with_directions(text: str, before: str) -> list[b.Inline]:
    """A speaker's text with (Laughs) as a stage direction: few words, after a whole sentence or at the start."""
    inlines: list[b.Inline] = []
    done = 0
    for match in _STAGE_DIRECTION.finditer(text):
        ahead = (before + text[: match.start()]).rstrip().rstrip("”’\"')]»*")
        words = match[1].split()
        if words[0][0].islower() or len(words) > 4 or (ahead and ahead[-1] not in ".!?…。！？—–"):
            continue
        inlines += [b.Text(text[done : match.start()]), b.StageDirection(match[1].strip())]
        done = match.end()
    return [*inlines, b.Text(text[done:])]


def _plain(inline: b.Inline) -> str:
    match inline:
        case b.Text(text) | b.Code(text) | b.StageDirection(text):
            return text
        case b.Ruby(base):
            return base
        case b.LineBreak():
            return " "
        case b.NoteReference():
            return ""
        case _:
            return "".join(_plain(child) for child in inline.children)
