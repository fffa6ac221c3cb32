"""Hostile books of the kinds that the collection has, and of others: written here, never shipped as files."""

import zlib
from collections import Counter
from dataclasses import replace

from hostile.case import Case, Expect
from hostile.generated import comics, drawings, manifests, metadata, monotony, paths, pictures, text, web, weight


def all_cases() -> list[Case]:
    """All of them, each with a name of its own."""
    groups = (metadata, paths, web, text, weight, manifests, drawings, pictures, monotony, comics)
    cases = [_thinned(case) for group in groups for case in group.cases()]
    twice = [name for name, count in Counter(case.name for case in cases).items() if count > 1]
    if twice:
        raise ValueError(f"two cases have one name: {twice}")
    return cases


def _thinned(case: Case) -> Case:
    """Of the books that may be built or refused, one in three is laid out too: always the same ones.

    What must not leak, or must be shown exactly, is made in all formats that its case names.
    """
    if case.expect is not Expect.EITHER or case.formats or case.canaries or zlib.crc32(case.name.encode()) % 3 == 0:
        return case
    return replace(case, formats=("epub",))
