"""What kind of file a picture is, told from its first bytes: which are read, and what to do about the others."""

import re
from dataclasses import dataclass

HEAD_LENGTH = 512
"""Bytes at the start of a file that tell its kind."""

JPEG, PNG, WEBP, GIF, TIFF = "image/jpeg", "image/png", "image/webp", "image/gif", "image/tiff"
SVG = "image/svg+xml"

SUFFIXES = {JPEG: ".jpg", PNG: ".png", WEBP: ".webp"}
"""The file name suffix of each media type that is written."""

READABLE = "PNG, JPEG, WebP, GIF, TIFF and SVG"
"""The formats that are read, in words."""

_READ: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"II*\0", TIFF),
    (b"MM\0*", TIFF),
    (b"II+\0", TIFF),
    (b"MM\0+", TIFF),
)


@dataclass(frozen=True, slots=True)
class Stranger:
    """A kind of file that is not read as a picture: what it is called, and how to come to one that is."""

    label: str
    hint: str


_EXPORT = "open it in the program that made it and export it as PNG or JPEG"
_PHONE = "open it in a picture program and save it as JPEG, or set the phone's camera to “most compatible”"

_REFUSED: tuple[tuple[bytes, Stranger], ...] = (
    (b"%PDF", Stranger("a PDF", "export the page as PNG, at 300 pixels per inch or more")),
    (b"%!PS", Stranger("PostScript (EPS)", "export it as PNG, at 300 pixels per inch or more")),
    (b"\xc5\xd0\xd3\xc6", Stranger("PostScript (EPS)", "export it as PNG, at 300 pixels per inch or more")),
    (b"8BPS", Stranger("a Photoshop document", _EXPORT)),
    (b"gimp xcf", Stranger("a GIMP document", _EXPORT)),
    (b"CSFCHUNK", Stranger("a Clip Studio document", _EXPORT)),
    (b"PK\x03\x04", Stranger("a ZIP archive (or a drawing program's document)", _EXPORT)),
    (b"BM", Stranger("a Windows bitmap", "save it as PNG")),
    (b"\0\0\1\0", Stranger("an icon file", "save it as PNG")),
    (b"\xff\x0a", Stranger("JPEG XL", "save it as JPEG or PNG")),
    (b"\0\0\0\x0cJXL ", Stranger("JPEG XL", "save it as JPEG or PNG")),
    (b"\0\0\0\x0cjP  ", Stranger("JPEG 2000", "save it as JPEG or PNG")),
    (b"\xff\x4f\xff\x51", Stranger("JPEG 2000", "save it as JPEG or PNG")),
    (b"version https://git-lfs", Stranger("a pointer of Git LFS", "fetch the picture itself (git lfs pull)")),
    (b"\x1f\x8b", Stranger("a compressed file (SVGZ?)", "save the drawing as plain SVG, not compressed")),
)

_BRANDS: dict[bytes, Stranger] = {
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"), Stranger("HEIC", _PHONE)),
    **dict.fromkeys((b"avif", b"avis"), Stranger("AVIF", "save it as JPEG or PNG")),
}
"""Brands of files whose fifth to eighth byte say `ftyp` (ISO base media)."""

_EMPTY = Stranger("empty (0 bytes)", "copy or export the picture again")
_MARKUP = Stranger("a web page or XML", "the download went wrong: save the picture itself, not the page that shows it")
_FILM = Stranger("a film", "save one frame of it as JPEG")
_UNKNOWN = Stranger("in an unknown format", "save it as PNG or JPEG")
_LINK = Stranger("a text that holds a path (a symbolic link that was lost in copying)", "copy the picture itself there")
_ADDRESS = Stranger("a text that holds an address", "download the picture itself and put it there")

_PATH = re.compile(r"[^\x00-\x1f\x7f<]*(?:[/\\][^\x00-\x1f\x7f]*|\.[A-Za-z][A-Za-z0-9]{1,4})[\r\n]{0,2}")


def kind_of(head: bytes) -> str | Stranger:
    """The media type of a picture that is read, or what else the file is; `head` is its first HEAD_LENGTH bytes."""
    for magic, media_type in _READ:
        if head.startswith(magic):
            return media_type
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    if not head:
        return _EMPTY
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], _FILM)
    if text := _line(head):
        return _ADDRESS if "://" in text else _LINK
    for magic, stranger in _REFUSED:
        if head.startswith(magic):
            return stranger
    return _markup(head)


def _line(head: bytes) -> str | None:
    """The text of a file that is nothing but one line with a path."""
    try:
        text = head.decode("utf-8") if len(head) < HEAD_LENGTH else ""
    except UnicodeDecodeError:
        return None
    return text if _PATH.fullmatch(text) else None


def _markup(head: bytes) -> str | Stranger:
    letters = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if not letters.startswith(b"<"):
        return _UNKNOWN
    is_page = letters.startswith((b"<!doctype html", b"<html"))
    return SVG if not is_page and (b"<svg" in letters or letters.startswith(b"<?xml")) else _MARKUP
