"""Looks for canaries in every decoded layer of a file: nothing is too deep to be found by somebody."""

import base64
import binascii
import html
import io
import re
import unicodedata
import urllib.parse
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hostile import scanner_pdf
from hostile.exiftool import ExifTool

SHORT = 6
"""Characters from which on a canary is no chance find."""
MAX_DEPTH = 6
"""Files inside each other."""
MAX_SIZE = 100_000_000
"""Bytes of one decoded layer."""

_READ_BY_PEOPLE = (".xhtml", ".opf", "by pdftotext", "what the program says")
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"II*\0", b"MM\0*", b"RIFF")
_FONTS = (b"OTTO", b"\0\1\0\0", b"true", b"wOFF", b"wOF2")
_DATA_URI = re.compile(r"data:[^;,\s]*(?:;[^,;\s]*)*;base64,([A-Za-z0-9+/=\s]+)")
_DEFLATED = re.compile(rb"\x78[\x01\x5e\x9c\xda]")


@dataclass(frozen=True, order=True)
class Leak:
    """A canary and where it was found."""

    canary: str
    where: str


class Scanner:
    """Finds some canaries in files. A canary of a few characters is looked for in texts alone: bytes hold it anyhow."""

    def __init__(self, canaries: Sequence[str], exiftool: ExifTool) -> None:
        self._exiftool = exiftool
        self._short = [canary for canary in canaries if len(canary) < SHORT]
        self._forms = {canary: tuple(_forms(canary)) for canary in canaries if len(canary) >= SHORT}
        self.leaks: set[Leak] = set()

    def scan(self, where: str, data: bytes, depth: int = 0) -> None:
        """Look through a file and whatever is inside of it."""
        self._look(where, data)
        if depth > MAX_DEPTH:
            return
        if data.startswith(b"PK\3\4"):
            self._scan_zip(where, data, depth)
        elif data.startswith(b"%PDF-"):
            self._scan_pdf(where, data, depth)
        elif data.startswith(_PICTURES):
            self._look(f"{where} by exiftool", self._exiftool.all_of(data))
            self._scan_deflated(where, data)
        elif data.startswith(_FONTS):
            self._scan_font(where, data)
        else:
            self._scan_text(where, data, depth)

    def scan_text(self, where: str, text: str) -> None:
        """Look through a text."""
        self._scan_text(where, text.encode("utf-8", "surrogatepass"), 0)

    def _look(self, where: str, data: bytes) -> None:
        lower = data.lower()
        for canary, forms in self._forms.items():
            if any(form in lower for form in forms):
                self.leaks.add(Leak(canary, where))

    def _scan_text(self, where: str, data: bytes, depth: int) -> None:
        text = data.decode("utf-8", "replace")
        if "\x00" in text and len(data) > 1:
            text = data.decode("utf-16", "replace")
        if where.endswith(_READ_BY_PEOPLE):
            self.leaks.update(Leak(canary, where) for canary in self._short if canary in text)
        plain = urllib.parse.unquote(html.unescape(text))
        for form in (plain, unicodedata.normalize("NFKC", plain), "".join(map(_untagged, plain))):
            self._look(f"{where} as text", form.encode("utf-8", "surrogatepass"))
        for found in _DATA_URI.finditer(text):
            try:
                self.scan(f"{where} data:", base64.b64decode(re.sub(r"\s", "", found[1])), depth + 1)
            except binascii.Error:
                continue

    def _scan_zip(self, where: str, data: bytes, depth: int) -> None:
        try:
            archive = zipfile.ZipFile(io.BytesIO(data))
        except zipfile.BadZipFile:
            return
        with archive:
            self._look(f"{where} comment", archive.comment)
            for entry in archive.infolist():
                inside = f"{where}/{entry.filename}"
                for part in (entry.filename.encode("utf-8"), entry.extra, entry.comment):
                    self._look(f"{inside} (entry)", part)
                if entry.file_size <= MAX_SIZE:
                    self.scan(inside, archive.read(entry), depth + 1)

    def _scan_pdf(self, where: str, data: bytes, depth: int) -> None:
        for place, string in scanner_pdf.strings(data):
            self._look(f"{where} {place}", string)
        for place, stream in scanner_pdf.streams(data):
            self.scan(f"{where} {place}", stream, depth + 1)
        self._scan_text(f"{where} by pdftotext", scanner_pdf.text(data), depth + 1)
        self._look(f"{where} by exiftool", self._exiftool.all_of(data))

    def _scan_deflated(self, where: str, data: bytes) -> None:
        """Compressed texts and profiles of a PNG, wherever they begin."""
        for found in _DEFLATED.finditer(data):
            try:
                self._look(f"{where} deflated", zlib.decompressobj().decompress(data[found.start() :], 1 << 20))
            except zlib.error:
                continue

    def _scan_font(self, where: str, data: bytes) -> None:
        from fontTools.ttLib import TTFont, TTLibError

        try:
            font = TTFont(io.BytesIO(data), fontNumber=0, lazy=True)
        except TTLibError:
            return
        for record in font["name"].names if "name" in font else ():
            self._look(f"{where} name {record.nameID}", record.toUnicode().encode("utf-8", "surrogatepass"))
        if "CFF " in font:
            self._look(f"{where} CFF", repr(font["CFF "].cff.topDictIndex[0].rawDict).encode())


def _forms(canary: str) -> Iterator[bytes]:
    """A canary as it may be written in bytes, in lower case."""
    plain = canary.encode()
    written = [plain, canary.encode("utf-16-le"), canary.encode("utf-16-be"), plain.hex().encode()]
    written.append(urllib.parse.quote(canary).encode())
    for shift, cut in ((0, 0), (1, 2), (2, 3)):  # base64 begins anew every three bytes
        coded = base64.b64encode(b"\0" * shift + plain)[cut:].rstrip(b"=")[:-1]
        if len(coded) >= 8:
            written.append(coded)
    return iter({form.lower() for form in written})


def _untagged(letter: str) -> str:
    """The plain letter that an invisible tag character stands for."""
    return chr(ord(letter) - 0xE0000) if 0xE0020 <= ord(letter) <= 0xE007E else letter
