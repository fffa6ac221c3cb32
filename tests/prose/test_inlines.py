"""Marks inside a line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from prose.reading import paragraph, places, plain, problems, read, words
from storybook.model import blocks as b
from storybook.read.flanking import can_open_and_close


def test_emphasis_strong_and_code() -> None:
    assert paragraph('*a* **b** ***c*** `d"e`') == (
        b.Emphasis((b.Text("a"),)),
        b.Text(" "),
        b.Strong((b.Text("b"),)),
        b.Text(" "),
        b.Emphasis((b.Strong((b.Text("c"),)),)),
        b.Text(" "),
        b.Code('d"e'),
    )


@pytest.mark.parametrize(
    ("markdown", "bold"),
    [
        ("**“말”**이라고", "“말”"),
        ("**강조(괄호)**는", "강조(괄호)"),
        ("그는**“말”**을 했다", "“말”"),
        ("**하나원.**에서", "하나원."),
        ("__강조__는", "강조"),
        ('**"말"**이라고', "“말”"),
    ],
)
def test_korean_is_bold_where_its_author_wrote_it(markdown: str, bold: str) -> None:
    strong = [inline for inline in paragraph(markdown, "ko") if isinstance(inline, b.Strong)]
    assert [plain(inline.children) for inline in strong] == [bold]


def test_an_underscore_inside_a_latin_word_is_an_underscore() -> None:
    assert words("snake_case_name") == "snake_case_name"


@given(st.text("a .,“”()é", max_size=2), st.text("a .,“”()é", max_size=2), st.booleans())
def test_emphasis_beside_latin_letters_is_as_in_commonmark(before: str, after: str, star: bool) -> None:
    run = "*" if star else "_"
    scanned = StateInline(f"{before}{run}{after}", MarkdownIt(), {}, []).scanDelims(len(before), star)
    assert can_open_and_close(before, after, star) == (scanned.can_open, scanned.can_close)


def test_spans() -> None:
    assert paragraph('[UNHCR]{.smallcaps} [성분]{lang=KO} [하나원]{lang=ko ruby="Hanawon"}') == (
        b.SmallCaps((b.Text("UNHCR"),)),
        b.Text(" "),
        b.Foreign("ko", (b.Text("성분"),)),
        b.Text(" "),
        b.Ruby("하나원", "Hanawon", "ko"),
    )


def test_a_span_may_be_both_foreign_and_small_caps() -> None:
    assert paragraph("[a *b*]{lang=fr .smallcaps}") == (
        b.Foreign("fr", (b.SmallCaps((b.Text("a "), b.Emphasis((b.Text("b"),)))),)),
    )


@pytest.mark.parametrize(
    "markdown",
    [
        "[x]{.red}",
        "[x]{lang=korean99999}",
        "[x]{onclick=alert}",
        "[x]{lang=ko lang=en}",
        "[*x*]{ruby=y}",
        '[x]{ruby=" "}',
        "*x*{.smallcaps}",
        "x {.smallcaps}",
        "[x](https://example.org/){.smallcaps}",
    ],
)
def test_a_span_that_cannot_be_is_refused(markdown: str) -> None:
    assert len(problems(f"first line\n\nhere is {markdown}")) == 1
    assert places(f"first line\n\nhere is {markdown}")[0].startswith("3:")


def test_links_to_the_web_and_to_mail() -> None:
    assert paragraph("[a](https://example.org/ü?q=1) <https://example.org/> [b][r] [m](mailto:a@example.org)\n\n"
                     "[r]: http://example.org/b") == (
        b.Link("https://example.org/%C3%BC?q=1", (b.Text("a"),)),
        b.Text(" "),
        b.Link("https://example.org/", (b.Text("https://example.org/"),)),
        b.Text(" "),
        b.Link("http://example.org/b", (b.Text("b"),)),
        b.Text(" "),
        b.Link("mailto:a@example.org", (b.Text("m"),)),
    )  # fmt: skip


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "chapter-2.md",
        "/about",
        "#there",
        "//example.org/",
        "https://name:secret@example.org/",
        "mailto:nobody",
        "JaVaScRiPt:alert(1)",
        "https://[::1",
    ],
)
def test_other_links_are_refused_and_not_shown(address: str) -> None:
    (problem,) = problems(f"one\n\nsee [words](<{address}>) here")
    assert problem.where is not None
    assert (problem.where.line, problem.where.column, problem.where.text) == (3, 6, "see [words](<…")
    assert address not in problem.what


@pytest.mark.parametrize(
    "markdown",
    ["[](https://example.org/)", '[a](https://example.org/ "title")', "[a](my file)", "[a][nowhere]", "a ^[note]"],
)
def test_a_link_that_would_lose_something_is_refused(markdown: str) -> None:
    assert len(problems(markdown)) == 1


def test_a_definition_that_is_not_used_does_not_print() -> None:
    assert words('Hello.\n\n[x]: https://example.org/ "a title"') == "Hello."


def test_a_definition_that_no_link_uses_is_told_without_its_address() -> None:
    text = (
        'A [word], ![a](b.png){caption="see [it][there]"}\n\n> [quiet]: https://example.org/secret\n\n'
        "[word]: https://example.org/a\n[there]: https://example.org/b\n[Word]: https://example.org/second"
    ).replace(", !", "\n\n!")
    warnings = read(text).warnings
    assert [str(warning.where) for warning in warnings] == ["en/text.md:5:1", "en/text.md:9:1"]
    assert {warning.what for warning in warnings} == {"this link target is used nowhere and is left out"}
    assert not any("example" in repr(warning) for warning in warnings)


@pytest.mark.parametrize("line", ["[Laughs]: yes", "[//]: # (a hidden comment)", "[^a b]: word"])
def test_a_line_that_would_vanish_as_a_definition_is_refused(line: str) -> None:
    assert "2:1" in places(f"\n{line}\n\nText.")


def test_a_hard_break_and_a_soft_one() -> None:
    assert paragraph("a  \nb\\\nc\nd") == (
        b.Text("a"), b.LineBreak(), b.Text("b"), b.LineBreak(), b.Text("c d"),
    )  # fmt: skip


def test_entities_and_escapes_are_letters() -> None:
    assert words(r"&amp; &lt;b&gt; \*a\* \"b\" &euro;") == '& <b> *a* "b" €'


def test_template_syntax_is_printed_as_written() -> None:
    assert words("Sum {{ 7*191 }} and {# c #} and {% raw %}.") == "Sum {{ 7*191 }} and {# c #} and {% raw %}."


def test_deep_emphasis_is_refused_at_its_place() -> None:
    assert places("*a " * 500 + "b" + " a*" * 500) == ["1:61"]


def test_many_open_brackets_are_refused_quickly() -> None:
    assert places("[" * 50_000) == ["1:51"]


@pytest.mark.parametrize("mark", ["%% a note %%", "{>>a comment<<}", "{++added++}", "{--gone--}", "<!-- not closed"])
def test_editors_marks_are_refused(mark: str) -> None:
    assert places(f"line\ntext {mark}") == ["2:6"]


def test_stars_that_stay_stars_are_told() -> None:
    reading = read("It is ** bold** here.")
    assert [str(warning.where) for warning in reading.warnings] == ["en/text.md:1:7"]


@pytest.mark.parametrize(
    "sign",
    ["~~gone~~", "H~2~O", "x^2^", "==mark==", "[[wiki]]", "*never closed", "`never closed", "(*note"],
)
def test_signs_of_another_markdown_are_told_and_printed(sign: str) -> None:
    reading = read(f"line\nhere {sign}")
    (warning,) = reading.warnings
    assert warning.where
    assert (warning.where.line, bool(warning.hint)) == (2, True)


@pytest.mark.parametrize(
    "text", ["5 * 3", "word* and\\* so", "~5 km", "a^b", "2 == 2", r"\*note", "`a*b`", "x*y", "* * *\n\na"]
)
def test_signs_of_prose_are_not_told(text: str) -> None:
    assert read(f"a\n\n{text}").warnings == ()


def test_a_lost_character_is_refused() -> None:
    assert places("caf\ufffd") == ["1:4"]
