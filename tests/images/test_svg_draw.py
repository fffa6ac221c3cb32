# ruff: noqa: E501 - drawings are written on one line each
"""Drawings as pixels: right, the same each time, and of bounded cost."""

import base64
import hashlib
import io
import os
import resource
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image

from images.masters import PRINT, colour_at, cornered, near, saved, shaded
from images.svg_drawings import SMALL, pixels, refusal, svg
from storybook.errors import SourceError, Where
from storybook.images import cache
from storybook.images.sizing import Cut, Placement
from storybook.images.svg.draw import draw, read_drawing
from storybook.model.geometry import Rect
from storybook.store import Store

RED, WHITE = (255, 0, 0), (255, 255, 255)


def test_shapes_have_their_colours_and_the_ground_is_white() -> None:
    drawn = pixels('<rect x="10" y="10" width="40" height="40" fill="red"/>')
    assert drawn.size == (200, 200)
    assert [colour_at(drawn, 60, 60), colour_at(drawn, 150, 150), colour_at(drawn, 5, 5)] == [RED, WHITE, WHITE]


def test_half_transparent_shapes_are_shown_on_white() -> None:
    assert near(colour_at(pixels('<rect width="99" height="99" opacity=".5"/>'), 50, 50), (128, 128, 128), 1)


@pytest.mark.parametrize(
    ("size", "red", "white"),
    [
        ('width="100" height="50" viewBox="0 0 10 10"', (100, 50), (10, 50)),
        ('width="100" height="50" viewBox="0 0 10 10" preserveAspectRatio="xMinYMin"', (10, 50), (190, 50)),
        ('width="100" height="50" viewBox="0 0 10 10" preserveAspectRatio="none"', (190, 90), (190, 99)),
        ('width="100" height="50" viewBox="-5 -5 20 10" preserveAspectRatio="xMidYMid slice"', (100, 75), (10, 10)),
    ],
)
def test_the_view_box_is_fitted_as_it_says(size: str, red: tuple[int, int], white: tuple[int, int]) -> None:
    drawn = pixels(svg('<rect width="10" height="9.5" fill="red"/>', size))
    assert drawn.size == (200, 100)
    assert colour_at(drawn, *red) == RED
    assert colour_at(drawn, *white) == WHITE


def test_percentages_are_of_the_drawing_and_not_of_what_is_cut_out() -> None:
    body = '<rect width="100%" height="50%" fill="red"/>'
    drawn = pixels(svg(body, 'viewBox="0 0 200 100"'), placement=Placement(aspect=1))
    assert drawn.size == (200, 200)
    assert [colour_at(drawn, 100, 95), colour_at(drawn, 100, 105)] == [RED, WHITE]


def test_drawings_are_sharp_at_every_size() -> None:
    drawn = pixels(svg('<rect width="12" height="24" fill="black"/>', 'width="24" height="24"'), PRINT, Placement(200))
    assert drawn.size[0] == 2363
    row = [drawn.getpixel((x, 1000)) for x in range(drawn.width)]
    assert len({value for value in row if value not in ((0, 0, 0), WHITE)}) <= 20
    assert sum(16 < colour_at(drawn, x, 1000)[0] < 239 for x in range(drawn.width)) <= 2


NAMING = [
        '<linearGradient id="g"><stop offset="0" stop-color="red"/></linearGradient><rect width="99" height="99" fill="url(#g)"/>',
        '<pattern id="g" width="5" height="5" patternUnits="userSpaceOnUse"><rect width="5" height="5" fill="red"/></pattern><rect width="99" height="99" fill="url(#g)"/>',
        '<symbol id="g" viewBox="0 0 1 1"><rect width="1" height="1"/></symbol><use href="#g" width="99" height="99" fill="red"/>',
        '<g fill="red" display="none"><clipPath id="g"><rect width="80" height="80"/></clipPath></g><rect width="99" height="99" fill="red" clip-path="url(#g)"/>',
        '<mask id="g"><rect width="99" height="99" fill="white"/></mask><rect width="99" height="99" fill="red" mask="url(#g)"/>',
        '<style>.a{fill:#f00}</style><g class="a"><rect width="99" height="99"/></g>',
        '<switch><foreignObject requiredExtensions="x"/><rect width="99" height="99" fill="red"/></switch>',
        '<rect width="99" height="99" fill="cyan"/><g style="mix-blend-mode:difference"><rect width="99" height="99" fill="white"/></g>',
        '<svg x="0" y="0" width="100%" height="100%"><rect width="100%" height="100%" fill="red"/></svg>',
        '<rect width="99" height="99" fill="url(#missing) red"/>',
        '<rect width="99" height="99" fill="url(#missing)"/><rect width="99" height="99" style="fill:red icc-color(p,1)"/>',
]  # fmt: skip


