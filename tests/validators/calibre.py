"""Calibre: what becomes of the EPUB on a Kindle."""

import tempfile
from pathlib import Path

from validators import tool


def to_azw3(epub: Path, folder: Path) -> Path:
    """Convert an EPUB to AZW3 in a folder and return the new file."""
    target = folder / f"{epub.stem}.azw3"
    convert(epub, target)
    # A Palm database says what it is in bytes 60 to 68.
    if target.read_bytes()[60:68] != b"BOOKMOBI":
        raise tool.ToolFailed(f"Calibre wrote something else than a Kindle book: {target}")
    return target


def text(book: Path) -> str:
    """Return the plain text that Calibre reads from a book in any format it knows."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "book.txt"
        convert(book, target)
        return target.read_text("utf-8")


def convert(source: Path, target: Path) -> str:
    """Convert one book to the format of the target's name; return the log."""
    program = tool.find("ebook-convert", package="calibre")
    with tempfile.TemporaryDirectory() as home:  # no profile of the user is read or written
        environment = {
            "HOME": home,
            "XDG_CONFIG_HOME": home,
            "XDG_CACHE_HOME": home,
            "XDG_RUNTIME_DIR": home,
            "CALIBRE_CONFIG_DIRECTORY": f"{home}/config",
            "CALIBRE_CACHE_DIRECTORY": f"{home}/cache",
            "CALIBRE_TEMP_DIR": home,
            "QT_QPA_PLATFORM": "offscreen",
            "QTWEBENGINE_CHROMIUM_FLAGS": "--no-sandbox",
        }
        return tool.run([program, source, target], environment=environment).stdout
