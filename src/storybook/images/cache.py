"""Pictures at the price of one derivation each: what was derived or measured before is taken from the store.

Pillow, libvips and NumPy are only loaded where something must be done.
"""

import hashlib
import importlib.metadata
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, TypeVar

import PIL

from storybook.errors import Problem, SourceError, Where
from storybook.images.crew import Crew, Room
from storybook.images.curve import Point, as_text, from_text
from storybook.images.kinds import HEAD_LENGTH, SUFFIXES, SVG, kind_of
from storybook.images.setting import Setting
from storybook.images.sizing import ANYWHERE, Cut, Placement, cut_for
from storybook.images.spool import Spool
from storybook.model.geometry import Rect
from storybook.model.picture import Asset, ImageProfile, Picture
from storybook.store import Fact, Store, Stored, key_of

if TYPE_CHECKING:
    from PIL import Image

    from storybook.images.derive import Order

RECIPE = "6"
"""Goes up whenever the same master may give other bytes, or be refused where it was not."""

MAKERS = (PIL.__version__, *(importlib.metadata.version(name) for name in ("resvg_py", "pyvips-binary", "numpy")))
"""Versions of what makes pixels and chooses how they are written: of masters, and of drawings."""

OpenMaster = Callable[[str, Where | None], BinaryIO]
"""Opens a master by its path in the book; may be called from any thread."""

Tell = Callable[[str], None]
"""Told what is being done now; may be called from any thread."""

ROOM = 640_000_000
"""Bytes of memory that pictures take at a time, over all threads, to be decoded and made into derivatives."""

_MAKING = 28
"""Bytes that a pixel of a derivative takes while it is made: its copies, and the encoder's."""
_JUDGING = 40_000_000
"""Bytes that it takes to try settings on a sample of a picture."""
_BANDS = 8_000_000
"""Bytes that the bands of one master take while they are converted."""

_drawing = threading.Lock()


@dataclass(frozen=True, slots=True)
class Wish:
    """A derivative that an edition needs; stem is its neutral file name without suffix, such as img-0001.

    overlay: lettering to be drawn over the picture, an SVG of paths whose root has viewBox="0 0 1000 H" and no size;
    paper: what shows outside the picture's outline, in sRGB; letter_height: of the smallest lettering in the art, in px
    of the picture, None where there is none; setting: how it is written, None to choose by measuring.
    """

    picture: Picture
    stem: str
    where: Where | None
    profile: ImageProfile
    placement: Placement = ANYWHERE
    overlay: str = ""
    paper: tuple[int, int, int] = (255, 255, 255)
    letter_height: float | None = None
    setting: Setting | None = None

    @property
    def cut(self) -> Cut:
        """What is shown, in px of the picture, and the size that it gets."""
        return cut_for(self.picture.width, self.picture.height, self.profile, self.placement)

    @property
    def pixels_key(self) -> tuple[str, ...]:
        """What its pixels depend on, beside the code that makes them."""
        cut, part = self.cut, self.picture.part
        box = (cut.box.x, cut.box.y, cut.box.width, cut.box.height, cut.width, cut.height)
        place = (part.x, part.y) if part else ()
        making = (self.picture.outline, self.paper if self.picture.outline else (), self.overlay)
        return (self.picture.sha256, repr(box), repr(place), repr(making))

    @property
    def key(self) -> str:
        """The key of its bytes in the store."""
        bar = (self.profile.score, self.profile.media_types, self.profile.max_bytes)
        making = self.setting.key if self.setting else repr(bar)
        return key_of("derivative", RECIPE, MAKERS, self.pixels_key, making, repr(self.profile.progressive))


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
    wishes: Sequence[Wish],
    open_master: OpenMaster,
    store: Store,
    jobs: int,
    tell: Tell = lambda _: None,
    spool: Spool | None = None,
) -> Iterator[Asset]:
    """The assets of all wishes, in their order, as they are ready; at most `jobs` masters are decoded at a time.

    Each master is read once, for all that is missing of it, and not at all where its pixels are in a spool. When one is
    refused the others are still made, and a SourceError with all problems comes at the end.
    """
    keys = [wish.key for wish in wishes]
    known = {key: store.find(key) for key in dict.fromkeys(keys)}
    found = [known[key] for key in keys]
    groups = _groups(wishes, [stored is not None for stored in found], store)
    problems: list[Problem] = []
    with Crew(jobs) as crew:
        making = _Making(open_master, store, crew, Room(ROOM), tell, spool)
        begun = making.begin(wishes, groups, _keep)
        for wish, key, stored in zip(wishes, keys, found, strict=True):
            try:
                made = begun[wish.picture.sha256].result() if wish.picture.sha256 in begun else {}
                yield asset_of(wish, stored or made[key])
            except SourceError as error:
                problems += error.problems
    if problems:
        raise SourceError(tuple(dict.fromkeys(problems)))


