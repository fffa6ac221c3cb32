"""book.yaml: what is read from it, and what is told of its faults."""

import datetime
import re
import uuid
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from read.sample import BODY, FORMATS, HEAD, KINDS, write_book
from storybook.errors import Problem, SourceError
from storybook.model.book import Contributor, Identifier, Matter, Series
from storybook.model.edition import Shape
from storybook.model.manifest import Manifest, TargetWish
from storybook.read.manifest import ManifestFile, read_manifest
from storybook.read.problems import MAX_PROBLEMS
from storybook.read.sources import Sources


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def read_file(folder: Path, text: str) -> ManifestFile:
    return read_manifest(Sources(write_book(folder, text)), KINDS, FORMATS)


def read(folder: Path, text: str, language: str = "en") -> Manifest:
    return read_file(folder, text).in_language(language)


def problems(folder: Path, text: str) -> tuple[Problem, ...]:
    with pytest.raises(SourceError) as error:
        read_file(folder, text)
    return error.value.problems


def told(folder: Path, text: str) -> str:
    return "\n".join(map(str, problems(folder, text)))


def test_everything_a_book_says_of_itself_is_read(folder: Path) -> None:
    metadata = read(
        folder,
        """\
title: 1984
subtitle: no
language: EN-gb
slug: a-year
identifiers: [{isbn: 978-3-16-148410-0}, {isbn: 0-306-40615-2}, {uri: https://example.org/b}]
contributors:
  - {name: Kim, role: author, file_as: "Kim, A.", link: https://example.org/kim}
  - {name: Lee, role: ILL}
publisher: P
publisher_url: https://example.org
rights: |
  One line.
  Another.
licence_url: https://creativecommons.org/licenses/by-sa/4.0/
description: >-
  About
  this.
subjects: [Human rights, 2024-01-02]
date: 2026-11
series: {name: S, position: 1}
accessibility_summary: Fine.
"""
        + BODY,
        "en-GB",
    ).metadata
    assert (metadata.title, metadata.subtitle, metadata.language, metadata.slug) == ("1984", "no", "en-GB", "a-year")
    assert metadata.identifiers == (
        Identifier("isbn", "9783161484100", "978-3-16-148410-0"),
        Identifier("isbn", "9780306406157", "978-0-306-40615-7"),
        Identifier("uri", "https://example.org/b"),
    )
    assert metadata.contributors == (
        Contributor("Kim", "aut", "Kim, A.", "https://example.org/kim"),
        Contributor("Lee", "ill"),
    )
    assert (metadata.publisher, metadata.publisher_url) == ("P", "https://example.org")
    assert metadata.rights == "One line.\nAnother."
    assert metadata.description == "About this."
    assert metadata.subjects == ("Human rights", "2024-01-02")
    assert (metadata.date, metadata.date_text) == (datetime.date(2026, 11, 1), "2026-11")
    assert metadata.series == Series("S", "1")
    assert metadata.accessibility_summary == "Fine."


def test_entries_stand_in_order_with_names_that_say_nothing_of_files(folder: Path) -> None:
    manifest = read(
        folder,
        HEAD
        + """\
front_matter: [title_page, contents, {kind: essay, title: F, source: en/a.md}, {kind: title_page, title: T}]
chapters:
  - {kind: essay, title: One, subtitle: Sub, source: en/a.md}
  - {kind: essay, title: Two, source: ./en/../en/a.md, id: two}
  - {kind: talk, title: Three, source: en/a.md, speakers: [{name: A, asks: yes}]}
back_matter: [{kind: link, title: L, label: Give, link: https://example.org}]
""",
    )
    assert [(entry.id, entry.matter) for entry in manifest.entries] == [
        ("title-page", Matter.FRONT),
        ("contents", Matter.FRONT),
        ("essay", Matter.FRONT),
        ("title-page-2", Matter.FRONT),
        ("chapter-01", Matter.BODY),
        ("two", Matter.BODY),
        ("chapter-03", Matter.BODY),
        ("link", Matter.BACK),
    ]
    one, two, talk = manifest.entries[4:7]
    assert (one.title, one.subtitle, one.source) == ("One", "Sub", "en/a.md")
    assert two.source == "en/a.md"
    assert str(talk.where) == "book.yaml:8:5"
    assert str(talk.place("speakers", 0, "name")) == "book.yaml:8:67"
    assert str(talk.place("speakers", 7, "name")) == "book.yaml:8:59"
    assert talk.place("portrait") == talk.where


