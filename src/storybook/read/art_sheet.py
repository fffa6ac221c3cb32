"""A comic's art sheet, which all languages share: its masters, the panels on them, and how they stand on pages."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from storybook.errors import Problem, SourceError, Where
from storybook.model.comic import Bleed, Makeup
from storybook.model.picture import Picture, PixelBox
from storybook.read import paths
from storybook.read.archives import SUFFIX as ARCHIVE
from storybook.read.fields import Keys, Reference, wrong
from storybook.read.record import Record
from storybook.read.sources import Sources

PICTURES = frozenset({".png", ".jpg", ".jpeg", ".jpe", ".webp", ".tif", ".tiff", ".gif", ".svg"})
"""Endings of the names that count as pictures in a folder or an archive."""

MOST_MASTERS = 5_000
MOST_CORNERS = 64
SMALLEST_PANEL = 16
"""Px of a panel's shorter side: what is smaller was written by mistake."""

Box = tuple[float, float, float, float]
Pixels = Annotated[int, Field(ge=0, le=1_000_000)]


def counted(value: Any, count: int, form: str) -> Any:  # noqa: ANN401 - what YAML holds
    """A list as it is; one with another count of numbers is refused with the form that it should have."""
    if isinstance(value, list) and len(value) != count:
        raise wrong(f"has {len(value)} numbers where {count} are needed", f"write {form}")
    return value


def _box(box: Box) -> Box:
    x, y, width, height = box
    if not (
        0 <= x < 1
        and 0 <= y < 1
        and 0 < width <= 1
        and 0 < height <= 1
        and x + width <= 1.0001
        and y + height <= 1.0001
    ):
        hint = "write [left, top, width, height] as parts of the panel, such as [0.05, 0.05, 0.4, 0.2]"
        raise wrong("does not lie inside the panel", hint)
    return box


def _four(value: Any) -> Any:  # noqa: ANN401 - what YAML holds
    return counted(value, 4, "[left, top, width, height] as parts of the panel, such as [0.05, 0.05, 0.4, 0.2]")


def _four_px(value: Any) -> Any:  # noqa: ANN401 - what YAML holds
    return counted(value, 4, "[left, top, width, height] in px of the picture, such as [0, 1200, 1600, 900]")


Area = Annotated[Box, BeforeValidator(_four), AfterValidator(_box)]
"""Left, top, width and height as fractions of the panel."""
Part = Annotated[tuple[Pixels, Pixels, Pixels, Pixels], BeforeValidator(_four_px)]
"""Left, top, width and height in px of the master."""
Corner = tuple[Pixels, Pixels]


class ArtKeys(Keys):
    """One panel's art."""

    file: Reference = Field(description="The picture, relative to this file; in a CBZ: issue.cbz/page-01.png.")
    size: tuple[int, int] | None = Field(None, description="Its width and height in pixels, for people to read.")
    part: Part | None = Field(
        None,
        description="The part of the picture that is this panel: [left, top, width, height] in px; else the whole.",
    )
    outline: list[Corner] | None = Field(
        None, min_length=3, max_length=MOST_CORNERS, description="Corners of a panel that is no rectangle, in px."
    )
    keep_clear: list[Area] = Field([], description="Where no lettering may stand, such as faces.")
    clear_for_text: list[Area] = Field([], description="Where the artist left room for lettering, for people to read.")
    letter_height: float | None = Field(
        None, gt=0, le=1_000, description="Height in px of the smallest capital letters that are drawn in the art."
    )
    weight: float = Field(1.0, ge=0.25, le=4, description="How large it should be on a page beside others; 1 is plain.")
    page_turn: Literal["before"] | None = Field(
        None, description="before: it is seen only when the page is turned, as a surprise should be."
    )
    keep_together: Literal["next"] | None = Field(
        None, description="next: it stands on one page with the panel after it."
    )
    bleed: Literal["page", "spread"] | None = Field(
        None, description="It fills a page, or two facing pages, to the edges of the paper."
    )

    @property
    def makeup(self) -> Makeup:
        """What is wished of the panel's place on pages."""
        bleed = Bleed(self.bleed) if self.bleed else Bleed.NONE
        return Makeup(self.weight, self.page_turn is not None, self.keep_together is not None, bleed)


class PageKeys(Keys):
    """One page: panels in tiers, or one panel that fills it."""

    tiers: list[Annotated[list[str], Field(min_length=1)]] | None = Field(
        None, min_length=1, description="Rows of panels, from top to bottom."
    )
    splash: str | None = Field(None, description="The one panel that fills the page to its edges.")

    @model_validator(mode="after")
    def _exactly_one(self) -> "PageKeys":
        if (self.tiers is None) == (self.splash is None):
            raise wrong("should hold either `tiers` or `splash`", "write tiers: [[one, two], [three]], or splash: one")
        return self


