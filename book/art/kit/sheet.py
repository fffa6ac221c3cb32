"""Read the art sheet (plan.yaml) and open an empty scene of the planned size."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from .paper import Scene

SHEET = Path(__file__).resolve().parent.parent / "plan.yaml"


@lru_cache(maxsize=1)
def plans() -> dict[str, dict[str, Any]]:
    """Plans by id: the cover, the panels, the strips."""
    data = yaml.safe_load(SHEET.read_text(encoding="utf-8"))
    found = {data["cover"]["id"]: data["cover"]}
    for page in data["pages"]:
        for tier in page["tiers"]:
            found |= {panel["id"]: panel for panel in tier}
    found |= {strip["id"]: strip for strip in data["strips"]}
    return found


def scene(name: str) -> Scene:
    """An empty scene: size, seed and print width come from the sheet."""
    plan = plans()[name]
    return Scene(name, *plan["size"], seed=plan["seed"], print_mm=min(128, plan["mm"][0]))
