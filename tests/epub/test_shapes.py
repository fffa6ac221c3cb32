"""Each shape of comics in a finished e-book: by the standard, in readers, on a Kindle, for listeners, and counted."""

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from zipfile import ZipFile

import pytest
from lxml import etree
from PIL import Image, ImageChops

from epub import shapes
from storybook.census import refuse_losses
from storybook.checks import package as package_check
from storybook.comics.script import described
from storybook.errors import OutputError
from storybook.formats.epub import FORMAT, write
from storybook.model.comic import Comic, Lettering, LetteringKind, Panel
from storybook.model.edition import Edition, Shape
from storybook.pages.theme import load_words, shipped_folder
from storybook.placements import pictures_on_screens
from validators import ace, browser, calibre, java

OPF = "{http://www.idpf.org/2007/opf}"
PHONE: browser.Viewport = (360, 740)

# language, shape, baked, right to left
BOOKS = {
    "en-pages": ("en", Shape.PAGES, False, False),
    "en-scroll": ("en", Shape.SCROLL, False, False),
    "en-panels": ("en", Shape.PANELS, False, False),
    "ko-pages": ("ko", Shape.PAGES, False, True),
    "ko-scroll": ("ko", Shape.SCROLL, False, True),
    "ko-panels": ("ko", Shape.PANELS, False, True),
    "en-baked": ("en", Shape.PAGES, True, False),
}


@dataclass(frozen=True)
class Made:
    """A finished e-book, and the edition it was made of."""

    edition: Edition
    path: Path

    def read(self, name: str) -> etree._Element:
        with ZipFile(self.path) as container:
            return etree.fromstring(container.read(f"EPUB/{name}"))

    def spine(self) -> list[tuple[str, str]]:
        """The files of the reading order, each with what is said of its layout."""
        opf = self.read("content.opf")
        hrefs = {item.get("id"): item.get("href", "") for item in opf.iter(f"{OPF}item")}
        return [(hrefs[ref.get("idref")], ref.get("properties", "")) for ref in opf.iter(f"{OPF}itemref")]

    def pictures(self) -> list[str]:
        """The pictures of the comic as its files show them, in order."""
        files = [href for href, _ in self.spine() if href.startswith("text/chapter-02")]
        sources = [image.get("src", "") for file in files for image in self.read(file).iter("{*}img")]
        return [PurePosixPath(source).name for source in sources]


Shelf = Mapping[str, Made]


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Shelf:
    made = {}
    for name, (language, shape, baked, right_to_left) in BOOKS.items():
        folder = tmp_path_factory.mktemp(name)
        target = shapes.target(shape, baked=baked)
        edition = shapes.edition(folder, language, target, right_to_left=right_to_left)
        made[name] = Made(replace(edition, cache=cache), folder / f"{name}.epub")
        write(made[name].edition, made[name].path)
    return made


@java.group
@pytest.mark.parametrize("name", BOOKS)
def test_epubcheck_finds_no_fault(shelf: Shelf, name: str) -> None:
    assert java.epubcheck(shelf[name].path) == []


@pytest.mark.parametrize("name", ["en-scroll", "ko-panels", "en-baked"])
def test_ace_finds_no_barrier(shelf: Shelf, name: str) -> None:
    assert ace.ace(shelf[name].path).violations == []


@pytest.mark.parametrize("name", BOOKS)
def test_nothing_is_lost_and_nothing_is_in_it_that_should_not_be(shelf: Shelf, name: str) -> None:
    made = shelf[name]
    refuse_losses(made.edition, FORMAT.read_back(made.path), made.path.name)
    assert package_check.CHECK.run(made.path) == ()


@pytest.mark.parametrize("name", BOOKS)
def test_pictures_stand_in_reading_order_and_none_is_enlarged(shelf: Shelf, name: str) -> None:
    made = shelf[name]
    comics = [chapter for chapter in made.edition.book.chapters if chapter.look == "comic"]
    book = replace(made.edition.book, chapters=tuple(comics))
    shown = pictures_on_screens(book, made.edition.target)
    assert made.pictures() == [made.edition.asset(picture).name for picture in shown]
    assert all(made.edition.asset(one).width <= one.width for one in shown)


