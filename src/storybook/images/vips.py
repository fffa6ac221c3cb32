"""The one door to libvips: reads plain pictures in bands, resizes and encodes them; loaded when first used.

libvips comes as the wheel `pyvips-binary`. Its module is called without `pyvips`, which is only published as source and
would be built on the user's machine, against whatever libvips is found there.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from io import UnsupportedOperation
from typing import Any, BinaryIO

from storybook.images.kinds import JPEG, PNG, WEBP

_LOADERS = {JPEG: "jpegload_source", PNG: "pngload_source", WEBP: "webpload_source"}
_SEQUENTIAL, _FAIL_ON_WARNING = 1, 3  # VipsAccess, VipsFailOn
_UCHAR = 0  # VipsBandFormat
_GREY, _SRGB = 1, 22  # VipsInterpretation
_FULL_COLOUR, _HALVED_COLOUR = 2, 1  # VipsForeignSubsample: off, on
_NOTHING = 0  # VipsForeignKeep
_INT, _BOOLEAN, _ENUM, _FLAGS, _DOUBLE, _OBJECT = 24, 20, 48, 52, 60, 80  # GLib's fundamental types

MOST_WEBP = 16_383
"""Pixels along a side of a WebP at the most."""


class VipsError(Exception):
    """libvips would not do it: the picture is damaged, odd, or too large for memory."""


@cache
def _library() -> tuple[Any, Any]:
    """The module's `ffi` and `lib`: one thread for each picture, nothing kept from one operation to the next."""
    os.environ |= {"VIPS_CONCURRENCY": "1", "VIPS_WARNING": "off"}  # what it warns of goes nowhere
    from _libvips import ffi, lib

    if lib.vips_init(b"storybook") != 0:
        raise VipsError("libvips does not start")
    lib.vips_concurrency_set(1)
    lib.vips_cache_set_max(0)
    lib.vips_cache_set_max_mem(0)
    lib.vips_cache_set_max_files(0)
    return ffi, lib


_starting = threading.Lock()


def library() -> tuple[Any, Any]:
    """`ffi` and `lib` of libvips, started once."""
    with _starting:
        return _library()


class Image:
    """A picture in libvips: maybe not decoded yet. keeps: what must live as long as it does."""

    __slots__ = ("_keeps", "pointer")

    def __init__(self, pointer: Any, *keeps: object) -> None:  # noqa: ANN401
        self.pointer = pointer
        self._keeps = keeps

    def __del__(self) -> None:
        _, lib = library()
        lib.g_object_unref(self.pointer)

    @property
    def width(self) -> int:
        """Px."""
        return _number(self, "width")

    @property
    def height(self) -> int:
        """Px."""
        return _number(self, "height")

    @property
    def bands(self) -> int:
        """1 grey, 2 with transparency, 3 colour, 4 with transparency."""
        return _number(self, "bands")

    @property
    def plain(self) -> bool:
        """Whether it is 8-bit grey or sRGB, with or without transparency."""
        return (
            _number(self, "format") == _UCHAR
            and _number(self, "interpretation") in {_GREY, _SRGB}
            and (self.bands in {1, 2}) == (_number(self, "interpretation") == _GREY)
            and self.bands <= 4
        )


def _number(image: Image, name: str) -> int:
    ffi, lib = library()
    value = ffi.new("GValue*")
    lib.g_value_init(value, _type_of(image.pointer, name))
    lib.g_object_get_property(ffi.cast("GObject*", image.pointer), name.encode(), value)
    kind = lib.g_type_fundamental(value.g_type)
    number = int(lib.g_value_get_enum(value) if kind == _ENUM else lib.g_value_get_int(value))
    lib.g_value_unset(value)
    return number


def _type_of(thing: Any, name: str) -> int:  # noqa: ANN401
    ffi, lib = library()
    sorts = ("GParamSpec", "VipsArgumentClass", "VipsArgumentInstance")
    spec, of_class, of_thing = (ffi.new(f"{sort}**") for sort in sorts)
    found = lib.vips_object_get_argument(ffi.cast("VipsObject*", thing), name.encode(), spec, of_class, of_thing)
    if found != 0:
        raise _fault(ffi, lib)
    return int(spec[0].value_type)


