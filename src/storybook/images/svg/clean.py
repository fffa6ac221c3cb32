"""From a contributor's drawing (SVG) to a clean one: built anew from what is allowed, nothing passed through."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lxml import etree

from storybook.errors import SourceError
from storybook.images.svg import allowed
from storybook.images.svg.attributes import Attributes, View
from storybook.images.svg.embed import MAX_EMBEDDED, embedded_picture
from storybook.images.svg.filter import filter_steps
from storybook.images.svg.parse import SVG, line_of, parse, refused
from storybook.images.svg.style import StyleSheet
from storybook.images.svg.tree import Drawing, Node, settled
from storybook.images.svg.values import aspect_ratio, length, numbers

HREF = "{http://www.w3.org/1999/xlink}href"

MAX_SIDE = 1e6
"""Units of a drawing's width or height at the most; the thousandth part of one at the least."""

MAX_SHAPE = 200
"""How many times a drawing may be as long as it is wide, or as wide as it is long."""

MAX_CHAIN = 40
"""Gradients or patterns that take from one another in a row at the most."""

_TO_PATHS = "turn it into paths (in Inkscape: Path, Object to Path; in Illustrator: Type, Create Outlines)"
_ROOT_STYLE = frozenset(allowed.INHERITED)


def cleaned(data: bytes, name: str) -> Drawing:
    """The clean drawing of an SVG file; name: its path in the book. SourceError where it is refused."""
    try:
        return _Cleaner(parse(data, name), name).drawing()
    except RecursionError:
        raise refused(name, 0, "is nested too deeply", "ungroup what need not be grouped") from None


def size_of(root: etree._Element, name: str) -> tuple[tuple[float, float, float, float], float, float]:
    """The box that a drawing shows, in its own units, and its width and height in px of 1/96 inch."""
    line = line_of(root)
    box = _view_box(root, name)
    whole = (box[2], box[3]) if box else (None, None)
    width = _side(root, "width", whole[0], name)
    height = _side(root, "height", whole[1], name)
    if box and width and not height:
        height = width * box[3] / box[2]
    if box and height and not width:
        width = height * box[2] / box[3]
    if box and not width and not height:
        width, height = box[2], box[3]
    if not width or not height:
        hint = "set its size (in Inkscape: File, Document Properties, Resize page to content), and save it again"
        raise refused(name, line, "has no size: no width, height or viewBox", hint)
    for side in (width, height):
        if not 1e-3 <= side <= MAX_SIDE:
            raise refused(name, line, "is too large or too small to be drawn", "give it the size of a page")
    if max(width, height) > MAX_SHAPE * min(width, height):
        raise refused(name, line, f"is more than {MAX_SHAPE} times as long as wide", "export it as PNG")
    return box or (0.0, 0.0, width, height), width, height


def _view_box(root: etree._Element, name: str) -> tuple[float, float, float, float] | None:
    text = root.get("viewBox")
    if text is None or not text.strip():
        return None
    found = numbers(text, 4)
    line = line_of(root)
    if found is None or len(found) != 4 or not all(1e-3 <= side <= MAX_SIDE for side in found[2:]):
        raise refused(name, line, "has a viewBox that is not read", "save it again from a drawing program")
    return found[0], found[1], found[2], found[3]


def _side(root: etree._Element, side: str, whole: float | None, name: str) -> float | None:
    text = root.get(side, "").strip()
    if not text or text == "auto" or text.endswith("%"):
        return whole if not text.endswith("%") and text else None
    value = length(text)
    if value is None or value <= 0:
        hint = "write it in px, mm, cm, in or pt, larger than nothing"
        raise refused(name, line_of(root), f"has a {side} that is not read", hint)
    return value


@dataclass(frozen=True, slots=True)
class _Wanted:
    """An element that is named by others, and is drawn apart from its place."""

    element: etree._Element
    ident: str


