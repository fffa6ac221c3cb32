"""The theme's typefaces as CSS for WeasyPrint."""

from storybook.fonts import coverage
from storybook.model.edition import Theme, Typeface
from storybook.pages.paper_fetch import font_name

HANGUL = 0xAC00


def font_rules(theme: Theme, language: str) -> str:
    """@font-face rules, and the variables --serif and --sans for the book and --serif-ko for Korean words in it.

    For Korean, families with Hangul stand first, and set Latin letters too: WeasyPrint measures a line of Hangul with
    the spaces of its own font, but when it justifies the line takes them from the first one, and lines come out short.
    """
    rules = [
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; '
        f'font-style: {"italic" if face.italic else "normal"}; src: url("{font_name(number, face)}"); }}'
        for number, face in enumerate(theme.typefaces)
    ]
    names = {
        "serif": _families(faces_for(theme, "serif", language)),
        "sans": _families(faces_for(theme, "sans", language)),
        "serif-ko": _families(faces_for(theme, "serif", "ko")),
    }
    return "\n".join([*rules, *(f":root {{ --{name}: {families}; }}" for name, families in names.items())])


def faces_for(theme: Theme, use: str, language: str) -> list[Typeface]:
    """The typefaces of one use (serif, sans) in the order in which they set text of a language."""
    faces = [face for face in theme.typefaces if face.use == use]
    return sorted(faces, key=_has_hangul, reverse=True) if language.partition("-")[0] == "ko" else faces


def _families(faces: list[Typeface]) -> str:
    return ", ".join(f'"{family}"' for family in dict.fromkeys(face.family for face in faces))


def _has_hangul(face: Typeface) -> bool:
    return HANGUL in coverage(face.path)
