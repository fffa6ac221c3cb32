"""Reads book.yaml: all that is wrong with it is told at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from storybook.errors import Problem, SourceError, Where
from storybook.model.book import Contributor, Identifier, Metadata, Series
from storybook.model.manifest import Entry, Manifest
from storybook.read.entries import read_entries
from storybook.read.fields import is_misspelt, nearest
from storybook.read.identifiers import missing_identifier, read_identifiers
from storybook.read.json_schema import book_schema
from storybook.read.kind import ChapterKind
from storybook.read.problems import in_order
from storybook.read.schema import BookKeys, LanguageKeys, first_day
from storybook.read.slug import slug_of
from storybook.read.sources import MANIFEST_LIMIT, Sources
from storybook.read.targets import read_targets, target_problems
from storybook.read.validation import Languages, read_keys, value_at
from storybook.read.yaml_text import Document, parse

MANIFEST = "book.yaml"
"""The manifest's path in the book's folder."""


@dataclass(frozen=True, slots=True)
class ManifestFile:
    """A manifest in all its languages, the first of them first."""

    languages: tuple[str, ...]
    _manifests: Mapping[str, Manifest] = field(repr=False)

    def in_language(self, language: str) -> Manifest:
        """The manifest in one of its languages; SourceError for another."""
        if language not in self._manifests:
            what = f"the book is not made in the language {language}"
            raise SourceError(Problem(what, Where(MANIFEST), nearest(language, self.languages)))
        return self._manifests[language]


def read_manifest(sources: Sources, kinds: Mapping[str, ChapterKind[Any]], formats: Iterable[str]) -> ManifestFile:
    """The manifest of a book; kinds: chapter kinds by name; formats: names of the output formats.

    Raises SourceError with every problem of the file, in the order of its lines.
    """
    document, problems = parse(sources.read_text(MANIFEST, limit=MANIFEST_LIMIT), MANIFEST)
    if not isinstance(document.value, dict):
        what = "this is not a manifest: it should hold keys and values"
        hint = "write lines such as `title: My Book`, with a space after the colon"
        raise SourceError(in_order([*problems, Problem(what, document.value_place(()), hint)], MANIFEST))
    languages, found = _languages(document)
    problems += found
    formats = sorted(formats)
    problems += target_problems(document, formats)
    manifests: dict[str, Manifest] = {}
    for language in languages or (None,):
        reading = read_keys(BookKeys, document, languages=Languages(languages, language))
        listing = read_entries(document, sources, kinds, Languages(languages, language))
        problems += [*reading.problems, *listing.problems]
        problems += missing_identifier(document)
        if reading.keys and language:
            manifest, found = _manifest(
                document, reading.keys, Languages(languages, language), listing.entries, formats
            )
            problems += found
            manifests[language] = manifest
    if problems:
        raise SourceError(in_order(problems, MANIFEST))
    return ManifestFile(languages, manifests)


def _languages(document: Document) -> tuple[tuple[str, ...], list[Problem]]:
    """The book's languages; none where they are not to be made out."""
    given = [key for key in ("language", "languages") if value_at(document.value, (key,)) is not None]
    if not given:
        if any(is_misspelt(key, document.value, list(BookKeys.model_fields)) for key in ("language", "languages")):
            return (), []  # BookKeys tells of it
        known = [key for key in ("language", "languages") if (key,) in document.values]
        what = f"`{known[0]}` has no value" if known else "`language` is missing"
        where = document.key_place((known[0],)) if known else Where(document.file)
        return (), [Problem(what, where, "add a line such as `language: en` (or `languages: [en, ko]`)")]
    if len(given) == 2:
        where = document.key_place(("languages",))
        return (), [Problem("`language` and `languages` are both given", where, "keep one of the two")]
    value = {key: value_at(document.value, (key,)) for key in given}
    keys = read_keys(LanguageKeys, document, value=value).keys
    if keys is None:
        return (), []  # BookKeys tells why
    found = (keys.language,) if keys.language else tuple(keys.languages or ())
    for index, tag in enumerate(found):
        if tag in found[:index]:
            where = document.value_place(("languages", index))
            return (), [Problem(f"the language `{tag}` is given twice", where, "delete one of the two")]
    return found, []


def _slug(document: Document, keys: BookKeys, languages: Sequence[str]) -> tuple[str, list[Problem]]:
    """The slug as given, else from the title in the first language, else from the first title that yields one."""
    if keys.slug:
        return keys.slug, []
    title = value_at(document.value, ("title",))
    titles = [text for text in title.values() if isinstance(text, str)] if isinstance(title, dict) else [keys.title]
    if isinstance(title, dict) and isinstance(title.get(languages[0]), str):
        titles.insert(0, str(title[languages[0]]))
    slug = slug_of(titles)
    if slug:
        return slug, []
    what = "the finished files cannot be called after this title: it has no letters from a to z"
    hint = "add a line such as `slug: the-red-line`, in small letters a to z, digits and hyphens"
    return "", [Problem(what, document.value_place(("title",)), hint)]


def _manifest(
    document: Document, keys: BookKeys, languages: Languages, entries: tuple[Entry, ...], formats: Sequence[str]
) -> tuple[Manifest, list[Problem]]:
    slug, problems = _slug(document, keys, languages.all)
    identifiers, found = read_identifiers(document, keys, languages)
    targets = read_targets(document, keys.targets, formats)
    metadata = _metadata(keys, str(languages.chosen), slug, identifiers)
    return Manifest(metadata, languages.all, entries, targets), problems + found


def _metadata(keys: BookKeys, language: str, slug: str, identifiers: tuple[Identifier, ...]) -> Metadata:
    return Metadata(
        title=keys.title,
        language=language,
        slug=slug,
        identifiers=identifiers,
        contributors=tuple(
            Contributor(person.name, person.role, person.file_as, person.link or "") for person in keys.contributors
        ),
        subtitle=keys.subtitle,
        publisher=keys.publisher,
        publisher_url=keys.publisher_url or "",
        rights=keys.rights,
        licence_url=keys.licence_url or "",
        description=keys.description,
        subjects=tuple(keys.subjects),
        date=first_day(keys.date) if keys.date else None,
        series=Series(keys.series.name, keys.series.position) if keys.series else None,
        accessibility_summary=keys.accessibility_summary,
        bound_right=None if keys.binding is None else keys.binding == "right",
        date_text=keys.date or "",
    )


def json_schema(kinds: Mapping[str, ChapterKind[Any]], formats: Iterable[str]) -> dict[str, Any]:
    """The JSON Schema of book.yaml for these chapter kinds and formats, for editors."""
    return book_schema(kinds, formats)
