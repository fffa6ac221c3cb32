import datetime
from dataclasses import replace

import pytest

from epub.sample import ENGLISH
from storybook.errors import SourceError
from storybook.formats._epub.accessibility import AccessFacts, properties
from storybook.formats._epub.metadata import Element, describe
from storybook.model.book import Contributor, Metadata, Series


def values(metadata: Metadata, name: str) -> list[str]:
    found = []
    for element in describe(metadata, (), None):
        if name in (element.name, element.attributes.get("property")):
            found.append(element.text)
    return found


def test_the_first_identifier_is_the_books_own() -> None:
    first = next(element for element in describe(ENGLISH, (), None) if element.name == "identifier")
    assert first.attributes == {"id": "book-id"}
    assert first.text.startswith("urn:uuid:")


def test_an_isbn_says_that_it_is_one() -> None:
    assert values(ENGLISH, "identifier-type") == ["15"]


@pytest.mark.parametrize(("printed", "said"), [("2", ["2"]), ("2.5", ["2.5"]), ("two", []), ("", [])])
def test_a_series_position_is_said_only_as_a_number(printed: str, said: list[str]) -> None:
    assert values(replace(ENGLISH, series=Series("Lines", printed)), "group-position") == said


def test_makers_are_creators_and_others_contributors() -> None:
    people = replace(ENGLISH, contributors=(Contributor("A", "aut"), Contributor("B", "trl")))
    assert values(people, "creator") == ["A"]
    assert values(people, "contributor") == ["B"]


def test_what_is_not_known_is_left_out() -> None:
    bare = Metadata("T", "en", "t", ENGLISH.identifiers[:1])
    assert {element.name for element in describe(bare, (), None)} == {"identifier", "title", "language", "meta"}


@pytest.mark.parametrize("given", ["2026", "2026-11", "2026-11-22"])
def test_the_date_is_as_precise_as_it_was_given(given: str) -> None:
    assert values(replace(ENGLISH, date=datetime.date(2026, 11, 22), date_text=given), "date") == [given]


def test_the_cover_is_named_for_old_readers() -> None:
    assert Element("meta", "", {"name": "cover", "content": "img-0001"}) in describe(ENGLISH, (), "img-0001")


def test_a_character_that_no_file_can_hold_is_an_error_and_not_left_out() -> None:
    with pytest.raises(SourceError, match="rights"):
        describe(replace(ENGLISH, rights="a\x01b"), (), None)


def said(facts: AccessFacts, summary: str = "") -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in properties(facts, summary, lambda key: key):
        found.setdefault(name.removeprefix("schema:"), []).append(value)
    return found


PLAIN = AccessFacts(pictures=0, described=True, lettering=False, ruby=False, still=True)


def test_plain_text_is_textual_and_can_be_restyled() -> None:
    found = said(PLAIN)
    assert found["accessMode"] == found["accessModeSufficient"] == ["textual"]
    assert "displayTransformability" in found["accessibilityFeature"]
    assert "alternativeText" not in found["accessibilityFeature"]
    assert found["accessibilityHazard"] == ["none"]


def test_an_undescribed_picture_takes_the_claim_that_text_is_enough() -> None:
    found = said(replace(PLAIN, pictures=3, described=False))
    assert found["accessModeSufficient"] == ["textual,visual"]
    assert "alternativeText" not in found["accessibilityFeature"]
    assert "access_undescribed" in found["accessibilitySummary"][0]


def test_lettering_is_not_called_restylable() -> None:
    found = said(replace(PLAIN, pictures=3, lettering=True))
    assert "displayTransformability" not in found["accessibilityFeature"]
    assert "access_text" not in found["accessibilitySummary"][0]
    assert found["accessModeSufficient"] == ["textual,visual", "textual"]


def test_ruby_is_said_only_where_there_is_some() -> None:
    assert "rubyAnnotations" in said(replace(PLAIN, ruby=True))["accessibilityFeature"]
    assert "rubyAnnotations" not in said(PLAIN)["accessibilityFeature"]


def test_pictures_that_might_move_are_an_unknown_hazard() -> None:
    found = said(replace(PLAIN, pictures=1, still=False))
    assert found["accessibilityHazard"] == ["unknown"]
    assert "access_hazard" not in found["accessibilitySummary"][0]


def test_the_publishers_own_summary_stands() -> None:
    assert said(PLAIN, "Ours.")["accessibilitySummary"] == ["Ours."]


def test_no_conformance_is_claimed() -> None:
    assert not any("conformsTo" in name for name, _ in properties(PLAIN, "", lambda key: key))
