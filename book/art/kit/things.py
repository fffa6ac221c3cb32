"""Buildings and furniture: school, house, wall, door, planks, desk, page, books, chair, ladder."""

from __future__ import annotations

from . import geometry as geo
from .inks import BLACK, CREAM, FOG, MIST, NIGHT, SLATE, WOOD, Ink, mix
from .paper import Scene


def windows(s: Scene, x: float, y: float, w: float, h: float, *, cols: int, rows: int, ink: Ink, bar: Ink) -> None:
    """A grid of recessed panes with a crossbar."""
    cw, rh = w / cols, h / rows
    for r in range(rows):
        for c in range(cols):
            px, py, pw, ph = x + c * cw + cw * 0.22, y + r * rh + rh * 0.2, cw * 0.56, rh * 0.56
            pane = s.cut(geo.rect(px, py, pw, ph), ink, 0, wobble=0.3, edge=0.1)
            with s.inside(pane):
                frame = geo.minus(geo.rect(px - 20, py - 20, pw + 40, ph + 40), geo.rect(px, py, pw, ph))
                s.cut(frame, bar, 2.0, wobble=0, shadow=0.8)
                s.cut(geo.rect(px + pw * 0.46, py, pw * 0.08, ph), bar, 0.8, wobble=0)
                s.cut(geo.rect(px, py + ph * 0.4, pw, ph * 0.07), bar, 0.8, wobble=0)
            s.cut(geo.rect(px - pw * 0.07, py + ph, pw * 1.14, ph * 0.08), mix(bar, CREAM, 0.25), 0.9, wobble=0.2)


def school(s: Scene, x: float, base: float, w: float, h: float, ink: Ink = MIST) -> None:
    """A long two-storey school: strict windows, low roof, a porch."""
    dark = mix(mix(SLATE, NIGHT, 0.3), BLACK, 0.3)
    s.cut(geo.rect(x, base - h, w, h), ink, 5)
    s.cut(
        geo.polygon(
            [
                (x - w * 0.02, base - h),
                (x + w * 0.03, base - h * 1.2),
                (x + w * 0.97, base - h * 1.2),
                (x + w * 1.02, base - h),
            ]
        ),
        mix(mix(SLATE, FOG, 0.12), BLACK, 0.3),
        4,
    )
    windows(s, x + w * 0.02, base - h * 0.95, w * 0.96, h * 0.86, cols=9, rows=2, ink=dark, bar=mix(ink, CREAM, 0.25))
    porch = w * 0.15
    px = x + w * 0.425
    s.cut(geo.rect(px, base - h * 0.92, porch, h * 0.92), mix(ink, CREAM, 0.18), 4)
    s.cut(
        geo.polygon(
            [(px - 10, base - h * 0.92), (px + porch / 2, base - h * 1.34), (px + porch + 10, base - h * 0.92)]
        ),
        dark,
        4,
    )
    s.cut(geo.rect(px + porch * 0.22, base - h * 0.44, porch * 0.56, h * 0.44), mix(dark, BLACK, 0.5), 0, edge=0.05)
    s.cut(geo.rect(px + porch * 0.24, base - h * 0.82, porch * 0.52, h * 0.24), dark, 0.5)


def house(s: Scene, x: float, base: float, w: float, ink: Ink = SLATE, lit: Ink | None = None, lift: float = 4) -> None:
    """A small tiled house, one window, perhaps lit."""
    h = w * 0.42
    s.cut(geo.rect(x, base - h, w, h), ink, lift)
    roof = [
        (x - w * 0.12, base - h * 0.92, 1),
        (x + w * 0.1, base - h * 1.22),
        (x + w * 0.2, base - h * 1.62, 1),
        (x + w * 0.8, base - h * 1.62, 1),
        (x + w * 0.9, base - h * 1.22),
        (x + w * 1.12, base - h * 0.92, 1),
    ]
    s.cut(geo.shape(roof), mix(ink, BLACK, 0.45), lift)
    s.cut(geo.rect(x + w * 0.58, base - h * 0.68, w * 0.2, h * 0.36), lit or mix(ink, BLACK, 0.6), 0.5)
    s.cut(geo.rect(x + w * 0.2, base - h * 0.7, w * 0.18, h * 0.7), mix(ink, BLACK, 0.5), 0.5)


def wall(s: Scene, x: float, top: float, w: float, h: float, ink: Ink = FOG) -> None:
    """A low rendered wall with a coping."""
    s.cut(geo.rect(x, top, w, h), ink, 5, fade=((0, top), (0, top + h), SLATE, 0.45))
    s.cut(geo.rect(x - 8, top - 14, w + 16, 20), mix(ink, CREAM, 0.3), 3)


