"""Output folders that cannot be written, or are not what they seem."""

import os
import stat
from pathlib import Path

import pytest

from faults.brood import Brood
from faults.scene import NEIGHBOUR_FOLDER, WORDS, Scene, listing

Generations = dict[str, dict[str, str]]


def _first(brood: Brood, scene: Scene) -> None:
    """Generation A is built, and the book says B."""
    code, said = brood.build(scene)
    assert code == 0, said
    scene.write(WORDS["B"])


def _refused(scene: Scene, answer: tuple[int, str]) -> None:
    code, said = answer
    assert code == 4, said
    assert "cannot be written" in said
    assert "mend:" in said
    assert said.count("error:") == 1
    assert "Traceback" not in said
    assert str(scene.root) not in said


def test_a_folder_that_may_not_be_written(brood: Brood, small: Scene, small_generations: Generations) -> None:
    _first(brood, small)
    small.out.chmod(0o555)
    _refused(small, brood.build(small, meek=True))
    assert small.finished() == small_generations["A"]
    assert small.litter() == []
    small.out.chmod(0o755)
    assert brood.build(small, meek=True)[0] == 0
    assert small.finished() == small_generations["B"]
    assert small.litter() == []


def test_a_folder_whose_parent_may_not_be_written(brood: Brood, small: Scene, small_generations: Generations) -> None:
    small.out.mkdir()
    small.out.parent.chmod(0o555)
    for words in ("A", "B"):
        small.write(WORDS[words])
        code, said = brood.build(small, meek=True)
        assert code == 0, said
        found = small.finished()
        assert {name: found[name] for name in found if not name.startswith(".storybook/")} == small_generations[words]
        assert {path.name for path in (small.out / ".storybook").iterdir()} <= {"lock", "cache", "builds.json"}
    small.out.parent.chmod(0o755)


def test_a_new_folder_where_nothing_may_be_made(brood: Brood, small: Scene) -> None:
    small.out.parent.chmod(0o555)
    _refused(small, brood.build(small, meek=True))
    _refused(small, brood.build(small, *small.command(out="shelf/deep/er/dist"), meek=True))
    small.out.parent.chmod(0o755)
    assert listing(small.out.parent) == {}


def test_a_new_folder_in_folders_that_are_not_there_yet(
    brood: Brood, small: Scene, small_generations: Generations
) -> None:
    code, said = brood.build(small, *small.command(out="shelf/deep/er/dist"))
    assert code == 0, said
    assert listing(small.root / "shelf" / "deep" / "er" / "dist") == small_generations["A"]


def test_a_file_where_the_folder_should_be(brood: Brood, small: Scene) -> None:
    small.out.write_text("my letter", encoding="utf-8")
    code, said = brood.build(small)
    assert code in {2, 4}, said
    assert str(small.root) not in said
    assert "Traceback" not in said
    _refused(small, brood.build(small, *small.command(out="shelf/dist/inner")))
    assert small.out.read_text(encoding="utf-8") == "my letter"
    assert [path.name for path in small.out.parent.iterdir()] == ["dist"]


def test_a_link_to_a_folder_stays_a_link(brood: Brood, small: Scene, small_generations: Generations) -> None:
    there = small.root / "there" / "real"
    there.mkdir(parents=True)
    small.out.symlink_to("../there/real")
    for words in ("A", "B", "A"):
        small.write(WORDS[words])
        code, said = brood.build(small)
        assert code == 0, said
        assert small.out.is_symlink()
        assert listing(there) == small_generations[words]
    assert {path.name for path in there.parent.iterdir()} == {"real", ".real.storybook"}
    assert [path.name for path in small.out.parent.iterdir()] == ["dist"]


def test_a_link_to_nowhere(brood: Brood, small: Scene, small_generations: Generations) -> None:
    small.out.symlink_to("../there")
    code, said = brood.build(small)
    assert "Traceback" not in said
    assert small.out.is_symlink()
    if code:
        _refused(small, (code, said))
    else:
        assert listing(small.root / "there") == small_generations["A"]


@pytest.mark.parametrize("out", ["desk/book", "desk/book/dist", "desk", "."])
def test_the_book_itself_stays_as_it_is(brood: Brood, small: Scene, small_generations: Generations, out: str) -> None:
    wanted = dict(small_generations["A"])
    for words in ("A", "B", "A"):
        small.write(WORDS[words])
        before = listing(small.book)
        sources = {name: before[name] for name in ("book.yaml", "en/essay.md")}
        code, said = brood.build(small, *small.command(out=out))
        assert code in {0, 2, 4}, said
        assert "Traceback" not in said
        assert listing(small.book).items() >= sources.items()
        if code:
            assert listing(small.book) == before
            return
    found = listing(small.root / out)
    assert found.items() >= wanted.items()
    assert not [name for name in listing(small.root) if "staging-" in name]


