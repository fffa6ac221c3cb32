"""Panels that reach the edges: splashes, spreads, and pages that the artist made up."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from storybook.comics.page_rules import PageRules
from storybook.errors import Problem, SourceError
from storybook.model.comic import Half, Panel
from storybook.model.composition import ComposedPage, PlacedPanel, Reach, Side
from storybook.model.geometry import Rect
from storybook.model.picture import Picture

SPINE = 6.0
"""Millimetres on both sides of the fold of a spread that are not well seen: nothing is lettered or kept clear there."""

MOST_CUT = 0.2
"""Share of a spread's art that may be cut off so that it fills both pages; art of another shape stands whole."""

NEAR = 0.04
"""Share of a drawn page that may be cut off so that it runs to the edges; else it stands whole inside the margins."""

ROUNDING = 0.01

STEPS = 24
"""Places that are tried along the way that art can be moved behind its frame."""


def covering(frame: Rect, aspect: float) -> Rect:
    """The box of art that covers a frame from its middle."""
    width = max(frame.width, frame.height * aspect)
    return _centred(frame, width, width / aspect)


def within(frame: Rect, aspect: float) -> Rect:
    """The largest box of art that stands whole in the middle of a frame."""
    width = min(frame.width, frame.height * aspect)
    return _centred(frame, width, width / aspect)


def share_cut(frame: Rect, aspect: float) -> float:
    """The share of art of this aspect that is not seen where it covers a frame."""
    art = covering(frame, aspect)
    return 1 - frame.width * frame.height / (art.width * art.height)


def splash(panel: Panel, full: Rect, trim: Rect) -> PlacedPanel:
    """A panel that fills a page to the bleed, its art moved so that least of what matters in it is cut."""
    art = covering(full, panel.picture.aspect)
    return PlacedPanel(panel, full, _moved(panel, art, full, _Limits(trim)))


def spread_pages(panel: Panel, rules: PageRules) -> tuple[ComposedPage, ...]:
    """A panel over two facing pages, or where pages don't face each other, on one that is twice as wide."""
    placed = spread(panel, rules)
    if rules.opens is None:
        return (ComposedPage((placed,), Reach.SPREAD),)
    halves = (rules.half_on(Side.VERSO), rules.half_on(Side.RECTO))
    return tuple(ComposedPage((half_of(placed, half, rules),), Reach.BLEED, half=half) for half in halves)


def spread(panel: Panel, rules: PageRules) -> PlacedPanel:
    """A panel over two facing pages, measured from the left page's corner.

    Art of quite another shape stands whole between both edges. Raises SourceError where words, or what is kept clear,
    lie in the fold wherever the art is moved.
    """
    full = replace(rules.full, width=rules.full.width + rules.trim.width)
    trim = replace(rules.trim, width=2 * rules.trim.width)
    box = full
    if share_cut(full, panel.picture.aspect) > MOST_CUT:
        box = within(full, panel.picture.aspect)
    art = covering(box, panel.picture.aspect)
    fold = Rect(trim.x + trim.width / 2 - SPINE, trim.y, 2 * SPINE, trim.height)
    limits = _Limits(trim, fold)
    placed = PlacedPanel(panel, box, _moved(panel, art, box, limits))
    _refuse_in_fold(placed, limits)
    return placed


def half_of(placed: PlacedPanel, half: Half, rules: PageRules) -> PlacedPanel:
    """What one of two facing pages shows of a spread, measured from its own corner.

    It bleeds at the fold too: pages are never cut quite straight.
    """
    full = rules.full
    across = rules.trim.width if half is Half.RIGHT else 0.0
    box, art = (Rect(rect.x - across, rect.y, rect.width, rect.height) for rect in (placed.box, placed.art))
    left, right = max(box.x, full.x), min(box.right, full.right)
    return PlacedPanel(placed.panel, Rect(left, box.y, right - left, box.height), art)


def drawn_page(picture: Picture, area: Rect, full: Rect) -> tuple[Rect, Rect]:
    """The box and the art of a page that the artist made up: to the edges where its shape is near the page's."""
    if share_cut(full, picture.aspect) <= NEAR:
        return full, covering(full, picture.aspect)
    box = within(area, picture.aspect)
    return box, box


