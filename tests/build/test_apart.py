import ctypes
import errno
import os
import resource
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from storybook import apart
from storybook.apart import Limits, Tell, Work, run_apart
from storybook.errors import OutputError, Problem, SourceError, StorybookError, Where

LIMITS = Limits(step_seconds=20)
BROKE_DOWN = (
    "reading the book: the program broke down; it needed more than the memory limit of 512 MB, "
    "or a library failed at something in the book"
)


def run(work: Work, home: Path, limits: Limits = LIMITS) -> Any:  # noqa: ANN401 - whatever JSON has
    return run_apart(work, home, limits, lambda _: None)


def test_the_result_and_the_steps_of_the_work_arrive(tmp_path: Path) -> None:
    steps: list[str] = []

    def work(tell: Tell) -> dict[str, Any]:
        tell("Making 가.epub")
        return {"pid": os.getpid(), "name": "\udcff가"}

    made = run_apart(work, tmp_path, LIMITS, steps.append)
    assert made["name"] == "\udcff가"
    assert made["pid"] != os.getpid()
    assert steps == ["Making 가.epub"]


def test_a_long_result_arrives_whole(tmp_path: Path) -> None:
    assert len(run(lambda _: ["x" * 1000] * 1000, tmp_path)) == 1000


def test_a_refusal_arrives_as_it_was_raised(tmp_path: Path) -> None:
    problems = (Problem("what", Where("a.md", 3, 4, "the line"), "a hint"), Problem("other"))

    def refuse(_: Tell) -> None:
        raise SourceError(problems)

    with pytest.raises(SourceError) as caught:
        run(refuse, tmp_path)
    assert caught.value.problems == problems


def test_a_full_disk_is_a_matter_of_the_outputs(tmp_path: Path) -> None:
    def fill(_: Tell) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(OutputError, match="No space left"):
        run(fill, tmp_path)


def test_a_bug_is_told_without_what_it_says(tmp_path: Path) -> None:
    def fail(_: Tell) -> None:
        raise ValueError("a name")

    with pytest.raises(StorybookError, match=r"has a bug.*ValueError") as caught:
        run(fail, tmp_path)
    assert caught.value.exit_code == 70
    assert "a name" not in str(caught.value)


def test_work_without_end_is_stopped_at_the_time_limit(tmp_path: Path) -> None:
    started = time.monotonic()

    def never_end(tell: Tell) -> None:
        tell("Making a.pdf")
        while True:
            time.sleep(1)

    with pytest.raises(SourceError, match=r"Making a\.pdf: this takes longer than the time limit of 0\.5 seconds"):
        run(never_end, tmp_path, Limits(step_seconds=0.5))
    assert time.monotonic() - started < 10


def test_more_memory_than_the_limit_is_refused_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="memory limit of 300 MB"):
        run(lambda _: len(bytearray(400_000_000)), tmp_path, Limits(300_000_000, 20))


@pytest.mark.parametrize("ballast", [0, 1_900_000_000])
def test_python_without_memory_for_one_more_frame_is_told_as_such(tmp_path: Path, ballast: int) -> None:
    def fail(_: Tell) -> None:
        held = bytearray(ballast)
        raise SystemError(f"error return without exception set, {len(held)}")

    with pytest.raises(StorybookError, match="memory limit of 2000 MB" if ballast else "has a bug"):
        run(fail, tmp_path, Limits(2_000_000_000, 20))


def test_endless_nesting_is_refused(tmp_path: Path) -> None:
    def nest(_: Tell) -> int:
        return 1 + nest(_)

    with pytest.raises(SourceError, match="too deep"):
        run(nest, tmp_path)


def test_a_library_that_brings_the_child_down_is_told_in_plain_words(tmp_path: Path) -> None:
    def crash(tell: Tell) -> None:
        tell("Making a.pdf")
        os.kill(os.getpid(), signal.SIGKILL)

    with pytest.raises(SourceError, match=r"Making a\.pdf: the program broke down"):
        run(crash, tmp_path)


