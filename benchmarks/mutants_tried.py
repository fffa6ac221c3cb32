"""Tries mutants of one module: tests are collected once, and each mutant meets them in a fork of that session."""

import ctypes
import json
import os
import resource
import select
import signal
import struct
import sys
import time
from pathlib import Path

import pytest
from mutmut.configuration import config
from mutmut.mutation.trampoline import set_mutant_under_test
from mutmut.state import state
from mutmut.utils.format_utils import mangled_name_from_mutant_name

_AT_FDCWD, _AT_RECURSIVE, _MOUNT_SETATTR, _RDONLY, _BIND = -100, 0x8000, 442, 1, 4096

MEMORY = 8 << 30
"""Bytes of address space that a mutant may take."""


class Trial:
    """Runs, in place of the tests, the tests again and again: once for each mutant, until one fails."""

    def __init__(self, scratch: Path, names: list[str]) -> None:
        self.scratch = scratch
        self.names = names
        self.fates: dict[str, str] = {}

    @pytest.hookimpl
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        times, reached = _reached(session)
        for name in self.names:
            function = mangled_name_from_mutant_name(name)
            tests = sorted((k for k, functions in reached.items() if function in functions), key=times.__getitem__)
            tests = tests or sorted(times, key=times.__getitem__)  # it may be called in a child of a test only
            seconds = 10 + 5 * sum(times[k] for k in tests)
            self.fates[name] = self._fate(session, name, tests, seconds)
        return True

    def _fate(self, session: pytest.Session, name: str, tests: list[int], seconds: float) -> str:
        child = os.fork()
        if not child:
            os.setsid()
            stand = self.scratch / "stand"  # a mutant may have removed it
            stand.mkdir(exist_ok=True)
            os.chdir(stand)
            null = os.open(os.devnull, os.O_RDWR)
            os.dup2(null, 1)
            os.dup2(null, 2)
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            set_mutant_under_test(name)
            for k in tests:
                _run(session, k)
                if session.testsfailed:
                    os._exit(1)
            os._exit(0)
        handle = os.pidfd_open(child)
        in_time, _, _ = select.select([handle], [], [], seconds)
        if not in_time:
            os.killpg(child, signal.SIGKILL)
        os.close(handle)
        _, status = os.waitpid(child, 0)
        return "lived" if status == 0 else "killed" if in_time else "killed, by the clock"


def _reached(session: pytest.Session) -> tuple[dict[int, float], dict[int, list[str]]]:
    """The seconds that each test takes, and the functions it calls, when nothing is changed."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        set_mutant_under_test("stats")
        calls = state()._stats  # noqa: SLF001 - what mutmut's changed functions note
        told: list[tuple[int, float, list[str]]] = []
        for k in range(len(session.items)):
            start = time.monotonic()
            _run(session, k)
            told.append((k, time.monotonic() - start, sorted(calls)))
            calls.clear()
        with os.fdopen(writer, "w") as pipe:
            json.dump(None if session.testsfailed else told, pipe)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        answer = json.loads(pipe.read() or "null")
    os.waitpid(child, 0)
    if answer is None:
        raise pytest.UsageError("the tests fail, or end, with nothing changed")
    return {k: seconds for k, seconds, _ in answer}, {k: functions for k, _, functions in answer}


def _run(session: pytest.Session, k: int) -> None:
    item = session.items[k]
    item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)


def _close_in(folder: Path) -> None:
    """Make all files read-only for this process but those of a folder: a mutant may remove whatever it meets.

    Needs unshare(1) round the process. OSError where the system allows none of this.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    here = os.fsencode(folder)

    def held(answer: int) -> None:
        if answer:
            raise OSError(ctypes.get_errno(), "the files of this computer cannot be made read-only for the mutants")

    def set_flags(path: bytes, more: int, less: int, depth: int) -> None:
        flags = struct.pack("=QQQQ", more, less, 0, 0)
        held(libc.syscall(_MOUNT_SETATTR, _AT_FDCWD, path, depth, flags, ctypes.c_size_t(len(flags))))

    held(libc.mount(here, here, None, ctypes.c_ulong(_BIND), None))
    set_flags(b"/", _RDONLY, 0, _AT_RECURSIVE)
    set_flags(here, 0, _RDONLY, 0)


def main() -> None:
    results = Path(sys.argv[1])
    scratch = results.parent
    _close_in(scratch)
    with pytest.raises(OSError, match="Read-only"):
        (scratch.parent / "probe").touch()
    trial = Trial(scratch, json.loads(results.read_text("utf-8")))
    config()  # reads its settings in this folder, before a test goes to another
    arguments = ["--capture=no", "--quiet", "--no-header", f"--basetemp={scratch}/pytest", *sys.argv[2:]]
    done = pytest.main(arguments, plugins=[trial])
    if len(trial.fates) != len(trial.names):
        raise SystemExit(int(done) or 1)
    results.write_text(json.dumps(trial.fates), "utf-8")


if __name__ == "__main__":
    main()
