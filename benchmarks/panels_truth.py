"""Where the panels of real pages are: numbers that were read off the pictures by eye, to about 1 % of their width.

The pictures stand in a folder of their own and are no part of this project. A panel is a rectangle (left, top, right,
bottom) or the corners of a polygon, in px, in reading order; a balloon over a gutter is of the panel that has more of
it. `whole` are balloons, lettering and faces near gutters
(rectangles round them) that no cut may go through.
"""

from dataclasses import dataclass

Box = tuple[int, int, int, int]
Corner = tuple[int, int]


@dataclass(frozen=True)
class Truth:
    """Of one picture: its panels in reading order, what must stay whole, and whether it is read from the right."""

    panels: tuple[Box | tuple[Corner, ...], ...]
    whole: tuple[Box, ...] = ()
    right_to_left: bool = False


REAL = {
    "PageBlanche_Page_005.jpg": Truth(((120, 76, 1085, 1476),)),
    "PageBlanche_Page_007.jpg": Truth(
        (
            (151, 88, 767, 528),  # a figure without a frame
            (776, 77, 1081, 534),
            (118, 553, 424, 1479),
            (148, 1109, 394, 1446),  # the inset, over the lower end of the one before it
            (443, 553, 1083, 1083),
            (441, 1100, 1082, 1479),
        ),
        whole=((523, 90, 600, 185), (165, 1135, 345, 1320), (590, 1260, 730, 1385)),
    ),
    "comicpage_pepper_and_carrot_panel.jpg": Truth(
        (
            ((102, 99), (799, 99), (546, 1539), (102, 1539)),
            ((830, 99), (1224, 99), (1224, 1539), (579, 1539)),
            ((1257, 99), (1705, 99), (1960, 1539), (1257, 1539)),
            ((1737, 99), (2381, 99), (2381, 1539), (1992, 1539)),
            (103, 1604, 2381, 2051),
            (103, 2116, 928, 3400),
            (963, 2116, 1444, 3400),
            (1479, 2116, 2381, 3400),
        ),
        whole=((280, 590, 430, 800), (820, 640, 1060, 910), (1380, 640, 1630, 890), (1960, 690, 2170, 920)),
    ),
    "haruko-01.jpg": Truth(
        (
            (0, 0, 600, 358),
            ((269, 369), (600, 369), (600, 544), (281, 544)),
            (
                (405, 555),
                (600, 555),
                (600, 837),
                (405, 837),
                (405, 758),
                (386, 730),
                (383, 690),
                (389, 650),
                (405, 632),
            ),
            (
                (282, 555),
                (405, 555),
                (405, 632),
                (389, 650),
                (383, 690),
                (386, 730),
                (405, 758),
                (405, 837),
                (298, 837),
            ),
            ((0, 359), (296, 359), (269, 369), (281, 544), (298, 837), (0, 837)),  # runs on under its neighbours
        ),
        whole=((383, 628, 465, 765), (485, 338, 583, 364), (218, 376, 266, 562), (0, 400, 200, 600)),
        right_to_left=True,
    ),
    "strip-001.jpg": Truth(
        (
            (64, 62, 790, 571),  # with its title, which stands out of the frame
            (63, 590, 791, 785),
            (
                (240, 806),
                (790, 806),
                (790, 1189),
                (293, 1189),
                (293, 966),
                (262, 955),
                (232, 925),
                (222, 885),
                (226, 840),
            ),
            (
                (62, 806),
                (240, 806),
                (226, 840),
                (222, 885),
                (232, 925),
                (262, 955),
                (281, 963),
                (281, 1189),
                (62, 1189),
            ),
            ((262, 1211), (789, 1211), (789, 1529), (334, 1529), (334, 1402), (276, 1370), (255, 1300)),
            ((63, 1211), (262, 1211), (255, 1300), (276, 1370), (326, 1402), (326, 1529), (63, 1529)),
            (62, 1549, 789, 1984),
            (514, 2003, 792, 2297),
            (65, 2003, 508, 2296),
            (
                (70, 2313),
                (796, 2313),
                (796, 2507),
                (771, 2507),
                (745, 2465),
                (714, 2446),
                (680, 2460),
                (657, 2507),
                (70, 2507),
            ),
            (
                *(
                    (70, 2528),
                    (652, 2528),
                    (657, 2500),
                    (680, 2460),
                    (714, 2445),
                    (745, 2465),
                    (772, 2507),
                    (777, 2528),
                ),
                *(
                    (797, 2528),
                    (797, 2770),
                    (222, 2770),
                    (205, 2800),
                    (165, 2825),
                    (125, 2808),
                    (105, 2770),
                    (70, 2770),
                ),
            ),
            (0, 2792, 850, 3699),  # fades into black, to the edges
        ),
        whole=(
            (224, 808, 354, 966),
            (257, 1212, 398, 1400),
            (454, 2005, 560, 2160),
            (652, 2447, 776, 2660),
            (100, 2598, 223, 2822),
            (125, 3200, 226, 3340),
        ),
        right_to_left=True,
    ),
    "strip-004.jpg": Truth(  # figures without frames on black, each with the balloons nearest to it
        (
            (174, 47, 737, 469),
            (32, 599, 641, 1089),
            (97, 1133, 641, 1637),
            (126, 1700, 767, 2010),
            (105, 2173, 740, 2520),
            (155, 2592, 756, 3088),
            (144, 3232, 709, 3645),
        ),
        whole=((608, 45, 722, 205), (32, 782, 96, 880), (574, 990, 640, 1088), (155, 1456, 262, 1636)),
        right_to_left=True,
    ),
}