def test_a_given_id_is_never_given_again_by_the_program(folder: Path) -> None:
    text = HEAD + "chapters:\n" + "  - {kind: essay, title: T, source: en/a.md}\n" * 2
    text += "  - {kind: essay, title: T, source: en/a.md, id: chapter-01}\n"
    assert [entry.id for entry in read(folder, text).entries] == ["chapter-01-2", "chapter-02", "chapter-01"]


BILINGUAL = """\
title: {en: The Red Line, ko: 붉은 선}
languages: [en, ko]
identifiers: [{uuid: 6b1f4a0e-3c55-5f0e-9a53-2f7b4f8f1c10}, {isbn: {ko: 9783161484100}}]
contributors: [{name: {en: Kim, ko: 김}, role: aut}]
chapters:
  - {kind: essay, title: {en: One, ko: 하나}, source: {en: en/a.md, ko: ko/a.md}}
"""


def test_each_language_gets_its_own_texts_and_identifiers(folder: Path) -> None:
    file = read_file(folder, BILINGUAL)
    assert file.languages == ("en", "ko")
    english, korean = (file.in_language(tag) for tag in file.languages)
    assert (english.metadata.title, korean.metadata.title) == ("The Red Line", "붉은 선")
    assert (english.metadata.slug, korean.metadata.slug) == ("the-red-line", "the-red-line")
    assert korean.metadata.contributors[0].name == "김"
    assert (english.entries[0].source, korean.entries[0].source) == ("en/a.md", "ko/a.md")
    first = "6b1f4a0e-3c55-5f0e-9a53-2f7b4f8f1c10"
    assert english.metadata.identifiers == (Identifier("uuid", first),)
    second = str(uuid.uuid5(uuid.UUID(first), "ko"))
    assert korean.metadata.identifiers == (Identifier("uuid", second), Identifier("isbn", "9783161484100"))
    with pytest.raises(SourceError, match="not made in the language fr"):
        file.in_language("fr")


def test_a_missing_language_names_key_and_language(folder: Path) -> None:
    said = told(folder, BILINGUAL.replace(", ko: 붉은 선", "").replace(", ko: ko/a.md", ""))
    assert "book.yaml:1:8: `title` has no text in the language `ko`" in said
    assert "book.yaml:6:53: `source` has no text in the language `ko`" in said
    assert "add a line `ko: …` below it" in said


def test_a_text_in_a_language_that_the_book_has_not_is_refused(folder: Path) -> None:
    said = told(folder, BILINGUAL.replace("ko: 김", "kr: 김"))
    assert "`name` names `kr`, which is no language of this book" in said
    assert "4:33: " in said


def test_a_text_for_the_bare_language_serves_its_regions(folder: Path) -> None:
    text = BILINGUAL.replace("[en, ko]", "[en, ko-KR]")
    assert read(folder, text, "ko-KR").metadata.title == "붉은 선"


def test_one_isbn_for_two_languages_is_refused(folder: Path) -> None:
    said = told(folder, BILINGUAL.replace("{ko: 9783161484100}", "9783161484100"))
    assert said.count("one ISBN cannot stand for editions in several languages") == 1


