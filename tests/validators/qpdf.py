"""qpdf: is the PDF sound as a file?"""

from pathlib import Path

from validators import tool


def check(pdf: Path) -> list[str]:
    """Return what qpdf warns of or calls damaged; nothing when the file is sound."""
    done = tool.run([tool.find("qpdf", package="qpdf"), "--check", pdf], accept=(0, 2, 3))
    if done.returncode == 0:
        return []
    return [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
