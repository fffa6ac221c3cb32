"""Words and pictures of a book counted in its finished file: what is missing or in another's place is an error."""

from storybook.census.count import refuse_losses

__all__ = ["refuse_losses"]
