"""C: comics whose archives, art sheets or scripts lie, lead out, burst or are endless."""

import io
import stat
import struct
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

from PIL import Image

from hostile.case import Case, Content, Expect, Link, Odd, Pixel, Shown
from hostile.generated.books import HEAD, of_files
from hostile.generated.painting import RED, flag, plain, saved
from hostile.generated.paths import HELD, OUTSIDE

_BOOK = HEAD.format(title="T") + "chapters:\n  - {kind: comic, title: One, source: script.yaml, art: sheet.yaml}\n"
_SCRIPT = "panels:\n  one: {alt: A panel, wordless: yes}\n"
_MASTERS = "masters: [issue.cbz]\n"
_IN_ARCHIVE = _MASTERS + "panels:\n  one: {file: issue.cbz/1.png}\n"
_ON_PAGE = "masters: [page.png]\npanels:\n  one: {file: page.png}\n"
_CANARY = "CANARY-packed-7f3a"
_PAGE = plain(RED, (300, 200))
_SHOWN = (Shown((Pixel(RED),)),)


def cases() -> Iterator[Case]:
    """All cases of comics."""
    yield from _archives()
    yield from _names_in_archives()
    yield from _quiet_archives()
    yield from _sheets()
    yield from _masters()
    yield from _scripts()


def _comic(name: str, what: str, files: dict[str, Content], expect: Expect, **more: Any) -> Case:  # noqa: ANN401
    book: dict[str, Content] = {"book.yaml": _BOOK, "script.yaml": _SCRIPT, "sheet.yaml": _ON_PAGE, "page.png": _PAGE}
    return of_files(f"C-{name}", what, {**book, **files}, expect, **more)


def _packed(*files: tuple[str | zipfile.ZipInfo, bytes], note: bytes = b"") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
        archive.comment = note
    return out.getvalue()


def _told_otherwise(at: int, value: bytes, *, front: int = 0) -> bytes:
    """An archive of one page whose directory says something else; front: where the page's own head says the same."""
    data = _packed(("1.png", _PAGE))
    start = data.index(b"PK\x01\x02") + at
    data = data[:start] + value + data[start + len(value) :]
    return data[:front] + value + data[front + len(value) :] if front else data


def _laid_over_each_other() -> bytes:
    """A thousand files that are the same stretch of bytes."""
    data = _packed(("1.png", bytes(150_000_000)))
    start, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    entry = data[start:end]
    entries = b"".join(
        entry[:28] + struct.pack("<H", 9) + entry[30:46] + b"%05d.png" % number for number in range(1000)
    )
    return data[:start] + entries + b"PK\x05\x06" + struct.pack("<4H2IH", 0, 0, 1000, 1000, len(entries), start, 0)


def _directory(count: int) -> bytes:
    entry = b"PK\x01\x02" + bytes(24) + struct.pack("<5H2I", 1, 0, 0, 0, 0, 0, 0) + b"a"
    return entry * count + b"PK\x05\x06" + struct.pack("<4H2IH", 0, 0, 1, 1, len(entry) * count, 0, 0)


def _wide(place: int) -> bytes:
    """ZIP64: where the page begins stands in a field of its own, and is a lie."""
    data = _packed(("1.png", _PAGE))
    start, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    extra = struct.pack("<HHQ", 1, 8, place)
    entry = data[start : start + 30] + struct.pack("<H", len(extra)) + data[start + 32 : start + 42] + b"\xff" * 4
    entry += data[start + 46 : end] + extra
    return data[:start] + entry + data[end : end + 12] + struct.pack("<IIH", len(entry), start, 0)


