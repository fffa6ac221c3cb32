"""What a reference to another file of the book may look like, before any file is touched."""

import re
import unicodedata
from dataclasses import replace

from storybook.errors import Problem, SourceError, Where

MAX_PATH = 1000
"""Characters of a path, relative to the book."""
MAX_NAME_BYTES = 255
"""Bytes of one file or folder name: what common file systems hold."""

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_PERCENT_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
_JOINER = "\u200d"
_RELATIVE = "write the path as seen from the file that names it, with forward slashes, such as art/cover.png"
_INSIDE = "copy the file into the book's folder and name it there"


def refused(what: str, where: Where | None, hint: str) -> SourceError:
    """A refusal that keeps what was written out of the message: it may hold a name, or lead somewhere private."""
    return SourceError(Problem(what, where and replace(where, text=None), hint))


def resolve(reference: str, base: str, where: Where | None) -> str:
    """The path, relative to the book, that `reference` means in the file `base`; in Unicode's composed form (NFC).

    Raises SourceError for anything but a plain relative path that stays inside the book.
    """
    reference = unicodedata.normalize("NFC", reference)
    _check_writing(reference, where)
    return as_written(reference, base, where)


def as_written(reference: str, base: str, where: Where | None) -> str:
    """The same for a reference whose percent signs, colons and backslashes are letters of a name."""
    parts = base.split("/")[:-1]
    for part in unicodedata.normalize("NFC", reference).split("/"):
        if part in ("", "."):
            continue
        if part != "..":
            parts.append(part)
        elif parts:
            parts.pop()
        else:
            raise refused("the path leads out of the book's folder", where, _INSIDE)
    if not parts or reference.endswith(("/", "/.", "/..")) or reference in (".", ".."):
        raise refused("the path names a folder, not a file", where, "name one file in it")
    path = "/".join(parts)
    check_path(path, where)
    return path


def check_path(path: str, where: Where | None) -> None:
    """Refuse what is not a normalised path relative to the book, as `resolve` makes them."""
    parts = path.split("/")
    if any(part in ("", ".", "..") for part in parts):
        raise refused("the path is not a plain path inside the book's folder", where, _INSIDE)
    if not is_plain(path):
        raise refused("the path holds characters that no file name should hold", where, "rename the file")
    if len(path) > MAX_PATH or any(len(part.encode()) > MAX_NAME_BYTES for part in parts):
        raise refused("the path is too long", where, "give the file, or its folder, a shorter name")


def _check_writing(reference: str, where: Where | None) -> None:
    if not reference.strip():
        raise refused("the path is empty", where, _RELATIVE)
    if not is_plain(reference):
        raise refused("the path holds an invisible character", where, "delete it and type the path anew")
    if "\\" in reference:
        raise refused("the path is written with backslashes", where, _RELATIVE)
    if reference.startswith("/"):
        raise refused("the path is absolute (it starts with a slash)", where, _RELATIVE)
    if _SCHEME.match(reference):
        raise refused(
            "this is an address or a drive, not a path inside the book",
            where,
            f"nothing is fetched from elsewhere: {_INSIDE}",
        )
    if _PERCENT_ESCAPE.search(reference):
        raise refused(
            "the path holds a percent escape such as %20",
            where,
            "write the file's name with the letters it has on disk; in Markdown, put <…> round a name with spaces",
        )


def is_plain(text: str) -> bool:
    """Whether there are no controls, formatting characters (bidi, zero width), line separators, lone surrogates.

    The joiner that many emoji are made with is plain.
    """
    return not any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") and c != _JOINER for c in text)
