"""How well panels are found: on pages and strips drawn from seeds, and on real pages whose panels are known.

    python benchmarks/panels.py [--pages N] [--strips N] [--first SEED] [--real FOLDER [--varied]] [--failed]

Drawn ones come from tests/comics/find, with the measure that the tests use. FOLDER holds the pictures that
panels_truth.py knows by name; --varied looks at each of them smaller, larger, compressed, turned a little, mirrored and
as a negative too. --first chooses seeds that nobody has looked at; --failed names what was not all right.
Prints Markdown tables; CPU seconds are of finding alone, without reading or drawing the picture.
"""

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import cv2
import numpy as np
from panels_truth import REAL, Box, Corner, Truth

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from comics.find.drawn_art import Pixels, Points, ellipse
from comics.find.drawn_pages import DrawnPage, drawn_page, drawn_strip
from comics.find.score import Score, score
from storybook.comics.find.finder import Found, find_in_bands, find_panels, working_size
from storybook.images.look import look_at, size_of


@dataclass(frozen=True)
class Seen:
    """A picture that was looked at: its name, its score, and CPU seconds."""

    name: str
    score: Score
    seconds: float


def drawn(draw: Callable[[int], DrawnPage], seeds: range, *, failed: bool) -> list[Seen]:
    seen = []
    for seed in seeds:
        page = draw(seed)
        started = time.process_time()
        found = find_panels(page.pixels, right_to_left=page.right_to_left)
        seconds = time.process_time() - started
        one = Seen(page.name, score(found, page.panels, page.protected), seconds)
        seen.append(one)
        if failed and not (one.score.perfect and not one.score.cut):
            print(f"{one.name}: {verdict(one.score)}", file=sys.stderr, flush=True)
    return seen


def real(folder: Path) -> list[Seen]:
    seen = []
    for name, truth in REAL.items():
        opened = partial((folder / name).open, "rb")
        with opened() as file:
            size = size_of(file, name, None)
        look = look_at(opened, name, None, working_size(*size))
        started = time.process_time()
        found = find_in_bands(look.small, look.grey, right_to_left=truth.right_to_left)
        seconds = time.process_time() - started
        seen.append(Seen(name, against(found, truth), seconds))
    return seen


def varied(folder: Path) -> dict[str, list[Seen]]:
    """Of each real page, as it is and changed in ways that leave its panels what they are, by what was done."""
    seen: dict[str, list[Seen]] = {}
    for name, truth in REAL.items():
        pixels = np.asarray(cv2.imread(str(folder / name), cv2.IMREAD_COLOR))[:, :, ::-1].astype(np.uint8)
        for what, (changed, moves) in variants(pixels).items():
            backwards = truth.right_to_left != (moves[0, 0] < 0)
            started = time.process_time()
            found = find_panels(np.ascontiguousarray(changed), right_to_left=backwards)
            seconds = time.process_time() - started
            seen.setdefault(what, []).append(Seen(name, against(found, truth, moves), seconds))
    return seen


def variants(pixels: Pixels) -> dict[str, tuple[Pixels, Points]]:
    """Pictures of the same panels, each with the affine map (2 × 3) that brings places of the first to its own."""
    height, width = pixels.shape[:2]
    still = np.eye(2, 3)

    def scaled(by: float, way: int) -> tuple[Pixels, Points]:
        return cv2.resize(pixels, None, fx=by, fy=by, interpolation=way).astype(np.uint8), by * still

    def turned(degrees: float) -> tuple[Pixels, Points]:
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
        image = cv2.warpAffine(pixels, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
        return image.astype(np.uint8), matrix

    _, packed = cv2.imencode(".jpg", pixels[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, 60])
    return {
        "as it is": (pixels, still),
        "at 70 %": scaled(0.7, cv2.INTER_AREA),
        "at 85 %": scaled(0.85, cv2.INTER_AREA),
        "at 130 %": scaled(1.3, cv2.INTER_CUBIC),
        "JPEG quality 60": (np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR))[:, :, ::-1].astype(np.uint8), still),
        "turned by 0.5°": turned(0.5),
        "turned by −0.5°": turned(-0.5),
        "mirrored": (pixels[:, ::-1], np.array([[-1.0, 0, width], [0, 1, 0]])),
        "negative": (255 - pixels, still),
    }


