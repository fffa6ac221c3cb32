"""`storybook comic find`: looks for the panels of a chapter's masters, and writes them into its art sheet."""

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, BinaryIO

from storybook.apart import Limits, Tell, run_apart
from storybook.errors import OutputError, Problem, SourceError, UsageError
from storybook.fence import close_in
from storybook.stamps import file_digest

if TYPE_CHECKING:
    from storybook.comics.find.finder import FoundPanel
    from storybook.images.contact_sheet import Outlined
    from storybook.model.manifest import Entry
    from storybook.read.art_sheet import MasterFile, SheetKeys
    from storybook.read.record import Record
    from storybook.read.sheet_edit import NewPanel
    from storybook.read.sources import Sources

SAME = 0.3
"""Share of the smaller of two panels that they may have in common: more, and one is a correction of the other."""

SHEET = "panels.png"


@dataclass(frozen=True, slots=True)
class FoundPanels:
    """What was found: the sheet's path in the book, names of new panels, pictures looked at, what to look at."""

    sheet: str
    added: tuple[str, ...]
    pictures: int
    notes: tuple[str, ...]


def find_panels_of(
    book: Path, chapter: str, contact_sheet: Path, limits: Limits, tell: Tell, *, right_to_left: bool | None = None
) -> FoundPanels:
    """Find the panels of a chapter, write them into its art sheet, and draw a contact sheet.

    chapter: its id, its number, or its title; right_to_left: how panels are read, None as the sheet says. What a person
    wrote into the sheet stays. UsageError where there is no such comic; SourceError with what is wrong with its files.
    """
    with TemporaryDirectory(prefix="storybook-") as home:
        work = Path(home)
        answer = run_apart(lambda say: _look(book, chapter, work, say, right_to_left), work, limits, tell)
        _replace(work / SHEET, contact_sheet)
        if answer["text"] is not None:
            sheet = book / answer["sheet"]
            if file_digest(sheet) != answer["digest"]:
                what = f"{answer['sheet']} changed while panels were looked for"
                raise SourceError(Problem(what, hint="save it, and look for panels again"))
            written = work / "sheet.yaml"
            written.write_text(answer["text"], encoding="utf-8")
            _replace(written, sheet)
    return FoundPanels(answer["sheet"], tuple(answer["added"]), answer["pictures"], tuple(answer["notes"]))


def _replace(source: Path, target: Path) -> None:
    """Put a finished file in the place of another, whole."""
    unfinished = None
    try:
        handle, unfinished = tempfile.mkstemp(dir=target.parent, prefix=".storybook-")
        with os.fdopen(handle, "wb") as file:
            file.write(source.read_bytes())
            file.flush()
            os.fsync(file.fileno())
        mode = target.stat().st_mode & 0o777 if target.exists() else 0o644
        Path(unfinished).chmod(mode)
        Path(unfinished).replace(target)
    except OSError as error:
        if unfinished is not None:
            with suppress(OSError):
                Path(unfinished).unlink()
        what = f"{target.name} cannot be written: {error.strerror or 'the system refused'}"
        raise OutputError(
            Problem(what, hint="see that the folder is yours to write in, and the disk not full")
        ) from error


def _look(book: Path, chapter: str, home: Path, say: Tell, right_to_left: bool | None) -> dict[str, Any]:
    """Read, look, and draw; runs in a child process."""
    close_in(read=[book.resolve()], write=[home])
    from storybook.read.art_sheet import SheetKeys, masters_of
    from storybook.read.record import read_record
    from storybook.read.sheet_edit import with_panels
    from storybook.read.sources import Sources

    sources = Sources(book.resolve())
    path = _sheet_of(sources, chapter)
    sheet = read_record(sources, path, SheetKeys)
    masters = masters_of(sources, sheet, path)
    if not masters:
        hint = "list the artist's files: `masters: [strip.png, pages/, issue.cbz]`"
        raise SourceError(Problem("the art sheet names no masters", sheet.key_place("masters"), hint))
    backwards = sheet.keys.reading == "right-to-left" if right_to_left is None else right_to_left
    desk = _Desk(sources, sheet, path, backwards)
    new: list[NewPanel] = []
    outlined: list[Outlined] = []
    for number, master in enumerate(masters, start=1):
        say(f"Looking at picture {number} of {len(masters)}")
        fresh, shown = desk.look(master)
        new += fresh
        outlined.append(shown)
    _draw(outlined, home / SHEET)
    text: str | None = None
    added: tuple[str, ...] = ()
    if new:
        text, added = with_panels(sources.read_text(path), sheet, new, desk.found)
    return {
        "sheet": path,
        "digest": sources.digest(path),
        "text": text,
        "added": added,
        "pictures": len(masters),
        "notes": desk.notes,
    }


