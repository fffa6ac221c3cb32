"""Pixels kept on the disk for a while: the same again, gone with their context, and never a reason to fail."""

import errno
from pathlib import Path

import pytest
from PIL import Image

from storybook.images import spool
from storybook.images.spool import Spool


@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_pixels_come_back_as_they_were_and_are_gone_afterwards(tmp_path: Path, mode: str) -> None:
    pixels = Image.effect_noise((40, 30), 60).convert(mode)
    with Spool(tmp_path / "not" / "yet") as kept:
        assert "a" not in kept
        kept.keep("a", pixels)
        assert "a" in kept
        found = kept.find("a")
        assert (found.mode, found.size, found.tobytes()) == (mode, (40, 30), pixels.tobytes())
    assert list((tmp_path / "not" / "yet").iterdir()) == []


def test_no_more_is_kept_than_it_may_take(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "MOST", 500)
    with Spool(tmp_path) as kept:
        for key in "abc":
            kept.keep(key, Image.new("L", (20, 10)))
        assert ["a" in kept, "b" in kept, "c" in kept] == [True, True, False]


def test_a_full_disk_keeps_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    with Spool(tmp_path) as kept:
        monkeypatch.setattr(Path, "write_bytes", full)
        kept.keep("a", Image.new("L", (20, 10)))
        assert "a" not in kept


def test_where_no_folder_can_be_made_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("")
    with Spool(tmp_path / "a file" / "below") as kept:
        kept.keep("a", Image.new("L", (20, 10)))
        assert "a" not in kept
