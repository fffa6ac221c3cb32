"""Letters as they are set and drawn: heights, widths with kerning, and outlines."""

import io
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from storybook.fonts import INVISIBLE, SPACES, advances, measure, number_glyphs, opened

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
    font = _kept(path)
    em, line, metrics = font["head"].unitsPerEm, font["hhea"], font["OS/2"]
    typographic = bool(metrics.fsSelection & 1 << 7)
    ascent = metrics.sTypoAscender if typographic else line.ascent
    descent = metrics.sTypoDescender if typographic else line.descent
    capital = _top(path, "H") or _top(path, "\uac00") or 0.7 * em
    return Heights(ascent / em, -descent / em, capital / em)


def _top(path: Path, character: str) -> float | None:
    from fontTools.pens.boundsPen import BoundsPen

    name = (_kept(path).getBestCmap() or {}).get(ord(character))
    if name is None:
        return None
    glyphs, _ = _glyphs(path)
    pen = BoundsPen(glyphs)
    glyphs[name].draw(pen)
    return float(pen.bounds[3]) if pen.bounds else None


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a line that one font sets: its text, and its distance from the line's start in em."""

    path: Path
    text: str
    x: float


def kerned_width(text: str, paths: Sequence[Path], spacing: float = 0.0) -> float:
    """The width of one line of text in em, with kerning; spacing: em between letters. Else as `measure`."""
    return _placed(text, paths, spacing)[1]


def runs(text: str, paths: Sequence[Path], spacing: float = 0.0) -> tuple[Run, ...]:
    """A line of text in pieces by the fonts that set them. SourceError for a character that no font has."""
    found: list[Run] = []
    for glyph in _placed(text, paths, spacing)[0]:
        if found and found[-1].path == glyph.path:
            found[-1] = Run(glyph.path, found[-1].text + glyph.character, found[-1].x)
        else:
            found.append(Run(glyph.path, glyph.character, glyph.x))
    return tuple(found)


def outline(text: str, paths: Sequence[Path], size: float, start: tuple[float, float], spacing: float = 0.0) -> str:
    """A line of text as SVG path data (y runs down): its left end on the baseline stands at start.

    Set as layout engines set it with kerning, with lining figures where a font has others, and without ligatures.
    """
    from fontTools.pens.svgPathPen import SVGPathPen
    from fontTools.pens.transformPen import TransformPen

    drawn = []
    for glyph in _placed(text, paths, spacing)[0]:
        glyphs, scale = _glyphs(glyph.path)
        pen = SVGPathPen(glyphs, ntos=lambda value: f"{value:.2f}".rstrip("0").rstrip(".") or "0")
        unit = size * scale
        glyphs[glyph.name].draw(TransformPen(pen, (unit, 0, 0, -unit, start[0] + glyph.x * size, start[1])))
        drawn.append(pen.getCommands())
    return " ".join(filter(None, drawn))


@dataclass(frozen=True, slots=True)
class _Glyph:
    """A glyph in a line: its font, name and character, and its distance from the line's start in em."""

    path: Path
    name: str
    character: str
    x: float


def _placed(text: str, paths: Sequence[Path], spacing: float) -> tuple[list[_Glyph], float]:
    """The glyphs of a line of text, and its width in em."""
    placed: list[_Glyph] = []
    x = 0.0
    for character in unicodedata.normalize("NFC", text):
        if character in INVISIBLE:
            continue
        before = placed[-1] if placed else None
        path, shown = _font_for(character, paths, before.path if before else None)
        name = _lining_glyphs(path)[shown]
        if before:
            x += spacing + (_kern(path, before.name, name) if before.path == path else 0.0)
        placed.append(_Glyph(path, name, character, x))
        x += _glyph_widths(path)[name]
    return placed, x


def _font_for(character: str, paths: Sequence[Path], before: Path | None) -> tuple[Path, str]:
    """The font that sets a character, and what it sets; a space stays in the font of the letter before it."""
    if character == " " or character in SPACES:
        paths = (*([before] if before else []), *paths)
    for shown in (character, " ") if character in SPACES else (character,):
        path = next((path for path in paths if shown in advances(path)), None)
        if path is not None:
            return path, shown
    measure(character, paths, 1.0)
    raise AssertionError(character)


@lru_cache(maxsize=32)
def _kept(path: Path) -> Any:  # noqa: ANN401 - fontTools has no types
    """A font that is kept open in memory."""
    from fontTools.ttLib import TTFont

    with opened(path):  # tells what is wrong with it
        font = TTFont(io.BytesIO(path.read_bytes()), lazy=True, recalcTimestamp=False)
    number_glyphs(font)
    return font


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
