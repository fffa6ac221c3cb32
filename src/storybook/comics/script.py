"""A comic told in words: who says what in each panel, for those who do not see it."""

from collections.abc import Callable, Sequence

from storybook.model.comic import Lettering, LetteringKind, Panel

Say = Callable[..., str]
"""One of storybook's own words or sentences in the book's language, by its key, with values to fill in."""

TELLS = {
    LetteringKind.BALLOON: "told_says",
    LetteringKind.BOX: "told_says",
    LetteringKind.THOUGHT: "told_thinks",
    LetteringKind.SHOUT: "told_shouts",
    LetteringKind.WHISPER: "told_whispers",
    LetteringKind.CAPTION_BOX: "told_caption",
    LetteringKind.SOUND: "told_sound",
    LetteringKind.FREE: "told_free",
}
"""The key of the words that stand before each kind of lettering in a script."""


def teller(lettering: Lettering, say: Say) -> str:
    """Who says it, or what it is: “Girl (thinks):”."""
    if lettering.kind.spoken and not lettering.speaker:
        return say("told_free")
    return say(TELLS[lettering.kind], speaker=lettering.speaker)


def pixels(panel: Panel, *, baked: bool) -> tuple[Lettering, ...]:
    """The words that are part of the picture: all of them where lettering is baked, else those that the artist drew."""
    return tuple(words for words in panel.lettering if baked or words.box is None)


def live(panel: Panel, *, baked: bool) -> tuple[Lettering, ...]:
    """The words that stand over the picture as text."""
    return tuple(words for words in panel.lettering if not baked and words.box is not None)


def described(panel: Panel, say: Say, *, baked: bool) -> str:
    """What a listener is told of a panel's picture: what it shows, and the words that are part of it."""
    lines = [f"{teller(words, say)} {flat(words.text)}" for words in pixels(panel, baked=baked)]
    return " ".join(_ended(text) for text in (panel.alt, *lines)) if lines else panel.alt


def described_page(panels: Sequence[Panel], first: int, say: Say, *, baked: bool) -> str:
    """What a listener is told of a page as it was drawn: its panels in reading order, each with its number."""
    return " ".join(
        _ended(f"{say('panel_number', number=number)}: {described(panel, say, baked=baked)}")
        for number, panel in enumerate(panels, start=first)
    )


def flat(text: str) -> str:
    """A text in one line."""
    return " ".join(text.split())


def _ended(text: str) -> str:
    """A sentence with a mark at its end, so that a voice pauses there."""
    return text if text and not text[-1].isalnum() else f"{text}."
