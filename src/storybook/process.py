"""The one door to other programs."""

import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from storybook.errors import Problem, ProgramMissingError


def find_program(name: str, install: str) -> str:
    """The path of a program; an error that says how to install it where there is none."""
    path = shutil.which(name)
    if path is None:
        raise ProgramMissingError(Problem(f"the program `{name}` is not installed", hint=install))
    return path


def run(
    command: Sequence[str | Path], *, timeout: float, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run a program without a shell, output captured; timeout in seconds."""
    return subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        timeout=timeout,
        env=dict(environment) if environment is not None else None,
        check=False,
        stdin=subprocess.DEVNULL,
    )
