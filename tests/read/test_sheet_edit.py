"""Panels written into an art sheet: lines are added, and all that a person wrote stays as it was."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storybook.errors import SourceError, Where
from storybook.read import sheet_edit
from storybook.read.art_sheet import SheetKeys
from storybook.read.record import Record, read_record
from storybook.read.sheet_edit import NewPanel, with_panels
from storybook.read.sources import Limit, Sources

A = NewPanel("a.png", (0, 10, 200, 300))
B = NewPanel("b.png", None)
SHAPE = NewPanel('그림 "1".png', (0, 10, 200, 300), ((0, 10), (200, 20), (0, 310)))
NOTE = "\n# What storybook has written, so that it keeps what you correct; leave it.\nfound:\n"


def record(folder: Path, text: str) -> Record[SheetKeys]:
    (folder / "sheet.yaml").write_text(text, encoding="utf-8")
    return read_record(Sources(folder), "sheet.yaml", SheetKeys)


def edited(folder: Path, text: str, *panels: NewPanel) -> str:
    """The sheet's text with new panels, but for what is noted of them; it reads as it says."""
    written, names = with_panels(text, record(folder, text), panels, {"a.png": ["12", "34"]})
    again = record(folder, written)
    assert again.keys.found == {"a.png": ["12", "34"]}
    for name, panel in zip(names, panels, strict=True):
        art = again.keys.panels[name]
        assert (art.file, art.part, tuple(art.outline or ())) == (panel.file, panel.part, panel.outline)
    before, _, after = written.partition(NOTE)
    assert after == '  "a.png": ["12", "34"]\n'
    return before


def refusal(folder: Path, text: str, *panels: NewPanel) -> tuple[str, str, Where | None]:
    sheet = record(folder, text)
    with pytest.raises(SourceError) as caught:
        with_panels(text, sheet, panels, {})
    (problem,) = caught.value.problems
    return problem.what, problem.hint, problem.where


def test_a_panel_is_written_in_one_line() -> None:
    assert A.line == '{file: "a.png", part: [0, 10, 200, 300]}'
    assert B.line == '{file: "b.png"}'
    assert SHAPE.line == '{file: "그림 \\"1\\".png", part: [0, 10, 200, 300], outline: [[0, 10], [200, 20], [0, 310]]}'


def test_the_digest_of_a_panel_stays_the_same_for_ever() -> None:
    """Sheets hold them: another digest would find every panel anew."""
    assert [A.digest, B.digest, SHAPE.digest] == ["775adf29", "d1cefc22", "b4cca813"]


def test_a_sheet_without_panels_gets_them_at_its_end(tmp_path: Path) -> None:
    want = 'masters: [a.png]\npanels:\n  p001: {file: "a.png", part: [0, 10, 200, 300]}\n  p002: {file: "b.png"}\n'
    for text in ("masters: [a.png]\n", "masters: [a.png]", "masters: [a.png]\npanels:\n", "masters: [a.png]\n\n\n"):
        assert edited(tmp_path, text, A, B) == want
    assert edited(tmp_path, "masters: [a.png]\n'panels':\n", A).startswith("masters: [a.png]\n'panels':\n  p001")


def test_new_panels_stand_behind_those_of_their_picture(tmp_path: Path) -> None:
    text = "panels:\n    p001: {file: a.png}\n    x:\n        file: b.png\n\n        weight: 2\n"
    text += "\n    # of c\n    y: {file: c.png}\n"
    assert edited(tmp_path, text, B, A, B, SHAPE) == (
        "panels:\n"
        "    p001: {file: a.png}\n"
        f"    p003: {A.line}\n"
        "    x:\n        file: b.png\n\n        weight: 2\n"
        f"    p002: {B.line}\n    p004: {B.line}\n"
        "\n    # of c\n"
        "    y: {file: c.png}\n"
        f"    p005: {SHAPE.line}\n"
    )


def test_the_last_of_a_pictures_panels_counts_wherever_it_stands(tmp_path: Path) -> None:
    text = "panels:\n  b: {file: b.png}\n  a: {file: a.png}\n  b2: {file: b.png}\n  # the end\nmasters: [a.png]\n"
    assert edited(tmp_path, text, B, SHAPE) == (
        "panels:\n  b: {file: b.png}\n  a: {file: a.png}\n  b2: {file: b.png}\n"
        f"  p001: {B.line}\n  p002: {SHAPE.line}\n  # the end\nmasters: [a.png]\n"
    )


def test_a_remark_further_left_does_not_part_a_panel(tmp_path: Path) -> None:
    text = "panels:\n  a:\n    file: a.png\n# mine\n    weight: 2\n  b: {file: b.png}\n"
    assert edited(tmp_path, text, A) == (
        f"panels:\n  a:\n    file: a.png\n# mine\n    weight: 2\n  p001: {A.line}\n  b: {{file: b.png}}\n"
    )