@pytest.mark.parametrize("body", NAMING, ids=range(len(NAMING)))
def test_what_names_other_parts_is_drawn(body: str) -> None:
    assert colour_at(pixels(body), 100, 100) == RED


def test_a_drawing_is_the_same_bytes_in_every_thread() -> None:
    body = '<filter id="f"><feGaussianBlur stdDeviation="3"/></filter><circle cx="50" cy="50" r="30" filter="url(#f)"/>'
    with ThreadPoolExecutor(3) as pool:
        running = [pool.submit(lambda: pixels(body).tobytes()) for _ in range(6)]
        assert len({one.result() for one in running}) == 1


def test_drawings_and_pictures_at_once_give_the_bytes_that_they_give_one_by_one(tmp_path: Path) -> None:
    masters = {f"{i}.svg": svg(f'<circle cx="50" cy="50" r="{9 + i}" fill="#3{i}a" opacity=".5"/>') for i in range(4)}
    masters |= {"4.png": saved(cornered(), "PNG"), "5.jpg": saved(shaded(), "JPEG")}
    meeting = threading.Barrier(2)

    def made(jobs: int) -> list[tuple[str, bytes]]:
        store = Store(tmp_path / str(jobs))

        def opened(name: str, _where: Where | None) -> io.BytesIO:
            if jobs == 2:
                meeting.wait(30)
            return io.BytesIO(masters[name])

        wishes = []
        for number, (name, data) in enumerate(masters.items()):
            picture = cache.examine(store, io.BytesIO(data), name, hashlib.sha256(data).hexdigest(), None)
            wishes.append(cache.Wish(picture, f"img-{number}", None, SMALL))
        steps: list[str] = []
        assets = list(cache.derive_all(wishes, opened, store, jobs, steps.append))
        assert sorted(step for step in steps if step.startswith("Drawing")) == [f"Drawing {i}.svg" for i in range(4)]
        return [(asset.name, asset.path.read_bytes()) for asset in assets]

    assert made(2) == made(1)


def test_each_drawing_is_told_by_name_before_it_is_drawn_and_no_longer(tmp_path: Path) -> None:
    steps: list[str] = []
    data, store = svg("<rect/>"), Store(tmp_path)
    picture = cache.examine(store, io.BytesIO(data), "art/a.svg", hashlib.sha256(data).hexdigest(), None)
    wish = cache.Wish(picture, "img-0001", None, SMALL)
    for _ in range(2):  # the second time it is taken from the store
        list(cache.derive_all([wish], lambda _name, _where: io.BytesIO(data), store, 1, steps.append))
    assert steps == ["Drawing art/a.svg", "Making pictures"]


