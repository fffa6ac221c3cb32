import re
from dataclasses import replace

import pytest
from lxml import etree

from epub.sample import bare_edition, paragraph
from storybook.errors import SourceError
from storybook.formats._epub.comic import Words, panel_shower, words_of
from storybook.formats._epub.pages import make_pages
from storybook.model.book import Book, Chapter
from storybook.model.comic import Bleed, Comic, ComicPage, Lettering, LetteringKind, Makeup, Panel
from storybook.model.edition import Edition
from storybook.model.geometry import Rect
from storybook.model.picture import Picture
from storybook.pages.lettering import letterer_of

ART = Picture("art/a.png", "0", 1200, 800)
WIDE = Rect(0.05, 0.05, 0.6, 0.4)
SVG = "{http://www.w3.org/2000/svg}"


def panel(*lettering: Lettering, own_id: str = "panel-01") -> Panel:
    return Panel(own_id, ART, "What it shows.", lettering)


def chapter(*comics: Comic) -> Chapter:
    return replace(bare_edition().book.chapters[0], blocks=(*comics, paragraph("After.")))


def say(key: str, **values: object) -> str:
    return f"{key} {values.get('speaker', '')}".strip()


LETTERER = letterer_of(bare_edition())


def set_in(panel: Panel, part: float = 1.0) -> tuple[Words, ...]:
    return words_of(panel, LETTERER, say, part)


LONG = "A few words that take two lines or three, as they stand in a balloon"


def test_panels_are_numbered_through_the_chapter_in_reading_order() -> None:
    comics = (Comic((panel(), panel(), panel())), Comic((panel(),)))
    show = panel_shower(chapter(*comics))
    shown = [one for comic in comics for one in show(comic)]
    assert [(one.number, one.total) for one in shown] == [(1, 4), (2, 4), (3, 4), (4, 4)]


@pytest.mark.parametrize(
    ("kind", "speaker", "announced"),
    [
        (LetteringKind.BALLOON, "Teacher", "says Teacher"),
        (LetteringKind.THOUGHT, "Girl", "thinks Girl"),
        (LetteringKind.SHOUT, "Teacher", "shouts Teacher"),
        (LetteringKind.WHISPER, "Girl", "whispers Girl"),
        (LetteringKind.BOX, "The radio", "says The radio"),
        (LetteringKind.CAPTION_BOX, "", ""),
        (LetteringKind.FREE, "", ""),
        (LetteringKind.SOUND, "", "sound"),
    ],
)
def test_a_listener_is_told_who_speaks(kind: LetteringKind, speaker: str, announced: str) -> None:
    (words,) = set_in(panel(Lettering(kind, "Words here.", WIDE, speaker)))
    assert words.speaks == announced


def test_every_line_starts_where_it_is_centred() -> None:
    (words,) = set_in(panel(Lettering(LetteringKind.BALLOON, LONG, WIDE, "A")))
    lines = words.lines
    middles = {round(float(line.x) + float(line.width) / 2, 1) for line in lines}
    assert len(lines) > 1
    assert len(middles) == 1


def test_words_that_cannot_be_read_on_a_phone_are_refused() -> None:
    crowded = Lettering(LetteringKind.BALLOON, "Far too many words " * 9, Rect(0, 0, 0.2, 0.1), "A")
    for part in (1.0, 0.5):
        with pytest.raises(SourceError, match="panel-01"):
            set_in(panel(crowded), part)


def test_words_of_half_a_phone_are_as_large_as_of_a_whole_one_where_there_is_room() -> None:
    def size(text: str, part: float) -> float:
        (words,) = set_in(panel(Lettering(LetteringKind.CAPTION_BOX, text, WIDE)), part)
        (found,) = re.findall(r'font-size="([\d.]+)"', words.attributes)
        return float(found)

    assert size("A word.", 0.5) == pytest.approx(2 * size("A word.", 1.0), rel=0.01)
    crowded = "A few words more than go into a box in large letters, but not so many that they are refused"
    assert size(crowded, 1.0) <= size(crowded, 0.5) < 1.9 * size(crowded, 1.0)


def test_a_splash_is_known_by_its_page_or_by_its_makers_wish() -> None:
    framed, by_page, by_wish = (
        panel(own_id="a"),
        panel(own_id="b"),
        replace(panel(own_id="c"), makeup=Makeup(bleed=Bleed.PAGE)),
    )
    pages = (ComicPage(((framed,), (by_wish,))), ComicPage(((by_page,),), splash=True))
    comic = Comic.of_pages(*pages)
    shown = panel_shower(chapter(comic))(comic)
    assert [one.splash for one in shown] == [False, True, True]


def test_words_that_the_art_has_are_not_set_again() -> None:
    drawn = Lettering(LetteringKind.BALLOON, "In the art.", None, "A")
    words = set_in(panel(drawn, Lettering(LetteringKind.CAPTION_BOX, "Live.", WIDE)))
    assert [line.text for one in words for line in one.lines] == ["Live."]


def test_the_words_stand_once_in_the_page_after_the_picture_and_with_spaces_between_lines(english: Edition) -> None:
    comic = replace(english, book=Book(english.book.metadata, english.book.chapters[6:7]))
    page, _ = make_pages(comic, LETTERER).spine
    art = page.tree.find(".//{*}div[@class='art']")
    assert art is not None
    picture, drawing = art
    assert (etree.QName(picture).localname, drawing.tag) == ("img", f"{SVG}svg")
    said = ["".join(str(run) for run in text.itertext()) for text in drawing.iter(f"{SVG}text")]
    assert said == ["She draws what she sees.", "Draw me next! I can pay."]
    assert page.content.count(b"What it shows") + page.content.count(b"A grey school") == 1
