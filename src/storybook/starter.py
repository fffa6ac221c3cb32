"""A small working book to start from."""

import shutil
import uuid
from pathlib import Path

from storybook.errors import OutputError, Problem, UsageError
from storybook.pages.theme import shipped_folder

UUID_MARK = "00000000-0000-0000-0000-000000000000"
"""Stands in the starter's manifest for the identifier that each new book gets."""


def make_book(folder: Path) -> None:
    """Copy the starter book into a folder that does not exist yet, or is empty, with an identifier of its own."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(Problem("that folder is there already and not empty", hint="name a new folder"))
    try:
        shutil.copytree(shipped_folder() / "starter", folder, dirs_exist_ok=True)
        manifest = folder / "book.yaml"
        text = manifest.read_text(encoding="utf-8")
        manifest.write_text(text.replace(UUID_MARK, str(uuid.uuid4())), encoding="utf-8")
    except OSError as error:
        raise OutputError(
            Problem(f"the new book cannot be written: {error.strerror}", hint="name a folder that you may write to")
        ) from error
