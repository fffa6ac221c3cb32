"""The one door to font files: which characters they have, how wide those are, and subsets under neutral names."""

import hashlib
import importlib.metadata
import io
import struct
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from storybook.errors import Problem, SourceError
from storybook.model.edition import Typeface
from storybook.store import Store, Stored, key_of

RECIPE = "4"
"""Goes up whenever the same font, characters and names may give other bytes."""


MAKERS = tuple(importlib.metadata.version(name) for name in ("fonttools", "uharfbuzz"))
"""Versions of what makes subsets."""


def _spans(*spans: tuple[int, int]) -> frozenset[int]:
    return frozenset(code for first, last in spans for code in range(first, last + 1))


BASIC = _spans((0x20, 0x7E), (0xA0, 0xBF), (0x2010, 0x2027), (0x2030, 0x203A), (0x3000, 0x3003), (0x3008, 0x3011))
"""ASCII, general and CJK punctuation: what any text may come to need next, whatever its script."""

LATIN = BASIC | _spans((0xC0, 0x17F), (0x218, 0x21B), (0x300, 0x30C), (0x326, 0x328)) | _spans((0x2190, 0x2193))
LATIN |= {0x2BC, 0x2044, 0x20A9, 0x20AC, 0x2116, 0x2122, 0x2212, 0x2248, 0x2260, 0x2264, 0x2265, 0x25CC}
"""BASIC, Latin-1, Latin Extended-A, marks and signs: the languages of Europe and romanised Korean."""

FEATURES = (
    *("calt", "ccmp", "clig", "kern", "liga", "locl", "mark", "mkmk", "rlig"),
    *("ljmo", "vjmo", "tjmo"),
    *("smcp", "c2sc", "lnum", "onum", "pnum", "tnum", "sups", "frac", "numr", "dnom"),
)
"""OpenType layout features that books use: all else is left out of a subset."""

LETTERING_FEATURES = ("ccmp", "kern", "lnum", "locl", "mark", "mkmk", "ljmo", "vjmo", "tjmo")
"""Those of a typeface for lettering alone: it is set without ligatures and alternates, as it is measured."""

TABLES = frozenset(
    (
        "cmap",
        "glyf",
        "loca",
        "CFF ",
        "head",
        "hhea",
        "hmtx",
        "maxp",
        "name",
        "OS/2",
        "post",
        "GDEF",
        "GPOS",
        "GSUB",
        "gasp",
    )
)
"""Tables that a subset has; hints, signatures and builders' notes go."""

DRAWN_TABLES = frozenset(
    (
        *("head", "hhea", "hmtx", "maxp", "cmap", "OS/2", "post", "vhea", "vmtx", "VORG"),
        *("glyf", "loca", "cvt ", "fpgm", "prep", "gasp", "CFF ", "COLR", "CPAL", "SVG ", "CBDT", "CBLC", "sbix"),
    )
)
"""Tables that a font inside a PDF is drawn from."""

VENDOR_AT, NO_VENDOR = 58, b"    "
"""Where the table OS/2 names a foundry, and what stands there for none."""

FIXED_TIME = 2_082_844_800
"""Seconds from 1904 to 1970, a font's notion of no particular time."""

_HANGUL_GA = 0xAC00
SPACES = frozenset("\u00a0\u202f\u205f") | {chr(code) for code in range(0x2000, 0x200B)}
"""Spaces that a layout engine makes of an ordinary one where a font has them not (HarfBuzz: fallback spaces)."""

INVISIBLE = frozenset("\t\n\u00ad\u200b\u200c\u200d\u2060") | {chr(code) for code in range(0xFE00, 0xFE10)}
"""Characters that set no mark of their own and need none in a font."""


@lru_cache(maxsize=64)
def coverage(path: Path) -> frozenset[int]:
    """The code points a font has."""
    with opened(path, numbered=True) as font:
        return frozenset(font.getBestCmap() or ())


def uncovered(text: str, typefaces: Iterable[Typeface]) -> frozenset[str]:
    """The characters of a text that none of the typefaces has; those without a mark of their own are passed over."""
    missing = frozenset(text) - INVISIBLE - SPACES
    for typeface in typefaces:
        have = coverage(typeface.path)
        missing = frozenset(character for character in missing if ord(character) not in have)
        if not missing:
            break
    return missing