def _archives() -> Iterator[Case]:
    spoilt: dict[str, tuple[str, bytes | Callable[[], bytes]]] = {
        "no-archive": ("damaged", b"Rar!\x1a\7\0" + bytes(90)),
        "empty": ("damaged", b""),
        "cut": ("damaged", _packed(("1.png", _PAGE))[:-40]),
        "locked": ("locked", _told_otherwise(8, b"\1\0")),
        "lzma": ("locked", _told_otherwise(10, b"\x0e\0")),
        "larger-than-told": ("damaged", _told_otherwise(24, b"\x40\0\0\0", front=22)),
        "shorter-than-told": ("damaged", _told_otherwise(24, b"\0\0\1\0", front=22)),
        "checksum": ("damaged", _told_otherwise(16, b"1234")),
        "elsewhere": ("damaged", _told_otherwise(42, b"\x30\0\0\0")),
        "zip64-elsewhere": ("damaged", _wide(2**63)),
        "zip64-last": ("damaged", _wide(2**64 - 1)),
        "no-picture": ("unknown format", _packed(("1.png", b"hello"))),
        "empty-file": ("empty", _packed(("1.png", b""))),
        "nested": ("ZIP", _packed(("1.png", _packed(("1.png", _PAGE))))),
        "twice": ("listed twice", lambda: _twice("1.png", "1.png")),
        "twice-by-accents": ("listed twice", lambda: _twice("\u00e9.png", "e\u0301.png")),
        "bomb-by-ratio": ("larger than the picture limit", lambda: _packed(("1.png", bytes(300_000_000)))),
        "bomb-within-the-limit": ("unknown format", lambda: _packed(("1.png", bytes(199_000_000)))),
        "bomb-by-count": ("holds more than", lambda: _directory(1_000_000)),
        "bomb-laid-over": ("no panel is on issue.cbz/00999.png", _laid_over_each_other),
        "bomb-picture": ("million", lambda: _packed(("1.png", saved(Image.new("1", (30_000, 30_000)), "PNG")))),
    }
    for name, (says, data) in spoilt.items():
        files: dict[str, Content] = {"issue.cbz": data, "sheet.yaml": _IN_ARCHIVE}
        yield _comic(f"cbz-{name}", f"archive: {name}", files, Expect.REFUSE, says=("sheet.yaml:", says))
    link = zipfile.ZipInfo("1.png")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    files = {**OUTSIDE, "sheet.yaml": _IN_ARCHIVE, "issue.cbz": _packed((link, b"../../outside/secret.png"))}
    lost = ("sheet.yaml:", "symbolic link that was lost")
    yield _comic("cbz-link", "a link in an archive", files, Expect.REFUSE, says=lost, canaries=(HELD,))


def _twice(one: str, other: str) -> bytes:
    data = _packed((one, _PAGE), ("2.png" if one == other else other, _PAGE))
    return data.replace(b"2.png", b"1.png") if one == other else data


def _names_in_archives() -> Iterator[Case]:
    for name, written in {
        "dotdot": f"../../{_CANARY}.png",
        "absolute": f"/etc/{_CANARY}.png",
        "dot": f"p/./{_CANARY}.png",
        "escape": f"\x1b]0;{_CANARY}\x07.png",
        "turned": f"{_CANARY}\u202egnp.png",
        "64-kb": _CANARY * 3_000 + ".png",
        "digits": "9" * 60_000 + f"{_CANARY}.png",
    }.items():
        files: dict[str, Content] = {
            "issue.cbz": _packed(("1.png", _PAGE), (written, _PAGE)),
            "sheet.yaml": _IN_ARCHIVE,
        }
        says = ("sheet.yaml:1:11", "the path")
        yield _comic(f"cbz-name-{name}", "a name in an archive", files, Expect.REFUSE, says=says, canaries=(_CANARY,))


def _quiet_archives() -> Iterator[Case]:
    """What an archive says of itself and of its files stands in no output."""
    entry = zipfile.ZipInfo(f"p\\{_CANARY} \u00e9.png", (2001, 2, 3, 4, 5, 6))
    entry.comment = _CANARY.encode()
    entry.extra = struct.pack("<HH", 0x7075, len(_CANARY)) + _CANARY.encode()
    notes = f"<ComicInfo><Writer>{_CANARY}</Writer></ComicInfo>".encode()
    data = _packed((entry, _PAGE), ("ComicInfo.xml", notes), (f"{_CANARY}.txt", notes), note=_CANARY.encode())
    sheet = f"{_MASTERS}panels:\n  one: {{file: 'issue.cbz/p\\{_CANARY} é.png'}}\n"
    files: dict[str, Content] = {"issue.cbz": data, "sheet.yaml": sheet}
    yield _comic("cbz-quiet", "notes in an archive", files, Expect.CLEAN, canaries=(_CANARY, "ComicInfo"), shown=_SHOWN)
    macs = _packed(("e\u0301\u1100\u1161.png", _PAGE), ("__MACOSX/._1.png", b"x"), (".hidden.png", b"x"))
    files = {"issue.cbz": macs, "sheet.yaml": f"{_MASTERS}panels:\n  one: {{file: issue.cbz/é가.png}}\n"}
    yield _comic("cbz-mac", "names as a Mac packs them", files, Expect.EXACT, shown=_SHOWN)


