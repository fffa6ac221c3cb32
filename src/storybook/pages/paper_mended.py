"""Things that WeasyPrint 70 has no public way to do; each lasts as long as its context, and tests hold them."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from storybook.pages.paper_engine import (
    LayoutContext,
    drawing,
    inline_layout,
    page_layout,
    pydyf,
    replaced_layout,
    tags,
)

MOST_AHEAD = 2000
"""Characters that are looked at to fill one line; WeasyPrint takes a few hundred, and all where words don't end."""


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
def outlines_cut() -> Iterator[None]:
    """Pictures with `data-outline` (x and y of each corner, in shares of their box) are seen inside it alone.

    WeasyPrint knows no polygon in `clip-path`.
    """
    draw = drawing.draw_replacedbox

    def draw_inside(stream: Any, box: Any) -> None:  # noqa: ANN401
        outline = box.element.get("data-outline") if box.element is not None else None
        if not outline:
            draw(stream, box)
            return
        width, height, left, top = replaced_layout.replacedbox_layout(box)
        shares = [float(share) for share in outline.split()]
        corners = [(left + x * width, top + y * height) for x, y in zip(shares[::2], shares[1::2], strict=True)]
        with stream.stacked():
            stream.move_to(*corners[0])
            for corner in corners[1:]:
                stream.line_to(*corner)
            stream.close()
            stream.clip()
            stream.end()
            draw(stream, box)

    drawing.draw_replacedbox = draw_inside
    try:
        yield
    finally:
        drawing.draw_replacedbox = draw


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


@contextmanager
def lines_look_a_little_ahead() -> Iterator[None]:
    """A line of an endless word is broken by what stands near it; by itself WeasyPrint sets all that is left, anew.

    A word of 20,000 letters took 14 seconds, and one of twice as many four times that.
    """
    split = inline_layout.split_first_line

    def split_near(text: str, *others: Any, **more: Any) -> Any:  # noqa: ANN401
        if len(text) > MOST_AHEAD:
            near = text[:MOST_AHEAD]
            found = split(near, *others, **more)
            end = found[2]
            if end is not None and end < len(near.encode()) // 2:
                return found
        return split(text, *others, **more)

    inline_layout.split_first_line = split_near
    try:
        yield
    finally:
        inline_layout.split_first_line = split


@contextmanager
def pages_share_styles() -> Iterator[None]:
    """Pages that the same rules apply to share one style; by itself WeasyPrint works it out, and keeps it, for each.

    That is a style for the page and one for each of its margin boxes: with a thousand pages, half of the time of the
    layout and half of its memory.
    """
    own = page_layout.set_page_type_computed_styles
    known: dict[Any, dict[str | None, Any]] = {}

    def set_styles(page_type: Any, html: Any, style_for: Any) -> None:  # noqa: ANN401
        cascaded, computed = style_for.get_cascaded_styles(), style_for.get_computed_styles()
        cascaded.clear()  # those of earlier pages, which every page would look through
        style_for.add_page_declarations(page_type)
        rules = frozenset(
            (pseudo_type, name, id(values))
            for (_, pseudo_type), style in cascaded.items()
            for name, (values, _weight) in style.items()
        )
        if rules not in known:
            own(page_type, html, style_for)
            known[rules] = {None: computed[page_type, None]} | {
                pseudo: computed[one, pseudo] for one, pseudo in cascaded
            }
        computed.update({(page_type, pseudo_type): style for pseudo_type, style in known[rules].items()})

    page_layout.set_page_type_computed_styles = set_styles
    try:
        yield
    finally:
        page_layout.set_page_type_computed_styles = own
