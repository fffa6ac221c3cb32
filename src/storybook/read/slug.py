"""A plain name for files out of a title."""

import re
import unicodedata

MAX_SLUG = 80
"""Characters of a slug."""

_SPELT = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ħ": "h", "ŋ": "ng"}
)
"""Latin letters that no accent can be taken off."""


def slug_of(title: str) -> str:
    """The title in letters a to z, digits and hyphens; empty if not one of its letters can be written so.

    Accents are dropped. Other scripts are left out, for no romanisation suits every reader.
    """
    folded = unicodedata.normalize("NFKD", title.casefold().translate(_SPELT))
    bare = "".join(c for c in folded if not unicodedata.combining(c) and c not in "'’‘")
    words = re.findall(r"[a-z0-9]+", bare)
    slug = ""
    for word in words:
        if len(slug) + len(word) >= MAX_SLUG:
            break
        slug = f"{slug}-{word}" if slug else word
    return slug or "".join(words)[:MAX_SLUG]
