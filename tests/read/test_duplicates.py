"""Values that may hide a real name behind a pseudonym are never shown, whatever else is wrong with the file."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from read.sample import BODY, FORMATS, HEAD, KINDS, write_book
from storybook.errors import SourceError
from storybook.read.manifest import read_manifest
from storybook.read.sources import Sources
from storybook.read.yaml_text import parse

VALUES = [
    " SECRET",
    ' "SECRET"',
    "\n  SECRET",
    "\n  - x\n  - SECRET",
    " |\n  x\n  SECRET",
    " {x: SECRET, y: z}",
    "\n  x: SECRET",
    " &SECRET y",
    " !SECRET y",
    " *SECRET",
    " [x, {y: [SECRET]}]",
]
BROKEN = [' "SECRET', " 'SECRET' x", "\n  'SECRET' x", " [SECRET", " {SECRET", " SECRET: x", "\n  x: SECRET: y",
          "\n  - SECRET\n x", " !<SECRET", " &SECRET! y", " *SECRET, y", " >SECRET", '\n  "SECRET\\q"', "\n  SECRET：x",
          "\n  SECRET\n x: y", " " + "[" * 30 + "SECRET", ' "SECRET\\ud800"']  # fmt: skip
OTHERS = ["b: 1", "c: [2]", "- d", "e: 'f", "g: h: i", "   j: 2", "}", "k: &l m", "n: 1\nn: 2", "---", "# o"]


@given(st.sampled_from(VALUES), st.integers(0, 2), st.sampled_from(VALUES + BROKEN), st.lists(st.sampled_from(OTHERS)))
@settings(max_examples=300, deadline=None)
def test_neither_value_of_a_key_given_twice_is_shown(first: str, between: int, second: str, after: list[str]) -> None:
    text = "\n".join([f"author:{first}", *(f"z{n}: 1" for n in range(between)), f"author:{second}", *after])
    try:
        document, problems = parse(text, "book.yaml")
    except SourceError as error:
        said = str(error)
    else:
        places = [document.value_place(path) for path in document.values]
        places += [document.key_place(path) for path in document.keys]
        said = "\n".join([*map(str, problems), *(place.text or "" for place in places)])
        assert "`author` is given twice (first on line 1)" in said
    assert "SECRET" not in said


@pytest.mark.parametrize("value", [v for v in VALUES + BROKEN if "SECRET" in v and v.lstrip()[0] in "&*!"])
def test_the_word_of_an_anchor_an_alias_or_a_tag_is_not_shown(value: str) -> None:
    try:
        _, problems = parse(f"title: T\nauthor:{value}\n", "book.yaml")
        said = "\n".join(map(str, problems))
    except SourceError as error:
        said = str(error)
    assert said.startswith("book.yaml:2:")
    assert "SECRET" not in said


def told(manifest: str) -> str:
    """All that is said of a manifest."""
    with TemporaryDirectory() as folder:
        root = write_book(Path(folder), manifest)
        with pytest.raises(SourceError) as error:
            read_manifest(Sources(root), KINDS, FORMATS)
    return str(error.value)


KEYS = ["title", "subtitle", "language", "identifiers", "publisher", "slug", "date", "rights", "targets", "chapters"]
KEYS += ["contributors", "series", "publisher_url", "licence_url", "subjects", "accessibility_summary", "nothing"]


@given(key=st.sampled_from(KEYS), first=st.sampled_from(VALUES[:7]), second=st.sampled_from(VALUES + BROKEN))
@settings(max_examples=200, deadline=None)
def test_no_reader_of_the_manifest_shows_a_value_given_twice(key: str, first: str, second: str) -> None:
    rest = "\n".join(line for line in (HEAD + BODY).split("\n") if not line.startswith(f"{key}:"))
    assert "SECRET" not in told(f"{rest}{key}:{first}\n{key}:{second}\n")


@given(key=st.sampled_from(["title", "kind", "source", "id", "nothing"]), value=st.sampled_from(VALUES[:7]))
def test_no_reader_of_the_chapters_shows_a_value_given_twice(key: str, value: str) -> None:
    inner = value.replace("\n", "\n    ")
    said = told(f"{HEAD}chapters:\n  - kind: essay\n    title: T\n    {key}:{inner}\n    {key}:{inner}\n")
    assert "is given twice" in said
    assert "SECRET" not in said


@pytest.mark.parametrize("key", ["? [a]\n  ", '"\\u202e"', '"\\e[31m"', "*x ", "a\u200b"])
def test_a_key_that_is_none_is_told_once_and_its_made_up_name_is_never_shown(key: str) -> None:
    for manifest in (f"{key}: x\n{HEAD}{BODY}", f"languages: [en, ko]\ntitle:\n  en: A\n  {key}: x\n{BODY}"):
        said = told(manifest)
        assert said.replace("\n", " ").isprintable()
        assert "is no language" not in said
        assert "there is no key" not in said
        assert sum(f":{line}:" in said for line in range(1, 5)) >= 1