def _sheets() -> Iterator[Case]:
    for name, (art, says) in {
        "part-outside": ("part: [0, 0, 301, 200]", "reaches beyond"),
        "part-far-outside": ("part: [1000000, 1000000, 1000000, 1000000]", "reaches beyond"),
        "part-of-nothing": ("part: [0, 0, 0, 0]", "less than 16 px"),
        "part-before": ("part: [-1, 0, 20, 20]", "part"),
        "part-nan": ("part: [.nan, 0, 20, 20]", "part"),
        "part-infinite": ("part: [0, 0, .inf, 20]", "part"),
        "part-huge": (f"part: [0, 0, {'9' * 5_000}, 20]", "part"),
        "part-of-texts": ("part: [a, b, c, d]", "part"),
        "part-of-many": (f"part: [{'1, ' * 100_000}1]", "numbers where 4 are needed"),
        "outline-crossing": ("outline: [[0, 0], [200, 0], [0, 100], [200, 100]]", "goes round nothing"),
        "outline-of-one-point": ("outline: [[9, 9], [9, 9], [9, 9]]", "less than 16 px"),
        "outline-of-many": (f"outline: [{'[1, 1], ' * 50_000}[2, 2]]", "outline"),
        "outline-outside": ("outline: [[0, 0], [900, 0], [900, 900]]", "reaches beyond"),
        "weight-nan": ("weight: .nan", "weight"),
        "letters-infinite": ("letter_height: .inf", "letter_height"),
        "clear-nan": ("keep_clear: [[.nan, 0, 1, 1]]", "keep_clear"),
        "clear-huge": ("keep_clear: [[0, 0, 1e308, 1e308]]", "keep_clear"),
    }.items():
        sheet = f"masters: [page.png]\npanels:\n  one:\n    file: page.png\n    {art}\n"
        yield _comic(f"sheet-{name}", name, {"sheet.yaml": sheet}, Expect.REFUSE, says=("sheet.yaml:5:", says))
    many = "".join(f"  p{number}: {{file: page.png, part: [{number}, 0, 400, 90]}}\n" for number in range(5_000))
    words = "panels:\n" + "".join(f"  p{number}: {{alt: A, wordless: yes}}\n" for number in range(5_000))
    files: dict[str, Content] = {"sheet.yaml": f"masters: [page.png]\npanels:\n{many}", "script.yaml": words}
    told = ("sheet.yaml:3:", "reaches beyond")
    yield _comic("sheet-thousands-of-parts", "5,000 parts outside", files, Expect.REFUSE, says=told)
    few = "".join(f"  p{number}: {{file: page.png, part: [{number}, 0, 90, 90]}}\n" for number in range(60))
    words = "panels:\n" + "".join(f"  p{number}: {{alt: A, wordless: yes}}\n" for number in range(60))
    files = {"sheet.yaml": f"masters: [page.png]\npanels:\n{few}", "script.yaml": words}
    yield _comic(
        "sheet-laid-over", "60 parts on each other", files, Expect.EITHER, formats=("epub",), seconds=60, checked=False
    )
    crossing = "outline: [[0, 0], [200, 0], [200, 100], [0, 100], [0, 50], [250, 60]]"
    sheet = f"masters: [page.png]\npanels:\n  one: {{file: page.png, {crossing}}}\n"
    yield _comic("sheet-outline-crossing-in-part", "an outline crosses itself", {"sheet.yaml": sheet}, Expect.EITHER)