def test_pages_reflow(shelf: Shelf) -> None:
    files = shelf["en-pages"].spine()
    assert all(layout == "" for _, layout in files)
    comic = [href for href, _ in files if "chapter-02" in href]
    assert comic == ["text/chapter-02.xhtml", "text/chapter-02~script.xhtml"]


@pytest.mark.parametrize(
    ("name", "layout", "count"),
    [
        ("en-scroll", "rendition:layout-pre-paginated rendition:flow-scrolled-continuous rendition:spread-none", 5),
        ("en-panels", "rendition:layout-pre-paginated rendition:spread-none", 4),
    ],
)
def test_screens_are_laid_out_and_prose_reflows(shelf: Shelf, name: str, layout: str, count: int) -> None:
    made = shelf[name]
    files = [(href, said) for href, said in made.spine() if "chapter-02" in href]
    assert files[0] == ("text/chapter-02.xhtml", "")
    assert files[1:-1] == [(f"text/chapter-02~{number:03}.xhtml", layout) for number in range(1, count + 1)]
    assert files[-1] == ("text/chapter-02~script.xhtml", "")
    assert all(said == "" for href, said in made.spine() if "chapter-02" not in href)


@pytest.mark.parametrize(("name", "direction"), [("en-panels", None), ("ko-panels", "rtl"), ("ko-scroll", None)])
def test_pages_turn_the_way_that_the_comic_is_read(shelf: Shelf, name: str, direction: str | None) -> None:
    (spine,) = shelf[name].read("content.opf").iter(f"{OPF}spine")
    assert spine.get("page-progression-direction") == direction


@pytest.mark.parametrize("name", ["en-panels", "ko-panels"])
def test_panels_on_a_drawn_page_have_their_regions_in_order(shelf: Shelf, name: str) -> None:
    made = shelf[name]
    links = [link.get("href") for link in made.read("regions.xhtml").iter("{*}a")]
    assert links == [
        f"text/chapter-02~004.xhtml#xywh=percent:{place}"
        for place in ("4,2.9,92,40.58", "4,46.38,44,50.72", "52,46.38,44,50.72")
    ]
    assert "regions.xhtml" not in dict(made.spine())


def test_no_regions_are_told_where_pages_reflow(shelf: Shelf) -> None:
    with ZipFile(shelf["en-pages"].path) as container:
        assert "EPUB/regions.xhtml" not in container.namelist()


@pytest.mark.parametrize("name", ["en-pages", "en-scroll", "en-panels"])
def test_every_panel_leads_to_its_script_and_back(shelf: Shelf, name: str) -> None:
    made = shelf[name]
    files = [href for href, _ in made.spine() if "chapter-02" in href]
    ids = {f"{PurePosixPath(file).name}#{one.get('id')}" for file in files for one in made.read(file).iter("{*}*")}
    script = made.read("text/chapter-02~script.xhtml")
    back = [link for link in script.iter("{*}a") if link.get("role") == "doc-backlink"]
    there = [link for file in files[:-1] for link in made.read(file).iter("{*}a")]
    assert len(back) == 6
    assert len(there) == len([file for file in files[:-1] for _ in made.read(file).iter("{*}figure")])
    assert {link.get("href") for link in (*back, *there)} <= ids


def test_the_script_tells_what_is_shown_and_who_says_what(shelf: Shelf) -> None:
    script = shelf["en-panels"].read("text/chapter-02~script.xhtml")
    (first, *_, last) = (
        [" ".join("".join(map(str, p.itertext())).split()) for p in one.iter("{*}p")] for one in _told(script)
    )
    assert first == [
        "A street at dusk; one window is lit.",
        "Caption: That winter nobody went out.",
        "Mina: Is anybody there?",
    ]
    assert last == ["They laugh until they cry.", "Mina (shouts): Tea is ready!"]
    contents = [link.get("href") for link in shelf["en-panels"].read("nav.xhtml").iter("{*}a")]
    assert "text/chapter-02~script.xhtml" in contents


