"""What the finder can do beyond plain gutters, each ability on a small drawn page of its own."""

import cv2
import numpy as np

from comics.find.drawn_art import Canvas, Pixels, Points, balloon, figure, scene, whole
from comics.find.drawn_pages import rectangle
from comics.find.score import Score, score
from storybook.comics.find.finder import find_panels
from storybook.comics.find.insets import in_rows

WIDTH, HEIGHT = 600, 800
BLACK = (10, 10, 10)


def paper(tone: int = 255, seed: int = 1) -> Canvas:
    return Canvas(np.full((HEIGHT, WIDTH, 3), tone, np.uint8), np.random.default_rng(seed))


def frame(canvas: Canvas, panel: Points, *, colour: tuple[int, int, int] = BLACK) -> None:
    scene(canvas, panel, grey=False)
    cv2.polylines(canvas.pixels, [whole(panel)], isClosed=True, color=colour, thickness=3)


def scored(canvas: Canvas, panels: list[Points]) -> Score:
    return score(find_panels(canvas.pixels), panels, canvas.protected)


def dotted(canvas: Canvas) -> None:
    canvas.pixels[:] = (214, 204, 190)
    for y in range(0, HEIGHT, 9):
        for x in range(0, WIDTH, 9):
            cv2.circle(canvas.pixels, (x, y), 2, (186, 178, 166), -1, cv2.LINE_AA)


def test_gutters_run_on_under_balloons_which_stay_whole() -> None:
    for tone, negative in ((255, False), (0, False), (255, True)):  # balloons of a negative are black
        canvas = paper(tone)
        panels = [rectangle(30, 30, 570, 390), rectangle(30, 410, 570, 770)]
        for panel in panels:
            frame(canvas, panel, colour=(235, 235, 235) if tone == 0 else BLACK)
        canvas.protected.clear()
        for x in (150, 300, 450):
            balloon(canvas, (x, 385), (70, 42))
        if negative:
            canvas.pixels[:] = 255 - canvas.pixels
        found = scored(canvas, panels)
        assert (found.panels, found.extra, found.cut) == (found.right, 0, 0), (tone, negative)


def test_a_figure_on_textured_ground_has_a_box_that_is_not_wider_than_it() -> None:
    canvas = paper()
    dotted(canvas)
    boxes = [figure(canvas, (300, 370), 310), figure(canvas, (280, 770), 320)]
    assert scored(canvas, [rectangle(*low, *high) for low, high in boxes]).perfect


def test_a_figure_without_a_frame_stands_beside_a_panel() -> None:
    canvas = paper()
    panels = [rectangle(40, 40, 560, 380), rectangle(300, 400, 560, 760)]
    for panel in panels:
        frame(canvas, panel)
    (x0, y0), (x1, y1) = figure(canvas, (165, 750), 330)
    cv2.circle(canvas.pixels, (286, 600), 5, (150, 30, 30), -1, cv2.LINE_AA)  # nearly at the panel
    cv2.line(canvas.pixels, (230, 600), (286, 600), (150, 30, 30), 3)
    assert scored(canvas, [panels[0], rectangle(x0, y0, 291, y1), panels[1]]).right == 3
    assert x1 < 291


def test_an_inset_drawn_by_hand_is_found_though_lines_of_the_art_end_at_it() -> None:
    canvas = paper()
    host, inset = rectangle(40, 40, 560, 760), rectangle(90, 420, 330, 690)
    canvas.pixels[40:760, 40:560] = (180, 140, 190)
    for y in (300, 422, 560):
        cv2.line(canvas.pixels, (330, y), (560, y), BLACK, 2)
    cv2.line(canvas.pixels, (330, 150), (330, 420), BLACK, 2)
    cv2.rectangle(canvas.pixels, (40, 40), (560, 760), BLACK, 3)
    canvas.pixels[420:690, 90:330] = (120, 90, 110)
    figure(canvas, (210, 690), 220)
    canvas.pixels[692:720, 95:330] = (180, 140, 190)
    wobble = [(x, 420 + round(1.4 * np.sin(x / 30))) for x in range(90, 331, 6)]
    wobble += [(330 + round(1.4 * np.sin(y / 40)), y) for y in range(420, 691, 6)]
    wobble += [(x, 690 + round(1.4 * np.cos(x / 35))) for x in range(330, 89, -6)]
    wobble += [(90 + round(1.4 * np.cos(y / 30)), y) for y in range(690, 419, -6)]
    cv2.polylines(canvas.pixels, [np.array(wobble, np.int32)], isClosed=True, color=BLACK, thickness=2)
    canvas.protected.clear()
    assert scored(canvas, [host, inset]).perfect


