"""Opens masters strictly: known formats only, told by content; whole, unharmed and of bounded size."""

import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from typing import BinaryIO, cast

from PIL import GifImagePlugin, ImageFile, JpegImagePlugin, PngImagePlugin, TiffImagePlugin, WebPImagePlugin

from storybook.errors import Problem, SourceError, Where
from storybook.images import kinds
from storybook.images.anatomy import MalformedError, exif_orientation, png_chunks
from storybook.images.limits import TooMuchError
from storybook.images.survey import Survey, check_memory, survey

MAX_BYTES = 1 << 29
"""Bytes of a master's file at the most (512 MiB)."""

MAX_EXIF = 1 << 24

_STEP = 1 << 16
"""Bytes of a file that are handed to a decoder at a time."""

_PLUGINS: dict[str, Callable[[BinaryIO], ImageFile.ImageFile]] = {
    kinds.JPEG: JpegImagePlugin.JpegImageFile,
    kinds.PNG: PngImagePlugin.PngImageFile,
    kinds.WEBP: WebPImagePlugin.WebPImageFile,
    kinds.GIF: GifImagePlugin.GifImageFile,
    kinds.TIFF: TiffImagePlugin.TiffImageFile,
}

MODES = frozenset({"1", "L", "LA", "La", "P", "PA", "RGB", "RGBA", "RGBa", "RGBX", "CMYK", "YCbCr", "I;16", "I;16B"})
"""Pixel layouts, in Pillow's names, that can be brought to sRGB."""

_FACTS: dict[str, tuple[type, ...]] = {
    "icc_profile": (bytes,),
    "transparency": (bytes, int, tuple),
    "exif": (bytes,),
}
"""What is kept of what a file says beside its pixels, and the sort of value each has."""

DRAWING_MEMORY = 300_000_000
"""Bytes that a drawing (SVG) takes at the most while it is drawn."""

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
    survey: Survey
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
    with memory_at_hand(name, where):
        master = open_master(file, name, where)
        return ImageFacts(*master.size, master.media_type)


def memory_for(file: BinaryIO, shrink: float = 1.0) -> int:
    """Bytes that reading a picture takes when it is shown so many times smaller; 0 if it will be refused."""
    file.seek(0)
    kind = kinds.kind_of(file.read(kinds.HEAD_LENGTH))
    if kind == kinds.SVG:
        return DRAWING_MEMORY
    try:
        return survey(file, kind).memory(shrink) if isinstance(kind, str) else 0
    except (TooMuchError, MalformedError):
        return 0


def load(master: Master, shrink: float = 1.0) -> None:
    """Decode all pixels of a master; SourceError where the file is damaged or cut off.

    shrink: how many times smaller it will be shown. A JPEG is then decoded at a half, quarter or eighth of its size
    where that leaves twice what is shown.
    """
    check_whole(master, shrink)
    image = master.image
    try:
        image.draft(None, master.survey.draft_size(shrink))
        master.file.seek(0)
        ImageFile.LOAD_TRUNCATED_IMAGES = False  # importing WeasyPrint sets it for the whole process
        with _without_warnings() if _may_warn(master) else nullcontext():
            image.load()
        _check_colours(master)
    except MemoryError:
        raise
    except Exception as error:
        raise _damaged(master.name, master.where) from error
    if ImageFile.LOAD_TRUNCATED_IMAGES:
        what = "may not have been read whole, since another library was loaded meanwhile"
        raise _refused(master.name, master.where, what, "build again")


def check_whole(master: Master, shrink: float) -> None:
    """SourceError where a master, shown so many times smaller, takes too much memory, or a checksum of it is wrong."""
    try:
        check_memory(master.survey, shrink)
        if master.media_type == kinds.PNG:
            _check_sums(master.file)
    except TooMuchError as error:
        raise _refused(master.name, master.where, error.what, error.hint) from None
    except MalformedError as error:
        raise _damaged(master.name, master.where) from error


def _check_colours(master: Master) -> None:
    """Pixels whose colour the palette does not have would be shown in any."""
    colours, image = master.survey.colours, master.image
    if colours and image.mode == "P" and cast(tuple[int, int], image.getextrema())[1] >= colours:
        raise MalformedError("a colour is not in the palette")


def _may_warn(master: Master) -> bool:
    """Whether Pillow may warn of something behind the headers: of a TIFF's tags, or of a PNG that would move."""
    return master.media_type == kinds.TIFF or master.survey.may_move


