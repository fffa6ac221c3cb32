"""Editions to test with: a book with every block, in English and Korean, with pictures drawn for it."""

import datetime
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from PIL import Image, ImageDraw

from storybook.model import blocks as b
from storybook.model.book import Book, Chapter, Contributor, Identifier, Matter, Metadata, Series
from storybook.model.comic import Comic, ComicPage, Lettering, LetteringKind, Panel
from storybook.model.edition import Edition, Target
from storybook.model.geometry import Rect
from storybook.model.picture import Asset, ImageProfile, Picture
from storybook.pages.theme import load_theme

PROFILE = ImageProfile("test", 1200, 1600, None, 80)
UUID = "4f3e2d1c-0b1a-4c2d-8e3f-5a6b7c8d9e0f"
INKS = ("#16233f", "#3c5a73", "#f3ead8", "#d99a2b", "#b4452f", "#12100e")


@dataclass
class Desk:
    """Draws pictures into a folder and remembers them as assets."""

    folder: Path
    assets: dict[Picture, Asset] = field(default_factory=dict)

    def picture(self, name: str, width: int, height: int) -> Picture:
        number = len(self.assets)
        path = self.folder / f"{name}.jpg"
        image = Image.new("RGB", (width, height), INKS[number % 2])
        pen = ImageDraw.Draw(image)
        for i in range(5):
            top = height * (i + 2) // 7
            shape = [
                (0, top),
                (width * (i + 1) // 5, top - height // 9),
                (width, top + i * 9),
                (width, height),
                (0, height),
            ]
            pen.polygon(shape, INKS[(i + number) % 6])
        pen.ellipse([width * 0.7, height * 0.1, width * 0.7 + height * 0.15, height * 0.25], INKS[2])
        image.save(path, "JPEG", quality=80)
        data = path.read_bytes()
        sha256 = hashlib.sha256(data).hexdigest()
        asset = Asset(f"img-{number + 1:04}.jpg", path, "image/jpeg", width, height, len(data), sha256)
        picture = Picture(f"art/{name}.png", sha256, width, height)
        self.assets[picture] = asset
        return picture


def text(words: str) -> b.Inlines:
    return (b.Text(words),)


def paragraph(words: str) -> b.Paragraph:
    return b.Paragraph(text(words))


ENGLISH = Metadata(
    title="The Red Line & Other <Lines>",
    subtitle='Two lives, "retold" — and drawn',
    language="en",
    slug="the-red-line",
    identifiers=(Identifier("uuid", UUID), Identifier("isbn", "9780306406157")),
    contributors=(
        Contributor("Jane O'Hara", "aut", "O'Hara, Jane"),
        Contributor("Min & Sons", "ill"),
        Contributor("하나 김", "trl", "김하나"),
        Contributor("A. Proofreader", "pfr"),
    ),
    publisher="Storybook Press",
    publisher_url="https://example.org/",
    rights="© 2026 Storybook Press. CC BY-SA 4.0",
    licence_url="https://creativecommons.org/licenses/by-sa/4.0/",
    description="A book of tests: <every> block & mark.",
    subjects=("Comics", "Human rights"),
    date=datetime.date(2026, 11, 22),
    series=Series("Lines", "1"),
)

KOREAN = replace(
    ENGLISH,
    title="붉은 선 & <다른> 선들",
    subtitle="다시 쓴 두 사람의 삶",
    language="ko",
    identifiers=(Identifier("isbn", "9780306406157"),),
    contributors=(Contributor("김하나", "aut"), Contributor("이민", "ill")),
    publisher="이야기책",
    rights="© 2026 이야기책",
    description="모든 요소를 담은 시험용 책.",
    subjects=("만화", "인권"),
    series=Series("선들", "첫째 권"),
)

LOREM = (
    "A portrait is a solemn undertaking. It declares that a face deserves to be looked at and kept. Let the sitter "
    "break wind and the solemnity is gone, although the likeness may remain. For as long as it lasts, a laugh serves "
    "nothing. Her classmates crowded round and asked to be drawn, and paid in snacks."
)
KOREAN_LOREM = (
    "초상화는 엄숙한 일이다. 한 얼굴이 바라볼 만하고 간직할 만하다고 선언하는 일이기 때문이다. 웃음이 이어지는 동안 "
    "웃음은 아무것도 섬기지 않는다. 반 친구들은 둘러서서 자기도 그려 달라고 했고, 간식으로 값을 치렀다."
)


def profile(desk: Desk) -> Chapter:
    portrait = desk.picture("portrait", 800, 600)
    return Chapter(
        id="chapter-01",
        title="The girl who drew & laughed",
        subtitle="A profile in five portraits",
        byline="by Jane O'Hara",
        matter=Matter.BODY,
        look="artist-profile",
        blocks=(
            b.Paragraph(
                (
                    b.Text("She wrote "),
                    b.Emphasis((b.Text("songbun "), b.Foreign("ko", text("성분")))),
                    b.Text(" in "),
                    b.SmallCaps(text("Small Caps")),
                    b.Text(", with "),
                    b.Strong((b.Text("strong and "), b.Emphasis(text("stressed")))),
                    b.Text(" words, "),
                    b.Ruby("하나원", "Hanawon", "ko"),
                    b.Text(", a note"),
                    b.NoteReference(1),
                    b.Text(" and "),
                    b.Code("x < y"),
                    b.Text("; "),
                    b.Gloss(text("the rank she was given")),
                    b.LineBreak(),
                    b.Link("https://example.org/?a=1&b=2", text("a link")),
                    b.Text("."),
                )
            ),
            paragraph(LOREM),
            b.PullQuote(text("For as long as it lasts, a laugh serves nothing.")),
            paragraph(LOREM),
            b.Heading(2, text("A trade in portraits"), "a-trade-in-portraits"),
            paragraph(LOREM),
            b.Figure(portrait, "A hand holds a red crayon.", text("The crayon."), text("Drawn for the test")),
            b.Heading(3, text("Prices"), "prices"),
            b.ItemList(((paragraph("Two snacks"),), (paragraph("A little money"),))),
            b.ItemList(((paragraph("Third"),), (paragraph("Fourth"),)), start=3),
            b.Quotation((paragraph("It has no drawer for the merely funny."),)),
            b.SceneBreak(),
            b.Paragraph(
                (b.Text("And again the same note"), b.NoteReference(1), b.Text(", then another"), b.NoteReference(2))
            ),
            b.Preformatted("a line\n    and one set in"),
            b.PullQuote(text("This sentence stands nowhere else.")),
            b.Heading(2, text("What a relative did"), "what-a-relative-did"),
            paragraph(LOREM),
        ),
        notes=(
            b.Note(1, (paragraph("Songbun: a rank given by the state."), paragraph("A second paragraph."))),
            b.Note(2, (b.Paragraph((b.Text("See "), b.Link("https://example.org/", text("there")), b.Text("."))),)),
        ),
    )


def comic(desk: Desk) -> Chapter:
    wide = desk.picture("wide", 1200, 700)
    tall = desk.picture("tall", 900, 1200)
    splash = desk.picture("splash", 1000, 1414)

    def said(
        kind: LetteringKind, words: str, box: Rect, speaker: str = "", tail: tuple[float, float] | None = None
    ) -> Lettering:
        return Lettering(kind, words, box, speaker, tail)

    return Chapter(
        id="chapter-02",
        title="The Red Line",
        subtitle="A comic without borders",
        matter=Matter.BODY,
        look="comic",
        blocks=(
            Comic.of_pages(
                ComicPage(
                    (
                        (
                            Panel(
                                "panel-01",
                                wide,
                                "A grey school; one child has a red crayon.",
                                (
                                    said(
                                        LetteringKind.CAPTION_BOX,
                                        "She draws what she sees.",
                                        Rect(0.03, 0.04, 0.5, 0.25),
                                    ),
                                    said(
                                        LetteringKind.BALLOON,
                                        "Draw me next! I can pay.",
                                        Rect(0.5, 0.1, 0.45, 0.4),
                                        "Classmate",
                                        (0.6, 0.75),
                                    ),
                                ),
                            ),
                        ),
                        (
                            Panel(
                                "panel-02",
                                tall,
                                "A long shadow falls on the desk.",
                                (
                                    said(
                                        LetteringKind.THOUGHT,
                                        "Not the crayons. Please.",
                                        Rect(0.05, 0.05, 0.55, 0.3),
                                        "Girl",
                                        (0.5, 0.6),
                                    ),
                                    said(LetteringKind.SOUND, "SNAP", Rect(0.3, 0.6, 0.5, 0.2)),
                                ),
                            ),
                        ),
                    )
                ),
                ComicPage(
                    ((Panel("panel-03", splash, "A river at night, and one small figure.", wordless=True),),),
                    splash=True,
                ),
            ),
        ),
    )


def interview() -> Chapter:
    asks = b.Speaker("Mina Park", "Mina", "Resettlement coordinator", asks=True)
    answers = b.Speaker("Dae Il", "Dae Il", "Office worker, Seoul")
    return Chapter(
        id="chapter-03",
        title="A car of one’s own",
        matter=Matter.BODY,
        look="interview",
        blocks=(
            b.Speakers((asks, answers)),
            paragraph(LOREM),
            b.Exchange(
                (
                    b.Turn(asks, (paragraph("She asks what has been the best thing to happen to him lately."),)),
                    b.Turn(
                        answers,
                        (
                            b.Paragraph((b.StageDirection("Laughs"), b.Text(" He answers that he has bought a car."))),
                            paragraph(LOREM),
                        ),
                    ),
                )
            ),
            b.Exchange(
                (
                    b.Turn(asks, (paragraph("She asks where this comes from."),)),
                    b.Turn(answers, (paragraph(LOREM),)),
                )
            ),
        ),
    )


def korean_essay(desk: Desk) -> Chapter:
    return Chapter(
        id="chapter-01",
        title="그림을 그리던 아이",
        subtitle="다섯 장의 초상",
        byline="김하나 씀",
        matter=Matter.BODY,
        look="essay",
        blocks=(
            b.Paragraph(
                (
                    b.Text("여기는 "),
                    b.Emphasis(text("강조")),
                    b.Text("가 있고, "),
                    b.Ruby("성분", "계급"),
                    b.Text("이라는 말과 주"),
                    b.NoteReference(1),
                    b.Text("도 있다."),
                )
            ),
            paragraph(KOREAN_LOREM),
            b.PullQuote(text("웃음은 아무것도 섬기지 않는다.")),
            b.Heading(2, text("친척이 한 일"), "heading-1"),
            paragraph(KOREAN_LOREM),
            b.Figure(desk.picture("hand", 800, 500), "손에 쥔 붉은 크레용.", text("크레용")),
            b.SceneBreak(),
            paragraph(KOREAN_LOREM),
        ),
        notes=(b.Note(1, (paragraph("국가가 매기는 신분."),)),),
    )


def korean_comic(desk: Desk) -> Chapter:
    panel = Panel(
        "panel-01",
        desk.picture("school", 1200, 800),
        "회색 학교에서 한 아이가 붉은 크레용을 들고 있다.",
        (
            Lettering(LetteringKind.CAPTION_BOX, "아이는 보이는 대로 그린다.", Rect(0.03, 0.04, 0.5, 0.25)),
            Lettering(
                LetteringKind.BALLOON, "다음은 나야! 나도 그려 줘.", Rect(0.5, 0.1, 0.45, 0.4), "친구", (0.6, 0.75)
            ),
        ),
    )
    return Chapter(id="chapter-02", title="붉은 선", matter=Matter.BODY, look="comic", blocks=(Comic((panel,)),))


def front(desk: Desk, words: Mapping[str, str]) -> tuple[Chapter, ...]:
    cover = desk.picture("cover", 900, 1350)

    def page(own_id: str, epub_type: str, *blocks: b.Block) -> Chapter:
        return Chapter(
            id=own_id,
            title=words[own_id],
            matter=Matter.FRONT,
            look=own_id,
            blocks=blocks,
            epub_type=epub_type,
            role="",
            listed=False,
            heading=False,
        )

    return (
        page("cover", "cover", b.Cover(cover, words["cover_alt"])),
        page("half-title", "halftitlepage", b.HalfTitle()),
        page("title-page", "titlepage", b.TitlePage(desk.picture("ornament", 200, 200))),
        replace(page("imprint", "imprint", b.ImprintFacts(), paragraph(words["made"])), heading=True),
        page("contents", "toc", b.Contents()),
    )


def back(words: Mapping[str, str]) -> Chapter:
    modules = tuple(tuple((x * y + x) % 3 == 0 for x in range(21)) for y in range(21))
    return Chapter(
        id="support",
        title=words["support"],
        matter=Matter.BACK,
        look="support",
        blocks=(
            paragraph(words["made"]),
            b.CallToAction(words["give"], "https://example.org/give?from=book", "example.org/give", modules),
        ),
        epub_type="",
        role="",
    )


ENGLISH_WORDS = {
    "cover": "Cover",
    "cover_alt": "A red line crosses a river at night.",
    "half-title": "Half-title",
    "title-page": "Title page",
    "imprint": "Imprint",
    "contents": "Contents",
    "made": "This book was made to be tested.",
    "support": "What you can do",
    "give": "Give to people on their way",
}
KOREAN_WORDS = {
    "cover": "표지",
    "cover_alt": "밤의 강을 가로지르는 붉은 선.",
    "half-title": "약표제지",
    "title-page": "속표지",
    "imprint": "판권",
    "contents": "차례",
    "made": "시험하려고 만든 책입니다.",
    "support": "우리가 할 수 있는 일",
    "give": "후원하기",
}


def english_edition(folder: Path) -> Edition:
    desk = Desk(folder)
    chapters = (*front(desk, ENGLISH_WORDS), profile(desk), comic(desk), interview(), back(ENGLISH_WORDS))
    return edition(Book(ENGLISH, chapters), desk)


def korean_edition(folder: Path) -> Edition:
    desk = Desk(folder)
    chapters = (*front(desk, KOREAN_WORDS), korean_essay(desk), korean_comic(desk), back(KOREAN_WORDS))
    return edition(Book(KOREAN, chapters), desk)


def bare_edition() -> Edition:
    """The least a book can be: one chapter, a title and an identifier."""
    chapter = Chapter("chapter-01", "One", Matter.BODY, "essay", (paragraph("Words."),))
    metadata = Metadata("Bare", "en", "bare", (Identifier("uuid", UUID),))
    return edition(Book(metadata, (chapter,)), None)


def edition(book: Book, desk: Desk | None) -> Edition:
    return Edition(book, Target("epub", PROFILE), load_theme(None), dict(desk.assets) if desk else {})
