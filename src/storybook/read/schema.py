"""The keys of book.yaml as people write them, one pydantic model a mapping."""

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, WithJsonSchema, model_validator

from storybook.read.fields import (
    Keys,
    LanguageTag,
    Line,
    Passage,
    Reference,
    Title,
    Url,
    XmlName,
    by_language,
    nearest,
    of_edition,
    wrong,
)
from storybook.read.presets import preset_names
from storybook.read.relators import relator_code, relators

MAX_CHAPTERS = 1_000
"""Entries of one list of a manifest."""


def _role(text: str) -> str:
    code = relator_code(text)
    if code is None:
        names = [name.lower() for name in relators().values()]
        hint = nearest(text, names) if len(text) > 3 else nearest(text, list(relators()))
        if not hint.startswith("did you mean"):
            hint = (
                "write a role such as author, illustrator, translator or editor (or its MARC code: aut, ill, trl, edt)"
            )
        raise wrong("is no role that libraries know", hint)
    return code


def _isbn(text: str) -> str:
    digits = re.sub(r"[\s-]", "", text).upper()
    if re.fullmatch(r"\d{9}[\dX]", digits):
        total = sum((10 - i) * (10 if c == "X" else int(c)) for i, c in enumerate(digits))
        if total % 11 == 0:
            return "978" + digits[:9] + _check_digit("978" + digits[:9])
    elif re.fullmatch(r"97[89]\d{10}", digits):
        if digits[12] == _check_digit(digits[:12]):
            return digits
    else:
        raise wrong("is not an ISBN", "an ISBN has 13 digits and begins with 978 or 979 (older ones have 10)")
    raise wrong("is not a valid ISBN: its last digit does not fit the others", "compare it with the publisher's list")


def _check_digit(twelve: str) -> str:
    return str(-sum(int(c) * (3 if i % 2 else 1) for i, c in enumerate(twelve)) % 10)


def _uuid(text: str) -> str:
    bare = text.lower().removeprefix("urn:uuid:")
    if not re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", bare) or not UUID(bare).int:
        raise wrong(
            "is not a UUID", "a UUID looks like 6b1f4a0e-3c55-5f0e-9a53-2f7b4f8f1c10; `storybook new` makes one"
        )
    return bare


def _uri(text: str) -> str:
    if not re.fullmatch(r"(https?://|urn:[a-z0-9][a-z0-9-]+:|doi:|tag:|info:)[^\s<>\"{}|\\^`]+", text, re.IGNORECASE):
        raise wrong("is not a URI", "write it in full, such as https://example.org/book or urn:… or doi:…")
    return text


def _date(text: str) -> str:
    if not re.fullmatch(r"[1-9]\d{3}(-\d\d){0,2}", text):
        raise wrong("is not a date", "write 2026, 2026-11 or 2026-11-22")
    try:
        first_day(text)
    except ValueError:
        raise wrong("is not a day of the calendar", "write year, month and day, such as 2026-11-22") from None
    return text


def first_day(text: str) -> date:
    """The first day of a date given as YYYY, YYYY-MM or YYYY-MM-DD; raises ValueError for a day that never was."""
    year, month, day, *_ = [*(int(part) for part in text.split("-")), 1, 1]
    return date(year, month, day)


def _preset(sort: str) -> AfterValidator:
    def check(name: str) -> str:
        if name not in preset_names(sort):
            raise wrong(
                f"is no preset for {'pages' if sort == 'print' else 'pictures'}", nearest(name, preset_names(sort))
            )
        return name

    return AfterValidator(check)


def _slug(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text):
        raise wrong(
            "is not a plain file name", "use small letters a to z, digits and single hyphens, such as the-red-line"
        )
    return text


Role = Annotated[str, AfterValidator(_role)]


def _edition(check: Callable[[str], str], description: str) -> tuple[Any, ...]:
    """An identifier, or a mapping of such by language; a language it does not name has no such identifier."""

    def checked(text: str | None) -> str | None:
        return None if text is None else check(text)

    return BeforeValidator(of_edition), AfterValidator(checked), by_language(description)


Isbn = Annotated[str | None, *_edition(_isbn, "An ISBN, or one for each language.")]
Uuid = Annotated[str | None, *_edition(_uuid, "A UUID, or one for each language.")]
Uri = Annotated[str | None, *_edition(_uri, "A URI, or one for each language.")]
PublicationDate = Annotated[
    str,
    AfterValidator(_date),
    WithJsonSchema({"type": ["string", "integer"], "pattern": r"^[0-9]{4}(-[0-9]{2}){0,2}$"}),
]
ImagePreset = Annotated[str, _preset("image"), WithJsonSchema({"enum": list(preset_names("image"))})]
PagePreset = Annotated[str, _preset("print"), WithJsonSchema({"enum": list(preset_names("print"))})]


def _bytes(text: str) -> int:
    match = re.fullmatch(r"(\d{1,4}(?:\.\d{1,3})?)\s*(KB|MB|GB)", text.strip(), re.IGNORECASE)
    size = round(float(match[1]) * _UNITS[match[2].upper()]) if match else 0
    if size < 1:
        raise wrong("is not a size", "write a number with KB, MB or GB behind it, such as 8 MB")
    return size


_UNITS = {"KB": 1_000, "MB": 1_000_000, "GB": 1_000_000_000}

