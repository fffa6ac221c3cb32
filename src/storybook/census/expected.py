"""What a finished file has to say and to show: the words and pictures of a book, chapter by chapter."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from storybook.census.letters import letters
from storybook.comics.screens import shape_of, shown_on_screens
from storybook.comics.script import live, pixels
from storybook.model import blocks as b
from storybook.model.book import Book, Chapter, Metadata
from storybook.model.comic import Comic, Panel
from storybook.model.composition import Composition
from storybook.model.edition import Edition, Target
from storybook.model.picture import Asset
from storybook.model.walk import blocks_of, pictures_of


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of words that nothing stands between: as written, and its letters.

    aside: whether a page may have it elsewhere than between its neighbours (notes, readings, labels, titles).
    """

    text: str
    letters: str
    aside: bool


@dataclass(frozen=True, slots=True)
class ExpectedPicture:
    """One use of a picture: the derivative that must be shown, and the texts that its description consists of."""

    asset: Asset
    alt: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExpectedChapter:
    """What must be found of a chapter."""

    chapter: Chapter
    passages: tuple[Passage, ...]
    pictures: tuple[ExpectedPicture, ...]


def expected_chapters(edition: Edition, *, cover: bool, paged: bool) -> tuple[ExpectedChapter, ...]:
    """The words and pictures of every chapter, without the front cover's where the format has no cover.

    paged: whether the format has pages of a fixed size; else comics have a shape of screens, and a script.
    """
    chapters = [
        chapter
        for chapter in edition.book.chapters
        if cover or not any(isinstance(block, b.Cover) for block in chapter.blocks)
    ]
    if paged:
        return tuple(
            ExpectedChapter(chapter, tuple(_passages(chapter, edition.book)), tuple(_pictures(chapter, edition)))
            for chapter in chapters
        )
    return tuple(
        ExpectedChapter(
            chapter,
            (*_passages(chapter, edition.book, baked=edition.target.baked), *_script(chapter)),
            tuple(_pictures_on_screens(chapter, edition)),
        )
        for chapter in chapters
    )


def _pictures(chapter: Chapter, edition: Edition) -> Iterator[ExpectedPicture]:
    for block in blocks_of(chapter):
        if isinstance(block, Comic) and block in edition.layouts:
            yield from _on_pages(edition.layouts[block], edition)
        else:
            yield from _pictures_of(block, edition)


def _pictures_of(block: b.Block, edition: Edition) -> Iterator[ExpectedPicture]:
    pictures = pictures_of(block)
    for picture, alt in zip(pictures, _alts(block), strict=True):
        yield ExpectedPicture(edition.asset(picture), (alt,))


def _pictures_on_screens(chapter: Chapter, edition: Edition) -> Iterator[ExpectedPicture]:
    target = edition.target
    for block in blocks_of(chapter):
        if not isinstance(block, Comic):
            yield from _pictures_of(block, edition)
            continue
        for shown in shown_on_screens(block, shape_of(chapter, target), target.images):
            alt = tuple(text for panel in shown.panels for text in _description(panel, target))
            for number, piece in enumerate(shown.pieces):
                yield ExpectedPicture(edition.asset(piece), () if number else alt)


def _description(panel: Panel, target: Target) -> Iterator[str]:
    """What must be told of a panel's picture: what it shows, and the words that are part of it."""
    yield panel.alt
    yield from (words.text for words in pixels(panel, baked=target.baked))


def _on_pages(layout: Composition, edition: Edition) -> Iterator[ExpectedPicture]:
    """The pictures of a comic page by page: a spread is shown twice, and a drawn page instead of its panels."""
    for page in layout.pages:
        alts = [placed.panel.alt for placed in page.panels]
        if page.drawn is not None:
            alts = [" ".join(alts)]
        for (picture, _), alt in zip(page.pictures, alts, strict=True):
            yield ExpectedPicture(edition.asset(picture), (alt,))


def _alts(block: b.Block) -> tuple[str, ...]:
    match block:
        case b.Figure(alt=alt) | b.Cover(alt=alt):
            return (alt,)
        case Comic(panels):
            return tuple(panel.alt for panel in panels)
        case _:
            return ("",) * len(pictures_of(block))


