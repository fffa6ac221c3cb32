"""What a finished book shows: words, pictures, and what in it would act or call somewhere."""

import html
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator

import pikepdf
from PIL import Image, UnidentifiedImageError

from hostile import scanner_pdf

_PAGES = (".xhtml", ".opf", ".ncx")
_ACTIVE = (
    (re.compile(r"<\s*(?:script|iframe|object|embed|form|input|base|meta[^>]*http-equiv)\b", re.IGNORECASE), "element"),
    (re.compile(r"<[^>]*\son\w+\s*=", re.IGNORECASE), "handler"),
    (
        re.compile(
            r"(?:href|src|srcset|action|poster)\s*=\s*[\"']?\s*(?:javascript|data|file|vbscript):", re.IGNORECASE
        ),
        "link",
    ),
    (
        re.compile(r"<(?:img|link|image|audio|video|source|use)\b[^>]*[\"']\s*(?:https?:)?//", re.IGNORECASE),
        "remote load",
    ),
    (re.compile(r"<!DOCTYPE[^>]*\[|<!ENTITY|<\?xml-stylesheet", re.IGNORECASE), "declaration"),
)
_REMOTE_STYLE = re.compile(r"@import|url\(\s*[\"']?\s*(?:https?:|file:|//|data:)", re.IGNORECASE)
_PDF_ACTIONS = ("/JavaScript", "/JS", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/EmbeddedFiles", "/AA")
_OURS = ("EPUB/styles/motif.svg", "EPUB/styles/motif-break.svg")
"""Drawings of the theme."""
_UNSEEN = re.compile(
    "[\u202a-\u202e\u2066-\u2069\ufeff\u2060\u200b\u00ad\U000e0001-\U000e007f\x00-\x08\x0b\x0c\x0e-\x1f]"
)


def epub_text(epub: bytes) -> str:
    """The words of all pages and of the package, tags undone."""
    pages = "\n".join(text for name, text in _texts(epub) if name.endswith(_PAGES))
    return html.unescape(re.sub(r"<[^>]+>", "", pages))


def pdf_text(pdf: bytes) -> str:
    """The words of all pages, the title and the outline."""
    strings = [string.decode("utf-8", "replace") for _, string in scanner_pdf.strings(pdf)]
    return scanner_pdf.text(pdf).decode("utf-8", "replace") + "\n" + "\n".join(strings)


def flat(text: str) -> str:
    """A text without what hyphenation and lines change."""
    return re.sub(r"[\s\u00ad\u2010\u200b-\u200f\u2060\ufeff\ufe0f-]+", "", unicodedata.normalize("NFC", text))


def epub_pictures(epub: bytes) -> list[Image.Image]:
    """The pictures in the order of their names, over white, as a reader shows them."""
    with zipfile.ZipFile(io.BytesIO(epub)) as archive:
        names = sorted(name for name in archive.namelist() if name.endswith((".jpg", ".png")))
        return [_over_white(Image.open(io.BytesIO(archive.read(name)))) for name in names]


def pdf_pictures(pdf: bytes) -> list[Image.Image]:
    """The pictures of all pages, in no order."""
    found = []
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for thing in opened.objects:
            if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image":
                try:
                    found.append(pikepdf.PdfImage(thing).as_pil_image().convert("RGB"))
                except (pikepdf.PdfError, UnidentifiedImageError):
                    continue
    return found


def active_in_epub(epub: bytes) -> Iterator[str]:
    """What in an EPUB acts, or loads from elsewhere, or is written so that nobody sees it."""
    for name, text in _texts(epub):
        if name.endswith(_PAGES):
            yield from (f"{what} in {name}" for pattern, what in _ACTIVE if pattern.search(text))
            unseen = _UNSEEN.search(html.unescape(text))
            if unseen:
                yield f"U+{ord(unseen[0]):04X} in {name}"
            if not unicodedata.is_normalized("NFC", text):
                yield f"decomposed letters in {name}"
        elif name.endswith(".css") and _REMOTE_STYLE.search(text):
            yield f"remote style in {name}"
        elif name.endswith((".svg", ".js", ".html", ".htm")) and name not in _OURS:
            yield f"a file {name}"


def active_in_pdf(pdf: bytes) -> Iterator[str]:
    """What in a PDF acts, or leads to a file of this machine."""
    for place, string in scanner_pdf.strings(pdf):
        words = string.decode("utf-8", "replace")
        if words in _PDF_ACTIONS or re.match(r"(?i)(?:javascript|file|data|vbscript):", words):
            yield f"{words[:20]!r} at {place}"


def missing_glyphs(pdf: bytes) -> int:
    """How often a page shows glyph 0, the box for a letter that a font has not."""
    count = 0
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for page in opened.pages:
            for instruction in pikepdf.parse_content_stream(page, "Tj TJ"):
                count += sum(_zeros(operand) for operand in instruction.operands)
    return count


def _zeros(operand: object) -> int:
    if isinstance(operand, pikepdf.Array):
        return sum(_zeros(item) for item in operand)
    if not isinstance(operand, pikepdf.String):
        return 0
    codes = bytes(operand)
    return sum(codes[at : at + 2] == b"\0\0" for at in range(0, len(codes), 2))


def _texts(epub: bytes) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(io.BytesIO(epub)) as archive:
        for name in archive.namelist():
            if not name.endswith((".jpg", ".png", ".woff2", ".woff", ".otf", ".ttf")):
                yield name, archive.read(name).decode("utf-8")


def _over_white(picture: Image.Image) -> Image.Image:
    if picture.mode.startswith("I"):
        raise AssertionError("a picture has 16 bits a colour, which readers show differently")
    layer = picture.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer).convert("RGB")
