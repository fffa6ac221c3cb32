"""Art sheet and script to comic pages."""

from pathlib import Path

import pytest

from chapters.desk import read_chapter, write_book
from storybook.errors import SourceError
from storybook.model.comic import Comic, ComicPage, Lettering, LetteringKind
from storybook.model.geometry import Rect

ENTRY = "{kind: comic, title: C, source: script.yaml, art: sheet.yaml}"
SHEET = """\
pages:
  - tiers: [[one], [two, three]]
  - splash: four
panels:
  one: {file: art/a.png, size: [40, 30], keep_clear: [[0.1, 0.2, 0.3, 0.4]], clear_for_text: [[0, 0, 1, 0.2]]}
  two: {file: art/b.png}
  three: {file: art/c.png}
  four: {file: art/d.png}
"""
SCRIPT = """\
panels:
  one:
    alt: A "school"
    lettering:
      - {kind: caption, text: "It's 1990...", box: [0, 0, 0.5, 0.2]}
      - {kind: balloon, speaker: Mo, text: "Hello -- you", box: [0.5, 0, 0.5, 0.2], tail: [0.6, 0.5]}
  two: {alt: Two}
  three: {alt: Three, lettering: [{kind: sound, text: SNAP, box: [0.2, 0.2, 0.2, 0.2]}]}
  four: {alt: Four}
"""


def pages(folder: Path, sheet: str = SHEET, script: str = SCRIPT, entry: str = ENTRY) -> tuple[ComicPage, ...]:
    return comic(folder, sheet, script, entry).pages


def comic(folder: Path, sheet: str = SHEET, script: str = SCRIPT, entry: str = ENTRY) -> Comic:
    (block,) = read_chapter(write_book(folder, entry, sheet_yaml=sheet, script_yaml=script)).blocks
    assert isinstance(block, Comic)
    return block


def told(folder: Path, sheet: str = SHEET, script: str = SCRIPT) -> list[tuple[str, str]]:
    """Place and hint of each problem."""
    with pytest.raises(SourceError) as caught:
        pages(folder, sheet, script)
    return [(str(problem.where), problem.hint) for problem in caught.value.problems]


def test_panels_in_tiers_and_splashes(tmp_path: Path) -> None:
    first, second = pages(tmp_path)
    assert [[panel.id for panel in tier] for tier in first.tiers] == [["one"], ["two", "three"]]
    assert (first.splash, second.splash, second.panels[0].picture.source) == (False, True, "art/d.png")
    panel = first.panels[0]
    assert panel.alt == "A “school”"
    assert panel.keep_clear == (Rect(0.1, 0.2, 0.3, 0.4),)
    assert panel.lettering == (
        Lettering(LetteringKind.CAPTION_BOX, "It’s 1990…", Rect(0, 0, 0.5, 0.2)),
        Lettering(LetteringKind.BALLOON, "Hello – you", Rect(0.5, 0, 0.5, 0.2), "Mo", (0.6, 0.5)),
    )

    assert [str(words.where) for words in panel.lettering] == ["script.yaml:5:31", "script.yaml:6:44"]


def test_without_pages_panels_are_left_to_be_composed(tmp_path: Path) -> None:
    made = comic(tmp_path, SHEET[SHEET.index("panels:") :])
    assert made.pages == ()
    assert [panel.id for panel in made.panels] == ["one", "two", "three", "four"]


def test_without_a_sheet_the_script_names_the_art(tmp_path: Path) -> None:
    script = "panels:\n  one: {alt: One, file: art/a.png}\n  two: {alt: Two, file: art/b.png}\n"
    first, second = comic(tmp_path, script=script, entry=ENTRY.replace(", art: sheet.yaml", "")).panels
    assert (first.picture.source, second.alt) == ("art/a.png", "Two")


def test_texts_may_be_given_by_language(tmp_path: Path) -> None:
    assert pages(tmp_path, script=SCRIPT.replace("alt: Two", "alt: {en: Pair, ko: 둘}"))[0].panels[1].alt == "Pair"


def place_of(file: str, text: str, words: str) -> str:
    """Where words first stand in a file."""
    before = text[: text.index(words)]
    return f"{file}:{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"


