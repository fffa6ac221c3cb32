"""Lays out pages that ask for a file or an address in every way that a page can, each for one of its own.

    python markups.py ours|naive FOLDER

`ours` goes through the project's door to WeasyPrint, `naive` through WeasyPrint as its manual says. Says as JSON what
came of each: the error's class and words, or nothing. FOLDER holds `NUMBER.png`, `.svg`, `.css`, `.ttf` and `.txt`.
"""

import json
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

from storybook.model.edition import Edition

PAGE = '<html lang="en"><head><title>A</title>{head}</head><body>{body}</body></html>'
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'width="90" height="90" viewBox="0 0 90 90">{}</svg>'
)


def head(text: str) -> tuple[str, str]:
    return text, "<p>a</p>"


def body(text: str) -> tuple[str, str]:
    return "", text


def css(text: str) -> tuple[str, str]:
    return f"<style>{text}</style>", "<ul><li>a</li></ul>"


def drawn(text: str) -> tuple[str, str]:
    return "", DRAWING.format(text)


HARMLESS = "nothing"

MARKUPS: dict[str, tuple[tuple[str, str], str]] = {
    HARMLESS: (body("<p>ADDRESS</p>"), "txt"),
    "link-stylesheet": (head('<link rel="stylesheet" href="ADDRESS"/>'), "css"),
    "link-attachment": (head('<link rel="attachment" href="ADDRESS"/>'), "txt"),
    "link-icon": (head('<link rel="icon" href="ADDRESS"/>'), "png"),
    "link-preload": (head('<link rel="preload" as="image" href="ADDRESS"/>'), "png"),
    "a-attachment": (body('<p><a rel="attachment" href="ADDRESS">a</a></p>'), "txt"),
    "img": (body('<img src="ADDRESS" alt="a"/>'), "png"),
    "img-svg": (body('<img src="ADDRESS" alt="a"/>'), "svg"),
    "img-srcset": (body('<img srcset="ADDRESS 1x" alt="a"/>'), "png"),
    "picture-source": (body('<picture><source srcset="ADDRESS"/><img alt="a"/></picture>'), "png"),
    "input-image": (body('<input type="image" src="ADDRESS"/>'), "png"),
    "object": (body('<object data="ADDRESS"></object>'), "png"),
    "object-svg": (body('<object data="ADDRESS" type="image/svg+xml"></object>'), "svg"),
    "embed": (body('<embed src="ADDRESS"/>'), "png"),
    "embed-svg": (body('<embed src="ADDRESS" type="image/svg+xml"/>'), "svg"),
    "iframe": (body('<iframe src="ADDRESS"></iframe>'), "txt"),
    "video-poster": (body('<video poster="ADDRESS" src="ADDRESS"></video>'), "png"),
    "audio": (body('<audio src="ADDRESS"></audio>'), "txt"),
    "script": (head('<script src="ADDRESS"></script>'), "txt"),
    "body-background": (body('<table background="ADDRESS"><tr><td>a</td></tr></table>'), "png"),
    "meta-refresh": (head('<meta http-equiv="refresh" content="0; url=ADDRESS"/>'), "txt"),
    "base": (("<base href='FOLDER/'/>", '<img src="NUMBER.png" alt="a"/>'), "png"),
    "css-import": (css("@import url(ADDRESS);"), "css"),
    "css-import-string": (css('@import "ADDRESS";'), "css"),
    "css-content": (css("li::before { content: url(ADDRESS) }"), "png"),
    "css-background": (css("body { background: url(ADDRESS) }"), "png"),
    "css-background-of-page": (css("@page { background: url(ADDRESS) }"), "png"),
    "css-margin-box": (css("@page { @top-left { content: url(ADDRESS) } }"), "png"),
    "css-list-style": (css("ul { list-style-image: url(ADDRESS) }"), "png"),
    "css-border-image": (css("li { border: 3px solid; border-image: url(ADDRESS) 1 }"), "png"),
    "css-mask-border": (css("li { mask-border: url(ADDRESS) 1 }"), "png"),
    "css-cursor": (css("li { cursor: url(ADDRESS), auto }"), "png"),
    "css-font": (css("@font-face { font-family: a; src: url(ADDRESS) } li { font-family: a }"), "ttf"),
    "css-font-string": (css('@font-face { font-family: a; src: "ADDRESS" } li { font-family: a }'), "ttf"),
    "css-attr": (("<style>p::before { content: attr(x url) }</style>", '<p x="ADDRESS">a</p>'), "png"),
    "css-image-set": (css("body { background: image-set('ADDRESS' 1x) }"), "png"),
    "css-escaped": (css("body { background: \\75 rl(ADDRESS) }"), "png"),
    "css-variable": (css(":root { --a: url(ADDRESS) } body { background: var(--a) }"), "png"),
    "style-attribute": (body('<p style="background: url(ADDRESS)">a</p>'), "png"),
    "svg-image": (drawn('<image href="ADDRESS" width="9" height="9"/>'), "png"),
    "svg-image-xlink": (drawn('<image xlink:href="ADDRESS" width="9" height="9"/>'), "png"),
    "svg-use": (drawn('<use href="ADDRESS#a"/>'), "svg"),
    "svg-fe-image": (
        drawn('<filter id="f"><feImage href="ADDRESS"/></filter><rect width="9" height="9" filter="url(#f)"/>'),
        "png",
    ),
    "svg-style": (drawn('<style>@import url(ADDRESS); rect { fill: red }</style><rect width="9" height="9"/>'), "css"),
    "svg-fill": (drawn('<rect width="9" height="9" fill="url(ADDRESS#a)"/>'), "svg"),
    "svg-font": (
        drawn("<style>@font-face { font-family: b; src: url(ADDRESS) }</style><text style='font-family: b'>a</text>"),
        "ttf",
    ),
    "svg-script": (drawn('<script href="ADDRESS"/><rect width="9" height="9"/>'), "txt"),
    "svg-foreign-object": (
        drawn('<foreignObject><img xmlns="http://www.w3.org/1999/xhtml" src="ADDRESS"/></foreignObject>'),
        "png",
    ),
}
"""Each markup by name: head and body of its page, and the suffix of what it asks for."""