class SheetKeys(Keys):
    """The art sheet."""

    masters: list[Reference] | None = Field(
        None, min_length=1, description="Pictures, folders of pictures and comic archives (CBZ), in order."
    )
    reading: Literal["left-to-right", "right-to-left"] = Field(
        "left-to-right", description="Whether panels of a row, and pages, are read from the left or from the right."
    )
    as_drawn: list[Reference] = Field(
        [], description="Masters that are finished pages: each is shown whole, as the artist made it up."
    )
    pages: list[PageKeys] | None = Field(
        None, min_length=1, description="The pages laid out by hand; without them storybook composes them."
    )
    panels: dict[str, ArtKeys] = Field({}, description="The panels by a name of your choice, in reading order.")
    found: dict[str, list[str]] = Field(
        {}, description="What `storybook comic find` has written, so that it keeps what you correct. Leave it."
    )

    @model_validator(mode="after")
    def _something(self) -> "SheetKeys":
        if not self.panels and not self.masters:
            raise wrong("holds no panels", "list the artist's files under `masters`, or panels under `panels`")
        return self


@dataclass(frozen=True, slots=True)
class MasterFile:
    """A master that an art sheet lists: its path in the book, and the place that lists it."""

    path: str
    where: Where


def masters_of(sources: Sources, sheet: Record[SheetKeys], sheet_path: str) -> tuple[MasterFile, ...]:
    """The masters of a sheet in order: of folders and archives all pictures by name, page 2 before page 10.

    SourceError with every entry that is no file, has no pictures, or is listed twice.
    """
    problems: list[Problem] = []
    found: dict[str, MasterFile] = {}
    for number, reference in enumerate(sheet.keys.masters or ()):
        where = sheet.place("masters", number)
        try:
            for path in _pictures_in(sources, sources.resolve(reference, sheet_path, where), where):
                if path in found:
                    raise SourceError(Problem("this picture is listed twice", where, "take one of the two out"))
                found[path] = MasterFile(path, where)
        except SourceError as error:
            problems += error.problems
    if len(found) > MOST_MASTERS:
        where = sheet.place("masters")
        problems.append(Problem(f"these are more than {MOST_MASTERS} pictures", where, "make several chapters of them"))
    if problems:
        raise SourceError(problems)
    return tuple(found.values())


def _pictures_in(sources: Sources, path: str, where: Where) -> Sequence[str]:
    if path.casefold().endswith(ARCHIVE):
        inside = [name for name in sources.members(path, where) if _is_picture(name)]
    else:
        below = sources.files_below(path, where)
        inside = [name for name in below if _is_picture(name)]
        if not below:
            sources.open(path, where).close()  # one file, or nothing: then it is told
            return [path]
    for name in inside:
        paths.check_path(name, where)
    if not inside:
        raise SourceError(Problem("there are no pictures in it", where, "put the artist's PNG or JPEG files there"))
    return sorted(inside, key=natural)


def _is_picture(path: str) -> bool:
    name = PurePosixPath(path)
    return name.suffix.casefold() in PICTURES and not name.name.startswith(".") and "__MACOSX" not in name.parts


def natural(path: str) -> list[tuple[int, str]]:
    """A key that sorts names as people do: by words, and by numbers where they stand."""
    return [(int(piece), "") if piece.isdecimal() else (-1, piece.casefold()) for piece in re.split(r"(\d+)", path)]


def cut(whole: Picture, keys: ArtKeys, sheet: Record[SheetKeys], name: str) -> Picture:
    """The panel's part of its master; SourceError where it does not lie in it."""
    outline = tuple(keys.outline or ())
    part = keys.part or _around(outline)
    if part is None:
        return whole
    where = sheet.place("panels", name, "part" if keys.part else "outline")
    x, y, width, height = part
    if x + width > whole.width or y + height > whole.height:
        what = f"reaches beyond the picture, which has {whole.width} × {whole.height} px"
        raise SourceError(Problem(f"the panel {name} {what}", where, "compare it with the picture"))
    if min(width, height) < SMALLEST_PANEL:
        hint = "write [left, top, width, height] in px of the picture"
        raise SourceError(Problem(f"the panel {name} is less than {SMALLEST_PANEL} px high or wide", where, hint))
    inside = tuple((across - x, down - y) for across, down in outline)
    if outline and not _is_shape(inside, width, height):
        where = sheet.place("panels", name, "outline")
        hint = "name the corners in their order round the panel, none of them outside of `part`"
        raise SourceError(Problem(f"the outline of the panel {name} goes round nothing, or leaves it", where, hint))
    return whole.cut(PixelBox(x, y, width, height), inside)


def _around(outline: Sequence[tuple[int, int]]) -> tuple[int, int, int, int] | None:
    """The smallest box around corners."""
    if not outline:
        return None
    xs, ys = [x for x, _ in outline], [y for _, y in outline]
    return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)


def _is_shape(corners: Sequence[tuple[int, int]], width: int, height: int) -> bool:
    """Whether corners lie in a box, and go round a hundredth of it at the least (the shoelace formula)."""
    pairs = zip(corners, (*corners[1:], corners[0]), strict=True)
    area = abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairs)) / 2
    return area >= width * height / 100 and all(0 <= x <= width and 0 <= y <= height for x, y in corners)


def without_panels(masters: Sequence[MasterFile], used: Iterator[str]) -> tuple[MasterFile, ...]:
    """The masters that no panel is on."""
    shown = set(used)
    return tuple(master for master in masters if master.path not in shown)
