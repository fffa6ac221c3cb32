"""Runs the command line again and again, each time in a fork of a process that has loaded all of it once.

Started as a program of its own. It reads one request a line (JSON) and answers each with one line. The command line
runs as it does for a person: its own exit code, its own standard output and error, its own child processes. It has no
network, another host name, and an environment of canaries; memory and time of all its processes are watched.
"""

import ctypes
import json
import os
import signal
import socket
import sys
import time
from pathlib import Path
from typing import Any, NoReturn

from storybook import registry
from storybook.cli import run as run_command_line

_NEW_NETWORK, _NEW_NAMES, _NEW_USERS = 0x40000000, 0x04000000, 0x10000000  # unshare(2)
_REAP_ORPHANS = 36  # prctl(2)
_LIBC = ctypes.CDLL(None, use_errno=True)
_PAGE = os.sysconf("SC_PAGE_SIZE")
_TICKS = os.sysconf("SC_CLK_TCK")
_POLL_SECONDS = 0.01
_PATIENCE = 4
"""How much longer than its time of the processor a run may take: other tests run beside it."""
_CANNOT_START = 99


def load_all() -> None:
    """Import what a build imports, so that no fork has to."""
    import fontTools.subset  # noqa: F401
    import weasyprint  # noqa: F401

    import storybook.assemble  # noqa: F401

    for sort in ("KIND", "FORMAT"):
        registry.load_all(sort)


def serve() -> None:
    """Answer requests until there are no more."""
    _LIBC.prctl(_REAP_ORPHANS, 1)
    load_all()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_answer(json.loads(line))) + "\n")
        sys.stdout.flush()


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    started = time.monotonic()
    child = os.fork()
    if child == 0:
        _become(request)
    peak, code, hung = 0, None, False
    while code is None:
        peak = max(peak, sum(_resident(process) for process in _family(child)))
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            code = os.waitstatus_to_exitcode(status)
        elif _is_over(child, started, request["seconds"]):
            hung = True
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            code = -signal.SIGKILL
        else:
            time.sleep(_POLL_SECONDS)
    left = _end_orphans()
    return {"code": code, "seconds": time.monotonic() - started, "peak": peak, "hung": hung, "left": left}


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
    serve()
