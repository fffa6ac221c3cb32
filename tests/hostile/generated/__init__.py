"""Hostile books of the kinds that the collection has, and of others: written here, never shipped as files."""

from collections import Counter

from hostile.case import Case
from hostile.generated import drawings, manifests, metadata, paths, pictures, text, web, weight


def all_cases() -> list[Case]:
    """All of them, each with a name of its own."""
    groups = (metadata, paths, web, text, weight, manifests, drawings, pictures)
    cases = [case for group in groups for case in group.cases()]
    twice = [name for name, count in Counter(case.name for case in cases).items() if count > 1]
    if twice:
        raise ValueError(f"two cases have one name: {twice}")
    return cases