def open_master(file: BinaryIO, name: str, where: Where | None) -> Master:
    """A picture's headers, read and found fit to decode; name is its path, where the place that uses it."""
    if file.seek(0, 2) > MAX_BYTES:
        raise _refused(name, where, f"is larger than {MAX_BYTES >> 20} MiB", "export it with compression, or smaller")
    file.seek(0)
    kind = kinds.kind_of(file.read(kinds.HEAD_LENGTH))
    if isinstance(kind, kinds.Stranger):
        raise _refused(name, where, f"is {kind.label}; {kinds.READABLE} are read", kind.hint)
    try:
        found = survey(file, kind)
        _check_frames(found.pictures, kind, name, where)
        file.seek(0)
        with _without_warnings():
            ImageFile.LOAD_TRUNCATED_IMAGES = False
            image = _PLUGINS[kind](file)
            frames = _frames(image)
            sound = image.mode in MODES and _is_plain_depth(image)
    except TooMuchError as error:
        raise _refused(name, where, error.what, error.hint) from None
    except (MemoryError, SourceError):
        raise
    except Exception as error:
        raise _damaged(name, where) from error
    if not _is_as_surveyed(image, found):
        raise _damaged(name, where)
    _check_frames(frames, kind, name, where)
    if not sound:
        what = f"holds its colours in a way that is not read ({image.mode})"
        raise _refused(name, where, what, "save it as RGB or greyscale, with 8 or 16 bits for each colour")
    image.decodermaxblock = _STEP
    image.info = _facts_for_pixels(image, found, name, where)
    return Master(image, _orientation(image, file, kind), kind, found, file, name, where)


def _is_as_surveyed(image: ImageFile.ImageFile, found: Survey) -> bool:
    """Whether decoder and survey read the same size: what was held against the limits is what will be decoded."""
    return sorted(image.size) == sorted((found.width, found.height))


def _facts_for_pixels(
    image: ImageFile.ImageFile, found: Survey, name: str, where: Where | None
) -> dict[str | tuple[int, int], object]:
    """What a file says that pixels depend on; a PNG whose text chunks have taken the place of one is refused."""
    kept: dict[str | tuple[int, int], object] = {"interlace": 1} if found.interlaced else {}
    for key, sorts in _FACTS.items():
        value = image.info.get(key)
        if isinstance(value, sorts):
            kept[key] = value
        elif isinstance(value, str):
            raise _damaged(name, where)
    return kept


@contextmanager
def _without_warnings() -> Iterator[None]:
    """One thread at a time without Pillow's warnings on odd metadata: filters belong to the whole process."""
    with _opening, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _frames(image: ImageFile.ImageFile) -> int:
    """Pictures in the file, where its plugin knows without going through them."""
    many = isinstance(image, PngImagePlugin.PngImageFile | WebPImagePlugin.WebPImageFile)
    return int(getattr(image, "n_frames", 1)) if many else 1


def _check_frames(frames: int, kind: str, name: str, where: Where | None) -> None:
    if frames > 1 and kind == kinds.TIFF:
        raise _refused(name, where, f"is a TIFF of {frames} pages", "export the page you want as one picture")
    if frames > 1:
        raise _refused(name, where, "is animated, and a book's page stands still", "save one frame of it as PNG")


def _is_plain_depth(image: ImageFile.ImageFile) -> bool:
    """False for a TIFF whose 10 to 14 bits, or inverted 16 bits, Pillow hands over as if they were plain 16 bits."""
    if not isinstance(image, TiffImagePlugin.TiffImageFile) or not image.mode.startswith("I;16"):
        return True
    tags = image.tag_v2
    inverted = tags.get(TiffImagePlugin.PHOTOMETRIC_INTERPRETATION) == 0
    return max(tags.get(TiffImagePlugin.BITSPERSAMPLE, (1,))) == 16 and not inverted


def _check_sums(file: BinaryIO) -> None:
    """The checksums of a PNG's pixel data, which Pillow does not look at."""
    file.seek(0)
    for _ in png_chunks(file):
        pass  # each is checked as it goes by


def _orientation(image: ImageFile.ImageFile, file: BinaryIO, kind: str) -> int:
    if kind == kinds.TIFF:
        return 1  # Pillow turns a TIFF upright by itself
    if kind == kinds.PNG:
        return exif_orientation(_png_exif(file))
    exif = image.info.get("exif")
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


def _damaged(name: str, where: Where | None) -> SourceError:
    hint = "copy it again from where it came, or open it in a picture program, look at it well and save it anew"
    return _refused(name, where, "is damaged or cut off and cannot be read whole", hint)


@contextmanager
def memory_at_hand(name: str, where: Where | None) -> Iterator[None]:
    """Work on a picture; SourceError where memory runs out."""
    try:
        yield
    except MemoryError:
        hint = "export it smaller, or cut it into several pictures"
        raise _refused(name, where, "takes more memory to read than there is", hint) from None


def _refused(name: str, where: Where | None, what: str, hint: str) -> SourceError:
    return SourceError(Problem(f"the picture {name} {what}", where=where, hint=hint))
