"""T: characters, encodings and nesting that a text should not have, or that a converter loses."""

from collections.abc import Iterator

from hostile.case import Case, Content, Expect
from hostile.generated.books import of_text, together
from hostile.generated.painting import plain

END = "SENTINELEND"
"""The last word of texts that a parser may cut short."""

_ENTITIES = {
    "surrogate": "&#xD800;",
    "surrogate-pair": "&#xD83D;&#xDE00;",
    "nul": "&#0;",
    "control": "&#1;",
    "noncharacter": "&#xFFFE;",
    "too-large": "&#x110000;",
    "huge": "&#99999999;",
    "bidi": "&#x202E;",
    "isolate": "&#x2066;",
    "shy": "so&shy;ft",
    "zero-width": "zero&ZeroWidthSpace;width",
    "byte-order": "&#xFEFF;",
    "tag": "&#xE0041;",
    "next-line": "a&#x85;b",
    "line-separator": "a&#x2028;b",
    "windows": "&#150; &#151;",
    "newline": "a&NewLine;b",
    "no-break": "a&nbsp;b",
    "filler": "&#x3164;",
}

_INVISIBLE = {
    "soft-hyphen": "\u00ad",
    "zero-width-space": "\u200b",
    "word-joiner": "\u2060",
    "joiner": "\u200d",
    "non-joiner": "\u200c",
    "right-to-left-mark": "\u200f",
    "embedding": "\u202a",
    "isolate": "\u2067",
    "byte-order": "\ufeff",
    "line-separator": "\u2028",
    "interlinear": "\ufff9",
    "hangul-filler": "\u3164",
    "invisible-times": "\u2062",
    "tag": "\U000e0041",
    "variation": "\ufe00",
    "selector": "\U000e0100",
    "mongolian": "\u180e",
    "grapheme-joiner": "\u034f",
}

_ENCODINGS = ("utf-16-le", "utf-16-be", "utf-16", "utf-32", "utf-32-be", "cp949", "johab")
_KOREAN = "첫 문단입니다.\n\n둘째 문단입니다.\n"

_STRANGERS = {
    "png": plain((255, 0, 0)),
    "zip": b"PK\x03\x04" + b"word/document.xml" * 20,
    "rtf": rb"{\rtf1\ansi Hello \'e9}",
    "html": b"<!DOCTYPE html><html><body>Hello</body></html>",
    "pdf": b"%PDF-1.4\n1 0 obj <<>> endobj \xe2\xe3\xcf\xd3\n",
    "gzip": b"\x1f\x8b\x08\0" + b"\xff" * 40,
}

_BLANK = {
    "zero-width": "\u200b\u200b\n",
    "bom": "\ufeff",
    "newlines": "\n\n\r\n\r",
    "tabs": "\t\t\n\t",
    "a-comment": "<!-- nothing -->\n",
    "definition": "[x]: https://example.org/\n",
    "hangul-filler": "\u3164\n",
    "only-tags": "\U000e0041\U000e0042\n",
}


def cases() -> Iterator[Case]:
    """All cases of texts."""
    for name, entity in _ENTITIES.items():
        text = f"Hello.\n\nHere {entity} there.\n"
        yield of_text(f"T-entity-{name}", entity, text, Expect.EITHER, says=("text.md:3",), canaries=("\ufffd",))
    for name, letter in _INVISIBLE.items():
        says = ("text.md:2:5", f"U+{ord(letter):04X}")
        yield of_text(f"T-invisible-{name}", says[1], f"Hello.\nHere{letter}there.\n", Expect.EITHER, says=says)
    every = "".join(f"He{letter}re\n\n" for letter in _INVISIBLE.values())
    points = tuple(f"U+{ord(letter):04X}" for letter in _INVISIBLE.values())
    yield of_text("T-invisible-all", "every invisible character", every + END, Expect.WARN, says=points, printed=(END,))
    yield from _encodings()
    whole: dict[str, Content] = {**_STRANGERS, **_BLANK, **{name: _KOREAN.encode(name) for name in _ENCODINGS}}
    yield from together(
        "T-files",
        (of_text(name, name, data, Expect.REFUSE, says=("text.md",), lineless=True) for name, data in whole.items()),
    )
    yield from _lines()
    yield from _nesting()
    yield from _letters()


def _encodings() -> Iterator[Case]:
    marked = _KOREAN.encode("utf-8-sig")
    yield of_text("T-saved-with-mark", "a byte order mark", marked, Expect.EXACT, printed=("둘째 문단입니다",))
    for name, data in {
        "latin-1": "Hello.\n\nCafé\n".encode("latin-1"),
        "overlong": b"Hello.\n\n\xc0\xaf\n",
        "surrogate": b"Hello.\n\n\xed\xa0\x80\n",
        "too-high": b"Hello.\n\n\xf4\x90\x80\x80\n",
        "cut-off": "Hello.\n\n한".encode()[:-1],
    }.items():
        yield of_text(f"T-bytes-{name}", "not UTF-8", data, Expect.REFUSE, says=("text.md:3", "UTF-8"))


