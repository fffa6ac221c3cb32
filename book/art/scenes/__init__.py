"""All scenes by name; each module adds its own in SCENES."""

from __future__ import annotations

from collections.abc import Callable

from kit.paper import Scene

from . import cover, crossing, kit_sheet, p01_04, p05_07, p05_08, p09_12, p13, p19_20, p21_24, p24, titles

SCENES: dict[str, Callable[[], Scene]] = {
    **p01_04.SCENES,
    **p05_08.SCENES,
    **p05_07.SCENES,
    **p09_12.SCENES,
    **p13.SCENES,
    **crossing.SCENES,
    **p21_24.SCENES,
    **p19_20.SCENES,
    **p24.SCENES,
    **cover.SCENES,
    **titles.SCENES,
}

# Sheets for the illustrators, never part of the book: draw them by name with --out /tmp/...
PROOFS: dict[str, Callable[[], Scene]] = kit_sheet.SCENES
