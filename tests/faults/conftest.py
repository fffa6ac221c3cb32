"""The shim, compiled once, and the nursery that builds are born in."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from faults.brood import Brood, started
from faults.scene import EPUB, WORDS, Scene, make_scene
from faults.shim import Shim, compile_shim


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shim, compiled."""
    return compile_shim(tmp_path_factory.mktemp("shim"))


@pytest.fixture(scope="session")
def brood(library: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Brood]:
    """Builds that begin in no time."""
    folder = tmp_path_factory.mktemp("brood")
    with started(Shim(library, folder / "control"), folder) as running:
        yield running


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    """A book on a desk, and a shelf with nothing on it."""
    return make_scene(tmp_path / "scene")


@pytest.fixture
def small(tmp_path: Path) -> Scene:
    """The same, but only the EPUB is made of it."""
    return make_scene(tmp_path / "small", EPUB)


@pytest.fixture(scope="session")
def generations(brood: Brood, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """The finished files of each generation of the book, with their SHA-256."""
    return _made(brood, make_scene(tmp_path_factory.mktemp("generations") / "scene"), files=3)


@pytest.fixture(scope="session")
def small_generations(brood: Brood, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """The same where only the EPUB is made."""
    return _made(brood, make_scene(tmp_path_factory.mktemp("generations") / "small", EPUB), files=2)


def _made(brood: Brood, scene: Scene, files: int) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for name, words in WORDS.items():
        scene.write(words)
        code, said = brood.build(scene)
        assert code == 0, said
        found[name] = scene.finished()
        assert len(found[name]) == files, found[name]
    return found
