"""A comic's two files: the art sheet, which all languages share, and the script of one language."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from storybook.errors import Problem, SourceError, Where
from storybook.model.comic import Comic, ComicPage, Lettering, LetteringKind, Panel
from storybook.model.geometry import Rect
from storybook.model.picture import Picture
from storybook.read.fields import Keys, Line, Passage, Reference, Title, nearest, wrong
from storybook.read.kind import Desk
from storybook.read.record import Record, read_record

Box = tuple[float, float, float, float]


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


def _point(point: tuple[float, float]) -> tuple[float, float]:
    if not all(0 <= part <= 1 for part in point):
        raise wrong("does not lie inside the panel", "write [across, down] as parts of the panel, such as [0.5, 0.6]")
    return point


def _four(value: Any) -> Any:  # noqa: ANN401 - what YAML holds
    return _counted(value, 4, "[left, top, width, height] as parts of the panel, such as [0.05, 0.05, 0.4, 0.2]")


def _two(value: Any) -> Any:  # noqa: ANN401 - what YAML holds
    return _counted(value, 2, "[across, down] as parts of the panel, such as [0.5, 0.6]")


def _counted(value: Any, count: int, form: str) -> Any:  # noqa: ANN401 - what YAML holds
    if isinstance(value, list) and len(value) != count:
        raise wrong(f"has {len(value)} numbers where {count} are needed", f"write {form}")
    return value


Area = Annotated[Box, BeforeValidator(_four), AfterValidator(_box)]
"""Left, top, width and height as fractions of the panel."""
Point = Annotated[tuple[float, float], BeforeValidator(_two), AfterValidator(_point)]
"""Across and down as fractions of the panel."""


class ArtKeys(Keys):
    """One panel's art."""

    file: Reference = Field(description="The textless picture, relative to this file.")
    size: tuple[int, int] | None = Field(None, description="Its width and height in pixels, for people to read.")
    keep_clear: list[Area] = Field([], description="Where no lettering may stand, such as faces.")
    clear_for_text: list[Area] = Field([], description="Where the artist left room for lettering, for people to read.")


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

    pages: list[PageKeys] | None = Field(None, min_length=1, description="The pages; without them each panel has one.")
    panels: dict[str, ArtKeys] = Field(min_length=1, description="The panels by a name of your choice, in order.")


class LetteringKeys(Keys):
    """Words in a panel."""

    kind: Literal["balloon", "box", "thought", "shout", "whisper", "caption", "sound", "free"] = Field(
        description="What sort of lettering this is."
    )
    text: Passage = Field(description="The words.")
    box: Area = Field(description="Where they stand: [left, top, width, height] as parts of the panel.")
    speaker: Line = Field("", description="Who says or thinks them.")
    tail: Point | None = Field(None, description="Where the balloon's tail points: [across, down].")
    turn: float = Field(0.0, ge=-90, le=90, description="Degrees clockwise that a sound or free words are turned by.")

    @model_validator(mode="after")
    def _sensible(self) -> "LetteringKeys":
        if not self.text.strip():
            raise wrong("has no words", "write them behind `text:`, or take the item out")
        speaks = LetteringKind(self.kind).spoken
        if speaks and not self.speaker:
            raise wrong("does not say who speaks", "add `speaker: …`: readers who listen need the name")
        if self.tail and not speaks:
            raise wrong(f"is a {self.kind}, which has no tail", "delete `tail`, or make it a balloon")
        if self.turn and self.kind not in ("sound", "free"):
            raise wrong(f"is a {self.kind}, which stands upright", "delete `turn`, or make it a sound or free words")
        return self


class ScriptPanelKeys(Keys):
    """One panel's words."""

    alt: Title = Field(description="What the picture shows, for readers who do not see it.")
    lettering: list[LetteringKeys] = Field([], description="The words in it, in the order they are read.")
    wordless: bool = Field(False, description="True where the panel holds no words, not even drawn ones.")
    file: Reference | None = Field(None, description="The picture, where there is no art sheet; relative to this file.")

    @model_validator(mode="after")
    def _words_or_none(self) -> "ScriptPanelKeys":
        if self.wordless and self.lettering:
            raise wrong("is said to be wordless, and has words", "delete `wordless`, or the words")
        return self


class ScriptKeys(Keys):
    """The script."""

    pages: list[PageKeys] | None = Field(
        None, min_length=1, description="The pages, where there is no art sheet; without them each panel has one."
    )
    panels: dict[str, ScriptPanelKeys] = Field(min_length=1, description="The panels by their names on the art sheet.")


@dataclass
class _Comic:
    """A comic while its two files are put together."""

    desk: Desk
    script_path: str
    script: Record[ScriptKeys]
    sheet_path: str = ""
    sheet: Record[SheetKeys] | None = None
    problems: list[Problem] = field(default_factory=list)

    @property
    def plan(self) -> Record[SheetKeys] | Record[ScriptKeys]:
        """The file that says which panels there are and on which pages they stand."""
        return self.sheet or self.script

    def refuse(self, what: str, where: Where, hint: str) -> None:
        self.problems.append(Problem(what, where, hint))


