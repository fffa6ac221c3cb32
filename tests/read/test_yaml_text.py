"""Strict YAML: texts stay as written, clever constructs are refused, and suspect values are never shown."""

from unicodedata import normalize

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from storybook.errors import SourceError
from storybook.read import yaml_text
from storybook.read.yaml_text import MAX_DEPTH, Value, parse


@pytest.fixture(params=["CSafeLoader", "SafeLoader"], autouse=True)
def _loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both parsers of PyYAML: the fast one is not everywhere."""
    monkeypatch.setattr(yaml_text, "_LOADER", getattr(yaml, request.param))


def told(text: str) -> str:
    """All that is said of a text."""
    try:
        _, problems = parse(text, "book.yaml")
    except SourceError as error:
        return str(error)
    return "\n".join(map(str, problems))


def test_scalars_stay_the_text_that_was_written() -> None:
    document, problems = parse(
        "a: no\nb: 1:30\nc: 012\nd: 2024-01-02\ne: 1e3\nf: 'x'\ng: null\nh: ~\ni:\n1: 서울\nyes: ''\n", "book.yaml"
    )
    assert not problems
    assert document.value == {
        "a": "no",
        "b": "1:30",
        "c": "012",
        "d": "2024-01-02",
        "e": "1e3",
        "f": "x",
        "g": "null",
        "h": "~",
        "i": None,
        "1": "서울",
        "yes": "",
    }


def test_a_text_in_lines_may_begin_with_a_wide_space() -> None:
    assert parse("a: |\n  \u3000text\n", "book.yaml")[0].value == {"a": "\u3000text\n"}


def test_places_count_characters_not_bytes() -> None:
    document, _ = parse("서울: {부산: 값}\nlist:\n  - one\n  - {k: v}\n", "book.yaml")
    place = document.value_place(("서울", "부산"))
    assert (place.line, place.column, place.text) == (1, 10, "서울: {부산: 값}")
    assert str(document.key_place(("list", 1, "k"))) == "book.yaml:4:6"
    assert str(document.value_place(("list", 1, "k"))) == "book.yaml:4:9"
    assert str(document.value_place(("list", 1, "none", "such"))) == "book.yaml:4:5"


def test_a_duplicate_names_both_lines_and_shows_neither_value() -> None:
    text = "title: T\nauthor: Pseudonym\nchapters: [x]\nauthor: Kim Real\n"
    assert told(text).splitlines()[:3] == [
        "book.yaml:4:1: `author` is given twice (first on line 2)",
        "  4 | author: …",
        "    | ^",
    ]
    document, _ = parse(text, "book.yaml")
    assert document.value_place(("author",)).text is None
    assert document.value_place(("title",)).text == "title: T"


def test_a_duplicate_inside_one_line_shows_no_value() -> None:
    said = told("people: [{name: Pseudonym, name: Kim Real}]\n")
    assert "`name` is given twice" in said
    assert "Pseudonym" not in said
    assert "Kim" not in said


@pytest.mark.parametrize("quoted", ["name", "'name'", '"name"', '"na\\u006de"'])
def test_a_key_is_the_same_however_it_is_quoted(quoted: str) -> None:
    assert "given twice" in told(f"name: a\n{quoted}: b\n")


@given(st.integers(1, MAX_DEPTH - 2), st.booleans())
def test_duplicates_are_found_at_any_depth(depth: int, lists: bool) -> None:
    opening, closing = ("[{k: ", "}]") if lists else ("{k: ", "}")
    levels = depth // 2 if lists else depth
    said = told(opening * levels + "{dup: 1, dup: 2}" + closing * levels)
    assert "`dup` is given twice (first on line 1)" in said


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("x: !!python/object/apply:os.system ['SECRET']", "a tag"),
        ("x: !SECRET y", "a tag"),
        ("x: &SECRET y", "an anchor"),
        ("x: *SECRET", "an alias"),
        ("x: &SECRET [*SECRET]", "an alias"),
        ("- *SECRET", "an alias"),
        ("<<: {SECRET: 1}", "the merge key"),
        ("? [SECRET]\n: y", "not a key"),
        ("? {SECRET: 1}\n: y", "not a key"),
        (": SECRET", "line"),
        ("'': SECRET", "not a key"),
        ("---\na: 1\n---\nSECRET", "a second document"),
    ],
)
def test_clever_constructs_are_refused_and_not_shown(text: str, what: str) -> None:
    said = told(text)
    assert what in said
    assert "mend: " in said
    if what != "line":
        assert "SECRET" not in said


def test_all_clever_constructs_are_told_at_once() -> None:
    said = told("a: *x\nb: &y 1\nc: !z 1\nd: 1\nd: 2\n")
    assert said.count("book.yaml:") == 4


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ("a:\n\t- b\n", "2:1", "indented with a tab"),
        ("a:\n  b: 1\n \tc: 2\n", "3:2", "indented with a tab"),
        ("a: b: c", "1:5", "a colon that stands where none can"),
        ('a: "x\nb: 1\n', "1:4", "never closed"),
        ("a:\n  b: 1\n c: 2\n", "3:2", "does not fit to those above it"),
        ("- a\nb: 1", "2:1", "does not fit into the list above it"),
        ("a: @b", "1:4", "a text cannot begin with this character"),
        ("a: [1, 2", "1:9", "the list in [ ] goes wrong"),
        ("a: {b: 1", "1:9", "the keys in { } go wrong"),
        ('a: "\\q"', "1:", "a backslash"),
        ("a:\n  b: [1, 2\nc: 3\n", "3:", "(it is opened on line 2, column 6)"),
        ("a:\n  b: {c: 1,\nd: [3\n", "", "(it is opened on line"),
        ("a:\n\u00a0 b: 1\n", "2:1", "U+00A0"),
        ("a: 1\nb：2\nc: 3\n", "2:2", "wide colon"),
        ("a: 1\nb", "2:2", "a colon is missing after the key"),
        ("key: - a", "1:6", "a list cannot begin on the line of its key"),
        ("a: \u2028b", "1:4", "U+2028"),
    ],
)
def test_what_cannot_be_read_is_told_in_plain_words(text: str, where: str, what: str) -> None:
    said = told(text)
    assert said.startswith(f"book.yaml:{where}")
    assert what in said
    assert "mend: " in said


@pytest.mark.parametrize("text", ["", "\n\n", "# only a note\n", "---\n", "---\n...\n"])
def test_an_empty_file_is_told(text: str) -> None:
    assert "the file is empty" in told(text)


@pytest.mark.parametrize(
    "text",
    ["[" * 10_000, "a: " + "{a: " * 5_000, "- " * 500 + "x", "? " * 500],
    ids=["lists", "mappings", "dashes", "questions"],
)
def test_depth_is_limited(text: str) -> None:
    assert f"more than {MAX_DEPTH} deep" in told(text)


@pytest.mark.parametrize("escape", ["\\0", "\\x01", "\\x1b", "\\u202e", "\\u2066", "\\U000E0041", "\\ufffe", "\\ud800"])
def test_hidden_characters_are_told_with_their_key(escape: str) -> None:
    said = told(f'title: "a{escape}b"')
    assert said.startswith("book.yaml:1")
    assert "title" in said
    said.encode("utf-8")


VALUES: st.SearchStrategy[Value] = st.recursive(
    st.text(st.characters(blacklist_categories=["Cs", "Cc", "Cf", "Zl", "Zp", "Cn"]), min_size=1).map(
        lambda text: normalize("NFC", text)
    ),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("abcdefg", min_size=1, max_size=3), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(VALUES)
def test_plain_values_come_through_unchanged(value: Value) -> None:
    text = yaml.safe_dump(value, allow_unicode=True, default_style='"', width=10_000)
    document, problems = parse(text, "book.yaml")
    assert not problems
    assert document.value == value


LINES = st.lists(
    st.sampled_from(["a: 1", "- b", "  - c: d", "  ", "&x", "*x", "!t", "? k", "|", ">-", "{", "}", "[", "]"])
)


@given(st.text(max_size=40) | LINES.map("\n".join) | st.text("ab:-#&*!|>'\"%@`{}[],? \n\t0\\u", max_size=40))
def test_any_text_is_a_value_or_told(text: str) -> None:
    try:
        document, _ = parse(text, "book.yaml")
    except SourceError as refused:
        places = [problem.where for problem in refused.problems]
    else:
        places = []
        assert document.value is not None
    assert all(places)
