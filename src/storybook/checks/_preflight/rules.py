"""The bytes of a PDF themselves: what a printer's preflight and a wary reader would stop at."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
from pikepdf import Dictionary, Name, Object, Page, Pdf

from storybook.checks._preflight.carried import carried
from storybook.checks._preflight.pictures import PlacedPicture, placed_pictures
from storybook.errors import OutputError, Problem
from storybook.model.finding import Finding, Severity
from storybook.read.addresses import is_tracked

LINKS_OUT = ("http://", "https://", "mailto:")
FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
SAME = 0.01
"""Points by which sizes may differ and be the same."""

COARSE_ON_PAPER, COARSE_ON_SCREEN = 150.0, 96.0
"""Pixels per inch below which a picture is seen to be made of them: half of the 300 ppi that print shops ask for
(Lulu, help.lulu.com 64000255590, read 2026-11), and the CSS pixel."""

Fault = tuple[str, Severity, str, str]
"""Code, how bad, place, message."""


def findings(pdf: Path) -> tuple[Finding, ...]:
    """All faults of a PDF; OutputError where it is none."""
    try:
        with pikepdf.open(pdf) as document:
            faults = [fault for rule in RULES for fault in rule(document)]
    except pikepdf.PasswordError:
        faults = [("encrypted", Severity.ERROR, "", "the PDF is locked with a password")]
    except (pikepdf.PdfError, OSError) as error:
        raise OutputError(Problem(f"{pdf.name} cannot be read as a PDF", hint="build the book again")) from error
    return tuple(Finding(code, severity, pdf.name, place, message) for code, severity, place, message in faults)


def _encryption(document: Pdf) -> Iterator[Fault]:
    if document.is_encrypted:
        yield "encrypted", Severity.ERROR, "", "the PDF is encrypted"


def _carried(document: Pdf) -> Iterator[Fault]:
    for code, message in carried(document):
        yield code, Severity.ERROR, "", message


def _links(document: Pdf) -> Iterator[Fault]:
    for number, page in enumerate(document.pages, start=1):
        for annotation in page.obj.get(Name.Annots, ()):
            yield from _link_faults(annotation.get(Name.A), f"page {number}")


def _link_faults(action: Object | None, place: str) -> Iterator[Fault]:
    if not isinstance(action, Dictionary) or action.get(Name.S) != Name.URI:
        return
    address = str(action.get(Name.URI, ""))
    if not address.startswith(LINKS_OUT):
        yield "link", Severity.ERROR, place, "a link leads neither to the web nor to a mail address"
    elif is_tracked(address):
        yield "tracking-link", Severity.ERROR, place, "a link tells who passed it on, or who follows it"


def _boxes(document: Pdf) -> Iterator[Fault]:
    first: tuple[float, float] | None = None
    for number, page in enumerate(document.pages, start=1):
        place = f"page {number}"
        media, bleed, trim = (_corners(box) for box in (page.mediabox, _bleed(page), page.trimbox))
        if not (_within(bleed, media) and _within(trim, bleed)):
            yield "boxes", Severity.ERROR, place, "trim, bleed and sheet do not lie inside one another"
        size = (trim[2] - trim[0], trim[3] - trim[1])
        first = first or size
        if max(abs(size[0] - first[0]), abs(size[1] - first[1])) > SAME:
            yield "page-size", Severity.ERROR, place, "this page has another size than the first"


def _bleed(page: Page) -> Object:
    return page.obj.get(Name.BleedBox, page.cropbox)


def _corners(box: Object) -> tuple[float, float, float, float]:
    left, bottom, right, top = (float(edge) for edge in box)
    return left, bottom, right, top


def _within(inner: tuple[float, ...], outer: tuple[float, ...]) -> bool:
    return (
        inner[0] >= outer[0] - SAME
        and inner[1] >= outer[1] - SAME
        and inner[2] <= outer[2] + SAME
        and inner[3] <= outer[3] + SAME
    )


def _fonts(document: Pdf) -> Iterator[Fault]:
    for item in document.objects:
        described = isinstance(item, Dictionary) and item.get(Name.Type) == Name.FontDescriptor
        if described and not any(key in item for key in FONT_FILES):
            name = str(item.get(Name.FontName, "/a font"))[1:]
            yield "font", Severity.ERROR, "", f"the font {name} is not embedded"


def _labels(document: Pdf) -> Iterator[Fault]:
    if Name.PageLabels not in document.Root:
        yield "page-labels", Severity.WARNING, "", "the PDF does not say which numbers its pages bear"


def _pictures(document: Pdf) -> Iterator[Fault]:
    """One warning a picture, however many pages show it."""
    found: dict[tuple[int, int], list[tuple[int, PlacedPicture]]] = {}
    for number, page in enumerate(document.pages, start=1):
        on_paper = Name.TrimBox in page.obj and _corners(page.trimbox) != _corners(page.mediabox)
        least = COARSE_ON_PAPER if on_paper else COARSE_ON_SCREEN
        for picture in placed_pictures(page):
            if picture.ppi < least:
                found.setdefault(picture.object, []).append((number, picture))
    for shown in found.values():
        number, worst = min(shown, key=lambda use: use[1].ppi)
        others = len({page for page, _ in shown}) - 1
        message = f"a picture of {worst.width} × {worst.height} px is shown at {worst.ppi:.0f} ppi"
        if others:
            message += f", and too large on {others} more page{'s' if others > 1 else ''}"
        yield "coarse-picture", Severity.WARNING, f"page {number}", message


RULES: tuple[Callable[[Pdf], Iterator[Fault]], ...] = (
    _encryption,
    _carried,
    _links,
    _boxes,
    _fonts,
    _labels,
    _pictures,
)
