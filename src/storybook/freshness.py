"""Whether the outputs of an earlier build still stand for its sources: then nothing is done again."""

import hashlib
import importlib.metadata
import json
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from storybook.outputs import write_whole

LIBRARIES = ("weasyprint", "pydyf", "ebooklib", "jinja2", "pillow", "markdown-it-py", "mdit-py-plugins", "fonttools")
"""Libraries whose version can change an output's bytes."""

ALWAYS_READ = 1 << 20
"""Bytes up to which a file's content is compared even where size and time of change are the same."""

Stamp = tuple[int, int, str]
"""Size in bytes, time of change in ns, SHA-256."""


def file_digest(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@cache
def tool_digest(*folders: Path) -> str:
    """SHA-256 over storybook's own code, its templates and the versions of the libraries that make bytes."""
    digest = hashlib.sha256()
    for library in LIBRARIES:
        digest.update(f"{library} {importlib.metadata.version(library)}\n".encode())
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(f"{path.relative_to(folder).as_posix()} {file_digest(path)}\n".encode())
    return digest.hexdigest()


class BuildRecord:
    """What the last build of each request read and wrote, kept in the workshop as JSON."""

    def __init__(self, workshop: Path) -> None:
        self._path = workshop / "builds.json"
        self._builds: dict[str, Any] = {}
        try:
            loaded = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return
        if isinstance(loaded, dict):
            self._builds = loaded

    def unchanged(self, request: str, tool: str, book: Path, out: Path) -> dict[str, Any] | None:
        """The result of an earlier build for which code, sources and outputs are all as they were, or None."""
        build = self._builds.get(request)
        if not isinstance(build, dict) or build.get("tool") != tool:
            return None
        try:
            same = all(_same(book / name, stamp) for name, stamp in build["inputs"].items())
            whole = all(_same(out / name, stamp) for name, stamp in build["outputs"].items())
            return dict(build["result"]) if same and whole else None
        except (KeyError, TypeError, ValueError, AttributeError):
            return None

    def keep(
        self,
        request: str,
        tool: str,
        book: Path,
        inputs: Mapping[str, str | None],
        out: Path,
        outputs: Mapping[str, str],
        result: dict[str, Any],
    ) -> None:
        """Write down a finished build; inputs and outputs are SHA-256 by path."""
        self._builds[request] = {
            "tool": tool,
            "inputs": {name: _stamp(book / name, digest) for name, digest in sorted(inputs.items())},
            "outputs": {name: _stamp(out / name, digest) for name, digest in sorted(outputs.items())},
            "result": result,
        }
        write_whole(self._path, json.dumps(self._builds, indent=1, sort_keys=True).encode("utf-8"))


def folder_digest(files: Iterable[str]) -> str:
    """SHA-256 over the names of a folder's files, however deep, relative to one place."""
    return hashlib.sha256("\n".join(sorted(files)).encode("utf-8", "surrogateescape")).hexdigest()


def _stamp(path: Path, digest: str | None) -> Stamp | None:
    if digest is None:
        return None
    if path.is_dir():
        return 0, 0, digest
    try:
        facts = _on_disk(path).stat()
    except OSError:
        return None
    return facts.st_size, facts.st_mtime_ns, digest


def _on_disk(path: Path) -> Path:
    """The path as the disk may have it: names are composed where the book is read, and some disks take them apart."""
    return path if path.exists() else Path(unicodedata.normalize("NFD", str(path)))


def _same(path: Path, stamp: list[Any] | None) -> bool:
    """Whether a file is the one of the stamp: a large one by size and time of change, else by its bytes."""
    path = _on_disk(path)
    try:
        facts = path.stat()
    except OSError:
        return stamp is None
    if stamp is None:
        return False
    size, changed, digest = stamp
    if path.is_dir():
        return bool(folder_digest(_files_below(path)) == digest)
    if facts.st_size != size:
        return False
    if size > ALWAYS_READ and facts.st_mtime_ns == changed:
        return True
    return bool(file_digest(path) == digest)


def _files_below(folder: Path) -> list[str]:
    return [path.relative_to(folder.parent).as_posix() for path in folder.rglob("*") if not path.is_dir()]