def _sheet_of(sources: "Sources", chapter: str) -> str:
    """The path of the art sheet of a chapter, named by its id, number or title."""
    from storybook import registry
    from storybook.read.manifest import read_manifest

    file = read_manifest(sources, registry.load_all("KIND"), registry.names("FORMAT"))
    manifests = [file.in_language(language) for language in file.languages]
    comics = [entry for manifest in manifests for entry in manifest.entries if getattr(entry.data, "art", None)]
    for entry in comics:
        if chapter in _names(entry, manifests[0].entries):
            return sources.resolve(str(getattr(entry.data, "art", "")), entry.place("art").file, entry.place("art"))
    known = ", ".join(dict.fromkeys(entry.id for entry in comics)) or "there is none yet"
    hint = f"comics with an art sheet (`art: …` in book.yaml): {known}"
    raise UsageError(Problem("there is no comic of this name with an art sheet", hint=hint))


def _names(entry: "Entry", entries: Sequence["Entry"]) -> set[str]:
    from storybook.read.slug import slug_of

    numbers = {str(number) for number, one in enumerate(entries, start=1) if one.id == entry.id}
    return {entry.id, entry.title, slug_of([entry.title]), *numbers} - {""}


class _Desk:
    """Where pictures are looked at, one after the other."""

    def __init__(self, sources: "Sources", sheet: "Record[SheetKeys]", path: str, backwards: bool) -> None:
        self._sources, self._sheet, self._path, self._backwards = sources, sheet, path, backwards
        self.found: dict[str, list[str]] = {file: list(digests) for file, digests in sheet.keys.found.items()}
        self.notes: list[str] = []
        self._number = 0

    def look(self, master: "MasterFile") -> "tuple[list[NewPanel], Outlined]":
        """The new panels of a master, and the master with all its panels outlined."""
        from storybook.comics.find.finder import find_in_bands, working_size
        from storybook.images.contact_sheet import Outlined
        from storybook.images.look import look_at, size_of

        def opened() -> BinaryIO:
            return self._sources.open(master.path, master.where)

        with opened() as file:
            size = size_of(file, master.path, master.where)
        seen = look_at(opened, master.path, master.where, working_size(*size))
        found = find_in_bands(seen.small, seen.grey, right_to_left=self._backwards)
        name = self._named(master)
        old = list(self._panels_on(master, size))
        fresh = [panel for panel in self._fresh(name, found.panels, size) if not _is_known(panel, old, size)]
        self.found.setdefault(name, []).extend(
            panel.digest for panel in fresh if panel.digest not in self.found.get(name, ())
        )
        for panel, told in zip(found.panels, (one.notes for one in found.panels), strict=True):
            self.notes += [f"{master.path}, panel at {panel.box.x}, {panel.box.y}: {note}" for note in told]
        polygons = [*old, *(_corners(panel, size) for panel in fresh)]
        first, self._number = self._number + 1, self._number + len(polygons)
        return fresh, Outlined(seen.small, size, tuple(enumerate(polygons, start=first)))

    def _named(self, master: "MasterFile") -> str:
        """The master as a sheet names it: relative to the sheet."""
        return Path(os.path.relpath(master.path, Path(self._path).parent)).as_posix()

    def _fresh(self, name: str, panels: Sequence["FoundPanel"], size: tuple[int, int]) -> "Iterator[NewPanel]":
        """The panels that were not written before."""
        from storybook.read.sheet_edit import NewPanel

        for panel in panels:
            box = (panel.box.x, panel.box.y, panel.box.width, panel.box.height)
            new = NewPanel(name, None if box == (0, 0, *size) else box, panel.outline)
            if new.digest not in self.found.get(name, ()):
                yield new

    def _panels_on(self, master: "MasterFile", size: tuple[int, int]) -> Iterator[tuple[tuple[int, int], ...]]:
        """The polygons of panels that the sheet has on a master."""
        for art in self._sheet.keys.panels.values():
            if self._sources.resolve(art.file, self._path, None) == master.path:
                yield tuple(art.outline or _box_corners(art.part or (0, 0, *size)))


def _corners(panel: "NewPanel", size: tuple[int, int]) -> tuple[tuple[int, int], ...]:
    return panel.outline or _box_corners(panel.part or (0, 0, *size))


def _box_corners(box: tuple[int, int, int, int]) -> tuple[tuple[int, int], ...]:
    x, y, width, height = box
    return (x, y), (x + width, y), (x + width, y + height), (x, y + height)


def _is_known(panel: "NewPanel", old: Sequence[tuple[tuple[int, int], ...]], size: tuple[int, int]) -> bool:
    """Whether a panel of a person lies where this one was found."""
    return any(_shared(_corners(panel, size), other) > SAME for other in old)


def _shared(one: Sequence[tuple[int, int]], other: Sequence[tuple[int, int]]) -> float:
    """What two panels' boxes have in common, as a share of the smaller one."""
    a, b = _bounds(one), _bounds(other)
    width = min(a[2], b[2]) - max(a[0], b[0])
    height = min(a[3], b[3]) - max(a[1], b[1])
    least = min((box[2] - box[0]) * (box[3] - box[1]) for box in (a, b))
    return width * height / least if width > 0 and height > 0 and least else 0.0


def _bounds(corners: Sequence[tuple[int, int]]) -> tuple[int, int, int, int]:
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _draw(outlined: Sequence["Outlined"], out: Path) -> None:
    from storybook.images.contact_sheet import contact_sheet
    from storybook.pages.theme import shipped_folder

    contact_sheet(outlined, shipped_folder() / "fonts" / "AlegreyaSans-Bold.ttf").save(out, "PNG")
