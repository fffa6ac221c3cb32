"""Pages that ask for a file or an address in every way that a page can, straight before the layout engine."""

import json
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from closed_world import markups
from closed_world.traced import Traced, trace
from program import ROOT

pytestmark = pytest.mark.xdist_group("markups")  # what its fixtures make is made once

HOST = "127.0.0.1:9"
"""Nobody listens there; that somebody asks is seen all the same."""


@dataclass(frozen=True)
class Laid:
    """What the system was asked for, and what came of each markup."""

    run: Traced
    answers: dict[str, list[str]]
    folder: Path

    def read(self) -> set[int]:
        """The numbers of the files that were opened."""
        opened = self.run.of("open", "openat")
        return {
            int(path.stem)
            for path in self.folder.iterdir()
            if any(f'"{path}"' in call and "ENOENT" not in call for call in opened)
        }


def laid_out(way: str, folder: Path, address: str) -> Laid:
    folder.mkdir()
    for number in range(len(markups.MARKUPS)):
        shutil.copy(ROOT / "templates/starter/art/night.png", folder / f"{number:02}.png")
        shutil.copy(ROOT / "templates/fonts/Alegreya-Regular.ttf", folder / f"{number:02}.ttf")
        (folder / f"{number:02}.txt").write_text("canary", "utf-8")
        (folder / f"{number:02}.css").write_text("p { color: red }", "utf-8")
        drawing = markups.DRAWING.format('<rect id="a" width="9" height="9"/>')
        (folder / f"{number:02}.svg").write_text(drawing, "utf-8")
    command: list[str | Path] = [sys.executable, Path(markups.__file__), way, address.format(folder=folder)]
    fonts = folder.parent / "fonts.conf"  # all the fonts of a system would take long to load
    fonts.write_text(f"<fontconfig><dir>{ROOT / 'templates' / 'fonts'}</dir></fontconfig>", "utf-8")
    paths = os.pathsep.join(map(str, (ROOT / "src", ROOT / "tests")))
    environment = {"PYTHONPATH": paths, "FONTCONFIG_FILE": str(fonts)}
    run = trace(command, folder.parent / f"{folder.name}.log", environment=environment)
    assert run.code == 0, run.err
    return Laid(run, json.loads(run.out), folder)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Laid:
    """Our door, asked for files."""
    return laid_out("ours", tmp_path_factory.mktemp("fetch") / "files", "file://{folder}")


@pytest.fixture(scope="module")
def naive(tmp_path_factory: pytest.TempPathFactory) -> Laid:
    """WeasyPrint without us, asked for files."""
    return laid_out("naive", tmp_path_factory.mktemp("fetch") / "naive", "file://{folder}")


def test_there_are_as_many_markups_as_are_known_to_fetch() -> None:
    assert len(markups.MARKUPS) >= 38
    assert len(markups.pages("file:///x")) == len(markups.MARKUPS) + len(markups.IN_A_DRAWING)


def test_without_our_door_files_are_read(naive: Laid) -> None:
    assert len(naive.read()) >= 16


def test_no_markup_reads_a_file(files: Laid) -> None:
    assert files.read() == set()
    assert files.run.naming(files.folder / "0") == []
    assert files.run.programs == []


def test_every_markup_that_would_fetch_is_refused_aloud(files: Laid, naive: Laid) -> None:
    names = list(markups.MARKUPS)
    fetching = {names[number] for number in naive.read()}
    assert files.answers[markups.HARMLESS] == []
    assert {"img", "link-attachment", "css-background", "svg-image"} <= fetching
    silent = {name for name in fetching if not files.answers[name]}
    assert silent == set()


def test_a_refusal_inside_a_drawing_of_the_book_is_not_swallowed(files: Laid, naive: Laid) -> None:
    names = list(markups.MARKUPS)
    fetching = {names[number] for number in naive.read()} & set(markups.IN_A_DRAWING)
    assert fetching
    assert {name for name in fetching if not files.answers[f"{name}-in-a-drawing"]} == set()


def test_a_refusal_is_an_error_of_ours_and_says_nothing_of_the_machine(files: Laid) -> None:
    refusals = {name: answer for name, answer in files.answers.items() if answer}
    assert {answer[0] for answer in refusals.values()} <= {"OutputError", "SourceError"}
    assert [name for name, answer in refusals.items() if str(files.folder) in answer[1]] == []


def test_no_markup_reaches_the_network(tmp_path: Path) -> None:
    ours = laid_out("ours", tmp_path / "net", f"http://{HOST}")
    assert ours.run.network == []
    assert ours.run.naming(HOST) == []
