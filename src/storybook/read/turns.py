"""Who speaks where in an interview: speakers' marks at the start of lines, and turns made into exchanges.

A mark is a declared name with a colon (`Mina:`, `**Mina:**`, `민아：`), or the name alone where that can mean
nothing else. In doubt it is an error: nobody's words are put into somebody else's mouth.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from storybook.model.blocks import Block, Blocks, Exchange, Heading, SceneBreak, Speaker, Speakers, Turn
from storybook.read.manuscript import Manuscript

_STARS = r"\*{1,3}|_{1,3}"
_UNDECLARED = re.compile(rf"(?:{_STARS})?(?P<name>[^\W\d_][\w.’'-]*(?: [^\W\d_][\w.’'-]*){{0,3}}) ?(?:{_STARS})?[:：]")
_SENTENCE_END = re.compile(r"[.!?…。！？][)\]”’»\"'*_]*\s*$")
_FORMS = "write the name with a colon at the start of the line, as in `{label}: …`"


@dataclass(frozen=True, slots=True)
class Mark:
    """A speaker's mark at the start of a line (from 0): length counts the characters that are not printed."""

    line: int
    length: int
    speaker: Speaker


@dataclass(frozen=True, slots=True)
class TurnStart:
    """The place among blocks where a speaker begins."""

    mark: Mark


def find_marks(manuscript: Manuscript, speakers: Sequence[Speaker]) -> dict[int, Mark]:
    """The speakers' marks of a text by line; what might be one and might not is noted as a problem."""
    names = {
        form: speaker
        for speaker in speakers
        for name in (speaker.name, speaker.label)
        for form in _as_typed(unicodedata.normalize("NFC", name))
    }
    marks = {mark.line: mark for mark in _marks_with_colon(manuscript, names)}
    spoken = {mark.speaker for mark in marks.values()}
    bare = {name: speaker for name, speaker in names.items() if speaker not in spoken}
    candidates = list(_bare_candidates(manuscript, bare)) if bare else []
    starts = sorted([*marks, *(mark.line for mark in candidates)])
    before: Speaker | None = None
    for line in starts:
        mark = marks.get(line)
        if mark is None:
            mark = next(candidate for candidate in candidates if candidate.line == line)
            if not _clearly_speaks(manuscript, mark, before, starts):
                _refuse_doubt(manuscript, mark)
                continue
            marks[line] = mark
        before = mark.speaker
    _find_undeclared(manuscript, marks, names)
    _find_nested(manuscript, names)
    return marks


def into_exchanges(manuscript: Manuscript, items: Sequence[Block | TurnStart], speakers: Sequence[Speaker]) -> Blocks:
    """Blocks with each question and its answers as an Exchange, and the list of speakers before the first of them.

    A heading or scene break ends an exchange; what follows it belongs to nobody until somebody speaks.
    """
    sorting = _Exchanges(manuscript, speakers)
    for item in items:
        if isinstance(item, TurnStart):
            sorting.begin(item.mark)
        else:
            sorting.add(item)
    sorting.end_exchange()
    first = next((i for i, block in enumerate(sorting.blocks) if isinstance(block, Exchange)), len(sorting.blocks))
    return (*sorting.blocks[:first], Speakers(tuple(speakers)), *sorting.blocks[first:])


class _Exchanges:
    """Blocks, turns and exchanges while they are sorted."""

    def __init__(self, manuscript: Manuscript, speakers: Sequence[Speaker]) -> None:
        self.blocks: list[Block] = []
        self._manuscript = manuscript
        self._someone_asks = any(speaker.asks for speaker in speakers)
        self._turns: list[Turn] = []
        self._mark: Mark | None = None
        self._said: list[Block] = []

    def begin(self, mark: Mark) -> None:
        """Somebody begins to speak: a question after an answer begins an exchange, as does each turn if nobody asks."""
        self._end_turn()
        answered = any(not turn.speaker.asks for turn in self._turns)
        if (mark.speaker.asks and answered) or not self._someone_asks:
            self.end_exchange()
        self._mark = mark

    def add(self, block: Block) -> None:
        """A block of whoever speaks, or of nobody."""
        if isinstance(block, Heading | SceneBreak):
            self.end_exchange()
        if self._mark:
            self._said.append(block)
        else:
            self.blocks.append(block)

    def end_exchange(self) -> None:
        """Nobody speaks any more."""
        self._end_turn()
        if self._turns:
            self.blocks.append(Exchange(tuple(self._turns)))
        self._turns.clear()

    def _end_turn(self) -> None:
        mark, self._mark = self._mark, None
        if mark and not self._said:
            where = self._manuscript.where(mark.line + 1)
            self._manuscript.refuse("this speaker says nothing", where, "write what is said, or take the name out")
        elif mark and self._turns and self._turns[-1].speaker == mark.speaker:
            self._turns[-1] = Turn(mark.speaker, (*self._turns[-1].blocks, *self._said))
        elif mark:
            self._turns.append(Turn(mark.speaker, tuple(self._said)))
        self._said.clear()


def check_all_speak(manuscript: Manuscript, marks: Sequence[Mark], speakers: Sequence[Speaker]) -> None:
    """Note as problems that nobody speaks, or that a declared speaker never does."""
    spoken = {mark.speaker for mark in marks}
    for speaker in speakers:
        if speaker in spoken or manuscript.problems:  # a turn in doubt may be the one that is missed
            continue
        where = manuscript.where(1, shown=False)
        hint = _FORMS.format(label=speaker.label) + ", or take the speaker out of the chapter's `speakers`"
        manuscript.refuse(f"{speaker.name} is declared as a speaker and never speaks", where, hint)