def test_the_child_leaves_the_keyboard_to_its_parent_and_says_nothing(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    def work(_: Tell) -> list[Any]:
        os.kill(os.getpid(), signal.SIGINT)
        os.write(1, b"noise")
        os.write(2, b"noise")
        return [os.read(0, 1).decode(), resource.getrlimit(resource.RLIMIT_CORE)]

    assert run(work, tmp_path) == ["", [0, 0]]
    assert capfd.readouterr() == ("", "")


def test_the_child_knows_of_no_person_and_has_its_temporary_files_at_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("USER", "somebody")
    monkeypatch.setenv("EMAIL", "somebody@example.org")

    def work(_: Tell) -> list[Any]:
        import tempfile

        return [os.environ.get("USER"), os.environ.get("EMAIL"), os.environ["HOME"], tempfile.gettempdir()]

    assert run(work, tmp_path) == [None, None, str(tmp_path), str(tmp_path)]
    assert os.environ["USER"] == "somebody"


def test_no_child_is_left_when_the_parent_is_asked_to_end(tmp_path: Path) -> None:
    children: list[int] = []

    def work(tell: Tell) -> None:
        tell(str(os.getpid()))
        time.sleep(60)

    def stop(step: str) -> None:
        children.append(int(step))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_apart(work, tmp_path, LIMITS, stop)
    with pytest.raises(ProcessLookupError):
        os.kill(children[0], 0)


def refusal(work: Work, home: Path, limits: Limits = LIMITS) -> tuple[str, str]:
    """What is told, and what to do."""
    with pytest.raises(StorybookError) as caught:
        run(work, home, limits)
    (problem,) = caught.value.problems
    return problem.what, problem.hint


def test_each_end_of_work_before_its_time_is_told_with_what_to_do(tmp_path: Path) -> None:
    def nest(_: Tell) -> int:
        return 1 + nest(_)

    def crash(_: Tell) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    assert refusal(lambda _: time.sleep(60), tmp_path, Limits(step_seconds=0.25)) == (
        "reading the book: this takes longer than the time limit of 0.25 seconds",
        "make the chapter or picture smaller; --time-limit SECONDS allows more",
    )
    assert refusal(crash, tmp_path, Limits(512_345_678, 20)) == (
        BROKE_DOWN,
        "allow more (--memory-limit MB), or take out what was added last, such as a picture; please report it",
    )
    assert refusal(lambda _: len(bytearray(600_000_000)), tmp_path, Limits(500_123_456, 20)) == (
        "the book needs more memory than the memory limit of 500 MB",
        "make its largest pictures smaller, or its longest texts shorter; --memory-limit MB allows more",
    )
    assert refusal(nest, tmp_path) == (
        "something in the book stands too deep inside other things of its kind",
        "make lists, quotations and templates flatter",
    )


@pytest.mark.parametrize("trace", [False, True])
def test_what_a_child_writes_is_seen_only_by_who_asked_to_trace_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], trace: bool
) -> None:
    def work(_: Tell) -> str:
        os.write(1, b"out")
        os.write(2, b"err")
        return os.read(0, 1).decode()

    def fail(_: Tell) -> None:
        raise ValueError("broken")

    monkeypatch.delenv("STORYBOOK_TRACE", raising=False)
    if trace:
        monkeypatch.setenv("STORYBOOK_TRACE", "1")
    assert run(work, tmp_path) == ""
    assert capfd.readouterr() == ("", "err" if trace else "")
    with pytest.raises(StorybookError, match="bug"):
        run(fail, tmp_path)
    assert ("ValueError: broken" in capfd.readouterr().err) is trace


def test_the_child_hears_the_wish_to_end_but_not_the_keys(tmp_path: Path) -> None:
    def work(_: Tell) -> list[Any]:
        blocked = signal.pthread_sigmask(signal.SIG_BLOCK, ())
        endings = (signal.SIGINT, signal.SIGHUP, signal.SIGTERM)
        return [[str(signal.getsignal(number)) for number in endings], [n in blocked for n in endings]]

    ways = (signal.SIG_IGN, signal.SIG_IGN, signal.SIG_DFL)
    assert run(work, tmp_path) == [[str(way) for way in ways], [False] * 3]


def test_the_child_has_all_its_folders_at_home_and_its_limit_of_memory(tmp_path: Path) -> None:
    def work(_: Tell) -> list[Any]:
        names = ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")
        return [[os.environ[name] for name in names], resource.getrlimit(resource.RLIMIT_DATA)[0]]

    assert run(work, tmp_path, Limits(700_000_000, 20)) == [[str(tmp_path)] * 5, 700_000_000]


def test_the_child_dies_with_its_parent(tmp_path: Path) -> None:
    def work(_: Tell) -> int:
        asked = ctypes.c_int()
        ctypes.CDLL(None).prctl(2, ctypes.byref(asked), 0, 0, 0)  # PR_GET_PDEATHSIG
        return asked.value

    assert run(work, tmp_path) == signal.SIGKILL


def test_a_child_whose_parent_is_gone_does_nothing(tmp_path: Path) -> None:
    done: list[int] = []
    hearing, saying = os.pipe()
    child = os.fork()
    if not child:
        apart._work_and_leave(lambda _: os.write(saying, b"done"), tmp_path, LIMITS, saying, os.getppid() + 1)
    os.close(saying)
    done.append(os.waitpid(child, 0)[1])
    with os.fdopen(hearing, "rb") as pipe:
        assert pipe.read() == b""
    assert done == [0]


def test_no_child_is_left_when_the_work_is_done(tmp_path: Path) -> None:
    child = run(lambda _: os.getpid(), tmp_path)
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


def test_errors_of_every_kind_come_as_their_kind(tmp_path: Path) -> None:
    for kind in (SourceError, OutputError):

        def fail(_: Tell, kind: type[StorybookError] = kind) -> None:
            raise kind(Problem("a", Where("b.md", 1), "c"))

        with pytest.raises(kind) as caught:
            run(fail, tmp_path)
        assert caught.value.problems == (Problem("a", Where("b.md", 1), "c"),)
