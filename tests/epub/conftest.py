import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from epub.sample import bare_edition, english_edition, korean_edition
from storybook.formats.epub import write
from storybook.model.edition import Edition

MAKERS: dict[str, Callable[[Path], Edition]] = {
    "english": english_edition,
    "korean": korean_edition,
    "bare": lambda _: bare_edition(),
}


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache for all tests, so that each typeface is subset once."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def english(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Edition:
    return dataclasses.replace(english_edition(tmp_path_factory.mktemp("english")), cache=cache)


@pytest.fixture(scope="session")
def books(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> dict[str, Path]:
    """Finished e-books by the name of their sample."""
    folder = tmp_path_factory.mktemp("books")
    made = {}
    for name, maker in MAKERS.items():
        pictures = folder / name
        pictures.mkdir()
        made[name] = folder / f"{name}.epub"
        write(dataclasses.replace(maker(pictures), cache=cache), made[name])
    return made
