"""What every build looks for in its finished files before it publishes them."""

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from program import ROOT, storybook
from storybook.images.anatomy import jpeg_markers
from validators import java

PARAGRAPH = "blocks/paragraph.xhtml.j2"
ADDRESS = "{{ 'ht' ~ 'tps://tracker.example/a.png' }}"


def spoil(book: Path, name: str, text: str) -> None:
    template = book / "templates" / name
    template.parent.mkdir(parents=True)
    shipped = (ROOT / "templates" / name).read_text(encoding="utf-8")
    template.write_text(shipped + text, encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("<{{ 'scr' ~ 'ipt' }}>alert(1)</{{ 'scr' ~ 'ipt' }}>", "<script> can run"),
        (f'<img alt="" src="{ADDRESS}"/>', "loads something from elsewhere"),
        ("<p>so{{ '\\u200b' }}so</p>", "U+200B"),
    ],
)
def test_what_a_template_puts_together_is_found_in_the_finished_e_book(
    copy_of: Callable[[Path], Path], small: Path, tmp_path: Path, text: str, says: str
) -> None:
    book = copy_of(small)
    spoil(book, PARAGRAPH, text)
    run = storybook("build", book, "--out", tmp_path / "out", "-f", "epub")
    assert run.code == 4, run.err
    assert says in run.err
    assert "tracker.example" not in run.err
    assert not (tmp_path / "out").exists()


def with_target(book: Path, out: Path, target: str) -> Path:
    """The one file of a book for a target of its own."""
    with (book / "book.yaml").open("a", encoding="utf-8") as manifest:
        manifest.write(f"\ntargets:\n  other: {{{target}}}\n")
    run = storybook("build", book, "--out", out, "--target", "other")
    assert run.code == 0, run.err
    (made,) = (file for file in out.iterdir() if file.suffix in {".epub", ".pdf"})
    return made


@java.group
@pytest.mark.parametrize("images", ["ereader", "kindle", "phone", "screen"])
def test_an_e_book_of_every_image_preset_is_sound(
    copy_of: Callable[[Path], Path], small: Path, tmp_path: Path, images: str
) -> None:
    made = with_target(copy_of(small), tmp_path / "out", f"format: epub, images: {images}")
    assert [message.code for message in java.epubcheck(made)] == []
    assert (b"img-0001.webp" in made.read_bytes()) is (images == "phone")


@pytest.mark.parametrize("images", ["ereader", "phone"])
@pytest.mark.parametrize(("format_name", "passes"), [("screen-pdf", "several"), ("print-pdf", "one")])
def test_a_pdf_has_jpegs_whatever_its_image_preset_allows_and_of_one_pass_for_print(
    copy_of: Callable[[Path], Path], small: Path, tmp_path: Path, images: str, format_name: str, passes: str
) -> None:
    made = with_target(copy_of(small), tmp_path / "out", f"format: {format_name}, images: {images}")
    with pikepdf.open(made) as pdf:
        drawn = [one for one in pdf.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"]
        assert {str(image.get("/Filter")) for image in drawn} == {"/DCTDecode"}
        found = [set(jpeg_markers(io.BytesIO(image.read_raw_bytes()))) & {0xC0, 0xC2} for image in drawn]
    assert found == [{0xC0} if passes == "one" else {0xC2}] * len(drawn)
    assert len(drawn) > 1


def test_a_template_that_drops_words_is_found_out(copy_of: Callable[[Path], Path], small: Path, tmp_path: Path) -> None:
    book = copy_of(small)
    for medium in ("", "paper"):
        template = book / "templates" / medium / PARAGRAPH
        template.parent.mkdir(parents=True)
        template.write_text("<p>…</p>\n", encoding="utf-8")
    for name in ("epub", "print-pdf"):
        run = storybook("build", book, "--out", tmp_path / "out", "-f", name)
        assert run.code == 4, run.err
        assert "words of the chapter" in run.err
    assert not (tmp_path / "out").exists()
