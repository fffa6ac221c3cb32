"""The only door to a book's files: nothing outside the book's folder is ever opened."""

import hashlib
import os
import stat
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import BinaryIO

from storybook.errors import Problem, SourceError, Where
from storybook.read import archives, paths, text
from storybook.stamps import Stamp, trusted_digest


@dataclass(frozen=True, slots=True)
class Limit:
    """The largest file of a sort that is read."""

    name: str
    size: int
    """Bytes."""


TEXT_LIMIT = Limit("text", 2_000_000)
PICTURE_LIMIT = Limit("picture", 200_000_000)
MANIFEST_LIMIT = Limit("manifest", 1_000_000)
ARCHIVE_LIMIT = Limit("comic archive", 1_000_000_000)

MAX_FOLDERS = 20
"""Folders inside each other below a folder that is listed."""

_FOLDER_FLAGS = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK  # a FIFO must not make us wait
_SORTS = {
    stat.S_IFLNK: ("a symbolic link", "put the file itself there: links are not followed"),
    stat.S_IFDIR: ("a folder", "name one file in it"),
    stat.S_IFIFO: ("a pipe", "put a file there"),
    stat.S_IFSOCK: ("a socket", "put a file there"),
    stat.S_IFCHR: ("a device", "put a file there"),
    stat.S_IFBLK: ("a device", "put a file there"),
}


