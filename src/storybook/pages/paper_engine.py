"""WeasyPrint, loaded so that it sees no font of the system: only those that a stylesheet names."""

import ctypes.util
import os
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

NO_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
<match target="font">
<edit name="hinting" mode="assign"><bool>false</bool></edit>
<edit name="hintstyle" mode="assign"><const>hintnone</const></edit>
<edit name="embeddedbitmap" mode="assign"><bool>false</bool></edit>
</match>
</fontconfig>
"""
"""A configuration for Fontconfig that knows no folder of fonts, and takes a glyph's width as the font has it: widths
rounded for a screen, which are Fontconfig's default, make lines too short."""


@contextmanager
def no_system_fonts() -> Iterator[None]:
    """While this lasts, Fontconfig configurations are made without the system's fonts."""
    earlier = os.environ.get("FONTCONFIG_FILE")
    with tempfile.TemporaryDirectory(prefix="storybook-") as folder:
        file = Path(folder) / "fonts.conf"
        file.write_text(NO_FONTS, encoding="utf-8")
        os.environ["FONTCONFIG_FILE"] = str(file)
        try:
            yield
        finally:
            if earlier is None:
                del os.environ["FONTCONFIG_FILE"]
            else:
                os.environ["FONTCONFIG_FILE"] = earlier


def _nowhere(name: str) -> None:  # noqa: ARG001 - the parameter's name is Python's
    return None


@contextmanager
def libraries_by_name() -> Iterator[None]:
    """While this lasts, libraries are opened under the names that Linux knows, and no program is asked for others.

    Python would start ldconfig, gcc and ld for each name of another system that WeasyPrint tries first.
    """
    search = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = _nowhere
    try:
        yield
    finally:
        ctypes.util.find_library = search


with no_system_fonts(), libraries_by_name(), warnings.catch_warnings():
    # It warns that there are no fonts, which is what we want.
    warnings.filterwarnings("ignore", message="No fonts configured", category=UserWarning)
    import pydyf
    from weasyprint import CSS, HTML
    from weasyprint import draw as drawing
    from weasyprint.layout import LayoutContext
    from weasyprint.layout import inline as inline_layout
    from weasyprint.layout import page as page_layout
    from weasyprint.layout import replaced as replaced_layout
    from weasyprint.pdf import tags
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher, URLFetcherResponse

__all__ = [
    "CSS",
    "HTML",
    "LayoutContext",
    "URLFetcher",
    "URLFetcherResponse",
    "drawing",
    "inline_layout",
    "our_fonts_only",
    "page_layout",
    "pydyf",
    "replaced_layout",
    "tags",
]


def our_fonts_only() -> Any:  # noqa: ANN401 - WeasyPrint has no types
    """A font configuration that starts empty; @font-face rules fill it."""
    with no_system_fonts():
        return FontConfiguration()
