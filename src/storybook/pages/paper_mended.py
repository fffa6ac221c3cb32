"""Two things that WeasyPrint 70 has no public way to do; each lasts as long as its context, and tests hold both."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from storybook.pages.paper_engine import LayoutContext, pydyf, tags


@contextmanager
def languages_in_tags() -> Iterator[None]:
    """Structure elements say the language of their element; by itself WeasyPrint tells the document's alone."""
    build = tags._build_box_tree  # noqa: SLF001

    def build_with_language(box: Any, *others: Any) -> Iterator[Any]:  # noqa: ANN401
        element = getattr(box, "element", None)
        language = element.get("lang") if element is not None and element.tag != "html" else None
        for tag in build(box, *others):
            if language:
                tag["Lang"] = pydyf.String(language)
            yield tag

    tags._build_box_tree = build_with_language  # noqa: SLF001
    try:
        yield
    finally:
        tags._build_box_tree = build  # noqa: SLF001


@contextmanager
def notes_stay() -> Iterator[None]:
    """Footnotes stay on the page that calls them; by itself WeasyPrint sends them on to win room for one more line.

    It does so where it breaks a paragraph, but not inside columns: there it is told that it is in one.
    """

    def in_column(context: Any) -> bool:  # noqa: ANN401
        return context.__dict__.get("in_column", False) or sys._getframe(1).f_code.co_name == "_linebox_layout"  # noqa: SLF001

    def set_in_column(context: Any, value: bool) -> None:  # noqa: ANN401
        context.__dict__["in_column"] = value

    LayoutContext.in_column = property(in_column, set_in_column)
    try:
        yield
    finally:
        del LayoutContext.in_column
