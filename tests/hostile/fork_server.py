"""Runs the command line again and again, each time in a fork of a process that has loaded all of it once.

Started as a program of its own, with an empty folder, in which it builds a plain book once: what that has loaded,
compiled and parsed every fork has, and its cache is left there. It reads one request a line (JSON) and answers each
with one line. The command line runs as it does for a person: its own exit code, its own standard output and error, its
own child processes. It has no network, another host name, and an environment of canaries; memory and time of all its
processes are watched.
"""

import ctypes
import gc
import json
import os
import pkgutil
import signal
import socket
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

import storybook
from storybook.assemble import assemble
from storybook.build import own_digest
from storybook.cli import run as run_command_line
from storybook.outputs import CACHE
from storybook.read.sources import Sources

_NEW_NETWORK, _NEW_NAMES, _NEW_USERS = 0x40000000, 0x04000000, 0x10000000  # unshare(2)
_REAP_ORPHANS = 36  # prctl(2)
_LIBC = ctypes.CDLL(None, use_errno=True)
_PAGE = os.sysconf("SC_PAGE_SIZE")
_TICKS = os.sysconf("SC_CLK_TCK")
_POLL_SECONDS, _POLL_SHARE = 0.01, 0.05
"""The least time between two looks at a run; and the share of a run's time, which is longer for a longer run."""
_PATIENCE = 10
"""How much longer than its time of the processor a run may take: other tests run beside it."""
_CANNOT_START = 99

_PLAIN = {
    "book.yaml": (
        "title: T\nlanguage: en\ncontributors: [{name: Ana Writer, role: author}]\n"
        "identifiers: [uuid: 6b1f4a0e-3c55-5f0e-9a53-2f7b4f8f1c10]\n"
        "chapters:\n  - {kind: essay, title: One, source: text.md}\n"
    ),
    "text.md": "Hello *there*, **you** and ***I*** and `it`.\n\n## A head\n\n> Said\n\n- One[^1]\n\n[^1]: A note.\n",
}
"""A book with a word in each typeface."""


def warm(folder: Path) -> None:
    """Load all there is and build a plain book, so that no fork has to."""
    for module in pkgutil.walk_packages(storybook.__path__, "storybook."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    own_digest()
    for name in ("book", "staging", CACHE):
        (folder / name).mkdir()
    for name, text in _PLAIN.items():
        (folder / "book" / name).write_text(text, "utf-8")
    assemble(Sources(folder / "book"), (), (), folder / "staging", folder / CACHE, lambda _: None)


def serve(folder: Path) -> None:
    """Answer requests until there are no more; folder: empty, for what the plain book leaves."""
    _LIBC.prctl(_REAP_ORPHANS, 1)
    warm(folder)
    gc.collect()
    gc.freeze()  # else every fork's collector touches, and so copies, all that is loaded
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_answer(json.loads(line))) + "\n")
        sys.stdout.flush()


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    started = time.monotonic()
    child = os.fork()
    if child == 0:
        _become(request)
    peak, code, hung, worked = 0, None, False, 0.0
    while code is None:
        peak = max(peak, sum(_resident(process) for process in _family(child)))
        done, status, used = os.wait4(child, os.WNOHANG)
        if done:
            code, worked = os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime
        elif _is_over(child, started, request["seconds"]):
            hung = True
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            code = -signal.SIGKILL
        else:
            time.sleep(max(_POLL_SECONDS, _POLL_SHARE * (time.monotonic() - started)))
    left = _end_orphans()
    seconds = time.monotonic() - started
    return {"code": code, "seconds": seconds, "worked": worked, "peak": peak, "hung": hung, "left": left}


def _is_over(child: int, started: float, seconds: float) -> bool:
    """Whether a run has used up its time of the processor, or waits for something that does not come."""
    used = sum(_processor_seconds(process) for process in _family(child))
    return used > seconds or time.monotonic() - started > _PATIENCE * seconds


def _become(request: dict[str, Any]) -> NoReturn:
    """Turn this fork into a run of the command line."""
    try:
        os.setsid()
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        for number, name in ((1, "stdout"), (2, "stderr")):
            os.dup2(os.open(request[name], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), number)
        _shut_off(request["host"])
        os.environ.clear()
        os.environ.update(request["environment"])
        time.tzset()
        os.chdir(request["cwd"])
        sys.argv = ["storybook", *request["arguments"]]
        if request["fresh"]:
            program = [sys.executable, "-m", "storybook", *request["arguments"]]
            os.execv(sys.executable, program)  # noqa: S606 - a shell would be one more thing between
    except BaseException as error:  # noqa: BLE001 - it must not come back into the server's loop
        os.write(2, f"the test cannot start the program: {error}\n".encode())
        os._exit(_CANNOT_START)
    try:
        run_command_line()
    except SystemExit as leave:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(leave.code if isinstance(leave.code, int) else 0)
    finally:
        os._exit(_CANNOT_START)


def _shut_off(host: str) -> None:
    """No network, and another name of the host; in a user namespace of its own where this is nobody with rights."""
    spaces = _NEW_NETWORK | _NEW_NAMES
    if _LIBC.unshare(spaces) and _LIBC.unshare(spaces | _NEW_USERS):
        raise OSError(ctypes.get_errno(), "this system gives no network namespace (unshare)")
    socket.sethostname(host)


def _family(parent: int) -> list[int]:
    """A process and all that descend from it."""
    try:
        below = Path(f"/proc/{parent}/task/{parent}/children").read_text("ascii").split()
    except OSError:
        return [parent]
    return [parent, *(one for child in below for one in _family(int(child)))]


def _resident(process: int) -> int:
    """Bytes of memory that are a process's own: pages of files are everybody's."""
    try:
        _, resident, shared, *_ = Path(f"/proc/{process}/statm").read_text("ascii").split()
    except (OSError, ValueError):
        return 0
    return (int(resident) - int(shared)) * _PAGE


def _processor_seconds(process: int) -> float:
    try:
        after_name = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()
    except OSError:
        return 0
    return (int(after_name[11]) + int(after_name[12])) / _TICKS


def _end_orphans() -> int:
    """How many processes a finished run has left, which are ended now."""
    left = _family(os.getpid())[1:]
    for process in left:
        try:
            os.kill(process, signal.SIGKILL)
        except ProcessLookupError:
            continue
    while left:
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            break
    return len(left)


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
