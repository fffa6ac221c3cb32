"""Limits on the parts of a picture file, and the refusal of what is beyond a limit."""

MAX_PARTS = 100_000
"""Chunks, segments, strips or tiles of a file: a PNG of 100 million pixels in pieces of 8 KB has half as many."""

MAX_METADATA = 32_000_000
"""Bytes of a file that are no pixels: text, thumbnails, profiles, layers of the program that made it."""


class TooMuchError(Exception):
    """A picture asks for more than a limit allows: what is wrong with it, and how to mend it."""

    def __init__(self, what: str, hint: str) -> None:
        super().__init__(what)
        self.what, self.hint = what, hint


def check_parts(count: int, limit: int = MAX_PARTS) -> None:
    """TooMuchError where a file has more parts than the limit."""
    if count > limit:
        what = f"is made of more parts than the picture parts limit of {limit:,}"
        raise TooMuchError(what, "open it in a picture program and save it anew as PNG")


def check_metadata(count: int) -> None:
    """TooMuchError where a file carries more bytes beside its pixels than the limit."""
    if count > MAX_METADATA:
        limit = f"the picture metadata limit of {MAX_METADATA // 1_000_000} MB"
        raise TooMuchError(f"carries more beside its pixels than {limit}", "export it flattened, as PNG or JPEG")
