"""Which typeface sets which characters of an EPUB: what its pages hold, in the style that the stylesheet gives it.

The tables here say what `templates/css/epub.css` says; a test holds them together.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from storybook.comics.letterer import UPRIGHT_LANGUAGES, Letterer, faces_for
from storybook.errors import Problem, SourceError
from storybook.fonts import coverage
from storybook.formats._epub.pages import Page
from storybook.model.comic import LetteringKind
from storybook.model.edition import Typeface

INVISIBLE = {"Cc", "Cf", "Zs", "Zl", "Zp"}
"""Unicode categories that need no glyph; variation selectors need none either."""

VARIATION_SELECTORS = range(0xFE00, 0xFE10)

XHTML = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True)
class Style:
    """How a run of text is set; lettering: whether it is the words of a comic, which its letterer sets."""

    use: str = "serif"
    weight: int = 400
    italic: bool = False
    lettering: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """What an element changes of the style around it; None leaves it."""

    use: str | None = None
    weight: int | None = None
    italic: bool | None = None

    def of(self, style: Style, *, upright: bool) -> Style:
        """The style inside the element; where letters stand upright, slanting them changes nothing."""
        italic = style.italic if self.italic is None else self.italic
        return Style(self.use or style.use, self.weight or style.weight, italic and not upright)


BOLD = Change(weight=700)
ITALIC = Change(italic=True)
SANS = Change(use="sans")
SANS_BOLD = Change(use="sans", weight=700)

BY_TAG: Mapping[str, Change] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6", "strong", "b"), BOLD),
    **dict.fromkeys(("em", "i", "cite"), ITALIC),
    **dict.fromkeys(("figcaption", "code"), SANS),
    "dt": SANS_BOLD,
}
BY_CLASS: Mapping[str, Change] = {
    **dict.fromkeys(("subtitle", "pull-quote"), ITALIC),
    **dict.fromkeys(("byline", "noteref", "address", "qr", "publisher", "series", "way-back", "to-script"), SANS),
    **dict.fromkeys(("speaker", "action", "teller", "panel-name"), SANS_BOLD),
}

Found = dict[Style, dict[str, str]]
"""The characters that each style must have, each with the title of the first page that has it."""


def characters_by_style(pages: Iterable[Page], letterer: Letterer) -> Found:
    """The characters of all pages, by the style that they are set in."""
    found: Found = defaultdict(dict)
    for page in pages:
        body = page.tree.find(f"{XHTML}body")
        if body is not None:
            _collect(body, Style(), page.tree.get("lang", ""), page.title, found)
        for drawing in page.tree.iter(f"{SVG}svg"):
            _collect_lettering(drawing, letterer, page.title, found)
    return found


def choose_typefaces(pages: Sequence[Page], letterer: Letterer) -> tuple[tuple[Typeface, str], ...]:
    """The typefaces that the pages need, in the theme's order, each with the characters it sets.

    The first family of the right use that has a character sets it, in the face that is nearest to the style. Raises
    SourceError with every character that no typeface has.
    """
    chosen: dict[Typeface, set[str]] = defaultdict(set)
    problems: dict[str, Problem] = {}
    for style, characters in characters_by_style(pages, letterer).items():
        families = _families(style, letterer)
        for character, title in characters.items():
            face = next((face for face in families if ord(character) in coverage(face.path)), None)
            if face is not None:
                chosen[face].add(character)
            else:
                problems.setdefault(character, _missing(character, title))
    if problems:
        raise SourceError([problems[character] for character in sorted(problems)])
    return tuple((face, "".join(sorted(chosen[face]))) for face in letterer.typefaces if face in chosen)


def _collect(element: etree._Element, style: Style, language: str, title: str, found: Found) -> None:
    if element.tag == f"{SVG}svg":
        return
    language = element.get(XML_LANG, language)
    style = _styled(element, style, language)
    _note(element.text, style, title, found)
    for child in element:
        if isinstance(child.tag, str):
            _collect(child, style, language, title, found)
        _note(child.tail, style, title, found)


def _collect_lettering(drawing: etree._Element, letterer: Letterer, title: str, found: Found) -> None:
    """The words over a picture: their groups are called by their kinds."""
    for group in drawing.iter(f"{SVG}g"):
        kind = next((kind for kind in LetteringKind if kind.value == group.get("class")), None)
        if kind is None:
            continue
        style = letterer.style(kind)
        set_in = Style(style.use, style.weight, style.italic, lettering=True)
        for words in group.iter(f"{SVG}text"):
            _note(style.cased("".join(map(str, words.itertext()))), set_in, title, found)


def _note(text: str | None, style: Style, title: str, found: Found) -> None:
    for character in dict.fromkeys(text or ""):
        if _needs_glyph(character):
            found[style].setdefault(character, title)


def _needs_glyph(character: str) -> bool:
    return unicodedata.category(character) not in INVISIBLE and ord(character) not in VARIATION_SELECTORS


def _styled(element: etree._Element, style: Style, language: str) -> Style:
    tag = etree.QName(element).localname
    upright = language.partition("-")[0] in UPRIGHT_LANGUAGES
    if tag in BY_TAG:
        style = BY_TAG[tag].of(style, upright=upright)
    if upright:
        style = replace(style, italic=False, weight=700 if tag in ("em", "i") else style.weight)
    for name in element.get("class", "").split():
        if name in BY_CLASS:
            style = BY_CLASS[name].of(style, upright=upright)
    return style


def _families(style: Style, letterer: Letterer) -> tuple[Typeface, ...]:
    """One face of each family of the style's use, in order of preference: the one nearest to the style."""
    # In the text, families stand in the order of the stylesheet, whatever the language.
    language = letterer.language if style.lettering else ""
    return faces_for(letterer.typefaces, style.use, style.weight, italic=style.italic, language=language)


def _missing(character: str, title: str) -> Problem:
    name = unicodedata.name(character, "no name")
    return Problem(
        f"no typeface of the book has the character “{character}” (U+{ord(character):04X}, {name}), "
        f"which stands in “{title}”",
        hint="put another character in its place, or add a typeface that has it to the book's templates/fonts",
    )
