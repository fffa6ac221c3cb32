"""Chooses the encoder and its setting for a picture: the fewest bytes whose score is above the profile's bar."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil, exp, inf, log

import numpy as np
from PIL import Image

from storybook.images.curve import LOWEST, Point, between
from storybook.images.encode import encoded, estimated_png
from storybook.images.kinds import JPEG, PNG, SUFFIXES, WEBP
from storybook.images.score import Judge, compared
from storybook.images.setting import Encoder, Setting
from storybook.images.tiles import COUNT, sample_of, split
from storybook.images.vips import MOST_WEBP
from storybook.model.picture import ImageProfile

HALVED_TO = 86.0
"""The score from which what halves the resolution of colour (JPEG 4:2:0, WebP) is not tried: line art cannot pass 82
with it."""

_TRIES = 3
_PNG_PROMISES = 1.0
"""A lossless PNG is written where a sample says that it takes no more than this much of the best lossy bytes."""
_PALETTE_PROMISES = 2.8
"""Palettes are tried where a lossless PNG takes no more than this much: beyond, there are too many colours."""
_CLOSE = 1.3
"""What is no more than this much larger, as judged by a sample, is written too, and the smaller one taken."""
_FEW_COLOURS = 15.0
"""Points of score that 16 colours lose at the least where 256 do not show every one of them."""
_BEATS = 0.9
"""What was written in no more than this much of another's bytes, as judged by a sample, leaves that one unwritten."""
_NEAR = 2
"""Steps of quality, the bytes and score after which are reckoned without another try."""

_SURE = 0.3
"""Points of score above the bar that are aimed at: a sample is a little off, and few pictures shall stand below it."""

_LOOKED_AT = {Encoder.WEBP: 48, Encoder.PALETTE: 64}
"""Tiles of the finished picture that are looked at again: what a palette does to a sky, a few tiles may not show; 64
were within two points of all."""

_FAR_ABOVE = 5.0
"""Points of score above the bar at which a palette is taken by a plain sample: it is at most a few points off."""

_LOWEST, _HIGHEST = 60, 98
"""Qualities that are tried. Below, even areas change colour, which the score hardly sees, and slices of strips do."""
_START = {
    Encoder.JPEG_FULL: 80,
    Encoder.JPEG_HALF: 88,
    Encoder.JPEG_GREY: 80,
    Encoder.WEBP: 90,
}
"""Qualities that score about 80."""
_USUAL = 80.0
_WEBP_SLOPE = 0.45
_SCORES_BY_QUALITY = {Encoder.WEBP: _WEBP_SLOPE}
_SCORE_BY_QUALITY = 0.55
"""Points of score that one step of quality gives, before it is known for the picture."""
_GROWTH = 0.03
"""Natural logarithm of how many times more bytes one step of quality takes, likewise."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A picture as it was written: bytes, setting, and its score as judged by a sample of tiles."""

    data: bytes
    setting: Setting
    score: float


class Trials:
    """Tries settings on a sample of a picture; each once."""

    def __init__(self, pixels: Image.Image, *, progressive: bool = True) -> None:
        """Pixels in L or RGB; progressive: as JPEGs will be written."""
        self._progressive = progressive
        self._sample = sample_of(np.asarray(pixels))
        self._judge = Judge(self._sample.tiles)
        self._column = Image.fromarray(self._sample.pixels)
        self._known: dict[Setting, Point] = {}

    def guess(self, setting: Setting) -> Point:
        """What a setting would give."""
        if setting not in self._known:
            data = encoded(self._column, setting, progressive=self._progressive)
            score = 100.0 if setting.encoder.lossless else self._judge.score(split(_decoded(data, self._column.mode)))
            self._known[setting] = Point(setting, len(data) * self._sample.share, score)
        return self._known[setting]

    def slope(self, encoder: Encoder) -> float:
        """Points of score that one step of an encoder's quality gives, about."""
        return _SCORES_BY_QUALITY.get(encoder, _SCORE_BY_QUALITY)

    def reach(self, encoder: Encoder, bar: float) -> Point:
        """The least quality of an encoder that surely passes the bar, or the highest where none does."""
        bar += _SURE
        known = [point for setting, point in self._known.items() if setting.encoder is encoder]
        steps = _Steps(self, encoder, known)
        for _ in range(_TRIES):
            wanted = steps.quality_for(bar)
            if steps.distance(wanted) <= _NEAR:
                return steps.estimate(wanted)
            steps.take(wanted)
        return steps.estimate(steps.quality_for(bar))


