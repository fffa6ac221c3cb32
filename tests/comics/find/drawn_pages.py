"""Pages and strips drawn from a seed, with what a person would say of them: panels, their order, faces, balloons."""

from collections.abc import Callable
from dataclasses import dataclass, field

import cv2
import numpy as np

from comics.find.drawn_art import Canvas, Pixels, Points, Random, balloon, colour, figure, scene, whole, writing


@dataclass(frozen=True)
class DrawnPage:
    """Pixels (RGB), panels as polygons in reading order, and polygons that no cut may go through."""

    name: str
    pixels: Pixels
    panels: list[Points]
    protected: list[Points]
    right_to_left: bool


@dataclass
class Plan:
    """A page while it is drawn."""

    canvas: Canvas
    gutter: float
    margin: float
    ground: str
    panels: list[Points] = field(default_factory=list)
    frame: tuple[int, int, int] | None = (15, 15, 15)
    bleed: bool = False
    grey: bool = False

    @property
    def size(self) -> tuple[int, int]:
        height, width = self.canvas.pixels.shape[:2]
        return width, height

    @property
    def area(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of where panels stand."""
        width, height = self.size
        edge = -2.0 if self.bleed else self.margin
        return edge, edge, width - edge, height - edge


def rectangle(left: float, top: float, right: float, bottom: float) -> Points:
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], dtype=np.float64)


def parts(random: Random, count: int, spread: float) -> list[float]:
    """Fractions that add up to one; spread 0 makes them equal."""
    raw = 1 + random.uniform(-spread, spread, count)
    return [float(part) for part in raw / raw.sum()]


def spans(start: float, end: float, fractions: list[float], gap: float) -> list[tuple[float, float]]:
    room = end - start - gap * (len(fractions) - 1)
    found, place = [], start
    for fraction in fractions:
        found.append((place, place + fraction * room))
        place += fraction * room + gap
    return found


# ---------------------------------------------------------------------------------------- layouts


def grid(plan: Plan) -> None:
    left, top, right, bottom = plan.area
    random = plan.canvas.random
    rows, columns = int(random.integers(2, 5)), int(random.integers(1, 4))
    for y0, y1 in spans(top, bottom, parts(random, rows, 0), plan.gutter):
        for x0, x1 in spans(left, right, parts(random, columns, 0), plan.gutter):
            plan.panels.append(rectangle(x0, y0, x1, y1))


def tiers(plan: Plan) -> None:
    left, top, right, bottom = plan.area
    random = plan.canvas.random
    for y0, y1 in spans(top, bottom, parts(random, int(random.integers(2, 5)), 0.35), plan.gutter):
        for x0, x1 in spans(left, right, parts(random, int(random.integers(1, 4)), 0.4), plan.gutter):
            plan.panels.append(rectangle(x0, y0, x1, y1))


def columns(plan: Plan) -> None:
    """A tier whose one side is tall and whose other side is split, perhaps with a plain tier above."""
    left, top, right, bottom = plan.area
    random = plan.canvas.random
    if plan.canvas.chance(0.6):
        split = top + (bottom - top) * plan.canvas.within(0.25, 0.4)
        for x0, x1 in spans(left, right, parts(random, int(random.integers(1, 3)), 0.3), plan.gutter):
            plan.panels.append(rectangle(x0, top, x1, split))
        top = split + plan.gutter
    (a0, a1), (b0, b1) = spans(left, right, parts(random, 2, 0.3), plan.gutter)
    tall_first = plan.canvas.chance(0.5)
    tall, split_side = ((a0, a1), (b0, b1)) if tall_first else ((b0, b1), (a0, a1))
    stack = [
        rectangle(split_side[0], y0, split_side[1], y1)
        for y0, y1 in spans(top, bottom, parts(random, int(random.integers(2, 4)), 0.3), plan.gutter)
    ]
    column = rectangle(tall[0], top, tall[1], bottom)
    plan.panels += [column, *stack] if tall_first else [*stack, column]


def slanted_columns(plan: Plan) -> None:
    left, top, right, bottom = plan.area
    random = plan.canvas.random
    for y0, y1 in spans(top, bottom, parts(random, int(random.integers(2, 4)), 0.25), plan.gutter):
        count = int(random.integers(1, 4))
        xs = spans(left, right, parts(random, count, 0.2), plan.gutter)
        most = 0.2 * min(y1 - y0, (right - left) / count)
        lean = [0.0, *(plan.canvas.within(-most, most) for _ in range(count - 1)), 0.0]
        for number, (x0, x1) in enumerate(xs):
            a, b = lean[number], lean[number + 1]
            plan.panels.append(np.array([[x0 - a, y0], [x1 - b, y0], [x1 + b, y1], [x0 + a, y1]]))


def slanted_tiers(plan: Plan) -> None:
    left, top, right, bottom = plan.area
    random = plan.canvas.random
    rows = spans(top, bottom, parts(random, int(random.integers(2, 5)), 0.2), plan.gutter)
    room = (bottom - top) / len(rows)
    lean = [0.0, *(plan.canvas.within(-0.2, 0.2) * min(room, right - left) for _ in rows[1:]), 0.0]
    for number, (y0, y1) in enumerate(rows):
        a, b = lean[number], lean[number + 1]

        def slope(x: float, by: float) -> float:
            return by * (2 * (x - left) / (right - left) - 1)

        for x0, x1 in spans(left, right, parts(random, int(random.integers(1, 3)), 0.3), plan.gutter):
            plan.panels.append(
                np.array(
                    [[x0, y0 + slope(x0, a)], [x1, y0 + slope(x1, a)], [x1, y1 + slope(x1, b)], [x0, y1 + slope(x0, b)]]
                )
            )


def splash(plan: Plan) -> None:
    plan.panels.append(rectangle(*plan.area))


PAGE_LAYOUTS: dict[str, Callable[[Plan], None]] = {
    "grid": grid,
    "tiers": tiers,
    "columns": columns,
    "slanted-columns": slanted_columns,
    "slanted-tiers": slanted_tiers,
    "splash": splash,
}


def strip(plan: Plan) -> None:
    """Panels below each other with generous and uneven gutters, some in pairs, some to the edges."""
    width, height = plan.size
    canvas, y = plan.canvas, plan.margin
    while True:
        tall = canvas.within(0.35, 1.1) * width
        if y + tall > height - plan.margin:
            break
        kind = canvas.random.random()
        if kind < 0.25:
            plan.panels.append(rectangle(-2, y, width + 2, y + tall))
        elif kind < 0.5:
            for x0, x1 in spans(plan.margin, width - plan.margin, parts(canvas.random, 2, 0.3), plan.gutter):
                plan.panels.append(rectangle(x0, y, x1, y + tall))
        else:
            inset = canvas.within(0.5, 3) * plan.margin
            plan.panels.append(rectangle(plan.margin, y, width - inset, y + tall))
        y += tall + plan.gutter * canvas.within(1, 5)


# ---------------------------------------------------------------------------------------- grounds


def paint_ground(plan: Plan) -> None:
    pixels, random = plan.canvas.pixels, plan.canvas.random
    match plan.ground:
        case "white" | "black":
            pixels[:] = 255 if plan.ground == "white" else 0
        case "colour":
            pixels[:] = colour(random, 90, 250)
        case "gradient":
            first, last = np.array(colour(random, 120, 256)), np.array(colour(random, 120, 256))
            ramp = np.linspace(0, 1, pixels.shape[0])[:, None, None]
            pixels[:] = (first * (1 - ramp) + last * ramp).astype(np.uint8)
        case "paper":
            _paint_paper(pixels, random)
        case "dots":
            _paint_dots(pixels, random)
        case "stripes":
            _paint_stripes(pixels, random)


def _paint_paper(pixels: Pixels, random: Random) -> None:
    height, width = pixels.shape[:2]
    grain = random.normal(0, 1, (height // 2 + 1, width // 2 + 1)).astype(np.float32)
    grain = cv2.GaussianBlur(cv2.resize(grain, (width, height)), (0, 0), 0.8).astype(np.float32)
    grain *= np.float32(random.uniform(4, 9))
    pixels[:] = np.clip(np.array(colour(random, 190, 245)) + grain[:, :, None], 0, 255).astype(np.uint8)


def _paint_dots(pixels: Pixels, random: Random) -> None:
    height, width = pixels.shape[:2]
    pixels[:] = np.array(base := colour(random, 170, 235))
    step, tone = int(random.integers(7, 13)), tuple(int(part * 0.88) for part in base)
    for y in range(0, height, step):
        for x in range((y // step % 2) * step // 2, width, step):
            cv2.circle(pixels, (x, y), step // 4, tone, -1, cv2.LINE_AA)


def _paint_stripes(pixels: Pixels, random: Random) -> None:
    height, width = pixels.shape[:2]
    pixels[:] = np.array(base := colour(random, 150, 235))
    tone, step = tuple(int(part * 0.9) for part in base), int(random.integers(8, 16))
    for x in range(-height, width, step):
        cv2.line(pixels, (x, height), (x + height, 0), tone, step // 3, cv2.LINE_AA)


GROUNDS = ("white", "white", "black", "colour", "gradient", "paper", "dots", "stripes")


# ------------------------------------------------------------------------------------------ pages


def draw_panel(plan: Plan, panel: Points) -> None:
    scene(plan.canvas, panel, grey=plan.grey, bare=plan.frame is None)
    if plan.frame is not None:
        width = int(plan.canvas.random.integers(2, 4))
        cv2.polylines(plan.canvas.pixels, [whole(panel)], isClosed=True, color=plan.frame, thickness=width,
                      lineType=cv2.LINE_AA)  # fmt: skip


def add_inset(plan: Plan) -> None:
    """An inset into the largest panel, read after it."""
    areas = [cv2.contourArea(panel.astype(np.float32)) for panel in plan.panels]
    host = int(np.argmax(areas))
    x0, y0 = plan.panels[host].min(axis=0)
    x1, y1 = plan.panels[host].max(axis=0)
    wide, tall = (x1 - x0) * plan.canvas.within(0.3, 0.4), (y1 - y0) * plan.canvas.within(0.3, 0.4)
    pad = 0.06 * min(x1 - x0, y1 - y0)
    x = plan.canvas.within(x0 + pad, x1 - pad - wide)
    y = plan.canvas.within(y0 + pad, y1 - pad - tall)
    inset = rectangle(x, y, x + wide, y + tall)
    halo = plan.canvas.chance(0.6)
    if halo:
        rim = rectangle(x - 6, y - 6, x + wide + 6, y + tall + 6)
        cv2.fillPoly(plan.canvas.pixels, [whole(rim)], (255, 255, 255))
    box = np.stack([inset.min(axis=0), inset.max(axis=0)])
    plan.canvas.protected = [one for one in plan.canvas.protected if not _touches(one, box)]
    draw_panel(plan, inset)
    if plan.frame is None and not halo:
        cv2.polylines(plan.canvas.pixels, [whole(inset)], isClosed=True, color=(15, 15, 15), thickness=2)
    plan.panels.insert(host + 1, inset)


def _touches(shape: Points, box: Points) -> bool:
    (x0, y0), (x1, y1) = shape.min(axis=0), shape.max(axis=0)
    return bool(x0 < box[1][0] + 8 and x1 > box[0][0] - 8 and y0 < box[1][1] + 8 and y1 > box[0][1] - 8)


def add_balloons(plan: Plan, count: int, *, over_gutters: bool) -> None:
    for _ in range(count):
        panel = plan.panels[int(plan.canvas.random.integers(len(plan.panels)))]
        (x0, y0), (x1, y1) = panel.min(axis=0), panel.max(axis=0)
        radii = (x1 - x0) * plan.canvas.within(0.14, 0.22), (y1 - y0) * plan.canvas.within(0.1, 0.16)
        radii = min(radii[0], 90.0), min(radii[1], 60.0)
        x = plan.canvas.within(x0 + radii[0] * 1.2, x1 - radii[0] * 1.2)
        y = plan.canvas.within(y0 + radii[1] * 1.2, y1 - radii[1] * 1.4)
        if over_gutters:
            y = y1 + radii[1] * plan.canvas.within(-0.6, 0.2) if plan.canvas.chance(0.6) else y
            x = x1 + radii[0] * plan.canvas.within(-0.6, 0.2) if y < y1 - radii[1] else x
        width, height = plan.size
        x, y = min(max(x, radii[0] + 3), width - radii[0] - 3), min(max(y, radii[1] + 3), height - radii[1] * 1.3 - 3)
        box = np.array([[x - radii[0], y - radii[1]], [x + radii[0], y + radii[1] * 1.25]])
        if not any(_touches(one, box) for one in plan.canvas.protected):
            balloon(plan.canvas, (x, y), radii)


def break_out(plan: Plan) -> None:
    """A figure whose head looks over the top of its panel into the gutter or margin."""
    for panel in plan.panels:
        (x0, y0), (x1, y1) = panel.min(axis=0), panel.max(axis=0)
        above = max((float(p.max(axis=0)[1]) for p in plan.panels if p.max(axis=0)[1] <= y0 + 1), default=0.0)
        over = min(y0 - above - 3, (y1 - y0) * 0.2)
        size = (y1 - y0) * 0.75 + over
        box = np.array([[(x0 + x1) / 2 - size * 0.25, y1 - size], [(x0 + x1) / 2 + size * 0.25, y1]])
        if over > 4 and size * 0.5 < (x1 - x0) and not any(_touches(one, box) for one in plan.canvas.protected):
            figure(plan.canvas, ((x0 + x1) / 2, y0 - over + size), size)
            return


def drawn_page(seed: int) -> DrawnPage:
    """A page; what kind it is follows from the seed."""
    random = np.random.default_rng(seed)
    layout = list(PAGE_LAYOUTS)[seed % (len(PAGE_LAYOUTS) - (seed % 5 != 0))]
    width, height = int(random.integers(560, 800)), int(random.integers(800, 1100))
    ground = GROUNDS[int(random.integers(len(GROUNDS)))]
    canvas = Canvas(np.zeros((height, width, 3), np.uint8), random)
    gutter = float(random.uniform(0.017, 0.035)) * width + 3
    if ground in {"dots", "stripes", "paper"}:
        gutter = max(gutter, 0.022 * width)
    plan = Plan(canvas, gutter, float(random.uniform(0.03, 0.08)) * width, ground, grey=canvas.chance(0.3))
    plan.bleed = layout != "splash" and canvas.chance(0.15)
    frameless = canvas.chance(0.2) and ground not in {"dots", "stripes"}
    plan.frame = None if frameless else (15, 15, 15) if ground != "black" or canvas.chance(0.5) else (235, 235, 235)
    paint_ground(plan)
    PAGE_LAYOUTS[layout](plan)
    for panel in plan.panels:
        draw_panel(plan, panel)
    name = f"{seed}-{layout}-{ground}" + ("-bleed" if plan.bleed else "") + ("-frameless" if frameless else "")
    extra = seed % 7
    if extra == 1:
        add_inset(plan)
        name += "-inset"
    elif extra in {2, 3}:
        add_balloons(plan, 3, over_gutters=extra == 3)
        name += "-balloons" + ("-over" if extra == 3 else "")
    elif extra == 4:
        break_out(plan)
        name += "-breakout"
    if extra == 5 and not plan.bleed and ground == "white":
        writing(canvas, (width / 2, height - plan.margin / 2), (6, 4))
        name += "-folio"
    return _finished(plan, name, right_to_left=canvas.chance(0.25))


def drawn_strip(seed: int) -> DrawnPage:
    """A strip of several screens; every third is of unframed figures."""
    random = np.random.default_rng(1_000_000 + seed)
    width, height = int(random.integers(400, 560)), int(random.integers(2200, 4200))
    ground = GROUNDS[int(random.integers(len(GROUNDS)))]
    canvas = Canvas(np.zeros((height, width, 3), np.uint8), random)
    plan = Plan(canvas, 0.035 * width, 0.06 * width, ground, grey=canvas.chance(0.4))
    plan.frame = None if canvas.chance(0.4) and ground not in {"dots", "stripes"} else (15, 15, 15)
    if ground == "black" and plan.frame:
        plan.frame = (235, 235, 235)
    paint_ground(plan)
    if seed % 3 == 2:
        unframed(plan)
        return _finished(plan, f"strip-{seed}-unframed-{ground}", right_to_left=False)
    strip(plan)
    for panel in plan.panels:
        draw_panel(plan, panel)
    if seed % 3 == 1:
        add_balloons(plan, 4, over_gutters=True)
    name = f"strip-{seed}-{ground}" + ("" if plan.frame else "-frameless") + ("-balloons-over" if seed % 3 == 1 else "")
    return _finished(plan, name, right_to_left=False)


def unframed(plan: Plan) -> None:
    """Figures that stand alone on the ground, with light lines round them where it is dark."""
    width, height = plan.size
    canvas, y = plan.canvas, 0.1 * width
    ink = (235, 235, 235) if plan.ground == "black" else (15, 15, 15)
    while True:
        size = canvas.within(0.5, 0.9) * width
        if y + size > height - 0.1 * width:
            return
        corners = figure(canvas, (canvas.within(0.3, 0.7) * width, y + size), size, ink)
        plan.panels.append(rectangle(*corners[0], *corners[1]))
        y += size + canvas.within(0.1, 0.3) * width


def _finished(plan: Plan, name: str, *, right_to_left: bool) -> DrawnPage:
    """Noise and compression as they come, and mirrored where it is read from the right."""
    random, pixels = plan.canvas.random, plan.canvas.pixels
    width, height = plan.size
    panels, protected = plan.panels, plan.canvas.protected
    if right_to_left:
        pixels = np.ascontiguousarray(pixels[:, ::-1])
        panels = [np.array([width, 0]) + one * np.array([-1, 1]) for one in panels]
        protected = [np.array([width, 0]) + one * np.array([-1, 1]) for one in protected]
    if plan.canvas.chance(0.25):
        noise = random.normal(0, float(random.uniform(1, 5)), pixels.shape)
        pixels = np.clip(pixels + noise, 0, 255).astype(np.uint8)
    if plan.canvas.chance(0.5):
        quality = int(random.integers(45, 92))
        _, packed = cv2.imencode(".jpg", pixels[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
        pixels = np.ascontiguousarray(np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR))[:, :, ::-1]).astype(np.uint8)
        name += f"-q{quality}"
    top = np.array([width, height])
    panels = [np.clip(one, 0, top) for one in panels]
    return DrawnPage(name + ("-rtl" if right_to_left else ""), pixels, panels, protected, right_to_left)
