"""Words fitted into a place: broken into lines that follow the shape around them."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from storybook.comics.balloons import LOBE_RISE, SPIKE_RISE
from storybook.comics.curves import SQUARENESS
from storybook.comics.letterer import Letterer
from storybook.comics.line_breaks import MOST_LINES, Word, break_into, fewest_lines, lengths, words_of
from storybook.model.comic import LetteringKind
from storybook.model.lettering import LetteringStyle

LONGEST_LINE = 25.0
"""Ems of a line beyond which words are hard to take in at a glance."""

DESCENT = 0.14
"""How much of what hangs below the last baseline counts as the block's, in em: descenders are few."""

SQUEEZES = (1.1, 1.17, 1.25, 1.32)
"""Half-heights of a balloon that are tried, as multiples of what its words need with their padding."""

IDEAL = 1.7
"""Width over height of a balloon that looks right."""

MOST_TRIED, FEW_LINES = 6, 6
"""Numbers of lines that are tried for one text and size, and up to which every half-height is tried with them."""

NARROWEST = 0.2
"""Share of a balloon's width below which a line would stand in its very tip."""


@dataclass(frozen=True, slots=True)
class Block:
    """Words broken into lines in em, and half the size of the shape that holds them."""

    lines: tuple[tuple[Word, ...], ...]
    across: float
    down: float
    score: float
    alone: int


@dataclass(frozen=True, slots=True)
class Measured:
    """Words of a kind and style with their measures in em; turn: degrees clockwise that they stand turned by.

    tightness: share of its padding that the shape has.
    """

    words: tuple[Word, ...]
    ends: tuple[float, ...]
    space: float
    capital: float
    style: LetteringStyle
    kind: LetteringKind
    turn: float
    tightness: float = 1.0

    @property
    def padding(self) -> tuple[float, float]:
        """Space between words and shape, across and down."""
        return self.style.padding[0] * self.tightness, self.style.padding[1] * self.tightness

    @property
    def ink(self) -> float:
        """The length of all words without spaces."""
        return self.ends[-1] - len(self.words) * self.space

    def height(self, count: int) -> float:
        """From the top of the first line's capitals to a little below the last baseline."""
        return self.capital + (count - 1) * self.style.line_height + DESCENT

    def broken(self, ends: Sequence[int]) -> tuple[tuple[Word, ...], ...]:
        """The words as lines that end there."""
        return tuple(self.words[start:stop] for start, stop in zip((0, *ends), ends, strict=False))

    def width(self, line: tuple[Word, ...], stop: int) -> float:
        """The width of a line whose last word is the one before stop."""
        start = stop - len(line)
        return self.ends[stop - 1] - (self.ends[start - 1] if start else 0.0) - (self.space if line[0].spaced else 0.0)


def measured(text: str, kind: LetteringKind, turn: float, letterer: Letterer) -> Measured:
    """A text of a kind of lettering, measured. SourceError for a character that no typeface has."""
    style = letterer.style(kind)
    words = words_of(text)
    ends = lengths(words, lambda piece: letterer.width(piece, style))
    turn = 0.0 if kind.spoken else turn
    return Measured(words, ends, letterer.width(" ", style), letterer.capital(style), style, kind, turn)


def fit(words: Measured, width: float, height: float) -> Block | None:
    """The best block of words for a place of this size in em; None where they don't go into it."""
    room = (width / 2, height / 2)
    # No shape can hold more ink than its box: a text that is far too long is known at once.
    if not words.words or words.ink * words.style.line_height * 0.5 > width * height:
        return None
    blocks = list(_round_blocks(words, room) if is_round(words.kind) else _square_blocks(words, room))
    return min(blocks, key=lambda block: (block.alone, block.score)) if blocks else None


def is_round(kind: LetteringKind) -> bool:
    """Whether the words of a kind lie in a round shape."""
    return kind in (LetteringKind.BALLOON, LetteringKind.THOUGHT, LetteringKind.SHOUT, LetteringKind.WHISPER)


