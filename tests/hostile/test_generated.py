"""Hostile books of our own: each is built right, or refused as an editor would expect."""

from collections.abc import Callable

import pytest

from hostile import generated
from hostile.case import Case
from validators import java

CASES = {case.name: case for case in generated.all_cases()}


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=java.group if case.may_build else ()) for name, case in CASES.items()]
)
def test_a_hostile_book_is_answered(name: str, faults_of: Callable[[Case], list[str]]) -> None:
    assert faults_of(CASES[name]) == [], CASES[name].what