def test_all_faults_are_told_at_once_in_the_order_of_the_lines(folder: Path) -> None:
    found = problems(
        folder,
        """\
titel: X
language: english-language
date: 2026-02-30
identifiers: [{isbn: 978-3-16-148410-1}]
publisher_url: javascript:alert(1)
contributors: [{name: A, role: ilustrator}, {role: aut}]
subjects: one
series: {nam: x}
chapters:
  - {kind: esay, title: T}
  - {kind: essay, source: en/b.md}
  - {kind: talk, title: T, source: en/a.md, speakers: [{name: A, asks: maybe}, B], id: 1a}
  - {kind: link, title: T, source: en/a.md, label: L, link: ftp://x}
  - [x]
targets: {epup: {}, print-pdf: {preset: a6, images: prnt, crop_marks: 7, bleed: 3}}
""",
    )
    assert [(p.where.line if p.where else 0, p.what) for p in found] == [
        (1, "there is no key `titel` here"),
        (2, "`language` is not a language tag"),
        (3, "`date` is not a day of the calendar"),
        (4, "`isbn` is not a valid ISBN: its last digit does not fit the others"),
        (5, "`publisher_url` is not a web address that starts with https:// or http:// (or mailto:)"),
        (6, "`role` is no role that libraries know"),
        (6, "`name` is missing"),
        (7, "`subjects` should be a list"),
        (8, "there is no key `nam` here"),
        (10, "there is no chapter kind of this name"),
        (11, "`title` is missing"),
        (11, "there is no file en/b.md in the book"),
        (12, "`asks` should be yes or no"),
        (12, "item 2 of `speakers` should have keys of its own"),
        (12, "`id` is not a usable name"),
        (13, "a chapter of the kind link has no `source`"),
        (13, "`link` is not a web address that starts with https:// or http:// (or mailto:)"),
        (14, "this is not a chapter"),
        (15, "there is no format of this name"),
        (15, "`preset` is no preset for pages"),
        (15, "`images` is no preset for pictures"),
        (15, "`crop_marks` should be yes or no"),
        (15, "there is no key `bleed` here"),
    ]
    assert all(problem.hint for problem in found)
    hints = {problem.what: problem.hint for problem in found}
    assert hints["there is no key `titel` here"] == "did you mean title?"
    assert hints["there is no chapter kind of this name"] == "did you mean essay?"
    assert hints["there is no format of this name"] == "did you mean epub?"
    assert hints["`role` is no role that libraries know"] == "did you mean illustrator?"


@pytest.mark.parametrize(
    ("right", "typed", "line"),
    [
        ("title: The", "titel: The", 1),
        ("language:", "langauge:", 2),
        ("identifiers:", "identifers:", 3),
        ("chapters:", "chapter:", 4),
        ("title: One", "tilte: One", 5),
        ("source:", "sourse:", 5),
    ],
)
def test_a_misspelt_key_that_is_needed_is_one_problem(folder: Path, right: str, typed: str, line: int) -> None:
    text = HEAD + BODY
    (problem,) = problems(folder, text.replace(right, typed))
    assert problem.where
    assert problem.where.line == line
    assert problem.what == f"there is no key `{typed.partition(':')[0]}` here"
    assert problem.hint == f"did you mean {right.partition(':')[0]}?"


def test_a_missing_key_beside_an_unknown_one_of_another_name_are_two_problems(folder: Path) -> None:
    assert len(problems(folder, "colour: red\n" + HEAD.replace("title: The Red Line\n", "") + BODY)) == 2


def test_texts_get_the_marks_that_printers_use(folder: Path) -> None:
    metadata = read(
        folder,
        HEAD.replace("The Red Line", """'The "Red" Line -- it''s mine...'""")
        + "subtitle: don't\ncontributors: [{name: Kim O'Brien, role: aut, link: \"https://example.org/it's--\"}]\n"
        + "description: |\n  A 'small' book.\n  \"Two\" lines.\n"
        + BODY,
    ).metadata
    assert (metadata.title, metadata.subtitle) == ("The “Red” Line – it’s mine…", "don’t")
    assert metadata.slug == "the-red-line-its-mine"
    assert (metadata.contributors[0].name, metadata.contributors[0].link) == (
        "Kim O’Brien",
        "https://example.org/it's--",
    )
    assert metadata.description == "A ‘small’ book.\n“Two” lines."


