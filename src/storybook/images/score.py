"""How much of a picture an encoder lost, as SSIMULACRA2 would say it: 100 nothing, 90 unseen, 80 hard to see, 50 plain.

The yardstick is SSIMULACRA2 2.1 (Sneyers, github.com/cloudinary/ssimulacra2): six scales, three planes of XYB, and
means and fourth-power means of three maps. Here it is worked out on square tiles, with those of its 108 terms that
weigh anything, in numbers that come out the same on every processor. benchmarks/images.md has how near it comes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Plane: TypeAlias = NDArray[np.float32]
Tiles: TypeAlias = NDArray[np.uint8]
"""Tiles × rows × columns × colours (3)."""

SIDE = 128
"""Px along a tile: the least in which five scales have room."""

_TOGETHER = 4
"""Tiles that are compared at a time: a plane of them stays in a core's own cache, which saves a third of the time."""

_SCALES = 5
_LOST, _RUNG, _BLURRED = 0, 1, 2  # the maps: structure that differs, edges that came, edges that went
_MEAN, _FOURTH = 0, 1  # the norms
Term: TypeAlias = tuple[int, int, int, int]
"""Plane of XYB, scale, norm, map."""
Means: TypeAlias = dict[Term, float]

_TERMS: dict[Term, float] = {  # the weights, of those above 0.1
    (0, 1, _FOURTH, _LOST): 1.1041726426657346,
    (0, 2, _FOURTH, _LOST): 1.8422455520539298,
    (0, 2, _FOURTH, _RUNG): 11.441172603757666,
    (0, 3, _FOURTH, _LOST): 1.8787594979546387,
    (0, 3, _FOURTH, _RUNG): 10.94906990605142,
    (0, 4, _MEAN, _RUNG): 0.9677937080626833,
    (0, 4, _FOURTH, _RUNG): 0.9981766977854967,
    (1, 0, _FOURTH, _LOST): 7.466890328078848,
    (1, 0, _FOURTH, _BLURRED): 17.445833984131262,
    (1, 1, _FOURTH, _LOST): 6.683678146179332,
    (1, 1, _FOURTH, _BLURRED): 1.027889937768264,
    (1, 2, _MEAN, _LOST): 225.20515300849274,
    (1, 2, _FOURTH, _LOST): 19.213238186143016,
    (1, 3, _MEAN, _LOST): 176.39317598450694,
    (1, 3, _FOURTH, _LOST): 24.43300999870476,
    (1, 3, _FOURTH, _RUNG): 0.28520802612117757,
    (1, 4, _FOURTH, _LOST): 34.77906344483772,
    (1, 4, _FOURTH, _RUNG): 44.835625328877896,
    (2, 3, _FOURTH, _LOST): 8.826982764996862,
    (2, 3, _FOURTH, _RUNG): 23.19243343998926,
    (2, 4, _MEAN, _LOST): 95.1080498811086,
    (2, 4, _MEAN, _RUNG): 0.9863978034400682,
    (2, 4, _MEAN, _BLURRED): 0.9834382792465353,
    (2, 4, _FOURTH, _RUNG): 171.2667255897307,
    (2, 4, _FOURTH, _BLURRED): 0.9807858872435379,
}

_RADIUS = 5
_SIGMA = 1.5
_C2 = np.float32(0.0009)
_BIAS = 0.0037930732552754493
_MIX = (
    (0.30, 0.622, 0.078),
    (0.23, 0.692, 0.078),
    (0.24342268924547819, 0.20476744424496821, 0.5518098665095536),
)
"""Light to the response of three kinds of cones."""
_STEPS = (1 << 16) - 1


@cache
def _kernel() -> tuple[np.float32, ...]:
    """The Gaussian from its middle outwards."""
    bell = np.exp(-0.5 * (np.arange(-_RADIUS, _RADIUS + 1) / _SIGMA) ** 2)
    return tuple(np.float32(value) for value in (bell / bell.sum())[_RADIUS:])


