"""Builds a case's book with the command line, and keeps all that came of it."""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storybook.outputs import CACHE

ROOT = Path(__file__).parents[2]
MAX_MEMORY = 1 << 30
"""Bytes that all processes of a build may hold together."""

ENVIRONMENT = {
    "HOME": "/nowhere/CANARY-home-7f3a",
    "USER": "CANARY-user-7f3a",
    "LOGNAME": "CANARY-user-7f3a",
    "EMAIL": "CANARY-mail-7f3a@example.org",
    "TZ": "CANARYZONE-08:30",
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "LC_ALL": "C.UTF-8",
    "PYTHONWARNINGS": "default",
}
_WORKSHOP = ".dist.storybook"
HOST = "CANARY-host-7f3a"
PLACE = "CANARY-place-7f3a"
"""A folder above every book and every output."""

SURROUNDINGS = ("CANARY-home-7f3a", "CANARY-user-7f3a", "CANARY-mail-7f3a", "CANARYZONE", HOST, PLACE)
"""What tells of the machine and the person, and stands in no output."""


@dataclass(frozen=True)
class Printed:
    """A finished run: exit code, what it said, bytes of memory at the most, processes it left behind.

    seconds: of wall time; worked: of the processor. outputs: the files in the output folder; kept: those it made in the
    hidden folder beside it.
    """

    code: int
    out: str
    err: str
    seconds: float
    worked: float
    peak: int
    hung: bool
    left: int
    folder: Path
    outputs: dict[str, bytes]
    kept: dict[str, bytes]

    def of_sort(self, suffix: str) -> dict[str, bytes]:
        """The outputs whose names end so."""
        return {name: data for name, data in self.outputs.items() if name.endswith(suffix)}


class Press:
    """The command line, loaded once and run in a fork for every book."""

    def __init__(self, folder: Path) -> None:
        """folder: an empty one, for a cache with the subsets of fonts that every book needs."""
        self._stock = folder / CACHE
        self._server = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("fork_server.py")), str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            cwd=ROOT,
        )
        self._next_line()

    def print(
        self, book: Path, folder: Path, *, formats: Sequence[str] = (), seconds: float = 60, fresh: bool = False
    ) -> Printed:
        """Build a book into `folder`; fresh: in an interpreter of its own, as `python -m storybook`, and no cache."""
        folder = folder / PLACE
        folder.mkdir(parents=True)
        out = folder / "dist"
        chosen = [word for name in formats for word in ("--format", name)]
        request = {
            "arguments": ["build", str(book), "--out", str(out), *chosen],
            "cwd": str(folder),
            "stdout": str(folder / "stdout"),
            "stderr": str(folder / "stderr"),
            "environment": ENVIRONMENT,
            "host": HOST,
            "seconds": seconds,
            "fresh": fresh,
        }
        if not fresh:
            shutil.copytree(self._stock, folder / _WORKSHOP / CACHE)
        answer = self._ask(request)
        return Printed(
            out=(folder / "stdout").read_text("utf-8", "replace"),
            err=(folder / "stderr").read_text("utf-8", "replace"),
            folder=out,
            outputs=_files(out),
            kept=self._made_anew(folder),
            **answer,
        )

    def _made_anew(self, folder: Path) -> dict[str, bytes]:
        """The files beside the output folder, but for those that were laid there."""
        stock = {f"{_WORKSHOP}/{CACHE}/{name}": data for name, data in _files(self._stock).items()}
        kept = _files(folder, but=("dist", "stdout", "stderr"))
        return {name: data for name, data in kept.items() if stock.get(name) != data}

    def close(self) -> None:
        """End the process."""
        with self._server:
            if self._server.stdin:
                self._server.stdin.close()

    def _ask(self, request: dict[str, object]) -> dict[str, Any]:
        if self._server.stdin is None:
            raise RuntimeError("the server has no pipe")
        self._server.stdin.write(json.dumps(request) + "\n")
        self._server.stdin.flush()
        answer: dict[str, Any] = json.loads(self._next_line())
        return answer

    def _next_line(self) -> str:
        line = self._server.stdout.readline() if self._server.stdout else ""
        if not line:
            raise RuntimeError("the process that runs the command line has ended")
        return line


@contextmanager
def opened() -> Iterator[Press]:
    """A press that is closed at the end."""
    with tempfile.TemporaryDirectory() as folder:
        press = Press(Path(folder))
        try:
            yield press
        finally:
            press.close()


def _files(folder: Path, but: Sequence[str] = ()) -> dict[str, bytes]:
    if not folder.is_dir():
        return {}
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())
    named = ((path.relative_to(folder), path) for path in paths)
    return {name.as_posix(): path.read_bytes() for name, path in named if name.parts[0] not in but}
