"""A small book with every sort of block, in English and in Korean, its pictures drawn here."""

import datetime
import hashlib
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import segno
from PIL import Image, ImageDraw

from storybook.model import blocks as b
from storybook.model.book import Book, Chapter, Contributor, Identifier, Matter, Metadata, Series
from storybook.model.comic import Comic, ComicPage, Lettering, LetteringKind, Panel
from storybook.model.edition import Edition, Target
from storybook.model.geometry import PageGeometry, Rect
from storybook.model.picture import Asset, ImageProfile, Picture
from storybook.pages.comic_layouts import compose_comics
from storybook.pages.theme import load_theme
from storybook.placements import placed_widths

A5 = PageGeometry(148, 210, bleed=3)
INKS = ("#16233f", "#3c5a73", "#f3ead8", "#d99a2b", "#b4452f", "#12100e")

LONG = (
    "The pencil was no longer than the last joint of her thumb, and she kept it in the hem of her coat, where the "
    "stitches were loose enough to let it in and tight enough to keep it. Nobody had told her to hide it. In that "
    "house one learnt early which things were kept in the open and which were not, and drawing had moved, without a "
    "word, from the one shelf to the other."
)
SHORT = (
    "She drew on what there was: the backs of forms, the inside of a soap wrapper, the frost on the window, which "
    "kept a line for as long as the stove was cold."
)


def t(text: str) -> b.Inlines:
    return (b.Text(text),)


def p(*inlines: str | b.Inline) -> b.Paragraph:
    return b.Paragraph(tuple(b.Text(i) if isinstance(i, str) else i for i in inlines))


def picture(name: str, width: int, height: int) -> Picture:
    return Picture(f"art/{name}.jpg", hashlib.sha256(name.encode()).hexdigest(), width, height)


