"""What a target asks of each picture of a book: how large, with which words drawn over it, how fine at the least."""

from collections.abc import Mapping

from storybook.comics.letterer import PHONE, on_phone
from storybook.comics.overlay import overlay
from storybook.comics.screen_overlays import overlays_on_screens
from storybook.images.cache import Wish
from storybook.images.sizing import Placement
from storybook.model.book import Book
from storybook.model.comic import Comic, LetteringKind, Panel
from storybook.model.composition import Composition
from storybook.model.edition import Target, Theme
from storybook.model.picture import Picture
from storybook.model.walk import blocks_of
from storybook.pages.lettering import letterer_in
from storybook.placements import pictures_on_screens, placed_widths

CAPITAL = 0.7
"""Height of a capital letter in em, about."""


def wishes_of(book: Book, target: Target, layouts: Mapping[Comic, Composition], theme: Theme) -> tuple[Wish, ...]:
    """One wish for each picture that a target shows, in order of first use."""
    unplaced = dict.fromkeys(pictures_on_screens(book, target))
    widths = placed_widths(book, target.page, layouts) if target.page else unplaced
    overlays = _overlays(book, target, theme) if target.baked else {}
    drawn = _drawn_letters(book)
    baked = _baked_letters(theme, book.metadata.language) if overlays else 0.0
    return tuple(
        Wish(
            picture,
            f"img-{number:04d}",
            picture.where,
            target.images,
            Placement(width),
            overlay=overlays.get(picture, ""),
            letter_height=drawn.get(picture.source, baked * picture.width if picture in overlays else None),
        )
        for number, (picture, width) in enumerate(widths.items(), start=1)
    )


def _overlays(book: Book, target: Target, theme: Theme) -> Mapping[Picture, str]:
    """The words to be drawn over each picture."""
    letterer = letterer_in(theme, book.metadata.language)

    def words(panel: Panel, part: float) -> str:
        return overlay(panel, panel.picture.aspect, letterer, on_phone(part))

    return overlays_on_screens(book, target, words)


def _drawn_letters(book: Book) -> dict[str, float]:
    """The height in px of the smallest letters that are drawn in each master with letters, by its path."""
    heights: dict[str, float] = {}
    for chapter in book.chapters:
        for comic in blocks_of(chapter):
            for panel in comic.panels if isinstance(comic, Comic) else ():
                if panel.letter_height is not None:
                    known = heights.get(panel.picture.source, panel.letter_height)
                    heights[panel.picture.source] = min(known, panel.letter_height)
    return heights


def _baked_letters(theme: Theme, language: str) -> float:
    """The height of the smallest capitals that are drawn over a panel, as a share of its width."""
    letterer = letterer_in(theme, language)
    return CAPITAL / PHONE * min(letterer.style(kind).least_phone_size for kind in LetteringKind)
