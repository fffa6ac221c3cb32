"""Two builds into one folder take turns."""

import fcntl
import os
import random
import signal
from pathlib import Path

from faults.brood import Brood, kill
from faults.scene import NEIGHBOURS, WORDS, Scene, listing
from faults.shim import WATCH

Generations = dict[str, dict[str, str]]

PAIRS = 25


def test_twenty_five_pairs_of_builds(brood: Brood, small: Scene, small_generations: Generations) -> None:
    dice = random.Random(1)  # noqa: S311 - chance, not secrets
    assert brood.build(small)[0] == 0
    small.put(NEIGHBOURS)
    for number in range(PAIRS):
        words = "BCA"[number % 3]
        small.write(WORDS[words])
        brood.shim.arm(small.root, WATCH)
        one = brood.bear(small, strike=None)
        one.ended(dice.uniform(0, 0.05))
        other = brood.bear(small, strike=None)
        assert (brood.code(one), brood.code(other)) == (0, 0), one.words() + other.words()
        assert "Traceback" not in one.words() + other.words()
        assert small.finished() == small_generations[words]
        assert small.litter() == []


def test_two_books_into_one_folder(brood: Brood, small: Scene) -> None:
    second = small.root / "desk" / "second"
    small.write(WORDS["C"], title="Second Book", book=second)
    alone: dict[str, str] = {}
    for book in ("desk/book", "desk/second"):
        assert brood.build(small, *small.command(book=book, out=f"alone/{Path(book).name}"))[0] == 0
        alone |= {name: sha for name, sha in listing(small.root / "alone" / Path(book).name).items() if "epub" in name}
    reports = [listing(small.root / "alone" / name)["build-report.txt"] for name in ("book", "second")]
    for _ in range(5):
        brood.shim.arm(small.root, WATCH)
        births = [brood.bear(small, *small.command(book=book), strike=None) for book in ("desk/book", "desk/second")]
        codes = [brood.code(birth) for birth in births]
        assert codes == [0, 0], [birth.words() for birth in births]
        found = small.finished()
        assert found.pop("build-report.txt") in reports
        assert found == alone
        (small.out / "second-book-en.epub").unlink()  # so that both have something to do again
        (small.out / "small-book-en.epub").unlink()


def test_one_is_killed_while_the_other_waits(brood: Brood, small: Scene, small_generations: Generations) -> None:
    dice = random.Random(2)  # noqa: S311
    assert brood.build(small)[0] == 0
    small.put(NEIGHBOURS)
    for number in range(10):
        words = "BCA"[number % 3]
        small.write(WORDS[words])
        brood.shim.arm(small.root, WATCH)
        one = brood.bear(small, strike=None)
        brood.reached(one, 1)
        other = brood.bear(small, strike=None)
        one.ended(dice.uniform(0.01, 0.1))
        kill(one)
        assert brood.code(one) in {0, -9}
        assert brood.code(other) == 0, other.words()
        assert brood.all_gone()
        assert small.finished() == small_generations[words]
        assert small.litter() == []


def test_one_that_waits_can_be_stopped(brood: Brood, small: Scene, small_generations: Generations) -> None:
    assert brood.build(small)[0] == 0
    small.write(WORDS["B"])
    with (small.hidden / "lock").open("r+b") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            birth = brood.bear(small)
            while not any(change.path.endswith("/lock") for change in brood.shim.changes()):
                assert not birth.ended(0.001)
            birth.ended(0.05)
            os.kill(birth.pid, number)
            assert brood.code(birth) == 130
            assert "Traceback" not in birth.words()
    assert small.finished() == small_generations["A"]
    assert brood.build(small)[0] == 0
    assert small.finished() == small_generations["B"]
