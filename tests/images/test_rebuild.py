"""Whatever a picture carries beside its pixels, its derivative holds pixels only, and the same bytes without it."""

import io
import struct
import time
import warnings
import zlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, PngImagePlugin

from images.masters import LOSSLESS, READER, exif, made, matrix_profile, png_chunk, saved, with_chunks, with_segments
from storybook.errors import SourceError
from storybook.images.decode import probe
from storybook.images.derive import Derivative, derive
from storybook.images.own_parts import foreign_parts

FORMS = ("JPEG", "PNG", "GIF", "WEBP", "TIFF")
EXACT = ("PNG", "TIFF", "WEBP")
SOON = 5.0
SRGB = matrix_profile((0.4361, 0.2225, 0.0139), (0.3851, 0.7169, 0.0971), (0.1431, 0.0606, 0.7141), 2.2)

# So many bytes as to be told from pixels; texts of the length of a name.
canaries = st.binary(min_size=12, max_size=200)
sides = st.integers(1, 40)


@st.composite
def pictures(draw: st.DrawFn) -> Image.Image:
    """A small picture of any mode that all formats have, of random pixels."""
    mode = draw(st.sampled_from(("RGB", "L")))
    size = (draw(sides), draw(sides))
    few = draw(st.binary(min_size=3, max_size=48))
    count = size[0] * size[1] * len(mode)
    return Image.frombytes(mode, size, (few * (count // len(few) + 1))[:count])


def plain(picture: Image.Image, form: str, orientation: int = 1) -> bytes:
    """The picture with its orientation, and nothing else that a format can leave out."""
    how: dict[str, object] = {"quality": 95} if form == "JPEG" else {"lossless": True} if form == "WEBP" else {}
    if orientation > 1 and form != "GIF":
        tags = Image.Exif()
        tags[0x0112] = orientation
        how["exif"] = tags
    return saved(picture, form, **how)


def laden(data: bytes, form: str, secret: bytes) -> bytes:
    """The same file with all that its format can carry beside pixels."""
    return {"JPEG": _jpeg, "PNG": _png, "GIF": _gif, "WEBP": _webp, "TIFF": _tiff}[form](data, secret)


def _jpeg(data: bytes, secret: bytes) -> bytes:
    parts = [(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + secret), (0xFE, secret), (0xED, b"Photoshop 3.0\0" + secret)]
    parts += [(0xE2, b"MPF\0" + secret), (0xE5, secret), (0xEC, secret), (0xE0, b"JFXX\0\x13\1\1" + secret)]
    return with_segments(data, parts, tail=secret)


def _png(data: bytes, secret: bytes) -> bytes:
    text = secret.replace(b"\0", b" ")
    before = png_chunk(b"tEXt", b"Author\0" + text) + png_chunk(b"zTXt", b"Note\0\0" + zlib.compress(secret))
    before += png_chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + text) + png_chunk(b"prVt", secret)
    before += png_chunk(b"tIME", bytes(7)) + png_chunk(b"pHYs", bytes(9))
    return with_chunks(data, before, png_chunk(b"tEXt", b"Comment\0" + text)) + secret


def _gif(data: bytes, secret: bytes) -> bytes:
    start = 13 + (3 << (data[10] & 7) + 1 if data[10] & 0x80 else 0)
    block = bytes((len(secret),)) + secret + b"\0"
    return data[:start] + b"!\xfe" + block + b"!\xff\x0bXMP DataXMP" + block + data[start:] + secret


def _webp(data: bytes, secret: bytes) -> bytes:
    part = struct.pack("<4sI", b"XMP ", len(secret)) + secret + bytes(len(secret) % 2)
    part += struct.pack("<4sI", b"prVt", len(secret)) + secret + bytes(len(secret) % 2)
    if data[12:16] != b"VP8X":  # only the long form may carry more
        with Image.open(io.BytesIO(data)) as picture:
            width, height = picture.size
        head = bytes((4, 0, 0, 0)) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
        data = data[:12] + struct.pack("<4sI", b"VP8X", 10) + head + data[12:]
    else:
        data = data[:20] + bytes((data[20] | 4,)) + data[21:]
    body = data[8:] + part
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _tiff(data: bytes, secret: bytes) -> bytes:
    with Image.open(io.BytesIO(data)) as picture:
        tags = picture.tag_v2  # type: ignore[attr-defined]
        more = {number: tags[number] for number in (0x0112,) if number in tags}
        out = io.BytesIO()
        text = secret.hex()
        picture.load()
        picture.save(out, "TIFF", tiffinfo={270: text, 315: text, 305: text, 33432: text, 700: secret, **more})
    return out.getvalue() + secret


def checked(derivative: Derivative) -> Image.Image:
    assert foreign_parts(derivative.media_type, derivative.data) == ()
    picture = Image.open(io.BytesIO(derivative.data))
    picture.load()
    assert picture.size == (derivative.width, derivative.height)
    assert not picture.getexif()
    return picture


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pictures(), st.sampled_from(FORMS), st.integers(1, 8), canaries)
def test_the_bytes_are_the_same_with_and_without_metadata(
    picture: Image.Image, form: str, orientation: int, secret: bytes
) -> None:
    bare = plain(picture, form, 1 if form == "TIFF" else orientation)
    full = laden(bare, form, secret)
    assert full != bare
    assert made(full) == made(bare)
    assert secret not in made(full).data


@settings(max_examples=150, deadline=None)
@given(pictures(), st.sampled_from(FORMS), st.integers(1, 8))
def test_pixels_and_size_are_right_upright(picture: Image.Image, form: str, orientation: int) -> None:
    data = plain(picture, form, orientation)
    derivative = made(data)
    shown = checked(derivative).convert("RGB")
    turns = {2: 0, 3: 3, 4: 1, 5: 5, 6: 4, 7: 6, 8: 2} if form != "GIF" else {}
    upright = picture.convert("RGB")
    if orientation in turns:
        upright = upright.transpose(Image.Transpose(turns[orientation]))
    assert shown.size == upright.size
    facts = probe(io.BytesIO(data), "a", None)
    assert (facts.width, facts.height) == shown.size
    if form in EXACT:
        assert ImageChops.difference(shown, upright).getbbox() is None


@settings(max_examples=400, deadline=None)
@given(
    pictures(),
    st.sampled_from(FORMS),
    canaries,
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255), st.sampled_from("scid")), max_size=6),
    st.floats(0, 1),
    st.booleans(),
)
def test_a_spoilt_file_is_refused_or_gives_a_good_picture(
    picture: Image.Image,
    form: str,
    secret: bytes,
    changes: list[tuple[float, int, str]],
    end: float,
    cut: bool,
) -> None:
    data = bytearray(laden(plain(picture, form), form, secret))
    for place, byte, way in changes:
        at = int(place * (len(data) - 1))
        match way:
            case "s":
                data[at] = byte
            case "c":
                data[at : at + byte] = bytes(data[: byte // 2])
            case "i":
                data[at:at] = bytes((byte,)) * (byte % 9)
            case _:
                del data[at : at + byte % 5]
    if cut:
        del data[int(end * len(data)) :]
    started = time.process_time()
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try:
            checked(derive(io.BytesIO(bytes(data)), "a", None, READER))
        except SourceError as error:
            assert all(problem.hint for problem in error.problems)  # noqa: PT017
    assert [str(warning.message) for warning in told if issubclass(warning.category, UserWarning)] == []
    assert time.process_time() - started < SOON


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_a_profile_goes_into_pixels_and_is_gone(form: str) -> None:
    picture = Image.new("RGB", (9, 9), (10, 20, 30))
    data = saved(picture, form, icc_profile=SRGB, exif=exif(1))
    assert "icc_profile" not in checked(made(data)).info


def test_all_kinds_of_text_of_a_png_are_left_out() -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "Ha Neul Moon")
    info.add_itxt("Place", "Ha Neul Moon", zip=True)
    data = saved(Image.new("RGB", (5, 5)), "PNG", pnginfo=info)
    assert b"Ha Neul" in data
    assert checked(derive(io.BytesIO(data), "a", None, LOSSLESS)).info == {}
