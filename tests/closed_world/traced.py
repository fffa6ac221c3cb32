"""What a program asks of the system: the files it names, the sockets and programs it would start."""

import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from validators import tool

_CALL = re.compile(r"^\d+ +(?:<\.\.\. )?(?P<name>\w+)(?:\(| resumed)")
_SENDING = ("send", "recv")


@dataclass(frozen=True)
class Traced:
    """A finished run: its exit code, what it said, and every call that names a file, a program or a network."""

    code: int
    out: str
    err: str
    calls: tuple[str, ...]

    def naming(self, path: Path | str) -> list[str]:
        """Calls that name this path or anything below it, as written or as the system resolved it.

        The first is the traced program's own start, with its arguments.
        """
        return [call for call in self.calls[1:] if str(path) in call]

    def of(self, *names: str) -> list[str]:
        """Calls with these names."""
        return [call for call in self.calls if (found := _CALL.match(call)) and found["name"] in names]

    @property
    def network(self) -> list[str]:
        """Every socket made or used, tried ones too."""
        return [
            *self.of("socket", "connect", "bind", "listen", "accept", "accept4"),
            *(call for call in self.calls if (found := _CALL.match(call)) and found["name"].startswith(_SENDING)),
        ]

    @property
    def programs(self) -> list[str]:
        """Every program started or tried, but for the one that was traced."""
        return self.of("execve", "execveat")[1:]


def trace(
    command: Sequence[str | Path], log: Path, *, environment: Mapping[str, str] | None = None, cwd: Path | None = None
) -> Traced:
    """Run a program under strace."""
    done = subprocess.run(
        [
            *(tool.find("strace", package="strace"), "-f", "-y", "-qq", "--seccomp-bpf", "-s", "4096"),
            *("-o", str(log), "-e", "trace=%network,%file"),
            *map(str, command),
        ],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, **(environment or {})},
        cwd=cwd,
        timeout=300,
        check=False,
    )
    calls = tuple(log.read_text("utf-8", "replace").splitlines())
    return Traced(done.returncode, done.stdout, done.stderr, calls)
