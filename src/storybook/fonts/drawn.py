"""Letters as they are set and drawn: heights, widths with kerning, and outlines."""

import io
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from storybook.fonts import INVISIBLE, SPACES, advances, measure, opened

PAIRS = 2
"""GPOS lookup type of pairs of glyphs."""


@dataclass(frozen=True, slots=True)
class Heights:
    """Heights of a font in em over and under its baseline: of a line of it, and of its capitals or syllables."""

    ascent: float
    descent: float
    capital: float


@lru_cache(maxsize=64)
def heights(path: Path) -> Heights:
    """The heights that layout engines give a line of a font (HarfBuzz: hb_font_get_h_extents), and its capitals'."""
    with opened(path) as font:
        em, line, metrics = font["head"].unitsPerEm, font["hhea"], font["OS/2"]
        typographic = bool(metrics.fsSelection & 1 << 7)
        ascent = metrics.sTypoAscender if typographic else line.ascent
        descent = metrics.sTypoDescender if typographic else line.descent
        capital = _top(font, "H") or _top(font, "\uac00") or 0.7 * em
        return Heights(ascent / em, -descent / em, capital / em)


def _top(font: Any, character: str) -> float | None:  # noqa: ANN401 - fontTools has no types
    from fontTools.pens.boundsPen import BoundsPen

    name = (font.getBestCmap() or {}).get(ord(character))
    if name is None:
        return None
    glyphs = font.getGlyphSet()
    pen = BoundsPen(glyphs)
    glyphs[name].draw(pen)
    return float(pen.bounds[3]) if pen.bounds else None


def kerned_width(text: str, paths: Sequence[Path], spacing: float = 0.0) -> float:
    """The width of one line of text in em, with kerning; spacing: em between letters. Else as `measure`."""
    return _placed(text, paths, spacing)[1]


def outline(text: str, paths: Sequence[Path], size: float, start: tuple[float, float], spacing: float = 0.0) -> str:
    """A line of text as SVG path data (y runs down): its left end on the baseline stands at start.

    Set as layout engines set it with kerning, with lining figures where a font has others, and without ligatures.
    """
    from fontTools.pens.svgPathPen import SVGPathPen
    from fontTools.pens.transformPen import TransformPen

    drawn = []
    for path, glyph, x in _placed(text, paths, spacing)[0]:
        glyphs, scale = _glyphs(path)
        pen = SVGPathPen(glyphs, ntos=lambda value: f"{value:.2f}".rstrip("0").rstrip(".") or "0")
        unit = size * scale
        glyphs[glyph].draw(TransformPen(pen, (unit, 0, 0, -unit, start[0] + x * size, start[1])))
        drawn.append(pen.getCommands())
    return " ".join(filter(None, drawn))


def _placed(text: str, paths: Sequence[Path], spacing: float) -> tuple[list[tuple[Path, str, float]], float]:
    """The glyphs of a line, each with its font and its distance from the line's start in em, and the line's width."""
    fonts = [advances(path) for path in paths]
    placed: list[tuple[Path, str, float]] = []
    x = 0.0
    for character in unicodedata.normalize("NFC", text):
        if character in INVISIBLE:
            continue
        shown = character if any(character in widths for widths in fonts) else " " if character in SPACES else character
        index = next((number for number, widths in enumerate(fonts) if shown in widths), None)
        if index is None:
            measure(character, paths, 1.0)  # raises
            continue
        path = paths[index]
        glyph = _lining_glyphs(path)[shown]
        if placed and placed[-1][0] == path:
            x += _kern(path, placed[-1][1], glyph)
        x += spacing if placed else 0.0
        placed.append((path, glyph, x))
        x += _glyph_widths(path)[glyph]
    return placed, x


@lru_cache(maxsize=32)
def _kept(path: Path) -> Any:  # noqa: ANN401 - fontTools has no types
    """A font that is kept open in memory."""
    from fontTools.ttLib import TTFont

    with opened(path):  # tells what is wrong with it
        return TTFont(io.BytesIO(path.read_bytes()), lazy=True, recalcTimestamp=False)


@lru_cache(maxsize=32)
def _glyphs(path: Path) -> tuple[Any, float]:
    font = _kept(path)
    return font.getGlyphSet(), 1 / font["head"].unitsPerEm


@lru_cache(maxsize=32)
def _glyph_widths(path: Path) -> Mapping[str, float]:
    font = _kept(path)
    return {glyph: advance / font["head"].unitsPerEm for glyph, (advance, _) in font["hmtx"].metrics.items()}


@lru_cache(maxsize=32)
def _lining_glyphs(path: Path) -> Mapping[str, str]:
    """The glyph of each character, of figures the lining one."""
    font = _kept(path)
    lining: dict[str, str] = {}
    for table in _subtables(font, "GSUB", "lnum"):
        lining |= getattr(table, "mapping", {})
    names = font.getBestCmap() or {}
    return {chr(code): lining.get(name, name) for code, name in names.items()}


@lru_cache(maxsize=1 << 14)
def _kern(path: Path, left: str, right: str) -> float:
    """How much a pair of glyphs is set nearer (less than 0) or wider, in em."""
    font = _kept(path)
    for table in _kerning(path):
        if table.LookupType != PAIRS or left not in table.Coverage.glyphs:
            continue
        if table.Format == 1:
            pairs = table.PairSet[table.Coverage.glyphs.index(left)].PairValueRecord
            value = next((pair.Value1 for pair in pairs if pair.SecondGlyph == right), None)
            if value is None:
                continue
        else:
            first, second = table.ClassDef1.classDefs.get(left, 0), table.ClassDef2.classDefs.get(right, 0)
            value = table.Class1Record[first].Class2Record[second].Value1
        return float(getattr(value, "XAdvance", 0) / font["head"].unitsPerEm)
    return 0.0


@lru_cache(maxsize=32)
def _kerning(path: Path) -> tuple[Any, ...]:
    return tuple(_subtables(_kept(path), "GPOS", "kern"))


def _subtables(font: Any, name: str, feature: str) -> Iterator[Any]:  # noqa: ANN401
    """The tables of a layout feature, each once, in their order."""
    table = font[name].table if name in font else None
    if table is None or not table.FeatureList or not table.LookupList:
        return
    records = [record.Feature for record in table.FeatureList.FeatureRecord if record.FeatureTag == feature]
    for index in sorted({index for record in records for index in record.LookupListIndex}):
        for sub in table.LookupList.Lookup[index].SubTable:
            yield getattr(sub, "ExtSubTable", sub)
