"""Drawings made for tests, and the few words that ask something of them."""

import io

from PIL import Image

from storybook.errors import SourceError
from storybook.images.derive import derive
from storybook.images.sizing import ANYWHERE, Placement
from storybook.images.svg.clean import cleaned
from storybook.images.svg.draw import read_drawing
from storybook.images.svg.tree import text_of
from storybook.model.picture import ImageProfile

SMALL = ImageProfile("small", 200, 200, None, 90, ("image/png",))
SPACES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:x="urn:x"'


def svg(body: str, size: str = 'width="100" height="100" viewBox="0 0 100 100"') -> bytes:
    return f"<svg {SPACES} {size}>{body}</svg>".encode()


def clean(body: str | bytes) -> str:
    return text_of(cleaned(svg(body) if isinstance(body, str) else body, "art/drawing.svg"))


def refusal(data: str | bytes) -> str:
    """The message with which a drawing is refused; empty where it is taken."""
    try:
        read_drawing(io.BytesIO(svg(data) if isinstance(data, str) else data), "art/drawing.svg")
    except SourceError as error:
        return str(error)
    return ""


def pixels(data: str | bytes, profile: ImageProfile = SMALL, placement: Placement = ANYWHERE) -> Image.Image:
    made = derive(io.BytesIO(svg(data) if isinstance(data, str) else data), "art/drawing.svg", None, profile, placement)
    return Image.open(io.BytesIO(made.data)).convert("RGB")
