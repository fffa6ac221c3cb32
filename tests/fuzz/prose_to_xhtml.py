"""Markdown to the XHTML of an EPUB: whatever is typed, the page is well-formed, ours alone, and says what was typed."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from html import escape
from pathlib import Path
from tempfile import mkdtemp

from lxml import etree

from prose.reading import text_of
from storybook.errors import SourceError, Where
from storybook.formats._epub.pages import Page, make_pages
from storybook.model.blocks import Speaker
from storybook.model.book import Book, Chapter, Identifier, Matter, Metadata
from storybook.model.edition import Edition, Target
from storybook.model.picture import Asset, ImageProfile, Picture
from storybook.pages.lettering import letterer_of
from storybook.pages.theme import load_theme
from storybook.read.paths import resolve
from storybook.read.prose import Prose, read_prose
from storybook.read.sources import Sources
from storybook.read.text import decode

FILE = "en/text.md"
FOLDER = Path(mkdtemp(prefix="fuzz-prose-"))
(FOLDER / "en").mkdir()

LANGUAGES = ("en", "ko")
SPEAKERS = (Speaker("Ha Neul Moon", "Ha Neul", "", False), Speaker("Mina", "Mina", "", True))
"""The first byte of the input chooses the language and whether somebody speaks."""

XHTML = "{http://www.w3.org/1999/xhtml}"
ELEMENTS = re.compile(
    "html|head|meta|title|link|body|section|div|h[1-6]|p|[uo]l|li|blockquote|pre|code|em|strong|span|ruby|rt|rp|a|br|hr|i|"
    "figure|figcaption|img|aside|nav|dl|dt|dd"
)
ATTRIBUTES = re.compile(
    "lang|class|id|role|href|src|alt|start|charset|rel|type|aria-(label|labelledby|hidden)|hidden|"
    "{http://www.w3.org/XML/1998/namespace}lang|{http://www.idpf.org/2007/ops}type"
)
HREFS = re.compile(
    r"(https?://|mailto:)[!-~]+|#[\w-]+|(text/)?[\w-]+\.xhtml(#[^\s:]+)?|(\.\./)?styles/book\.css|\.\./nav\.xhtml.*"
)
UNSEEN = re.compile(
    "[\u00ad\u200b\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffc\U000e0001]|[\x00-\x08\x0b-\x1f\x7f-\x9f]"
)
PLAIN = re.compile(r"[^<>\[\]{}&\\`~!:]*")
"""Text without a mark that may make letters vanish."""

SEEDS = (
    b"\0# Title\n\nShe *drew* a **line**, [here](https://example.org/?a=1&b=2).\n\n> A quotation\n\n- one\n- two\n",
    (b"\1## \xec\x84\x9c\xec\x9a\xb8\n\n[\xea\xb9\x80]{lang=ko} and [NATO]{.smallcaps}, a note[^1].\n\n"
    b"[^1]: The note.\n"),
    b"\2Mina: Who are you?\n\nHa Neul: Somebody *else*.\n\nMina: [laughs] Why?\n",
    (b'\0{.pullquote}\n> She laughed.\n\n```\na <b> & c\n```\n\n***\n\n'
    b'![A hand](a.png){caption="The *hand*" credit=Mina}\n'),
    (b"\0a <!-- a comment --> b\n\n<script>alert(1)</script>\n\n"
    b"[x](javascript:alert(1)) <http://example.org> &lt;i&gt;\n"),
    (b"\0[x]: https://example.org 'title'\n\n[x][], \\[y\\], "
    b"![](../../secret.png) [r]{ruby=\"a\"}\n\n1. a\n2. b\n   - c\n"),
    b"\0a\xe2\x80\x8bb \xe2\x80\xae c &#x202e; &shy; \xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7\n",
)  # fmt: skip


class _Drawn(Mapping[Picture, Asset]):
    """One derivative for every picture."""

    def __getitem__(self, picture: Picture) -> Asset:
        return Asset("img-0001.png", Path("img-0001.png"), "image/png", 40, 30, 1, "0" * 64)

    def __iter__(self) -> Iterator[Picture]:
        return iter(())

    def __len__(self) -> int:
        return 0


THEME = load_theme(None)
TARGET = Target("epub", ImageProfile("fuzz", 64, 64, None, 80))


def check(data: bytes) -> None:
    """Nothing but a SourceError comes of a Markdown file, or pages as they should be."""
    chosen = data[0] if data else 0
    language = LANGUAGES[chosen & 1]
    written = data[1:]
    (FOLDER / FILE).write_bytes(written)
    with suppress(SourceError):
        prose = read_prose(Sources(FOLDER), FILE, language, _picture, SPEAKERS if chosen & 2 else None)
        _check_words(decode(written, FILE), prose, spoken=bool(chosen & 2))
        edition = _edition(language, prose)
        for page in make_pages(edition, letterer_of(edition)).all:
            _check_page(page)
            if "chapter-01" in page.href:
                _check_text(page, prose)


def _picture(reference: str, base: str, where: Where | None) -> Picture:
    return Picture(resolve(reference, base, where), "0" * 64, 40, 30)


def _edition(language: str, prose: Prose) -> Edition:
    chapter = Chapter("chapter-01", "0", Matter.BODY, "essay", prose.blocks, prose.notes)
    facts = Metadata("0", language, "t", (Identifier("uuid", "4f3e2d1c-0b1a-4c2d-8e3f-5a6b7c8d9e0f"),))
    return Edition(Book(facts, (chapter,)), TARGET, THEME, _Drawn())


def _check_page(page: Page) -> None:
    for element in page.tree.iter():
        assert isinstance(element, etree._Element), "a comment or an instruction"
        assert isinstance(element.tag, str), "a comment or an instruction"
        assert ELEMENTS.fullmatch(element.tag.removeprefix(XHTML)), element.tag
        for name, value in element.attrib.items():
            assert ATTRIBUTES.fullmatch(str(name)), name
            assert name != "href" or HREFS.fullmatch(str(value)), value
            assert name != "src" or value == "../images/img-0001.png", value
    assert not UNSEEN.search(page.content.decode("utf-8"))
    assert b"<!--" not in page.content


def _check_text(page: Page, prose: Prose) -> None:
    """The page holds every letter of the blocks and notes; alternative texts stand in attributes."""
    printed = "".join(str(text) for text in page.tree.itertext())
    alts = "".join(str(image.get("alt")) for image in page.tree.iter(f"{XHTML}img"))
    said = text_of(prose.blocks) + "".join(text_of(note.blocks) for note in prose.notes)
    lost = _letters(said) - _letters(printed + alts)
    assert not lost, lost


def _check_words(written: str, prose: Prose, *, spoken: bool) -> None:
    """Text without marks arrives letter by letter."""
    if spoken or not PLAIN.fullmatch(written):
        return
    said = text_of(prose.blocks)
    assert _letters(said) == _letters(written), escape(said)


def _letters(text: str) -> Counter[str]:
    return Counter(letter for letter in unicodedata.normalize("NFC", text) if letter.isalpha())