class _Steps:
    """Points of one encoder at several qualities, and what they say of those between and near."""

    def __init__(self, trials: Trials, encoder: Encoder, known: Sequence[Point] = ()) -> None:
        self._trials, self._encoder = trials, encoder
        self._taken = list(known)

    def take(self, quality: int) -> None:
        self._taken.append(self._trials.guess(Setting(self._encoder, quality)))

    def _slopes(self) -> tuple[float, float]:
        """Points of score and growth of bytes by one step of quality, from the last two guesses."""
        if len(self._taken) < 2 or self._taken[-1].setting == self._taken[-2].setting:
            return self._trials.slope(self._encoder), _GROWTH
        last, other = self._taken[-1], self._taken[-2]
        step = last.setting.quality - other.setting.quality
        growth = (log(last.size) - log(other.size)) / step
        return min(max((last.score - other.score) / step, 0.15), 1.5), min(max(growth, 0.005), 0.2)

    def quality_for(self, bar: float) -> int:
        if not self._taken:
            return _within(_START[self._encoder] + round((bar - _USUAL) / self._trials.slope(self._encoder)))
        last = self._taken[-1]
        return _within(last.setting.quality + ceil((bar - last.score) / self._slopes()[0] - 1e-9))

    def distance(self, quality: int) -> float:
        """Steps from a quality to the last that was tried."""
        return abs(quality - self._taken[-1].setting.quality) if self._taken else inf

    def estimate(self, quality: int) -> Point:
        """What a quality gives, from the guess nearest to it."""
        slope, growth = self._slopes()
        near = min(self._taken, key=lambda guess: abs(guess.setting.quality - quality))
        away = quality - near.setting.quality
        setting = Setting(self._encoder, quality)
        return Point(setting, near.size * exp(growth * away), min(near.score + slope * away, 100.0))


def _within(quality: int) -> int:
    return min(max(quality, _LOWEST), _HIGHEST)


def choose(pixels: Image.Image, profile: ImageProfile) -> Choice:
    """Pixels (L or RGB) in the fewest bytes that pass the profile's bar, in one of its media types."""
    bar = profile.score
    while True:
        choice = _chosen(pixels, profile, bar)
        if profile.max_bytes is None or len(choice.data) <= profile.max_bytes or bar <= _LOWEST_BAR:
            return choice
        bar = max(min(bar, choice.score) - 5.0, _LOWEST_BAR)


_LOWEST_BAR = 40.0


def _chosen(pixels: Image.Image, profile: ImageProfile, bar: float) -> Choice:
    wanted = [media_type for media_type in profile.media_types if media_type in SUFFIXES]
    if not wanted:
        raise ValueError(f"image profile {profile.name} names no format that is written")
    trials = Trials(pixels, progressive=profile.progressive)
    best = min(_lossy(trials, pixels, wanted, bar), key=lambda guess: _rank(guess, bar), default=None)
    flat = _flat(trials, pixels, wanted, bar, best.size if best and best.score >= bar else None)
    found = [_write(pixels, guess, bar, profile) for guess in flat]
    if best and not any(_fits(choice, bar) and len(choice.data) <= _BEATS * best.size for choice in found):
        found.insert(0, _write(pixels, best, bar, profile))
    fit = [choice for choice in found if _fits(choice, bar)]
    return min(fit or found, key=lambda choice: len(choice.data) if fit else -choice.score)


def _fits(choice: Choice, bar: float) -> bool:
    return choice.score >= bar


def _rank(guess: Point, bar: float) -> tuple[float, float]:
    """What passes comes first, the fewest bytes before others; else the highest score."""
    return (0.0, guess.size) if guess.score >= bar else (1.0, -guess.score)


def _write(pixels: Image.Image, guess: Point, bar: float, profile: ImageProfile) -> Choice:
    """A picture as it was guessed; looked at again, and mended once, where few tiles tell too little."""
    data = encoded(pixels, guess.setting, progressive=profile.progressive)
    choice = Choice(data, guess.setting, guess.score)
    if guess.setting.encoder not in _LOOKED_AT:
        return choice
    if guess.setting.encoder is Encoder.PALETTE:
        score = _seen(pixels, data, COUNT)
        if score >= bar + _FAR_ABOVE:
            return replace(choice, score=score)
    tiles = _LOOKED_AT[guess.setting.encoder]
    score = _seen(pixels, data, tiles)
    if score >= bar or guess.setting.encoder is Encoder.PALETTE:
        return replace(choice, score=score)
    setting = replace(guess.setting, quality=_within(guess.setting.quality + ceil((bar - score) / _WEBP_SLOPE)))
    data = encoded(pixels, setting)
    return Choice(data, setting, _seen(pixels, data, tiles))


def _seen(pixels: Image.Image, data: bytes, tiles: int) -> float:
    """The score of a written picture by so many tiles."""
    sample = sample_of(np.asarray(pixels), tiles)
    return compared(sample.tiles, split(sample.again(_decoded(data, pixels.mode))))


