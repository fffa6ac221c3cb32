"""Pictures at the price of one derivation each: what was derived or measured before is taken from the store.

Pillow is only loaded where something must be done.
"""

import hashlib
import importlib.metadata
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

import PIL

from storybook.errors import Problem, SourceError, Where
from storybook.images.kinds import HEAD_LENGTH, SUFFIXES, SVG, kind_of
from storybook.images.sizing import ANYWHERE, Placement, cut_for
from storybook.model.picture import Asset, ImageProfile, Picture
from storybook.store import Fact, Store, Stored, key_of

RECIPE = "3"
"""Goes up whenever the same master may give other bytes, or be refused where it was not."""

MAKERS = (PIL.__version__, importlib.metadata.version("resvg_py"))
"""Versions of what makes pixels: of masters, and of drawings."""

ROOM = 640_000_000
"""Bytes of memory that pictures take at a time, over all threads, to be decoded and made into derivatives."""

_MAKING = 28
"""Bytes that a pixel of a derivative takes while it is made: its copies, and the encoder's."""
_BANDS = 48_000_000
"""Bytes that the bands of one master take while they are converted."""

OpenMaster = Callable[[str, Where | None], BinaryIO]
"""Opens a master by its path in the book; may be called from any thread."""


Tell = Callable[[str], None]
"""Told what is being done now; may be called from any thread."""

_drawing = threading.Lock()


@dataclass(frozen=True, slots=True)
class Wish:
    """A derivative that an edition needs; stem is its neutral file name without suffix, such as img-0001."""

    picture: Picture
    stem: str
    where: Where | None
    profile: ImageProfile
    placement: Placement = ANYWHERE


def examine(store: Store, file: BinaryIO, name: str, sha256: str, where: Where | None) -> Picture:
    """The record of a master; name is its path, sha256 that of its bytes, where the place that uses it."""
    key = key_of("picture", RECIPE, MAKERS, sha256)
    facts = store.recall(key)
    if facts is None:
        facts = _measured(file, name, where)
        store.note(key, facts)
    return Picture(name, sha256, int(facts["width"]), int(facts["height"]), where)


def _measured(file: BinaryIO, name: str, where: Where | None) -> dict[str, Fact]:
    file.seek(0)
    if kind_of(file.read(HEAD_LENGTH)) == SVG:
        from storybook.images.decode import memory_at_hand
        from storybook.images.svg.draw import read_drawing

        with memory_at_hand(name, where):
            drawing = read_drawing(file, name)
        return {"width": drawing.width, "height": drawing.height}
    from storybook.images.decode import probe

    found = probe(file, name, where)
    return {"width": found.width, "height": found.height}


def derive_all(
    wishes: Sequence[Wish], open_master: OpenMaster, store: Store, jobs: int, tell: Tell = lambda _: None
) -> Iterator[Asset]:
    """The assets of all wishes, in their order, as they are ready; at most `jobs` masters are decoded at a time.

    When one is refused the others are still made, and a SourceError with all problems comes at the end.
    """
    found = [store.find(_key(wish)) for wish in wishes]
    room = _Room(ROOM)

    def make(wish: Wish) -> Stored:
        return _derive(wish, open_master, store, room, tell)

    pool = ThreadPoolExecutor(max_workers=max(1, jobs), thread_name_prefix="picture")
    problems: list[Problem] = []
    try:
        made = [
            pool.submit(make, wish) if stored is None else stored for wish, stored in zip(wishes, found, strict=True)
        ]
        for wish, stored in zip(wishes, made, strict=True):
            try:
                yield _asset(wish, stored.result() if isinstance(stored, Future) else stored)
            except SourceError as error:
                problems += error.problems
    finally:
        pool.shutdown(cancel_futures=True)
    if problems:
        raise SourceError(problems)


def _key(wish: Wish) -> str:
    cut = cut_for(wish.picture.width, wish.picture.height, wish.profile, wish.placement)
    box = (cut.box.x, cut.box.y, cut.box.width, cut.box.height)
    making = (wish.profile.jpeg_quality, wish.profile.media_types)
    return key_of("derivative", RECIPE, MAKERS, wish.picture.sha256, *box, cut.width, cut.height, *making)


def _derive(wish: Wish, open_master: OpenMaster, store: Store, room: "_Room", tell: Tell) -> Stored:
    from storybook.images.decode import memory_for
    from storybook.images.derive import derive

    name = wish.picture.source
    with open_master(name, wish.where) as file:
        if _sha256(file) != wish.picture.sha256:
            what = f"the picture {name} changed while the book was built"
            raise SourceError(Problem(what, where=wish.where, hint="build again when it is saved"))
        cut = cut_for(wish.picture.width, wish.picture.height, wish.profile, wish.placement)
        shrink = min(cut.box.width / cut.width, cut.box.height / cut.height)
        size = memory_for(file, shrink) + _MAKING * cut.width * cut.height + _BANDS
        with room.hold(size), _told(file, name, tell):
            made = derive(file, name, wish.where, wish.profile, wish.placement)
    return store.keep(
        _key(wish), made.data, {"media_type": made.media_type, "width": made.width, "height": made.height}
    )


@contextmanager
def _told(file: BinaryIO, name: str, tell: Tell) -> Iterator[None]:
    """One drawing at a time, by its name: what draws may end the process, and then the last word tells at which."""
    file.seek(0)
    if kind_of(file.read(HEAD_LENGTH)) != SVG:
        yield
        return
    with _drawing:
        tell(f"Drawing {name}")
        yield
        tell("Making pictures")


def _asset(wish: Wish, stored: Stored) -> Asset:
    media_type = str(stored.facts["media_type"])
    return Asset(
        name=wish.stem + SUFFIXES[media_type],
        path=stored.path,
        media_type=media_type,
        width=int(stored.facts["width"]),
        height=int(stored.facts["height"]),
        size=stored.size,
        sha256=stored.sha256,
    )


def _sha256(file: BinaryIO) -> str:
    digest = hashlib.sha256()
    file.seek(0)
    while step := file.read(1 << 20):
        digest.update(step)
    file.seek(0)
    return digest.hexdigest()


class _Room:
    """So many bytes at a time; a picture that takes more than all of it waits until it has it to itself."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._held = 0
        self._change = threading.Condition()

    @contextmanager
    def hold(self, size: int) -> Iterator[None]:
        """Keep room for so many bytes."""
        with self._change:
            self._change.wait_for(lambda: self._held == 0 or self._held + size <= self._size)
            self._held += size
        try:
            yield
        finally:
            with self._change:
                self._held -= size
                self._change.notify_all()
