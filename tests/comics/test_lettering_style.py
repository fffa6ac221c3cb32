from pathlib import Path

import pytest

from comics.lettered import ENGLISH, THEME
from storybook.comics.lettering_style import PROPERTIES, read_styles
from storybook.errors import SourceError
from storybook.model.comic import LetteringKind
from storybook.model.edition import Theme
from storybook.model.lettering import Align, Edge, LetteringStyle, Shadow
from storybook.pages.lettering import lettering_styles
from storybook.pages.own_looks import refuse_what_reaches_out

K = LetteringKind


def style(css: str, kind: LetteringKind = K.BALLOON, language: str = "en") -> LetteringStyle:
    return read_styles([("templates/css/lettering.css", css)]).style(kind, language)


def faults(css: str) -> list[str]:
    with pytest.raises(SourceError) as caught:
        style(css)
    assert all(problem.hint for problem in caught.value.problems)
    return [f"{problem.where}: {problem.what}" for problem in caught.value.problems]


CASES: list[tuple[str, str, object]] = [
    ("font-family: serif", "use", "serif"),
    ("font-family: sans-serif", "use", "sans"),
    ("font-weight: bold", "weight", 700),
    ("font-weight: 300", "weight", 300),
    ("font-style: italic", "italic", True),
    ("font-size: 12pt", "size", 12.0),
    ("font-size: fill", "grows", True),
    ("--least-size: 6.5pt", "least_size", 6.5),
    ("--phone-size: 20px", "phone_size", 20.0),
    ("--least-phone-size: 11px", "least_phone_size", 11.0),
    ("line-height: 1.4", "line_height", 1.4),
    ("color: #abc", "colour", "#aabbcc"),
    ("color: rgba(255, 0, 0, 0.5)", "colour", "#ff000080"),
    ("text-transform: uppercase", "uppercase", True),
    ("letter-spacing: 0.05em", "letter_spacing", 0.05),
    ("letter-spacing: 0", "letter_spacing", 0.0),
    ("text-align: right", "align", Align.RIGHT),
    ("padding: 0.5em", "padding", (0.5, 0.5)),
    ("padding: 0.2em 0.6em", "padding", (0.6, 0.2)),
    ("fill: none", "fill", ""),
    ("fill: white", "fill", "#ffffff"),
    ("stroke: #12100e", "stroke", "#12100e"),
    ("stroke-width: 0.2em", "stroke_width", 0.2),
    ("stroke-dasharray: 0.5em, 0.3em", "dash", (0.5, 0.3)),
    ("stroke-dasharray: none", "dash", ()),
    ("text-stroke: 0.2em #fff", "text_stroke", "#ffffff"),
    ("text-stroke: none", "text_stroke_width", 0.0),
    ("box-shadow: 0.1em 0.2em #00000080", "shadow", Shadow(0.1, 0.2, "#00000080")),
    ("box-shadow: none", "shadow", None),
    ("--edge: round", "edge", Edge.ROUND),
]


@pytest.mark.parametrize(("declaration", "field", "value"), CASES)
def test_every_property_is_read(declaration: str, field: str, value: object) -> None:
    assert getattr(style(f".balloon {{ {declaration}; }}"), field) == value


def test_no_property_is_left_untested() -> None:
    assert {declaration.partition(":")[0] for declaration, _, _ in CASES} == set(PROPERTIES)