def _lines() -> Iterator[Case]:
    for name, text in {"cr": "one\r\rtwo\r\r{}\r", "crlf": "one\r\n\r\ntwo\n\n{}\r", "none": "one two {}"}.items():
        printed = ("one", "two", END)
        yield of_text(f"T-lines-{name}", "line ends", text.format(END), Expect.EXACT, printed=printed)
    for name, letter in {"next-line": "\x85", "form-feed": "\f", "escape": "\x1b[31m", "delete": "\x7f"}.items():
        text = f"Hello.\n\na{letter}b\n"
        says = ("text.md:3:2", f"U+{ord(letter[0]):04X}")
        yield of_text(f"T-control-{name}", "a control character", text, Expect.REFUSE, says=says)


def _nesting() -> Iterator[Case]:
    deep = {
        "quotes-10": "> " * 10 + END,
        "quotes-25": "> " * 25 + END,
        "quotes-2000": ">" * 2000 + END,
        "items-30": "".join("  " * depth + f"- item{depth:02}\n" for depth in range(30)) + "  " * 30 + END,
        "items-one-line": "- " * 60 + END,
        "numbers-25": "".join("   " * depth + f"1. item{depth:02}\n" for depth in range(25)) + "   " * 25 + END,
        "mixed": "".join("> - " for _ in range(15)) + END,
        "stress": "*a **b " * 40 + END + "** c*" * 40,
        "stress-run": "*" * 200 + END + "*" * 200,
        "brackets": "[" * 45 + END + "]" * 45,
        "braces": "{" * 300 + END + "}" * 300,
        "note-in-note": f"a[^1]\n\n[^1]: b[^2]\n\n[^2]: {END}\n",
        "note-to-itself": f"a[^1] {END}\n\n[^1]: b[^1]\n",
        "list-in-note": f"a[^1]\n\n[^1]: - b\n      - {END}\n",
        "spans": "[a " * 15 + END + "]{lang=ko}" * 15,
        "unclosed-code": f"```\nliteral {END}\n",
        "indented-list": f"- a\n\n          {END}\n",
    }
    for name, text in deep.items():
        yield of_text(f"T-deep-{name}", name, f"Hi\n\n{text}\n", Expect.EITHER, says=("text.md:",), printed=(END,))


def _letters() -> Iterator[Case]:
    yield of_text(
        "T-right-to-left", "Arabic and Hebrew", f"سلام שלום {END}\n", Expect.EITHER, printed=(END,), says=("text.md:1",)
    )
    yield of_text(
        "T-marks",
        "500 accents on a letter",
        "e" + "\u0301\u0323" * 250 + f" {END}\n",
        Expect.EITHER,
        printed=(END,),
        says=("text.md:1",),
    )
    yield of_text(
        "T-emoji",
        "a family, a flag, a keycap",
        f"👨\u200d👩\u200d👧 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f 1\ufe0f\u20e3 {END}\n",
        Expect.EITHER,
        printed=(END,),
        says=("text.md:1",),
    )
    yield of_text(
        "T-ambiguous",
        "letters of ambiguous width",
        f"— “여기” · ① ☆ ※ {END}\n",
        Expect.EITHER,
        printed=(END,),
        says=("text.md:1",),
    )
    yield of_text(
        "T-long-address",
        "an address of 1,900 letters",
        f"<https://example.org/{'a' * 1870}> {END}\n",
        Expect.EITHER,
        printed=(END, "example.org"),
    )
    yield of_text(
        "T-longer-address",
        "an address of 3,000 letters",
        f"Hi\n\n<https://example.org/{'a' * 3000}>\n",
        Expect.REFUSE,
        says=("text.md:3",),
    )
    yield of_text(
        "T-compatible",
        "letters that NFKC would change",
        f"ﬁ ² ½ ㎏ Ⅳ {END}\n",
        Expect.EITHER,
        printed=(END,),
        says=("text.md:1",),
    )
    yield of_text(
        "T-lookalikes", "Greek in a Latin word", "Hi\n\nThe wοrd.\n", Expect.WARN, says=("text.md:3", "U+03BF")
    )
    yield of_text(
        "T-lost-letter", "a letter lost before", "Hi\n\nThe w\ufffdrd.\n", Expect.REFUSE, says=("text.md:3:6",)
    )
