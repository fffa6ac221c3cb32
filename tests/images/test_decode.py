import io
import json
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageFile

from images.masters import (
    LOSSLESS,
    READER,
    colour_at,
    cornered,
    exif,
    made,
    near,
    png_chunk,
    saved,
    shaded,
    shown,
    with_chunks,
    with_segments,
)
from storybook.errors import SourceError, Where
from storybook.images import decode
from storybook.images.decode import ImageFacts, load, open_master, probe
from storybook.images.derive import derive
from storybook.images.limits import TooMuchError
from storybook.images.survey import MAX_PIXELS

FORMS = [
    ("JPEG", {}),
    ("JPEG", {"progressive": True}),
    ("PNG", {}),
    ("GIF", {}),
    ("WEBP", {}),
    ("WEBP", {"lossless": True}),
    ("TIFF", {}),
    ("TIFF", {"compression": "tiff_lzw"}),
]


def facts(data: bytes) -> ImageFacts:
    return probe(io.BytesIO(data), "art/a.png", None)


def refusal(data: bytes) -> str:
    with pytest.raises(SourceError) as caught:
        made(data)
    return str(caught.value)


@pytest.mark.parametrize(("form", "how"), FORMS)
def test_a_whole_picture_is_read_whatever_its_name(form: str, how: dict[str, bool]) -> None:
    picture = shown(saved(cornered(), form, **how))
    assert picture.size == (120, 80)
    assert near(colour_at(picture, 20, 15), (200, 30, 30), 12)


@pytest.mark.parametrize(("form", "how"), FORMS)
@pytest.mark.parametrize("part", [0.3, 0.5, 0.9, 0.99])
def test_a_picture_that_is_cut_off_is_refused(form: str, how: dict[str, bool], part: float) -> None:
    data = saved(shaded(), form, **how)
    assert "art/a.png" in refusal(data[: int(len(data) * part)])