def test_the_folder_that_one_stands_in(brood: Brood, small: Scene, small_generations: Generations) -> None:
    small.out.mkdir()
    for words in ("A", "B", "A"):
        small.write(WORDS[words])
        code, said = brood.build(small, *small.command(book="../../desk/book", out="."), cwd=small.out)
        assert code == 0, said
        assert small.finished() == small_generations[words]
        assert small.litter() == []


def test_files_and_folders_of_somebody_else_stay(brood: Brood, small: Scene, small_generations: Generations) -> None:
    _first(brood, small)
    small.put(NEIGHBOUR_FOLDER)
    (small.out / "letters" / "to-the-book").symlink_to("../../../desk/book")
    (small.out / "mine").symlink_to("nowhere")
    before = {name: (small.out / name).lstat() for name in ("letters", "letters/Mina.txt", "mine")}
    for words in ("B", "A"):
        small.write(WORDS[words])
        assert brood.build(small)[0] == 0
        found = listing(small.out)
        assert found.items() >= {**small_generations[words], **small.foreign}.items()
        after = {name: (small.out / name).lstat() for name in before}
        assert {name: (at.st_mode, at.st_mtime_ns) for name, at in after.items()} == {
            name: (at.st_mode, at.st_mtime_ns) for name, at in before.items()
        }
        assert (small.out / "mine").readlink() == Path("nowhere")


def test_the_folder_keeps_its_mode(brood: Brood, small: Scene) -> None:
    _first(brood, small)
    small.out.chmod(0o750)
    assert brood.build(small)[0] == 0
    assert stat.S_IMODE(small.out.stat().st_mode) == 0o750


def test_a_folder_that_has_the_name_of_a_finished_file(
    brood: Brood, small: Scene, small_generations: Generations
) -> None:
    _first(brood, small)
    (small.out / "small-book-en.epub").unlink()
    (small.out / "small-book-en.epub").mkdir()
    (small.out / "small-book-en.epub" / "mine.txt").write_text("mine", encoding="utf-8")
    before = listing(small.out)
    _refused(small, brood.build(small))
    assert listing(small.out) == before
    assert small.litter() == []
    (small.out / "small-book-en.epub" / "mine.txt").unlink()
    (small.out / "small-book-en.epub").rmdir()
    assert brood.build(small)[0] == 0
    assert small.finished() == small_generations["B"]


def test_a_link_that_has_the_name_of_a_finished_file_is_not_written_through(
    brood: Brood, small: Scene, small_generations: Generations
) -> None:
    _first(brood, small)
    precious = small.root / "precious.txt"
    precious.write_text("precious", encoding="utf-8")
    (small.out / "small-book-en.epub").unlink()
    (small.out / "small-book-en.epub").symlink_to(precious)
    assert brood.build(small)[0] == 0
    assert small.finished() == small_generations["B"]
    assert precious.read_text(encoding="utf-8") == "precious"


@pytest.mark.parametrize("name", ["ein Buch mit Leerzeichen", "책", "-dist", "a\nb", "x" * 240, "x" * 250, "dist."])
def test_odd_names_of_folders(brood: Brood, small: Scene, small_generations: Generations, name: str) -> None:
    for words in ("A", "B"):
        small.write(WORDS[words])
        code, said = brood.build(small, *small.command(out=f"shelf/{name}"))
        assert code == 0, said
        found = listing(small.root / "shelf" / name)
        assert {one: found[one] for one in found if not one.startswith(".storybook/")} == small_generations[words]


@pytest.mark.parametrize("sort", ["file", "link", "pipe"])
@pytest.mark.parametrize("name", ["", "lock", "cache", "builds.json", "staging-old", "ready"])
def test_a_hidden_folder_that_somebody_tampered_with(
    brood: Brood, small: Scene, small_generations: Generations, name: str, sort: str
) -> None:
    _first(brood, small)
    precious = small.root / "precious"
    (precious / "new").mkdir(parents=True)
    (precious / "new" / "small-book-en.epub").write_text("precious", encoding="utf-8")
    before = listing(precious)
    odd = small.hidden / name if name else small.hidden
    if odd.exists():
        odd.rename(small.root / "away")
    if sort == "file":
        odd.write_text("{", encoding="utf-8")
    elif sort == "link":
        odd.symlink_to(precious)
    else:
        os.mkfifo(odd)
    code, said = brood.build(small)
    assert listing(precious).items() >= before.items(), "something was removed through a link"
    assert "Traceback" not in said
    if code:
        _refused(small, (code, said))
        assert small.finished() == small_generations["A"]
    else:
        assert small.finished() == small_generations["B"]
