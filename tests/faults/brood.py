"""The builds of one nursery, as a test sees them."""

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from faults.scene import Scene
from faults.shim import WATCH, Shim, Strike, Victim
from program import ROOT

SOON = 20.0
"""Seconds after which a process that should be gone is a fault, on the busiest machine."""

LONG = 120.0
"""Seconds that no build of a small book takes, on the busiest machine."""

OFTEN = 0.0005
"""Seconds between two looks at what the shim has counted."""


@dataclass(frozen=True)
class Birth:
    """A build that runs: its process, the group it leads, and the file with what it says."""

    pid: int
    said: Path

    def words(self) -> str:
        return self.said.read_text(encoding="utf-8")

    def ended(self, timeout: float) -> bool:
        """Whether the process ends within this many seconds."""
        try:
            handle = os.pidfd_open(self.pid)
        except ProcessLookupError:
            return True
        try:
            return bool(select.select([handle], [], [], timeout)[0])
        finally:
            os.close(handle)


class Brood:
    """Starts builds in no time, and knows of every process that they leave."""

    def __init__(self, server: "subprocess.Popen[str]", shim: Shim, folder: Path) -> None:
        self._server, self.shim, self._folder = server, shim, folder
        self._codes: dict[int, int] = {}
        self._number = 0

    def bear(
        self, scene: Scene, *arguments: str, strike: Strike | None = WATCH, cwd: Path | None = None, meek: bool = False
    ) -> Birth:
        """Start a build of a scene's book, watched from its first step; None: the watch goes on as it is.

        arguments: in the place of the scene's own; meek: without the powers of a superuser over files.
        """
        if strike is not None:
            self.shim.arm(scene.root, strike)
        self._number += 1
        said = self._folder / f"said-{self._number}"
        said.touch()  # a build may be killed before it has opened it
        order: dict[str, Any] = {
            "do": "bear",
            "arguments": arguments or scene.command(),
            "environment": scene.environment,
        }
        order |= {"cwd": str(cwd or scene.root), "said": str(said), "lead": strike is not None, "meek": meek}
        return Birth(int(self._ask(order)), said)

    def code(self, birth: Birth, timeout: float = LONG) -> int:
        """The exit code of a build, when it ends (negative: the signal that ended it)."""
        until = time.monotonic() + timeout
        while not birth.ended(0.005 if self.shim.may_wish else timeout) and time.monotonic() < until:
            victim = self.shim.take_wish()
            if victim is not None:
                kill(birth, group=victim is Victim.GROUP)
                self.shim.grant_wish()
        if not birth.ended(0):
            kill(birth, group=True)
            raise AssertionError(f"still running after {timeout} s:\n{birth.words()}")
        while birth.pid not in self._codes:
            self._codes |= {pid: code for pid, code in self._ask({"do": "reap", "block": True}) if pid}
        return self._codes.pop(birth.pid)

    def build(
        self, scene: Scene, *arguments: str, strike: Strike = WATCH, cwd: Path | None = None, meek: bool = False
    ) -> tuple[int, str]:
        """A build from beginning to end: exit code, and what it said."""
        birth = self.bear(scene, *arguments, strike=strike, cwd=cwd, meek=meek)
        return self.code(birth), birth.words()

    def reached(self, birth: Birth, changes: int) -> bool:
        """Whether a build comes to so many changes; waits for it, or for the build's end."""
        while self.shim.count < changes:
            if birth.ended(OFTEN):
                return self.shim.count >= changes
        return True

    def all_gone(self) -> bool:
        """Whether every process of every build ends soon."""
        until = time.monotonic() + SOON
        while time.monotonic() < until:
            ended = self._ask({"do": "reap", "block": False})
            self._codes |= {pid: code for pid, code in ended if pid}
            if [0, 0] in ended:
                return True
            time.sleep(0.002)  # an orphan's end reaches only its new parent
        return False

    def _ask(self, order: dict[str, Any]) -> Any:  # noqa: ANN401 - whatever JSON has
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        self._server.stdin.write(json.dumps(order) + "\n")
        self._server.stdin.flush()
        answer = self._server.stdout.readline()
        assert answer, "the nursery is gone; it says why among the errors"
        return json.loads(answer)


@contextmanager
def started(shim: Shim, folder: Path) -> Iterator[Brood]:
    """A nursery of builds; it ends with the tests."""
    paths = os.pathsep.join([str(ROOT / "tests"), os.environ.get("PYTHONPATH", "")])
    environment = {**os.environ, **shim.environment, "PYTHONPATH": paths}
    command = [sys.executable, "-m", "faults.nursery"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", env=environment, cwd=ROOT
    ) as server:
        try:
            yield Brood(server, shim, folder)
        finally:
            with suppress(ProcessLookupError):
                os.kill(server.pid, signal.SIGKILL)


def kill(birth: Birth, *, group: bool = False) -> None:
    """kill -9 to the process of a build, or to all of its group."""
    with suppress(ProcessLookupError):
        (os.killpg if group else os.kill)(birth.pid, signal.SIGKILL)
