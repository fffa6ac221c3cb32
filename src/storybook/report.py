"""The build report: what was made, in plain text, the same for the same book."""

from collections.abc import Mapping, Sequence

from storybook.images.curve import FLOOR
from storybook.model.book import Book
from storybook.model.composition import Composition
from storybook.model.edition import Artifact, Edition
from storybook.model.picture import Asset, Picture

REPORT = "build-report.txt"
"""File name of the report."""


def report_text(books: Sequence[Book], artifacts: Sequence[Artifact], editions: Mapping[str, Edition]) -> str:
    """Files with pages, bytes and SHA-256; chapters; and for each artifact what became of pictures, and why its pages.

    editions: by the name of their artifact.
    """
    lines = ["Build report", ""]
    for book in books:
        lines += _book_lines(book)
    lines.append("Files")
    for artifact in artifacts:
        pages = f", {artifact.pages} pages" if artifact.pages else ""
        lines += [f"  {artifact.name}: {artifact.size:,} bytes{pages}", f"    SHA-256 {artifact.sha256}"]
    for name, edition in editions.items():
        lines += ["", f"Pictures in {name}"]
        lines += [_picture_line(picture, asset) for picture, asset in edition.assets.items()]
        lines += _budget_lines(tuple(edition.assets.values()))
        for layout in edition.layouts.values():
            lines += ["", f"Comic pages in {name}", *_layout_lines(layout)]
    return "\n".join(lines) + "\n"


def _book_lines(book: Book) -> list[str]:
    metadata = book.metadata
    lines = [f"{metadata.title} ({metadata.language})", f"  {metadata.identifiers[0].urn}"]
    lines += [f"  {number:2}. {chapter.title or chapter.look}" for number, chapter in enumerate(book.chapters, start=1)]
    return [*lines, ""]


def _layout_lines(layout: Composition) -> list[str]:
    return [f"  {line}" for line in (*layout.reasons, *(f"warning: {warning.what}" for warning in layout.warnings))]


def _picture_line(picture: Picture, asset: Asset) -> str:
    score = "" if asset.score is None else f", score {asset.score:.1f}"
    return (
        f"  {asset.name}: {picture.width}×{picture.height} px → {asset.width}×{asset.height} px, "
        f"{asset.setting or asset.media_type.removeprefix('image/')}, {asset.size:,} bytes{score}"
        f"{', gave up quality for the size' if asset.paid else ''}"
    )


def _budget_lines(assets: Sequence[Asset]) -> list[str]:
    """What a size budget cost, and whether lettering that is part of pictures stays legible."""
    paid = [asset for asset in assets if asset.paid]
    if not paid:
        return []
    least = min(asset.score for asset in paid if asset.score is not None)
    return [
        f"  {len(paid)} of {len(assets)} pictures gave up quality for the size; the lowest score is {least:.1f}.",
        f"  Lettering in pictures stays legible: no score is below {FLOOR:g}.",
    ]