def test_a_cut_picture_is_refused_though_another_library_allows_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    data = saved(shaded(), "JPEG")
    assert "damaged or cut off" in refusal(data[: len(data) // 2])


def test_a_jpeg_filled_up_with_zeros_is_refused() -> None:
    data = saved(shaded(), "JPEG")
    assert "damaged" in refusal(data[: len(data) // 2] + bytes(len(data) // 2))


@pytest.mark.parametrize("chunk", [b"IDAT", b"IEND", b"IHDR"])
def test_a_wrong_checksum_in_a_png_is_refused(chunk: bytes) -> None:
    data = bytearray(saved(shaded(), "PNG"))
    start = data.index(chunk)
    (length,) = struct.unpack(">I", data[start - 4 : start])
    data[start + 4 + length] ^= 1
    assert "damaged" in refusal(bytes(data))


def test_an_empty_file_is_refused() -> None:
    assert "empty" in refusal(b"")


@pytest.mark.parametrize(
    ("head", "says"),
    [
        (b"\0\0\0\x18ftypheic\0\0\0\0", "HEIC"),
        (b"\0\0\0\x18ftypavif\0\0\0\0", "AVIF"),
        (b"\0\0\0\x18ftypisom\0\0\0\0", "film"),
        (b"%PDF-1.7", "PDF"),
        (b"%!PS-Adobe-3.0 EPSF-3.0", "PostScript"),
        (b"<!DOCTYPE html><html>", "web page"),
        (b"<html><svg>", "web page"),
        (b"8BPS\0\1", "Photoshop"),
        (b"PK\3\4", "ZIP"),
        (b"hello", "unknown format"),
    ],
)
def test_a_file_of_another_kind_is_named_and_the_way_out_told(head: bytes, says: str) -> None:
    message = refusal(head)
    assert says in message
    assert "mend: " in message


def test_a_refusal_says_which_picture_and_where_it_is_used() -> None:
    with pytest.raises(SourceError) as caught:
        derive(io.BytesIO(b"GIF89a"), "art/photo.gif", Where("en/profile.md", 12, 3), READER)
    (problem,) = caught.value.problems
    assert "art/photo.gif" in problem.what
    assert problem.where == Where("en/profile.md", 12, 3)


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG"])
def test_an_animation_is_refused(form: str) -> None:
    data = saved(cornered(), form, save_all=True, append_images=[shaded(120, 80)])
    assert "animated" in refusal(data)


def test_a_tiff_of_several_pages_is_refused() -> None:
    data = saved(cornered(), "TIFF", save_all=True, append_images=[shaded(), shaded()])
    assert "3 pages" in refusal(data)


@pytest.mark.parametrize("mode", ["I", "F", "LAB"])
def test_rare_layouts_are_refused(mode: str) -> None:
    assert "holds its colours" in refusal(saved(Image.new(mode, (4, 4)), "TIFF"))


def huge_png(width: int, height: int) -> bytes:
    header = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + png_chunk(b"IDAT", zlib.compress(bytes(999))) + png_chunk(b"IEND", b"")


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded() -> None:
    assert "million" in refusal(huge_png(50_000, 50_000))
    assert "million" in refusal(huge_png(2**31 - 1, 1))
    assert MAX_PIXELS >= 1600 * 60_000


def test_a_long_strip_is_measured() -> None:
    assert facts(huge_png(1600, 60_000)) == ImageFacts(1600, 60_000, "image/png")


def test_a_webp_that_claims_a_huge_canvas_is_refused_before_room_is_made() -> None:
    huge = b"VP8X" + struct.pack("<I", 10) + bytes(4) + (16_000).to_bytes(3, "little") * 2
    data = b"RIFF" + struct.pack("<I", 4 + len(huge)) + b"WEBP" + huge
    assert "million" in refusal(data)


def test_text_that_unpacks_to_a_hundred_megabytes_is_refused() -> None:
    bomb = png_chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(100_000_000)))
    assert "damaged" in refusal(with_chunks(saved(cornered(), "PNG"), before=bomb))


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_orientation_is_applied_to_pixels_and_to_size(orientation: int, form: str) -> None:
    turns = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    lying = cornered()
    if orientation in turns:
        lying = lying.transpose(Image.Transpose(turns[orientation]))
    tags = Image.Exif()
    tags[0x0112] = orientation
    data = saved(lying, form, exif=tags)
    picture = shown(data)
    assert picture.size == (120, 80)
    assert near(colour_at(picture, 20, 15), (200, 30, 30), 12)
    assert facts(data) == ImageFacts(120, 80, f"image/{form.lower()}")


def test_orientation_behind_the_pixels_of_a_png_counts() -> None:
    turned = cornered().transpose(Image.Transpose.ROTATE_90)
    data = with_chunks(saved(turned, "PNG"), after=png_chunk(b"eXIf", exif(6)[6:]))
    assert facts(data) == ImageFacts(120, 80, "image/png")
    assert shown(data).size == (120, 80)


def test_damaged_exif_does_not_harm_a_picture(recwarn: pytest.WarningsRecorder) -> None:
    data = with_segments(saved(cornered(), "JPEG"), [(0xE1, exif(6)[:-7])])
    assert facts(data) == ImageFacts(120, 80, "image/jpeg")
    assert shown(data).size == (120, 80)
    assert not recwarn.list


def test_one_pixel_is_a_picture() -> None:
    assert colour_at(shown(saved(Image.new("RGB", (1, 1), (9, 8, 7)), "PNG")), 0, 0) == (9, 8, 7)


def test_hostile_pictures_are_answered_as_expected(hostile_cases: Path) -> None:
    for case in sorted(hostile_cases.glob("[IS][0-9]*")):
        expected = json.loads((case / "case.json").read_text(encoding="utf-8"))
        for name in expected["files"]:
            with (case / name).open("rb") as file:
                try:
                    derive(file, name, None, LOSSLESS)
                    assert expected["expect"] != "refuse", case.name
                except SourceError as error:
                    assert expected["expect"] in {"refuse", "either"}, case.name
                    assert name in str(error)  # noqa: PT017


PLACE = Where("en/profile.md", 12, 3)


def told(data: bytes) -> tuple[str, str]:
    """What is said of a picture and how to mend it; the picture and its place are named."""
    with pytest.raises(SourceError) as caught:
        derive(io.BytesIO(data), "art/photo.gif", PLACE, LOSSLESS)
    (problem,) = caught.value.problems
    assert problem.where == PLACE
    assert problem.what.startswith("the picture art/photo.gif ")
    return problem.what.removeprefix("the picture art/photo.gif "), problem.hint


DAMAGED = (
    "is damaged or cut off and cannot be read whole",
    "copy it again from where it came, or open it in a picture program, look at it well and save it anew",
)
STILL = ("is animated, and a book's page stands still", "save one frame of it as PNG")


def test_each_refusal_names_the_picture_its_place_and_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    two = [shaded(120, 80)]
    assert told(saved(cornered(), "PNG")[:-30]) == DAMAGED
    assert told(saved(cornered(), "GIF", save_all=True, append_images=two)) == STILL
    assert told(saved(cornered(), "PNG", save_all=True, append_images=two)) == STILL
    assert told(saved(cornered(), "TIFF", save_all=True, append_images=two)) == (
        "is a TIFF of 2 pages",
        "export the page you want as one picture",
    )
    assert told(saved(Image.new("F", (9, 9)), "TIFF")) == (
        "holds its colours in a way that is not read (F)",
        "save it as RGB or greyscale, with 8 or 16 bits for each colour",
    )
    monkeypatch.setattr(decode, "MAX_BYTES", 3 << 20)
    assert told(b"\0" * ((3 << 20) + 1)) == ("is larger than 3 MiB", "export it with compression, or smaller")
    assert told(b"\0" * (3 << 20))[0].startswith("is in an unknown format; ")


def test_a_limit_that_is_met_before_or_while_decoding_is_told_in_its_own_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def too_much(*_: object) -> None:
        raise TooMuchError("asks for more", "ask for less")

    for step in ("survey", "check_memory"):
        with monkeypatch.context() as patched:
            patched.setattr(decode, step, too_much)
            assert told(saved(cornered(), "PNG")) == ("asks for more", "ask for less")


def test_probing_names_the_picture_and_its_place_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_memory(*_: object) -> None:
        raise MemoryError

    with pytest.raises(SourceError) as caught:
        probe(io.BytesIO(b"GIF89a"), "art/photo.gif", PLACE)
    assert [(one.what[:26], one.where) for one in caught.value.problems] == [("the picture art/photo.gif ", PLACE)]
    monkeypatch.setattr(decode, "survey", no_memory)
    with pytest.raises(SourceError) as caught:
        probe(io.BytesIO(saved(cornered(), "PNG")), "art/photo.gif", PLACE)
    told = [(one.what, one.where) for one in caught.value.problems]
    assert told == [("the picture art/photo.gif takes more memory to read than there is", PLACE)]


def test_a_wrong_checksum_and_text_in_the_place_of_a_fact_are_damage() -> None:
    data = bytearray(saved(shaded(), "PNG"))
    data[data.index(b"IDAT") + 9] ^= 1
    assert told(bytes(data)) == DAMAGED
    assert told(with_chunks(saved(cornered(), "PNG"), png_chunk(b"tEXt", b"icc_profile\0lies"))) == DAMAGED


def test_the_memory_of_a_picture_is_told_by_how_large_it_is_shown() -> None:
    jpeg = io.BytesIO(saved(shaded(1600, 1200), "JPEG"))
    assert decode.memory_for(jpeg) > 1600 * 1200 * 3
    assert decode.memory_for(jpeg, 16) < decode.memory_for(jpeg) / 8
    assert decode.memory_for(io.BytesIO(b"<svg/>")) == decode.DRAWING_MEMORY
    for refused in (b"hello", saved(shaded(), "PNG")[:40], huge_png(50_000, 50_000)):
        assert decode.memory_for(io.BytesIO(refused)) == 0


def test_memory_that_runs_out_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_memory(*_: object) -> None:
        raise MemoryError

    for step in ("survey", "_check_sums"):
        with monkeypatch.context() as patched:
            patched.setattr(decode, step, no_memory)
            with pytest.raises(SourceError) as caught, decode.memory_at_hand("a.png", PLACE):
                made(saved(cornered(), "PNG"))
        (problem,) = caught.value.problems
        assert (problem.what, problem.hint) == (
            f"the picture {'art/a.png' if 'art/' in problem.what else 'a.png'} takes more memory to read than there is",
            "export it smaller, or cut it into several pictures",
        )


def test_a_library_that_allows_half_pictures_meanwhile_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", False)
    monkeypatch.setattr(decode, "_check_colours", lambda _: setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True))
    assert told(saved(cornered().convert("P"), "PNG")) == (
        "may not have been read whole, since another library was loaded meanwhile",
        "build again",
    )


def test_grey_of_sixteen_bits_is_read_unless_it_is_turned_round() -> None:
    grey = Image.new("I;16", (9, 9), 40_000)
    assert facts(saved(grey, "TIFF")) == ImageFacts(9, 9, "image/tiff")
    assert facts(saved(grey, "PNG")) == ImageFacts(9, 9, "image/png")
    assert told(saved(grey, "TIFF", tiffinfo={262: 0}))[0] == "holds its colours in a way that is not read (I;16)"


def test_the_notes_of_a_png_may_be_large_but_not_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    note = exif(6).removeprefix(b"Exif\0\0")
    data = with_chunks(saved(cornered(), "PNG"), b"", png_chunk(b"eXIf", note))
    monkeypatch.setattr(decode, "MAX_EXIF", len(note))
    assert facts(data) == ImageFacts(80, 120, "image/png")
    monkeypatch.setattr(decode, "MAX_EXIF", len(note) - 1)
    assert facts(data) == ImageFacts(120, 80, "image/png")


def test_all_that_is_kept_of_what_a_file_says_is_what_its_pixels_need() -> None:
    data = with_chunks(saved(cornered(), "PNG", dpi=(300, 300)), png_chunk(b"tEXt", b"Author\0somebody"))
    assert open_master(io.BytesIO(data), "a.png", None).image.info == {}
    plain = saved(cornered(), "PNG")
    head = plain[16:28] + b"\1"
    woven = plain[:8] + png_chunk(b"IHDR", head) + plain[33:]
    assert open_master(io.BytesIO(woven), "a.png", None).image.info == {"interlace": 1}


def test_a_jpeg_is_decoded_smaller_only_where_it_is_shown_smaller() -> None:
    for shrink, size in ((1.0, (800, 600)), (2.0, (800, 600)), (4.0, (400, 300))):
        master = open_master(io.BytesIO(saved(shaded(800, 600), "JPEG")), "a.jpg", None)
        load(master, shrink)
        assert master.image.size == size
