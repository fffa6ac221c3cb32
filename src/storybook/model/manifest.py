"""The author's book.yaml, read and resolved for one language."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from storybook.errors import Where
from storybook.model.book import Matter, Metadata


@dataclass(frozen=True, slots=True)
class Entry:
    """One chapter as the manifest lists it; data is the chapter kind's own record of its keys.

    source: path relative to the book, empty where there is none; places: where its keys' values stand in the manifest,
    by the path inside the entry, such as ("speakers", 0, "name").
    """

    kind: str
    id: str
    matter: Matter
    title: str
    subtitle: str
    source: str
    where: Where
    data: object
    places: Mapping[tuple[str | int, ...], Where] = field(default_factory=dict, repr=False)

    def place(self, *path: str | int) -> Where:
        """Where the value at a path inside the entry stands, or what it would stand in."""
        ends = (self.places[path[:end]] for end in range(len(path), 0, -1) if path[:end] in self.places)
        return next(ends, self.where)


@dataclass(frozen=True, slots=True)
class TargetWish:
    """What the manifest wants of one format; None takes the format's own preset.

    paged: where it asks for what only a format with pages has, None where it asks for nothing of the sort.
    """

    page_preset: str | None = None
    image_preset: str | None = None
    crop_marks: bool = False
    paged: Where | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """The manifest in one language."""

    metadata: Metadata
    languages: tuple[str, ...]
    entries: tuple[Entry, ...]
    targets: Mapping[str, TargetWish]