def _told(script: etree._Element) -> list[etree._Element]:
    return [section for section in script.iter("{*}section") if section.get("class") == "told"]


def test_baked_words_are_told_in_descriptions_and_script_and_nowhere_drawn(shelf: Shelf) -> None:
    page = shelf["en-baked"].read("text/chapter-02.xhtml")
    assert next(page.iter("{*}svg"), None) is None
    alts = [image.get("alt", "") for image in page.iter("{*}img")]
    assert alts[0] == (
        "A street at dusk; one window is lit. Caption: That winter nobody went out. Mina: Is anybody there?"
    )
    assert alts[3].endswith("Panel 6: They laugh until they cry. Mina (shouts): Tea is ready!")


# ----------------------------------------------------------------------------------------------- accessibility claims

CLAIMS = ("alternativeText", "transcript")


def claims(edition: Edition, path: Path) -> set[str]:
    write(edition, path)
    with ZipFile(path) as container:
        opf = container.read("EPUB/content.opf").decode()
    features = set(re.findall(r'schema:accessibilityFeature">(\w+)<', opf)) & set(CLAIMS)
    sufficient = re.findall(r'schema:accessModeSufficient">([\w,]+)<', opf)
    return features | ({"sufficient"} if "textual" in sufficient else set())


def altered(edition: Edition, alter: Callable[[Panel], Panel]) -> Edition:
    """The edition with its comic's second panel altered."""
    chapters = list(edition.book.chapters)
    index = next(number for number, chapter in enumerate(chapters) if chapter.look == "comic")
    (comic,) = chapters[index].blocks
    assert isinstance(comic, Comic)
    panels = (comic.panels[0], alter(comic.panels[1]), *comic.panels[2:])
    pages = tuple(page for page in comic.pages if page.drawn)
    chapters[index] = replace(chapters[index], blocks=(replace(comic, panels=panels, pages=pages),))
    return replace(edition, book=replace(edition.book, chapters=tuple(chapters)))


@pytest.mark.parametrize("name", BOOKS)
def test_a_book_whose_panels_are_all_told_claims_that_words_are_enough(shelf: Shelf, name: str) -> None:
    with ZipFile(shelf[name].path) as container:
        opf = container.read("EPUB/content.opf").decode()
    assert all(f">{claim}<" in opf for claim in CLAIMS)
    assert '"schema:accessModeSufficient">textual<' in opf


@pytest.mark.parametrize("name", ["en-pages", "en-scroll", "en-panels", "en-baked"])
@pytest.mark.parametrize(
    "alter",
    [lambda panel: replace(panel, wordless=False), lambda panel: replace(panel, alt=" ")],
    ids=["words unknown", "no description"],
)
def test_one_panel_that_is_not_told_takes_all_claims(
    shelf: Shelf, name: str, alter: Callable[[Panel], Panel], tmp_path: Path
) -> None:
    assert claims(altered(shelf[name].edition, alter), tmp_path / "book.epub") == set()


def test_no_text_of_a_comic_is_said_to_be_restylable(shelf: Shelf) -> None:
    for name in ("en-pages", "en-baked"):
        with ZipFile(shelf[name].path) as container:
            assert b"displayTransformability" not in container.read("EPUB/content.opf")


# ------------------------------------------------------------------------------------------------------------- census


def judged(made: Made, book: Edition) -> str:
    with pytest.raises(OutputError) as caught:
        refuse_losses(book, FORMAT.read_back(made.path), made.path.name)
    return str(caught.value)


@pytest.mark.parametrize("name", ["en-pages", "en-scroll", "en-panels", "en-baked"])
def test_a_word_that_the_script_lacks_is_found(shelf: Shelf, name: str) -> None:
    made = shelf[name]
    drawn = Lettering(LetteringKind.SOUND, "KRRK", None)
    told = judged(made, altered(made.edition, lambda panel: replace(panel, lettering=(drawn,))))
    assert "1 word of the chapter “The Long Strip” is not in" in told
    assert "the description of picture" in told


