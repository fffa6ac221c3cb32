"""Writes found panels into an art sheet: lines are added, and nothing that a person wrote is changed."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from storybook.errors import Problem, SourceError
from storybook.read.art_sheet import SheetKeys
from storybook.read.record import Record

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

    New panels of a picture stand behind those that it has; others at the end. SourceError for a list of panels that
    stands in braces.
    """
    lines = text.split("\n")
    if ("panels",) in sheet.document.keys and _in_braces(lines, sheet):
        hint = "begin a new line for each panel: `  p01: {file: …}`"
        raise SourceError(Problem("the panels stand in braces, and none can be added", sheet.key_place("panels"), hint))
    if ("panels",) not in sheet.document.keys:
        lines = [*lines, "panels:"] if lines[-1].strip() else [*lines[:-1], "panels:"]
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
    return "\n".join(lines).strip("\n") + "\n", tuple(names)


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
    head = next(number for number, line in enumerate(lines) if line.startswith("panels:"))
    return head + 1


def _end_of(lines: Sequence[str], sheet: Record[SheetKeys], name: str) -> int:
    """The line behind the last of a panel's."""
    where = sheet.key_place("panels", name)
    first, indent = where.line - 1, where.column - 1
    last = first + 1
    while last < len(lines) and lines[last].strip() and len(lines[last]) - len(lines[last].lstrip()) > indent:
        last += 1
    return last
