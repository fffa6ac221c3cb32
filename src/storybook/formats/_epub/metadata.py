"""What the package document says of the book, as elements in order."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree

from storybook.errors import Problem, SourceError
from storybook.model.book import Contributor, Metadata

CREATORS = frozenset({"aut", "cre", "art", "ill"})
"""MARC roles of those who made the book itself; the others contributed to it."""

GROUP_POSITION = re.compile(r"\d+(\.\d+)*")
"""A place in a series as EPUB can say it; what is printed may be otherwise, and then stays out of the package."""

ISBN_13 = "15"
"""ISBN-13 in ONIX code list 5."""

BOOK_ID = "book-id"


@dataclass(frozen=True, slots=True)
class Element:
    """A metadata element: a Dublin Core name, or `meta`; its text; its attributes."""

    name: str
    text: str
    attributes: dict[str, str] = field(default_factory=dict)


def describe(metadata: Metadata, access: Iterable[tuple[str, str]], cover_id: str | None) -> tuple[Element, ...]:
    """All elements; access holds schema.org properties, cover_id names the cover's picture for old readers."""
    elements = [
        *_identifiers(metadata),
        *_titles(metadata),
        Element("language", metadata.language),
        *_contributors(metadata.contributors),
        *_series(metadata),
        *_plain(metadata),
        *(_meta(name, value) for name, value in access),
        _meta("ibooks:specified-fonts", "true"),
    ]
    if cover_id:
        elements.append(Element("meta", "", {"name": "cover", "content": cover_id}))
    for element in elements:
        _refuse_unwritable(element)
    return tuple(elements)


def _meta(name: str, value: str, refines: str = "", scheme: str = "", own_id: str = "") -> Element:
    attributes = {"id": own_id, "refines": f"#{refines}" if refines else "", "property": name, "scheme": scheme}
    return Element("meta", value, {key: text for key, text in attributes.items() if text})


def _identifiers(metadata: Metadata) -> list[Element]:
    found = []
    for number, identifier in enumerate(metadata.identifiers):
        own_id = BOOK_ID if number == 0 else f"{BOOK_ID}-{number + 1}"
        found.append(Element("identifier", identifier.urn, {"id": own_id}))
        if identifier.scheme == "isbn":
            found.append(_meta("identifier-type", ISBN_13, own_id, "onix:codelist5"))
    return found


def _titles(metadata: Metadata) -> list[Element]:
    found = [Element("title", metadata.title, {"id": "title"}), _meta("title-type", "main", "title")]
    if metadata.subtitle:
        found += [
            Element("title", metadata.subtitle, {"id": "subtitle"}),
            _meta("title-type", "subtitle", "subtitle"),
        ]
    return found


def _contributors(contributors: tuple[Contributor, ...]) -> list[Element]:
    found = []
    for number, contributor in enumerate(contributors, 1):
        own_id = f"contributor-{number}"
        name = "creator" if contributor.role in CREATORS else "contributor"
        found.append(Element(name, contributor.name, {"id": own_id}))
        found.append(_meta("role", contributor.role, own_id, "marc:relators"))
        if contributor.file_as:
            found.append(_meta("file-as", contributor.file_as, own_id))
    return found


def _series(metadata: Metadata) -> list[Element]:
    if metadata.series is None:
        return []
    found = [
        _meta("belongs-to-collection", metadata.series.name, own_id="series"),
        _meta("collection-type", "series", "series"),
    ]
    if GROUP_POSITION.fullmatch(metadata.series.position):
        found.append(_meta("group-position", metadata.series.position, "series"))
    return found


def _plain(metadata: Metadata) -> list[Element]:
    date = metadata.date_text or (metadata.date.isoformat() if metadata.date else "")
    values = [
        ("publisher", metadata.publisher),
        ("date", date),
        ("description", metadata.description),
        *(("subject", subject) for subject in metadata.subjects),
        ("rights", metadata.rights),
    ]
    found = [Element(name, value) for name, value in values if value]
    if metadata.licence_url:
        found.append(_meta("dcterms:license", metadata.licence_url))
    return found


def _refuse_unwritable(element: Element) -> None:
    """Refuse what ebooklib would log and leave out: a character that XML cannot hold."""
    try:
        etree.Element("x").text = element.text
    except ValueError as error:
        raise SourceError(
            Problem(
                f"the book's {element.attributes.get('property', element.name)} holds a character that no file can",
                hint="type that part of book.yaml again",
            )
        ) from error