def _passages(chapter: Chapter, book: Book, *, baked: bool = False) -> Iterator[Passage]:
    if chapter.heading:
        yield from _asides(chapter.title, chapter.subtitle, chapter.byline)
    for block in chapter.blocks:
        if isinstance(block, Comic):
            yield from _asides(*(words.text for panel in block.panels for words in live(panel, baked=baked)))
        else:
            yield from _block(block, chapter, book)
    for note in chapter.notes:
        for block in note.blocks:
            for passage in _block(block, chapter, book):
                yield Passage(passage.text, passage.letters, aside=True)


def _script(chapter: Chapter) -> Iterator[Passage]:
    """A comic told in words: what each panel shows, and who says what."""
    for block in chapter.blocks:
        if isinstance(block, Comic):
            for panel in block.panels:
                yield from _asides(panel.alt)
                for words in panel.lettering:
                    yield from _asides(words.speaker if words.kind.spoken else "", words.text)


def _block(block: b.Block, chapter: Chapter, book: Book) -> Iterator[Passage]:  # noqa: C901, PLR0912 - one case a block
    match block:
        case b.Heading(children=children) | b.Paragraph(children):
            yield from _runs(children)
        case b.PullQuote(children):
            yield from _runs(children, aside=True)
        case b.Preformatted(text):
            yield from _passage(text)
        case b.Figure(caption=caption, credit=credit):
            yield from _runs(caption, aside=True)
            yield from _runs(credit, aside=True)
        case b.CallToAction(label, _, shown_url):
            yield from _asides(label, shown_url)
        case b.Speakers(speakers):
            for speaker in speakers:
                yield from _asides(speaker.name, speaker.role)
        case b.HalfTitle() | b.TitlePage() | b.ImprintFacts() | b.Contents():
            yield from _asides(*_facts(block, chapter, book))
        case b.ItemList() | b.Quotation() | b.Exchange():
            yield from _container(block, chapter, book)
        case b.SceneBreak() | b.Cover() | Comic():
            pass
        case _:
            assert_never(block)


def _container(block: b.ItemList | b.Quotation | b.Exchange, chapter: Chapter, book: Book) -> Iterator[Passage]:
    match block:
        case b.ItemList(items):
            for item in items:
                for inner in item:
                    yield from _block(inner, chapter, book)
        case b.Quotation(blocks):
            for inner in blocks:
                yield from _block(inner, chapter, book)
        case b.Exchange(turns):
            for turn in turns:
                yield from _asides(turn.speaker.label)
                for inner in turn.blocks:
                    yield from _block(inner, chapter, book)


def _facts(block: b.HalfTitle | b.TitlePage | b.ImprintFacts | b.Contents, chapter: Chapter, book: Book) -> list[str]:
    """What a page made of metadata must say."""
    metadata = book.metadata
    match block:
        case b.HalfTitle():
            return [metadata.title]
        case b.TitlePage():
            series = [metadata.series.name] if metadata.series else []
            return [*_names(metadata), *series]
        case b.ImprintFacts():
            numbers = [n.shown or n.value if n.scheme == "isbn" else n.urn for n in metadata.identifiers]
            return [*_names(metadata), metadata.rights, *numbers]
        case b.Contents():
            return [other.title for other in book.chapters if other.listed and other is not chapter]


def _names(metadata: Metadata) -> list[str]:
    people = dict.fromkeys(contributor.name for contributor in metadata.contributors)
    return [metadata.title, metadata.subtitle, *people, metadata.publisher]


def _asides(*texts: str) -> Iterator[Passage]:
    for text in texts:
        yield from _passage(text, aside=True)


def _passage(text: str, *, aside: bool = False) -> Iterator[Passage]:
    if found := letters(text):
        yield Passage(text, found, aside)


def _runs(inlines: b.Inlines, *, aside: bool = False) -> Iterator[Passage]:
    """Inlines as passages: a note's mark or a ruby parts them, for what stands there may be set apart."""
    run: list[str] = []
    for piece in _pieces(inlines):
        if isinstance(piece, str):
            run.append(piece)
            continue
        yield from _passage("".join(run), aside=aside)
        run.clear()
        if isinstance(piece, b.Ruby):
            yield from _asides(piece.base, piece.reading)
    yield from _passage("".join(run), aside=aside)


def _pieces(inlines: b.Inlines) -> Iterator[str | b.NoteReference | b.Ruby]:
    for inline in inlines:
        match inline:
            case b.Text(text) | b.Code(text):
                yield text
            case b.StageDirection(text):
                yield f"({text})"
            case b.LineBreak():
                yield "\n"
            case b.NoteReference() | b.Ruby():
                yield inline
            case _:
                yield from _pieces(inline.children)
