"""The breaks found are the best: held against a search that tries everything."""

from collections.abc import Iterator
from math import inf

from hypothesis import given, settings
from hypothesis import strategies as st

from comics.drawn import A5, PRINT, comics
from storybook.comics import badness as bad
from storybook.comics.badness import Widths, measure_panels
from storybook.comics.page_breaks import (
    Chapter,
    Plan,
    PlanKind,
    Row,
    Stack,
    all_plans_from,
    break_pages,
    plan_of,
    row_of,
    rows_from,
)
from storybook.comics.tiers import SHAPES
from storybook.model.comic import Bleed, Comic, Makeup
from storybook.model.composition import Side

OPENS = st.sampled_from([Side.VERSO, Side.RECTO, None])


def chapter(made: Comic, opens: Side | None, least: float) -> Chapter:
    area = PRINT.area
    widths = [Widths(least * min(area.width, area.height * one.picture.aspect), 90.0) for one in made.panels]
    wishes = tuple(one.makeup for one in made.panels)
    return Chapter(measure_panels(made, area, widths), wishes, area, A5.panel_gutter, opens)


def stacks(of: Chapter, start: int, so_far: tuple[Row, ...] = ()) -> Iterator[tuple[Row, ...]]:
    """Every way to stack tiers from a panel on, however high."""
    for shape in SHAPES:
        end = start + sum(shape)
        if end > of.count or any(of.forced(inside) for inside in range(start + 1, end)):
            continue
        if (row := row_of(of, start, shape)) is not None:
            rows = (*so_far, row)
            yield rows
            if not of.forced(end):
                yield from stacks(of, end, rows)


def every_plan(of: Chapter, start: int) -> Iterator[Plan]:
    match of.wishes[start].bleed:
        case Bleed.PAGE:
            yield Plan(PlanKind.SPLASH, start, start + 1)
        case Bleed.SPREAD:
            yield Plan(PlanKind.SPREAD, start, start + 1)
        case Bleed.NONE:
            for rows in stacks(of, start):
                stack = Stack()
                for row in rows:
                    stack = stack.with_row(row, of.gutter)
                if (plan := plan_of(of, stack)) is not None:
                    yield plan


def best(of: Chapter, start: int, side: Side | None, before: tuple[object, ...]) -> float:
    """The least badness from a panel on, by trying all."""
    if start == of.count:
        return 0.0
    if side is Side.RECTO and of.needs_verso(start):
        return bad.BLANK + best(of, start, Side.VERSO, ())
    least = inf
    for plan in every_plan(of, start):
        again = bad.SAME_AGAIN if plan.pattern and plan.pattern == before else 0.0
        after = side if side is None or plan.kind is PlanKind.SPREAD else side.next
        least = min(least, plan.badness + again + best(of, plan.end, after, plan.pattern))
    return least


def cost(plans: tuple[Plan, ...]) -> float:
    total = 0.0
    for before, plan in zip((None, *plans), plans, strict=False):
        total += plan.badness
        if before is not None and plan.pattern and before.pattern == plan.pattern:
            total += bad.SAME_AGAIN
    return total


@settings(max_examples=60)
@given(comics(most=6), OPENS, st.floats(0.0, 0.6))
def test_no_other_pages_are_better(made: Comic, opens: Side | None, least: float) -> None:
    of = chapter(made, opens, least)
    assert abs(cost(break_pages(of)) - best(of, 0, opens, ())) < 1e-6


@settings(max_examples=60)
@given(comics(most=7, wishes=st.builds(Makeup, page_turn=st.booleans(), with_next=st.booleans())), st.floats(0.0, 0.6))
def test_no_good_page_is_passed_over(made: Comic, least: float) -> None:
    """Tiers are stacked until the area is full: nothing that would still be narrow enough is lost by stopping there."""
    of = chapter(made, None, least)
    found = all_plans_from(of, 0, [list(rows_from(of, start)) for start in range(of.count)])
    tried = {(plan.end, plan.pattern): plan for plan in every_plan(of, 0)}
    assert {(plan.end, plan.pattern): plan for plan in found} == tried
