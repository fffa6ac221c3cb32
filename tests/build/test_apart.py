import errno
import os
import resource
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from storybook.apart import Limits, Tell, Work, run_apart
from storybook.errors import OutputError, Problem, SourceError, StorybookError, Where

LIMITS = Limits(step_seconds=20)


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
