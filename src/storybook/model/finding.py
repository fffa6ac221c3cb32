"""What a check finds in a finished file."""

from dataclasses import dataclass
from enum import Enum


class Severity(Enum):
    """How bad a finding is; errors fail the check."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: the check's stable code, how bad, in which artifact and where in it, what, and how to mend it."""

    code: str
    severity: Severity
    artifact: str
    place: str
    message: str
    hint: str = ""
