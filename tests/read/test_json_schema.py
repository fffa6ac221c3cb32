"""The JSON Schema of book.yaml, and the manual that tells people the same."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from read.sample import FORMATS, KINDS
from storybook import registry
from storybook.read.art_sheet import SheetKeys
from storybook.read.comic_files import ScriptKeys
from storybook.read.fields import Keys
from storybook.read.manifest import json_schema

ROOT = Path(__file__).parents[2]
COMMON = {"kind", "title", "subtitle", "source", "id"}

Scope = tuple[str, ...]


def definition(schema: Mapping[str, Any], part: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The mapping that a property holds, or a list or mapping of such."""
    if "anyOf" in part:
        part = part["anyOf"][0]
    for inner in (part, part.get("items", {}), part.get("additionalProperties", {})):
        if isinstance(inner, dict) and "$ref" in inner:
            found: Mapping[str, Any] = schema["$defs"][inner["$ref"].rpartition("/")[2]]
            return found
    return None


def scopes(
    schema: Mapping[str, Any], part: Mapping[str, Any], scope: Scope
) -> Iterator[tuple[Scope, Mapping[str, Any]]]:
    """The properties of a mapping and of all mappings inside it, by where they are."""
    yield scope, part["properties"]
    for name, inner in part["properties"].items():
        found = definition(schema, inner)
        if found:
            yield from scopes(schema, found, (*scope, name))


def schema_keys() -> dict[Scope, set[str]]:
    """Every key of book.yaml and of a comic's two files, by where it stands."""
    book = json_schema(registry.load_all("KIND"), registry.names("FORMAT"))
    found = {scope: set(keys) for scope, keys in scopes(book, book, ())}
    found["targets",] = set(book["$defs"]["TargetKeys"]["properties"])
    found["chapters",] = COMMON
    for name in registry.names("KIND"):
        for scope, keys in scopes(book, book["$defs"][f"kind-{name}"], (name,)):
            found[scope] = set(keys) - (COMMON if scope == (name,) else set())
    files: dict[str, type[Keys]] = {"art sheet": SheetKeys, "script": ScriptKeys}
    for name, model in files.items():
        own = model.model_json_schema()
        found |= {scope: set(keys) for scope, keys in scopes(own, own, (name,))}
    return found


def manual_keys() -> dict[Scope, set[str]]:
    """The first cells of the manual's tables, by the code words of the heading above them."""
    found: dict[Scope, set[str]] = {}
    scope: Scope | None = None
    for line in (ROOT / "docs" / "manifest.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            named = {"## The book": (), "## Chapters": ("chapters",)}
            words = tuple(re.findall(r"`([^`]+)`", line))
            scope = named.get(line, words or None)
            if scope is not None:
                found[scope] = set()
        elif (cell := re.match(r"\| `(\w+)` \|", line)) and scope is not None:
            found[scope].add(cell[1])
    return found


def test_the_manual_names_every_key_and_no_other() -> None:
    assert manual_keys() == schema_keys()


def test_the_manual_names_the_parts_an_essay_can_be() -> None:
    book = json_schema(registry.load_all("KIND"), registry.names("FORMAT"))
    parts = book["$defs"]["kind-essay"]["properties"]["part"]["enum"]
    text = (ROOT / "docs" / "manifest.md").read_text(encoding="utf-8")
    assert ", ".join(f"`{part}`" for part in parts) in text


def test_every_key_has_words_for_the_editor_to_show() -> None:
    book = json_schema(registry.load_all("KIND"), registry.names("FORMAT"))
    parts = [("", book), *book["$defs"].items()]
    silent = [
        f"{name}.{key}"
        for name, part in parts
        for key, value in part.get("properties", {}).items()
        if not value.get("description") and "$ref" not in value
    ]
    assert silent == []


def test_the_schema_says_the_same_each_time_and_is_plain_json() -> None:
    once, again = (json.dumps(json_schema(KINDS, formats)) for formats in (FORMATS, reversed(FORMATS)))
    assert once == again
    assert '"null"' not in once


def test_the_schema_knows_which_kinds_need_what() -> None:
    schema = json_schema(KINDS, FORMATS)
    entries = schema["properties"]["chapters"]["items"]["anyOf"]
    assert entries[0]["enum"] == ["title_page", "contents"]
    assert schema["$defs"]["kind-essay"]["required"] == ["kind", "title", "source"]
    assert schema["$defs"]["kind-talk"]["required"] == ["kind", "title", "source", "speakers"]
    assert "source" not in schema["$defs"]["kind-link"]["properties"]
    assert list(schema["properties"]["targets"]["properties"]) == list(FORMATS)
    assert schema["required"] == ["title", "identifiers", "chapters"]


@pytest.mark.parametrize("key", ["title", "rights", "publisher_url"])
def test_a_text_may_be_given_by_language(key: str) -> None:
    choices = json_schema(KINDS, FORMATS)["properties"][key]["anyOf"]
    assert [choice["type"] for choice in choices] == [["string", "number"], "object"]
