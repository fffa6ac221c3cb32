"""Books that try to reach out: with words that stay words, and with paths that must be refused."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

OUTSIDE = "canary-outside"
"""The name of a folder beside the book, which holds what the book is after."""

HOST = "canary.invalid"


def lay_out_canaries(folder: Path, art: Path) -> Path:
    """A folder outside of the book with something of every sort that a book may ask for."""
    outside = folder / OUTSIDE
    outside.mkdir()
    for name in ("secret.md", "secret.txt", "secret.css", "secret.xhtml.j2", "secret.yaml", "secret.toml"):
        (outside / name).write_text("canary", "utf-8")
    (outside / "secret.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', "utf-8")
    shutil.copy(art / "night.png", outside / "secret.png")
    return outside


def words_that_reach_out(outside: Path) -> str:
    """Prose that may well stand in a book, and that a careless program would follow."""
    said = "\n\n".join(
        f"She wrote `{line}` on the wall."
        for line in (
            f'<img src="file://{outside}/secret.png">',
            f"<img src=http://{HOST}/pixel.gif>",
            f"@import url(file://{outside}/secret.css)",
            f"{{% include '{outside}/secret.txt' %}}",
            "{{ ''.__class__.__mro__[1].__subclasses__() }}",
            "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
            f"${{{outside}}} $(cat {outside}/secret.txt)",
            f'<?xml-stylesheet href="http://{HOST}/a.css"?>',
            f'<!DOCTYPE a [<!ENTITY b SYSTEM "file://{outside}/secret.txt">]>&b;',
        )
    )
    return f"""{said}

