"""What a value of a key may be: text, a text by language, a path, an address. Messages in plain words.

Every value arrives as it was written (see `yaml_text`): a text, a list or a mapping; numbers and dates are texts
until a field makes them something else.
"""

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from storybook.read.addresses import MAX_ADDRESS, address_fault
from storybook.read.language_tags import normal_tag
from storybook.read.punctuation import Run, typeset

MAX_LINE = 500
"""Characters of a title or name."""
MAX_PASSAGE = 10_000
"""Characters of a text of some sentences."""

WIDE_COLON = "："
"""What Korean and Japanese keyboards type for a colon; to YAML it is a letter."""
MAX_STRANGE = 20
"""Unknown keys of one mapping that are compared with the missing ones."""


class Keys(BaseModel):
    """A mapping in a YAML file of the book: unknown keys are refused."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, str_strip_whitespace=True, hide_input_in_errors=True, allow_inf_nan=False
    )


def wrong(what: str, hint: str = "", key: str = "") -> PydanticCustomError:
    """What a validator raises: `what` follows the key's name, as in "`date` is not a day of the calendar".

    key: the key inside the value that is to be pointed at, if it is one of several.
    """
    return PydanticCustomError("plain_words", "{what}", {"what": what, "hint": hint, "key": key})


def nearest(word: str, known: Sequence[str]) -> str:
    """A hint that names the known word someone may have meant, else all of them."""
    folded = {name.casefold(): name for name in known}
    near = get_close_matches(word[:MAX_LINE].casefold(), folded, n=1, cutoff=0.6)
    return f"did you mean {folded[near[0]]}?" if near else "known are: " + ", ".join(known)


def is_misspelt(key: str, given: Any, known: Sequence[str]) -> bool:  # noqa: ANN401 - what YAML holds
    """Whether a mapping without this key has an unknown one that is nearest to it: that one is told instead."""
    meant = nearest(key, [key])
    if not isinstance(given, Mapping):
        return False
    strange = [word for word, value in given.items() if word not in known and (value is not None or WIDE_COLON in word)]
    return any(nearest(word.partition(WIDE_COLON)[0], known) == meant for word in strange[:MAX_STRANGE])


# ------------------------------------------------------------------------------------ by language


def text_in(texts: Mapping[str, Any], language: str) -> Any:  # noqa: ANN401 - what YAML holds
    """The text for a language tag: its own, or that of the bare language (ko for ko-KR); None if there is none."""
    return texts.get(language, texts.get(language.partition("-")[0]))


def of_edition(value: Any, info: ValidationInfo) -> Any:  # noqa: ANN401 - what YAML holds
    """Of a mapping by language, what it holds for the language being read (see `validation.Languages`), or None."""
    if not isinstance(value, Mapping):
        return value
    context = info.context or {}
    languages: Sequence[str] = context.get("languages", ())
    known = {*languages, *(tag.partition("-")[0] for tag in languages)}
    for key in value:
        if languages and key not in known and not str(key).startswith("\0"):  # the reader of YAML tells of those
            raise wrong(f"names `{key}`, which is no language of this book", nearest(key, languages), key)
    language = context.get("language")
    return text_in(value, language) if language else next(iter(value.values()), None)


def in_language(value: Any, info: ValidationInfo) -> Any:  # noqa: ANN401 - what YAML holds
    """As `of_edition`, for a text that every language must have."""
    chosen = of_edition(value, info)
    if chosen is None and isinstance(value, Mapping):
        language = (info.context or {}).get("language")
        raise wrong(f"has no text in the language `{language}`", f"add a line `{language}: …` below it")
    return chosen


def by_language(description: str, **constraints: Any) -> Any:  # noqa: ANN401 - pydantic's annotation
    """The JSON Schema of a text, or of a mapping of texts by language; editors read 1984 as a number."""
    text = {"type": ["string", "number"], **constraints}
    return WithJsonSchema(
        {
            "anyOf": [text, {"type": "object", "additionalProperties": text, "minProperties": 1}],
            "description": description,
        }
    )


# ------------------------------------------------------------------------------------------ texts


def _at_most(length: int) -> AfterValidator:
    def check(text: str) -> str:
        if len(text) > length:
            raise wrong(f"is longer than {length} characters", "shorten it")
        return text

    return AfterValidator(check)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _not_empty(text: str) -> str:
    if not text:
        raise wrong("is empty", "write something between the quotation marks, or delete the key")
    return text


def _with_printers_marks(text: str, info: ValidationInfo) -> str:
    language = (info.context or {}).get("language") or ""
    return typeset([Run(text, language)])[0]


LineAsTyped = Annotated[
    str,
    BeforeValidator(in_language),
    AfterValidator(_one_line),
    _at_most(MAX_LINE),
    by_language("A text in one line, or one for each language.", maxLength=MAX_LINE),
]
"""A text in one line whose every sign counts, such as an account's name, or a mapping of such by language."""

Line = Annotated[LineAsTyped, AfterValidator(_with_printers_marks)]
"""A text in one line, with quotation marks and dashes as in prose, or a mapping of such by language."""

Title = Annotated[Line, AfterValidator(_not_empty)]
"""A `Line` that is not empty."""

Passage = Annotated[
    str,
    BeforeValidator(in_language),
    _at_most(MAX_PASSAGE),
    AfterValidator(_with_printers_marks),
    by_language("A text of some sentences, or one for each language.", maxLength=MAX_PASSAGE),
]
"""A text of some sentences, or a mapping of such by language."""

Reference = Annotated[
    str,
    BeforeValidator(in_language),
    AfterValidator(_not_empty),
    by_language("The path of a file, or one for each language.", minLength=1),
]
"""A path as written, or a mapping of such by language; `Sources.resolve` checks it."""


def _address(text: str) -> str:
    fault = address_fault(text)
    if fault:
        raise wrong(*fault)
    return text


Url = Annotated[
    str,
    BeforeValidator(in_language),
    AfterValidator(_address),
    by_language("An address: https://…, http://… or mailto:…", pattern="^(https?://|mailto:)", maxLength=MAX_ADDRESS),
]
"""An absolute http(s) or mailto address, or a mapping of such by language."""

# -------------------------------------------------------------------------------------- name tokens


def _xml_name(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.-]{0,63}", text):
        raise wrong(
            "is not a usable name",
            "begin with a letter, then letters a to z, digits, hyphens, dots or underscores, 64 at the most",
        )
    return text


XmlName = Annotated[str, AfterValidator(_xml_name)]
"""A name that may stand as an id in XML."""


def _language(text: str) -> str:
    tag = normal_tag(text)
    if tag is None:
        raise wrong("is not a language tag", "write a tag such as en, ko, pt-BR or zh-Hans")
    return tag


LanguageTag = Annotated[str, AfterValidator(_language)]
"""A BCP 47 language tag, brought to its usual capitals."""
