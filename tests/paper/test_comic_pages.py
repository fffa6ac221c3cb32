"""Comics that were made up, as finished PDFs: sides, spreads, reveals, pages that the artist drew."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image, ImageChops

from paper import sample
from storybook.census import refuse_losses
from storybook.formats import print_pdf, screen_pdf
from storybook.model.book import Book, Chapter, Matter
from storybook.model.comic import Bleed, Comic, ComicPage, Lettering, LetteringKind, Makeup, Panel
from storybook.model.edition import Edition
from storybook.model.geometry import Rect
from storybook.model.picture import PixelBox
from validators import poppler

MM = 72 / 25.4


def panel(name: str, width: int, height: int, makeup: Makeup, *words: tuple[str, Rect]) -> Panel:
    lettering = tuple(Lettering(LetteringKind.CAPTION_BOX, text, box) for text, box in words)
    return Panel(name, sample.picture(f"made-up-{name}", width, height), f"Hills, {name}.", lettering, makeup=makeup)


def made_up() -> Comic:
    """Two panels, a spread with words on both pages, two more, and a reveal."""
    said = (("Left of the fold.", Rect(0.05, 0.1, 0.3, 0.2)), ("Right of the fold.", Rect(0.6, 0.7, 0.35, 0.2)))
    return Comic(
        (
            panel("one", 900, 700, Makeup(), ("The first.", Rect(0.1, 0.1, 0.5, 0.2))),
            panel("two", 900, 700, Makeup()),
            panel("wide", 1510, 1080, Makeup(bleed=Bleed.SPREAD), *said),
            panel("three", 900, 600, Makeup()),
            panel("four", 700, 700, Makeup(page_turn=True), ("The reveal.", Rect(0.1, 0.1, 0.6, 0.2))),
        )
    )


def drawn() -> Comic:
    """A page that the artist made up: two panels of it have words of their own."""
    whole = sample.picture("made-up-page", 1000, 1410)
    parts = (PixelBox(60, 60, 880, 600), PixelBox(60, 700, 880, 640))
    words = [
        (Lettering(LetteringKind.CAPTION_BOX, text, Rect(0.1, 0.1, 0.6, 0.2)),) for text in ("On high.", "Down here.")
    ]
    panels = tuple(
        Panel(f"place-{n}", whole.cut(part), f"Place {n}.", said)
        for n, (part, said) in enumerate(zip(parts, words, strict=True))
    )
    return Comic(panels, (ComicPage((panels,), drawn=whole),))


def slanted() -> Comic:
    """Two panels of a strip that a slanted gutter parts, side by side."""
    whole = sample.picture("made-up-slanted", 1000, 800)
    said = Lettering(LetteringKind.CAPTION_BOX, "On the slope.", Rect(0.05, 0.75, 0.5, 0.2))
    left = whole.cut(PixelBox(0, 0, 600, 800), ((0, 0), (600, 0), (400, 800), (0, 800)))
    right = whole.cut(PixelBox(420, 0, 580, 800), ((200, 0), (580, 0), (580, 800), (0, 800)))
    panels = Panel("left", left, "The left.", (said,)), Panel("right", right, "The right.", wordless=True)
    return Comic(panels, (ComicPage((panels,)),))


def book() -> Book:
    chapters = (
        Chapter("chapter-01", "Made Up", Matter.BODY, "comic", (made_up(),)),
        Chapter("chapter-02", "Drawn", Matter.BODY, "comic", (drawn(),)),
        Chapter("chapter-03", "Slanted", Matter.BODY, "comic", (slanted(),)),
    )
    return replace(sample.english(), chapters=chapters)


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, tuple[Edition, Path]]:
    folder = tmp_path_factory.mktemp("made-up")
    made: dict[str, tuple[Edition, Path]] = {}
    for name, format_ in (("print", print_pdf), ("screen", screen_pdf)):
        edition = sample.edition(book(), folder / name, facing=name == "print")
        format_.write(edition, folder / f"{name}.pdf")
        made[name] = edition, folder / f"{name}.pdf"
    return made


def pages_with(pdf: Path, text: str) -> list[int]:
    count = poppler.page_count(pdf)
    return [n for n in range(1, count + 1) if text in poppler.text(pdf, first=n, last=n).replace("\n", " ")]


def test_every_word_stands_on_one_page_and_that_is_the_right_one(
    editions: Mapping[str, tuple[Edition, Path]],
) -> None:
    _, pdf = editions["print"]
    (left,), (right,) = pages_with(pdf, "Left of the fold."), pages_with(pdf, "Right of the fold.")
    (reveal,) = pages_with(pdf, "The reveal.")
    assert left % 2 == 0
    assert right == left + 1
    assert reveal % 2 == 0
    assert pages_with(pdf, "On high.") == pages_with(pdf, "Down here.")


@pytest.mark.parametrize("name", ["print", "screen"])
def test_nothing_is_lost(editions: Mapping[str, tuple[Edition, Path]], name: str) -> None:
    edition, pdf = editions[name]
    refuse_losses(edition, {"print": print_pdf, "screen": screen_pdf}[name].read_back(pdf), pdf.name)


@pytest.mark.parametrize("name", ["print", "screen"])
def test_a_slanted_gutter_is_as_wide_everywhere_as_others_and_nothing_of_a_neighbour_is_hidden(
    editions: Mapping[str, tuple[Edition, Path]], name: str, tmp_path: Path
) -> None:
    edition, pdf = editions[name]
    sheet = edition.target.page
    assert sheet is not None
    (number,) = pages_with(pdf, "On the slope.")
    (page,) = edition.layouts[slanted()].pages
    left, right = (placed.box for placed in page.panels)
    assert left.right > right.x + sheet.panel_gutter
    with Image.open(poppler.png(pdf, number, tmp_path)) as image:
        pixels = np.asarray(image.convert("L"))
    bleed = sheet.bleed if name == "print" else 0.0
    unit = pixels.shape[1] / (sheet.trim_width + 2 * bleed)
    for share in (0.05, 0.35, 0.65, 0.95):
        row = pixels[round((left.y + bleed + left.height * share) * unit)]
        inside = slice(round((left.x + bleed + 1) * unit), round((right.right + bleed - 1) * unit))
        white = np.flatnonzero(row[inside] >= 250) + inside.start
        assert np.ptp(white) + 1 == pytest.approx(sheet.panel_gutter * unit, abs=2)
        middle = left.x + bleed + left.width * (1 - share / 3) + sheet.panel_gutter / 2
        assert white.mean() == pytest.approx(middle * unit, abs=2)


def test_art_goes_on_over_the_fold(editions: Mapping[str, tuple[Edition, Path]], tmp_path: Path) -> None:
    _, pdf = editions["print"]
    (left,) = pages_with(pdf, "Left of the fold.")
    strips = []
    for page, fold in ((left, 1), (left + 1, 0)):
        with Image.open(poppler.png(pdf, page, tmp_path)) as image:
            x = round(image.width * (3 + 148 * fold) / 154)
            strips.append(image.convert("RGB").crop((x - 2, 0, x + 2, image.height)))
    differences = ImageChops.difference(*strips).convert("L").histogram()
    assert sum(differences[30:]) < 0.05 * sum(differences)


def test_on_a_screen_a_spread_is_one_page_twice_as_wide(editions: Mapping[str, tuple[Edition, Path]]) -> None:
    _, path = editions["screen"]
    (wide,) = pages_with(path, "Left of the fold.")
    assert pages_with(path, "Right of the fold.") == [wide]
    with pikepdf.open(path) as pdf:
        widths = [float(page.mediabox[2]) / MM for page in pdf.pages]
        trims = [float(page.trimbox[2]) / MM for page in pdf.pages]
    assert abs(widths[wide - 1] - 296) < 0.1
    assert abs(trims[wide - 1] - 296) < 0.1
    assert all(abs(width - 148) < 0.1 for number, width in enumerate(widths, start=1) if number != wide)
