"""What the pages of a PDF may load: files and drawings of this edition under invented names, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from storybook.model.edition import Typeface
from storybook.pages.paper_engine import URLFetcher, URLFetcherResponse

BASE = "http://book.invalid/"
"""The address of every resource. It does not depend on the folder, for WeasyPrint writes names made from it."""

MEDIA_TYPES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
    ".otf": "font/otf",
}


def font_name(number: int, typeface: Typeface) -> str:
    """The shelf's name of the theme's typeface with this number."""
    return f"fonts/{number}{typeface.path.suffix.lower()}"


@dataclass(frozen=True, slots=True)
class Shelf:
    """All that pages may load, by name: files where they lie, and drawings made for this edition."""

    files: Mapping[str, Path] = field(default_factory=dict)
    drawings: Mapping[str, str] = field(default_factory=dict)


class FileResponse(URLFetcherResponse):  # type: ignore[misc]
    """A response that says where its file lies, so that WeasyPrint reads a picture when it writes it, not before."""

    def __init__(self, url: str, file: Path) -> None:
        super().__init__(url, file.open("rb"), {"Content-Type": MEDIA_TYPES[Path(url).suffix]})
        self._file = file

    @property
    def path(self) -> str:
        """The file."""
        return str(self._file)


class ShelfFetcher(URLFetcher):  # type: ignore[misc]
    """Fetches from the shelf alone: no network, no file system."""

    def __init__(self, shelf: Shelf) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self._shelf = shelf

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:  # noqa: ANN401, ARG002 - WeasyPrint's shape
        """What the shelf has under this address; ValueError for any other, which WeasyPrint logs."""
        name = url.removeprefix(BASE)
        if url.startswith(BASE) and name in self._shelf.files:
            return FileResponse(url, self._shelf.files[name])
        if url.startswith(BASE) and name in self._shelf.drawings:
            return URLFetcherResponse(
                url, self._shelf.drawings[name].encode("utf-8"), {"Content-Type": "image/svg+xml"}
            )
        raise ValueError("this is not part of the book")
