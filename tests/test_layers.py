"""The house rules of the code, held by reading its syntax trees.

The tables below are the rules; ``docs/architecture.md`` says why. Every rule has a test of its own on a made-up tree
that breaks it.
"""

import ast
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "storybook"

# Imports go down only. Rooms on one line don't know each other, but for the modules of one line marked as a team.
LAYERS: tuple[tuple[str, ...], ...] = (
    ("__main__", "cli"),
    (
        *(
            "build",
            "apart",
            "assemble",
            "press",
            "census",
            "checking",
            "freshness",
            "placements",
            "wishes",
            "glyphs",
            "report",
        ),
        *("starter", "finding"),
    ),
    ("chapters", "formats", "checks"),
    ("pages", "read"),
    ("comics",),
    ("images", "fonts", "registry", "process", "fence", "outputs"),
    ("store",),
    ("stamps",),
    ("model",),
    ("errors",),
)
# Modules that together are one room: the command line, and the steps of a build.
TEAMS = (LAYERS[0], LAYERS[1])

# Folders of plugins: one file each, and none knows another. What several share has an underscore and a word of their
# names: `formats/_pdf` belongs to `formats/print_pdf.py` and `formats/screen_pdf.py`.
PLUGIN_ROOMS = ("chapters", "formats", "checks")

# One library, one door: the modules that may import it.
DOORS: dict[str, tuple[str, ...]] = {
    "yaml": ("read.*",),
    "PIL": ("images.*",),
    "_libvips": ("images.vips",),
    "numpy": ("images.*", "comics.find.*"),
    "cv2": ("comics.find.*",),
    "resvg_py": ("images.svg.draw", "images.overlay"),
    "tinycss2": ("images.svg.*", "pages.own_looks", "comics.lettering_style"),
    "fontTools": ("fonts", "fonts.*"),
    "uharfbuzz": ("fonts",),
    "jinja2": ("pages.*",),
    "weasyprint": ("pages.paper*",),
    "ebooklib": ("formats.epub*", "formats._epub*"),
    "subprocess": ("process",),
    "pypdfium2": ("formats._pdf*",),
}

# Rooms that need nothing but Python itself.
STANDARD_LIBRARY_ONLY = ("model", "errors")

BANNED_MODULES = frozenset({"utils", "util", "helpers", "helper", "common", "misc"})
# A bag of everything, handed through the layers; the command line may have one, nothing below it.
BANNED_PARAMETERS = frozenset({"config", "options", "settings", "ctx"})
MAY_HAVE_BAGS = LAYERS[0]

LONGEST_MODULE = 400
LONGEST_FUNCTION = 60

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Import:
    """An import statement: what is named, dotted, and where."""

    name: str
    line: int


@dataclass(frozen=True)
class Module:
    """A module of the tree; ``name`` is dotted and without the package: ``pages.paper``."""

    name: str
    path: Path
    source: str

    @property
    def room(self) -> str:
        return self.name.partition(".")[0]

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.source)

    @cached_property
    def imports(self) -> list[Import]:
        return list(_imports(self))

    @property
    def inner_imports(self) -> list[Import]:
        """Imports of this project, without the package's name."""
        prefix = "storybook."
        return [Import(i.name.removeprefix(prefix), i.line) for i in self.imports if i.name.startswith(prefix)]

    def fault(self, line: int, text: str) -> str:
        return f"{self.path}:{line}: {text}"


def modules_of(folder: Path) -> list[Module]:
    """Read a package; the package's own ``__init__`` has no room and only holds the version."""
    found = []
    for path in sorted(folder.rglob("*.py")):
        parts = list(path.relative_to(folder).with_suffix("").parts)
        if parts[-1] == "__init__" and len(parts) > 1:
            parts.pop()
        found.append(Module(".".join(parts), path.relative_to(folder.parent), path.read_text("utf-8")))
    return found


def _imports(module: Module) -> Iterator[Import]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _imported_from(module, node)
            yield from (Import(f"{base}.{alias.name}", node.lineno) for alias in node.names)


