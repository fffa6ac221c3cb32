"""Contact sheets of the kit: every pose and hand, to choose from."""

from __future__ import annotations

from kit import figures as fig
from kit import hands
from kit.inks import CREAM, DEEP, FOG, RED
from kit.paper import Scene

CHILDREN = (
    (fig.GIRL, "STAND"),
    (fig.GIRL, "WALK"),
    (fig.GIRL, "LAUGH"),
    (fig.GIRL, "DRAW"),
    (fig.GIRL, "KNEEL"),
    (fig.BOY, "REACH"),
    (fig.BOY, "LOOKUP"),
    (fig.BOY, "SIT"),
)
ADULTS = (
    (fig.HEROINE, "STAND"),
    (fig.HEROINE, "WALK"),
    (fig.WOMAN, "BOWED"),
    (fig.MAN, "STAND"),
    (fig.TEACHER, "STAND"),
    (fig.WORKER, "STOOP"),
    (fig.WORKER, "TRUDGE"),
    (fig.HEROINE, "LOOKUP"),
)


def figures() -> Scene:
    """Children and adults in colour, adults as silhouettes, frontal and from behind."""
    s = Scene("kit-figures", 2480, 2480, 1)
    s.ground(FOG)
    for row, (people, size, y) in enumerate(
        ((CHILDREN, 180, 225), (ADULTS, 230, 480), (ADULTS, 230, 730), (ADULTS, 230, 980))
    ):
        for i, (look, pose) in enumerate(people):
            who = fig.silhouette(look, DEEP) if row == 2 else look
            fig.figure(
                s,
                70 + i * 122,
                y,
                size,
                who,
                getattr(fig, pose),
                turn=1.0 if row == 3 else 0.2,
                back=row == 3 and i % 2 == 0,
            )
    return s


def big_hands() -> Scene:
    """The two big hands, turned and flipped."""
    s = Scene("kit-hands", 2480, 1600, 2)
    s.ground(CREAM)
    hands.grip(s, 60, 260, 1.5)
    hands.open_hand(s, 560, 150, 1.5)
    hands.grip(s, 430, 500, 0.9, flip=True)
    hands.open_hand(s, 520, 560, 1.1, turn=-35, armband=RED)
    return s


SCENES = {"kit-figures": figures, "kit-hands": big_hands}
