"""A book that needs too much is told so; real disks that are too small or closed; what the shim sees."""

import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from faults.brood import OFTEN, Brood
from faults.scene import EPUB, MANY, WORDS, Scene, listing, make_scene

Generations = dict[str, dict[str, str]]

PROGRAM = [sys.executable, "-m", "storybook"]


def _run(scene: Scene, *command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        encoding="utf-8",
        env=scene.environment,
        cwd=scene.root,
        timeout=120,
        check=False,
    )


def _refused(scene: Scene, code: int, said: str) -> None:
    assert code == 4, said
    assert "cannot be written" in said
    assert "mend:" in said
    assert said.count("error:") == 1
    assert "Traceback" not in said
    assert str(scene.root) not in said


def test_a_book_that_needs_too_much_memory_is_told_the_limit(brood: Brood, small: Scene) -> None:
    assert brood.build(small)[0] == 0
    before = small.finished()
    small.write("\n\n".join(f"Mina went home on day {day}, and *Dae Il* wrote." for day in range(30_000)))
    code, said = brood.build(small, *small.command("--memory-limit", "100"))
    assert code == 3, said
    assert "memory" in said
    assert "100 MB" in said
    assert "mend:" in said
    assert "Traceback" not in said
    assert small.finished() == before
    assert small.litter() == []
    assert brood.all_gone()


def test_a_book_that_takes_too_long_is_told_the_limit(brood: Brood, scene: Scene) -> None:
    assert brood.build(scene)[0] == 0
    before = scene.finished()
    scene.write("\n\n".join(f"Mina went home on day {day}, and *Dae Il* wrote a letter." for day in range(8_000)))
    code, said = brood.build(scene, *scene.command("--time-limit", "1"))
    assert code == 3, said
    assert "time limit of 1 second" in said
    assert "mend:" in said
    assert "Traceback" not in said
    assert scene.finished() == before
    assert scene.litter() == []
    assert brood.all_gone(), "what takes too long goes on"


def test_a_child_that_breaks_down_is_told(brood: Brood, small: Scene, small_generations: Generations) -> None:
    scene, generations = small, small_generations
    assert brood.build(scene)[0] == 0
    scene.write(MANY)
    for number in (signal.SIGKILL, signal.SIGSEGV, signal.SIGTERM):
        birth = brood.bear(scene)
        while not any(change.pid != birth.pid for change in brood.shim.changes()):
            assert not birth.ended(OFTEN), birth.words()
        child = next(change.pid for change in brood.shim.changes() if change.pid != birth.pid)
        os.kill(child, number)
        assert brood.code(birth) == 3
        assert birth.words().count("error:") == 1
        assert "mend:" in birth.words()
        assert scene.finished() == generations["A"]
        assert scene.litter() == []
    scene.write(WORDS["B"])
    assert brood.build(scene)[0] == 0
    assert scene.finished() == generations["B"]


def test_a_limit_of_the_shell_for_the_size_of_files(brood: Brood, small: Scene, small_generations: Generations) -> None:
    assert brood.build(small)[0] == 0
    small.write(WORDS["B"])
    done = _run(small, "sh", "-c", 'ulimit -f 40; exec "$@"', "sh", *PROGRAM, *small.command())
    _refused(small, done.returncode, done.stdout + done.stderr)
    assert small.finished() == small_generations["A"]
    assert small.litter() == []
    assert brood.build(small)[0] == 0
    assert small.finished() == small_generations["B"]


@dataclass(frozen=True)
class Room:
    """A mount namespace with a disk of its own: a shell inside it, and how its files are seen from here."""

    shell: "subprocess.Popen[str]"

    def do(self, command: str) -> tuple[int, str]:
        """The exit code of a command and what it said."""
        assert self.shell.stdin is not None
        assert self.shell.stdout is not None
        self.shell.stdin.write(f"{{ {command}\n}} </dev/null 2>&1; code=$?; echo; echo done $code\n")
        self.shell.stdin.flush()
        said = ""
        for line in self.shell.stdout:
            if line.startswith("done "):
                return int(line.split()[1]), said
            said += line
        raise AssertionError(f"the room is closed: {said}")

    def remount(self, how: str) -> None:
        """Open or close the disk for writing.

        Landlock holds the folders of a build until some time after it has ended, and a disk with a folder that is
        gone but held is not closed.
        """
        until = time.monotonic() + 60
        while (answer := self.do(f"mount -o remount,{how} disk"))[0]:
            assert "busy" in answer[1], answer[1]
            assert time.monotonic() < until, answer[1]

    def seen(self, path: Path) -> Path:
        """Where a file of the room is seen from outside."""
        return Path(f"/proc/{self.shell.pid}/root{path}")


