"""A process that has loaded all of storybook and gives birth to builds: two hundred of them would load for minutes.

Run as a program. Each line on its standard input is an order in JSON, each answer a line on its standard output.
A build begins as a new program does: in a session of its own, with the environment and the streams that it is given.
"""

import contextlib
import ctypes
import functools
import gc
import json
import os
import runpy
import signal
import struct
import sys
import tempfile
from pathlib import Path
from typing import Any, NoReturn

from faults.scene import WORDS, make_scene
from faults.shim import Shim

_CAPABILITIES_VERSION = 0x20080522  # capset(2)
_SUBREAPER = 36  # prctl(2): processes whose parent died become children of this one, so that none goes unseen


def load_all() -> None:
    """Import what a build imports, and know what is dear to find out: all books are made here once for that."""
    from storybook import cli, fonts, registry
    from storybook.assemble import assemble
    from storybook.build import own_digest
    from storybook.read.sources import Sources

    for sort in registry.PACKAGES:
        registry.load_all(sort)
    vars(fonts)["subset"] = functools.cache(fonts.subset)  # it changes nothing on the disk
    with tempfile.TemporaryDirectory() as folder:
        for name, words in WORDS.items():
            scene = make_scene(Path(folder) / name)
            scene.write(words)
            staging, cache = scene.root / "staging", scene.root / "cache"
            staging.mkdir()
            cache.mkdir()
            formats = ("epub", "screen-pdf")
            assemble(Sources(scene.book.resolve(), lambda _: None), formats, (), staging, cache, lambda _: None)
    own_digest()
    assert cli.ENDINGS


def bear(order: dict[str, Any], shim: Shim) -> int:
    """A build that runs as a child of this process, in a session of its own."""
    child = os.fork()
    if child:
        return child
    try:
        os.setsid()
        if order["lead"]:
            shim.lead()
        _begin(order)
        _run_to_the_end()
    finally:
        os._exit(255)


def _begin(order: dict[str, Any]) -> None:
    nothing = os.open(os.devnull, os.O_RDONLY)
    said = os.open(order["said"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for number, stream in enumerate((nothing, said, said)):
        os.dup2(stream, number)
    os.closerange(3, 64)
    gc.enable()
    os.environ.clear()
    os.environ.update(order["environment"])
    os.chdir(order["cwd"])
    tempfile.tempdir = None
    sys.argv = ["storybook", *order["arguments"]]
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if order["meek"]:  # a superuser may write where nobody may
        libc = ctypes.CDLL(None)
        libc.capset(struct.pack("=Ii", _CAPABILITIES_VERSION, 0), bytes(24))


def _run_to_the_end() -> NoReturn:
    code: object = 0
    try:
        runpy.run_module("storybook", run_name="__main__", alter_sys=True)
    except SystemExit as leave:
        code = leave.code
    except BaseException:  # noqa: BLE001 - what Python does at last
        sys.excepthook(*sys.exc_info())
        code = 1
    with contextlib.suppress(OSError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code if isinstance(code, int) else 1)


def reap(*, block: bool) -> list[tuple[int, int]]:
    """The children that ended, with their exit codes (negative: the signal); a zero process: no child is left."""
    ended: list[tuple[int, int]] = []
    while True:
        try:
            child, status = os.waitpid(-1, 0 if block and not ended else os.WNOHANG)
        except ChildProcessError:
            return [*ended, (0, 0)]
        if child == 0:
            return ended
        ended.append((child, os.waitstatus_to_exitcode(status)))


def serve() -> None:
    """Answer orders until there are no more."""
    shim = Shim(Path(os.environ["LD_PRELOAD"]), Path(os.environ["FAULTS_CONTROL"]))
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    load_all()
    gc.collect()
    gc.freeze()
    gc.disable()
    for line in sys.stdin:
        order = json.loads(line)
        answer: object = bear(order, shim) if order["do"] == "bear" else reap(block=order["block"])
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


if __name__ == "__main__":
    serve()
