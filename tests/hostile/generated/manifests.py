"""Y: what YAML can do, and what a manifest should not say."""

from collections.abc import Iterator

from hostile.case import Case, Content, Expect, Link
from hostile.generated.books import HEAD, manifest, of_files, of_manifest

NAME = "CANARY-realname-7f3a"
_CHAPTERS = "chapters:\n  - kind: essay\n    title: One\n    source: text.md\n"
_HEAD = HEAD.format(title="T")

_CLEVER = {
    "tag-name": ("subtitle: !!python/name:os.system\n", 5),
    "tag-binary": ("subtitle: !!binary aGVsbG8=\n", 5),
    "tag-own": ("subtitle: !secret x\n", 5),
    "tag-str": ("subtitle: !!str x\n", 5),
    "tag-set": ("subjects: !!set {a, b}\n", 5),
    "anchor": ("subtitle: &a x\n", 5),
    "alias": ("subtitle: &a x\ndescription: *a\n", 5),
    "alias-unknown": ("subtitle: *nobody\n", 5),
    "merge": ("<<: {subtitle: x}\n", 5),
    "merge-list": ("series:\n  <<: [{name: x}]\n  name: y\n", 6),
    "laughs": ("a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n", 5),
    "second-document": ("---\ntitle: Other\n", 5),
    "document-end": ("...\n---\ntitle: Other\n", 6),
    "unhashable-list": ("? [a, b]\n: c\n", 5),
    "unhashable-mapping": ("{a: b}: c\n", 5),
    "key-null": ("~: x\n", 5),
    "key-empty": ("'': x\n", 5),
    "key-with-nul": ('"a\\0b": x\n', 5),
    "key-surrogate": ('"a\\ud800": x\n', 5),
    "value-bidi": ("subtitle: a\u202eb\n", 5),
    "value-tag-letter": ("subtitle: a\U000e0041b\n", 5),
    "value-nul": ('subtitle: "a\\0b"\n', 5),
    "value-bell": ('subtitle: "a\\ab"\n', 5),
    "unclosed-quote": ('subtitle: "a\n', 5),
    "unclosed-list": ("subjects: [a, b\n", 6),
    "wide-colon": ("subtitle： x\n", 5),
    "wide-indent": ("series:\n\u3000name: x\n", 6),
    "tab": ("series:\n\tname: x\n", 6),
    "bad-escape": ('subtitle: "\\q"\n', 5),
    "directive": ("%YAML 9.9\n", 5),
    "at-sign": ("subtitle: @x\n", 5),
}
"""Lines between the head and the chapters, and the line that the message names."""

_WRONG = {
    "title-list": ("title: [a]", 1),
    "title-mapping": ("title: {a: b}", 1),
    "title-blank": ("title: ' '", 1),
    "title-invisible": ('title: "\\u200b"', 1),
    "language-path": ("language: ../x", 2),
    "language-markup": ("language: 'en\"><script>'", 2),
    "language-number": ("language: 1", 2),
    "contributors-text": ("contributors: Ana Writer", 3),
    "contributors-mapping": ("contributors: {name: Ana Writer, role: author}", 3),
    "contributors-number": ("contributors: [1]", 3),
    "role-unknown": ("contributors: [{name: Ana Writer, role: wizard}]", 3),
    "link-script": ("contributors: [{name: Ana Writer, role: author, link: 'javascript:alert(1)'}]", 3),
    "link-file": ("contributors: [{name: Ana Writer, role: author, link: 'file:///etc/passwd'}]", 3),
    "uuid": ("identifiers: [uuid: 6b1f]", 4),
    "isbn": ("identifiers: [isbn: 9781234567890]", 4),
    "identifier-text": ("identifiers: x", 4),
    "chapters-number": ("chapters: 5", 5),
    "chapters-null": ("chapters:", 5),
    "chapters-texts": ("chapters: [a, b]", 5),
    "chapters-lists": ("chapters: [[[]]]", 5),
    "kind-unknown": ("chapters: [{kind: ../essay, title: One, source: text.md}]", 5),
    "kind-module": ("chapters: [{kind: os.system, title: One, source: text.md}]", 5),
    "kind-list": ("chapters: [{kind: [], title: One, source: text.md}]", 5),
    "source-list": ("chapters: [{kind: essay, title: One, source: [text.md]}]", 5),
    "source-empty": ("chapters: [{kind: essay, title: One, source: ''}]", 5),
    "source-null": ("chapters: [{kind: essay, title: One, source: }]", 5),
    "source-missing": ("chapters: [{kind: essay, title: One}]", 5),
    "id-bad": ("chapters: [{kind: essay, title: One, source: text.md, id: 'a b\"'}]", 5),
    "id-twice": (
        "chapters: [{kind: essay, title: A, source: text.md, id: x}, {kind: essay, title: B, source: text.md, id: x}]",
        5,
    ),
    "slug-path": ("slug: ../evil", 6),
    "slug-slash": ("slug: a/b", 6),
    "slug-dot": ("slug: .hidden", 6),
    "unknown-key": (f"real_name: {NAME}", 6),
    "unknown-output": ("output: /tmp/evil", 6),
    "unknown-include": ("include: /etc/passwd", 6),
    "date-never": ("date: 2026-02-30", 6),
    "date-markup": ("date: '<b>2026</b>'", 6),
    "target-unknown": ("targets: {../x: {}}", 6),
    "preset-path": ("targets: {print-pdf: {preset: ../../etc/passwd}}", 6),
    "crop-marks": ("targets: {print-pdf: {crop_marks: maybe}}", 6),
    "licence": ("licence_url: 'data:text/html,x'", 6),
}
"""A line that takes the place of the head's or comes behind the chapters, and its number."""

