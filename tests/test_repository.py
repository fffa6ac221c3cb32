"""The repository as a thing to hand on: its locks, its wheel, and what must not be in it."""

import json
import os
import re
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
BOOK = ROOT / "book"

# Written in pieces, so that this file itself holds none. A clone must install from whatever index its user has.
REGISTRIES = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pypi", "python", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("deb", "debian", "org"),
        ("security", "debian", "org"),
        ("archive", "ubuntu", "com"),
    )
)
REGISTRY_ADDRESS = re.compile("|".join(re.escape(name) for name in REGISTRIES).encode(), re.IGNORECASE)

PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)[^\\\n]*((?: *\\\n +--hash=sha256:[0-9a-f]{64})*)$", re.MULTILINE)

wheel_group = pytest.mark.xdist_group("wheel")


def run(command: Iterable[str | Path], **options: Any) -> str:  # noqa: ANN401 - subprocess.run's own
    done: subprocess.CompletedProcess[str] = subprocess.run(
        [str(part) for part in command], capture_output=True, encoding="utf-8", timeout=600, check=False, **options
    )
    assert done.returncode == 0, f"{done.args}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def repository_files(folder: Path = ROOT) -> list[Path]:
    """Return what is committed or would be by ``git add --all``."""
    listing = run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=folder)
    return sorted({path for name in listing.split("\0") if name and (path := folder / name).is_file()})


def addresses_in(files: Iterable[Path]) -> list[str]:
    return [f"{file}: {found.decode()}" for file in files for found in REGISTRY_ADDRESS.findall(file.read_bytes())]


def pins(lock: str) -> dict[str, str]:
    """Return name → version of a lock's text; every line of it must belong to a pin with a hash."""
    found = {canonicalize_name(name): (version, hashes) for name, version, hashes in PIN.findall(lock)}
    assert found
    assert PIN.sub("", lock).strip() == ""
    assert [name for name, (_, hashes) in found.items() if not hashes] == []
    return {name: version for name, (version, _) in found.items()}


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def locked(name: str) -> dict[str, str]:
    return pins((ROOT / name).read_text("utf-8"))


def group(name: str) -> list[str]:
    """Return a dependency group with the groups it includes."""
    entries = project()["dependency-groups"][name]
    return [e for entry in entries for e in ([entry] if isinstance(entry, str) else group(entry["include-group"]))]


def unmet(wanted: Iterable[str], have: dict[str, str]) -> list[str]:
    """Return the requirements that a lock doesn't meet."""
    return [text for text in wanted if not _meets(Requirement(text), have)]


def _meets(requirement: Requirement, have: dict[str, str]) -> bool:
    version = have.get(canonicalize_name(requirement.name))
    return version is not None and requirement.specifier.contains(version, prereleases=True)


class TestAddresses:
    def test_no_file_names_a_registry(self) -> None:
        files = repository_files()
        assert ROOT / "pyproject.toml" in files
        assert addresses_in(files) == []

    @pytest.mark.parametrize("registry", REGISTRIES)
    def test_finds_an_address_wherever_it_is(self, tmp_path: Path, registry: str) -> None:
        run(["git", "init", "--quiet", tmp_path])
        (tmp_path / ".gitignore").write_text("ignored\n")
        for name in ("lock.txt", "picture.png", "ignored"):
            (tmp_path / name).write_bytes(b"\x00\xff https://" + registry.upper().encode() + b"/simple\n")
        found = addresses_in(repository_files(tmp_path))
        assert [Path(line.partition(":")[0]).name for line in found] == ["lock.txt", "picture.png"]


