"""A QR code as a drawing: one outline, so that no hairline shows between its modules at any size."""

from collections.abc import Sequence

QUIET_ZONE = 4
"""Light modules around the code that readers need (ISO/IEC 18004)."""

Point = tuple[int, int]


def qr_svg(modules: Sequence[Sequence[bool]]) -> str:
    """An SVG drawing of a QR code with its quiet zone, black on white, as sharp as its printer."""
    size = len(modules) + 2 * QUIET_ZONE
    outline = " ".join(_path(loop) for loop in _outlines(modules))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" viewBox="0 0 {size} {size}">'
        f'<rect width="{size}" height="{size}" fill="#ffffff"/>'
        f'<path fill="#000000" fill-rule="evenodd" d="{outline}"/></svg>'
    )


def _outlines(modules: Sequence[Sequence[bool]]) -> list[list[Point]]:
    """Closed loops around the dark modules, each walked with the dark on its right hand."""
    ends = _edges(modules)
    loops = []
    while ends:
        start = min(ends)
        loop, here = [start], ends[start].pop()
        if not ends[start]:
            del ends[start]
        while here != start:
            loop.append(here)
            following = ends[here].pop()
            if not ends[here]:
                del ends[here]
            here = following
        loops.append(loop)
    return loops


def _edges(modules: Sequence[Sequence[bool]]) -> dict[Point, list[Point]]:
    """Sides between a dark and a light module: where each starts, and where it leads."""

    def dark(x: int, y: int) -> bool:
        return 0 <= y < len(modules) and 0 <= x < len(modules[y]) and modules[y][x]

    ends: dict[Point, list[Point]] = {}
    for y, row in enumerate(modules):
        for x, is_dark in enumerate(row):
            if not is_dark:
                continue
            if not dark(x, y - 1):
                ends.setdefault((x, y), []).append((x + 1, y))
            if not dark(x + 1, y):
                ends.setdefault((x + 1, y), []).append((x + 1, y + 1))
            if not dark(x, y + 1):
                ends.setdefault((x + 1, y + 1), []).append((x, y + 1))
            if not dark(x - 1, y):
                ends.setdefault((x, y + 1), []).append((x, y))
    return ends


def _path(loop: list[Point]) -> str:
    corners = [
        here
        for before, here, after in zip(loop[-1:] + loop[:-1], loop, loop[1:] + loop[:1], strict=True)
        if not (before[0] == here[0] == after[0] or before[1] == here[1] == after[1])
    ]
    return "M" + " L".join(f"{x + QUIET_ZONE} {y + QUIET_ZONE}" for x, y in corners) + " Z"
