"""Reads how lettering looks: style sheets with a few selectors, properties and values, and errors for all others."""

import dataclasses
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import tinycss2
import tinycss2.ast
import tinycss2.color3

from storybook.errors import Problem, SourceError, Where
from storybook.model.comic import LetteringKind
from storybook.model.lettering import Align, Edge, LetteringStyle, LetteringStyles, Shadow

LEAST_POINTS = 6.5
"""The smallest letters on paper that anybody should have to read."""

LEAST_PX = 11.0
"""The smallest letters on a phone."""

LARGEST_POINTS, LARGEST_PX = 200.0, 300.0

LANGUAGE = re.compile(r"[a-z]{2,3}")

Tokens = Sequence[tinycss2.ast.Node]
Changes = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Rule:
    """Declarations for a kind (None: all) in a language (empty: all)."""

    kind: LetteringKind | None
    language: str
    changes: Changes

    @property
    def weight(self) -> int:
        """How special the selector is."""
        return (self.kind is not None) + bool(self.language)


def read_styles(sheets: Sequence[tuple[str, str]]) -> LetteringStyles:
    """The styles that sheets say together, later ones over earlier ones; each is its path and its text.

    SourceError with every selector, property and value that is not known.
    """
    rules: list[_Rule] = []
    problems: list[Problem] = []
    for path, text in sheets:
        for found in _rules(path, text):
            (problems if isinstance(found, Problem) else rules).append(found)  # type: ignore[arg-type]
    if problems:
        raise SourceError(problems)
    languages = dict.fromkeys(rule.language for rule in rules if rule.language)
    return LetteringStyles(_kinds(rules, ""), {language: _kinds(rules, language) for language in languages})


def _kinds(rules: Sequence[_Rule], language: str) -> Mapping[LetteringKind, LetteringStyle]:
    return {kind: _cascade(rules, kind, language) for kind in LetteringKind}


def _cascade(rules: Sequence[_Rule], kind: LetteringKind, language: str) -> LetteringStyle:
    chosen = [rule for rule in rules if rule.kind in (None, kind) and rule.language in ("", language)]
    changes: Changes = {}
    for rule in sorted(chosen, key=lambda rule: rule.weight):
        changes |= rule.changes
    style = dataclasses.replace(LetteringStyle(), **changes)
    return dataclasses.replace(
        style,
        least_size=min(style.least_size, style.size),
        least_phone_size=min(style.least_phone_size, style.phone_size),
    )


def _rules(path: str, text: str) -> Iterator[_Rule | Problem]:
    for node in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
        if node.type != "qualified-rule":
            what = "this is broken" if node.type == "error" else "lettering knows no such rules"
            yield _problem(path, node, what, "write rules such as .balloon { fill: #ffffff }")
            continue
        places = list(_selectors(path, node))
        changes: Changes = {}
        for declared in _declarations(path, node):
            if isinstance(declared, Problem):
                yield declared
            else:
                changes |= declared
        for place in places:
            yield place if isinstance(place, Problem) else _Rule(*place, changes)


def _selectors(path: str, rule: tinycss2.ast.QualifiedRule) -> Iterator[tuple[LetteringKind | None, str] | Problem]:
    selectors: list[list[tinycss2.ast.Node]] = [[]]
    for token in rule.prelude:
        if token.type == "literal" and token.value == ",":
            selectors.append([])
        elif token.type not in ("whitespace", "comment"):
            selectors[-1].append(token)
    for tokens in selectors:
        found = re.fullmatch(
            r"(?::root|\.(?P<kind>[a-z]+))?(?::lang\((?P<language>[a-z]{2,3})\))?",
            "".join(token.serialize() for token in tokens),
        )
        kinds = {kind.value: kind for kind in LetteringKind}
        if not tokens or found is None or (found["kind"] and found["kind"] not in kinds):
            hint = (
                f"write one of {', '.join(f'.{kind}' for kind in kinds)}, :root for all of them, with :lang(ko) or not"
            )
            yield _problem(path, tokens[0] if tokens else rule, "lettering has no such selector", hint)
        else:
            yield kinds.get(found["kind"] or ""), found["language"] or ""


