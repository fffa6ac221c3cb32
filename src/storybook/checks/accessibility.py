"""Ace by DAISY: can people with disabilities read an EPUB?"""

import json
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from storybook.errors import OutputError, Problem, ProgramMissingError
from storybook.model.finding import Finding, Severity
from storybook.model.format import Check
from storybook.process import run

PROGRAMS = ("ace-cli", "ace")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
CHECKOUT_PROGRAMS = Path(__file__).resolve().parents[3] / "tests" / "node" / "node_modules" / ".bin"
"""Where `make setup-test` puts Ace, if storybook runs from its checkout."""

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
            "PATH": _search_path(),
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
    named = os.environ.get("STORYBOOK_ACE", "")
    for name, path in (
        *([(named, _search_path())] if named else []),
        *((name, _search_path()) for name in PROGRAMS),
        *((name, str(CHECKOUT_PROGRAMS)) for name in PROGRAMS),
    ):
        found = shutil.which(name, path=path)
        if found:
            return found
    raise ProgramMissingError(
        Problem(
            "Ace, the accessibility checker, is not installed",
            hint="install Node.js, then: PUPPETEER_SKIP_DOWNLOAD=1 npm install --global @daisy/ace-cli"
            " (or name its path in STORYBOOK_ACE)",
        )
    )


def _browser() -> str:
    named = os.environ.get("PUPPETEER_EXECUTABLE_PATH") or os.environ.get("STORYBOOK_CHROMIUM", "")
    for name in (named, *BROWSERS):
        found = shutil.which(name, path=_search_path()) if name else None
        if found:
            return found
    raise ProgramMissingError(
        Problem(
            "Ace needs a Chromium browser, and there is none",
            hint="install one (Debian: apt-get install chromium), or name its path in STORYBOOK_CHROMIUM",
        )
    )


def _search_path() -> str:
    """Where programs are looked for: beside Python, as the setup may put Node.js there, and never in a relative folder.

    A relative one would be inside whatever folder the check is started in, which may hold somebody else's book.
    """
    folders = (str(Path(sys.executable).parent), *os.environ.get("PATH", os.defpath).split(os.pathsep))
    return os.pathsep.join(folder for folder in folders if Path(folder).is_absolute())


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
