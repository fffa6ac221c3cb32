"""An interview: who speaks, questions and answers."""

from collections.abc import Iterator

from pydantic import Field

from storybook.errors import Problem, SourceError
from storybook.model.blocks import Speaker
from storybook.model.book import Chapter
from storybook.model.manifest import Entry
from storybook.read.fields import Keys, Line, Title
from storybook.read.kind import ChapterKind, Desk
from storybook.read.schema import EntryKeys


class SpeakerKeys(Keys):
    """One who speaks."""

    name: Title = Field(description="The full name.")
    role: Line = Field("", description="Who this is, in a few words.")
    label: Line = Field("", description="The short name before each turn; the full name if it is left out.")
    asks: bool = Field(False, description="Whether this is the interviewer, whose turns are questions.")


class InterviewKeys(EntryKeys):
    """The keys of an interview."""

    speakers: list[SpeakerKeys] = Field(min_length=1, description="All who speak, in the order they are listed.")
    byline: Line = Field("", description="A line below the title, such as the writer's name.")


def _read(entry: Entry, keys: InterviewKeys, desk: Desk) -> Chapter:
    speakers = tuple(Speaker(one.name, one.label or one.name, one.role, one.asks) for one in keys.speakers)
    if problems := list(_same_names(entry, speakers)):
        raise SourceError(problems)
    prose = desk.prose(entry.source, entry.place("source"), speakers)
    return Chapter(
        entry.id,
        entry.title,
        entry.matter,
        "interview",
        prose.blocks,
        prose.notes,
        entry.subtitle,
        keys.byline,
    )


def _same_names(entry: Entry, speakers: tuple[Speaker, ...]) -> Iterator[Problem]:
    taken: set[str] = set()
    for index, speaker in enumerate(speakers):
        names = {speaker.name.casefold(), speaker.label.casefold()}
        if names & taken:
            hint = "give one of them a `label` of its own"
            yield Problem("two speakers go by the same name", entry.place("speakers", index, "name"), hint)
        taken |= names


KIND = ChapterKind("interview", "Questions and answers, with the names of those who speak.", InterviewKeys, _read)
