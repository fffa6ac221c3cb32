"""The checks that start other people's programs: what they find, and what they say when the program is missing."""

import dataclasses
from pathlib import Path

import pikepdf
import pytest

from epub.sample import bare_edition
from storybook import registry
from storybook.checks import accessibility, epubcheck, pdf_ua
from storybook.comics.letterer import Letterer
from storybook.errors import ExitCode, OutputError, ProgramMissingError
from storybook.formats._epub.pages import Page, Pages, make_pages
from storybook.formats.epub import write
from storybook.model.edition import Edition
from storybook.model.finding import Severity


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sound") / "bare.epub"
    write(bare_edition(), path)
    return path


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An e-book with a picture that has neither a file nor a description."""

    def spoilt(edition: Edition, letterer: Letterer) -> Pages:
        pages = make_pages(edition, letterer)
        return dataclasses.replace(pages, spine=tuple(_without_alt(page) for page in pages.spine))

    monkeypatch.setattr("storybook.formats.epub.make_pages", spoilt)
    monkeypatch.setattr("storybook.formats.epub._pictures", lambda *_: ())
    path = tmp_path / "broken.epub"
    write(bare_edition(), path)
    return path


def _without_alt(page: Page) -> Page:
    picture = b'<p><img src="../images/img-0001.jpg"/></p></section>'
    return dataclasses.replace(page, content=page.content.replace(b"</section>", picture))


def test_epubcheck_passes_a_sound_book(sound: Path) -> None:
    assert epubcheck.CHECK.run(sound) == ()


def test_epubcheck_names_the_fault_and_its_place(broken: Path) -> None:
    findings = epubcheck.CHECK.run(broken)
    assert "RSC-007" in {finding.code for finding in findings}
    missing = next(finding for finding in findings if finding.code == "RSC-007")
    assert missing.severity is Severity.ERROR
    assert missing.place.startswith("EPUB/text/chapter-01.xhtml:")
    assert str(broken.parent) not in repr(findings)


def test_ace_of_the_checkout_is_found_from_any_folder(
    sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert accessibility.CHECK.run(sound) == ()


def _program(folder: Path, name: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.mark.parametrize("path", ["", ".:", "node_modules/.bin:"])
def test_ace_is_never_looked_for_in_the_current_folder(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in (tmp_path, tmp_path / "node_modules" / ".bin"):
        _program(folder, "ace")
        _program(folder, "ace-cli")
    browser = _program(tmp_path / "browser", "chromium")
    monkeypatch.setenv("PATH", path + str(tmp_path / "nothing"))
    monkeypatch.setenv("PUPPETEER_EXECUTABLE_PATH", str(browser))
    monkeypatch.delenv("STORYBOOK_ACE", raising=False)
    monkeypatch.setattr(accessibility, "CHECKOUT_PROGRAMS", tmp_path / "nothing")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ProgramMissingError, match="Ace"):
        accessibility.CHECK.run(tmp_path / "book.epub")


def test_ace_may_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STORYBOOK_ACE", str(_program(tmp_path / "mine", "my-ace")))
    with pytest.raises(OutputError, match=r"Ace could not read book\.epub \(it ended with 1\)"):
        accessibility.CHECK.run(tmp_path / "book.epub")


def test_ace_names_a_picture_without_a_description(broken: Path) -> None:
    findings = accessibility.CHECK.run(broken)
    (image,) = [finding for finding in findings if finding.code == "image-alt"]
    assert image.severity is Severity.ERROR
    assert "chapter-01" in image.place


def test_vera_finds_what_an_untagged_pdf_lacks(tmp_path: Path) -> None:
    path = tmp_path / "plain.pdf"
    document = pikepdf.new()
    document.add_blank_page()
    document.save(path)
    rules = {finding.code for finding in pdf_ua.CHECK.run(path)}
    assert {"ua1-6.2-1", "ua1-7.1-11"} <= rules


def test_what_is_no_pdf_is_an_error_and_no_finding(tmp_path: Path) -> None:
    (tmp_path / "book.pdf").write_bytes(b"nothing")
    with pytest.raises(OutputError, match=r"veraPDF could not read book\.pdf"):
        pdf_ua.CHECK.run(tmp_path / "book.pdf")


@pytest.mark.parametrize("check", ["epubcheck", "accessibility", "pdf-ua"])
def test_a_program_that_is_missing_is_said_to_be_with_a_way_to_get_it(
    check: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("PUPPETEER_EXECUTABLE_PATH", raising=False)
    monkeypatch.delenv("STORYBOOK_CHROMIUM", raising=False)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ProgramMissingError) as caught:
        registry.load("CHECK", check).run(tmp_path / "book")
    assert caught.value.exit_code is ExitCode.PROGRAM_MISSING
    assert "install" in caught.value.problems[0].hint


def test_every_check_reads_a_format_that_exists() -> None:
    formats = set(registry.names("FORMAT"))
    for name, check in registry.load_all("CHECK").items():
        assert check.formats, name
        assert set(check.formats) <= formats, name
