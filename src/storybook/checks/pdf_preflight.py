"""The bytes of a PDF themselves: what a printer's preflight and a wary reader would stop at."""

from pathlib import Path

from storybook.model.finding import Finding
from storybook.model.format import Check


def check(pdf: Path) -> tuple[Finding, ...]:
    """All faults of a PDF; OutputError where it is none."""
    from storybook.checks._preflight.rules import findings  # every build looks at this check, and not all make PDFs

    return findings(pdf)


CHECK = Check(
    "pdf-preflight",
    "the PDF's own bytes: page boxes, fonts, picture sizes, nothing that runs or calls home",
    ("screen-pdf", "print-pdf"),
    check,
    in_build=True,
)
