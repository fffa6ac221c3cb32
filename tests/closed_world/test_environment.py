"""Names of a person, a machine and its folders, looked for in every byte that a build leaves."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from hostile.exiftool import ExifTool
from hostile.scanner import Scanner
from program import ROOT, small_starter
from validators import tool

CANARIES = {
    name: f"canaryof{name.lower()}"
    for name in ("USER", "LOGNAME", "USERNAME", "EMAIL", "MAIL", "HOSTNAME", "ORGANIZATION", "NAME", "DEBEMAIL")
}
FOLDERS = {name: f"canaryin{name.lower()}" for name in ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")}
PLACES = ("canarybooks", "canaryoutputs", "canarywork")
HOST = "canaryhost"
ZONE = "CNY"
"""What the time zone calls itself; five and three quarters of an hour are nobody else's."""


@pytest.fixture(scope="module")
def exiftool() -> Iterator[ExifTool]:
    started = ExifTool()
    yield started
    started.close()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which a book full of canaries was built."""
    folder = tmp_path_factory.mktemp("environment")
    for name in (*PLACES, *FOLDERS.values()):
        (folder / name).mkdir()
    book = folder / PLACES[0] / "book"
    small_starter(book)
    name = "canaryfile"
    shutil.move(book / "art" / "morning.png", book / "art" / f"{name}.png")
    essay = book / "en" / "essay.md"
    essay.write_text(essay.read_text("utf-8").replace("morning.png", f"{name}.png"), "utf-8")
    comic = book / "en" / "comic.yaml"
    comic.write_text(comic.read_text("utf-8").replace("morning.png", f"{name}.png"), "utf-8")
    for path in book.rglob("*"):
        os.utime(path, (1_111_111_111, 1_111_111_111))
    return folder


def build(place: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **CANARIES, **{name: str(place / folder) for name, folder in FOLDERS.items()}}
    command = [sys.executable, "-m", "storybook", "build", str(place / PLACES[0] / "book")]
    command += ["--out", str(place / PLACES[1] / "dist")]
    if os.getuid() == 0:
        command = [
            tool.find("unshare", package="util-linux"),
            "-u",
            "sh",
            "-c",
            f'hostname {HOST}; exec "$@"',
            "-",
            *command,
        ]
    return subprocess.run(
        command,
        capture_output=True,
        encoding="utf-8",
        env={**environment, "TZ": f"{ZONE}-05:43", "PYTHONPATH": str(ROOT / "src")},
        cwd=place / PLACES[2],
        timeout=300,
        check=False,
    )


@pytest.fixture(scope="module")
def built(place: Path) -> subprocess.CompletedProcess[str]:
    run = build(place)
    assert run.returncode == 0, run.stderr
    return run


def canaries() -> list[str]:
    return [*CANARIES.values(), *FOLDERS.values(), *PLACES, HOST, "canaryfile", "+05:43", "05'43"]


def test_no_byte_of_what_is_handed_out_or_kept_tells_who_built_where(
    place: Path, built: subprocess.CompletedProcess[str], exiftool: ExifTool
) -> None:
    assert built.returncode == 0
    scanner = Scanner(canaries(), exiftool)
    files = [path for path in (place / PLACES[1]).rglob("*") if path.is_file()]
    assert {path.suffix for path in files} >= {".epub", ".pdf", ".txt"}
    assert [path for path in files if ".dist.storybook" in path.parts], "the hidden folder is looked through too"
    for path in files:
        scanner.scan(path.relative_to(place / PLACES[1]).as_posix(), path.read_bytes())
    assert scanner.leaks == set()
    named = [path.name for path in (place / PLACES[1]).rglob("*") if "canary" in path.name]
    assert named == []
    assert ZONE.encode() not in b"".join(path.read_bytes() for path in files if path.suffix == ".txt")


def test_what_a_build_says_has_no_names_but_those_that_were_typed(
    place: Path, built: subprocess.CompletedProcess[str]
) -> None:
    said = (built.stdout + built.stderr).replace(str(place / PLACES[1]), "")
    assert "our-first-book-en.epub" in said
    assert [canary for canary in canaries() if canary in said] == []


def test_a_build_leaves_nothing_in_the_folders_of_a_person(
    place: Path, built: subprocess.CompletedProcess[str]
) -> None:
    assert built.returncode == 0
    left = [path for name in (*FOLDERS.values(), PLACES[2]) for path in (place / name).rglob("*")]
    assert left == []


def test_the_scanner_finds_a_name_where_there_is_one(tmp_path: Path, exiftool: ExifTool) -> None:
    import pikepdf

    scanner = Scanner(["canaryofuser"], exiftool)
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.docinfo["/Author"] = "canaryofuser"
        pdf.save(tmp_path / "a.pdf", object_stream_mode=pikepdf.ObjectStreamMode.generate)
    scanner.scan("a.pdf", (tmp_path / "a.pdf").read_bytes())
    assert scanner.leaks