def _lossy(trials: Trials, pixels: Image.Image, wanted: list[str], bar: float) -> Iterator[Point]:
    """The guesses of the encoders that lose a little, each at the bar."""
    if JPEG in wanted:
        if pixels.mode == "L":
            yield trials.reach(Encoder.JPEG_GREY, bar)
        else:
            full = trials.reach(Encoder.JPEG_FULL, bar)
            yield full
            if bar < HALVED_TO and _may_pay(trials, full):
                yield trials.reach(Encoder.JPEG_HALF, bar)
    if WEBP in wanted and max(pixels.size) <= MOST_WEBP and bar < HALVED_TO:
        yield trials.reach(Encoder.WEBP, bar)


def _may_pay(trials: Trials, full: Point) -> bool:
    """Whether colour at half the resolution may give as good a picture in fewer bytes, by one try."""
    tried = trials.guess(Setting(Encoder.JPEG_HALF, _within(full.setting.quality + 8)))
    return _size_at(tried, full.score) < full.size


def _flat(trials: Trials, pixels: Image.Image, wanted: list[str], bar: float, lossy: float | None) -> Iterator[Point]:
    """What pays for flat art: every pixel as it is, or a palette; all of it where nothing else passes."""
    lossless = estimated_png(pixels)
    limit = lossy if lossy is not None else float("inf")
    if PNG in wanted and lossless < _PNG_PROMISES * limit:
        yield Point(Setting(Encoder.PNG), lossless, 100.0)
    if WEBP in wanted and max(pixels.size) <= MOST_WEBP and lossless * 0.7 < limit:
        yield Point(Setting(Encoder.WEBP_LOSSLESS), lossless * 0.7, 100.0)
    if PNG in wanted and bar < 95.0 and lossless < _PALETTE_PROMISES * limit:
        many = trials.guess(Setting(Encoder.PALETTE, 8))
        if many.score >= bar and many.size < _CLOSE * limit:
            yield many
        if many.score >= bar + _FEW_COLOURS:
            few = trials.guess(Setting(Encoder.PALETTE, 4))
            if few.score >= bar and few.size < _CLOSE * limit:
                yield few


def _decoded(data: bytes, mode: str) -> "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]":
    return np.asarray(Image.open(io.BytesIO(data)).convert(mode))


_LADDERS: dict[Encoder, tuple[int, ...]] = {
    Encoder.JPEG_FULL: (LOWEST, 48, 66, 82),
    Encoder.JPEG_HALF: (LOWEST, 50, 70, 86),
    Encoder.JPEG_GREY: (LOWEST, 48, 66, 82),
    Encoder.WEBP: (LOWEST, 50, 70, 86),
}
"""Qualities that are tried for a size budget; those between are reckoned."""
_BEATEN = 1.05
"""What takes so many times more bytes for a score in the middle is not looked at for others."""


def tried(pixels: Image.Image, profile: ImageProfile) -> list[Point]:
    """What the profile's encoders give at qualities that a size budget may choose."""
    trials = Trials(pixels, progressive=profile.progressive)
    found: list[Point] = []
    for encoder in _not_beaten(trials, _of_a_budget(pixels, profile)):
        found += between([trials.guess(Setting(encoder, quality)) for quality in _LADDERS[encoder]])
    dearest = max((point.size for point in found), default=float("inf"))
    if PNG in profile.media_types and estimated_png(pixels) < _PALETTE_PROMISES * dearest:
        found += [trials.guess(Setting(Encoder.PALETTE, bits)) for bits in (8, 4, 2)]
    return found


def _not_beaten(trials: Trials, encoders: list[Encoder]) -> list[Encoder]:
    """Encoders without those that take more bytes than another for the score that it gives, in the middle of both."""
    middle = {encoder: trials.guess(Setting(encoder, _LADDERS[encoder][1])) for encoder in encoders}
    return [
        encoder
        for encoder, point in middle.items()
        if not any(_size_at(point, other.score) > _BEATEN * other.size for other in middle.values())
    ]


def _size_at(point: Point, score: float) -> float:
    """The bytes that the same encoder takes for another score, about."""
    return point.size * exp(_GROWTH * (score - point.score) / _SCORE_BY_QUALITY)


def _of_a_budget(pixels: Image.Image, profile: ImageProfile) -> list[Encoder]:
    found: list[Encoder] = []
    if JPEG in profile.media_types and pixels.mode == "L":
        found = [Encoder.JPEG_GREY]
    elif JPEG in profile.media_types:
        found = [Encoder.JPEG_FULL, Encoder.JPEG_HALF]
    if WEBP in profile.media_types and max(pixels.size) <= MOST_WEBP:
        found.append(Encoder.WEBP)
    return found
