import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from storybook.checks.package import CHECK
from storybook.errors import OutputError
from storybook.model.finding import Severity

EPOCH = (1980, 1, 1, 0, 0, 0)
PAGE = '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>One</title></head><body>{}</body></html>'
TRACKED = "a link tells who passed it on, or who follows it"
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
        "EPUB/images/img-0003.webp": picture("WEBP"),
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


def _moving_webp() -> bytes:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])
    return out.getvalue()


@pytest.mark.parametrize(
    "make",
    [lambda: picture("WEBP", exif=b"Exif\0\0MM"), _moving_webp, lambda: picture("WEBP") + b"appended"],
    ids=["exif", "moving", "appended"],
)
def test_a_webp_that_carries_more_than_pixels_is_found(tmp_path: Path, make: Callable[[], bytes]) -> None:
    assert codes(package(tmp_path, {"EPUB/images/img-0003.webp": make()})) == {"picture-metadata"}


def test_half_a_webp_is_found(tmp_path: Path) -> None:
    assert codes(package(tmp_path, {"EPUB/images/img-0003.webp": picture("WEBP")[:40]})) == {"picture-broken"}


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


def told(path: Path) -> list[tuple[str, str, str]]:
    """Code, place and message of each finding, in their order."""
    findings = CHECK.run(path)
    assert {(finding.severity, finding.artifact) for finding in findings} <= {(Severity.ERROR, "book.epub")}
    return [(finding.code, finding.place, finding.message) for finding in findings]


@pytest.mark.parametrize(
    ("body", "code", "message"),
    [
        ("<script/>", "active-content", "the element <script> can run or load something"),
        ('<p onclick="x()">a</p>', "active-content", "the attribute onclick can run something"),
        ('<base target="x"/>', "active-content", "the element <base> can run or load something"),
        ('<div xml:base="x">a</div>', "active-content", "the attribute base can lead a reader elsewhere"),
        (
            '<meta http-equiv="x" content="0"/>',
            "active-content",
            "the attribute http-equiv can lead a reader elsewhere",
        ),
        ('<img alt="" src="//example.org/a"/>', "remote", "<img> loads something from elsewhere"),
        ('<img alt="" src="data:text/html,x"/>', "remote", "<img> loads something from elsewhere"),
        ('<link href="https://example.org/a.css"/>', "remote", "<link> loads something from elsewhere"),
        ('<img alt="" srcset="https://example.org/a.png 2x"/>', "remote", "<img> loads something from elsewhere"),
        ('<p data="//example.org/a">b</p>', "remote", "<p> loads something from elsewhere"),
        ('<p action="//example.org/a">b</p>', "remote", "<p> loads something from elsewhere"),
        ('<p poster="//example.org/a">b</p>', "remote", "<p> loads something from elsewhere"),
        ('<p style="a: URL(http://a)">b</p>', "remote", "the attribute style loads something from elsewhere"),
        ("<style>a{b:url(//c)}</style>", "remote", "a style loads something from elsewhere"),
        ("<style>a{}<b/>@import 'c'</style>", "remote", "a style loads something from elsewhere"),
        ('<a href="javascript:x()">b</a>', "link", "a link starts with javascript:"),
        ('<a href="https://example.org/?fbclid=1">b</a>', "tracking-link", TRACKED),
        ("<!-- a -->", "comment", "a comment or an instruction is in the file"),
        ("<?editor note?>", "comment", "a comment or an instruction is in the file"),
    ],
)
def test_each_finding_in_a_page_says_what_is_wrong_and_on_which_line(
    tmp_path: Path, body: str, code: str, message: str
) -> None:
    found = told(package(tmp_path, body=f"<p>a</p>\n{body}"))
    assert found[0] == (code, "EPUB/text/chapter-01.xhtml:2", message)
    assert len({name for name, _, _ in found}) == 1


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("<p>a\u200bb</p>", "the text holds U+200B (ZERO WIDTH SPACE), which nobody sees"),
        ("<p>a\ufeffb</p>", "the text holds U+FEFF (ZERO WIDTH NO-BREAK SPACE), which nobody sees"),
        ("<p>a\U000e0002b</p>", "the text holds U+E0002 (a character without a name), which nobody sees"),
    ],
)
def test_a_hidden_character_is_told_by_number_and_name_once(tmp_path: Path, body: str, message: str) -> None:
    path = package(tmp_path, body=body * 2)
    assert told(path) == [("hidden-character", "EPUB/text/chapter-01.xhtml", message)]


def test_hidden_characters_of_several_kinds_are_told_in_their_order(tmp_path: Path) -> None:
    messages = [message for _, _, message in told(package(tmp_path, body="<p>\ufeff</p><p>\u202e</p><p>\u200b</p>"))]
    assert [message.split()[3] for message in messages] == ["U+200B", "U+202E", "U+FEFF"]


def test_what_is_no_markup_is_told_with_the_parser_s_word(tmp_path: Path) -> None:
    ((code, place, message),) = told(package(tmp_path, body="<p>a</q>"))
    assert (code, place) == ("markup", "EPUB/text/chapter-01.xhtml")
    assert message.startswith("not well-formed: Opening and ending tag mismatch")


