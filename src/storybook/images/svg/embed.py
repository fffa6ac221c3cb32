"""Pictures inside a drawing: decoded as strictly as every master, and embedded anew from their pixels."""

import base64
import binascii
import io
import re

from PIL import Image

from storybook.errors import SourceError
from storybook.images import colour, kinds
from storybook.images.decode import load, open_master

MAX_EMBEDDED = 16_000_000
"""Pixels of all pictures inside a drawing at the most."""

_DATA = re.compile(r"\s*data:image/(?:png|jpe?g|gif|webp)(?:;[\w.=-]{1,40}){0,3};base64,", re.IGNORECASE)
_EMBEDDED = (kinds.PNG, kinds.JPEG, kinds.GIF, kinds.WEBP)
_TURNS = {2: 0, 3: 3, 4: 1, 5: 5, 6: 4, 7: 6, 8: 2}


def embedded_picture(href: str, room: int) -> tuple[str, int, int] | None:
    """A data: link of the same pixels with width and height in px; None where it is no picture that is read.

    room: pixels that it may have.
    """
    head = _DATA.match(href[:300])
    if head is None:
        return None
    try:
        data = base64.b64decode(re.sub(r"\s+", "", href[head.end() :]), validate=True)
    except (binascii.Error, ValueError):
        return None
    if kinds.kind_of(data[: kinds.HEAD_LENGTH]) not in _EMBEDDED:
        return None
    try:
        master = open_master(io.BytesIO(data), "", None)
        if master.image.width * master.image.height > room:
            return None
        load(master)
    except SourceError:
        return None
    image = _upright(_pixels(master.image), master.orientation)
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=1)
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode("ascii"), image.width, image.height


def _pixels(image: Image.Image) -> Image.Image:
    """RGB or RGBA in sRGB, with nothing but pixels."""
    profile = image.info.get("icc_profile")
    clear = image.mode in {"LA", "La", "RGBA", "RGBa", "PA"} or "transparency" in image.info
    if not clear or image.mode.startswith("I;16"):
        flat = colour.to_srgb(colour.plain(image), profile)
        fresh = flat.convert("RGB")
    else:
        straight = image.convert("RGBA" if image.mode != "La" else "LA").convert("RGBA")
        fresh = colour.to_srgb(straight.convert("RGB"), profile if image.mode in {"RGBA", "RGB", "P"} else None)
        fresh.putalpha(straight.getchannel("A"))
    fresh.info = {}
    return fresh


def _upright(image: Image.Image, orientation: int) -> Image.Image:
    turn = _TURNS.get(orientation)
    return image if turn is None else image.transpose(Image.Transpose(turn))
