"""Where panels lie on pages that are shown whole, for readers that go from panel to panel.

EPUB Region-Based Navigation 1.0 (IDPF, 2015); its terms for comics are in the EPUB Structural Semantics Vocabulary.
"""

from collections.abc import Iterable, Iterator

from storybook.comics.screens import place_on
from storybook.formats._epub.parts import Part, ScreenPart
from storybook.model.geometry import Rect

REGIONS = "regions.xhtml"
"""The data navigation document, beside the package document; it is not read, and stands in no reading order."""


def regions(parts: Iterable[Part]) -> Iterator[str]:
    """The address of each panel on a drawn page of fixed layout, in reading order."""
    for part in parts:
        if isinstance(part, ScreenPart):
            for shown in (one.shown for one in part.shown if one.shown.drawn):
                for panel in shown.panels:
                    place = place_on(shown.picture, panel)
                    if place is not None:
                        yield f"{part.href}#xywh=percent:{','.join(_percents(place))}"


def _percents(place: Rect) -> tuple[str, ...]:
    return tuple(f"{100 * side:.2f}".rstrip("0").rstrip(".") for side in (place.x, place.y, place.width, place.height))
