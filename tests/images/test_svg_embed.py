"""Pictures inside a drawing, which are embedded anew from their pixels."""

import base64
import io

import pytest
from PIL import Image, ImageCms

from images.masters import exif, saved, with_segments
from storybook.images import colour
from storybook.images.svg import embed
from storybook.images.svg.embed import embedded_picture

ROOM = 10_000


def link(data: bytes, kind: str = "png", between: str = "") -> str:
    return f"data:image/{kind};base64,{between}{base64.b64encode(data).decode()}"


def opened(data: bytes, room: int = ROOM) -> Image.Image:
    """The picture as it is embedded anew, which holds nothing but pixels."""
    found = embedded_picture(link(data), room)
    assert found is not None
    href, width, height = found
    start = "data:image/png;base64,"
    assert href.startswith(start)
    again = Image.open(io.BytesIO(base64.b64decode(href[len(start) :], validate=True)))
    assert (again.size, again.info) == ((width, height), {})
    return again


def quartered() -> Image.Image:
    """Three wide, two high, with a red pixel at the left top and a blue one at the right."""
    picture = Image.new("RGB", (3, 2), "white")
    picture.putpixel((0, 0), (255, 0, 0))
    picture.putpixel((2, 0), (0, 0, 255))
    return picture


@pytest.mark.parametrize(
    ("orientation", "red", "blue"),
    [
        (1, (0, 0), (2, 0)),
        (2, (2, 0), (0, 0)),
        (3, (2, 1), (0, 1)),
        (4, (0, 1), (2, 1)),
        (5, (0, 0), (0, 2)),
        (6, (1, 0), (1, 2)),
        (7, (1, 2), (1, 0)),
        (8, (0, 2), (0, 0)),
    ],
)
def test_an_embedded_picture_stands_upright(orientation: int, red: tuple[int, int], blue: tuple[int, int]) -> None:
    tags = Image.Exif()
    tags[0x0112] = orientation
    again = opened(saved(quartered(), "PNG", exif=tags))
    assert again.size == ((3, 2) if orientation < 5 else (2, 3))
    assert again.getpixel(red) == (255, 0, 0)
    assert again.getpixel(blue) == (0, 0, 255)


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_what_is_clear_stays_clear(mode: str, form: str) -> None:
    picture = Image.new(mode, (4, 2), (200, 100, 50, 255) if mode == "RGBA" else (200, 255))
    picture.putpixel((1, 1), (10, 20, 30, 40) if mode == "RGBA" else (10, 40))
    again = opened(saved(picture, form, **({"lossless": True, "exact": True} if form == "WEBP" else {})))
    assert again.mode == "RGBA"
    grey = mode == "LA"
    assert again.getpixel((0, 0)) == ((200, 200, 200, 255) if grey else (200, 100, 50, 255))
    assert again.getpixel((1, 1)) == ((10, 10, 10, 40) if grey else (10, 20, 30, 40))


@pytest.mark.parametrize("form", ["PNG", "GIF"])
def test_a_colour_of_a_palette_that_is_clear_stays_clear(form: str) -> None:
    picture = Image.new("P", (3, 1))
    picture.putpalette([255, 0, 0, 0, 255, 0, 0, 0, 255])
    for place in range(3):
        picture.putpixel((place, 0), place)
    again = opened(saved(picture, form, transparency=1))
    assert again.mode == "RGBA"
    assert [again.getpixel((place, 0)) for place in (0, 2)] == [(255, 0, 0, 255), (0, 0, 255, 255)]
    assert again.getchannel("A").getpixel((1, 0)) == 0


@pytest.mark.parametrize("mode", ["L", "RGB", "P", "1"])
def test_what_covers_all_stays_without_clearness(mode: str) -> None:
    again = opened(saved(Image.new("RGB", (4, 2), "white").convert(mode), "PNG"))
    assert again.mode == "RGB"
    assert again.getcolors() == [(8, (255, 255, 255))]


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_colours_of_another_profile_are_brought_to_ours(mode: str) -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    turned = bytearray(lab)
    names = [turned.index(name) for name in (b"rXYZ", b"bXYZ")]
    turned[names[0] : names[0] + 4], turned[names[1] : names[1] + 4] = b"bXYZ", b"rXYZ"  # red and blue change places
    picture = Image.new("RGB", (2, 2), (250, 20, 20)).convert(mode)
    again = opened(saved(picture, "PNG", icc_profile=bytes(turned)))
    value = again.getpixel((0, 0))
    assert isinstance(value, tuple)
    assert value[0] < 60
    assert value[2] > 200


