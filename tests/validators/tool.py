"""Finding and running the programs that the tests use."""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

NODE_FOLDER = Path(__file__).parents[1] / "node"


class ToolMissing(Exception):  # noqa: N818 - it reads as what it says
    """A program that the tests need isn't there; the message says how to get it."""

    def __init__(self, name: str, install: str) -> None:
        super().__init__(f"{name} is missing. `make setup-test` installs it ({install}).")


class ToolFailed(Exception):  # noqa: N818
    """A program ended in a way that says nothing about the file it was given."""


def find(name: str, *others: str, package: str) -> str:
    """Return the path of the first of these programs that is there."""
    for candidate in (name, *others):
        path = shutil.which(candidate)
        if path:
            return path
    raise ToolMissing(name, f"apt-get install {package}")


def chromium() -> str:
    """Return the browser that Ace and the readers run in."""
    named = os.environ.get("STORYBOOK_CHROMIUM", "chromium")
    return find(named, "chromium", "chromium-browser", "google-chrome", package="chromium")


def node_package(name: str) -> Path:
    """Return the folder of a package of tests/node."""
    folder = NODE_FOLDER / "node_modules" / name
    if not folder.is_dir():
        raise ToolMissing(f"The npm package {name}", "npm ci in tests/node")
    return folder


def run(
    arguments: Sequence[str | Path],
    *,
    environment: Mapping[str, str] | None = None,
    timeout: float = 180,
    accept: Sequence[int] = (0,),
) -> subprocess.CompletedProcess[str]:
    """Run a program and return what it printed; raise ``ToolFailed`` on an exit code not in ``accept``."""
    command = [str(argument) for argument in arguments]
    done = subprocess.run(
        command,
        env={**os.environ, "LC_ALL": "C.UTF-8", **(environment or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=timeout,
        check=False,
    )
    if done.returncode not in accept:
        raise ToolFailed(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}")
    return done
