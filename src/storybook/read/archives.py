"""Comic archives (CBZ): pictures packed in a ZIP file, read member by member; nothing is ever unpacked to the disk."""

import zipfile
import zlib
from pathlib import PurePosixPath
from typing import BinaryIO

from storybook.errors import Problem, SourceError, Where

SUFFIX = ".cbz"

MOST_MEMBERS = 5_000
"""Files in one archive: a comic of five thousand pages."""

METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""Ways of packing that every program which makes comic archives uses."""

_ENCRYPTED = 0x1


def parts_of(path: str) -> tuple[str, str] | None:
    """The archive and the member that a path such as `issue.cbz/page-01.png` names; None for a plain file."""
    folders = PurePosixPath(path).parts
    for depth, name in enumerate(folders[:-1], start=1):
        if name.casefold().endswith(SUFFIX):
            return "/".join(folders[:depth]), "/".join(folders[depth:])
    return None


def members(file: BinaryIO, name: str, where: Where | None) -> tuple[str, ...]:
    """The names of the files in an archive, as it lists them; name is the archive's path, where what names it."""
    with _opened(file, name, where) as archive:
        return tuple(one.filename for one in archive.infolist() if not one.is_dir())


def read_member(file: BinaryIO, path: str, limit: int, where: Where | None) -> bytes:
    """The bytes of a member by its full path; SourceError where it is missing, damaged, locked or over the limit."""
    name, member = parts_of(path) or ("", "")
    with _opened(file, name, where) as archive:
        found = [one for one in archive.infolist() if one.filename == member and not one.is_dir()]
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
                return packed.read(limit)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
            raise _damaged(path, where) from error


def _opened(file: BinaryIO, name: str, where: Where | None) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise _damaged(name, where) from error
    if len(archive.infolist()) > MOST_MEMBERS:
        archive.close()
        what = f"the comic archive {name} holds more than {MOST_MEMBERS} files"
        raise _refused(what, where, "pack fewer into one archive")
    return archive


def _damaged(name: str, where: Where | None) -> SourceError:
    return _refused(f"{name} is damaged, or is no comic archive (ZIP)", where, "copy it again from where it came")


def _refused(what: str, where: Where | None, hint: str) -> SourceError:
    return SourceError(Problem(what, where, hint))
