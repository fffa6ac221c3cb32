"""Compares a book with what was read back from its finished file."""

import re
from collections import Counter
from collections.abc import Sequence

from storybook.census.expected import ExpectedChapter, Passage, expected_chapters
from storybook.census.letters import is_by_shape, is_in_order, letters, words_in
from storybook.census.order import displaced
from storybook.census.pictures import picture_faults
from storybook.census.runs import MOST_TORN, RUN, Balance, cuts, torn_runs
from storybook.errors import OutputError, Problem
from storybook.model.contents import Contents, Leaf
from storybook.model.edition import Edition

TOLERATED = 2 * (RUN - 1)
"""Runs in a row that may be missing from a PDF: what two breaks close to each other tear, or two letters amiss."""

TOLERATED_AT_ENDS = RUN
"""The same where a passage begins or ends."""

INITIAL = 3
"""Letters at the beginning of a chapter that a page may set apart."""

LETTERS_OF_A_WORD = 5

UNSURE = 0.25
"""Share of the letters that a PDF may give otherwise than written, in scripts whose letters change their shapes."""

LINE_END = re.compile("[\r\n\x02\ufffe]+|\\s(?=\\d)")
"""Line ends in the text of a PDF's page; a hyphen with the line end behind it is one sign, and a note begins with its
number, perhaps too close below the text to be told from it."""

MOST_TOLD = 20
"""Chapters that are told."""

HINT = (
    "the file was not published. If the book has its own templates or stylesheets, see that they leave nothing out; "
    "else build again, and report this if it stays"
)


def refuse_losses(edition: Edition, contents: Contents, artifact: str) -> None:
    """OutputError with every chapter of which words or pictures are not in the finished file, or not in their place."""
    chapters = expected_chapters(edition, cover=contents.cover, paged=contents.paged)
    if not contents.paged and len(contents.leaves) != len(chapters):
        what = f"the book has {len(chapters)} chapters, and {artifact} has {len(contents.leaves)}"
        raise OutputError(Problem(what, None, HINT))
    lost = _lost_on_pages(chapters, contents.leaves) if contents.paged else _lost_in_files(chapters, contents.leaves)
    told = [
        f"{count} word{'s' if count > 1 else ''} of the chapter “{chapter.chapter.title or chapter.chapter.id}” "
        f"{'are' if count > 1 else 'is'} not in {artifact}, or not in {'their' if count > 1 else 'its'} place"
        for chapter, count in zip(chapters, lost, strict=True)
        if count
    ]
    told += [f"{fault} {artifact}" for fault in picture_faults(chapters, contents)]
    if told:
        rest = [f"and {len(told) - MOST_TOLD} more losses in {artifact}"] if len(told) > MOST_TOLD else []
        raise OutputError([Problem(what, None, HINT) for what in (*told[:MOST_TOLD], *rest)])


def _lost_in_files(chapters: Sequence[ExpectedChapter], leaves: Sequence[Leaf]) -> list[int]:
    """How many words of each chapter are not in the file that is its own."""
    return [_lost_in_file(chapter, letters(leaf.text)) for chapter, leaf in zip(chapters, leaves, strict=True)]


def _lost_in_file(chapter: ExpectedChapter, text: str) -> int:
    if _reads_on(chapter.passages, text):
        return 0
    balance = Balance([passage.letters for passage in chapter.passages])
    balance.add(text, 1)
    for passage in chapter.passages:
        balance.add(passage.letters, -1)
    return sum(_lost(passage, balance, 0) for passage in _long_first(chapter.passages))


def _long_first(passages: Sequence[Passage]) -> list[Passage]:
    """Long passages before short ones, which may be parts of them."""
    return sorted(passages, key=lambda passage: -len(passage.letters))


def _reads_on(passages: Sequence[Passage], text: str) -> bool:
    """Whether all passages stand in a text one behind the other."""
    end = 0
    for passage in passages:
        start = text.find(passage.letters, end)
        if start < 0:
            return False
        end = start + len(passage.letters)
    return True


