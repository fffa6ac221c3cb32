"""Panel 8: the parents' door."""

from __future__ import annotations

from dataclasses import replace

from kit import figures as fig
from kit import geometry as geo
from kit import light, things
from kit.inks import AMBER, BLACK, CREAM, DEEP, NIGHT, OCHRE, SAND, SLATE, WOOD, mix
from kit.paper import Scene
from kit.reach import fingers
from kit.sheet import scene
from kit.stub import stub


def panel_08() -> Scene:
    """Night: parents against lamplight in the doorway; the listening child, in its light, hides the red stub."""
    s = scene("panel-08")
    s.ground(mix(NIGHT, BLACK, 0.5))
    opening = geo.rect(440, 150, 350, 700)
    s.cut(opening, AMBER, 0, fade=((440, 150), (440, 900), OCHRE, 0.85))
    with s.inside(opening):
        light.glow(s, 610, 290, 320, CREAM, 0.9)
        s.cut(geo.rect(420, 770, 390, 90), mix(OCHRE, WOOD, 0.5), 1)
        mother = fig.silhouette(fig.WOMAN, DEEP)
        father = fig.silhouette(fig.MAN, mix(DEEP, BLACK, 0.3))
        fig.figure(s, 535, 846, 500, mother, replace(fig.BOWED, arm=(18, 108), far_arm=(14, 98)), turn=0.2, mend=True)
        hold = replace(fig.BOWED, nod=22, arm=(2, 14), far_arm=(52, 20), bend=8)
        fig.figure(s, 706, 850, 548, father, hold, turn=0.2, flip=True, mend=True)
    _room(s, opening)
    floor = geo.polygon([(0, 850), (1000, 850), (1000, s.h), (0, s.h)])
    with s.inside(floor):
        things.planks(s, 850, s.h, mix(NIGHT, BLACK, 0.25), 16, vanish=(620, 300))
        patch = geo.polygon([(440, 850), (790, 850), (850, s.h + 20), (90, s.h + 20)])
        light.beam(s, patch, OCHRE, 0.62, 6)
        for pts in (
            [(505, 850), (575, 850), (520, 1090), (390, 1090)],
            [(665, 850), (745, 850), (765, 1090), (615, 1090)],
        ):
            light.shade(s, geo.polygon(pts), 0.75, 7, NIGHT)
    _listener(s)
    light.glow(s, 620, 480, 620, OCHRE, 0.2)
    light.vignette(s, 0.6, 0.6, 0.55)
    return s


def _listener(s: Scene) -> None:
    """The girl at the door's edge: light on her face and blouse, the stub held behind her back."""
    x, y, size = 292, 1030, 450
    child = replace(fig.GIRL, collar=CREAM, top=mix(SAND, CREAM, 0.3), bottom=mix(NIGHT, BLACK, 0.35))
    pose = replace(fig.STAND, lean=5, nod=-8, arm=(-34, 26), far_arm=(-20, 20))
    light.shade(s, geo.polygon([(265, 1022), (312, 1022), (190, 1110), (90, 1110)]), 0.75, 6, NIGHT)
    rig = fig.figure(s, x, y, size, child, pose, turn=0.1, rim=(3, -1, AMBER), mend=True)
    gx, gy = rig["grip"]
    stub(s, gx - 32, gy - 36, 48, 92, 12, lift=2.5)
    fingers(s, gx - 2, gy, size, 60)


def _room(s: Scene, opening) -> None:  # noqa: ANN001
    """The dark wall with the doorway cut out, its frame, and the leaf standing open."""
    wall = geo.minus(geo.rect(-20, -20, 1040, 880), opening)
    s.cut(wall, mix(NIGHT, BLACK, 0.3), 12, fade=((620, 0), (0, 0), BLACK, 0.55), edge=0.5)
    frame = geo.minus(geo.rect(410, 118, 410, 734), geo.rect(438, 148, 354, 720))
    s.cut(frame, mix(NIGHT, SLATE, 0.28), 5)
    leaf = geo.polygon([(792, 148), (925, 96), (925, 950), (792, 852)])
    s.cut(leaf, mix(NIGHT, SLATE, 0.15), 9, fade=((792, 0), (925, 0), BLACK, 0.55))
    for a, b in ((0.06, 0.44), (0.52, 0.94)):
        y0, y1, y2, y3 = 148 + 704 * a, 96 + 854 * a, 96 + 854 * b, 148 + 704 * b
        s.cut(
            geo.polygon([(815, y0 + 4), (900, y1 + 8), (900, y2 - 8), (815, y3 - 4)]),
            mix(NIGHT, BLACK, 0.35),
            0,
            edge=0.2,
        )
    s.cut(geo.circle(905, 540, 9), mix(OCHRE, CREAM, 0.2), 2)


SCENES = {"panel-08": panel_08}
