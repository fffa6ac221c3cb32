"""The grammar of values in a drawing: each is taken apart and written anew, or is not known."""

import math
import re
from collections.abc import Callable
from functools import lru_cache

from tinycss2 import color4

MAX_NUMBER = 1e6
"""The largest number that a drawing may hold."""

MAX_LIST = 1000
"""Numbers in a list (dashes, a matrix) at the most; paths and points may have more."""

MAX_TRANSFORMS = 100
"""Steps of a transform at the most."""

_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_ONE = re.compile(_NUMBER)
_START = re.compile(r"\d*\.?\d+|\d+")
_LENGTH = re.compile(rf"({_NUMBER})(px|pt|pc|mm|cm|in|%)?")
_SEPARATOR = re.compile(r"\s*,?\s*")
_REFERENCE = re.compile(r"""url\(\s*(["']?)\s*#([^"'()\s]+)\s*\1\s*\)""")
_ICC = re.compile(r"\s+icc-color\([^()]*\)$")
_TRANSFORM = re.compile(r"(matrix|translate|scale|rotate|skewX|skewY)\s*\(([^()]*)\)")
_COUNTS = {"matrix": (6,), "translate": (1, 2), "scale": (1, 2), "rotate": (1, 3), "skewX": (1,), "skewY": (1,)}

UNITS = {
    "": 1.0,
    "px": 1.0,
    "pt": 4 / 3,
    "pc": 16.0,
    "in": 96.0,
    "cm": 96 / 2.54,
    "mm": 96 / 25.4,
}
"""Length units in px of 1/96 inch."""

Matrix = tuple[float, float, float, float, float, float]
Grammar = Callable[[str], str | None]


def number(text: str) -> float | None:
    """A number that stands alone; None where the text is none, or it is too large."""
    text = text.strip()
    if not _ONE.fullmatch(text):
        return None
    value = float(text)
    return value if abs(value) <= MAX_NUMBER else None


def written(value: float) -> str:
    """A number as it is written: the shortest text with six digits behind the point or as many that count."""
    if value == 0:
        return "0"
    text = f"{value:.6f}".rstrip("0").rstrip(".") if abs(value) >= 1e-3 else f"{value:.6g}"
    return "0" if text in {"-0", ""} else text


def how_many(text: str) -> int:
    """About how many numbers a text holds, told soon: each begins where no digit or point stands before it."""
    return len(_START.findall(text))


def length(text: str, whole: float | None = None) -> float | None:
    """A length in px; whole: what 100% are, None where a percentage is not known."""
    found = _LENGTH.fullmatch(text.strip())
    value = number(found[1]) if found else None
    if found is None or value is None:
        return None
    if found[2] == "%":
        return None if whole is None else value * whole / 100
    return value * UNITS[found[2] or ""]


def numbers(text: str, most: int = MAX_LIST) -> list[float] | None:
    """Numbers with spaces or commas between them."""
    found: list[float] = []
    place, text = 0, text.strip()
    while place < len(text):
        step = _ONE.match(text, place)
        value = number(step[0]) if step else None
        if step is None or value is None or len(found) >= most:
            return None
        found.append(value)
        gap = _SEPARATOR.match(text, step.end())
        place = gap.end() if gap else step.end()
    return found


def joined(values: list[float]) -> str:
    """Numbers written with a space between them."""
    return " ".join(written(value) for value in values)


def number_list(least: int = 1, most: int = MAX_LIST) -> Grammar:
    """The grammar of a list of numbers."""

    def read(text: str) -> str | None:
        found = numbers(text, most)
        return joined(found) if found is not None and len(found) >= least else None

    return read


def one_number(text: str) -> str | None:
    """The grammar of a number."""
    value = number(text)
    return None if value is None else written(value)


def share(text: str) -> str | None:
    """The grammar of an opacity or an offset: a number, or a percentage."""
    value = length(text, 1.0) if text.strip().endswith("%") else number(text)
    return None if value is None else written(min(1.0, max(0.0, value)))


def one_length(text: str) -> str | None:
    """The grammar of a length; a percentage stays one."""
    text = text.strip()
    if text.endswith("%"):
        value = number(text[:-1])
        return None if value is None else f"{written(value)}%"
    value = length(text)
    return None if value is None else written(value)


def plain_length(text: str) -> str | None:
    """The grammar of a length that may not be a percentage."""
    value = length(text)
    return None if value is None else written(value)


