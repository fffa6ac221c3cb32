"""The command line, run as a person runs it."""

import os
import resource
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Run:
    """A finished run of the command line; cpu in seconds."""

    code: int
    out: str
    err: str
    cpu: float


def storybook(
    *arguments: str | Path, environment: Mapping[str, str] | None = None, cwd: Path = ROOT, timeout: float = 300
) -> Run:
    """Run storybook in a process of its own."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-m", "storybook", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, **(environment or {})},
        cwd=cwd,
        timeout=timeout,
        check=False,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(done.returncode, done.stdout, done.stderr, cpu)


def small_starter(folder: Path, share: int = 4) -> Path:
    """The book that `storybook new` makes, its pictures a quarter as wide: built quickly, and told to be too coarse."""
    assert storybook("new", folder).code == 0
    for path in (folder / "art").glob("*.png"):
        with Image.open(path) as picture:
            picture.convert("RGB").resize((picture.width // share, picture.height // share)).save(path)
    return folder
