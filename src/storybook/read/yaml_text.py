"""YAML as people write it, strictly: texts, lists and mappings with their places, and nothing that is clever.

Every scalar stays the text that was written (`no`, `1:30`, `012`): what it means is the schema's business. Anchors,
aliases, tags, merge keys, duplicate keys and second documents are refused. What such a place holds is never shown:
a key given twice may hide a real name behind a pseudonym.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import yaml

from storybook.errors import Problem, SourceError, Where
from storybook.read.invisible import first_unneeded
from storybook.read.problems import MAX_PROBLEMS, in_order
from storybook.read.text import visible_line
from storybook.read.yaml_faults import impossible_escape, syntax_problem

MAX_DEPTH = 20
"""Lists and mappings inside each other."""

Path = tuple[str | int, ...]
"""Keys and list indexes that lead from the whole file to a value."""

Value = str | None | list["Value"] | dict[str, "Value"]
"""What YAML holds: None is a key or item without a value."""

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ufdd0-\ufdef\ud800-\udfff"
    "\U000e0000-\U000e007f"
    + "".join(chr(plane << 16 | 0xFFFE) + chr(plane << 16 | 0xFFFF) for plane in range(17))
    + "]"
)
"""Characters that no key or value holds: controls, line separators, bidi overrides, tags, noncharacters."""


_WIDE_INDENT = re.compile("[ \\t]*([\u00a0\u2000-\u200a\u202f\u3000])[\\s]*(?:[\\w-]+:(?: |$)|- )")
"""A key or item after a space that is not the plain one; text in several lines may begin with such a space."""


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML file: its value, and the places of its keys and values by path. `hidden`: what is never shown."""

    file: str
    value: Value
    keys: Mapping[Path, Where] = field(repr=False)
    values: Mapping[Path, Where] = field(repr=False)
    hidden: frozenset[Path] = frozenset()
    hidden_lines: frozenset[int] = frozenset()

    def key_place(self, path: Path) -> Where:
        """Where a key stands, or else its value, or else what it is nearest inside of."""
        return self._place(path, self.keys)

    def value_place(self, path: Path) -> Where:
        """Where a value stands, or else what it is nearest inside of."""
        return self._place(path, self.values)

    def _place(self, path: Path, first: Mapping[Path, Where]) -> Where:
        for end in range(len(path), -1, -1):
            place = (first if end == len(path) else self.keys).get(path[:end]) or self.values.get(path[:end])
            if place:
                secret = place.line in self.hidden_lines or any(path[:n] in self.hidden for n in range(len(path) + 1))
                return Where(place.file, place.line, place.column) if secret else place
        return Where(self.file)


def parse(text: str, file: str) -> tuple[Document, list[Problem]]:
    """A YAML text and all that is wrong with its build; SourceError where it cannot be read to its end."""
    lines = text.split("\n")
    reader = _Reader(file, lines)
    problems = _early_problems(lines, file)
    if problems:
        raise SourceError(in_order(problems, file))
    try:
        value = reader.read(text)
    except yaml.YAMLError as error:
        raise SourceError(reader.with_last(syntax_problem(error, file, lines))) from None
    except (UnicodeError, ValueError):  # an escape such as "\ud800" that means no character
        raise SourceError(reader.with_last(impossible_escape(file, lines))) from None
    if value is None:
        raise SourceError(
            Problem(
                "the file is empty",
                Where(file),
                "begin with a key, such as `title: …` in book.yaml or `panels:` in a comic's files",
            )
        )
    document = Document(
        file, value, reader.keys, reader.values, frozenset(reader.hidden), frozenset(reader.hidden_lines)
    )
    return document, reader.problems


