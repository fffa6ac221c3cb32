"""Page make-up: where each panel of a comic page stands on paper."""

from collections.abc import Sequence

from storybook.model.comic import Comic, ComicPage, Panel, PlacedPanel
from storybook.model.geometry import PageGeometry, Rect

COMIC_MARGIN = 10.0
"""Millimetres between the trim edge and the panels of a comic page: 128 by 190 mm are left on A5."""

PANEL_GUTTER = 3.0
"""Millimetres between panels."""


def comic_area(page: PageGeometry, *, splash: bool) -> Rect:
    """Where panels stand on a page, in millimetres from the trim's left top corner; a splash reaches into the bleed."""
    margin = -page.bleed if splash else COMIC_MARGIN
    return Rect(margin, margin, page.trim_width - 2 * margin, page.trim_height - 2 * margin)


def pages_of(comic: Comic) -> tuple[ComicPage, ...]:
    """The pages of a comic: as a person has laid them out, else one for each panel."""
    return comic.pages or tuple(ComicPage(((panel,),)) for panel in comic.panels)


def place(page: ComicPage, area: Rect, panel_gutter: float) -> tuple[PlacedPanel, ...]:
    """Place a page's panels in an area; area, gutter and boxes share one unit.

    A splash fills the area. Else each tier is as wide as the page allows, its panels equally high and uncropped;
    a page that would be too high is made narrower as a whole, with its gutters kept, and stands centred.
    """
    if page.splash:
        return (PlacedPanel(page.panels[0], area),)
    width = min(area.width, _width_for_height(page.tiers, area.height, panel_gutter))
    heights = [_tier_height(tier, width, panel_gutter) for tier in page.tiers]
    used = sum(heights) + panel_gutter * (len(heights) - 1)
    left = area.x + (area.width - width) / 2
    top = area.y + max(0.0, area.height - used) / 2
    placed: list[PlacedPanel] = []
    for tier, height in zip(page.tiers, heights, strict=True):
        x = left
        for panel in tier:
            box = Rect(x, top, height * panel.picture.aspect, height)
            placed.append(PlacedPanel(panel, box))
            x = box.right + panel_gutter
        top += height + panel_gutter
    return tuple(placed)


def _tier_height(tier: Sequence[Panel], width: float, panel_gutter: float) -> float:
    return (width - panel_gutter * (len(tier) - 1)) / _aspect(tier)


def _width_for_height(tiers: Sequence[Sequence[Panel]], height: float, panel_gutter: float) -> float:
    """The width at which all tiers and the gutters between them are exactly as high as the area.

    Solves sum((w - g (n_i - 1)) / a_i) + g (t - 1) = height for w.
    """
    slack = sum(panel_gutter * (len(tier) - 1) / _aspect(tier) for tier in tiers)
    inverse = sum(1 / _aspect(tier) for tier in tiers)
    return (height - panel_gutter * (len(tiers) - 1) + slack) / inverse


def _aspect(tier: Sequence[Panel]) -> float:
    return sum(panel.picture.aspect for panel in tier)