@cache
def _light() -> Plane:
    """Linear light of each of 256 values of sRGB."""
    value = np.arange(256) / 255.0
    light: Plane = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4).astype(np.float32)
    return light


@cache
def _roots() -> Plane:
    """Cube roots of biased light, from none to full in even steps: a table says the same on every processor."""
    roots: Plane = (np.cbrt(np.arange(_STEPS + 2) / _STEPS + _BIAS) - np.cbrt(_BIAS)).astype(np.float32)
    return roots


@cache
def _maps(plane: int, scale: int) -> frozenset[int]:
    """The maps that weigh anything."""
    return frozenset(kind for a, b, _, kind in _TERMS if (a, b) == (plane, scale))


@cache
def _planes(scale: int) -> tuple[int, ...]:
    return tuple(plane for plane in range(3) if _maps(plane, scale))


@dataclass(frozen=True, slots=True)
class _Original:
    """A plane of the original: values, local means and variances, and the reciprocal of one and its local contrast."""

    values: Plane
    means: Plane
    variances: Plane
    contrast: Plane


class Judge:
    """Knows tiles of a picture, and scores what encoders made of them."""

    def __init__(self, tiles: Tiles) -> None:
        """All tiles stand for as much of the picture."""
        self._groups = [_Group(tiles[some]) for some in _groups(len(tiles))]

    def score(self, tiles: Tiles) -> float:
        """The score of the same tiles, decoded again."""
        groups = zip(self._groups, _groups(len(tiles)), strict=True)
        return _score_of((len(tiles[some]), group.means(tiles[some])) for group, some in groups)


class _Group:
    """A few tiles of the original at all scales."""

    def __init__(self, tiles: Tiles) -> None:
        self._originals: list[dict[int, _Original]] = []
        light = _linear(tiles)
        for scale in range(_SCALES):
            if scale:
                light = _halved(light)
            planes = _perceived(light, _planes(scale))
            self._originals.append({plane: _known(values) for plane, values in planes.items()})

    def means(self, tiles: Tiles) -> Means:
        """What the score is worked out from, over all tiles of the group."""
        light = _linear(tiles)
        means: Means = {}
        for scale, originals in enumerate(self._originals):
            if scale:
                light = _halved(light)
            for plane, values in _perceived(light, tuple(originals)).items():
                for kind, found in _maps_of(originals[plane], values, _maps(plane, scale)):
                    means |= _averaged(found, plane, scale, kind)
        return means


def compared(originals: Tiles, decoded: Tiles) -> float:
    """The score of any number of tiles, in memory for a few."""
    groups = _groups(len(originals))
    return _score_of((len(originals[some]), _Group(originals[some]).means(decoded[some])) for some in groups)


def _groups(count: int) -> list[slice]:
    return [slice(first, first + _TOGETHER) for first in range(0, count, _TOGETHER)]


def _score_of(groups: Iterable[tuple[int, Means]]) -> float:
    """The score of all groups, each with its number of tiles."""
    total: Means = dict.fromkeys(_TERMS, 0.0)
    tiles = 0
    for count, means in groups:
        tiles += count
        for term, mean in means.items():
            total[term] += mean * count
    return _score({term: value / tiles for term, value in total.items()})


def _score(means: Means) -> float:
    total = 0.0
    for (_, _, norm, _), weight, mean in ((term, weight, means[term]) for term, weight in _TERMS.items()):
        total += weight * (mean if norm == _MEAN else mean**0.25)
    total *= 0.9562382616834844
    total = 2.326765642916932 * total - 0.020884521182843837 * total**2 + 6.248496625763138e-05 * total**3
    return float(100.0 - 10.0 * total**0.6276336467831387) if total > 0 else 100.0


def _linear(tiles: Tiles) -> list[Plane]:
    table = _light()
    return [np.take(table, tiles[..., colour]) for colour in range(3)]


