"""What a drawing may hold: elements, attributes and properties, each with the grammar of its values."""

from storybook.images.svg.values import (
    Grammar,
    aspect_ratio,
    colour,
    dashes,
    number_list,
    one_length,
    one_number,
    paint,
    plain_length,
    several_words,
    share,
    transforms,
    words,
)

_UNITS = words("userSpaceOnUse", "objectBoundingBox")

PROPERTIES: dict[str, Grammar] = {
    "fill": paint,
    "stroke": paint,
    "color": colour,
    "stop-color": colour,
    "flood-color": colour,
    "lighting-color": colour,
    "opacity": share,
    "fill-opacity": share,
    "stroke-opacity": share,
    "stop-opacity": share,
    "flood-opacity": share,
    "stroke-width": plain_length,
    "stroke-dashoffset": plain_length,
    "stroke-dasharray": dashes,
    "stroke-miterlimit": one_number,
    "stroke-linecap": words("butt", "round", "square"),
    "stroke-linejoin": words("miter", "round", "bevel", "miter-clip", "arcs"),
    "fill-rule": words("nonzero", "evenodd"),
    "clip-rule": words("nonzero", "evenodd"),
    "paint-order": several_words("normal", "fill", "stroke", "markers"),
    "visibility": words("visible", "hidden", "collapse"),
    "overflow": words("visible", "hidden", "scroll", "auto"),
    "isolation": words("auto", "isolate"),
    "mix-blend-mode": words(
        "normal", "multiply", "screen", "overlay", "darken", "lighten", "color-dodge", "color-burn", "hard-light",
        "soft-light", "difference", "exclusion", "hue", "saturation", "color", "luminosity",
    ),
    "mask-type": words("luminance", "alpha"),
    "shape-rendering": words("auto", "optimizeSpeed", "crispEdges", "geometricPrecision"),
    "image-rendering": words("auto", "optimizeSpeed", "optimizeQuality", "smooth", "crisp-edges", "pixelated"),
    "color-interpolation": words("auto", "sRGB", "linearRGB"),
    "color-interpolation-filters": words("auto", "sRGB", "linearRGB"),
}  # fmt: skip
"""Properties that are drawn and name nothing else, but for fill and stroke, which may also name a gradient."""

NAMING: dict[str, tuple[str, ...]] = {
    "clip-path": ("clipPath",),
    "mask": ("mask",),
    "filter": ("filter",),
    "marker-start": ("marker",),
    "marker-mid": ("marker",),
    "marker-end": ("marker",),
}
"""Properties that name another element of the drawing, and which elements these may be."""

PAINT_SERVERS = ("linearGradient", "radialGradient", "pattern")

INHERITED = frozenset(PROPERTIES) - {
    "opacity", "overflow", "isolation", "mix-blend-mode", "mask-type", "stop-color", "stop-opacity", "flood-color",
    "flood-opacity", "lighting-color",
} | {"marker-start", "marker-mid", "marker-end"}  # fmt: skip
"""Properties that children take over from their parents."""

NOT_DRAWN_RIGHT: dict[str, tuple[str, ...]] = {
    "vector-effect": ("none",),
    "transform": ("none",),
    "translate": ("none",),
    "rotate": ("none",),
    "scale": ("none",),
    "animation": ("none",),
    "animation-name": ("none",),
    "d": ("none",),
    "x": ("auto",), "y": ("auto",), "cx": ("auto",), "cy": ("auto",), "r": ("auto",),
    "rx": ("auto",), "ry": ("auto",), "width": ("auto",), "height": ("auto",),
    "offset-path": ("none",),
}  # fmt: skip
"""Properties of style sheets that change a drawing and are not read, with the values that change nothing."""

