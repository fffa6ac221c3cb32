"""Books built once for all end-to-end tests of a worker, by the command line as a person calls it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from program import ROOT, storybook


@pytest.fixture(scope="session")
def our_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with every format of the book of this repository."""
    out = tmp_path_factory.mktemp("our-book") / "dist"
    run = storybook("build", ROOT / "book", "--out", out)
    assert run.code == 0, run.err
    return out


@pytest.fixture(scope="session")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The book that `storybook new` makes."""
    folder = tmp_path_factory.mktemp("starter") / "book"
    run = storybook("new", folder)
    assert run.code == 0, run.err
    return folder


@pytest.fixture
def copy_of(tmp_path: Path) -> Callable[[Path], Path]:
    """Makes a copy of a book that a test may spoil."""

    def make(book: Path) -> Path:
        copy = tmp_path / "copy"
        shutil.copytree(book, copy)
        return copy

    return make
