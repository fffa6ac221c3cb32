"""What a file is said to be that is no picture."""

import pytest

from storybook.images.kinds import HEAD_LENGTH, JPEG, PNG, READABLE, SVG, WEBP, Stranger, kind_of


@pytest.mark.parametrize(
    "text", ["../outside/secret.jpg", "secret.jpg", "a/b", "C:\\Users\\mina\\pic.png", "../그림.png\n", "./x.tiff\r\n"]
)
def test_a_link_that_was_lost_in_copying_is_told_and_its_path_is_not(text: str) -> None:
    found = kind_of(text.encode())
    assert isinstance(found, Stranger)
    assert "a symbolic link that was lost in copying" in found.label
    assert found.hint == "copy the picture itself there"


def test_an_address_instead_of_a_picture_is_told() -> None:
    found = kind_of(b"https://example.org/a.jpg")
    assert isinstance(found, Stranger)
    assert found.label == "a text that holds an address"


def test_a_pointer_of_git_lfs_is_told() -> None:
    found = kind_of(b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n")
    assert isinstance(found, Stranger)
    assert found.label == "a pointer of Git LFS"


@pytest.mark.parametrize(
    "data",
    [b"hello", b"two lines\nof a/b text", b"a/b" * HEAD_LENGTH, b"a/\0b.jpg", b"a/b\xff", b"see below.", b"1.5", b"\n"],
)
def test_other_texts_are_no_lost_links(data: bytes) -> None:
    found = kind_of(data)
    assert isinstance(found, Stranger)
    assert found.label == "in an unknown format"


def test_drawings_of_one_line_are_drawings() -> None:
    assert kind_of(b'<svg xmlns="http://www.w3.org/2000/svg"/>') == SVG
    assert "SVG" in READABLE


PAGES = [b"<!DOCTYPE html><p>a <svg/>", b"<!doctype html>", b"<HTML><body><svg>", b"\n <html>", b"<p>not found</p>"]
DRAWINGS = [
    b"<?xml version='1.0'?>",
    b"<?XML version='1.0'?>",
    b"\xef\xbb\xbf<?xml version='1.0'?><svg/>",
    b"\xef\xbb\xbf \t\r\n<svg/>",
    b"<!-- drawn by hand --> <svg>",
    "\ufeff<svg/>".encode("utf-16-le"),
    "\ufeff<svg/>".encode("utf-16-be"),
]


@pytest.mark.parametrize("head", DRAWINGS)
def test_a_drawing_is_told_in_every_encoding_and_after_every_blank(head: bytes) -> None:
    assert kind_of(head) == SVG


@pytest.mark.parametrize("head", [*PAGES, "\ufeff<html><svg>".encode("utf-16-le")])
def test_a_web_page_is_told_even_if_it_shows_a_drawing(head: bytes) -> None:
    found = kind_of(head)
    assert isinstance(found, Stranger)
    assert found.label == "a web page or XML"


@pytest.mark.parametrize("head", [b"X<svg/>", b"rest <svg/>", b"X\xef\xbb\xbf<svg/>", b"svg <", b"xml"])
def test_text_before_the_first_angle_is_no_markup(head: bytes) -> None:
    found = kind_of(head)
    assert isinstance(found, Stranger)
    assert found.label == "in an unknown format"


@pytest.mark.parametrize("head", [b"RIFF\x10\0\0\0AVI LIST", b"RIFFWEBPRIFF", b"data\0\0\0\0WEBP", b"webp"])
def test_only_both_marks_of_webp_make_a_webp(head: bytes) -> None:
    assert isinstance(kind_of(head), Stranger)
    assert kind_of(b"RIFF\x10\0\0\0WEBPVP8 ") == WEBP


def test_a_path_that_fills_the_head_is_not_taken_for_a_lost_link() -> None:
    path = b"a/" * (HEAD_LENGTH // 2)
    for length, label in ((HEAD_LENGTH - 1, "a text that holds a path"), (HEAD_LENGTH, "in an unknown format")):
        found = kind_of(path[:length])
        assert isinstance(found, Stranger)
        assert found.label.startswith(label)


@pytest.mark.parametrize(
    ("head", "label"),
    [
        (b"", "empty (0 bytes)"),
        (b"\0\0\0\x18ftypheicmif1", "HEIC"),
        (b"\0\0\0\x18ftypavif\0\0\0\0", "AVIF"),
        (b"\0\0\0\x18ftypisom", "a film"),
        (b"%PDF-1.7", "a PDF"),
        (b"PK\x03\x04", "a ZIP archive (or a drawing program's document)"),
        (b"\x1f\x8b\x08", "a compressed file (SVGZ?)"),
        (b"\x89PNG", "in an unknown format"),
    ],
)
def test_what_is_no_picture_is_called_by_its_name(head: bytes, label: str) -> None:
    found = kind_of(head)
    assert isinstance(found, Stranger)
    assert found.label == label
    assert found.hint


def test_the_pictures_that_are_read_are_told_by_their_first_bytes() -> None:
    assert kind_of(b"\xff\xd8\xff\xe0") == JPEG
    assert kind_of(b"\x89PNG\r\n\x1a\n\0") == PNG
