"""Which identifiers an edition has: each language is a publication of its own."""

import re
import uuid

from storybook.errors import Problem, Where
from storybook.model.book import Identifier
from storybook.read.fields import is_misspelt
from storybook.read.schema import BookKeys
from storybook.read.validation import Languages, value_at
from storybook.read.yaml_text import Document, Path


def missing_identifier(document: Document) -> list[Problem]:
    """Where no identifier is given: an error that offers one, the same whenever it is asked for."""
    path = ("identifiers",)
    if value_at(document.value, path) not in (None, []) or path in document.hidden:
        return []
    if is_misspelt("identifiers", document.value, list(BookKeys.model_fields)):
        return []
    title, publisher = (value_at(document.value, (key,)) for key in ("title", "publisher"))
    offered = uuid.uuid5(uuid.NAMESPACE_URL, f"storybook {publisher} {title}")
    where = document.key_place(path) if path in document.values else Where(document.file)
    hint = f"add the book's ISBN, or, if it has none, this line: identifiers: [{{uuid: {offered}}}]"
    return [Problem("the book has no identifier", where, hint)]


def read_identifiers(
    document: Document, keys: BookKeys, languages: Languages
) -> tuple[tuple[Identifier, ...], list[Problem]]:
    """The identifiers of the edition in the chosen language.

    A UUID given once for several languages stands for the first; the others get one made from it and their tag (UUID
    version 5). An ISBN given once for several languages is a problem, for it can name one edition only.
    """
    found: list[Identifier] = []
    problems: list[Problem] = []
    for index, given in enumerate(keys.identifiers):
        for scheme in ("isbn", "uuid", "uri"):
            value: str | None = getattr(given, scheme)
            if value is None:
                continue
            path = ("identifiers", index, scheme)
            shared = len(languages.all) > 1 and not isinstance(value_at(document.value, path), dict)
            if shared and scheme == "isbn":
                tags = ", ".join(f"{tag}: …" for tag in languages.all)
                what = "one ISBN cannot stand for editions in several languages"
                hint = f"name the language it belongs to: isbn: {{{tags}}}"
                problems.append(Problem(what, document.value_place(path), hint))
            if shared and scheme == "uuid" and languages.chosen != languages.all[0]:
                value = str(uuid.uuid5(uuid.UUID(value), str(languages.chosen)))
            shown = _shown(value, _as_written(document, path, languages)) if scheme == "isbn" else ""
            found.append(Identifier(scheme, value, shown))
    if keys.identifiers and not found:
        what = f"the edition in the language `{languages.chosen}` has no identifier"
        hint = "add one, such as a UUID without a language: it serves all of them"
        problems.append(Problem(what, document.key_place(("identifiers",)), hint))
    return tuple(found), problems


def _as_written(document: Document, path: Path, languages: Languages) -> str:
    written = value_at(document.value, path)
    if isinstance(written, dict):
        written = written.get(str(languages.chosen))
    return str(written or "")


def _shown(isbn: str, written: str) -> str:
    """An ISBN-13 with the hyphens of the author, who has them from the publisher's list; empty where there are none.

    How long each group is, only the tables of the ISBN agency say.
    """
    groups = re.findall(r"[0-9Xx]+", written)
    if len(groups) == 1:
        return ""
    if len("".join(groups)) == len("0306406152"):
        groups = ["978", *groups[:-1], groups[-1][:-1] + isbn[-1]]
    return "-".join(groups)
