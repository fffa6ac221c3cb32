import pytest

from storybook.comics.script import described, described_page, live, pixels, teller
from storybook.model.comic import Lettering, LetteringKind, Panel
from storybook.model.geometry import Rect
from storybook.model.picture import Picture
from storybook.pages.theme import load_words, shipped_folder

ART = Picture("art/a.png", "0", 1200, 800)
LIVE = Lettering(LetteringKind.BALLOON, "Who is\nthere?", Rect(0, 0, 0.5, 0.5), "Mina")
DRAWN = Lettering(LetteringKind.SOUND, "BANG", None)


def say(key: str, **values: object) -> str:
    return load_words(shipped_folder(), "en")[key].format(**values)


@pytest.mark.parametrize(
    ("kind", "speaker", "told"),
    [
        (LetteringKind.BALLOON, "Mina", "Mina:"),
        (LetteringKind.BOX, "Mina", "Mina:"),
        (LetteringKind.THOUGHT, "Mina", "Mina (thinks):"),
        (LetteringKind.SHOUT, "Mina", "Mina (shouts):"),
        (LetteringKind.WHISPER, "Mina", "Mina (whispers):"),
        (LetteringKind.CAPTION_BOX, "", "Caption:"),
        (LetteringKind.SOUND, "", "Sound:"),
        (LetteringKind.FREE, "", "Words:"),
        (LetteringKind.BALLOON, "", "Words:"),
    ],
)
def test_a_script_says_who_speaks_and_how(kind: LetteringKind, speaker: str, told: str) -> None:
    assert teller(Lettering(kind, "x", None, speaker), say) == told


def test_words_are_live_or_part_of_the_picture() -> None:
    panel = Panel("p", ART, "A door", (LIVE, DRAWN))
    assert (live(panel, baked=False), pixels(panel, baked=False)) == ((LIVE,), (DRAWN,))
    assert (live(panel, baked=True), pixels(panel, baked=True)) == ((), (LIVE, DRAWN))


def test_a_picture_is_described_with_the_words_that_are_part_of_it() -> None:
    panel = Panel("p", ART, "A door", (LIVE, DRAWN))
    assert described(panel, say, baked=False) == "A door. Sound: BANG."
    assert described(panel, say, baked=True) == "A door. Mina: Who is there? Sound: BANG."


def test_a_description_without_such_words_is_as_it_was_written() -> None:
    assert described(Panel("p", ART, "A door", (LIVE,)), say, baked=False) == "A door"


def test_a_page_is_described_panel_by_panel() -> None:
    panels = (Panel("a", ART, "A door"), Panel("b", ART, "It opens!", (DRAWN,)))
    assert described_page(panels, 4, say, baked=False) == "Panel 4: A door. Panel 5: It opens! Sound: BANG."