@pytest.mark.parametrize(
    "declaration",
    [
        "font-family: Arial",
        'font-family: "Comic Sans"',
        "font-weight: heavy",
        "font-weight: 450",
        "font-size: 6pt",
        "font-size: 20px",
        "font-size: 1e9pt",
        "--least-size: 6.4pt",
        "--phone-size: 10px",
        "--least-phone-size: 10.9px",
        "line-height: 1.4em",
        "line-height: -1",
        "color: none",
        "color: currentColor",
        "color: rebeccapurpleish",
        "text-transform: lowercase",
        "letter-spacing: 2px",
        "text-align: justify",
        "padding: 1px",
        "padding: 1em 1em 1em",
        "padding:",
        "fill: url(x.svg)",
        "stroke-width: thick",
        "stroke-dasharray: 0",
        "stroke-dasharray: 1em 1em 1em 1em 1em",
        "text-stroke: 0.2em",
        "text-stroke: 0.2em none",
        "box-shadow: 1em 1em 1em #000",
        "--edge: torn",
        "fill: #ffffff !important",
    ],
)
def test_a_value_that_cannot_be_is_told_at_its_place(declaration: str) -> None:
    name = declaration.partition(":")[0]
    (fault,) = faults(f".balloon {{\n  {declaration};\n}}")
    assert fault.startswith("templates/css/lettering.css:2:")
    assert fault.endswith(f"{name} cannot be that")


@pytest.mark.parametrize(
    ("css", "where"),
    [
        (".bubble { fill: none; }", "1:1: lettering has no such selector"),
        (".balloon .words { fill: none; }", "1:1: lettering has no such selector"),
        ("p.balloon { fill: none; }", "1:1: lettering has no such selector"),
        (".balloon:lang(1) { fill: none; }", "1:1: lettering has no such selector"),
        (".balloon:hover { fill: none; }", "1:1: lettering has no such selector"),
        (".balloon, { fill: none; }", "1:1: lettering has no such selector"),
        ("{ fill: none; }", "1:1: lettering has no such selector"),
        (".balloon { background: none; }", "1:12: lettering has no such property"),
        ("\n@import 'other.css';", "2:1: lettering knows no such rules"),
        ("@media print { .balloon { fill: none; } }", "1:1: lettering knows no such rules"),
        (".balloon { fill }", "1:16: this is broken"),
        ("fill: none", "1:7: this is broken"),
    ],
)
def test_what_is_not_known_is_told_at_its_place(css: str, where: str) -> None:
    assert faults(css)[0] == f"templates/css/lettering.css:{where}"


def test_all_faults_are_told_at_once() -> None:
    assert len(faults(".balloon { fill: x; stroke: y; depth: 1em; }\n.sign { fill: none; }")) == 4


def test_a_kind_goes_before_all_and_a_language_before_none() -> None:
    css = """
    .caption { fill: #111111; }
    :root { fill: #222222; color: #333333; }
    :lang(ko) { color: #444444; }
    .caption:lang(ko), .sound { fill: #555555; }
    """
    assert style(css, K.CAPTION_BOX).fill == "#111111"
    assert style(css, K.FREE).fill == "#222222"
    assert style(css, K.SOUND).fill == "#555555"
    assert style(css, K.CAPTION_BOX, "ko-KR").fill == "#555555"
    assert (style(css, K.FREE, "ko").colour, style(css, K.FREE, "de").colour) == ("#444444", "#333333")


def test_the_least_size_is_never_over_the_wished_one() -> None:
    assert style(".balloon { font-size: 6.5pt; --phone-size: 11px; }").least_size == 6.5


def test_a_book_changes_only_what_it_says(tmp_path: Path) -> None:
    folder = tmp_path / "css"
    folder.mkdir()
    (folder / "lettering.css").write_text(".caption { fill: #ffffff; }", encoding="utf-8")
    own = lettering_styles(Theme((tmp_path, *THEME.folders), THEME.typefaces))
    assert own.style(K.CAPTION_BOX, "en").fill == "#ffffff"
    assert own.style(K.CAPTION_BOX, "en").edge is Edge.CUT
    assert own.style(K.BALLOON, "en") == ENGLISH.styles.style(K.BALLOON, "en")


def test_the_shipped_sheet_would_be_let_in_with_a_book() -> None:
    path = THEME.folders[-1] / "css" / "lettering.css"
    refuse_what_reaches_out("css/lettering.css", path.read_bytes())


def test_sizes_of_the_shipped_sheet_are_legible() -> None:
    for kind in LetteringKind:
        for language in ("en", "ko"):
            shown = ENGLISH.styles.style(kind, language)
            assert shown.least_size >= 6.5
            assert shown.least_phone_size * 320 / 360 >= 11