def test_each_language_has_its_own_quotation_marks(folder: Path) -> None:
    text = (
        BILINGUAL.replace("ko/a.md", "en/a.md")
        .replace("{en: One, ko: 하나}", """{en: '"a"', de: '"b"'}""")
        .replace("ko", "de")
    )
    assert [read(folder, text, tag).entries[0].title for tag in ("en", "de")] == ["“a”", "„b“"]


def test_the_isbns_of_the_manual_are_valid(folder: Path) -> None:
    manual = (Path(__file__).parents[2] / "docs" / "manifest.md").read_text(encoding="utf-8")
    isbns = re.findall(r"97[89](?:-\d+)+", manual)
    assert len(isbns) == 2
    for isbn in isbns:
        read(folder, HEAD.replace("uuid: 6b1f4a0e-3c55-5f0e-9a53-2f7b4f8f1c10", f"isbn: {isbn}") + BODY)


def test_a_wide_colon_behind_a_key_is_named(folder: Path) -> None:
    (problem,) = problems(folder, HEAD + BODY.replace("title: One", "title： A Long Title of One"))
    assert "plain colon" in problem.hint
    assert "`title` is missing" in told(folder, HEAD + BODY.replace("title: One", "titel: "))


def test_a_fault_shows_its_line_with_a_caret(folder: Path) -> None:
    assert told(folder, "titel: X\n" + HEAD + BODY).splitlines() == [
        "book.yaml:1:1: there is no key `titel` here",
        "  1 | titel: …",
        "    | ^",
        "  mend: did you mean title?",
    ]


def test_a_duplicate_is_told_beside_other_faults_and_its_values_nowhere(folder: Path) -> None:
    said = told(folder, HEAD + "publisher: [Pseudonym]\nsubjects: 7\npublisher: Kim Real\n" + BODY)
    assert "`publisher` is given twice (first on line 4)" in said
    assert "`subjects` should be a list" in said
    assert "Pseudonym" not in said
    assert "Kim" not in said


def test_a_path_that_leads_out_is_shown_by_no_fault_of_its_line(folder: Path) -> None:
    said = told(folder, HEAD + "chapters:\n  - {kind: essay, source: ../../home/kim/a.md, tilte: x}\n")
    assert "the path leads out of the book's folder" in said
    assert "there is no key `tilte` here" in said
    assert "kim" not in said


FAULTS: list[tuple[str, str]] = [
    ("", "the file is empty"),
    ("- a\n- b\n", "this is not a manifest"),
    ("title:T\n", "this is not a manifest"),
    (HEAD.replace("The Red Line", "''") + BODY, "`title` is empty"),
    (HEAD.replace("The Red Line", "") + BODY, "`title` has no value"),
    (HEAD.replace("The Red Line", "[a]") + BODY, "`title` should be a text"),
    (HEAD.replace("The Red Line", "x" * 501) + BODY, "`title` is longer than 500 characters"),
    (HEAD.replace("The Red Line", '"a\\x01b"') + BODY, "`title` holds the invisible character U+0001"),
    (HEAD.replace("The Red Line", "a\u202eb") + BODY, "`title` holds the invisible character U+202E"),
    (HEAD.replace("language: en\n", "") + BODY, "`language` is missing"),
    (HEAD.replace("language: en\n", "language:\n") + BODY, "`language` has no value"),
    (HEAD + "languages: [en]\n" + BODY, "`language` and `languages` are both given"),
    (HEAD.replace("language: en", "languages: [en, EN]") + BODY, "the language `en` is given twice"),
    (HEAD.replace("language: en", "languages: []") + BODY, "`languages` should list 1 or more"),
    (HEAD + "chapters: []\n", "`chapters` should list 1 or more"),
    (HEAD, "`chapters` is missing"),
    (HEAD + "chapters:\n  -\n", "this is not a chapter"),
    (HEAD + "chapters:\n  - {title: T}\n", "`kind` is missing"),
    (HEAD + "chapters:\n  - essay\n", "`source` is missing"),
    (HEAD + "chapters:\n  - {kind: essay, title: T, source: en/A.md}\n", "there is no file en/A.md"),
    (HEAD + BODY + "  - {kind: essay, title: T, source: [x]}\n", "`source` should be a text"),
    (HEAD + BODY + "  - {kind: contents, id: a}\n  - {kind: contents, id: a}\n", "the `id` is given twice"),
    (HEAD + "subjects: [a, ]\nseries:\n  name:\n" + BODY, "`name` has no value"),
    (HEAD + "subjects:\n  - a\n  -\n" + BODY, "item 2 of `subjects` is empty"),
    (HEAD + "date: 2026-13\n" + BODY, "`date` is not a day of the calendar"),
    (HEAD + "date: 22.11.2026\n" + BODY, "`date` is not a date"),
    (HEAD + "slug: The Line\n" + BODY, "`slug` is not a plain file name"),
    (HEAD.replace("6b1f4a0e", "zb1f4a0e") + BODY, "`uuid` is not a UUID"),
    (HEAD.replace("uuid: ", "uri: ") + BODY, "`uri` is not a URI"),
    (HEAD.replace("uuid: ", "isbn: ") + BODY, "`isbn` is not an ISBN"),
    (HEAD.replace("{uuid: ", "{isbn: 9783161484100, uuid: ") + BODY, "should hold one identifier"),
    (HEAD + BODY + "output: ../../tmp/evil.epub\n", "there is no key `output` here"),
]


