"""A plain name for files out of a title."""

import re
import unicodedata
from collections.abc import Sequence

MAX_SLUG = 80
"""Characters of a slug."""

_SPELT = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ħ": "h", "ŋ": "ng"}
)
"""Latin letters that no accent can be taken off."""

_FIRST_SYLLABLE, _LAST_SYLLABLE = "가", "힣"
_INITIALS = "g kk n d tt r m b pp s ss  j jj ch k t p h".split(" ")  # noqa: SIM905 - a line of the standard's table
_VOWELS = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i".split(" ")  # noqa: SIM905 - the same
_FINALS = " k k ks n nj nh t l lk lm lp ls lt lp lh m p ps t t ng t t k t p t".split(" ")  # noqa: SIM905 - the same
"""Letters of the Revised Romanization of Korean (the ministry's notice 2000-8), syllable by syllable."""


def slug_of(titles: Sequence[str]) -> str:
    """The first title of which letters can be written as a to z, digits and hyphens; else empty.

    Accents are dropped; titles in Hangul are romanised where there is no other. Other scripts are left out.
    """
    romanised = ["".join(map(_romanised, unicodedata.normalize("NFC", title))) for title in titles]
    return next((slug for title in (*titles, *romanised) if (slug := _plain(title))), "")


def _plain(title: str) -> str:
    folded = unicodedata.normalize("NFKD", title.casefold().translate(_SPELT))
    bare = "".join(c for c in folded if not unicodedata.combining(c) and c not in "'’‘")
    words = re.findall(r"[a-z0-9]+", bare)
    slug = ""
    for word in words:
        if len(slug) + len(word) >= MAX_SLUG:
            break
        slug = f"{slug}-{word}" if slug else word
    return slug or "".join(words)[:MAX_SLUG]


def _romanised(letter: str) -> str:
    if not _FIRST_SYLLABLE <= letter <= _LAST_SYLLABLE:
        return letter
    rest, final = divmod(ord(letter) - ord(_FIRST_SYLLABLE), len(_FINALS))
    initial, vowel = divmod(rest, len(_VOWELS))
    return _INITIALS[initial] + _VOWELS[vowel] + _FINALS[final]
