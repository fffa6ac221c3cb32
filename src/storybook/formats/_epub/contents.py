"""The contents of an EPUB: what its navigation document, its NCX and its landmarks list."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from storybook.formats._epub.parts import NAV, ScriptPart, heading_hrefs, is_contents_page, page_href, parts_of
from storybook.model.blocks import Cover, Heading
from storybook.model.book import Book, Chapter, Matter
from storybook.model.edition import Target
from storybook.pages.xhtml import plain_text

LANDMARKS = {
    "cover": "cover",
    "titlepage": "title_page",
    "imprint": "imprint",
    "copyright-page": "imprint",
}
"""Parts of a book that are landmarks, with the key of the word for each."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents; order counts all lines from 1, in reading order."""

    label: str
    href: str
    children: tuple["Entry", ...] = ()
    order: int = 0

    @property
    def id(self) -> str:
        """The line's id in the NCX."""
        return f"point-{self.order}"


@dataclass(frozen=True, slots=True)
class Landmark:
    """A place that readers jump to: its EPUB term, its name and its address."""

    epub_type: str
    label: str
    href: str


def entries(book: Book, target: Target, say: Callable[[str], str]) -> tuple[Entry, ...]:
    """The contents: chapters that are listed, each with its headings nested by level, and the script of its comics."""
    listed = [chapter for chapter in book.chapters if chapter.listed] or list(book.chapters)
    plain = tuple(_chapter_entry(chapter, target, say) for chapter in listed)
    numbers = iter(range(1, sum(_size(entry) for entry in plain) + 1))
    return tuple(_numbered(entry, numbers) for entry in plain)


def depth(listed: tuple[Entry, ...]) -> int:
    """How many levels the contents have."""
    return 1 + max((depth(entry.children) for entry in listed if entry.children), default=0)


def landmarks(book: Book, say: Callable[[str], str]) -> tuple[Landmark, ...]:
    """The places that this book has; a term is listed once."""
    found: dict[str, Landmark] = {}
    for chapter in book.chapters:
        kind = "cover" if any(isinstance(block, Cover) for block in chapter.blocks) else chapter.epub_type
        if kind in LANDMARKS:
            found.setdefault(kind, Landmark(kind, say(LANDMARKS[kind]), page_href(chapter)))
        elif is_contents_page(chapter):
            found.setdefault("toc", Landmark("toc", say("contents"), NAV))
    body = book.in_matter(Matter.BODY) or book.chapters
    found["bodymatter"] = Landmark("bodymatter", say("start"), page_href(body[0]))
    return tuple(found.values())


def _chapter_entry(chapter: Chapter, target: Target, say: Callable[[str], str]) -> Entry:
    scripts = tuple(
        Entry(say("transcript"), part.href) for part in parts_of(chapter, target) if isinstance(part, ScriptPart)
    )
    return Entry(chapter.title, page_href(chapter), (*_nested(list(heading_hrefs(chapter, target))), *scripts))


def _nested(headings: list[tuple[Heading, str]]) -> tuple[Entry, ...]:
    """Headings as a tree: one of a deeper level stands under the one before it."""
    found: list[Entry] = []
    while headings:
        (first, href), rest = headings[0], headings[1:]
        inner = next((i for i, (heading, _) in enumerate(rest) if heading.level <= first.level), len(rest))
        label = " ".join(plain_text(first.children).split())
        found.append(Entry(label, f"{href}#{first.id}", _nested(rest[:inner])))
        headings = rest[inner:]
    return tuple(found)


def _size(entry: Entry) -> int:
    return 1 + sum(_size(child) for child in entry.children)


def _numbered(entry: Entry, numbers: Iterator[int]) -> Entry:
    order = next(numbers)
    return replace(entry, order=order, children=tuple(_numbered(child, numbers) for child in entry.children))
