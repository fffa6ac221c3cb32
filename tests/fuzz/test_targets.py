"""The fuzz targets themselves, over their seeds and a few thousand spoilt ones: so that they do not rot."""

import importlib
import random

import pytest

from fuzz.run import TARGETS


@pytest.mark.parametrize("target", TARGETS)
def test_the_seeds_of_a_fuzz_target_break_nothing(target: str) -> None:
    module = importlib.import_module(f"fuzz.{target}")
    for seed in (b"", b"\0", *module.SEEDS):
        module.check(seed)


@pytest.mark.parametrize("target", TARGETS)
def test_spoilt_seeds_break_nothing(target: str) -> None:
    module = importlib.import_module(f"fuzz.{target}")
    dice = random.Random(20261122)  # noqa: S311 - the same each time
    for _ in range(150):
        module.check(spoilt(dice, module.SEEDS))


def spoilt(dice: random.Random, seeds: tuple[bytes, ...]) -> bytes:
    """A seed with a few bytes changed, cut, doubled, or taken from another seed."""
    data = bytearray(dice.choice(seeds))
    for _ in range(dice.randint(1, 4)):
        at = dice.randrange(len(data) + 1)
        length = dice.randint(1, 12)
        other = dice.choice(seeds)
        start = dice.randrange(len(other))
        piece = (b"", dice.randbytes(length), bytes(data[at : at + length]) * 3, other[start : start + length])
        data[at : at + dice.choice((0, length))] = dice.choice(piece)
    return bytes(data)
