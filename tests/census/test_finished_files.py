"""What a book says and shows is in its finished files: each sort of loss is found, whole files are not suspected."""

import dataclasses
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from epub import sample as epub_sample
from paper import sample
from storybook.census import refuse_losses
from storybook.errors import ExitCode, OutputError
from storybook.formats import epub, print_pdf, screen_pdf
from storybook.model import blocks as b
from storybook.model.book import Book, Chapter, Contributor, Matter
from storybook.model.comic import Comic, Panel
from storybook.model.edition import Edition
from storybook.model.format import Format
from storybook.model.picture import Picture

pytestmark = pytest.mark.xdist_group("census")  # what its fixtures make is made once

FORMATS: dict[str, Format] = {f.name: f for f in (epub.FORMAT, print_pdf.FORMAT, screen_pdf.FORMAT)}
LANGUAGES: dict[str, Callable[[], Book]] = {"en": sample.english, "ko": sample.korean}


@dataclasses.dataclass(frozen=True)
class Made:
    """A finished file, with the edition it was made of."""

    path: Path
    format: Format
    edition: Edition

    def judge(self, book: Book | None = None, path: Path | None = None) -> str:
        """What is told when the file is held against a book; nothing where all is there."""
        edition = self.edition if book is None else dataclasses.replace(self.edition, book=book)
        found = _refusal(edition, self.format, path or self.path)
        if found is None:
            return ""
        assert found.exit_code is ExitCode.OUTPUT_FAILED
        assert all(problem.hint for problem in found.problems)
        assert (path or self.path).name in str(found)
        return str(found)


def _refusal(edition: Edition, format_: Format, path: Path) -> OutputError | None:
    try:
        refuse_losses(edition, format_.read_back(path), path.name)
    except OutputError as error:
        return error
    return None


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Made]:
    folder = tmp_path_factory.mktemp("census")
    made = {}
    for language, book in LANGUAGES.items():
        edition = sample.edition(book(), folder / "art")
        for name, format_ in FORMATS.items():
            path = folder / f"{language}{format_.suffix}"
            format_.write(edition, path)
            made[language, name] = Made(path, format_, edition)
    return made


@pytest.fixture(params=[f"{language} {name}" for language in LANGUAGES for name in FORMATS])
def made(request: pytest.FixtureRequest, library: dict[tuple[str, str], Made]) -> Made:
    language, _, name = request.param.partition(" ")
    return library[language, name]


@pytest.fixture(params=list(FORMATS))
def english(request: pytest.FixtureRequest, library: dict[tuple[str, str], Made]) -> Made:
    return library["en", request.param]


def change(book: Book, chapter_id: str, alter: Callable[[Chapter], Chapter]) -> Book:
    """The book with one chapter altered: what is put in there is what the file made before lacks."""
    chapters = tuple(alter(chapter) if chapter.id == chapter_id else chapter for chapter in book.chapters)
    assert chapters != book.chapters
    return dataclasses.replace(book, chapters=chapters)


def replaced_by(other: Chapter) -> Callable[[Chapter], Chapter]:
    return lambda _: other


def more(*blocks: b.Block) -> Callable[[Chapter], Chapter]:
    return lambda chapter: dataclasses.replace(chapter, blocks=(*chapter.blocks, *blocks))


def with_block(position: int, alter: Callable[[b.Block], b.Block]) -> Callable[[Chapter], Chapter]:
    def altered(chapter: Chapter) -> Chapter:
        blocks = list(chapter.blocks)
        blocks[position] = alter(blocks[position])
        return dataclasses.replace(chapter, blocks=tuple(blocks))

    return altered


def test_a_whole_file_is_not_suspected(made: Made) -> None:
    assert made.judge() == ""


def test_a_lost_paragraph_is_found(made: Made) -> None:
    book = change(made.edition.book, "chapter-01", more(sample.p("Nobody had seen this before, and it is gone again.")))
    assert re.match(r"\d+ words of the chapter “(She Draws Again|다시 그리는 사람)” are not in", made.judge(book))