def planks(
    s: Scene, top: float, bottom: float, ink: Ink = WOOD, count: int = 6, vanish: tuple[float, float] | None = None
) -> None:
    """Floorboards: level strips, or boards running to a vanishing point."""
    for i in range(count):
        tone = mix(ink, BLACK, s.rng.uniform(0, 0.22))
        if vanish:
            vx, vy = vanish
            k = (top - vy) / (bottom - vy)
            a, b = -600 + 2200 * i / count, -600 + 2200 * (i + 1) / count
            path = geo.polygon([(vx + (a - vx) * k, top), (vx + (b - vx) * k, top), (b - 3, bottom), (a, bottom)])
        else:
            h = (bottom - top) / count
            path = geo.rect(-20, top + i * h, 1040, h - 2.5)
        s.cut(path, tone, 1.2, wobble=0.5, shadow=0.6, edge=0.14)


def page(
    s: Scene, x: float, y: float, w: float, h: float, turn: float = 0, ink: Ink = CREAM, *, lift: float = 5
) -> None:
    """A loose sheet of drawing paper about its centre, one corner lifting."""
    pts = [
        (-w / 2, -h / 2, 1),
        (w / 2, -h / 2, 1),
        (w / 2, h / 2 - w * 0.1, 1),
        (w / 2 - w * 0.1, h / 2, 1),
        (-w / 2, h / 2, 1),
    ]
    s.cut(geo.moved(geo.shape(pts), x, y, 1, turn), ink, lift)
    curl = geo.shape(
        [(w / 2, h / 2 - w * 0.1, 1), (w / 2 - w * 0.1, h / 2, 1), (w / 2 - w * 0.115, h / 2 - w * 0.105, 1)]
    )
    s.cut(geo.moved(curl, x, y, 1, turn), mix(ink, SLATE, 0.25), lift * 0.5)


def books(
    s: Scene, x: float, base: float, w: float, count: int, inks: list[Ink], *, thick: float = 26, lift: float = 3
) -> float:
    """A stack of shut books standing on base; returns the y of its top."""
    y = base
    for i in range(count):
        h = thick * s.rng.uniform(0.7, 1.3)
        bw = w * s.rng.uniform(0.84, 1.04)
        px = x + s.rng.uniform(-0.07, 0.07) * w
        cover = inks[int(s.rng.integers(len(inks)))]
        s.cut(geo.rect(px - bw / 2, y - h, bw, h), cover, lift, wobble=0.6)
        if i % 3 != 1:
            side = 1 if s.rng.random() < 0.5 else -1
            s.cut(
                geo.rect(px - bw / 2 + (bw * 0.06 if side > 0 else -1), y - h * 0.82, bw * 0.95, h * 0.64),
                mix(CREAM, cover, 0.3),
                0.4,
                shadow=0.2,
            )
        y -= h
    return y


def chair(s: Scene, x: float, base: float, size: float, ink: Ink = WOOD, lift: float = 3) -> None:
    """A plain wooden chair in three-quarter view, back to the left."""
    k = size

    def put(*pts: tuple[float, float], r: float = 0.022) -> None:
        s.cut(geo.limb([(x + a * k, base + b * k) for a, b in pts], [r * k, r * k]), ink, lift, wobble=0.4)

    put((0.02, -0.05), (0.04, -0.52))
    put((0.44, -0.04), (0.42, -0.5))
    s.cut(
        geo.polygon(
            [
                (x - 0.1 * k, base - 0.46 * k),
                (x + 0.36 * k, base - 0.44 * k),
                (x + 0.48 * k, base - 0.53 * k),
                (x + 0.03 * k, base - 0.55 * k),
            ]
        ),
        mix(ink, CREAM, 0.12),
        lift,
    )
    put((-0.08, 0.0), (-0.085, -0.48), (-0.12, -1.0))
    put((0.33, 0.0), (0.345, -0.44))
    put((0.03, -0.54), (0.0, -1.02))
    for y in (-0.95, -0.8, -0.68):
        put((-0.115, y), (0.01, y - 0.02), r=0.03)


def ladder(
    s: Scene,
    foot: tuple[float, float],
    head: tuple[float, float],
    w: float,
    rungs: int,
    ink: Ink = WOOD,
    lift: float = 4,
) -> None:
    """A ladder from foot to head; w is its width at the foot."""
    (fx, fy), (hx, hy) = foot, head
    top = w * 0.72
    for i in range(rungs):
        t = (i + 0.6) / rungs
        cx, cy, half = fx + (hx - fx) * t, fy + (hy - fy) * t, (w + (top - w) * t) / 2
        s.cut(
            geo.limb([(cx - half, cy + 2), (cx + half, cy - 2)], [w * 0.036, w * 0.036]),
            mix(ink, CREAM, 0.1),
            lift,
            wobble=0.4,
        )
    for side in (-1, 1):
        s.cut(
            geo.limb([(fx + side * w / 2, fy), (hx + side * top / 2, hy)], [w * 0.05, w * 0.042]), ink, lift, wobble=0.5
        )
