"""Who made the book, as lines of a title page."""

from collections.abc import Mapping

from storybook.model.book import Metadata

WRITERS, DRAWERS = ("credit_aut", "credit_cre"), ("credit_ill", "credit_art")
BOTH = "credit_aut_ill"
"""The words for those who wrote the book and drew it too."""


def credit_lines(metadata: Metadata, words: Mapping[str, str]) -> tuple[str, ...]:
    """One line a role, in the order in which the manifest first names the role; words come from the theme.

    Where the same people wrote and drew, one line says both.
    """
    names: dict[str, list[str]] = {}
    for contributor in metadata.contributors:
        key = f"credit_{contributor.role}"
        names.setdefault(key if key in words else "credit_other", []).append(contributor.name)
    wrote = next((key for key in WRITERS if key in names), "")
    drew = next((key for key in DRAWERS if key in names), "")
    if wrote and drew and names[wrote] == names[drew]:
        del names[drew]
        names = {BOTH if key == wrote else key: people for key, people in names.items()}
    return tuple(words[key].format(names=", ".join(people)) for key, people in names.items())
