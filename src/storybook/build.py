"""One command makes the book: what is up to date stays, the rest is made aside and switched in whole."""

import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from storybook.apart import Limits, Tell, run_apart
from storybook.errors import Problem, UsageError
from storybook.fence import close_in
from storybook.freshness import RECORDS, BuildRecord, FinishedBuild, OutputFile, tool_digest
from storybook.model.edition import Artifact
from storybook.outputs import CACHE, Workshop, locked, staged, switch

MANIFEST = "book.yaml"
"""The file that makes a folder a book."""


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """What to build: the book's folder, the output folder, targets and languages (none means all of the book's)."""

    book: Path
    out: Path
    targets: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What tells this request from others into the same folder; hashed, so that no path of a machine is kept."""
        words = f"{self.book.resolve()} {' '.join(self.targets)} [{' '.join(self.languages)}]"
        return hashlib.sha256(words.encode("utf-8", "surrogateescape")).hexdigest()


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build made, whether it was all up to date already, and seconds of wall time by artifact.

    warnings: what is odd in the sources and did not stop the build; removed: files of earlier builds of this book that
    this one has no successor for.
    """

    artifacts: tuple[Artifact, ...]
    fresh: bool
    warnings: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
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


def build(request: BuildRequest, limits: Limits, progress: Callable[[str], None]) -> BuildResult:
    """Build every format in every language asked for; a StorybookError leaves the outputs as they were."""
    started = time.perf_counter()
    with locked(request.out, progress) as workshop:
        record = BuildRecord(workshop.folder)
        tool = own_digest()
        earlier = record.unchanged(request.key, tool, request.book, workshop.out)
        if earlier is None:
            removed, result = _build_anew(request, limits, workshop, record, tool, progress)
        else:
            removed, result = (), earlier
    return BuildResult(
        artifacts=tuple(Artifact(**artifact) for artifact in result["artifacts"]),
        fresh=earlier is not None,
        warnings=tuple(result["warnings"]),
        removed=removed,
        seconds=result["seconds"] if earlier is None else {},
        total_seconds=time.perf_counter() - started,
    )


def _build_anew(
    request: BuildRequest,
    limits: Limits,
    workshop: Workshop,
    record: BuildRecord,
    tool: str,
    progress: Tell,
) -> tuple[tuple[str, ...], dict[str, Any]]:
    with staged(workshop) as staging:
        generation = staging / "generation"
        generation.mkdir()
        made = run_apart(lambda tell: _made(request, workshop, record, generation, tell), staging, limits, progress)
        progress("Putting the files in place")
        outputs, result = made["outputs"], made["result"]
        standing = record.standing(request.book, workshop.out)
        finished = FinishedBuild(made["inputs"], generation, outputs, result)
        record.keep(request.key, tool, request.book, finished, standing)
        record.write(staging / RECORDS)
        # Before the switch: what is killed in between is then known by its name, and the digests tell what stands.
        (staging / RECORDS).replace(workshop.folder / RECORDS)
        gone = _without_successor(request, standing, outputs)
        switch(generation, workshop, gone)
    return tuple(sorted(gone)), result


def _without_successor(request: BuildRequest, standing: list[OutputFile], outputs: Mapping[str, str]) -> set[str]:
    """Names of earlier files of the targets built now that this build, being of all languages, made no more."""
    if request.languages:
        return set()
    earlier = (file for file in standing if not request.targets or file.target in request.targets)
    return {file.name for file in earlier if file.name not in outputs}


def _made(
    request: BuildRequest, workshop: Workshop, record: BuildRecord, generation: Path, tell: Tell
) -> dict[str, Any]:
    """Make all files of a generation; runs in the child process."""
    cache = workshop.folder / CACHE
    cache.mkdir(exist_ok=True)
    close_in(read=[request.book.resolve()], write=[generation.parent, cache])
    # The readers and formats load slowly, and a build with nothing to do must not wait for them.
    from storybook.assemble import assemble
    from storybook.read.sources import Sources

    sources = Sources(request.book.resolve(), record.known)
    made = assemble(sources, request.targets, request.languages, generation, cache, tell)
    return {
        "inputs": dict(made.inputs),
        "outputs": made.outputs,
        "result": {
            "artifacts": [asdict(artifact) for artifact in made.artifacts],
            "warnings": made.warnings,
            "seconds": made.seconds,
        },
    }


def own_digest() -> str:
    """What this storybook is: the digest of its code, its templates and its libraries."""
    code = Path(__file__).resolve().parent
    beside = code.parent.parent / "templates"
    return tool_digest(code) if (code / "templates").is_dir() else tool_digest(code, beside)
