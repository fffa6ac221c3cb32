"""Ace by DAISY: can people with disabilities read an EPUB?"""

import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from storybook.errors import OutputError, Problem, ProgramMissingError
from storybook.model.finding import Finding, Severity
from storybook.model.format import Check
from storybook.process import run

PROGRAMS = ("ace-cli", "ace")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
NODE_PROGRAMS = Path("node_modules/.bin")
PATIENCE = 600.0
"""Seconds."""

SEVERITIES = {"critical": Severity.ERROR, "serious": Severity.ERROR, "moderate": Severity.WARNING}
"""What Ace's grades of impact mean here; a minor one is a note."""

VIOLATIONS = 2
"""How Ace ends when it was told to fail on violations and there are some."""


def check(epub: Path) -> tuple[Finding, ...]:
    """All violations that Ace finds; ProgramMissingError where Ace or a browser for it is not installed."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        environment = {
            **os.environ,
            "PUPPETEER_EXECUTABLE_PATH": _browser(),
            "ACE_TIMEOUT_INITIAL": "60000",
            "HOME": folder,
            "XDG_CONFIG_HOME": folder,
        }
        command: list[str | Path] = [_ace(), "-s", "-E", "-f", "-t", home / "tmp", "-o", home / "out", epub]
        done = run(command, timeout=PATIENCE, environment=environment)
        if done.returncode not in (0, VIOLATIONS):
            raise OutputError(
                Problem(
                    f"Ace could not read {epub.name} (it ended with {done.returncode})", hint="build the book again"
                )
            )
        report = json.loads((home / "out" / "report.json").read_text(encoding="utf-8"))
    return tuple(
        _finding(found, file["earl:testSubject"]["url"], epub.name)
        for file in report["assertions"]
        for found in file["assertions"]
    )


def _ace() -> str:
    for name in PROGRAMS:
        found = shutil.which(name) or shutil.which(name, path=str(NODE_PROGRAMS))
        if found:
            return found
    raise ProgramMissingError(
        Problem(
            "Ace, the accessibility checker, is not installed",
            hint="install Node.js, then: PUPPETEER_SKIP_DOWNLOAD=1 npm install --global @daisy/ace-cli",
        )
    )


def _browser() -> str:
    named = os.environ.get("PUPPETEER_EXECUTABLE_PATH") or os.environ.get("STORYBOOK_CHROMIUM", "")
    for name in (named, *BROWSERS):
        found = shutil.which(name) if name else None
        if found:
            return found
    raise ProgramMissingError(
        Problem(
            "Ace needs a Chromium browser, and there is none",
            hint="install one (Debian: apt-get install chromium), or name its path in STORYBOOK_CHROMIUM",
        )
    )


def _finding(found: dict[str, Any], page: str, artifact: str) -> Finding:
    result = found["earl:result"]
    return Finding(
        code=found["earl:test"]["dct:title"],
        severity=SEVERITIES.get(found["earl:test"]["earl:impact"], Severity.NOTE),
        artifact=artifact,
        place=page,
        message=" ".join(result["dct:description"].split()),
        hint=found["earl:test"].get("help", {}).get("url", ""),
    )


CHECK = Check("accessibility", "Ace: can people with disabilities read the e-book?", ("epub",), check)
