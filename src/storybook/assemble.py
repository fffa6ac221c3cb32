"""Assembles editions: manifest to book, pictures to assets, all of it to finished files."""

import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from storybook import registry
from storybook.census import refuse_losses
from storybook.comics.screens import screen_profile
from storybook.errors import OutputError, Problem, SourceError, Where
from storybook.glyphs import printable
from storybook.images.budget import derive_within
from storybook.images.cache import Wish, derive_all
from storybook.model.book import Book, Chapter, Metadata
from storybook.model.edition import Artifact, Edition, Shape, Target, Theme
from storybook.model.finding import Severity
from storybook.model.format import Check, Format
from storybook.model.manifest import Manifest, TargetWish
from storybook.model.picture import Asset, Picture
from storybook.pages.comic_layouts import compose_comics
from storybook.pages.own_looks import LOOKS, refuse_what_reaches_out
from storybook.pages.theme import load_theme
from storybook.read.kind import ChapterKind, Desk
from storybook.read.manifest import ManifestFile, read_manifest
from storybook.read.presets import image_preset, page_preset
from storybook.read.sources import Sources
from storybook.report import REPORT, report_text
from storybook.stamps import Stamp, file_digest
from storybook.store import Store
from storybook.wishes import wishes_of

Progress = Callable[[str], None]
"""Told what is being done now."""

MOST_FITTINGS = 3
"""Times that a file is made to fit a size; what is not pictures hardly changes with them."""

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
    press = _Press(sources, store, theme, staging, cache, progress)
    made = Assembled()
    editions: dict[str, Edition] = {}
    for (manifest, _), book in zip(books, texts, strict=True):
        for name in registry.choose(targets, tuple(manifest.targets), "target"):
            started = time.perf_counter()
            artifact, edition = press.make(book, manifest.targets[name])
            made.artifacts.append(artifact)
            editions[artifact.name] = edition
            made.seconds[artifact.name] = time.perf_counter() - started
    (staging / REPORT).write_text(report_text(texts, made.artifacts, editions), encoding="utf-8")
    made.outputs = {artifact.name: artifact.sha256 for artifact in made.artifacts}
    made.outputs[REPORT] = file_digest(staging / REPORT)
    made.inputs = sources.stamps
    laid_out = [layout for edition in editions.values() for layout in edition.layouts.values()]
    warnings = [*sources.warnings, *(warning for layout in laid_out for warning in layout.warnings)]
    made.warnings = [str(warning) for warning in dict.fromkeys(warnings)]
    return made


@dataclass(frozen=True, slots=True)
class _Press:
    """What makes finished files in a staging folder."""

    sources: Sources
    store: Store
    theme: Theme
    staging: Path
    cache: Path
    progress: Progress

    def make(self, book: Book, wish: TargetWish) -> tuple[Artifact, Edition]:
        """One finished file, read back and found whole and harmless, and the edition that it shows."""
        record: Format = registry.load("FORMAT", wish.format)
        file = self.staging / artifact_name(book.metadata, wish, record)
        self.progress(f"Making {file.name}")
        target = _target(record, wish)
        page = target.page
        layouts = compose_comics(book, self.theme, page, facing=record.facing) if page else {}
        wishes = wishes_of(book, target, layouts, self.theme)
        assets = self._derive(wishes, file.name)
        edition = Edition(book, target, self.theme, assets, self.cache, layouts)
        pages = record.write(edition, file)
        if target.max_size is not None and file.stat().st_size > target.max_size:
            pages, edition = self._fit(record, edition, wishes, file, target.max_size, wish.places["max_size"])
        _refuse_faults(file, record.name)
        refuse_losses(edition, record.read_back(file), file.name)
        return Artifact(file.name, record.name, wish.name, file.stat().st_size, file_digest(file), pages), edition

    def _derive(self, wishes: Sequence[Wish], file: str) -> Mapping[Picture, Asset]:
        assets: list[Asset] = []
        for asset in derive_all(wishes, self.sources.open, self.store, _jobs(), self.progress):
            assets.append(asset)
            self.progress(f"Making {file}: picture {len(assets)} of {len(wishes)}")
        self.progress(f"Making {file}: pages")
        return {wish.picture: asset for wish, asset in zip(wishes, assets, strict=True)}

    def _fit(
        self, record: Format, edition: Edition, wishes: Sequence[Wish], file: Path, limit: int, where: Where
    ) -> tuple[int | None, Edition]:
        """The file anew, in no more bytes than the limit: what is not pictures stays, and pictures share the rest."""
        size, budget = file.stat().st_size, limit
        for _ in range(MOST_FITTINGS):
            shown = {asset.sha256: asset.size for asset in edition.assets.values()}
            budget = min(budget, limit - (size - sum(shown.values())))
            if budget <= 0:
                raise SourceError(_no_room(size - sum(shown.values()), limit, where))
            self.progress(f"Making {file.name}: pictures for {limit / 1e6:g} MB")
            try:
                found = derive_within(wishes, budget, self.sources.open, self.store, _jobs(), self.progress)
            except OutputError as error:
                raise SourceError([replace(problem, where=where) for problem in error.problems]) from error
            assets = {wish.picture: asset for wish, asset in zip(wishes, found.assets, strict=True)}
            edition = replace(edition, assets=assets)
            file.unlink()
            pages = record.write(edition, file)
            size = file.stat().st_size
            if size <= limit:
                return pages, edition
            budget -= size - limit  # what holds the pictures has grown, by little
        raise SourceError(_no_room(size, limit, where))


