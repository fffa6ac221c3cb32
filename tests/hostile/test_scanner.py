"""The scanner finds what it is there to find: in every layer, and in a book that is made without thought."""

import base64
import io
import zipfile
import zlib
from pathlib import Path

import pikepdf
import pytest

from hostile import corpus, naive
from hostile.case import Case, write
from hostile.exiftool import ExifTool
from hostile.generated import metadata
from hostile.generated.painting import chunk, flag, saved, with_chunks, with_segments
from hostile.scanner import Scanner

CANARY = "CANARY-scanner-7f3a"
RAW = CANARY.encode()

NOT_IN_NAIVE = ("CANARY-refurl-7f3a", "CANARY-reftitle-7f3a")
"""What the naive build does not let out either: a link's definition that nothing uses."""


def _zip(name: str = "a", data: bytes = b"", comment: bytes = b"", extra: bytes = b"") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        entry = zipfile.ZipInfo(name)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.extra = extra
        archive.writestr(entry, data)
        archive.comment = comment
    return file.getvalue()


def _pdf(title: str = "", stream: bytes = b"") -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.docinfo["/Title"] = pikepdf.String(title)
    held = pdf.make_stream(zlib.compress(stream), Filter=pikepdf.Name.FlateDecode)
    pdf.Root["/Held"] = held
    pdf.Root["/Deep"] = pdf.make_indirect(pikepdf.Dictionary({"/A": pikepdf.Array([pikepdf.String(title)])}))
    file = io.BytesIO()
    pdf.save(file, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return file.getvalue()


LAYERS = {
    "bytes": RAW,
    "other case": RAW.upper(),
    "UTF-16": CANARY.encode("utf-16-le"),
    "hexadecimal": RAW.hex().encode(),
    "base64": base64.b64encode(b"a" + RAW + b"zz"),
    "percent": "".join(f"%{byte:02x}" for byte in RAW).encode(),
    "entities": "".join(f"&#{byte};" for byte in RAW).encode(),
    "tag characters": "".join(chr(0xE0000 + byte) for byte in RAW).encode(),
    "zip entry": _zip(data=RAW),
    "zip name": _zip(name=CANARY),
    "zip comment": _zip(comment=RAW),
    "zip extra field": _zip(extra=b"\xfe\xca" + len(RAW).to_bytes(2, "little") + RAW),
    "zip in a zip": _zip(data=_zip(data=RAW)),
    "PDF string": _pdf(title=CANARY),
    "PDF string in UTF-16": _pdf(title=CANARY + "\u2014"),
    "PDF stream": _pdf(stream=b"x" * 99 + RAW),
    "PNG compressed text": with_chunks(saved(flag(), "PNG"), chunk(b"zTXt", b"a\0\0" + zlib.compress(RAW))),
    "JPEG comment": with_segments(saved(flag(), "JPEG"), (0xFE, RAW)),
    "picture in a data: address": b'<img src="data:image/png;base64,'
    + base64.b64encode(with_chunks(saved(flag(), "PNG"), chunk(b"zTXt", b"a\0\0" + zlib.compress(RAW))))
    + b'"/>',
}


@pytest.mark.parametrize("layer", LAYERS)
def test_a_canary_is_found_in_this_layer(layer: str, exiftool: ExifTool) -> None:
    scanner = Scanner([CANARY], exiftool)
    scanner.scan("file", LAYERS[layer])
    assert {leak.canary for leak in scanner.leaks} == {CANARY}


def test_a_file_without_canaries_is_clean(exiftool: ExifTool) -> None:
    scanner = Scanner([CANARY], exiftool)
    for data in (_zip(data=b"a"), _pdf(title="a"), saved(flag(), "PNG"), b"plain"):
        scanner.scan("file", data)
    assert not scanner.leaks


def test_a_naive_build_of_the_collection_leaks_nearly_everything(tmp_path: Path, exiftool: ExifTool) -> None:
    cases = [corpus.read(name) for name in corpus.names() if name.startswith(("M", "I25"))]
    _assert_most_leak(cases, tmp_path, exiftool)


def test_a_naive_build_of_our_own_books_leaks_nearly_everything(tmp_path: Path, exiftool: ExifTool) -> None:
    _assert_most_leak([case for case in metadata.cases() if case.name.startswith("M-picture")], tmp_path, exiftool)


def _assert_most_leak(cases: list[Case], folder: Path, exiftool: ExifTool) -> None:
    planted = {canary for case in cases for canary in case.canaries} - set(NOT_IN_NAIVE)
    found: set[str] = set()
    for case in cases:
        write(case, folder / case.name)
        scanner = Scanner(case.canaries, exiftool)
        for name, data in naive.build(case, folder / case.name).items():
            scanner.scan(name, data)
        found |= {leak.canary for leak in scanner.leaks}
    assert len(found & planted) >= 0.95 * len(planted), f"not found: {sorted(planted - found)}"
