"""Panels of drawn pages and strips whose truth is known: found, in order, without a cut through what is whole."""

import pytest

from comics.find.drawn_pages import drawn_page, drawn_strip
from comics.find.score import Score, score
from storybook.comics.find.finder import find_panels

PAGES, STRIPS = range(7), range(3)
"""Seeds: each layout of pages and everything that lies on them once, each kind of strip once."""


def scores(kind: str) -> list[Score]:
    draw, seeds = (drawn_page, PAGES) if kind == "page" else (drawn_strip, STRIPS)
    found = []
    for seed in seeds:
        drawn = draw(seed)
        panels = find_panels(drawn.pixels, right_to_left=drawn.right_to_left)
        found.append(score(panels, drawn.panels, drawn.protected))
    return found


@pytest.mark.parametrize("kind", ["page", "strip"])
def test_most_panels_of_drawn_layouts_are_found(kind: str) -> None:
    found = scores(kind)
    panels, right = sum(one.panels for one in found), sum(one.right for one in found)
    protected, cut = sum(one.protected for one in found), sum(one.cut for one in found)
    assert right >= LEAST[kind] * panels
    assert cut <= 0.03 * protected
    assert sum(one.ordered for one in found) >= 0.75 * len(found)


LEAST = {"page": 0.85, "strip": 0.8}
"""Share of panels found at IoU ≥ 0.9; benchmarks/panels.md has the figures for many more."""
