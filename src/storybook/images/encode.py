"""Writes pixels, and nothing but pixels, as JPEG, PNG or WebP, with one of a few settings."""

import io

from PIL import Image, ImageChops

from storybook.images import vips
from storybook.images.anatomy import png_chunks
from storybook.images.own_parts import CHUNKS, foreign_parts
from storybook.images.setting import Encoder, Setting

PNG_EFFORT = 7
"""zlib's level: 9 takes seven times as long for one byte less in a hundred."""

FLAT_EFFORT = 9
"""The same for few colours, of which it makes a tenth fewer bytes, and soon."""

MOST_PACKED = 20_000_000
"""Pixels of a JPEG that gets tables of its own: its encoder keeps all of it, at 6 bytes for each pixel."""

_WEBP_EFFORT = 4
_PALETTE_EFFORT = 4


def encoded(pixels: Image.Image, setting: Setting, *, progressive: bool = True) -> bytes:
    """The bytes of pixels (L or RGB), the same each time; progressive: a JPEG in several passes, in fewer bytes."""
    pixels.info = {}  # what the master says about itself; Pillow would write some of it
    data = _written(pixels, setting, progressive)
    if foreign := foreign_parts(setting.encoder.media_type, data):
        raise RuntimeError(f"the encoder wrote more than pixels: {', '.join(foreign)}")
    return data


def _written(pixels: Image.Image, setting: Setting, progressive: bool) -> bytes:
    if setting.encoder is Encoder.PNG:
        return _png(pixels)
    image = vips.in_memory(pixels.tobytes(), *pixels.size, len(pixels.getbands()))
    match setting.encoder:
        case Encoder.WEBP:
            return vips.webp(image, setting.quality, _WEBP_EFFORT)
        case Encoder.WEBP_LOSSLESS:
            return vips.webp_lossless(image, _WEBP_EFFORT)
        case Encoder.PALETTE:
            return _bare_png(vips.palette_png(image, setting.quality, _PALETTE_EFFORT))
        case _:
            packed = pixels.width * pixels.height <= MOST_PACKED
            how = vips.JpegWay(
                full_colour=setting.encoder is not Encoder.JPEG_HALF,
                packed=packed,
                progressive=packed and progressive,
            )
            return vips.jpeg(image, setting.quality, how)


def _png(pixels: Image.Image) -> bytes:
    out = io.BytesIO()
    written = _with_palette(pixels)
    written.save(out, "PNG", compress_level=FLAT_EFFORT if written.mode == "P" else PNG_EFFORT)
    return out.getvalue()


def _bare_png(data: bytes) -> bytes:
    """A PNG without what its writer says beside pixels: libvips always writes a resolution."""
    kept = [data[:8]]
    kept += [
        data[start - 8 : start + length + 4]
        for name, start, length in png_chunks(io.BytesIO(data), check=False)
        if name in CHUNKS
    ]
    return b"".join(kept)


def _with_palette(pixels: Image.Image) -> Image.Image:
    """The same pixels through a palette where that is exact and shorter: 256 colours, or 16 greys."""
    few = pixels.getcolors(256 if pixels.mode == "RGB" else 16)
    if few is None:
        return pixels
    wide = pixels.convert("RGB")
    indexed = wide.quantize(len(few))
    same = ImageChops.difference(indexed.convert("RGB"), wide).getbbox() is None
    return indexed if same else pixels


_SAMPLES = 8
_SAMPLE_ROWS = 8


def estimated_png(pixels: Image.Image) -> float:
    """Bytes of the picture as a lossless PNG, judged by a few bands of rows."""
    bands = min(_SAMPLES, -(-pixels.height // _SAMPLE_ROWS))
    rows = min(_SAMPLE_ROWS, pixels.height)
    sample = Image.new(pixels.mode, (pixels.width, bands * rows))
    for band in range(bands):
        top = (pixels.height - rows) * band // max(1, bands - 1)
        sample.paste(pixels.crop((0, top, pixels.width, top + rows)), (0, band * rows))
    out = io.BytesIO()
    _with_palette(sample).save(out, "PNG", compress_level=3)
    return len(out.getvalue()) * pixels.height / sample.height
