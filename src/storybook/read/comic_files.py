"""A comic's two files: the art sheet, which all languages share, and the script of one language."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from storybook.errors import Problem, SourceError, Where
from storybook.model.comic import Comic, ComicPage, Lettering, LetteringKind, Panel
from storybook.model.geometry import Rect
from storybook.model.picture import Picture
from storybook.read.art_sheet import Area, ArtKeys, PageKeys, SheetKeys, counted, cut, masters_of, without_panels
from storybook.read.fields import Keys, Line, Passage, Reference, Title, nearest, wrong
from storybook.read.kind import Desk
from storybook.read.record import Record, read_record


def _point(point: tuple[float, float]) -> tuple[float, float]:
    if not all(0 <= part <= 1 for part in point):
        raise wrong("does not lie inside the panel", "write [across, down] as parts of the panel, such as [0.5, 0.6]")
    return point


def _two(value: Any) -> Any:  # noqa: ANN401 - what YAML holds
    return counted(value, 2, "[across, down] as parts of the panel, such as [0.5, 0.6]")


Point = Annotated[tuple[float, float], BeforeValidator(_two), AfterValidator(_point)]
"""Across and down as fractions of the panel."""
MOST_WORDS, MOST_CHARACTERS = 150, 1_000
"""Of one piece of lettering: breaking more into good lines takes long, and nobody reads it in a picture."""
MOST_PIECES = 100
"""Pieces of lettering in one panel."""

Kind = Literal["balloon", "box", "thought", "shout", "whisper", "caption", "sound", "free"]


class LetteringKeys(Keys):
    """Words in a panel."""

    kind: Kind = Field(description="What sort of lettering this is.")
    text: Passage = Field(description="The words.")
    box: Area = Field(description="Where they stand: [left, top, width, height] as parts of the panel.")
    speaker: Line = Field("", description="Who says or thinks them.")
    tail: Point | None = Field(None, description="Where the balloon's tail points: [across, down].")
    turn: float = Field(0.0, ge=-90, le=90, description="Degrees clockwise that a sound or free words are turned by.")

    @model_validator(mode="after")
    def _sensible(self) -> "LetteringKeys":
        if not self.text.strip():
            raise wrong("has no words", "write them behind `text:`, or take the item out")
        if len(self.text.split()) > MOST_WORDS or len(self.text) > MOST_CHARACTERS:
            what = f"has more than {MOST_WORDS} words, or {MOST_CHARACTERS:,} characters"
            raise wrong(what, "share them out among more boxes, or shorten them")
        speaks = LetteringKind(self.kind).spoken
        if speaks and not self.speaker:
            raise wrong("does not say who speaks", "add `speaker: …`: readers who listen need the name")
        if self.tail and not speaks:
            raise wrong(f"is a {self.kind}, which has no tail", "delete `tail`, or make it a balloon")
        if self.turn and self.kind not in ("sound", "free"):
            raise wrong(f"is a {self.kind}, which stands upright", "delete `turn`, or make it a sound or free words")
        return self


class TranscriptKeys(Keys):
    """Words that the artist has drawn: they are read aloud and searched, and not set again."""

    text: Passage = Field(description="The words, as they stand in the art.")
    speaker: Line = Field("", description="Who says or thinks them.")
    kind: Kind | None = Field(None, description="What they are; else a balloon where somebody speaks, or a caption.")

    @model_validator(mode="after")
    def _sensible(self) -> "TranscriptKeys":
        if not self.text.strip():
            raise wrong("has no words", "write them behind `text:`, or take the item out")
        return self


class ScriptPanelKeys(Keys):
    """One panel's words."""

    alt: Title = Field(description="What the picture shows, for readers who do not see it.")
    lettering: list[LetteringKeys] = Field(
        [], max_length=MOST_PIECES, description="The words in it, in the order they are read."
    )
    transcript: list[TranscriptKeys] = Field([], description="The words that are part of the art, in reading order.")
    wordless: bool = Field(False, description="True where the panel holds no words, not even drawn ones.")
    file: Reference | None = Field(None, description="The picture, where there is no art sheet; relative to this file.")

    @model_validator(mode="after")
    def _words_or_none(self) -> "ScriptPanelKeys":
        if self.wordless and (self.lettering or self.transcript):
            raise wrong("is said to be wordless, and has words", "delete `wordless`, or the words")
        return self


