"""Makes finished files: pages made up, pictures derived for all in one go, each written and held against its source."""

import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from storybook import registry
from storybook.census import refuse_losses
from storybook.comics.screens import screen_profile
from storybook.errors import OutputError, Problem, SourceError, Where
from storybook.images.budget import derive_within
from storybook.images.cache import Wish, derive_all
from storybook.model.book import Book, Metadata
from storybook.model.comic import Comic
from storybook.model.composition import Composition
from storybook.model.edition import Artifact, Edition, Shape, Target, Theme
from storybook.model.finding import Severity
from storybook.model.format import Check, Format
from storybook.model.manifest import TargetWish
from storybook.model.picture import Asset
from storybook.pages.comic_layouts import compose_comics
from storybook.read.presets import image_preset, page_preset
from storybook.read.sources import Sources
from storybook.stamps import file_digest
from storybook.store import Store
from storybook.wishes import wishes_of

Progress = Callable[[str], None]
"""Told what is being done now."""

MOST_FITTINGS = 3
"""Times that a file is made to fit a size; what is not pictures hardly changes with them."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a finished file shows: a book, what the manifest wants of it, its comics' pages, a wish for each picture."""

    name: str
    book: Book
    wish: TargetWish
    record: Format
    target: Target
    layouts: Mapping[Comic, Composition]
    pictures: tuple[Wish, ...]


@dataclass(frozen=True, slots=True)
class Finished:
    """A finished file, the edition that it shows, and the seconds that it took beside the pictures of all."""

    artifact: Artifact
    edition: Edition
    seconds: float


@dataclass(frozen=True, slots=True)
class Press:
    """What makes finished files in a staging folder."""

    sources: Sources
    store: Store
    theme: Theme
    staging: Path
    cache: Path
    progress: Progress

    def plan(self, book: Book, wish: TargetWish) -> Plan:
        """What a target of a book shows. SourceError where that cannot be."""
        record: Format = registry.load("FORMAT", wish.format)
        target = _target(record, wish)
        page = target.page
        layouts = compose_comics(book, self.theme, page, facing=record.facing) if page else {}
        pictures = wishes_of(book, target, layouts, self.theme)
        return Plan(artifact_name(book.metadata, wish, record), book, wish, record, target, layouts, pictures)

    def make(self, plans: Sequence[Plan]) -> list[Finished]:
        """The finished files of all plans, each read back and found whole and harmless."""
        assets = iter(self._derived([wish for plan in plans for wish in plan.pictures]))
        return [self._made(plan, tuple(islice(assets, len(plan.pictures)))) for plan in plans]

    def _derived(self, wishes: Sequence[Wish]) -> list[Asset]:
        """The assets of all files: together, for then each master is read once."""
        assets: list[Asset] = []
        for asset in derive_all(wishes, self.sources.open, self.store, _jobs(), self.progress):
            assets.append(asset)
            self.progress(f"Making pictures: {len(assets)} of {len(wishes)}")
        return assets

    def _made(self, plan: Plan, assets: Sequence[Asset]) -> Finished:
        started = time.perf_counter()
        file = self.staging / plan.name
        self.progress(f"Making {file.name}")
        shown = {wish.picture: asset for wish, asset in zip(plan.pictures, assets, strict=True)}
        edition = Edition(plan.book, plan.target, self.theme, shown, self.cache, plan.layouts)
        pages = plan.record.write(edition, file)
        if plan.target.max_size is not None and file.stat().st_size > plan.target.max_size:
            pages, edition = self._fit(plan, edition, file, plan.target.max_size)
        _refuse_faults(file, plan.record.name)
        refuse_losses(edition, plan.record.read_back(file), file.name)
        size, digest = file.stat().st_size, file_digest(file)
        artifact = Artifact(file.name, plan.record.name, plan.wish.name, size, digest, pages)
        return Finished(artifact, edition, time.perf_counter() - started)

    def _fit(self, plan: Plan, edition: Edition, file: Path, limit: int) -> tuple[int | None, Edition]:
        """The file anew, in no more bytes than the limit: what is not pictures stays, and pictures share the rest."""
        where = plan.wish.places["max_size"]
        size, budget = file.stat().st_size, limit
        for _ in range(MOST_FITTINGS):
            shown = {asset.sha256: asset.size for asset in edition.assets.values()}
            budget = min(budget, limit - (size - sum(shown.values())))
            if budget <= 0:
                raise SourceError(_no_room(size - sum(shown.values()), limit, where))
            self.progress(f"Making {file.name}: pictures for {limit / 1e6:g} MB")
            try:
                found = derive_within(plan.pictures, budget, self.sources.open, self.store, _jobs(), self.progress)
            except OutputError as error:
                raise SourceError([replace(problem, where=where) for problem in error.problems]) from error
            assets = {wish.picture: asset for wish, asset in zip(plan.pictures, found.assets, strict=True)}
            edition = replace(edition, assets=assets)
            file.unlink()
            pages = plan.record.write(edition, file)
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


def artifact_name(metadata: Metadata, wish: TargetWish, record: Format) -> str:
    """The name of a finished file: slug, language, and the format's suffix, or the name of an author's own target."""
    suffix = record.suffix if wish.name == record.name else f"-{wish.name}.{record.suffix.rpartition('.')[2]}"
    return f"{metadata.slug}-{metadata.language}{suffix}"


def _target(record: Format, wish: TargetWish) -> Target:
    _refuse_impossible(record, wish)
    images = image_preset(wish.image_preset or record.image_preset, None)
    held = tuple(media_type for media_type in images.media_types if media_type in record.media_types)
    images = replace(images, media_types=held, progressive=record.progressive)
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
