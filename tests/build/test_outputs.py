import ctypes
import errno
import os
import shutil
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from storybook import outputs
from storybook.errors import OutputError
from storybook.outputs import Workshop, locked, staged, switch

LEFT = ["lock"]
"""What a workshop holds between builds that keep nothing."""


def publish(out: Path, files: dict[str, str], gone: tuple[str, ...] = ()) -> None:
    with locked(out) as workshop, staged(workshop) as staging:
        generation = staging / "generation"
        generation.mkdir()
        for name, text in files.items():
            (generation / name).write_text(text)
        switch(generation, workshop, gone)


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir() if path.is_file()}


def refuse(number: int) -> Callable[..., None]:
    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """An output folder with an earlier generation."""
    publish(tmp_path / "dist", {"book.epub": "earlier", "old.pdf": "earlier"})
    return tmp_path / "dist"


@pytest.fixture(params=["exchanged", "in place"])
def either_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Systems that exchange folders, and systems that don't."""
    if request.param == "in place":
        monkeypatch.setattr(outputs, "_exchange", refuse(errno.EINVAL))
    return str(request.param)


def test_a_first_generation_comes_as_a_whole_folder_beside_its_workshop(tmp_path: Path) -> None:
    publish(tmp_path / "a" / "dist", {"book.epub": "new"})
    assert contents(tmp_path / "a" / "dist") == {"book.epub": "new"}
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == [".dist.storybook", "dist"]
    assert [path.name for path in (tmp_path / "a" / ".dist.storybook").iterdir()] == LEFT


def test_a_new_generation_takes_the_place_of_the_earlier_and_leaves_the_rest(out: Path, either_way: str) -> None:
    (out / "notes.txt").write_text("somebody's")
    (out / "link").symlink_to("notes.txt")
    kept = (out / "notes.txt").stat().st_ino
    publish(out, {"book.epub": "new"}, gone=("old.pdf",))
    assert contents(out) == {"book.epub": "new", "notes.txt": "somebody's", "link": "somebody's"}
    assert (out / "notes.txt").stat().st_ino == kept
    assert (out / "link").is_symlink()
    assert [path.name for path in Workshop.of(out).folder.iterdir()] == LEFT, either_way


def test_folders_of_others_stay_in_the_output_folder(out: Path) -> None:
    (out / "sent").mkdir()
    (out / "sent" / "letter.txt").write_text("somebody's")
    publish(out, {"book.epub": "new"})
    assert contents(out) == {"book.epub": "new", "old.pdf": "earlier"}
    assert contents(out / "sent") == {"letter.txt": "somebody's"}


def test_the_folder_keeps_its_mode(out: Path, either_way: str) -> None:
    out.chmod(0o750)
    publish(out, {"book.epub": "new"})
    assert out.stat().st_mode & 0o777 == 0o750, either_way
    assert (out / "book.epub").stat().st_mode & 0o777 == 0o644


