"""What the fence asks of a kernel, of any version and processor: told by a kernel that only listens."""

import ctypes
import errno
import fcntl
import os
import platform
import stat
import struct
import sys
import sysconfig
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

import pytest

from storybook import fence

EXECUTE, WRITE, READ, LIST = 1, 2, 4, 8
REMOVE_FOLDER, REMOVE_FILE, MAKE_FOLDER, MAKE_FILE = 16, 32, 128, 256
REFER, TRUNCATE, IOCTL = 1 << 13, 1 << 14, 1 << 15
CHANGE = READ | LIST | WRITE | REMOVE_FOLDER | REMOVE_FILE | MAKE_FOLDER | MAKE_FILE | REFER

X86, ARM, RISC = ("x86_64", 0xC000003E), ("aarch64", 0xC00000B7), ("riscv64", 0xC00000F3)
REFUSED = {
    "x86_64": {"socket": 41, "connect": 42, "bind": 49, "execve": 59, "execveat": 322, "ptrace": 101,
               "process_vm_readv": 310, "process_vm_writev": 311, "io_uring_setup": 425},
    "aarch64": {"socket": 198, "connect": 203, "bind": 200, "execve": 221, "execveat": 281, "ptrace": 117,
                "process_vm_readv": 270, "process_vm_writev": 271, "io_uring_setup": 425},
}  # fmt: skip
REFUSED["riscv64"] = REFUSED["aarch64"]  # both take the kernel's common table


def plain(value: object) -> object:
    return getattr(value, "value", value)


class Kernel:
    """Notes what it is asked; failing: what it answers in place of 0, by the name of the call."""

    def __init__(self, version: int = 6, failing: Mapping[str, int] | None = None, shut: str = "") -> None:
        self.version, self.failing, self.shut = version, failing or {}, shut
        self.ruleset: tuple[int, ...] = ()
        self.handle = -1
        self.rules: list[tuple[str, int]] = []
        self.asked: list[str] = []
        self.steps: list[tuple[int, int, int, int]] = []

    def prctl(self, option: int, *arguments: object) -> int:
        if option == 38:
            assert arguments == (1, 0, 0, 0)
            self.asked.append("no new privileges")
        else:
            mode, program, *rest = arguments
            assert (option, mode, rest) == (22, 2, [0, 0])
            assert isinstance(program, bytes)
            count, place = struct.unpack("@HP", program)
            code = ctypes.string_at(place, 8 * count)
            self.steps = list(struct.iter_unpack("=HBBI", code))
            self.asked.append("filter")
        return self.failing.get(self.asked[-1], 0)

    def syscall(self, number: int, *arguments: object) -> int:
        match number, [plain(argument) for argument in arguments]:
            case 444, [None, 0, 1]:
                self.asked.append("version")
                return self.version
            case 444, [bytes() as attributes, int() as size, 0]:
                self.asked.append("ruleset")
                self.ruleset = struct.unpack(f"={size // 8}Q", attributes[:size])
                if "ruleset" in self.failing:
                    return -1
                self.handle = os.open(os.devnull, os.O_RDONLY)
                return self.handle
            case 445, [self.handle, 1, bytes() as rule, 0]:
                rights, place = struct.unpack("=Qi", rule)
                assert fcntl.fcntl(place, fcntl.F_GETFL) & os.O_PATH
                assert not os.get_inheritable(place)
                path = str(Path(f"/proc/self/fd/{place}").readlink())
                if path == self.shut:
                    return -1
                self.rules.append((path, rights))
                return 0
            case 446, [self.handle, 0]:
                self.asked.append("restrict")
                return self.failing.get("restrict", 0)
        raise AssertionError((number, arguments))


def closed(kernel: Kernel, read: Sequence[Path], write: Sequence[Path]) -> bool:
    return fence._close_files(cast(ctypes.CDLL, kernel), read, write)


def refuses(kernel: Kernel) -> bool:
    return fence._refuse_calls(cast(ctypes.CDLL, kernel))


def handles() -> int:
    """How many files are open."""
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.fixture
def rooms(tmp_path: Path) -> dict[str, Path]:
    for name in ("book", "staging", "python"):
        (tmp_path / name).mkdir()
    (tmp_path / "file").write_text("")
    (tmp_path / "link").symlink_to(tmp_path / "file")
    return {name: tmp_path / name for name in ("book", "staging", "python", "file", "link", "missing")}