def _masters() -> Iterator[Case]:
    things: dict[str, tuple[Content, str]] = {
        "link": (Link("../outside/secret.png"), "symbolic link"),
        "link-to-folder": (Link("../outside"), "symbolic link"),
        "link-to-zero": (Link("/dev/zero"), "symbolic link"),
        "pipe": (Odd.PIPE, "a pipe"),
        "folder": (Odd.FOLDER, "folder"),
        "socket": (Odd.SOCKET, "a socket"),
    }
    for name, (thing, says) in things.items():
        for suffix in (".png", ".cbz"):
            sheet = f"masters: [thing{suffix}]\npanels:\n  one: {{file: page.png}}\n"
            files: dict[str, Content] = {**OUTSIDE, f"thing{suffix}": thing, "sheet.yaml": sheet}
            more = {"says": ("sheet.yaml:1:11", says), "canaries": (HELD,)}
            yield _comic(f"master{suffix}-is-{name}", f"a master is {name}", files, Expect.REFUSE, **more)
        sheet = "masters: [art]\npanels:\n  one: {file: art/a.png}\n"
        files = {**OUTSIDE, "art/a.png": thing, "art/b.png": _PAGE, "sheet.yaml": sheet}
        if name != "folder":
            more = {"says": ("sheet.yaml:3:", says), "canaries": (HELD,)}
            yield _comic(f"master-folder-has-{name}", f"a folder of masters has {name}", files, Expect.REFUSE, **more)
    for name, path in {
        "dotdot": "../outside/secret.png",
        "absolute": "/etc",
        "web": "https://evil.example/a.png",
    }.items():
        files = {**OUTSIDE, "sheet.yaml": f"masters: ['{path}']\npanels:\n  one: {{file: page.png}}\n"}
        yield _comic(
            f"master-{name}", path, files, Expect.REFUSE, says=("sheet.yaml:1:11",), canaries=(HELD, "evil.example")
        )


def _scripts() -> Iterator[Case]:
    def script(words: str) -> str:
        return f"panels:\n  one:\n    alt: A panel\n    lettering:\n{words}"

    def piece(text: str, speaker: str = "Mo", box: str = "[0.1, 0.1, 0.8, 0.8]") -> str:
        return f"      - {{kind: balloon, speaker: {speaker}, text: {text}, box: {box}}}\n"

    hostile: dict[str, tuple[str, str]] = {
        "text-of-a-megabyte": (piece("Hello " * 200_000), "text"),
        "text-too-long-to-fit": (piece("Hello " * 1_500), "more than 150 words"),
        "word-without-end": (piece("A" * 9_000), "1,000 characters"),
        "word-too-long-to-fit": (piece("A" * 900), "for its words to be read"),
        "10000-pieces": ("".join(piece(f"Hi {number}") for number in range(10_000)), "lettering"),
        "control": (piece('"a\\u0007\\e[2Jb"'), ""),
        "turned-round": (piece('"a\\u202Eb"'), ""),
        "speaker-without-end": (piece("Hi", speaker="S" * 100_000), "speaker"),
        "box-nan": (piece("Hi", box="[.nan, 0, 1, 1]"), "box"),
        "box-huge": (piece("Hi", box="[0, 0, 1e300, 1]"), "box"),
        "box-of-nothing": (piece("Hi", box="[0, 0, 1e-300, 1e-300]"), ""),
        "nested": (f"      - {'[' * 500}{']' * 500}\n", ""),
    }
    for name, (words, says) in hostile.items():
        more = {"says": ("script.yaml:5:", says), "seconds": 30}
        yield _comic(f"script-{name}", name, {"script.yaml": script(words)}, Expect.REFUSE, **more)
    pieces = script("".join(piece(f"Hi {number}", box="[0.4, 0.4, 0.3, 0.3]") for number in range(100)))
    files: dict[str, Content] = {"script.yaml": pieces}
    more = {"says": ("script.yaml:",), "formats": ("epub",), "checked": False}
    yield _comic("script-of-100-pieces", "100 pieces of lettering in one panel", files, Expect.EITHER, **more)
    marks = script(piece("'<script>alert(1)</script> &amp; {{ 7*191 }} ]]>'"))
    yield _comic(
        "script-markup",
        "lettering that looks like markup",
        {"script.yaml": marks, "page.png": saved(flag().resize((1200, 800)), "PNG")},
        Expect.EXACT,
        printed=("<script>alert(1)</script>", "{{ 7*191 }} ]]>"),
    )
