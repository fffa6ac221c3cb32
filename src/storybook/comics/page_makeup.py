"""Page make-up: a comic's panels on pages of one size, by dynamic programming or as a person has laid them out."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import assert_never

from storybook.comics import bleeds
from storybook.comics.badness import Widths, measure_panels
from storybook.comics.by_hand import pages_by_hand
from storybook.comics.page_breaks import Chapter, Plan, PlanKind, break_pages
from storybook.comics.page_rules import PageRules
from storybook.comics.reasons import BY_HAND, reason
from storybook.errors import Problem, SourceError, Where
from storybook.model.comic import Bleed, Comic, Panel
from storybook.model.composition import ComposedPage, Composition, PlacedPanel, Reach
from storybook.model.geometry import MM_PER_INCH

LONELY = 0.25
"""Share of white from which tiers stand in the middle of their page, unless a chapter ends there: a pause, no end."""

NOTICED = 0.2
"""Share of a splash that may be cut off without a word."""

ROUNDING = 0.001

TOO_SMALL = (
    "choose a preset with a larger page, say it in fewer words, or give the words larger boxes; where words are drawn "
    "in the art, ask for art with larger letters"
)

Limits = Callable[[Panel], Widths]
"""The least and the most width of a panel in mm."""


def compose(comic: Comic, rules: PageRules, limits: Limits) -> Composition:
    """The pages of a comic: as a person has laid them out, else those of the least badness.

    Raises SourceError for panels whose words would be too small to read however they stand, and for spreads with words,
    or what is kept clear, in the fold.
    """
    widths = {panel.id: limits(panel) for panel in comic.panels}
    if comic.pages:
        by_hand = pages_by_hand(comic, rules)
        return Composition(by_hand, (BY_HAND,), tuple(_warnings(by_hand, widths)))
    _refuse_too_small(comic, rules, widths)
    pages, reasons = _made_up(comic, rules, widths)
    return Composition(pages, reasons, tuple(_warnings(pages, widths)))


def _made_up(
    comic: Comic, rules: PageRules, widths: Mapping[str, Widths]
) -> tuple[tuple[ComposedPage, ...], tuple[str, ...]]:
    measures = measure_panels(comic, rules.area, [widths[panel.id] for panel in comic.panels])
    wishes = tuple(panel.makeup for panel in comic.panels)
    chapter = Chapter(measures, wishes, rules.area, rules.page.panel_gutter, rules.opens)
    pages: list[ComposedPage] = []
    reasons: list[str] = []
    side = rules.opens
    for plan in break_pages(chapter):
        made = _pages(comic, plan, rules)
        reasons.append(reason(plan, comic.panels, len(pages) + 1, side, rules.area))
        for page in made:
            pages.append(replace(page, side=side))
            side = side.next if side else None
    return tuple(pages), tuple(reasons)


def _pages(comic: Comic, plan: Plan, rules: PageRules) -> tuple[ComposedPage, ...]:
    match plan.kind:
        case PlanKind.BLANK:
            return (ComposedPage(()),)
        case PlanKind.SPLASH:
            return (ComposedPage((bleeds.splash(comic.panels[plan.start], rules.full, rules.trim),), Reach.BLEED),)
        case PlanKind.SPREAD:
            return bleeds.spread_pages(comic.panels[plan.start], rules)
        case PlanKind.TIERS:
            return (ComposedPage(tuple(_placed(comic, plan, rules))),)
        case _:
            assert_never(plan.kind)


def _placed(comic: Comic, plan: Plan, rules: PageRules) -> Iterator[PlacedPanel]:
    area = rules.area
    left = area.x + (area.width - plan.width) / 2
    alone = plan.end == plan.start + 1
    middle = alone or (plan.white > LONELY and plan.end < len(comic.panels))
    top = area.y + (area.height * plan.white / 2 if middle else 0.0)
    for row in plan.rows:
        height = row.tier.height(plan.width)
        boxes = row.tier.boxes(left, top, height, right_to_left=comic.right_to_left)
        for panel, box in zip(comic.panels[row.start : row.end], boxes, strict=True):
            yield PlacedPanel(panel, box, box)
        top += height + plan.gap


def _refuse_too_small(comic: Comic, rules: PageRules, widths: Mapping[str, Widths]) -> None:
    problems = []
    for panel in comic.panels:
        widest, least = _widest(panel, rules), widths[panel.id].least
        if least > widest:
            what = (
                f"the panel {panel.id} can be {widest:.0f} mm wide on this page, "
                f"and would have to be {least:.0f} mm wide for its words to be read"
            )
            problems.append(Problem(what, _where_words_stand(panel), TOO_SMALL))
    if problems:
        raise SourceError(problems)


def _where_words_stand(panel: Panel) -> Where | None:
    """The words that are too small, where there is but one piece of them; else the panel."""
    words = [lettering.where for lettering in panel.lettering if lettering.box]
    return words[0] if len(words) == 1 and words[0] else panel.where


def _widest(panel: Panel, rules: PageRules) -> float:
    match panel.makeup.bleed:
        case Bleed.NONE:
            return bleeds.within(rules.area, panel.picture.aspect).width
        case Bleed.PAGE:
            return bleeds.covering(rules.full, panel.picture.aspect).width
        case Bleed.SPREAD:
            return bleeds.spread(panel, rules).art.width
        case _:
            assert_never(panel.makeup.bleed)


def _warnings(pages: Sequence[ComposedPage], widths: Mapping[str, Widths]) -> Iterator[Problem]:
    """What could not be kept: panels printed with too few pixels, and splashes of which much is cut off."""
    seen: set[str] = set()
    for page in pages:
        for placed in page.panels:
            panel = placed.panel
            if panel.id in seen:
                continue
            seen.add(panel.id)
            if placed.art.width > widths[panel.id].most * (1 + ROUNDING):
                ppi = panel.picture.width * MM_PER_INCH / placed.art.width
                what = f"the panel {panel.id} has {ppi:.0f} pixels per inch on paper and will not look sharp"
                yield Problem(what, panel.where, "ask for its art in more pixels, or print it smaller")
            if placed.art.width < widths[panel.id].least * (1 - ROUNDING):
                what = f"the words of the panel {panel.id} are too small on paper to be read without effort"
                yield Problem(what, panel.where, "give it more room on its page, or " + TOO_SMALL)
            cut = 1 - placed.box.width * placed.box.height / (placed.art.width * placed.art.height)
            if page.reach is not Reach.MARGINS and page.half is None and cut > NOTICED:
                what = f"{cut:.0%} of the panel {panel.id} is cut off, for its shape is not that of the page it fills"
                yield Problem(what, panel.where, "let it stand in a tier, or ask for art in the shape of the page")
