"""What is told of a TIFF from its directories: in both byte orders, in the long form, and with limits held."""

import io
import struct
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PIL import Image

from images.masters import saved
from storybook.images import limits, survey_tiff
from storybook.images.anatomy import MalformedError
from storybook.images.decode import memory_for
from storybook.images.limits import MAX_METADATA, MAX_PARTS, TooMuchError
from storybook.images.survey_tiff import TiffFacts, read_tiff

BYTE, ASCII, SHORT, LONG, RATIONAL, SBYTE, UNDEFINED, SLONG = 1, 2, 3, 4, 5, 6, 7, 9
IFD, LONG8, IFD8 = 13, 16, 18
LETTERS = {BYTE: "B", SHORT: "H", LONG: "I", SLONG: "i", IFD: "I", LONG8: "Q", IFD8: "Q"}
EXIF, GPS, SUB, INTEROPERABILITY = 34665, 34853, 330, 40965


@dataclass(frozen=True)
class Tag:
    number: int
    kind: int
    values: Sequence[int]
    count: int | None = None
    """What the tag says of how many values it has, where that is not true."""


@dataclass
class Writer:
    """Writes a TIFF piece by piece; what is too long for a tag goes behind all that is there."""

    order: str = "<"
    big: bool = False
    data: bytearray = field(default_factory=bytearray)

    def __post_init__(self) -> None:
        mark = b"II" if self.order == "<" else b"MM"
        self.data += mark + (self.pack("HHHQ", 43, 8, 0, 16) if self.big else self.pack("HI", 42, 8))

    def pack(self, form: str, *values: int) -> bytes:
        return struct.pack(self.order + form, *values)

    def offset(self, value: int) -> bytes:
        return self.pack("Q" if self.big else "I", value)

    def directory(self, tags: Sequence[Tag], following: int | None = 0) -> int:
        """Its place; following: the offset of the next, None for the place right behind."""
        place, count = len(self.data), self.pack("Q" if self.big else "H", len(tags))
        step, width = (20, 8) if self.big else (12, 4)
        more = place + len(count) + step * len(tags) + width
        body, behind = b"", b""
        for tag in tags:
            values = self.pack(f"{len(tag.values)}{LETTERS.get(tag.kind, 'B')}", *tag.values)
            if len(values) > width:
                shown, behind = self.offset(more + len(behind)), behind + values
            else:
                shown = values.ljust(width, b"\0")
            number = len(tag.values) if tag.count is None else tag.count
            body += self.pack("HHQ" if self.big else "HHI", tag.number, tag.kind, number) + shown
        self.data += count + body + self.offset(more + len(behind) if following is None else following) + behind
        return place

    def told(self) -> TiffFacts:
        return read_tiff(io.BytesIO(self.data.ljust(16, b"\0")))

    def malformed(self) -> str:
        with pytest.raises(MalformedError) as caught:
            self.told()
        return str(caught.value)

    def too_much(self) -> tuple[str, str]:
        with pytest.raises(TooMuchError) as caught:
            self.told()
        return caught.value.what, caught.value.hint


FORMS = [("<", False), (">", False), ("<", True), (">", True)]
each_form = pytest.mark.parametrize(("order", "big"), FORMS, ids=["II", "MM", "II-big", "MM-big"])


def short(number: int, *values: int) -> Tag:
    return Tag(number, SHORT, values)


def one(*tags: Tag, order: str = "<", big: bool = False) -> TiffFacts:
    writer = Writer(order, big)
    writer.directory([short(256, 700), short(257, 500), *tags])
    return writer.told()


@each_form
def test_size_and_layout_are_read_in_every_form(order: str, big: bool) -> None:
    tags = [short(258, 8, 8, 8), short(259, 5), short(262, 2), short(274, 6), short(277, 3), short(278, 20)]
    assert one(*tags, order=order, big=big) == TiffFacts(700, 500, 1, 4, 700 * 20 * 3, 5, True)


@each_form
def test_what_is_not_said_is_as_the_standard_has_it(order: str, big: bool) -> None:
    assert one(order=order, big=big) == TiffFacts(700, 500, 1, 1, 700 * 500, 1, False)


@pytest.mark.parametrize("kind", [BYTE, SHORT, LONG, IFD, LONG8, IFD8])
@each_form
def test_numbers_of_every_width_are_read(order: str, big: bool, kind: int) -> None:
    writer = Writer(order, big)
    writer.directory([Tag(256, kind, (250,)), Tag(257, kind, (200, 9, 9, 9, 9, 9, 9, 9, 9))])
    assert (writer.told().width, writer.told().height) == (250, 200)


