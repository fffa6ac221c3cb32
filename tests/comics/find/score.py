"""How well found panels agree with the truth."""

from dataclasses import dataclass

import cv2
import numpy as np

from comics.find.drawn_art import Points
from storybook.comics.find.finder import Found, FoundPanel


@dataclass(frozen=True)
class Score:
    """Of one picture: panels in the truth, found at IoU ≥ 0.9, boxes too many, right order, protected shapes cut."""

    panels: int
    right: int
    extra: int
    ordered: bool
    protected: int
    cut: int

    @property
    def perfect(self) -> bool:
        return self.right == self.panels and not self.extra and self.ordered

    @property
    def corrections(self) -> int:
        """Lines of the sheet that a person has to mend."""
        return max(self.panels - self.right, self.extra) + (not self.ordered)


def corners_of(panel: FoundPanel) -> Points:
    if panel.outline:
        return np.array(panel.outline, np.float64)
    box = panel.box
    return np.array(
        [
            [box.x, box.y],
            [box.x + box.width, box.y],
            [box.x + box.width, box.y + box.height],
            [box.x, box.y + box.height],
        ],
        np.float64,
    )


def share(first: Points, second: Points) -> tuple[float, float]:
    """Area of both together and of what they have in common, in px."""
    low = np.floor(np.minimum(first.min(axis=0), second.min(axis=0))).astype(int)
    size = np.ceil(np.maximum(first.max(axis=0), second.max(axis=0))).astype(int) - low + 1
    scale = min(1.0, 700 / max(size))
    masks = []
    for shape in (first, second):
        mask = np.zeros(np.ceil(size[::-1] * scale).astype(int) + 1, np.uint8)
        cv2.fillPoly(mask, [np.round((shape - low) * scale).astype(np.int32)], 1)
        masks.append(mask > 0)
    both = masks[0] & masks[1]
    return float((masks[0] | masks[1]).sum()), float(both.sum())


def iou(first: Points, second: Points) -> float:
    if (first.min(axis=0) >= second.max(axis=0)).any() or (second.min(axis=0) >= first.max(axis=0)).any():
        return 0.0
    union, both = share(first, second)
    return both / union if union else 0.0


def score(found: Found, truth: list[Points], protected: list[Points]) -> Score:
    shapes = [corners_of(panel) for panel in found.panels]
    matched: list[int] = []
    for panel in truth:
        values = [0.0 if number in matched else iou(panel, shape) for number, shape in enumerate(shapes)]
        best = int(np.argmax(values)) if values else -1
        matched.append(best if values and values[best] >= 0.9 else -1)
    hits = [number for number in matched if number >= 0]
    cut = sum(_is_cut(shape, shapes) for shape in protected)
    return Score(len(truth), len(hits), len(shapes) - len(hits), hits == sorted(hits), len(protected), cut)


def _is_cut(shape: Points, panels: list[Points]) -> bool:
    """Whether no panel holds nearly all of a shape."""
    alone, _ = share(shape, shape)
    return max((share_of(shape, panel) / max(alone, 1.0) for panel in panels), default=0.0) < 0.96


def share_of(shape: Points, panel: Points) -> float:
    """Px of a shape that a panel holds."""
    low, high = np.floor(shape.min(axis=0)).astype(int), np.ceil(shape.max(axis=0)).astype(int)
    masks = []
    for polygon in (shape, panel):
        mask = np.zeros((high - low + 1)[::-1], np.uint8)
        cv2.fillPoly(mask, [np.round(polygon - low).astype(np.int32)], 1)
        masks.append(mask > 0)
    return float((masks[0] & masks[1]).sum())