ByteSize = Annotated[
    int,
    BeforeValidator(_bytes),
    WithJsonSchema({"type": "string", "pattern": r"^[0-9]{1,4}(\.[0-9]{1,3})? ?([kK]|[mM]|[gG])[bB]$"}),
]
Slug = Annotated[str, StringConstraints(max_length=80), AfterValidator(_slug)]


class IdentifierKeys(Keys):
    """What tells this book from all others: one of the three keys."""

    isbn: Isbn = Field(None, description="An ISBN of 13 or 10 digits, with or without hyphens.")
    uuid: Uuid = Field(None, description="A UUID, for books without an ISBN; `storybook new` makes one.")
    uri: Uri = Field(None, description="A web address, URN or DOI that stands for this book for ever.")

    @model_validator(mode="after")
    def _exactly_one(self) -> "IdentifierKeys":
        if len(self.model_fields_set) != 1:
            raise wrong("should hold one identifier", "write one of isbn, uuid or uri; begin a new item for each other")
        return self


class ContributorKeys(Keys):
    """A person or body that made something of the book."""

    name: Title = Field(description="The name as it is printed.")
    role: Role = Field(
        description="What they did: author, illustrator, translator, editor …, in English or as a MARC relator code."
    )
    file_as: Line = Field("", description="The name as a catalogue sorts it, such as “Le Guin, Ursula K.”")
    link: Url | None = Field(None, description="The address of their own page or account.")


class SeriesKeys(Keys):
    """The series this book belongs to."""

    name: Title = Field(description="The name of the series.")
    position: Line = Field("", description="This book's place in the series, such as 2.")


class TargetKeys(Keys):
    """What one target should be like; what is left out is as is usual for its format."""

    format: str | None = Field(
        None, description="The format it is made in: `storybook formats` lists them. A target of that name needs none."
    )
    comic: Literal["pages", "scroll", "panels"] | None = Field(
        None, description="The shape of comics: on pages, as one long scroll, or one panel a screen."
    )
    lettering: Literal["live", "baked"] | None = Field(
        None, description="Whether words over pictures are text, or part of the pictures, for readers that need it."
    )
    max_size: ByteSize | None = Field(
        None, description="How large the finished file may be, such as 8 MB; pictures are made to fit."
    )
    preset: PagePreset | None = Field(None, description="The page: `storybook presets` lists them under print.")
    images: ImagePreset | None = Field(None, description="The pictures: `storybook presets` lists them under image.")
    crop_marks: bool = Field(False, description="Whether marks show the printer where to cut.")


class EntryKeys(Keys):
    """The keys every chapter may have; a chapter kind adds its own."""

    kind: str = Field(description="What sort of chapter this is.")
    title: Line = Field("", description="The chapter's title, as its heading and the contents show it.")
    subtitle: Line = Field("", description="A second line below the title.")
    source: Reference | None = Field(None, description="The file with the chapter's text, relative to book.yaml.")
    id: XmlName | None = Field(
        None,
        description="A short name of this chapter inside the finished files; storybook names chapters that have none.",
    )


class LanguageKeys(Keys):
    """The languages of a book: one of the two keys."""

    language: LanguageTag | None = Field(None, description="The book's language, such as en, ko or pt-BR.")
    languages: list[LanguageTag] | None = Field(
        None, min_length=1, description="The book's languages, if it is made in more than one."
    )


class BookKeys(LanguageKeys):
    """A book: what it says about itself, its chapters in order, and what is made of it."""

    title: Title = Field(description="The book's title.")
    subtitle: Line = Field("", description="A second line below the title.")
    slug: Slug | None = Field(
        None, description="How the finished files are called; storybook makes it from the title if it is left out."
    )
    identifiers: list[IdentifierKeys] = Field(
        [], description="What tells this book from all others: ISBN, UUID or URI, at least one."
    )
    contributors: list[ContributorKeys] = Field([], description="Who made the book, in the order they are printed.")
    publisher: Line = Field("", description="Who publishes the book.")
    publisher_url: Url | None = Field(None, description="The publisher's address on the web.")
    rights: Passage = Field("", description="Who holds the rights, and what others may do with the book.")
    licence_url: Url | None = Field(None, description="The address of the licence, if the book has a public one.")
    description: Passage = Field("", description="What the book is about, for shops and libraries.")
    subjects: list[Title] = Field([], description="Words that a catalogue lists the book under.")
    date: PublicationDate | None = Field(
        None, description="When the book is published: a year, a year and month, or a day, such as 2026-11-22."
    )
    series: SeriesKeys | None = Field(None, description="The series the book belongs to.")
    binding: Literal["left", "right"] | None = Field(
        None,
        description="The edge at which pages are bound; if it is left out, the left one, or the right one where all "
        "comics of the book are read from right to left.",
    )
    accessibility_summary: Passage = Field(
        "", description="A sentence or two for readers who need to know how accessible the book is."
    )
    front_matter: list[Any] = Field(
        [], max_length=MAX_CHAPTERS, description="What stands before the first chapter, in order."
    )
    chapters: list[Any] = Field(min_length=1, max_length=MAX_CHAPTERS, description="The chapters, in order.")
    back_matter: list[Any] = Field(
        [], max_length=MAX_CHAPTERS, description="What stands after the last chapter, in order."
    )
    targets: dict[str, TargetKeys] = Field(
        {},
        description="What is made of the book: wishes for formats by name, and targets under names of your own.",
    )