def test_numbers_are_read_without_a_sign_and_of_the_first_tag_of_each_sort() -> None:
    writer = Writer()
    writer.directory([Tag(256, LONG, (3_000_000_000,)), short(257, 60_000), short(257, 9)])
    assert (writer.told().width, writer.told().height) == (3_000_000_000, 60_000)


@pytest.mark.parametrize("kind", [ASCII, RATIONAL, SBYTE, UNDEFINED, SLONG, 99])
def test_a_size_that_is_no_whole_number_is_none(kind: int) -> None:
    writer = Writer()
    writer.directory([short(256, 700), Tag(257, kind, (8,))])
    assert writer.malformed() == "a TIFF does not say its size"


@pytest.mark.parametrize("left", [short(256, 7), short(257, 7), Tag(256, SHORT, ())])
def test_a_tiff_without_a_size_is_malformed(left: Tag) -> None:
    writer = Writer()
    writer.directory([left, short(258, 8)])
    assert writer.malformed() == "a TIFF does not say its size"


@pytest.mark.parametrize(
    ("samples", "bits", "pixel_bytes"),
    [
        (1, (1,), 1),
        (1, (8,), 1),
        (1, (9,), 2),
        (1, (16,), 2),
        (1, (17,), 4),
        (1, (32,), 4),
        (2, (8, 8), 4),
        (3, (8, 8, 8), 4),
        (4, (16, 16, 16, 16), 4),
    ],
)
def test_a_pixel_takes_what_the_decoder_holds_it_in(samples: int, bits: tuple[int, ...], pixel_bytes: int) -> None:
    assert one(short(277, samples), short(258, *bits)).pixel_bytes == pixel_bytes


@pytest.mark.parametrize(
    ("tags", "pixels", "each"),
    [
        ([short(278, 20)], 700 * 20, 1),
        ([short(278, 500)], 700 * 500, 1),
        ([short(278, 65_535)], 700 * 500, 1),
        ([short(322, 64), short(323, 32)], 64 * 32, 1),
        ([short(322, 640), short(323, 640), short(278, 1)], 640 * 640, 1),
        ([short(322, 64)], 64 * 500, 1),
        ([short(323, 64)], 700 * 64, 1),
        ([short(278, 20), short(258, 1)], 700 * 20, 1),
        ([short(278, 20), short(258, 16)], 700 * 20, 2),
        ([short(278, 20), short(258, 12), short(277, 3)], 700 * 20, 4),
        ([short(278, 20), short(258, 8, 16, 8), short(277, 3)], 700 * 20, 6),
        ([short(278, 20), short(258, 16), short(277, 4), short(259, 7)], 700 * 20, 8),
        ([short(278, 20), short(258, 8), short(277, 3), short(259, 7)], 700 * 20, 4),
        ([short(278, 20), short(258, 8), short(277, 3), short(259, 8)], 700 * 20, 3),
    ],
)
def test_a_strip_or_tile_takes_all_its_pixels(tags: list[Tag], pixels: int, each: int) -> None:
    assert one(*tags).part_bytes == pixels * each


@pytest.mark.parametrize("orientation", range(10))
def test_a_picture_is_turned_where_its_orientation_is_not_the_first(orientation: int) -> None:
    assert one(short(274, orientation)).turned == (orientation > 1)


@pytest.mark.parametrize("packing", range(1, 10))
def test_ways_of_packing_are_known_or_refused_in_these_words(packing: int) -> None:
    if packing in {6, 9}:
        what = "is a TIFF compressed in a rare way; LZW, ZIP, PackBits, fax and JPEG are read"
        writer = Writer()
        writer.directory([short(256, 7), short(257, 5), short(259, packing)])
        assert writer.too_much() == (what, "save it with LZW compression, or as PNG")
    else:
        found = one(short(259, packing))
        assert (found.packing, found.packed, found.is_jpeg) == (packing, packing != 1, packing == 7)


@pytest.mark.parametrize("packing", [32946, 32773])
def test_private_numbers_of_usual_ways_of_packing_are_known(packing: int) -> None:
    assert one(short(259, packing)).packed


@each_form
def test_pages_are_counted(order: str, big: bool) -> None:
    writer = Writer(order, big)
    writer.directory([short(256, 7), short(257, 5)], None)
    assert writer.malformed() == "a directory is cut off"
    writer.directory([short(256, 7), Tag(305, ASCII, (65,) * 40)], None)
    writer.directory([], 0)
    assert writer.told().pages == 3


def test_pages_that_go_round_are_counted_once() -> None:
    writer = Writer()
    writer.directory([short(256, 7), short(257, 5)], None)
    writer.directory([short(256, 7)], 8)
    assert writer.told().pages == 2
    for _ in range(120):
        writer.directory([], None)
    struct.pack_into("<I", writer.data, 8 + 2 + 24, 8 + 30)
    struct.pack_into("<I", writer.data, 38 + 2 + 12, 38 + 18)
    assert writer.told().pages == survey_tiff.MAX_PAGES == 100


