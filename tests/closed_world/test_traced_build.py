"""What a build asks of the system, while the book asks for more."""

import shutil
import sys
from pathlib import Path

import pytest

from closed_world import tricks
from closed_world.traced import Traced, trace
from program import small_starter


@pytest.fixture(scope="session")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small book."""
    return small_starter(tmp_path_factory.mktemp("starter") / "book")


@pytest.fixture
def place(tmp_path: Path, starter: Path) -> Path:
    """A folder with a book, and beside it what the book is after."""
    shutil.copytree(starter, tmp_path / "book")
    tricks.lay_out_canaries(tmp_path, starter / "art")
    return tmp_path


def build(place: Path, *more: str) -> Traced:
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "storybook",
        "build",
        place / "book",
        "--out",
        place / "out" / "dist",
        *more,
    ]
    return trace(command, place / "log", cwd=place / "book")


def assert_closed(run: Traced, place: Path) -> None:
    assert run.calls
    assert run.network == []
    assert run.programs == []
    # The template engine looks for whatever is included inside the folders of templates, and nowhere else.
    inside = f"/templates{place / tricks.OUTSIDE}"
    assert [call for call in run.naming(tricks.OUTSIDE) if inside not in call] == []
    assert run.naming(tricks.HOST) == []


def assert_refused(run: Traced, place: Path) -> None:
    assert run.code == 3, run.err
    assert "mend:" in run.err
    # A caret under the line shows what the author wrote; the message itself does not.
    said = "\n".join(line for line in run.err.splitlines() if " | " not in line)
    assert "canary" not in said.replace(str(place / "book"), "")
    assert not (place / "out" / "dist").exists()
    assert_closed(run, place)


def test_the_trace_shows_what_a_careless_program_does(place: Path) -> None:
    careless = """
import socket, subprocess, sys
open(sys.argv[1] + "/secret.txt").read()
subprocess.run(["/bin/true"])
try:
    socket.create_connection(("127.0.0.1", 9))
except OSError:
    pass
"""
    outside = place / tricks.OUTSIDE
    run = trace([sys.executable, "-c", careless, outside], place / "log")
    assert run.of("openat")
    assert len([call for call in run.naming(outside) if "secret.txt" in call and "openat" in call]) == 1
    assert len(run.network) >= 2
    assert len(run.programs) == 1


def test_a_book_full_of_addresses_is_built_without_following_one(place: Path) -> None:
    tricks.make_it_reach_out(place / "book", place / tricks.OUTSIDE)
    run = build(place)
    assert run.code == 0, run.err
    assert len(list((place / "out" / "dist").iterdir())) == 4
    assert_closed(run, place)


def test_a_build_touches_the_book_the_outputs_and_what_python_needs(place: Path) -> None:
    run = build(place)
    assert run.code == 0, run.err
    homes = [Path.home() / name for name in (".cache", ".config", ".local/share", ".fontconfig")]
    # Python itself may lie in a folder of the home, and looks there for its parts.
    touched = [call for home in homes for call in run.naming(home) if sys.base_prefix not in call]
    assert touched == []
    for file in ("/etc/passwd", "/etc/hosts", "/etc/resolv.conf", "/etc/nsswitch.conf", "/var/run/nscd"):
        assert run.naming(f'"{file}') == []


def test_chapters_that_ask_for_what_is_not_the_books_own_are_all_refused_without_looking(place: Path) -> None:
    sources = {name: f"en/trick-{number:02}.md" for number, name in enumerate(tricks.PROSE)}
    for name, source in sources.items():
        text = tricks.filled(tricks.PROSE[name], place / tricks.OUTSIDE)
        (place / "book" / source).write_text(f"{text}\n", "utf-8")
    tricks.add_chapters(place / "book", list(sources.values()))
    run = build(place)
    assert_refused(run, place)
    assert {name for name, source in sources.items() if f"error: {source}:" not in run.err} == set()


def test_sources_that_are_not_the_books_own_are_all_refused_without_looking(place: Path) -> None:
    sources = [tricks.filled(source, place / tricks.OUTSIDE) for source in tricks.SOURCES.values()]
    tricks.add_chapters(place / "book", sources)
    first = (place / "book" / "book.yaml").read_text("utf-8").splitlines().index("chapters:") + 2
    run = build(place)
    assert_refused(run, place)
    lines = range(first, first + len(sources))
    assert [line for line in lines if f"error: book.yaml:{line}:" not in run.err] == []


@pytest.mark.parametrize("trick", tricks.REFUSED)
def test_a_book_that_asks_for_what_is_not_its_own_is_refused_without_looking(place: Path, trick: str) -> None:
    tricks.REFUSED[trick](place / "book", place / tricks.OUTSIDE)
    assert_refused(build(place, "--format=epub", "--format=screen-pdf"), place)


def test_our_own_variables_do_not_lead_a_build_elsewhere(place: Path) -> None:
    outside = place / tricks.OUTSIDE
    before = {path.name for path in outside.iterdir()}
    leading = {
        name: str(outside)
        for name in ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_DIRS", "FONTCONFIG_PATH")
    }
    leading["FONTCONFIG_FILE"] = leading["PANGORC_FILE"] = str(outside / "secret.txt")
    command: list[str | Path] = [sys.executable, "-m", "storybook", "build", place / "book", "--out", place / "dist"]
    run = trace(command, place / "log", environment=leading)
    assert run.code == 0, run.err
    assert [call for call in run.naming(outside) if "openat" in call] == []
    assert {path.name for path in outside.iterdir()} == before