def curves_of(
    wishes: Sequence[Wish], open_master: OpenMaster, store: Store, jobs: int, tell: Tell, spool: Spool | None = None
) -> list[list[Point]]:
    """For each wish what the settings that a size budget may choose would give."""
    found = {wish.key: store.recall(_curve_key(wish)) for wish in wishes}
    groups = _groups(wishes, [found[wish.key] is not None for wish in wishes], store)
    with Crew(jobs) as crew:
        begun = _Making(open_master, store, crew, Room(ROOM), tell, spool).begin(wishes, groups, _tried)
        for making in begun.values():
            found |= making.result()
    return [from_text(str((found[wish.key] or {})["points"])) for wish in wishes]


def _groups(wishes: Sequence[Wish], found: Sequence[bool], store: Store) -> dict[str, tuple[int, list[int]]]:
    """By the SHA-256 of a master that must be read: the number of its first wish, and of those that are missing.

    A master of which parts are shown is read to its end once, even where all the parts have been made: when it was
    damaged further down, the work on it may have been broken off before that was found.
    """
    groups: dict[str, tuple[int, list[int]]] = {}
    asked: set[str] = set()
    for number, (wish, known) in enumerate(zip(wishes, found, strict=True)):
        sha256 = wish.picture.sha256
        if not known:
            groups.setdefault(sha256, (number, []))[1].append(number)
        elif wish.picture.part is not None and sha256 not in asked:
            asked.add(sha256)
            if store.recall(_whole_key(sha256)) is None:
                groups.setdefault(sha256, (number, []))
    return groups


def _whole_key(sha256: str) -> str:
    return key_of("whole", RECIPE, MAKERS, sha256)


T = TypeVar("T")
Finish = Callable[[Store, Wish, "Image.Image"], T]
"""What is done with the pixels of a wish, in a thread of the crew."""


