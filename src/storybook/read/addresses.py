"""Which addresses a link in a book may have."""

import re
from urllib.parse import quote, urlsplit, urlunsplit

MAX_ADDRESS = 2_000
"""Characters of a web address."""

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
    return None


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
