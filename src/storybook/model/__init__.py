"""The records every stage hands to the next: frozen dataclasses, standard library only."""
