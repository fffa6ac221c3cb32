"""The JSON Schema of book.yaml, which lets editors complete and check a manifest while it is written."""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, models_json_schema

from storybook.read.entries import MATTERS
from storybook.read.kind import ChapterKind
from storybook.read.schema import BookKeys

_REF = "#/$defs/{model}"


class _Plain(GenerateJsonSchema):
    """Without what means nothing to an author: null as a value, machine-made titles, defaults."""

    def nullable_schema(self, schema: Any) -> dict[str, Any]:  # noqa: ANN401 - pydantic's own schema
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: Any) -> dict[str, Any]:  # noqa: ANN401 - pydantic's own schema
        return self.generate_inner(schema["schema"])

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ANN401, ARG002 - pydantic's own schema
        return False


def book_schema(kinds: Mapping[str, ChapterKind[Any]], formats: Iterable[str]) -> dict[str, Any]:
    """The schema for these chapter kinds and formats."""
    models: list[type[BaseModel]] = list(dict.fromkeys([BookKeys, *(kind.entry for kind in kinds.values())]))
    refs, made = models_json_schema(
        [(model, "validation") for model in models], ref_template=_REF, schema_generator=_Plain
    )
    definitions: dict[str, Any] = made["$defs"]
    book = definitions.pop(refs[BookKeys, "validation"]["$ref"].rpartition("/")[2])
    for kind in kinds.values():
        own = definitions[refs[kind.entry, "validation"]["$ref"].rpartition("/")[2]]
        definitions[f"kind-{kind.name}"] = _entry_schema(kind, own)
    for kind in kinds.values():
        definitions.pop(refs[kind.entry, "validation"]["$ref"].rpartition("/")[2], None)
    for definition in definitions.values():
        definition.pop("title", None)
    for key in MATTERS:
        book["properties"][key]["items"] = _list_item(kinds)
    target = book["properties"]["targets"].pop("additionalProperties")
    book["properties"]["targets"] |= {
        "properties": dict.fromkeys(sorted(formats), target),
        "additionalProperties": target,
    }
    book["required"] = ["title", "identifiers", "chapters"]
    book["oneOf"] = [{"required": ["language"]}, {"required": ["languages"]}]
    book["properties"]["identifiers"]["minItems"] = 1
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **book,
        "title": "book.yaml of storybook",
        "$defs": dict(sorted(definitions.items())),
    }


def _entry_schema(kind: ChapterKind[Any], own: dict[str, Any]) -> dict[str, Any]:
    properties = dict(own["properties"])
    properties["kind"] = {"const": kind.name, "description": kind.about}
    if not kind.takes_source:
        properties.pop("source", None)
    wanted = ["kind", *(["title"] if kind.needs_title else []), *(["source"] if kind.needs_source else [])]
    required = [*wanted, *(key for key in own.get("required", []) if key not in wanted)]
    return {
        "type": "object",
        "title": kind.name,
        "description": kind.about,
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _list_item(kinds: Mapping[str, ChapterKind[Any]]) -> dict[str, Any]:
    choices: list[dict[str, Any]] = [{"$ref": _REF.format(model=f"kind-{name}")} for name in kinds]
    bare = [kind.name for kind in kinds.values() if _may_stand_alone(kind)]
    if bare:
        choices.insert(0, {"enum": bare, "description": "A kind of chapter that needs no keys."})
    return {"anyOf": choices}


def _may_stand_alone(kind: ChapterKind[Any]) -> bool:
    required = [name for name, field in kind.entry.model_fields.items() if field.is_required()]
    return not kind.needs_source and not kind.needs_title and required == ["kind"]