@pytest.mark.parametrize(("text", "what"), FAULTS, ids=[f"{number} {what}" for number, (_, what) in enumerate(FAULTS)])
def test_a_fault_is_told_in_plain_words(folder: Path, text: str, what: str) -> None:
    said = told(folder, text)
    assert what in said
    assert "mend: " in said


def test_without_identifier_one_is_offered_the_same_each_time(folder: Path) -> None:
    text = HEAD.replace("identifiers: [{uuid: 6b1f4a0e-3c55-5f0e-9a53-2f7b4f8f1c10}]\n", "") + BODY
    said = told(folder, text)
    assert said == told(folder, text)
    line = said.partition("this line: ")[2]
    assert read(folder, text + line + "\n").metadata.identifiers[0].scheme == "uuid"


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("The Red Line", "the-red-line"),
        ("“Été” — l'œuvre de Łukasz Straße", "ete-loeuvre-de-lukasz-strasse"),
        ("  1984!  ", "1984"),
        ("Seoul 서울", "seoul"),
        ("붉은 선", "bulkeun-seon"),
        ("하나원", "hanawon"),
        ("word " * 40, ("word-" * 16)[:-1]),
        ("x" * 200, "x" * 80),
    ],
)
def test_the_slug_comes_from_the_title(folder: Path, title: str, slug: str) -> None:
    assert (
        read(folder, HEAD.replace("The Red Line", f"'{title.replace(chr(39), chr(39) * 2)}'") + BODY).metadata.slug
        == slug
    )


def test_a_title_that_yields_no_file_name_asks_for_a_slug(folder: Path) -> None:
    said = told(folder, HEAD.replace("The Red Line", "Красная") + BODY)
    assert "the finished files cannot be called after this title" in said
    assert "add a line such as `slug: the-red-line`" in said
    assert read(folder, HEAD.replace("The Red Line", "Красная") + "slug: red\n" + BODY).metadata.slug == "red"
    assert read(folder, BILINGUAL.replace("[en, ko]", "[ko, en]"), "ko").metadata.slug == "the-red-line"


def test_wishes_for_formats_are_read(folder: Path) -> None:
    text = HEAD + BODY + "targets: {print-pdf: {preset: half-letter, crop_marks: yes}, epub: {images: screen}}\n"
    targets = read(folder, text).targets
    assert (targets["epub"].format, targets["epub"].image_preset, targets["epub"].page_preset) == (
        "epub",
        "screen",
        None,
    )
    wish = targets["print-pdf"]
    assert (wish.page_preset, wish.crop_marks) == ("half-letter", True)
    assert wish.places["preset"].column == text.splitlines()[-1].index("preset") + 1


