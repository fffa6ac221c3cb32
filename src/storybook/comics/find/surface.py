"""What a master looks like to the finder: ink, which is every contrast, and the smooth ground between."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
"""Rows × columns × red, green, blue."""
Mask = NDArray[np.bool_]
Tone = tuple[float, float, float]
"""Red, green and blue of smooth ground."""

STRONG, WEAK = 26.0, 9.0
"""Levels (of 255) across two px: what is ink anywhere, and what is ink where nothing strong is near."""
FAINT = 5.0
"""Levels between means of some px on both sides: an edge that is seen over its length only."""
_SMOOTH, _FAR = 0.8, 2.6
_GRAINS = (0.0, 1.3, 2.2, 3.4, 4.6)
"""Sigma in px of the smoothing that is tried, in turn, against the texture of a ground."""
_BAND, _OVERLAP = 2048, 48


@dataclass(frozen=True, slots=True)
class Surface:
    """A master at working size: its pixels, smoothed against the texture of its ground, and where its ink is.

    across, down: contrast from px to px, in levels. margins: colours of the ground along the edges of the picture where
    most of these show ground, several where it drifts; else none. grain: sigma in px of the smoothing against its
    texture. fine: where ink is when nothing is smoothed away, the texture with it.
    """

    pixels: Pixels
    ink: Mask
    across: Pixels
    down: Pixels
    margins: tuple[Tone, ...]
    grain: float
    fine: Mask

    @property
    def width(self) -> int:
        """Of the picture, px."""
        return int(self.ink.shape[1])

    @property
    def height(self) -> int:
        """Of the picture, px."""
        return int(self.ink.shape[0])


def surface_of(pixels: Pixels) -> Surface:
    """The surface of a picture at working size; in bands, so that a long strip needs little memory beside itself."""
    margins, grain = _ring(pixels)
    height = pixels.shape[0]
    smooth, ink = np.empty_like(pixels), np.empty(pixels.shape[:2], np.bool_)
    across, down = np.empty(pixels.shape[:2], np.uint8), np.empty(pixels.shape[:2], np.uint8)
    sigma = float(np.hypot(_SMOOTH, grain))
    for top in range(0, height, _BAND):
        first, last = max(top - _OVERLAP, 0), min(top + _BAND + _OVERLAP, height)
        band = cv2.GaussianBlur(pixels[first:last], (0, 0), sigma).astype(np.uint8)
        steps = gradients(band)
        own, here = slice(top - first, min(top + _BAND, height) - first), slice(top, top + _BAND)
        smooth[here], across[here], down[here] = band[own], steps[0][own], steps[1][own]
        ink[here] = _ink(band, *steps)[own]
    return Surface(smooth, ink, across, down, margins, grain, _fine(pixels) if grain else ink)


def _fine(pixels: Pixels) -> Mask:
    """The ink of a picture, in bands, with that of the texture of its ground."""
    height = pixels.shape[0]
    ink = np.empty(pixels.shape[:2], np.bool_)
    for top in range(0, height, _BAND):
        first, last = max(top - _OVERLAP, 0), min(top + _BAND + _OVERLAP, height)
        band = cv2.GaussianBlur(pixels[first:last], (0, 0), _SMOOTH).astype(np.uint8)
        ink[top : top + _BAND] = _ink(band, *gradients(band))[top - first : min(top + _BAND, height) - first]
    return ink


def gradients(band: Pixels) -> tuple[Pixels, Pixels]:
    """Contrast of a smoothed picture across and down, between the neighbours of each px: the most of the colours."""
    return _differences(band, 1)


def _differences(band: Pixels, reach: int) -> tuple[Pixels, Pixels]:
    wide = cv2.copyMakeBorder(band, reach, reach, reach, reach, cv2.BORDER_REPLICATE)
    inner, far = slice(reach, -reach), slice(2 * reach, None)
    across = cv2.absdiff(wide[inner, far], wide[inner, : -2 * reach])
    down = cv2.absdiff(wide[far, inner], wide[: -2 * reach, inner])
    return most(across), most(down)


def most(colours: cv2.typing.MatLike) -> Pixels:
    """The largest of red, green and blue of each px."""
    red, green, blue = cv2.split(colours)
    return cv2.max(red, cv2.max(green, blue)).astype(np.uint8)


def _ink(band: Pixels, across: Pixels, down: Pixels) -> Mask:
    """Strong contrasts, and weak ones that are no halo of compression round strong ones and no specks."""
    contrast = cv2.max(across, down)
    most = cv2.dilate(contrast, np.ones((9, 9), np.uint8)).astype(np.float32)
    strong = ((contrast >= STRONG) & (contrast >= 0.2 * most)).astype(np.uint8)
    weak = ((contrast >= WEAK) | _faint(band)).astype(np.uint8)
    weak[cv2.dilate(strong, np.ones((13, 13), np.uint8)) > 0] = 0
    ink = _without_specks(strong, 4, 6) | _without_specks(weak, 14, 30)
    return _filled(ink.astype(np.bool_))


def _filled(ink: Mask) -> Mask:
    """The mask with the px between two of it: the middle of thin lines, which has no contrast."""
    wide = np.pad(ink, 1)
    return ink | (wide[2:, 1:-1] & wide[:-2, 1:-1]) | (wide[1:-1, 2:] & wide[1:-1, :-2])


def _faint(band: Pixels) -> Mask:
    """The crests of edges that are seen over some px only."""
    steps = cv2.max(*_differences(cv2.GaussianBlur(band, (0, 0), _FAR).astype(np.uint8), 3))
    crest = cv2.dilate(steps, np.ones((5, 5), np.uint8)).astype(np.float32) * 0.9
    return np.asarray((steps >= FAINT) & (steps >= crest), np.bool_)


def _without_specks(mask: Pixels, side: int, area: int) -> Pixels:
    """The mask without components that are small both ways."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    if count <= 1:
        return mask
    longest = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    keep = (longest >= side) & (stats[:, cv2.CC_STAT_AREA] >= area)
    keep[0] = False
    return np.asarray(keep[labels], np.uint8)


