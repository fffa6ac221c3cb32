"""The attributes of a drawing's elements: read by the grammar of each, refused where it does not fit."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import hypot, sqrt

from lxml import etree

from storybook.errors import SourceError
from storybook.images.svg import allowed
from storybook.images.svg.parse import SVG, line_of, refused
from storybook.images.svg.path import path_text, steps_of
from storybook.images.svg.style import StyleSheet
from storybook.images.svg.values import Grammar, how_many, length, number_list, reference, transforms, written

MAX_NUMBERS = 300_000
"""Numbers of all paths and polygons of a drawing at the most."""

Link = Callable[[str, tuple[str, ...]], str | None]
"""The neutral id of the element with an id, if it is one of these."""


@dataclass(frozen=True, slots=True)
class View:
    """What percentages are of, in the drawing's own units, and whether shapes are seen."""

    width: float
    height: float
    visible: bool = True

    def whole(self, axis: str) -> float:
        """What 100% are along x, along y, or in between."""
        return {"x": self.width, "y": self.height}.get(axis, hypot(self.width, self.height) / sqrt(2))


class Attributes:
    """Reads the attributes and the style of elements."""

    def __init__(self, name: str, sheet: StyleSheet, link: Link) -> None:
        self._name = name
        self._sheet = sheet
        self._link = link
        self._said: dict[etree._Element, dict[str, str]] = {}
        self._numbers = 0
        self._dashed: bool | None = None

    def said(self, element: etree._Element) -> dict[str, str]:
        """Properties of an element as they were written, by attributes and by style."""
        if element not in self._said:
            names = (*allowed.PROPERTIES, *allowed.NAMING, "display", "vector-effect")
            said = {name: str(element.attrib[name]) for name in names if name in element.attrib}
            said |= self._sheet.declared(element)
            for prop, neutral in allowed.NOT_DRAWN_RIGHT.items():
                if prop in said and said[prop].strip() not in neutral:
                    hint = "export it as plain SVG, with everything turned into paths"
                    raise self.refused(element, f"has a style that is not drawn right here ({prop})", hint)
            self._said[element] = said
        return self._said[element]

    def is_hidden(self, element: etree._Element) -> bool:
        """Whether an element and all inside it is not drawn."""
        return self.said(element).get("display", "").strip() == "none"

    def visible(self, element: etree._Element, inherited: bool) -> bool:
        """Whether an element is seen; its children may differ."""
        said = self.said(element).get("visibility", "").strip()
        return {"visible": True, "hidden": False, "collapse": False}.get(said, inherited)

    def style(self, element: etree._Element) -> dict[str, str]:
        """The properties of an element, clean."""
        found: dict[str, str] = {}
        for prop, text in self.said(element).items():
            if prop in allowed.PROPERTIES or prop in allowed.NAMING:
                self._put(found, element, prop, text)
        return dict(sorted(found.items()))

    def taken_over(self, element: etree._Element) -> dict[str, str]:
        """The properties that an element takes over from those around it."""
        found: dict[str, str] = {}
        place = element.getparent()
        while place is not None and place.getparent() is not None:
            if str(place.tag).startswith(SVG) and self.said(place).keys() & allowed.INHERITED:
                style = self.style(place)
                found = {**{k: v for k, v in style.items() if k in allowed.INHERITED}, **found}
            place = place.getparent()
        return found

    def _put(self, found: dict[str, str], element: etree._Element, prop: str, text: str) -> None:
        text = text.strip()
        if text == "inherit":
            if prop not in allowed.INHERITED:
                raise self._unread(element, prop)
            return
        if prop in allowed.NAMING or text.startswith("url("):
            value = self._named(prop, text)
        else:
            value = allowed.PROPERTIES[prop](text)
        if value is None or (prop in allowed.NOT_NEGATIVE and value.startswith("-")):
            raise self._unread(element, prop)
        if value:
            found[prop] = value

    def _named(self, prop: str, text: str) -> str | None:
        if text in {"none", ""}:
            return ""
        named = reference(text)
        if named is None:
            return None
        ident, behind = named
        if prop in allowed.NAMING:
            tags, instead = allowed.NAMING[prop], None if behind else ""
        elif prop in {"fill", "stroke"}:
            tags, instead = allowed.PAINT_SERVERS, allowed.PROPERTIES[prop](behind) if behind else "none"
        else:
            return None
        neutral = self._link(ident, tags)
        if neutral is None or instead is None:
            return instead
        return f"url(#{neutral})" if instead in {"", "none"} else f"url(#{neutral}) {instead}"

    def own(
        self, element: etree._Element, tag: str, view: View, templates: Sequence[etree._Element] = ()
    ) -> dict[str, str]:
        """The attributes that make an element what it is, clean; templates: those that it takes lengths from."""
        found = self._geometry((element, *templates), tag, view)
        grammars = dict(allowed.ATTRIBUTES.get(tag, {}))
        if tag in allowed.TRANSFORMED:
            grammars["transform"] = transforms
        for name, grammar in grammars.items():
            self.take(found, element, name, grammar)
        if tag == "path":
            self._count(element, "d")
            self.take(found, element, "d", _path)
        if tag in {"polyline", "polygon"}:
            self._count(element, "points")
            self.take(found, element, "points", number_list(most=MAX_NUMBERS))
        if element.get("pathLength") is not None and self._is_dashed(element):
            raise self._unread(element, "pathLength")
        return found

    def _count(self, element: etree._Element, name: str) -> None:
        """Refuse what has too many numbers before any of them is read."""
        self._numbers += how_many(element.get(name, ""))
        if self._numbers > MAX_NUMBERS:
            hint = "simplify it (in Inkscape: Path, Simplify), or export it as PNG, about 2,500 pixels wide"
            raise self.refused(element, f"has more than {MAX_NUMBERS:,} numbers in its paths", hint)

    def _is_dashed(self, element: etree._Element) -> bool:
        """Whether anything in the drawing has dashes: what uses an element hands them on to it."""
        if self._dashed is None:
            every = element.getroottree().iter(f"{SVG}*")
            self._dashed = any("stroke-dasharray" in {*other.attrib, *self._sheet.declared(other)} for other in every)
        return self._dashed

    def _geometry(self, chain: Sequence[etree._Element], tag: str, view: View) -> dict[str, str]:
        units = allowed.UNITS_OF.get(tag)
        is_whole = units is None or _first(chain, units)[1] == "userSpaceOnUse"
        defaults = allowed.WHOLE_DEFAULTS.get(tag, {}) if is_whole else {}
        alike = [element for element in chain if element.tag == chain[0].tag]
        found: dict[str, str] = {}
        for name, axis in allowed.LENGTHS.get(tag, {}).items():
            element, text = _first(alike, name, defaults.get(name, ""))
            if text in {"", "auto"}:
                continue
            value = length(text, view.whole(axis) if is_whole else 1.0)
            if value is None or (value < 0 and name in allowed.NOT_NEGATIVE):
                raise self._unread(element, name)
            found[name] = written(value)
        return found

    def take(self, found: dict[str, str], element: etree._Element, name: str, grammar: Grammar) -> None:
        """Put an attribute that fits its grammar where it is found; SourceError where it does not fit."""
        text = element.get(name, "")
        if not text.strip():
            return
        value = grammar(text)
        if value is None:
            raise self._unread(element, name)
        if value:
            found[name] = value

    def refused(self, element: etree._Element, what: str, hint: str) -> SourceError:
        """The error that an element is not taken."""
        return refused(self._name, line_of(element), what, hint)

    def _unread(self, element: etree._Element, name: str) -> SourceError:
        hint = "open it in a drawing program and save it as plain SVG"
        return self.refused(element, f"has a value that is not read in “{name}”", hint)


def _first(chain: Sequence[etree._Element], name: str, default: str = "") -> tuple[etree._Element, str]:
    """The first element that has an attribute, and its text; the first of all and the default if there is none."""
    holder = next((element for element in chain if element.get(name) is not None), chain[0])
    return holder, holder.get(name, default).strip()


def _path(text: str) -> str | None:
    if text.strip() == "none":
        return ""
    steps = steps_of(text)
    return None if steps is None else path_text(steps)
