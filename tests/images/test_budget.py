"""A size budget: kept, used well, spread by equal slope, never below the floor, refused where it cannot be kept."""

import hashlib
import io
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from images.drawings import KINDS
from images.masters import saved
from images.test_score import yardstick
from storybook.errors import OutputError, Where
from storybook.images import budget
from storybook.images.budget import Allotment, derive_within
from storybook.images.cache import Wish, examine
from storybook.images.curve import FLOOR, Curve, Point, allot, as_text, between, from_text, worth_their_bytes
from storybook.images.setting import Encoder, Setting
from storybook.model.picture import ImageProfile
from storybook.store import Store

PROFILE = ImageProfile("reader", 9999, 9999, None, 80.0)
MASTERS = {f"{kind}.png": saved(draw(1), "PNG") for kind, draw in KINDS.items()} | {
    "more.png": saved(KINDS["painted"](2), "PNG")
}


def opened(name: str, _where: Where | None = None) -> BinaryIO:
    return io.BytesIO(MASTERS[name])


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return Store(tmp_path_factory.mktemp("budget"))


def wishes(store: Store, letter_height: float | None = None) -> list[Wish]:
    found = []
    for number, name in enumerate(MASTERS):
        whole = examine(store, opened(name), name, hashlib.sha256(MASTERS[name]).hexdigest(), None)
        found.append(Wish(whole, f"img-{number}", None, PROFILE, letter_height=letter_height))
    return found


def within(store: Store, allowed: int, **how: float) -> Allotment:
    return derive_within(wishes(store, **how), allowed, opened, store, 1)


@pytest.fixture(scope="module")
def full(store: Store) -> Allotment:
    return within(store, 10**9)


def test_what_fits_pays_nothing(full: Allotment) -> None:
    assert full.paid == ()
    assert min(asset.score or 0 for asset in full.assets) > PROFILE.score - 0.6


@pytest.mark.parametrize("share", [0.95, 0.8, 0.7])
def test_a_budget_is_kept_and_used(store: Store, full: Allotment, share: float) -> None:
    allowed = int(full.size * share)
    fitted = within(store, allowed)
    assert allowed * 0.9 < fitted.size <= allowed
    assert fitted.paid
    for asset, before in zip(fitted.assets, full.assets, strict=True):
        assert asset.score is not None
        assert FLOOR - 0.1 <= asset.score <= (before.score or 0) + 0.1
        assert asset.paid is (asset.sha256 != before.sha256)
        assert asset.path.stat().st_size == asset.size
        assert asset.name.partition(".")[0] == before.name.partition(".")[0]


def test_what_paid_still_scores_as_the_report_says(store: Store, full: Allotment, tmp_path: Path) -> None:
    fitted = within(store, int(full.size * 0.7))
    for asset, master in zip(fitted.assets, MASTERS.values(), strict=True):
        if asset.paid:
            real = yardstick(Image.open(io.BytesIO(master)), asset.path.read_bytes(), tmp_path)
            assert real == pytest.approx(asset.score, abs=4.0)
            assert real > FLOOR - 3


def test_the_same_budget_gives_the_same_bytes_at_no_cost(
    store: Store, full: Allotment, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = within(store, int(full.size * 0.8))
    monkeypatch.setattr("storybook.images.derive.open_source", lambda *_: pytest.fail("a master was read again"))
    assert within(store, int(full.size * 0.8)) == first


def test_pictures_become_smaller_only_where_quality_alone_does_not_do(
    store: Store, full: Allotment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budget, "LEAST_WIDTH", 100)
    fitted = within(store, int(full.size * 0.3))
    assert fitted.size <= int(full.size * 0.3)
    assert any(asset.width < before.width for asset, before in zip(fitted.assets, full.assets, strict=True))


def test_lettering_in_the_art_keeps_a_picture_from_becoming_smaller(
    store: Store, full: Allotment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budget, "LEAST_WIDTH", 100)
    with pytest.raises(OutputError, match=r"legible \(score 50, letters 7 px high\)"):
        within(store, int(full.size * 0.3), letter_height=7.0)


def test_a_budget_that_cannot_be_kept_is_refused_with_what_would_help(store: Store) -> None:
    with pytest.raises(OutputError) as caught:
        within(store, 1000)
    (problem,) = caught.value.problems
    assert "do not go into 0.0 MB" in problem.what
    assert problem.hint is not None
    assert problem.hint.startswith("allow 0.")


points = st.builds(
    Point,
    st.builds(Setting, st.just(Encoder.JPEG_FULL), st.integers(1, 100)),
    st.floats(1, 1e6),
    st.floats(40, 79),
)
curves = st.lists(points, max_size=12).map(
    lambda found: Curve(tuple(worth_their_bytes(found, FLOOR, Point(Setting(Encoder.PNG), 1e6 + 1, 80.0))), 1000)
)


@given(st.lists(points, max_size=15))
def test_what_is_worth_its_bytes_is_convex_and_ends_at_the_top(found: list[Point]) -> None:
    top = Point(Setting(Encoder.PNG), 1e6 + 1, 80.0)
    hull = worth_their_bytes(found, FLOOR, top)
    assert hull[-1] == top
    assert all(FLOOR <= point.score <= 80 for point in hull)
    prices = [(b.size - a.size) / (b.score - a.score) for a, b in pairwise(hull)]
    assert all(a.size < b.size and a.score < b.score for a, b in pairwise(hull))
    assert prices == sorted(prices)
    for point in found:  # nothing better was left out
        if point.score >= FLOOR and point not in hull:
            assert any(kept.size <= point.size and kept.score >= point.score for kept in hull) or len(hull) > 1


@settings(max_examples=60)
@given(st.lists(curves, min_size=1, max_size=6), st.floats(0.05, 1.2))
def test_an_allotment_keeps_the_budget_at_one_slope(found: list[Curve], share: float) -> None:
    allowed = share * sum(curve.points[-1].size for curve in found)
    chosen = allot(found, allowed)
    least = sum(curve.points[0].size for curve in found)
    if chosen is None:
        assert least > allowed * (1 - 1e-9)
        return
    assert sum(curve.points[place].size for curve, place in zip(found, chosen, strict=True)) <= allowed * (1 + 1e-9)
    # What was given up cost no more bytes a point than what any other still has below it would save.
    given_up, still = [], []
    for curve, place in zip(found, chosen, strict=True):
        steps = [(b.size - a.size) / (b.score - a.score) for a, b in pairwise(curve.points)]
        given_up += steps[place:]
        still += steps[:place]
    if given_up and still:
        assert min(given_up) >= max(still) * (1 - 1e-9)


def test_points_go_through_the_store_as_they_are() -> None:
    few = [Point(Setting(Encoder.JPEG_HALF, quality), 1000 * quality, 0.5 * quality) for quality in (40, 60)]
    assert from_text(as_text(few)) == few
    assert [point.setting.quality for point in between(few)] == [40, 60, *range(42, 59, 2)]
    assert all(few[0].size < point.size < few[1].size for point in between(few)[2:])
