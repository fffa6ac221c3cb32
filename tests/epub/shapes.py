"""Editions to test the shapes of comics with: panels of a strip, a page as it was drawn, words over and in pictures."""

import hashlib
from dataclasses import replace
from pathlib import Path

from PIL import Image, ImageDraw

from epub.sample import ENGLISH, ENGLISH_WORDS, INKS, KOREAN, KOREAN_WORDS, Desk, back, front, paragraph
from storybook.model.book import Book, Chapter, Matter
from storybook.model.comic import Comic, ComicPage, Lettering, LetteringKind, Panel
from storybook.model.edition import Edition, Shape, Target
from storybook.model.geometry import Rect
from storybook.model.picture import Asset, ImageProfile, Picture, PixelBox
from storybook.pages.theme import load_theme
from storybook.placements import pictures_on_screens

PROFILE = ImageProfile("test", 1200, 4096, None, 80)

SAID: dict[str, dict[str, str]] = {
    "en": {
        "title": "The Long Strip",
        "wide": "A street at dusk; one window is lit.",
        "small": "A hand on a door handle.",
        "tall": "A staircase that goes down and down.",
        "page-1": "Two friends at a table.",
        "page-2": "The kettle boils.",
        "page-3": "They laugh until they cry.",
        "caption": "That winter nobody went out.",
        "asks": "Is anybody there?",
        "drawn": "Tea is ready!",
        "who": "Mina",
        "sound": "PSSSH",
    },
    "ko": {
        "title": "긴 두루마리",
        "wide": "해 질 녘의 거리. 창문 하나에 불이 켜져 있다.",
        "small": "문손잡이를 쥔 손.",
        "tall": "아래로 끝없이 이어지는 계단.",
        "page-1": "탁자에 마주 앉은 두 친구.",
        "page-2": "주전자가 끓는다.",
        "page-3": "두 사람은 눈물이 날 때까지 웃는다.",
        "caption": "그해 겨울에는 아무도 밖에 나가지 않았다.",
        "asks": "거기 누구 있어요?",
        "drawn": "차 다 됐어!",
        "who": "미나",
        "sound": "쉬이익",
    },
}


def master(folder: Path, name: str, boxes: tuple[PixelBox, ...], size: tuple[int, int], paper: str) -> Picture:
    """Draws a strip or a page with a picture in each box."""
    image = Image.new("RGB", size, paper)
    pen = ImageDraw.Draw(image)
    for number, box in enumerate(boxes):
        left, top, right, bottom = box.x, box.y, box.x + box.width - 1, box.y + box.height - 1
        pen.rectangle([left, top, right, bottom], INKS[number % 2], outline=INKS[5], width=6)
        for line in range(1, 8):
            y = top + (bottom - top) * line // 8
            pen.line([left + 10, y, right - 10, y - box.width // 12], INKS[2 + line % 3], width=10)
        reach = min(box.width, box.height) // 4
        pen.ellipse([right - 2 * reach, top + reach // 2, right - reach, top + reach * 3 // 2], INKS[3])
    path = folder / f"{name}.png"
    image.save(path)
    return Picture(f"art/{name}.png", hashlib.sha256(path.read_bytes()).hexdigest(), *size)


STRIP = (PixelBox(0, 0, 1000, 700), PixelBox(200, 850, 600, 500), PixelBox(0, 1400, 1000, 4400))
PAGE = (PixelBox(40, 40, 920, 560), PixelBox(40, 640, 440, 700), PixelBox(520, 640, 440, 700))


def comic(folder: Path, language: str) -> Comic:
    """Three panels cut from a strip, and a page with three panels that was lettered by hand."""
    words = SAID[language]
    strip = master(folder, "strip", STRIP, (1000, 5800), "white")
    page = master(folder, "page", PAGE, (1000, 1380), "#f3ead8")
    wide, small, tall = (strip.cut(box) for box in STRIP)
    one, two, three = (page.cut(box) for box in PAGE)
    panels = (
        Panel(
            "wide",
            wide,
            words["wide"],
            (
                Lettering(LetteringKind.CAPTION_BOX, words["caption"], Rect(0.03, 0.05, 0.45, 0.3)),
                Lettering(LetteringKind.BALLOON, words["asks"], Rect(0.5, 0.5, 0.45, 0.4), words["who"], (0.4, 0.9)),
            ),
        ),
        Panel("small", small, words["small"], wordless=True),
        Panel("tall", tall, words["tall"], wordless=True),
        Panel("page-1", one, words["page-1"], wordless=True),
        Panel("page-2", two, words["page-2"], (Lettering(LetteringKind.SOUND, words["sound"], None),)),
        Panel("page-3", three, words["page-3"], (Lettering(LetteringKind.SHOUT, words["drawn"], None, words["who"]),)),
    )
    on_page = ComicPage((panels[3:4], panels[4:6]), drawn=page)
    pages = (*(ComicPage(((panel,),)) for panel in panels[:3]), on_page)
    return Comic(panels, pages)


def edition(folder: Path, language: str, target: Target, *, right_to_left: bool = False) -> Edition:
    """A book with prose, the comic, and more prose; its pictures are derived for the target."""
    desk = Desk(folder)
    metadata, said = (ENGLISH, ENGLISH_WORDS) if language == "en" else (KOREAN, KOREAN_WORDS)
    drawn = replace(comic(folder, language), right_to_left=right_to_left)
    title = SAID[language]["title"]
    prose = Chapter("chapter-01", said["support"], Matter.BODY, "essay", (paragraph(said["made"]),))
    comics = Chapter("chapter-02", title, Matter.BODY, "comic", (drawn,), subtitle=said["made"])
    book = Book(metadata, (*front(desk, said), prose, comics, back(said)))
    assets = {
        picture: desk.assets.get(picture) or derived(picture, folder, number, target.images)
        for number, picture in enumerate(pictures_on_screens(book, target), start=101)
    }
    return Edition(book, target, load_theme(None), assets)


def derived(picture: Picture, folder: Path, number: int, profile: ImageProfile) -> Asset:
    """A derivative of a part of a master, no larger than the profile allows."""
    part = picture.part or PixelBox(0, 0, picture.width, picture.height)
    with Image.open(folder / Path(picture.source).name) as whole:
        shown = whole.crop((part.x, part.y, part.x + part.width, part.y + part.height))
    shown.thumbnail((profile.max_width, profile.max_height))
    path = folder / f"img-{number:04}.png"
    shown.save(path)
    data = path.read_bytes()
    return Asset(path.name, path, "image/png", *shown.size, len(data), hashlib.sha256(data).hexdigest())


def target(shape: Shape, *, baked: bool = False) -> Target:
    """A target of one shape; no derivative is larger than its master."""
    return Target(shape.value, PROFILE, shape=shape, baked=baked)
