import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from storybook.checks.package import CHECK
from storybook.errors import OutputError

EPOCH = (1980, 1, 1, 0, 0, 0)
PAGE = '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>One</title></head><body>{}</body></html>'
Files = dict[str, bytes]
Date = tuple[int, int, int, int, int, int]


def picture(kind: str = "JPEG", **more: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, kind, **more)
    return out.getvalue()


def package(folder: Path, files: Files | None = None, *, body: str = "<p>Words.</p>", date: Date = EPOCH) -> Path:
    """A container that is sound but for what is asked."""
    contents: Files = {
        "mimetype": b"application/epub+zip",
        "EPUB/text/chapter-01.xhtml": PAGE.format(body).encode(),
        "EPUB/styles/book.css": b'body { background: url("motif.svg") }',
        "EPUB/images/img-0001.jpg": picture(),
        "EPUB/images/img-0002.png": picture("PNG"),
        **(files or {}),
    }
    path = folder / "book.epub"
    with zipfile.ZipFile(path, "w") as container:
        for name, content in contents.items():
            container.writestr(zipfile.ZipInfo(name, date), content)
    return path


def codes(path: Path) -> set[str]:
    return {finding.code for finding in CHECK.run(path)}


def test_a_sound_package_passes(tmp_path: Path) -> None:
    assert codes(package(tmp_path)) == set()


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("<script>alert(1)</script>", "active-content"),
        ('<p onclick="x()">a</p>', "active-content"),
        ('<iframe title="x"/>', "active-content"),
        ('<svg xmlns="http://www.w3.org/2000/svg"><foreignObject/></svg>', "active-content"),
        ('<img alt="" src="https://example.org/pixel.gif"/>', "remote"),
        ('<img alt="" src="//example.org/pixel.gif"/>', "remote"),
        ('<a href="javascript:x()">a</a>', "link"),
        ('<a href="file:///home/somebody">a</a>', "link"),
        ('<a href="https://example.org/?utm_source=book">a</a>', "tracking-link"),
        ('<a href="https://example.org/?a=1&amp;fbclid=1">a</a>', "tracking-link"),
        ('<p style="background: url(https://example.org/a.png)">a</p>', "remote"),
        ("<style>p { background: url(//example.org/a.png) }</style>", "remote"),
        ('<svg xmlns="http://www.w3.org/2000/svg"><rect fill="url(http://example.org/#a)"/></svg>', "remote"),
        ('<base target="x"/>', "active-content"),
        ('<meta http-equiv="refresh" content="0"/>', "active-content"),
        ('<div xml:base="x">a</div>', "active-content"),
        ("<!-- ask her mother first -->", "comment"),
        ("<?editor note?>", "comment"),
        ("<p>a\u202eb</p>", "hidden-character"),
        ("<p>a\u200bb</p>", "hidden-character"),
        ("<p>a\U000e0041b</p>", "hidden-character"),
        ("<p>a", "markup"),
    ],
)
def test_what_an_author_may_have_left_in_a_page_is_found(tmp_path: Path, body: str, code: str) -> None:
    assert codes(package(tmp_path, body=body)) == {code}


@pytest.mark.parametrize(
    "body",
    [
        '<a href="https://example.org/">a</a>',
        '<img alt="url(http://a)" src="a.png"/>',
        '<a href="#b">a</a>',
        "<p>가\u200d나</p>",
    ],
)
def test_what_is_as_it_should_be_passes(tmp_path: Path, body: str) -> None:
    assert codes(package(tmp_path, body=body)) == set()


def _commented_jpeg() -> bytes:
    return picture(comment=b"taken at home")


def _located_jpeg() -> bytes:
    exif = Image.Exif()
    exif[0x010E] = "somebody's house"
    return picture(exif=exif)


def _labelled_png() -> bytes:
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", "somebody")
    return picture("PNG", pnginfo=text)


@pytest.mark.parametrize("make", [_commented_jpeg, _located_jpeg, lambda: picture() + b"appended"])
def test_a_jpeg_that_carries_more_than_pixels_is_found(tmp_path: Path, make: Callable[[], bytes]) -> None:
    assert codes(package(tmp_path, {"EPUB/images/img-0001.jpg": make()})) == {"picture-metadata"}


def test_a_png_that_carries_more_than_pixels_is_found(tmp_path: Path) -> None:
    assert codes(package(tmp_path, {"EPUB/images/img-0002.png": _labelled_png()})) == {"picture-metadata"}


def test_half_a_picture_is_found(tmp_path: Path) -> None:
    half = picture()[:200]
    assert codes(package(tmp_path, {"EPUB/images/img-0001.jpg": half})) == {"picture-broken"}


@pytest.mark.parametrize("name", ["EPUB/images/Kim Chol-su.jpg", "EPUB/notes.txt", "../out.xhtml", "EPUB/text/A.xhtml"])
def test_a_name_that_is_none_of_ours_is_found(tmp_path: Path, name: str) -> None:
    content = picture() if name.endswith("jpg") else PAGE.format("").encode()
    assert codes(package(tmp_path, {name: content})) == {"file-name"}


def test_a_stylesheet_that_calls_home_is_found(tmp_path: Path) -> None:
    for css in (b'@import "x.css";', b"a { background: url( 'https://example.org/x.png') }"):
        assert codes(package(tmp_path, {"EPUB/styles/book.css": css})) == {"remote"}


def test_a_file_with_a_date_is_found(tmp_path: Path) -> None:
    assert codes(package(tmp_path, date=(2026, 11, 22, 12, 0, 0))) == {"file-date"}


def test_a_type_that_does_not_come_first_is_found(tmp_path: Path) -> None:
    path = tmp_path / "book.epub"
    with zipfile.ZipFile(path, "w") as container:
        container.writestr(zipfile.ZipInfo("EPUB/text/a.xhtml", EPOCH), PAGE.format(""))
        container.writestr(zipfile.ZipInfo("mimetype", EPOCH), "application/epub+zip")
    assert codes(path) == {"mimetype-first"}


def test_two_files_of_one_name_are_found(tmp_path: Path) -> None:
    path = package(tmp_path)
    with zipfile.ZipFile(path, "a") as container, pytest.warns(UserWarning, match="Duplicate"):
        container.writestr(zipfile.ZipInfo("EPUB/styles/book.css", EPOCH), "")
    assert codes(path) == {"file-twice"}


def test_what_is_no_container_at_all_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "book.epub").write_bytes(b"nothing")
    with pytest.raises(OutputError, match=r"book\.epub"):
        CHECK.run(tmp_path / "book.epub")


def test_a_finding_says_where(tmp_path: Path) -> None:
    (finding,) = CHECK.run(package(tmp_path, body="<p>a</p>\n<script/>"))
    assert (finding.artifact, finding.place) == ("book.epub", "EPUB/text/chapter-01.xhtml:2")