def test_a_drawing_for_which_there_is_no_memory_is_refused_where_it_is_examined(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none_left(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("storybook.images.svg.draw.cleaned", none_left)
    data = svg("<rect/>")
    with pytest.raises(SourceError, match=r"art/a\.svg takes more memory to read than there is"):
        cache.examine(Store(tmp_path), io.BytesIO(data), "art/a.svg", hashlib.sha256(data).hexdigest(), None)


def test_a_drawing_goes_through_the_store_like_every_picture(tmp_path: Path) -> None:
    data, store = svg('<rect width="99" height="99" fill="red"/>'), Store(tmp_path)
    sha256 = hashlib.sha256(data).hexdigest()
    picture = cache.examine(store, io.BytesIO(data), "art/a.svg", sha256, None)
    assert (picture.width, picture.height) == (4000, 4000)
    wish = cache.Wish(picture, "img-0001", None, SMALL)
    (asset,) = cache.derive_all([wish], lambda _name, _where: io.BytesIO(data), store, 1)
    assert asset.name in {"img-0001.png", "img-0001.jpg"}
    assert b"svg" not in asset.path.read_bytes()


def test_what_the_renderer_panics_with_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicError(BaseException):
        pass

    def panic(**_: object) -> bytes:
        raise PanicError("called unwrap on None")

    monkeypatch.setattr("resvg_py.svg_to_bytes", panic)
    with pytest.raises(SourceError, match=r"art/drawing\.svg: the drawing cannot be drawn"):
        pixels("<rect/>")


def _bomb() -> str:
    steps = "".join(f'<g id="a{i}"><use href="#a{i - 1}"/><use href="#a{i - 1}"/></g>' for i in range(1, 21))
    return f'<defs><rect id="a0" width="9" height="9"/>{steps}</defs><use href="#a20"/>'


FULL = '<rect width="100" height="100" fill="red" {}/>'


HOSTILE: dict[str, str] = {
    "a bomb of uses": _bomb(),
    "a use of itself": '<g id="a"><use href="#a"/></g><use href="#a"/>',
    "a pattern of itself": '<pattern id="a" width="1" height="1"><rect fill="url(#a)" width="9" height="9"/></pattern>' + FULL.format('style="fill:url(#a)"'),
    "a mask of itself": '<mask id="a"><rect mask="url(#a)" width="9" height="9"/></mask>' + FULL.format('mask="url(#a)"'),
    "a clip of itself": '<clipPath id="a" clip-path="url(#a)"><rect width="9" height="9"/></clipPath>' + FULL.format('clip-path="url(#a)"'),
    "many layers": FULL.format('fill-opacity=".5"') * 200,
    "deep layers": '<g opacity=".5">' * 90 + FULL.format("") + "</g>" * 90,
    "morphology": '<filter id="f"><feMorphology radius="50"/></filter>' + FULL.format('filter="url(#f)"'),
    "turbulence": '<filter id="f"><feTurbulence baseFrequency=".01" numOctaves="10"/></filter>' + FULL.format('filter="url(#f)"') * 9,
    "a huge pattern": '<pattern id="p" width="9e5" height="9e5" patternUnits="userSpaceOnUse"><rect width="9" height="9"/></pattern>' + FULL.format('style="fill:url(#p)"'),
    "tiny dashes": '<path stroke="red" stroke-dasharray=".0001" d="M0 0L100 100"/>',
    "a dense path": '<path d="M0 0' + "".join(f"L{i / 2000} {i % 2 * 100}" for i in range(200_000)) + '"/>',
    "a huge arc": '<path d="M0 0A9e5 9e5 0 1 1 9 9"/>',
    "a huge scale": '<g transform="scale(1e5)">' + FULL.format("") + "</g>",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_drawings_that_would_take_too_long_or_too_much_are_refused_soon(name: str) -> None:
    started = time.process_time()
    said = refusal(HOSTILE[name])
    assert said.startswith(("art/drawing.svg: the drawing ", "art/drawing.svg:1: the drawing "))
    assert time.process_time() - started < 4


def _dense(points: int) -> str:
    return "M0 0" + "".join(f"L{i * 100 / points:.2f} {i % 2 * 100}" for i in range(points))


BLUR = '<filter id="f" x="0" y="0" width="1" height="1"><feGaussianBlur stdDeviation="{}"/></filter>'
PATTERN = '<pattern id="g" width="{0}" height="{0}" patternUnits="userSpaceOnUse"><path d="M0 0H1V1z"/></pattern>'
DOT = "data:image/png;base64," + base64.b64encode(saved(Image.new("RGBA", (9, 9), (9, 9, 9, 99)), "PNG")).decode()

HEAVY: dict[str, str] = {
    "elements": '<path d="M1 1L9 9 1 5z" fill="red" stroke="blue"/>' * 3_000,
    "layers": '<g opacity=".9">' * 9 + FULL.format("") + "</g>" * 9,
    "gradients": '<linearGradient id="g"><stop offset="0"/></linearGradient>' + FULL.format('style="fill:url(#g)"') * 20,
    "points": f'<path d="{_dense(1000)}"/>',
    "blur": BLUR.format(1e6) + FULL.format('filter="url(#f)"'),
    "a turned blur": BLUR.format(1) + '<g transform="rotate(30)"><circle cx="50" cy="0" r="9" filter="url(#f)"/></g>',
    "far": '<g opacity=".5"><rect x="-900" y="-900" width="1900" height="1900" fill="red"/></g>',
    "a pattern of small cells": PATTERN.format(0.1) + FULL.format('style="fill:url(#g)"') * 4,
    "a pattern of large cells": PATTERN.format(300) + FULL.format('style="fill:url(#g)"'),
    "a picture that is cut": f'<image width="9" height="40" preserveAspectRatio="xMidYMid slice" href="{DOT}"/>' * 3,
    "markers": '<marker id="m" overflow="visible"><circle r="2" opacity=".5"/></marker>'
               f'<path fill="none" marker-mid="url(#m)" d="{_dense(150)}"/>',
    "masks": '<mask id="m"><circle cx="50" cy="50" r="50" fill="white"/></mask>' + FULL.format('mask="url(#m)"') * 3,
}  # fmt: skip


def _is_drawn_apart(drawing: bytes) -> tuple[bool, float, int]:
    """Whether a drawing is taken; the seconds of work, and the memory in kB beyond this process's, to draw it whole."""
    child = os.fork()
    if child == 0:
        code = 2
        try:
            sized = read_drawing(io.BytesIO(drawing), "a.svg")
            draw(sized, Cut(Rect(0, 0, sized.width, sized.height), sized.width, sized.height))
            code = 0
        except SourceError:
            code = 1
        finally:
            os._exit(code)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    _, status, used = os.wait4(child, 0)
    assert os.waitstatus_to_exitcode(status) in {0, 1}
    return status == 0, used.ru_utime + used.ru_stime, max(0, used.ru_maxrss - before)


@pytest.mark.parametrize("name", HEAVY)
def test_the_heaviest_drawings_are_taken_and_keep_time_and_memory(name: str) -> None:
    """Drawn at the largest size that each counts as, in a process of its own."""
    taken, seconds, memory = _is_drawn_apart(svg(HEAVY[name]))
    assert taken
    assert seconds < 8
    assert memory < 500_000


TOO_HEAVY: dict[str, str] = {
    "pictures that are cut": f'<image width="3" height="90" preserveAspectRatio="xMidYMid slice" href="{DOT}"/>' * 60,
    "a filter beside its element": '<filter id="f" x="-5" y="-5" width="3" height="38"><feDropShadow stdDeviation="450"/>'
                                   '</filter><g transform="rotate(30)">' + FULL.format('filter="url(#f)"') + "</g>",
    "patterns over patterns": PATTERN.format(0.2) + f'<path style="fill:url(#g);stroke:url(#g)" d="{_dense(200)}"/>' * 9,
}  # fmt: skip


@pytest.mark.parametrize("name", TOO_HEAVY)
def test_what_was_found_to_be_drawn_too_slowly_is_refused(name: str) -> None:
    assert "takes too much time or memory" in refusal(TOO_HEAVY[name])


def test_a_drawing_that_is_dear_counts_as_smaller() -> None:
    cheap = read_drawing(io.BytesIO(svg(FULL.format(""))), "a.svg")
    dear = read_drawing(io.BytesIO(svg('<g opacity=".9">' * 10 + FULL.format("") + "</g>" * 10)), "a.svg")
    assert (cheap.width, cheap.height) == (4000, 4000)
    assert 1400 < dear.width < 4000
