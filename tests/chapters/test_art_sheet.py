"""What the art sheet says of masters and the panels on them, and what the script says of drawn words."""

import json
import os
import re
import zipfile
from dataclasses import astuple
from pathlib import Path

import pytest
from PIL import Image

from chapters.desk import read_chapter, write_book
from storybook.errors import SourceError
from storybook.model.comic import Bleed, Comic, LetteringKind, Makeup
from storybook.model.picture import PixelBox
from storybook.read import art_sheet
from storybook.read.art_sheet import SheetKeys, masters_of, natural
from storybook.read.record import Record, read_record
from storybook.read.sources import Sources

ENTRY = "{kind: comic, title: C, source: script.yaml, art: sheet.yaml}"
SHEET = """\
masters: [art/strip.png]
reading: right-to-left
panels:
  one: {file: art/strip.png, part: [0, 0, 60, 40], weight: 2, page_turn: before, keep_together: next, bleed: page}
  two: {file: art/strip.png, outline: [[0, 50], [60, 60], [60, 100], [0, 90]], letter_height: 9}
"""
SCRIPT = """\
panels:
  one: {alt: One, wordless: yes}
  two:
    alt: Two
    transcript:
      - {speaker: Mo, text: "Go!"}
      - {text: "Later."}
      - {kind: sound, text: BANG}
"""


def write(folder: Path, sheet: str = SHEET, script: str = SCRIPT) -> Path:
    write_book(folder, ENTRY, sheet_yaml=sheet, script_yaml=script)
    Image.new("RGB", (60, 120), "white").save(folder / "art" / "strip.png")
    return folder


def comics(folder: Path, sheet: str = SHEET, script: str = SCRIPT) -> list[Comic]:
    blocks = read_chapter(write(folder, sheet, script)).blocks
    return [block for block in blocks if isinstance(block, Comic)]


def told(folder: Path, sheet: str = SHEET, script: str = SCRIPT) -> str:
    with pytest.raises(SourceError) as caught:
        read_chapter(write(folder, sheet, script))
    return "\n".join(f"{one.where} {one.what} [{one.hint}]" for one in caught.value.problems)


def test_panels_are_parts_of_their_master(tmp_path: Path) -> None:
    (comic,) = comics(tmp_path)
    one, two = comic.panels
    assert (one.picture.part, one.picture.width, one.picture.height) == (PixelBox(0, 0, 60, 40), 60, 40)
    assert one.makeup == Makeup(2.0, page_turn=True, with_next=True, bleed=Bleed.PAGE)
    assert one.wordless
    assert two.picture.part == PixelBox(0, 50, 60, 50)
    assert two.picture.outline == ((0, 0), (60, 10), (60, 50), (0, 40))
    assert (two.letter_height, two.makeup) == (9, Makeup())
    assert comic.right_to_left
    assert comic.pages == ()


def test_drawn_words_are_in_the_script_and_not_set(tmp_path: Path) -> None:
    words = comics(tmp_path)[0].panels[1].lettering
    assert [(one.kind, one.speaker, one.text, one.box) for one in words] == [
        (LetteringKind.BALLOON, "Mo", "Go!", None),
        (LetteringKind.CAPTION_BOX, "", "Later.", None),
        (LetteringKind.SOUND, "", "BANG", None),
    ]
    assert str(words[0].where) == "script.yaml:6:29"


