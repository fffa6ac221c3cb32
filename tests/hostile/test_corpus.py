"""The collection of hostile books beside the project: each is built right, or refused as an editor would expect."""

from collections.abc import Callable

import pytest

from hostile import corpus
from hostile.case import Case
from validators import java


def test_the_collection_is_there() -> None:
    assert len(corpus.names()) >= 85, "../shared/corpus/hostile/cases must stand beside the project"


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=java.group if corpus.read(name).may_build else ()) for name in corpus.names()]
)
def test_a_hostile_book_is_answered(name: str, faults_of: Callable[[Case], list[str]]) -> None:
    case = corpus.read(name)
    assert faults_of(case) == [], case.what