def test_somebody_who_stands_in_the_output_folder_stays_in_it(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(out)
    publish(Path(), {"book.epub": "new"})
    assert Path("book.epub").read_text() == "new"
    assert Path.cwd().samefile(out)


def test_a_link_to_the_output_folder_stays_a_link(out: Path) -> None:
    link = out.parent / "shelf"
    link.symlink_to(out)
    publish(link, {"book.epub": "new"})
    assert link.is_symlink()
    assert contents(out)["book.epub"] == "new"


def test_what_somebody_saves_in_the_very_moment_of_the_switch_is_kept(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (out / "notes.txt").write_text("first")
    exchange = outputs._exchange

    def save_first(one: Path, other: Path) -> None:
        (out / "late.txt").write_text("late")
        (out / "fresh.txt").write_text("second")
        (out / "fresh.txt").replace(out / "notes.txt")
        exchange(one, other)

    monkeypatch.setattr(outputs, "_exchange", save_first)
    publish(out, {"book.epub": "new"})
    assert contents(out) == {"book.epub": "new", "old.pdf": "earlier", "late.txt": "late", "notes.txt": "second"}


def test_a_wish_to_end_waits_until_the_switch_is_done(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    exchange = outputs._exchange

    def interrupt(one: Path, other: Path) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        exchange(one, other)

    monkeypatch.setattr(outputs, "_exchange", interrupt)
    (out / "notes.txt").write_text("somebody's")
    with pytest.raises(KeyboardInterrupt):
        publish(out, {"book.epub": "new"})
    assert contents(out) == {"book.epub": "new", "old.pdf": "earlier", "notes.txt": "somebody's"}
    assert [path.name for path in Workshop.of(out).folder.iterdir()] == LEFT


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
def test_an_exchange_that_fails_leaves_the_earlier_generation(
    out: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    (out / "notes.txt").write_text("somebody's")
    monkeypatch.setattr(outputs, "_exchange", refuse(number))
    with pytest.raises(OutputError, match="cannot be written"):
        publish(out, {"book.epub": "new"})
    assert contents(out) == {"book.epub": "earlier", "old.pdf": "earlier", "notes.txt": "somebody's"}
    assert [path.name for path in Workshop.of(out).folder.iterdir()] == LEFT


@pytest.mark.parametrize("failing", range(1, 5))
def test_a_switch_in_place_that_fails_is_taken_back(out: Path, monkeypatch: pytest.MonkeyPatch, failing: int) -> None:
    monkeypatch.setattr(outputs, "_exchange", refuse(errno.EXDEV))
    replace, calls = Path.replace, 0

    def fail_once(path: Path, target: Path) -> Path:
        nonlocal calls
        calls += 1
        if calls == failing:
            raise OSError(errno.EACCES, "no")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", fail_once)
    earlier = {"book.epub": "earlier", "old.pdf": "earlier"}
    new = {"a.epub": "new", "book.epub": "new", "c.pdf": "new"}
    if failing <= len(new):
        with pytest.raises(OutputError, match="cannot be written"):
            publish(out, new)
        assert contents(out) == earlier
    else:
        publish(out, new)
        assert contents(out) == earlier | new
    assert [path.name for path in Workshop.of(out).folder.iterdir()] == LEFT


@pytest.mark.parametrize("moved", range(4))
def test_a_switch_in_place_that_was_broken_off_is_finished_by_the_next_build(
    out: Path, monkeypatch: pytest.MonkeyPatch, moved: int
) -> None:
    monkeypatch.setattr(outputs, "_exchange", refuse(errno.ENOSYS))
    finish = outputs._finish_switch

    def break_off(workshop: Workshop) -> None:
        ready = workshop.folder / "ready"
        if ready.is_dir():
            for path in sorted((ready / "new").iterdir())[:moved]:
                path.replace(workshop.out / path.name)
            raise KeyboardInterrupt

    monkeypatch.setattr(outputs, "_finish_switch", break_off)
    new = {"a.epub": "new", "book.epub": "new", "c.pdf": "new"}
    with pytest.raises(KeyboardInterrupt):
        publish(out, new, gone=("old.pdf",))
    monkeypatch.setattr(outputs, "_finish_switch", finish)
    with locked(out) as workshop:
        assert contents(out) == new
    assert [path.name for path in workshop.folder.iterdir()] == LEFT


def test_a_failed_generation_leaves_the_earlier_one_and_no_litter(out: Path) -> None:
    def fail() -> None:
        with locked(out) as workshop, staged(workshop) as staging:
            (staging / "book.epub").write_text("half")
            raise KeyError("broken off")

    with pytest.raises(KeyError, match="broken off"):
        fail()
    assert contents(out)["book.epub"] == "earlier"
    assert [path.name for path in Workshop.of(out).folder.iterdir()] == LEFT


def test_who_stops_just_when_the_staging_folder_is_made_leaves_none(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make = os.mkdir

    def make_and_be_stopped(path: str | Path, mode: int = 0o777) -> None:
        make(path, mode)
        if Path(path).name.startswith("staging-"):
            raise KeyboardInterrupt

    monkeypatch.setattr(os, "mkdir", make_and_be_stopped)
    with locked(out) as workshop:
        with pytest.raises(KeyboardInterrupt), staged(workshop):
            pass
        assert not [path.name for path in workshop.folder.iterdir() if path.name.startswith("staging-")]


def test_who_stops_while_the_staging_folder_is_removed_leaves_none(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    remove, asked = shutil.rmtree, [KeyboardInterrupt]

    def be_stopped_once(path: Path, *, ignore_errors: bool) -> None:
        if asked:
            raise asked.pop()
        remove(path, ignore_errors=ignore_errors)

    with locked(out) as workshop:
        monkeypatch.setattr(shutil, "rmtree", be_stopped_once)
        with pytest.raises(KeyboardInterrupt), staged(workshop) as staging:
            (staging / "half").touch()
        assert not staging.exists()


def test_a_build_that_comes_to_nothing_leaves_no_folder(tmp_path: Path) -> None:
    with locked(tmp_path / "a" / "b" / "dist") as workshop, staged(workshop):
        pass
    assert not list(tmp_path.iterdir())


def test_dear_work_is_kept_even_where_nothing_was_finished(tmp_path: Path) -> None:
    with locked(tmp_path / "dist") as workshop:
        (workshop.folder / "cache" / "contents" / "ab").mkdir(parents=True)
        (workshop.folder / "cache" / "contents" / "ab" / "picture").touch()
    assert workshop.folder.is_dir()


def test_what_an_interrupted_build_left_is_swept(out: Path) -> None:
    left = Workshop.of(out).folder / "staging-dead"
    left.mkdir(parents=True)
    (left / "half.epub").write_text("half")
    with locked(out):
        assert not left.exists()


def test_a_folder_whose_neighbours_cannot_be_written_has_its_workshop_inside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "dist").mkdir()
    monkeypatch.setattr(os, "access", lambda folder, _: folder == tmp_path / "dist")
    publish(tmp_path / "dist", {"book.epub": "new"})
    assert contents(tmp_path / "dist") == {"book.epub": "new"}
    assert [path.name for path in tmp_path.iterdir()] == ["dist"]
    assert [path.name for path in (tmp_path / "dist" / ".storybook").iterdir()] == LEFT


def test_what_stands_in_the_place_of_our_folders_is_swept_and_not_followed(out: Path) -> None:
    folder, others = Workshop.of(out).folder, out.parent / "others"
    (others / "new").mkdir(parents=True)
    (others / "new" / "stray.epub").write_text("somebody's")
    (folder / "ready").symlink_to(others)
    (folder / "staging-link").symlink_to(others)
    os.mkfifo(folder / "staging-pipe")
    publish(out, {"book.epub": "new"})
    assert contents(out) == {"book.epub": "new", "old.pdf": "earlier"}
    assert contents(others / "new") == {"stray.epub": "somebody's"}
    assert not list(folder.glob("staging-*"))


def test_a_very_long_name_has_its_workshop_inside(tmp_path: Path) -> None:
    out = tmp_path / ("a" * 250)
    publish(out, {"book.epub": "new"})
    assert Workshop.of(out).is_inside
    assert contents(out) == {"book.epub": "new"}
    with pytest.raises(OutputError, match="cannot be written"), locked(tmp_path / ("a" * 256)):
        pass


def test_two_builds_take_turns_and_the_second_says_that_it_waits(tmp_path: Path) -> None:
    order: list[str] = []
    inside, waiting = threading.Event(), threading.Event()

    def second() -> None:
        inside.wait(5)
        with locked(tmp_path / "dist", lambda _: waiting.set()):
            order.append("second")

    thread = threading.Thread(target=second)
    thread.start()
    with locked(tmp_path / "dist"):
        inside.set()
        assert waiting.wait(5)
        order.append("first")
    thread.join(5)
    assert order == ["first", "second"]
    assert not list(tmp_path.iterdir())


def test_many_builds_that_come_to_nothing_never_hold_the_folder_together(tmp_path: Path) -> None:
    inside = most = 0

    def one() -> None:
        nonlocal inside, most
        for _ in range(30):
            with locked(tmp_path / "dist"):
                inside += 1
                most = max(most, inside)
                inside -= 1

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert most == 1
    assert not list(tmp_path.iterdir())


def test_an_unwritable_folder_is_told_in_plain_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file where a folder should be")
    for out in (tmp_path / "file" / "dist", tmp_path / "file"):
        with pytest.raises(OutputError, match="cannot be written") as caught, locked(out):
            pass
        assert str(tmp_path) not in str(caught.value)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_the_workshop_goes_inside_where_its_name_would_be_one_byte_too_long(tmp_path: Path) -> None:
    longest = "a" * (255 - len("..storybook"))
    assert Workshop.of(tmp_path / longest).folder == tmp_path / f".{longest}.storybook"
    assert Workshop.of(tmp_path / f"{longest}a").folder == tmp_path / f"{longest}a" / ".storybook"
    assert Workshop.of(tmp_path / ("가" * 82)).is_inside  # three bytes each


def test_a_folder_of_another_owner_stays_with_that_owner(monkeypatch: pytest.MonkeyPatch) -> None:
    @dataclass
    class Owned:
        user: int
        group: int

        def stat(self) -> SimpleNamespace:
            return SimpleNamespace(st_uid=self.user, st_gid=self.group)

    given: list[tuple[object, int, int]] = []
    monkeypatch.setattr(os, "chown", lambda path, user, group: given.append((path, user, group)))
    ours, theirs, group = Owned(1, 1), Owned(2, 1), Owned(1, 2)
    for out in (ours, theirs, group):
        outputs._take_owner(cast("Path", out), cast("Path", ours))
    assert given == [(ours, 2, 1), (ours, 1, 2)]


def test_the_second_build_says_in_words_that_it_waits(tmp_path: Path) -> None:
    said: list[str] = []
    waiting = threading.Event()

    def second() -> None:
        def tell(words: str) -> None:
            said.append(words)
            waiting.set()

        with locked(tmp_path / "dist", tell):
            pass

    thread = threading.Thread(target=second)
    with locked(tmp_path / "dist"):
        thread.start()
        assert waiting.wait(5)
    thread.join(5)
    assert said == ["Waiting for another build into this folder"]


def test_a_switch_that_is_done_is_not_undone_by_a_folder_that_cannot_be_synced(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync = outputs._sync
    monkeypatch.setattr(outputs, "_sync", lambda path: refuse(errno.EINVAL)() if path == out else sync(path))
    publish(out, {"book.epub": "new"})
    assert contents(out)["book.epub"] == "new"


def test_the_files_and_folders_of_a_generation_are_synced(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[str] = []
    monkeypatch.setattr(outputs, "_sync", lambda path: synced.append(path.name))
    publish(out, {"book.epub": "new"})
    assert synced[:2] == ["book.epub", "generation"]
    assert synced[-2:] == [out.name, out.parent.name]


def test_what_cannot_be_removed_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "staging-a" / "b").mkdir(parents=True)
    with monkeypatch.context() as patched:
        patched.setattr(os, "rmdir", refuse(errno.EBUSY))
        outputs._remove(tmp_path / "staging-a")
    outputs._remove(tmp_path / "staging-a")
    assert not list(tmp_path.iterdir())


def test_a_folder_gets_another_name_before_it_is_taken_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    removed: list[str] = []
    monkeypatch.setattr(shutil, "rmtree", lambda path, **_: removed.append(path.name))
    for name in ("ready", "staging-a"):
        (tmp_path / name).mkdir()
        outputs._remove(tmp_path / name)
    assert removed == ["staging-old", "staging-a"]


def test_a_workshop_that_is_taken_away_is_made_again_so_many_times(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries, failing = 0, 2
    open_ = os.open

    def vanish(path: Path, *more: int, dir_fd: int | None = None) -> int:
        nonlocal tries
        if Path(path).name != "lock":
            return open_(path, *more, dir_fd=dir_fd)
        tries += 1
        if tries <= failing:
            raise FileNotFoundError(errno.ENOENT, "gone")
        return open_(path, *more)

    monkeypatch.setattr(outputs, "MOST_ATTEMPTS", 3)
    with monkeypatch.context() as patched:
        patched.setattr(os, "open", vanish)
        with locked(tmp_path / "dist"):
            assert tries == 3
        tries, failing = 0, 99
        with pytest.raises(OutputError, match="gone"), locked(tmp_path / "dist"):
            pass
    assert tries == 4
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("others", [2, 3])
def test_a_folder_with_very_many_files_of_others_is_not_exchanged(
    out: Path, monkeypatch: pytest.MonkeyPatch, others: int
) -> None:
    exchanged: list[set[str]] = []
    exchange = outputs._exchange

    def note(one: Path, other: Path) -> None:
        exchanged.append({path.name for path in one.iterdir()})
        exchange(one, other)

    monkeypatch.setattr(outputs, "MOST_NEIGHBOURS", 2)
    monkeypatch.setattr(outputs, "_exchange", note)
    names = {f"{number}.txt" for number in range(others)}
    for name in names:
        (out / name).write_text("somebody's")
    publish(out, {"book.epub": "new"}, gone=("old.pdf",))
    assert set(contents(out)) == {"book.epub", *names}
    assert exchanged == ([{"book.epub", *names}] if others == 2 else [])


def test_a_system_without_links_gets_its_new_generation_too(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (out / "notes.txt").write_text("somebody's")
    monkeypatch.setattr(os, "link", refuse(errno.EMLINK))
    publish(out, {"book.epub": "new"}, gone=("old.pdf",))
    assert contents(out) == {"book.epub": "new", "notes.txt": "somebody's"}


def test_a_switch_in_place_without_links_is_taken_back_too(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace, calls = Path.replace, 0

    def fail_second(path: Path, target: Path) -> Path:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise OSError(errno.EACCES, "no")
        return replace(path, target)

    monkeypatch.setattr(os, "link", refuse(errno.EPERM))
    monkeypatch.setattr(outputs, "_exchange", refuse(errno.ENOSYS))
    monkeypatch.setattr(Path, "replace", fail_second)
    with pytest.raises(OutputError, match="no"):
        publish(out, {"book.epub": "new", "old.pdf": "new"})
    assert contents(out) == {"book.epub": "earlier", "old.pdf": "earlier"}


def test_a_switch_in_place_that_cannot_be_taken_back_is_told_all_the_same(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outputs, "_exchange", refuse(errno.ENOSYS))
    monkeypatch.setattr(Path, "replace", refuse(errno.EIO))
    with pytest.raises(OutputError, match="cannot be written"):
        publish(out, {"book.epub": "new"})


def test_a_lock_that_is_a_link_is_not_followed(out: Path, tmp_path: Path) -> None:
    lock = Workshop.of(out).folder / "lock"
    lock.unlink()
    lock.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutputError, match="cannot be written"), locked(out):
        pass
    assert not (tmp_path / "elsewhere").exists()


def test_the_lock_is_a_file_that_only_its_owner_changes(out: Path) -> None:
    earlier = os.umask(0)
    try:
        publish(out.parent / "second", {"book.epub": "new"})
    finally:
        os.umask(earlier)
    assert (Workshop.of(out.parent / "second").folder / "lock").stat().st_mode & 0o777 == 0o644


def test_an_exchange_says_why_it_failed(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(FileNotFoundError) as caught:
        outputs._exchange(out / "missing", out)
    assert caught.value.strerror == os.strerror(errno.ENOENT)
    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: object())
    with pytest.raises(OSError, match=r"no renameat2$") as without:
        outputs._exchange(out, out)
    assert without.value.errno == errno.ENOSYS


def test_a_lock_that_is_gone_is_not_where_it_was(tmp_path: Path) -> None:
    (tmp_path / "one").touch()
    (tmp_path / "two").touch()
    handle = os.open(tmp_path / "one", os.O_RDONLY)
    try:
        assert outputs._is_at(handle, tmp_path / "one")
        assert not outputs._is_at(handle, tmp_path / "two")
        assert not outputs._is_at(handle, tmp_path / "three")
    finally:
        os.close(handle)


def test_what_is_told_of_a_folder_that_cannot_be_written() -> None:
    (problem,) = outputs.unwritable(OSError(errno.ENOSPC, "No space left on device")).problems
    assert problem.what == "the outputs cannot be written: No space left on device"
    assert problem.hint == "check that the folder can be written and the disk has room; earlier outputs are untouched"
    (problem,) = outputs.unwritable(OSError()).problems
    assert problem.what == "the outputs cannot be written: the system refuses"


def test_an_output_folder_that_may_not_be_entered_and_written_is_refused(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: path != out or mode != os.W_OK | os.X_OK)
    with pytest.raises(OutputError, match="Permission denied"), locked(out):
        pass


def test_a_link_of_somebody_s_that_leads_nowhere_stays(out: Path, either_way: str) -> None:
    (out / "lost").symlink_to("nowhere")
    publish(out, {"book.epub": "new"})
    assert (out / "lost").readlink() == Path("nowhere"), either_way
