"""One command makes the book: what is up to date stays, the rest is made aside and switched in whole."""

import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from storybook.errors import Problem, UsageError
from storybook.freshness import BuildRecord, tool_digest
from storybook.model.edition import Artifact
from storybook.outputs import CACHE, locked, publish, staged

MANIFEST = "book.yaml"
"""The file that makes a folder a book."""


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """What to build: the book's folder, the output folder, formats, and languages (none means all of the book's)."""

    book: Path
    out: Path
    formats: tuple[str, ...]
    languages: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What tells this request from others into the same folder; hashed, so that no path of a machine is kept."""
        words = f"{self.book.resolve()} {' '.join(self.formats)} [{' '.join(self.languages)}]"
        return hashlib.sha256(words.encode("utf-8", "surrogateescape")).hexdigest()


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build made, whether it was all up to date already, and seconds of wall time by artifact.

    warnings: what is odd in the sources and did not stop the build.
    """

    artifacts: tuple[Artifact, ...]
    fresh: bool
    warnings: tuple[str, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)
    total_seconds: float = 0.0


def find_book(path: Path) -> Path:
    """The folder of a book: the path itself, the folder of a named book.yaml, or the `book` folder inside."""
    if path.is_file() and path.name == MANIFEST:
        return path.parent
    for folder in (path, path / "book"):
        if (folder / MANIFEST).exists():
            return folder
    raise UsageError(
        Problem(
            f"there is no {MANIFEST} in {path}",
            hint="name the book's folder, or make one: storybook new DIR",
        )
    )


def build(request: BuildRequest, progress: Callable[[str], None]) -> BuildResult:
    """Build every format in every language asked for; a StorybookError leaves the outputs as they were."""
    started = time.perf_counter()
    with locked(request.out) as workshop:
        record = BuildRecord(workshop)
        tool = own_digest()
        earlier = record.unchanged(request.key, tool, request.book, request.out)
        if earlier is not None:
            artifacts = tuple(Artifact(**artifact) for artifact in earlier["artifacts"])
            return BuildResult(artifacts, True, tuple(earlier["warnings"]), {}, time.perf_counter() - started)
        return _build_anew(request, record, tool, workshop, progress, started)


def _build_anew(
    request: BuildRequest,
    record: BuildRecord,
    tool: str,
    workshop: Path,
    progress: Callable[[str], None],
    started: float,
) -> BuildResult:
    # The readers and formats load slowly, and a build with nothing to do must not wait for them.
    from storybook.assemble import assemble
    from storybook.read.sources import Sources

    with staged(workshop) as staging:
        made = assemble(
            Sources(request.book, record.known), request.formats, request.languages, staging, workshop / CACHE, progress
        )
        progress("Putting the files in place")
        publish(staging, request.out)
    record.keep(
        request.key,
        tool,
        made.inputs,
        request.out,
        made.outputs,
        {"artifacts": [asdict(artifact) for artifact in made.artifacts], "warnings": made.warnings},
    )
    return BuildResult(tuple(made.artifacts), False, tuple(made.warnings), made.seconds, time.perf_counter() - started)


def own_digest() -> str:
    """What this storybook is: the digest of its code, its templates and its libraries."""
    code = Path(__file__).resolve().parent
    beside = code.parent.parent / "templates"
    return tool_digest(code) if (code / "templates").is_dir() else tool_digest(code, beside)