@pytest.mark.parametrize("mode", ["LA", "La", "RGBA", "RGBa", "PA"])
def test_every_layout_with_clearness_keeps_it(mode: str) -> None:
    straight = Image.new("RGBA", (2, 1), (80, 80, 80, 255))
    straight.putpixel((1, 0), (80, 80, 80, 0))
    way = {"La": ("LA", "La"), "RGBa": ("RGBa",), "PA": ("PA",), "LA": ("LA",), "RGBA": ()}[mode]
    picture: Image.Image = straight
    for step in way:
        picture = picture.convert(step)
    assert picture.mode == mode
    fresh = embed._pixels(picture)
    assert fresh.mode == "RGBA"
    assert fresh.getpixel((0, 0)) == (80, 80, 80, 255)
    assert fresh.getchannel("A").getpixel((1, 0)) == 0


@pytest.mark.parametrize("mode", ["P", "RGB", "LA"])
def test_a_profile_counts_for_the_colours_that_it_is_of(monkeypatch: pytest.MonkeyPatch, mode: str) -> None:
    heard: list[object] = []

    def hear(image: Image.Image, profile: object) -> Image.Image:
        heard.append(profile)
        return image

    monkeypatch.setattr(colour, "to_srgb", hear)
    picture = Image.new("RGB", (2, 2), "red").convert("L").convert("LA") if mode == "LA" else Image.new(mode, (2, 2))
    picture.info = {"icc_profile": b"a", "transparency": 0 if mode == "P" else (0, 0, 0)}
    if mode == "LA":
        del picture.info["transparency"]
    embed._pixels(picture)
    assert heard == [None if mode == "LA" else b"a"]


def test_sixteen_bits_of_grey_become_eight() -> None:
    picture = Image.new("I;16", (2, 2), 65535)
    assert opened(saved(picture, "PNG")).getcolors() == [(4, (255, 255, 255))]


def test_notes_are_gone() -> None:
    data = with_segments(saved(quartered(), "JPEG", quality=95), [(0xFE, b"a note"), (0xE1, exif(1, b"a note"))], b"")
    found = embedded_picture(link(data, "jpeg"), ROOM)
    assert found is not None
    assert b"a note" not in base64.b64decode(found[0].partition(",")[2])


@pytest.mark.parametrize("kind", ["png", "PNG", "jpeg", "jpg", "gif", "webp", "png;charset=a;b=c"])
@pytest.mark.parametrize("between", ["", " \n\t"])
def test_a_picture_is_told_by_its_bytes_whatever_its_link_says(kind: str, between: str) -> None:
    data = saved(quartered(), "PNG")
    broken = link(data, kind, between)
    broken = f" {broken[:-20]}\n {broken[-20:]} "
    assert embedded_picture(broken, ROOM) == embedded_picture(link(data), ROOM) is not None


@pytest.mark.parametrize(
    "href",
    [
        "data:image/svg+xml;base64,PHN2Zy8+",
        "data:text/html;base64,PHN2Zy8+",
        "data:image/png,AAAA",
        "data:image/png;base64,",
        "data:image/png;base64,AAA",
        "data:image/png;base64,AAAA",
        link(b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        link(saved(quartered(), "TIFF")),
        link(saved(quartered(), "PNG")[:-20]),
        link(saved(quartered(), "PNG"), between="!!!!"),
        "x" + link(saved(quartered(), "PNG")),
        " " * 290 + link(saved(quartered(), "PNG")),
    ],
)
def test_what_is_no_picture_that_is_read_is_none(href: str) -> None:
    assert embedded_picture(href, ROOM) is None


def test_a_picture_has_the_room_that_is_left() -> None:
    data = link(saved(quartered(), "PNG"))
    assert embedded_picture(data, 6) is not None
    assert embedded_picture(data, 5) is None
