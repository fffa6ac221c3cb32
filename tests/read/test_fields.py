"""Single values: roles, ISBNs, dates, language tags, file names."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from read.sample import SpeakerKeys
from storybook.errors import SourceError
from storybook.read.fields import Keys, LanguageTag, Line, Url, nearest
from storybook.read.record import read_record
from storybook.read.relators import relator_code, relators
from storybook.read.schema import ContributorKeys, IdentifierKeys, first_day
from storybook.read.slug import MAX_SLUG, slug_of
from storybook.read.sources import Sources
from storybook.read.validation import read_keys
from storybook.read.yaml_text import parse


def accepted(model: type[Keys], text: str) -> bool:
    document, problems = parse(text, "book.yaml")
    assert not problems
    return read_keys(model, document).keys is not None


class OneKey(Keys):
    tag: LanguageTag = "en"
    url: Url = "https://example.org"


def test_roles_are_known_by_code_and_by_name() -> None:
    assert relator_code("aut") == relator_code("Author") == relator_code(" AUTHOR ") == "aut"
    assert relator_code("Author of introduction, etc.") == "aui"
    assert relator_code("writer of everything") is None


def test_the_list_of_roles_is_whole_and_well_formed() -> None:
    codes = list(relators())
    assert len(codes) > 280
    assert all(len(code) == 3 and code.islower() for code in codes)
    assert all(first < second for first, second in pairwise(codes))
    assert len({name.casefold() for name in relators().values()}) == len(codes)


@pytest.mark.parametrize("role", ["ilustrator", "Trnslator", "edti", "god"])
def test_an_unknown_role_has_a_hint(role: str) -> None:
    document, _ = parse(f"{{name: A, role: {role}}}", "book.yaml")
    (problem,) = read_keys(ContributorKeys, document).problems
    assert problem.hint


@given(st.from_regex(r"97[89][0-9]{9}", fullmatch=True), st.integers(0, 9))
def test_an_isbn_has_one_right_last_digit(twelve: str, digit: int) -> None:
    total = sum(int(c) * weight for c, weight in zip(twelve + str(digit), [1, 3] * 7, strict=False))
    assert accepted(IdentifierKeys, f"isbn: {twelve}{digit}") == (total % 10 == 0)


@given(st.from_regex(r"[0-9]{9}[0-9X]", fullmatch=True))
def test_an_old_isbn_becomes_a_new_one(ten: str) -> None:
    right = sum((10 - place) * (10 if c == "X" else int(c)) for place, c in enumerate(ten)) % 11 == 0
    document, _ = parse(f"isbn: {ten[0]}-{ten[1:9]}-{ten[9].lower()}", "book.yaml")
    keys = read_keys(IdentifierKeys, document).keys
    assert (keys is not None) == right
    if keys and keys.isbn:
        assert keys.isbn.startswith("978" + ten[:9])
        assert accepted(IdentifierKeys, f"isbn: {keys.isbn}")


def test_identifiers_are_brought_to_one_form() -> None:
    document, _ = parse("uuid: urn:uuid:6B1F4A0E-3C55-5F0E-9A53-2F7B4F8F1C10", "book.yaml")
    keys = read_keys(IdentifierKeys, document).keys
    assert keys
    assert keys.uuid == "6b1f4a0e-3c55-5f0e-9a53-2f7b4f8f1c10"


def test_a_partial_date_means_its_first_day() -> None:
    assert [str(first_day(text)) for text in ("2026", "2026-11", "2026-11-22")] == [
        "2026-01-01",
        "2026-11-01",
        "2026-11-22",
    ]


@pytest.mark.parametrize("tag", ["en", "ko", "pt-BR", "zh-Hans", "zh-Hant-TW", "de-1996", "es-419", "kok"])
def test_language_tags_are_accepted(tag: str) -> None:
    assert accepted(OneKey, f"tag: {tag}")


@pytest.mark.parametrize("tag", ["e", "english", "en_GB", "en-", "-en", "en--GB", "한국어", "en-GB-x-private", "../en"])
def test_what_is_no_language_tag_is_refused(tag: str) -> None:
    assert not accepted(OneKey, f"tag: '{tag}'")


@pytest.mark.parametrize(
    "url", ["example.org", "//example.org", "javascript:alert(1)", "file:///etc/passwd", "https://", "data:text/html,x"]
)
def test_only_whole_web_addresses_are_links(url: str) -> None:
    assert not accepted(OneKey, f"url: '{url}'")


@given(st.lists(st.text(max_size=200), max_size=4))
def test_a_slug_is_always_a_plain_file_name(titles: list[str]) -> None:
    slug = slug_of(titles)
    assert len(slug) <= MAX_SLUG
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert "--" not in slug
    assert slug == slug.strip("-") == slug_of([slug])


def test_a_hint_names_the_nearest_word_or_all() -> None:
    assert nearest("Titel", ["title", "subtitle"]) == "did you mean title?"
    assert nearest("xyz", ["title", "subtitle"]) == "known are: title, subtitle"


class ScriptKeys(Keys):
    panels: dict[str, SpeakerKeys]
    note: Line = ""
    box: tuple[float, ...] = Field((), max_length=2)


def test_a_file_of_a_chapter_kind_is_read_with_places(tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text("panels:\n  p1: {name: {en: A, ko: 가}}\nbox: [0.5, 1]\n", encoding="utf-8")
    record = read_record(Sources(tmp_path), "s.yaml", ScriptKeys, language="ko")
    assert record.keys.panels["p1"].name == "가"
    assert list(record.keys.box) == [0.5, 1]
    assert str(record.place("panels", "p1")) == "s.yaml:2:7"
    assert str(record.key_place("panels", "p1")) == "s.yaml:2:3"


def test_all_faults_of_such_a_file_are_told_at_once(tmp_path: Path) -> None:
    text = "panels:\n  p1: {nmae: A}\n  p2: {name: A, asks: &x yes}\nbox: [nan, 1, 2]\nnote: !t x\n"
    (tmp_path / "s.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(SourceError) as error:
        read_record(Sources(tmp_path), "s.yaml", ScriptKeys)
    assert [(p.where.line, p.what) for p in error.value.problems if p.where] == [
        (2, "there is no key `nmae` here"),
        (3, "`asks`: an anchor (a word with a & before it) is not used here"),
        (4, "item 1 of `box` should be a number"),
        (5, "`note`: a tag (a word with a ! before it) is not used here"),
    ]
