"""The door to libvips: plain pictures come through whole and as they are, and all else is refused."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from images.masters import ADOBE, cornered, exif, saved, shaded
from storybook.images import vips
from storybook.images.kinds import JPEG, PNG, WEBP
from storybook.images.vips import JpegWay, VipsError


def opened(picture: Image.Image, form: str = "PNG", **how: object) -> vips.Image:
    return vips.opened(io.BytesIO(saved(picture, form, **how)), f"image/{form.lower()}")


def held(picture: Image.Image) -> vips.Image:
    return vips.in_memory(picture.tobytes(), *picture.size, len(picture.getbands()))


@pytest.mark.parametrize(("mode", "bands"), [("L", 1), ("LA", 2), ("RGB", 3), ("RGBA", 4)])
def test_a_plain_picture_comes_through_as_it_is(mode: str, bands: int) -> None:
    picture = shaded(31, 22).convert(mode)
    for image in (opened(picture), held(picture)):
        assert (image.width, image.height, image.bands, image.plain) == (31, 22, bands, True)
        assert vips.pixels_of(image) == picture.tobytes()


def test_sixteen_bits_and_inks_are_not_plain() -> None:
    assert not opened(Image.new("I;16", (9, 9), 40_000)).plain
    assert not opened(shaded().convert("CMYK"), "JPEG").plain


def test_a_file_is_read_from_its_start_wherever_it_stands(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(saved(shaded(), "PNG"))
    with (tmp_path / "a").open("rb") as file:
        file.read(40)
        assert vips.pixels_of(vips.opened(file, PNG)) == shaded().tobytes()
    memory = io.BytesIO(saved(shaded(), "WEBP", lossless=True))
    memory.seek(40)
    assert vips.pixels_of(vips.opened(memory, WEBP)) == shaded().tobytes()


@pytest.mark.parametrize(("shrink", "size"), [(1, (800, 600)), (2, (400, 300)), (4, (200, 150)), (8, (100, 75))])
def test_a_jpeg_is_decoded_smaller(shrink: int, size: tuple[int, int]) -> None:
    image = vips.opened(io.BytesIO(saved(shaded(800, 600), "JPEG")), JPEG, shrink)
    assert (image.width, image.height) == size
    png = vips.opened(io.BytesIO(saved(shaded(800, 600), "PNG")), PNG, shrink)
    assert (png.width, png.height) == (800, 600)


def spoilt(form: str, at: int) -> bytes:
    data = saved(shaded(), form)
    return data[:at] + bytes(len(data) - at)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", PNG),
        (saved(shaded(), "GIF"), PNG),
        (saved(shaded(), "PNG")[:-300], PNG),
        (saved(shaded(), "JPEG")[:1500], JPEG),
        (saved(shaded(), "WEBP")[:500], WEBP),
        (spoilt("PNG", 2000), PNG),
        (spoilt("JPEG", 2000), JPEG),
    ],
)
def test_what_is_not_whole_is_refused_at_the_latest_with_its_last_row(data: bytes, kind: str) -> None:
    with pytest.raises(VipsError):
        vips.pixels_of(vips.opened(io.BytesIO(data), kind))
    with pytest.raises(VipsError):
        list(vips.bands_of(vips.opened(io.BytesIO(data), kind), 120, 16))


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: vips.in_memory(b"abc", 5, 5, 3), r"^VipsImage: memory area too small -- should be 75 bytes.*[^\n]$"),
        (lambda: vips.part_of(held(shaded()), 100, 100, 100, 9), r"^extract_area: bad extract area$"),
        (lambda: vips.resized(held(shaded()), 0, 5), r"^another size than was asked for$"),
        (lambda: vips.webp(vips.in_memory(bytes(16_384), 16_384, 1, 1), 80, 4), r"^webpsave: image too large$"),
        (lambda: vips._done("nope", {}).__enter__(), r'^VipsOperation: class "nope" not found$'),
        (lambda: vips._done("copy", {"nope": 1}).__enter__(), r"no property named `nope'$"),
        (lambda: vips._done("text", {"text": "nope"}).__enter__(), r"^no way to set text$"),
    ],
)
def test_what_cannot_be_done_is_told(call: Callable[[], object], says: str) -> None:
    with pytest.raises(VipsError, match=says):
        call()
    with pytest.raises(VipsError, match=r"^extract_area: bad extract area$"):  # nothing is left of what went before
        vips.part_of(held(shaded()), 100, 100, 100, 9)


def test_a_part_is_what_stands_there() -> None:
    picture = shaded()
    image = held(picture)
    assert vips.pixels_of(vips.part_of(image, 10, 20, 30, 40)) == picture.crop((10, 20, 40, 60)).tobytes()
    assert vips.pixels_of(vips.part_of(image, 0, 0, 160, 40)) == picture.crop((0, 0, 160, 40)).tobytes()
    assert vips.part_of(image, 0, 0, 160, 120) is image


def test_what_is_clear_shows_paper() -> None:
    clear = shaded().convert("RGBA")
    clear.paste((9, 9, 9, 0), (0, 0, 80, 120))
    shown = vips.on_paper(held(clear), 200)
    assert shown.bands == 3
    pixels = Image.frombytes("RGB", (160, 120), vips.pixels_of(shown))
    assert pixels.getpixel((40, 60)) == (200, 200, 200)
    assert pixels.getpixel((120, 60)) == shaded().getpixel((120, 60))
    grey = vips.on_paper(held(Image.new("LA", (5, 5), (90, 0))), 7)
    assert (grey.bands, vips.pixels_of(grey)) == (1, b"\7" * 25)
    opaque = held(shaded())
    assert vips.on_paper(opaque, 7) is opaque


@pytest.mark.parametrize("size", [(80, 60), (33, 120), (160, 7), (1, 1), (157, 113)])
def test_a_picture_gets_just_the_size_that_is_asked_for(size: tuple[int, int]) -> None:
    small = vips.resized(held(shaded()), *size)
    assert (small.width, small.height) == size
    wanted = shaded().resize(size, Image.Resampling.LANCZOS)
    off = zip(vips.pixels_of(small), wanted.tobytes(), strict=True)
    assert max(abs(a - b) for a, b in off) <= 16
    image = held(shaded())
    assert vips.resized(image, 160, 120) is image


@pytest.mark.parametrize(("last", "rows"), [(120, 50), (120, 120), (120, 500), (100, 33), (1, 1)])
def test_rows_come_in_bands_from_the_first_to_the_last(last: int, rows: int) -> None:
    bands = list(vips.bands_of(opened(shaded()), last, rows))
    assert [top for top, _ in bands] == list(range(0, last, rows))
    assert b"".join(data for _, data in bands) == shaded().crop((0, 0, 160, last)).tobytes()


def way(**more: bool) -> JpegWay:
    return JpegWay(**{"full_colour": True, "packed": False, "progressive": False} | more)


def test_each_wish_for_a_jpeg_is_heard() -> None:
    plain = vips.jpeg(held(shaded()), 80, way())
    assert (plain.count(b"\xff\xc0\0\x11\x08"), plain.count(b"\xff\xc2\0\x11\x08")) == (1, 0)
    several = vips.jpeg(held(shaded()), 80, way(progressive=True))
    assert (several.count(b"\xff\xc0\0\x11\x08"), several.count(b"\xff\xc2\0\x11\x08")) == (0, 1)
    assert len(vips.jpeg(held(shaded(400, 300)), 80, way(packed=True))) < len(
        vips.jpeg(held(shaded(400, 300)), 80, way())
    )
    half = vips.jpeg(held(shaded()), 80, way(full_colour=False))
    assert [data[data.index(b"\xff\xc0") + 11] for data in (plain, half)] == [0x11, 0x22]
    tables = [Image.open(io.BytesIO(data)).quantization[0] for data in (plain, half)]  # type: ignore[attr-defined]
    assert tables[0] == tables[1]
    assert len(vips.jpeg(held(shaded()), 40, way())) < len(plain)
    sizes = {effort: len(vips.webp(held(shaded(400, 300)), 80, effort)) for effort in (0, 6)}
    assert sizes[6] < sizes[0]
    assert len(vips.webp(held(shaded()), 30, 4)) < len(vips.webp(held(shaded()), 80, 4))


def test_a_lossless_webp_keeps_every_pixel_and_effort_makes_it_small() -> None:
    pictures = [vips.webp_lossless(held(shaded(400, 300)), effort) for effort in (0, 6)]
    assert len(pictures[1]) < len(pictures[0])
    for data in pictures:
        assert Image.open(io.BytesIO(data)).convert("RGB").tobytes() == shaded(400, 300).tobytes()


@pytest.mark.parametrize("bits", [1, 2, 4, 8])
def test_a_palette_has_as_many_bits_as_are_asked_for(bits: int) -> None:
    data = vips.palette_png(held(shaded()), bits, 7)
    assert (data[24], data[25]) == (bits, 3)
    few = vips.palette_png(held(cornered()), bits, 7)
    assert Image.open(io.BytesIO(few)).convert("RGB").tobytes() == cornered().tobytes()  # no dither in plain colours
    assert few[few.index(b"IDAT") + 5] >> 6 == 3  # zlib's mark of its highest level


def test_nothing_that_a_master_says_of_itself_is_written() -> None:
    secret = b"Kim-Real-Name-7f3a"
    image = opened(shaded(), "JPEG", exif=exif(1, secret), icc_profile=ADOBE + secret, comment=secret)
    for data in (
        vips.jpeg(image, 80, way()),
        vips.webp(opened(shaded(), "PNG", icc_profile=ADOBE + secret), 80, 4),
        vips.webp_lossless(opened(shaded(), "PNG", icc_profile=ADOBE + secret), 4),
        vips.palette_png(opened(shaded(), "PNG", icc_profile=ADOBE + secret), 8, 7),
    ):
        assert secret not in data
        assert "icc_profile" not in Image.open(io.BytesIO(data)).info
