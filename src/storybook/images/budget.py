"""A size budget: quality is allotted over all pictures of a target, so that each byte buys as much as any other."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil

from storybook.errors import OutputError, Problem
from storybook.images.cache import OpenMaster, Tell, Wish, curves_of, derive_all
from storybook.images.curve import FLOOR, Curve, Point, allot, worth_their_bytes
from storybook.images.spool import Spool
from storybook.model.picture import Asset
from storybook.store import Store

_PASSES = 4
"""Times that pictures are allotted anew after it was seen what they really take."""

_FULL = 0.97
"""A budget that is used to this share is used well enough."""

_SMALLER = (1.0, 0.85, 0.7, 0.6, 0.5)
"""Shares of their width that pictures are brought to, in order, where quality alone does not do."""

LEAST_WIDTH = 600
"""Px that no picture that was wider is made narrower than for a budget: a page is then still sharp on a phone."""

LEAST_LETTERS = 7.0
"""Px of capital letters or Hangul syllables in the art, below which no picture is made smaller for a budget: those of
10 px type, which was read without effort at the floor of the score."""


@dataclass(frozen=True, slots=True)
class Allotment:
    """The assets of all wishes, in their order, and what became of the budget: bytes allowed, floor of the score."""

    assets: tuple[Asset, ...]
    budget: int
    floor: float

    @property
    def size(self) -> int:
        """Bytes of all pictures together; those that are the same count once."""
        return sum({asset.sha256: asset.size for asset in self.assets}.values())

    @property
    def paid(self) -> tuple[Asset, ...]:
        """The pictures that gave up quality or size."""
        return tuple(asset for asset in self.assets if asset.paid)


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where derivatives come from."""

    open_master: OpenMaster
    store: Store
    jobs: int
    tell: Tell
    spool: Spool

    def derive(self, wishes: Sequence[Wish]) -> list[Asset]:
        return list(derive_all(wishes, self.open_master, self.store, self.jobs, self.tell, self.spool))

    def points(self, wishes: Sequence[Wish]) -> list[list[Point]]:
        return curves_of(wishes, self.open_master, self.store, self.jobs, self.tell, self.spool)


def derive_within(
    wishes: Sequence[Wish], budget: int, open_master: OpenMaster, store: Store, jobs: int, tell: Tell = lambda _: None
) -> Allotment:
    """The assets of all wishes of a target in no more bytes than its budget for pictures.

    Where they fit as they are, nothing is given up. Else each gets a place on its curve of bytes against score, never
    below FLOOR and never above the profile's bar; only where all at the floor are too large, they become smaller, down
    to half of their width. OutputError where that is not enough either. SourceError as `derive_all`.
    """
    with Spool(store.unfinished) as spool:
        return _derived(_Desk(open_master, store, jobs, tell, spool), wishes, budget)


def _derived(desk: _Desk, wishes: Sequence[Wish], budget: int) -> Allotment:
    assets = desk.derive(wishes)
    full = Allotment(tuple(assets), budget, FLOOR)
    if full.size <= budget:
        return full
    unique = {asset.sha256: number for number, asset in enumerate(assets)}  # what is shown twice is carried once
    numbers = sorted(unique.values())
    least, tried = 0.0, 0.0
    for share in _SMALLER:
        if tried and share > _SMALLER[-1] and least * (share / tried) ** 2 > budget:
            continue  # bytes go down by less than the area does
        shown = [_narrowed(wishes[number], share) for number in numbers]
        found = _fitted(desk, shown, [assets[number] for number in numbers] if share == 1 else None, budget)
        if isinstance(found, float):
            least, tried = found, share
            continue
        by_content = {assets[number].sha256: asset for number, asset in zip(numbers, found, strict=True)}
        paid = [_paid(wish, asset, by_content[asset.sha256]) for wish, asset in zip(wishes, assets, strict=True)]
        return Allotment(tuple(paid), budget, FLOOR)
    raise OutputError(_refusal(budget, least))


def _paid(wish: Wish, before: Asset, now: Asset) -> Asset:
    name = wish.stem + now.name[now.name.rindex(".") :]
    return replace(now, name=name, paid=now.sha256 != before.sha256)