def test_words_over_a_picture_do_not_stand_in_for_the_script(shelf: Shelf, tmp_path: Path) -> None:
    made = shelf["en-pages"]
    broken = tmp_path / "book.epub"
    with ZipFile(made.path) as whole, ZipFile(broken, "w") as copy:
        for entry in whole.infolist():
            data = whole.read(entry)
            copy.writestr(
                entry, data.replace(b"</b> Is anybody there?", b"</b>") if "script" in entry.filename else data
            )
    assert "3 words of the chapter" in judged(replace(made, path=broken), made.edition)


@pytest.mark.parametrize("name", ["en-scroll", "en-panels"])
def test_screens_in_another_order_are_found(shelf: Shelf, name: str, tmp_path: Path) -> None:
    made = shelf[name]
    broken = tmp_path / "book.epub"
    first, second = b'idref="part-chapter-02-002"', b'idref="part-chapter-02-003"'
    with ZipFile(made.path) as whole, ZipFile(broken, "w") as copy:
        for entry in whole.infolist():
            data = whole.read(entry)
            if entry.filename.endswith(".opf"):
                data = data.replace(first, b"@").replace(second, first).replace(b"@", second)
            copy.writestr(entry, data)
    assert "is not the right one in" in judged(replace(made, path=broken), made.edition)


# ------------------------------------------------------------------------------------------------------------ readers

SHOWN = """async index => {
  const page = await window.reader.show(index);
  const box = image => { const b = image.getBoundingClientRect(); return [b.width, b.height]; };
  return [...page.querySelectorAll('img')].map(box);
}"""


@pytest.mark.parametrize("name", ["en-pages", "en-scroll", "en-panels", "ko-panels"])
def test_a_reader_that_lays_nothing_out_shows_the_panels_in_order(shelf: Shelf, name: str) -> None:
    made = shelf[name]
    said = shapes.SAID[name[:2]]
    with browser.open_epub(made.path, "foliate", PHONE) as book:
        comic = [number for number, href in enumerate(book.hrefs) if "chapter-02" in href]
        sections = [book.section(number) for number in comic]
        boxes = [box for number in comic for box in book.evaluate(SHOWN, number)]
        assert book.faults == []
    images = [image for section in sections for image in section.images]
    assert all(image.loaded for image in images)
    assert len(images) == len(made.pictures())
    assert said["asks"] in " ".join(" ".join(section.text for section in sections[:-1]).split())
    assert said["drawn"] in sections[-1].text
    assert all(0 < height <= PHONE[1] and width <= PHONE[0] for width, height in boxes)
    if name == "en-scroll":
        assert boxes[0][0] > 0.75 * PHONE[0]  # a reader's margins are all that is missing


def test_a_kindle_book_has_all_panels_in_order_and_the_script(shelf: Shelf, tmp_path: Path) -> None:
    made = shelf["en-baked"]
    target = tmp_path / "book.azw3"
    calibre.convert(made.path, target)
    with browser.open_epub(target, "foliate") as book:
        sections = book.sections()
    images = [image for section in sections for image in section.images if image.alt and "Panel" not in image.alt]
    say = load_words(shipped_folder(), "en")
    comic = next(c for chapter in made.edition.book.chapters for c in chapter.blocks if isinstance(c, Comic))
    wanted = [described(panel, lambda key, **v: say[key].format(**v), baked=True) for panel in comic.panels[:3]]
    assert [image.alt for image in images if image.alt in wanted] == wanted
    text = " ".join(" ".join(section.text for section in sections).split())
    for line in ("Caption: That winter nobody went out.", "Mina (shouts): Tea is ready!", "No words."):
        assert line in text
    assert all(image.loaded for section in sections for image in section.images)


# ------------------------------------------------------------------------------------------------------ fixed layout

FITS = """() => [...document.querySelectorAll('img')].map(image => {
  const b = image.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom];
})"""


