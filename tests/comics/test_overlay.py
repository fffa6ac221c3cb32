import io
import re
from dataclasses import replace

import pytest
import resvg_py
from lxml import etree
from PIL import Image

from comics.lettered import ASPECT, ENGLISH, KOREAN, panel, styled, words
from storybook.comics.letterer import Letterer, on_paper
from storybook.comics.lettering import letter
from storybook.comics.overlay import live, overlay, under_words
from storybook.model.comic import LetteringKind

K = LetteringKind
EVERY = [
    words(K.BALLOON, "Draw me!", (0.02, 0.02, 0.3, 0.25), (0.2, 0.5)),
    words(K.THOUGHT, "Not now.", (0.35, 0.02, 0.3, 0.25), (0.5, 0.5)),
    words(K.SHOUT, "Stop!", (0.68, 0.02, 0.3, 0.28), (0.8, 0.5)),
    words(K.WHISPER, "Keep still.", (0.02, 0.55, 0.3, 0.2), (0.1, 0.9)),
    words(K.BOX, "The radio.", (0.35, 0.55, 0.3, 0.2), (0.5, 0.9)),
    words(K.CAPTION_BOX, "Years later.", (0.68, 0.55, 0.3, 0.15)),
    words(K.SOUND, "Snap", (0.35, 0.8, 0.3, 0.18), turn=-12),
    words(K.FREE, "nobody", (0.68, 0.8, 0.3, 0.15)),
]


def drawn(svg: str, width: int = 600) -> Image.Image:
    return Image.open(io.BytesIO(bytes(resvg_py.svg_to_bytes(svg_string=svg, width=width)))).convert("RGBA")


@pytest.mark.parametrize("letterer", [ENGLISH, KOREAN])
def test_a_baked_panel_is_paths_alone_in_the_unit_box(letterer: Letterer) -> None:
    said = panel(*EVERY) if letterer is ENGLISH else panel(words(K.SHOUT, "뚝! 멈춰!", (0.1, 0.1, 0.5, 0.4)))
    svg = overlay(said, ASPECT, letterer)
    tree = etree.fromstring(svg)
    assert tree.get("viewBox") == "0 0 1000 666.67"
    assert {etree.QName(element).localname for element in tree} == {"path"}
    assert svg == overlay(said, ASPECT, letterer)
    assert not re.search(r"nan|inf|e-\d", svg)


def test_letters_are_where_the_layout_has_them() -> None:
    said = panel(words(K.FREE, "HHHH", (0.2, 0.2, 0.6, 0.5)))
    letterer = styled(".free { text-stroke: none; color: #000000; }")
    (laid,) = letter(said, ASPECT, letterer, on_paper(128))
    image = drawn(overlay(said, ASPECT, letterer, on_paper(128)), 1000)
    left, top, right, bottom = image.getchannel("A").getbbox() or (0, 0, 0, 0)
    (line,) = laid.lines
    assert left == pytest.approx(line.x, abs=0.12 * laid.font_size)
    assert right == pytest.approx(line.x + line.width, abs=0.12 * laid.font_size)
    assert bottom == pytest.approx(line.y, abs=2)
    assert top == pytest.approx(line.y - letterer.capital(laid.style) * laid.font_size, abs=2)


def test_a_turned_sound_is_outlined_in_its_second_colour() -> None:
    image = drawn(overlay(panel(EVERY[6]), ASPECT, ENGLISH))
    colours = {colour for count, colour in image.getcolors(1 << 16) or [] if count > 50}
    assert {(0xB4, 0x45, 0x2F, 255), (0xF3, 0xEA, 0xD8, 255)} <= colours


def test_what_lies_under_live_words_has_no_letters_but_the_rims_of_outlined_ones() -> None:
    said = panel(*EVERY)
    laid = letter(said, ASPECT, ENGLISH, on_paper(128))
    under = etree.fromstring(under_words(laid, ASPECT, ENGLISH))
    rims = [path for path in under if path.get("fill") == "none"]
    assert len(rims) == sum(bool(text.style.text_stroke) for text in laid) == 2
    assert len(under) == len(rims) + 6 + 1  # the caption has a shadow
    assert under_words((), ASPECT, ENGLISH) == overlay(panel(), ASPECT, ENGLISH) == ""


def test_a_whisper_is_dashed_and_a_plain_balloon_is_not() -> None:
    laid = letter(panel(*EVERY), ASPECT, ENGLISH, on_paper(128))
    dashed = ["stroke-dasharray" in under_words([text], ASPECT, ENGLISH) for text in laid]
    assert dashed == [text.lettering.kind is K.WHISPER for text in laid]


def test_a_style_without_shape_and_stroke_draws_none() -> None:
    bare = styled(".balloon { fill: none; stroke: none; } .caption { fill: none; box-shadow: none; }")
    laid = letter(panel(EVERY[0], EVERY[5]), ASPECT, bare, on_paper(128))
    assert laid[1].outline == ""
    assert 'fill="none"' in under_words(laid, ASPECT, bare)


def test_live_words_have_the_attributes_of_their_drawing() -> None:
    sound, free = letter(panel(*EVERY[6:]), ASPECT, ENGLISH, on_paper(128))
    assert 'transform="rotate(-12 ' in live(sound)
    assert 'paint-order="stroke"' in live(free)
    assert "transform" not in live(free)
    faint = replace(free, style=replace(free.style, colour="#00000080", letter_spacing=0.1))
    assert 'fill="#000000" fill-opacity="0.5"' in live(faint)
    assert "letter-spacing" in live(faint)