def _halved(light: list[Plane]) -> list[Plane]:
    quarter = np.float32(0.25)
    return [
        (plane[:, 0::2, 0::2] + plane[:, 1::2, 0::2] + plane[:, 0::2, 1::2] + plane[:, 1::2, 1::2]) * quarter
        for plane in light
    ]


def _perceived(light: list[Plane], wanted: tuple[int, ...]) -> dict[int, Plane]:
    """Planes of XYB, brought above zero: X and B - Y are differences of colour, Y is lightness."""
    long, middle = _response(light, 0), _response(light, 1)
    lightness = (long + middle) * np.float32(0.5)
    planes: dict[int, Plane] = {}
    if 0 in wanted:
        planes[0] = (long - middle) * np.float32(7.0) + np.float32(0.42)
    if 2 in wanted:
        planes[2] = _response(light, 2) - lightness + np.float32(0.55)
    if 1 in wanted:
        planes[1] = lightness + np.float32(0.01)
    return planes


def _response(light: list[Plane], cone: int) -> Plane:
    red, green, blue = (np.float32(share * _STEPS) for share in _MIX[cone])
    mixed = light[0] * red
    mixed += light[1] * green
    mixed += light[2] * blue
    return np.take(_roots(), mixed.astype(np.int32))


def _known(values: Plane) -> _Original:
    means = _blurred(values)
    variances = _blurred(values * values) - means * means
    return _Original(values, means, variances, 1 / (1 + np.abs(values - means)))


def _maps_of(original: _Original, values: Plane, kinds: frozenset[int]) -> Iterator[tuple[int, Plane]]:
    """The maps that are wanted of a plane at a scale."""
    means = _blurred(values)
    if _LOST in kinds:
        yield _LOST, _structure(original, values, means)
    if kinds - {_LOST}:
        edges = np.abs(values - means)
        edges += 1
        edges *= original.contrast
        edges -= 1
        for kind in sorted(kinds - {_LOST}):
            yield kind, np.maximum(edges if kind == _RUNG else -edges, 0)


def _structure(original: _Original, values: Plane, means: Plane) -> Plane:
    """1 - SSIM, by local means, variances and covariance."""
    variances = _blurred(values * values)
    variances -= means * means
    variances += original.variances
    variances += _C2
    together = _blurred(original.values * values)
    together -= original.means * means
    together *= 2
    together += _C2
    apart = original.means - means
    apart *= apart
    together *= np.subtract(1, apart, out=apart)
    together /= variances
    np.subtract(1, together, out=together)
    return np.maximum(together, 0, out=together)


def _averaged(found: Plane, plane: int, scale: int, kind: int) -> Means:
    """The means that are wanted of a map: of its values, and of their fourth powers."""
    means: Means = {}
    if (plane, scale, _MEAN, kind) in _TERMS:
        means[plane, scale, _MEAN, kind] = float(found.mean(dtype=np.float64))
    if (plane, scale, _FOURTH, kind) in _TERMS:
        squares = found * found
        squares *= squares
        means[plane, scale, _FOURTH, kind] = float(squares.mean(dtype=np.float64))
    return means


def _blurred(values: Plane) -> Plane:
    """Tiles through the Gaussian, rows and then columns, mirrored at their edges."""
    return _along(_along(values, 1), 2)


def _along(values: Plane, axis: int) -> Plane:
    length = values.shape[axis]
    order = np.arange(-_RADIUS, length + _RADIUS)
    order = np.where(order < 0, -1 - order, order)
    order = np.where(order >= length, 2 * length - 1 - order, order)
    wide = np.take(values, order, axis=axis)
    middle, *others = _kernel()
    result = _shifted(wide, axis, 0, length) * middle
    pair = np.empty_like(result)
    for away, share in enumerate(others, start=1):
        np.add(_shifted(wide, axis, -away, length), _shifted(wide, axis, away, length), out=pair)
        pair *= share
        result += pair
    return result


def _shifted(wide: Plane, axis: int, by: int, length: int) -> Plane:
    start = _RADIUS + by
    return wide[:, start : start + length] if axis == 1 else wide[:, :, start : start + length]
