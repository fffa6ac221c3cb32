"""Brings pixels of every layout to 8-bit sRGB or grey, without transparency."""

import io
import struct

from PIL import Image, ImageChops, ImageCms

PAPER = 255
"""What shows through transparent parts: the white of the page."""

_MOST_TAGS = 1000
"""Tags of a profile that are looked at; lcms reads a hundred."""

_ROWS = 256
"""Rows that are looked at a time."""

_LATTICE = tuple((r, g, b) for r in range(0, 256, 51) for g in range(0, 256, 51) for b in range(0, 256, 51))


def is_plain(image: Image.Image) -> bool:
    """Whether pixels can be resized as they are."""
    return image.mode in {"L", "RGB", "CMYK"} and "transparency" not in image.info


def plain_mode(image: Image.Image) -> str:
    """The mode that `plain` gives."""
    if image.mode in {"CMYK", "L"}:
        return image.mode
    return "L" if image.mode in {"1", "LA", "La"} or image.mode.startswith("I;16") else "RGB"


def plain(image: Image.Image) -> Image.Image:
    """8-bit L, RGB or CMYK; palettes looked up, 16 bits brought to 8, transparent parts shown on white paper."""
    mode = plain_mode(image)
    if image.mode.startswith("I;16"):
        return _from_16_bits(image)
    if image.mode in {"1", "L"} and "transparency" in image.info:
        layered = image.convert("LA")
    elif image.mode in {"LA", "RGBA"}:
        layered = image
    elif image.mode in {"La", "RGBa"}:
        layered = image.convert(image.mode.upper())
    elif image.mode == "PA" or "transparency" in image.info:
        layered = image.convert("RGBA")
    else:
        return image.convert(mode)
    page = Image.new(mode, image.size, PAPER if mode == "L" else (PAPER,) * 3)
    page.paste(layered.convert(mode), mask=layered.getchannel("A"))
    return page


def _from_16_bits(image: Image.Image) -> Image.Image:
    deep = image.convert("I")
    grey = deep.point(lambda value: value * (1 / 257) + 0.5).convert("L")
    clear = image.info.get("transparency")
    if isinstance(clear, int):
        grey.paste(PAPER, mask=deep.point([255 if value == clear else 0 for value in range(1 << 16)], "L"))
    return grey


def to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """L or RGB in sRGB, from L, RGB or CMYK with the colour profile of the file, if it has one.

    A profile that is damaged or made for another layout counts as none, as in every viewer. Without one, L and RGB
    are taken for sRGB, and CMYK is mixed as (1 - ink) × (1 - black), Pillow's way.
    """
    managed = _through_profile(image, profile) if profile else image
    return managed.convert("RGB") if managed.mode == "CMYK" else managed


def _through_profile(image: Image.Image, profile: bytes) -> Image.Image:
    mode = image.mode
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(_without_steps(profile)))
        if source.profile.xcolor_space != {"L": "GRAY", "RGB": "RGB ", "CMYK": "CMYK"}[mode]:
            return image
        transform = ImageCms.buildTransform(
            source,
            ImageCms.createProfile("sRGB"),
            mode,
            "RGB",
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
        if mode != "CMYK" and _changes_nothing(transform, mode):
            return image
        managed = ImageCms.applyTransform(image, transform)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    if managed is None:
        return image
    return managed.convert("L") if mode == "L" else managed


def _without_steps(profile: bytes) -> bytes:
    """A profile without its multi-process tags: rarely written, never the only ones, and as slow as one likes."""
    made = bytearray(profile)
    (count,) = struct.unpack_from(">I", made, 128) if len(made) >= 132 else (0,)
    for place in range(132, min(132 + 12 * min(count, _MOST_TAGS), len(made) - 11), 12):
        if profile[place : place + 3] in (b"D2B", b"B2D"):
            made[place] = ord("x")
    return bytes(made)


def _changes_nothing(transform: ImageCms.ImageCmsTransform, mode: str) -> bool:
    """Whether a transform moves no colour of a coarse lattice by more than 1 in 255: sRGB under any name."""
    lattice = Image.new("RGB", (len(_LATTICE), 1))
    lattice.putdata(_LATTICE)
    if mode == "L":
        lattice = Image.linear_gradient("L").convert("RGB")
    moved = ImageCms.applyTransform(lattice.convert(mode), transform)
    if moved is None:
        return False
    highest = ImageChops.difference(lattice, moved).getextrema()
    return all(isinstance(band, tuple) and band[1] <= 1 for band in highest)


def without_colour(image: Image.Image) -> Image.Image:
    """The picture as L where it is grey throughout, else as it is."""
    if image.mode != "RGB":
        return image
    for top in range(0, image.height, _ROWS):
        red, green, blue = image.crop((0, top, image.width, min(top + _ROWS, image.height))).split()
        if ImageChops.difference(red, green).getbbox() or ImageChops.difference(green, blue).getbbox():
            return image
    return image.getchannel(0)