def _refusal(budget: int, least: float) -> Problem:
    what = (
        f"the pictures do not go into {budget / 1e6:.1f} MB: at the least quality at which lettering stays legible "
        f"(score {FLOOR:g}, letters {LEAST_LETTERS:g} px high), they take {least / 1e6:.1f} MB"
    )
    needed = least * 1.05 / 1e6
    return Problem(what, hint=f"allow {needed:.1f} MB for pictures or more, show fewer, or make two books of it")


def _narrowed(wish: Wish, share: float) -> Wish:
    """The same wish for a picture of this share of its width, but within LEAST_WIDTH and LEAST_LETTERS."""
    cut = wish.cut
    least = min(cut.width, LEAST_WIDTH)
    if wish.letter_height is not None:
        least = max(least, ceil(LEAST_LETTERS / wish.letter_height * cut.box.width))
    width = max(least, round(cut.width * share))
    if width >= cut.width:
        return wish
    height = max(1, round(cut.height * width / cut.width))
    profile = replace(wish.profile, max_width=width, max_height=max(height, 1))
    return replace(wish, profile=profile)


def _fitted(desk: _Desk, wishes: Sequence[Wish], best: Sequence[Asset] | None, budget: int) -> list[Asset] | float:
    """Assets that fit, or the bytes that they take at the floor; best: those at the bar, where they were made."""
    curves = [
        _curve(points, wish, best[number] if best else None)
        for number, (points, wish) in enumerate(zip(desk.points(wishes), wishes, strict=True))
    ]
    goal = float(budget)
    found: list[Asset] | None = None
    for _ in range(_PASSES):
        chosen = allot(curves, goal)
        if chosen is None:
            break
        made = _written(desk, wishes, curves, chosen, best)
        total = sum(asset.size for asset in made)
        if total <= budget and (found is None or total > sum(asset.size for asset in found)):
            found = made
        if budget * _FULL <= total <= budget:
            break
        curves = [
            _mended(curve, place, asset, top_is_known=best is not None)
            for curve, place, asset in zip(curves, chosen, made, strict=True)
        ]
    return float(sum(curve.points[0].size for curve in curves)) if found is None else found


def _curve(points: Sequence[Point], wish: Wish, best: Asset | None) -> Curve:
    """Up to what was made at the bar; where nothing was, up to the tried setting that comes nearest to it."""
    if best is not None:
        top = Point(points[0].setting, best.size, best.score or 100.0)  # it is there: its setting is not asked for
    else:
        top = min(points, key=lambda point: (abs(point.score - wish.profile.score), point.size))
    return Curve(tuple(worth_their_bytes(points, FLOOR, top)), wish.cut.width * wish.cut.height)


def _written(
    desk: _Desk, wishes: Sequence[Wish], curves: Sequence[Curve], chosen: Sequence[int], best: Sequence[Asset] | None
) -> list[Asset]:
    """The assets at the chosen points; those that stay as they were are not made again."""
    changed = {
        number: replace(wish, setting=curve.points[place].setting)
        for number, (wish, curve, place) in enumerate(zip(wishes, curves, chosen, strict=True))
        if best is None or place < len(curve.points) - 1
    }
    made = dict(zip(changed, desk.derive(list(changed.values())), strict=True))
    return [
        replace(made[number], score=curve.points[place].score) if number in made or best is None else best[number]
        for number, (curve, place) in enumerate(zip(curves, chosen, strict=True))
    ]


def _mended(curve: Curve, place: int, asset: Asset, *, top_is_known: bool) -> Curve:
    """The curve with the bytes that were really taken; the points below a best that was made move along."""
    if top_is_known and place == len(curve.points) - 1:
        return curve
    ratio = asset.size / curve.points[place].size
    kept = 1 if top_is_known else 0
    moved = [replace(point, size=point.size * ratio) for point in curve.points[: len(curve.points) - kept]]
    top = curve.points[-1] if top_is_known else moved[-1]
    return Curve(tuple(worth_their_bytes(moved, 0.0, top)) or (top,), curve.area)
