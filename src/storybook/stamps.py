"""How a file is known again: by its bytes, or, where it is large, by its size and time of change."""

import errno
import hashlib
import os
import stat
from io import BufferedReader
from pathlib import Path

ALWAYS_READ = 1 << 20
"""Bytes up to which a file's content is compared even where size and time of change are the same."""

Stamp = tuple[int, int, str]
"""Size in bytes, time of change in ns, SHA-256."""


def file_digest(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def trusted_digest(stamp: Stamp | None, size: int, changed: int) -> str | None:
    """The digest of a stamp where a file of this size and time of change (ns) may be taken for the same unread."""
    if stamp is None or size <= ALWAYS_READ or (size, changed) != tuple(stamp[:2]):
        return None
    return stamp[2]


def open_plain(path: Path) -> BufferedReader:
    """A regular file, opened; OSError for links, pipes and whatever else may stand there."""
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
    return os.fdopen(handle, "rb")


def read_plain(path: Path) -> bytes:
    """All bytes of a regular file; OSError for whatever else may stand there."""
    with open_plain(path) as file:
        return file.read()


def bears(path: Path, stamp: Stamp) -> bool:
    """Whether a regular file is the one of the stamp: a large one by size and time of change, else by its bytes."""
    try:
        with open_plain(path) as file:
            facts = os.fstat(file.fileno())
            if facts.st_size != stamp[0]:
                return False
            known = trusted_digest(stamp, facts.st_size, facts.st_mtime_ns)
            return (known or hashlib.file_digest(file, "sha256").hexdigest()) == stamp[2]
    except OSError:
        return False
