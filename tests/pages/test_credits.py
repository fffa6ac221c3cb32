from pathlib import Path

import pytest

from storybook.model.book import Contributor, Identifier, Metadata
from storybook.pages.credits import CreditLine, CreditPart, credit_lines
from storybook.pages.theme import load_words, shipped_folder


def made(contributors: tuple[Contributor, ...], language: str = "en") -> tuple[CreditLine, ...]:
    metadata = Metadata("T", language, "t", (Identifier("uri", "https://example.org/"),), contributors)
    return credit_lines(metadata, load_words(shipped_folder(), language))


def lines(*people: tuple[str, str], language: str = "en") -> tuple[str, ...]:
    return tuple(str(line) for line in made(tuple(Contributor(name, role) for name, role in people), language))


def test_people_of_one_role_share_a_line_and_roles_keep_their_order() -> None:
    assert lines(("C", "trl"), ("A", "aut"), ("B", "aut")) == ("Translated by C", "A, B")


def test_who_wrote_and_drew_is_named_once() -> None:
    assert lines(("A", "aut"), ("A", "ill"), ("C", "trl")) == ("Told and drawn by A", "Translated by C")
    assert lines(("A", "aut"), ("B", "ill")) == ("A", "Pictures by B")


def test_a_role_that_we_have_no_words_for_is_still_named() -> None:
    assert lines(("D", "pfr")) == ("With D",)
    assert lines(("하나", "aut"), language="ko") == ("하나 지음",)


def test_a_name_carries_its_link_and_the_words_around_it_do_not() -> None:
    (line,) = made((Contributor("A", "trl", link="https://example.org/a"), Contributor("B", "trl")))
    assert line.parts == (
        CreditPart("Translated by "),
        CreditPart("A", "https://example.org/a"),
        CreditPart(", "),
        CreditPart("B"),
    )


def test_a_link_given_in_one_role_stands_where_both_are_said_in_one_line() -> None:
    (line,) = made((Contributor("A", "aut"), Contributor("A", "ill", link="https://example.org/a")))
    assert line.parts == (CreditPart("Told and drawn by "), CreditPart("A", "https://example.org/a"))


@pytest.mark.parametrize("file", sorted((shipped_folder() / "words").glob("*.toml")), ids=lambda file: file.stem)
def test_every_language_has_all_of_our_words(file: Path) -> None:
    assert set(load_words(shipped_folder(), file.stem)) == set(load_words(shipped_folder(), "en"))
