"""A link that the reader is asked to follow, with its QR code."""

from functools import cache

from storybook.model.blocks import CallToAction
from storybook.read.addresses import ascii_address, shown_address


def call_to_action(label: str, address: str) -> CallToAction:
    """The block for a faultless address; the label says in words what the link is for."""
    url = ascii_address(address)
    return CallToAction(label, url, shown_address(address), qr_modules(url))


@cache
def qr_modules(text: str) -> tuple[tuple[bool, ...], ...]:
    """The QR code of a text at error correction M (a seventh of it may be lost): rows of modules, True is dark."""
    import segno  # only books with a call to action need it

    code = segno.make(text, error="m", micro=False, boost_error=False)
    return tuple(tuple(bool(module) for module in row) for row in code.matrix)
