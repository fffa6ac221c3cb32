"""Does a piece of work in a child process, under limits of memory and time, and hears from it in JSON.

What contributors send is only ever opened in such a child: what it breaks there (memory, time, a library) leaves the
process that holds the outputs whole, and what it could say to that process is a line of data.
"""

import ctypes
import gc
import json
import os
import resource
import select
import signal
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from storybook.errors import (
    OutputError,
    Problem,
    ProgramMissingError,
    SourceError,
    StorybookError,
    UsageError,
    Where,
    bug_problem,
)
from storybook.outputs import unwritable

Tell = Callable[[str], None]
"""Told what is being done now."""

Work = Callable[[Tell], Any]
"""What is done apart; its result is made of what JSON has."""

_ERRORS = {int(kind.exit_code): kind for kind in (UsageError, SourceError, OutputError, ProgramMissingError)}
_PR_SET_PDEATHSIG = 1

GARBAGE = 20_000
"""Objects that are made before Python looks for garbage among the youngest; its own 700 cost a tenth of a build."""

_FULL = 0.9
"""Share of the memory limit from which an error within Python counts as one of memory."""

_ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

_PERSONAL = ("USER", "LOGNAME", "USERNAME", "HOSTNAME", "EMAIL", "MAIL", "PWD", "OLDPWD")
_FOLDERS = ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes of memory of its own that the work may take, and seconds that one step of it may take."""

    memory: int = 900_000_000
    step_seconds: float = 900.0


def run_apart(work: Work, home: Path, limits: Limits, tell: Tell) -> Any:  # noqa: ANN401 - whatever JSON has
    """The result of a piece of work, or its StorybookError; SourceError where it needs more than the limits allow.

    home: an empty folder for the temporary files of libraries.
    """
    parent = os.getpid()
    hearing, saying = os.pipe()
    waiting = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDINGS)  # else the child might go on as a second parent
    child = os.fork()
    if child == 0:
        os.close(hearing)
        _work_and_leave(work, home, limits, saying, parent)
    status = None
    try:
        os.close(saying)
        signal.pthread_sigmask(signal.SIG_SETMASK, waiting)
        answer = _hear(hearing, limits, tell)
        _, status = os.waitpid(child, 0)
    finally:
        os.close(hearing)
        if status is None:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
    if "error" in answer:
        raise _error_of(answer["error"])
    return answer["made"]


def _hear(hearing: int, limits: Limits, tell: Tell) -> dict[str, Any]:
    step = "reading the book"
    try:
        for line in _lines(hearing, limits.step_seconds):
            said = json.loads(line)
            if "step" not in said:
                return dict(said)
            step = said["step"]
            tell(step)
    except TimeoutError:
        what = f"{step}: this takes longer than the time limit of {limits.step_seconds:g} seconds"
        hint = "make the chapter or picture smaller; --time-limit SECONDS allows more"
        raise SourceError(Problem(what, hint=hint)) from None
    limit = f"the memory limit of {limits.memory // 1_000_000} MB"
    what = f"{step}: the program broke down; it needed more than {limit}, or a library failed at something in the book"
    hint = "allow more (--memory-limit MB), or take out what was added last, such as a picture; please report it"
    raise SourceError(Problem(what, hint=hint))


def _lines(hearing: int, seconds: float) -> Iterator[bytes]:
    """Lines as they come; TimeoutError when none comes for so many seconds."""
    carried = b""
    while True:
        ready, _, _ = select.select([hearing], [], [], seconds)
        if not ready:
            raise TimeoutError
        data = os.read(hearing, 1 << 16)
        if not data:
            return
        *lines, carried = (carried + data).split(b"\n")
        yield from lines


def _work_and_leave(work: Work, home: Path, limits: Limits, saying: int, parent: int) -> NoReturn:
    try:
        _settle(limits, parent)
        _move_house(home)
        _say(saying, _answer(work, limits, lambda step: _say(saying, {"step": step})))
    finally:
        os._exit(0)  # nothing of the parent's is to be ended, flushed or removed here


def _settle(limits: Limits, parent: int) -> None:
    """Die with the parent, leave the terminal's keys to it, be silent, and take no more memory than allowed."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(0)
    for number in _ENDINGS:
        signal.signal(number, signal.SIG_DFL if number == signal.SIGTERM else signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDINGS)
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1) if os.environ.get("STORYBOOK_TRACE") else (0, 1, 2):
        os.dup2(nothing, stream)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    gc.set_threshold(GARBAGE)
    _allow_memory(limits.memory)


def _allow_memory(most: int) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _move_house(home: Path) -> None:
    """Have the libraries know of no person, and leave their temporary files where they will be swept."""
    for name in _PERSONAL:
        os.environ.pop(name, None)
    os.environ.update(dict.fromkeys(_FOLDERS, str(home)))
    tempfile.tempdir = str(home)


def _answer(work: Work, limits: Limits, tell: Tell) -> dict[str, Any]:
    try:
        return {"made": work(tell)}
    except StorybookError as error:
        return _said(error)
    except MemoryError:
        return _too_much(limits)
    except RecursionError:
        what = "something in the book stands too deep inside other things of its kind"
        return _said(SourceError(Problem(what, hint="make lists, quotations and templates flatter")))
    except OSError as error:
        return _said(unwritable(error))
    except Exception as error:  # noqa: BLE001 - the last place where a bug of ours can be told in plain words
        if isinstance(error, SystemError) and _held() > _FULL * limits.memory:
            return _too_much(limits)  # Python has no memory for one more frame, and cannot say so
        if os.environ.get("STORYBOOK_TRACE"):
            traceback.print_exception(error)
        return _said(StorybookError(bug_problem(error)))


def _too_much(limits: Limits) -> dict[str, Any]:
    _allow_memory(2 * limits.memory)  # room to say so
    what = f"the book needs more memory than the memory limit of {limits.memory // 1_000_000} MB"
    hint = "make its largest pictures smaller, or its longest texts shorter; --memory-limit MB allows more"
    return _said(SourceError(Problem(what, hint=hint)))


def _held() -> int:
    """Bytes of memory that count towards the limit; 0 where the system does not tell."""
    with suppress(OSError), Path("/proc/self/status").open("rb") as file:
        for line in file:
            if line.startswith(b"VmData:"):
                return int(line.split()[1]) * 1024
    return 0


def _say(saying: int, message: dict[str, Any]) -> None:
    data = json.dumps(message).encode("ascii") + b"\n"
    with suppress(BrokenPipeError):
        while data:
            data = data[os.write(saying, data) :]


def _said(error: StorybookError) -> dict[str, Any]:
    problems = [
        (one.what, one.where and (one.where.file, one.where.line, one.where.column, one.where.text), one.hint)
        for one in error.problems
    ]
    return {"error": {"exit": int(error.exit_code), "problems": problems}}


def _error_of(said: dict[str, Any]) -> StorybookError:
    problems = [Problem(what, Where(*where) if where else None, hint) for what, where, hint in said["problems"]]
    return _ERRORS.get(said["exit"], StorybookError)(problems)