def read_comic(desk: Desk, script_path: str, sheet_path: str, where: Where) -> Comic:
    """A comic from its script and art sheet; without a sheet (empty path) the script names the art.

    where: what names the sheet. Raises SourceError with all problems of both files.
    """
    script = read_record(desk.sources, script_path, ScriptKeys, language=desk.metadata.language)
    comic = _Comic(desk, script_path, script)
    if sheet_path:
        comic.sheet_path = sheet_path
        comic.sheet = read_record(desk.sources, sheet_path, SheetKeys, where, desk.metadata.language)
    panels = {name: panel for name in _names(comic) if (panel := _panel(comic, name))}
    pages = tuple(_pages(comic, panels))
    if comic.problems:
        raise SourceError(comic.problems)
    return Comic(tuple(panels.values()), pages)


def _names(comic: _Comic) -> list[str]:
    """The panels in the order of the sheet, or else of the script; those in one of the two alone are problems."""
    scripted = list(comic.script.keys.panels)
    if comic.sheet is None:
        return scripted
    drawn = list(comic.sheet.keys.panels)
    for name in scripted:
        if name not in drawn:
            where = comic.script.key_place("panels", name)
            comic.refuse(f"the art sheet has no panel {name}", where, nearest(name, drawn))
    for name in drawn:
        if name not in scripted:
            where = comic.script.key_place("panels")
            hint = f"add `{name}: {{alt: …}}`: every panel needs a description"
            comic.refuse(f"the script says nothing of the panel {name}", where, hint)
    return [name for name in drawn if name in scripted]


def _panel(comic: _Comic, name: str) -> Panel | None:
    words = comic.script.keys.panels[name]
    picture = _picture(comic, name)
    keep_clear = comic.sheet.keys.panels[name].keep_clear if comic.sheet else []
    if picture is None:
        return None
    return Panel(
        name,
        picture,
        words.alt,
        tuple(
            _lettering(keys, comic.script.place("panels", name, "lettering", number, "text"))
            for number, keys in enumerate(words.lettering)
        ),
        tuple(Rect(*area) for area in keep_clear),
        wordless=words.wordless,
    )


def _picture(comic: _Comic, name: str) -> Picture | None:
    file = comic.script.keys.panels[name].file
    where = comic.script.place("panels", name, "file")
    base = comic.script_path
    if comic.sheet is not None:
        if file is not None:
            comic.refuse("the art of this panel is named twice", where, "delete `file` here: the art sheet names it")
        file, base = comic.sheet.keys.panels[name].file, comic.sheet_path
        where = comic.sheet.place("panels", name, "file")
    if file is None:
        comic.refuse("this panel has no art", where, "add `file: …`, or name an art sheet as `art` in book.yaml")
        return None
    try:
        return comic.desk.picture(file, base, where)
    except SourceError as error:
        comic.problems += error.problems
        return None


def _lettering(keys: LetteringKeys, where: Where) -> Lettering:
    kind = LetteringKind(keys.kind)
    return Lettering(kind, keys.text.strip(), Rect(*keys.box), keys.speaker, keys.tail, where, keys.turn)


def _pages(comic: _Comic, panels: dict[str, Panel]) -> Iterator[ComicPage]:
    if comic.sheet is not None and comic.script.keys.pages is not None:
        where = comic.script.key_place("pages")
        comic.refuse("the pages are laid out twice", where, "delete `pages` here: the art sheet may have them")
    if comic.plan.keys.pages is None:
        return
    placed: set[str] = set()
    for index, page in enumerate(comic.plan.keys.pages):
        tiers = [[page.splash]] if page.splash is not None else page.tiers or []
        for tier, names in enumerate(tiers):
            for place, name in enumerate(names):
                spot = ("splash",) if page.splash is not None else ("tiers", tier, place)
                _check_placed(comic, name, placed, comic.plan.place("pages", index, *spot))
        yield ComicPage(tuple(_tier(names, panels) for names in tiers), splash=page.splash is not None)
    for name in comic.plan.keys.panels:
        if name not in placed:
            where = comic.plan.key_place("panels", name)
            comic.refuse(f"the panel {name} stands on no page", where, "put it on a page, or take it out")


def _check_placed(comic: _Comic, name: str, placed: set[str], where: Where) -> None:
    known = list(comic.plan.keys.panels)
    if name not in known:
        comic.refuse(f"there is no panel {name}", where, nearest(name, known))
    elif name in placed:
        comic.refuse(f"the panel {name} stands on two pages, or twice on one", where, "take one of them out")
    placed.add(name)


def _tier(names: Sequence[str], panels: dict[str, Panel]) -> tuple[Panel, ...]:
    return tuple(panels[name] for name in names if name in panels)
