"""Where looks come from: the templates that ship with storybook, and what a book puts in their place."""

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from storybook.errors import Problem, SourceError, Where
from storybook.model.edition import Theme, Typeface

STYLES = {"regular": (400, False), "italic": (400, True), "bold": (700, False), "bold_italic": (700, True)}
"""What each key of `files` in fonts.toml means: weight, and italic or not."""


USES = ("serif", "sans", "lettering")
"""What a typeface may be for."""


@cache
def shipped_folder() -> Path:
    """The templates that ship with storybook: inside the installed package, or at the top of a checkout."""
    here = Path(__file__).resolve().parent.parent
    installed = here / "templates"
    return installed if installed.is_dir() else here.parent.parent / "templates"


def load_theme(overrides: Path | None) -> Theme:
    """The theme of a book; `overrides` is the book's own `templates` folder where it has one."""
    folders = (overrides, shipped_folder()) if overrides else (shipped_folder(),)
    return Theme(folders=folders, typefaces=_typefaces(folders))


def theme_file(theme: Theme, name: str) -> Path:
    """A file of the theme, the book's own before the shipped one."""
    for folder in theme.folders:
        if (folder / name).is_file():
            return folder / name
    raise SourceError(Problem(f"the theme has no file {name}", hint="reinstall storybook"))


def _typefaces(folders: tuple[Path, ...]) -> tuple[Typeface, ...]:
    """All typefaces in order of preference: the book's own, the shipped ones, the book's own fallbacks."""
    preferred: list[Typeface] = []
    fallbacks: list[Typeface] = []
    for folder in folders:
        table = folder / "fonts" / "fonts.toml"
        if not table.is_file():
            continue
        for face in _table(table).get("face", []):
            (fallbacks if face.get("fallback") else preferred).extend(_styles(face, table))
    return (*preferred, *fallbacks)


def _table(table: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(table.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _font_table_error(f"is not TOML: {error}") from error


def _styles(face: Any, table: Path) -> Iterator[Typeface]:  # noqa: ANN401 - whatever the file holds
    if not isinstance(face, dict) or not isinstance(face.get("files"), dict) or not isinstance(face.get("family"), str):
        raise _font_table_error("has a [[face]] without `family` and `files`")
    if face.get("use") not in USES:
        raise _font_table_error("has a [[face]] whose `use` is none of serif, sans and lettering")
    rights = [str(face.get(key, "")) for key in ("copyright", "licence", "licence_url")]
    for style, file in face["files"].items():
        if style not in STYLES or not isinstance(file, str) or Path(file).name != file:
            raise _font_table_error(f"names files otherwise than {', '.join(STYLES)}, or in another folder")
        if not (table.parent / file).is_file():
            raise _font_table_error(f"names a file that is not beside it for {style}")
        weight, italic = STYLES[style]
        yield Typeface(face["family"], weight, italic, table.parent / file, face["use"], *rights)


def _font_table_error(what: str) -> SourceError:
    hint = "see the example in docs/extending.md"
    return SourceError(Problem(f"the book's table of typefaces {what}", Where("templates/fonts/fonts.toml"), hint))


@cache
def load_words(folder: Path, language: str) -> dict[str, str]:
    """The few words that storybook itself sets in a book, in the book's language (English where we have none)."""
    for tag in (language, language.partition("-")[0], "en"):
        file = folder / "words" / f"{tag}.toml"
        if file.is_file():
            return dict(tomllib.loads(file.read_text(encoding="utf-8")))
    raise SourceError(Problem(f"no words for the language {language}", hint="reinstall storybook"))
