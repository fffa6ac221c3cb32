"""The letterer of an edition: the theme's lettering styles and typefaces, in the book's language."""

from collections.abc import Callable

from storybook.comics.letterer import Letterer
from storybook.comics.lettering_style import read_styles
from storybook.model.comic import Lettering, LetteringKind
from storybook.model.edition import Edition, Theme
from storybook.model.lettering import LetteringStyles

STYLES = "css/lettering.css"


def lettering_styles(theme: Theme) -> LetteringStyles:
    """The lettering styles of a theme: those that ship with storybook, and over them what the book's own sheet says."""
    files = [folder / STYLES for folder in reversed(theme.folders)]
    return read_styles([(f"templates/{STYLES}", file.read_text(encoding="utf-8")) for file in files if file.is_file()])


def letterer_in(theme: Theme, language: str) -> Letterer:
    """Who sets the words of comics in a language."""
    return Letterer(lettering_styles(theme), theme.typefaces, language)


def letterer_of(edition: Edition) -> Letterer:
    """Who sets the words of an edition's comics."""
    return letterer_in(edition.theme, edition.book.metadata.language)


def announced(lettering: Lettering, say: Callable[..., str]) -> str:
    """What those who listen are told before the words: who says or thinks them, or that they are a sound."""
    if lettering.kind is LetteringKind.SOUND:
        return say("sound")
    if not lettering.speaker:
        return ""
    match lettering.kind:
        case LetteringKind.THOUGHT:
            return say("thinks", speaker=lettering.speaker)
        case LetteringKind.SHOUT:
            return say("shouts", speaker=lettering.speaker)
        case LetteringKind.WHISPER:
            return say("whispers", speaker=lettering.speaker)
        case _:
            return say("says", speaker=lettering.speaker)
