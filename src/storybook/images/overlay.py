"""Lettering that is drawn over a picture's pixels, where a reader cannot show live text."""

import io
import re

import resvg_py
from PIL import Image

from storybook.model.geometry import Rect

_ROOT = re.compile(r"<svg\b(?P<rest>[^>]*\bviewBox=\"0 0 1000 (?P<height>[0-9.]+)\"[^>]*)>")


def with_overlay(pixels: Image.Image, overlay: str, shown: Rect) -> Image.Image:
    """Pixels with a drawing over them.

    overlay: an SVG made by us, paths only, whose root has viewBox="0 0 1000 H" and no width or height: it covers the
    whole picture. shown: the part of the picture that the pixels are, in shares of its width and height.
    """
    root = _ROOT.search(overlay)
    if root is None or re.search(r"\b(?:width|height)=", root["rest"]):
        raise ValueError('an overlay\'s root has viewBox="0 0 1000 H", no width and no height')
    high = float(root["height"])
    width, height = pixels.size
    view = f"{shown.x * 1000:.4f} {shown.y * high:.4f} {shown.width * 1000:.4f} {shown.height * high:.4f}"
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="{view}" '
        f'preserveAspectRatio="none"><svg width="1000" height="{root["height"]}"{root["rest"]}>'
        f"{overlay[root.end() :]}</svg>"
    )
    data = bytes(resvg_py.svg_to_bytes(svg_string=drawing, skip_system_fonts=True))
    letters = Image.open(io.BytesIO(data), formats=["PNG"]).convert("RGBA")
    if letters.size != pixels.size:
        raise ValueError(f"an overlay of {letters.size} px over pixels of {pixels.size}")
    page = pixels.convert("RGB")
    page.paste(letters.convert("RGB"), mask=letters.getchannel("A"))
    return page
