"""Compares a book with what was read back from its finished file."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from storybook.census.claims import KEY, Claim, FreeText, gather, locate, locate_anywhere, locate_torn, reach
from storybook.census.expected import ExpectedChapter, Passage, expected_chapters
from storybook.census.letters import is_in_order, letters, words_in
from storybook.census.pictures import picture_faults
from storybook.errors import OutputError, Problem
from storybook.model.contents import Contents
from storybook.model.edition import Edition

INITIAL = 3
"""Letters at the beginning of a passage that a page may set apart from it."""

LETTERS_OF_A_WORD = 5

UNSURE = 0.25
"""Share of the letters that a PDF may give otherwise than written, in scripts whose letters change their shapes."""

MOST_TOLD = 20
"""Chapters that are told."""

HINT = (
    "the file was not published. If the book has its own templates or stylesheets, see that they leave nothing out; "
    "else build again, and report this if it stays"
)


def refuse_losses(edition: Edition, contents: Contents, artifact: str) -> None:
    """OutputError with every chapter of which words or pictures are not in the finished file, or not in their place."""
    chapters = expected_chapters(edition, cover=contents.cover)
    if not contents.paged and len(contents.leaves) != len(chapters):
        what = f"the book has {len(chapters)} chapters, and {artifact} has {len(contents.leaves)}"
        raise OutputError(Problem(what, None, HINT))
    lost = _lost_words(chapters, contents)
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


def _lost_words(chapters: Sequence[ExpectedChapter], contents: Contents) -> list[int]:
    """How many words of each chapter are missing."""
    leaves = [FreeText(letters(leaf.text)) for leaf in contents.leaves]
    if not contents.paged:
        return [_lost_of_file(chapter, leaf) for chapter, leaf in zip(chapters, leaves, strict=True)]
    times = Counter(passage.letters for chapter in chapters for passage in chapter.passages)
    search = _Search(leaves, times, paged=True)
    found = [search.find_in_order(chapter) for chapter in chapters]
    firsts = [first for first, _ in found]
    lost, low = [], 0
    for number, chapter in enumerate(chapters):
        high = min((first for first in firsts[number + 1 :] if first is not None), default=len(leaves) - 1)
        lost.append(search.find_rest(chapter, low, max(high, low)))
        low = max(low, found[number][1])
    return lost


def _lost_of_file(chapter: ExpectedChapter, leaf: FreeText) -> int:
    if _reads_on(chapter.passages, leaf.text):
        return 0
    search = _Search((leaf,), Counter(), paged=False)
    search.waiting[chapter.chapter.id] = list(chapter.passages)
    return search.find_rest(chapter, 0, 0)


def _reads_on(passages: Sequence[Passage], text: str) -> bool:
    """Whether all passages stand in a text one behind the other."""
    end = 0
    for passage in passages:
        start = text.find(passage.letters, end)
        if start < 0:
            return False
        end = start + len(passage.letters)
    return True


@dataclass
class _Search:
    """A search for all passages of a book on the leaves of a file, long ones in their order first.

    times: how often each passage is expected; paged: whether passages may be torn apart; waiting:
    passages of a chapter, by its id, that are not found yet.
    """

    leaves: Sequence[FreeText]
    times: Counter[str]
    paged: bool
    waiting: dict[str, list[Passage]] = field(default_factory=dict)
    at: int = 0

    def find_in_order(self, chapter: ExpectedChapter) -> tuple[int | None, int]:
        """Find the long passages of the running text; on which leaf the first and the last of them stand."""
        first = None
        waiting = self.waiting[chapter.chapter.id] = []
        for passage in chapter.passages:
            if passage.aside or len(passage.letters) < KEY or not is_in_order(passage.letters):
                waiting.append(passage)
                continue
            claims = locate(passage.letters, self.leaves, self.at, reach(self.leaves, self.at))
            if claims is None and self.times[passage.letters] == 1:
                claims = locate(passage.letters, self.leaves, self.at, len(self.leaves) - 1)
            if claims is None or not self._claim(claims):
                waiting.append(passage)
                continue
            first = claims[0].leaf if first is None else first
            self.at = claims[-1].leaf
        if first is not None:
            self._find_asides(chapter, first)
        return first, self.at

    def _find_asides(self, chapter: ExpectedChapter, first: int) -> None:
        """Find long notes and captions of a chapter before the next one, which may have the same words."""
        waiting = []
        for passage in self.waiting[chapter.chapter.id]:
            claims = None
            if passage.aside and len(passage.letters) >= 2 * KEY and is_in_order(passage.letters):
                claims = locate_anywhere(passage.letters, self.leaves, first, reach(self.leaves, self.at))
            if claims is None or not self._claim(claims):
                waiting.append(passage)
            else:
                self.at = max(self.at, claims[-1].leaf)
        self.waiting[chapter.chapter.id] = waiting

    def find_rest(self, chapter: ExpectedChapter, low: int, high: int) -> int:
        """Find what is left of a chapter anywhere on leaves from low to high; how many words are nowhere."""
        waiting = sorted(self.waiting[chapter.chapter.id], key=lambda passage: -len(passage.letters))
        for look in (locate_anywhere, locate_torn):
            waiting = [passage for passage in waiting if not self._claim(look(passage.letters, self.leaves, low, high))]
        return sum(self._lost_words(passage, low, high) for passage in waiting)

    def _claim(self, claims: list[Claim] | None) -> bool:
        for claim in claims or ():
            self.leaves[claim.leaf].claim(claim.at, claim.length)
        return claims is not None

    def _lost_words(self, passage: Passage, low: int, high: int) -> int:
        """How many words of a passage are nowhere, though its parts may stand apart."""
        if self.paged and not is_in_order(passage.letters):
            free = Counter("".join(part for leaf in self.leaves[low : high + 1] for part in leaf.free()))
            missing = (Counter(passage.letters) - free).total()
            return 0 if missing <= UNSURE * len(passage.letters) else max(1, missing // LETTERS_OF_A_WORD)
        loose = gather(passage.letters, self.leaves, low, high)
        if self.paged and all(self._stands_apart(passage.letters, span, low, high) for span in loose):
            return 0
        return max(1, words_in(passage.text, loose))

    def _stands_apart(self, piece: str, span: tuple[int, int], low: int, high: int) -> bool:
        """Whether a part of a passage is an initial that a page sets apart, or stands where a page is torn."""
        start, end = span
        part = piece[start:end]
        leaves = self.leaves[low : high + 1]
        if start == 0 and end <= min(INITIAL, len(piece) // 4):
            return any(leaf.find(part) >= 0 for leaf in leaves)
        return INITIAL <= len(part) <= len(piece) // 2 and any(leaf.begins(part) >= 0 for leaf in leaves)
