"""The chapters that a manifest lists: each by its kind's model, named, with its source found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from storybook.errors import Problem, SourceError, Where
from storybook.model.book import Matter
from storybook.model.manifest import Entry
from storybook.read.fields import is_misspelt, nearest, text_in
from storybook.read.kind import ChapterKind
from storybook.read.schema import MAX_CHAPTERS
from storybook.read.sources import Sources
from storybook.read.validation import Languages, read_keys, value_at
from storybook.read.yaml_text import Document, Path, Value

MATTERS = {"front_matter": Matter.FRONT, "chapters": Matter.BODY, "back_matter": Matter.BACK}
"""The keys of a manifest that list chapters, in the order of the book."""

_KIND_HINT = "write a kind behind the dash, such as - contents, or keys: - {kind: essay, title: …, source: …}"


@dataclass(frozen=True, slots=True)
class Listing:
    """A manifest's chapters and all that is wrong with them."""

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]


def read_entries(
    document: Document, sources: Sources, kinds: Mapping[str, ChapterKind[Any]], languages: Languages
) -> Listing:
    """The entries of all three lists in one language."""
    problems: list[Problem] = []
    entries: list[Entry] = []
    inner: dict[Path, list[Path]] = {}
    for path in document.values:
        inner.setdefault(path[:2], []).append(path[2:])
    for key, matter in MATTERS.items():
        listed = value_at(document.value, (key,))
        for index in range(min(len(listed), MAX_CHAPTERS) if isinstance(listed, list) else 0):
            reader = _EntryReader(document, sources, kinds, languages, (key, index))
            entry = reader.entry(matter, inner[key, index])
            problems += reader.problems
            if entry:
                entries.append(entry)
    named = _named(entries, problems)
    return Listing(named, tuple(problems))


class _EntryReader:
    """Reads one item of one list."""

    def __init__(
        self,
        document: Document,
        sources: Sources,
        kinds: Mapping[str, ChapterKind[Any]],
        languages: Languages,
        path: Path,
    ) -> None:
        self.document = document
        self.sources = sources
        self.kinds = kinds
        self.languages = languages
        self.path = path
        self.known: Sequence[str] = ("kind",)
        self.problems: list[Problem] = []

    def entry(self, matter: Matter, inner: Sequence[Path]) -> Entry | None:
        """The entry, unless something is wrong with it; inner: the paths of all values in it."""
        value = value_at(self.document.value, self.path)
        if isinstance(value, str):
            value = {"kind": value}
        kind = self._kind(value)
        if kind is None or not isinstance(value, dict):
            return None
        reading = read_keys(kind.entry, self.document, self.path, self.languages, value)
        self.problems += reading.problems
        self.known = tuple(kind.entry.model_fields)
        if kind.needs_title and not value.get("title"):
            self._missing("title", f"a chapter of the kind {kind.name} needs one")
        source = self._source(kind, value)
        keys = reading.keys
        if keys is None:
            return None
        return Entry(
            kind=kind.name,
            id=keys.id or "",
            matter=matter,
            title=keys.title,
            subtitle=keys.subtitle,
            source=source,
            where=self.document.value_place(self.path),
            data=keys,
            places={path: self.document.value_place((*self.path, *path)) for path in inner},
        )

    def _kind(self, value: Value) -> ChapterKind[Any] | None:
        where = self.document.value_place(self.path)
        if not isinstance(value, dict):
            self.problems.append(Problem("this is not a chapter", where, _KIND_HINT))
            return None
        name = value.get("kind")
        if not isinstance(name, str):
            self._missing("kind", nearest("", sorted(self.kinds)))
            return None
        kind = self.kinds.get(name.strip())
        if kind is None:
            where = self.document.value_place((*self.path, "kind"))
            hint = nearest(name.strip().replace("-", "_").replace(" ", "_"), sorted(self.kinds))
            self.problems.append(Problem("there is no chapter kind of this name", where, hint))
        return kind

    def _source(self, kind: ChapterKind[Any], value: dict[str, Value]) -> str:
        """The path of the source, empty where there is none; what is no text the kind's model complains of."""
        path: Path = (*self.path, "source")
        source = value.get("source")
        if source is None and kind.needs_source:
            self._missing("source", f"a chapter of the kind {kind.name} needs the file its text is in")
        if source is not None and not kind.takes_source:
            what = f"a chapter of the kind {kind.name} has no `source`"
            hint = "delete it, or choose a kind of chapter that holds text"
            self.problems.append(Problem(what, self.document.key_place(path), hint))
            return ""
        if isinstance(source, dict):
            language = self.languages.chosen or next(iter(source), "")
            path = (*path, language if language in source else language.partition("-")[0])
            source = text_in(source, language)
        if not isinstance(source, str) or path in self.document.hidden:
            return ""
        return self._found(source, self.document.value_place(path))

    def _found(self, reference: str, where: Where) -> str:
        try:
            source = self.sources.resolve(reference, self.document.file, where)
            self.sources.open(source, where).close()
        except SourceError as error:
            self.problems += error.problems
            return ""
        return source

    def _missing(self, key: str, hint: str) -> None:
        path = (*self.path, key)
        given = path in self.document.values
        if key != "kind" and not given and is_misspelt(key, value_at(self.document.value, self.path), self.known):
            return
        where = self.document.key_place(path) if given else self.document.value_place(self.path)
        what = f"`{key}` has no value" if given else f"`{key}` is missing"
        self.problems.append(Problem(what, where, hint))


def _named(entries: list[Entry], problems: list[Problem]) -> tuple[Entry, ...]:
    """The entries with an id each, unique in the book: their own, else one that says nothing of file or person."""
    taken: dict[str, Entry] = {}
    for entry in entries:
        if entry.id in taken:
            what = f"the `id` is given twice (first on line {taken[entry.id].place('id').line})"
            problems.append(Problem(what, entry.place("id"), "give one of the two another id"))
        if entry.id:
            taken.setdefault(entry.id, entry)
    named: list[Entry] = []
    used = set(taken)
    chapter = 0
    for entry in entries:
        if entry.matter is Matter.BODY:
            chapter += 1
        wanted = f"chapter-{chapter:02d}" if entry.matter is Matter.BODY else entry.kind.replace("_", "-")
        name = entry.id or _free(wanted, used)
        used.add(name)
        named.append(replace(entry, id=name))
    return tuple(named)


def _free(wanted: str, used: set[str]) -> str:
    name, number = wanted, 1
    while name in used:
        number += 1
        name = f"{wanted}-{number}"
    return name