def _declarations(path: str, rule: tinycss2.ast.QualifiedRule) -> Iterator[Changes | Problem]:
    for node in tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True):
        if node.type != "declaration":
            yield _problem(path, node, "this is broken", "write properties such as color: #12100e;")
            continue
        known = PROPERTIES.get(node.name)
        if known is None:
            yield _problem(path, node, "lettering has no such property", f"it has {', '.join(PROPERTIES)}")
            continue
        tokens = [token for token in node.value if token.type not in ("whitespace", "comment")]
        changes = None if node.important else known.read(tokens)
        if changes is None:
            yield _problem(path, tokens[0] if tokens else node, f"{node.name} cannot be that", f"write {known.form}")
        else:
            yield changes


def _problem(path: str, node: tinycss2.ast.Node, what: str, hint: str) -> Problem:
    return Problem(what, Where(path, node.source_line, node.source_column), hint)


@dataclass(frozen=True, slots=True)
class _Property:
    """How a property is read: to changes of a style, or None where it cannot be; form: what it looks like."""

    read: Callable[[Tokens], Changes | None]
    form: str


def _word(field: str, words: Mapping[str, Any]) -> Callable[[Tokens], Changes | None]:
    def read(tokens: Tokens) -> Changes | None:
        match tokens:
            case [token] if token.type in ("ident", "number") and _text(token) in words:
                return {field: words[_text(token)]}
            case _:
                return None

    return read


def _text(token: tinycss2.ast.Node) -> str:
    return str(token.lower_value) if token.type == "ident" else str(token.representation)


def _length(field: str, unit: str, least: float, most: float) -> Callable[[Tokens], Changes | None]:
    def read(tokens: Tokens) -> Changes | None:
        values = [_measured(token, unit, least, most) for token in tokens]
        return {field: values[0]} if len(values) == 1 and values[0] is not None else None

    return read


def _measured(token: tinycss2.ast.Node, unit: str, least: float, most: float) -> float | None:
    match token.type:
        case "number" if not unit or token.value == 0:
            pass
        case "dimension" if unit and token.lower_unit == unit:
            pass
        case _:
            return None
    value = float(token.value)
    return value if least <= value <= most else None


def _size(tokens: Tokens) -> Changes | None:
    if len(tokens) == 1 and tokens[0].type == "ident" and tokens[0].lower_value == "fill":
        return {"grows": True}
    changes = _length("size", "pt", LEAST_POINTS, LARGEST_POINTS)(tokens)
    return None if changes is None else changes | {"grows": False}


def _colour(field: str) -> Callable[[Tokens], Changes | None]:
    def read(tokens: Tokens) -> Changes | None:
        colour = _colour_of(tokens[0]) if len(tokens) == 1 else None
        return None if colour is None else {field: colour}

    return read


def _ink(tokens: Tokens) -> Changes | None:
    """The colour of letters, which must have one."""
    changes = _colour("colour")(tokens)
    return changes if changes and changes["colour"] else None


def _colour_of(token: tinycss2.ast.Node) -> str | None:
    """#rrggbb, #rrggbbaa, or empty for none; None for what is no colour."""
    if token.type == "ident" and token.lower_value in ("none", "transparent"):
        return ""
    parsed = tinycss2.color3.parse_color(token)
    if not isinstance(parsed, tinycss2.color3.RGBA):
        return None
    red, green, blue, alpha = (min(max(round(part * 255), 0), 255) for part in parsed)
    shown = (red, green, blue) if alpha == 255 else (red, green, blue, alpha)
    return "#" + "".join(f"{part:02x}" for part in shown) if alpha else ""


