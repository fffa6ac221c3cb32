"""Which addresses a link in a book may have."""

import re
from urllib.parse import parse_qsl, quote, urlsplit, urlunsplit

MAX_ADDRESS = 2_000
"""Characters of a web address."""

_TRACKING = re.compile(
    r"utm_.+|(?:fb|g|d|y|ys|tw|tt)clid|msclkid|rb_clickid|[gw]braid|gclsrc"
    r"|fb_(?:ref|source)|igsh(?:id)?|mc_[ce]id|mkt_tok|_hs(?:enc|mi)|vero_(?:id|conv)|oly_(?:anon|enc)_id|li_fat_id"
    r"|wickedid|mibextid|epik|sccid|_openstat",
    re.IGNORECASE,
)
"""Parameters by which senders of links know who passed one on, and who followed it."""

_SHARERS = re.compile(
    r"(?:.+\.)?(?:youtube\.com|youtu\.be|spotify\.com|twitter\.com|x\.com|tiktok\.com)", re.IGNORECASE
)
_SHARED = frozenset({"si", "s", "t", "feature", "_t", "_r"})
"""On these sites, parameters that name whoever copied the link; `t` counts where it is no time in a film."""

_MAIL = re.compile(r"[^@/?#]+@[^@/?#]+")
_IN_FULL = "write it in full, such as https://example.org/page"


def address_fault(text: str) -> tuple[str, str] | None:
    """What is wrong with the address of a link, as the end of a sentence, and how to mend it; None if nothing is."""
    if len(text) > MAX_ADDRESS or re.search(r"[\s<>\"\\^`{|}\x00-\x1f\x7f]", text):
        return "is not a web address: it is too long, or holds spaces, brackets or quotation marks", _IN_FULL
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "is not a web address", _IN_FULL
    if parts.scheme == "mailto":
        right = _MAIL.fullmatch(parts.path)
        return None if right else ("is not a mail address", "write it as mailto:name@example.org")
    if parts.scheme not in ("http", "https") or not host:
        return "is not a web address that starts with https:// or http:// (or mailto:)", _IN_FULL
    if parts.username is not None:
        return "holds a user name or password", "leave out what stands before the @"
    if is_tracked(text):
        return "tells who passed it on, or who follows it", "take away the parameters behind the ? that count readers"
    return None


def is_tracked(address: str) -> bool:
    """Whether a web address has a parameter that tells its sender of readers."""
    parts = urlsplit(address)
    shared = bool(_SHARERS.fullmatch(parts.hostname or ""))
    for text in (parts.query, parts.fragment):
        for key, value in parse_qsl(text.replace(";", "&"), keep_blank_values=True):
            is_time = key == "t" and re.fullmatch(r"[0-9hms]+", value)
            if _TRACKING.fullmatch(key) or (shared and key in _SHARED and not is_time):
                return True
    return False


def ascii_address(text: str) -> str:
    """A faultless address in letters that every reading system takes: host in Punycode, the rest percent-encoded."""
    parts = urlsplit(text)
    host = parts.netloc
    if not host.isascii():
        name, colon, port = host.partition(":")
        try:
            host = name.encode("idna").decode("ascii") + colon + port
        except UnicodeError:
            host = quote(host)
    path, query, fragment = (quote(part, safe="%/:@!$&'()*+,;=~?-._[]") for part in parts[2:])
    return urlunsplit((parts.scheme, host, path, query, fragment))


def shown_address(text: str) -> str:
    """An address as it is printed for people: without scheme, `www.` kept, without a slash at its end."""
    return re.sub(r"^(https?://|mailto:)", "", text).removesuffix("/")