def test_a_paragraph_that_stands_there_once_too_few_is_found(made: Made) -> None:
    chapter = next(chapter for chapter in made.edition.book.chapters if chapter.id == "chapter-01")
    paragraphs = [n for n, block in enumerate(chapter.blocks) if isinstance(block, b.Paragraph)]
    for number in paragraphs:
        repeated = dataclasses.replace(chapter, blocks=(*chapter.blocks[: number + 1], *chapter.blocks[number:]))
        book = change(made.edition.book, "chapter-01", replaced_by(repeated))
        assert "of the chapter “" in made.judge(book)  # the same text again in the next chapter may stand in for it


def test_a_lost_sentence_at_the_end_of_a_chapter_is_found(english: Made) -> None:
    def longer(block: b.Block) -> b.Block:
        assert isinstance(block, b.Paragraph)
        return b.Paragraph((*block.children, b.Text(" Nobody saw them again.")))

    book = change(english.edition.book, "colophon", with_block(-1, longer))
    assert "4 words of the chapter “Colophon” are not in" in english.judge(book)


def test_a_lost_last_word_is_found_in_an_epub(library: dict[tuple[str, str], Made]) -> None:
    made = library["en", "epub"]

    def longer(block: b.Block) -> b.Block:
        assert isinstance(block, b.Paragraph)
        return b.Paragraph((*block.children, b.Text(" Why")))

    assert "1 word of the chapter" in made.judge(change(made.edition.book, "colophon", with_block(-1, longer)))
    assert made.judge(change(made.edition.book, "chapter-01", with_block(0, longer)))


def test_a_lost_caption_is_found(english: Made) -> None:
    def captioned(block: b.Block) -> b.Block:
        assert isinstance(block, b.Figure)
        return dataclasses.replace(block, caption=sample.t("Another lamp on another desk."))

    book = change(english.edition.book, "chapter-01", with_block(2, captioned))
    assert "of the chapter “She Draws Again” are not in" in english.judge(book)


def test_a_lost_balloon_is_found(made: Made) -> None:
    def said(block: b.Block) -> b.Block:
        assert isinstance(block, Comic)
        panels = list(block.panels)
        words = dataclasses.replace(panels[1].lettering[0], text="Mine!")
        panels[1] = dataclasses.replace(panels[1], lettering=(*panels[1].lettering, words))
        return dataclasses.replace(block, panels=tuple(panels))

    book = change(made.edition.book, "chapter-02", with_block(0, said))
    told = "1 word of" if made.format.page_preset else "3 words of"  # in a script too, with who says it
    assert f"{told} the chapter" in made.judge(book)


def test_a_lost_note_is_found(english: Made) -> None:
    note = b.Note(3, (sample.p("What the third note says."),))
    book = change(english.edition.book, "chapter-01", lambda c: dataclasses.replace(c, notes=(*c.notes, note)))
    assert "5 words of the chapter “She Draws Again”" in english.judge(book)


@pytest.mark.parametrize(
    "block",
    [
        b.Heading(2, sample.t("What came of it"), "of-it"),
        b.ItemList(((sample.p("one thing"),), (b.Quotation((sample.p("and another thing"),)),))),
        b.PullQuote(sample.t("Whose hands had held them?")),
        b.Preformatted("line for line\nby line"),
        b.CallToAction("Write to us", "https://example.org/w", "example.org/write"),
        b.Speakers((b.Speaker("Ha Neul Moon", "Ha Neul", "Painter"),)),
        b.Exchange((sample.turn(b.Speaker("Ha Neul", "Ha Neul"), sample.p("Nothing more.")),)),
        sample.p("A reading of ", b.Ruby("선", "seon"), "."),
        sample.p(b.Code("x = y"), b.Gloss(sample.t("what it was")), b.StageDirection("Sighs")),
    ],
    ids=("heading", "list", "pull quote", "literal", "call", "speakers", "exchange", "ruby", "inlines"),
)
def test_every_sort_of_block_is_counted(english: Made, block: b.Block) -> None:
    assert "of the chapter “How He Arrived”" in english.judge(change(english.edition.book, "chapter-03", more(block)))


def test_swapped_chapters_are_found(english: Made) -> None:
    chapters = list(english.edition.book.chapters)
    first = next(n for n, chapter in enumerate(chapters) if chapter.id == "chapter-01")
    chapters[first], chapters[first + 2] = chapters[first + 2], chapters[first]
    assert "of the chapter" in english.judge(dataclasses.replace(english.edition.book, chapters=tuple(chapters)))


