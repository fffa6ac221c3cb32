"""Comics on screens: what is shown one after another in each shape, and where it stands in a scroll."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil, gcd

from storybook.model.book import Chapter
from storybook.model.comic import Comic, Panel
from storybook.model.edition import Shape, Target
from storybook.model.geometry import Rect
from storybook.model.picture import ImageProfile, Picture, PixelBox

SCROLL_WIDTH = 800
"""CSS px of a scroll's canvas: what webtoon sites ask for (s-morishitastudio.com, comistitch.com: 800 × 1280 px)."""

SCROLL_SCREEN = 1280
"""CSS px of a scroll's file beyond which no further panel is put into it: a reader that shows files one by one as
pages then shows them as large as a phone does."""

SCROLL_PIXELS = 1200
"""Px of the width of a scroll's pictures: 1.5 to a CSS px, and more than the 1,080 px of most phones."""

TALLEST_PIECE = 4096
"""Px of the height of one picture in a scroll: 4.9 million px at full width, where Apple Books takes 5.6 million
(help.apple.com, asset guide); WebP ends at 16,383 px, and the textures of many phones at 4,096."""

OVERLAP = 8
"""Px of a derivative that a slice lies over the one above it."""

FAR_APART = 64
"""Rows of a master between two that begin with a row of the derivative, beyond which they are not waited for."""

SCROLL_GUTTER = 24.0
"""CSS px between panels where the strip does not say how far apart they are."""

WIDEST_GUTTER = 640.0
"""CSS px that are kept of a pause in a strip: half a screen."""

NARROWEST, FULL = 0.5, 0.85
"""Share of a strip's width: the least that a panel is shown at, and from which on it fills the width."""

SCREEN_LONG, SCREEN_SHORT = 1600, 534
"""CSS px of a screen's longer side, and the least of its shorter one: between 1:3 and 3:1 a screen has the shape of its
panel, which then is as large as any device can show it."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing to look at: a panel, or a page as it was drawn with the panels on it in reading order.

    pieces: pictures that stand on top of each other without a seam: the picture, or its slices where it is too tall.
    """

    picture: Picture
    panels: tuple[Panel, ...]
    pieces: tuple[Picture, ...]

    @property
    def drawn(self) -> bool:
        """Whether it is a page as it was drawn."""
        return self.panels[0].picture != self.picture


@dataclass(frozen=True, slots=True)
class Scrolled:
    """A panel in a scroll: CSS px of the gap above it, of its left edge, its width and its height."""

    shown: Shown
    gap: float
    left: float
    width: float

    @property
    def height(self) -> float:
        """CSS px from its upper edge to its lower one."""
        return self.width / self.shown.picture.aspect


def shape_of(chapter: Chapter, target: Target) -> Shape:
    """The shape of a chapter's comics; one with notes stays in one file, as its marks and notes lead to each other."""
    return Shape.PAGES if chapter.notes else target.shape


def screen_profile(profile: ImageProfile, shape: Shape) -> ImageProfile:
    """What a shape asks of pictures, within what the profile allows: a scroll's are as tall as they must be."""
    if shape is not Shape.SCROLL:
        return profile
    return replace(profile, max_width=min(profile.max_width, SCROLL_PIXELS), max_height=TALLEST_PIECE)


def shown_on_screens(comic: Comic, shape: Shape, profile: ImageProfile) -> tuple[Shown, ...]:
    """What is shown of a comic, in reading order: panels, and pages as they were drawn; a scroll has panels only."""
    if shape is Shape.SCROLL:
        return tuple(Shown(p.picture, (p,), slices(p.picture, profile)) for p in comic.panels)
    drawn = {panel.id: page for page in comic.pages if page.drawn for panel in page.panels}
    shown: list[Shown] = []
    for panel in comic.panels:
        page = drawn.get(panel.id)
        if page is None or page.drawn is None:
            shown.append(Shown(panel.picture, (panel,), (panel.picture,)))
        elif panel.id == page.panels[0].id:
            shown.append(Shown(page.drawn, page.panels, (page.drawn,)))
    return tuple(shown)


