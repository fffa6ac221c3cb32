"""How large a derivative is, and which part of its master it shows: arithmetic only."""

from dataclasses import dataclass
from math import floor, inf

from storybook.model.geometry import Rect, px_for
from storybook.model.picture import ImageProfile


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a picture is set.

    width_mm: its width on paper, None where pages have no fixed size; aspect: width over height of the frame it
    fills, None for the whole picture; with a frame of another shape, the picture is cropped evenly on two sides.
    """

    width_mm: float | None = None
    aspect: float | None = None


ANYWHERE = Placement()
"""The whole picture, no larger than the profile allows."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A part of a master, in px of it with orientation applied, and the size in px that it gets."""

    box: Rect
    width: int
    height: int


def cut_for(width: int, height: int, profile: ImageProfile, placement: Placement = ANYWHERE) -> Cut:
    """What a derivative shows of a master of this size (px), and how large it is: never larger than the master."""
    box = _frame(width, height, placement.aspect)
    placed = inf
    if placement.width_mm is not None and profile.ppi is not None:
        placed = px_for(placement.width_mm, profile.ppi)
    scale = min(1.0, profile.max_width / box.width, profile.max_height / box.height, placed / box.width)
    return Cut(box, _side(box.width, scale, profile.max_width), _side(box.height, scale, profile.max_height))


def _frame(width: int, height: int, aspect: float | None) -> Rect:
    if aspect is None:
        return Rect(0, 0, width, height)
    kept_width = max(1.0, min(width, height * aspect))
    kept_height = max(1.0, min(height, width / aspect))
    return Rect((width - kept_width) / 2, (height - kept_height) / 2, kept_width, kept_height)


def _side(length: float, scale: float, longest: int) -> int:
    return max(1, min(round(length * scale), floor(length), longest))
