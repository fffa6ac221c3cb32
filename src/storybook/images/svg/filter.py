"""The filters of a drawing, built anew."""

from lxml import etree

from storybook.images.svg import allowed
from storybook.images.svg.attributes import Attributes, View
from storybook.images.svg.parse import SVG, line_of
from storybook.images.svg.tree import Node

MAX_FILTER_STEPS = 30
"""Steps of one filter at the most."""

MAX_ORDER = 9
MAX_MERGED = 30


def filter_steps(element: etree._Element, attributes: Attributes, view: View) -> list[Node]:
    """The steps of a filter with neutral names for what they pass on; SourceError where one is not known."""
    results: dict[str, str] = {}
    steps: list[Node] = []
    for child in element:
        tag = _local(child)
        if tag is None or tag in allowed.SILENT:
            continue
        grammars = allowed.PRIMITIVES.get(tag)
        if grammars is None or len(steps) >= MAX_FILTER_STEPS:
            what = "has a filter of too many steps" if grammars else "has a filter with a step that is not drawn here"
            raise attributes.refused(child, what, "export the drawing as PNG, or take the filter off")
        node = _step(child, tag, attributes, view, results)
        if result := child.get("result", "").strip():
            results[result] = node.attrs["result"] = f"r{len(steps) + 1}"
        steps.append(node)
    return steps


def _step(element: etree._Element, tag: str, attributes: Attributes, view: View, results: dict[str, str]) -> Node:
    grammars = allowed.PRIMITIVES.get(tag) or allowed.INSIDE_PRIMITIVES.get(tag) or {}
    node = Node(tag, line=line_of(element))
    region = allowed.REGION if tag in allowed.PRIMITIVES else {}
    for name, grammar in {**region, **grammars}.items():
        attributes.take(node.attrs, element, name, grammar)
    for name in ("in", "in2"):
        if text := element.get(name, "").strip():
            known = text if text in allowed.FILTER_INPUTS else results.get(text)
            if known is not None:
                node.attrs[name] = known
    node.attrs |= attributes.style(element)
    _check(element, tag, node, attributes)
    inner = [child for child in element if _local(child) in allowed.INSIDE_PRIMITIVES]
    if len(inner) > MAX_MERGED:
        raise attributes.refused(element, "has a filter of too many steps", "take the filter off")
    node.children = [_step(child, _local(child) or "", attributes, view, results) for child in inner]
    return node


def _check(element: etree._Element, tag: str, node: Node, attributes: Attributes) -> None:
    if tag == "feConvolveMatrix":
        sides = [float(part) for part in node.attrs.get("order", "3").split()]
        count = len(node.attrs.get("kernelMatrix", "").split())
        if any(side != int(side) or not 1 <= side <= MAX_ORDER for side in sides) or count != sides[0] * sides[-1]:
            what = (
                f"has a filter with a matrix of more than {MAX_ORDER} × {MAX_ORDER} numbers, or not as many as it says"
            )
            raise attributes.refused(element, what, "take the filter off, or export the drawing as PNG")


def _local(element: etree._Element) -> str | None:
    tag = str(element.tag)
    return tag[len(SVG) :] if tag.startswith(SVG) else None
