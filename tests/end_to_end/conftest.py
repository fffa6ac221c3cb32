"""Books built once for all end-to-end tests of a worker, by the command line as a person calls it."""

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from program import ROOT, small_starter, storybook


@pytest.fixture(scope="session")
def our_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with every target of the book of this repository; the first worker that needs it makes it for all."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "our-book"
    folder.mkdir(exist_ok=True)
    out = folder / "dist"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "made").exists():
            run = storybook("build", ROOT / "book", "--out", out, timeout=900)
            assert run.code == 0, run.err
            (folder / "made").touch()
    return out


@pytest.fixture(scope="session")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The book that `storybook new` makes."""
    folder = tmp_path_factory.mktemp("starter") / "book"
    run = storybook("new", folder)
    assert run.code == 0, run.err
    return folder


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with small pictures, for tests that build it and look at something else."""
    return small_starter(tmp_path_factory.mktemp("small") / "book")


@pytest.fixture
def copy_of(tmp_path: Path) -> Callable[[Path], Path]:
    """Makes a copy of a book that a test may spoil."""

    def make(book: Path) -> Path:
        copy = tmp_path / "copy"
        shutil.copytree(book, copy)
        return copy

    return make
