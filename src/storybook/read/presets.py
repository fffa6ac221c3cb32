"""Presets: the numbers of devices and printers that come with storybook, each with its source and date."""

import datetime
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import Field, model_validator

from storybook.errors import Problem, SourceError, Where
from storybook.model.geometry import PageGeometry
from storybook.model.picture import ImageProfile
from storybook.read.fields import Keys, nearest, wrong
from storybook.read.validation import read_keys
from storybook.read.yaml_text import parse

_FOLDER = Path(__file__).resolve().parent.parent / "presets"

Px = Annotated[int, Field(gt=0, le=20_000)]
Millimetres = Annotated[float, Field(ge=0, le=2_000)]


@dataclass(frozen=True, slots=True)
class PresetFacts:
    """A preset as it is listed: sort (image or print), name, what it is for, where its numbers are from, and when."""

    sort: str
    name: str
    about: str
    source: str
    date: str


class PresetKeys(Keys):
    """What every preset file holds beside its numbers: each of them has its source in `sources`."""

    about: str
    date: datetime.date
    sources: dict[str, str]

    @model_validator(mode="after")
    def _every_number_has_a_source(self) -> "PresetKeys":
        numbers = set(type(self).model_fields) - set(PresetKeys.model_fields)
        if numbers != set(self.sources):
            without = ", ".join(sorted(numbers ^ set(self.sources)))
            raise wrong(f"does not name one source for each number: {without}", "name it under `sources`")
        return self


class ImageKeys(PresetKeys):
    """A file of presets/image."""

    max_width: Px
    max_height: Px
    ppi: int | None = Field(None, gt=0, le=2_400)
    score: float = Field(ge=50, le=100)
    max_bytes: int | None = Field(None, ge=50_000)
    media_types: tuple[Literal["image/jpeg", "image/png", "image/webp"], ...] = Field(min_length=1)


class PageKeys(PresetKeys):
    """A file of presets/print."""

    trim_width: Millimetres
    trim_height: Millimetres
    bleed: Millimetres
    margin_top: Millimetres
    margin_bottom: Millimetres
    margin_inside: Millimetres
    margin_outside: Millimetres
    comic_margin: Millimetres
    panel_gutter: Millimetres
    min_ppi: float = Field(gt=0, le=2_400)


K = TypeVar("K", bound=PresetKeys)


@cache
def preset_names(sort: str) -> tuple[str, ...]:
    """The names of all presets of a sort, image or print."""
    return tuple(sorted(path.stem for path in (_FOLDER / sort).glob("*.yaml")))


def image_preset(name: str, where: Where | None = None) -> ImageProfile:
    """What a target of this image preset asks of its pictures; where: what names the preset."""
    keys = _read(ImageKeys, "image", name, where)
    return ImageProfile(name, **keys.model_dump(exclude=set(PresetKeys.model_fields)))


def page_preset(name: str, where: Where | None = None) -> PageGeometry:
    """The page of a print preset; where: what names the preset."""
    keys = _read(PageKeys, "print", name, where)
    return PageGeometry(**keys.model_dump(exclude=set(PresetKeys.model_fields)))


def list_presets() -> tuple[PresetFacts, ...]:
    """Every preset, by sort and name."""
    models: tuple[tuple[str, type[PresetKeys]], ...] = (("image", ImageKeys), ("print", PageKeys))
    found: list[PresetFacts] = []
    for sort, model in models:
        for name in preset_names(sort):
            keys = _read(model, sort, name, None)
            source = "; ".join(dict.fromkeys(keys.sources.values()))
            found.append(PresetFacts(sort, name, keys.about, source, keys.date.isoformat()))
    return tuple(found)


def _read(model: type[K], sort: str, name: str, where: Where | None) -> K:
    if name not in preset_names(sort):
        hint = nearest(name, list(preset_names(sort)))
        raise SourceError(Problem(f"there is no {sort} preset of this name", where, hint))
    file = f"presets/{sort}/{name}.yaml"
    text = (_FOLDER / sort / f"{name}.yaml").read_text(encoding="utf-8")
    document, problems = parse(text, file)
    reading = read_keys(model, document)
    if reading.keys is None or problems:
        raise SourceError([*problems, *reading.problems])
    return reading.keys
