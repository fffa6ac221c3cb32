"""The style of a drawing's elements: attributes, style sheets and style="" brought to one table for each element."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import tinycss2
from lxml import etree

from storybook.images.svg.parse import SVG, line_of, refused

MAX_STYLE = 500_000
"""Letters of a style sheet at the most."""

MAX_RULES = 2000
"""Selectors of a drawing's style sheets at the most."""

MAX_TRIALS = 200_000
"""Selectors tried on elements at the most."""

MAX_PARTS = 9
"""Parts of one selector at the most."""

MAX_NESTING = 3
"""Brackets inside one another in a value at the most."""

_SIMPLER = "give the colours to the shapes themselves, or export the drawing as plain SVG"
_AT_REST = ("hover", "focus", "active", "visited", "focus-visible", "focus-within", "target")
_SHORT_FOR = {"marker": ("marker-start", "marker-mid", "marker-end")}
_SILENT_RULES = frozenset({"charset", "namespace", "font-face", "page"})

Token = Any  # tinycss2 has no types
Priority = tuple[bool, int, int, int]


@dataclass(frozen=True, slots=True)
class Compound:
    """One part of a selector; parent: whether it stands directly in the next part to the left."""

    tag: str | None
    key: str | None
    classes: frozenset[str]
    parent: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A selector from right to left, in runs of parts joined by ">", with what it declares."""

    runs: tuple[tuple[Compound, ...], ...]
    priority: tuple[int, int]
    declared: tuple[tuple[str, str, bool], ...]


class StyleSheet:
    """The rules of all style elements of a drawing."""

    def __init__(self, root: etree._Element, name: str) -> None:
        self._name = name
        self._line = 1
        self._count = 0
        self._trials = 0
        self._by_key: dict[tuple[str, str], list[Rule]] = defaultdict(list)
        for element in root.iter(f"{SVG}style"):
            self._line = line_of(element)
            text = "".join(map(str, element.itertext()))
            if element.get("type", "text/css").strip() in {"", "text/css"} and self._is_for_screens(
                element.get("media", "")
            ):
                self._add(text)

    def declared(self, element: etree._Element) -> dict[str, str]:
        """What sheets and style="" say of an element, strongest last; values as CSS text."""
        found: dict[str, tuple[Priority, str]] = {}
        for rule in self._rules_for(element):
            for prop, value, important in rule.declared:
                _put(found, prop, value, (important, 0, *rule.priority))
        if text := element.get("style"):
            self._line = line_of(element)
            if len(text) > MAX_STYLE:
                raise self._refused("has a style that is too long")
            for number, (prop, value, important) in enumerate(self._declarations(tinycss2.parse_blocks_contents(text))):
                _put(found, prop, value, (important, 1, 0, number))
        return {prop: value for prop, (_, value) in found.items()}

    def _rules_for(self, element: etree._Element) -> Iterator[Rule]:
        keys = [("id", element.get("id", "")), ("tag", _local(element)), ("any", "")]
        keys += [("class", name) for name in set(element.get("class", "").split())]
        for key in keys:
            for rule in self._by_key.get(key, ()):
                self._count_trial()
                if self._matches(rule.runs, element):
                    yield rule

    def _matches(self, runs: tuple[tuple[Compound, ...], ...], element: etree._Element) -> bool:
        top = self._climbed(runs[0], element)
        for run in runs[1:]:
            start = top.getparent() if top is not None else None
            top = None
            while start is not None and top is None:
                top = self._climbed(run, start)
                start = start.getparent()
        return top is not None

    def _climbed(self, run: tuple[Compound, ...], start: etree._Element) -> etree._Element | None:
        """Where the last part of a run stands whose first is the element; None where they do not match."""
        place = start if _is(run[0], start) else None
        for part in run[1:]:
            if place is None:
                return None
            self._count_trial()
            above = place.getparent()
            place = above if above is not None and _is(part, above) else None
        return place

    def _count_trial(self) -> None:
        self._trials += 1
        if self._trials > MAX_TRIALS:
            raise self._refused("has too many style rules for its elements")

    def _add(self, text: str) -> None:
        if len(text) > MAX_STYLE:
            raise self._refused(f"has a style sheet of more than {MAX_STYLE // 1000},000 letters")
        self._add_rules(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True), 0)

    def _add_rules(self, rules: list[Token], depth: int) -> None:
        for rule in rules:
            if rule.type == "qualified-rule":
                declared = tuple(self._declarations(tinycss2.parse_blocks_contents(rule.content)))
                for parts in self._selectors(rule.prelude):
                    self._keep(parts, declared)
            elif rule.type == "at-rule" and rule.lower_at_keyword == "media" and depth < MAX_NESTING:
                if rule.content is not None and self._is_for_screens(_text(rule.prelude) or "?"):
                    self._add_rules(tinycss2.parse_rule_list(rule.content, True, True), depth + 1)
            elif rule.type == "at-rule" and rule.lower_at_keyword not in _SILENT_RULES:
                raise self._refused("has a style sheet with an @-rule that is not read")

    def _keep(self, parts: tuple[Compound, ...], declared: tuple[tuple[str, str, bool], ...]) -> None:
        self._count += 1
        if self._count > MAX_RULES:
            raise self._refused(f"has more than {MAX_RULES:,} style rules")
        weight = sum(10_000 * bool(part.key) + 100 * len(part.classes) + (part.tag is not None) for part in parts)
        last = parts[0]
        key = ("any", "")
        if last.key:
            key = ("id", last.key)
        elif last.classes:
            key = ("class", min(last.classes))
        elif last.tag:
            key = ("tag", last.tag)
        self._by_key[key].append(Rule(tuple(_runs(parts)), (weight, self._count), declared))

    def _is_for_screens(self, media: str) -> bool:
        known = {"": True, "all": True, "screen": True, "print": False}
        if media.strip().lower() not in known:
            raise self._refused("has a style sheet for some screens only (media)")
        return known[media.strip().lower()]

    def _declarations(self, tokens: list[Token]) -> Iterator[tuple[str, str, bool]]:
        for token in tokens:
            if token.type == "declaration":
                value = _text(token.value)
                # What nests too deeply is no value of any property: it is kept as one that no grammar knows.
                for name in _SHORT_FOR.get(token.lower_name, (token.lower_name,)):
                    yield name, "?" if value is None else value, token.important
            elif token.type in {"qualified-rule", "at-rule"}:
                raise self._refused("has a style sheet with rules inside rules, which are not read")

    def _selectors(self, tokens: list[Token]) -> Iterator[tuple[Compound, ...]]:
        part: list[Token] = []
        for token in [*tokens, None]:
            if token is not None and not (token.type == "literal" and token.value == ","):
                part.append(token)
                continue
            if not any(t.type == "ident" and t.lower_value in _AT_REST and _after_colon(part, t) for t in part):
                yield self._selector(part)
            part = []

    def _selector(self, tokens: list[Token]) -> tuple[Compound, ...]:
        found: list[Compound] = []
        parts: list[Token] = []
        joint = " "
        for token in [*(t for t in tokens if t.type != "comment"), None]:
            is_child = token is not None and token.type == "literal" and token.value == ">"
            if token is not None and token.type != "whitespace" and not is_child:
                parts.append(token)
                continue
            if parts:
                found.append(self._compound(parts, joint == ">"))
                parts, joint = [], " "
            if is_child and (joint == ">" or not found):
                raise self._refused("has a style sheet with a selector that is not read")
            joint = ">" if is_child else joint
        if not 1 <= len(found) <= MAX_PARTS or joint == ">":
            raise self._refused("has a style sheet with a selector that is not read")
        return tuple(reversed(found))

    def _compound(self, tokens: list[Token], parent: bool) -> Compound:
        tag: str | None = None
        key: str | None = None
        classes: set[str] = set()
        rest = list(tokens)
        if rest[0].type == "ident":
            tag = rest.pop(0).value
        elif rest[0].type == "literal" and rest[0].value == "*":
            rest.pop(0)
        while rest:
            token = rest.pop(0)
            if token.type == "hash" and key is None:
                key = token.value
            elif token.type == "literal" and token.value == "." and rest and rest[0].type == "ident":
                classes.add(rest.pop(0).value)
            else:
                raise self._refused("has a style sheet with a selector that is not read")
        return Compound(tag, key, frozenset(classes), parent)

    def _refused(self, what: str) -> Exception:
        return refused(self._name, self._line, what, _SIMPLER)


def _after_colon(tokens: list[Token], token: Token) -> bool:
    before = tokens[tokens.index(token) - 1] if tokens.index(token) else None
    return before is not None and before.type == "literal" and before.value == ":"


def _put(found: dict[str, tuple[Priority, str]], prop: str, value: str, priority: Priority) -> None:
    if prop not in found or found[prop][0] <= priority:
        found[prop] = (priority, value)


def _runs(parts: tuple[Compound, ...]) -> Iterator[tuple[Compound, ...]]:
    run: list[Compound] = []
    for part in parts:
        run.append(part)
        if not part.parent:
            yield tuple(run)
            run = []


def _is(part: Compound, element: etree._Element) -> bool:
    if part.tag is not None and part.tag != _local(element):
        return False
    if part.key is not None and part.key != element.get("id"):
        return False
    return not part.classes or part.classes <= set(element.get("class", "").split())


def _local(element: etree._Element) -> str:
    return str(element.tag).removeprefix(SVG)


def _text(tokens: list[Token], depth: int = 0) -> str | None:
    """CSS tokens as text without comments; None where brackets nest too deeply or do not close."""
    parts: list[str] = []
    for token in tokens:
        if token.type == "comment":
            continue
        if token.type == "function":
            inner = _text(token.arguments, depth + 1) if depth < MAX_NESTING else None
            if inner is None:
                return None
            parts.append(f"{token.name}({inner})")
        elif token.type == "url":
            parts.append(f'url("{token.value}")' if not set(token.value) & set("\"'()\\") else "?")
        elif token.type == "string" and depth and not set(token.value) & set("\"'()\\"):
            parts.append(f'"{token.value}"')
        elif hasattr(token, "content") or token.type in {"error", "string"}:
            return None
        else:
            parts.append(token.serialize())
    return "".join(parts).strip()