def against(found: Found, truth: Truth, moves: Points | None = None) -> Score:
    """The score against known panels, which `moves` (2 × 3) brings to where they are in the picture."""
    moves = np.eye(2, 3) if moves is None else moves
    whole = [ellipse(((x0 + x1) / 2, (y0 + y1) / 2), ((x1 - x0) / 2, (y1 - y0) / 2)) for x0, y0, x1, y1 in truth.whole]
    panels = [corners(panel) for panel in truth.panels]
    moved = [[one @ moves[:, :2].T + moves[:, 2] for one in shapes] for shapes in (panels, whole)]
    return score(found, moved[0], moved[1])


def corners(panel: Box | tuple[Corner, ...]) -> Points:
    if isinstance(panel[0], int):
        x0, y0, x1, y1 = panel
        panel = ((x0, y0), (x1, y0), (x1, y1), (x0, y1))
    return np.array(panel, np.float64)


def verdict(one: Score) -> str:
    if one.perfect:
        return "all right" + (f", cuts through {one.cut}" if one.cut else "")
    parts = [f"{one.right} of {one.panels}"]
    parts += [f"{one.extra} too many"] if one.extra else []
    parts += [] if one.ordered else ["not in order"]
    parts += [f"cuts through {one.cut}"] if one.cut else []
    return ", ".join(parts) + f": {one.corrections} to correct"


def short(one: Score) -> str:
    """All right, or panels found and what is wrong beside them."""
    if one.perfect and not one.cut:
        return "all right"
    cut = f", cuts {one.cut}" if one.cut else ""
    return f"{one.right} of {one.panels}" + (f", {one.extra} too many" if one.extra else "") + cut


def table(columns: dict[str, list[Seen]]) -> None:
    print("| what | " + " | ".join(f"{len(seen)} {name}" for name, seen in columns.items()) + " |")
    print("|-|" + "-|" * len(columns))
    rows: dict[str, Callable[[list[Seen]], str]] = {
        "all panels right, in order, none too many": lambda seen: str(sum(one.score.perfect for one in seen)),
        "right, or right after one line is corrected": lambda seen: str(
            sum(one.score.corrections <= 1 for one in seen)
        ),
        "panels found": lambda seen: (
            f"{sum(one.score.right for one in seen)} of {sum(one.score.panels for one in seen)}"
        ),
        "boxes too many": lambda seen: str(sum(one.score.extra for one in seen)),
        "balloons or faces cut through": lambda seen: (
            f"{sum(one.score.cut for one in seen)} of {sum(one.score.protected for one in seen)}"
        ),
        "CPU seconds for each": lambda seen: f"{sum(one.seconds for one in seen) / len(seen):.1f}",
    }
    for what, told in rows.items():
        print(f"| {what} | " + " | ".join(told(seen) for seen in columns.values()) + " |")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--strips", type=int, default=30)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--real", type=Path)
    parser.add_argument("--varied", action="store_true")
    parser.add_argument("--failed", action="store_true")
    arguments = parser.parse_args()
    first = arguments.first
    wanted = {"pages": (drawn_page, arguments.pages), "strips": (drawn_strip, arguments.strips)}
    columns = {
        name: drawn(draw, range(first, first + count), failed=arguments.failed)
        for name, (draw, count) in wanted.items()
        if count
    }
    if columns:
        table(columns)
    if arguments.real:
        print("\n| file | verdict | CPU s |\n|-|-|-|")
        for one in real(arguments.real):
            print(f"| {one.name} | {verdict(one.score)} | {one.seconds:.1f} |")
    if arguments.real and arguments.varied:
        by_change = varied(arguments.real)
        print("\n| file | " + " | ".join(by_change) + " |\n|-|" + "-|" * len(by_change))
        for row in zip(*by_change.values(), strict=True):
            print(f"| {row[0].name} | " + " | ".join(short(one.score) for one in row) + " |")


if __name__ == "__main__":
    main()
