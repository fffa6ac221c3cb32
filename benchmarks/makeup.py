"""What page make-up costs: CPU seconds of breaking a chapter into pages, by its number of panels.

    .venv/bin/python benchmarks/makeup.py [--runs N]

The panels are those of a webtoon drawn by lot (the same ones each time): wide, plain, narrow and very tall ones. Words
are not measured here, only pages broken. Prints a Markdown table: median, least and most CPU seconds of this process.
"""

import argparse
import random
import statistics
import time

from storybook.comics.badness import Widths
from storybook.comics.page_makeup import compose
from storybook.comics.page_rules import PageRules
from storybook.model.comic import Comic, Makeup, Panel
from storybook.model.composition import Side
from storybook.model.geometry import PageGeometry
from storybook.model.picture import Picture, PixelBox

COUNTS = (50, 500, 5_000)
PAGES = {"A5": PageGeometry(148, 210, bleed=3), "A4": PageGeometry(210, 297, bleed=3)}


def strip(count: int) -> Comic:
    """Panels of a strip 800 px wide; one in forty waits for the turn of the page."""
    lot = random.Random(count)  # noqa: S311 - nothing secret
    panels = []
    for number in range(count):
        kind = lot.random()
        if kind < 0.08:
            width, aspect = lot.choice((800, 400)), lot.uniform(0.2, 0.4)
        elif kind < 0.6:
            width, aspect = 800, lot.uniform(0.75, 3.2)
        else:
            width, aspect = lot.choice((390, 500, 620)), lot.uniform(0.5, 1.2)
        height = round(width / aspect)
        picture = Picture(f"{number}.png", "0" * 64, width, height, part=PixelBox(0, 0, width, height))
        panels.append(Panel(f"p{number}", picture, "", makeup=Makeup(page_turn=number % 40 == 39)))
    return Comic(tuple(panels))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    print("| page | panels | pages | CPU s | least–most | runs |\n|-|-|-|-|-|-|")
    for name, page in PAGES.items():
        for count in COUNTS:
            comic, rules = strip(count), PageRules(page, Side.VERSO)
            seconds = []
            for _ in range(runs):
                started = time.process_time()
                pages = compose(comic, rules, lambda _: Widths(20.0, 130.0)).pages
                seconds.append(time.process_time() - started)
            spread = f"{min(seconds):.2f}–{max(seconds):.2f}"
            print(f"| {name} | {count:,} | {len(pages):,} | {statistics.median(seconds):.2f} | {spread} | {runs} |")


if __name__ == "__main__":
    main()