# ------------------------------------------------------------------------------------ along the edges


def is_textured(pixels: Pixels) -> bool:
    """Whether the ground along the edges of a picture has a texture that must be smoothed away."""
    return _ring(pixels)[1] > 0


def _ring(pixels: Pixels) -> tuple[tuple[Tone, ...], float]:
    """The colours of the margins, where they show ground, and how much smoothing its texture needs (sigma in px)."""
    pieces = _pieces(pixels)
    means = np.array([piece.reshape(-1, 3).mean(axis=0) for piece in pieces])
    alike = _largest_kin(means)
    if alike.mean() < (0.25 if pixels.shape[0] > 2.2 * pixels.shape[1] else 0.55):
        return (), 0.0  # panels of strips often run over the edges, those of pages seldom all do
    ground = [piece for piece, like in zip(pieces, alike, strict=True) if like]
    for grain in _GRAINS:
        if float(np.median([_roughness(piece, grain) for piece in ground])) < 0.9:
            return _distinct(means[alike]), grain
    return (), 0.0


def _distinct(colours: NDArray[np.float64]) -> tuple[Tone, ...]:
    """Colours of which none is near another."""
    kept: list[NDArray[np.float64]] = [np.median(colours, axis=0)]
    for colour in colours:
        if min(float(np.abs(colour - other).max()) for other in kept) > 20:
            kept.append(colour)
    return tuple((float(red), float(green), float(blue)) for red, green, blue in kept)


def _largest_kin(means: NDArray[np.float64]) -> Mask:
    """The most pieces that are of one colour, or pass into each other's colours in small steps round the picture."""
    count = len(means)
    near = np.abs(means[:, None] - means[None]).max(axis=2)
    kin = near <= 8
    for first in range(count):
        second = (first + 1) % count
        kin[first, second] = kin[second, first] = near[first, second] <= 12
    best = np.zeros(count, np.bool_)
    left = np.ones(count, np.bool_)
    while left.any():
        family = np.zeros(count, np.bool_)
        family[int(np.argmax(left))] = True
        while (wider := kin[family].any(axis=0)).sum() > family.sum():
            family = wider
        left &= ~family
        best = family if family.sum() > best.sum() else best
    return best


def _pieces(pixels: Pixels) -> list[Pixels]:
    """Pieces of the margins, in order round the picture; each as it stands, about 50 × 20 px."""
    height, width = pixels.shape[:2]
    deep = max(8, min(24, width // 50))
    long = max(24, min(width, height) // 10)
    top = [pixels[:deep, x : x + long] for x in range(0, width - long + 1, long)]
    right = [pixels[y : y + long, -deep:] for y in range(0, height - long + 1, long)]
    low = [pixels[-deep:, x : x + long] for x in range(0, width - long + 1, long)]
    left = [pixels[y : y + long, :deep] for y in range(0, height - long + 1, long)]
    return [*top, *right, *low[::-1], *left[::-1]] or [pixels]


def _roughness(piece: Pixels, grain: float) -> float:
    """Its contrasts when it is smoothed so much, against what would be taken for ink: below 1 it is smooth."""
    smooth = cv2.GaussianBlur(piece, (0, 0), float(np.hypot(_SMOOTH, grain))).astype(np.uint8)
    fine = float(np.quantile(cv2.max(*gradients(smooth)), 0.95))
    coarse = cv2.max(*_differences(cv2.GaussianBlur(smooth, (0, 0), _FAR).astype(np.uint8), 3))
    return max(fine / WEAK, float(np.quantile(coarse, 0.95)) / FAINT)
