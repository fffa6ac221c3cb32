"""Who sets the words of comics: the book's lettering styles with the typefaces that they name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from storybook.fonts import coverage
from storybook.fonts.drawn import Run, heights, kerned_width, outline, runs
from storybook.model.comic import LetteringKind
from storybook.model.edition import Typeface
from storybook.model.geometry import MM_PER_INCH, POINTS_PER_INCH
from storybook.model.lettering import UNITS, LetteringStyle, LetteringStyles

PHONE = 360.0
"""Width in px of a panel on the phone that sizes are said for."""

FAR_OFF = 150
"""Difference of weight from which a face no longer does for another."""

UPRIGHT_LANGUAGES = frozenset({"ko", "ja", "zh"})
"""Languages whose letters are not slanted."""

HANGUL = 0xAC00

Scale = Callable[[LetteringStyle], tuple[float, float]]
"""The letter sizes of a style in lettering units of a panel: wished, and the least that is read without effort."""


def on_paper(width: float) -> Scale:
    """Sizes where a panel's art is so many millimetres wide, of which the panel may show a part."""

    def sizes(style: LetteringStyle) -> tuple[float, float]:
        unit = width / UNITS * POINTS_PER_INCH / MM_PER_INCH
        return style.size / unit, style.least_size / unit

    return sizes


def on_phone(part: float = 1.0) -> Scale:
    """Sizes where a panel is as wide as a phone, or as this part of it.

    Words of a part are as large as they would be on the whole phone, where their box has room; the least is that of a
    panel as wide as the phone, for a page with many panels is read enlarged.
    """

    def sizes(style: LetteringStyle) -> tuple[float, float]:
        unit = PHONE / UNITS
        return style.phone_size / (unit * part), style.least_phone_size / unit

    return sizes


@dataclass(frozen=True, slots=True)
class Letterer:
    """Sets words in the styles of a book, with the theme's typefaces, in one language."""

    styles: LetteringStyles
    typefaces: tuple[Typeface, ...]
    language: str

    def style(self, kind: LetteringKind) -> LetteringStyle:
        """The style of a kind of words; where letters stand upright, none is slanted."""
        style = self.styles.style(kind, self.language)
        return replace(style, italic=style.italic and self.language.partition("-")[0] not in UPRIGHT_LANGUAGES)

    def faces(self, style: LetteringStyle) -> tuple[Typeface, ...]:
        """One face of each family that sets the style, in order of preference."""
        return faces_for(self.typefaces, style.use, style.weight, italic=style.italic, language=self.language)

    def width(self, text: str, style: LetteringStyle) -> float:
        """The width of one line in em. SourceError for a character that no typeface has."""
        return _width(style.cased(text), self._files(style), style.letter_spacing)

    def outline(self, text: str, style: LetteringStyle, size: float, start: tuple[float, float]) -> str:
        """One line as SVG path data, from its left end on the baseline."""
        return outline(style.cased(text), self._files(style), size, start, style.letter_spacing)

    def capital(self, style: LetteringStyle) -> float:
        """How high the capitals or syllables are that the style mostly sets, in em."""
        return max(heights(path).capital for path in self._files(style)[:2])

    def runs(self, text: str, style: LetteringStyle) -> tuple[tuple[Typeface, Run], ...]:
        """One line in pieces by the typefaces that set them, as they are shown."""
        faces = {face.path: face for face in self.faces(style)}
        return tuple((faces[run.path], run) for run in runs(style.cased(text), tuple(faces), style.letter_spacing))

    def _files(self, style: LetteringStyle) -> tuple[Path, ...]:
        return tuple(face.path for face in self.faces(style))


def faces_for(
    typefaces: Sequence[Typeface], use: str, weight: int, *, italic: bool, language: str
) -> tuple[Typeface, ...]:
    """One face of each family of a use, the nearest to a style; for Korean, the first of those with Hangul leads.

    Families that have no face of about the weight come last: a light syllable among bold ones looks like a fault.
    """

    def distance(face: Typeface) -> tuple[int, bool]:
        return abs(face.weight - weight), face.italic != italic

    nearest: dict[str, Typeface] = {}
    for face in typefaces:
        if face.use == use:
            best = nearest.get(face.family)
            if best is None or distance(face) < distance(best):
                nearest[face.family] = face
    faces = sorted(nearest.values(), key=lambda face: abs(face.weight - weight) > FAR_OFF)
    if language.partition("-")[0] == "ko":
        leads = next((face for face in faces if _has_hangul(face)), None)
        faces.sort(key=lambda face: face is not leads)
    return tuple(faces)


def _has_hangul(face: Typeface) -> bool:
    return HANGUL in coverage(face.path)


@lru_cache(maxsize=1 << 14)
def _width(text: str, files: tuple[Path, ...], spacing: float) -> float:
    return kerned_width(text, files, spacing)
