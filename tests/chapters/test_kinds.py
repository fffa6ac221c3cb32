"""What each chapter kind makes of its entry."""

from pathlib import Path

import pytest

from chapters.desk import read_chapter, write_book
from storybook import registry
from storybook.errors import SourceError
from storybook.model import blocks as b

SSV_AND_ROLE = {
    "cover": ("cover", ""),
    "half_title": ("halftitlepage", ""),
    "title_page": ("titlepage", ""),
    "imprint": ("copyright-page", ""),
    "contents": ("toc", "doc-toc"),
    "essay": ("chapter", "doc-chapter"),
    "colophon": ("colophon", "doc-colophon"),
    "about": ("chapter", "doc-chapter"),
}


def told(folder: Path) -> str:
    with pytest.raises(SourceError) as caught:
        read_chapter(folder)
    return str(caught.value)


def test_every_kind_is_there_and_says_what_it_is_for() -> None:
    kinds = registry.load_all("KIND")
    assert sorted(kinds) == [
        "about", "artist_profile", "colophon", "comic", "contents", "cover", "essay", "half_title", "imprint",
        "interview", "support", "title_page",
    ]  # fmt: skip
    assert all(kind.about.endswith(".") for kind in kinds.values())


@pytest.mark.parametrize(("kind", "meaning"), SSV_AND_ROLE.items())
def test_kinds_say_what_they_are_in_epub_and_aria(tmp_path: Path, kind: str, meaning: tuple[str, str]) -> None:
    more = ", title: T, source: text.md" if kind in ("essay", "colophon", "about") else ""
    more += ", picture: art/a.png, alt: A cover" if kind == "cover" else ""
    chapter = read_chapter(write_book(tmp_path, f"{{kind: {kind}{more}}}", text_md="Words."))
    assert (chapter.epub_type, chapter.role) == meaning
    assert chapter.look == kind.replace("_", "-")
    assert chapter.listed is (kind in ("essay", "colophon", "about"))


def test_front_matter_kinds_hold_their_block(tmp_path: Path) -> None:
    cover = read_chapter(write_book(tmp_path, "{kind: cover, picture: art/a.png, alt: 'A hand'}"))
    (block,) = cover.blocks
    assert isinstance(block, b.Cover)
    assert (block.picture.source, block.alt, cover.heading) == ("art/a.png", "A hand", False)
    assert read_chapter(write_book(tmp_path, "half_title")).blocks == (b.HalfTitle(),)
    assert read_chapter(write_book(tmp_path, "title_page")).blocks == (b.TitlePage(),)
    assert read_chapter(write_book(tmp_path, "contents")).blocks == (b.Contents(),)
    (title,) = read_chapter(write_book(tmp_path, "{kind: title_page, ornament: art/b.png}")).blocks
    assert isinstance(title, b.TitlePage)
    assert title.ornament is not None


def test_an_imprint_holds_the_facts_before_its_text_and_may_have_none(tmp_path: Path) -> None:
    assert read_chapter(write_book(tmp_path, "imprint")).blocks == (b.ImprintFacts(),)
    chapter = read_chapter(write_book(tmp_path, "{kind: imprint, source: text.md}", text_md="*Sources.* These."))
    assert [type(block) for block in chapter.blocks] == [b.ImprintFacts, b.Paragraph]


def test_an_essay_may_be_a_named_part(tmp_path: Path) -> None:
    entry = "{kind: essay, part: afterword, title: Last, byline: By X, source: text.md}"
    chapter = read_chapter(write_book(tmp_path, entry, text_md="Words."))
    assert (chapter.epub_type, chapter.role, chapter.byline) == ("afterword", "doc-afterword", "By X")
    assert "not one of those" in told(write_book(tmp_path, entry.replace("afterword", "afterwords"), text_md="Words."))


def test_support_ends_with_what_the_reader_can_do(tmp_path: Path) -> None:
    entry = "{kind: support, title: Help, source: text.md, label: Give, link: 'https://www.example.org/give/'}"
    action = read_chapter(write_book(tmp_path, entry, text_md="Words.")).blocks[-1]
    assert isinstance(action, b.CallToAction)
    assert (action.label, action.url) == ("Give", "https://www.example.org/give/")
    assert action.shown_url == "www.example.org/give"
    assert len(action.qr) == len(action.qr[0]) == 29  # version 3: 30 bytes at error correction M need it
    assert [row[:7] for row in action.qr[:2]] == [(True,) * 7, (True, *(False,) * 5, True)]  # a finder pattern


def test_a_profile_has_a_portrait_and_the_way_to_the_artist(tmp_path: Path) -> None:
    entry = (
        "{kind: artist_profile, title: P, source: text.md, artist: {name: Jo, account: '@jo', link: 'https://jo.example/'},"
        " portrait: {picture: art/a.png, alt: 'Jo at work', credit: 'Photo: Mo'}}"
    )
    portrait, words, action = read_chapter(write_book(tmp_path, entry, text_md="Words.")).blocks
    assert isinstance(portrait, b.Figure)
    assert (portrait.alt, portrait.caption, portrait.credit) == ("Jo at work", (), (b.Text("Photo: Mo"),))
    assert isinstance(words, b.Paragraph)
    assert isinstance(action, b.CallToAction)
    assert (action.label, action.shown_url) == ("@jo", "jo.example")


def test_a_profile_without_a_link_ends_with_its_text(tmp_path: Path) -> None:
    entry = "{kind: artist_profile, title: P, source: text.md, artist: {name: Jo}}"
    assert len(read_chapter(write_book(tmp_path, entry, text_md="Words.")).blocks) == 1
    broken = entry.replace("name: Jo", "name: Jo, account: '@jo'")
    assert "no link" in told(write_book(tmp_path, broken, text_md="Words."))


def test_an_interview_knows_its_speakers(tmp_path: Path) -> None:
    entry = (
        "{kind: interview, title: I, source: text.md,"
        " speakers: [{name: Mina Park, label: Mina, role: writer, asks: true}, {name: Joon}]}"
    )
    blocks = read_chapter(write_book(tmp_path, entry, text_md="Mina: How?\n\nJoon: So.")).blocks
    mina, joon = b.Speaker("Mina Park", "Mina", "writer", asks=True), b.Speaker("Joon", "Joon")
    assert blocks == (
        b.Speakers((mina, joon)),
        b.Exchange((
            b.Turn(mina, (b.Paragraph((b.Text("How?"),)),)),
            b.Turn(joon, (b.Paragraph((b.Text("So."),)),)),
        )),
    )  # fmt: skip
    twice = entry.replace("{name: Joon}", "{name: mina}")
    assert "book.yaml:5:126: two speakers go by the same name" in told(write_book(tmp_path, twice, text_md="Mina: a"))


def test_a_missing_source_is_told_at_its_place_in_the_manifest(tmp_path: Path) -> None:
    assert "book.yaml:5:37" in told(write_book(tmp_path, "{kind: essay, title: T, source: text.md}"))
