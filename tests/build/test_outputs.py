import errno
import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path

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
