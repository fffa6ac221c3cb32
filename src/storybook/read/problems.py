"""All problems of one file, made fit to be told."""

from collections.abc import Iterable
from dataclasses import replace

from storybook.errors import Problem, Where

MAX_PROBLEMS = 100
"""Problems of one file that are listed; the rest are counted."""


def in_order(problems: Iterable[Problem], file: str) -> list[Problem]:
    """Problems by line and column, each once, those without a line last.

    A line that one problem keeps to itself, since it may hold what nobody should read, is shown by no other.
    """
    distinct = sorted(dict.fromkeys(problems), key=_place)
    secret = {p.where.line for p in distinct if p.where and p.where.line and p.where.text is None}
    told = [_hushed(problem) if problem.where and problem.where.line in secret else problem for problem in distinct]
    if len(told) <= MAX_PROBLEMS:
        return told
    return [*told[:MAX_PROBLEMS], Problem(f"and {len(told) - MAX_PROBLEMS} more problems", Where(file))]


def _place(problem: Problem) -> tuple[bool, int, int]:
    where = problem.where or Where("")
    return (not where.line, where.line, where.column)


def _hushed(problem: Problem) -> Problem:
    return replace(problem, where=replace(problem.where, text=None)) if problem.where else problem
