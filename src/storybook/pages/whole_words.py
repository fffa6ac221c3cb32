"""Keeps Hangul words whole at line ends: WeasyPrint breaks inside them and knows no `word-break: keep-all`."""

import re

JOINER = "\u2060"
"""WORD JOINER: no break here, nothing to see, nothing to copy."""

HANGUL = "\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7a3\ud7b0-\ud7ff"
FREE = r"\s\u2010-\u2015/\-\u200b\u2060"
"""Characters beside which a line may break even in Korean: spaces, dashes, slashes."""

TOKEN = re.compile(r"<!--.*?-->|<[^>]*>|[^<]+", re.DOTALL)
TAG_NAME = re.compile(r"</?([A-Za-z0-9:]+)")
CHARACTER = re.compile(r"&#?\w+;|.", re.DOTALL)
SEAM = re.compile(rf"(?<=[{HANGUL}])(?=[^{FREE}])|(?<=[^{FREE}])(?=[{HANGUL}])")
WITHIN_A_LINE = {"a", "abbr", "b", "cite", "code", "em", "i", "rt", "ruby", "small", "span", "strong", "sub", "sup"}
NOT_TEXT = {"style", "title", "script"}


def join_words(markup: str) -> str:
    """Markup with a joiner at every seam inside a word that has Hangul in it; tags and attributes stay as they are."""
    if not re.search(f"[{HANGUL}]", markup):
        return markup
    out: list[str] = []
    last, silent = " ", False
    for token in TOKEN.findall(markup):
        if token.startswith("<"):
            name = match[1].lower() if (match := TAG_NAME.match(token)) else ""
            silent = name in NOT_TEXT and not token.startswith("</")
            last = last if name in WITHIN_A_LINE else " "
            out.append(token)
        elif silent:
            out.append(token)
        else:
            joined = SEAM.sub(JOINER, last + token)[len(last) :]
            out.append(joined)
            last = CHARACTER.findall(token)[-1]
            last = last if len(last) == 1 else "x"
    return "".join(out)
