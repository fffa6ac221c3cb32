"""A YAML document against a pydantic model: every fault at its place, in plain words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from storybook.errors import Problem, Where
from storybook.read.fields import WIDE_COLON, Keys, is_misspelt, nearest
from storybook.read.problems import MAX_PROBLEMS
from storybook.read.text import visible_line
from storybook.read.yaml_text import Document, Path, Value

M = TypeVar("M", bound=Keys)

_TEXT = ("should be a text", "write the text behind the colon, in quotation marks if it needs them")
_KEYS = ("should have keys of its own", "write them below it, each two spaces further in")
_LIST = ("should be a list", "put a dash and a space before each item, or write [one, two]")
_YES_NO = ("should be yes or no", "write true or false")
_WHOLE = ("should be a whole number", "write digits only")
_NUMBER = ("should be a number", "write digits, with a point for decimals")

_PHRASES: Mapping[str, tuple[str, str]] = {
    "string_type": _TEXT,
    "model_type": _KEYS,
    "model_attributes_type": _KEYS,
    "dict_type": _KEYS,
    "mapping_type": _KEYS,
    "list_type": _LIST,
    "tuple_type": _LIST,
    "bool_type": _YES_NO,
    "bool_parsing": _YES_NO,
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_parsing_size": _WHOLE,
    "int_from_float": _WHOLE,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "finite_number": _NUMBER,
    "string_too_long": ("is longer than {max_length} characters", "shorten it"),
    "string_too_short": ("is empty", "write something between the quotation marks, or delete the key"),
    "too_short": ("should list {min_length} or more", "add an item: a dash, a space, and what belongs there"),
    "too_long": ("should list {max_length} at the most", "take out what is too much"),
    "greater_than": ("should be more than {gt}", "mend the number"),
    "greater_than_equal": ("should be {ge} or more", "mend the number"),
    "less_than": ("should be less than {lt}", "mend the number"),
    "less_than_equal": ("should be {le} or less", "mend the number"),
}
"""What people are told for pydantic's error types: the rest of a sentence about the key, and how to mend it."""


@dataclass(frozen=True, slots=True)
class Reading(Generic[M]):
    """A mapping of a document read by a model; keys is None where problems stand in the way."""

    keys: M | None
    problems: tuple[Problem, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Languages:
    """The languages texts may be given in, and the one that is being read; None takes the first text of each."""

    all: tuple[str, ...] = ()
    chosen: str | None = None


def read_keys(
    model: type[M],
    document: Document,
    path: Path = (),
    languages: Languages | None = None,
    value: Value | None = None,
) -> Reading[M]:
    """The value at a path of a document, or `value` in its place, as the model's record or as problems."""
    given = value_at(document.value, path) if value is None else value
    languages = languages or Languages()
    context = {"language": languages.chosen, "languages": languages.all}
    try:
        return Reading(model.model_validate(_given(given), context=context))
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=True, include_input=False)
        explain = _Explainer(model, document, path, languages.chosen)
        problems = [problem for detail in details[: 2 * MAX_PROBLEMS] if (problem := explain.problem(detail))]
        return Reading(None, tuple(problems))


def value_at(value: Value, path: Path) -> Value:
    """What stands at a path, None where there is nothing."""
    for part in path:
        if isinstance(part, str) and isinstance(value, dict):
            value = value.get(part)
        elif isinstance(part, int) and isinstance(value, list) and part < len(value):
            value = value[part]
        else:
            return None
    return value


def _given(value: Value) -> Value:
    """A value without the keys that were left empty, as if they were not there."""
    if isinstance(value, dict):
        return {key: _given(inner) for key, inner in value.items() if inner is not None or WIDE_COLON in key}
    if isinstance(value, list):
        return [_given(inner) for inner in value]
    return value


def name_of(path: Path) -> str:
    """What a message calls the value at a path."""
    keys = [part for part in path if isinstance(part, str)]
    if not keys:
        return "the file"
    return f"`{keys[-1]}`" if path[-1] == keys[-1] else f"item {int(path[-1]) + 1} of `{keys[-1]}`"


