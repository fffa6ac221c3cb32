"""Why pages are made up as they are, in plain words for the build report."""

from collections.abc import Iterator, Sequence
from typing import assert_never

from storybook.comics.page_breaks import Plan, PlanKind
from storybook.model.comic import Panel
from storybook.model.composition import Side
from storybook.model.geometry import Rect

BY_HAND = "The art sheet says what stands on each page."

NOTICED = 0.005
"""Share of the width that a page may lose without a word."""


def reason(plan: Plan, panels: Sequence[Panel], number: int, side: Side | None, area: Rect) -> str:
    """A line on a page, or on the two of a spread; number: of the first in the comic, from 1; panels: of the comic."""
    name = f"page {number}"
    match plan.kind:
        case PlanKind.BLANK:
            return f"{_with_side(name, side)}: blank, so that {panels[plan.start].id} comes on a verso"
        case PlanKind.SPREAD if side is not None:
            return f"pages {number} and {number + 1}: {panels[plan.start].id} goes over both, as it asks for"
        case PlanKind.SPREAD:
            return f"{name}: {panels[plan.start].id}, a page twice as wide, as it asks for"
        case PlanKind.SPLASH:
            told = [f"{panels[plan.start].id} fills it, as it asks for"]
        case PlanKind.TIERS:
            told = list(_of_tiers(plan, panels, area))
        case _:
            assert_never(plan.kind)
    if panels[plan.start].makeup.page_turn:
        seen = "so that it is seen when the page is turned" if side else "for it asks for a page turn"
        told.append(f"{panels[plan.start].id} begins it, {seen}")
    return f"{_with_side(name, side)}: {'; '.join(told)}"


def _with_side(name: str, side: Side | None) -> str:
    return f"{name} ({side.value})" if side else name


def _of_tiers(plan: Plan, panels: Sequence[Panel], area: Rect) -> Iterator[str]:
    here = panels[plan.start : plan.end]
    ids = here[0].id if len(here) == 1 else f"{here[0].id} to {here[-1].id}"
    share = plan.width / area.width * (1 - plan.white)
    yield f"{_count(len(here), 'panel')} ({ids}) in {_count(len(plan.rows), 'tier')}, {share:.0%} filled"
    lost = 1 - plan.width / area.width
    if lost > NOTICED:
        yield f"{lost:.0%} narrower, so that all fit"
    for panel, after in zip(here, panels[plan.start + 1 : plan.end + 1], strict=False):
        if panel.makeup.with_next:
            apart = panel is here[-1]
            yield f"{panel.id} and {after.id} {'could not stay' if apart else 'stay'} together"


def _count(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