class Sources:
    """The files below one folder. Paths are relative to it, with forward slashes, as `resolve` makes them."""

    def __init__(self, root: Path, known: Callable[[str], Stamp | None] = lambda _: None) -> None:
        """Root is the book's folder; it alone may be reached over a symbolic link.

        known: the stamp that the last build gave a file, by its path.
        """
        self._root = root
        self._known = known
        self._digests: dict[str, str | None] = {}
        self._members: dict[str, str] = {}
        self._facts: dict[str, tuple[int, int]] = {}
        self._on_disk: dict[str, str] = {}
        self._listings: dict[tuple[int, int, int], dict[str, list[str]]] = {}
        self._warnings: dict[Problem, None] = {}  # in the order in which they came

    @property
    def root(self) -> Path:
        """The book's folder."""
        return self._root

    @property
    def seen(self) -> Mapping[str, str | None]:
        """Every path asked for, as it is spelt on disk, with the SHA-256 of what was read; None: no file was there."""
        return {self._on_disk.get(path, path): digest for path, digest in self._digests.items()}

    @property
    def stamps(self) -> Mapping[str, Stamp | None]:
        """The same with the size and the time of change that each file had when it was opened."""
        return {
            self._on_disk.get(path, path): (*self._facts.get(path, (0, 0)), digest) if digest is not None else None
            for path, digest in self._digests.items()
        }

    def digest(self, path: str) -> str:
        """The SHA-256 of a file that has been opened."""
        return self._members.get(path) or self._digests[path] or ""

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What was odd in the files read so far, and did not stop the build."""
        return tuple(self._warnings)

    def warn(self, warning: Problem) -> None:
        """Note what is odd in a file, once."""
        self._warnings[warning] = None

    def resolve(self, reference: str, base: str, where: Where | None = None) -> str:
        """The path that `reference` means in the file `base`; SourceError if it is not plain and inside the book.

        A file whose name is written just so, be it with percent signs, colons or backslashes, is meant by it.
        """
        try:
            return paths.resolve(reference, base, where)
        except SourceError:
            if reference.startswith("/") or not self._stands(reference, base):
                raise
        return paths.as_written(reference, base, where)

    def _stands(self, reference: str, base: str) -> bool:
        try:
            return self.exists(paths.as_written(reference, base, None))
        except SourceError:
            return False

    def exists(self, path: str) -> bool:
        """Whether there is a file; SourceError if something else (a link, a folder) stands there."""
        try:
            self.open(path).close()
        except SourceError:
            if path in self._digests and self._digests[path] is None:
                return False
            raise
        return True

    def files_below(self, folder: str, where: Where | None = None) -> tuple[str, ...]:
        """The paths of all that lies in a folder, however deep, sorted; none where there is no such folder.

        The list itself counts as seen, under the folder's name with a slash behind it. SourceError where the folder is
        a symbolic link, cannot be listed, or has folders too deep inside each other; links in it are listed as files.
        """
        found = sorted(self._below(folder, where))
        listing = hashlib.sha256("\n".join(found).encode("utf-8", "surrogateescape")).hexdigest()
        self._digests[f"{folder}/"] = listing if found else None
        return tuple(found)

    def open(self, path: str, where: Where | None = None, limit: Limit = PICTURE_LIMIT) -> BinaryIO:
        """A regular file, opened for reading at its start and hashed into `seen`. The caller closes it.

        A file in a comic archive (`issue.cbz/page-01.png`) is read into memory; it is the archive that is seen.
        """
        paths.check_path(path, where)
        if packed := archives.parts_of(path):
            return self._open_member(*packed, where, limit)
        descriptor = self._descriptor(path, where)
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):  # it was changed for something else since it was looked at
                raise SourceError(Problem(f"{path} is not a file", where, "put a file there"))
            file = os.fdopen(descriptor, "rb")
        except OSError as error:
            os.close(descriptor)
            raise _unreadable(path, error, where) from None
        except BaseException:
            os.close(descriptor)
            raise
        try:
            if status.st_size > limit.size:
                raise SourceError(_too_large(path, where, limit))
            digest = self._digest_of(path, file, status)
            if self._digests.get(path, digest) != digest:
                raise SourceError(Problem(f"{path} changed while it was read", where, "build the book again"))
            self._digests[path] = digest
            self._facts[path] = (status.st_size, status.st_mtime_ns)
            file.seek(0)
        except OSError as error:
            file.close()
            raise _unreadable(path, error, where) from None
        except BaseException:
            file.close()
            raise
        return file

    def members(self, archive: str, where: Where | None = None) -> tuple[str, ...]:
        """The paths of all files in a comic archive, in its own order."""
        with self.open(archive, where, ARCHIVE_LIMIT) as file:
            return tuple(f"{archive}/{name}" for name in archives.members(file, archive, where))

    def _open_member(self, archive: str, member: str, where: Where | None, limit: Limit) -> BinaryIO:
        with self.open(archive, where, ARCHIVE_LIMIT) as file:
            data = archives.read_member(file, archive, member, limit.size, where)
        self._members[f"{archive}/{member}"] = hashlib.sha256(data).hexdigest()
        return BytesIO(data)

    def _digest_of(self, path: str, file: BufferedReader, status: os.stat_result) -> str:
        """The SHA-256 of an open file; a large one that this or the last build knows is not read for it."""
        facts, digest = self._facts.get(path), self._digests.get(path)
        known = (*facts, digest) if facts and digest else self._known(path)
        trusted = trusted_digest(known, status.st_size, status.st_mtime_ns)
        return trusted or hashlib.file_digest(file, "sha256").hexdigest()

    def read_bytes(self, path: str, where: Where | None = None, limit: Limit = PICTURE_LIMIT) -> bytes:
        """All bytes of a file."""
        try:
            with self.open(path, where, limit) as file:
                data = file.read(limit.size + 1)
        except OSError as error:
            raise _unreadable(path, error, where) from None
        if len(data) > limit.size:  # it grew after it was opened
            raise SourceError(_too_large(path, where, limit))
        return data

    def read_text(self, path: str, where: Where | None = None, limit: Limit = TEXT_LIMIT) -> str:
        r"""The text of a UTF-8 file without byte order mark, line ends \n, composed (NFC).

        Raises SourceError with line and column for other encodings, bad bytes, control characters, noncharacters.
        """
        return text.decode(self.read_bytes(path, where, limit), path)

    def _below(self, folder: str, where: Where | None) -> list[str]:
        """The paths of all that lies in a folder; none where there is no folder of this name."""
        try:
            root = self._open_root()
            try:
                mode = os.stat(folder, dir_fd=root, follow_symlinks=False).st_mode
                if stat.S_ISLNK(mode):
                    sort, hint = _SORTS[stat.S_IFLNK]
                    raise SourceError(Problem(f"{folder} is {sort}", where, hint))
                if not stat.S_ISDIR(mode):
                    return []
                top = os.open(folder, _FOLDER_FLAGS, dir_fd=root)
            finally:
                os.close(root)
            try:
                return list(_walk(top, folder, where))
            finally:
                os.close(top)
        except FileNotFoundError:
            return []
        except OSError as error:
            raise _unreadable(folder, error, where) from None

    def _open_root(self) -> int:
        try:
            return os.open(self._root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        except OSError as error:
            what = f"the book's folder cannot be opened ({error.strerror})"
            raise SourceError(Problem(what, hint="name the folder that holds book.yaml")) from None

    def _descriptor(self, path: str, where: Where | None) -> int:
        folder = self._open_root()
        steps: list[str] = []
        try:
            for depth in range(path.count("/")):
                steps.append(self._step(folder, path, depth, where))
                inner = os.open(steps[-1], _FOLDER_FLAGS, dir_fd=folder)
                os.close(folder)
                folder = inner
            steps.append(self._step(folder, path, len(steps), where))
            file = os.open(steps[-1], _FILE_FLAGS, dir_fd=folder)
        except OSError as error:
            raise _unreadable(path, error, where) from None
        finally:
            os.close(folder)
        self._on_disk[path] = "/".join(steps)
        return file

    def _step(self, folder: int, path: str, depth: int, where: Where | None) -> str:
        """The name on disk of one part of a path, once it is sure to be of the right sort."""
        name = path.split("/")[depth]
        composed = unicodedata.normalize("NFC", name)
        known = self._names(folder).get(composed) or self._names(folder, anew=True).get(composed, [])
        if len(known) > 1:
            raise SourceError(
                Problem(
                    f"two files or folders are called {name}, written with different Unicode characters",
                    where,
                    "rename one of them",
                )
            )
        if not known:
            self._digests[path] = None
            raise SourceError(_missing(path, depth, self._names(folder), where))
        mode = os.stat(known[0], dir_fd=folder, follow_symlinks=False).st_mode
        last = depth == path.count("/")
        if not (stat.S_ISREG(mode) if last else stat.S_ISDIR(mode)):
            sort, hint = _SORTS.get(stat.S_IFMT(mode), ("a file, not a folder", "mend the path"))
            shown = "/".join(path.split("/")[: depth + 1])
            raise SourceError(Problem(f"{shown} is {sort}", where, hint))
        return known[0]

    def _names(self, folder: int, *, anew: bool = False) -> dict[str, list[str]]:
        """The names in a folder by their composed form."""
        status = os.fstat(folder)
        key = (status.st_dev, status.st_ino, status.st_mtime_ns)
        if anew or key not in self._listings:
            names: dict[str, list[str]] = {}
            for name in sorted(os.listdir(folder)):
                names.setdefault(unicodedata.normalize("NFC", name), []).append(name)
            self._listings[key] = names
        return self._listings[key]


def _walk(folder: int, path: str, where: Where | None, depth: int = 0) -> Iterator[str]:
    """The paths of all that lies in an open folder and is no folder; `path` is its own. Links are not followed."""
    for name in os.listdir(folder):
        below = f"{path}/{name}"
        if not stat.S_ISDIR(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode):
            yield below
            continue
        if depth == MAX_FOLDERS:
            what = f"in {path.split('/', maxsplit=1)[0]}, folders stand more than {MAX_FOLDERS} deep inside each other"
            raise SourceError(Problem(what, where, "bring the files closer together"))
        inner = os.open(name, _FOLDER_FLAGS, dir_fd=folder)
        try:
            yield from _walk(inner, below, where, depth + 1)
        finally:
            os.close(inner)


def _missing(path: str, depth: int, names: Iterable[str], where: Where | None) -> Problem:
    parts = path.split("/")
    names = [name for name in names if paths.is_plain(name)]
    near = [name for name in names if name.casefold() == parts[depth].casefold()]
    near = near or get_close_matches(parts[depth], names, n=1, cutoff=0.75)
    hint = "mend the path, or put the file there"
    if near:
        meant = "/".join([*parts[:depth], near[0], *parts[depth + 1 :]])
        same = near[0].casefold() == parts[depth].casefold()
        hint = f"did you mean {meant}?" + (" Capital and small letters must agree." if same else "")
    return Problem(f"there is no file {path} in the book", where, hint)


def _unreadable(path: str, error: OSError, where: Where | None) -> SourceError:
    return SourceError(Problem(f"{path} cannot be opened ({error.strerror})", where, "see that you may read it"))


def _too_large(path: str, where: Where | None, limit: Limit) -> Problem:
    size = f"{limit.size / 1_000_000:g} MB"
    return Problem(f"{path} is larger than the {limit.name} limit of {size}", where, "split it, or make it smaller")
