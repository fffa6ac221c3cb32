"""The same sources make the same bytes, wherever, whenever and by whomever they are built."""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from program import ROOT
from validators import tool

HANGUL_FOLDER = "또 다른 folder"


@dataclass(frozen=True)
class Place:
    """Where and by whom a book is built: variables, programs that run it, umask, folder of book and outputs."""

    environment: Mapping[str, str] = field(default_factory=dict)
    before: Sequence[str] = ()
    umask: int = 0o022
    folder: str = "a"


NOBODY = (
    *("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"),
    # To read is allowed, for the interpreter of these tests may lie in the home of root.
    *("--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search", "--bounding-set=-all,+dac_read_search"),
)
OTHER_HOST = ("unshare", "-u", "sh", "-c", 'hostname otherhost; exec "$@"', "-")

PLACES = {
    "seoul-posix-strict": Place(
        {
            "TZ": "Asia/Seoul",
            "LC_ALL": "POSIX",
            "PYTHONHASHSEED": "1",
            "USER": "mina",
            "HOME": "/nonexistent",
            "PYTHONUTF8": "0",
        },
        umask=0o077,
    ),
    "caracas-hangul-folder": Place(
        {"TZ": "America/Caracas", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2", "SOURCE_DATE_EPOCH": "1000000000"},
        folder=HANGUL_FOLDER,
    ),
    "one-core-odd-epoch": Place(
        {"SOURCE_DATE_EPOCH": "-1", "LANG": "ko_KR.UTF-8", "LANGUAGE": "ko", "COLUMNS": "20"},
        before=("taskset", "-c", "0"),
        umask=0o002,
    ),
    "no-epoch-at-all": Place({"SOURCE_DATE_EPOCH": "yesterday", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "3"}),
}
if os.getuid() == 0:
    PLACES["no-network"] = Place(before=("unshare", "-n"))
    PLACES["nobody-on-another-host"] = Place(
        {"USER": "nobody", "LOGNAME": "nobody", "HOME": "/", "TZ": "UTC"}, before=(*OTHER_HOST, *NOBODY)
    )


def build(book: Path, out: Path, place: Place, *more: str, cwd: Path, code: Path = ROOT) -> dict[str, str]:
    """Build a book as a place has it; SHA-256 of every file that came of it."""
    done = subprocess.run(
        [*place.before, sys.executable, "-m", "storybook", "build", str(book), "--out", str(out), *more],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(code / "src"), **place.environment},
        cwd=cwd,
        umask=place.umask,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return digests(out)


def digests(out: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in out.iterdir() if path.is_file()}


@pytest.fixture(scope="module")
def open_folder() -> Iterator[Path]:
    """A folder that every user may enter and write in."""
    with tempfile.TemporaryDirectory(prefix="same-bytes-") as name:
        Path(name).chmod(0o777)
        yield Path(name)


@pytest.fixture(scope="module")
def small_book(small: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The starter (a picture, a comic, an interview) with more Hangul, a colon and an ampersand."""
    book = tmp_path_factory.mktemp("small") / "book"
    shutil.copytree(small, book)
    essay = book / "en" / "essay.md"
    essay.write_text(f"{essay.read_text('utf-8')}\nA word & its sign: [하늘을 그리는 사람]{{lang=ko}}.\n", "utf-8")
    return book


@pytest.fixture(scope="module")
def first(small_book: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The files of the small book, built here and now."""
    folder = tmp_path_factory.mktemp("first")
    made = build(small_book, folder / "dist", Place(), cwd=folder)
    assert len(made) == 4
    return made


@pytest.mark.xdist_group("same-bytes")
@pytest.mark.parametrize("name", PLACES)
def test_a_small_book_is_the_same_in_another_place(
    small_book: Path, first: dict[str, str], open_folder: Path, name: str
) -> None:
    place = PLACES[name]
    folder = open_folder / name / place.folder
    folder.mkdir(parents=True)
    shutil.copytree(small_book, folder / "b", copy_function=shutil.copyfile)  # the files are new, with new times
    for path in (folder.parent, folder, folder / "b", *folder.rglob("*")):
        path.chmod(0o777)
    assert build(folder / "b", folder / "dist", place, cwd=folder) == first


@pytest.mark.xdist_group("same-bytes")
def test_a_small_book_is_the_same_with_a_cache_without_and_with_half_of_one(
    small_book: Path, first: dict[str, str], tmp_path: Path
) -> None:
    build(small_book, tmp_path / "dist", Place(), cwd=tmp_path)
    workshop = tmp_path / ".dist.storybook"
    (workshop / "builds.json").unlink()
    assert build(small_book, tmp_path / "dist", Place({"PYTHONHASHSEED": "4"}), cwd=tmp_path) == first
    kept = sorted(path for path in (workshop / "cache").rglob("*") if path.is_file())
    assert len(kept) > 10
    for path in kept[::2]:
        path.unlink()
    (workshop / "builds.json").unlink()
    assert build(small_book, tmp_path / "dist", Place({"PYTHONHASHSEED": "5"}), cwd=tmp_path) == first


@pytest.mark.xdist_group("same-bytes")
def test_a_small_book_is_the_same_from_a_fresh_clone(small_book: Path, first: dict[str, str], tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    git = tool.find("git", package="git")
    subprocess.run([git, "clone", "--quiet", "--no-hardlinks", str(ROOT), str(clone)], check=True, capture_output=True)
    _bring_up_to_date(git, clone)
    found = subprocess.run(
        [sys.executable, "-c", "import storybook; print(storybook.__file__)"],
        env={**os.environ, "PYTHONPATH": str(clone / "src")},
        cwd=clone,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert Path(found.stdout.strip()).is_relative_to(clone)
    assert build(small_book, tmp_path / "dist", Place(), cwd=clone, code=clone) == first


def _bring_up_to_date(git: str, clone: Path) -> None:
    """What is changed here and not committed yet; a checkout without changes adds nothing to the clone."""
    listed = ("ls-files", "-z", "--modified", "--others", "--exclude-standard", "--", "src", "templates")
    names = subprocess.run([git, *listed], cwd=ROOT, capture_output=True, check=True, encoding="utf-8").stdout
    for name in filter(None, names.split("\0")):
        if (ROOT / name).is_file():
            (clone / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, clone / name)
        else:
            (clone / name).unlink(missing_ok=True)


@pytest.mark.xdist_group("our-book")
def test_our_book_is_the_same_everywhere(our_book: Path, tmp_path: Path) -> None:
    """With one in eight of what was kept made anew: the small book is built with nothing kept in every place."""
    elsewhere = tmp_path / HANGUL_FOLDER / "b"
    shutil.copytree(ROOT / "book", elsewhere, copy_function=shutil.copyfile)
    kept = tmp_path / ".out.storybook" / "cache"
    shutil.copytree(our_book.parent / f".{our_book.name}.storybook" / "cache", kept)
    for path in sorted(path for path in kept.rglob("*") if path.is_file())[::8]:
        path.unlink()
    place = PLACES["seoul-posix-strict"]
    # One of each kind of file, in the language with more fonts: the others are made by the same code.
    chosen = ("--lang=ko", "--target=print-pdf", "--target=screen-pdf", "--target=small", "--target=kindle")
    made = build(elsewhere, tmp_path / "out", place, *chosen, cwd=tmp_path)
    del made["build-report.txt"]
    assert len(made) == 4
    assert made.items() <= digests(our_book).items()