def test_a_lost_chapter_is_found(english: Made) -> None:
    extra = sample.chapter("extra", "One More", Matter.BODY, "essay")
    book = dataclasses.replace(english.edition.book, chapters=(*english.edition.book.chapters, extra))
    assert english.judge(book)


def test_a_title_page_that_does_not_name_somebody_is_found(english: Made) -> None:
    people = (*english.edition.book.metadata.contributors, Contributor("Dae Il", "trl"))
    metadata = dataclasses.replace(english.edition.book.metadata, contributors=people)
    assert "of the chapter" in english.judge(dataclasses.replace(english.edition.book, metadata=metadata))


def with_panel(chapter: Chapter, number: int, picture: Picture) -> Chapter:
    comic = chapter.blocks[0]
    assert isinstance(comic, Comic)
    panels: list[Panel] = list(comic.panels)
    panels[number] = dataclasses.replace(panels[number], picture=picture)
    return dataclasses.replace(chapter, blocks=(dataclasses.replace(comic, panels=tuple(panels)), *chapter.blocks[1:]))


def test_a_picture_in_the_place_of_another_of_the_same_size_is_found(made: Made) -> None:
    book = change(made.edition.book, "chapter-02", lambda c: with_panel(c, 0, sample.PANELS[3]))
    assert "picture" in made.judge(book)


def test_two_pictures_that_changed_places_are_found(english: Made) -> None:
    def swapped(chapter: Chapter) -> Chapter:
        comic = chapter.blocks[0]
        assert isinstance(comic, Comic)
        first, *others, last = comic.panels
        return dataclasses.replace(chapter, blocks=(dataclasses.replace(comic, panels=(last, *others, first)),))

    assert "picture" in english.judge(change(english.edition.book, "chapter-02", swapped))


def test_a_dropped_picture_is_found(made: Made) -> None:
    figure = b.Figure(sample.PANELS[4], "A desk.")
    assert "picture" in made.judge(change(made.edition.book, "chapter-01", more(figure)))


def test_a_picture_too_many_is_found(english: Made) -> None:
    def without(chapter: Chapter) -> Chapter:
        return dataclasses.replace(
            chapter, blocks=tuple(block for block in chapter.blocks if not isinstance(block, b.Figure))
        )

    assert "picture" in english.judge(change(english.edition.book, "chapter-01", without))


# ------------------------------------------------------------------------------- edited finished files


def edited_epub(made: Made, folder: Path, entry: str, alter: Callable[[bytes], bytes]) -> Path:
    path = folder / "edited.epub"
    with zipfile.ZipFile(made.path) as source, zipfile.ZipFile(path, "w") as target:
        for item in source.infolist():
            data = source.read(item)
            if item.filename.endswith(entry):
                assert alter(data) != data
                data = alter(data)
            target.writestr(item, data)
    return path


@pytest.mark.parametrize(
    ("entry", "old", "new"),
    [
        ("chapter-03.xhtml", b"She drew on what there was", b"She drew on what was"),
        ("chapter-02.xhtml", b"drew this?", b""),
        ("chapter-01.xhtml", b"Cut paper, 2026.", b""),
        ("chapter-01.xhtml", b"<p>It is told elsewhere.</p>", b""),
        ("chapter-01.xhtml", b"<p>She drew on what there was", b"<p hidden='hidden'>She drew on what there was"),
        ("chapter-02.xhtml", b"image-003.jpg", b"image-004.jpg"),
        ("chapter-02.xhtml", b"image-003.jpg", b"nothing.jpg"),
        ("chapter-02.xhtml", b"Panel 1: hills", b"Panel 9: hills"),
        ("nav.xhtml", b">She Draws Again<", b"><"),
        ("content.opf", b'idref="page-chapter-02"', b'idref="page-chapter-03"'),
        ("container.xml", b"content.opf", b"missing.opf"),
    ],
)
def test_an_edited_epub_is_found_out(
    library: dict[tuple[str, str], Made], tmp_path: Path, entry: str, old: bytes, new: bytes
) -> None:
    made = library["en", "epub"]
    path = edited_epub(made, tmp_path, entry, lambda data: data.replace(old, new, 1))
    assert made.judge(path=path)


def test_a_picture_with_other_bytes_of_the_same_size_is_found_in_an_epub(
    library: dict[tuple[str, str], Made], tmp_path: Path
) -> None:
    made = library["en", "epub"]
    assert "picture" in made.judge(path=edited_epub(made, tmp_path, "image-003.jpg", lambda data: data[:-9] + bytes(9)))


