"""Strict YAML: texts stay as written, clever constructs are refused, and suspect values are never shown."""

from unicodedata import normalize

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from read.timing import within
from storybook.errors import SourceError, Where
from storybook.read import yaml_text
from storybook.read.problems import MAX_PROBLEMS
from storybook.read.yaml_text import MAX_DEPTH, Document, Value, parse


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


@pytest.mark.parametrize("letter", ["\u200b", "\u00ad", "\u2060", "\u200e", "\u3164", "\u180e", "\u115f", "\U000e0101"])
def test_characters_that_nobody_sees_are_refused_in_values_and_keys(letter: str) -> None:
    name = f"U+{ord(letter):04X}"
    assert (
        told(f"title: a{letter}b\n")
        == f"book.yaml:1:8: `title` holds the invisible character {name}\n  mend: delete it"
    )
    assert told(f"a: 1\nti{letter}tle: b\n") == (
        "book.yaml:2:1: this key holds an invisible character\n  mend: type it anew"
    )
    assert "holds the invisible" in told(f"title: |\n  one\n  a{letter}b\n")


def test_characters_that_spelling_needs_stand_in_values() -> None:
    text = "a: می\u200cخواهم\nb: ❤\ufe0f\n"
    assert parse(text, "book.yaml")[0].value == {"a": "می\u200cخواهم", "b": "❤\ufe0f"}
    assert told(text) == ""


TWICE = "keep one of the two, with its value, and delete the other"
ANEW = "delete it, or put quotes round it"
EMPTY = "begin with a key, such as `title: …` in book.yaml or `panels:` in a comic's files"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("title: T\nauthor: A\nauthor: B\n",
         ["book.yaml:3:1: `author` is given twice (first on line 2)", "  3 | author: …", "    | ^",
          f"  mend: {TWICE}"]),
        ("people: [{name: A, name: B}]\n",
         ["book.yaml:1:20: `name` is given twice (first on line 1)",
          "  1 |                    name: …", "    |                    ^", f"  mend: {TWICE}"]),
        ("{a: 1, a: 2}",
         ["book.yaml:1:8: `a` is given twice (first on line 1)", "  1 |        a: …", "    |        ^",
          f"  mend: {TWICE}"]),
        ("x: &y z\n",
         ["book.yaml:1:1: `x`: an anchor (a word with a & before it) is not used here", "  1 | x: …", "    | ^",
          f"  mend: {ANEW}"]),
        ("x: !y z\n",
         ["book.yaml:1:1: `x`: a tag (a word with a ! before it) is not used here", "  1 | x: …", "    | ^",
          f"  mend: {ANEW}"]),
        ("x: *y\n",
         ["book.yaml:1:1: `x`: an alias (a word with a * before it) is not used here", "  1 | x: …", "    | ^",
          "  mend: write the value out, or in quotes"]),
        ("- *y\n",
         ["book.yaml:1:3: this item: an alias (a word with a * before it) is not used here",
          "  mend: write the value out, or in quotes"]),
        ("- a: 1\n  list:\n    - &y z\n",
         ["book.yaml:3:7: an item of `list`: an anchor (a word with a & before it) is not used here",
          f"  mend: {ANEW}"]),
        ("&x {a: 1}",
         ["book.yaml:1:1: the file: an anchor (a word with a & before it) is not used here", f"  mend: {ANEW}"]),
        ("&x a: 1",
         ["book.yaml:1:1: the file: an anchor (a word with a & before it) is not used here", f"  mend: {ANEW}"]),
        ("a: 1\n<<: {b: 2}\n",
         ["book.yaml:2:1: the merge key `<<` is not used here", "  2 | <<: …", "    | ^",
          "  mend: write the keys out"]),
        ("? [a]\n: b\n", ["book.yaml:1:3: this is not a key", "  mend: write a word and a colon, such as `title:`"]),
        ("---\na: 1\n---\nb: 2\n",
         ["book.yaml:3:1: a second document begins here", "  3 | ---", "    | ^",
          "  mend: delete the line `---` (or `...`)"]),
        ("", ["book.yaml: the file is empty", f"  mend: {EMPTY}"]),
        ('a: 1\n"k\\u202e": x\n', ["book.yaml:2:1: this key holds an invisible character", "  mend: type it anew"]),
        ('list: ["a\\u202eb"]\n',
         ["book.yaml:1:8: an item of `list` holds the invisible character U+202E", "  mend: delete it"]),
        ('{"k\\u202e": "a\\u202eb"}',
         ["book.yaml:1:2: this key holds an invisible character", "  mend: type it anew",
          "book.yaml:1:13: this item holds the invisible character U+202E", "  mend: delete it"]),
        ("a:\n  b: 1\n \tc: 2\n",
         ["book.yaml:3:2: the line is indented with a tab", "  3 |   c: 2", "    |  ^",
          "  mend: indent with spaces, two for each step; most editors can change all tabs at once"]),
        ("a:\n\u00a0 b: 1\n",
         ["book.yaml:2:1: the line is indented with U+00A0, a space that is not the plain one",
          "  2 | \u00a0 b: 1", "    | ^", "  mend: delete it and type plain spaces, two for each step"]),
        ("a: x\u2028y\ufeff\n",
         ["book.yaml:1:5: the invisible character U+2028 stands here", "  1 | a: x\ufffdy\ufffd", "    |     ^",
          "  mend: delete it",
          "book.yaml:1:7: the invisible character U+FEFF stands here", "  1 | a: x\ufffdy\ufffd", "    |       ^",
          "  mend: delete it"]),
        ("x: " + "[" * (MAX_DEPTH + 1),
         [f"book.yaml:1:{MAX_DEPTH + 4}: lists and keys stand more than {MAX_DEPTH} deep inside each other",
          "  mend: bring the list closer to the left margin"]),
        ("? " + "[" * (MAX_DEPTH + 1),
         ["book.yaml:1:3: this is not a key", "  mend: write a word and a colon, such as `title:`",
          f"book.yaml:1:{MAX_DEPTH + 3}: lists and keys stand more than {MAX_DEPTH} deep inside each other",
          "  mend: bring the list closer to the left margin"]),
    ],
)  # fmt: skip
def test_every_refusal_says_what_and_where_and_how_to_mend_it(text: str, lines: list[str]) -> None:
    assert told(text).splitlines() == lines


