"""MARC relator codes: what somebody did for a book, in three letters."""

from functools import cache
from pathlib import Path


@cache
def relators() -> dict[str, str]:
    """The English name of every code."""
    lines = Path(__file__).with_name("relators.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.split(" ", 1) for line in lines if not line.startswith("#"))


def relator_code(role: str) -> str | None:
    """The code of a role given as code or English name, in any capitals; None if there is no such role."""
    wanted = role.strip().casefold()
    if wanted in relators():
        return wanted
    return next((code for code, name in relators().items() if name.casefold() == wanted), None)
