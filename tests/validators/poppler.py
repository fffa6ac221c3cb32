"""Poppler: what a PDF holds and how it looks."""

import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from validators import tool

Box = tuple[float, float, float, float]
BOX_LINE = re.compile(r"^Page +(\d+) (Media|Crop|Bleed|Trim|Art)Box: +(.+)$", re.MULTILINE)


@dataclass(frozen=True)
class PageBoxes:
    """The boxes of one page in points: left, bottom, right, top."""

    media: Box
    crop: Box
    bleed: Box
    trim: Box
    art: Box


@dataclass(frozen=True)
class Font:
    """A font in a PDF."""

    name: str
    kind: str
    encoding: str
    embedded: bool
    subset: bool
    unicode: bool


@dataclass(frozen=True)
class Image:
    """A picture on a page of a PDF."""

    page: int
    kind: str
    width: int
    height: int
    colour: str
    components: int
    bits: int
    encoding: str
    x_ppi: int
    y_ppi: int


def info(pdf: Path) -> dict[str, str]:
    """Return what pdfinfo says of the whole file, by its own names: Title, Tagged, Pages, Page size …"""
    pairs = (line.partition(":") for line in _run("pdfinfo", pdf).splitlines())
    return {name.strip(): value.strip() for name, colon, value in pairs if colon}


def page_count(pdf: Path) -> int:
    """Return the number of pages."""
    return int(info(pdf)["Pages"])


def boxes(pdf: Path) -> list[PageBoxes]:
    """Return the boxes of every page, in order."""
    listing = _run("pdfinfo", "-box", "-f", "1", "-l", "-1", pdf)
    pages: dict[int, dict[str, Box]] = {}
    for page, name, numbers in BOX_LINE.findall(listing):
        left, bottom, right, top = (float(number) for number in numbers.split())
        pages.setdefault(int(page), {})[name.lower()] = (left, bottom, right, top)
    return [PageBoxes(**pages[page]) for page in sorted(pages)]


def structure(pdf: Path) -> str:
    """Return the tag tree with the text in it, as pdfinfo prints it."""
    return _run("pdfinfo", "-struct-text", pdf)


def fonts(pdf: Path) -> list[Font]:
    """Return the fonts."""
    header, columns, *rows = _run("pdffonts", pdf).splitlines() or ["", ""]
    starts = [match.start() for match in re.finditer(r"-+", columns)]
    if not header:
        return []
    return [_font(_cells(row, starts)) for row in rows]


def images(pdf: Path) -> list[Image]:
    """Return every placing of every picture; a picture's mask is an entry of kind ``smask``."""
    rows = _run("pdfimages", "-list", pdf).splitlines()[2:]
    return [_image(row.split()) for row in rows]


def text(pdf: Path, *, first: int = 1, last: int | None = None, layout: bool = False) -> str:
    """Return the text of some pages (all), in reading order or as it is laid out; a form feed ends a page."""
    pages = ["-f", str(first)] + (["-l", str(last)] if last else [])
    return _run("pdftotext", *pages, *(["-layout"] if layout else []), pdf, "-")


def png(pdf: Path, page: int, folder: Path, *, dpi: int = 72) -> Path:
    """Draw one page and return the picture's path."""
    target = folder / f"{pdf.stem}-{page}"
    _run("pdftoppm", "-png", "-singlefile", "-r", str(dpi), "-f", str(page), "-l", str(page), pdf, target)
    return target.with_name(f"{target.name}.png")


@dataclass(frozen=True)
class WordBox:
    """A word on a page: its text and its edges in points from the left top corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def word_boxes(pdf: Path, page: int) -> list[WordBox]:
    """The words of a page in reading order, with their places."""
    told = _run("pdftotext", "-bbox", "-f", str(page), "-l", str(page), pdf, "-")
    found = re.findall(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>', told)
    return [WordBox(unescape(word), *map(float, edges)) for *edges, word in found]


def _run(program: str, *arguments: str | Path) -> str:
    return tool.run([tool.find(program, package="poppler-utils"), *arguments]).stdout


def _cells(row: str, starts: list[int]) -> list[str]:
    ends = [*starts[1:], len(row)]
    return [row[start:end].strip() for start, end in zip(starts, ends, strict=True)]


def _font(cells: list[str]) -> Font:
    name, kind, encoding, embedded, subset, unicode = cells[:6]
    return Font(name, kind, encoding, embedded == "yes", subset == "yes", unicode == "yes")


def _image(cells: list[str]) -> Image:
    page, _, kind, width, height, colour, components, bits, encoding, _, *rest = cells
    x_ppi, y_ppi = rest[-4:-2]
    return Image(
        int(page), kind, int(width), int(height), colour, int(components), int(bits), encoding, int(x_ppi), int(y_ppi)
    )