@pytest.fixture
def room(small: Scene) -> Iterator[Room]:
    """A shell in which disks can be mounted that nobody else sees."""
    namespaces = ["-m"] if os.geteuid() == 0 else ["-r", "-m"]
    with subprocess.Popen(
        ["unshare", *namespaces, "--propagation", "private", "sh"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", cwd=small.root, env=small.environment,
    ) as shell:  # fmt: skip
        opened = Room(shell)
        code, said = opened.do("mkdir disk && mount -t tmpfs -o size=2m tmpfs disk")
        assert code == 0, (
            f"no disk can be mounted: {said}run the tests as root, or allow user namespaces "
            "(sysctl kernel.unprivileged_userns_clone=1; kernel.apparmor_restrict_unprivileged_userns=0)"
        )
        yield opened
        shell.kill()


def _command(scene: Scene, out: str) -> str:
    return " ".join([*PROGRAM, *scene.command(out=out)])


def _finished(folder: Path) -> dict[str, str]:
    """What lies in a folder beside the hidden one."""
    return {name: sha for name, sha in listing(folder).items() if not name.startswith((".storybook/", "filler"))}


@pytest.mark.parametrize("out", ["disk", "disk/dist"])
def test_a_disk_that_is_full(small: Scene, small_generations: Generations, room: Room, out: str) -> None:
    code, said = room.do(_command(small, out))
    assert code == 0, said
    folder = room.seen(small.root / out)
    hidden = folder / ".storybook" if out == "disk" else folder.with_name(".dist.storybook")
    room.do("dd if=/dev/zero of=disk/filler bs=4k")
    small.write(WORDS["B"])
    code, said = room.do(_command(small, out))
    _refused(small, code, said)
    assert _finished(folder) == small_generations["A"]
    assert {path.name for path in hidden.iterdir()} <= {"lock", "cache", "builds.json"}
    room.do("rm disk/filler")
    code, said = room.do(_command(small, out))
    assert code == 0, said
    assert _finished(folder) == small_generations["B"]
    assert {path.name for path in hidden.iterdir()} <= {"lock", "cache", "builds.json"}


def test_a_disk_that_is_closed_for_writing(small: Scene, small_generations: Generations, room: Room) -> None:
    code, said = room.do(_command(small, "disk/dist"))
    assert code == 0, said
    folder = room.seen(small.root / "disk" / "dist")
    small.write(WORDS["B"])
    room.remount("ro")
    code, said = room.do(_command(small, "disk/dist"))
    _refused(small, code, said)
    assert listing(folder) == small_generations["A"]
    room.remount("rw")
    code, said = room.do(_command(small, "disk/dist"))
    assert code == 0, said
    assert listing(folder) == small_generations["B"]


def test_the_shim_sees_every_change_that_the_kernel_sees(brood: Brood, tmp_path: Path) -> None:
    calls = {"renameat2": "RENAME", "rename": "RENAME", "fsync": "SYNC", "fdatasync": "SYNC", "ftruncate": "RESIZE"}
    calls |= {"unlink": "UNLINK", "unlinkat": "UNLINK", "rmdir": "UNLINK", "link": "LINK", "linkat": "LINK"}
    calls |= {"mkdir": "MKDIR", "mkdirat": "MKDIR"}
    watched, traced = make_scene(tmp_path / "watched", EPUB), make_scene(tmp_path / "traced", EPUB)
    trace = traced.root / "trace"
    for scene in (watched, traced):
        for words in ("A", "B"):
            scene.write(WORDS[words])
            if scene is traced:
                option = f"trace={','.join(f'?{call}' for call in calls)}"
                done = _run(scene, "strace", "-f", "-qq", "-o", trace, "-e", option, *PROGRAM, *scene.command())
                assert done.returncode == 0, done.stderr
            else:
                assert brood.build(scene)[0] == 0
    kernel = Counter(
        calls[call] for call in re.findall(r"^\d+ +(\w+)\(", trace.read_text(encoding="utf-8"), re.MULTILINE)
    )
    shim = Counter(change.kind.name for change in brood.shim.changes())
    assert {kind: kernel[kind] for kind in set(calls.values())} == {kind: shim[kind] for kind in set(calls.values())}
