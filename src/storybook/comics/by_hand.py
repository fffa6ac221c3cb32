"""Pages as a person has laid them out: tiers, splashes, halves of spreads, and pages that the artist made up."""

from collections.abc import Sequence
from dataclasses import replace

from storybook.comics import bleeds
from storybook.comics.nesting import nests_of
from storybook.comics.page_rules import PageRules
from storybook.comics.tiers import Tier, tier_of
from storybook.errors import Problem, SourceError
from storybook.model.comic import Comic, ComicPage, Panel
from storybook.model.composition import ComposedPage, PlacedPanel, PlacedPicture, Reach
from storybook.model.geometry import Rect

OTHER_LEAF = "put one page more, or one less, before it: a left page has its right page facing it"


def pages_by_hand(comic: Comic, rules: PageRules) -> tuple[ComposedPage, ...]:
    """The pages of a comic that has some. SourceError where the halves of a spread don't lie on facing pages."""
    pages: list[ComposedPage] = []
    problems: list[Problem] = []
    side = rules.opens
    for before, page in zip((None, *comic.pages), comic.pages, strict=False):
        if page.half is not None and side is None:
            if before is None or before.half is None or before.panels != page.panels:
                pages.extend(bleeds.spread_pages(page.panels[0], rules))
            continue
        if page.half is not None and side is not None and page.half is not rules.half_on(side):
            panel = page.panels[0]
            what = f"the {page.half.value} half of the spread {panel.id} lies on a page to the other side"
            problems.append(Problem(what, panel.where, OTHER_LEAF))
        pages.append(replace(_page(page, comic, rules), side=side))
        side = side.next if side else None
    if problems:
        raise SourceError(problems)
    return tuple(pages)


def _page(page: ComicPage, comic: Comic, rules: PageRules) -> ComposedPage:
    if page.drawn is not None:
        box, art = bleeds.drawn_page(page.drawn, rules.area, rules.full)
        panels = tuple(bleeds.place_on(panel, page.drawn, art) for panel in page.panels)
        reach = Reach.BLEED if box == rules.full else Reach.MARGINS
        return ComposedPage(panels, reach, drawn=PlacedPicture(page.drawn, box, art))
    if page.half is not None:
        placed = bleeds.half_of(bleeds.spread(page.panels[0], rules), page.half, rules)
        return ComposedPage((placed,), Reach.BLEED, half=page.half)
    if page.splash:
        return ComposedPage((bleeds.splash(page.panels[0], rules.full, rules.trim),), Reach.BLEED)
    gutter = rules.page.panel_gutter
    return ComposedPage(place(page.tiers, rules.area, gutter, right_to_left=comic.right_to_left))


def place(
    tiers: Sequence[Sequence[Panel]], area: Rect, panel_gutter: float, *, right_to_left: bool = False
) -> tuple[PlacedPanel, ...]:
    """Place a page's tiers in an area; area, gutter and boxes share one unit.

    Each tier is as wide as the page allows, its panels equally high and uncropped; a page that would be too high is
    made narrower as a whole, with its gutters kept, and stands centred.
    """
    rows = [_row(tier, panel_gutter, right_to_left=right_to_left) for tier in tiers]
    gaps = panel_gutter * (len(rows) - 1)
    width = min(area.width, common_width(rows, area.height - gaps))
    used = sum(row.height(width) for row in rows) + gaps
    left = area.x + (area.width - width) / 2
    top = area.y + max(0.0, area.height - used) / 2
    placed: list[PlacedPanel] = []
    for tier, row in zip(tiers, rows, strict=True):
        height = row.height(width)
        boxes = row.boxes(left, top, height, right_to_left=right_to_left)
        placed += [PlacedPanel(panel, box, box) for panel, box in zip(tier, boxes, strict=True)]
        top += height + panel_gutter
    return tuple(placed)


def _row(panels: Sequence[Panel], gutter: float, *, right_to_left: bool) -> Tier:
    nests = nests_of(panels, right_to_left=right_to_left)
    return tier_of([panel.picture.aspect for panel in panels], (1,) * len(panels), gutter, nests)


def common_width(tiers: Sequence[Tier], height: float) -> float:
    """The width at which all tiers together are so high: the sum of (w - intercept) / slope is the height."""
    return (height + sum(tier.intercept / tier.slope for tier in tiers)) / sum(1 / tier.slope for tier in tiers)