def dashes(text: str) -> str | None:
    """The grammar of stroke-dasharray."""
    if text.strip() == "none":
        return "none"
    found = [length(part) for part in re.split(r"[\s,]+", text.strip())[: MAX_LIST + 1]]
    known = [value for value in found if value is not None and value >= 0]
    if len(known) < len(found) or len(found) > MAX_LIST:
        return None
    return joined(known) if sum(known) > 0 else "none"


def words(*known: str) -> Grammar:
    """The grammar of one of some keywords."""
    return lambda text: text.strip() if text.strip() in known else None


def several_words(*known: str) -> Grammar:
    """The grammar of some keywords in a row."""

    def read(text: str) -> str | None:
        found = text.split()
        return " ".join(found) if found and len(found) <= len(known) and set(found) <= set(known) else None

    return read


@lru_cache(maxsize=4096)
def colour(text: str) -> str | None:
    """The grammar of a colour: a name, #rgb, rgb(), hsl(); written as #rrggbb or rgba()."""
    text = text.strip()
    if text.lower() == "currentcolor":
        return "currentColor"
    if len(text) > 100:
        return None
    try:
        found = color4.parse_color(text)
        if found is None or isinstance(found, str):
            return None
        red, green, blue, alpha = found.to("srgb")
    except (ValueError, NotImplementedError, TypeError, RecursionError):
        return None
    if not all(math.isfinite(part) for part in (red, green, blue, alpha)):
        return None
    parts = [min(255, max(0, math.floor(part * 255 + 0.5))) for part in (red, green, blue)]
    if alpha >= 1:
        return "#{:02x}{:02x}{:02x}".format(*parts)
    return f"rgba({parts[0]},{parts[1]},{parts[2]},{written(round(max(0.0, alpha), 4))})"


def reference(text: str) -> tuple[str, str] | None:
    """The id that `url(#id)` names, and what stands behind it."""
    text = text.strip()
    found = _REFERENCE.match(text)
    return (found[2], text[found.end() :].strip()) if found else None


def paint(text: str) -> str | None:
    """The grammar of fill and stroke, without references."""
    text = _ICC.sub("", text.strip())
    return text if text in {"none", "context-fill", "context-stroke"} else colour(text)


def transforms(text: str) -> str | None:
    """The grammar of a transform list, written as one matrix."""
    if text.strip() in {"", "none"}:
        return ""
    matrix = _matrix_of(text)
    if matrix is None or not all(math.isfinite(part) and abs(part) <= MAX_NUMBER for part in matrix):
        return None
    return "matrix(" + " ".join(f"{part:.9g}" for part in matrix) + ")"


def _matrix_of(text: str) -> Matrix | None:
    whole: Matrix = (1, 0, 0, 1, 0, 0)
    place, steps, text = 0, 0, text.strip()
    while place < len(text):
        step = _TRANSFORM.match(text, place)
        values = numbers(step[2], 6) if step else None
        steps += 1
        if step is None or values is None or len(values) not in _COUNTS[step[1]] or steps > MAX_TRANSFORMS:
            return None
        whole = times(whole, _step(step[1], values))
        gap = _SEPARATOR.match(text, step.end())
        place = gap.end() if gap else step.end()
    return whole


def _step(name: str, values: list[float]) -> Matrix:
    first = values[0]
    match name:
        case "matrix":
            return (first, values[1], values[2], values[3], values[4], values[5])
        case "translate":
            return (1, 0, 0, 1, first, values[1] if len(values) > 1 else 0)
        case "scale":
            return (first, 0, 0, values[-1], 0, 0)
        case "rotate":
            turn = math.radians(first)
            x, y = values[1:] or (0, 0)
            cos, sin = math.cos(turn), math.sin(turn)
            return (cos, sin, -sin, cos, x - cos * x + sin * y, y - sin * x - cos * y)
        case _:
            slope = math.tan(math.radians(first))
            return (1, 0, slope, 1, 0, 0) if name == "skewX" else (1, slope, 0, 1, 0, 0)


def times(outer: Matrix, inner: Matrix) -> Matrix:
    """The transform that does the inner one first, then the outer one."""
    a, b, c, d, e, f = outer
    g, h, i, j, k, m = inner
    return (a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * m + e, b * k + d * m + f)


def aspect_ratio(text: str) -> str | None:
    """The grammar of preserveAspectRatio."""
    parts = text.split()
    if not parts or len(parts) > 2 or (len(parts) == 2 and parts[1] not in {"meet", "slice"}):
        return None
    return " ".join(parts) if re.fullmatch(r"none|x(Min|Mid|Max)Y(Min|Mid|Max)", parts[0]) else None
