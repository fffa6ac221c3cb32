import io

import pytest
from PIL import Image, ImageChops, ImageCms

from images.masters import LOSSLESS, colour_at, ink_profile, made, matrix_profile, near, saved, shaded, shown
from storybook.images.encode import encode

ADOBE = matrix_profile(
    (0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457), 2.19921875
)
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
    picture = shaded(60, 3000).convert("RGBA")
    profile = LOSSLESS.__class__("half", 30, 1500, None, 90, ("image/png",))
    by_bands = shown(saved(picture, "PNG"), profile)
    at_once = picture.convert("RGB").resize((30, 1500), Image.Resampling.LANCZOS)
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
    media_type, data = encode(drawing, profile)
    assert media_type == "image/png"
    assert ImageChops.difference(Image.open(io.BytesIO(data)).convert("RGB"), drawing).getbbox() is None


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P"])
def test_a_tall_picture_at_its_own_size_is_not_touched(mode: str) -> None:
    picture = shaded(50, 700).convert(mode)
    same = shown(saved(picture, "PNG"))
    assert ImageChops.difference(same, picture.convert("RGB")).getbbox() is None
