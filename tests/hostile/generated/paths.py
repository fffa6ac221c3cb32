"""P: paths that lead out, things that are no files, and names nobody would choose."""

import json
from collections.abc import Iterator

from hostile.case import Case, Content, Expect, Link, Odd, Pixel, Shown
from hostile.generated.books import HEAD, SOURCE_LINE, manifest, of_files, of_manifest, of_pictures, showing
from hostile.generated.painting import plain

HELD = "CANARY-outside-7f3a"
"""What files outside of the book hold."""
OUTSIDE: dict[str, Content] = {"../outside/secret.md": f"{HELD}\n", "../outside/secret.png": plain((0, 255, 0))}

_WAYS_OUT = {
    "dotdot": "../outside/secret",
    "deep-dotdot": "a/b/../../../outside/secret",
    "dot-dotdot": "./.././outside/secret",
    "percent": "..%2foutside%2fsecret",
    "percent-dots": "%2e%2e/outside/secret",
    "twice-percent": "..%252foutside%252fsecret",
    "wide-dots": "\uff0e\uff0e/outside/secret",
    "wide-slash": "..\uff0foutside\uff0fsecret",
    "one-dot-leader": "\u2024\u2024/outside/secret",
    "backslash": "..\\outside\\secret",
    "file-address": "file://../outside/secret",
    "absolute": "/etc/hostname",
    "file-absolute": "file:///etc/hostname",
    "unc": "//server/share/secret",
    "unc-backslash": "\\\\server\\share\\secret",
    "drive": "C:/Users/secret",
    "home": "~/secret",
    "variable": "$HOME/secret",
    "null": "text.md%00.png",
    "proc": "/proc/self/environ",
    "web": "https://evil.example/secret",
    "data": "data:text/plain,secret",
    "only-dots": "..",
    "overlong-utf8": "..%c0%afoutside/secret",
}

_ODD_NAMES = (
    "-rf.png",
    "a b.png",
    "a#b.png",
    "a?b.png",
    "a&b.png",
    "a'b.png",
    'a"b.png',
    "a;b$(c)`d`.png",
    "a*b[c].png",
    "a|b.png",
    ".hidden.png",
    "..c.png",
    "a,b=c.png",
    "CON.png",
    "그림.png",
    "\U0001f58c\u2603.png",
    "é" * 125 + ".png",
    "a..png",
    "{{ 7*191 }}.png",
    "%.png",
    "100%.png",
)
"""Names that are unusual and all right."""

_LITERAL_NAMES = (
    *("%41.png", "a%20b.png", "C:a.png", "a:b.png", "a\\b.png", "-rf.png", "a b.png ", "#a?.png", "'\"&<>.png"),
    *("\U0001f469\u200d\U0001f3a8.png", "$HOME.png", "~.png", "a;b|c*.png"),
)
"""Names that mean themselves, in a manifest and in Markdown, whatever they would mean as an address."""
_NOT_MEANT = ("A.png", "a b.png", "a/b.png", "b.png", "rf.png")
"""What somebody would find who decoded such names."""

_DOUBTFUL_NAMES = {
    "two-spaces": "a  b.png",
    "no-break-space": "a\u00a0b.png",
    "newline": "a&#10;b.png",
    "right-to-left": "a\u202egnp.png",
    "zero-width": "a\u200bb.png",
    "too-long": "a" * 252 + ".png",
    "decomposed": "e\u0301.png",
}

_THINGS: dict[str, Content] = {
    "link": Link("../outside/secret.md"),
    "link-inside": Link("other.md"),
    "link-to-nowhere": Link("nowhere"),
    "link-to-itself": Link("text.md"),
    "link-to-zero": Link("/dev/zero"),
    "link-to-environment": Link("/proc/self/environ"),
    "pipe": Odd.PIPE,
    "folder": Odd.FOLDER,
    "socket": Odd.SOCKET,
}


def cases() -> Iterator[Case]:
    """All cases of paths."""
    yield from _ways_out()
    yield from _things()
    yield from _names()


def _ways_out() -> Iterator[Case]:
    for name, path in _WAYS_OUT.items():
        quoted = f"'{path}{_ending(name, '.md')}'"
        yield of_files(
            f"P-manifest-{name}",
            f"the manifest names {path}",
            {**OUTSIDE, "book.yaml": manifest(quoted)},
            Expect.REFUSE,
            says=(f"book.yaml:{SOURCE_LINE}",),
            canaries=(HELD,),
        )
        yield _picture_outside(name, path)


def _picture_outside(name: str, path: str) -> Case:
    files = {**OUTSIDE, "text.md": showing([path + _ending(name, ".png")])}
    return of_files(f"P-picture-{name}", path, files, Expect.REFUSE, says=("text.md:3",), canaries=(HELD,))


def _ending(name: str, suffix: str) -> str:
    return "" if name in ("absolute", "file-absolute", "proc", "only-dots") else suffix


