"""The targets of a manifest: one for each format, and those that the author names."""

import re
from collections.abc import Mapping, Sequence

from storybook.errors import Problem
from storybook.model.edition import Shape
from storybook.model.manifest import TargetWish
from storybook.read.fields import nearest
from storybook.read.schema import TargetKeys
from storybook.read.validation import value_at
from storybook.read.yaml_text import Document

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""A target's name: it becomes part of a file's."""


def read_targets(
    document: Document, targets: Mapping[str, TargetKeys], formats: Sequence[str]
) -> dict[str, TargetWish]:
    """All targets by name, those of the formats first."""
    usual = {name: TargetWish(name, name) for name in formats}
    return usual | {name: _wish(document, name, keys) for name, keys in targets.items()}


def target_problems(document: Document, formats: Sequence[str]) -> list[Problem]:
    """What is wrong with the targets' names and formats."""
    targets = value_at(document.value, ("targets",))
    given = [name for name in (targets if isinstance(targets, dict) else ()) if not name.startswith("\0")]
    return [problem for name in given if (problem := _fault(document, name, formats))]


def _fault(document: Document, name: str, formats: Sequence[str]) -> Problem | None:
    path = ("targets", name)
    wished = value_at(document.value, (*path, "format"))
    if name in formats:
        if wished in (None, name):
            return None
        what = f"this target is called after the format {name}, and is to be made in another"
        return Problem(what, document.key_place((*path, "format")), "give the target another name")
    if wished is None:
        meant = nearest(name, formats)
        hint = meant if meant.endswith("?") else f"add a line such as `format: epub` to it ({meant})"
        return Problem("there is no format of this name", document.key_place(path), hint)
    if wished not in formats:
        what, hint = "there is no format of this name", nearest(str(wished), formats)
        return Problem(what, document.value_place((*path, "format")), hint)
    if not NAME.fullmatch(name) or any(name == one.rpartition("-")[0] for one in formats):
        what = "a file cannot be called after this target"
        hint = "use small letters a to z, digits and single hyphens, such as epub-small"
        return Problem(what, document.key_place(path), hint)
    return None


def _wish(document: Document, name: str, keys: TargetKeys) -> TargetWish:
    return TargetWish(
        name=name,
        format=keys.format or name,
        page_preset=keys.preset,
        image_preset=keys.images,
        crop_marks=keys.crop_marks,
        shape=Shape(keys.comic) if keys.comic else None,
        baked=keys.lettering == "baked",
        max_size=keys.max_size,
        places={key: document.key_place(("targets", name, key)) for key in keys.model_fields_set},
    )
