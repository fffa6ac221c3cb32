"""Characters that no typeface of the book has, found before anything is laid out, with every place they stand at."""

import dataclasses
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from storybook.errors import Problem, SourceError, Where
from storybook.fonts import uncovered
from storybook.model.book import Book
from storybook.model.edition import Typeface
from storybook.read.sources import Sources

PRINTED = frozenset(
    (
        *("text", "base", "reading", "title", "subtitle", "byline", "name", "label", "role", "speaker", "position"),
        *("publisher", "rights", "shown_url"),
    )
)
"""Names of the fields whose text is set in type; alternative texts, addresses and paths are not."""

TEXT_FILES = (".md", ".markdown", ".txt", ".yaml", ".yml")

MOST_PLACES = 20
"""Places of one character that are told."""

HINT = "write it in another way, or give the book a typeface that has it (docs/extending.md)"


def refuse_missing_glyphs(books: Sequence[Book], sources: Sources, typefaces: Sequence[Typeface]) -> None:
    """SourceError with the places of all characters that are printed and that no typeface has."""
    printed = "".join(text for book in books for text in _texts(book))
    missing = uncovered(printed, typefaces)
    if missing:
        raise SourceError([problem for character in sorted(missing) for problem in _problems(character, sources)])


def _texts(record: Any, printed: bool = False) -> Iterator[str]:  # noqa: ANN401 - any record of the model
    if isinstance(record, str):
        if printed:
            yield record
    elif isinstance(record, tuple):
        for item in record:
            yield from _texts(item, printed)
    elif dataclasses.is_dataclass(record) and not isinstance(record, Where):
        for field in dataclasses.fields(record):
            yield from _texts(getattr(record, field.name), field.name in PRINTED)


def _problems(character: str, sources: Sources) -> Iterator[Problem]:
    name = unicodedata.name(character, "no name")
    what = f"no typeface has the character {character} (U+{ord(character):04X}, {name})"
    places = list(_places(character, sources))
    for where in places[:MOST_PLACES]:
        yield Problem(what, where, HINT)
    if not places:  # it was written as an entity
        yield Problem(what, None, HINT)


def _places(character: str, sources: Sources) -> Iterator[Where]:
    for path in sorted(path for path, digest in sources.seen.items() if digest and path.endswith(TEXT_FILES)):
        for number, line in enumerate(sources.read_text(path).split("\n"), start=1):
            if character in line:
                yield Where(path, number, line.index(character) + 1, line)