def _set(operation: Any, name: str, given: object) -> None:  # noqa: ANN401
    ffi, lib = library()
    value = ffi.new("GValue*")
    kind = _type_of(operation, name)
    lib.g_value_init(value, kind)
    fundamental = lib.g_type_fundamental(kind)
    if fundamental == _BOOLEAN:
        lib.g_value_set_boolean(value, int(bool(given)))
    elif fundamental == _INT:
        lib.g_value_set_int(value, given)
    elif fundamental == _DOUBLE:
        lib.g_value_set_double(value, given)
    elif fundamental == _ENUM:
        lib.g_value_set_enum(value, given)
    elif fundamental == _FLAGS:
        lib.g_value_set_flags(value, given)
    elif fundamental == _OBJECT:
        lib.g_value_set_object(value, given.pointer if isinstance(given, Image) else given)
    elif isinstance(given, tuple):
        lib.vips_value_set_array_double(value, ffi.new("double[]", given), len(given))
    else:
        raise VipsError(f"no way to set {name}")
    lib.g_object_set_property(ffi.cast("GObject*", operation), name.encode(), value)
    lib.g_value_unset(value)


@contextmanager
def _done(name: str, arguments: dict[str, object]) -> Iterator[Any]:
    """An operation that was carried out with these arguments."""
    ffi, lib = library()
    fresh = lib.vips_operation_new(name.encode())
    if fresh == ffi.NULL:
        raise _fault(ffi, lib)
    try:
        for key, given in arguments.items():
            _set(fresh, key, given)
        built = lib.vips_cache_operation_build(fresh)
    finally:
        lib.g_object_unref(fresh)
    if built == ffi.NULL:
        raise _fault(ffi, lib)
    try:
        yield built
    finally:
        lib.vips_object_unref_outputs(ffi.cast("VipsObject*", built))
        lib.g_object_unref(built)


def _fault(ffi: Any, lib: Any) -> VipsError:  # noqa: ANN401
    said = ffi.string(lib.vips_error_buffer()).decode("utf-8", "replace")
    lib.vips_error_clear()
    return VipsError(said.strip() or "unknown")


def _image_of(operation: Any, *keeps: object) -> Image:  # noqa: ANN401
    ffi, lib = library()
    value = ffi.new("GValue*")
    lib.g_value_init(value, _type_of(operation, "out"))
    lib.g_object_get_property(ffi.cast("GObject*", operation), b"out", value)
    pointer = ffi.cast("VipsImage*", lib.g_value_get_object(value))
    lib.g_object_ref(pointer)
    lib.g_value_unset(value)
    return Image(pointer, *keeps)


def _bytes_of(operation: Any) -> bytes:  # noqa: ANN401
    ffi, lib = library()
    value, length = ffi.new("GValue*"), ffi.new("size_t*")
    lib.g_value_init(value, _type_of(operation, "buffer"))
    lib.g_object_get_property(ffi.cast("GObject*", operation), b"buffer", value)
    data = bytes(ffi.buffer(lib.vips_value_get_blob(value, length), length[0]))
    lib.g_value_unset(value)
    return data


def opened(file: BinaryIO, kind: str, shrink: int = 1) -> Image:
    """A picture of a media type, to be read once from top to bottom; VipsError where it is not whole.

    shrink: 1, 2, 4 or 8, how many times smaller a JPEG is decoded. Who reads on in the file must seek from its end.
    """
    ffi, lib = library()
    keeps: tuple[object, ...] = ()
    try:
        descriptor = file.fileno()
        os.lseek(descriptor, 0, os.SEEK_SET)
        source = lib.vips_source_new_from_descriptor(descriptor)
    except (UnsupportedOperation, AttributeError):
        file.seek(0)
        data = file.read()
        keeps = (ffi.from_buffer(data), data)
        source = lib.vips_source_new_from_memory(keeps[0], len(data))
    if source == ffi.NULL:
        raise _fault(ffi, lib)
    arguments: dict[str, object] = {"source": source, "access": _SEQUENTIAL, "fail-on": _FAIL_ON_WARNING}
    if kind == JPEG:
        arguments["shrink"] = shrink
    try:
        with _done(_LOADERS[kind], arguments) as operation:
            return _image_of(operation, *keeps)
    finally:
        lib.g_object_unref(source)


def in_memory(data: Any, width: int, height: int, bands: int) -> Image:  # noqa: ANN401
    """A picture whose 8-bit pixels lie in a buffer, row by row."""
    ffi, lib = library()
    place = ffi.from_buffer(data)
    pointer = lib.vips_image_new_from_memory(place, len(place), width, height, bands, _UCHAR)
    if pointer == ffi.NULL:
        raise _fault(ffi, lib)
    bare = Image(pointer, place, data)
    with _done("copy", {"in": bare, "interpretation": _GREY if bands <= 2 else _SRGB}) as operation:
        return _image_of(operation, bare)