@pytest.mark.parametrize("name", ["print-pdf", "screen-pdf"])
def test_a_pdf_without_one_of_its_pages_is_found_out(
    library: dict[tuple[str, str], Made], tmp_path: Path, name: str
) -> None:
    made = library["en", name]
    with pikepdf.open(made.path) as pdf:
        count = len(pdf.pages)
    leaves = made.format.read_back(made.path).leaves
    titles = {"The", "Red", "Line", "A", "comic", "6", "7"}  # said on other pages too, which may stand in for them
    for number in range(count):
        with pikepdf.open(made.path) as pdf:
            del pdf.pages[number]
            pdf.save(tmp_path / "edited.pdf")
        told = made.judge(path=tmp_path / "edited.pdf")
        assert told or not (leaves[number].pictures or set(leaves[number].text.split()) - titles)
        assert not told or leaves[number].pictures or leaves[number].text


@pytest.mark.parametrize("name", ["print-pdf", "screen-pdf"])
def test_a_pdf_whose_pages_changed_places_is_found_out(
    library: dict[tuple[str, str], Made], tmp_path: Path, name: str
) -> None:
    made = library["en", name]
    leaves = made.format.read_back(made.path).leaves
    number = next(n for n, leaf in enumerate(leaves) if "drew before she could write" in leaf.text)
    with pikepdf.open(made.path) as pdf:
        pdf.pages.insert(len(pdf.pages), pdf.pages[number])
        del pdf.pages[number]
        pdf.save(tmp_path / "edited.pdf")
    assert made.judge(path=tmp_path / "edited.pdf")


@pytest.mark.parametrize("name", ["print-pdf", "screen-pdf"])
def test_a_pdf_with_a_picture_exchanged_is_found_out(
    library: dict[tuple[str, str], Made], tmp_path: Path, name: str
) -> None:
    made = library["en", name]
    with pikepdf.open(made.path) as pdf:
        images = [
            item
            for item in pdf.objects
            if isinstance(item, pikepdf.Stream) and "/DCTDecode" in str(item.get("/Filter"))
        ]
        images[0].write(images[1].read_raw_bytes(), filter=pikepdf.Name.DCTDecode)
        pdf.save(tmp_path / "edited.pdf")
    assert "picture" in made.judge(path=tmp_path / "edited.pdf")


def test_a_file_that_cannot_be_read_is_told(made: Made, tmp_path: Path) -> None:
    shutil.copy(made.path, tmp_path / "broken")
    with (tmp_path / "broken").open("r+b") as file:
        file.truncate(200)
    with pytest.raises(OutputError, match="cannot be read back"):
        made.format.read_back(tmp_path / "broken")


@pytest.mark.parametrize("maker", [epub_sample.english_edition, epub_sample.korean_edition])
def test_the_other_samples_are_not_suspected(tmp_path: Path, maker: Callable[[Path], Edition]) -> None:
    edition = maker(tmp_path)
    epub.write(edition, tmp_path / "book.epub")
    assert Made(tmp_path / "book.epub", epub.FORMAT, edition).judge() == ""


# ---------------------------------------------------------------------------------- texts that repeat


def repeated(*blocks: b.Block, notes: tuple[b.Note, ...] = ()) -> Book:
    base = sample.english()
    front = tuple(chapter for chapter in base.chapters if chapter.matter is Matter.FRONT)
    body = sample.chapter("refrain", "The Lamp", Matter.BODY, "essay", *blocks, notes=notes)
    return Book(base.metadata, (*front, body))


SAME = "The lamp went out, and she held it all of the night."
MONOTONE: dict[str, tuple[b.Block, ...]] = {
    "one paragraph": (sample.p(SAME),) * 300,
    "one long paragraph": (sample.p(sample.LONG),) * 60,
    "one letter": (sample.p("a" * 6000),),
    "one letter in paragraphs": (sample.p("a"),) * 400,
    "one word": (sample.p("lamp " * 1500),),
    "a refrain": tuple(sample.p(text) for n in range(60) for text in (f"She went out {n * 7919} times.", SAME)),
    "three words": tuple(sample.p(" ".join(["lamp", "the", "cold"][n % 7 % 3] for n in range(80))) for _ in range(60)),
    "one Korean paragraph": (sample.p("그 집에서는 무엇을 드러내고 숨겨야 하는지 일찍 배웠다."),) * 150,
    "hyphens": (sample.p("well-known " * 900),),
}