def place_on(panel: Panel, picture: Picture, art: Rect) -> PlacedPanel:
    """Where a panel lies on a drawn page, whose picture lies in a box; the whole page where it is not a part of it."""
    part, page = panel.picture.part, picture.part
    if part is None or panel.picture.source != picture.source:
        return PlacedPanel(panel, art, art)
    unit = art.width / picture.width
    x, y = part.x - (page.x if page else 0), part.y - (page.y if page else 0)
    box = Rect(art.x + x * unit, art.y + y * unit, part.width * unit, part.height * unit)
    return PlacedPanel(panel, box, box)


@dataclass(frozen=True, slots=True)
class _Limits:
    """Where what matters in art should lie: inside the trim, and on neither side of a fold."""

    trim: Rect
    fold: Rect | None = None

    def overstepped(self, rect: Rect) -> float:
        """How many mm of a rectangle, across and down, lie where they should not."""
        across = max(0.0, self.trim.x - rect.x) + max(0.0, rect.right - self.trim.right)
        down = max(0.0, self.trim.y - rect.y) + max(0.0, rect.bottom - self.trim.bottom)
        return across + down + self.in_fold(rect)

    def in_fold(self, rect: Rect) -> float:
        """How many mm of a rectangle lie in the fold across."""
        return max(0.0, min(rect.right, self.fold.right) - max(rect.x, self.fold.x)) if self.fold else 0.0

    def may_cross(self, rect: Rect) -> bool:
        """Whether something is too wide for one page: a crowd or a river may well go over both."""
        return rect.width > self.trim.width / 2 - SPINE


def _moved(panel: Panel, art: Rect, frame: Rect, limits: _Limits) -> Rect:
    """Art moved behind a frame as little as may be, to where least of its words, then of its kept areas, is lost."""

    def lost(place: Rect) -> tuple[float, float, float]:
        words = sum(limits.overstepped(rect) for rect in words_in(panel, place))
        kept = sum(limits.overstepped(rect) for rect in kept_in(panel, place) if not limits.may_cross(rect))
        return round(words, 3), round(kept, 3), abs(place.x - art.x) + abs(place.y - art.y)

    return min(_places(art, frame), key=lost)


def _places(art: Rect, frame: Rect) -> Iterator[Rect]:
    """The places of art that covers a frame, from its middle to both ends of its way."""
    yield art
    across, down = (art.width - frame.width) / 2, (art.height - frame.height) / 2
    for step in range(-STEPS, STEPS + 1):
        share = step / STEPS
        yield Rect(art.x + across * share, art.y + down * share, art.width, art.height)


def words_in(panel: Panel, art: Rect) -> list[Rect]:
    """The boxes of a panel's words where its art lies in a box."""
    return [_on(art, lettering.box) for lettering in panel.lettering if lettering.box]


def kept_in(panel: Panel, art: Rect) -> list[Rect]:
    """The areas of a panel that are kept clear, where its art lies in a box."""
    return [_on(art, area) for area in panel.keep_clear]


def _on(art: Rect, box: Rect) -> Rect:
    return Rect(art.x + box.x * art.width, art.y + box.y * art.height, box.width * art.width, box.height * art.height)


def _refuse_in_fold(placed: PlacedPanel, limits: _Limits) -> None:
    panel, art = placed.panel, placed.art
    problems: list[Problem] = []
    for lettering in panel.lettering:
        if lettering.box and limits.in_fold(_on(art, lettering.box)) > ROUNDING:
            what = f"words of the panel {panel.id} lie in the fold between the two pages of its spread"
            hint = "move their box to the left or to the right, or let the panel fill one page (bleed: page)"
            problems.append(Problem(what, lettering.where, hint))
    if any(limits.in_fold(rect) > ROUNDING and not limits.may_cross(rect) for rect in kept_in(panel, art)):
        what = f"something in the panel {panel.id} that is to be kept clear lies in the fold between two pages"
        problems.append(Problem(what, panel.where, "let the panel fill one page instead (bleed: page)"))
    if problems:
        raise SourceError(problems)


def _centred(frame: Rect, width: float, height: float) -> Rect:
    return Rect(frame.x + (frame.width - width) / 2, frame.y + (frame.height - height) / 2, width, height)
