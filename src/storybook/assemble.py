"""Assembles editions: manifest to book, pictures to assets, all of it to finished files."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from storybook import registry
from storybook.errors import Problem, SourceError
from storybook.glyphs import printable
from storybook.model.book import Book, Chapter
from storybook.model.edition import Artifact, Theme
from storybook.model.manifest import Manifest
from storybook.pages.own_looks import LOOKS, refuse_what_reaches_out
from storybook.pages.theme import load_theme
from storybook.press import Press, Progress, artifact_name
from storybook.read.kind import ChapterKind, Desk
from storybook.read.manifest import ManifestFile, read_manifest
from storybook.read.sources import Sources
from storybook.report import REPORT, report_text
from storybook.stamps import Stamp, file_digest
from storybook.store import Store

TEMPLATES = "templates"
"""Folder of a book in which it may put templates, styles and fonts of its own."""


@dataclass(slots=True)
class Assembled:
    """What was made: artifacts, stamps of all sources, SHA-256 of all files written, seconds by artifact, warnings."""

    artifacts: list[Artifact] = field(default_factory=list)
    inputs: Mapping[str, Stamp | None] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


def assemble(
    sources: Sources,
    targets: tuple[str, ...],
    languages: tuple[str, ...],
    staging: Path,
    cache: Path,
    progress: Progress,
) -> Assembled:
    """Make every target of a book in every language asked for (none means all), and the report, in a staging folder."""
    store = Store(cache)
    books = read_books(sources, store, languages)
    theme = own_theme(sources)
    texts = printable([book for _, book in books], sources, theme.typefaces)
    press = Press(sources, store, theme, staging, cache, progress)
    plans = [
        press.plan(book, manifest.targets[name])
        for (manifest, _), book in zip(books, texts, strict=True)
        for name in registry.choose(targets, tuple(manifest.targets), "target")
    ]
    finished = press.make(plans)
    editions = {one.artifact.name: one.edition for one in finished}
    made = Assembled([one.artifact for one in finished])
    made.seconds = {one.artifact.name: one.seconds for one in finished}
    (staging / REPORT).write_text(report_text(texts, made.artifacts, editions), encoding="utf-8")
    made.outputs = {artifact.name: artifact.sha256 for artifact in made.artifacts}
    made.outputs[REPORT] = file_digest(staging / REPORT)
    made.inputs = sources.stamps
    laid_out = [layout for edition in editions.values() for layout in edition.layouts.values()]
    warnings = [*sources.warnings, *(warning for layout in laid_out for warning in layout.warnings)]
    made.warnings = [str(warning) for warning in dict.fromkeys(warnings)]
    return made


def own_theme(sources: Sources) -> Theme:
    """The theme of a book, with what it puts in the place of shipped templates."""
    files = sources.files_below(TEMPLATES)
    for path in files:  # read through the door: what changes a template changes the book
        with sources.open(path) as file:
            if path.endswith(LOOKS):
                refuse_what_reaches_out(path, file.read())
    return load_theme(sources.root / TEMPLATES if files else None)


def file_formats(manifest: Manifest) -> dict[str, str]:
    """The names of all finished files of a manifest, each with the name of its format."""
    records = registry.load_all("FORMAT")
    return {
        artifact_name(manifest.metadata, wish, records[wish.format]): wish.format for wish in manifest.targets.values()
    }


def read_books(sources: Sources, store: Store, languages: tuple[str, ...]) -> tuple[tuple[Manifest, Book], ...]:
    """The book in each language wished for (none means all); SourceError with the problems of all chapters."""
    kinds: dict[str, ChapterKind[Any]] = registry.load_all("KIND")
    file: ManifestFile = read_manifest(sources, kinds, registry.names("FORMAT"))
    manifests = [file.in_language(tag) for tag in registry.choose(languages, file.languages, "language")]
    return tuple((manifest, _read_book(sources, store, manifest, kinds)) for manifest in manifests)


def _read_book(sources: Sources, store: Store, manifest: Manifest, kinds: Mapping[str, ChapterKind[Any]]) -> Book:
    desk = Desk(sources, manifest.metadata, store)
    problems: list[Problem] = []
    chapters: list[Chapter] = []
    for entry in manifest.entries:
        try:
            chapters.append(kinds[entry.kind].read(entry, entry.data, desk))
        except SourceError as error:
            problems.extend(error.problems)
    if problems:
        raise SourceError(tuple(dict.fromkeys(problems)))  # several chapters may share a source
    return Book(manifest.metadata, tuple(chapters))