class TestLocks:
    def test_lock_of_the_book_has_every_dependency(self) -> None:
        assert unmet(project()["project"]["dependencies"] + group("build"), locked("requirements.lock")) == []

    def test_lock_of_the_tests_has_everything(self) -> None:
        extras = project()["project"]["optional-dependencies"]["checks"]
        wanted = project()["project"]["dependencies"] + extras + group("dev")
        assert unmet(wanted, locked("requirements-test.lock")) == []

    def test_tests_run_with_what_builds_the_book(self) -> None:
        assert locked("requirements.lock").items() <= locked("requirements-test.lock").items()

    def test_node_lock_agrees_with_its_package(self) -> None:
        folder = ROOT / "tests" / "node"
        package = json.loads((folder / "package.json").read_text("utf-8"))
        lock = json.loads((folder / "package-lock.json").read_text("utf-8"))
        root, *packages = lock["packages"].values()
        assert root["dependencies"] == package["dependencies"]
        assert all("integrity" in entry and "resolved" not in entry for entry in packages)

    def test_finds_a_requirement_that_is_not_met(self) -> None:
        assert unmet(["a>=2", "B_c", "d", "e>1"], {"a": "1.9", "b-c": "1", "e": "2"}) == ["a>=2", "d"]

    @pytest.mark.parametrize("line", ["a==1", "a>=1", "--index-url elsewhere", "-e ."])
    def test_finds_a_line_that_pins_nothing(self, line: str) -> None:
        good = f"b==1 ; os_name == 'nt' \\\n    --hash=sha256:{'0' * 64}\n"
        assert pins(good) == {"b": "1"}
        with pytest.raises(AssertionError):
            pins(good + line + "\n")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT])
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an environment that has the wheel, and of all else what the tests' own environment has.

    Installing every dependency again would take minutes and show nothing. The tests' site-packages are put on the
    path as a plain folder: the link to src/ in there is itself a .pth file, which Python doesn't follow from one.
    """
    folder = tmp_path_factory.mktemp("installed")
    run([sys.executable, "-m", "venv", "--without-pip", folder])
    python = folder / "bin" / "python"
    run([sys.executable, "-m", "pip", "--python", python, "install", "-q", "--no-deps", "--no-index", wheel])
    site_packages = Path(run([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]).strip())
    borrowed = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (site_packages / "borrowed.pth").write_text("\n".join(sorted(borrowed)), "utf-8")
    return folder


def clean_environment(home: Path) -> dict[str, str]:
    """Return an environment in which nothing leads back to the repository."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    return {**kept, "HOME": str(home), "XDG_CACHE_HOME": str(home / "cache"), "PATH": os.defpath}


@wheel_group
class TestWheel:
    def test_carries_code_and_templates_and_nothing_else(self, wheel: Path) -> None:
        shipped = {ROOT / "src" / "storybook": "storybook", ROOT / "templates": "storybook/templates"}
        expected = {
            Path(target) / file.relative_to(source)
            for source, target in shipped.items()
            for file in repository_files()
            if file.is_relative_to(source)
        }
        with zipfile.ZipFile(wheel) as archive:
            names = {Path(name) for name in archive.namelist()}
        information = {name for name in names if name.parts[0].endswith(".dist-info")}
        assert names - information == expected
        assert any(name.parts[1:] == ("licenses", "LICENSE") for name in information)

    def test_installs_where_the_code_then_comes_from(self, installed: Path, tmp_path: Path) -> None:
        code = "import storybook, weasyprint; print(storybook.__file__)"
        where = run([installed / "bin" / "python", "-c", code], cwd=tmp_path, env=clean_environment(tmp_path))
        assert Path(where.strip()).is_relative_to(installed)

    def test_makes_a_book_and_builds_it_without_the_repository(self, installed: Path, tmp_path: Path) -> None:
        book, out = tmp_path / "book", tmp_path / "out"
        program = installed / "bin" / "storybook"
        run([program, "new", book], cwd=tmp_path, env=clean_environment(tmp_path))
        run([program, "build", book, "--out", out], cwd=tmp_path, env=clean_environment(tmp_path))
        for ending in (".epub", "-print.pdf", "-screen.pdf"):
            (file,) = out.glob(f"*{ending}")
            assert file.stat().st_size > 10_000


def test_nothing_that_is_written_by_hand_is_ignored_by_git() -> None:
    rooms = ["src", "templates", "tests", "docs", "benchmarks", "book"]
    ignored = run(["git", "status", "--porcelain", "--ignored", "--untracked-files=all", "--", *rooms], cwd=ROOT)
    made = re.compile(r"__pycache__/|\.pyc$|^tests/node/node_modules/|\.egg-info")
    names = [line[3:] for line in ignored.splitlines() if line.startswith("!!")]
    assert [name for name in names if not made.search(name)] == []