class _Explainer:
    """Turns pydantic's errors about one mapping into problems."""

    def __init__(self, model: type[BaseModel], document: Document, path: Path, language: str | None) -> None:
        self.model = model
        self.document = document
        self.path = path
        self.language = language

    def problem(self, error: ErrorDetails) -> Problem | None:
        """What is wrong; None where something else was said of the same value already."""
        path = (*self.path, *error["loc"])
        if any(part in self.document.hidden for part in _prefixes(path)) or any("\0" in str(part) for part in path):
            return None
        if error["type"] == "missing":
            return self._missing(path, error["loc"])
        if error["type"] == "extra_forbidden":
            return self._unknown(path, error["loc"])
        context: dict[str, Any] = error.get("ctx") or {}
        if error["type"] == "plain_words":
            where = self.document.key_place((*path, context["key"])) if context["key"] else self._place(path)
            return Problem(f"{name_of(path)} {context['what']}", where, context["hint"])
        if error["type"] in ("literal_error", "enum"):
            return self._not_among(path, str(context["expected"]))
        what, hint = _PHRASES.get(error["type"], ("cannot be used", "see what the manual says about it"))
        if self._found(path) is None and path in self.document.values:
            what, hint = "is empty", "write something, or delete it"
        return Problem(f"{name_of(path)} {what.format_map(context)}", self._place(path), hint)

    def _missing(self, path: Path, loc: Sequence[int | str]) -> Problem | None:
        if isinstance(path[-1], int):
            return Problem(
                f"{name_of(path[:-1])} has too few items", self._place(path[:-1]), "see the example in the manual"
            )
        key = path[-1]
        if path in self.document.values:
            return Problem(f"`{key}` has no value", self.document.key_place(path), "write it after the colon")
        model = _model_at(self.model, loc[:-1])
        if model and is_misspelt(key, self._found(path[:-1]), list(model.model_fields)):
            return None
        hint = f"add a line `{key}: …`"
        if path[:-1] and isinstance(path[-2], str):
            return Problem(f"`{key}` of `{_short(path[-2])}` is missing", self.document.key_place(path[:-1]), hint)
        where = self.document.value_place(path[:-1]) if path[:-1] else Where(self.document.file)
        return Problem(f"`{key}` is missing", where, hint)

    def _unknown(self, path: Path, loc: Sequence[int | str]) -> Problem:
        key = str(path[-1])
        model = _model_at(self.model, loc[:-1])
        hint = nearest(key, list(model.model_fields)) if model else "delete it"
        if WIDE_COLON in key:
            hint = f"write a plain colon with a space behind it in place of the wide {WIDE_COLON}"
        where = self.document.key_place(path)
        if where.text is not None:  # what the key holds was written for other eyes
            where = replace(where, text=f"{' ' * (where.column - 1)}{visible_line(_short(key))}: …")
        return Problem(f"there is no key `{_short(key)}` here", where, hint)

    def _not_among(self, path: Path, expected: str) -> Problem:
        known = [word.strip("'") for word in expected.replace(" or ", ", ").split(", ")]
        found = self._found(path)
        hint = nearest(found, known) if isinstance(found, str) else "known are: " + ", ".join(known)
        return Problem(f"{name_of(path)} is not one of those that are known", self._place(path), hint)

    def _found(self, path: Path) -> Value:
        return value_at(self.document.value, path)

    def _place(self, path: Path) -> Where:
        """Where a value stands: for a text by language, that of the language being read."""
        found = self._found(path)
        if isinstance(found, dict) and self.language and self.language in found:
            path = (*path, self.language)
        return self.document.value_place(path)


def _prefixes(path: Path) -> list[Path]:
    return [path[:length] for length in range(1, len(path) + 1)]


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


def _model_at(model: type[BaseModel], loc: Sequence[int | str]) -> type[BaseModel] | None:
    """The model that the mapping at a place inside a model's value is read by."""
    found: type[BaseModel] | None = model
    for part in loc:
        if found and isinstance(part, str) and part in found.model_fields:
            found = _model_in(found.model_fields[part].annotation)
    return found


def _model_in(annotation: Any) -> type[BaseModel] | None:  # noqa: ANN401 - a type
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((model for part in get_args(annotation) if (model := _model_in(part))), None)
