"""exiftool: all that a file says beside its pixels. One process for many files."""

import subprocess
import tempfile
from pathlib import Path

from validators import tool

_ALL = ("-a", "-u", "-U", "-ee3", "-G1", "-b", "-charset", "utf8")
_READY = b"{ready}"


class ExifTool:
    """A process of exiftool that waits for files."""

    def __init__(self) -> None:
        program = tool.find("exiftool", package="libimage-exiftool-perl")
        self._process = subprocess.Popen(
            [program, "-stay_open", "True", "-@", "-"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def all_of(self, data: bytes) -> bytes:
        """Everything exiftool knows of a file, known tags and unknown ones, with their values as they are."""
        with tempfile.NamedTemporaryFile() as file:
            Path(file.name).write_bytes(data)
            return self._execute(*_ALL, file.name)

    def close(self) -> None:
        """End the process."""
        with self._process:
            if self._process.stdin:
                self._process.stdin.write(b"-stay_open\nFalse\n")
                self._process.stdin.close()

    def _execute(self, *arguments: str) -> bytes:
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("exiftool has no pipes")
        lines = [*arguments, "-execute"]
        self._process.stdin.write("".join(f"{line}\n" for line in lines).encode())
        self._process.stdin.flush()
        said = b""
        while not said.endswith(_READY + b"\n"):
            line = self._process.stdout.readline()
            if not line:
                raise tool.ToolFailed("exiftool has ended")
            said += line
        return said.removesuffix(_READY + b"\n")
