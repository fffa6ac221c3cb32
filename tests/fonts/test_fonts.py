import io
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from storybook import fonts
from storybook.errors import SourceError
from storybook.model.edition import Typeface
from storybook.pages.theme import load_theme
from storybook.store import Store

FACES = load_theme(None).typefaces
HANGUL = "하나원에서 그림을 그렸다"


def face(name: str) -> Typeface:
    return next(face for face in FACES if face.path.stem == name)


SERIF, ITALIC, KOREAN = face("Alegreya-Regular"), face("Alegreya-Italic"), face("NanumMyeongjo-Regular")


def subset(typeface: Typeface, text: str, family: str = "Book Serif") -> TTFont:
    return TTFont(io.BytesIO(fonts.subset(typeface, frozenset(map(ord, text)), family)))


@pytest.mark.parametrize("typeface", FACES, ids=lambda typeface: f"{typeface.use}-{typeface.path.stem}")
def test_every_typeface_that_ships_says_its_licence_and_has_ascii(typeface: Typeface) -> None:
    assert typeface.copyright
    assert "Open Font License" in typeface.licence
    lacking = frozenset(range(0x20, 0x7F)) - fonts.coverage(typeface.path)
    assert lacking <= ({ord("`")} if typeface.use == "lettering" else set())


def test_characters_that_no_typeface_has_are_told() -> None:
    assert fonts.uncovered("Zoë’s word — “하나원”\n", [SERIF]) == frozenset("하나원")
    assert fonts.uncovered("Zoë’s word — “하나원”\n", [SERIF, KOREAN]) == frozenset()
    assert fonts.uncovered("क", FACES) == frozenset("क")


def test_characters_without_a_mark_need_no_typeface() -> None:
    assert fonts.uncovered("a\u00adb\u2060c\u200bd\ufe0f\n\t", [SERIF]) == frozenset()


def test_a_latin_repertoire_does_not_change_with_a_word() -> None:
    assert fonts.repertoire(SERIF, "one word") == fonts.repertoire(SERIF, "Another, naïve wörd…")
    assert ord("ŵ") in fonts.repertoire(SERIF, "")
    assert ord("Ж") not in fonts.repertoire(SERIF, "Another")
    assert ord("Ж") in fonts.repertoire(SERIF, "Жизнь")


def test_a_korean_repertoire_holds_the_syllables_that_are_used() -> None:
    syllables = {code for code in fonts.repertoire(KOREAN, HANGUL) if 0xAC00 <= code <= 0xD7A3}
    assert syllables == {ord(letter) for letter in HANGUL if letter != " "}
    assert set(map(ord, "Az0.,“”")) <= fonts.repertoire(KOREAN, HANGUL)


@pytest.mark.parametrize("typeface", [SERIF, ITALIC, KOREAN, face("GothicA1-Bold")], ids=lambda face: face.path.stem)
def test_a_repertoire_is_never_more_than_the_font_has(typeface: Typeface) -> None:
    assert fonts.repertoire(typeface, HANGUL + "Ж क") <= fonts.coverage(typeface.path)


def test_a_line_is_as_wide_as_its_letters() -> None:
    with TTFont(SERIF.path) as font:
        widths = [font["hmtx"][font.getBestCmap()[ord(letter)]][0] for letter in "Hand"]
    assert fonts.measure("Hand", [SERIF.path], 10) == pytest.approx(sum(widths) / 100)
    assert fonts.measure("", [SERIF.path], 10) == 0


def test_a_letter_is_measured_in_the_first_font_that_has_it() -> None:
    mixed = fonts.measure("a하", [SERIF.path, KOREAN.path], 1)
    assert mixed == pytest.approx(fonts.measure("a", [SERIF.path], 1) + fonts.measure("하", [KOREAN.path], 1))
    with pytest.raises(SourceError, match="U\\+D558"):
        fonts.measure("하", [SERIF.path], 1)


def test_advances_are_in_em() -> None:
    assert fonts.advances(KOREAN.path)["하"] == pytest.approx(0.95, abs=0.1)
    assert 0.3 < fonts.advances(SERIF.path)["a"] < 0.6