def test_panels_that_touch_in_a_frame_are_read_in_rows_though_their_tops_differ_by_some_px() -> None:
    boxes = [(300, 10, 560, 200), (20, 14, 280, 200), (20, 220, 280, 400), (300, 222, 560, 400)]
    rows = [[1, 0, 2, 3], [0, 1, 3, 2]]
    for order, right_to_left in zip(rows, (False, True), strict=True):
        assert in_rows(boxes, 20, right_to_left=right_to_left) == [boxes[number] for number in order]


def ruled_page(line: int = 4) -> tuple[Canvas, list[Points]]:
    """Panels that fill the page, parted by nothing but lines so thick; every one has art at its lines."""
    canvas = paper(248, seed=4)
    panels = [rectangle(0, 0, 600, 380), rectangle(0, 380, 270, 800), rectangle(270, 380, 600, 800)]
    for panel in panels:
        (x0, y0), (x1, y1) = panel[0], panel[2]
        hatched(canvas.pixels, (int(x0), int(y0), int(x1), int(y1)))
        figure(canvas, ((x0 + x1) / 2, y1 - 12), 0.7 * (y1 - y0))
    cv2.line(canvas.pixels, (0, 380), (600, 380), BLACK, line)
    cv2.line(canvas.pixels, (270, 380), (270, 800), BLACK, line)
    return canvas, panels


def hatched(pixels: Pixels, box: tuple[int, int, int, int]) -> None:
    x0, y0, x1, y1 = box
    part = pixels[y0:y1, x0:x1]
    lot = np.random.default_rng(x0 + y0 + x1)
    for _ in range(70):
        x, y = int(lot.uniform(-20, x1 - x0)), int(lot.uniform(-20, y1 - y0))
        end = x + int(lot.uniform(20, 60)), y + int(lot.uniform(-50, 50))
        cv2.line(part, (x, y), end, (90, 90, 90), 1, cv2.LINE_AA)


def test_a_ruled_line_alone_parts_panels() -> None:
    canvas, panels = ruled_page()
    assert scored(canvas, panels).perfect


def test_a_light_line_parts_panels_of_dark_art() -> None:
    canvas, panels = ruled_page(line=2)
    canvas.pixels[:] = 255 - canvas.pixels
    assert scored(canvas, panels).perfect


def test_a_figure_without_a_frame_may_come_right_up_to_a_panel() -> None:
    canvas = paper()
    panels = [rectangle(40, 40, 560, 380), rectangle(300, 400, 560, 760)]
    for panel in panels:
        frame(canvas, panel)
    (x0, y0), (_, y1) = figure(canvas, (165, 750), 330)
    cv2.circle(canvas.pixels, (290, 600), 6, (150, 30, 30), -1, cv2.LINE_AA)  # no gutter is left to see
    cv2.line(canvas.pixels, (230, 600), (290, 600), (150, 30, 30), 3)
    assert scored(canvas, [panels[0], rectangle(x0, y0, 297, y1), panels[1]]).perfect


def test_a_line_behind_a_figure_parts_nothing() -> None:
    canvas = paper()
    canvas.pixels[20:780, 20:580] = (226, 210, 190)
    cv2.rectangle(canvas.pixels, (20, 20), (580, 780), BLACK, 4)
    cv2.line(canvas.pixels, (20, 520), (580, 520), BLACK, 4)
    figure(canvas, (200, 780), 600)
    figure(canvas, (430, 790), 520)
    found = find_panels(canvas.pixels)
    assert len(found.panels) == 1