@pytest.mark.parametrize("name", ["print-pdf", "screen-pdf"])
@pytest.mark.parametrize("blocks", MONOTONE.values(), ids=MONOTONE)
def test_text_that_says_the_same_again_and_again_is_not_suspected(
    tmp_path: Path, blocks: tuple[b.Block, ...], name: str
) -> None:
    edition = sample.edition(repeated(*blocks), tmp_path)
    FORMATS[name].write(edition, tmp_path / "book.pdf")
    assert Made(tmp_path / "book.pdf", FORMATS[name], edition).judge() == ""


@pytest.mark.parametrize("name", list(FORMATS))
def test_notes_that_say_what_the_text_says_are_not_suspected(tmp_path: Path, name: str) -> None:
    paragraphs = (sample.p(SAME, b.NoteReference(number), " ", SAME) for number in range(1, 81))
    notes = tuple(b.Note(number, (sample.p(SAME),)) for number in range(1, 81))
    edition = sample.edition(repeated(*paragraphs, notes=notes), tmp_path)
    FORMATS[name].write(edition, tmp_path / "book")
    assert Made(tmp_path / "book", FORMATS[name], edition).judge() == ""


@pytest.mark.parametrize("name", list(FORMATS))
def test_one_of_eight_equal_paragraphs_is_missed(tmp_path: Path, name: str) -> None:
    edition = sample.edition(repeated(*(sample.p(SAME),) * 8, sample.p("It was over.")), tmp_path)
    FORMATS[name].write(edition, tmp_path / "book")
    made = Made(tmp_path / "book", FORMATS[name], edition)
    assert "12 words of the chapter “The Lamp”" in made.judge(
        repeated(*(sample.p(SAME),) * 9, sample.p("It was over."))
    )
    assert "24 words of the chapter “The Lamp”" in made.judge(repeated(*(sample.p(SAME),) * 10))


SENTENCES = st.lists(
    st.sampled_from([*sample.SHORT.split(), "하나원", "쓰다", "ﬁne", "x²"]), min_size=1, max_size=12
).map(" ".join)


@st.composite
def paragraphs(draw: st.DrawFn) -> b.Block:
    words = b.Text(draw(SENTENCES))
    inners: tuple[b.Inline, ...] = (
        *(b.Emphasis((words,)), b.Ruby("하나원", "Hanawon"), b.Code("a b"), b.LineBreak(), b.NoteReference(1), words),
    )
    paragraph = b.Paragraph((words, draw(st.sampled_from(inners)), b.Text(draw(SENTENCES))))
    blocks: tuple[b.Block, ...] = (
        paragraph,
        b.Quotation((paragraph,)),
        b.ItemList(((paragraph, paragraph), (paragraph,)), 3),
        b.PullQuote((words,)),
        b.Preformatted(words.text),
        b.Exchange((sample.turn(sample.MINA, paragraph), sample.turn(sample.DAE_IL, paragraph))),
    )
    return draw(st.sampled_from(blocks))


@given(blocks=st.lists(paragraphs(), min_size=1, max_size=8), lost=st.integers(0, 7))
@settings(max_examples=25, deadline=None)
def test_no_made_up_book_is_suspected_and_none_that_lacks_a_block_passes(
    books: Path, blocks: list[b.Block], lost: int
) -> None:
    note = b.Note(1, (sample.p("The one note."),))
    plain = epub_sample.bare_edition()
    whole = dataclasses.replace(plain.book.chapters[0], blocks=tuple(blocks), notes=(note,))
    edition = dataclasses.replace(plain, book=Book(plain.book.metadata, (whole,)), cache=books)
    (books / "book.epub").unlink(missing_ok=True)
    epub.write(edition, books / "book.epub")
    made = Made(books / "book.epub", epub.FORMAT, edition)
    assert made.judge() == ""
    extra = b.Paragraph((b.Text("unheard of " * 3),))
    longer = dataclasses.replace(whole, blocks=(*blocks[:lost], extra, *blocks[lost:]))
    assert "6 words of the chapter" in made.judge(Book(plain.book.metadata, (longer,)))


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("made-up")