Read more on [the web](https://{HOST}/{outside}/secret.md), by <https://{HOST}/a.css>, or [write](mailto:ana@{HOST}).

```
<link rel=attachment href=file://{outside}/secret.txt> <script src=//{HOST}/x.js></script>
```

{{{{ config }}}} {{% raw %}} {outside}/secret.txt

![file://{outside}/secret.png](../art/night.png){{caption="../{OUTSIDE}/secret.txt" credit="http://{HOST}/"}}
"""


def make_it_reach_out(book: Path, outside: Path) -> None:
    """Change the starter so that it asks for much in words, and builds."""
    (book / "en" / "essay.md").write_text(words_that_reach_out(outside), "utf-8")
    manifest = book / "book.yaml"
    text = manifest.read_text("utf-8")
    for line, new in (
        ("title: Our First Book", f"""title: '<img src="file://{outside}/secret.png"/>{{{{ 7*7 }}}} Book'"""),
        ("publisher: Our organisation", f"""publisher: '"><script src="//{HOST}/x.js"></script> {outside}'"""),
        ("description: A few", f"description: '<!ENTITY x SYSTEM \"{outside}/secret.txt\"> &x; %s %(x)s {{0}}' # "),
    ):
        assert line in text
        text = text.replace(line, new)
    manifest.write_text(text, "utf-8")


def _panel(address: str) -> Callable[[Path, Path], None]:
    def change(book: Path, outside: Path) -> None:
        comic = book / "en" / "comic.yaml"
        written = json.dumps(address.format(outside=outside, name=OUTSIDE, host=HOST))
        comic.write_text(comic.read_text("utf-8").replace("../art/night.png", written), "utf-8")

    return change


def _linked(inside: str, target: str) -> Callable[[Path, Path], None]:
    def change(book: Path, outside: Path) -> None:
        place = book / inside
        if place.is_dir():
            shutil.rmtree(place)
        else:
            place.unlink(missing_ok=True)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(target.format(outside=outside, name=OUTSIDE))

    return change


def _drawing(body: str) -> Callable[[Path, Path], None]:
    def change(book: Path, outside: Path) -> None:
        svg = f"""<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="300"
            height="300">{filled(body, outside)}</svg>"""
        (book / "art" / "trick.svg").write_text(svg, "utf-8")
        (book / "en" / "essay.md").write_text("![A wall](../art/trick.svg)\n", "utf-8")

    return change


def _own(file: str, text: str) -> Callable[[Path, Path], None]:
    """A template or stylesheet of the book's own; TEXT is what storybook ships under this name."""

    def change(book: Path, outside: Path) -> None:
        place = book / "templates" / file
        place.parent.mkdir(parents=True)
        place.write_text(text.replace("OUTSIDE", str(outside)).replace("HOST", HOST), "utf-8")

    return change


PICTURES = {
    "picture-absolute": "OUTSIDE/secret.png",
    "picture-dotdot": "../../NAME/secret.png",
    "picture-percent": "..%2f..%2fNAME/secret.png",
    "picture-percent-twice": "..%252f..%252fNAME/secret.png",
    "picture-file-address": "file://OUTSIDE/secret.png",
    "picture-remote": "http://HOST/pixel.gif",
    "picture-no-scheme": "//HOST/pixel.gif",
    "picture-backslash": "..\\\\..\\\\NAME\\\\secret.png",
    "picture-wide-dots": "．．/．．/secret.png",
    "picture-data": "data:image/svg+xml,%3Csvg%3E%3Cimage%20href=%22file://OUTSIDE/secret.png%22/%3E%3C/svg%3E",
}
"""Addresses of pictures, by name."""

PROSE = {
    "html-image": '<img src="file://OUTSIDE/secret.png">',
    "html-attachment": '<link rel="attachment" href="file://OUTSIDE/secret.txt">',
    "html-script": '<script src="http://HOST/x.js"></script>',
    "link-to-a-file": "[read](file://OUTSIDE/secret.txt)",
    "include": "![[OUTSIDE/secret.md]]\n\n![a](OUTSIDE/secret.png)",
    **{name: f"![A wall]({address})" for name, address in PICTURES.items()},
}
"""Texts of chapters that must be refused, by name."""

SOURCES = {
    "source-absolute": "OUTSIDE/secret.md",
    "source-dotdot": "../NAME/secret.md",
    "source-through-a-folder": "en/../../NAME/secret.md",
    "source-home": "~/secret.md",
    "source-variable": "$HOME/secret.md",
    "source-remote": "http://HOST/a.md",
    "source-dev": "/dev/stdin",
    "source-proc": "/proc/self/environ",
}
"""Sources of chapters that must be refused, by name."""


def filled(text: str, outside: Path) -> str:
    """A trick with the folder and the host that it is after."""
    return text.replace("OUTSIDE", str(outside)).replace("NAME", OUTSIDE).replace("HOST", HOST)


def add_chapters(book: Path, sources: list[str]) -> None:
    """Put a chapter for each of these sources before the book's own."""
    manifest = book / "book.yaml"
    entries = "".join(
        f"  - {{kind: essay, title: Trick {number}, source: {json.dumps(source)}}}\n"
        for number, source in enumerate(sources)
    )
    text = manifest.read_text("utf-8")
    assert "\nchapters:\n" in text
    manifest.write_text(text.replace("\nchapters:\n", f"\nchapters:\n{entries}"), "utf-8")


REFUSED: dict[str, Callable[[Path, Path], None]] = {
    "panel-absolute": _panel("{outside}/secret.png"),
    "panel-dotdot": _panel("../../{name}/secret.png"),
    "link-file": _linked("en/essay.md", "{outside}/secret.md"),
    "link-relative": _linked("en/essay.md", "../../{name}/secret.md"),
    "link-folder": _linked("art", "{outside}"),
    "link-picture": _linked("art/night.png", "{outside}/secret.png"),
    "link-templates": _linked("templates", "{outside}"),
    "link-stylesheet": _linked("templates/css/paper.css", "{outside}/secret.css"),
    "link-manifest": _linked("book.yaml", "{outside}/secret.yaml"),
    "svg-image": _drawing('<image href="file://OUTSIDE/secret.png" width="9" height="9"/>'),
    "svg-image-remote": _drawing('<image xlink:href="http://HOST/x.png" width="9" height="9"/>'),
    "svg-use": _drawing('<use href="OUTSIDE/secret.svg#a"/>'),
    "svg-filter": _drawing(
        '<filter id="f"><feImage href="file://OUTSIDE/secret.png"/></filter><rect filter="url(#f)"/>'
    ),
    "svg-style": _drawing('<style>@import "file://OUTSIDE/secret.css"; rect {fill: url(http://HOST/a.svg#b)}</style>'),
    "svg-font": _drawing(
        "<style>@font-face {font-family: a; src: url(file://OUTSIDE/secret.ttf)}</style><text>a</text>"
    ),
    "css-import": _own("css/paper.css", "@import url(file://OUTSIDE/secret.css);"),
    "css-background": _own("css/paper.css", "body {background: url(http://HOST/a.png)}"),
    "css-font": _own(
        "css/paper.css", "@font-face {font-family: a; src: url(file://OUTSIDE/secret.ttf)} p {font-family: a}"
    ),
    "css-of-the-epub": _own("css/epub.css", "body {background: url(file://OUTSIDE/secret.png)}"),
    "template-include": _own("blocks/paragraph.xhtml.j2", "{% include 'OUTSIDE/secret.txt' %}"),
    "template-image": _own(
        "blocks/paragraph.xhtml.j2", '<p>{{ page.inlines(block.children) }}<img src="file://OUTSIDE/secret.png"/></p>'
    ),
    "typeface-elsewhere": _own(
        "fonts/fonts.toml",
        '[[face]]\nfamily = "A"\nuse = "serif"\nfiles = {regular = "../../../canary-outside/secret.ttf"}\n',
    ),
}
"""What a book may try, by name; the change is made to the starter in a folder beside the canaries."""