def _marks_with_colon(manuscript: Manuscript, names: dict[str, Speaker]) -> Iterator[Mark]:
    name = _alternatives(names)
    folded = {_key(written): speaker for written, speaker in names.items()}
    forms = re.compile(
        rf"(?P<stars>{_STARS})?(?P<name>{name}) ?(?:[:：](?(stars)(?P=stars))|(?(stars)(?P=stars)|(?!)) ?[:：])",
        re.IGNORECASE,
    )
    half_bold = re.compile(rf"(?:{_STARS})(?:{name}) ?[:：]", re.IGNORECASE)
    for index, line in enumerate(manuscript.lines):
        if match := forms.match(line):
            yield Mark(index, match.end(), folded[_key(match["name"])])
        elif half_bold.match(line):
            hint = "let the stars stand round the name alone, as in `**Name:** …`"
            manuscript.refuse(
                "a speaker's name is set off together with what is said", manuscript.where(index + 1), hint
            )


def _bare_candidates(manuscript: Manuscript, names: dict[str, Speaker]) -> Iterator[Mark]:
    form = re.compile(rf"(?P<stars>\*\*|__)?(?P<name>{_alternatives(names)})(?(stars)(?P=stars))[ \t]+(?P<next>\S)")
    before = ""
    for index, line in enumerate(manuscript.lines):
        match = form.match(line)
        if match and (not before.strip() or before.startswith("#") or _SENTENCE_END.search(before)):
            begins = match["next"]
            if not begins.isalnum() or not begins.islower():
                yield Mark(index, match.start("next"), names[_spaced(match["name"])])
        before = line


def _clearly_speaks(manuscript: Manuscript, mark: Mark, before: Speaker | None, starts: Sequence[int]) -> bool:
    """Whether a name without colon can only be a speaker's: an interviewer who asks, or somebody who answers."""
    if not mark.speaker.asks:
        return before is not None and before != mark.speaker
    paragraph = []
    for index in range(mark.line, len(manuscript.lines)):
        line = manuscript.lines[index]
        if not line.strip() or (index > mark.line and index in starts):
            break
        paragraph.append(line)
    return any("?" in line or "？" in line for line in paragraph)


def _refuse_doubt(manuscript: Manuscript, mark: Mark) -> None:
    label = mark.speaker.label
    manuscript.refuse(
        f"it is not clear whether {label} speaks here, or is spoken of",
        manuscript.where(mark.line + 1),
        f"give every turn of {label} a colon, as in `{label}: …`; lines without one are then prose",
    )


def _find_undeclared(manuscript: Manuscript, marks: dict[int, Mark], names: dict[str, Speaker]) -> None:
    """Note names with a colon that open several lines, or that nearly are a declared one, and were not declared."""
    first: dict[str, int] = {}
    count: Counter[str] = Counter()
    for index, line in enumerate(manuscript.lines):
        match = _UNDECLARED.match(line)
        if match and index not in marks and match["name"] not in names and _looks_like_a_name(match["name"]):
            first.setdefault(match["name"], index)
            count[match["name"]] += 1
    for name, index in first.items():
        near = _near(name, names)
        if count[name] == 1 and not near:
            continue
        hint = f"did you mean {near}? Else " if near else ""
        hint += f"add the name to the chapter's `speakers`; if nobody speaks here, write `{name}\\:`"
        times = f", {count[name]} times," if count[name] > 1 else ""
        what = f"{name} seems to speak here{times} and is not one of the chapter's speakers"
        manuscript.refuse(what, manuscript.where(index + 1), hint)


def _find_nested(manuscript: Manuscript, names: dict[str, Speaker]) -> None:
    """Warn of names with a colon inside lists and quotations: nobody begins to speak there."""
    form = re.compile(rf"[ \t]*(?P<sign>[-+*>]|\d+[.)])[ \t]+(?:{_STARS})?(?P<name>{_alternatives(names)}) ?[:：]")
    for index, line in enumerate(manuscript.lines):
        if match := form.match(line):
            what = f"{match['name']} does not begin to speak here: the name stands in a list or quotation"
            hint = f"take the {match['sign']} away if this is a turn"
            manuscript.warn(what, manuscript.where(index + 1, match.start("name") + 1), hint)


def _as_typed(name: str) -> tuple[str, str]:
    """A name with the marks that printers use, and with those of a keyboard."""
    return name, name.translate(str.maketrans("‘’“”", "''\"\""))


def _near(name: str, names: dict[str, Speaker]) -> str:
    parts = {part.casefold(): whole for whole in names for part in whole.split() if len(part) > 1}
    if name.casefold() in parts:
        return parts[name.casefold()]
    return next(iter(get_close_matches(name, names, n=1, cutoff=0.75)), "")


def _looks_like_a_name(written: str) -> bool:
    """Words with capitals, or a short word or two of a script that has none."""
    words = written.split()
    if all(word[0].isupper() for word in words):
        return True
    return len(words) <= 2 and len(written) <= 7 and not any(word[0].islower() or word[0].isupper() for word in words)


def _alternatives(names: dict[str, Speaker]) -> str:
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    return "|".join(r"[ \t]+".join(re.escape(part) for part in name.split()) for name in longest_first)


def _spaced(name: str) -> str:
    return " ".join(name.split())


def _key(name: str) -> str:
    return _spaced(name).casefold()
