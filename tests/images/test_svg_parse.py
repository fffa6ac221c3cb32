"""The bytes of a drawing, read into a tree or refused with a line."""

import pytest

from storybook.errors import SourceError
from storybook.images.svg import parse as module
from storybook.images.svg.parse import MAX_DEPTH, SVG, line_of, parse

NAME = "art/drawing.svg"
SPACE = 'xmlns="http://www.w3.org/2000/svg"'
PLAIN = "export the drawing as plain SVG (in Illustrator: File, Export As, SVG; in Inkscape: Save As, Plain SVG)"


def text_of(data: bytes | str) -> str:
    return "".join(map(str, parse(data if isinstance(data, bytes) else data.encode(), NAME).itertext()))


def told(data: bytes | str) -> tuple[int, int, str, str]:
    """Line, column, what and hint of the refusal."""
    with pytest.raises(SourceError) as caught:
        parse(data if isinstance(data, bytes) else data.encode(), NAME)
    (problem,) = caught.value.problems
    assert problem.where is not None
    assert problem.where.file == NAME
    assert problem.what.startswith("the drawing ")
    return problem.where.line, problem.where.column, problem.what.removeprefix("the drawing "), problem.hint


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", ""),
        ("utf-8", "utf-8"),
        ("utf-8", "UTF8"),
        ("utf-8-sig", ""),
        ("utf-16", ""),
        ("utf-16-le", ""),
        ("utf-16-be", ""),
        ("latin-1", "ISO-8859-1"),
        ("latin-1", "latin1"),
        ("latin-1", "Latin-1"),
    ],
)
def test_a_drawing_is_read_in_its_encoding(encoding: str, declared: str) -> None:
    head = f"<?xml version='1.0' encoding='{declared}'?>" if declared else ""
    assert text_of(f"{head}<svg {SPACE}>é</svg>".encode(encoding)) == "é"


@pytest.mark.parametrize("bom", [b"\xff\xfe", b"\xfe\xff"])
def test_a_wide_drawing_is_read_by_its_first_bytes(bom: bytes) -> None:
    encoding = "utf-16-le" if bom == b"\xff\xfe" else "utf-16-be"
    assert text_of(bom + f"<svg {SPACE}>가</svg>".encode(encoding)) == "가"


def test_ascii_holds_no_other_letters() -> None:
    head = '<?xml version="1.0" encoding="us-ascii"?>'
    assert text_of(f"{head}<svg {SPACE}>a</svg>") == "a"
    letters = (3, 0, "holds bytes that are no letters of its encoding", "save it as UTF-8")
    assert told(f"{head}\n<svg {SPACE}>\né\n\n</svg>") == letters
    assert told(b"<svg>\n\n\xff\n</svg>") == letters


def test_an_encoding_that_is_not_read_is_told() -> None:
    what = (1, 0, "is written in an encoding that is not read", "save it as UTF-8")
    assert told('<?xml version="1.0" encoding="EUC-KR"?><svg/>') == what


def test_the_encoding_is_looked_for_at_the_start_only() -> None:
    blank = " " * 300
    assert text_of(f"<!--{blank}--><svg {SPACE}><!--<?xml encoding='EUC-KR'?>-->a</svg>") == "a"


def test_a_drawing_that_is_too_large_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    data = f"<svg {SPACE}/>".encode()
    monkeypatch.setattr(module, "MAX_BYTES", len(data))
    parse(data, NAME)
    assert told(data + b" ") == (
        0,
        0,
        "is larger than 0 million bytes",
        "simplify it, or export it as PNG, about 2,500 pixels wide",
    )
    monkeypatch.undo()
    assert told(b" " * 5_000_001)[2] == "is larger than 5 million bytes"


def test_comments_instructions_and_entities_are_gone_and_their_words_stay_where_they_belong() -> None:
    root = parse(f"<svg {SPACE}>a<!--b-->c<?d e?>f<g/>h</svg>".encode(), NAME)
    assert "".join(map(str, root.itertext())) == "acfh"
    assert [element.tag for element in root.iter()] == [f"{SVG}svg", f"{SVG}g"]


def test_lines_are_those_of_the_file_whatever_stands_before() -> None:
    head = "<?xml version='1.0'\n?>\n<!-- a\n -->\n<?b\n?>\n<!DOCTYPE svg PUBLIC\n 'a' 'b'>\n"
    root = parse(f"{head}<svg {SPACE}>\n<g/></svg>".encode(), NAME)
    assert [line_of(element) for element in root.iter()] == [9, 10]


