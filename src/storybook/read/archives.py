"""Comic archives (CBZ): pictures packed in a ZIP file, read member by member; nothing is ever unpacked to the disk."""

import unicodedata
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import BinaryIO, cast

from storybook.errors import Problem, SourceError, Where

SUFFIX = ".cbz"

MOST_MEMBERS = 5_000
"""Files in one archive: a comic of five thousand pages."""

MOST_DIRECTORY = MOST_MEMBERS * 600
"""Bytes of an archive's list of files: names of some hundred letters, and what packing programs note of each."""

METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""Ways of packing that every program which makes comic archives uses."""

_ENCRYPTED = 0x1

_LIES = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, OverflowError, NotImplementedError)
"""What reading an archive ends in that is not as it says."""


def parts_of(path: str) -> tuple[str, str] | None:
    """The archive and the member that a path such as `issue.cbz/page-01.png` names; None for a plain file."""
    folders = PurePosixPath(path).parts
    for depth, name in enumerate(folders[:-1], start=1):
        if name.casefold().endswith(SUFFIX):
            return "/".join(folders[:depth]), "/".join(folders[depth:])
    return None


def members(file: BinaryIO, name: str, where: Where | None) -> tuple[str, ...]:
    """The names of the files in an archive, composed (NFC), as it lists them; name: its path, where: what names it."""
    with _opened(file, name, where) as archive:
        return tuple(_name(one) for one in archive.infolist() if not one.is_dir())


def read_member(file: BinaryIO, name: str, member: str, limit: int, where: Where | None) -> bytes:
    """The bytes of a member; SourceError where it is missing, damaged, locked or over the limit (bytes)."""
    path = f"{name}/{member}"
    with _opened(file, name, where) as archive:
        found = [one for one in archive.infolist() if _name(one) == member and not one.is_dir()]
        if len(found) != 1:
            what = f"the comic archive {name} has {'no' if not found else 'more than one'} file {member}"
            raise _refused(what, where, "compare the name with those in the archive")
        info = found[0]
        if info.flag_bits & _ENCRYPTED or info.compress_type not in METHODS:
            raise _refused(f"{path} is locked or packed in an unusual way", where, "pack the archive anew as plain ZIP")
        if info.file_size > limit:
            raise _refused(f"{path} is larger than the picture limit of {limit / 1e6:g} MB", where, "make it smaller")
        try:
            with archive.open(info) as packed:
                data = packed.read(limit)
        except _LIES as error:
            raise _damaged(path, where) from error
        if len(data) != info.file_size:
            raise _damaged(path, where)
        return data


def _name(member: zipfile.ZipInfo) -> str:
    """As a folder's files are named: Macs pack names whose letters and accents are apart."""
    return unicodedata.normalize("NFC", member.filename)


class _Listed:
    """A file of which no more is read at once than a list of files may take, until `trusted`."""

    def __init__(self, file: BinaryIO) -> None:
        self.trusted = False
        self._file = file
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable

    def read(self, size: int = -1) -> bytes:
        if size > MOST_DIRECTORY and not self.trusted:
            raise _TooManyError
        return self._file.read(size)


class _TooManyError(Exception):
    """The list of an archive's files is longer than may be."""


def _opened(file: BinaryIO, name: str, where: Where | None) -> zipfile.ZipFile:
    listed = _Listed(file)
    try:
        archive = zipfile.ZipFile(cast(BinaryIO, listed))
        if len(archive.infolist()) > MOST_MEMBERS:
            raise _TooManyError
    except _TooManyError:
        what = f"the comic archive {name} holds more than {MOST_MEMBERS} files, or names beyond all measure"
        raise _refused(what, where, "pack fewer into one archive") from None
    except _LIES as error:
        raise _damaged(name, where) from error
    listed.trusted = True
    return archive


def _damaged(name: str, where: Where | None) -> SourceError:
    return _refused(f"{name} is damaged, or is no comic archive (ZIP)", where, "copy it again from where it came")


def _refused(what: str, where: Where | None, hint: str) -> SourceError:
    return SourceError(Problem(what, where, hint))
