"""Writes pixels, and nothing but pixels, as JPEG or PNG: the format that says them in fewer bytes."""

import io
from collections.abc import Callable

from PIL import Image, ImageChops, ImageFile

from storybook.images.anatomy import jpeg_markers, png_chunks
from storybook.images.kinds import JPEG, PNG, SUFFIXES
from storybook.model.picture import ImageProfile

ALLOWED_MARKERS = frozenset({0xD8, 0xE0, 0xDB, 0xC0, 0xC2, 0xC4, 0xDD, 0xDA, 0xD9})
"""What a JPEG of ours is made of: SOI, APP0 (JFIF), DQT, SOF0, SOF2, DHT, DRI, SOS, EOI."""

ALLOWED_CHUNKS = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND"})
"""What a PNG of ours is made of."""

_SAMPLES = 8
_SAMPLE_ROWS = 8
_PROMISING = 1.0
"""A PNG is tried where a sample of rows says that it takes no more than this much of the JPEG's bytes."""

PNG_EFFORT = 7
"""zlib's level: 9 takes seven times as long for one byte less in a hundred."""

MOST_PACKED = 20_000_000
"""Pixels of a JPEG that is written in several passes: its encoder keeps all of it, at 6 bytes for each pixel."""

BYTES_PER_PIXEL = 3
"""What a JPEG of mere noise takes at quality 100."""


def encode(pixels: Image.Image, profile: ImageProfile) -> tuple[str, bytes]:
    """Media type and bytes of pixels (L or RGB) in the smallest of the profile's formats; the same bytes each time."""
    pixels.info = {}  # what the master says about itself; Pillow would write some of it
    wanted = [media_type for media_type in profile.media_types if media_type in SUFFIXES]
    if wanted == [PNG]:
        return PNG, _checked(PNG, _png(pixels))
    if JPEG not in wanted:
        raise ValueError(f"image profile {profile.name} names no format that is written")
    jpeg = _jpeg(pixels, profile.jpeg_quality)
    if PNG in wanted and _estimated_png(pixels) < _PROMISING * len(jpeg):
        png = _png(pixels)
        if len(png) <= len(jpeg):
            return PNG, _checked(PNG, png)
    return JPEG, _checked(JPEG, jpeg)


def _jpeg(pixels: Image.Image, quality: int) -> bytes:
    """With colour at full resolution (coloured line art frays at 4:2:0); progressive unless that takes much memory."""
    packed = pixels.width * pixels.height <= MOST_PACKED
    # Pillow gives libjpeg one buffer for the whole file, too small for noise unless this is large; it only grows,
    # so that threads need not agree on it.
    ImageFile.MAXBLOCK = max(ImageFile.MAXBLOCK, BYTES_PER_PIXEL * pixels.width * pixels.height + (1 << 16))
    out = io.BytesIO()
    pixels.save(out, "JPEG", quality=quality, subsampling=0, optimize=packed, progressive=packed)
    return out.getvalue()


def _png(pixels: Image.Image) -> bytes:
    out = io.BytesIO()
    _with_palette(pixels).save(out, "PNG", compress_level=PNG_EFFORT)
    return out.getvalue()


def _with_palette(pixels: Image.Image) -> Image.Image:
    """The same pixels through a palette where that is exact and shorter: 256 colours, or 16 greys."""
    few = pixels.getcolors(256 if pixels.mode == "RGB" else 16)
    if few is None:
        return pixels
    wide = pixels.convert("RGB")
    indexed = wide.quantize(len(few), Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    same = ImageChops.difference(indexed.convert("RGB"), wide).getbbox() is None
    return indexed if same else pixels


def _estimated_png(pixels: Image.Image) -> float:
    """Bytes of the picture as PNG, judged by a few bands of rows."""
    bands = min(_SAMPLES, -(-pixels.height // _SAMPLE_ROWS))
    rows = min(_SAMPLE_ROWS, pixels.height)
    sample = Image.new(pixels.mode, (pixels.width, bands * rows))
    for band in range(bands):
        top = (pixels.height - rows) * band // max(1, bands - 1)
        sample.paste(pixels.crop((0, top, pixels.width, top + rows)), (0, band * rows))
    out = io.BytesIO()
    _with_palette(sample).save(out, "PNG", compress_level=3)
    return len(out.getvalue()) * pixels.height / sample.height


def foreign_parts(media_type: str, data: bytes) -> tuple[str, ...]:
    """Parts of a JPEG or PNG that none of ours has, by name; `tail` for bytes behind its end."""
    walk: dict[str, Callable[[io.BytesIO], list[str]]] = {JPEG: _foreign_markers, PNG: _foreign_chunks}
    file = io.BytesIO(data)
    found = walk[media_type](file)
    return (*found, "tail") if file.read(1) else tuple(found)


def _foreign_markers(file: io.BytesIO) -> list[str]:
    return [f"FF{marker:02X}" for marker in jpeg_markers(file) if marker not in ALLOWED_MARKERS]


def _foreign_chunks(file: io.BytesIO) -> list[str]:
    return [name.decode("latin-1") for name, _, _ in png_chunks(file) if name not in ALLOWED_CHUNKS]


def _checked(media_type: str, data: bytes) -> bytes:
    if foreign := foreign_parts(media_type, data):
        raise RuntimeError(f"the encoder wrote more than pixels: {', '.join(foreign)}")
    return data
