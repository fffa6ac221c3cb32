"""Runs mutmut on the modules that guard, one after the other, and prints a table for mutants.md."""

import argparse
import ast
import difflib
import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from contextlib import chdir
from pathlib import Path

from mutmut.configuration import reset_config
from mutmut.mutation.file_mutation import MutatedFile, mutate_file_contents
from mutmut.utils.format_utils import get_mutant_name

ROOT = Path(__file__).resolve().parents[1]
TREES = ROOT / "mutants"
"""Every module has a tree of its own here: a copy of the sources, as they were, and mutmut's changes of them."""

PLAIN = "not hostile and not soon and not [nobody]"
"""What is left out: tests that take long, and those of a user who may not see the folder of the mutants."""

SVG = ("images/test_svg_clean.py", "images/test_svg_properties.py", "images/test_svg_draw.py")
RASTER = ("images/test_kinds.py", "images/test_decode.py", "images/test_limits.py", "images/test_rebuild.py")

GUARDS: dict[str, tuple[str, ...]] = {
    "read.paths": ("read/test_paths.py", "read/test_sources.py"),
    "read.sources": ("read/test_sources.py", "read/test_paths.py", "read/test_archives.py"),
    "read.archives": ("read/test_archives.py", "chapters/test_art_sheet.py"),
    "read.art_sheet": ("chapters/test_art_sheet.py",),
    "read.sheet_edit": ("read/test_sheet_edit.py",),
    "read.targets": ("read/test_targets.py",),
    "outputs": ("build/test_outputs.py",),
    "images.kinds": ("images/test_kinds.py",),
    "images.anatomy": ("images/test_anatomy.py",),
    "images.survey": ("images/test_survey.py", "images/test_limits.py"),
    "images.survey_tiff": ("images/test_survey_tiff.py",),
    "images.decode": RASTER,
    "images.own_parts": ("images/test_encode.py", "checks/test_package.py"),
    "images.encode": ("images/test_encode.py", "images/test_rebuild.py"),
    "checks.package": ("checks/test_package.py",),
    "checks._preflight.carried": ("checks/test_pdf_preflight.py",),
    "pages.own_looks": ("closed_world/test_own_looks.py",),
    "pages.paper_fetch": ("closed_world/test_shelf.py",),
    "read.invisible": ("prose/test_invisible.py", "read/test_text.py"),
    "read.yaml_text": ("read/test_yaml_text.py", "read/test_duplicates.py"),
    "read.text": ("read/test_text.py",),
    "images.svg.clean": ("images/test_svg_elements.py", "images/test_svg_clean.py"),
    "images.svg.values": ("images/test_svg_values.py",),
    "images.svg.parse": ("images/test_svg_parse.py",),
    "images.svg.attributes": ("images/test_svg_attributes.py", "images/test_svg_clean.py"),
    "images.svg.style": ("images/test_svg_style.py", *SVG),
    "images.svg.embed": ("images/test_svg_embed.py",),
    "images.svg.tree": ("images/test_svg_tree.py", "images/test_svg_elements.py", *SVG),
    "images.parts": ("images/test_parts.py",),
    "images.vips": ("images/test_vips.py", "images/test_parts.py"),
    "apart": ("build/test_apart.py",),
    "fence": ("closed_world/test_fence_asked.py", "closed_world/test_fence.py"),
}
"""Each module that guards, and the tests that should notice a change of it."""

WALLED = ("unshare", "--mount", "--map-root-user", "--propagation", "private")
TRIAL = Path(__file__).with_name("mutants_tried.py")


def main() -> None:
    options = _options()
    print("| module | mutants | tried | killed | lived | score | functions left out |\n|-|-|-|-|-|-|-|", flush=True)
    alive: list[str] = []
    total: Counter[str] = Counter()
    for module in options.modules or GUARDS:
        start = time.monotonic()
        tree = TREES / module
        if not options.again:
            _grow(tree, module)
        known, names = _names(tree, module, options)
        fates = _tried(tree, module, names)
        if options.again:
            fates = json.loads((tree / "fates.json").read_text("utf-8")) | fates
        (tree / "fates.json").write_text(json.dumps(fates), "utf-8")
        alive += [name for name, fate in fates.items() if fate == "lived"]
        counts = Counter("lived" if fate == "lived" else "killed" for fate in fates.values())
        total += counts
        print(_row(module, known, counts, _decorated(tree / "origin.py")), flush=True)
        print(f"{module}: {time.monotonic() - start:.0f} s", file=sys.stderr)
    print(_row("all", 0, total, 0))
    for name in alive:
        print("", *_change(name), sep="\n")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modules", nargs="*", choices=[*GUARDS, []], help="as in GUARDS; all where none is named")
    parser.add_argument("--sample", type=int, default=100, help="mutants of each module; 0: every one")
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--again", action="store_true", help="only those that lived last time, with the tests of now")
    return parser.parse_args()