@pytest.fixture
def unpacked(shelf: Shelf, tmp_path: Path) -> Callable[[str, str], Path]:
    def unpack(name: str, file: str) -> Path:
        with ZipFile(shelf[name].path) as container:
            container.extractall(tmp_path)
        return tmp_path / "EPUB" / "text" / file

    return unpack


def size_of(page: Path) -> browser.Viewport:
    found = re.search(r'name="viewport" content="width=(\d+), height=(\d+)"', page.read_text("utf-8"))
    assert found
    return int(found[1]), int(found[2])


def test_a_panel_fills_its_screen(unpacked: Callable[[str, str], Path]) -> None:
    page = unpacked("en-panels", "chapter-02~001.xhtml")
    width, height = size_of(page)
    with browser.open_file(page, (width, height)) as shown:
        ((left, top, right, bottom),) = shown.evaluate(FITS)
    assert (left, top) == (0, 0)
    assert (right, bottom) == pytest.approx((width, height), abs=1)


def test_a_scroll_is_exactly_as_high_as_its_pieces_say(unpacked: Callable[[str, str], Path]) -> None:
    page = unpacked("en-scroll", "chapter-02~001.xhtml")
    width, height = size_of(page)
    with browser.open_file(page, (width, 100)) as shown:
        assert shown.evaluate("document.documentElement.scrollHeight") == pytest.approx(height, abs=1)
        wide, narrow = shown.evaluate(FITS)
    assert (wide[0], wide[2]) == (0, 800)
    assert narrow == pytest.approx([160, 680, 640, 1080], abs=1)  # as it stood in the strip: 200 of 1000, 150 below


@pytest.mark.parametrize(("width", "scale"), [(800, 1), (360, 3), (411, 2.625), (412, 3.5), (600, 1.33)])
def test_slices_show_no_seam(unpacked: Callable[[str, str], Path], width: int, scale: float) -> None:
    """Two slices of one colour: no row where they meet has another."""
    page = unpacked("en-scroll", "chapter-02~002.xhtml")
    names = re.findall(r"img-\d+\.png", page.read_text("utf-8"))
    assert len(names) == 2
    for name in names:
        path = page.parent.parent / "images" / name
        with Image.open(path) as slice_:
            Image.new("RGB", slice_.size, "#102030").save(path)
    with browser.open_file(page, (width, 600), scale=scale) as shown:
        first, second = shown.evaluate(FITS)
        assert first[3] - second[1] == pytest.approx(8 / 1000 * width, abs=0.1)
        shown.evaluate("y => window.scrollTo(0, y)", first[3] - 300)
        picture = Image.open(io.BytesIO(shown.screenshot()))
    inside = picture.convert("RGB").crop((0, 1, picture.width - 1, picture.height - 1))  # its edges may be half filled
    assert inside.getcolors() == [(inside.width * inside.height, (0x10, 0x20, 0x30))]


def test_slices_continue_the_picture_where_they_overlap(unpacked: Callable[[str, str], Path], shelf: Shelf) -> None:
    """What a phone shows where two slices meet is what the uncut panel shows there."""
    page = unpacked("en-scroll", "chapter-02~002.xhtml")
    with browser.open_file(page, (500, 600), scale=2) as shown:
        first, _ = shown.evaluate(FITS)
        shown.evaluate("y => window.scrollTo(0, y)", first[3] - 300)
        top = (shown.evaluate("scrollY") - first[1]) * 2
        picture = Image.open(io.BytesIO(shown.screenshot())).convert("RGB")
    box = shapes.STRIP[2]
    with Image.open(shelf["en-scroll"].path.parent / "strip.png") as strip:
        master = strip.convert("RGB").crop((box.x, box.y + round(top), box.x + box.width, box.y + round(top) + 1200))
    difference = ImageChops.difference(picture, master).convert("L")
    rows = difference.resize((1, difference.height), Image.Resampling.BOX)
    assert max(rows.tobytes()) < 12  # half a px of shift at the edges of shapes
