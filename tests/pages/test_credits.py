from pathlib import Path

import pytest

from storybook.model.book import Contributor, Identifier, Metadata
from storybook.pages.credits import credit_lines
from storybook.pages.theme import load_words, shipped_folder


def lines(*people: tuple[str, str], language: str = "en") -> tuple[str, ...]:
    contributors = tuple(Contributor(name, role) for name, role in people)
    metadata = Metadata("T", language, "t", (Identifier("uri", "https://example.org/"),), contributors)
    return credit_lines(metadata, load_words(shipped_folder(), language))


def test_people_of_one_role_share_a_line_and_roles_keep_their_order() -> None:
    assert lines(("C", "trl"), ("A", "aut"), ("B", "aut")) == ("Translated by C", "A, B")


def test_who_wrote_and_drew_is_named_once() -> None:
    assert lines(("A", "aut"), ("A", "ill"), ("C", "trl")) == ("Told and drawn by A", "Translated by C")
    assert lines(("A", "aut"), ("B", "ill")) == ("A", "Pictures by B")


def test_a_role_that_we_have_no_words_for_is_still_named() -> None:
    assert lines(("D", "pfr")) == ("With D",)
    assert lines(("하나", "aut"), language="ko") == ("하나 지음",)


@pytest.mark.parametrize("file", sorted((shipped_folder() / "words").glob("*.toml")), ids=lambda file: file.stem)
def test_every_language_has_all_of_our_words(file: Path) -> None:
    assert set(load_words(shipped_folder(), file.stem)) == set(load_words(shipped_folder(), "en"))
