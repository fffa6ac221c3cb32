"""The crossing: one strip, drawn to be scrolled, that flows from a map into night, water, black and first light."""

from __future__ import annotations

from collections.abc import Callable, Collection

from kit.inks import DUSK, NIGHT, mix
from kit.paper import Scene
from kit.sheet import plans, scene

from . import crossing_bank, crossing_map, crossing_river, crossing_water

PARTS: dict[str, Callable[[Scene], None]] = {
    "map": crossing_map.draw,
    "river": crossing_river.draw,
    "step": crossing_water.step,
    "waist": crossing_water.waist,
    "neck": crossing_water.neck,
    "breath": crossing_bank.breath,
    "bank": crossing_bank.bank,
}
"""From top to bottom. Each lays its first sheets over the last of the part above it, and runs on below its own end."""


def crossing(only: Collection[str] = ()) -> Scene:
    """The whole strip, or some of its parts while they are drawn."""
    s, plan = scene("crossing"), plans()["crossing"]
    s.ground(mix(NIGHT, DUSK, 0.25))
    top = 0
    for number, (name, height) in enumerate(plan["parts"].items()):
        if not only or name in only:
            with s.lowered(top * 1000 / s.width, height * 1000 / s.width, [plan["seed"], number]):
                PARTS[name](s)
        top += height
    return s


SCENES = {"crossing": crossing}
