"""Who made the book, as lines of a title page."""

from collections.abc import Mapping

from storybook.model.book import Metadata


def credit_lines(metadata: Metadata, words: Mapping[str, str]) -> tuple[str, ...]:
    """One line a role, in the order in which the manifest first names the role; words come from the theme."""
    names: dict[str, list[str]] = {}
    for contributor in metadata.contributors:
        key = f"credit_{contributor.role}"
        names.setdefault(key if key in words else "credit_other", []).append(contributor.name)
    return tuple(words[key].format(names=", ".join(people)) for key, people in names.items())
