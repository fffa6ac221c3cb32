"""The files of a chapter in an EPUB: its text, its comics in the shape that the target asks for, and their script."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import assert_never

from storybook.comics.screens import (
    Scrolled,
    Shown,
    in_files,
    screen_size,
    scroll_size,
    scrolled,
    shape_of,
    shown_on_screens,
)
from storybook.model.blocks import Block, Contents, Heading
from storybook.model.book import Chapter
from storybook.model.comic import Comic, Panel
from storybook.model.edition import Shape, Target

SEPARATOR = "~"
"""Stands in a file's name between its chapter's id, which cannot hold it, and what tells the chapter's files apart."""

SCRIPT = "script"
NAV = "nav.xhtml"
"""The navigation document, beside the package document."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """Something shown of a comic, and the number of its first panel in the chapter; placed: where it is in a scroll."""

    shown: Shown
    first: int
    placed: Scrolled | None = None


@dataclass(frozen=True, slots=True)
class TextPart:
    """A reflowable file: blocks of a chapter, with the chapter's opening where it is the first one.

    comics: what is shown of each of its comics, in order.
    """

    href: str
    chapter: Chapter
    comics: tuple[tuple[Numbered, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class ScreenPart:
    """A file of fixed layout: what it shows of a comic, and its size in CSS px."""

    href: str
    shape: Shape
    shown: tuple[Numbered, ...]
    size: tuple[int, int]


@dataclass(frozen=True, slots=True)
class ScriptPart:
    """A reflowable file that tells a chapter's comics in words: each panel with the address where it is shown."""

    href: str
    panels: tuple[tuple[int, Panel, str], ...]


Part = TextPart | ScreenPart | ScriptPart


def is_contents_page(chapter: Chapter) -> bool:
    """Whether a chapter is nothing but the list of contents: then the navigation document stands in its place."""
    return chapter.blocks == (Contents(),)


def page_href(chapter: Chapter) -> str:
    """The address of a chapter's first file, from the folder of the package document."""
    return NAV if is_contents_page(chapter) else f"text/{chapter.id}.xhtml"


def script_href(chapter: Chapter) -> str:
    """The address of a chapter's script."""
    return f"text/{chapter.id}{SEPARATOR}{SCRIPT}.xhtml"


def anchor(number: int) -> str:
    """The id of a panel where it is shown."""
    return f"panel-{number}"


def line_anchor(chapter: Chapter, number: int) -> str:
    """The id of a panel in the script; no other panel of the book has it."""
    return f"{chapter.id}-{SCRIPT}-{number}"


def parts_of(chapter: Chapter, target: Target) -> tuple[Part, ...]:
    """All files of a chapter, in reading order; a chapter without comics has one."""
    shape = shape_of(chapter, target)
    comics = tuple(_numbered(chapter, target, shape))
    if not comics:
        return (TextPart(page_href(chapter), chapter),)
    parts: tuple[Part, ...] = (TextPart(page_href(chapter), chapter, comics),)
    if shape is not Shape.PAGES:
        parts = tuple(_split(chapter, comics, shape))
    return (*parts, ScriptPart(script_href(chapter), tuple(_lines(parts))))


def heading_hrefs(chapter: Chapter, target: Target) -> Iterator[tuple[Heading, str]]:
    """The headings of a chapter, each with the address of the file that it stands in."""
    for part in parts_of(chapter, target):
        if isinstance(part, TextPart):
            yield from ((block, part.href) for block in part.chapter.blocks if isinstance(block, Heading))


def _numbered(chapter: Chapter, target: Target, shape: Shape) -> Iterator[tuple[Numbered, ...]]:
    """What is shown of each comic of a chapter; panels are numbered through the chapter."""
    done = 0
    for comic in chapter.blocks:
        if isinstance(comic, Comic):
            shown = shown_on_screens(comic, shape, target.images)
            placed: Sequence[Scrolled | None] = scrolled(shown) if shape is Shape.SCROLL else (None,) * len(shown)
            numbered = []
            for one, place in zip(shown, placed, strict=True):
                numbered.append(Numbered(one, done + 1, place))
                done += len(one.panels)
            yield tuple(numbered)


def _split(chapter: Chapter, comics: Sequence[tuple[Numbered, ...]], shape: Shape) -> Iterator[Part]:
    """Blocks and comics in files of their own; the first file has the chapter's own name, whatever is in it."""
    names = count(1)

    def href() -> str:
        number = next(names)
        return page_href(chapter) if number == 1 else f"text/{chapter.id}{SEPARATOR}{number - 1:03}.xhtml"

    runs = _runs(chapter.blocks)
    of_comics = iter(comics)
    bare = replace(chapter, blocks=(), heading=False, epub_type="", role="")
    for number, run in enumerate(runs):
        if isinstance(run, Comic):
            for shown, size in _screens(next(of_comics), shape):
                yield ScreenPart(href(), shape, shown, size)
        elif number == 0 and (run or chapter.heading):
            yield TextPart(href(), replace(chapter, blocks=run))
        elif run:
            yield TextPart(href(), replace(bare, blocks=run))


def _runs(blocks: Sequence[Block]) -> list[tuple[Block, ...] | Comic]:
    """Comics, and what stands before, between and behind them; the first run is text, if an empty one."""
    runs: list[tuple[Block, ...] | Comic] = [()]
    for block in blocks:
        last = runs[-1]
        if isinstance(block, Comic):
            runs.append(block)
        elif isinstance(last, Comic):
            runs.append((block,))
        else:
            runs[-1] = (*last, block)
    return runs


def _screens(shown: tuple[Numbered, ...], shape: Shape) -> Iterator[tuple[tuple[Numbered, ...], tuple[int, int]]]:
    """What stands in each file of fixed layout, and the size of the file."""
    match shape:
        case Shape.SCROLL:
            by_place = {id(one.placed): one for one in shown}
            for file in in_files([one.placed for one in shown if one.placed]):
                yield tuple(by_place[id(placed)] for placed in file), scroll_size(file)
        case Shape.PANELS | Shape.PAGES:
            yield from (((one,), screen_size(one.shown.picture)) for one in shown)
        case _:
            assert_never(shape)


def _lines(parts: Sequence[Part]) -> Iterator[tuple[int, Panel, str]]:
    for part in parts:
        match part:
            case TextPart(comics=comics):
                shown = [one for comic in comics for one in comic]
            case ScreenPart(shown=on_screen):
                shown = list(on_screen)
            case _:
                shown = []
        for one in shown:
            for number, panel in enumerate(one.shown.panels, start=one.first):
                yield number, panel, f"{part.href}#{anchor(one.first)}"
