"""The same sources make the same bytes, wherever and whenever they are built."""

import hashlib
import shutil
from pathlib import Path

import pytest

from program import ROOT, storybook

ENVIRONMENTS = [
    {"TZ": "Asia/Seoul", "LC_ALL": "POSIX", "PYTHONHASHSEED": "1", "USER": "canary", "HOME": "/nonexistent"},
    {"TZ": "America/Caracas", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2", "SOURCE_DATE_EPOCH": "1000000000"},
]


def digests(out: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in out.iterdir() if path.is_file()}


@pytest.mark.xdist_group("our-book")
def test_our_book_is_the_same_everywhere(our_book: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "또 다른 folder" / "b"
    shutil.copytree(ROOT / "book", elsewhere)
    for path in elsewhere.rglob("*"):
        path.touch()
    run = storybook("build", elsewhere, "--out", tmp_path / "out", environment=ENVIRONMENTS[0], cwd=tmp_path)
    assert run.code == 0, run.err
    assert digests(tmp_path / "out") == digests(our_book)


@pytest.mark.xdist_group("our-book")
def test_a_small_book_is_the_same_with_and_without_a_cache(starter: Path, tmp_path: Path) -> None:
    made = []
    for number, environment in enumerate([{}, *ENVIRONMENTS]):
        out = tmp_path / f"out-{number}"
        assert storybook("build", starter, "--out", out, environment=environment).code == 0
        made.append(digests(out))
    shutil.rmtree(tmp_path / "out-0" / ".storybook" / "cache")
    (tmp_path / "out-0" / ".storybook" / "builds.json").unlink()
    assert storybook("build", starter, "--out", tmp_path / "out-0", environment={"PYTHONHASHSEED": "3"}).code == 0
    made.append(digests(tmp_path / "out-0"))
    assert made[0]
    assert all(one == made[0] for one in made)