@lru_cache(maxsize=64)
def joins_jamo(path: Path) -> bool:
    """Whether a font puts the letters of old Hangul (U+1100 and on) together to syllables."""
    with opened(path) as font:
        table = font["GSUB"].table if "GSUB" in font else None
        features = table.FeatureList.FeatureRecord if table and table.FeatureList else ()
        return any(record.FeatureTag == "ljmo" for record in features)


def script(character: str) -> str:
    """The script of a character, as ISO 15924 calls it; Zzzz where it has none."""
    from fontTools import unicodedata as scripts

    return str(scripts.script(character))


def repertoire(typeface: Typeface, text: str) -> frozenset[int]:
    """The code points a subset of the typeface should have for a text.

    What the text uses, and beside it a fixed stock (BASIC for a font with Hangul, else LATIN), so that a changed
    word seldom asks for another subset.
    """
    have = coverage(typeface.path)
    stock = BASIC if _HANGUL_GA in have else LATIN
    return have & (stock | frozenset(map(ord, text)))


@lru_cache(maxsize=64)
def advances(path: Path) -> Mapping[str, float]:
    """How far each character of a font moves on, in em."""
    with opened(path, numbered=True) as font:
        em, widths = font["head"].unitsPerEm, font["hmtx"]
        return {chr(code): widths[glyph][0] / em for code, glyph in (font.getBestCmap() or {}).items()}


def measure(text: str, paths: Sequence[Path], size: float) -> float:
    """The width of one line of text at a size, in the unit of the size, each character from the first font that has it.

    Without kerning and ligatures, which rarely change a line by more than one in a hundred. SourceError for a
    character that no font has.
    """
    fonts = [advances(path) for path in paths]
    return size * sum(_advance(character, fonts) for character in text if character not in INVISIBLE)


def _advance(character: str, fonts: Sequence[Mapping[str, float]]) -> float:
    for widths in fonts:
        if character in widths:
            return widths[character]
    if character in SPACES:
        return _advance(" ", fonts)
    name = unicodedata.name(character, "no name")
    what = f"no typeface has the character U+{ord(character):04X} ({name})"
    raise SourceError(
        Problem(what, hint="write it in another way, or add a typeface that has it to the book's templates")
    )


def kept_subset(store: Store, typeface: Typeface, characters: frozenset[int], family: str) -> Stored:
    """`subset`, made once and kept in the store."""
    with typeface.path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    names = (family, _style(typeface), typeface.use, typeface.copyright, typeface.licence, typeface.licence_url)
    key = key_of("font", RECIPE, *MAKERS, sha256, *names, *sorted(characters))
    return store.find(key) or store.keep(key, subset(typeface, characters, family), {})


def subset(typeface: Typeface, characters: frozenset[int], family: str) -> bytes:
    """A font file with these characters only, under another family name; the same bytes each time.

    The name is ours because licences reserve the original's, and because name tables tell of people and programs.
    """
    from fontTools.ttLib import TTFont

    with opened(typeface.path) as whole:
        left_out = set(whole.keys()) - TABLES - {"GlyphOrder"}
    features = LETTERING_FEATURES if typeface.use == "lettering" else FEATURES
    few = _cut_down(typeface.path, characters, features, left_out)
    with refused(typeface.path), TTFont(io.BytesIO(few), lazy=True, recalcTimestamp=False) as font:
        if not characters <= frozenset(font.getBestCmap() or ()):
            raise KeyError("characters are lost")
        _rename(font, typeface, family)
        _quiet_outlines(font)
        font["head"].created = font["head"].modified = FIXED_TIME
        out = io.BytesIO()
        font.save(out, reorderTables=True)
    return out.getvalue()


def _cut_down(path: Path, characters: frozenset[int], features: Sequence[str], left_out: Iterable[str]) -> bytes:
    """A font with so many characters, all that these features make of them, and without some of its tables."""
    import uharfbuzz as harfbuzz

    wanted = harfbuzz.SubsetInput()
    wanted.unicode_set.update(set(characters))
    wanted.layout_feature_tag_set.clear()
    wanted.layout_feature_tag_set.update(set(map(_tag, features)))
    wanted.drop_table_tag_set.update(set(map(_tag, left_out)))
    wanted.name_id_set.clear()
    wanted.flags = harfbuzz.SubsetFlags.NO_HINTING | harfbuzz.SubsetFlags.NOTDEF_OUTLINE
    with refused(path):
        font = harfbuzz.subset(harfbuzz.Face(harfbuzz.Blob.from_file_path(path)), wanted)
    return bytes(font.blob.data)


