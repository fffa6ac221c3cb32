"""The closed set of things a chapter is made of: inlines inside blocks.

A format matches on these unions with `assert_never`, so that mypy names every place that
does not handle a new one.
"""

from dataclasses import dataclass, field

from storybook.model.comic import Comic
from storybook.model.picture import Picture

# ------------------------------------------------------------------------------------- inlines


@dataclass(frozen=True, slots=True)
class Text:
    """A run of characters."""

    text: str


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Stress: italics."""

    children: "Inlines"


@dataclass(frozen=True, slots=True)
class Strong:
    """Importance: bold."""

    children: "Inlines"


@dataclass(frozen=True, slots=True)
class SmallCaps:
    """Small capitals."""

    children: "Inlines"


@dataclass(frozen=True, slots=True)
class Foreign:
    """A span in another language, given as a BCP 47 tag."""

    language: str
    children: "Inlines"


@dataclass(frozen=True, slots=True)
class Ruby:
    """A base text with a small reading over it."""

    base: str
    reading: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Code:
    """Letters to be taken literally."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link to an absolute http(s) or mailto address."""

    url: str
    children: "Inlines"


@dataclass(frozen=True, slots=True)
class NoteReference:
    """The mark of the chapter's note with this number."""

    number: int


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A line that ends here."""


@dataclass(frozen=True, slots=True)
class StageDirection:
    """What a speaker does while speaking, such as (Laughs); the text holds no brackets."""

    text: str


@dataclass(frozen=True, slots=True)
class Gloss:
    """An editor's explanation, printed in square brackets; the children hold no brackets."""

    children: "Inlines"


Inline = (
    Text
    | Emphasis
    | Strong
    | SmallCaps
    | Foreign
    | Ruby
    | Code
    | Link
    | NoteReference
    | LineBreak
    | StageDirection
    | Gloss
)
Inlines = tuple[Inline, ...]

# -------------------------------------------------------------------------------------- blocks


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a chapter: level 2 to 6 (1 is the chapter's title); id is unique in the chapter."""

    level: int
    children: Inlines
    id: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of prose."""

    children: Inlines


@dataclass(frozen=True, slots=True)
class ItemList:
    """A list, numbered from `start` where that is given."""

    items: tuple["Blocks", ...]
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of somebody else, set apart."""

    blocks: "Blocks"


@dataclass(frozen=True, slots=True)
class PullQuote:
    """A sentence of the text itself, repeated large; it is decoration for a reader who hears the text."""

    children: Inlines


@dataclass(frozen=True, slots=True)
class SceneBreak:
    """A pause between two scenes."""


@dataclass(frozen=True, slots=True)
class Preformatted:
    """Lines whose spaces matter."""

    text: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture in the text; alt text belongs to this use of it, not to the file."""

    picture: Picture
    alt: str
    caption: Inlines = ()
    credit: Inlines = ()


@dataclass(frozen=True, slots=True)
class Speaker:
    """One who speaks in an interview: full name, role (may be empty) and the short label set before a turn."""

    name: str
    label: str
    role: str = ""
    asks: bool = False
    """True for the interviewer, whose turns are questions."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says before another speaks."""

    speaker: Speaker
    blocks: "Blocks"


@dataclass(frozen=True, slots=True)
class Speakers:
    """The list of an interview's speakers, set at its head."""

    speakers: tuple[Speaker, ...]


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question with its answers: turns that a page break should not tear apart at their seam."""

    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class CallToAction:
    """What the reader can do: a link, shown as words and as a QR code.

    qr: rows of modules of the QR code without quiet zone, True is dark.
    """

    label: str
    url: str
    shown_url: str
    qr: tuple[tuple[bool, ...], ...] = field(repr=False, default=())


@dataclass(frozen=True, slots=True)
class Cover:
    """The front cover: a picture that fills the page."""

    picture: Picture
    alt: str


@dataclass(frozen=True, slots=True)
class HalfTitle:
    """The page that shows the title alone."""


@dataclass(frozen=True, slots=True)
class TitlePage:
    """Title, subtitle, contributors, publisher; `ornament` is a small picture."""

    ornament: Picture | None = None


@dataclass(frozen=True, slots=True)
class ImprintFacts:
    """Publisher, date, rights and identifier, from the metadata."""


@dataclass(frozen=True, slots=True)
class Contents:
    """The list of chapters; the format makes it from the book."""


Block = (
    Heading
    | Paragraph
    | ItemList
    | Quotation
    | PullQuote
    | SceneBreak
    | Preformatted
    | Figure
    | Speakers
    | Exchange
    | CallToAction
    | Comic
    | Cover
    | HalfTitle
    | TitlePage
    | ImprintFacts
    | Contents
)
Blocks = tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: its number in the chapter, from 1, and what it says."""

    number: int
    blocks: Blocks