def _imported_from(module: Module, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    package = ["storybook", *module.name.split(".")]
    if module.path.name == "__init__.py":
        package.append("__init__")
    return ".".join([*package[: -node.level], *([node.module] if node.module else [])])


def every_module_has_a_room(module: Module) -> Iterator[str]:
    if module.room not in {"__init__", *(room for layer in LAYERS for room in layer)}:
        yield module.fault(1, f"`{module.room}` has no place in LAYERS")


def imports_go_down(module: Module) -> Iterator[str]:
    own = _layer(module.room)
    for found in module.inner_imports:
        room = found.name.partition(".")[0]
        other = _layer(room)
        if own is None or other is None or room == module.room:
            continue
        if other < own or (other == own and LAYERS[own] not in TEAMS):
            yield module.fault(found.line, f"`{module.room}` must not know `{room}`")


def _layer(room: str) -> int | None:
    return next((number for number, layer in enumerate(LAYERS) if room in layer), None)


def plugins_do_not_know_each_other(module: Module) -> Iterator[str]:
    room, _, own = module.name.partition(".")
    if room not in PLUGIN_ROOMS or not own:
        return
    plugin = own.partition(".")[0]
    for found in module.inner_imports:
        other_room, _, inside = found.name.partition(".")
        other = inside.partition(".")[0]
        if other_room == room and other != plugin and not _shares(plugin, other):
            yield module.fault(found.line, f"`{module.name}` must not know its sibling `{other}`")


def _shares(plugin: str, other: str) -> bool:
    return other.startswith("_") and other.removeprefix("_") in plugin.split("_")


def one_library_one_door(module: Module) -> Iterator[str]:
    for found in module.imports:
        library = found.name.partition(".")[0]
        doors = DOORS.get(library)
        if doors and not any(fnmatchcase(module.name, door) for door in doors):
            yield module.fault(found.line, f"`{library}` is imported in {' or '.join(doors)} only")


def inner_rooms_need_python_only(module: Module) -> Iterator[str]:
    if module.room not in STANDARD_LIBRARY_ONLY:
        return
    for found in module.imports:
        library = found.name.partition(".")[0]
        if library != "storybook" and library not in sys.stdlib_module_names:
            yield module.fault(found.line, f"`{module.room}` must not need `{library}`")


def modules_have_names_that_say_something(module: Module) -> Iterator[str]:
    for part in module.name.split("."):
        if part.strip("_") in BANNED_MODULES:
            yield module.fault(1, f"`{part}` says nothing of what is inside")


def nobody_hands_bags_around(module: Module) -> Iterator[str]:
    if module.room in MAY_HAVE_BAGS:
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.arg) and node.arg in BANNED_PARAMETERS:
            yield module.fault(node.lineno, f"the parameter `{node.arg}` is a bag: ask for what is needed")


def modules_and_functions_are_short(module: Module) -> Iterator[str]:
    lines = len(module.source.splitlines())
    if lines > LONGEST_MODULE:
        yield module.fault(1, f"{lines} lines; a module has {LONGEST_MODULE} at most")
    for node in ast.walk(module.tree):
        if isinstance(node, Function):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > LONGEST_FUNCTION:
                yield module.fault(node.lineno, f"`{node.name}`: {length} lines; {LONGEST_FUNCTION} at most")


Rule = Callable[[Module], Iterator[str]]
RULES: tuple[Rule, ...] = (
    every_module_has_a_room,
    imports_go_down,
    plugins_do_not_know_each_other,
    one_library_one_door,
    inner_rooms_need_python_only,
    modules_have_names_that_say_something,
    nobody_hands_bags_around,
    modules_and_functions_are_short,
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_code_keeps_the_rule(rule: Rule) -> None:
    modules = modules_of(SOURCE)
    assert len(modules) > 10
    assert faults_of(modules, rule) == []


def faults_of(modules: list[Module], rule: Rule) -> list[str]:
    return list(dict.fromkeys(fault for module in modules for fault in rule(module)))


def faults(folder: Path, rule: Rule, **files: str) -> list[str]:
    """Write a made-up package (``pages__paper="…"`` is ``pages/paper.py``) and hold it against one rule."""
    for name, source in files.items():
        path = folder / "storybook" / f"{name.replace('__', '/')}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, "utf-8")
    return faults_of(modules_of(folder / "storybook"), rule)


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("model__book", "from storybook.pages import xhtml"),
        ("model__book", "from storybook.pages.xhtml import draw"),
        ("model__book", "import storybook.pages.xhtml"),
        ("model__book", "from ..pages import xhtml"),
        ("model__book", "from .. import pages"),
        ("model__book", "def late():\n    from storybook.pages import xhtml"),
        ("model__book", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import storybook.pages"),
        ("errors", "import storybook.model.book"),
        ("pages__xhtml", "import storybook.read.prose"),
        ("pages__xhtml", "import storybook.formats.epub"),
        ("images__decode", "import storybook.outputs"),
        ("formats__epub", "import storybook.chapters.essay"),
        ("formats__epub", "import storybook.build"),
        ("checks__epubcheck", "import storybook.formats.epub"),
        ("build", "import storybook.cli"),
        ("freshness", "import storybook.__main__"),
    ],
)
def test_finds_an_import_that_goes_up_or_aside(tmp_path: Path, name: str, source: str) -> None:
    (fault,) = faults(tmp_path, imports_go_down, **{name: source})
    assert (
        f"{name.replace('__', '/')}.py:{len(source.splitlines())}: `{name.partition('__')[0]}` must not know" in fault
    )


def test_lets_imports_go_down(tmp_path: Path) -> None:
    allowed = {
        "cli": "import storybook.build, storybook.errors\nfrom storybook import __version__",
        "__main__": "from storybook.cli import main",
        "build": "from storybook import assemble, registry\nimport storybook.pages.paper",
        "formats__epub": "from storybook.pages import xhtml\nfrom . import _epub",
        "pages__paper": "from storybook.pages.sheet import x\nfrom .sheet import y\nimport storybook.model",
    }
    assert faults(tmp_path, imports_go_down, **allowed) == []


