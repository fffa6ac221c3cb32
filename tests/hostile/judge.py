"""Judges what came of a hostile book: each fault is one line; none is a pass."""

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from hostile import finished
from hostile.case import Case, Expect, Shown
from hostile.exiftool import ExifTool
from hostile.press import MAX_MEMORY, SURROUNDINGS, Printed
from hostile.scanner import Leak, Scanner
from validators import java

OK, REFUSED = 0, 3

_BLOCK = re.compile(r"(?m)^error: ")
_PLACE = re.compile(r"[^\n:]+:\d+:\d+: ")
_REST = re.compile(r"(?:[^\n:]+: )?(?:and )?(?:\d+|many) more ")
_ALARMS = ("Traceback (most recent call last)", "storybook has a bug", "Warning: ", "Segmentation fault", "core dumped")


def faults(case: Case, printed: Printed, exiftool: ExifTool) -> list[str]:
    """All that is wrong with how a build of a case ended."""
    found = [*_conduct(printed), *_leaks(case, printed, exiftool)]
    if printed.code == OK:
        found += _built(case, printed)
    else:
        found += _refused(case, printed)
    return found


def _conduct(printed: Printed) -> Iterator[str]:
    if printed.hung:
        yield f"HANG: killed after {printed.seconds:.0f} s"
    if printed.peak > MAX_MEMORY:
        yield f"MEMORY: {printed.peak >> 20} MB"
    if printed.left and not printed.hung:
        yield f"{printed.left} processes left behind"
    if printed.code not in (OK, REFUSED):
        yield f"EXIT {printed.code}: {printed.err[-300:]}"
    for alarm in _ALARMS:
        if alarm in printed.err + printed.out:
            yield f"SAYS {alarm!r}"
    if printed.code and (printed.outputs or printed.folder.exists()):
        yield f"OUTPUT LEFT after an error: {sorted(printed.outputs)[:5]}"
    litter = [name for name in printed.kept if re.search(r"staging|tmp|~$", name)]
    if litter:
        yield f"LITTER: {litter[:5]}"


def _leaks(case: Case, printed: Printed, exiftool: ExifTool) -> Iterator[str]:
    scanner = Scanner((*case.canaries, *SURROUNDINGS), exiftool)
    for name, data in {**printed.outputs, **printed.kept}.items():
        scanner.scan_text("file name", name)
        scanner.scan(name, data)
    if case.told:
        told = Scanner(case.canaries, exiftool)
        told.scan_text("what the program says", _own_words(printed))
        scanner.leaks |= told.leaks
    for leak in _first_of_each(scanner.leaks):
        yield f"LEAK of {leak.canary!r} in {leak.where}"


def _own_words(printed: Printed) -> str:
    """What it says but for the folders' paths, which the caller has named."""
    return re.sub(r"/\S+/dist", "dist", printed.out + printed.err)


def _first_of_each(leaks: set[Leak]) -> list[Leak]:
    return list({leak.canary: leak for leak in sorted(leaks, reverse=True)}.values())


def _refused(case: Case, printed: Printed) -> Iterator[str]:
    if case.expect not in (Expect.REFUSE, Expect.EITHER):
        yield f"REFUSED, and should be {case.expect.value}: {printed.err[:300]}"
    if printed.out:
        yield f"PRINTS on a refusal: {printed.out[:80]!r}"
    yield from _unsaid(case, printed.err)
    blocks = _BLOCK.split(printed.err)
    if blocks[0].strip() or len(blocks) < 2:
        yield f"NO CLEAR MESSAGE: {printed.err[:200]!r}"
    for number, block in enumerate(blocks[1:]):
        if number and _REST.match(block):
            continue
        if "\n  mend: " not in block:
            yield f"NO MEND: {block[:200]!r}"
        if not case.lineless and not _PLACE.match(block):
            yield f"NO PLACE: {block[:200]!r}"


def _built(case: Case, printed: Printed) -> Iterator[str]:
    epubs, pdfs = printed.of_sort(".epub"), printed.of_sort(".pdf")
    if case.expect is Expect.REFUSE:
        yield f"ACCEPTED: {printed.err[:300]}"
        return
    if not case.formats and (len(epubs), len(pdfs)) != (1, 2):
        yield f"OUTPUTS: {sorted(printed.outputs)}"
    if case.expect is Expect.WARN:
        yield from _unsaid(case, printed.err)
    for name, epub in epubs.items():
        yield from _lost(name, case, finished.epub_text(epub))
        yield from (f"ACTIVE: {what}" for what in finished.active_in_epub(epub))
        yield from _pictures_in_order(name, case, finished.epub_pictures(epub))
        if case.checked:
            yield from _epubcheck(epub)
    for name, pdf in pdfs.items():
        yield from _lost(name, case, finished.pdf_text(pdf))
        yield from (f"ACTIVE in {name}: {what}" for what in finished.active_in_pdf(pdf))
        yield from _pictures_anywhere(name, case, finished.pdf_pictures(pdf))
        boxes = finished.missing_glyphs(pdf)
        if boxes and case.expect is not Expect.WARN:
            yield f"{boxes} MISSING GLYPHS in {name}"


def _unsaid(case: Case, err: str) -> Iterator[str]:
    for words in case.says:
        if words.lower() not in err.lower():
            yield f"SAYS NOT {words!r} but {err[:300]!r}"


def _lost(name: str, case: Case, text: str) -> Iterator[str]:
    flat = finished.flat(text)
    for words in case.printed:
        if finished.flat(words) not in flat:
            yield f"LOST in {name}: {words[:40]!r}"


def _pictures_in_order(name: str, case: Case, pictures: list[Image.Image]) -> Iterator[str]:
    if not case.shown:
        return
    if len(pictures) != len(case.shown):
        yield f"{len(pictures)} PICTURES in {name}, not {len(case.shown)}"
        return
    for number, (shown, picture) in enumerate(zip(case.shown, pictures, strict=True), start=1):
        if shown.size and shown.size != picture.size:
            yield f"SIZE of picture {number} in {name}: {picture.size}"
        wrong = _wrong_pixels(shown, picture)
        if wrong:
            yield f"PIXEL of picture {number} in {name}: {wrong}"


def _pictures_anywhere(name: str, case: Case, pictures: list[Image.Image]) -> Iterator[str]:
    for number, shown in enumerate(case.shown, start=1):
        if not any(not _wrong_pixels(shown, picture) for picture in pictures):
            yield f"PICTURE {number} is not in {name}"


def _wrong_pixels(shown: Shown, picture: Image.Image) -> str:
    for pixel in shown.pixels:
        place = (int(pixel.at[0] * picture.width), int(pixel.at[1] * picture.height))
        got = picture.getpixel(place)
        if not isinstance(got, tuple) or any(abs(a - b) > pixel.tolerance for a, b in zip(got, pixel.rgb, strict=True)):
            return f"{got} at {place}, not {pixel.rgb}"
    return ""


def _epubcheck(epub: bytes) -> Iterator[str]:
    with tempfile.NamedTemporaryFile(suffix=".epub") as file:
        Path(file.name).write_bytes(epub)
        for message in java.epubcheck(Path(file.name)):
            if message.severity in ("FATAL", "ERROR", "WARNING"):
                yield f"EPUBCHECK {message.code}: {message.text}"
