"""A folder of things that were made once: records by what they were made from, contents by their own SHA-256.

Nothing in the folder is trusted: a record or content that is not what it was when it was kept counts as absent.
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from storybook.errors import OutputError, Problem
from storybook.stamps import read_plain

Fact = str | int


UNFINISHED = "unfinished"
"""Folder of a store for what is being written."""


@dataclass(frozen=True, slots=True)
class Stored:
    """Contents in the store: where they lie, SHA-256, bytes, and what was noted with them."""

    path: Path
    sha256: str
    size: int
    facts: Mapping[str, Fact]


def key_of(*parts: str | int | float | tuple[str, ...] | None) -> str:
    """The key of what is made from these parts: the SHA-256 of them all."""
    return hashlib.sha256(json.dumps(parts, ensure_ascii=True).encode("ascii")).hexdigest()


class Store:
    """A folder of kept things; any number of threads and builds may share one."""

    def __init__(self, folder: Path) -> None:
        self._records = folder / "records"
        self._contents = folder / "contents"
        self._unfinished = folder / UNFINISHED

    def note(self, key: str, facts: Mapping[str, Fact]) -> None:
        """Keep a few facts under a key."""
        body = _canonical(facts)
        self._write(_place(self._records, key), hashlib.sha256(body).hexdigest().encode("ascii") + b"\n" + body)

    def recall(self, key: str) -> Mapping[str, Fact] | None:
        """The facts kept under a key; None where there are none or they were tampered with."""
        try:
            digest, _, body = read_plain(_place(self._records, key)).partition(b"\n")
        except OSError:
            return None
        if hashlib.sha256(body).hexdigest().encode("ascii") != digest:
            return None
        facts: dict[str, Fact] = json.loads(body)
        return facts

    def keep(self, key: str, contents: bytes, facts: Mapping[str, Fact]) -> Stored:
        """Keep contents, with facts about them, under a key."""
        sha256 = hashlib.sha256(contents).hexdigest()
        path = _place(self._contents, sha256)
        self._write(path, contents)
        self.note(key, {**facts, "sha256": sha256, "size": len(contents)})
        return Stored(path, sha256, len(contents), facts)

    def find(self, key: str) -> Stored | None:
        """The contents kept under a key, read through and found whole; else None."""
        facts = self.recall(key)
        if facts is None or "sha256" not in facts:
            return None
        sha256 = str(facts["sha256"])
        path = _place(self._contents, sha256)
        try:
            with path.open("rb") as file:
                whole = hashlib.file_digest(file, "sha256").hexdigest() == sha256
        except OSError:
            return None
        return Stored(path, sha256, int(facts["size"]), facts) if whole else None

    @property
    def unfinished(self) -> Path:
        """Where folders may be that last no longer than the build; `sweep` removes what a killed one left there."""
        return self._unfinished

    def _write(self, path: Path, data: bytes) -> None:
        unfinished = None
        try:
            self._unfinished.mkdir(parents=True, exist_ok=True)
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, unfinished = tempfile.mkstemp(dir=self._unfinished)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(unfinished).replace(path)
        except OSError as error:
            if unfinished is not None:
                Path(unfinished).unlink(missing_ok=True)
            what = f"the cache cannot be written: {error.strerror or 'the system refused'}"
            hint = "make room on the disk and see that the cache folder is yours to write in"
            raise OutputError(Problem(what, hint=hint)) from error


def sweep(folder: Path) -> None:
    """Remove what builds that were killed left unfinished in a store that nobody uses now."""
    shutil.rmtree(folder / UNFINISHED, ignore_errors=True)


def holds_nothing_dear(folder: Path) -> bool:
    """Whether a store has no contents, only notes."""
    return not any((folder / "contents").glob("*/*"))


def _canonical(facts: Mapping[str, Fact]) -> bytes:
    return json.dumps(facts, sort_keys=True, ensure_ascii=True).encode("ascii")


def _place(folder: Path, digest: str) -> Path:
    return folder / digest[:2] / digest
