"""One loaded command line and one exiftool for all hostile books of a worker."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hostile import judge, press
from hostile.case import Case, write
from hostile.exiftool import ExifTool
from hostile.press import Press


@pytest.fixture(scope="session")
def exiftool() -> Iterator[ExifTool]:
    """A process of exiftool."""
    tool = ExifTool()
    yield tool
    tool.close()


@pytest.fixture(scope="session")
def a_press() -> Iterator[Press]:
    """The command line, loaded once."""
    with press.opened() as opened:
        yield opened


@pytest.fixture
def faults_of(a_press: Press, exiftool: ExifTool, tmp_path: Path) -> Callable[[Case], list[str]]:
    """Builds a case's book and tells all that is wrong with what came of it."""

    def build(case: Case) -> list[str]:
        book = write(case, tmp_path / press.PLACE)
        printed = a_press.print(book, tmp_path / "made", formats=case.formats, seconds=case.seconds)
        return judge.faults(case, printed, exiftool)

    return build