def test_what_was_noted_before_is_written_anew_at_the_end(tmp_path: Path) -> None:
    noted = NOTE.lstrip("\n") + '  "a.png": ["12"]\n\n  "b.png": []\n'
    panels = "panels:\n  a: {file: a.png}\n"
    want = panels + f"  p001: {A.line}\n"
    assert edited(tmp_path, panels + "\n" + noted, A) == want
    assert edited(tmp_path, noted + panels, A) == want
    assert edited(tmp_path, "found: {a.png: [x]}\n" + panels, A) == want
    more = f"{noted}reading: left-to-right\n"
    assert edited(tmp_path, panels + more, A) == want + "reading: left-to-right\n"
    mine = "# mine\n" + "found:\n\t\n  a.png: []\n" + panels
    assert edited(tmp_path, mine.replace("\t", ""), A) == "# mine\n" + want


BRACES = ("the panels stand in braces, and none can be added", "begin a new line for each panel: `  p01: {file: …}`")
ODD = (
    "this sheet is written in a way that no panels can be added to it",
    "write it in lines, as in `panels:` and below it `  p01: {file: …}`, each key at the start of its line",
    Where("sheet.yaml", 1, 1),
)


def test_panels_in_braces_are_left_to_the_person_who_wrote_them(tmp_path: Path) -> None:
    for text, place in (
        ("panels: {a: {file: a.png}}\n", (1, 1)),
        ("masters: [a.png]\npanels: {}  # none\n", (2, 1)),
        ("panels: {\n  a: {file: a.png}\n}\n", (1, 1)),
    ):
        what, hint, where = refusal(tmp_path, text, A)
        assert (what, hint) == BRACES
        assert where is not None
        assert (where.line, where.column) == place
    assert edited(tmp_path, "panels:  # {none}\n  a: {file: a.png}\n", A).count("\n") == 3


@pytest.mark.parametrize(
    "text",
    [
        "{masters: [a.png]}\n",
        "{masters: [a.png],\n panels:\n {a: {file: a.png}}}\n",
        "  masters: [a.png]\n",
        "masters: [a.png]\n...\n",
        "masters: [a.png]\npanels:\n  {a: {file: a.png}}\n",
        "panels:\n  a: {file: a.png,\n part: [0, 0, 20, 20]}\n",
        '"masters": [a.png]\n"found":\n  a.png: []\n',
    ],
)
def test_a_sheet_to_which_nothing_can_be_added_is_left_as_it_is(tmp_path: Path, text: str) -> None:
    assert refusal(tmp_path, text, A) in (ODD, (*BRACES, Where("sheet.yaml", 1, 1)))


def test_a_sheet_that_would_grow_beyond_what_is_read_is_left_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "masters: [a.png]  # 그림\n"
    size = len(with_panels(text, record(tmp_path, text), [A, B], {})[0].encode())
    monkeypatch.setattr(sheet_edit, "TEXT_LIMIT", Limit("text", size))
    assert with_panels(text, record(tmp_path, text), [A, B], {})[1] == ("p001", "p002")
    monkeypatch.setattr(sheet_edit, "TEXT_LIMIT", Limit("text", size - 1))
    assert refusal(tmp_path, text, A, B) == (
        "with 2 more panels the art sheet is larger than the text limit",
        "divide the masters among several chapters",
        Where("sheet.yaml", 1, 1),
    )


_LINES = st.sampled_from(
    [
        "masters: [a.png]",
        "reading: right-to-left",
        "panels:",
        "  a: {file: a.png}",
        "  b:",
        "    file: b.png",
        "",
        "# x",
        "    weight: 2",
        "found:",
        "  a.png: [x]",
        "  # y",
        "pages: [{splash: a}]",
        "---",
        "...",
        "{",
        "}",
        "  {",
        " ",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(_LINES, max_size=12))
def test_no_sheet_is_lost(tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> None:
    folder = tmp_path_factory.getbasetemp()
    text = "\n".join(lines) + "\n"
    try:
        old = record(folder, text)
    except SourceError:
        return
    try:
        written, names = with_panels(text, old, [A, B], {})
    except SourceError as error:
        told = [problem.what for problem in error.problems]
        if told not in ([BRACES[0]], [ODD[0]]):
            raise
        return
    new = record(folder, written)
    assert [name for name in new.keys.panels if name not in names] == list(old.keys.panels)
    assert all(new.keys.panels[name] == art for name, art in old.keys.panels.items())
    assert (new.keys.masters, new.keys.reading, new.keys.pages) == (old.keys.masters, old.keys.reading, old.keys.pages)
    kept = iter(written.split("\n"))
    stays = [line for line in lines if line.strip() and not line.startswith(("found:", "  a.png:", "# x", "  # y"))]
    assert all(line in kept for line in stays)
