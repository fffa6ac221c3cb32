"""A YAML file of the book that a chapter kind reads by a model of its own, such as a comic's script."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from storybook.errors import SourceError, Where
from storybook.read.fields import Keys
from storybook.read.problems import in_order
from storybook.read.sources import TEXT_LIMIT, Limit, Sources
from storybook.read.validation import Languages, read_keys
from storybook.read.yaml_text import Document, parse

M = TypeVar("M", bound=Keys)


@dataclass(frozen=True, slots=True)
class Record(Generic[M]):
    """What a file says, and where it says it."""

    keys: M
    document: Document

    def key_place(self, *path: str | int) -> Where:
        """Where the key at this path stands, or what it would stand in."""
        return self.document.key_place(path)

    def place(self, *path: str | int) -> Where:
        """Where the value at this path stands, or what it would stand in."""
        return self.document.value_place(path)


def read_record(
    sources: Sources,
    path: str,
    model: type[M],
    where: Where | None = None,
    language: str | None = None,
    limit: Limit = TEXT_LIMIT,
) -> Record[M]:
    """A YAML file by a model of its keys; where: what names the file; language: picks among texts by language.

    Raises SourceError with all problems of the file.
    """
    document, problems = parse(sources.read_text(path, where, limit), path)
    reading = read_keys(model, document, languages=Languages((), language))
    problems = [*problems, *reading.problems]
    if problems or reading.keys is None:
        raise SourceError(in_order(problems, path))
    return Record(reading.keys, document)