def _lost_on_pages(chapters: Sequence[ExpectedChapter], leaves: Sequence[Leaf]) -> list[int]:
    """How many words of each chapter are not on the pages."""
    texts = [letters(leaf.text) for leaf in leaves]
    running = [[passage for passage in chapter.passages if is_in_order(passage.letters)] for chapter in chapters]
    times = Counter(passage.letters for passages in running for passage in passages)
    balance = Balance(times)
    for text in texts:
        balance.add(text, 1)
    for piece, count in times.items():
        balance.add(piece, -count)
    torn = _forgive_tears(balance, times, leaves)
    lost = [0] * len(chapters)
    for number, passages in enumerate(running):
        first = next((passage for passage in passages if not passage.aside), None)
        for passage in _long_first(passages):
            if passage.letters not in torn or (passage is first and _has_initial(passage.letters, texts)):
                continue
            lost[number] += _lost(passage, balance, TOLERATED)
    lost[_most_by_shape(chapters)] += _lost_by_shape(chapters, texts)
    if not any(lost) and (late := displaced(chapters, texts)) is not None:
        lost[late] = sum(words_in(passage.text, [(0, len(passage.letters))]) for passage in chapters[late].passages)
    return lost


def _forgive_tears(balance: Balance, passages: Counter[str], leaves: Sequence[Leaf]) -> frozenset[str]:
    """Count what pages' ends may have torn as if it were whole; the passages of which something was missing before."""
    torn = {passage: spans for passage in passages if (spans := balance.lacking(passage))}
    wanted: set[tuple[str, str]] = set()
    for passage, spans in torn.items():
        wanted.update(cuts(passage, spans))
        if len(wanted) > MOST_TORN * len(leaves):
            break
    if wanted:
        lines = [[letters(line) for line in LINE_END.split(leaf.text)] for leaf in leaves]
        for run, count in torn_runs(lines, wanted).items():
            balance.add_run(run, count)
    return frozenset(torn)


def _lost(passage: Passage, balance: Balance, tolerated: int) -> int:
    """How many words of a passage are nowhere; they are taken off the balance, so that no equal one is blamed too."""
    runs = max(len(passage.letters) - RUN + 1, 1)
    at_ends = min(tolerated, TOLERATED_AT_ENDS)
    spans = [
        (start, end)
        for start, end in balance.lacking(passage.letters)
        if end - start > min(tolerated if start and end < runs else at_ends, runs - 1)
    ]
    for start, end in spans:
        balance.add(passage.letters[start : end + RUN - 1], 1)
    last = len(passage.letters)
    missing = [(start + RUN - 1 if start else 0, end if end < runs else last) for start, end in spans]
    return max(1, words_in(passage.text, missing)) if spans else 0


def _has_initial(piece: str, texts: Sequence[str]) -> bool:
    """Whether the first few letters of a short passage may be set apart from the others."""
    rests = [piece[at:] for at in range(1, INITIAL + 1)] if len(piece) < RUN + INITIAL else []
    return any(rest in text for rest in rests if rest for text in texts)


def _most_by_shape(chapters: Sequence[ExpectedChapter]) -> int:
    counts = [sum(len(p.letters) for p in c.passages if not is_in_order(p.letters)) for c in chapters]
    return counts.index(max(counts)) if counts else 0


def _lost_by_shape(chapters: Sequence[ExpectedChapter], texts: Sequence[str]) -> int:
    """How many words are missing from scripts whose letters may come back otherwise: their letters are counted."""
    needed: Counter[str] = Counter()
    for chapter in chapters:
        for passage in chapter.passages:
            if not is_in_order(passage.letters):
                needed.update(filter(is_by_shape, passage.letters))
    if not needed:
        return 0
    there = Counter(letter for text in texts for letter in text if letter in needed)
    missing = (needed - there).total()
    return 0 if missing <= UNSURE * needed.total() else max(1, missing // LETTERS_OF_A_WORD)