@pytest.fixture
def small_python(rooms: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fence, "_of_python", lambda: iter([str(rooms["python"]), str(rooms["missing"]), "/proc/stat"]))


@pytest.mark.usefixtures("small_python")
@pytest.mark.parametrize(
    ("version", "files", "more"),
    [
        (2, (1 << 14) - 1, ()),
        (3, (1 << 15) - 1, ()),
        (4, (1 << 15) - 1, (3,)),
        (5, (1 << 16) - 1, (3,)),
        (6, (1 << 16) - 1, (3, 3)),
        (7, (1 << 16) - 1, (3, 3)),
        (99, (1 << 16) - 1, (3, 3)),
    ],
)
def test_files_are_closed_as_far_as_a_version_of_landlock_can(
    rooms: dict[str, Path], version: int, files: int, more: tuple[int, ...]
) -> None:
    kernel = Kernel(version)
    before = handles()
    assert closed(kernel, [rooms["book"], rooms["missing"], rooms["link"]], [rooms["staging"]])
    assert kernel.asked == ["version", "ruleset", "restrict"]
    assert kernel.ruleset == (files, *more)
    assert kernel.rules == [
        (str(rooms["python"]), READ | LIST),
        ("/proc/stat", READ),
        (os.devnull, READ | WRITE),
        (str(rooms["book"]), READ | LIST),
        (str(rooms["file"]), READ),
        (str(rooms["staging"]), (CHANGE | TRUNCATE) & files),
    ]
    assert handles() == before


@pytest.mark.usefixtures("small_python")
def test_a_file_gets_no_rights_of_folders(rooms: dict[str, Path]) -> None:
    kernel = Kernel()
    assert closed(kernel, [], [rooms["file"]])
    assert kernel.rules[-1] == (str(rooms["file"]), READ | WRITE | TRUNCATE)
    assert stat.S_ISREG(rooms["file"].stat().st_mode)


@pytest.mark.parametrize("version", [-1, 0, 1])
def test_an_old_landlock_closes_nothing(version: int) -> None:
    kernel = Kernel(version)
    assert not closed(kernel, [], [])
    assert kernel.asked == ["version"]


@pytest.mark.usefixtures("small_python")
def test_a_wall_that_would_shut_out_the_book_is_not_put_up(rooms: dict[str, Path]) -> None:
    before = handles()
    for shut in ("book", "staging", "file"):
        kernel = Kernel(shut=str(rooms[shut]))
        assert not closed(kernel, [rooms["book"], rooms["file"]], [rooms["staging"]])
        assert "restrict" not in kernel.asked
        assert len(kernel.rules) == 5
    kernel = Kernel(failing={"ruleset": -1})
    assert not closed(kernel, [rooms["book"]], [])
    assert kernel.asked == ["version", "ruleset"]
    kernel = Kernel(failing={"restrict": -1})
    assert not closed(kernel, [rooms["book"]], [])
    assert handles() == before


@pytest.mark.usefixtures("small_python")
def test_a_wall_that_shuts_out_a_part_of_python_is_put_up(rooms: dict[str, Path]) -> None:
    for shut in (str(rooms["python"]), os.devnull):
        kernel = Kernel(shut=shut)
        assert closed(kernel, [rooms["book"]], [])
        assert kernel.asked[-1] == "restrict"


