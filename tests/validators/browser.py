"""An EPUB opened as a reader opens it: in foliate-js or epub.js, inside headless Chromium.

with browser.open_epub(path, "foliate") as book:
    assert book.toc[0].label == "Contents"
    assert all(image.loaded for section in book.sections() for image in section.images)
    book.screenshot(2, folder / "phone.png")
"""

import atexit
import functools
import http.server
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from validators import tool

Reader = Literal["foliate", "epubjs"]
Viewport = tuple[int, int]
PHONE: Viewport = (360, 640)
TABLET: Viewport = (820, 1180)

PACKAGES = ("foliate-js", "epubjs", "jszip")
MEDIA_TYPES = {".js": "text/javascript", ".html": "text/html; charset=utf-8", ".css": "text/css"}
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE = 60_000  # milliseconds


@dataclass(frozen=True)
class TocEntry:
    """A line of the contents as the reader shows it."""

    label: str
    href: str
    depth: int


@dataclass(frozen=True)
class Image:
    """A picture as the reader shows it: its own pixels, and the width it is shown at in CSS pixels."""

    source: str
    alt: str | None
    width: int
    height: int
    shown_width: float

    @property
    def loaded(self) -> bool:
        """Whether the picture could be decoded."""
        return self.width > 0


@dataclass(frozen=True)
class Section:
    """One file of the reading order as the reader shows it."""

    href: str
    text: str
    images: tuple[Image, ...]


class ReaderFailed(Exception):  # noqa: N818 - it reads as what it says
    """A reader could not open a book or show a section."""


class OpenBook:
    """A book that a reader holds open."""

    def __init__(self, page: Page, reader: Reader, faults: list[str]) -> None:
        self._page = page
        self.faults = faults
        """Errors of scripts, the console and requests since the book was opened."""
        found = self.evaluate("([reader, url]) => window.openBook(reader, url)", [reader, "/book.epub"])
        self.hrefs: tuple[str, ...] = tuple(found["hrefs"])
        self.toc = tuple(TocEntry(entry["label"], entry["href"], entry["depth"]) for entry in found["toc"])

    def section(self, index: int) -> Section:
        """Turn to a section and return what is there."""
        found = self.evaluate("index => window.readSection(index)", index)
        return Section(self.hrefs[index], found["text"], tuple(_image(entry) for entry in found["images"]))

    def sections(self) -> list[Section]:
        """Turn to every section in order and return what is there."""
        return [self.section(index) for index in range(len(self.hrefs))]

    def screenshot(self, index: int, target: Path) -> Path:
        """Turn to a section and take a picture of its first page."""
        self.section(index)
        self._page.wait_for_timeout(100)  # one layout after the last picture
        self._page.screenshot(path=target)
        return target

    def evaluate(self, script: str, argument: object = None) -> Any:  # noqa: ANN401 - whatever the script returns
        """Run a script in the reader's page; ``window.reader`` is the reader."""
        try:
            return self._page.evaluate(script, argument)
        except PlaywrightError as error:
            raise ReaderFailed(f"{error}\n{self.faults}") from error


@contextmanager
def open_epub(path: Path, reader: Reader, viewport: Viewport = PHONE, *, scale: float = 1) -> Iterator[OpenBook]:
    """Open an EPUB (or, in foliate, Calibre's AZW3) in a reader."""
    width, height = viewport
    with _served(path) as address:
        context = _browser().new_context(
            viewport={"width": width, "height": height}, device_scale_factor=scale, service_workers="block"
        )
        try:
            page = context.new_page()
            page.set_default_timeout(PATIENCE)
            faults = _collected_faults(page)
            page.goto(f"{address}/reader.html")
            page.wait_for_function("window.ready")
            yield OpenBook(page, reader, faults)
        finally:
            context.close()


@contextmanager
def open_file(path: Path, viewport: Viewport = PHONE, *, scale: float = 1) -> Iterator[Page]:
    """Open one file, such as a page of an unpacked EPUB, as Chromium itself shows it."""
    width, height = viewport
    context = _browser().new_context(viewport={"width": width, "height": height}, device_scale_factor=scale)
    try:
        page = context.new_page()
        page.goto(path.as_uri())
        page.wait_for_function("[...document.images].every(image => image.complete)")
        yield page
    finally:
        context.close()


def _image(entry: dict[str, Any]) -> Image:
    return Image(entry["source"], entry["alt"], entry["width"], entry["height"], entry["shown"])


def _collected_faults(page: Page) -> list[str]:
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(f"script: {error}"))
    page.on("requestfailed", lambda request: faults.append(f"request: {request.url}: {request.failure}"))

    def hear(line: ConsoleMessage) -> None:
        if line.type == "error":
            faults.append(f"console: {line.location['url']}: {line.text}")

    page.on("console", hear)
    return faults


@functools.cache
def _browser() -> Browser:
    """Start the browser once per test process; it ends with it."""
    program = tool.chromium()
    driver: Playwright = sync_playwright().start()
    browser = driver.chromium.launch(executable_path=program, args=list(CHROMIUM_FLAGS))

    def stop() -> None:
        browser.close()
        driver.stop()

    atexit.register(stop)
    return browser


@contextmanager
def _served(book: Path) -> Iterator[str]:
    """Serve the reader's page, the readers and one book on the loopback address."""
    roots = {name: tool.node_package(name) for name in PACKAGES}
    files = {"reader.html": Path(__file__).with_name("reader.html"), "book.epub": book}

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = _find(unquote(urlsplit(self.path).path).lstrip("/"), roots, files)
            if path is None:
                self.send_error(HTTPStatus.NOT_FOUND)
                return
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", MEDIA_TYPES.get(path.suffix, "application/octet-stream"))
            self.send_header("Content-Length", str(path.stat().st_size))
            self.end_headers()
            with path.open("rb") as content:
                shutil.copyfileobj(content, self.wfile)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()


def _find(name: str, roots: dict[str, Path], files: dict[str, Path]) -> Path | None:
    if name in files:
        return files[name]
    package, _, inside = name.partition("/")
    if package not in roots:
        return None
    path = (roots[package] / inside).resolve()
    return path if path.is_relative_to(roots[package].resolve()) and path.is_file() else None
