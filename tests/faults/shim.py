"""The library of shim.c: compiled, told what to break, and asked what it saw."""

import ctypes
import mmap
import os
import shutil
import subprocess
from dataclasses import dataclass
from enum import IntEnum, IntFlag
from pathlib import Path

SOURCE = Path(__file__).with_name("shim.c")
ENTRIES, NAME = 4096, 224


class Kind(IntFlag):
    """A sort of change to the disk."""

    OPEN = 1
    WRITE = 2
    SYNC = 4
    RENAME = 8
    LINK = 16
    MKDIR = 32
    UNLINK = 64
    RESIZE = 128
    MODE = 256


EVERY = Kind(511)


class Action(IntEnum):
    WATCH = 0
    KILL = 1
    FAIL = 2


class Victim(IntEnum):
    """Who is killed: the process that makes the change, the one that the test started, or its whole group."""

    ITSELF = 0
    LEADER = 1
    GROUP = 2


class _Entry(ctypes.Structure):
    _fields_ = (
        ("kind", ctypes.c_int),
        ("pid", ctypes.c_int),
        ("time", ctypes.c_double),
        ("path", ctypes.c_char * NAME),
    )


class _Control(ctypes.Structure):
    _fields_ = (
        ("root", ctypes.c_char * 1024),
        *((name, ctypes.c_int) for name in ("armed", "action", "victim", "kinds", "at", "lasting", "error", "leader")),
        *((name, ctypes.c_int) for name in ("seen", "struck", "wanted", "entries_used", "strays_used")),
        ("entries", _Entry * ENTRIES),
        ("strays", _Entry * ENTRIES),
    )


@dataclass(frozen=True)
class Change:
    """A change to the disk: its sort, who made it, when (seconds, monotonic), and the end of the path."""

    kind: Kind
    pid: int
    time: float
    path: str


@dataclass(frozen=True)
class Strike:
    """What is to happen at which change: `at` counts from 1 those of the kinds named; 0 is never."""

    action: Action = Action.WATCH
    kinds: Kind = EVERY
    at: int = 0
    lasting: bool = False
    error: int = 0
    victim: Victim = Victim.ITSELF


WATCH = Strike()


class Shim:
    """One compiled library with its control file."""

    def __init__(self, library: Path, file: Path) -> None:
        self.library, self.file = library, file
        if not file.exists():
            file.write_bytes(bytes(ctypes.sizeof(_Control)))
        with file.open("r+b") as opened:
            self._control = _Control.from_buffer(mmap.mmap(opened.fileno(), 0))

    @property
    def environment(self) -> dict[str, str]:
        """What a program is started with so that the library watches it."""
        return {"LD_PRELOAD": str(self.library), "FAULTS_CONTROL": str(self.file)}

    def arm(self, root: Path, strike: Strike) -> None:
        """Watch the changes below a folder, from now on and from nothing."""
        control = self._control
        control.armed = 0
        control.root = os.fsencode(root.resolve())
        control.action, control.victim, control.kinds = strike.action, strike.victim, strike.kinds
        control.at, control.lasting, control.error = strike.at, strike.lasting, strike.error
        control.leader = control.seen = control.struck = control.wanted = control.entries_used = control.strays_used = 0
        control.armed = 1

    def disarm(self) -> None:
        self._control.armed = 0

    def lead(self) -> None:
        """Name this process the one that the test started."""
        self._control.leader = os.getpid()

    @property
    def struck(self) -> int:
        """How often it made a change fail, or killed."""
        return int(self._control.struck)

    @property
    def may_wish(self) -> bool:
        """Whether it is told to kill, and may need the test for it."""
        return bool(self._control.action == Action.KILL)

    def take_wish(self) -> Victim | None:
        """Who is to be killed by the test, for the build's own walls keep the process from it."""
        return Victim(self._control.victim) if self._control.wanted else None

    def grant_wish(self) -> None:
        """Let the process that waits for it go on."""
        self._control.wanted = 0

    @property
    def seen(self) -> int:
        """How many changes of the kinds that count there were."""
        return int(self._control.seen)

    @property
    def count(self) -> int:
        """How many changes there were below the folder."""
        return int(self._control.entries_used)

    def changes(self, start: int = 0) -> list[Change]:
        """All changes below the folder, in their order."""
        used = int(self._control.entries_used)
        assert used <= ENTRIES, "more changes than the shim has room for"
        return [_change(self._control.entries[number]) for number in range(start, used)]

    def strays(self) -> list[str]:
        """The paths of changes elsewhere; what Python keeps of its modules does not count."""
        found = [_change(self._control.strays[number]) for number in range(min(self._control.strays_used, ENTRIES))]
        return sorted({change.path for change in found if "/__pycache__/" not in change.path})


def _change(entry: _Entry) -> Change:
    return Change(Kind(entry.kind), entry.pid, entry.time, os.fsdecode(entry.path))


def compile_shim(folder: Path) -> Path:
    """The library, compiled into a folder; AssertionError that says how to install what is missing."""
    assert shutil.which("gcc"), "gcc is missing: apt-get install gcc libc6-dev (or: sh .ci/setup-system test)"
    library = folder / "shim.so"
    flags = ["-shared", "-fPIC", "-O2", "-Wall", "-Wextra", "-Werror"]
    done = subprocess.run(
        ["gcc", *flags, "-o", library, SOURCE, "-ldl"], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, f"shim.c cannot be compiled (is libc6-dev installed?):\n{done.stderr}"
    return library
