"""A build is killed at two hundred moments: what lies in the output folder is whole and of one generation, always."""

import random
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from faults.brood import Birth, Brood, kill
from faults.scene import EPUB, NEIGHBOUR_FOLDER, NEIGHBOURS, WORDS, Scene, make_scene
from faults.shim import Action, Change, Kind, Strike, Victim

Generations = dict[str, dict[str, str]]

AT_RANDOM = 100
SEED = 3

SOME = 20
"""More changes than a build makes that has nothing to do."""


def test_killed_at_random_times(brood: Brood, small: Scene, small_generations: Generations) -> None:
    scene, generations = small, small_generations
    dice = random.Random(SEED)  # noqa: S311 - chance, not secrets
    _first_build(brood, scene, generations)
    times = [change.time for change in brood.shim.changes()]
    killed = inside = 0
    for number in range(4 * AT_RANDOM):
        old, new = dice.sample("ABC", 2)
        _make(brood, scene, generations, old)
        if brood.shim.count > SOME:  # else nothing was to do
            times = [change.time for change in brood.shim.changes()]
        lasts, most = times[-1] - times[0], len(times)
        scene.write(WORDS[new])
        birth = brood.bear(scene)
        if number % 2:  # anywhere in the time that the last build took, or shortly after any change
            birth.ended(dice.uniform(0, lasts))
        else:
            brood.reached(birth, dice.randrange(most))
            birth.ended(dice.uniform(0, lasts / most))
        _kill_somebody(birth, dice)
        code = brood.code(birth)
        assert code in {0, -9, 3}, birth.words()
        writing = any(_is_staging(change) for change in brood.shim.changes())
        _see_that_all_is_well(brood, scene, generations, (old, new), birth)
        killed += code != 0
        inside += code != 0 and writing
        if killed == AT_RANDOM:
            break
    assert killed == AT_RANDOM
    assert inside >= AT_RANDOM / 2, inside


def test_killed_at_every_change_to_the_disk(brood: Brood, small: Scene, small_generations: Generations) -> None:
    dice = random.Random(SEED)  # noqa: S311
    _first_build(brood, small, small_generations)
    moments = _moments(brood, small, dice)
    assert len(moments) >= 100
    missed, inside = [], 0
    for strike in moments:
        old, new = dice.sample("ABC", 2)
        _make(brood, small, small_generations, old)
        small.write(WORDS[new])
        birth = brood.bear(small, strike=strike)
        code = brood.code(birth)
        assert code in ({-9, 3} if brood.shim.struck else {0}), birth.words()
        if not brood.shim.struck:
            missed.append(strike)
        inside += bool(brood.shim.struck) and any(_is_staging(change) for change in brood.shim.changes())
        _see_that_all_is_well(brood, small, small_generations, (old, new), birth)
    assert inside >= 90, inside
    assert len(missed) <= len(moments) / 20, missed