def test_words_may_be_turned(tmp_path: Path) -> None:
    script = SCRIPT.replace(
        "{alt: One, wordless: yes}", "{alt: One, lettering: [{kind: sound, text: A, box: [0, 0, 1, 1], turn: -12.5}]}"
    )
    assert comics(tmp_path, script=script)[0].panels[0].lettering[0].turn == -12.5


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "[0, 0, 60, 40]",
            "[0, 0, 61, 40]",
            "sheet.yaml:4:36 the panel one reaches beyond the picture, which has 60 × 120",
        ),
        ("[0, 0, 60, 40]", "[0, 0, 60, 15]", "sheet.yaml:4:36 the panel one is less than 16 px"),
        ("[0, 0, 60, 40]", "[0, 0, 60]", "[left, top, width, height] in px"),
        ("[0, 0, 60, 40]", "[0, -1, 60, 20]", "sheet.yaml:4:40"),
        ("[[0, 50], [60, 60], [60, 100], [0, 90]]", "[[0, 50], [60, 80], [30, 65]]", "goes round nothing"),
        ("[[0, 50], [60, 60], [60, 100], [0, 90]]", "[[0, 50], [60, 80]]", "sheet.yaml:5"),
        ("outline:", "part: [0, 50, 50, 40], outline:", "goes round nothing, or leaves it"),
        ("weight: 2", "weight: 9", "sheet.yaml:4"),
        ("page_turn: before", "page_turn: after", "before"),
        ("bleed: page", "bleed: sheet", "spread"),
        (
            "[art/strip.png]",
            "[art/strip.png, art/a.png]",
            "sheet.yaml:1:26 no panel is on art/a.png [let storybook look",
        ),
        ("[art/strip.png]", "[art/strip.png, art/strip.png]", "sheet.yaml:1:26 this picture is listed twice"),
        ("[art/strip.png]", "[art/no.png]", "there is no file art/no.png"),
        ("reading: right-to-left", "reading: down", "left-to-right"),
    ],
)
def test_a_fault_is_told_at_its_place(tmp_path: Path, old: str, new: str, says: str) -> None:
    assert old in SHEET
    assert says in told(tmp_path, SHEET.replace(old, new))


def test_a_sheet_without_panels_asks_to_look_for_them(tmp_path: Path) -> None:
    assert told(tmp_path, "masters: [art/strip.png]\n").count("\n") == 0
    assert "storybook comic find" in told(tmp_path, "masters: [art/strip.png]\n")
    assert "holds no panels" in told(tmp_path, "reading: left-to-right\n")


def test_silent_panels_have_no_words(tmp_path: Path) -> None:
    script = SCRIPT.replace("wordless: yes", "wordless: yes, transcript: [{text: A}]")
    assert "is said to be wordless, and has words" in told(tmp_path, script=script)


def test_folders_are_read_by_name_and_number(tmp_path: Path) -> None:
    write(tmp_path)
    folder = tmp_path / "art" / "pages"
    folder.mkdir()
    for name in ("p10.png", "p2.png", "P1.png", ".hidden.png"):
        Image.new("RGB", (20, 20)).save(folder / name)
    (folder / "notes.txt").write_text("not for readers")
    said = told(tmp_path, SHEET.replace("[art/strip.png]", "[art/strip.png, art/pages]"))
    assert [line.split()[5] for line in said.splitlines()] == [f"art/pages/{name}.png" for name in ("P1", "p2", "p10")]


def test_names_are_sorted_as_people_sort_them() -> None:
    names = ["a10b2", "a2", "a10b1", "A1", "b", "a"]
    assert sorted(names, key=natural) == ["a", "A1", "a2", "a10b1", "a10b2", "b"]


def test_finished_pages_are_shown_as_drawn_between_others(tmp_path: Path) -> None:
    sheet = """\
as_drawn: [art/strip.png, art/b.png]
panels:
  zero: {file: art/a.png}
  one: {file: art/strip.png, part: [0, 0, 60, 40]}
  two: {file: art/strip.png, part: [0, 40, 60, 40]}
  three: {file: art/b.png}
  four: {file: art/c.png}
"""
    script = "panels:\n" + "".join(f"  {name}: {{alt: A}}\n" for name in ("zero", "one", "two", "three", "four"))
    before, drawn, after = comics(tmp_path, sheet, script)
    assert ([p.id for p in before.panels], before.pages) == (["zero"], ())
    assert [[panel.id for panel in page.panels] for page in drawn.pages] == [["one", "two"], ["three"]]
    assert [page.drawn and page.drawn.source for page in drawn.pages] == ["art/strip.png", "art/b.png"]
    assert [p.id for p in after.panels] == ["four"]
    both = sheet + "pages: [{tiers: [[zero]]}]\n"
    assert "pages are laid out here and shown as drawn" in told(tmp_path, both, script)
    assert "no panel is on this page" in told(tmp_path, sheet.replace("art/b.png]", "art/d.png]"), script)