def draw(source: Picture, path: Path) -> None:
    """Hills under a moon, different by name, with letters that no pixel of the text depends on."""
    seed = int(source.sha256[:8], 16)
    image = Image.new("RGB", (source.width, source.height), INKS[seed % 2])
    pen = ImageDraw.Draw(image)
    w, h = source.width, source.height
    moon = (seed % 5 + 2) * w // 9
    pen.ellipse((moon, h // 8, moon + h // 6, h // 8 + h // 6), fill=INKS[2])
    for layer in range(3):
        y = h * (5 + layer) // 8
        points = [(0, h)] + [(w * i // 6, y - (seed >> (i + layer)) % 7 * h // 60) for i in range(7)] + [(w, h)]
        pen.polygon(points, fill=INKS[(layer + 3) % 6])
    image.save(path, quality=85)


PANELS = [picture(f"panel-{n}", 900, 620 if n != 3 else 1000) for n in range(1, 7)]
SPLASH = picture("splash", 900, 1300)
COVER = picture("cover", 900, 1276)
PORTRAIT = picture("portrait", 900, 600)


def lettering(kind: LetteringKind, text: str, box: tuple[float, float, float, float], **more: object) -> Lettering:
    return Lettering(kind, text, Rect(*box), **more)  # type: ignore[arg-type]


def panel(number: int, *words: Lettering) -> Panel:
    return Panel(f"panel-{number:02}", PANELS[number - 1], f"Panel {number}: hills of cut paper under a moon.", words)


def comic(caption: str, balloon: str, thought: str, sound: str) -> Comic:
    box, say, think, noise = (
        LetteringKind.CAPTION_BOX,
        LetteringKind.BALLOON,
        LetteringKind.THOUGHT,
        LetteringKind.SOUND,
    )
    return Comic.of_pages(
        ComicPage(
            (
                (panel(1, lettering(box, caption, (0.04, 0.05, 0.5, 0.3))),),
                (
                    panel(2, lettering(say, balloon, (0.05, 0.04, 0.8, 0.5), speaker="Teacher", tail=(0.5, 0.85))),
                    panel(3, lettering(noise, sound, (0.3, 0.6, 0.6, 0.2))),
                ),
            )
        ),
        ComicPage(
            (
                (
                    Panel(
                        "splash",
                        SPLASH,
                        "The river at night, a small figure.",
                        (lettering(box, caption, (0.12, 0.8, 0.5, 0.12)),),
                    ),
                ),
            ),
            splash=True,
        ),
        ComicPage(
            ((panel(4, lettering(think, thought, (0.45, 0.05, 0.5, 0.45), tail=(0.3, 0.8))),), (panel(5), panel(6)))
        ),
    )


def qr(url: str) -> tuple[tuple[bool, ...], ...]:
    return tuple(tuple(bool(cell) for cell in row) for row in segno.make(url, error="m", micro=False).matrix)


MINA = b.Speaker("Mina", "Mina", "Resettlement coordinator", asks=True)
DAE_IL = b.Speaker("Dae Il", "Dae Il", "Engineer")
URL = "https://www.example.org/draw"


def turn(speaker: b.Speaker, *blocks: b.Block) -> b.Turn:
    return b.Turn(speaker, blocks)


def chapter(id_: str, title: str, matter: Matter, look: str, *blocks: b.Block, **more: object) -> Chapter:
    return Chapter(id_, title, matter, look, blocks, **more)  # type: ignore[arg-type]


@cache
def english() -> Book:
    front = Matter.FRONT
    exchange = b.Exchange(
        (
            turn(MINA, p("She asks what was difficult when he first resettled in South Korea, and what helped.")),
            turn(
                DAE_IL,
                p("He could not get used to it, he says. ", b.StageDirection("Laughs"), " ", LONG),
                p(
                    "From ",
                    b.Foreign("ko", t("하나원")),
                    " ",
                    b.Gloss(t("the state’s resettlement facility")),
                    " ",
                    SHORT,
                ),
            ),
        )
    )
    profile: b.Blocks = (
        p("Ha Neul drew before she could write", b.NoteReference(1), ". ", LONG),
        p(
            SHORT,
            " ",
            b.Emphasis(t("Lines")),
            ", she says, ",
            b.Strong(t("stay")),
            ", as ",
            b.SmallCaps(t("link")),
            " has it.",
        ),
        b.Figure(
            PORTRAIT, "A desk with a lamp.", t("The desk at which the first red line was drawn."), t("Cut paper, 2026.")
        ),
        p(LONG),
        b.Heading(2, t("The pencils"), "the-pencils"),
        p(LONG, b.NoteReference(2)),
        p(
            SHORT,
            " A word with a reading: ",
            b.Ruby("하나원", "Hanawon", "ko"),
            ", and one more reference",
            b.NoteReference(1),
            ".",
        ),
        b.PullQuote(t("In that house one learnt early which things were kept in the open.")),
        p(LONG),
        p(SHORT),
        b.SceneBreak(),
        p(LONG),
        b.Heading(3, t("What she kept"), "kept"),
        b.ItemList(
            (
                (p("a pencil"),),
                (p("a soap wrapper, unfolded and drawn upon from one edge to the other until nothing white was left"),),
                (p("a name"),),
            )
        ),
        b.Quotation((p("A line is a way of staying."),)),
        *(p(LONG if n % 2 else SHORT) for n in range(5)),
        b.CallToAction("See her drawings", URL, "example.org/draw", qr(URL)),
    )
    notes = (
        b.Note(
            1,
            (
                p("She drew on walls first; ", b.Emphasis(t("that")), " is a different story."),
                p("It is told elsewhere."),
            ),
        ),
        b.Note(2, (p("Pencils were counted at the end of each lesson."),)),
    )
    return Book(
        Metadata(
            "The Red Line",
            "en",
            "the-red-line",
            (Identifier("uuid", "3f2b8c1e-5d0a-4f7e-9c39-0a8f3f1f6b11"), Identifier("isbn", "9783161484100")),
            (Contributor("Ha Neul Moon", "art"), Contributor("Ana Writer", "aut", link="https://example.org/ana")),
            subtitle="A drawing life, from north to south",
            publisher="Liberty Press",
            publisher_url="https://www.example.org/",
            rights="© 2026 Liberty Press. Some rights reserved.",
            licence_url="https://creativecommons.org/licenses/by-sa/4.0/",
            description="An artist’s story.",
            subjects=("Comics", "Human rights"),
            date=datetime.date(2026, 11, 22),
            series=Series("Paper Voices", "1"),
        ),
        (
            chapter(
                "cover",
                "Cover",
                front,
                "cover",
                b.Cover(COVER, "A red line over night hills."),
                heading=False,
                listed=False,
            ),
            chapter("half-title", "The Red Line", front, "half-title", b.HalfTitle(), heading=False, listed=False),
            chapter("title-page", "The Red Line", front, "title-page", b.TitlePage(), heading=False, listed=False),
            chapter(
                "imprint",
                "Imprint",
                front,
                "imprint",
                b.ImprintFacts(),
                p("Text and pictures retell published facts."),
                heading=False,
                listed=False,
            ),
            chapter("contents", "Contents", front, "contents", b.Contents(), listed=False),
            chapter("foreword", "Before you read", front, "essay", p(LONG), p(SHORT)),
            chapter(
                "chapter-01",
                "She Draws Again",
                Matter.BODY,
                "artist-profile",
                *profile,
                notes=notes,
                subtitle="A portrait of Ha Neul Moon",
                byline="Ana Writer",
            ),
            chapter(
                "chapter-02",
                "The Red Line",
                Matter.BODY,
                "comic",
                comic("A child draws. The teacher watches.", "Whose hand drew this?", "One more line…", "Snap!"),
                subtitle="A comic",
            ),
            chapter(
                "chapter-03",
                "How He Arrived",
                Matter.BODY,
                "interview",
                b.Speakers((MINA, DAE_IL)),
                p(SHORT),
                *(exchange for _ in range(4)),
                subtitle="A conversation, retold",
            ),
            chapter(
                "back-01",
                "What You Can Do",
                Matter.BACK,
                "support",
                p(SHORT),
                b.CallToAction("Give", URL, "example.org/draw", qr(URL)),
            ),
            chapter("colophon", "Colophon", Matter.BACK, "colophon", p(SHORT)),
        ),
    )


KO = (
    "그 집에서는 무엇을 드러내고 무엇을 숨겨야 하는지 일찍 배웠다. "
    "연필은 엄지손가락 마디보다 길지 않았고, 그는 그것을 외투 단 속에 넣어 두었다. "
    "MOON의 ‘별’이라는 말은 2019년에야 들었다. "
    "그림은 아무 말 없이 한 선반에서 다른 선반으로 옮겨 갔다."
)


@cache
def korean() -> Book:
    book = english()
    metadata = replace(
        book.metadata, title="붉은 선", language="ko", slug="red-line", subtitle="북에서 남으로, 그리는 삶"
    )
    say = b.Exchange(
        (
            turn(replace(MINA, label="민아"), p("처음에 무엇이 어려웠는지 묻는다.")),
            turn(replace(DAE_IL, label="대일"), p(KO), p(KO)),
        )
    )
    return Book(
        metadata,
        (
            *(c for c in book.chapters if c.id in ("cover", "half-title", "title-page", "imprint")),
            chapter("contents", "차례", Matter.FRONT, "contents", b.Contents(), listed=False),
            chapter(
                "chapter-01",
                "다시 그리는 사람",
                Matter.BODY,
                "artist-profile",
                p(b.Emphasis(t("그림")), "은 ", KO, b.NoteReference(1)),
                *(p(KO) for _ in range(5)),
                b.PullQuote(t("선은 머무는 방법이다.")),
                p(KO),
                notes=(b.Note(1, (p("벽에 먼저 그렸다."),)),),
                subtitle="하늘의 초상",
            ),
            chapter(
                "chapter-02",
                "붉은 선",
                Matter.BODY,
                "comic",
                comic("아이가 그린다. 선생님이 본다.", "누가 그렸지?", "한 줄만 더…", "뚝!"),
            ),
            chapter("chapter-03", "도착하기까지", Matter.BODY, "interview", b.Speakers((MINA, DAE_IL)), say, say),
        ),
    )


def edition(
    book: Book,
    folder: Path,
    page: PageGeometry = A5,
    change: Callable[[Path], None] | None = None,
    *,
    facing: bool = True,
) -> Edition:
    """The book with its pictures drawn into a folder; `change` may spoil each; facing: for print, not for a screen."""
    folder.mkdir(parents=True, exist_ok=True)
    assets = {}
    theme = load_theme(None)
    layouts = compose_comics(book, theme, page, facing=facing)
    for number, source in enumerate(placed_widths(book, page, layouts), start=1):
        path = folder / f"image-{number:03}.jpg"
        draw(source, path)
        if change:
            change(path)
        data = path.read_bytes() if path.exists() else b""
        sha = hashlib.sha256(data).hexdigest()
        assets[source] = Asset(path.name, path, "image/jpeg", source.width, source.height, len(data), sha)
    profile = ImageProfile("test", 2000, 2000, 150, 85)
    return Edition(book, Target("test", profile, page), theme, assets, layouts=layouts)