def part_of(image: Image, left: int, top: int, width: int, height: int) -> Image:
    """A rectangle (px) of a picture."""
    if (left, top, width, height) == (0, 0, image.width, image.height):
        return image
    box: dict[str, object] = {"left": left, "top": top, "width": width, "height": height}
    with _done("extract_area", {"input": image, **box}) as operation:
        return _image_of(operation, image)


def on_paper(image: Image, paper: int) -> Image:
    """A picture without transparency: what is clear shows a grey of this value."""
    if image.bands not in {2, 4}:
        return image
    with _done("flatten", {"in": image, "background": (float(paper),) * (image.bands - 1)}) as operation:
        return _image_of(operation, image)


def resized(image: Image, width: int, height: int) -> Image:
    """A picture at another size (px), through Lanczos 3."""
    if (width, height) == (image.width, image.height):
        return image
    scales: dict[str, object] = {"scale": width / image.width, "vscale": height / image.height}
    with _done("resize", {"in": image, **scales}) as operation:
        result = _image_of(operation, image)
    if (result.width, result.height) != (width, height):
        raise VipsError("another size than was asked for")
    return result


def pixels_of(image: Image) -> bytes:
    """All 8-bit pixels of a picture, row by row; now it is decoded."""
    ffi, lib = library()
    size = ffi.new("size_t*")
    data = lib.vips_image_write_to_memory(image.pointer, size)
    if data == ffi.NULL:
        raise _fault(ffi, lib)
    try:
        return bytes(ffi.buffer(data, size[0]))
    finally:
        lib.g_free(data)


def bands_of(image: Image, last: int, rows: int) -> Iterator[tuple[int, bytes]]:
    """The rows of a picture from the first to `last`, so many at a time: number of the first, and 8-bit pixels."""
    ffi, lib = library()
    region = lib.vips_region_new(image.pointer)
    if region == ffi.NULL:
        raise _fault(ffi, lib)
    size = ffi.new("size_t*")
    width = image.width
    try:
        for top in range(0, last, rows):
            data = lib.vips_region_fetch(region, 0, top, width, min(rows, last - top), size)
            if data == ffi.NULL:
                raise _fault(ffi, lib)
            try:
                band = bytes(ffi.buffer(data, size[0]))
            finally:
                lib.g_free(data)
            yield top, band
    finally:
        lib.g_object_unref(region)


@dataclass(frozen=True, slots=True)
class JpegWay:
    """How a JPEG is written, beside its quality.

    full_colour: colour at full resolution, else half; packed: with Huffman tables of its own; progressive: in several
    passes. The last two change no pixel.
    """

    full_colour: bool
    packed: bool
    progressive: bool


_ANNEX_K = 0
"""The quantisation tables of Annex K of the standard, by mozjpeg's number."""


def jpeg(image: Image, quality: int, way: JpegWay) -> bytes:
    """A JPEG.

    Two things of mozjpeg's are left out: trellis quantisation saves nothing at an equal score for four times the work,
    and trying out the passes takes three times the work for 4 % of the bytes (benchmarks/images.md).
    """
    how: dict[str, object] = {
        "Q": quality,
        "subsample-mode": _FULL_COLOUR if way.full_colour else _HALVED_COLOUR,
        "optimize-coding": way.packed,
        "interlace": way.progressive,
        "quant-table": _ANNEX_K,
    }
    return _saved("jpegsave_buffer", image, how)


def webp(image: Image, quality: int, effort: int) -> bytes:
    """A lossy WebP; effort: 0 to 6."""
    return _saved("webpsave_buffer", image, {"Q": quality, "effort": effort})


def webp_lossless(image: Image, effort: int) -> bytes:
    """A WebP with every pixel as it is; effort: 0 to 6."""
    return _saved("webpsave_buffer", image, {"lossless": True, "effort": effort})


def palette_png(image: Image, bits: int, effort: int) -> bytes:
    """A PNG through a palette of 2, 4, 16 or 256 colours (1, 2, 4 or 8 bits), without dither; effort: 1 to 10."""
    how: dict[str, object] = {"palette": True, "bitdepth": bits, "dither": 0.0, "effort": effort, "compression": 9}
    return _saved("pngsave_buffer", image, how)


def _saved(name: str, image: Image, how: dict[str, object]) -> bytes:
    with _done(name, {"in": image, "keep": _NOTHING, **how}) as operation:
        return _bytes_of(operation)
