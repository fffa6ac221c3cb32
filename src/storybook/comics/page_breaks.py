"""Where pages and tiers break: the least badness over a whole chapter, found by dynamic programming.

As TeX breaks paragraphs into lines: every way to set some panels as one page is judged, and the cheapest chain of pages
is taken. A state is what the rest depends on: the next panel, the side of its page, and the pattern of the page before.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from storybook.comics import badness as bad
from storybook.comics.badness import Measures
from storybook.comics.tiers import SHAPES, Shape, Tier, tier_of
from storybook.model.comic import Bleed, Makeup
from storybook.model.composition import Side
from storybook.model.geometry import Rect

Pattern = tuple[Shape, ...]
"""The shapes of a page's tiers; empty where it has none."""


class PlanKind(Enum):
    """What a page is."""

    TIERS = "tiers"
    SPLASH = "splash"
    SPREAD = "spread"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class End:
    """What it means to end a page before a panel.

    forced: whether a page must end there; white: how much white counts on it; badness: of the break.
    """

    forced: bool
    white: float
    badness: float


@dataclass(frozen=True, slots=True)
class Row:
    """A tier that may stand on a page: its panels from start to end, and what its page must know of it.

    height: at the full width of the area; inverse: 1 / slope of the tier; least_width: of the page, for the letters of
    its panels; close: what it means to end a page below it.
    """

    start: int
    end: int
    shape: Shape
    tier: Tier
    height: float
    inverse: float
    least_width: float
    badness: float
    close: End


@dataclass(frozen=True, slots=True)
class Plan:
    """A page in the plan of a chapter: panels from start to end; tiers as wide as width, gap mm from each other.

    white: share of the area's height that stays empty.
    """

    kind: PlanKind
    start: int
    end: int
    rows: tuple[Row, ...] = ()
    width: float = 0.0
    gap: float = 0.0
    white: float = 0.0
    badness: float = 0.0

    @property
    def pattern(self) -> Pattern:
        """The shapes of its tiers."""
        return tuple(row.shape for row in self.rows)


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter to be broken into pages: measures and wishes of its panels, the area, and gutters in mm.

    opens: the side of its first page; None where pages don't face each other.
    """

    measures: Measures
    wishes: tuple[Makeup, ...]
    area: Rect
    gutter: float
    opens: Side | None

    @property
    def count(self) -> int:
        """How many panels it has."""
        return len(self.wishes)

    def forced(self, end: int) -> bool:
        """Whether a page must end before the panel of this number."""
        return end == self.count or self.wishes[end].page_turn or self.wishes[end].bleed is not Bleed.NONE

    def needs_verso(self, number: int) -> bool:
        """Whether a panel must stand on a verso, where pages have sides."""
        wish = self.wishes[number]
        return self.opens is not None and (wish.page_turn or wish.bleed is Bleed.SPREAD)

    def end(self, number: int) -> End:
        """What it means to end a page before the panel of this number."""
        if number == self.count:
            return End(forced=True, white=bad.SHORT_END, badness=0.0)
        if self.forced(number):
            return End(forced=True, white=bad.SHORT_BREAK, badness=0.0)
        return End(forced=False, white=1.0, badness=bad.TORN_APART if self.wishes[number - 1].with_next else 0.0)


def rows_from(chapter: Chapter, start: int) -> Iterator[Row]:
    """The tiers that may begin with a panel; that of the one panel alone is always there."""
    for shape in SHAPES:
        end = start + sum(shape)
        if end <= chapter.count and not any(chapter.forced(inside) for inside in range(start + 1, end)):
            row = row_of(chapter, start, shape)
            if row is not None:
                yield row


def row_of(chapter: Chapter, start: int, shape: Shape) -> Row | None:
    """The tier of a shape that begins with a panel; None where a panel that is not alone would be far too small."""
    end = start + sum(shape)
    measures = chapter.measures
    tier = tier_of(measures.aspects[start:end], shape, chapter.gutter, measures.nests[start : end - 1])
    full = tier.height(chapter.area.width)
    height = min(full, chapter.area.height)
    total = bad.tier_badness(tier, shape, height, start, chapter.measures)
    if total is None:
        return None
    slopes = [column.slope for column in tier.columns for _ in column.aspects]
    least = 0.0
    for number, ((width, _), slope) in enumerate(zip(tier.sizes(height), slopes, strict=True), start=start):
        # A panel's width grows linearly with its tier's height, and that with the page's width.
        least = max(least, tier.width(height - (width - chapter.measures.least[number]) / slope))
    return Row(start, end, shape, tier, full, 1 / tier.slope, least, total, chapter.end(end))


@dataclass(frozen=True, slots=True)
class Stack:
    """Tiers above each other, at the area's full width, with gutters between: height in mm, and sums over them.

    inverse: of 1 / slope; offset: of intercept / slope; least_width: the most of all; badness: of the tiers as such.
    """

    rows: tuple[Row, ...] = ()
    height: float = 0.0
    inverse: float = 0.0
    offset: float = 0.0
    least_width: float = 0.0
    badness: float = 0.0

    def with_row(self, row: Row, gutter: float) -> "Stack":
        """One more tier below."""
        return Stack(
            (*self.rows, row),
            self.height + row.height + (gutter if self.rows else 0.0),
            self.inverse + row.inverse,
            self.offset + row.tier.intercept * row.inverse,
            max(self.least_width, row.least_width),
            self.badness + row.badness,
        )


def plans_from(chapter: Chapter, start: int, rows: Sequence[Sequence[Row]]) -> Iterator[Plan]:
    """The pages of tiers that may begin with a panel; rows: the tiers that may begin with each.

    Left out are those which end as another does and are worse by more than what patterns before and behind can mend.
    """
    found: dict[int, list[Plan]] = {}
    for plan in all_plans_from(chapter, start, rows):
        found.setdefault(plan.end, []).append(plan)
    for plans in found.values():
        limit = min(plan.badness for plan in plans) + 2 * bad.SAME_AGAIN
        yield from (plan for plan in plans if plan.badness <= limit)


def all_plans_from(chapter: Chapter, start: int, rows: Sequence[Sequence[Row]]) -> Iterator[Plan]:
    """Every page of tiers that may begin with a panel."""
    stacks = [Stack()]
    while stacks:
        stack = stacks.pop()
        for row in rows[stack.rows[-1].end if stack.rows else start]:
            taller = stack.with_row(row, chapter.gutter)
            if (plan := plan_of(chapter, taller)) is not None:
                yield plan
            if taller.height < chapter.area.height and not row.close.forced:
                stacks.append(taller)


def plan_of(chapter: Chapter, stack: Stack) -> Plan | None:
    """The page that tiers make, with its badness but for what depends on the page before; None for no good page.

    One panel alone always makes a page.
    """
    area, gutter, rows = chapter.area, chapter.gutter, stack.rows
    start, end, gaps, close = rows[0].start, rows[-1].end, len(rows) - 1, rows[-1].close
    alone = end == start + 1
    width, gap, white = area.width, gutter, 0.0
    if stack.height > area.height:
        # The sum of (width - intercept) / slope is what the gutters leave.
        width = (area.height - gutter * gaps + stack.offset) / stack.inverse
        if not alone and width < max(bad.NARROWEST * area.width, stack.least_width):
            return None
    else:
        missing = area.height - stack.height
        if missing > (1 - bad.EMPTIEST) * area.height and not alone and not close.forced:
            return None
        if gaps and missing <= bad.LOOSEST * gutter * gaps:
            gap += missing / gaps
        else:
            white = missing / area.height
    loose = (gap - gutter) / (bad.LOOSEST * gutter) if gutter else 0.0
    total = bad.page_badness(white, 1 - width / area.width, loose, close.white)
    total += stack.badness + bad.pattern_badness([row.shape for row in rows]) + close.badness
    return Plan(PlanKind.TIERS, start, end, rows, width, gap, white, total)


@dataclass(frozen=True, slots=True)
class _State:
    """The best way to a page's beginning: its badness, the page before it, and side and pattern before that."""

    badness: float
    plan: Plan | None = None
    side: Side | None = None
    pattern: Pattern = ()


