"""The sheet a page is printed on: where trim, bleed, crop marks and margins lie on it.

The whole sheet, with bleed and room for marks, is laid out as the page, so that its corner is the origin of every
box in the PDF. Lengths are millimetres, measured from the sheet's left top corner unless said otherwise.
"""

from dataclasses import dataclass, replace

from storybook.comics.page_rules import comic_area
from storybook.model.geometry import MM_PER_INCH, POINTS_PER_INCH, PageGeometry, Rect

MARK_LENGTH = 5.0
MARK_DISTANCE = 1.0
"""Space between the bleed and a crop mark's near end."""
MARK_MARGIN = 1.0
"""Space between a crop mark's far end and the edge of the sheet."""
SLACK = 0.05
"""What a box that fills a page is short of it, so that rounding never makes a second page."""

PAGES_FROM_RIGHT = "html { direction: rtl; } body { direction: ltr; }"
"""Makes the first page, a recto, a left one; words run as before."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page's geometry, whether its margins change sides from recto to verso, and the edge that is bound."""

    page: PageGeometry
    mirrored: bool
    bound_right: bool = False

    @property
    def offset(self) -> float:
        """From the edge of the sheet to the trim, on all four sides."""
        marks = MARK_DISTANCE + MARK_LENGTH + MARK_MARGIN if self.page.crop_marks else 0.0
        return self.page.bleed + marks

    @property
    def width(self) -> float:
        """Width of the sheet."""
        return self.page.trim_width + 2 * self.offset

    @property
    def height(self) -> float:
        """Height of the sheet."""
        return self.page.trim_height + 2 * self.offset

    @property
    def trim(self) -> Rect:
        """Where the page is cut."""
        return Rect(self.offset, self.offset, self.page.trim_width, self.page.trim_height)

    @property
    def bleed(self) -> Rect:
        """How far art that runs off the page must reach."""
        return _grown(self.trim, self.page.bleed)

    def comic(self, *, splash: bool) -> Rect:
        """Where panels stand on a comic page."""
        area = comic_area(self.page, splash=splash)
        return Rect(area.x + self.offset, area.y + self.offset, area.width, area.height)


def print_sheet(page: PageGeometry, *, bound_right: bool = False) -> Sheet:
    """The sheet of a printed book: margins mirrored, with bleed, and with marks where they are wished."""
    return Sheet(page, mirrored=True, bound_right=bound_right)


def screen_sheet(page: PageGeometry, *, bound_right: bool = False) -> Sheet:
    """The sheet of a book on a screen: the printed page cut to its trim, its text in the middle of each page."""
    side = (page.margin_inside + page.margin_outside) / 2
    cut = replace(page, bleed=0.0, crop_marks=False, margin_inside=side, margin_outside=side)
    return Sheet(cut, mirrored=False, bound_right=bound_right)


def crop_marks(sheet: Sheet) -> tuple[tuple[float, float, float, float], ...]:
    """The crop marks as lines x1, y1, x2, y2: two at each corner, none nearer to the art than the bleed."""
    if not sheet.page.crop_marks:
        return ()
    trim, near = sheet.trim, sheet.page.bleed + MARK_DISTANCE
    far = near + MARK_LENGTH
    lines = []
    for x, outward in ((trim.x, -1), (trim.right, 1)):
        for y in (trim.y, trim.bottom):
            lines.append((x + outward * near, y, x + outward * far, y))
    for y, outward in ((trim.y, -1), (trim.bottom, 1)):
        for x in (trim.x, trim.right):
            lines.append((x, y + outward * near, x, y + outward * far))
    return tuple(lines)


def double(sheet: Sheet) -> Sheet:
    """The sheet of two pages shown as one."""
    return replace(sheet, page=replace(sheet.page, trim_width=2 * sheet.page.trim_width))


def points(sheet: Sheet, box: Rect) -> tuple[float, float, float, float]:
    """A box of the sheet as PDF has it: left, bottom, right, top in points from the left bottom corner."""
    edges = (box.x, sheet.height - box.bottom, box.right, sheet.height - box.y)
    return (_pt(edges[0]), _pt(edges[1]), _pt(edges[2]), _pt(edges[3]))


def page_rules(sheet: Sheet, first_page: str) -> str:
    """The CSS rules for @page that follow from a sheet; first_page is the page name that counting starts at."""
    page, offset, comic = sheet.page, sheet.offset, sheet.comic(splash=False)
    inside, outside = offset + page.margin_inside, offset + page.margin_outside
    top, bottom = offset + page.margin_top, offset + page.margin_bottom
    right = _rule("@page :right", top, outside, bottom, inside)
    left = _rule("@page :left", top, inside if sheet.mirrored else outside, bottom, outside)
    recto_left = outside if sheet.bound_right and sheet.mirrored else inside
    comic_side, comic_bottom = comic.x, sheet.height - comic.bottom
    comic_rules = [
        _rule(f"@page {name}{side}", comic.y, comic_side, comic_bottom, comic_side)
        for name in ("comic", "comic-first")
        for side in (":left", ":right")
    ]
    bare_rules = [
        _rule(f"@page {name}{side}", 0, 0, 0, 0)
        for name in ("cover", "splash", "splash-first", "spread", "spread-first")
        for side in (":left", ":right")
    ]
    wide = double(sheet)
    bare_rules += [
        f"@page {name} {{ size: {_mm(wide.width)} {_mm(wide.height)}; }}" for name in ("spread", "spread-first")
    ]
    return "\n".join(
        [
            *([PAGES_FROM_RIGHT] if sheet.bound_right else []),
            f"@page {{ size: {_mm(sheet.width)} {_mm(sheet.height)}; }}",
            right,
            left,
            *comic_rules,
            *bare_rules,
            f"@page :nth(1 of {first_page}) {{ counter-reset: page 1; }}",
            f".bleeds {{ {_box(sheet.bleed)} }}",
            f".whole-sheet {{ height: {_mm(sheet.height - SLACK)}; }}",
            f".whole-area {{ height: {_mm(comic.height - SLACK)}; }}",
            f".to-head {{ top: {_mm(sheet.bleed.y - top)}; left: {_mm(sheet.bleed.x - recto_left)}; }}",
            f".to-head {{ width: {_mm(sheet.bleed.width)}; }}",
            f".text-height {{ height: {_mm(page.text_height - SLACK)}; }}",
        ]
    )


def _rule(selector: str, top: float, right: float, bottom: float, left: float) -> str:
    return f"{selector} {{ margin: {_mm(top)} {_mm(right)} {_mm(bottom)} {_mm(left)}; }}"


def _box(box: Rect) -> str:
    edges = (("left", box.x), ("top", box.y), ("width", box.width), ("height", box.height))
    return " ".join(f"{name}: {_mm(value)};" for name, value in edges)


def _grown(box: Rect, by: float) -> Rect:
    return Rect(box.x - by, box.y - by, box.width + 2 * by, box.height + 2 * by)


def _pt(millimetres: float) -> float:
    return round(millimetres * POINTS_PER_INCH / MM_PER_INCH, 4)


def _mm(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".") + "mm"