def slices(picture: Picture, profile: ImageProfile) -> tuple[Picture, ...]:
    """A picture in slices, top to bottom, each at full width no taller than the profile allows.

    Each begins some rows above the end of the one before, and is laid over it: where two pictures merely meet, a screen
    whose pixels are no whole CSS px shows a hairline. Slices begin where a row of the derivative does (row × scale is
    whole) unless such rows are far apart.
    """
    width = min(picture.width, profile.max_width)
    most = profile.max_height * picture.width // width
    if picture.height <= most:
        return (picture,)
    step = picture.width // gcd(picture.width, width)
    step = step if step <= FAR_APART else 1
    overlap = ceil(OVERLAP * picture.width / width / step) * step
    count = ceil(picture.height / ((most - overlap) // step * step))
    height = ceil(picture.height / count / step) * step
    tops = [*range(0, picture.height, height), picture.height]
    return tuple(_slice(picture, max(0, top - overlap), bottom) for top, bottom in pairwise(tops))


def overlap_above(above: Picture, below: Picture) -> float:
    """How far a slice lies over the one above it, as a share of their width."""
    if above.part is None or below.part is None:
        return 0.0
    return (above.part.y + above.part.height - below.part.y) / above.width


def _slice(picture: Picture, top: int, bottom: int) -> Picture:
    whole = picture.part or PixelBox(0, 0, picture.width, picture.height)
    part = PixelBox(whole.x, whole.y + top, whole.width, bottom - top)
    return picture.cut(part, tuple(_band(picture.outline, top, bottom)))


def _band(outline: Sequence[tuple[int, int]], top: int, bottom: int) -> Iterator[tuple[int, int]]:
    """The part of a polygon between two heights, measured from the upper one (Sutherland and Hodgman, 1974)."""
    below = list(_below(outline, top))
    for x, y in _below([(x, -y) for x, y in below], -bottom):
        yield x, -y - top


def _below(outline: Sequence[tuple[int, int]], top: int) -> Iterator[tuple[int, int]]:
    for (x0, y0), (x1, y1) in zip(outline, (*outline[1:], *outline[:1]), strict=True):
        if y0 >= top:
            yield x0, y0
        if (y0 >= top) is not (y1 >= top):
            yield round(x0 + (x1 - x0) * (top - y0) / (y1 - y0)), top


def scrolled(shown: Sequence[Shown]) -> tuple[Scrolled, ...]:
    """Panels one below the other: those cut from one strip as they stood in it, others at full width.

    A panel that stood beside or inside another gets the full width, and so does one with live words: they would be too
    small in half of it.
    """
    placed: list[Scrolled] = []
    for number, one in enumerate(shown):
        above = shown[number - 1] if number else None
        span = _span(one, shown)
        left, width = _across(one, span)
        gap = _gap(above, one, span) if above else 0.0
        placed.append(Scrolled(one, gap, left, width))
    return tuple(placed)


def _span(one: Shown, shown: Sequence[Shown]) -> tuple[int, int]:
    """The left edge and the width of the strip that a panel was cut from, as far as its panels reach; px of it."""
    parts = [other.picture.part for other in shown if other.picture.sha256 == one.picture.sha256]
    boxes = [part for part in parts if part is not None]
    left = min((box.x for box in boxes), default=0)
    right = max((box.x + box.width for box in boxes), default=one.picture.width)
    return left, right - left


def _across(one: Shown, span: tuple[int, int]) -> tuple[float, float]:
    """The left edge and the width of a panel in CSS px."""
    part = one.picture.part
    share = part.width / span[1] if part else 1.0
    live = any(words.box is not None for panel in one.panels for words in panel.lettering)
    if part is None or live or not NARROWEST <= share < FULL:
        return 0.0, float(SCROLL_WIDTH)
    return (part.x - span[0]) / span[1] * SCROLL_WIDTH, share * SCROLL_WIDTH


def _gap(above: Shown, one: Shown, span: tuple[int, int]) -> float:
    before, part = above.picture.part, one.picture.part
    if before is None or part is None or above.picture.sha256 != one.picture.sha256:
        return SCROLL_GUTTER
    gap = part.y - before.y - before.height
    if gap < 0:  # beside it, inside it, or behind a slanted gutter
        return SCROLL_GUTTER
    return min(gap / span[1] * SCROLL_WIDTH, WIDEST_GUTTER)


def in_files(placed: Sequence[Scrolled]) -> tuple[tuple[Scrolled, ...], ...]:
    """A scroll in pieces of about a screen, each a file: a cut lies above a panel, never in one."""
    files: list[list[Scrolled]] = []
    height = 0.0
    for one in placed:
        added = one.gap + one.height
        if not files or height + added > SCROLL_SCREEN:
            files.append([])
            height = 0.0
        files[-1].append(one)
        height += added
    return tuple(tuple(file) for file in files)


def scroll_size(file: Sequence[Scrolled]) -> tuple[int, int]:
    """The width and height of a piece of a scroll in CSS px."""
    return SCROLL_WIDTH, max(1, round(sum(one.gap + one.height for one in file)))


def screen_size(picture: Picture) -> tuple[int, int]:
    """The width and height of the screen that shows one picture, in CSS px."""
    if picture.aspect < 1:
        return max(SCREEN_SHORT, round(SCREEN_LONG * picture.aspect)), SCREEN_LONG
    return SCREEN_LONG, max(SCREEN_SHORT, round(SCREEN_LONG / picture.aspect))


def place_on(page: Picture, panel: Panel) -> Rect | None:
    """Where a panel stands on a drawn page, in fractions of it; None where it is no part of the same master."""
    part = panel.picture.part
    if part is None or panel.picture.sha256 != page.sha256:
        return None
    whole = page.part or PixelBox(0, 0, page.width, page.height)
    return Rect(
        (part.x - whole.x) / whole.width,
        (part.y - whole.y) / whole.height,
        part.width / whole.width,
        part.height / whole.height,
    )