class _Cleaner:
    def __init__(self, root: etree._Element, name: str) -> None:
        self._root = root
        self._name = name
        self._box, self._width, self._height = size_of(root, name)
        self._view = View(self._box[2], self._box[3])
        self._attributes = Attributes(name, StyleSheet(root, name), self._link)
        self._elements = list(root.iter())  # keeps lxml's objects alive, so that they can be keys
        self._by_id: dict[str, etree._Element] = {}
        for element in self._elements:
            if ident := element.get("id"):
                self._by_id.setdefault(ident, element)
        self._idents: dict[etree._Element, str] = {}
        self._wanted: deque[_Wanted] = deque()
        self._embedded = MAX_EMBEDDED

    def drawing(self) -> Drawing:
        """Everything that is drawn, and then what it names."""
        said = self._attributes.style(self._root)
        style = {k: v for k, v in said.items() if k in _ROOT_STYLE}
        if self._attributes.is_hidden(self._root):
            content: list[Node] = []
        else:
            view = replace(self._view, visible=self._attributes.visible(self._root, True))
            own = {k: v for k, v in said.items() if k not in _ROOT_STYLE and k != "overflow"}
            content = self._children(self._root, view)
            if own:
                content = [Node("g", own, content, line_of(self._root))]
        defs: list[Node] = []
        while self._wanted:
            defs.append(self._definition(self._wanted.popleft()))
        kept, style = settled(defs, content, style)
        aspect = aspect_ratio(self._root.get("preserveAspectRatio", "")) or "xMidYMid meet"
        return Drawing(self._name, self._box, self._width, self._height, aspect, style, kept, tuple(content))

    def _link(self, ident: str, tags: tuple[str, ...]) -> str | None:
        """The neutral id of an element of the drawing, which is then drawn among the definitions."""
        target = self._by_id.get(ident)
        if target is None or _local(target) not in tags:
            return None
        if target not in self._idents:
            self._idents[target] = f"n{len(self._idents) + 1}"
            self._wanted.append(_Wanted(target, self._idents[target]))
        return self._idents[target]

    def _definition(self, wanted: _Wanted) -> Node:
        element = wanted.element
        if _local(element) not in allowed.RESOURCES:
            node = self._built(element, self._view) or Node("g")
        else:
            node = self._resource(element)
            for name, value in self._attributes.taken_over(element).items():
                node.attrs.setdefault(name, value)
        node.attrs = {"id": wanted.ident, **node.attrs}
        return node

    def _children(self, element: etree._Element, view: View) -> list[Node]:
        found = (self._built(child, view) for child in element)
        return [node for node in found if node is not None]

    def _built(self, element: etree._Element, view: View) -> Node | None:
        tag = _local(element)
        if tag is None or tag in allowed.SILENT or tag in allowed.RESOURCES or self._is_for_others(element):
            return None
        if tag in allowed.MOVING:
            raise self._refused(element, "moves, and a book's page stands still", "export one moment of it")
        if self._attributes.is_hidden(element):
            return None
        view = replace(view, visible=self._attributes.visible(element, view.visible))
        return self._visible(element, tag, view)

    def _visible(self, element: etree._Element, tag: str, view: View) -> Node | None:
        if tag in allowed.TEXT:
            self._check_text(element, view)
            return None
        if tag in allowed.GROUPS:
            return self._group(element, tag, view)
        if tag in allowed.SHAPES:
            return self._shape(element, tag, view)
        match tag:
            case "svg":
                return self._inner_drawing(element, view)
            case "use":
                return self._use(element, view)
            case "image":
                return self._image(element, view)
            case "foreignObject":
                hint = "export the drawing as plain SVG, or as PNG"
                raise self._refused(element, "holds a part of a web page (foreignObject)", hint)
        raise self._refused(element, "holds an element that is not known here", "export it as plain SVG, or as PNG")

    def _is_for_others(self, element: etree._Element) -> bool:
        if element.get("requiredExtensions", "").strip():
            return True
        if element.get("systemLanguage") is not None:
            parent = element.getparent()
            if parent is None or _local(parent) != "switch":
                raise self._refused(element, "shows a part in some languages only", "delete what is not to be shown")
            return True
        return False

    def _node(self, element: etree._Element, tag: str, view: View, templates: Sequence[etree._Element] = ()) -> Node:
        node = Node(tag, line=line_of(element))
        node.attrs |= self._attributes.own(element, tag, view, templates)
        node.attrs |= self._attributes.style(element)
        return node

    def _group(self, element: etree._Element, tag: str, view: View) -> Node | None:
        node = self._node(element, "g", view)
        if tag == "switch":
            for child in element:
                if _local(child) is not None and not self._is_for_others(child):
                    built = self._built(child, view)
                    node.children = [built] if built else []
                    break
        else:
            node.children = self._children(element, view)
        return node if node.children else None

    def _shape(self, element: etree._Element, tag: str, view: View) -> Node:
        for child in element:
            if _local(child) in allowed.MOVING:
                raise self._refused(child, "moves, and a book's page stands still", "export one moment of it")
        return self._node(element, tag, view)

    def _inner_drawing(self, element: etree._Element, view: View) -> Node:
        node = self._node(element, "svg", view)
        node.children = self._children(element, self._inside(node, view))
        return node

    def _inside(self, node: Node, view: View) -> View:
        """The view inside an element with a box of its own."""
        if "viewBox" in node.attrs:
            box = numbers(node.attrs["viewBox"]) or [0.0] * 4
            return replace(view, width=box[2], height=box[3])
        width = length(node.attrs.get("width", ""))
        height = length(node.attrs.get("height", ""))
        return replace(view, width=view.width if width is None else width,
                       height=view.height if height is None else height)  # fmt: skip

    def _check_text(self, element: etree._Element, view: View) -> None:
        for part in element.iter():
            words = [part.text or ""] + [child.tail or "" for child in part]
            if _local(part) is None or not any(text.strip() for text in words):
                continue
            if self._is_shown(part, element, view):
                raise self._refused(part, "holds text, which every machine sets in another typeface", _TO_PATHS)

    def _is_shown(self, part: etree._Element, text: etree._Element, view: View) -> bool:
        chain = [part]
        while chain[-1] is not text:
            parent = chain[-1].getparent()
            if parent is None:
                break
            chain.append(parent)
        visible = view.visible
        for element in reversed(chain):
            if _local(element) in {None, "title", "desc", "metadata"} or self._attributes.is_hidden(element):
                return False
            visible = self._attributes.visible(element, visible)
        return visible

    def _href(self, element: etree._Element) -> str:
        return (element.get("href") or element.get(HREF) or "").strip()

    def _use(self, element: etree._Element, view: View) -> Node | None:
        href = self._href(element)
        if href and not href.startswith("#"):
            raise self._refused(element, "uses a part of another file", "paste that part into the drawing")
        drawn = (*allowed.SHAPES, *allowed.GROUPS, *allowed.TEXT, "svg", "use", "image", "symbol")
        ident = self._link(href[1:], drawn) if href else None
        if ident is None:
            return None
        node = self._node(element, "use", view)
        if _local(self._by_id[href[1:]]) == "symbol":
            node.attrs.setdefault("width", _written(view.width))
            node.attrs.setdefault("height", _written(view.height))
        node.attrs["href"] = f"#{ident}"
        return node

    def _image(self, element: etree._Element, view: View) -> Node | None:
        href = self._href(element)
        if not href or not view.visible:
            return None
        if not href.lower().startswith("data:"):
            hint = "embed it (in Inkscape: Extensions, Images, Embed), and save the drawing again"
            raise self._refused(element, "shows a picture that is another file", hint)
        found = embedded_picture(href, self._embedded)
        if found is None:
            what = f"holds a picture that is damaged, too large or not PNG, JPEG, GIF or WebP (all of them together: \
{MAX_EMBEDDED // 1_000_000} million pixels)"
            raise self._refused(element, what, "embed it again as PNG or JPEG, smaller")
        link, width, height = found
        self._embedded -= width * height
        node = self._node(element, "image", view)
        node.attrs.setdefault("width", str(width))
        node.attrs.setdefault("height", str(height))
        node.attrs["href"] = link
        return node

    def _resource(self, element: etree._Element) -> Node:
        tag = _local(element) or ""
        templates = self._templates(element, tag) if tag in allowed.PAINT_SERVERS else []
        node = self._node(element, tag, self._view, templates)
        if tag == "filter":
            node.children = filter_steps(element, self._attributes, self._view)
            return node
        if templates:
            node.attrs["href"] = f"#{self._link(self._href(element)[1:], _colours_like(tag))}"
        if tag in {"linearGradient", "radialGradient"}:
            node.children = [self._node(child, "stop", self._view) for child in element if _local(child) == "stop"]
            for child in element:
                if _local(child) in allowed.MOVING:
                    raise self._refused(child, "moves, and a book's page stands still", "export one moment of it")
        else:
            visible = self._attributes.visible(element, True)
            node.children = self._children(element, replace(self._inside(node, self._view), visible=visible))
        return node

    def _templates(self, element: etree._Element, tag: str) -> list[etree._Element]:
        """A colour may take from another, that from a third, and so on; but not from itself."""
        found: list[etree._Element] = []
        place = element
        while href := self._href(place):
            if not href.startswith("#"):
                raise self._refused(place, "takes a colour from another file", "paste that part into the drawing")
            target = self._by_id.get(href[1:])
            if target is None or _local(target) not in _colours_like(tag):
                break
            if target is element or len(found) >= MAX_CHAIN:
                what = f"has a colour that takes from itself, or from more than {MAX_CHAIN} others in a row"
                raise self._refused(element, what, "give the shapes plain colours, or export the drawing as PNG")
            found.append(target)
            place = target
        return found

    def _refused(self, element: etree._Element, what: str, hint: str) -> SourceError:
        return refused(self._name, line_of(element), what, hint)


def _colours_like(tag: str) -> tuple[str, ...]:
    """The elements that one of these may take from."""
    return ("pattern",) if tag == "pattern" else ("linearGradient", "radialGradient")


def _local(element: etree._Element) -> str | None:
    tag = str(element.tag)
    return tag[len(SVG) :] if tag.startswith(SVG) else None


def _written(value: float) -> str:
    return f"{value:.9g}"
