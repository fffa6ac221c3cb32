import io
import struct
import time
import zlib

import pytest
from PIL import Image, ImageChops, ImageCms

from images.masters import (
    ADOBE,
    LOSSLESS,
    colour_at,
    endless_steps,
    grey_profile,
    ink_profile,
    made,
    matrix_profile,
    near,
    png_chunk,
    saved,
    shaded,
    shown,
)
from storybook.images.choose import choose

# The primaries of sRGB, red and green exchanged.
EXCHANGED = matrix_profile((0.3851, 0.7169, 0.0971), (0.4361, 0.2225, 0.0139), (0.1431, 0.0606, 0.7141), 2.2)
SRGB = matrix_profile((0.4361, 0.2225, 0.0139), (0.3851, 0.7169, 0.0971), (0.1431, 0.0606, 0.7141), 2.2)


def flat(mode: str, colour: object) -> Image.Image:
    return Image.new(mode, (40, 30), colour)  # type: ignore[arg-type]


def single(data: bytes) -> tuple[int, int, int]:
    return colour_at(shown(data), 20, 15)


def test_colours_go_through_the_profile_of_the_file() -> None:
    data = saved(flat("RGB", (255, 0, 0)), "PNG", icc_profile=EXCHANGED)
    assert near(single(data), (0, 255, 0), 3)


def test_adobe_rgb_becomes_the_same_colour_in_srgb() -> None:
    # Worked out by hand: linear light through Adobe's matrix to XYZ (D50), then through the inverse of sRGB's.
    data = saved(flat("RGB", (150, 120, 90)), "PNG", icc_profile=ADOBE)
    assert near(single(data), (162, 121, 88), 1)


def test_srgb_under_any_name_is_left_exactly_as_it_is() -> None:
    real = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture = shaded()
    assert ImageChops.difference(shown(saved(picture, "PNG", icc_profile=real)), picture).getbbox() is None


@pytest.mark.parametrize("profile", [b"not a profile", ADOBE[:200], ink_profile((55, -37, -50))])
def test_a_profile_that_does_not_fit_counts_as_none(profile: bytes) -> None:
    data = saved(flat("RGB", (200, 30, 30)), "PNG", icc_profile=profile)
    assert single(data) == (200, 30, 30)


def test_cmyk_without_profile_keeps_its_hue() -> None:
    data = saved(flat("RGB", (200, 30, 30)).convert("CMYK"), "JPEG", quality=95)
    assert near(single(data), (200, 30, 30), 4)
    data = saved(flat("CMYK", (0, 0, 0, 255)), "TIFF")
    assert single(data) == (0, 0, 0)


def test_cmyk_goes_through_its_profile() -> None:
    profile = ink_profile((55, -37, -50))
    red, green, blue = single(saved(flat("CMYK", (255, 0, 0, 0)), "TIFF", icc_profile=profile))
    assert red < 60
    assert 120 < green < 180
    assert blue > 190
    assert near(single(saved(flat("CMYK", (0, 0, 0, 0)), "TIFF", icc_profile=profile)), (255, 255, 255), 2)


@pytest.mark.parametrize(("deep", "shallow"), [(0, 0), (65535, 255), (32896, 128), (257, 1), (60000, 233)])
@pytest.mark.parametrize("form", ["PNG", "TIFF"])
def test_sixteen_bits_of_grey_become_eight(deep: int, shallow: int, form: str) -> None:
    data = saved(flat("I;16", deep), form)
    assert single(data) == (shallow, shallow, shallow)


@pytest.mark.parametrize(
    ("picture", "how"),
    [
        (flat("RGBA", (200, 30, 30, 0)), {}),
        (flat("LA", (0, 0)), {}),
        (flat("RGB", (1, 2, 3)), {"transparency": (1, 2, 3)}),
        (flat("L", 7), {"transparency": 7}),
        (flat("I;16", 700), {"transparency": 700}),
        (flat("1", 0), {"transparency": 0}),
        (flat("RGB", (1, 2, 3)).quantize(2), {"transparency": 0}),
    ],
    ids=["RGBA", "LA", "RGB key", "L key", "16 bit key", "1 bit key", "palette"],
)
def test_transparent_parts_show_white_paper(picture: Image.Image, how: dict[str, object]) -> None:
    assert single(saved(picture, "PNG", **how)) == (255, 255, 255)


def test_half_transparent_colour_is_mixed_with_white() -> None:
    assert near(single(saved(flat("RGBA", (200, 0, 0, 128)), "PNG")), (227, 127, 127), 1)


def test_transparent_pictures_are_resized_without_seams() -> None:
    # A tall picture goes through in bands; it must come out as if done at once.
    picture = shaded(60, 3000)
    profile = LOSSLESS.__class__("half", 30, 1500, None, 100, ("image/png",))
    by_bands = shown(saved(picture, "PNG", transparency=(1, 2, 3)), profile)
    at_once = picture.resize((30, 1500), Image.Resampling.LANCZOS)
    highest = ImageChops.difference(by_bands, at_once).getextrema()
    assert all(isinstance(band, tuple) and band[1] <= 1 for band in highest)