def _grow(tree: Path, module: str) -> None:
    """Copy the sources, and put all mutants of the module into the copy: mutmut writes them side by side."""
    shutil.rmtree(tree, ignore_errors=True)
    tree.mkdir(parents=True)
    shutil.copytree(ROOT / "src", tree / "src", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("docs", "templates", "book"):
        (tree / name).symlink_to(ROOT / name)
    origin = _source(tree, module)
    shutil.copy(origin, tree / "origin.py")
    told = _mutated(tree, origin)
    origin.write_text(told.code, "utf-8")
    names = [get_mutant_name(origin.relative_to(tree), name) for name in told.mutant_names]
    (tree / "names.json").write_text(json.dumps(names), "utf-8")


def _mutated(tree: Path, source: Path) -> MutatedFile:
    """What mutmut makes of a file: its settings are read where it stands, so it is asked in the tree."""
    shutil.copy(ROOT / "pyproject.toml", tree)
    with chdir(tree):
        reset_config()
        return mutate_file_contents(str(source.relative_to(tree)), source.read_text("utf-8"), None, None)


def _names(tree: Path, module: str, options: argparse.Namespace) -> tuple[int, list[str]]:
    """How many mutants there are, and the names of those to try."""
    names: list[str] = json.loads((tree / "names.json").read_text("utf-8"))
    if options.again:
        fates: dict[str, str] = json.loads((tree / "fates.json").read_text("utf-8"))
        return len(names), [name for name, fate in fates.items() if fate == "lived"]
    if 0 < options.sample < len(names):
        draw = random.Random(f"{options.seed} {module}")  # noqa: S311 - a sample that anyone can draw again
        return len(names), draw.sample(names, options.sample)
    return len(names), names


def _tried(tree: Path, module: str, names: list[str]) -> dict[str, str]:
    if not names:
        return {}
    shutil.rmtree(tree / "tests", ignore_errors=True)
    shutil.copytree(ROOT / "tests", tree / "tests", ignore=shutil.ignore_patterns("node_modules", "__pycache__"))
    scratch = tree / "scratch"
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir()
    results = scratch / "tried.json"
    results.write_text(json.dumps(names), "utf-8")
    tests = [f"tests/{test}" for test in GUARDS[module]]
    command = [
        *WALLED,
        sys.executable,
        "-P",
        str(TRIAL),
        str(results),
        "-o",
        f"cache_dir={scratch}/cache",
        "--hypothesis-profile=ci",
        "-k",
        PLAIN,
        *tests,
    ]
    around = {
        **os.environ,
        "PYTHONPATH": str(tree / "src"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "TMPDIR": str(scratch),
        "HYPOTHESIS_STORAGE_DIRECTORY": str(scratch / "hypothesis"),
    }
    with (tree / "tried.log").open("w", encoding="utf-8") as log:
        done = subprocess.run(command, cwd=tree, env=around, stdout=log, stderr=subprocess.STDOUT, check=False)
    if done.returncode:
        print((tree / "tried.log").read_text("utf-8", "replace")[-3000:], file=sys.stderr)
        raise SystemExit(f"{module}: its tests could not be run")
    fates: dict[str, str] = json.loads(results.read_text("utf-8"))
    return fates


def _change(name: str) -> list[str]:
    """What a mutant changes, line by line."""
    module, _, mutant = name.removeprefix("storybook.").rpartition(".")
    tree = ast.parse(_source(TREES / module, module).read_text("utf-8"))
    found = {node.name: ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    origin = found[mutant.partition("__mutmut_")[0] + "__mutmut_orig"].splitlines()[1:]
    lines = difflib.unified_diff(origin, found[mutant].splitlines()[1:], n=0, lineterm="")
    return [name, *(line for line in lines if not line.startswith(("---", "+++", "@@")))]


def _source(tree: Path, module: str) -> Path:
    return tree / "src" / "storybook" / f"{module.replace('.', '/')}.py"


def _decorated(source: Path) -> int:
    """How many functions have a decorator: mutmut leaves them as they are."""
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    tree = ast.parse(source.read_text("utf-8"))
    return sum(isinstance(node, functions) and bool(node.decorator_list) for node in ast.walk(tree))


def _row(name: str, known: int, counts: Counter[str], left_out: int) -> str:
    tried = counts["killed"] + counts["lived"]
    score = counts["killed"] / max(1, tried)
    return f"| {name} | {known or ''} | {tried} | {counts['killed']} | {counts['lived']} | {score:.1%} | {left_out} |"


if __name__ == "__main__":
    main()
