from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def hostile_cases() -> Path:
    """The collection of hostile input that stands beside the project."""
    folder = Path(__file__).parents[3] / "shared" / "corpus" / "hostile" / "cases"
    if not folder.is_dir():
        pytest.fail("the hostile corpus is missing: ../shared/corpus/hostile/cases must stand beside the project")
    return folder
