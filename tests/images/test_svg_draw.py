# ruff: noqa: E501 - drawings are written on one line each
"""Drawings as pixels: right, the same each time, and of bounded cost."""

import hashlib
import io
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from images.masters import PRINT, READER, colour_at, near
from images.svg_drawings import pixels, refusal, svg
from storybook.errors import SourceError
from storybook.images import cache
from storybook.images.sizing import Placement
from storybook.images.svg.draw import read_drawing
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
    with ThreadPoolExecutor(4) as pool:
        made = {pool.submit(lambda: pixels(body).tobytes()).result() for _ in range(6)}
    assert len(made) == 1


def test_a_drawing_goes_through_the_store_like_every_picture(tmp_path: Path) -> None:
    data, store = svg('<rect width="99" height="99" fill="red"/>'), Store(tmp_path)
    sha256 = hashlib.sha256(data).hexdigest()
    picture = cache.examine(store, io.BytesIO(data), "art/a.svg", sha256, None)
    assert (picture.width, picture.height) == (4000, 4000)
    wish = cache.Wish(picture, "img-0001", None, READER)
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
    assert said.startswith("art/drawing.svg: the drawing ")
    assert time.process_time() - started < 12


HEAVY: dict[str, Callable[[], str]] = {
    "elements": lambda: '<path d="M1 1L9 9 1 5z" fill="red" stroke="blue"/>' * 19_900,
    "layers": lambda: '<g opacity=".9">' * 20 + FULL.format("") + "</g>" * 20,
    "gradients": lambda: '<linearGradient id="g"><stop offset="0"/></linearGradient>' + FULL.format('style="fill:url(#g)"') * 30,
    "points": lambda: '<path d="M0 0' + "".join(f"L{i / 200} {i % 2 * 100}" for i in range(4_000)) + '"/>',
    "blur": lambda: '<filter id="f"><feGaussianBlur stdDeviation="1e6"/></filter>' + FULL.format('filter="url(#f)"'),
    "far": lambda: '<g opacity=".5"><rect x="-9000" y="-9000" width="19000" height="19000" fill="red"/></g>',
    "curves": lambda: '<path d="M0 0C9e3 9e3 -9e3 9e3 0 9" stroke="red"/>' * 9,
}  # fmt: skip


@pytest.mark.parametrize("name", HEAVY)
def test_the_heaviest_drawing_that_is_taken_keeps_time_and_memory(name: str, tmp_path: Path) -> None:
    """Drawn whole, in a process of its own, so that its memory is its own."""
    (tmp_path / "a.svg").write_bytes(svg(HEAVY[name]()))
    code = (
        "import sys, io, time, resource\n"
        "from storybook.errors import SourceError\n"
        "from storybook.images.svg.draw import read_drawing, draw\n"
        "from storybook.images.sizing import Cut\n"
        "from storybook.model.geometry import Rect\n"
        "try:\n"
        "    sized = read_drawing(open(sys.argv[1], 'rb'), 'a.svg')\n"
        "except SourceError as error:\n"
        "    sys.exit(0)\n"
        "draw(sized, Cut(Rect(0, 0, sized.width, sized.height), sized.width, sized.height))\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)\n"
    )
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "a.svg")], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr[-500:]
    assert int(done.stdout or 0) < 500
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before < 12


def test_a_drawing_that_is_dear_counts_as_smaller() -> None:
    cheap = read_drawing(io.BytesIO(svg(FULL.format(""))), "a.svg")
    dear = read_drawing(io.BytesIO(svg('<g opacity=".9">' * 10 + FULL.format("") + "</g>" * 10)), "a.svg")
    assert (cheap.width, cheap.height) == (4000, 4000)
    assert 1400 < dear.width < 4000