def _things() -> Iterator[Case]:
    other = {**OUTSIDE, "other.md": "Other.\n", "other.png": plain((0, 255, 0))}
    for name, thing in _THINGS.items():
        picture = Link(thing.target.replace(".md", ".png").replace("text", "pic")) if isinstance(thing, Link) else thing
        stands: tuple[tuple[str, dict[str, Content], str], ...] = (
            ("text", {"text.md": thing}, f"book.yaml:{SOURCE_LINE}"),
            ("picture", {"text.md": showing(["pic.png"]), "pic.png": picture}, "text.md:3"),
            ("manifest", {"book.yaml": thing}, "book.yaml"),
        )
        for place, files, line in stands:
            if place == "manifest" and name in ("link-to-nowhere", "link-to-itself"):
                continue  # to the command line there is no book then
            yield of_files(
                f"P-{place}-is-{name}",
                f"{name} stands where the {place} should",
                {**other, **files},
                Expect.REFUSE,
                says=(line,),
                canaries=(HELD, "CANARY-home"),
                lineless=place == "manifest",
            )
    yield of_files(
        "P-folder-is-link",
        "a folder on the way is a link that leads out",
        {**OUTSIDE, "art": Link("../outside"), "text.md": showing(["art/secret.png"])},
        Expect.REFUSE,
        says=("text.md:3", "link"),
        canaries=(HELD,),
    )
    yield of_files(
        "P-file-as-folder",
        "a path goes through a file",
        {"text.md": showing(["pic.png/pic.png"]), "pic.png": plain((0, 255, 0))},
        Expect.REFUSE,
        says=("text.md:3",),
    )


def _names() -> Iterator[Case]:
    colours = [(255, 10 * number, 0) for number in range(len(_ODD_NAMES))]
    odd = {name: plain(colour) for name, colour in zip(_ODD_NAMES, colours, strict=True)}
    shown = tuple(Shown((Pixel(colour, tolerance=4),)) for colour in colours)
    chapters = "".join(f"![A picture](<{_in_markdown(name)}>)\n\n" for name in _ODD_NAMES)
    yield of_files("P-odd-names", "unusual names of pictures", {"text.md": chapters, **odd}, Expect.EXACT, shown=shown)
    yield _literal_names()
    for name, written in _DOUBTFUL_NAMES.items():
        on_disk = written.replace("&#10;", "\n").replace("\\\\", "\\")
        files: dict[str, Content] = {
            "text.md": showing([written]),
            **({} if name == "too-long" else {on_disk: plain((255, 0, 0))}),
        }
        colour = (Shown((Pixel((255, 0, 0), tolerance=4),)),)
        yield of_files(f"P-name-{name}", "a doubtful name", files, Expect.EITHER, says=("text.md:3",), shown=colour)
    yield of_pictures(
        "P-same-base-name",
        "two folders have a picture of the same name",
        {"a/pic.png": plain((255, 0, 0)), "b/pic.png": plain((0, 0, 255))},
        Expect.EXACT,
        shown=(Shown((Pixel((255, 0, 0)),)), Shown((Pixel((0, 0, 255)),))),
    )
    yield of_files(
        "P-two-forms-of-a-name",
        "composed and decomposed names that look the same",
        {"text.md": showing(["\u00e9.png"]), "\u00e9.png": plain((255, 0, 0)), "e\u0301.png": plain((0, 0, 255))},
        Expect.REFUSE,
        says=("text.md:3",),
    )
    yield of_manifest(
        "P-wrong-case",
        "capital and small letters differ",
        manifest("Text.md"),
        Expect.REFUSE,
        says=(f"book.yaml:{SOURCE_LINE}", "text.md"),
    )


def _literal_names() -> Case:
    """Every name as that of a manuscript in the manifest, of its picture, and one as that of the cover."""
    files: dict[str, Content] = dict.fromkeys(_NOT_MEANT, plain((0, 255, 0)))
    entries, shown = "chapters:\n", []
    for number, name in enumerate(_LITERAL_NAMES):
        colour = (255, 15 * number, 0)
        shown.append(Shown((Pixel(colour, tolerance=4),)))
        manuscript = f"text-{number}-{name}".replace(".png", ".md")
        files |= {name: plain(colour), manuscript: f"![A picture](<{_in_markdown(name)}>)\n"}
        entries += f"  - {{kind: essay, title: C{number}, source: {json.dumps(manuscript, ensure_ascii=False)}}}\n"
    cover = _LITERAL_NAMES[-1]
    entries += f"  - {{kind: cover, alt: A picture, picture: {json.dumps(cover, ensure_ascii=False)}}}\n"
    return of_files(
        "P-literal-names",
        "names that mean themselves",
        {"book.yaml": HEAD.format(title="T") + entries, **files},
        Expect.EXACT,
        shown=tuple(shown),
    )


def _in_markdown(name: str) -> str:
    escaped = "".join(f"\\{letter}" if letter in "\\<>" else letter for letter in name)
    return escaped.replace("&", "&amp;")
