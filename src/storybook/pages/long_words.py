"""Keeps hyphenation from words that are none: patterns would be tried on all their letters at the end of every line."""

import re

MOST_LETTERS = 100
"""Letters of a word that is hyphenated; a chemist's longest have about half of that."""

_LONG = re.compile(rf"(<[^>]*>)|([^\W_]{{{MOST_LETTERS + 1},}})")


def spare_long_words(markup: str) -> str:
    """Markup with endless words in spans of the class `endless`, whose letters the stylesheet breaks anywhere."""
    return _LONG.sub(lambda found: found[1] or f'<span class="endless">{found[2]}</span>', markup)
