"""The cover with the book's title, cut out of paper letter by letter; one function a language."""

from __future__ import annotations

from pathlib import Path

import skia
from kit import geometry as geo
from kit.inks import CREAM, OCHRE, Ink, mix
from kit.paper import Scene

from .cover import cover

FONTS = Path(__file__).resolve().parents[3] / "templates" / "fonts"


def cover_en() -> Scene:
    """The English cover."""
    s = cover()
    _letters(s, "The Red Line", "Alegreya-Bold.ttf", 128, 208, CREAM, lift=5)
    subtitle = mix(CREAM, OCHRE, 0.35)
    _letters(s, "Two North Korean lives,", "Alegreya-Italic.ttf", 44, 282, subtitle, lift=2)
    _letters(s, "retold in words and cut paper", "Alegreya-Italic.ttf", 44, 336, subtitle, lift=2)
    return s


def cover_ko() -> Scene:
    """The Korean cover: without the stars behind its letters, for in Hangul a dot beside a stroke reads as a vowel."""
    s = cover(calm=[(235, 55, 760, 232), (262, 250, 740, 360)])
    _letters(s, "붉은 선", "NanumMyeongjo-Bold.ttf", 172, 206, CREAM, lift=5, gap=0.7)
    subtitle = mix(CREAM, OCHRE, 0.35)
    _letters(s, "북한을 떠난 두 사람의 삶,", "NanumMyeongjo-Bold.ttf", 37, 290, subtitle, lift=2)
    _letters(s, "글과 오린 종이로 다시 그리다", "NanumMyeongjo-Bold.ttf", 37, 345, subtitle, lift=2)
    return s


def _letters(s: Scene, text: str, face: str, size: float, baseline: float, ink: Ink, *, lift: float, gap: float = 1) -> None:
    """A centred line of cut-out letters; gap is the space between words, as a part of the typeface's own."""
    typeface = skia.Typeface.MakeFromFile(str(FONTS / face))
    font = skia.Font(typeface, size)
    glyphs = font.textToGlyphs(text)
    widths = font.getWidths(glyphs)
    advances = [width * gap if letter == " " else width for letter, width in zip(text, widths, strict=True)]
    x = 500 - sum(advances) / 2
    for glyph, advance in zip(glyphs, advances, strict=True):
        outline = font.getPath(glyph)
        if outline is not None and not outline.isEmpty():
            s.cut(geo.moved(outline, x, baseline), ink, lift, wobble=0.4, shadow=0.6, edge=0.2)
        x += advance


SCENES = {"cover-en": cover_en, "cover-ko": cover_ko}
"""Drawn into the folder of their language."""
