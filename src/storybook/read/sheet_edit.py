"""Writes found panels into an art sheet: lines are added, and nothing that a person wrote is changed."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from storybook.errors import Problem, SourceError, Where
from storybook.read.art_sheet import SheetKeys
from storybook.read.record import Record
from storybook.read.sources import TEXT_LIMIT
from storybook.read.yaml_text import Document, Value, parse

Corners = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class NewPanel:
    """A panel to be written: the file as the sheet names it, left, top, width, height, and corners in px of it.

    part None: the panel is the whole picture.
    """

    file: str
    part: tuple[int, int, int, int] | None
    outline: Corners = ()

    @property
    def digest(self) -> str:
        """A few characters that tell this panel from all others."""
        facts = json.dumps([self.file, self.part, self.outline])
        return hashlib.sha256(facts.encode("utf-8")).hexdigest()[:8]

    @property
    def line(self) -> str:
        """The panel's keys as YAML."""
        keys = [f"file: {json.dumps(self.file, ensure_ascii=False)}"]
        if self.part:
            keys.append(f"part: {list(self.part)}")
        if self.outline:
            keys.append(f"outline: {[list(corner) for corner in self.outline]}")
        return "{" + ", ".join(keys) + "}"


def with_panels(
    text: str, sheet: Record[SheetKeys], panels: Sequence[NewPanel], found: Mapping[str, Sequence[str]]
) -> tuple[str, tuple[str, ...]]:
    """The sheet's text with these panels added, and their names; found: digests of all that was ever written, by file.

    New panels of a picture stand behind those that it has; others at the end. SourceError for a sheet that is written
    in a way that nothing can be added to without changing what a person wrote.
    """
    lines = text.split("\n")
    if ("panels",) in sheet.document.keys and _in_braces(lines, sheet):
        hint = "begin a new line for each panel: `  p01: {file: …}`"
        raise SourceError(Problem("the panels stand in braces, and none can be added", sheet.key_place("panels"), hint))
    if ("panels",) not in sheet.document.keys:
        lines = [*_stripped(lines), "panels:"]
    names = _new_names(sheet, len(panels))
    indent = _indent(sheet)
    new = [
        (_place_for(lines, sheet, panel), f"{indent}{name}: {panel.line}")
        for name, panel in zip(names, panels, strict=True)
    ]
    for _, (place, line) in sorted(enumerate(new), key=lambda one: (one[1][0], one[0]), reverse=True):
        lines.insert(place, line)
    lines = [
        *_without_found(lines),
        "",
        "# What storybook has written, so that it keeps what you correct; leave it.",
        "found:",
    ]
    lines += [
        f"  {json.dumps(file, ensure_ascii=False)}: [{', '.join(map(json.dumps, ds))}]" for file, ds in found.items()
    ]
    edited = "\n".join(lines).strip("\n") + "\n"
    _check(edited, sheet, names)
    return edited, tuple(names)


def _check(edited: str, sheet: Record[SheetKeys], names: Sequence[str]) -> None:
    """SourceError where the new text cannot be read, or says something else of what the old one says."""
    old = sheet.document
    if len(edited.encode("utf-8")) > TEXT_LIMIT.size:
        what = f"with {len(names)} more panels the art sheet is larger than the text limit"
        raise SourceError(Problem(what, Where(old.file, 1, 1), "divide the masters among several chapters"))
    if not (read := _read(edited, old.file)) or _kept(read.value, names) != _kept(old.value, ()):
        what = "this sheet is written in a way that no panels can be added to it"
        hint = "write it in lines, as in `panels:` and below it `  p01: {file: …}`, each key at the start of its line"
        raise SourceError(Problem(what, Where(old.file, 1, 1), hint))


def _read(text: str, file: str) -> Document | None:
    """A sheet's text; None where anything is wrong with it."""
    try:
        document, problems = parse(text, file)
    except SourceError:
        return None
    return None if problems else document


def _kept(value: Value, new: Sequence[str]) -> object:
    """All that a sheet says, but for new panels and what was found: in order."""
    told = dict(value) if isinstance(value, dict) else {}
    panels = told.pop("panels", None)
    told.pop("found", None)
    known = panels if isinstance(panels, dict) else {}
    return list(told.items()), [(name, panel) for name, panel in known.items() if name not in new]


def _without_found(lines: list[str]) -> list[str]:
    first = next((number for number, line in enumerate(lines) if line.startswith("found:")), None)
    if first is None:
        return _stripped(lines)
    last = first + 1
    while last < len(lines) and (not lines[last].strip() or lines[last][:1] in " \t"):
        last += 1
    if first and lines[first - 1].startswith("# What storybook has written"):
        first -= 1
    return _stripped([*_stripped(lines[:first]), *lines[last:]])


def _stripped(lines: list[str]) -> list[str]:
    """Lines without empty ones at their end."""
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    return lines


def _new_names(sheet: Record[SheetKeys], count: int) -> list[str]:
    taken, number = set(sheet.keys.panels), 0
    names: list[str] = []
    while len(names) < count:
        number += 1
        if f"p{number:03}" not in taken:
            names.append(f"p{number:03}")
    return names


def _in_braces(lines: Sequence[str], sheet: Record[SheetKeys]) -> bool:
    head = sheet.key_place("panels").line
    return "{" in lines[head - 1].partition("#")[0]


def _indent(sheet: Record[SheetKeys]) -> str:
    first = next(iter(sheet.keys.panels), None)
    return " " * (sheet.key_place("panels", first).column - 1) if first else "  "


def _place_for(lines: Sequence[str], sheet: Record[SheetKeys], panel: NewPanel) -> int:
    """The number of the line that a new panel goes to."""
    ends = {name: _end_of(lines, sheet, name) for name, art in sheet.keys.panels.items() if art.file == panel.file}
    if ends:
        return max(ends.values())
    if sheet.keys.panels:
        return max(_end_of(lines, sheet, name) for name in sheet.keys.panels)
    if ("panels",) in sheet.document.keys:
        return sheet.key_place("panels").line
    return len(lines)


def _end_of(lines: Sequence[str], sheet: Record[SheetKeys], name: str) -> int:
    """The line behind the last of a panel's."""
    where = sheet.key_place("panels", name)
    first, indent = where.line - 1, where.column - 1
    last = first + 1
    for number, line in enumerate(lines[first + 1 :], start=first + 2):
        written = line.strip()
        if not written or written.startswith("#"):
            continue
        if len(line) - len(line.lstrip()) <= indent:
            break
        last = number
    return last
