"""Masters of any bytes: refused, or rebuilt from pixels with nothing else in the derivative."""

import io
import struct
import zlib

from PIL import Image

from images.masters import cornered, exif, png_chunk, saved, with_chunks, with_segments
from storybook.errors import SourceError
from storybook.images.decode import probe
from storybook.images.derive import derive
from storybook.images.own_parts import foreign_parts
from storybook.model.picture import ImageProfile

SMALL = cornered(24, 16)
PROFILES = (
    ImageProfile("both", 64, 64, None, 80, ("image/jpeg", "image/png")),
    ImageProfile("jpeg", 20, 20, None, 80, ("image/jpeg",)),
    ImageProfile("png", 64, 64, None, 80, ("image/png",)),
)
"""The first byte of the input chooses one."""

MOST_PIXELS = 250_000
"""Larger pictures are fit to be read, but too slow for a fuzzer."""

_JPEG = saved(SMALL, "JPEG")
_PNG = saved(SMALL, "PNG")
SEEDS = tuple(
    bytes([number % 3]) + data
    for number, data in enumerate(
        (
            _JPEG,
            saved(SMALL, "JPEG", progressive=True),
            saved(SMALL.convert("CMYK"), "JPEG"),
            with_segments(_JPEG, [(0xE1, exif(6, b"secret")), (0xFE, b"secret")], b"tail"),
            _PNG,
            with_chunks(_PNG, png_chunk(b"tEXt", b"a\0b"), png_chunk(b"eXIf", exif(8)[6:])),
            with_chunks(_PNG, png_chunk(b"zTXt", b"a\0\0" + zlib.compress(b"secret"))),
            saved(SMALL.convert("P"), "PNG", transparency=0),
            saved(SMALL.convert("I;16"), "PNG"),
            saved(SMALL, "WEBP"),
            saved(SMALL.convert("RGBA"), "WEBP", lossless=True),
            saved(SMALL.convert("P"), "GIF"),
            saved(SMALL, "GIF", save_all=True, append_images=[SMALL.rotate(90)]),
            saved(SMALL, "TIFF"),
            saved(SMALL, "TIFF", compression="tiff_lzw"),
            saved(SMALL.convert("1"), "TIFF", compression="group4"),
            saved(SMALL.convert("LA"), "TIFF"),
            b"\0\0\0\x18ftypheic" + bytes(12),
            b"%PDF-1.7",
            struct.pack("<4sI4s4sI", b"RIFF", 30, b"WEBP", b"VP8X", 10) + b"\xff" * 10,
        )
    )
)


def check(data: bytes) -> None:
    """Nothing but a SourceError comes of a picture, or a small file of allowed parts."""
    profile = PROFILES[data[0] % len(PROFILES)] if data else PROFILES[0]
    master = data[1:]
    try:
        facts = probe(io.BytesIO(master), "art/a.png", None)
        assert facts.width > 0
        assert facts.height > 0
        if facts.width * facts.height > MOST_PIXELS:
            return
        made = derive(io.BytesIO(master), "art/a.png", None, profile)
    except SourceError as refused:
        _check_refusal(refused)
        return
    assert made.media_type in profile.media_types
    assert foreign_parts(made.media_type, made.data) == ()
    assert 0 < made.width <= profile.max_width
    assert 0 < made.height <= profile.max_height
    with Image.open(io.BytesIO(made.data)) as shown:
        shown.load()
        assert shown.size == (made.width, made.height)
        assert not set(shown.info) & {"exif", "comment", "icc_profile", "xmp", "photoshop"}


def _check_refusal(refused: SourceError) -> None:
    said = str(refused)
    assert "art/a.png" in said
    assert "mend: " in said
    assert said.replace("\n", " ").isprintable(), repr(said)
