"""Who made the book, as lines of a title page."""

from collections.abc import Mapping
from dataclasses import dataclass

from storybook.model.book import Metadata

WRITERS, DRAWERS = ("credit_aut", "credit_cre"), ("credit_ill", "credit_art")
BOTH = "credit_aut_ill"
"""The words for those who wrote the book and drew it too."""


@dataclass(frozen=True, slots=True)
class CreditPart:
    """A piece of a line: words, or a name with the address of its own page."""

    text: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class CreditLine:
    """A line in pieces, so that names can be links; as a string, the words alone."""

    parts: tuple[CreditPart, ...]

    def __str__(self) -> str:
        """The whole line without its links."""
        return "".join(part.text for part in self.parts)


def credit_lines(metadata: Metadata, words: Mapping[str, str]) -> tuple[CreditLine, ...]:
    """One line a role, in the order in which the manifest first names the role; words come from the theme.

    Where the same people wrote and drew, one line says both.
    """
    names: dict[str, list[str]] = {}
    links: dict[str, str] = {}
    for contributor in metadata.contributors:
        key = f"credit_{contributor.role}"
        names.setdefault(key if key in words else "credit_other", []).append(contributor.name)
        links[contributor.name] = links.get(contributor.name) or contributor.link
    wrote = next((key for key in WRITERS if key in names), "")
    drew = next((key for key in DRAWERS if key in names), "")
    if wrote and drew and names[wrote] == names[drew]:
        del names[drew]
        names = {BOTH if key == wrote else key: people for key, people in names.items()}
    return tuple(_line(words[key], people, links) for key, people in names.items())


def _line(sentence: str, people: list[str], links: Mapping[str, str]) -> CreditLine:
    before, _, after = sentence.partition("{names}")
    parts = [CreditPart(before)]
    for number, name in enumerate(people):
        parts += [CreditPart(", " if number else ""), CreditPart(name, links[name])]
    parts.append(CreditPart(after))
    return CreditLine(tuple(part for part in parts if part.text))