def test_what_python_needs_is_its_own_folders_its_libraries_this_package_and_the_system(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("prefix", "base_prefix", "exec_prefix", "base_exec_prefix"):
        monkeypatch.setattr(sys, name, f"/python/{name}")
    monkeypatch.setattr(sysconfig, "get_paths", lambda: {"stdlib": "/python/lib", "scripts": "/python/bin"})
    others = ["/home/somebody", "", "/home/somebody/site-packages/more", "/python/lib-dynload"]
    monkeypatch.setattr(sys, "path", [*others, "/home/somebody/lib/site-packages", "/usr/lib/python3/dist-packages"])
    (tmp_path / "link").symlink_to(tmp_path / "project" / "src")
    monkeypatch.setattr(fence, "__file__", str(tmp_path / "link" / "storybook" / "fence.py"))
    assert list(fence._of_python()) == [
        *("/python/prefix", "/python/base_prefix", "/python/exec_prefix", "/python/base_exec_prefix"),
        *("/python/lib", "/python/bin"),
        *("/home/somebody/lib/site-packages", "/usr/lib/python3/dist-packages"),
        str(tmp_path / "project" / "src" / "storybook"),
        str(tmp_path / "project" / "templates"),
        *fence._SYSTEM,
    ]
    assert not [path for path in fence._SYSTEM if path.startswith(("/home", "/root", "/etc/passwd", "/var"))]
    assert not {"/", "/etc", "/proc", "/dev", "/sys", "/run"} & set(fence._SYSTEM)


def verdict(steps: list[tuple[int, int, int, int]], processor: int, call: int) -> int:
    """What a seccomp filter answers; bpf(4): loads from the call's number (0) and processor (4), jumps, an answer."""
    loaded, place = -1, 0
    while True:
        code, yes, no, value = steps[place]
        place += 1
        match code:
            case 0x20:
                loaded = {0: call, 4: processor}[value]
            case 0x15:
                place += yes if loaded == value else no
            case 0x35:
                place += yes if loaded >= value else no
            case 0x06:
                return value
            case _:
                raise AssertionError(code)


@pytest.mark.parametrize(("machine", "processor"), [X86, ARM, RISC])
def test_sockets_programs_and_others_memory_are_refused_on_every_processor(
    monkeypatch: pytest.MonkeyPatch, machine: str, processor: int
) -> None:
    monkeypatch.setattr(platform, "machine", lambda: machine)
    kernel = Kernel()
    assert fence._refuse_calls(kernel) is True  # type: ignore[arg-type]
    allow, refuse = 0x7FFF0000, 0x00050000 | errno.EACCES
    refused = {call for call in range(1000) if verdict(kernel.steps, processor, call) == refuse}
    assert refused == set(REFUSED[machine].values())
    assert {verdict(kernel.steps, processor, call) for call in range(1000) if call not in refused} == {allow}
    for call in (0, 41, 198, 999):
        assert verdict(kernel.steps, processor, 0x3FFFFFFF) == allow
        assert verdict(kernel.steps, processor, 0x40000000 + call) == refuse
        for _, other in {X86, ARM, RISC, ("i386", 0x40000003)} - {(machine, processor)}:
            assert verdict(kernel.steps, other, call) == refuse


def test_calls_are_not_refused_where_their_numbers_are_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not refuses(Kernel(failing={"filter": -1}))
    kernel = Kernel()
    monkeypatch.setattr(sys, "maxsize", 2**32)
    assert refuses(kernel)
    for size, machine in ((2**31 - 1, platform.machine()), (2**63 - 1, "m68k")):
        kernel = Kernel()
        monkeypatch.setattr(sys, "maxsize", size)
        monkeypatch.setattr(platform, "machine", lambda machine=machine: machine)
        assert fence._refuse_calls(kernel) is False  # type: ignore[arg-type]
        assert kernel.asked == []


@pytest.mark.parametrize(
    ("kernel", "walls"),
    [
        (Kernel(), {"files", "network", "programs"}),
        (Kernel(0), {"network", "programs"}),
        (Kernel(failing={"filter": -1}), {"files", "programs"}),
        (Kernel(0, {"filter": -1}), set()),
        (Kernel(failing={"no new privileges": -1}), set()),
        (Kernel(failing={"no new privileges": 1}), set()),
    ],
)
def test_the_walls_that_stand_are_told(
    kernel: Kernel, walls: set[str], rooms: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def library(name: str | None, use_errno: bool = False) -> Kernel:
        assert (name, use_errno) == (None, True)
        return kernel

    monkeypatch.setattr(ctypes, "CDLL", library)
    assert fence.close_in([rooms["book"]], [rooms["staging"]]) == walls
    if "files" in walls:
        assert kernel.rules[-2:] == [
            (str(rooms["book"]), READ | LIST),
            (str(rooms["staging"]), CHANGE | TRUNCATE),
        ]
    assert kernel.asked[0] == "no new privileges"
    assert len(kernel.asked) == (1 if "no new privileges" in kernel.failing else 3 if kernel.version == 0 else 5)


@pytest.mark.parametrize("error", [OSError("no such library"), AttributeError("prctl")])
def test_on_another_system_no_wall_stands(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(ctypes, "CDLL", none)
    assert fence.close_in([], []) == frozenset()


def test_walls_that_stood_before_a_failure_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    kernel = Kernel()
    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: kernel)

    def failing(_: object) -> bool:
        raise OSError(errno.ENOMEM, "no memory")

    monkeypatch.setattr(fence, "_refuse_calls", failing)
    assert fence.close_in([], []) == {"files", "programs"}
