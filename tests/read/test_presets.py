"""Presets: every one can be read, and no number is without its source."""

from pathlib import Path

import pytest

from storybook.errors import SourceError, Where
from storybook.model.geometry import PageGeometry
from storybook.read import presets
from storybook.read.presets import image_preset, list_presets, page_preset, preset_names


@pytest.mark.parametrize("name", preset_names("image"))
def test_every_image_preset_can_be_read(name: str) -> None:
    profile = image_preset(name)
    assert profile.name == name
    assert profile.max_width > 0


@pytest.mark.parametrize("name", preset_names("print"))
def test_every_page_preset_leaves_room_for_text(name: str) -> None:
    page = page_preset(name)
    assert page.text_width > page.trim_width / 2
    assert page.text_height > page.trim_height / 2


def test_a5_is_as_the_standard_says() -> None:
    assert page_preset("a5") == PageGeometry(148, 210, bleed=3)


def test_an_e_reader_gets_no_picture_that_apple_books_would_refuse() -> None:
    ereader = image_preset("ereader")
    assert ereader.max_width * ereader.max_height <= 5_600_000
    assert "image/webp" not in ereader.media_types


def test_every_preset_is_listed_with_source_and_date() -> None:
    listed = list_presets()
    assert [(preset.sort, preset.name) for preset in listed] == [
        (sort, name) for sort in ("image", "print") for name in preset_names(sort)
    ]
    for preset in listed:
        assert preset.about
        assert preset.source
        assert preset.date.startswith("20")


def test_an_unknown_preset_is_told_where_it_is_named() -> None:
    with pytest.raises(SourceError) as error:
        page_preset("a6", Where("book.yaml", 9, 4))
    assert (
        str(error.value) == "book.yaml:9:4: there is no print preset of this name\n  mend: known are: a5, half-letter"
    )


def test_a_number_without_source_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "image"
    folder.mkdir()
    text = (presets._FOLDER / "image" / "print.yaml").read_text(encoding="utf-8")
    (folder / "bare.yaml").write_text(text.replace("  ppi: Lulu", "  dpi: Lulu"), encoding="utf-8")
    monkeypatch.setattr(presets, "_FOLDER", folder.parent)
    preset_names.cache_clear()
    try:
        with pytest.raises(SourceError, match="does not name one source for each number: dpi, ppi"):
            image_preset("bare")
    finally:
        preset_names.cache_clear()
