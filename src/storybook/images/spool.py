"""Pixels on the disk while several things are tried with them, so that no master is decoded for each."""

import threading
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

MOST = 1_000_000_000
"""Bytes that a spool takes; what goes beyond is made from its master again."""


class Spool:
    """A folder of pixels by key, which is gone with its context.

    It only saves time: what the disk has no room for is not there, and on a disk that takes nothing, nothing is.
    """

    def __init__(self, parent: Path) -> None:
        """The folder is made in another."""
        self._folder: TemporaryDirectory[str] | None = None
        with suppress(OSError):
            parent.mkdir(parents=True, exist_ok=True)
            self._folder = TemporaryDirectory(dir=parent, prefix="pixels-", ignore_cleanup_errors=True)
        self._known: dict[str, tuple[str, tuple[int, int]]] = {}
        self._size = 0
        self._lock = threading.Lock()

    def __enter__(self) -> "Spool":
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        if self._folder:
            self._folder.cleanup()

    def __contains__(self, key: str) -> bool:
        return key in self._known

    def keep(self, key: str, pixels: "Image.Image") -> None:
        """Keep pixels (L or RGB), where there is room."""
        size = pixels.width * pixels.height * len(pixels.getbands())
        with self._lock:
            if self._folder is None or key in self._known or self._size + size > MOST:
                return
            self._size += size
        try:
            self._place(key).write_bytes(pixels.tobytes())
        except OSError:
            return
        self._known[key] = pixels.mode, pixels.size

    def find(self, key: str) -> "Image.Image":
        """Pixels that were kept."""
        from PIL import Image

        mode, size = self._known[key]
        return Image.frombytes(mode, size, self._place(key).read_bytes())

    def _place(self, key: str) -> Path:
        return Path(self._folder.name if self._folder else "") / key
