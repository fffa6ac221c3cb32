"""Where looks come from: the templates that ship with storybook, and what a book puts in their place."""

import tomllib
from functools import cache
from pathlib import Path

from storybook.errors import Problem, SourceError
from storybook.model.edition import Theme, Typeface

STYLES = {"regular": (400, False), "italic": (400, True), "bold": (700, False), "bold_italic": (700, True)}
"""What each key of `files` in fonts.toml means: weight, and italic or not."""


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
    found: list[Typeface] = []
    for folder in folders:
        table = folder / "fonts" / "fonts.toml"
        if not table.is_file():
            continue
        for face in tomllib.loads(table.read_text(encoding="utf-8"))["face"]:
            for style, file in face["files"].items():
                weight, italic = STYLES[style]
                path = table.parent / file
                rights = (face.get("copyright", ""), face.get("licence", ""), face.get("licence_url", ""))
                found.append(Typeface(face["family"], weight, italic, path, face["use"], *rights))
    return tuple(found)


@cache
def load_words(folder: Path, language: str) -> dict[str, str]:
    """The few words that storybook itself sets in a book, in the book's language (English where we have none)."""
    for tag in (language, language.partition("-")[0], "en"):
        file = folder / "words" / f"{tag}.toml"
        if file.is_file():
            return dict(tomllib.loads(file.read_text(encoding="utf-8")))
    raise SourceError(Problem(f"no words for the language {language}", hint="reinstall storybook"))
