"""The switch from one whole generation of an output folder to the next."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storybook.errors import OutputError, Problem

WORKSHOP = ".storybook"
"""Hidden folder inside the output folder: cache, state and lock; nothing of it is handed out."""


CACHE = "cache"
"""Folder inside the workshop for what is dear to make again."""


@contextmanager
def locked(out: Path) -> Iterator[Path]:
    """Hold an output folder for one build; gives its workshop folder, swept of what an interrupted build left."""
    workshop = out / WORKSHOP
    try:
        workshop.mkdir(parents=True, exist_ok=True)
        lock = (workshop / "lock").open("w", encoding="utf-8")
    except OSError as error:
        raise _unwritable(error) from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for left in workshop.glob("staging-*"):
            shutil.rmtree(left, ignore_errors=True)
        yield workshop


@contextmanager
def staged(workshop: Path) -> Iterator[Path]:
    """An empty folder to write a new generation into; gone afterwards."""
    try:
        staging = Path(tempfile.mkdtemp(prefix="staging-", dir=workshop))
    except OSError as error:
        raise _unwritable(error) from error
    try:
        yield staging
    except OSError as error:
        raise _unwritable(error) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def publish(staging: Path, out: Path) -> None:
    """Move every finished file of a generation into the output folder; the earlier ones stand until then."""
    try:
        files = sorted(path for path in staging.iterdir() if path.is_file())
        for path in files:
            path.chmod(0o644)
            with path.open("rb") as file:
                os.fsync(file.fileno())
        for path in files:
            path.replace(out / path.name)
        sync_folder(out)
    except OSError as error:
        raise _unwritable(error) from error


def sync_folder(folder: Path) -> None:
    """Make renames in a folder last through a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_whole(path: Path, data: bytes) -> None:
    """Write a small file so that it is either the earlier one or the new one, whole."""
    handle, name = tempfile.mkstemp(prefix="staging-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        raise _unwritable(error) from error


def _unwritable(error: OSError) -> OutputError:
    return OutputError(
        Problem(
            f"the outputs cannot be written: {error.strerror or 'the system refuses'}",
            hint="check that the folder can be written and the disk has room; earlier outputs are untouched",
        )
    )