Reached = dict[tuple[int, Side | None], dict[Pattern, _State]]
"""By the next panel and the side of its page: the best way there by the pattern of the page before."""


def break_pages(chapter: Chapter) -> tuple[Plan, ...]:
    """The pages of the least badness; of equals, those found first."""
    rows = [list(rows_from(chapter, start)) for start in range(chapter.count)]
    reached: Reached = {(0, chapter.opens): {(): _State(0.0)}}
    sides = [None] if chapter.opens is None else [Side.RECTO, Side.VERSO]  # a blank recto leads to a verso
    for start in range(chapter.count):
        plans = list(_plans(chapter, start, rows))
        for side in sides:
            if not (known := reached.get((start, side))):
                continue
            ways = _Ways(side, known)
            if side is Side.RECTO and chapter.needs_verso(start):
                _go(reached, ways, Plan(PlanKind.BLANK, start, start, badness=bad.BLANK))
                continue
            for plan in plans:
                _go(reached, ways, plan)
    return tuple(reversed(list(_back(chapter, reached))))


def _plans(chapter: Chapter, start: int, rows: Sequence[Sequence[Row]]) -> Iterator[Plan]:
    match chapter.wishes[start].bleed:
        case Bleed.PAGE:
            yield Plan(PlanKind.SPLASH, start, start + 1)
        case Bleed.SPREAD:
            yield Plan(PlanKind.SPREAD, start, start + 1)
        case Bleed.NONE:
            yield from plans_from(chapter, start, rows)


class _Ways:
    """The ways to a page on one side: the best of all, and the best behind a page of another pattern than that."""

    def __init__(self, side: Side | None, known: dict[Pattern, _State]) -> None:
        ways = sorted(known.items(), key=lambda way: way[1].badness)
        self.side = side
        self._best, self._other = ways[0], ways[1] if len(ways) > 1 else None

    def to(self, pattern: Pattern) -> tuple[Pattern, float]:
        """The pattern of the page before one of this pattern, and the badness of both, with SAME_AGAIN."""
        before, state = self._best
        if not pattern or before != pattern:
            return before, state.badness
        again = state.badness + bad.SAME_AGAIN
        if self._other is not None and self._other[1].badness < again:
            return self._other[0], self._other[1].badness
        return before, again


def _go(reached: Reached, ways: _Ways, plan: Plan) -> None:
    """Put a page behind the best of the ways to it, and keep that where it is the best to what follows."""
    pattern, side = plan.pattern, ways.side
    before, total = ways.to(pattern)
    total += plan.badness
    after = side if side is None or plan.kind is PlanKind.SPREAD else side.next
    there = reached.setdefault((plan.end, after), {})
    known = there.get(pattern)
    if known is None or total < known.badness:
        there[pattern] = _State(total, plan, side, before)


def _back(chapter: Chapter, reached: Reached) -> Iterator[Plan]:
    """The pages from the last to the first."""
    number = chapter.count
    ends = [
        (state.badness, side, pattern)
        for side in (*Side, None)
        for pattern, state in reached.get((number, side), {}).items()
    ]
    _, side, pattern = min(ends, key=lambda end: end[0])
    while (plan := (state := reached[number, side][pattern]).plan) is not None:
        yield plan
        number, side, pattern = plan.start, state.side, state.pattern
