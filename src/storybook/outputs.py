"""The switch from one whole generation of an output folder to the next."""

import ctypes
import errno
import fcntl
import os
import secrets
import shutil
import signal
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from storybook.errors import OutputError, Problem
from storybook.store import holds_nothing_dear, sweep

CACHE = "cache"
"""Folder inside the workshop for what is dear to make again."""

_LOCK, _STAGING, _READY = "lock", "staging-", "ready"

_ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

_AT_FDCWD, _RENAME_EXCHANGE = -100, 2
_NO_EXCHANGE = (errno.ENOSYS, errno.EINVAL, errno.EXDEV, errno.EBUSY, errno.EPERM, errno.EOPNOTSUPP)
"""What systems answer that cannot exchange two folders."""

MOST_NAME_BYTES = 255
"""Bytes of a name: what common file systems hold."""

MOST_ATTEMPTS = 1000
"""How often a workshop is made again that other builds, come to nothing, take away."""

MOST_NEIGHBOURS = 1000
"""Files of others in an output folder that a new generation takes over one by one; with more, the folder stays."""


@dataclass(frozen=True, slots=True)
class Workshop:
    """An output folder, and the hidden folder for its lock, cache, records and unfinished files; neither need exist."""

    out: Path
    folder: Path

    @classmethod
    def of(cls, out: Path) -> "Workshop":
        """The workshop of an output folder: beside it, or inside where nothing can be put beside it."""
        out = Path(os.path.realpath(out))
        beside = out.parent / f".{out.name}.storybook"
        nearest = next(folder for folder in out.parents if folder.exists())
        cannot_stand = not any(os.access(folder, os.W_OK) for folder in (nearest, beside))
        too_long = len(os.fsencode(beside.name)) > MOST_NAME_BYTES
        inside = os.path.ismount(out) or out.parent == out or cannot_stand or too_long
        return cls(out, out / ".storybook" if inside else beside)

    @property
    def is_inside(self) -> bool:
        """Whether the hidden folder is in the output folder."""
        return self.folder.parent == self.out


@contextmanager
def locked(out: Path, tell: Callable[[str], None] = lambda _: None) -> Iterator[Workshop]:
    """Hold an output folder for one build, finished and swept of what an interrupted build left.

    Waits for another build, and tells so. Leaves no folder behind where nothing came of it.
    """
    try:
        workshop = Workshop.of(out)
        _refuse_no_folder(workshop.out)
        missing = [folder for folder in (workshop.folder, *workshop.folder.parents) if not folder.exists()]
    except OSError as error:
        raise unwritable(error) from error
    try:
        handle = _hold(workshop.folder, tell)
    except OSError as error:
        _remove_empty(missing)
        raise unwritable(error) from error
    try:
        with _undisturbed():
            _finish_switch(workshop)
        for left in workshop.folder.glob(f"{_STAGING}*"):
            _remove(left)
        sweep(workshop.folder / CACHE)
        yield workshop
    finally:
        if not workshop.out.exists() and holds_nothing_dear(workshop.folder / CACHE):
            shutil.rmtree(workshop.folder, ignore_errors=True)
            _remove_empty(missing)
        os.close(handle)


def _refuse_no_folder(out: Path) -> None:
    """OSError where something stands in the place of the output folder, or it may not be written."""
    number = 0
    if out.exists() and not out.is_dir():
        number = errno.ENOTDIR
    elif out.exists() and not os.access(out, os.W_OK | os.X_OK):
        number = errno.EACCES
    if number:
        raise OSError(number, os.strerror(number))


def _hold(folder: Path, tell: Callable[[str], None]) -> int:
    for attempt in count():
        try:
            folder.mkdir(parents=True, exist_ok=True)
            handle = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o644)
        except (FileNotFoundError, FileExistsError):
            if attempt == MOST_ATTEMPTS or (folder.exists() and not folder.is_dir()):
                raise
            continue  # another build took its empty workshop away in this moment
        try:
            _wait_for(handle, tell)
            if _is_at(handle, folder / _LOCK):
                return handle
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)
    raise AssertionError


def _wait_for(handle: int, tell: Callable[[str], None]) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        tell("Waiting for another build into this folder")
        fcntl.flock(handle, fcntl.LOCK_EX)