@dataclass(frozen=True, slots=True)
class _Making:
    """What it takes to make derivatives."""

    open_master: OpenMaster
    store: Store
    crew: Crew
    room: Room
    tell: Tell
    spool: Spool | None = None

    def begin(
        self, wishes: Sequence[Wish], groups: Mapping[str, tuple[int, list[int]]], finish: Finish[T]
    ) -> dict[str, Future[dict[str, T]]]:
        """Have a crew read the masters and finish what is missing; by SHA-256 of the master, and key of the wish."""
        return {
            sha256: self.crew.submit(partial(self._read, [wishes[number] for number in numbers], wishes[first], finish))
            for sha256, (first, numbers) in groups.items()
        }

    def _read(self, wishes: Sequence[Wish], first: Wish, finish: Finish[T]) -> dict[str, T]:
        """All wishes of one master, by their keys; first: any wish of it."""
        from storybook.images.decode import memory_at_hand
        from storybook.images.derive import open_source

        name, where = first.picture.source, first.where
        wishes = list({wish.key: wish for wish in wishes}.values())
        if self.spool and wishes and all(_pixels_key(wish) in self.spool for wish in wishes):
            return self._again(self.spool, wishes, finish)
        with self.open_master(name, where) as file, memory_at_hand(name, where):
            if _sha256(file) != first.picture.sha256:
                what = f"the picture {name} changed while the book was built"
                raise SourceError(Problem(what, where=where, hint="build again when it is saved"))
            source = open_source(file, name, where)
            orders = [_order(wish) for wish in wishes]
            largest = max((order.cut.width * order.cut.height for order in orders), default=0)
            size = source.memory(orders) + min(2, len(orders)) * (_MAKING * largest + _JUDGING) + _BANDS
            with self.room.hold(size), _told(file, name, self.tell):
                made: dict[str, Callable[[], T]] = {}
                for number, pixels in source.shown(orders):
                    if self.spool:
                        self.spool.keep(_pixels_key(wishes[number]), pixels)
                    made[wishes[number].key] = self.crew.spread(partial(finish, self.store, wishes[number], pixels))
                kept = {key: wait() for key, wait in made.items()}
        if first.picture.part is not None:
            self.store.note(_whole_key(first.picture.sha256), {})
        return kept

    def _again(self, spool: Spool, wishes: Sequence[Wish], finish: Finish[T]) -> dict[str, T]:
        """The same, from pixels that were spooled."""
        largest = max(wish.cut.width * wish.cut.height for wish in wishes)
        with self.room.hold(min(2, len(wishes)) * (_MAKING * largest + _JUDGING)):
            made = {
                wish.key: self.crew.spread(partial(finish, self.store, wish, spool.find(_pixels_key(wish))))
                for wish in wishes
            }
            return {key: wait() for key, wait in made.items()}


def _keep(store: Store, wish: Wish, pixels: "Image.Image") -> Stored:
    from storybook.images.derive import written

    made = written(pixels, wish.profile, wish.setting)
    facts: dict[str, Fact] = {"media_type": made.media_type, "width": made.width, "height": made.height}
    facts["setting"] = made.setting.key
    if made.score is not None:
        facts["score"] = round(made.score * 100)
    return store.keep(wish.key, made.data, facts)


def _pixels_key(wish: Wish) -> str:
    return key_of("pixels", wish.pixels_key)


def _curve_key(wish: Wish) -> str:
    return key_of("curve", RECIPE, MAKERS, wish.key)


def _tried(store: Store, wish: Wish, pixels: "Image.Image") -> Mapping[str, Fact]:
    from storybook.images.choose import tried

    facts = {"points": as_text(tried(pixels, wish.profile))}
    store.note(_curve_key(wish), facts)
    return facts


def _order(wish: Wish) -> "Order":
    """A wish in px of the master."""
    from storybook.images.derive import Order

    cut, part, picture = wish.cut, wish.picture.part, wish.picture
    box, scale = cut.box, cut.width / cut.box.width
    outline = tuple(((x - box.x) * scale, (y - box.y) * scale) for x, y in picture.outline)
    shown = Rect(box.x / picture.width, box.y / picture.height, box.width / picture.width, box.height / picture.height)
    if part is not None:
        cut = Cut(Rect(box.x + part.x, box.y + part.y, box.width, box.height), cut.width, cut.height)
    return Order(cut, outline, wish.paper, wish.overlay, shown)


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


def asset_of(wish: Wish, stored: Stored) -> Asset:
    """A derivative from the store, under the name that an edition wants it to have."""
    media_type = str(stored.facts["media_type"])
    return Asset(
        name=wish.stem + SUFFIXES[media_type],
        path=stored.path,
        media_type=media_type,
        width=int(stored.facts["width"]),
        height=int(stored.facts["height"]),
        size=stored.size,
        sha256=stored.sha256,
        setting=str(Setting.of(str(stored.facts["setting"]))),
        score=int(stored.facts["score"]) / 100 if "score" in stored.facts else None,
    )


def _sha256(file: BinaryIO) -> str:
    digest = hashlib.sha256()
    file.seek(0)
    while step := file.read(1 << 20):
        digest.update(step)
    file.seek(0)
    return digest.hexdigest()