@pytest.mark.parametrize(
    ("old", "new", "at", "hint"),
    [
        ("[two, three]", "[two, thre]", "thre]", "did you mean three?"),
        ("[two, three]", "[two, two, three]", "two, three", "take one"),
        ("splash: four", "splash: fore", "fore", "did you mean four?"),
        ("splash: four", "tiers: []", "[]", "add"),
        ("splash: four", "splash: four\n    tiers: [[four]]", "splash", "write tiers"),
        ("art/d.png", "art/e.png", "art/e.png", "did you mean"),
        ("[0.1, 0.2, 0.3, 0.4]", "[0.1, 0.2, 0.3, 0.9]", "[0.1", "parts of the panel"),
        ("{file: art/b.png}", "{file: art/b.png, alt: B}", "alt", "known are"),
    ],
)
def test_a_fault_of_the_sheet_is_told_at_its_place(tmp_path: Path, old: str, new: str, at: str, hint: str) -> None:
    sheet = SHEET.replace(old, new)
    found = told(tmp_path, sheet=sheet)
    assert found[0][0] == place_of("sheet.yaml", sheet, at)
    assert hint in found[0][1]


@pytest.mark.parametrize(
    ("old", "new", "at", "hint"),
    [
        ("  two: {alt: Two}", "  tow: {alt: Two}", "tow", "did you mean two?"),
        ("  two: {alt: Two}\n", "", "panels", "two"),
        ("{alt: Two}", "{lettering: []}", "two", "alt"),
        ("alt: Two", "alt: ''", "''", "write something"),
        ("speaker: Mo, ", "", "{kind: balloon", "speaker"),
        ("{kind: sound, ", "{kind: noise, ", "noise", "sound"),
        ("{kind: sound, ", "{kind: sound, tail: [0.1, 0.1], ", "{kind: sound", "tail"),
        ("[0, 0, 0.5, 0.2]", "[0, 0, 0.5]", "[0, 0, 0.5]", "[left, top, width, height]"),
        ("[0, 0, 0.5, 0.2]", "[0, 0, 1.5, 0.2]", "[0, 0", "parts of the panel"),
        ("[0, 0, 0.5, 0.2]", "[0, 0, -0.5, 0.2]", "[0, 0", "parts of the panel"),
        ("[0, 0, 0.5, 0.2]", "[0, 0, nan, 0.2]", "nan", "digits"),
        ("tail: [0.6, 0.5]", "tail: [0.6, 0.5, 1]", "[0.6", "[across, down]"),
        ("tail: [0.6, 0.5]", "tail: [0.6, 5]", "[0.6", "parts of the panel"),
        ("{alt: Two}", "{alt: Two, file: art/a.png}", "art/a.png", "delete"),
        ("text: SNAP", "text: ' '", "{kind: sound", "text"),
    ],
)
def test_a_fault_of_the_script_is_told_at_its_place(tmp_path: Path, old: str, new: str, at: str, hint: str) -> None:
    script = SCRIPT.replace(old, new)
    found = told(tmp_path, script=script)
    assert found[0][0] == place_of("script.yaml", script, at)
    assert hint in found[0][1]


def test_a_panel_without_a_description_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"`alt` of `two` is missing"):
        pages(tmp_path, script=SCRIPT.replace("{alt: Two}", "{lettering: []}"))


def test_a_panel_on_no_page_is_an_error(tmp_path: Path) -> None:
    (found,) = told(tmp_path, sheet=SHEET.replace("[two, three]", "[two]"))
    assert found[0] == "sheet.yaml:7:3"


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    found = told(tmp_path, sheet=SHEET.replace("[two, three]", "[two, thre]"), script=SCRIPT.replace("two:", "tow:"))
    assert len(found) == 4  # two unknown names, one panel without words, one on no page


def test_a_script_alone_may_lay_out_its_pages(tmp_path: Path) -> None:
    script = "pages: [{tiers: [[b, a]]}]\npanels:\n  a: {file: art/a.png, alt: A}\n  b: {file: art/b.png, alt: B}\n"
    (page,) = pages(tmp_path, script=script, entry="{kind: comic, title: C, source: script.yaml}")
    assert [panel.id for panel in page.panels] == ["b", "a"]


def test_pages_are_laid_out_in_one_of_the_two_files(tmp_path: Path) -> None:
    script = "pages: [{splash: one}]\n" + SCRIPT
    assert ("script.yaml:1:1", "delete `pages` here: the art sheet may have them") in told(tmp_path, script=script)


def test_a_panel_may_be_said_to_be_wordless(tmp_path: Path) -> None:
    silent = SCRIPT.replace("two: {alt: Two}", "two: {alt: Two, wordless: true}")
    assert [panel.wordless for panel in comic(tmp_path, script=silent).panels] == [False, True, False, False]


def test_a_wordless_panel_has_no_words(tmp_path: Path) -> None:
    both = SCRIPT.replace("three: {alt: Three,", "three: {alt: Three, wordless: true,")
    ((_, hint),) = told(tmp_path, script=both)
    assert hint == "delete `wordless`, or the words"