def _rim(kind: LetteringKind) -> float:
    """How far a shape reaches beyond the curve that its words lie in, in em."""
    match kind:
        case LetteringKind.THOUGHT:
            return LOBE_RISE
        case LetteringKind.SHOUT:
            return SPIKE_RISE
        case _:
            return 0.0


def _round_blocks(measured: Measured, room: tuple[float, float]) -> Iterator[Block]:
    """Blocks whose lines follow a superellipse: each is as long as the curve is wide at its farther edge."""
    rim, (beside, above) = _rim(measured.kind), measured.padding
    across, down = room[0] - rim, room[1] - rim
    for count in _line_counts(measured, across, down):
        half = measured.height(count) / 2
        for squeeze in SQUEEZES if count <= FEW_LINES else SQUEEZES[::2]:
            tall = min((half + above * 0.6) * squeeze + above * 0.4, down)
            shape = [_width_at(edge, tall) for edge in _edges(measured, count, half, above)]
            if min(shape) < NARROWEST:
                continue
            limits = [2 * (across * part - beside) for part in shape]
            broken = break_into(measured.words, measured.ends, measured.space, shape, limits)
            if broken is None:
                continue
            lines = measured.broken(broken.ends)
            wide = max(
                (measured.width(line, stop) / 2 + beside) / part
                for line, stop, part in zip(lines, broken.ends, shape, strict=True)
            )
            if wide <= across:
                score = wide * tall * (1 + 0.25 * math.log(wide / tall / IDEAL) ** 2 + 1.2 * broken.badness)
                yield Block(lines, wide + rim, tall + rim, score, broken.alone)


def _line_counts(measured: Measured, across: float, down: float) -> list[int]:
    """The numbers of lines that are worth a try: those that go into the place, the best looking first."""
    above = measured.padding[1]
    looks: list[tuple[float, int]] = []
    for count in range(1, min(MOST_LINES, len(measured.words)) + 1):
        half = measured.height(count) / 2
        wide = measured.ends[-1] / count / 2
        if half + above <= down and wide <= 1.3 * across:
            looks.append((abs(math.log((wide + measured.padding[0]) / (half + above) / IDEAL)), count))
    return [count for _, count in sorted(looks)[:MOST_TRIED]]


def _edges(measured: Measured, count: int, half: float, above: float) -> list[float]:
    """How far from the middle each line's farther edge is, in em."""
    edges = []
    for number in range(count):
        baseline = -half + measured.capital + number * measured.style.line_height
        top, bottom = baseline - measured.capital, baseline + DESCENT
        edges.append(max(abs(top), abs(bottom)) + above * 0.4)
    return edges


def _width_at(edge: float, tall: float) -> float:
    """How wide a superellipse of this half-height is so far from its middle, as a share."""
    share = min(edge / tall, 1.0)
    return float((1 - share**SQUARENESS) ** (1 / SQUARENESS))


def _square_blocks(measured: Measured, room: tuple[float, float]) -> Iterator[Block]:
    """Blocks of lines of one length; of captions the one with the fewest lines is best."""
    beside, above = measured.padding
    turn = math.radians(measured.turn)
    cos, sin = abs(math.cos(turn)), abs(math.sin(turn))
    limit = min(2 * (math.hypot(*room) if sin else room[0] - beside), LONGEST_LINE)
    fewest = fewest_lines(measured.words, measured.ends, measured.space, limit)
    if fewest is None:
        return
    for count in range(fewest, min(MOST_LINES, len(measured.words), fewest + 6) + 1):
        tall = measured.height(count) / 2 + above
        if tall * cos > room[1]:
            break
        broken = break_into(measured.words, measured.ends, measured.space, [1.0] * count, [limit] * count)
        if broken is None:
            continue
        lines = measured.broken(broken.ends)
        wide = max(measured.width(line, stop) for line, stop in zip(lines, broken.ends, strict=True)) / 2 + beside
        if wide * cos + tall * sin <= room[0] and wide * sin + tall * cos <= room[1]:
            if measured.kind is LetteringKind.BOX:
                score = wide * tall * (1 + 0.25 * math.log(wide / tall / IDEAL) ** 2 + broken.badness)
            else:
                score = count + broken.badness
            yield Block(lines, wide, tall, score, broken.alone)