IN_A_DRAWING = ("svg-image", "svg-image-xlink", "svg-use", "svg-fe-image", "svg-style", "svg-fill", "svg-font")
"""Those that are also tried inside a drawing that the book itself put in."""


def pages(folder: str) -> dict[str, tuple[str, str]]:
    """Every page by the markup's name, and the drawing that it shows or nothing."""
    made = {}
    for number, (name, ((at_head, in_body), suffix)) in enumerate(MARKUPS.items()):
        address = f"{folder}/{number:02}.{suffix}"
        texts = [
            text.replace("ADDRESS", address).replace("FOLDER", folder).replace("NUMBER", f"{number:02}")
            for text in (at_head, in_body)
        ]
        made[name] = PAGE.format(head=texts[0], body=texts[1]), ""
        if name in IN_A_DRAWING:
            page = PAGE.format(head="", body='<img src="drawings/own.svg" alt="a"/>')
            made[f"{name}-in-a-drawing"] = page, texts[1]
    return made


def naive(page: str, drawing: str) -> None:
    from weasyprint import HTML

    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "drawings").mkdir()
        (Path(folder) / "drawings" / "own.svg").write_text(drawing, "utf-8")
        HTML(string=page, base_url=f"{folder}/").write_pdf()


def ours(page: str, drawing: str) -> None:
    from paper import sample
    from storybook.formats import screen_pdf
    from storybook.model.book import Book, Matter
    from storybook.pages import paper
    from storybook.pages.paper_book import PaperBook, PaperStyle, compose
    from storybook.pages.paper_fetch import Shelf

    def with_the_markup(edition: Edition, style: PaperStyle) -> PaperBook:
        book = compose(edition, style)
        at_head, _, rest = page.partition("<head>")[2].partition("</head>")
        in_body = rest.removeprefix("<body>").removesuffix("</body></html>")
        html = book.html.replace("</head>", f"{at_head}</head>").replace("</main>", f"{in_body}</main>")
        assert at_head in html
        assert in_body in html
        drawings = {**book.shelf.drawings, "drawings/own.svg": drawing}
        return replace(book, html=html, shelf=Shelf(book.shelf.files, drawings))

    chapter = sample.chapter("chapter-01", "One", Matter.BODY, "essay", sample.p("a"))
    with tempfile.TemporaryDirectory() as folder, patch.object(paper, "compose", with_the_markup):
        made = sample.edition(Book(sample.english().metadata, (chapter,)), Path(folder) / "art")
        faces = {face.use: face for face in reversed(made.theme.typefaces) if face.family.startswith("Alegreya")}
        made = replace(made, theme=replace(made.theme, typefaces=tuple(faces.values())))  # fonts load slowly
        screen_pdf.FORMAT.write(made, Path(folder) / "book.pdf")


def outcome(lay_out: Callable[[str, str], None], page: str, drawing: str) -> list[str]:
    try:
        lay_out(page, drawing)
    except Exception as error:  # noqa: BLE001 - whatever came of it is the answer
        return [type(error).__name__, str(error)]
    return []


if __name__ == "__main__":
    way = {"ours": ours, "naive": naive}[sys.argv[1]]
    answers = {name: outcome(way, *page) for name, page in pages(sys.argv[2]).items()}
    sys.stdout.write(json.dumps(answers))