def test_a_subset_has_the_characters_asked_for_and_its_features() -> None:
    font = subset(SERIF, "find 1900 small ﬁ")
    assert set(font.getBestCmap()) == set(map(ord, "find 1900 small ﬁ"))
    tags = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
    assert {"liga", "smcp", "onum", "lnum", "tnum"} <= tags
    assert "kern" in {record.FeatureTag for record in font["GPOS"].table.FeatureList.FeatureRecord}


@pytest.mark.parametrize("typeface", [SERIF, face("ShantellSans-Regular")], ids=lambda face: face.path.stem)
def test_a_subset_has_no_features_that_nobody_uses(typeface: Typeface) -> None:
    wanted = fonts.LETTERING_FEATURES if typeface.use == "lettering" else fonts.FEATURES
    font = subset(typeface, "AVfind 1/2 ﬁ")
    tables = [font[name].table.FeatureList for name in ("GSUB", "GPOS") if name in font]
    assert {record.FeatureTag for table in tables for record in table.FeatureRecord} <= set(wanted)


def test_a_font_that_loses_characters_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    few = fonts.subset(SERIF, frozenset(map(ord, "Ab")), "Book Serif")
    monkeypatch.setattr(fonts, "_cut_down", lambda *_: few)
    with pytest.raises(SourceError, match=r"the font file Alegreya-Regular\.ttf cannot be read"):
        fonts.subset(SERIF, frozenset(map(ord, "Abc")), "Book Serif")


@pytest.mark.parametrize("typeface", FACES, ids=lambda typeface: f"{typeface.use}-{typeface.path.stem}")
def test_a_subset_says_nothing_but_our_names_and_the_rights(typeface: Typeface) -> None:
    font = subset(typeface, "Ab", "Book Text")
    names = {record.nameID: str(record) for record in font["name"].names}
    assert set(names) == {0, 1, 2, 3, 4, 5, 6, 13, 14}
    assert (names[0], names[13], names[14]) == (typeface.copyright, typeface.licence, typeface.licence_url)
    assert names[1] == "Book Text"
    assert names[2] in {"Regular", "Italic", "Bold", "Bold Italic"}
    assert typeface.family.split()[0] not in "".join(names[number] for number in (1, 2, 3, 4, 6))
    assert set(font.keys()) - {"GlyphOrder"} <= fonts.TABLES
    assert font["post"].formatType == 3
    assert font["head"].created == font["head"].modified == fonts.FIXED_TIME


def test_the_same_subset_is_the_same_bytes() -> None:
    characters = frozenset(map(ord, HANGUL))
    assert fonts.subset(KOREAN, characters, "Book Serif") == fonts.subset(KOREAN, characters, "Book Serif")


def test_a_subset_is_made_once_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, characters = Store(tmp_path), frozenset(map(ord, "Ab"))
    first = fonts.kept_subset(store, SERIF, characters, "Book Serif")
    other = fonts.kept_subset(store, SERIF, characters, "Book Sans")
    monkeypatch.setattr(fonts, "subset", None)
    assert fonts.kept_subset(store, SERIF, characters, "Book Serif").sha256 == first.sha256 != other.sha256
    assert TTFont(first.path)["name"].getDebugName(1) == "Book Serif"


def test_a_broken_font_is_refused_by_name(tmp_path: Path) -> None:
    for data in (b"", b"not a font", SERIF.path.read_bytes()[:2000]):
        path = tmp_path / f"broken-{len(data)}.ttf"
        path.write_bytes(data)
        with pytest.raises(SourceError, match="broken-"):
            fonts.coverage(path)


def test_a_space_that_no_font_has_is_set_as_an_ordinary_one() -> None:
    faces = load_theme(None).typefaces
    serif = [face.path for face in faces if face.use == "serif"]
    assert fonts.uncovered("« a\u202f»", faces) == frozenset()
    assert fonts.measure("a\u202fb", serif, 10.0) == fonts.measure("a b", serif, 10.0)
