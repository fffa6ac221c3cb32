"""T, heavy: texts that are large, or dear to a careless parser. Each is answered in bounded time and memory."""

from collections.abc import Iterator

from hostile.case import Case, Expect
from hostile.generated.books import of_text

END = "SENTINELEND"
_PARAGRAPH = "She drew the river again and again until the paper was dark with it. " * 8 + "\n\n"

_DEAR = {
    "stars": "*" * 40_000,
    "stars-apart": "*a " * 30_000,
    "underscores": "_a_" * 20_000,
    "backticks": "".join("`" * (1 + number % 300) + "a" for number in range(1_500)),
    "less-than": "\\<" * 10_000 + "<" * 20_000,
    "pictures": "![" * 20_000,
    "links-open": "[a](" * 20_000,
    "link-tails": "](" * 20_000,
    "ampersands": "&" * 50_000,
    "quotes": "\"'" * 30_000,
    "braces": "{a=" * 20_000,
    "notes": "[^a" * 20_000,
    "quotations": ">" * 50_000,
    "dashes": "- " * 30_000,
    "numbers": "1. " * 10_000,
    "backslashes": "\\" * 50_000,
    "definitions": "".join(f"[a{number}]: x\n" for number in range(20_000)),
    "same-definition": "[a]: https://example.org/\n" * 20_000,
    "spans": "[a]{lang=ko}" * 15_000,
    "comments": "<!-- a -->" * 20_000,
    "comment-starts": "<!--" * 20_000,
    "tables": "|a" * 20_000 + "\n" + "|-" * 20_000,
    "colons": "a: " * 20_000,
    "dots": "." * 50_000,
    "hyphens": "-" * 50_000,
    "tildes": "~" * 50_000,
    "parentheses": "(" * 30_000,
    "accents": "a\u0301" * 20_000,
    "wide-letters": "한" * 5_000,
    "tabs": "\t" * 30_000,
}


def cases() -> Iterator[Case]:
    """All cases of weight; what is built is an EPUB alone, for laying pages out is measured elsewhere."""
    for name, text in _DEAR.items():
        yield of_text(
            f"T-dear-{name}",
            f"{len(text):,} characters of {text[:6]!r}",
            f"Hi\n\n{text}\n\n{END}\n",
            Expect.EITHER,
            says=("text.md:",),
            printed=(END,),
            formats=("epub",),
            seconds=30,
            checked=False,
        )
    for name, text in {
        "12-mb": _PARAGRAPH * (12_000_000 // len(_PARAGRAPH)),
        "12-mb-line": "a" * 12_000_000,
        "2-mb-and-one": "a" * 2_000_001,
    }.items():
        says = ("text.md", "text limit", "2 MB")
        yield of_text(
            f"T-weight-{name}", "more than a text may have", text, Expect.REFUSE, says=says, seconds=20, lineless=True
        )
    for name, text in {
        "2-mb-line": "aaaaaaa " * 248_000,
        "20k-links": "[a](https://example.org/) " * 20_000,
        "4k-notes": "".join(f"a[^{number}]\n\n[^{number}]: b\n\n" for number in range(4_000)),
        "100k-paragraphs": "a\n\n" * 100_000,
    }.items():
        yield of_text(
            f"T-weight-{name}",
            "as much as a text may have",
            text + f"\n\n{END}\n",
            Expect.EITHER,
            says=("text.md",),
            printed=(END,),
            formats=("epub",),
            seconds=60,
            lineless=True,
            checked=False,
        )
