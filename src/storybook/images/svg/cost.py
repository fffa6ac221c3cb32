"""What it takes to draw a drawing: time and memory, judged beforehand by the boxes of its shapes.

The figures were measured with resvg 0.48; each errs on the dear side.
"""

from dataclasses import dataclass
from math import hypot

from storybook.images.svg import allowed
from storybook.images.svg.extent import frame_of, number_of, pixels_of, reach_of
from storybook.images.svg.path import Reach
from storybook.images.svg.tree import Drawing, Node
from storybook.images.svg.values import Matrix, numbers, times

MAX_DRAWN = 60_000
"""Elements at the most when those that are used often are counted each time."""

MAX_LINKS = 40
"""Elements that use one another in a row at the most."""

FAR = 1e6
"""Pixels from the canvas that a shape may reach."""

NS_ELEMENT, NS_CORNER, NS_DASH = 80_000.0, 500.0, 6000.0
NS_LINE, CROWD = 150.0, 500.0
"""For each pixel that an edge runs along; and how many edges side by side make it twice as dear."""
NS_PLAIN, NS_MIXED, NS_LAYER, NS_STEP = 3.0, 60.0, 80.0, 400.0
"""For each pixel: of one colour, of a gradient or half transparent, of a layer, of a step of a filter."""
NS_CANVAS = 60.0
"""For each pixel of the whole: what is drawn is handed over as a PNG."""
NS_IMAGE, NS_DECODE = 250.0, 40.0
"""For each pixel that a picture or a pattern covers, and for each that a picture has."""
EDGE_MIXED, EDGE_PATTERN = 2.0, 4.0
"""How many times as dear an edge is between other paints than plain colours."""

BYTES = 4
TINY = 1e-12
Style = dict[str, str]


class TooDearError(Exception):
    """A drawing takes more than is allowed; the text says what of."""