def test_as_deep_as_allowed_is_read() -> None:
    text = "[" * MAX_DEPTH + "x" + "]" * MAX_DEPTH
    value: Value = "x"
    for _ in range(MAX_DEPTH):
        value = [value]
    assert parse(text, "a.yaml")[0].value == value
    assert "twice" in told("a: 1\na: " + "[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1))


def test_an_escape_that_means_no_character_is_told_after_what_came_before(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise ValueError

    monkeypatch.setattr(yaml, "parse", fails)
    with pytest.raises(SourceError) as error:
        parse('a: 1\nb: "\\ud800"\n', "c.yaml")
    assert str(error.value) == (
        "c.yaml:2: an escape stands here that means no character\n"
        "  mend: write the letter itself instead of a backslash and a number"
    )


def test_hidden_characters_are_taken_out_of_the_value_and_its_line_is_not_shown() -> None:
    document, problems = parse('a: "x\\u202ey"\nb: {c: 1}\n"k\\u202e": 2\n<<: 3\n', "a.yaml")
    assert len(problems) == 3
    assert document.value == {"a": "xy", "b": {"c": "1"}, "\0002": "2", "<<": "3"}
    assert document.value_place(("a",)).text is None
    assert document.value_place(("b", "c")).text == "b: {c: 1}"
    assert document.value_place(("<<",)).text is None


def test_what_hangs_on_an_anchor_or_stands_below_a_duplicate_has_no_line_to_show() -> None:
    document, problems = parse("a: &x\n  b: 1\nc: *x\nd:\n  e: 1\nd: 2\nf: 3\nf: 4\ng: 5\n", "a.yaml")
    assert len(problems) == 4
    for path in (("a",), ("a", "b"), ("c",), ("d",), ("d", "e"), ("f",)):
        place = document.value_place(path)
        assert (place.text, place.file, place.line > 0, place.column > 0) == (None, "a.yaml", True, True)
    assert document.value == {"a": {"b": "1"}, "c": None, "d": {"e": "1"}, "f": "3", "g": "5"}
    assert document.value_place(("g",)).text == "g: 5"
    assert document.value_place(("d", "e")) == Where("a.yaml", 5, 6)
    assert document.key_place(("d", "e")) == Where("a.yaml", 5, 3)


def test_places_that_are_not_there_are_those_of_what_is_around_them() -> None:
    document, _ = parse("a:\n  b: [x, {c: 1}]\n", "a.yaml")
    assert document.value_place(("a", "b", 1, "none", "such")) == document.value_place(("a", "b", 1))
    assert document.value_place(("none",)) == document.value_place(())
    assert document.key_place(("a", "b", 0)) == document.value_place(("a", "b", 0))
    assert document.value_place(("a", "b", "no")) == document.key_place(("a", "b"))
    assert Document("b.yaml", None, {}, {}).value_place(("a",)) == Where("b.yaml")


@pytest.mark.parametrize(
    "text",
    ["[" + "a," * 100_000 + "]", "{" + ",".join(f"k{n}: 1" for n in range(30_000)) + "}", "a: " + "\ufeff" * 100_000,
     "{" + "a: 1," * 30_000 + "}", "a: [" + "*x," * 30_000 + "]", "\ta: 1\n" * 50_000, "a: 1\n" * 50_000],
    ids=["list", "mapping", "marks", "duplicates in a line", "aliases", "tabs", "duplicates"],
)  # fmt: skip
def test_a_flood_is_answered_soon_and_not_told_whole(text: str) -> None:
    yaml_text._LOADER = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
    with within(15):
        try:
            _, problems = parse(text, "book.yaml")
        except SourceError as error:
            assert len(error.problems) <= MAX_PROBLEMS + 1  # noqa: PT017 - reading may well succeed
            problems = []
    assert sum(bool(problem.where and problem.where.text) for problem in problems) <= MAX_PROBLEMS


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
