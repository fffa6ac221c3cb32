from dataclasses import replace
from pathlib import Path

import pytest

from epub.sample import bare_edition, paragraph, text
from storybook.errors import ExitCode, SourceError, StorybookError
from storybook.formats._epub.accessibility import measure
from storybook.formats._epub.pages import Page, make_pages, repeats_its_text
from storybook.model import blocks as b
from storybook.model.book import Book, Chapter, Contributor, Identifier
from storybook.model.edition import Edition
from storybook.pages.lettering import letterer_of

EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"


def with_blocks(*blocks: b.Block, notes: tuple[b.Note, ...] = ()) -> Edition:
    edition = bare_edition()
    chapter = replace(edition.book.chapters[0], blocks=blocks, notes=notes)
    return replace(edition, book=Book(edition.book.metadata, (chapter,)))


def pages_of(edition: Edition) -> tuple[Page, ...]:
    return make_pages(edition, letterer_of(edition)).spine


@pytest.mark.parametrize("times", [2, 27])
def test_a_note_that_is_named_more_than_once_has_a_way_back_to_each_mark(times: int) -> None:
    marks = b.Paragraph((b.NoteReference(1),) * times)
    (page,) = pages_of(with_blocks(marks, notes=(b.Note(1, (paragraph("Says."),)),)))
    ids = [element.get("id") for element in page.tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    targets = {element.get("href", "")[1:] for element in page.tree.iter() if element.get("href", "").startswith("#")}
    assert targets == {"note_1", "noteref_1", *(f"noteref_1_{number}" for number in range(2, times + 1))}
    assert targets <= set(ids)
    ways = [element for element in page.tree.iter() if element.get(EPUB_TYPE) == "backlink"]
    assert [way.text for way in ways][:2] == ["↑ a", "b"]
    assert ways[-1].get("aria-label") == f"Back to the text ({ways[-1].text})"
    assert len({way.text for way in ways}) == times


def test_a_note_that_is_named_once_has_one_way_back_without_a_letter() -> None:
    marks = b.Paragraph((b.NoteReference(1),))
    (page,) = pages_of(with_blocks(marks, notes=(b.Note(1, (paragraph("Says."),)),)))
    (way,) = [element for element in page.tree.iter() if element.get(EPUB_TYPE) == "backlink"]
    assert (way.get("href"), way.text) == ("#noteref_1", "↑")


@pytest.mark.parametrize("block", [b.TitlePage(), b.ImprintFacts()])
def test_a_name_links_to_the_persons_own_page(block: b.Block) -> None:
    edition = with_blocks(block)
    people = (Contributor("A & B", "aut", link="https://example.org/?a=1&b=2"), Contributor("C", "aut"))
    metadata = replace(edition.book.metadata, contributors=people)
    (page,) = pages_of(replace(edition, book=replace(edition.book, metadata=metadata)))
    (link,) = page.tree.iter("{*}a")
    assert (link.text, link.get("href"), link.tail) == ("A & B", "https://example.org/?a=1&b=2", ", C")


def test_an_isbn_is_printed_as_it_was_written() -> None:
    edition = with_blocks(b.ImprintFacts())
    isbn = Identifier("isbn", "9780306406157", "978-0-306-40615-7")
    metadata = replace(edition.book.metadata, identifiers=(isbn,))
    (page,) = pages_of(replace(edition, book=replace(edition.book, metadata=metadata)))
    assert b"ISBN 978-0-306-40615-7<" in page.content


def test_a_note_that_nothing_refers_to_has_no_way_back() -> None:
    (page,) = pages_of(with_blocks(paragraph("Words."), notes=(b.Note(1, (paragraph("Says."),)),)))
    assert b"way-back" not in page.content


@pytest.mark.parametrize(("quote", "hidden"), [("a laugh serves  nothing", True), ("a laugh serves something", False)])
def test_a_pull_quote_is_kept_from_listeners_only_where_the_text_says_the_same(quote: str, hidden: bool) -> None:
    said = b.Paragraph((b.Text("While it lasts, a "), b.Emphasis(text("laugh")), b.Text(" serves nothing.")))
    (page,) = pages_of(with_blocks(said, b.PullQuote(text(quote))))
    (aside,) = [element for element in page.tree.iter() if element.get(EPUB_TYPE) == "pullquote"]
    assert (aside.get("aria-hidden") == "true") is hidden


def test_a_turn_of_an_interview_counts_as_text_that_a_pull_quote_repeats() -> None:
    speaker = b.Speaker("A", "A")
    chapter = replace(
        bare_edition().book.chapters[0], blocks=(b.Exchange((b.Turn(speaker, (paragraph("So it is."),)),)),)
    )
    assert repeats_its_text(chapter)(b.PullQuote(text("So it is.")))


def test_characters_of_markup_stay_characters() -> None:
    (page,) = pages_of(with_blocks(paragraph("<b> & \"'")))
    assert "".join(str(run) for run in page.tree.itertext()).strip().endswith("<b> & \"'")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x"])
def test_a_link_that_leads_nowhere_safe_is_refused(url: str) -> None:
    with pytest.raises(SourceError, match="link that starts with"):
        pages_of(with_blocks(b.Paragraph((b.Link(url, text("x")),))))


def test_a_template_of_the_book_that_makes_no_xhtml_is_the_books_fault(tmp_path: Path) -> None:
    broken = tmp_path / "epub" / "blocks" / "paragraph.xhtml.j2"
    broken.parent.mkdir(parents=True)
    broken.write_text("<p>{{ page.inlines(block.children) }}", encoding="utf-8")
    edition = bare_edition()
    theme = replace(edition.theme, folders=(tmp_path, *edition.theme.folders))
    with pytest.raises(SourceError, match="“One” is not well-formed"):
        pages_of(replace(edition, theme=theme))


def test_a_page_of_ours_that_is_no_xhtml_is_our_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storybook.formats._epub.pages.render", lambda *_, **__: "<p>")
    with pytest.raises(StorybookError, match="not well-formed") as caught:
        pages_of(bare_edition())
    assert caught.value.exit_code is ExitCode.OUR_BUG


def test_facts_are_measured_on_the_finished_pages(english: Edition) -> None:
    pages = make_pages(english, letterer_of(english)).all
    facts = measure((page.tree for page in pages), {"image/jpeg"})
    assert (facts.pictures, facts.described, facts.lettering, facts.ruby, facts.still) == (5, True, True, True, True)


def test_a_chapter_without_a_printed_title_has_a_name_for_listeners() -> None:
    edition = bare_edition()
    chapter: Chapter = replace(edition.book.chapters[0], heading=False)
    (page,) = pages_of(replace(edition, book=Book(edition.book.metadata, (chapter,))))
    assert page.tree.findtext("{*}head/{*}title") == "One"
    assert b'aria-label="One"' in page.content