@dataclass(frozen=True, slots=True)
class Box:
    """Left, top, right, bottom in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def area(self) -> float:
        """Pixels in it."""
        return max(0.0, self.right - self.left) * max(0.0, self.bottom - self.top)

    def within(self, other: "Box") -> "Box":
        """The part of it that lies in another."""
        return Box(max(self.left, other.left), max(self.top, other.top), min(self.right, other.right),
                   min(self.bottom, other.bottom))  # fmt: skip

    def around(self, other: "Box") -> "Box":
        """The box around both."""
        return Box(min(self.left, other.left), min(self.top, other.top), max(self.right, other.right),
                   max(self.bottom, other.bottom))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Taken:
    """What an element takes: its box if it draws anything, and the bytes of layers at a time."""

    box: Box | None = None
    peak: float = 0.0


Reaches = dict[int, Reach]
"""How far the shapes of one drawing reach, by their identity: measured once, however often the cost is asked."""


def cost(drawing: Drawing, width: int, height: int, reaches: Reaches) -> tuple[float, float]:
    """Nanoseconds and bytes, about, to draw at this size in px; TooDearError where a count passes its limit."""
    reckoner = _Reckoner({node.attrs["id"]: node for node in drawing.defs}, Box(0, 0, width, height), reaches)
    matrix = drawing.fitted(width, height)
    taken = reckoner.all_of(list(drawing.content), matrix, drawing.style)
    return reckoner.time + NS_CANVAS * width * height, taken.peak + width * height * BYTES


class _Reckoner:
    def __init__(self, defs: dict[str, Node], canvas: Box, reaches: Reaches) -> None:
        self._defs = defs
        wide, high = canvas.right, canvas.bottom
        self._room = Box(-2 * wide, -2 * high, 3 * wide, 3 * high)
        self._reaches = reaches
        self._links: list[str] = []
        self._drawn = 0
        self.time = 0.0

    def all_of(self, nodes: list[Node], matrix: Matrix, style: Style) -> Taken:
        box: Box | None = None
        peak = 0.0
        for node in nodes:
            taken = self._one(node, matrix, style)
            box = taken.box if box is None else box if taken.box is None else box.around(taken.box)
            peak = max(peak, taken.peak)
        return Taken(box, peak)

    def _one(self, node: Node, matrix: Matrix, style: Style) -> Taken:
        self._drawn += 1
        self.time += NS_ELEMENT
        if self._drawn > MAX_DRAWN:
            raise TooDearError(f"draws more than {MAX_DRAWN:,} elements, with those that are used again and again")
        inherited = {**style, **{k: v for k, v in node.attrs.items() if k in allowed.INHERITED}}
        matrix = times(matrix, _matrix(node.attrs.get("transform", "")))
        if node.tag in allowed.SHAPES:
            taken = self._shape(node, matrix, inherited)
        elif node.tag == "image":
            taken = self._image(node, matrix)
        elif node.tag == "use":
            shift: Matrix = (1, 0, 0, 1, number_of(node, "x"), number_of(node, "y"))
            taken = self._linked(node.attrs["href"][1:], times(matrix, shift), inherited, node)
        elif node.tag in {"svg", "symbol"}:
            taken = self._boxed(node, matrix, inherited, node)
        else:
            taken = self.all_of(node.children, matrix, inherited)
        return self._layer(node, matrix, taken)

    def _image(self, node: Node, matrix: Matrix) -> Taken:
        """A picture; where it is cut to its box, all of it is drawn first."""
        across, down = pixels_of(node)
        pixels, frame = across * down, frame_of(node)
        box = area = self._placed(frame, matrix)
        layers = 1.0
        if "slice" in node.attrs.get("preserveAspectRatio", ""):
            scale = max((frame.right - frame.left) / across, (frame.bottom - frame.top) / down)
            wide, high = across * scale, down * scale
            reach = Reach(frame.left - wide, frame.top - high, frame.right + wide, frame.bottom + high, 0, 0)
            area, layers = self._placed(reach, matrix), 3.0
        drawn = area.within(self._room).area / (1.0 if layers == 1.0 else 3.0)
        self.time += NS_IMAGE * drawn + NS_DECODE * pixels + (layers - 1) * NS_LAYER * drawn
        return Taken(box, layers * drawn * BYTES + 2 * pixels * BYTES)

    def _linked(self, ident: str, matrix: Matrix, style: Style, user: Node) -> Taken:
        node = self._defs.get(ident)
        if node is None:
            return Taken()
        if ident in self._links:
            raise TooDearError("has parts that use themselves")
        if len(self._links) >= MAX_LINKS:
            raise TooDearError(f"has more than {MAX_LINKS} parts that use one another in a row")
        self._links.append(ident)
        try:
            if node.tag == "symbol":
                return self._boxed(node, matrix, style, user)
            if node.tag in allowed.RESOURCES:
                return self.all_of(node.children, matrix, style)
            return self._one(node, matrix, style)
        finally:
            self._links.pop()

    def _boxed(self, node: Node, matrix: Matrix, style: Style, sized: Node) -> Taken:
        """An inner drawing or symbol with a box of its own; it is clipped, which takes a layer."""
        if node.tag == "svg":
            matrix = times(matrix, (1, 0, 0, 1, number_of(node, "x"), number_of(node, "y")))
        box = numbers(node.attrs.get("viewBox", "")) or []
        width, height = number_of(sized, "width"), number_of(sized, "height")
        if len(box) == 4 and box[2] > 0 and box[3] > 0:
            width, height = width or box[2], height or box[3]
            across, down = width / box[2], height / box[3]
            aspect = node.attrs.get("preserveAspectRatio", "xMidYMid meet")
            scale = max(across, down) if "slice" in aspect else min(across, down)
            across, down = (across, down) if aspect.startswith("none") else (scale, scale)
            matrix = times(matrix, (across, 0, 0, down, -box[0] * across, -box[1] * down))
        taken = self.all_of(node.children, matrix, style)
        area = taken.box.within(self._room).area if taken.box else 0.0
        self.time += 2 * NS_LAYER * area
        return Taken(taken.box, taken.peak + 2 * area * BYTES)

    def _shape(self, node: Node, matrix: Matrix, style: Style) -> Taken:
        known = self._reaches.get(id(node))
        if known is None:
            known = self._reaches[id(node)] = reach_of(node)
        stroke = 0.0
        scale = max(hypot(matrix[0], matrix[1]), hypot(matrix[2], matrix[3]))
        is_stroked = style.get("stroke", "none") != "none"
        if is_stroked:
            stroke = float(style.get("stroke-width", "1")) * max(1.0, _mitre(style)) / 2
        inner = self._placed(known, matrix)
        grown = Reach(known.left - stroke, known.top - stroke, known.right + stroke, known.bottom + stroke, 0, 0)
        box = self._placed(grown, matrix)
        area = box.within(self._room).area
        length = known.length * scale
        crowd = 1 + min(known.corners, known.length / max(1e-9, known.bottom - known.top)) / CROWD
        edges = NS_CORNER * known.corners + NS_LINE * length * crowd
        self.time += edges * self._weight(style.get("fill", "#000"))
        peak = 0.0
        if style.get("fill") != "none":
            peak = self._paint(style.get("fill", "#000"), "fill-opacity", style, inner, matrix)
        if is_stroked:
            self.time += 4 * edges * self._weight(style["stroke"])
            self._dash(known.length, style)
            peak = max(peak, self._paint(style["stroke"], "stroke-opacity", style, box, matrix))
        for place in ("marker-start", "marker-mid", "marker-end"):
            if ident := _named(style.get(place, "")):
                peak = max(peak, self._marker(ident, known.corners + 1, matrix, style))
        return Taken(box, peak if area else 0.0)

    def _weight(self, paint: str) -> float:
        """How many times as dear an edge is with this paint as with a plain colour."""
        if self._pattern_of(paint):
            return EDGE_PATTERN
        return 1.0 if paint.startswith("#") or paint == "none" else EDGE_MIXED

    def _pattern_of(self, paint: str) -> Node | None:
        node = self._defs.get(_named(paint) or "")
        return node if node is not None and node.tag == "pattern" else None

    def _dash(self, length: float, style: Style) -> None:
        dashes = numbers(style.get("stroke-dasharray", "")) or [0.0]
        if sum(dashes) > 0:
            self.time += NS_DASH * len(dashes) * length / sum(dashes)

    def _paint(self, paint: str, opacity: str, style: Style, box: Box, matrix: Matrix) -> float:
        area = box.within(self._room).area
        is_plain = paint.startswith("#") and style.get(opacity, "1") == "1"
        node = self._pattern_of(paint)
        self.time += area * (NS_PLAIN if is_plain else NS_MIXED if node is None else NS_IMAGE)
        return 0.0 if node is None else self._pattern(node.attrs["id"], node, box, matrix)

    def _pattern(self, ident: str, node: Node, box: Box, matrix: Matrix) -> float:
        node = self._whole_pattern(node)
        matrix = times(matrix, _matrix(node.attrs.get("patternTransform", "")))
        across, down = hypot(matrix[0], matrix[1]), hypot(matrix[2], matrix[3])
        width, height = number_of(node, "width") * across, number_of(node, "height") * down
        if node.attrs.get("patternUnits", "objectBoundingBox") == "objectBoundingBox":
            reach = max(box.right - box.left, box.bottom - box.top)
            width, height = number_of(node, "width") * reach, number_of(node, "height") * reach
        area = width * height
        canvas = self._room  # layers inside a cell are as large as on the canvas, however small the cell
        self._room = canvas.around(Box(-2 * width - 1, -2 * height - 1, 3 * width + 1, 3 * height + 1))
        held = self._links
        self.time += area * NS_PLAIN
        content = self._linked_children(ident, node, (across, 0, 0, down, 0, 0))
        self._links, self._room = held, canvas
        return content.peak + area * BYTES

    def _linked_children(self, ident: str, node: Node, matrix: Matrix) -> Taken:
        if ident in self._links:
            raise TooDearError("has parts that use themselves")
        self._links = [*self._links, ident]
        return self.all_of(node.children, matrix, {})

    def _whole_pattern(self, node: Node) -> Node:
        """A pattern with what it takes from others."""
        attrs, children, seen = dict(node.attrs), node.children, 0
        while (href := node.attrs.get("href")) and href[1:] in self._defs:
            node, seen = self._defs[href[1:]], seen + 1
            if seen > MAX_LINKS:
                raise TooDearError("has parts that use themselves")
            attrs = {**node.attrs, **attrs}
            children = children or node.children
        return Node("pattern", attrs, children)

    def _marker(self, ident: str, count: int, matrix: Matrix, style: Style) -> float:
        node = self._defs.get(ident)
        if node is None:
            return 0.0
        width = float(style.get("stroke-width", "1")) or 1.0
        scale = width if node.attrs.get("markerUnits") != "userSpaceOnUse" else 1.0
        box = numbers(node.attrs.get("viewBox", "")) or []
        if len(box) == 4 and box[2] > 0 and box[3] > 0:
            sides = (node.attrs.get("markerWidth", "3"), node.attrs.get("markerHeight", "3"))
            scale *= max(float(sides[0]) / box[2], float(sides[1]) / box[3])
        before, drawn = self.time, self._drawn
        a, b, c, d, e, f = matrix
        taken = self._linked(ident, (a * scale, b * scale, c * scale, d * scale, e, f), {}, node)
        area = taken.box.within(self._room).area if taken.box else 0.0
        self.time += 2 * NS_LAYER * area
        self.time = before + (self.time - before) * count
        self._drawn = drawn + (self._drawn - drawn) * count
        return taken.peak + area * BYTES

    def _layer(self, node: Node, matrix: Matrix, taken: Taken) -> Taken:
        attrs = node.attrs
        names = [(name, _named(attrs[name])) for name in ("clip-path", "mask", "filter") if name in attrs]
        blended = attrs.get("mix-blend-mode", "normal") != "normal" or attrs.get("isolation") == "isolate"
        if taken.box is None or not (names or blended or float(attrs.get("opacity", "1")) < 1):
            return taken
        box, layers = taken.box, 1.0
        for name, ident in names:
            target = self._defs.get(ident or "")
            if ident is None or target is None:
                continue
            if name == "filter":
                box = self._filtered(target, box, matrix)
                layers += 4
            elif name == "mask" or target.tag == "clipPath":
                layers += self._masked(ident, target, box, matrix)
        area = box.within(self._room).area
        self.time += NS_LAYER * area * layers
        return Taken(box, taken.peak + area * BYTES * layers)

    def _masked(self, ident: str, target: Node, box: Box, matrix: Matrix) -> float:
        units = target.attrs.get("maskContentUnits") or target.attrs.get("clipPathUnits")
        if units == "objectBoundingBox":
            matrix = (box.right - box.left, 0, 0, box.bottom - box.top, box.left, box.top)
        matrix = times(matrix, _matrix(target.attrs.get("transform", "")))
        taken = self._linked(ident, matrix, {}, target)
        inside = Node("g", {k: v for k, v in target.attrs.items() if k in {"clip-path", "mask"}})
        self._links.append(ident)
        inner = self._layer(inside, matrix, Taken(box, 0.0)) if inside.attrs else Taken()
        self._links.pop()
        return 2.0 + (taken.peak + inner.peak) / BYTES / max(1.0, box.within(self._room).area)

    def _filtered(self, target: Node, box: Box, matrix: Matrix) -> Box:
        own = _taken_back(box, matrix)
        wide, high = own.right - own.left, own.bottom - own.top
        x, y, across, down = [float(target.attrs.get(name, default)) for name, default in
                              (("x", "-0.1"), ("y", "-0.1"), ("width", "1.2"), ("height", "1.2"))]  # fmt: skip
        if target.attrs.get("filterUnits") == "userSpaceOnUse":
            region = Reach(x, y, x + across, y + down, 0, 0)
        else:  # wherever in its box the element may be, and however small
            region = Reach(own.left + min(0.0, x) * wide, own.top + min(0.0, y) * high,
                           own.right + max(0.0, x + across - 1) * wide, own.bottom + max(0.0, y + down - 1) * high,
                           0, 0)  # fmt: skip
        reached = self._placed(region, matrix)
        area = reached.within(self._room).area
        scale = max(hypot(matrix[0], matrix[1]), hypot(matrix[2], matrix[3]))
        if target.attrs.get("primitiveUnits") == "objectBoundingBox":
            scale *= max(wide, high)
        for step in target.children:
            self.time += area * (NS_STEP * (1 + len(step.children)) + _step_cost(step, scale))
        return reached

    def _placed(self, known: Reach, matrix: Matrix) -> Box:
        corners = [(x, y) for x in (known.left, known.right) for y in (known.top, known.bottom)]
        a, b, c, d, e, f = matrix
        across = [a * x + c * y + e for x, y in corners]
        down = [b * x + d * y + f for x, y in corners]
        if max(map(abs, (*across, *down))) > FAR:
            raise TooDearError("reaches too far beyond its edges")
        return Box(min(across), min(down), max(across), max(down))


def _taken_back(box: Box, matrix: Matrix) -> Box:
    """The box, in an element's own units, around all that a matrix brings into a box."""
    a, b, c, d, e, f = matrix
    area = a * d - b * c
    if abs(area) < TINY:
        return Box(0, 0, 0, 0)
    corners = [(x - e, y - f) for x in (box.left, box.right) for y in (box.top, box.bottom)]
    across = [(d * x - c * y) / area for x, y in corners]
    down = [(a * y - b * x) / area for x, y in corners]
    return Box(min(across), min(down), max(across), max(down))


def _step_cost(step: Node, scale: float) -> float:
    """Nanoseconds for each pixel beside those that every step takes."""
    sides = [abs(float(part)) for part in step.attrs.get("radius", "0").split()]
    match step.tag:
        case "feMorphology":
            return 12.0 * (2 * sides[0] * scale + 1) * (2 * sides[-1] * scale + 1)
        case "feConvolveMatrix":
            return 14.0 * len(step.attrs.get("kernelMatrix", "").split())
        case "feTurbulence":
            return 400.0 + 120.0 * float(step.attrs.get("numOctaves", "1"))
        case _:
            return 0.0


def _mitre(style: Style) -> float:
    return float(style.get("stroke-miterlimit", "4")) if style.get("stroke-linejoin", "miter") == "miter" else 1.5


def _named(text: str) -> str | None:
    return text[5 : text.index(")")] if text.startswith("url(#") else None


def _matrix(text: str) -> Matrix:
    found = numbers(text[7:-1], 6) if text else None
    return (found[0], found[1], found[2], found[3], found[4], found[5]) if found else (1, 0, 0, 1, 0, 0)
