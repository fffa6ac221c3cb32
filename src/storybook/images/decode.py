"""Opens masters strictly: known formats only, told by content; whole, unharmed and of bounded size."""

import struct
import threading
import warnings
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from math import ceil
from typing import BinaryIO

from PIL import GifImagePlugin, ImageFile, JpegImagePlugin, PngImagePlugin, TiffImagePlugin, WebPImagePlugin

from storybook.errors import Problem, SourceError, Where
from storybook.images import kinds
from storybook.images.anatomy import MalformedError, exif_orientation, jpeg_markers, png_chunks

MAX_PIXELS = 150_000_000
"""Pixels of a master at the most: a strip of 1,600 × 90,000, or A2 at 600 ppi; 600 MB when decoded."""

MAX_BYTES = 1 << 29
"""Bytes of a master's file at the most (512 MiB)."""

MAX_EXIF = 1 << 24

_PLUGINS: dict[str, Callable[[BinaryIO], ImageFile.ImageFile]] = {
    kinds.JPEG: JpegImagePlugin.JpegImageFile,
    kinds.PNG: PngImagePlugin.PngImageFile,
    kinds.WEBP: WebPImagePlugin.WebPImageFile,
    kinds.GIF: GifImagePlugin.GifImageFile,
    kinds.TIFF: TiffImagePlugin.TiffImageFile,
}

MODES = frozenset({"1", "L", "LA", "La", "P", "PA", "RGB", "RGBA", "RGBa", "RGBX", "CMYK", "YCbCr", "I;16", "I;16B"})
"""Pixel layouts, in Pillow's names, that can be brought to sRGB."""

_opening = threading.Lock()


@dataclass(frozen=True, slots=True)
class ImageFacts:
    """Size in px after orientation is applied, and media type."""

    width: int
    height: int
    media_type: str


@dataclass(frozen=True, slots=True)
class Master:
    """An opened master: pixels as the file holds them, and the EXIF orientation (1 to 8) they are to be shown in."""

    image: ImageFile.ImageFile
    orientation: int
    media_type: str
    file: BinaryIO
    name: str
    where: Where | None

    @property
    def turned(self) -> bool:
        """Whether width and height change places when it is shown."""
        return self.orientation >= 5

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in px as it is shown."""
        width, height = self.image.size
        return (height, width) if self.turned else (width, height)


def probe(file: BinaryIO, name: str, where: Where | None) -> ImageFacts:
    """Size and type of a picture, from its headers only; name is its path, where the place that uses it."""
    master = open_master(file, name, where)
    return ImageFacts(*master.size, master.media_type)


def load(master: Master, shrink: float = 1.0) -> None:
    """Decode all pixels of a master; SourceError where the file is damaged or cut off.

    shrink: how many times smaller it will be shown. A JPEG is then decoded at a half, quarter or eighth of its size
    where that leaves twice what is shown.
    """
    _check_structure(master)
    image = master.image
    if master.media_type == kinds.JPEG and shrink > 2:
        image.draft(image.mode, (ceil(image.width * 2 / shrink), ceil(image.height * 2 / shrink)))
    try:
        master.file.seek(0)
        ImageFile.LOAD_TRUNCATED_IMAGES = False  # importing WeasyPrint sets it for the whole process
        with _without_warnings() if master.media_type == kinds.TIFF else nullcontext():
            image.load()
    except Exception as error:
        raise _damaged(master.name, master.where) from error


def open_master(file: BinaryIO, name: str, where: Where | None) -> Master:
    """A picture's headers, read and found fit to decode; name is its path, where the place that uses it."""
    if file.seek(0, 2) > MAX_BYTES:
        raise _refused(name, where, f"is larger than {MAX_BYTES >> 20} MiB", "export it with compression, or smaller")
    file.seek(0)
    kind = kinds.kind_of(file.read(kinds.HEAD_LENGTH))
    if isinstance(kind, kinds.Stranger):
        raise _refused(name, where, f"is {kind.label}; {kinds.READABLE} are read", kind.hint)
    if kind == kinds.WEBP:
        _check_size(*_webp_size(file, name, where), name, where)
    file.seek(0)
    try:
        with _without_warnings():
            ImageFile.LOAD_TRUNCATED_IMAGES = False
            image = _PLUGINS[kind](file)
            frames = _frames(image)
    except Exception as error:
        raise _damaged(name, where) from error
    _check_size(*image.size, name, where)
    _check_frames(frames, kind, name, where)
    _check_mode(image, name, where)
    return Master(image, _orientation(image, file, kind), kind, file, name, where)


