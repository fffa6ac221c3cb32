"""A finished PDF read back page by page: its words with pdfium, its pictures from the objects that pages draw."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
from pikepdf import Name, Object

from storybook.errors import OutputError, Problem
from storybook.model.contents import Contents, Leaf, ShownPicture

DEEPEST = 8
"""Forms inside forms that are followed."""


def read_pdf(path: Path, *, cover: bool) -> Contents:
    """The pages of a PDF; cover: whether its format shows the front cover. OutputError where it cannot be read."""
    try:
        with pikepdf.open(path) as pdf:
            pictures = [tuple(shown) for shown in _pictures(pdf)]
        texts = list(_texts(path))
    except (pikepdf.PdfError, pypdfium2.PdfiumError, OSError, ValueError) as error:
        raise OutputError(Problem(f"{path.name} cannot be read back", hint="build again")) from error
    leaves = [Leaf(text, shown) for text, shown in zip(texts, pictures, strict=True)]
    return Contents(tuple(leaves), paged=True, cover=cover)


def _texts(path: Path) -> Iterator[str]:
    document = pypdfium2.PdfDocument(path)
    try:
        for number in range(len(document)):
            page = document[number]
            text = page.get_textpage()
            yield text.get_text_range()
            text.close()
            page.close()
    finally:
        document.close()


def _pictures(pdf: pikepdf.Pdf) -> Iterator[list[ShownPicture]]:
    known: dict[tuple[int, int], ShownPicture] = {}
    for page in pdf.pages:
        resources = page.obj.get(Name.Resources)
        yield list(_drawn(page.obj, resources, known, DEEPEST))


def _drawn(
    content: Object, resources: Object | None, known: dict[tuple[int, int], ShownPicture], depth: int
) -> Iterator[ShownPicture]:
    """Pictures that content draws, in order, also inside forms and as patterns of backgrounds."""
    if resources is None or not depth or (Name.XObject not in resources and Name.Pattern not in resources):
        return
    shelves: dict[str, Any] = {"Do": resources.get(Name.XObject, {}), "scn": resources.get(Name.Pattern, {})}
    for instruction in pikepdf.parse_content_stream(content, "Do scn"):
        if not instruction.operands or not isinstance(instruction.operands[-1], Name):
            continue
        drawn = shelves[str(instruction.operator)].get(str(instruction.operands[-1]))
        if drawn is None:
            continue
        if drawn.get(Name.Subtype) == Name.Image:
            yield _shown(drawn, known)
        elif drawn.get(Name.Subtype) == Name.Form or drawn.get(Name.PatternType) == 1:
            yield from _drawn(drawn, drawn.get(Name.Resources, resources), known, depth - 1)


def _shown(image: Object, known: dict[tuple[int, int], ShownPicture]) -> ShownPicture:
    found = known.get(image.objgen)
    if found is None:
        is_jpeg = image.get(Name.Filter) == Name.DCTDecode
        digest = hashlib.sha256(image.read_raw_bytes()).hexdigest() if is_jpeg else None
        size = int(image.Length) if is_jpeg else None
        found = known[image.objgen] = ShownPicture(int(image.Width), int(image.Height), size, digest)
    return found
