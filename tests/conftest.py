"""What tests of every stage share: golden files, which hold an output as text, and the same examples every time."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# The examples of Hypothesis are drawn the same way in every run; no test fails for being slow on a busy machine.
SLOW = [HealthCheck.too_slow]
settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True, suppress_health_check=SLOW)
settings.load_profile("ci")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew instead of comparing")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Hold a text against `golden/NAME` beside the test; --update-golden writes it."""
    folder = request.path.parent / "golden"

    def hold(name: str, text: str) -> None:
        file = folder / name
        if request.config.getoption("--update-golden"):
            folder.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8")
        assert file.is_file(), f"{file} is missing: run with --update-golden, and read what it writes"
        assert text == Path(file).read_text(encoding="utf-8")

    return hold