@contextmanager
def _without_warnings() -> Iterator[None]:
    """One thread at a time without Pillow's warnings on odd metadata: filters belong to the whole process."""
    with _opening, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _check_size(width: int, height: int, name: str, where: Where | None) -> None:
    if width * height > MAX_PIXELS:
        what = f"has {width:,} × {height:,} pixels; more than {MAX_PIXELS // 1_000_000} million are not read"
        raise _refused(name, where, what, "export it smaller, or cut it into several pictures")


def _frames(image: ImageFile.ImageFile) -> int:
    """Pictures in the file; any number above 1 for a moving GIF, whose frames are dear to count."""
    if isinstance(image, GifImagePlugin.GifImageFile):
        return 1 + int(image.is_animated)
    if isinstance(image, JpegImagePlugin.JpegImageFile):
        return 1
    return int(getattr(image, "n_frames", 1))


def _check_frames(frames: int, kind: str, name: str, where: Where | None) -> None:
    if frames > 1 and kind == kinds.TIFF:
        raise _refused(name, where, f"is a TIFF of {frames} pages", "export the page you want as one picture")
    if frames > 1:
        raise _refused(name, where, "is animated, and a book's page stands still", "save one frame of it as PNG")


def _check_mode(image: ImageFile.ImageFile, name: str, where: Where | None) -> None:
    if image.mode not in MODES or not _is_plain_depth(image):
        what = f"holds its colours in a way that is not read ({image.mode})"
        raise _refused(name, where, what, "save it as RGB or greyscale, with 8 or 16 bits for each colour")


def _is_plain_depth(image: ImageFile.ImageFile) -> bool:
    """False for a TIFF whose 10 to 14 bits, or inverted 16 bits, Pillow hands over as if they were plain 16 bits."""
    if not isinstance(image, TiffImagePlugin.TiffImageFile) or not image.mode.startswith("I;16"):
        return True
    tags = image.tag_v2
    inverted = tags.get(TiffImagePlugin.PHOTOMETRIC_INTERPRETATION) == 0
    return max(tags.get(TiffImagePlugin.BITSPERSAMPLE, (1,))) == 16 and not inverted


def _check_structure(master: Master) -> None:
    """What Pillow does not look at: the checksums of a PNG's pixel data, the end of a JPEG."""
    master.file.seek(0)
    try:
        if master.media_type == kinds.PNG:
            deque(png_chunks(master.file), maxlen=0)
        elif master.media_type == kinds.JPEG:
            deque(jpeg_markers(master.file), maxlen=0)
    except MalformedError as error:
        raise _damaged(master.name, master.where) from error


def _orientation(image: ImageFile.ImageFile, file: BinaryIO, kind: str) -> int:
    if kind == kinds.TIFF:
        return 1  # Pillow turns a TIFF upright by itself
    if kind == kinds.PNG:
        return exif_orientation(_png_exif(file))
    exif = image.info.get("exif", b"")
    return exif_orientation(exif) if isinstance(exif, bytes) else 1


def _png_exif(file: BinaryIO) -> bytes:
    """The eXIf chunk of a PNG, which may stand behind the pixels."""
    place = file.tell()
    file.seek(0)
    found = b""
    with suppress(MalformedError):
        for name, start, length in png_chunks(file, check=False):
            if name == b"eXIf" and length <= MAX_EXIF:
                file.seek(start)
                found = file.read(length)
                break
    file.seek(place)
    return found


def _webp_size(file: BinaryIO, name: str, where: Where | None) -> tuple[int, int]:
    """Size of a WebP from its first chunk, before its decoder makes room for it."""
    file.seek(12)
    head = file.read(18)
    try:
        if head[:4] == b"VP8X":
            return _three_bytes(head, 12) + 1, _three_bytes(head, 15) + 1
        if head[:4] == b"VP8L":
            (bits,) = struct.unpack_from("<I", head, 9)
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        width, height = struct.unpack_from("<HH", head, 14)
    except struct.error as error:
        raise _damaged(name, where) from error
    return width & 0x3FFF, height & 0x3FFF


def _three_bytes(data: bytes, start: int) -> int:
    (low, high) = struct.unpack_from("<HB", data, start)
    return int(low | high << 16)


def _damaged(name: str, where: Where | None) -> SourceError:
    hint = "copy it again from where it came, or open it in a picture program, look at it well and save it anew"
    return _refused(name, where, "is damaged or cut off and cannot be read whole", hint)


def _refused(name: str, where: Where | None, what: str, hint: str) -> SourceError:
    return SourceError(Problem(f"the picture {name} {what}", where=where, hint=hint))
