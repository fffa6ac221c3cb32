"""Runs veraPDF on one PDF inside Java and prints what fails as JSON: a program of its own, started by `pdf_ua`.

Java stays in a process of its own, so that its memory goes when the check is done.
Usage: python -m storybook.checks._pdf_vera FLAVOUR PDF JAR...
"""

import json
import sys
from typing import Any

import jpype


def main(flavour: str, pdf: str, jars: list[str]) -> None:
    """Print one object a failed rule: clause, test, message, context, and how often."""
    jpype.startJVM("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Djava.awt.headless=true", classpath=jars)
    silent = jpype.JClass("java.io.PrintStream")(jpype.JClass("java.io.OutputStream").nullOutputStream())
    jpype.JClass("java.lang.System").setOut(silent)
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    foundry = jpype.JClass("org.verapdf.pdfa.Foundries").defaultInstance()
    wanted = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour").byFlavourId(flavour)
    with foundry.createParser(jpype.JClass("java.io.File")(pdf), wanted) as parser:
        result = foundry.createValidator(wanted, False).validate(parser)
    failed = [_failure(found) for found in result.getTestAssertions() if str(found.getStatus().name()) == "FAILED"]
    sys.stdout.write(json.dumps({"compliant": bool(result.isCompliant()), "failed": failed}))


def _failure(found: Any) -> dict[str, str]:  # noqa: ANN401 - a Java object
    rule = found.getRuleId()
    return {
        "rule": f"{rule.getClause()}-{rule.getTestNumber()}",
        "message": str(found.getMessage()),
        "context": str(found.getLocation().getContext()),
    }


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