def _padding(tokens: Tokens) -> Changes | None:
    values = [_measured(token, "em", 0, 5) for token in tokens]
    match values:
        case [float(both)]:
            return {"padding": (both, both)}
        case [float(down), float(across)]:
            return {"padding": (across, down)}
        case _:
            return None


def _dashes(tokens: Tokens) -> Changes | None:
    if len(tokens) == 1 and tokens[0].type == "ident" and tokens[0].lower_value == "none":
        return {"dash": ()}
    values = [_measured(token, "em", 0.01, 20) for token in tokens if token.type != "literal"]
    return {"dash": tuple(values)} if values and None not in values and len(values) <= 4 else None


def _text_stroke(tokens: Tokens) -> Changes | None:
    if len(tokens) == 1 and tokens[0].type == "ident" and tokens[0].lower_value == "none":
        return {"text_stroke": "", "text_stroke_width": 0.0}
    if len(tokens) != 2:
        return None
    width, colour = _measured(tokens[0], "em", 0, 1), _colour_of(tokens[1])
    return None if width is None or not colour else {"text_stroke": colour, "text_stroke_width": width}


def _shadow(tokens: Tokens) -> Changes | None:
    if len(tokens) == 1 and tokens[0].type == "ident" and tokens[0].lower_value == "none":
        return {"shadow": None}
    if len(tokens) != 3:
        return None
    x, y, colour = _measured(tokens[0], "em", -2, 2), _measured(tokens[1], "em", -2, 2), _colour_of(tokens[2])
    return None if x is None or y is None or not colour else {"shadow": Shadow(x, y, colour)}


COLOUR = "a colour such as #f3ead8, or none"

PROPERTIES: Mapping[str, _Property] = {
    "font-family": _Property(
        _word("use", {"lettering": "lettering", "sans": "sans", "sans-serif": "sans", "serif": "serif"}),
        "lettering, sans or serif: the typefaces of the book's fonts.toml",
    ),
    "font-weight": _Property(
        _word("weight", {"normal": 400, "bold": 700} | {f"{n}": n for n in range(100, 1000, 100)}), "normal or bold"
    ),
    "font-style": _Property(_word("italic", {"normal": False, "italic": True}), "normal or italic"),
    "font-size": _Property(_size, f"points from {LEAST_POINTS}pt, or fill for as large as the place allows"),
    "--least-size": _Property(
        _length("least_size", "pt", LEAST_POINTS, LARGEST_POINTS), f"points from {LEAST_POINTS}pt"
    ),
    "--phone-size": _Property(_length("phone_size", "px", LEAST_PX, LARGEST_PX), f"px from {LEAST_PX:g}px"),
    "--least-phone-size": _Property(_length("least_phone_size", "px", LEAST_PX, LARGEST_PX), f"px from {LEAST_PX:g}px"),
    "line-height": _Property(_length("line_height", "", 0.9, 3), "a number from 0.9 to 3"),
    "color": _Property(_ink, "a colour such as #12100e"),
    "text-transform": _Property(_word("uppercase", {"none": False, "uppercase": True}), "uppercase or none"),
    "letter-spacing": _Property(_length("letter_spacing", "em", -0.1, 1), "0 or a length in em"),
    "text-align": _Property(_word("align", {a.value: a for a in Align}), "left, center or right"),
    "padding": _Property(_padding, "one or two lengths in em"),
    "fill": _Property(_colour("fill"), COLOUR),
    "stroke": _Property(_colour("stroke"), COLOUR),
    "stroke-width": _Property(_length("stroke_width", "em", 0, 1), "a length in em"),
    "stroke-dasharray": _Property(_dashes, "lengths in em, or none"),
    "text-stroke": _Property(_text_stroke, "a length in em and a colour, or none"),
    "box-shadow": _Property(_shadow, "two lengths in em and a colour, or none"),
    "--edge": _Property(_word("edge", {edge.value: edge for edge in Edge}), "cut, straight or round"),
}
"""The properties of lettering."""
