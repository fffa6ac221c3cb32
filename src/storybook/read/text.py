"""Bytes of a text file to characters, strictly: nothing is guessed, replaced or dropped unsaid."""

import codecs
import re
import unicodedata
from functools import lru_cache
from itertools import islice

from storybook.errors import Problem, SourceError, Where

MAX_PROBLEMS = 20
"""Refused characters that one message lists; the rest are counted."""

_SAVE_AS_UTF8 = "open the file in your editor and save it with the encoding UTF-8"
_REFUSED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | 0xFFFE) + chr(plane << 16 | 0xFFFF) for plane in range(17))
    + "]"
)
"""Controls (but tab and line ends) and noncharacters: none of them can stand in an EPUB."""
_WIDE_BOMS = {
    codecs.BOM_UTF32_LE: "UTF-32",
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}


def decode(data: bytes, file: str) -> str:
    r"""The text of a UTF-8 file: byte order mark dropped, line ends \n, composed (NFC).

    Raises SourceError with line and column for other encodings, bad bytes, control characters and noncharacters.
    """
    _refuse_wide(data, file)
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _bad_byte(data, error.start, file) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _REFUSED.search(text):
        raise _refused_characters(text, file)
    return unicodedata.normalize("NFC", text)


@lru_cache(maxsize=8)  # one long line may be told of very often
def visible_line(line: str) -> str:
    """A line for a message: what a terminal could obey is shown as the replacement character, one for one."""
    return line if line.isprintable() else _made_visible(line)


def _made_visible(line: str) -> str:
    return "".join(
        "\N{REPLACEMENT CHARACTER}" if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") else c
        for c in line.replace("\t", " ")
    )


def _refuse_wide(data: bytes, file: str) -> None:
    wide = next((name for mark, name in _WIDE_BOMS.items() if data.startswith(mark)), None)
    if wide is None and len(data) >= 4 and data[:64].count(0) >= len(data[:64]) // 3:
        wide = "UTF-16"
    if wide:
        raise SourceError(Problem(f"the file is saved as {wide}, not as UTF-8", Where(file), _SAVE_AS_UTF8))


def _bad_byte(data: bytes, start: int, file: str) -> SourceError:
    before = data[:start].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    line = before.count(b"\n") + 1
    column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8")) + 1
    end = min((i for i in (data.find(b"\n", start), data.find(b"\r", start)) if i >= 0), default=len(data))
    whole = before[before.rfind(b"\n") + 1 :] + data[start:end]
    shown = visible_line(whole.decode("utf-8", "replace"))
    return SourceError(
        Problem(
            f"the byte {data[start]:02X} (hexadecimal) is not UTF-8", Where(file, line, column, shown), _SAVE_AS_UTF8
        )
    )


def _refused_characters(text: str, file: str) -> SourceError:
    problems: list[Problem] = []
    lines = text.split("\n")
    found = ((number, match) for number, line in enumerate(lines, 1) for match in _REFUSED.finditer(line))
    for number, match in islice(found, MAX_PROBLEMS):
        name = f"U+{ord(match[0]):04X}"
        where = Where(file, number, match.start() + 1, visible_line(lines[number - 1]))
        problems.append(Problem(f"the invisible character {name} cannot stand in a book", where, "delete it"))
    more = sum(1 for _ in found)
    if more:
        problems.append(Problem(f"and {more} more invisible characters", Where(file), "is this file really a text?"))
    return SourceError(problems)