def archive(folder: Path, **members: bytes) -> Path:
    path = folder / "art" / "issue.cbz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members.items():
            packed.writestr(name.replace("__", "/").replace("_", "."), data)
    return path


CBZ = "masters: [art/issue.cbz]\npanels:\n  one: {file: art/issue.cbz/p/1.png, part: [0, 0, 60, 40]}\n"
CBZ_SCRIPT = "panels:\n  one: {alt: One}\n"


def test_a_comic_archive_holds_masters(tmp_path: Path) -> None:
    data = (write(tmp_path) / "art" / "strip.png").read_bytes()
    archive(tmp_path, p__1_png=data, ComicInfo_xml=b"<x/>")
    (comic,) = comics(tmp_path, CBZ, CBZ_SCRIPT)
    assert (comic.panels[0].picture.source, comic.panels[0].picture.height) == ("art/issue.cbz/p/1.png", 40)
    archive(tmp_path, p__1_png=data, p__2_png=data)
    assert "no panel is on art/issue.cbz/p/2.png" in told(tmp_path, CBZ, CBZ_SCRIPT)


@pytest.mark.parametrize("spoil", ["cut", "text", "crc", "locked", "missing", "twice", "bomb", "empty"])
def test_a_spoilt_archive_is_refused(tmp_path: Path, spoil: str) -> None:
    data = (write(tmp_path) / "art" / "strip.png").read_bytes()
    path = archive(tmp_path, p__1_png=data)
    raw = bytearray(path.read_bytes())
    match spoil:
        case "cut":
            path.write_bytes(raw[: len(raw) // 2])
        case "text":
            path.write_bytes(b"no archive")
        case "crc":
            raw[raw.index(b"p/1.png") + 20] ^= 0xFF
            path.write_bytes(raw)
        case "locked":
            raw[6] |= 1
            raw[raw.index(b"PK\x01\x02") + 8] |= 1
            path.write_bytes(raw)
        case "missing":
            archive(tmp_path, p__9_png=data)
        case "twice":
            with zipfile.ZipFile(path, "a") as packed, pytest.warns(UserWarning, match="Duplicate"):
                packed.writestr("p/1.png", data)
        case "bomb":
            archive(tmp_path, p__1_png=bytes(200_000_001))
        case "empty":
            archive(tmp_path, readme_txt=b"nothing")
    assert "art/issue.cbz" in told(tmp_path, CBZ, CBZ_SCRIPT) or spoil == "empty"
    assert "sheet.yaml:" in told(tmp_path, CBZ, CBZ_SCRIPT)


def test_each_fault_of_a_sheet_is_told_in_these_words(tmp_path: Path) -> None:
    px = "write [left, top, width, height] in px of the picture"
    corners = "name the corners in their order round the panel, none of them outside of `part`"
    part, outline = "[0, 0, 60, 40]", "[[0, 50], [60, 60], [60, 100], [0, 90]]"
    compare = "compare it with the picture"
    for old, new, says in (
        (part, "[0, 0, 60, 121]", f"4:36 the panel one reaches beyond the picture, which has 60 × 120 px [{compare}]"),
        (part, "[1, 0, 60, 40]", f"4:36 the panel one reaches beyond the picture, which has 60 × 120 px [{compare}]"),
        (part, "[0, 0, 15, 40]", f"4:36 the panel one is less than 16 px high or wide [{px}]"),
        (part, "[0, 0, 60, 15]", f"4:36 the panel one is less than 16 px high or wide [{px}]"),
        (
            outline,
            "[[0, 50], [60, 50], [0, 90], [60, 90]]",
            f"5:39 the outline of the panel two goes round nothing, or leaves it [{corners}]",
        ),
        (
            f"outline: {outline}",
            "part: [0, 50, 60, 49], outline: [[0, 50], [60, 60], [60, 100]]",
            f"5:62 the outline of the panel two goes round nothing, or leaves it [{corners}]",
        ),
        ("outline: [[0, 50]", "outline: [[0, 50, 60]", "5:40 "),
        (
            part,
            "[0, 0, 60]",
            f"4:36 `part` has 3 numbers where 4 are needed [{px}, such as [0, 1200, 1600, 900]]",
        ),
        (
            "[art/strip.png]",
            "[art/strip.png, ./art/strip.png]",
            "1:26 this picture is listed twice [take one of the two out]",
        ),
        (
            "[art/strip.png]",
            "[art/strip.png, art/a.png]",
            "1:26 no panel is on art/a.png [let storybook look for them: storybook comic find BOOK/CHAPTER]",
        ),
    ):
        assert old in SHEET
        said = told(tmp_path, SHEET.replace(old, new))
        assert f"sheet.yaml:{says}" in said, said


@pytest.mark.parametrize("part", ["[0, 0, 60, 40]", "[44, 104, 16, 16]", "[0, 0, 60, 120]"])
def test_a_part_may_reach_to_the_edges_and_be_small(tmp_path: Path, part: str) -> None:
    (comic,) = comics(tmp_path, SHEET.replace("[0, 0, 60, 40]", part))
    assert f"[{', '.join(str(side) for side in astuple(comic.panels[0].picture.part or PixelBox(0, 0, 0, 0)))}]" == part


def test_an_outline_may_reach_to_the_corners_of_its_part(tmp_path: Path) -> None:
    sheet = SHEET.replace("outline: [", "part: [0, 50, 60, 50], outline: [[0, 50], [60, 50], [60, 100], [0, 100], [")
    sheet = sheet.replace(", [[0, 50], [60, 60], [60, 100], [0, 90]]", "]").replace(", [[0, 50], [60, 60]", "")
    sheet = re.sub(r"outline: .*?, letter", "outline: [[0, 50], [60, 50], [60, 100], [0, 100]], letter", sheet)
    (comic,) = comics(tmp_path, sheet)
    assert comic.panels[1].picture.outline == ((0, 0), (60, 0), (60, 50), (0, 50))


def test_an_outline_goes_round_a_hundredth_of_its_box_at_the_least(tmp_path: Path) -> None:
    box = "part: [0, 20, 60, 100], outline: [[0, 20], [60, 120], [60, %d]]"
    for top, right in ((118, True), (119, False)):  # 60 px and 30 px of 6,000
        sheet = SHEET.replace("outline: [[0, 50], [60, 60], [60, 100], [0, 90]]", box % top)
        if right:
            assert comics(tmp_path, sheet)[0].panels[1].picture.outline == ((0, 0), (60, 100), (60, 98))
        else:
            assert "goes round nothing" in told(tmp_path, sheet)


@pytest.mark.parametrize("number", [".nan", ".inf", "-.inf", "nan", "1e400", "9" * 5000, "-1", "0", "1000001", "0x10"])
@pytest.mark.parametrize("key", ["part: [0, 0, 60, 40]", "letter_height: 9", "weight: 2"])
def test_numbers_that_measure_nothing_are_refused_and_not_echoed(tmp_path: Path, key: str, number: str) -> None:
    new = f"part: [0, 0, 60, {number}]" if key.startswith("part") else f"{key.partition(' ')[0]} {number}"
    said = told(tmp_path, SHEET.replace(key, new))
    assert "sheet.yaml:4:" in said or "sheet.yaml:5:" in said
    assert number not in said or len(number) < 10
    assert len(said) < 1000


def sheet_of(folder: Path, masters: str) -> Record[SheetKeys]:
    (folder / "art").mkdir(exist_ok=True)
    (folder / "art" / "sheet.yaml").write_text(f"masters: {masters}\n")
    return read_record(Sources(folder), "art/sheet.yaml", SheetKeys)


def masters(folder: Path, written: str) -> list[str]:
    return [one.path for one in masters_of(Sources(folder), sheet_of(folder, written), "art/sheet.yaml")]


def refused(folder: Path, written: str) -> list[str]:
    with pytest.raises(SourceError) as caught:
        masters(folder, written)
    return [f"{one.where} {one.what} [{one.hint}]" for one in caught.value.problems]


def test_every_sort_of_master_is_listed_at_its_place(tmp_path: Path) -> None:
    pages = tmp_path / "art" / "pages"
    (pages / "__MACOSX").mkdir(parents=True)
    (pages / "deep").mkdir()
    for name in ("b.PNG", "a.jpg", "a.jpe", "a.jpeg", "a.webp", "a.tif", "a.tiff", "a.gif", "a.svg", "a.txt", ".a.png"):
        (pages / name).write_bytes(b"")
    (pages / "__MACOSX" / "b.png").write_bytes(b"")
    (pages / "deep" / "1.png").write_bytes(b"")
    (tmp_path / "art" / "one.bin").write_bytes(b"")
    archive(tmp_path, p__2_png=b"", p__10_png=b"", notes_txt=b"")
    names = ["a.gif", "a.jpe", "a.jpeg", "a.jpg", "a.svg", "a.tif", "a.tiff", "a.webp", "b.PNG", "deep/1.png"]
    assert masters(tmp_path, "[one.bin, issue.cbz, pages]") == [
        "art/one.bin",
        "art/issue.cbz/p/2.png",
        "art/issue.cbz/p/10.png",
        *(f"art/pages/{name}" for name in names),
    ]
    found = masters_of(Sources(tmp_path), sheet_of(tmp_path, "[one.bin, issue.cbz]"), "art/sheet.yaml")
    assert [str(one.where) for one in found] == ["art/sheet.yaml:1:11", "art/sheet.yaml:1:20", "art/sheet.yaml:1:20"]


def test_all_faults_of_the_masters_are_told_together(tmp_path: Path) -> None:
    (tmp_path / "art" / "empty").mkdir(parents=True)
    (tmp_path / "art" / "empty" / "a.txt").write_bytes(b"")
    (tmp_path / "art" / "link").symlink_to("empty")
    (tmp_path / "art" / "link.png").symlink_to("/etc/hostname")
    os.mkfifo(tmp_path / "art" / "pipe.png")
    archive(tmp_path, notes_txt=b"")
    inside = "copy the file into the book's folder and name it there"
    assert refused(tmp_path, "[empty, issue.cbz, link, link.png, pipe.png, ../../x.png]") == [
        "art/sheet.yaml:1:11 there are no pictures in it [put the artist's PNG or JPEG files there]",
        "art/sheet.yaml:1:18 there are no pictures in it [put the artist's PNG or JPEG files there]",
        "art/sheet.yaml:1:29 art/link is a symbolic link [put the file itself there: links are not followed]",
        "art/sheet.yaml:1:35 art/link.png is a symbolic link [put the file itself there: links are not followed]",
        "art/sheet.yaml:1:45 art/pipe.png is a pipe [put a file there]",
        f"art/sheet.yaml:1:55 the path leads out of the book's folder [{inside}]",
    ]


def test_very_many_masters_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "art").mkdir()
    monkeypatch.setattr(art_sheet, "MOST_MASTERS", 2)
    archive(tmp_path, a_png=b"", b_png=b"")
    assert len(masters(tmp_path, "[issue.cbz]")) == 2
    archive(tmp_path, a_png=b"", b_png=b"", c_png=b"")
    said = ["art/sheet.yaml:1:10 these are more than 2 pictures [make several chapters of them]"]
    assert refused(tmp_path, "[issue.cbz]") == said


HOSTILE_NAMES = {
    "../../../CANARY.png": "the path is not a plain path inside the book's folder",
    "/etc/CANARY.png": "the path is not a plain path inside the book's folder",
    "p/./CANARY.png": "the path is not a plain path inside the book's folder",
    "p//CANARY.png": "the path is not a plain path inside the book's folder",
    "\x1b[2JCANARY.png": "the path holds characters that no file name should hold",
    "CANARY\u202egnp.png": "the path holds characters that no file name should hold",
    "CANARY" * 10_000 + ".png": "the path is too long",
    "9" * 60_000 + ".png": "the path is too long",
}


@pytest.mark.parametrize("name", HOSTILE_NAMES, ids=range(len(HOSTILE_NAMES)))
def test_names_in_an_archive_that_lead_elsewhere_are_refused_and_not_echoed(tmp_path: Path, name: str) -> None:
    (tmp_path / "art").mkdir()
    with zipfile.ZipFile(tmp_path / "art" / "issue.cbz", "w") as packed:
        packed.writestr("1.png", b"")
        packed.writestr(name, b"")
    (said,) = refused(tmp_path, "[issue.cbz]")
    assert said.startswith(f"art/sheet.yaml:1:11 {HOSTILE_NAMES[name]} [")
    assert "CANARY" not in said
    assert len(said) < 200


def test_names_in_an_archive_that_are_odd_are_names(tmp_path: Path) -> None:
    (tmp_path / "art").mkdir()
    odd = ["C:1.png", "a b.png", "p\\2.png", "%2e%2e.png", "\u2003.png"]
    with zipfile.ZipFile(tmp_path / "art" / "issue.cbz", "w") as packed:
        for name in odd:
            packed.writestr(name, b"")
    assert sorted(masters(tmp_path, "[issue.cbz]")) == sorted(f"art/issue.cbz/{name}" for name in odd)


@pytest.mark.parametrize(
    ("area", "says"),
    [
        ("[0, 0, 1, 1]", ""),
        ("[0.5, 0.25, 0.5001, 0.75]", ""),
        ("[0.99, 0.99, 0.01, 0.01]", ""),
        ("[1, 0, 0.00005, 0.5]", "outside"),
        ("[0, 1, 0.5, 0.00005]", "outside"),
        ("[0, 0, 1.00005, 1]", "outside"),
        ("[0, 0, 1, 1.00005]", "outside"),
        ("[0, 0, 0, 1]", "outside"),
        ("[0, 0, 1, 0]", "outside"),
        ("[-0.1, 0, 1, 1]", "outside"),
        ("[0, -0.1, 1, 1]", "outside"),
        ("[0.6, 0, 0.5, 0.5]", "outside"),
        ("[0, 0.6, 0.5, 0.5]", "outside"),
        ("[0, 0, 1]", "count"),
    ],
)
def test_an_area_to_be_kept_clear_lies_inside_the_panel(tmp_path: Path, area: str, says: str) -> None:
    sheet = SHEET.replace("weight: 2", f"keep_clear: [{area}]")
    form = "write [left, top, width, height] as parts of the panel, such as [0.05, 0.05, 0.4, 0.2]"
    if says == "outside":
        assert told(tmp_path, sheet).endswith(f" does not lie inside the panel [{form}]")
    elif says:
        assert told(tmp_path, sheet).endswith(f" has 3 numbers where 4 are needed [{form}]")
    else:
        (clear,) = comics(tmp_path, sheet)[0].panels[0].keep_clear
        assert [clear.x, clear.y, clear.width, clear.height] == json.loads(area)


def test_corners_are_counted_from_the_parts_left_top(tmp_path: Path) -> None:
    outline = "part: [20, 50, 40, 50], outline: [[20, 50], [60, 60], [60, 100]]"
    (comic,) = comics(tmp_path, SHEET.replace("outline: [[0, 50], [60, 60], [60, 100], [0, 90]]", outline))
    assert comic.panels[1].picture.outline == ((0, 0), (40, 10), (40, 50))


def test_a_damaged_archive_among_the_masters_is_told_where_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "art").mkdir()
    (tmp_path / "art" / "issue.cbz").write_bytes(b"none")
    what = "art/issue.cbz is damaged, or is no comic archive (ZIP)"
    assert refused(tmp_path, "[issue.cbz]") == [f"art/sheet.yaml:1:11 {what} [copy it again from where it came]"]


def test_lettering_has_a_length_and_panels_hold_so_much_of_it(tmp_path: Path) -> None:
    def script(*texts: str) -> str:
        pieces = ", ".join(f"{{kind: free, text: {text}, box: [0, 0, 1, 1]}}" for text in texts)
        return SCRIPT.replace("wordless: yes", f"lettering: [{pieces}]")

    hint = "share them out among more boxes, or shorten them"
    for right, much in (("a " * 150, "a " * 151), ("b" * 1_000, "b" * 1_001)):
        assert comics(tmp_path, script=script(right.strip()))[0].panels[0].lettering[0].text == right.strip()
        assert f" has more than 150 words, or 1,000 characters [{hint}]" in told(tmp_path, script=script(much.strip()))
    assert len(comics(tmp_path, script=script(*["a"] * 100))[0].panels[0].lettering) == 100
    assert "script.yaml:2:" in told(tmp_path, script=script(*["a"] * 101))
