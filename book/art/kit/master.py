"""Masters: quantise to a small palette and write deterministic PNG."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import imagequant
import numpy as np
from PIL import Image


def save(rgb: np.ndarray, path: Path, colours: int = 96) -> int:
    """Write an optimised palette PNG without metadata; returns its bytes."""
    image = Image.fromarray(np.ascontiguousarray(rgb), "RGB").convert("RGBA")
    flat = imagequant.quantize_pil_image(image, dithering_level=0.0, max_colors=colours, min_quality=0, max_quality=100)
    opaque = Image.frombytes("P", flat.size, flat.tobytes())  # a fresh image: no tRNS chunk
    opaque.putpalette(flat.getpalette("RGB"))
    buffer = BytesIO()
    opaque.save(buffer, "PNG", optimize=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(buffer.getvalue())
    return buffer.tell()
