"""A book made as the libraries' own pages show it, with no thought of safety: what a scanner must find leaks in it.

It is the positive control of the scanner: a scanner that finds nothing here finds nothing anywhere.
"""

import html
import warnings
from pathlib import Path, PurePosixPath

from hostile.case import Case

_TYPES = {".jpg": "image/jpeg", ".png": "image/png", ".webp": "image/webp", ".gif": "image/gif", ".tif": "image/tiff"}


def build(case: Case, folder: Path) -> dict[str, bytes]:
    """The EPUB and the PDF of a written case, by name."""
    body = "".join(_chapter(path) for path in _manuscripts(case, folder))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return {"naive.epub": _epub(case, body, folder), "naive.pdf": _pdf(body, folder)}


def _manuscripts(case: Case, folder: Path) -> list[Path]:
    return [folder / name for name in sorted(case.files) if name.endswith(".md")]


def _chapter(path: Path) -> str:
    from markdown_it import MarkdownIt

    made = MarkdownIt().render(path.read_text("utf-8"))
    return f"<h1>{html.escape(path.stem)}</h1>{made}"


def _epub(case: Case, body: str, folder: Path) -> bytes:
    from ebooklib import epub

    book = epub.EpubBook()
    book.set_title("T")
    page = epub.EpubHtml(title="One", file_name="one.xhtml", content=body)
    book.add_item(page)
    for name in case.files:
        suffix = PurePosixPath(name).suffix
        if suffix in (".svg", *_TYPES):
            media_type = _TYPES.get(suffix, "image/svg+xml")
            content = (folder / name).read_bytes()
            book.add_item(epub.EpubItem(file_name=PurePosixPath(name).name, media_type=media_type, content=content))
    book.toc = [page]
    book.spine = [page]
    book.add_item(epub.EpubNcx())
    epub.write_epub(str(folder / "naive.epub"), book)
    return (folder / "naive.epub").read_bytes()


def _pdf(body: str, folder: Path) -> bytes:
    from weasyprint import HTML

    data = HTML(string=body, base_url=str(folder / "book") + "/").write_pdf()
    if data is None:
        raise RuntimeError("WeasyPrint has made nothing")
    return bytes(data)
