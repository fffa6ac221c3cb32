"""Blocks to XHTML: inlines here, blocks through the theme's templates."""

import traceback
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import assert_never

import jinja2
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from storybook.errors import Problem, SourceError, Where
from storybook.model import blocks as b
from storybook.model.book import Book, Chapter
from storybook.model.comic import Comic
from storybook.model.edition import Edition, Theme
from storybook.model.picture import Picture
from storybook.pages.theme import load_words, shipped_folder

TEMPLATE_NAMES: Mapping[type, str] = {
    b.Heading: "heading",
    b.Paragraph: "paragraph",
    b.ItemList: "item_list",
    b.Quotation: "quotation",
    b.PullQuote: "pull_quote",
    b.SceneBreak: "scene_break",
    b.Preformatted: "preformatted",
    b.Figure: "figure",
    b.Speakers: "speakers",
    b.Exchange: "exchange",
    b.CallToAction: "call_to_action",
    Comic: "comic",
    b.Cover: "cover",
    b.HalfTitle: "half_title",
    b.TitlePage: "title_page",
    b.ImprintFacts: "imprint_facts",
    b.Contents: "contents",
}
"""The template in `<medium>/blocks/`, or else in `blocks/`, that sets each block."""


@lru_cache(maxsize=8)
def environment(folders: tuple[Path, ...]) -> jinja2.Environment:
    """The sandboxed engine of a theme's folders of templates: everything escaped, nothing undefined passed over."""
    return ImmutableSandboxedEnvironment(
        loader=jinja2.FileSystemLoader([str(folder) for folder in folders]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        auto_reload=False,
    )


def render(theme: Theme, name: str, **values: object) -> str:
    """One template of the theme, filled."""
    try:
        return environment(theme.folders).get_template(name).render(**values)
    except (jinja2.TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        if len(theme.folders) == 1 and not isinstance(error, jinja2.TemplateError):
            raise  # a book without templates of its own has no part in this
        raise SourceError(_template_problem(theme, name, error)) from error


def _template_problem(theme: Theme, name: str, error: Exception) -> Problem:
    """What went wrong in a template of a book's own; without the values that the template had to do with."""
    own = theme.folders[0]
    lines = {frame.filename: frame.lineno for frame in traceback.extract_tb(error.__traceback__)}
    places = [(Path(file), line) for file, line in lines.items() if Path(file).is_relative_to(own)]
    if isinstance(error, jinja2.TemplateSyntaxError) and error.filename:
        places = [(Path(error.filename), error.lineno)]
    where = Where(f"templates/{name}")
    if places and places[-1][0].is_relative_to(own):
        where = Where(f"templates/{places[-1][0].relative_to(own).as_posix()}", places[-1][1] or 0)
    match error:
        case jinja2.TemplateNotFound():
            what = "the template asks for another that is neither the book's nor storybook's"
        case jinja2.TemplateSyntaxError() | jinja2.UndefinedError():
            what = f"the template cannot be used: {error.message}"
        case SecurityError():
            what = "the template asks for what templates must not have"
        case _:
            what = f"the template works something out that cannot be ({type(error).__name__})"
    return Problem(what, where, "compare it with the one that ships with storybook")


@lru_cache(maxsize=256)
def _preferred(folders: tuple[Path, ...], medium: str, name: str) -> str:
    """The medium's own template of a block, or else the shared one."""
    own = f"{medium}/blocks/{name}.xhtml.j2"
    return own if any((folder / own).is_file() for folder in folders) else f"blocks/{name}.xhtml.j2"


class ChapterPage:
    """One chapter on its way to XHTML; templates get it as `page`."""

    def __init__(self, edition: Edition, medium: str, chapter: Chapter, link: Callable[[str], str]) -> None:
        """Medium is the folder of templates to prefer (epub, paper); link gives the address of an asset by its name."""
        self.edition = edition
        self.medium = medium
        self.chapter = chapter
        self._link = link
        self._given: dict[str, object] = {}
        self._references: dict[int, int] = {}
        self.words = load_words(shipped_folder(), edition.book.metadata.language)

    def give(self, **values: object) -> None:
        """Hand the medium's templates more values, which they find beside `page`."""
        self._given.update(values)

    @property
    def book(self) -> Book:
        """The whole book."""
        return self.edition.book

    def url(self, picture: Picture) -> str:
        """The address of a picture's derivative."""
        return self._link(self.edition.asset(picture).name)

    def say(self, key: str, **values: object) -> str:
        """One of storybook's own words or sentences in the book's language."""
        return self.words[key].format(**values)

    def blocks(self, blocks: b.Blocks) -> Markup:
        """Blocks, each through its template."""
        return Markup("\n").join(self.block(block) for block in blocks)

    def block(self, block: b.Block) -> Markup:
        """One block through its template."""
        return self.template(TEMPLATE_NAMES[type(block)], block=block)

    def template(self, name: str, **values: object) -> Markup:
        """A template of `<medium>/blocks/`, or else of `blocks/`."""
        chosen = _preferred(self.edition.theme.folders, self.medium, name)
        return Markup(render(self.edition.theme, chosen, page=self, **self._given, **values))  # noqa: S704 - ours

    def reference_id(self, number: int) -> str:
        """A new id for a reference to a note: ways back lead to it."""
        self._references[number] = self._references.get(number, 0) + 1
        return self.reference_ids(number)[-1]

    def reference_ids(self, number: int) -> tuple[str, ...]:
        """The ids of all references to a note so far, in order."""
        counts = range(1, self._references.get(number, 0) + 1)
        return tuple(f"noteref_{number}" if count == 1 else f"noteref_{number}_{count}" for count in counts)

    @property
    def referred(self) -> frozenset[int]:
        """The numbers of the notes that have been referred to so far."""
        return frozenset(self._references)

    def inlines(self, inlines: b.Inlines) -> Markup:
        """Inlines, without a space between them."""
        return Markup("").join(self._inline(inline) for inline in inlines)

    def _inline(self, inline: b.Inline) -> Markup:  # noqa: C901, PLR0911, PLR0912 - one case an inline
        match inline:
            case b.Text(text):
                return escape(text)
            case b.Emphasis(children):
                return Markup("<em>{}</em>").format(self.inlines(children))
            case b.Strong(children):
                return Markup("<strong>{}</strong>").format(self.inlines(children))
            case b.SmallCaps(children):
                return Markup('<span class="small-caps">{}</span>').format(self.inlines(children))
            case b.Foreign(language, children):
                return Markup('<span lang="{0}" xml:lang="{0}">{1}</span>').format(language, self.inlines(children))
            case b.Ruby():
                return self.template("ruby", ruby=inline)
            case b.Code(text):
                return Markup("<code>{}</code>").format(text)
            case b.Link(url, children):
                return Markup('<a href="{}">{}</a>').format(url, self.inlines(children))
            case b.NoteReference(number):
                return self.template("note_reference", note=self.chapter.notes[number - 1])
            case b.LineBreak():
                return Markup("<br/>")
            case b.StageDirection(text):
                return Markup('<i class="stage-direction">({})</i>').format(text)
            case b.Gloss(children):
                return Markup('<span class="gloss">[{}]</span>').format(self.inlines(children))
            case _:
                assert_never(inline)


def plain_text(inlines: b.Inlines) -> str:
    """The words of inlines without marks, readings and notes."""
    return "".join(_plain(inline) for inline in inlines)


def _plain(inline: b.Inline) -> str:
    match inline:
        case b.Text(text) | b.Code(text):
            return text
        case b.Ruby(base):
            return base
        case b.StageDirection(text):
            return f"({text})"
        case b.Gloss(children):
            return f"[{plain_text(children)}]"
        case b.LineBreak():
            return " "
        case b.NoteReference():
            return ""
        case _:
            return plain_text(inline.children)
