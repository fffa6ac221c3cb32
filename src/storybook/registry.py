"""Finds chapter kinds, formats and checks by folder: one file each, one constant each.

A record is known by its module's name with hyphens for underscores in formats and checks (`print_pdf` is `print-pdf`)
and unchanged in chapter kinds, so that names can be listed without importing what carries them.
"""

import importlib
import importlib.util
import pkgutil
from functools import cache
from typing import Any

from storybook.errors import Problem, UsageError

PACKAGES = {"KIND": "storybook.chapters", "FORMAT": "storybook.formats", "CHECK": "storybook.checks"}
"""Where the records that are offered as each constant live."""


@cache
def names(constant: str) -> tuple[str, ...]:
    """The names of all records of one sort, sorted; nothing of theirs is imported."""
    spec = importlib.util.find_spec(PACKAGES[constant])
    folders = spec.submodule_search_locations if spec else None
    modules = sorted(info.name for info in pkgutil.iter_modules(folders) if not info.name.startswith("_"))
    return tuple(_record_name(constant, module) for module in modules)


@cache
def load(constant: str, name: str) -> Any:  # noqa: ANN401 - the caller knows the sort it asks for
    """The record of this name; raises LookupError where its module offers none or calls it otherwise."""
    module = f"{PACKAGES[constant]}.{name.replace('-', '_')}"
    record = getattr(importlib.import_module(module), constant, None)
    if record is None or record.name != name:
        raise LookupError(f"{module} offers no {constant} named {name}")
    return record


def load_all(constant: str) -> dict[str, Any]:
    """All records of one sort by name."""
    return {name: load(constant, name) for name in names(constant)}


def choose(wished: tuple[str, ...], offered: tuple[str, ...], what: str) -> tuple[str, ...]:
    """The wished names, or all where none is wished; UsageError for one that is not offered."""
    for name in wished:
        if name not in offered:
            raise UsageError(Problem(f"there is no {what} {name!r}", hint=f"choose from: {', '.join(offered)}"))
    return tuple(dict.fromkeys(wished)) or offered


def _record_name(constant: str, module: str) -> str:
    return module if constant == "KIND" else module.replace("_", "-")
