"""Each change that a build makes to the disk fails: the earlier files stand, it is told, and nothing stays behind."""

import errno
import random
from collections import Counter
from pathlib import Path

from faults.brood import Brood
from faults.scene import EPUB, NEIGHBOURS, WORDS, Scene, listing, make_scene
from faults.shim import Action, Change, Kind, Strike

Generations = dict[str, dict[str, str]]

SEED = 5

SOME = 3
"""Changes that fail with each of the rarer errors."""


def test_the_disk_is_full_at_every_write(brood: Brood, small: Scene, small_generations: Generations) -> None:
    kinds = Kind.WRITE | Kind.RESIZE
    places = range(1, len(_changes(brood, small, small_generations, kinds)) + 1)
    some = random.Random(SEED).sample(places, 10)  # noqa: S311 - chance, not secrets
    strikes = [Strike(Action.FAIL, kinds, at, at % 2 == 0, errno.ENOSPC) for at in places]
    strikes += [Strike(Action.FAIL, kinds, at, at % 2 == 1, errno.EDQUOT) for at in some]
    codes = [_fail(brood, small, small_generations, strike) for strike in strikes]
    assert Counter(codes)[4] >= len(strikes) - 5, codes


def test_the_disk_is_full_when_the_cache_is_filled(
    brood: Brood, scene: Scene, tmp_path: Path, generations: Generations
) -> None:
    assert brood.build(scene)[0] == 0
    kinds = Kind.OPEN | Kind.WRITE | Kind.MKDIR | Kind.SYNC
    changes = [change for change in brood.shim.changes() if change.kind & kinds]
    cached = [place for place, change in enumerate(changes, start=1) if "/cache/" in change.path]
    assert cached
    fresh = scene
    for at in cached[:: max(1, len(cached) // 6)]:
        fresh = make_scene(tmp_path / f"at-{at}")
        code, said = brood.build(fresh, strike=Strike(Action.FAIL, kinds, at, lasting=True, error=errno.ENOSPC))
        assert brood.shim.struck
        assert code == 4, said
        _is_told(fresh, said)
        assert not fresh.out.exists()
        assert fresh.litter() == []
    fresh.write(WORDS["B"])
    assert brood.build(fresh)[0] == 0
    assert fresh.finished() == generations["B"]


def test_every_fsync_fails(brood: Brood, small: Scene, small_generations: Generations) -> None:
    codes = _fail_each(brood, small, small_generations, Kind.SYNC, errno.EIO, errno.ENOSPC)
    assert 4 in codes


def test_every_rename_and_link_fails(brood: Brood, small: Scene, small_generations: Generations) -> None:
    others = (errno.EACCES, errno.EXDEV, errno.ENOSPC, errno.EINVAL)
    _fail_each(brood, small, small_generations, Kind.RENAME | Kind.LINK, errno.EIO, *others)


def test_every_new_file_and_folder_is_refused(brood: Brood, small: Scene, small_generations: Generations) -> None:
    others = (errno.EACCES, errno.EROFS, errno.EMFILE)
    codes = _fail_each(brood, small, small_generations, Kind.OPEN | Kind.MKDIR, errno.ENOSPC, *others)
    assert 4 in codes


def test_modes_cannot_be_set(brood: Brood, small: Scene, small_generations: Generations) -> None:
    _fail_each(brood, small, small_generations, Kind.MODE, errno.EPERM)


def test_what_cannot_be_removed_is_removed_by_the_next_build(
    brood: Brood, small: Scene, small_generations: Generations
) -> None:
    _changes(brood, small, small_generations, Kind.UNLINK)
    count = len(_changes(brood, small, small_generations, Kind.UNLINK))  # what the first build leaves is gone by now
    for at, number in zip(range(1, count + 1), [errno.EACCES, errno.EIO, errno.EROFS] * count, strict=False):
        strike = Strike(Action.FAIL, Kind.UNLINK, at, at % 2 == 0, number)
        _fail(brood, small, small_generations, strike, sweeps=False)


def test_a_first_build_that_fails_leaves_nothing_at_all(brood: Brood, tmp_path: Path) -> None:
    scene = make_scene(tmp_path / "scene", EPUB)
    assert brood.build(scene)[0] == 0
    changes = brood.shim.changes()
    switched = next(at for at, change in enumerate(changes, start=1) if change.path.endswith("/shelf/dist"))
    for at in [1, 2, 3, 4, *range(5, switched, max(1, switched // 6)), switched]:
        fresh = make_scene(tmp_path / f"at-{at}", EPUB)
        kinds = Kind.OPEN | Kind.WRITE | Kind.MKDIR | Kind.SYNC | Kind.RENAME
        code, said = brood.build(fresh, strike=Strike(Action.FAIL, kinds, at, error=errno.ENOSPC))
        if code:
            _is_told(fresh, said)
            assert not fresh.out.exists(), f"change {at}"
            assert fresh.litter() == [], f"change {at}"


def _fail_each(
    brood: Brood, scene: Scene, generations: Generations, kinds: Kind, number: int, *others: int
) -> set[int]:
    """Exit codes: every change of these kinds fails with one error, and some with each of the others."""
    places = range(1, len(_changes(brood, scene, generations, kinds)) + 1)
    assert places
    dice = random.Random(SEED)  # noqa: S311
    faults = [(at, number) for at in places]
    faults += [(at, other) for other in others for at in dice.sample(places, min(SOME, len(places)))]
    return {_fail(brood, scene, generations, Strike(Action.FAIL, kinds, at, error=error)) for at, error in faults}


def _changes(brood: Brood, scene: Scene, generations: Generations, kinds: Kind) -> list[Change]:
    """The changes of these kinds that a build from generation A to B makes; the scene is at A again afterwards."""
    scene.write(WORDS["A"])
    assert brood.build(scene)[0] == 0
    if not scene.foreign:
        scene.put(NEIGHBOURS)
    scene.write(WORDS["B"])
    assert brood.build(scene)[0] == 0
    changes = [change for change in brood.shim.changes() if change.kind & kinds]
    scene.write(WORDS["A"])
    assert brood.build(scene)[0] == 0
    assert scene.finished() == generations["A"]
    return changes


def _fail(brood: Brood, scene: Scene, generations: Generations, strike: Strike, *, sweeps: bool = True) -> int:
    """One build from A to B in which one change fails; the scene is at A again afterwards. Returns the exit code."""
    before = listing(scene.root / "shelf")
    scene.write(WORDS["B"])
    code, said = brood.build(scene, strike=strike)
    place = f"{strike}: {_place(brood, strike)}\n{said}"
    assert brood.shim.struck, place
    assert brood.all_gone(), place
    assert code in {0, 4}, place
    assert scene.finished() == generations["B" if code == 0 else "A"], place
    if sweeps:
        assert scene.litter() == [], place
    if code:
        _is_told(scene, said)
    if code and listing(scene.root / "shelf") != before:  # else the next build begins as this one did
        scene.write(WORDS["C"])
        assert brood.build(scene)[0] == 0, place
        assert scene.finished() == generations["C"], place
        assert scene.litter() == [], place
    scene.write(WORDS["A"])
    assert brood.build(scene)[0] == 0, place
    assert scene.finished() == generations["A"], place
    assert scene.litter() == [], place
    return code


def _place(brood: Brood, strike: Strike) -> str:
    counted = [change for change in brood.shim.changes() if change.kind & strike.kinds]
    return f"{counted[strike.at - 1].kind.name} {counted[strike.at - 1].path}" if len(counted) >= strike.at else "never"


def _is_told(scene: Scene, said: str) -> None:
    assert "cannot be written" in said
    assert "mend:" in said
    assert said.count("error:") == 1
    assert "Traceback" not in said
    assert str(scene.root) not in said, "a path of the machine is told"
