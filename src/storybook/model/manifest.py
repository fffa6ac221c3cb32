"""The author's book.yaml, read and resolved for one language."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from storybook.errors import Where
from storybook.model.book import Matter, Metadata
from storybook.model.edition import Shape


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
    """A target, and what the manifest wants of it; None takes what is usual for its format.

    name: the format's for the format as such, else of the author's choice; max_size: in bytes; places: where what it
    asks for stands in the manifest, by key.
    """

    name: str
    format: str
    page_preset: str | None = None
    image_preset: str | None = None
    crop_marks: bool = False
    shape: Shape | None = None
    baked: bool = False
    max_size: int | None = None
    places: Mapping[str, Where] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Manifest:
    """The manifest in one language; targets: one for each format, and those of the author's own, by name in order."""

    metadata: Metadata
    languages: tuple[str, ...]
    entries: tuple[Entry, ...]
    targets: Mapping[str, TargetWish]
