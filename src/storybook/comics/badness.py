"""How bad a tier, a page, or a break between pages is. Nothing is 0; about 1 is what a person would mend.

The weights are our own choice, set by looking at pages. Sizes are compared by the square of the logarithm of their
ratio, so that twice and half as large are equally bad.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from storybook.comics.nesting import nests_of
from storybook.comics.tiers import Shape, Tier
from storybook.model.comic import Comic, Panel
from storybook.model.geometry import Rect

IDEAL_AREA = 6000.0
"""Square millimetres of a plain panel on a page of REFERENCE_AREA: about four panels on A5."""
REFERENCE_AREA = 128.0 * 190.0
AREA_POWER = 0.45
"""How ideal panels grow with the page: a larger page has larger panels, and more of them."""

DRAWN_POWER = 0.5
"""How much of the differences of size in a strip, where all panels are drawn to one scale, is kept on pages."""
MOST_DRAWN = 1.7
"""Times that a panel of a strip may be larger than plain because it is drawn so."""

SIZE = 1.0
WHITE = 80.0
"""Of a page, by the square of the share of its height that stays white."""
SHORT_END = 0.06
"""What counts of WHITE where a chapter ends, and SHORT_BREAK where the next panel must begin a page."""
SHORT_BREAK = 0.6
NARROW = 140.0
"""Of a page that is made narrower so that its panels fit, by the square of the share of the width that is lost."""
LOOSE = 0.05
"""Of a page whose tiers are as far apart as they may be."""
CROWD = 0.35
"""Of each panel beyond three in a row."""
UNEVEN, UNEVEN_FROM = 0.8, 2.4
"""Of a row whose widest panel is more than 2.4 times as wide as its narrowest."""
COLUMN = 0.12
"""Of panels above each other beside a tall one."""
BLOCKED = 0.6
"""Of such a column before the tall panel: some readers cross to it before they have read down."""
GRID = 0.15
"""Of a page whose rows all have the same number of panels, where that is not one."""
SAME_AGAIN = 0.4
"""Of a page in the same pattern as the one before it."""
TORN_APART = 40.0
"""Of panels that should stand on one page and don't."""
BLANK = 90.0
"""Of a page left blank so that what follows lies on its side."""
COARSE, COARSER = 30.0, 100.0
"""Of a panel printed below the least resolution: as such, and by how far."""

NARROWEST = 0.8
"""A page of several panels is never narrower than this share of the area."""
EMPTIEST = 0.5
"""A page of several panels that is not forced to end is never filled less than this share of the height."""
SMALLEST_SIDE = 16.0
"""Millimetres; a panel that shares its tier is never less wide or high."""
FAR_OFF = math.log(6.0)
"""A panel that shares its tier is never six times as large as its ideal, or a sixth of it."""
LOOSEST = 1.0
"""How much the gutters between tiers may grow where a page is a little short, as a share of them."""


@dataclass(frozen=True, slots=True)
class Widths:
    """The least and the most width in mm at which a panel may be printed: for its letters, and for its pixels."""

    least: float = 0.0
    most: float = math.inf


@dataclass(frozen=True, slots=True)
class Measures:
    """What make-up knows of each panel: aspect, logarithm of its ideal area in mm², least and most width in mm.

    nests: of each panel but the last, how far the next may reach into its box, in shares of their height.
    """

    aspects: tuple[float, ...]
    nests: tuple[float, ...]
    ideals: tuple[float, ...]
    least: tuple[float, ...]
    most: tuple[float, ...]


def measure_panels(comic: Comic, area: Rect, widths: Sequence[Widths]) -> Measures:
    """Measure panels for an area: the ideal is the same for all, but for their weights and how a strip draws them."""
    ideal = IDEAL_AREA * (area.width * area.height / REFERENCE_AREA) ** AREA_POWER
    usual = _usual_area(comic.panels)
    return Measures(
        tuple(panel.picture.aspect for panel in comic.panels),
        nests_of(comic.panels, right_to_left=comic.right_to_left),
        tuple(math.log(ideal * panel.makeup.weight * _drawn(panel, usual)) for panel in comic.panels),
        tuple(width.least for width in widths),
        tuple(width.most for width in widths),
    )


def _usual_area(panels: Sequence[Panel]) -> float:
    """The geometric mean of the areas in px of panels that are parts of a larger master."""
    areas = [math.log(panel.picture.width * panel.picture.height) for panel in panels if panel.picture.part]
    return math.exp(math.fsum(areas) / len(areas)) if areas else 1.0


def _drawn(panel: Panel, usual: float) -> float:
    if panel.picture.part is None:
        return 1.0
    ratio: float = (panel.picture.width * panel.picture.height / usual) ** DRAWN_POWER
    return min(MOST_DRAWN, max(1 / MOST_DRAWN, ratio))


def tier_badness(tier: Tier, shape: Shape, height: float, first: int, measures: Measures) -> float | None:
    """The badness of a tier of this height, whose first panel is the one of this number.

    None where a panel that is not alone in it would be too small for its letters, or far from its ideal.
    """
    sizes = list(tier.sizes(height))
    alone = len(sizes) == 1
    total = 0.0
    for number, (width, high) in enumerate(sizes, start=first):
        if not alone and (width < max(measures.least[number], SMALLEST_SIDE) or high < SMALLEST_SIDE):
            return None
        off = abs(math.log(width * high) - measures.ideals[number])
        if not alone and off > FAR_OFF:
            return None
        total += SIZE * off**2
        if width > measures.most[number]:
            total += COARSE + COARSER * math.log(width / measures.most[number]) ** 2
    widths = [width for width, _ in sizes]
    ratio = max(widths) / min(widths)
    if ratio > UNEVEN_FROM:
        total += UNEVEN * math.log(ratio / UNEVEN_FROM) ** 2
    if max(shape) > 1:
        total += COLUMN + (BLOCKED if shape[-1] == 1 else 0.0)
    return total + CROWD * max(0, len(shape) - 3)


def page_badness(white: float, narrow: float, loose: float, end: float) -> float:
    """The badness of a page apart from its tiers.

    white, narrow: shares of the area's height and width that are lost; loose: how far tiers are apart, 1 is the most;
    end: how much white counts, which is less where the page must end.
    """
    return WHITE * end * white**2 + NARROW * narrow**2 + LOOSE * loose**2


def pattern_badness(pattern: Sequence[Shape]) -> float:
    """The badness of rows that are all alike."""
    alike = len(pattern) > 1 and len(set(pattern)) == 1 and len(pattern[0]) > 1
    return GRID if alike else 0.0
