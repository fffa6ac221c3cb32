"""Words of a manuscript that are not in what was read of it: none, as long as no parser drops anything unsaid.

It knows nothing of the parser: it looks at the text as typed. What may vanish from it (the words of comments, names of
notes and links, attributes' keys, numbers of lists) is known by its form, and is let go word by word.
"""

import dataclasses
import html
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from storybook.errors import Problem, SourceError, Where
from storybook.read.invisible import without_suspects
from storybook.read.manuscript import Manuscript

WORD = re.compile(r"[^\W_]+")

AMPERSANDS = re.compile(r"&(?:(?:amp|#0*38|#[xX]0*26);)+")
ESCAPES = re.compile(r"\\+(?=[!-/:-@\[-`{-~])")

ADDRESS = r"(?:<[^<>\n]*>|(?:[^\s()]|\((?:[^\s()]|\([^\s()]*\))*\))*)"
TITLE = r"""(?:\s+(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\((?:[^()\\]|\\.)*\)))?"""
MAY_VANISH = (
    re.compile(r"\[\^([^\]\s]+)\]"),
    re.compile(rf"\]\(\s*({ADDRESS})"),
    re.compile(r"\]\[([^\[\]]*)\]"),
    re.compile(rf"^[ \t>*+\-\d.)]*(\[(?!\^)(?:[^\[\]\\]|\\.)*\]:\s*(?:<[^<>\n]*>|\S+){TITLE})", re.MULTILINE),
    re.compile(r"^((?:[ \t]*(?:[>*+-]|\d{1,9}[.)](?!\S)|\[\^[^\]\s]+\]:))+)", re.MULTILINE),
    re.compile(r"[{\s}]\.(pullquote|smallcaps)(?=[\s}])"),
    re.compile(r"[{\s](lang|ruby|caption|credit)="),
    re.compile(r"[{\s]lang=[\"“”]?([\w-]+)"),
)
"""What is not printed, or printed in another form, beside comments: names of notes and links, addresses, definitions
of links, numbers of list items, attributes and languages. Each is let go as often as it stands there."""

NOT_WORDS = frozenset({"id", "sha256", "qr"})
"""Fields of the model that hold nothing of the text."""


def refuse_lost_words(manuscript: Manuscript, read: object, marks: Mapping[int, int]) -> None:
    """SourceError at the first line of the manuscript with a word that is nowhere in what was read of it.

    marks: the length of the speaker's mark by line (from 0); the name in it may vanish.
    """
    typed = _words(manuscript.text)
    kept = Counter(word for text in _texts(read) for word in _words(text))
    lost = Counter(typed) - kept
    lost -= Counter(_unprinted(manuscript, marks)) if lost else Counter()
    lost = _not_joined(lost, kept - Counter(typed)) if lost else lost
    if lost:
        line = _first_line(manuscript, lost, marks)
        what = f"words would be lost: {lost.total()} of this text, here and below, did not arrive in the book"
        hint = "this is a fault of storybook: please report it; until it is mended, write these lines more simply"
        raise SourceError(Problem(what, Where(manuscript.file, line), hint))


def _texts(record: Any) -> Iterator[str]:  # noqa: ANN401 - any record of the model
    waiting = [record]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            yield item
        elif isinstance(item, tuple | list):
            waiting.extend(item)
        elif dataclasses.is_dataclass(item) and not isinstance(item, Where):
            fields = dataclasses.fields(item)
            waiting.extend(getattr(item, field.name) for field in fields if field.name not in NOT_WORDS)


def _words(text: str) -> list[str]:
    """The words of a text; references to characters become the characters, whether the text was read or not."""
    return WORD.findall(_plain(text))


def _plain(text: str) -> str:
    if "\\" in text:
        text = ESCAPES.sub("", text)
    if "&" in text:
        text = html.unescape(AMPERSANDS.sub("&", text))
    text = without_suspects(text)
    return unicodedata.normalize("NFC", text)


def _unprinted(manuscript: Manuscript, marks: Mapping[int, int]) -> Iterator[str]:
    yield from _words(" ".join(_comments(manuscript.text)))
    for form in MAY_VANISH:
        for match in form.finditer(manuscript.text):
            yield from _words(match[1])
    for line, length in marks.items():
        yield from _words(manuscript.lines[line][:length])


def _comments(text: str) -> Iterator[str]:
    end = 0
    while (start := text.find("<!--", end)) >= 0 and (end := text.find("-->", start)) >= 0:
        yield text[start:end]


def _not_joined(lost: Counter[str], gained: Counter[str]) -> Counter[str]:
    """Lost words but those that make up a longer one now, as they do where a comment stood between them."""
    rest = Counter(lost)
    for whole in gained:
        left = whole
        for word in sorted(lost, key=len, reverse=True):
            while rest[word] and word in left:
                left = left.replace(word, " ", 1)
                rest[word] -= 1
    return +rest


def _first_line(manuscript: Manuscript, lost: Iterable[str], marks: Mapping[int, int]) -> int:
    """The first line (from 1) of those with the largest share of lost words."""
    gone = frozenset(lost)
    best, most = 1, 0.0
    for number, line in enumerate(manuscript.lines):
        words = _words(line[marks.get(number, 0) :])
        share = sum(word in gone for word in words) / len(words) if words else 0.0
        if share > most:
            best, most = number + 1, share
    return best
