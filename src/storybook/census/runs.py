"""Short runs of letters, counted: how many of each a book needs, and how many its finished file has."""

import re
from array import array
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

RUN = 8
"""Letters of a run, bytes of a number: so many are seldom the same by chance. Shorter passages are runs themselves."""

SLOTS = 4_194_301
"""Counts that are kept, a prime; two runs that share one can hide a loss, but not feign it."""

FEW = 20
"""Short passages of a length up to which each is looked for; of more, every run of a text is looked up."""

MOST_TORN = 100
"""Cuts for each leaf that are looked for where leaves end: more than a page can tear."""

OUTER_LINES = 4
"""Lines at the top and at the foot of a leaf, those of its margins among them."""

LEAVES_ON = 2
"""Leaves with text on which a passage may go on: notes may fill the one between."""

_LACKING = re.compile(b"\x01+")


class Balance:
    """How many more of each run of letters a file has than its book needs."""

    def __init__(self, passages: Collection[str]) -> None:
        """Passages: all that will be asked for."""
        self._counts = array("i", bytes(4 * SLOTS))
        self._short = {
            size: dict.fromkeys((passage for passage in passages if len(passage) == size), 0) for size in range(1, RUN)
        }

    def add(self, text: str, times: int) -> None:
        """Count every run of a text so many times; less than none for what the book needs."""
        counts = self._counts
        for numbers in _numbers(text):
            for number in numbers:
                counts[number % SLOTS] += times
        for size, balance in self._short.items():
            if len(balance) < FEW:
                for run in balance:
                    balance[run] += times * text.count(run)
            else:
                for run in filter(balance.__contains__, _runs(text, size)):
                    balance[run] += times

    def add_run(self, run: str, times: int) -> None:
        """Count one run, or one passage that is shorter."""
        if len(run) < RUN:
            self._short[len(run)][run] += times
        else:
            self._counts[_numbers(run)[0][0] % SLOTS] += times

    def lacking(self, passage: str) -> list[tuple[int, int]]:
        """From which to which run of a passage there are too few of each; a short one is a single run."""
        if len(passage) < RUN:
            return [(0, 1)] if self._short[len(passage)][passage] < 0 else []
        counts = self._counts
        flags = bytearray(len(passage) - RUN + 1)
        for first, numbers in enumerate(_numbers(passage)):
            flags[first::RUN] = bytes([counts[number % SLOTS] < 0 for number in numbers])
        return [match.span() for match in _LACKING.finditer(flags)]


def _numbers(text: str) -> list[memoryview]:
    """All runs of a text as numbers: those that begin at letter 0, 8, 16 and so on, then those at 1, 9, 17.

    Of each letter the lowest byte is enough: eight of them are one number, and no letter must be looked at in Python.
    """
    lows = memoryview(text.encode("utf-32-le", "surrogatepass")[::4])
    starts = range(min(RUN, len(text) - RUN + 1))
    return [lows[start : start + (len(text) - start) // RUN * RUN].cast("Q") for start in starts]


def _runs(text: str, size: int) -> Iterator[str]:
    return (text[at : at + size] for at in range(len(text) - size + 1))


@dataclass(frozen=True, slots=True)
class Ends:
    """What stands before each line end of a leaf, and behind it, up to a run's letters; its last and first lines."""

    tails: Counter[str]
    last_tails: Counter[str]
    heads: Counter[str]
    first_heads: Counter[str]


def cuts(passage: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[str, str]]:
    """What stands before and behind each place of a passage at which a cut could tear runs of these spans."""
    places = {at for start, end in spans for at in range(start + 1, end + RUN - 1) if at < len(passage)}
    return ((passage[max(at - RUN, 0) : at], passage[at : at + RUN]) for at in sorted(places))


def torn_runs(leaves: Sequence[Sequence[str]], wanted: Collection[tuple[str, str]]) -> Counter[str]:
    """How often runs may stand there torn by a leaf's end, at one of the cuts wanted.

    A text goes on at the top of a leaf, wherever it ended above the notes of the one before; a note ends at the foot,
    wherever it goes on. leaves: the letters of each line of each leaf.
    """
    behind: dict[str, set[str]] = {}
    for tail, head in wanted:
        behind.setdefault(tail, set()).add(head)
    heads = frozenset(head for _, head in wanted)
    found: Counter[str] = Counter()
    before: list[Ends] = []
    for lines in leaves:
        if not any(lines):
            continue
        ends = _ends([line for line in lines if line], behind, heads)
        for earlier in before:
            text = _joined(earlier.tails, ends.first_heads, behind)
            note = _joined(earlier.last_tails, ends.heads, behind)
            for (tail, head), count in (text | note).items():
                for run in _spanning(tail, head):
                    found[run] += count
        before = [*before, ends][-LEAVES_ON:]
    return found


def _joined(
    tails: Counter[str], heads: Counter[str], behind: Mapping[str, AbstractSet[str]]
) -> Counter[tuple[str, str]]:
    there = frozenset(heads)
    return Counter({(tail, head): min(n, heads[head]) for tail, n in tails.items() for head in behind[tail] & there})


def _spanning(tail: str, head: str) -> Iterator[str]:
    """The runs in which tail and head meet; of a short passage that is all of it."""
    text = tail + head
    if len(text) < RUN:
        return iter((text,))
    return _runs(text[max(len(tail) - RUN + 1, 0) : len(tail) + RUN - 1], RUN)


def _ends(lines: Sequence[str], tails: Collection[str], heads: Collection[str]) -> Ends:
    text = "".join(lines)
    found = Ends(Counter(), Counter(), Counter(), Counter())
    cut = 0
    for number, line in enumerate(("", *lines)):
        cut += len(line)
        before, behind = text[max(cut - RUN, 0) : cut], text[cut : cut + RUN]
        ending = [piece for at in range(len(before)) if (piece := before[at:]) in tails]
        beginning = [piece for at in range(len(behind)) if (piece := behind[: at + 1]) in heads]
        found.tails.update(ending)
        found.heads.update(beginning)
        if number > len(lines) - OUTER_LINES:
            found.last_tails.update(ending)
        if number < OUTER_LINES:
            found.first_heads.update(beginning)
    return found