def _jobs() -> int:
    return len(os.sched_getaffinity(0))


def _no_room(size: int, limit: int, where: Where) -> Problem:
    what = f"the book does not go into {limit / 1e6:g} MB: without its pictures it has {size / 1e6:.1f} MB"
    return Problem(what, where, "allow more, or make two books of it")


def _refuse_faults(file: Path, format_name: str) -> None:
    """OutputError with all that the checks which belong to every build have against a finished file."""
    checks: list[Check] = [registry.load("CHECK", name) for name in registry.names("CHECK")]
    found = [one for check in checks if check.in_build and format_name in check.formats for one in check.run(file)]
    errors = [one for one in found if one.severity is Severity.ERROR]
    if errors:
        hint = "the file was not published; if the book has templates of its own, mend them, else report this"
        raise OutputError([Problem(f"{one.artifact} {one.place}: {one.message}", None, hint) for one in errors])


def own_theme(sources: Sources) -> Theme:
    """The theme of a book, with what it puts in the place of shipped templates."""
    files = sources.files_below(TEMPLATES)
    for path in files:  # read through the door: what changes a template changes the book
        with sources.open(path) as file:
            if path.endswith(LOOKS):
                refuse_what_reaches_out(path, file.read())
    return load_theme(sources.root / TEMPLATES if files else None)


def artifact_name(metadata: Metadata, wish: TargetWish, record: Format) -> str:
    """The name of a finished file: slug, language, and the format's suffix, or the name of an author's own target."""
    suffix = record.suffix if wish.name == record.name else f"-{wish.name}.{record.suffix.rpartition('.')[2]}"
    return f"{metadata.slug}-{metadata.language}{suffix}"


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


def _target(record: Format, wish: TargetWish) -> Target:
    _refuse_impossible(record, wish)
    images = image_preset(wish.image_preset or record.image_preset, None)
    preset = wish.page_preset or record.page_preset
    page = None
    if record.page_preset is not None and preset is not None:
        page = replace(page_preset(preset, None), crop_marks=wish.crop_marks)
    shape = wish.shape or record.shapes[0]
    return Target(wish.name, screen_profile(images, shape), page, shape, wish.baked, wish.max_size)


def _refuse_impossible(record: Format, wish: TargetWish) -> None:
    """SourceError with all that a target asks of a format that has no such thing."""
    problems: list[Problem] = []
    paged = next((key for key in ("preset", "crop_marks") if getattr(wish, _PAGED[key])), None)
    if record.page_preset is None and paged:
        hint = "take preset and crop_marks away here; they are for the PDFs"
        problems.append(Problem(f"{record.name} has no pages of a fixed size", wish.places[paged], hint))
    if wish.shape and wish.shape not in record.shapes:
        what = f"{record.name} cannot show comics as {_SHAPES[wish.shape]}"
        shapes = ", ".join(shape.value for shape in record.shapes)
        problems.append(
            Problem(what, wish.places["comic"], f"write {shapes} here, or make the target in another format")
        )
    if wish.baked and not record.bakes:
        hint = "take `lettering` away here: this format shows words as text everywhere"
        what = f"{record.name} has no use for lettering that is part of the pictures"
        problems.append(Problem(what, wish.places["lettering"], hint))
    if problems:
        raise SourceError(problems)


_PAGED = {"preset": "page_preset", "crop_marks": "crop_marks"}
_SHAPES = {Shape.PAGES: "pages", Shape.SCROLL: "one long scroll", Shape.PANELS: "single panels"}