_TITLES = {
    "markup": ("'<b>T</b> & \"q\" ]]> it'", "<b>T</b> & “q” ]]> it"),
    "script": ("'</title><script>alert(1)</script>'", "</title><script>alert(1)</script>"),
    "jinja": ("'{{ 7*191 }}{% raw %}'", "{{ 7*191 }}{% raw %}"),
    "path": ("../../etc/passwd", "../../etc/passwd"),
    "newline": ('"One\\nTwo"', "One Two"),
    "float": ("1e3", "1e3"),
    "octal": ("0o17", "0o17"),
    "hex": ("0x1F", "0x1F"),
    "sexagesimal": ("1:30:00", "1:30:00"),
    "yes": ("yes", "yes"),
    "infinity": (".inf", ".inf"),
    "date": ("2026-11-22", "2026-11-22"),
    "time": ("2026-11-22T10:00:00Z", "2026-11-22T10:00:00Z"),
    "folded": (">-\n  One\n  Two", "One Two"),
    "pdf-string": ("'a) /JS (b'", "a) /JS (b"),
    "postscript": ("'%!PS (x) show'", "%!PS (x) show"),
    "korean": ("강을 건너서", "강을 건너서"),
    "percent": ("'100% %s %(x)s {0}'", "100% %s %(x)s {0}"),
}


def cases() -> Iterator[Case]:
    """All cases of manifests."""
    for name, (lines, line) in _CLEVER.items():
        text = _HEAD + lines + _CHAPTERS
        yield of_manifest(
            f"Y-{name}",
            lines.split("\n")[0],
            text,
            Expect.REFUSE,
            says=(f"book.yaml:{line}:",),
            lineless="document" in name,
        )
    for name, (written, line) in _WRONG.items():
        whole = (_HEAD + "chapters: [{kind: essay, title: One, source: text.md}]\n").split("\n")
        whole[line - 1 : line] = [written]
        yield of_manifest(
            f"Y-{name}",
            written,
            "\n".join(whole) + "\n",
            Expect.REFUSE,
            says=(f"book.yaml:{line}:",),
            canaries=(NAME,),
        )
    for name, (written, printed) in _TITLES.items():
        text = manifest(title=written, more="slug: a-book\n")
        yield of_manifest(f"Y-title-{name}", written, text, Expect.EXACT, printed=(printed,), formats=("epub",))
    yield from _duplicates()
    yield from _files()
    yield from _large()


