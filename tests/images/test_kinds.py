"""What a file is said to be that is no picture."""

import pytest

from storybook.images.kinds import HEAD_LENGTH, READABLE, SVG, Stranger, kind_of


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