@each_form
def test_a_directory_that_is_cut_off_is_malformed(order: str, big: bool) -> None:
    writer = Writer(order, big)
    writer.directory([short(256, 7), Tag(257, SHORT, (5,) * 9)])
    whole = bytes(writer.data)
    assert writer.told().height == 5
    for length in range(16, len(whole)):
        with pytest.raises(MalformedError) as caught:
            read_tiff(io.BytesIO(whole[:length]))
        assert str(caught.value) == "a directory is cut off"


def test_a_file_of_a_few_bytes_is_malformed() -> None:
    with pytest.raises(MalformedError, match=r"^a directory is cut off$"):
        read_tiff(io.BytesIO(b"II*\0\x08\0\0\0\0\0"))


@pytest.mark.parametrize("place", [1 << 45, (1 << 62) - 1, 1 << 62, (1 << 63) - 1, 1 << 63, (1 << 64) - 1])
def test_an_offset_out_of_reach_is_malformed_in_any_file_system(tmp_path: Path, place: int) -> None:
    writer = Writer(big=True)
    writer.directory([short(256, 7), Tag(257, SHORT, (5,) * 9)])
    for name, pointer in {"directory": 8, "numbers": 16 + 8 + 20 + 12, "page": 16 + 8 + 40}.items():
        data = bytearray(writer.data)
        struct.pack_into("<Q", data, pointer, place)
        (tmp_path / name).write_bytes(data)
        with (tmp_path / name).open("rb") as file:
            with pytest.raises(MalformedError) as caught:
                read_tiff(file)
            assert str(caught.value) == "a directory is cut off"
            assert memory_for(file) == 0


@each_form
def test_a_directory_of_very_many_tags_is_refused(order: str, big: bool) -> None:
    writer = Writer(order, big)
    size = [short(256, 7), short(257, 5)]
    writer.directory([*size, *(short(n, 1) for n in range(1000, 1000 + survey_tiff.MAX_TAGS - 2))])
    assert writer.told().width == 7
    writer = Writer(order, big)
    writer.directory([*size, *(short(n, 1) for n in range(1000, 1000 + survey_tiff.MAX_TAGS - 1))])
    assert writer.too_much() == ("is a TIFF of 4,097 tags; the picture tag limit is 4,096", "save it anew, or as PNG")


@pytest.mark.parametrize("number", [SUB, EXIF, GPS, INTEROPERABILITY])
@each_form
def test_directories_within_are_held_against_the_limits(order: str, big: bool, number: int) -> None:
    writer = Writer(order, big)
    far = Tag(37500, UNDEFINED, (), MAX_METADATA + 1)
    inner_size = 8 + 20 + 8 if big else 2 + 12 + 4
    start = len(writer.data)
    size = (8 + 60 + 8) if big else (2 + 36 + 4)
    kind = LONG8 if big else LONG
    writer.directory([short(256, 7), short(257, 5), Tag(number, kind, (start + size,))])
    writer.directory([Tag(number, kind, (start + size + inner_size,))])
    assert writer.told().width == 7
    writer.directory([far])
    what = "carries more beside its pixels than the picture metadata limit of 32 MB"
    assert writer.too_much() == (what, "export it flattened, as PNG or JPEG")


def test_pointers_of_the_sort_for_directories_are_followed() -> None:
    for big, kind in ((False, IFD), (True, IFD8)):
        writer = Writer(big=big)
        place = 16 + 8 + 60 + 8 if big else 8 + 2 + 36 + 4
        writer.directory([short(256, 7), short(257, 5), Tag(SUB, kind, (place,))])
        writer.directory([Tag(37500, SHORT, (), MAX_PARTS + 1)])
        assert writer.too_much()[0] == "is made of more parts than the picture parts limit of 100,000"


def test_a_directory_within_that_is_no_directory_is_passed_over_and_the_others_are_looked_at() -> None:
    writer = Writer()
    end = 8 + 2 + 48 + 4 + 12
    writer.directory([short(256, 7), short(257, 5), Tag(SUB, LONG, (1 << 30, end, 1 << 29)), Tag(EXIF, LONG, (9999,))])
    writer.directory([short(1, 1)])
    assert writer.told().width == 7
    writer.data[end:] = b""
    writer.directory([Tag(37500, SHORT, (), MAX_PARTS + 1)])
    assert writer.too_much()[0].startswith("is made of more parts")


def test_directories_that_lie_within_one_another_are_looked_at_once() -> None:
    writer = Writer()
    writer.directory([short(256, 7), short(257, 5), Tag(SUB, LONG, (8, 8)), Tag(EXIF, LONG, (8,))])
    assert writer.told().width == 7