LENGTHS: dict[str, dict[str, str]] = {
    "svg": {"x": "x", "y": "y", "width": "x", "height": "y"},
    "use": {"x": "x", "y": "y", "width": "x", "height": "y"},
    "image": {"x": "x", "y": "y", "width": "x", "height": "y"},
    "rect": {"x": "x", "y": "y", "width": "x", "height": "y", "rx": "x", "ry": "y"},
    "circle": {"cx": "x", "cy": "y", "r": "o"},
    "ellipse": {"cx": "x", "cy": "y", "rx": "x", "ry": "y"},
    "line": {"x1": "x", "y1": "y", "x2": "x", "y2": "y"},
    "linearGradient": {"x1": "x", "y1": "y", "x2": "x", "y2": "y"},
    "radialGradient": {"cx": "x", "cy": "y", "r": "o", "fx": "x", "fy": "y", "fr": "o"},
    "pattern": {"x": "x", "y": "y", "width": "x", "height": "y"},
    "mask": {"x": "x", "y": "y", "width": "x", "height": "y"},
    "filter": {"x": "x", "y": "y", "width": "x", "height": "y"},
    "marker": {"refX": "x", "refY": "y", "markerWidth": "x", "markerHeight": "y"},
}
"""Lengths of each element, and what their percentages are of: width, height or both."""

NOT_NEGATIVE = frozenset({"width", "height", "r", "rx", "ry", "fr", "markerWidth", "markerHeight", "stroke-width"})

WHOLE_DEFAULTS: dict[str, dict[str, str]] = {
    "linearGradient": {"x2": "100%"},
    "radialGradient": {"cx": "50%", "cy": "50%", "r": "50%"},
    "mask": {"x": "-10%", "y": "-10%", "width": "120%", "height": "120%"},
    "filter": {"x": "-10%", "y": "-10%", "width": "120%", "height": "120%"},
    "svg": {"width": "100%", "height": "100%"},
}
"""What stands for lengths that are not given, where they are measured in the drawing's own units."""

UNITS_OF = {
    "linearGradient": "gradientUnits",
    "radialGradient": "gradientUnits",
    "pattern": "patternUnits",
    "mask": "maskUnits",
    "filter": "filterUnits",
}

_BOX: dict[str, Grammar] = {"viewBox": number_list(4, 4), "preserveAspectRatio": aspect_ratio}
_GRADIENT: dict[str, Grammar] = {
    "gradientUnits": _UNITS,
    "gradientTransform": transforms,
    "spreadMethod": words("pad", "reflect", "repeat"),
}

ATTRIBUTES: dict[str, dict[str, Grammar]] = {
    "svg": _BOX,
    "symbol": _BOX,
    "image": {"preserveAspectRatio": aspect_ratio},
    "linearGradient": _GRADIENT,
    "radialGradient": _GRADIENT,
    "stop": {"offset": share},
    "pattern": {"patternUnits": _UNITS, "patternContentUnits": _UNITS, "patternTransform": transforms, **_BOX},
    "clipPath": {"clipPathUnits": _UNITS},
    "mask": {"maskUnits": _UNITS, "maskContentUnits": _UNITS},
    "marker": {
        "markerUnits": words("strokeWidth", "userSpaceOnUse"),
        "orient": lambda text: words("auto", "auto-start-reverse")(text) or one_number(text.removesuffix("deg")),
        **_BOX,
    },
    "filter": {"filterUnits": _UNITS, "primitiveUnits": _UNITS},
}
"""Attributes of each element beside its lengths, its properties and its transform."""

SHAPES = frozenset({"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"})
GROUPS = frozenset({"g", "a", "switch"})
TRANSFORMED = SHAPES | {"g", "a", "switch", "use", "image", "clipPath"}
RESOURCES = frozenset({"linearGradient", "radialGradient", "pattern", "clipPath", "mask", "marker", "filter", "symbol"})
TEXT = frozenset({"text", "flowRoot"})
SILENT = frozenset({
    "title", "desc", "metadata", "script", "style", "defs", "view", "cursor", "font", "font-face", "color-profile",
    "handler", "listener", "solidColor", "solidcolor", "hatch", "meshgradient", "meshGradient", "stop",
})  # fmt: skip
"""Elements that draw nothing in their place."""
MOVING = frozenset({"animate", "animateTransform", "animateMotion", "animateColor", "set"})

