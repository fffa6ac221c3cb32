"""What is in a PDF: its strings, names and streams, and its text."""

import io
import subprocess
from collections.abc import Iterator

import pikepdf

from validators import tool

_MAX_DEPTH = 12


def strings(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Every string, name and key, those of object streams too, with its place."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        yield from _strings(pdf.trailer, "trailer", 0)
        for number, thing in enumerate(pdf.objects):
            yield from _strings(thing, f"object {number}", 0)


def streams(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Every stream, as it is kept and decoded as far as it can be, with its place."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for number, thing in enumerate(pdf.objects):
            if isinstance(thing, pikepdf.Stream):
                yield f"stream {number}", thing.read_raw_bytes()
                try:
                    yield f"stream {number} decoded", thing.read_bytes()
                except pikepdf.PdfError:
                    continue  # a picture, which is looked at as it is kept


def text(data: bytes) -> bytes:
    """The text of all pages, in UTF-8."""
    program = tool.find("pdftotext", package="poppler-utils")
    done = subprocess.run([program, "-enc", "UTF-8", "-", "-"], input=data, capture_output=True, check=False)
    return done.stdout


def _strings(thing: object, place: str, depth: int) -> Iterator[tuple[str, bytes]]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(thing, pikepdf.String):
        yield place, bytes(thing)
        yield place, str(thing).encode("utf-8", "surrogatepass")
    elif isinstance(thing, pikepdf.Name):
        yield place, str(thing).encode("utf-8", "surrogatepass")
    elif isinstance(thing, pikepdf.Array):
        for item in thing:
            if not getattr(item, "is_indirect", False):
                yield from _strings(item, place, depth + 1)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        for key in thing.keys():  # noqa: SIM118 - it is no mapping
            yield place, key.encode("utf-8", "surrogatepass")
            if not getattr(thing[key], "is_indirect", False):
                yield from _strings(thing[key], f"{place}{key}", depth + 1)