@pytest.mark.parametrize(
    "doctype",
    [
        "<!DOCTYPE svg>",
        "<!DOCTYPE svg SYSTEM 'a'>",
        '<!DOCTYPE svg PUBLIC "a" "b">',
        "<!-- <!DOCTYPE a [ --><!DOCTYPE svg >",
    ],
)
def test_a_doctype_that_declares_nothing_is_passed_over(doctype: str) -> None:
    assert text_of(f"{doctype}<svg {SPACE}>a</svg>") == "a"


@pytest.mark.parametrize(
    "doctype", ["<!DOCTYPE svg [<!ENTITY a 'b'>]>", "<!DOCTYPE svg SYSTEM 'a' []>", "<!DOCTYPE svg", "<!DOCTYPE 'a'>"]
)
def test_a_doctype_that_declares_something_is_told_with_its_line(doctype: str) -> None:
    hint = "in Illustrator, export without “Preserve Illustrator Editing Capabilities”; or delete the DOCTYPE"
    what = "declares entities in its DOCTYPE, which is not read"
    assert told(f"\n<!--\n-->\t\r\n{doctype}<svg {SPACE}/>") == (4, 0, what, hint)


@pytest.mark.parametrize("start", ["<!-- a", "<? a", "<!--", "<!-- ->"])
def test_what_has_no_end_before_the_drawing_is_told_with_its_line(start: str) -> None:
    assert told(f"\n\n{start}\n<svg/>") == (3, 0, "is not well-formed XML", PLAIN)


def test_a_mark_of_byte_order_hides_no_doctype() -> None:
    text = '\ufeff<!DOCTYPE svg [<!ENTITY a "evil">]><svg/>'
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        assert "declares entities" in told(text.encode(encoding))[2]


def test_what_stands_before_a_doctype_is_no_part_of_it() -> None:
    assert "a tag or character here is broken" in told('X<!DOCTYPE svg [<!ENTITY a "b">]><svg/>')[2]


def test_letters_that_cannot_be_written_are_told_as_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_decoded", lambda *_: "<svg>\ud800</svg>")
    assert told("<svg/>") == (1, 0, "is not well-formed XML", PLAIN)


def test_markup_that_is_broken_is_told_with_its_place() -> None:
    what = "is not well-formed XML: a tag or character here is broken"
    hint = "open it in a drawing program and save it again; copy it again from where it came"
    assert told(f"<svg {SPACE}>\n<g></svg>") == (2, 10, what, hint)
    assert told("")[2:] == (what, hint)
    assert told(f"<svg {SPACE}>&evil;</svg>")[2] == what


def test_a_drawing_in_another_namespace_is_told_with_its_line() -> None:
    hint = 'its first element must be <svg xmlns="http://www.w3.org/2000/svg">: ' + PLAIN
    for text in ("\n<svg/>", f"\n<g {SPACE}/>"):
        assert told(text) == (2, 0, "does not begin with an svg element of SVG's namespace", hint)


def test_a_stylesheet_elsewhere_is_told_with_its_line() -> None:
    text = f"<!--a-->\n<?xml-stylesheet href='evil.css'?>\n<!--b--><?c d?><svg {SPACE}/>"
    what = "takes its colours from another file (xml-stylesheet)"
    assert told(text) == (2, 0, what, "export it with its style inside: " + PLAIN)


@pytest.mark.parametrize("limit", [5, MAX_DEPTH])
def test_elements_inside_one_another_have_a_limit(monkeypatch: pytest.MonkeyPatch, limit: int) -> None:
    monkeypatch.setattr(module, "MAX_DEPTH", limit)

    def nested(depth: int) -> str:
        return f"<svg {SPACE}>" + "\n<g>" * (depth - 1) + "</g>" * (depth - 1) + "</svg>"

    parse(nested(limit).encode(), NAME)
    what = f"has more than {limit} elements inside one another"
    assert told(nested(limit + 1)) == (limit + 1, 0, what, "ungroup what need not be grouped, and save it again")
    assert told(nested(5000))[2] == what


def test_elements_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_NODES", 1234)

    def many(count: int) -> str:
        return f"<svg {SPACE}>" + "\n<g/>" * (count - 1) + "</svg>"

    parse(many(1234).encode(), NAME)
    what = "has more than 1,234 elements"
    assert told(many(1235)) == (1235, 0, what, "simplify it, or export it as PNG")