def _tag(name: str) -> int:
    """A tag of OpenType (four characters) as the number that it is."""
    return int.from_bytes(name.encode("ascii", "replace").ljust(4)[:4], "big")


def quiet(font_file: bytes) -> bytes:
    """A font inside a PDF without its maker's names, notes, signatures and days; the same bytes each time.

    A PDF names its fonts itself, and shows glyphs by their numbers.
    """
    from fontTools.ttLib import TTFont

    with TTFont(io.BytesIO(font_file), lazy=True, recalcBBoxes=False, recalcTimestamp=False) as font:
        for table in sorted(set(font.keys()) - DRAWN_TABLES - {"GlyphOrder"}):
            del font[table]
        if "head" in font:
            font["head"].created = font["head"].modified = FIXED_TIME
        if "OS/2" in font:
            font.tables["OS/2"] = _without_vendor(font.reader["OS/2"])
        _quiet_outlines(font)
        out = io.BytesIO()
        font.save(out, reorderTables=None)
    return out.getvalue()


def _without_vendor(metrics: bytes) -> Any:  # noqa: ANN401 - fontTools has no types
    from fontTools.ttLib.tables.DefaultTable import DefaultTable

    table = DefaultTable("OS/2")
    table.data = metrics[:VENDOR_AT] + NO_VENDOR + metrics[VENDOR_AT + len(NO_VENDOR) :]
    return table


def _quiet_outlines(font: Any) -> None:  # noqa: ANN401 - fontTools has no types
    """Take the texts out of PostScript outlines, where the name table has no say."""
    if "CFF " not in font:
        return
    outlines = font["CFF "].cff
    outlines.fontNames = ["Font"] * len(outlines.fontNames)
    for top in outlines.topDictIndex:
        for key in (
            "version",
            "Notice",
            "Copyright",
            "FullName",
            "FamilyName",
            "Weight",
            "PostScript",
            "UniqueID",
            "XUID",
        ):
            top.rawDict.pop(key, None)
            top.__dict__.pop(key, None)


def _rename(font: Any, typeface: Typeface, family: str) -> None:  # noqa: ANN401 - fontTools has no types
    from fontTools.ttLib import newTable

    style = _style(typeface)
    post_script = f"{family}-{style}".replace(" ", "")
    version = f"Version {font['head'].fontRevision:.3f}"
    texts = {
        0: typeface.copyright,
        1: family,
        2: style,
        3: f"{post_script};{version}",
        4: f"{family} {style}",
        5: version,
        6: post_script,
        13: typeface.licence,
        14: typeface.licence_url,
    }
    font["name"] = newTable("name")
    font["name"].names = []
    for number, text in texts.items():
        if text:
            font["name"].setName(text, number, 3, 1, 0x409)


def _style(typeface: Typeface) -> str:
    weight = {400: "", 700: "Bold"}.get(typeface.weight, f"W{typeface.weight}")
    return f"{weight} {'Italic' if typeface.italic else ''}".strip() or "Regular"


def number_glyphs(font: Any) -> None:  # noqa: ANN401 - fontTools has no types
    """Call the glyphs of a TrueType font by their numbers: to read all their names takes most of the time."""
    if "glyf" in font:
        font.setGlyphOrder([".notdef", *(f"glyph{number}" for number in range(1, font["maxp"].numGlyphs))])


@contextmanager
def opened(path: Path, *, numbered: bool = False) -> Iterator[Any]:
    """A font file, open; SourceError where it cannot be read. numbered: as `number_glyphs` has it."""
    from fontTools.ttLib import TTFont

    with refused(path), path.open("rb") as file, TTFont(file, lazy=True, recalcTimestamp=False) as font:
        if numbered:
            number_glyphs(font)
        yield font


@contextmanager
def refused(path: Path) -> Iterator[None]:
    """SourceError where a font file cannot be read."""
    from fontTools.ttLib import TTLibError

    try:
        yield
    except (TTLibError, OSError, AssertionError, KeyError, struct.error, RuntimeError) as error:
        hint = "put a whole TrueType font (.ttf) in its place"
        raise SourceError(Problem(f"the font file {path.name} cannot be read", hint=hint)) from error