def _is_at(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


@contextmanager
def staged(workshop: Workshop) -> Iterator[Path]:
    """An empty folder to make things in; gone afterwards."""
    staging = workshop.folder / f"{_STAGING}{secrets.token_hex(8)}"
    try:  # the name is known before the folder is there: whoever stops the program in between leaves nothing
        staging.mkdir(mode=0o700)
        yield staging
    except OSError as error:
        raise unwritable(error) from error
    finally:
        try:
            _remove(staging)
        except KeyboardInterrupt:  # it came in the middle; who asked to end once is not heard again
            _remove(staging)
            raise


def switch(generation: Path, workshop: Workshop, gone: Collection[str] = ()) -> None:
    """Put all files of a finished folder into the output folder at once, and take away the files named in `gone`.

    The files of others in the output folder stay. Where the system can exchange two folders, there is no moment in
    which old and new files stand side by side; elsewhere a switch that is broken off is finished by the next `locked`.
    Raises OutputError, and the earlier files stand.
    """
    try:
        for path in generation.iterdir():
            path.chmod(0o644)
            _sync(path)
        _sync(generation)
        with _undisturbed():
            if not workshop.out.exists():
                generation.rename(workshop.out)
            elif not _exchange_folders(generation, workshop, gone):
                _switch_in_place(generation, workshop, gone)
    except OSError as error:
        raise unwritable(error) from error
    with suppress(OSError):  # all is in place and whole; only a power cut now could undo the switch
        _sync(workshop.out)
        _sync(workshop.out.parent)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """While this lasts, whoever asks the program to end has to wait; signals reach the main thread alone."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    asked: list[int] = []
    # Not by masking them: the kernel would give them to another thread, and Python hand them on to this one.
    earlier = {number: signal.signal(number, lambda got, _: asked.append(got)) for number in _ENDINGS}
    try:
        yield
    finally:
        for number, handler in earlier.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)
        if asked:
            signal.raise_signal(asked[0])


def _exchange_folders(generation: Path, workshop: Workshop, gone: Collection[str]) -> bool:
    """Exchange the whole output folder for the generation; False, and nothing has happened, where that can't be."""
    out = workshop.out
    if workshop.is_inside or _is_working_folder(out):
        return False
    made = {path.name for path in generation.iterdir()}
    entries = list(os.scandir(out))
    neighbours = [entry for entry in entries if entry.name not in made and entry.name not in gone]
    if len(neighbours) > MOST_NEIGHBOURS or any(entry.is_dir(follow_symlinks=False) for entry in entries):
        return False
    try:
        for entry in neighbours:
            os.link(entry.path, generation / entry.name, follow_symlinks=False)
        shutil.copystat(out, generation)
        _take_owner(out, generation)
        _sync(generation)
        _exchange(generation, out)
    except OSError as error:
        for entry in neighbours:
            (generation / entry.name).unlink(missing_ok=True)
        if error.errno in (*_NO_EXCHANGE, errno.EMLINK, errno.EACCES):
            return False
        raise
    _keep_late_changes(generation, out, made.union(gone))
    return True


def _take_owner(out: Path, generation: Path) -> None:
    wanted, own = out.stat(), generation.stat()
    if (wanted.st_uid, wanted.st_gid) != (own.st_uid, own.st_gid):
        os.chown(generation, wanted.st_uid, wanted.st_gid)


def _exchange(one: Path, other: Path) -> None:
    """Let two paths change places, with no moment between (Linux's renameat2)."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except AttributeError:
        raise OSError(errno.ENOSYS, "no renameat2") from None
    if renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def _keep_late_changes(earlier: Path, out: Path, ours: Collection[str]) -> None:
    """What somebody else put into the earlier folder while it was exchanged goes into the new one."""
    for entry in list(os.scandir(earlier)):
        now = out / entry.name
        if entry.name not in ours and not (
            os.path.lexists(now) and os.path.samestat(entry.stat(follow_symlinks=False), now.lstat())
        ):
            with suppress(OSError):
                Path(entry.path).replace(now)


def _is_working_folder(out: Path) -> bool:
    try:
        return out.samefile(Path.cwd())
    except OSError:
        return False


def _switch_in_place(generation: Path, workshop: Workshop, gone: Collection[str]) -> None:
    """Move file by file, with all that is needed to finish the switch, or to take it back, beside them."""
    ready = generation.with_name("switch")
    for name in ("earlier", "first", "gone"):
        (ready / name).mkdir(parents=True)
    generation.rename(ready / "new")
    for path in (ready / "new").iterdir():
        if os.path.lexists(workshop.out / path.name):
            _link_or_copy(workshop.out / path.name, ready / "earlier" / path.name)
        else:
            (ready / "first" / path.name).touch()
    for name in gone:
        (ready / "gone" / name).touch()
    _sync(ready)
    ready.rename(workshop.folder / _READY)
    _finish_switch(workshop)


def _finish_switch(workshop: Workshop) -> None:
    """Move what still lies ready; the earlier files come back where that fails."""
    ready = workshop.folder / _READY
    if ready.is_symlink() or not ready.is_dir():
        return
    try:
        workshop.out.mkdir(exist_ok=True)
        for path in sorted((ready / "new").iterdir()):
            path.replace(workshop.out / path.name)
        for mark in (ready / "gone").iterdir():
            (workshop.out / mark.name).unlink(missing_ok=True)
    except OSError as error:
        with suppress(OSError):
            for path in (ready / "earlier").iterdir():
                path.replace(workshop.out / path.name)
            for mark in (ready / "first").iterdir():
                (workshop.out / mark.name).unlink(missing_ok=True)
        _remove(ready)
        raise unwritable(error) from error
    _remove(ready)


def _link_or_copy(source: Path, target: Path) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)


def _remove(path: Path) -> None:
    """Remove a folder of ours, or what somebody put in its place.

    It gets another name first, so that half of it is never taken for the whole.
    """
    with suppress(OSError):
        if not path.name.startswith(_STAGING):
            path = path.rename(path.with_name(f"{_STAGING}old"))
    if path.is_symlink() or not path.is_dir():
        with suppress(OSError):
            path.unlink()
        return
    for folder, _, _ in os.walk(path):
        with suppress(OSError):
            Path(folder).chmod(0o700)  # the mode of an output folder may be one that nothing can be removed from
    shutil.rmtree(path, ignore_errors=True)


def _remove_empty(folders: list[Path]) -> None:
    for folder in folders:
        with suppress(OSError):
            folder.rmdir()


def _sync(path: Path) -> None:
    """Make a file, or the names in a folder, last through a power cut."""
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def unwritable(error: OSError) -> OutputError:
    """What is told where a file of ours cannot be written."""
    return OutputError(
        Problem(
            f"the outputs cannot be written: {error.strerror or 'the system refuses'}",
            hint="check that the folder can be written and the disk has room; earlier outputs are untouched",
        )
    )
