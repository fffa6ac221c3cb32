"""The clean tree of a drawing, and its text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.sax.saxutils import quoteattr

from storybook.images.svg.values import Matrix, written

_NAMED = re.compile(r"#(n\d+)")


@dataclass(slots=True)
class Node:
    """An element that may be drawn; line: its place in the source."""

    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    children: list["Node"] = field(default_factory=list)
    line: int = 0

    def walk(self) -> Iterator["Node"]:
        """The element and all inside it."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Drawing:
    """A clean drawing: its path in the book, the box it shows and its nominal size in px of 1/96 inch, its tree."""

    name: str
    box: tuple[float, float, float, float]
    width: float
    height: float
    aspect: str
    style: dict[str, str]
    defs: tuple[Node, ...]
    content: tuple[Node, ...]

    def fitted(self, width: float, height: float) -> Matrix:
        """What brings the drawing's own units to a canvas of this size."""
        left, top, wide, high = self.box
        across, down = width / wide, height / high
        if self.aspect != "none":
            align, _, meet = self.aspect.partition(" ")
            scale = max(across, down) if meet == "slice" else min(across, down)
            shift = {"Min": 0.0, "Mid": 0.5, "Max": 1.0}
            x = (width - wide * scale) * shift[align[1:4]] - left * scale
            y = (height - high * scale) * shift[align[5:8]] - top * scale
            return (scale, 0, 0, scale, x, y)
        return (across, 0, 0, down, -left * across, -top * down)


def settled(defs: list[Node], content: list[Node], style: dict[str, str]) -> tuple[tuple[Node, ...], dict[str, str]]:
    """The definitions that something drawn names, numbered in the order in which they are met, and the root's style."""
    by_id = {node.attrs["id"]: node for node in defs}
    numbers: dict[str, str] = {}
    kept: list[Node] = []

    def number(found: re.Match[str]) -> str:
        if found[1] not in numbers:
            numbers[found[1]] = f"n{len(numbers) + 1}"
            kept.append(by_id[found[1]])
        return f"#{numbers[found[1]]}"

    def renamed(attrs: dict[str, str]) -> dict[str, str]:
        return {
            name: _NAMED.sub(number, value) if value.startswith(("#n", "url(#n")) else value
            for name, value in sorted(attrs.items())
        }

    style = renamed(style)
    for node in [part for whole in content for part in whole.walk()]:
        node.attrs = renamed(node.attrs)
    for definition in kept:  # grows meanwhile
        for node in definition.walk():
            ident = node.attrs.pop("id", None)
            node.attrs = ({"id": numbers[ident]} if ident else {}) | renamed(node.attrs)
    return tuple(kept), style


def text_of(drawing: Drawing) -> str:
    """The drawing as SVG."""
    size = {"width": written(drawing.width), "height": written(drawing.height)}
    size |= {"viewBox": " ".join(written(part) for part in drawing.box), "preserveAspectRatio": drawing.aspect}
    return "".join(_root(drawing, {**size, **drawing.style}, list(drawing.content)))


def canvas_text(drawing: Drawing, width: int, height: int, matrix: Matrix) -> str:
    """The drawing as SVG of so many px, its own units brought there by a matrix."""
    place = "matrix(" + " ".join(f"{part:.9g}" for part in matrix) + ")"
    size = {"width": str(width), "height": str(height), "viewBox": f"0 0 {width} {height}"}
    group = Node("g", {"transform": place}, list(drawing.content))
    return "".join(_root(drawing, {**size, **drawing.style}, [group]))


def _root(drawing: Drawing, attrs: dict[str, str], content: list[Node]) -> Iterator[str]:
    space = {"xmlns": "http://www.w3.org/2000/svg"}
    children = [Node("defs", {}, list(drawing.defs)), *content] if drawing.defs else content
    yield from _written(Node("svg", {**space, **attrs}, children))


_AS_STYLE = ("isolation", "mix-blend-mode")
"""Properties that are no attributes."""


def _written(node: Node) -> Iterator[str]:
    attrs = {name: value for name, value in node.attrs.items() if name not in _AS_STYLE}
    if style := ";".join(f"{name}:{node.attrs[name]}" for name in _AS_STYLE if name in node.attrs):
        attrs["style"] = style
    yield f"<{node.tag}" + "".join(f" {name}={quoteattr(value)}" for name, value in attrs.items())
    if not node.children:
        yield "/>"
        return
    yield ">"
    for child in node.children:
        yield from _written(child)
    yield f"</{node.tag}>"
