"""What a chapter kind is, and the desk it reads at."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from storybook.errors import Where
from storybook.images.cache import examine
from storybook.model.blocks import Speaker
from storybook.model.book import Chapter, Metadata
from storybook.model.manifest import Entry
from storybook.model.picture import Picture
from storybook.read.schema import EntryKeys
from storybook.read.sources import Sources
from storybook.store import Store

if TYPE_CHECKING:
    from storybook.read.prose import Prose

E = TypeVar("E", bound=EntryKeys)


@dataclass(frozen=True, slots=True)
class Desk:
    """What a chapter kind reads with: the book's files, its metadata in one language, and what is known of pictures."""

    sources: Sources
    metadata: Metadata
    store: Store

    def picture(self, reference: str, base: str, where: Where | None = None) -> Picture:
        """The master that `reference` means in the file `base`; SourceError if it can't be used."""
        path = self.sources.resolve(reference, base, where)
        with self.sources.open(path, where) as file:
            return examine(self.store, file, path, self.sources.digest(path), where)

    def prose(self, path: str, where: Where | None = None, speakers: Sequence[Speaker] | None = None) -> "Prose":
        """The blocks and notes of a Markdown file; with speakers, their turns become exchanges."""
        from storybook.read.prose import read_prose  # only chapters with prose need markdown-it

        self.sources.open(path, where).close()  # a missing file is told where it is named
        return read_prose(self.sources, path, self.metadata.language, self.picture, speakers)


@dataclass(frozen=True, slots=True)
class ChapterKind(Generic[E]):
    """A kind of chapter: one file in chapters/ offers one of these as KIND.

    name: as the manifest says it; about: one line for people who choose a kind; entry: the keys an entry of this kind
    may have; read: makes the chapter of an entry and its keys; needs_source: whether `source` must be given;
    takes_source: whether it may be given; needs_title: whether `title` must be given (else `Entry.title` may be empty).
    """

    name: str
    about: str
    entry: type[E]
    read: Callable[[Entry, E, Desk], Chapter]
    needs_source: bool = True
    takes_source: bool = True
    needs_title: bool = True