def test_grey_stays_grey_and_colourless_colour_becomes_it() -> None:
    grey = Image.radial_gradient("L")
    for picture in (grey, grey.convert("RGB"), grey.convert("LA")):
        made_of = Image.open(io.BytesIO(made(saved(picture, "PNG"), LOSSLESS).data))
        assert made_of.mode == "L"


def test_an_ink_drawing_stays_lossless() -> None:
    drawing = Image.new("RGB", (300, 200), (250, 240, 220))
    for step in range(0, 300, 20):
        drawing.paste((30, 60, 90), (step, 0, step + 7, 200))
    profile = LOSSLESS.__class__("reader", 1200, 1600, None, 88)
    choice = choose(drawing, profile)
    assert choice.setting.encoder.media_type == "image/png"
    assert ImageChops.difference(Image.open(io.BytesIO(choice.data)).convert("RGB"), drawing).getbbox() is None


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P"])
def test_a_tall_picture_at_its_own_size_is_not_touched(mode: str) -> None:
    picture = shaded(50, 700).convert(mode)
    same = shown(saved(picture, "PNG"))
    assert ImageChops.difference(same, picture.convert("RGB")).getbbox() is None


def deep_png(colour: int, *samples: int) -> bytes:
    """A PNG of one colour with 16 bits for each sample."""
    row = b"\0" + struct.pack(f">{len(samples)}H", *samples) * 40
    head = png_chunk(b"IHDR", struct.pack(">IIBBBBB", 40, 30, 16, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + png_chunk(b"IDAT", zlib.compress(row * 30)) + png_chunk(b"IEND", b"")


def test_sixteen_bits_of_colour_become_eight() -> None:
    assert near(single(deep_png(2, 51400, 7710, 65535)), (200, 30, 255), 1)
    assert near(single(deep_png(6, 51400, 0, 0, 32896)), (227, 127, 127), 1)
    assert single(deep_png(4, 0, 0)) == (255, 255, 255)


def test_a_ramp_of_sixteen_bits_of_grey_is_neither_clipped_nor_dulled() -> None:
    ramp = Image.new("I;16", (256, 1))
    ramp.putdata([value * 257 for value in range(256)])
    greys = shown(saved(ramp, "TIFF")).convert("L")
    assert [greys.getpixel((x, 0)) for x in range(256)] == list(range(256))


def test_ycck_is_read_as_the_ink_it_is() -> None:
    inks = (40, 160, 200, 30)
    luma = Image.new("RGB", (1, 1), inks[:3]).convert("YCbCr").getpixel((0, 0))
    assert isinstance(luma, tuple)
    stored = flat("CMYK", (*(255 - part for part in luma), inks[3]))
    data = bytearray(saved(stored, "JPEG", quality=100, subsampling=0))
    place = data.index(b"Adobe")
    assert data[place + 11] == 0
    data[place + 11] = 2  # says that the first three are YCC
    expected = tuple(round((255 - ink) * (255 - inks[3]) / 255) for ink in inks[:3])
    assert near(single(bytes(data)), (expected[0], expected[1], expected[2]), 4)


def test_grey_goes_through_a_grey_profile() -> None:
    data = saved(flat("L", 128), "PNG", icc_profile=grey_profile(1.0))
    red, green, blue = single(data)
    assert red == green == blue
    assert 185 <= red <= 190  # half of the light is 188 in sRGB


def test_wide_colours_of_a_phone_become_those_of_srgb() -> None:
    # Display P3's primaries (D50). Its pure red lies outside sRGB and is cut to it; a dull one becomes stronger.
    wide = matrix_profile((0.51512, 0.24120, -0.00105), (0.29198, 0.69225, 0.04189), (0.15710, 0.06657, 0.78407), 2.2)
    assert single(saved(flat("RGB", (255, 0, 0)), "JPEG", quality=100, icc_profile=wide))[0] == 255
    red, green, _ = single(saved(flat("RGB", (150, 100, 100)), "PNG", icc_profile=wide))
    assert red > 152
    assert green < 100


@pytest.mark.parametrize("name", [b"D2B0", b"D2B1", b"D2B2", b"D2B3"])
def test_a_profile_of_very_many_steps_takes_no_time(name: bytes) -> None:
    bomb = matrix_profile(
        (0.4361, 0.7169, 0.0971),
        (0.3851, 0.2225, 0.0139),
        (0.1431, 0.0606, 0.7141),
        1.0,
        ((name, endless_steps(90_000)),),
    )
    started = time.process_time()
    shown(saved(flat("RGB", (9, 8, 7)), "TIFF", icc_profile=bomb))
    assert time.process_time() - started < 2
