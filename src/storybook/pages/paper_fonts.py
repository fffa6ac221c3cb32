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
    korean = language.partition("-")[0] == "ko"
    serif, sans = ([face for face in theme.typefaces if face.use == use] for use in ("serif", "sans"))
    names = {
        "serif": _families(serif, hangul_first=korean),
        "sans": _families(sans, hangul_first=korean),
        "serif-ko": _families(serif, hangul_first=True),
    }
    return "\n".join([*rules, *(f":root {{ --{name}: {families}; }}" for name, families in names.items())])


def _families(faces: list[Typeface], *, hangul_first: bool) -> str:
    ordered = sorted(faces, key=_has_hangul, reverse=True) if hangul_first else faces
    return ", ".join(f'"{family}"' for family in dict.fromkeys(face.family for face in ordered))


def _has_hangul(face: Typeface) -> bool:
    return HANGUL in coverage(face.path)