def _duplicates() -> Iterator[Case]:
    for name, lines, line in (
        ("plain", f"publisher: Pseudonym\npublisher: {NAME}\n", 6),
        ("quoted", f'publisher: Pseudonym\n"publisher": {NAME}\n', 6),
        ("escaped", f'publisher: Pseudonym\n"p\\u0075blisher": {NAME}\n', 6),
        ("first", f"publisher: {NAME}\npublisher: Pseudonym\n", 6),
        ("flow", f"series: {{name: {NAME}, name: Pseudonym}}\n", 5),
        ("contributor", f"subjects: []\nseries:\n  name: Pseudonym\n  name: {NAME}\n", 8),
    ):
        says = (f"book.yaml:{line}:", "twice")
        text = _HEAD + lines + _CHAPTERS
        yield of_manifest(f"Y-twice-{name}", lines, text, Expect.REFUSE, says=says, canaries=(NAME,))


def _files() -> Iterator[Case]:
    good = manifest()
    for name, data in {
        "bom": "\ufeff" + good,
        "crlf": good.replace("\n", "\r\n"),
        "cr": good.replace("\n", "\r"),
        "start-mark": "---\n" + good,
        "directive": "%YAML 1.2\n---\n" + good,
        "comment": f"# {NAME}\n" + good.replace("title: T", f"title: T # {NAME}"),
    }.items():
        yield of_manifest(
            f"Y-file-{name}", name, data, Expect.EXACT, canaries=(NAME,), printed=("Hello",), formats=("epub",)
        )
    for name, blob in {
        "utf-16": good.encode("utf-16"),
        "latin-1": good.replace("Ana", "Aná").encode("latin-1"),
        "nul": good.replace("T", "T\0").encode(),
        "next-line": good.replace("title: T", "title: T\x85").encode(),
        "line-separator": good.replace("title: T", "title: T\u2028x").encode(),
        "binary": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        "comments-only": b"# nothing\n",
        "scalar": b"hello\n",
        "list": b"- a\n- b\n",
        "null": b"~\n",
        "mark-only": b"---\n",
        "number": b"42\n",
    }.items():
        yield of_manifest(f"Y-file-{name}", name, blob, Expect.REFUSE, says=("book.yaml",), lineless=True)
    files: dict[str, Content] = {"book.yaml": Link("real.yaml"), "real.yaml": good}
    yield of_files(
        "Y-file-link", "a link to a manifest beside it", files, Expect.REFUSE, says=("book.yaml",), lineless=True
    )


def _large() -> Iterator[Case]:
    many = "".join(f"  - {{kind: essay, title: C{number}, source: text.md}}\n" for number in range(10_000))
    large = {
        "chapters": _HEAD + "chapters:\n" + many,
        "flow-1000": _HEAD + "subjects: " + "{a: " * 1000 + "}" * 1000 + "\n" + _CHAPTERS,
        "lists-19": _HEAD + "subjects: " + "[" * 18 + "]" * 18 + "\n" + _CHAPTERS,
        "scalar": _HEAD + "description: " + "a" * 990_000 + "\n" + _CHAPTERS,
        "over-limit": _HEAD + _CHAPTERS + "# " + "a" * 1_000_000 + "\n",
        "key": _HEAD + "a" * 100_000 + ": x\n" + _CHAPTERS,
        "keys": _HEAD + "".join(f"key{number}: x\n" for number in range(50_000)) + _CHAPTERS,
        "subjects": _HEAD + "subjects: [" + "a, " * 200_000 + "]\n" + _CHAPTERS,
        "open-quote": _HEAD + 'description: "' + "a\n" * 400_000,
        "steps": _HEAD + "".join(" " * depth + "a:\n" for depth in range(1200)) + _CHAPTERS,
        "same-key": _HEAD + "publisher: x\n" * 50_000 + _CHAPTERS,
        "anchors": _HEAD + "subjects: [" + ", ".join(f"&a{number} x" for number in range(50_000)) + "]\n" + _CHAPTERS,
        "contributors": _HEAD.replace("[{name", "[" + "{name: Mina, role: author}, " * 20_000 + "{name") + _CHAPTERS,
        "dashes": _HEAD + "subjects:\n  " + "- " * 300 + "x\n" + _CHAPTERS,
    }
    for name, text in large.items():
        what = f"{len(text):,} characters"
        yield of_manifest(
            f"Y-large-{name}", what, text, Expect.EITHER, says=("book.yaml",), lineless=name == "over-limit",
            formats=("epub",), seconds=30, checked=False,
        )  # fmt: skip
