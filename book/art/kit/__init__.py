"""Paper-cut drawing kit: paper, inks, figures, hands, scenery, light, crayon."""
