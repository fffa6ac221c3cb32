"""Ace by DAISY: is the EPUB accessible?"""

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from validators import tool


@dataclass(frozen=True)
class Violation:
    """A rule that one file of the EPUB breaks; ``impact`` is minor, moderate, serious or critical."""

    rule: str
    impact: str
    file: str
    text: str
    html: str


@dataclass(frozen=True)
class Report:
    """What Ace found."""

    violations: list[Violation]
    metadata: dict[str, list[str]]
    missing_metadata: list[str]
    images: list[dict[str, Any]]


def ace(path: Path) -> Report:
    """Return Ace's findings on an EPUB."""
    program = tool.node_package("@daisy/ace-cli") / "bin" / "ace.js"
    node = tool.find("node", package="nodejs")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        environment = {
            "PUPPETEER_EXECUTABLE_PATH": tool.chromium(),
            "ACE_TIMEOUT_INITIAL": "60000",
            "HOME": folder,
            "XDG_CONFIG_HOME": folder,
        }
        command: list[str | Path] = [node, program, "-s", "-E", "-f", "-t", home / "tmp", "-o", home / "out", path]
        tool.run(command, environment=environment, accept=(0, 2))  # 2: there are violations
        report = json.loads((home / "out" / "report.json").read_text("utf-8"))
    return _report(report)


def _report(report: dict[str, Any]) -> Report:
    subject = report["earl:testSubject"]["metadata"]
    return Report(
        violations=[_violation(file, found) for file in report["assertions"] for found in file["assertions"]],
        metadata={key: value if isinstance(value, list) else [value] for key, value in subject.items()},
        missing_metadata=report["a11y-metadata"]["missing"],
        images=report["data"].get("images", []),
    )


def _violation(file: dict[str, Any], found: dict[str, Any]) -> Violation:
    result = found["earl:result"]
    return Violation(
        rule=found["earl:test"]["dct:title"],
        impact=found["earl:test"]["earl:impact"],
        file=file["earl:testSubject"]["url"],
        text=result["dct:description"],
        html=result.get("html", ""),
    )