class _Reader:
    """Builds values from YAML's events, and notes where each stands."""

    def __init__(self, file: str, lines: list[str]) -> None:
        self.file = file
        self.lines = lines
        self.problems: list[Problem] = []
        self.keys: dict[Path, Where] = {}
        self.values: dict[Path, Where] = {}
        self.hidden: set[Path] = set()
        self.hidden_lines: set[int] = set()

    def with_last(self, problem: Problem) -> list[Problem]:
        """All problems and the one that ends the reading; its line is not shown where it may be of a hidden value."""
        where = problem.where
        if where and self.hidden_lines and where.line >= min(self.hidden_lines):
            problem = replace(problem, where=replace(where, text=None))
        return in_order([*self.problems, problem], self.file)

    def read(self, text: str) -> Value:
        events = yaml.parse(text, Loader=_LOADER)
        value: Value = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    what = "a second document begins here"
                    self._note(event, what, "delete the line `---` (or `...`)")
                    return value
                value = self._value(next(events), events, ())
        return value

    def _value(self, event: yaml.Event, events: Iterator[yaml.Event], path: Path) -> Value:
        self.values[path] = self._where(event)
        self._refuse_cleverness(event, path)
        if len(path) > MAX_DEPTH:
            raise self._too_deep(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(events, path)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(events, path)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, path)
        return None

    def _list(self, events: Iterator[yaml.Event], path: Path) -> list[Value]:
        items: list[Value] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(self._value(event, events, (*path, len(items))))
        return items

    def _mapping(self, events: Iterator[yaml.Event], path: Path) -> dict[str, Value]:
        items: dict[str, Value] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self._key(event, events, path)
            inner = (*path, key)
            if key in items:
                self._note_duplicate(event, inner)
                self._skip(next(events), events, path)
                continue
            self.keys[inner] = self._where(event)
            items[key] = self._value(next(events), events, inner)
        return items

    def _key(self, event: yaml.Event, events: Iterator[yaml.Event], path: Path) -> str:
        """The text of a key; keys that are none get a name no key can have, so that reading goes on."""
        if not isinstance(event, yaml.ScalarEvent) or not event.value.strip():
            hint = "write a word and a colon, such as `title:`"
            self._note(event, "this is not a key", hint, name=None)
            self._skip(event, events, path)
            return self._no_key()
        self._refuse_cleverness(event, path)
        key = unicodedata.normalize("NFC", event.value)
        if key == "<<" and not event.style:
            self._note(event, "the merge key `<<` is not used here", "write the keys out", name=key)
            self.hidden.add((*path, key))
        elif _HIDDEN.search(key) or first_unneeded(key):
            self._note(event, "this key holds an invisible character", "type it anew", name=None)
            return self._no_key()
        return key

    def _no_key(self) -> str:
        """A name that no key can have, another each time."""
        return f"\0{len(self.problems)}"

    def _scalar(self, event: yaml.ScalarEvent, path: Path) -> str | None:
        text = unicodedata.normalize("NFC", event.value)
        match = _HIDDEN.search(text)
        bad = match[0] if match else first_unneeded(text)
        if bad:
            what = f"holds the invisible character U+{ord(bad):04X}"
            self._note(event, f"{_name(path)} {what}", "delete it", name=None)
            self.hidden.add(path)
            return _HIDDEN.sub("", text)
        return None if not event.style and not text else text

    def _skip(self, event: yaml.Event, events: Iterator[yaml.Event], path: Path) -> None:
        """Pass over a value; what it holds is looked at by nobody, but its depth counts."""
        depth = 0
        while True:
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if len(path) + depth > MAX_DEPTH:
                raise self._too_deep(event)
            if depth == 0:
                return
            event = next(events)

    def _too_deep(self, event: yaml.Event) -> SourceError:
        what = f"lists and keys stand more than {MAX_DEPTH} deep inside each other"
        where = self._where(event)
        where = Where(where.file, where.line, where.column)
        return SourceError(self.with_last(Problem(what, where, "bring the list closer to the left margin")))

    def _refuse_cleverness(self, event: yaml.Event, path: Path) -> None:
        key = _key_of(path)
        if isinstance(event, yaml.AliasEvent):
            what, hint = "an alias (a word with a * before it) is not used here", "write the value out, or in quotes"
        elif getattr(event, "anchor", None) is not None:
            what, hint = "an anchor (a word with a & before it) is not used here", "delete it, or put quotes round it"
        elif getattr(event, "tag", None) is not None:
            what, hint = "a tag (a word with a ! before it) is not used here", "delete it, or put quotes round it"
        else:
            return
        self._note(event, f"{_name(path)}: {what}", hint, name=key)
        self.hidden.add(path)

    def _note_duplicate(self, event: yaml.Event, path: Path) -> None:
        first = self.keys[path]
        what = f"{_name(path)} is given twice (first on line {first.line})"
        self.hidden_lines.add(first.line)
        self._note(event, what, "keep one of the two, with its value, and delete the other", name=_key_of(path))
        self.hidden.add(path)

    def _note(self, event: yaml.Event, what: str, hint: str, name: str | None = "") -> None:
        """Note a problem; name: None shows no line, a key's name shows it alone, nothing shows what stands there."""
        where = self._where(event)
        if name != "":
            self.hidden_lines.add(where.line)
        if name is None or len(self.problems) >= MAX_PROBLEMS:  # more than that are only counted
            where = Where(where.file, where.line, where.column)
        elif name:
            where = self._key_alone(where, name)
        self.problems.append(Problem(what, where, hint))

    def _key_alone(self, where: Where, name: str) -> Where:
        """The place with a line that shows the key's name and nothing else of it."""
        line = self.lines[where.line - 1]
        start = max(line.find(name, where.column - 1), line.find(name) if name not in line[where.column - 1 :] else -1)
        if start < 0:
            return Where(where.file, where.line, where.column)
        return Where(where.file, where.line, start + 1, " " * start + visible_line(name) + ": …")

    def _where(self, event: yaml.Event) -> Where:
        mark = event.start_mark
        if mark is None:
            return Where(self.file)
        line = self.lines[mark.line] if mark.line < len(self.lines) else ""
        return Where(self.file, mark.line + 1, mark.column + 1, visible_line(line))


def _key_of(path: Path) -> str | None:
    return next((part for part in reversed(path) if isinstance(part, str)), None)


def _name(path: Path) -> str:
    """What a message calls the value at a path."""
    key = _key_of(path)
    if key is None or _HIDDEN.search(key) or first_unneeded(key):
        return "the file" if not path else "this item"
    return f"`{key}`" if path[-1] == key else f"an item of `{key}`"


def _early_problems(lines: list[str], file: str) -> list[Problem]:
    """What is told before reading starts, since YAML's own messages for it would puzzle people."""
    problems: list[Problem] = []
    for number, line in enumerate(lines, 1):
        indentation = line[: len(line) - len(line.lstrip(" \t"))]
        wide = _WIDE_INDENT.match(line)
        if wide:
            where = Where(file, number, wide.start(1) + 1, visible_line(line))
            what = f"the line is indented with U+{ord(wide[1]):04X}, a space that is not the plain one"
            problems.append(Problem(what, where, "delete it and type plain spaces, two for each step"))
        elif "\t" in indentation and line.strip():
            where = Where(file, number, indentation.index("\t") + 1, visible_line(line))
            hint = "indent with spaces, two for each step; most editors can change all tabs at once"
            problems.append(Problem("the line is indented with a tab", where, hint))
        for match in re.finditer("[\u2028\u2029\ufeff]", line):
            where = Where(file, number, match.start() + 1, visible_line(line))
            problems.append(Problem(f"the invisible character U+{ord(match[0]):04X} stands here", where, "delete it"))
    return problems
