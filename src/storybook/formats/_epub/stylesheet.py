"""The stylesheet of an EPUB: the theme's CSS, with the typefaces that the book carries."""

import re
from collections.abc import Iterator, Sequence

from storybook.comics.letterer import Letterer
from storybook.model.comic import LetteringKind
from storybook.model.edition import Theme, Typeface
from storybook.pages.theme import theme_file

NAMES = {"serif": "Book Serif", "sans": "Book Sans", "lettering": "Book Lettering"}
"""What the theme's CSS calls the typefaces of each use."""


DRAWING = re.compile(rb'url\("([a-z0-9-]+\.svg)"\)')


def css_family(face: Typeface, typefaces: Sequence[Typeface]) -> str:
    """The name of a typeface's family in the book: by its use, and numbered from the second family on."""
    families = list(dict.fromkeys(other.family for other in typefaces if other.use == face.use))
    number = families.index(face.family) + 1
    return NAMES[face.use] if number == 1 else f"{NAMES[face.use]} {number}"


def stylesheet(theme: Theme, faces: Sequence[tuple[Typeface, str]], letterer: Letterer) -> bytes:
    """The whole stylesheet; faces are the embedded ones with their addresses from the stylesheet's folder."""
    rules = [_font_face(face, css_family(face, theme.typefaces), address) for face, address in faces]
    css = theme_file(theme, "css/epub.css").read_text(encoding="utf-8")
    embedded = list(dict.fromkeys((face.use, css_family(face, theme.typefaces)) for face, _ in faces))
    for use, name in NAMES.items():
        stack = ", ".join(f'"{family}"' for face_use, family in embedded if face_use == use)
        css = css.replace(f'"{name}"', stack or f'"{name}"')
    return "\n".join([*rules, css, *_lettering_rules(theme, [face for face, _ in faces], letterer)]).encode("utf-8")


def _lettering_rules(theme: Theme, embedded: Sequence[Typeface], letterer: Letterer) -> Iterator[str]:
    """What sets each kind of words over pictures, in the order in which their typefaces were measured."""
    for kind in LetteringKind:
        style = letterer.style(kind)
        families = [f'"{css_family(face, theme.typefaces)}"' for face in letterer.faces(style) if face in embedded]
        stack = ", ".join([*families, "serif" if style.use == "serif" else "sans-serif"])
        slant = "italic" if style.italic else "normal"
        case = " text-transform: uppercase;" if style.uppercase else ""
        yield (
            f".lettering .{kind.value} text {{ font-family: {stack}; font-weight: {style.weight}; "
            f"font-style: {slant};{case} }}"
        )


def _font_face(face: Typeface, family: str, address: str) -> str:
    style = "italic" if face.italic else "normal"
    return (
        f'@font-face {{ font-family: "{family}"; font-weight: {face.weight}; font-style: {style}; '
        f'src: url("{address}"); }}'
    )


def drawings(css: bytes) -> list[str]:
    """The names of the drawings that a stylesheet uses; they lie in the theme's `epub` folder."""
    return list(dict.fromkeys(name.decode("ascii") for name in DRAWING.findall(css)))
