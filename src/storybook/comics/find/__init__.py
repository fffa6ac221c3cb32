"""Finds the panels of pages and strips: pixels in, panels out.

`surface` tells smooth ground from ink, `balloons` what gutters run under; `corridors` finds the gutters that cross a
region, level or (`leaning`) slanted, `ruled` lines that part panels where there are no gutters, `crossings` what lies
over them; `partition` cuts a master along them, tier by tier, so that the pieces come in reading order; `shapes` makes
a panel of each piece, `insets` finds panels that lie in others; `finder` does all of it, `edges` at full size.
"""