def test_a_tiff_whose_directories_multiply_is_answered_soon() -> None:
    """Each of the four sorts of pointers leads 100 times to a directory that does the same: 160,000 in all."""
    writer = Writer()
    pointers = (SUB, EXIF, GPS, INTEROPERABILITY)
    many = [short(1000 + n, 1) for n in range(2000)]
    second = 8 + 2 + 6 * 12 + 4 + 4 * 400
    third = second + 2 + 2004 * 12 + 4 + 4 * 400
    writer.directory([short(256, 7), short(257, 5), *(Tag(n, LONG, (second,) * 100) for n in pointers)])
    assert writer.directory([*many, *(Tag(n, LONG, (third,) * 100) for n in pointers)]) == second
    assert writer.directory(many) == third
    started = time.process_time()
    assert writer.told().width == 7
    assert time.process_time() - started < 1


def test_tags_of_all_directories_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(survey_tiff, "check_parts", lambda count: limits.check_parts(count, 9))
    writer = Writer()
    place = 8 + 2 + 36 + 4 + 8
    writer.directory([short(256, 7), short(257, 5), Tag(SUB, LONG, (place, place + 42))])
    writer.directory([short(n, 1) for n in range(3)])
    writer.directory([short(n, 1) for n in range(3)])
    assert writer.told().width == 7
    writer.data[place + 42 :] = b""
    writer.directory([short(n, 1) for n in range(4)])
    assert writer.too_much()[0] == "is made of more parts than the picture parts limit of 9"


def test_pointers_to_nowhere_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(survey_tiff, "check_parts", lambda count: limits.check_parts(count, 9))
    for count in (9, 10):
        writer = Writer()
        places = tuple(range(5000, 5000 + count))
        tags = [short(256, 7), short(257, 5), Tag(SUB, LONG, places[:5]), Tag(EXIF, LONG, places[5:])]
        writer.directory(tags)
        if count == 9:
            assert writer.told().width == 7
        else:
            assert writer.too_much()[0].startswith("is made of more parts")


@pytest.mark.parametrize(
    ("kind", "width"),
    [(1, 1), (2, 1), (3, 2), (4, 4), (5, 8), (6, 1), (7, 1), (8, 2), (9, 4), (10, 8), (11, 4), (12, 8), (13, 4),
     (16, 8), (17, 8), (18, 8), (14, 1), (99, 1)],
)  # fmt: skip
def test_metadata_is_counted_by_the_width_of_its_values(monkeypatch: pytest.MonkeyPatch, kind: int, width: int) -> None:
    monkeypatch.setattr(limits, "MAX_METADATA", 4 + 2 * 30 * width)
    tags = [short(256, 7), short(257, 5), Tag(700, kind, (), 30)]
    for last, fits in ((30, True), (31, False)):
        writer = Writer()
        writer.directory([*tags, Tag(701, kind, (), last)])
        if fits:
            assert writer.told().width == 7
        else:
            assert writer.too_much()[0].startswith("carries more beside its pixels")


@pytest.mark.parametrize("number", [273, 279, 324, 325])
def test_tables_of_strips_and_tiles_are_no_metadata_but_parts(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_METADATA", 100)
    writer = Writer()
    writer.directory([short(256, 7), short(257, 5), Tag(number, LONG, (), MAX_PARTS)])
    assert writer.told().width == 7
    writer = Writer()
    writer.directory([short(256, 7), short(257, 5), Tag(number, LONG, (), MAX_PARTS + 1)])
    assert writer.too_much()[0] == "is made of more parts than the picture parts limit of 100,000"


@pytest.mark.parametrize(("kind", "counted"), [(BYTE, False), (ASCII, False), (UNDEFINED, False), (SBYTE, True)])
def test_bytes_are_no_parts_and_numbers_are(kind: int, counted: bool) -> None:
    writer = Writer()
    writer.directory([short(256, 7), short(257, 5), Tag(700, kind, (), MAX_PARTS + 1)])
    if counted:
        assert writer.too_much()[0].startswith("is made of more parts")
    else:
        assert writer.told().width == 7


@pytest.mark.parametrize("big", [False, True], ids=["classic", "big"])
@pytest.mark.parametrize(("mode", "pixel_bytes"), [("1", 1), ("L", 1), ("I;16", 2), ("LA", 4), ("RGB", 4), ("CMYK", 4)])
def test_what_another_program_wrote_is_told_the_same(big: bool, mode: str, pixel_bytes: int) -> None:
    data = saved(Image.new(mode, (70, 50)), "TIFF", big_tiff=big, compression="tiff_lzw")
    found = read_tiff(io.BytesIO(data))
    assert (found.width, found.height, found.pages, found.packed, found.turned) == (70, 50, 1, True, False)
    assert found.pixel_bytes == pixel_bytes