def test_killed_in_the_very_first_build(brood: Brood, tmp_path: Path, small_generations: Generations) -> None:
    scene, generations = make_scene(tmp_path / "0", EPUB), small_generations
    assert brood.build(scene)[0] == 0
    counts = Counter(change.kind for change in brood.shim.changes())
    for kind in (Kind.MKDIR, Kind.OPEN, Kind.WRITE, Kind.RENAME, Kind.UNLINK):
        for at in sorted({counts[kind] // 2, counts[kind]} - {0}):
            fresh = make_scene(tmp_path / f"{kind.name}-{at}", EPUB)
            birth = brood.bear(fresh, strike=Strike(Action.KILL, kind, at, victim=Victim.LEADER))
            assert brood.code(birth) == (-9 if brood.shim.struck else 0), birth.words()
            assert brood.all_gone()
            assert fresh.finished() in ({}, generations["A"])
            assert brood.build(fresh)[0] == 0
            assert fresh.finished() == generations["A"]
            assert fresh.litter() == []


def test_a_folder_of_somebody_else_is_never_gone(brood: Brood, small: Scene, small_generations: Generations) -> None:
    scene, generations = small, small_generations
    # Two folders cannot be in both generations at once: here files may be of both until the next command has mended it.
    _first_build(brood, scene, generations)
    scene.put(NEIGHBOUR_FOLDER)
    scene.write(WORDS["B"])
    assert brood.build(scene)[0] == 0
    counts = Counter(change.kind for change in brood.shim.changes())
    for number, kind in enumerate([Kind.RENAME] * counts[Kind.RENAME] + [Kind.LINK] * counts[Kind.LINK]):
        at = number % counts[Kind.RENAME] + 1 if kind is Kind.RENAME else number - counts[Kind.RENAME] + 1
        _make(brood, scene, generations, "A")
        scene.write(WORDS["B"])
        assert brood.code(brood.bear(scene, strike=Strike(Action.KILL, kind, at, victim=Victim.GROUP))) == -9
        assert brood.all_gone()
        found = scene.finished()
        assert set(found) == set(generations["A"])
        assert all(found[name] in (generations["A"][name], generations["B"][name]) for name in found)
        _make(brood, scene, generations, "B")


def test_files_of_a_killed_build_with_another_name_do_not_stay(brood: Brood, small: Scene) -> None:
    scene = small
    assert brood.build(scene)[0] == 0
    earlier = scene.finished()
    scene.write(WORDS["A"], title="Large Book")
    assert brood.build(scene)[0] == 0
    large = scene.finished()
    assert not set(earlier) & set(large) - {"build-report.txt"}, (
        "a book with another title takes the place of the earlier"
    )
    renames = sum(change.kind is Kind.RENAME for change in brood.shim.changes())
    for at in range(1, renames + 1):
        for title in ("Small Book", "Large Book"):
            scene.write(WORDS["A"], title=title)
            brood.code(brood.bear(scene, strike=Strike(Action.KILL, Kind.RENAME, at, victim=Victim.LEADER)))
            assert brood.all_gone()
            assert scene.finished() in (earlier, large), f"killed before rename {at} to {title}"
        assert brood.build(scene)[0] == 0
        assert scene.finished() == large, f"killed before rename {at}"
        assert scene.litter() == []


@pytest.mark.parametrize("victim", [Victim.LEADER, Victim.GROUP])
def test_no_process_outlives_the_one_that_was_started(brood: Brood, small: Scene, victim: Victim) -> None:
    for at in (1, 5, 20):
        birth = brood.bear(small, strike=Strike(Action.KILL, Kind.WRITE, at, victim=victim))
        assert brood.code(birth) == -9
        assert brood.all_gone(), "a process of the build is still running"


def _first_build(brood: Brood, scene: Scene, generations: Generations) -> None:
    code, said = brood.build(scene)
    assert code == 0, said
    assert scene.finished() == generations["A"]
    scene.put(NEIGHBOURS)


def _make(brood: Brood, scene: Scene, generations: Generations, name: str) -> None:
    """The next build works, its result is right, and nothing is left about."""
    scene.write(WORDS[name])
    code, said = brood.build(scene)
    assert code == 0, said
    assert scene.finished() == generations[name]
    assert scene.litter() == []


def _see_that_all_is_well(
    brood: Brood, scene: Scene, generations: Generations, either: tuple[str, str], birth: Birth
) -> None:
    assert brood.all_gone(), "a process of the build is still running"
    assert scene.finished() in [generations[name] for name in either], "a broken or mixed generation"
    assert brood.shim.strays() in ([], [str(birth.said)]), "something was written elsewhere"
    assert "Traceback" not in birth.words()


def _kill_somebody(birth: Birth, dice: random.Random) -> None:
    who = dice.choice(["parent", "group", "child"])
    children = Path(f"/proc/{birth.pid}/task/{birth.pid}/children")
    try:
        child = [int(word) for word in children.read_text(encoding="ascii").split()]
    except OSError:
        child = []
    if who == "child" and child:
        kill(replace(birth, pid=child[0]))
    else:
        kill(birth, group=who == "group")


def _is_staging(change: Change) -> bool:
    return "/staging-" in change.path


def _moments(brood: Brood, scene: Scene, dice: random.Random) -> list[Strike]:
    """Every change of a build but writes, some writes, each with somebody to kill; renames and unlinks with each."""
    scene.write(WORDS["B"])
    assert brood.build(scene)[0] == 0
    counts = Counter(change.kind for change in brood.shim.changes())
    found = []
    for kind, count in counts.items():
        places = range(1, count + 1)
        if kind in (Kind.RENAME, Kind.LINK):
            found += [Strike(Action.KILL, kind, at, victim=victim) for at in places for victim in Victim]
        elif kind is not Kind.WRITE:
            found += [Strike(Action.KILL, kind, at, victim=dice.choice(list(Victim))) for at in places]
    rest = dice.choices(range(1, counts[Kind.WRITE] + 1), k=max(10, 100 - len(found)))
    return found + [Strike(Action.KILL, Kind.WRITE, at, victim=dice.choice(list(Victim))) for at in rest]
