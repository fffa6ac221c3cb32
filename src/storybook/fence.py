"""Walls that a process puts round itself before it opens anything of a contributor: files, network, programs.

They hold whatever the libraries above do, for the kernel keeps them. Where a kernel has no such wall, none is put up:
the doors of this project are the first defence, and these walls the second.
"""

import ctypes
import errno
import os
import platform
import stat
import struct
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from pathlib import Path

FILES, NETWORK, PROGRAMS = "files", "network", "programs"
"""The walls: files other than those named, sockets of any sort, other programs."""

_NO_NEW_PRIVILEGES, _SET_SECCOMP, _SECCOMP_FILTER = 38, 22, 2  # prctl(2)
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # landlock(7), the same numbers on every processor
_VERSION_QUERY, _PATH_BENEATH = 1, 1

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_FOLDER = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_REMOVE_FOLDER, _REMOVE_FILE, _MAKE_FOLDER, _MAKE_FILE = 1 << 4, 1 << 5, 1 << 7, 1 << 8
_REFER, _TRUNCATE, _IOCTL = 1 << 13, 1 << 14, 1 << 15
_FILE_RIGHTS = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL
_READ = _READ_FILE | _READ_FOLDER
_WRITE = _READ | _WRITE_FILE | _REMOVE_FOLDER | _REMOVE_FILE | _MAKE_FOLDER | _MAKE_FILE | _REFER | _TRUNCATE

_HANDLED_FILES = {2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
"""What a ruleset may close, by the first version of Landlock's interface that knows it. Version 1 forbids to move a
file from one folder to another, which the store must do."""

_HANDLED_TCP, _HANDLED_SCOPES = 3, 3
"""Bind and connect, from version 4; abstract sockets and signals of others, from version 6."""

_SYSTEM = (
    *("/usr", "/lib", "/lib64", "/nix/store", "/gnu/store"),
    *("/etc/ld.so.cache", "/etc/localtime", "/etc/locale.alias", "/etc/mime.types", "/etc/ssl/openssl.cnf"),
    *("/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/sys/devices/system/cpu"),
    *("/dev/urandom", "/dev/random"),
)
"""What libraries read of any system: nothing of a person, and no list of users."""

_SINK = "/dev/null"

_CALLS = {
    "x86_64": (0xC000003E, (41, 42, 49, 59, 322, 101, 310, 311, 425)),
    "aarch64": (0xC00000B7, (198, 203, 200, 221, 281, 117, 270, 271, 425)),
    "riscv64": (0xC00000F3, (198, 203, 200, 221, 281, 117, 270, 271, 425)),
}
"""By processor: what the kernel calls it, and the numbers of socket, connect, bind, execve, execveat, ptrace,
process_vm_readv, process_vm_writev and io_uring_setup, which would open sockets past the others."""

_FIRST_X32_CALL = 0x40000000
_LOAD, _EQUALS, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EACCES


def close_in(read: Sequence[Path], write: Sequence[Path]) -> frozenset[str]:
    """Close this process in for good and say which walls stand; call it before there are other threads.

    Below `read` files may be read, below `write` also made, changed and removed; beside these only what Python, this
    package and the system's libraries need. What is open already stays open.
    """
    walls: set[str] = set()
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
            return frozenset()
        if _close_files(libc, read, write):
            walls |= {FILES, PROGRAMS}
        if _refuse_calls(libc):
            walls |= {NETWORK, PROGRAMS}
    except (OSError, AttributeError):  # another system than Linux
        pass
    return frozenset(walls)


def _close_files(libc: ctypes.CDLL, read: Sequence[Path], write: Sequence[Path]) -> bool:
    version = libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint(_VERSION_QUERY))
    if version < min(_HANDLED_FILES):
        return False
    handled = _HANDLED_FILES[max(first for first in _HANDLED_FILES if first <= version)]
    attributes = struct.pack("=QQQ", handled, _HANDLED_TCP, _HANDLED_SCOPES)
    size = 8 if version < 4 else 16 if version < 6 else 24
    rules = libc.syscall(_CREATE_RULESET, attributes, ctypes.c_size_t(size), ctypes.c_uint(0))
    if rules < 0:
        return False
    try:
        for path in _of_python():
            _open_up(libc, rules, path, _READ & handled)
        _open_up(libc, rules, _SINK, (_READ_FILE | _WRITE_FILE) & handled)
        named = [_open_up(libc, rules, path, _READ & handled) for path in read]
        named += [_open_up(libc, rules, path, _WRITE & handled) for path in write]
        # A wall that shuts out the book itself is worse than none.
        return all(named) and libc.syscall(_RESTRICT_SELF, ctypes.c_int(rules), ctypes.c_uint(0)) == 0
    finally:
        os.close(rules)


def _open_up(libc: ctypes.CDLL, rules: int, path: str | Path, rights: int) -> bool:
    """Allow rights below a path; a path that is not there needs none."""
    try:
        handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return True
    try:
        if not stat.S_ISDIR(os.fstat(handle).st_mode):
            rights &= _FILE_RIGHTS
        rule = struct.pack("=Qi", rights, handle)
        return bool(libc.syscall(_ADD_RULE, ctypes.c_int(rules), _PATH_BENEATH, rule, ctypes.c_uint(0)) == 0)
    finally:
        os.close(handle)


def _of_python() -> Iterator[str]:
    """The interpreter's own folders, those of installed libraries, this package and its templates, the system's."""
    yield from (sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix)
    yield from sysconfig.get_paths().values()
    yield from (entry for entry in sys.path if Path(entry).name in ("site-packages", "dist-packages"))
    package = Path(__file__).resolve().parent
    yield from (str(package), str(package.parent.parent / "templates"))
    yield from _SYSTEM


def _refuse_calls(libc: ctypes.CDLL) -> bool:
    """No sockets and no programs from here on: the kernel answers as if they were forbidden to this user."""
    if platform.machine() not in _CALLS or sys.maxsize < 2**32:
        return False
    processor, calls = _CALLS[platform.machine()]
    count = len(calls)
    steps = [  # jumps count the steps that they pass over
        (_LOAD, 0, 0, 4),  # the processor whose calls these are
        (_EQUALS, 0, count + 3, processor),
        (_LOAD, 0, 0, 0),  # the call's number
        (_AT_LEAST, count + 1, 0, _FIRST_X32_CALL),
        *((_EQUALS, count - number, 0, call) for number, call in enumerate(calls)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in steps))
    program = struct.pack("@HP", len(steps), ctypes.addressof(code))
    return bool(libc.prctl(_SET_SECCOMP, _SECCOMP_FILTER, program, 0, 0) == 0)