_NUMBER = one_number
_PAIR = number_list(1, 2)
_TRANSFER: dict[str, Grammar] = {
    "type": words("identity", "table", "discrete", "linear", "gamma"),
    "tableValues": number_list(0, 256),
    **dict.fromkeys(("slope", "intercept", "amplitude", "exponent", "offset"), _NUMBER),
}
_REGION: dict[str, Grammar] = dict.fromkeys(("x", "y", "width", "height"), one_length)
_LIGHT: dict[str, Grammar] = dict.fromkeys(
    ("azimuth", "elevation", "x", "y", "z", "pointsAtX", "pointsAtY", "pointsAtZ", "limitingConeAngle",
     "specularExponent"), _NUMBER,
)  # fmt: skip
_SHINE: dict[str, Grammar] = {
    "surfaceScale": _NUMBER, "diffuseConstant": _NUMBER, "specularConstant": _NUMBER, "specularExponent": _NUMBER,
}  # fmt: skip
_EDGES = words("duplicate", "wrap", "none")
_CHANNEL = words("R", "G", "B", "A")

PRIMITIVES: dict[str, dict[str, Grammar]] = {
    "feBlend": {"mode": PROPERTIES["mix-blend-mode"]},
    "feColorMatrix": {
        "type": words("matrix", "saturate", "hueRotate", "luminanceToAlpha"), "values": number_list(0, 20),
    },
    "feComponentTransfer": {},
    "feComposite": {
        "operator": words("over", "in", "out", "atop", "xor", "lighter", "arithmetic"),
        **dict.fromkeys(("k1", "k2", "k3", "k4"), _NUMBER),
    },
    "feConvolveMatrix": {
        "order": _PAIR, "kernelMatrix": number_list(1, 81), "divisor": _NUMBER, "bias": _NUMBER,
        "targetX": _NUMBER, "targetY": _NUMBER, "edgeMode": _EDGES, "preserveAlpha": words("true", "false"),
    },
    "feDiffuseLighting": _SHINE,
    "feSpecularLighting": _SHINE,
    "feDisplacementMap": {"scale": _NUMBER, "xChannelSelector": _CHANNEL, "yChannelSelector": _CHANNEL},
    "feDropShadow": {"dx": _NUMBER, "dy": _NUMBER, "stdDeviation": _PAIR},
    "feFlood": {},
    "feGaussianBlur": {"stdDeviation": _PAIR, "edgeMode": _EDGES},
    "feMerge": {},
    "feMorphology": {"operator": words("erode", "dilate"), "radius": _PAIR},
    "feOffset": {"dx": _NUMBER, "dy": _NUMBER},
    "feTile": {},
    "feTurbulence": {
        "baseFrequency": _PAIR, "numOctaves": words(*map(str, range(1, 11))), "seed": _NUMBER,
        "stitchTiles": words("stitch", "noStitch"), "type": words("fractalNoise", "turbulence"),
    },
}  # fmt: skip
"""Steps of a filter, with their attributes beside their region, inputs and result."""

INSIDE_PRIMITIVES: dict[str, dict[str, Grammar]] = {
    **dict.fromkeys(("feFuncR", "feFuncG", "feFuncB", "feFuncA"), _TRANSFER),
    "feMergeNode": {},
    **dict.fromkeys(("feDistantLight", "fePointLight", "feSpotLight"), _LIGHT),
}
REGION = _REGION

FILTER_INPUTS = frozenset({
    "SourceGraphic", "SourceAlpha", "BackgroundImage", "BackgroundAlpha", "FillPaint", "StrokePaint",
})  # fmt: skip
