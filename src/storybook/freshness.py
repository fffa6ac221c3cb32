"""Whether the outputs of an earlier build still stand for its sources: then nothing is done again."""

import hashlib
import importlib.metadata
import json
import os
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from storybook.stamps import Stamp, bears, file_digest, read_plain

LIBRARIES = (
    *("weasyprint", "pydyf", "ebooklib", "jinja2", "pillow", "resvg-py", "markdown-it-py", "mdit-py-plugins"),
    *("fonttools", "pikepdf", "lxml", "tinycss2", "pypdfium2", "pyvips-binary", "numpy"),
)
"""Libraries whose version can change an output's bytes, or whether it is made."""

RECORDS = "builds.json"
"""Name of the record's file in the workshop."""


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


@dataclass(frozen=True, slots=True)
class FinishedBuild:
    """Stamps of what was read, by path in the book; SHA-256 of what was written into a folder, by name; the result."""

    inputs: Mapping[str, Stamp | None]
    folder: Path
    outputs: Mapping[str, str]
    result: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class OutputFile:
    """A finished file: its name, the target it was made for, and its stamp."""

    name: str
    target: str
    stamp: Stamp


class BuildRecord:
    """What the last build of each request read and wrote, kept in the workshop as JSON.

    Sources are written down under the hash of their names: a file may be called after a person, and the record lies in
    a folder that somebody may hand out whole.
    """

    def __init__(self, workshop: Path) -> None:
        self._builds: dict[str, Any] = {}
        try:
            loaded = json.loads(read_plain(workshop / RECORDS))
        except (OSError, ValueError):
            return
        if isinstance(loaded, dict):
            self._builds = {key: build for key, build in loaded.items() if isinstance(build, dict)}

    def unchanged(self, request: str, tool: str, book: Path, out: Path) -> dict[str, Any] | None:
        """The result of an earlier build for which code, sources and outputs are all as they were, or None."""
        build = self._builds.get(request)
        if build is None or build.get("tool") != tool:
            return None
        return dict(build["result"]) if _stands(build, _names_below(book), out) else None

    def is_current(self, name: str, tool: str, book: Path, out: Path) -> bool:
        """Whether an output is just what a build would make of the sources now."""
        names = _names_below(book)
        builds = [build for build in self._builds.values() if build.get("tool") == tool]
        return any(name in build.get("outputs", ()) and _stands(build, names, out) for build in builds)

    def known(self, name: str) -> Stamp | None:
        """The stamp that an earlier build gave a source."""
        for build in self._builds.values():
            inputs = build.get("inputs")
            stamp = inputs.get(_key(name)) if isinstance(inputs, dict) else None
            if isinstance(stamp, list) and len(stamp) == 3 and isinstance(stamp[2], str):
                return int(stamp[0]), int(stamp[1]), stamp[2]
        return None

    def standing(self, book: Path, out: Path) -> list[OutputFile]:
        """The files that builds of a book made, and that lie in the output folder as they were made."""
        key = _key(str(book.resolve()))
        files = [
            file
            for build in self._builds.values()
            if build.get("book") == key
            for file in _files_of(build.get("files"))
        ]
        return [file for file in dict.fromkeys(files) if _same(out / file.name, list(file.stamp))]

    def keep(self, request: str, tool: str, book: Path, build: FinishedBuild, standing: Iterable[OutputFile]) -> None:
        """Note a finished build: what it read, stamped when it read it, and what it wrote.

        standing: files of earlier builds, noted on until the new ones have surely taken their place.
        """
        outputs = {name: _stamp(build.folder / name, digest) for name, digest in build.outputs.items()}
        made = [OutputFile(one["name"], one["target"], outputs[one["name"]]) for one in build.result["artifacts"]]
        self._builds[request] = {
            "tool": tool,
            "book": _key(str(book.resolve())),
            "inputs": {_key(name): stamp for name, stamp in build.inputs.items()},
            "outputs": outputs,
            "files": [astuple(file) for file in dict.fromkeys((*made, *standing))],
            "result": build.result,
        }

    def write(self, path: Path) -> None:
        """Write all that is noted to a file."""
        path.write_text(json.dumps(self._builds, indent=1, sort_keys=True), encoding="utf-8")


def folder_digest(files: Iterable[str]) -> str:
    """SHA-256 over the names of a folder's files, however deep, relative to one place."""
    return hashlib.sha256("\n".join(sorted(files)).encode("utf-8", "surrogateescape")).hexdigest()


def _stands(build: dict[str, Any], names: Mapping[str, Path], out: Path) -> bool:
    try:
        same = all(_same(names.get(key), stamp) for key, stamp in build["inputs"].items())
        return same and "result" in build and all(_same(out / name, stamp) for name, stamp in build["outputs"].items())
    except (KeyError, TypeError, ValueError, AttributeError):
        return False


def _files_of(noted: Any) -> list[OutputFile]:  # noqa: ANN401 - JSON that anybody may have edited
    try:
        return [
            OutputFile(name, target, (int(size), int(changed), str(digest)))
            for name, target, (size, changed, digest) in noted
        ]
    except (TypeError, ValueError):
        return []


def _key(name: str) -> str:
    """The hash of a path in the book, however the disk composes its characters."""
    return hashlib.sha256(unicodedata.normalize("NFC", name).encode("utf-8", "surrogateescape")).hexdigest()


def _names_below(book: Path) -> dict[str, Path]:
    """All files of a book, and its folders with a slash behind the name, by the hash of their paths."""
    found: dict[str, Path] = {}
    for place, folders, files in os.walk(book):
        inside = Path(place).relative_to(book)
        found |= {_key((inside / name).as_posix()): Path(place) / name for name in files}
        found |= {_key((inside / name).as_posix() + "/"): Path(place) / name for name in folders}
    return found


def _stamp(path: Path, digest: str) -> Stamp:
    facts = path.stat()
    return facts.st_size, facts.st_mtime_ns, digest


def _same(path: Path | None, stamp: list[Any] | None) -> bool:
    """Whether a file, or the list of a folder's files, is the one of the stamp; links are never followed."""
    if path is None or stamp is None:
        return path is None and stamp is None
    size, changed, digest = stamp
    if path.is_dir() and not path.is_symlink():
        return bool(folder_digest(_files_below(path)) == digest)
    return bears(path, (size, changed, digest))


def _files_below(folder: Path) -> list[str]:
    return [
        (Path(place) / name).relative_to(folder.parent).as_posix()
        for place, folders, files in os.walk(folder)
        for name in (*files, *(inner for inner in folders if (Path(place) / inner).is_symlink()))
    ]
