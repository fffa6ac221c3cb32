"""The walls that a build's child process puts round itself, tried from inside."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from program import ROOT

PROBE = """
import json, os, socket, subprocess, sys, time
from pathlib import Path

def outcome(deed):
    try:
        deed()
    except socket.gaierror:
        return "PermissionError"  # nobody there to ask
    except OSError as error:
        return error.__class__.__name__
    return "done"

def connect(kind, address):
    with socket.socket(kind, socket.SOCK_STREAM) as line:
        line.connect(address)

book, staging, outside = map(Path, sys.argv[1:4])
open_before = (outside / "open.txt").open()
from storybook.fence import close_in
started = time.perf_counter()
walls = close_in([book, outside / "missing"], [staging])
seconds = time.perf_counter() - started
deeds = {
    "read the book": lambda: (book / "book.yaml").read_text(),
    "list the book": lambda: os.listdir(book),
    "write into the book": lambda: (book / "new").write_text(""),
    "remove from the book": lambda: (book / "book.yaml").unlink(),
    "write aside": lambda: (staging / "new").write_text("more"),
    "shorten aside": lambda: os.truncate(staging / "new", 1),
    "rename aside": lambda: (staging / "new").rename(staging / "folder" / "newer"),
    "make a folder aside": lambda: (staging / "other").mkdir(),
    "remove aside": lambda: (staging / "folder" / "newer").unlink(),
    "link aside": lambda: (staging / "link").symlink_to(outside),
    "read outside": lambda: (outside / "secret.txt").read_text(),
    "list outside": lambda: os.listdir(outside),
    "write outside": lambda: (outside / "new").write_text(""),
    "read by a link": lambda: (book / "way-out" / "secret.txt").read_text(),
    "read by a hard way": lambda: (book / ".." / "outside" / "secret.txt").read_text(),
    "read the users": lambda: Path("/etc/passwd").read_text(),
    "read another process": lambda: Path(f"/proc/{os.getppid()}/environ").read_bytes(),
    "list the home": lambda: os.listdir(os.path.expanduser("~")),
    "read what was open": open_before.read,
    "read Python": lambda: Path(os.__file__).read_text(),
    "read templates": lambda: os.listdir(Path(sys.argv[4])),
    "draw lots": lambda: open("/dev/urandom", "rb").read(1),
    "throw away": lambda: open("/dev/null", "w").write("x"),
    "reach the web": lambda: connect(socket.AF_INET, ("127.0.0.1", 9)),
    "reach it by version 6": lambda: connect(socket.AF_INET6, ("::1", 9)),
    "ask for names": lambda: socket.create_connection(("example.invalid", 80)),
    "reach a local service": lambda: connect(socket.AF_UNIX, "\\0storybook"),
    "start a program": lambda: subprocess.run(["/bin/true"], check=True),
    "start Python": lambda: subprocess.run([sys.executable, "-c", ""], check=True),
}
answers = {name: outcome(deed) for name, deed in deeds.items()}
print(json.dumps({"walls": sorted(walls), "seconds": seconds, "answers": answers, "user": os.getuid()}))
"""

MAY = {
    *("read the book", "list the book", "write aside", "shorten aside", "rename aside", "make a folder aside"),
    *("remove aside", "read what was open", "read Python", "read templates", "draw lots", "throw away"),
}

NOBODY = (
    *("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"),
    # The right to read is no right to leave: the interpreter of these tests may lie in the home of root.
    *("--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search", "--bounding-set=-all,+dac_read_search"),
)
USERS = [pytest.param((), id="who-runs-the-tests")]
if os.getuid() == 0:
    USERS.append(pytest.param(NOBODY, id="nobody"))


def probed(folder: Path, before: Sequence[str], environment: dict[str, str] | None = None) -> dict[str, object]:
    for name in ("book", "staging/folder", "outside"):
        (folder / name).mkdir(parents=True)
    (folder / "book" / "book.yaml").write_text("title: A book", "utf-8")
    (folder / "book" / "way-out").symlink_to(folder / "outside")
    for name in ("secret.txt", "open.txt"):
        (folder / "outside" / name).write_text("canary", "utf-8")
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o777)
    places = [folder / "book", folder / "staging", folder / "outside", ROOT / "templates"]
    done = subprocess.run(
        [*before, sys.executable, "-c", PROBE, *map(str, places)],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), **(environment or {})},
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, object] = json.loads(done.stdout)
    return answer


@pytest.fixture
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that every user may enter."""
    folder = tmp_path_factory.mktemp("room")
    for parent in (folder, *folder.parents):
        if parent.name and parent.stat().st_uid == os.getuid() and parent.name.startswith("pytest"):
            parent.chmod(0o755)
    folder.chmod(0o777)
    return folder


@pytest.mark.parametrize("user", USERS)
def test_a_process_that_closed_itself_in_reaches_what_it_was_given_and_nothing_else(
    room: Path, user: tuple[str, ...]
) -> None:
    answer = probed(room / "r", user)
    assert answer["walls"] == ["files", "network", "programs"]
    answers = answer["answers"]
    assert isinstance(answers, dict)
    assert {name for name, outcome in answers.items() if outcome == "done"} == MAY
    assert {outcome for name, outcome in answers.items() if name not in MAY} == {"PermissionError"}
    assert answer["user"] == (65534 if user else os.getuid())
    assert (room / "r" / "outside" / "secret.txt").read_text("utf-8") == "canary"


def test_the_walls_stand_at_once(tmp_path: Path) -> None:
    seconds = probed(tmp_path / "r", ())["seconds"]
    assert isinstance(seconds, float)
    assert seconds < 0.1  # 2 to 6 ms; the rest is for a machine that does other things too


@pytest.mark.parametrize(
    ("missing", "walls"),
    [
        pytest.param("landlock_create_ruleset:error=ENOSYS", ["network", "programs"], id="an-old-kernel"),
        pytest.param("landlock_create_ruleset:retval=1:when=1", ["network", "programs"], id="landlock-1"),
        *(
            pytest.param(
                f"landlock_create_ruleset:retval={version}:when=1",
                ["files", "network", "programs"],
                id=f"landlock-{version}",
            )
            for version in (2, 3, 4, 5, 6, 7, 99)
        ),
        pytest.param("landlock_create_ruleset:error=EOPNOTSUPP", ["network", "programs"], id="landlock-is-off"),
        pytest.param("landlock_add_rule:error=ENOMEM", ["network", "programs"], id="no-rule"),
        pytest.param("landlock_restrict_self:error=E2BIG", ["network", "programs"], id="too-many-walls-already"),
        pytest.param("prctl:error=EINVAL:when=1", [], id="no-privileges-to-give-up"),
    ],
)
def test_a_wall_that_a_system_has_not_is_left_out_and_the_work_goes_on(
    tmp_path: Path, missing: str, walls: list[str]
) -> None:
    name = missing.partition(":")[0]
    before = ("strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={name}", "-e", f"inject={missing}")
    answer = probed(tmp_path / "r", before)
    assert answer["walls"] == walls
    answers = answer["answers"]
    assert isinstance(answers, dict)
    assert {name for name in MAY if answers[name] != "done"} == set()
