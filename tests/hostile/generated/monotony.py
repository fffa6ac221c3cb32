"""Right books whose words come again and again, or of one script: a count of words must raise no alarm over them."""

import random
from collections.abc import Iterator

from hostile.case import Case, Expect
from hostile.generated.books import of_files, of_text

END = "SENTINELEND"

_KOREAN = """\
title: 강을 건너서
language: ko
contributors: [{name: 문하늘, role: author}]
identifiers: [uuid: 6b1f4a0e-3c55-5f0e-9a53-2f7b4f8f1c10]
chapters:
  - {kind: essay, title: 첫째 장, source: text.md}
"""
_KOREAN_TEXT = "강가에서 우리는 오래 기다렸다. 물은 *검었다*.\n\n강가에서 우리는 오래 기다렸다. 물은 **깊었다**.\n"

_VOCABULARIES = {
    "two": ("a", "aa"),
    "small": ("the", "river", "he", "her", "there", "then", "dark", "a"),
    "hyphened": ("re-", "re", "read", "re-read", "well-read", "-", "—", "…"),
    "korean": ("강", "강가", "강가에서", "물", "물은", "a"),
}
_LARGE, _PRINTED = 200_000, 16_000
"""Characters of a text that becomes an EPUB alone, and of one that is also laid out."""


def cases() -> Iterator[Case]:
    """All cases of books with little in them that differs."""
    yield of_files(
        "R-korean-alone",
        "a book in Korean whose title names its files",
        {"book.yaml": _KOREAN, "text.md": _KOREAN_TEXT},
        Expect.EXACT,
        printed=("강가에서 우리는 오래 기다렸다. 물은 깊었다", "첫째 장", "강을 건너서"),
    )
    texts = {
        "paragraph-2000-times": "The river was dark again.\n\n" * 2_000,
        "line-of-a-400-times": "aaaa\n" * 400,
        "line-of-a-broken": "aaaa\\\n" * 1_000 + "aaaa",
        "paragraph-of-a": "aaaa\n\n" * 1_000,
        "items-the-same": "- aaaa\n" * 1_000,
        "words-of-a": "aaaa " * 4_000,
    }
    for name, words in _VOCABULARIES.items():
        yield _right(f"words-{name}-large", _drawn(words, _LARGE), ("epub",))
        texts[f"words-{name}"] = _drawn(words, _PRINTED)
    for name, text in texts.items():
        yield _right(name, text, ("epub", "print-pdf"))


def _right(name: str, text: str, formats: tuple[str, ...]) -> Case:
    what = f"{len(text):,} characters of {text[:20]!r}"
    return of_text(f"R-{name}", what, f"{text}\n\n{END}\n", Expect.EXACT, printed=(END,), formats=formats, seconds=30)


def _drawn(words: tuple[str, ...], length: int) -> str:
    """Words drawn by lot, in paragraphs of one to eighty."""
    lot = random.Random(7)  # noqa: S311 - the same text each time
    paragraphs: list[str] = []
    while sum(map(len, paragraphs)) < length:
        # A paragraph begins with a letter: a dash there would begin a list.
        paragraphs.append(" ".join(["I", *lot.choices(words, k=lot.randint(1, 80))]))
    return "\n\n".join(paragraphs)
