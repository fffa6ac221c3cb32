"""Ctrl-C and its like: one line, nothing left about at once, no process that goes on."""

import os
import random
import re
import signal
import subprocess
import sys
from contextlib import suppress

import pytest

from faults.brood import Brood
from faults.scene import MANY, NEIGHBOURS, WORDS, Scene, listing

Generations = dict[str, dict[str, str]]

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def test_stopped_at_twenty_moments(brood: Brood, small: Scene, small_generations: Generations) -> None:
    scene, generations = small, small_generations
    dice = random.Random(4)  # noqa: S311 - chance, not secrets
    assert brood.build(scene)[0] == 0
    scene.put(NEIGHBOURS)
    scene.write(WORDS["B"])
    assert brood.build(scene)[0] == 0
    changes = brood.shim.changes()
    pause = (changes[-1].time - changes[0].time) / len(changes)
    stopped = 0
    for number in range(80):
        old, new = dice.sample("ABC", 2)
        scene.write(WORDS[old])
        assert brood.build(scene)[0] == 0
        scene.write(WORDS[new])
        birth = brood.bear(scene)
        brood.reached(birth, dice.randint(1, len(changes)))
        birth.ended(dice.uniform(0, pause))
        with suppress(ProcessLookupError):  # a terminal sends Ctrl-C to all of the group
            (os.killpg if number % 2 else os.kill)(birth.pid, dice.choice(SIGNALS))
        code, said = brood.code(birth), birth.words()
        assert code in {0, 130}, said
        assert brood.all_gone(), "a process of the build is still running"
        assert "Traceback" not in said
        if code == 130:
            stopped += 1
            assert said.count("Stopped") <= 1, said
            assert "Built in" in said or len(said.split("\n")) <= 3, said
            assert "Built in" in said or said.strip().startswith("Stopped."), said
            assert scene.finished() in (generations[old], generations[new])
        assert scene.litter() == [], said
        if stopped == 20:
            break
    assert stopped == 20


def test_stopped_again_and_again(brood: Brood, small: Scene, small_generations: Generations) -> None:
    scene, generations = small, small_generations
    assert brood.build(scene)[0] == 0
    scene.write(MANY)
    for pause in (0, 0.0005, 0.002, 0.01):
        birth = brood.bear(scene)
        assert brood.reached(birth, 5)  # the child has begun
        while not birth.ended(pause):
            os.killpg(birth.pid, signal.SIGINT)
        assert brood.code(birth) == 130, birth.words()
        assert brood.all_gone()
        assert "Traceback" not in birth.words()
        assert scene.finished() == generations["A"]
    scene.write(WORDS["B"])
    assert brood.build(scene)[0] == 0
    assert scene.finished() == generations["B"]
    assert scene.litter() == []


@pytest.mark.parametrize("number", SIGNALS)
def test_stopped_while_the_program_loads(scene: Scene, number: signal.Signals) -> None:
    dice = random.Random(int(number))  # noqa: S311
    command = [sys.executable, "-m", "storybook", *scene.command()]
    for seconds in (0.05, *(dice.uniform(0.02, 0.3) for _ in range(3))):
        with subprocess.Popen(
            command, cwd=scene.root, env=scene.environment, stderr=subprocess.PIPE, start_new_session=True
        ) as running:
            with suppress(subprocess.TimeoutExpired):
                running.wait(seconds)
            running.send_signal(number)
            _, said = running.communicate(timeout=120)
        if b"Traceback" in said:  # Python itself was still starting, or our very first line
            assert set(re.findall(rb'/storybook/(\S+)"', said)) <= {b"__main__.py", b"__init__.py"}, said
        else:
            assert running.returncode in {130, -number, -signal.SIGINT}, said  # each is 130 or so to a shell
        assert listing(scene.root / "shelf") == {}


@pytest.mark.parametrize("number", SIGNALS)
def test_stopped_when_all_is_done_and_said(number: int) -> None:
    late = f"import os, storybook.cli as cli; cli.main = lambda: os.kill(os.getpid(), {number}) or 0; cli.run()"
    done = subprocess.run([sys.executable, "-c", late], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")
