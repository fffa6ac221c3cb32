"""Characters that no typeface of the book has, found before anything is laid out, with every place they stand at."""

import dataclasses
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, cast

from storybook.errors import Problem, SourceError, Where
from storybook.fonts import joins_jamo, script, uncovered
from storybook.model.book import Book
from storybook.model.edition import Typeface
from storybook.pages.theme import shipped_folder
from storybook.read.sources import Sources
from storybook.read.text import visible_line

PRINTED = frozenset(
    (
        *("text", "base", "reading", "title", "subtitle", "byline", "name", "label", "role", "speaker", "position"),
        *("publisher", "rights", "shown_url"),
    )
)
"""Names of the fields whose text is set in type; alternative texts, addresses and paths are not."""

OUT_OF_USE = frozenset(
    (  # noqa: SIM905 - a hundred codes are easier to compare with the standard's this way
        "Aghb Ahom Armi Avst Bass Bhks Brah Bugi Buhd Cari Chrs Copt Cpmn Cprt Diak Dogr Dsrt Dupl Egyp Elba "
        "Elym Glag Gonm Goth Gran Hano Hatr Hluw Hmng Hung Ital Kawi Khar Khoj Kits Kthi Lina Linb Lyci Lydi "
        "Mahj Maka Mani Marc Medf Mend Merc Mero Modi Mroo Mult Nagm Nand Narb Nbat Nshu Ogam Orkh Osma Ougr "
        "Palm Pauc Perm Phag Phli Phlp Phnx Prti Rjng Runr Samr Sarb Sgnw Shaw Shrd Sidd Sind Sogd Sogo Sora "
        "Soyo Tagb Takr Tang Tglg Tirh Tnsa Toto Ugar Vith Wara Xpeo Xsux Yezi Zanb"
    ).split()
)
"""Scripts that few typefaces can be expected to have: the Excluded Scripts of UAX #31 (table 4, Unicode 15, as ICU 72
tells them), but for Mongolian, in which newspapers appear."""

_LEADING = re.compile("[\u1100-\u115e\ua960-\ua97c]")

TEXT_FILES = (".md", ".markdown", ".txt", ".yaml", ".yml")

MOST_PLACES = 20
"""Places of one character that are told."""

MOST_CHARACTERS = 50
"""Characters whose places are told; the rest are counted."""

HINT = "write it in another way, or give the book a typeface that has it (docs/extending.md)"


def printable(books: Sequence[Book], sources: Sources, typefaces: Sequence[Typeface]) -> tuple[Book, ...]:
    """The books with a stand-in such as [U+12000] for each character that no typeface can be expected to have.

    These are characters for private use, and those of scripts out of use; the sources are given a warning for each
    place, and for letters of old Hangul that no typeface puts together. SourceError with the places of all other
    characters that are printed and that no typeface has.
    """
    printed = "".join(text for book in books for text in _texts(book))
    missing = uncovered(printed, typefaces) | _private(printed, typefaces)
    for warning in _problems(_loose(frozenset(printed) - missing, typefaces), sources, _set_apart):
        sources.warn(warning)
    if not missing:
        return tuple(books)
    rare = frozenset(character for character in missing if _is_rare(character))
    if missing - rare:
        raise SourceError(list(_problems(missing - rare, sources, _missing)))
    for warning in _problems(rare, sources, _replaced):
        sources.warn(warning)
    table = {ord(character): _stand_in(character) for character in rare}
    return tuple(cast(Book, _translated(book, table)) for book in books)


def _private(printed: str, typefaces: Sequence[Typeface]) -> frozenset[str]:
    """Characters for private use that no typeface of the book's own has; ours mean something else by them."""
    private = "".join(character for character in set(printed) if unicodedata.category(character) == "Co")
    own = [typeface for typeface in typefaces if not typeface.path.is_relative_to(shipped_folder())]
    return uncovered(private, own) if private else frozenset()


def _is_rare(character: str) -> bool:
    return unicodedata.category(character) == "Co" or script(character) in OUT_OF_USE


def _loose(characters: frozenset[str], typefaces: Sequence[Typeface]) -> frozenset[str]:
    """The letters that begin a syllable of old Hangul, where none of the typefaces that have them joins them."""
    begin = frozenset(character for character in characters if _LEADING.match(character))
    if not begin:
        return begin
    joining = [typeface for typeface in typefaces if joins_jamo(typeface.path)]
    return uncovered("".join(begin), joining)


def _stand_in(character: str) -> str:
    return f"[U+{ord(character):04X}]"


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


def _translated(record: Any, table: Mapping[int, str], printed: bool = False) -> Any:  # noqa: ANN401 - as above
    """The record with its printed texts rewritten; what needs no change is the same object."""
    if isinstance(record, str):
        return record.translate(table) if printed else record
    if isinstance(record, tuple):
        items = tuple(_translated(item, table, printed) for item in record)
        return items if any(new is not old for new, old in zip(items, record, strict=True)) else record
    if not dataclasses.is_dataclass(record) or isinstance(record, type | Where):
        return record
    changes: dict[str, Any] = {}
    for field in dataclasses.fields(record):
        old = getattr(record, field.name)
        new = _translated(old, table, field.name in PRINTED)
        if new is not old and new != old:
            changes[field.name] = new
    return dataclasses.replace(record, **changes) if changes else record


def _missing(character: str) -> str:
    return f"no typeface has the character {character} ({_described(character)})"


def _replaced(character: str) -> str:
    return f"no typeface has the character {_described(character)}; {_stand_in(character)} is printed in its place"


def _set_apart(character: str) -> str:
    what = "a letter of old Hangul that no typeface joins to its syllable"
    return f"{_described(character)} is {what}; it is printed beside its neighbours"


def _described(character: str) -> str:
    private = unicodedata.category(character) == "Co"
    name = "a character for private use" if private else unicodedata.name(character, "no name")
    return f"U+{ord(character):04X}, {name}"


def _problems(characters: frozenset[str], sources: Sources, what: Callable[[str], str]) -> Iterator[Problem]:
    told = sorted(characters)[:MOST_CHARACTERS]
    places = _places(told, sources) if told else {}
    for character in told:
        for where in places[character]:
            yield Problem(what(character), where, HINT)
        if not places[character]:  # it was written as an entity
            yield Problem(what(character), None, HINT)
    if len(characters) > len(told):
        yield Problem(f"and {len(characters) - len(told)} more characters that no typeface has", None, HINT)


def _places(characters: Sequence[str], sources: Sources) -> Mapping[str, Sequence[Where]]:
    """The first lines of the book's texts that have each of the characters."""
    wanted = re.compile("[" + "".join(map(re.escape, characters)) + "]")
    found: dict[str, list[Where]] = {character: [] for character in characters}
    for path in sorted(path for path, digest in sources.seen.items() if digest and path.endswith(TEXT_FILES)):
        for number, line in enumerate(sources.read_text(path).split("\n"), start=1):
            for character in dict.fromkeys(wanted.findall(line)):
                if len(found[character]) < MOST_PLACES:
                    where = Where(path, number, line.index(character) + 1, visible_line(line))
                    found[character].append(where)
    return found