def test_finds_a_module_without_a_room(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, every_module_has_a_room, attic__chest="", pages__paper="", __init__="")
    assert "`attic` has no place" in fault


@pytest.mark.parametrize(
    "source",
    [
        "from storybook.formats import screen_pdf",
        "from storybook.formats.screen_pdf import FORMAT",
        "from . import screen_pdf",
        "from .screen_pdf import FORMAT",
        "from storybook.formats._epub import contents",
    ],
)
def test_finds_a_plugin_that_knows_another(tmp_path: Path, source: str) -> None:
    (fault,) = faults(tmp_path, plugins_do_not_know_each_other, formats__print_pdf=source)
    assert "`formats.print_pdf` must not know its sibling" in fault


def test_finds_shared_code_that_knows_a_plugin(tmp_path: Path) -> None:
    (fault,) = faults(
        tmp_path, plugins_do_not_know_each_other, formats___pdf__page="from storybook.formats import epub"
    )
    assert "must not know its sibling `epub`" in fault


def test_lets_plugins_use_what_bears_their_name(tmp_path: Path) -> None:
    allowed = {
        "formats__print_pdf": "from storybook.formats._pdf import page",
        "formats__epub": "from storybook.formats import _epub\nfrom ._epub import contents",
        "formats___epub__contents": "from storybook.formats._epub import comic\nfrom . import comic",
    }
    assert faults(tmp_path, plugins_do_not_know_each_other, **allowed) == []


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("chapters__comic", "import yaml"),
        ("formats__epub", "from PIL import Image"),
        ("formats__epub", "import jinja2.sandbox"),
        ("formats__print_pdf", "from weasyprint import HTML"),
        ("pages__xhtml", "import weasyprint"),
        ("formats__print_pdf", "from ebooklib import epub"),
        ("checks__qpdf", "import subprocess"),
    ],
)
def test_finds_a_library_at_the_wrong_door(tmp_path: Path, name: str, source: str) -> None:
    (fault,) = faults(tmp_path, one_library_one_door, **{name: source})
    assert "only" in fault


def test_lets_libraries_in_at_their_doors(tmp_path: Path) -> None:
    allowed = {
        "read__yaml_text": "import yaml",
        "images__decode": "from PIL import Image",
        "pages__xhtml": "import jinja2",
        "pages__paper": "import weasyprint",
        "formats___epub__package": "import ebooklib",
        "formats__epub": "from ebooklib import epub",
        "process": "import subprocess",
    }
    assert faults(tmp_path, one_library_one_door, **allowed) == []


def test_finds_a_library_in_the_inner_rooms(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        inner_rooms_need_python_only,
        model__book="import pydantic\nimport dataclasses\nimport storybook.errors",
        errors="import click",
    )
    assert ["pydantic" in found[1], "click" in found[0]] == [True, True]


@pytest.mark.parametrize("name", ["utils", "pages__helpers", "images___common", "misc__paper"])
def test_finds_a_name_that_says_nothing(tmp_path: Path, name: str) -> None:
    assert len(faults(tmp_path, modules_have_names_that_say_something, **{name: ""})) == 1


@pytest.mark.parametrize(
    "source",
    [
        "def draw(page, options): ...",
        "async def draw(*, settings=None): ...",
        "draw = lambda ctx: ctx",
        "class Page:\n    def draw(self, config: dict): ...",
        "def draw(**options): ...",
    ],
)
def test_finds_a_bag(tmp_path: Path, source: str) -> None:
    (fault,) = faults(tmp_path, nobody_hands_bags_around, pages__xhtml=source)
    assert "is a bag" in fault
    assert faults(tmp_path / "other", nobody_hands_bags_around, cli=source) == []


def test_finds_what_is_too_long(tmp_path: Path) -> None:
    long_module = "x = 1\n" * (LONGEST_MODULE + 1)
    long_function = "def f():\n" + "    x = 1\n" * LONGEST_FUNCTION
    found = faults(tmp_path, modules_and_functions_are_short, pages__paper=long_module, pages__sheet=long_function)
    assert ["401 lines" in found[0], "`f`: 61 lines" in found[1]] == [True, True]
    just_right = "def f():\n" + "    x = 1\n" * (LONGEST_FUNCTION - 1) + "x = 1\n" * (LONGEST_MODULE - LONGEST_FUNCTION)
    assert faults(tmp_path / "other", modules_and_functions_are_short, pages__paper=just_right) == []


def test_the_architecture_names_every_room() -> None:
    page = (SOURCE.parents[1] / "docs" / "architecture.md").read_text(encoding="utf-8")
    rooms = [path for path in SOURCE.iterdir() if path.name not in ("__init__.py", "__pycache__", "py.typed")]
    assert rooms
    missing = [path.name for path in rooms if f" {path.name}{'/' if path.is_dir() else ''} " not in page]
    assert missing == []