class ScriptKeys(Keys):
    """The script."""

    pages: list[PageKeys] | None = Field(
        None, min_length=1, description="The pages, where there is no art sheet; without them storybook composes them."
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


def read_comic(desk: Desk, script_path: str, sheet_path: str, where: Where) -> tuple[Comic, ...]:
    """A comic from its script and art sheet, in runs of pages as drawn and of panels that make up new pages.

    Without a sheet (empty path) the script names the art. where: what names the sheet. Raises SourceError with all
    problems of both files.
    """
    script = read_record(desk.sources, script_path, ScriptKeys, language=desk.metadata.language)
    comic = _Comic(desk, script_path, script)
    if sheet_path:
        comic.sheet_path = sheet_path
        comic.sheet = read_record(desk.sources, sheet_path, SheetKeys, where, desk.metadata.language)
        _check_masters(comic)
    panels = {name: panel for name in _names(comic) if (panel := _panel(comic, name))}
    runs = tuple(_runs(comic, panels))
    if comic.problems:
        raise SourceError(comic.problems)
    return runs


def _check_masters(comic: _Comic) -> None:
    """Masters that no panel is on are problems."""
    if comic.sheet is None:
        return
    sources, path = comic.desk.sources, comic.sheet_path
    try:
        masters = masters_of(sources, comic.sheet, path)
        used = (sources.resolve(art.file, path, None) for art in comic.sheet.keys.panels.values())
        for master in without_panels(masters, used):
            hint = "let storybook look for them: storybook comic find BOOK/CHAPTER"
            comic.refuse(f"no panel is on {master.path}", master.where, hint)
    except SourceError as error:
        comic.problems += error.problems


def _runs(comic: _Comic, panels: dict[str, Panel]) -> Iterator[Comic]:
    """The panels in runs: those on pages as drawn, page by page, and those whose pages are laid out or composed."""
    sheet = comic.sheet.keys if comic.sheet else None
    right_to_left = sheet is not None and sheet.reading == "right-to-left"
    drawn = _drawn_masters(comic)
    if not drawn:
        yield Comic(tuple(panels.values()), tuple(_pages(comic, panels)), right_to_left)
        return
    if comic.sheet is not None and comic.sheet.keys.pages is not None:
        hint = "delete `pages`, or `as_drawn`; panels of other masters make up pages by themselves"
        comic.refuse("pages are laid out here and shown as drawn", comic.sheet.key_place("pages"), hint)
    for is_drawn, run in groupby(panels.values(), lambda panel: panel.picture.source in drawn):
        here = tuple(run)
        pages: list[ComicPage] = []
        if is_drawn:
            for source, group in groupby(here, lambda panel: panel.picture.source):
                pages.append(ComicPage((tuple(group),), drawn=drawn[source]))
        yield Comic(here, tuple(pages), right_to_left)


def _drawn_masters(comic: _Comic) -> dict[str, Picture]:
    """The masters that are shown whole, by their paths."""
    drawn: dict[str, Picture] = {}
    if comic.sheet is None:
        return drawn
    for number, reference in enumerate(comic.sheet.keys.as_drawn):
        where = comic.sheet.place("as_drawn", number)
        try:
            whole = comic.desk.picture(reference, comic.sheet_path, where)
        except SourceError as error:
            comic.problems += error.problems
            continue
        drawn[whole.source] = whole
        if not any(_is_on(comic, art, whole) for art in comic.sheet.keys.panels.values()):
            comic.refuse("no panel is on this page", where, "list its panels, or take it out")
    return drawn


def _is_on(comic: _Comic, art: ArtKeys, whole: Picture) -> bool:
    try:
        return comic.desk.sources.resolve(art.file, comic.sheet_path, None) == whole.source
    except SourceError:
        return False


def _names(comic: _Comic) -> list[str]:
    """The panels in the order of the sheet, or else of the script; those in one of the two alone are problems."""
    scripted = list(comic.script.keys.panels)
    if comic.sheet is None:
        return scripted
    drawn = list(comic.sheet.keys.panels)
    if not drawn:  # it is told that none have been found yet
        return []
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
    if picture is None:
        return None
    art = comic.sheet.keys.panels[name] if comic.sheet else None
    panel = Panel(
        name,
        picture,
        words.alt,
        (*_transcript(comic, name), *_letterings(comic, name)),
        where=comic.script.key_place("panels", name),
        wordless=words.wordless,
    )
    if art is None:
        return panel
    clear = tuple(Rect(*area) for area in art.keep_clear)
    return replace(panel, keep_clear=clear, makeup=art.makeup, letter_height=art.letter_height)


def _letterings(comic: _Comic, name: str) -> Iterator[Lettering]:
    for number, keys in enumerate(comic.script.keys.panels[name].lettering):
        where = comic.script.place("panels", name, "lettering", number, "text")
        kind = LetteringKind(keys.kind)
        yield Lettering(kind, keys.text.strip(), Rect(*keys.box), keys.speaker, keys.tail, where, keys.turn)


def _transcript(comic: _Comic, name: str) -> Iterator[Lettering]:
    for number, keys in enumerate(comic.script.keys.panels[name].transcript):
        where = comic.script.place("panels", name, "transcript", number, "text")
        kind = LetteringKind(keys.kind or ("balloon" if keys.speaker else "caption"))
        yield Lettering(kind, keys.text.strip(), None, keys.speaker, where=where)


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
        whole = comic.desk.picture(file, base, where)
        return cut(whole, comic.sheet.keys.panels[name], comic.sheet, name) if comic.sheet else whole
    except SourceError as error:
        comic.problems += error.problems
        return None


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