@pytest.mark.parametrize("suffix", ["opf", "ncx", "xhtml", "svg"])
def test_every_kind_of_markup_is_looked_at(tmp_path: Path, suffix: str) -> None:
    names = {
        "opf": "EPUB/content.opf",
        "ncx": "EPUB/nav.ncx",
        "xhtml": "EPUB/nav.xhtml",
        "svg": "EPUB/styles/motif.svg",
    }
    found = told(package(tmp_path, {names[suffix]: b"<package>\n<script/></package>"}))
    assert [(code, place) for code, place, _ in found] == [("active-content", f"{names[suffix]}:2")]


def test_entities_are_found_and_never_filled_in(tmp_path: Path) -> None:
    text = b'<!DOCTYPE html [<!ENTITY a SYSTEM "/etc/hostname">]><html>&a;</html>'
    found = told(package(tmp_path, {"EPUB/nav.xhtml": text}))
    assert ("markup", "EPUB/nav.xhtml", "the file defines entities") in found


def test_a_page_that_is_very_deep_is_looked_at(tmp_path: Path) -> None:
    assert codes(package(tmp_path, body="<b>" * 300 + "<script/>" + "</b>" * 300)) == {"active-content"}


def test_what_is_wrong_with_the_container_is_told_for_each_file(tmp_path: Path) -> None:
    odd = zipfile.ZipInfo("EPUB/notes.txt", EPOCH)
    odd.comment = b"from her desk"
    extra = zipfile.ZipInfo("EPUB/nav.xhtml", EPOCH)
    extra.extra = b"UT\x05\x00\x01\0\0\0\0"
    path = package(tmp_path)
    with zipfile.ZipFile(path, "a") as container:
        container.comment = b"made at home"
        container.writestr(odd, "")
        container.writestr(extra, "<html/>")
    made = "the container tells when or how this file was made"
    assert told(path) == [
        ("archive-comment", "", "the container carries a comment"),
        ("file-name", "EPUB/notes.txt", "this file's name is none of ours"),
        ("file-date", "EPUB/notes.txt", made),
        ("file-date", "EPUB/nav.xhtml", made),
    ]


@pytest.mark.parametrize("how", ["empty", "packed", "extra", "other"])
def test_a_container_starts_with_its_bare_type(tmp_path: Path, how: str) -> None:
    first = zipfile.ZipInfo("EPUB/nav.xhtml" if how == "other" else "mimetype", EPOCH)
    first.compress_type = zipfile.ZIP_DEFLATED if how == "packed" else zipfile.ZIP_STORED
    first.extra = b"UT\x05\x00\x01\0\0\0\0" if how == "extra" else b""
    with zipfile.ZipFile(tmp_path / "book.epub", "w") as container:
        if how != "empty":
            container.writestr(first, "<html/>")
    assert told(tmp_path / "book.epub")[0] == (
        "mimetype-first",
        "mimetype",
        "the container does not start with its bare type",
    )


def test_a_name_that_comes_twice_is_told(tmp_path: Path) -> None:
    path = package(tmp_path)
    with zipfile.ZipFile(path, "a") as container, pytest.warns(UserWarning, match="Duplicate"):
        container.writestr(zipfile.ZipInfo("EPUB/styles/book.css", EPOCH), "")
    assert told(path) == [("file-twice", "EPUB/styles/book.css", "two files have this name")]


def test_the_odd_parts_of_a_picture_are_named(tmp_path: Path) -> None:
    jpeg, png = "EPUB/images/img-0001.jpg", "EPUB/images/img-0002.png"
    path = package(tmp_path, {jpeg: _commented_jpeg(), png: _labelled_png() + b"x"})
    assert told(path) == [
        ("picture-metadata", jpeg, "the picture carries more than pixels: FFFE"),
        ("picture-metadata", png, "the picture carries more than pixels: tEXt"),
        ("picture-metadata", png, "something follows the picture's end"),
    ]


def test_a_broken_picture_is_told_with_what_is_broken(tmp_path: Path) -> None:
    ((code, place, message),) = told(package(tmp_path, {"EPUB/images/img-0002.png": picture("PNG")[:40]}))
    assert (code, place) == ("picture-broken", "EPUB/images/img-0002.png")
    assert message.startswith("the picture is not whole: ")
    assert "None" not in message


def test_a_png_is_not_held_against_its_sums_again(tmp_path: Path) -> None:
    data = bytearray(picture("PNG"))
    data[29] ^= 1
    assert codes(package(tmp_path, {"EPUB/images/img-0002.png": bytes(data)})) == set()


def test_a_stylesheet_that_calls_home_is_told(tmp_path: Path) -> None:
    found = told(package(tmp_path, {"EPUB/styles/book.css": "a { b: url(https://é) }".encode()}))
    assert found == [("remote", "EPUB/styles/book.css", "the stylesheet loads something from elsewhere")]


def test_what_is_no_container_is_told_with_what_to_do(tmp_path: Path) -> None:
    for path in (tmp_path / "book.epub", tmp_path / "none.epub"):
        (tmp_path / "book.epub").write_bytes(b"nothing")
        with pytest.raises(OutputError) as caught:
            CHECK.run(path)
        (problem,) = caught.value.problems
        assert (problem.what, problem.hint) == (f"{path.name} cannot be read as an EPUB", "build the book again")