def test_every_format_is_a_target(folder: Path) -> None:
    assert read(folder, HEAD + BODY).targets == {name: TargetWish(name, name) for name in sorted(FORMATS)}


def test_targets_of_ones_own_come_after_the_formats(folder: Path) -> None:
    text = HEAD + BODY + "targets:\n  small: {format: epub, max_size: 1.5 mb, comic: scroll, lettering: baked}\n"
    targets = read(folder, text).targets
    assert list(targets) == [*sorted(FORMATS), "small"]
    small = targets["small"]
    assert (small.format, small.max_size, small.shape, small.baked) == ("epub", 1_500_000, Shape.SCROLL, True)


@pytest.mark.parametrize(
    ("target", "at", "what", "hint"),
    [
        ("small: {max_size: 2 MB}", "small", "no format of this name", "add a line such as `format: epub`"),
        ("small: {format: epup}", "epup", "no format of this name", "did you mean epub?"),
        ("epub: {format: screen-pdf}", "format", "called after the format epub", "another name"),
        ("Klein: {format: epub}", "Klein", "cannot be called after this target", "small letters"),
        ("print: {format: screen-pdf}", "print", "cannot be called after this target", "small letters"),
        ("small: {format: epub, max_size: 2}", "2", "is not a size", "such as 8 MB"),
        ("small: {format: epub, max_size: 0 MB}", "0 MB", "is not a size", "such as 8 MB"),
        ("small: {format: epub, comic: strip}", "strip", "comic", "scroll"),
    ],
)
def test_a_target_that_cannot_be_made_is_told(folder: Path, target: str, at: str, what: str, hint: str) -> None:
    text = HEAD + BODY + f"targets:\n  {target}\n"
    (problem,) = problems(folder, text)
    line = text.splitlines()[-1]
    assert problem.where is not None
    assert (problem.where.line, problem.where.column) == (len(text.splitlines()), line.index(at) + 1)
    assert what in problem.what
    assert hint in problem.hint


def test_template_syntax_is_text(folder: Path) -> None:
    assert read(folder, HEAD.replace("The Red Line", '"{{ 7*191 }}"') + BODY).metadata.title == "{{ 7*191 }}"


def test_a_large_or_endless_manifest_is_answered_soon(folder: Path) -> None:
    assert "larger than the manifest limit of 1 MB" in told(folder, "#" * 1_000_001)
    text = HEAD + "chapters:\n" + "  - {kind: esay, nonsense: 1}\n" * 20_000
    found = problems(folder, text)
    assert len(found) == MAX_PROBLEMS + 1
    assert "more problems" in found[-1].what
    assert len(problems(folder, HEAD + BODY + "".join(f"k{n}: 1\n" for n in range(50_000)))) == MAX_PROBLEMS + 1


PIECES = st.sampled_from(
    [
        "",
        "x",
        "\n",
        "  ",
        "- ",
        ": ",
        "{",
        "}",
        "[",
        "]",
        "'",
        '"',
        "&a ",
        "*a",
        "!t ",
        "|\n",
        "null",
        "1",
        "ko",
        "../x",
    ]
)


@given(st.lists(st.tuples(st.integers(0, 700), st.integers(0, 12), PIECES), min_size=1, max_size=4))
@settings(max_examples=150)
def test_a_spoilt_manifest_is_read_or_refused_with_a_place(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, int, str]]
) -> None:
    text = BILINGUAL + "series: {name: S}\ndate: 2026-11\ntargets: {epub: {images: screen}}\nback_matter: [contents]\n"
    for start, length, piece in changes:
        text = text[:start] + piece + text[start + length :]
    folder = tmp_path_factory.getbasetemp() / "spoilt"
    folder.mkdir(exist_ok=True)
    try:
        languages = read_file(folder, text).languages
    except SourceError as refused:
        assert all(problem.where and problem.what and problem.hint for problem in refused.problems)  # noqa: PT017
    else:
        assert languages
