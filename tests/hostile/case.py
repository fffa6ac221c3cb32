"""A hostile or odd book, and what a thoughtful editor expects of it."""

import os
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path


class Expect(Enum):
    """How a build of a case should end."""

    REFUSE = "refuse"
    """Exit 3 with a message, and no output."""
    CLEAN = "clean"
    """Built, and no canary anywhere."""
    EXACT = "exact"
    """Built, with these words and these pixels."""
    WARN = "warn"
    """Built, with a warning that says so."""
    EITHER = "either"
    """Refused with a message, or built exactly: never half."""


@dataclass(frozen=True)
class Link:
    """A symbolic link."""

    target: str


class Odd(Enum):
    """What may stand where a file should."""

    PIPE = "a FIFO"
    FOLDER = "an empty folder"
    SOCKET = "a socket"


Content = bytes | str | Link | Odd | Callable[[], bytes]
"""What stands at a path; a function makes what is dear to make when it is needed."""


@dataclass(frozen=True)
class Pixel:
    """A colour that a picture of the finished book shows; at: fractions of its width and height."""

    rgb: tuple[int, int, int]
    at: tuple[float, float] = (0.5, 0.5)
    tolerance: int = 14


@dataclass(frozen=True)
class Shown:
    """A picture of the finished book: pixels it must show, and its size in px where it must keep it."""

    pixels: tuple[Pixel, ...]
    size: tuple[int, int] | None = None


@dataclass(frozen=True)
class Case:
    """A book as its files, and what should come of it.

    files: by path; the book is the folder `book`. says: parts of the message of a refusal or warning.
    printed: words of the EPUB and of every PDF. canaries: what stands in no output and no message.
    shown: the pictures, in the order of the EPUB's names. lineless: the refusal is about a whole file.
    """

    name: str
    what: str
    files: Mapping[str, Content]
    expect: Expect
    says: tuple[str, ...] = ()
    printed: tuple[str, ...] = ()
    canaries: tuple[str, ...] = ()
    shown: tuple[Shown, ...] = ()
    lineless: bool = False
    seconds: float = 60
    formats: tuple[str, ...] = ()
    told: bool = True
    """False where a canary is an address or a word that a message may name."""
    checked: bool = True
    """False where the book is so large that EPUBCheck takes minutes: storybook's own checks must do."""

    @property
    def may_build(self) -> bool:
        return self.expect is not Expect.REFUSE


def write(case: Case, folder: Path) -> Path:
    """Write a case's files and return the folder of its book."""
    (folder / "book").mkdir(parents=True, exist_ok=True)
    for path, content in case.files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        _put(place, content)
    return folder / "book"


def _put(place: Path, content: Content) -> None:
    if isinstance(content, bytes):
        place.write_bytes(content)
    elif isinstance(content, str):
        place.write_bytes(content.encode("utf-8", "surrogateescape"))
    elif isinstance(content, Link):
        place.symlink_to(content.target)
    elif isinstance(content, Odd):
        _ODD[content](place)
    else:
        place.write_bytes(content())


def _put_socket(place: Path) -> None:
    """A socket; its address is short, as a path may be longer than an address can be."""
    folder = os.open(place.parent, os.O_PATH)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(f"/proc/self/fd/{folder}/{place.name}")
    os.close(folder)


_ODD: dict[Odd, Callable[[Path], None]] = {Odd.PIPE: os.mkfifo, Odd.FOLDER: Path.mkdir, Odd.SOCKET: _put_socket}
