"""WeasyPrint's log made into errors: what it passes over with a warning stops our build."""

import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from storybook.errors import OutputError, Problem, SourceError

LOGGER = "weasyprint"

MISSING_GLYPH = re.compile(r"\.notdef glyph .*\"(.+)\" \((U\+[0-9A-F]+)\)", re.DOTALL)
IMAGE = re.compile(r"Failed to load image at '(.*?)'")
ADDRESS = re.compile(r"\b(?:[a-z][a-z0-9+.-]*://|(?:data|javascript|mailto|file):)[^\s\"'`)]*", re.IGNORECASE)
"""What is never said again: it may name a person's folder, or a place that somebody should not go to."""


class _Keeper(logging.Handler):
    """Keeps every record from a warning upwards."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@contextmanager
def strictly() -> Iterator[None]:
    """Run WeasyPrint; when it is done, anything that it logged from a warning upwards is an error.

    Raises SourceError for characters without a glyph, OutputError for all else.
    """
    logger, keeper = logging.getLogger(LOGGER), _Keeper()
    propagate, level = logger.propagate, logger.level
    logger.propagate = False
    logger.setLevel(logging.WARNING)
    logger.addHandler(keeper)
    try:
        yield
    finally:
        logger.removeHandler(keeper)
        logger.propagate = propagate
        logger.setLevel(level)
    _refuse(keeper.messages)


def _refuse(messages: Sequence[str]) -> None:
    if not messages:
        return
    unlike = tuple(dict.fromkeys(messages))
    glyphs = [Problem(*_glyph(match)) for message in unlike if (match := MISSING_GLYPH.search(message))]
    if glyphs:
        raise SourceError(glyphs)
    raise OutputError([_problem(message) for message in unlike])


def _glyph(match: re.Match[str]) -> tuple[str, None, str]:
    return (
        f"no typeface of the book has the character “{match[1]}” ({match[2]})",
        None,
        "write it otherwise, or add a typeface that has it to the book's templates/fonts/fonts.toml",
    )


def _problem(message: str) -> Problem:
    if match := IMAGE.search(message):
        return Problem(
            f"the picture {match[1].rpartition('/')[2]} cannot be put on a page",
            hint="build again; if it stays, delete the cache in the output folder",
        )
    return Problem(
        f"the PDF would not be right: {ADDRESS.sub('(an address)', message)}",
        hint="if the book has its own templates or stylesheets, mend them there; else please report this",
    )
