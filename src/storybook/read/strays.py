"""Signs in a printed text that somebody meant otherwise: Markdown that did not work, and editors' marks."""

import re
from collections.abc import Collection

from storybook.read.manuscript import Manuscript

BRACES = re.compile(r"\{[ \t]*(?:\.[A-Za-z]|#[A-Za-z]+[ \t}]|(?:lang|ruby|caption|credit|class|id|style)[ \t]*=)")
"""The beginning of braces that were meant as attributes."""

STRAYS = (
    (
        re.compile(r"\]\("),
        "a link or picture is not written right, and would be printed as it stands",
        "write [words](https://…) or ![what it shows](<file.png>); a note or span stands outside of a link",
    ),
    (re.compile(r"\]\["), "a link goes by a name that is not defined", "add a line `[name]: https://…`"),
    (
        re.compile(r"\[\^"),
        "a note is not written right, and would be printed as it stands",
        "write [^name] with a name without spaces, and a line `[^name]: …`",
    ),
    (
        re.compile(r"\^\["),
        "notes inside the text are not part of our Markdown",
        "write [^1], and below it a line `[^1]: …`",
    ),
    (
        re.compile("\ufffd"),
        "a character was lost here when the file was converted",
        "look it up in an earlier copy and type it anew",
    ),
    (BRACES, "these braces stand where nothing can take them", "put them right behind a ] or a picture's )"),
    (
        re.compile("%%|<!--"),
        "this looks like the beginning or end of an editor's note, which would be printed",
        r"take the note out; if it is meant, put a backslash before the first sign",
    ),
    (
        re.compile(r"</?[A-Za-z!?][^<>]*>|<[A-Za-z]+\s[^<>]*="),
        "this looks like HTML that is not written right, and would be printed",
        r"write Markdown; a < that is meant to be printed is written as \<",
    ),
    (
        re.compile(r"\{(?:>>|\+\+|--|~~|==)"),
        "an editor's mark is left in the text",
        "accept or reject the change first",
    ),
)
"""What nobody wants printed, the words for it, and how to mend it."""

ODDITIES = (
    (re.compile(r"~~(?=\S)"), "two tildes are printed as they stand: nothing is struck out", "take them out"),
    (
        re.compile(r"(?<=\w)(?:~[^~\s]{1,12}~|\^[^^\s]{1,12}\^)"),
        "these signs are printed as they stand: nothing is set lower or higher",
        "type the letters ₂ or ² themselves",
    ),
    (
        re.compile(r"(?<![=\w])==(?=[^=\s])[^=]*==(?!=)"),
        "these signs are printed as they stand: nothing is highlighted",
        "write *words* for stress",
    ),
    (
        re.compile(r"\[\[[^\[\]]+\]\]"),
        "two brackets are printed as they stand: there are no links between files",
        "take the brackets out, or write [words](https://…)",
    ),
    (
        re.compile(r"(?<![\w*])\*(?=[^\W_])"),
        "a star is printed as it stands: no second one ends the stress that seems to begin here",
        r"add the second one behind the words; or write \* if it is meant to be printed",
    ),
    (
        re.compile(r"(?<![\w`])`(?=[^\W_])"),
        "a ` is printed as it stands: no second one ends what seems to begin here",
        r"add the second one behind the words; or write \` if it is meant to be printed",
    ),
)
"""What is printed as it stands, and was probably meant otherwise."""

_TABLE = re.compile(r"[ \t]*(?=[^\n]*\|)\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_TASK = re.compile(r"[ \t]*(?:[-*+]|\d+[.)])[ \t]+\[[ xX]\](?=[ \t])")
_HEADING = re.compile(r" {0,3}(?:#{2,6}[^\W_]|#(?=[^\W\d_])[^a-z])")
_DEFINITION = re.compile(r" {0,3}:[ \t]+\S")


def look_for_stray_lines(manuscript: Manuscript, literal: Collection[int]) -> None:
    """Refuse tables, warn of other lines that mean something in other Markdown; literal: lines not looked at."""
    for index, line in enumerate(manuscript.lines):
        if index in literal:
            continue
        before = manuscript.lines[index - 1] if index else ""
        after = manuscript.lines[index + 1] if index + 1 < len(manuscript.lines) else ""
        where = manuscript.where(index + 1)
        if "|" in before and _TABLE.fullmatch(line):
            hint = "make it a list or paragraphs, or a picture with a description"
            manuscript.refuse("this is a table, whose rows would run into each other", where, hint)
        elif _TASK.match(line):
            manuscript.warn("the box of this task is printed as two brackets", where, "take it out, or type ☐ or ☑")
        elif _HEADING.match(line) and not before.strip() and not after.strip():
            what = "this line is printed with its #: it is not a heading"
            manuscript.warn(what, where, r"put a space behind the #; or write \# if it is meant to be printed")
        elif _DEFINITION.match(line) and before.strip():
            what = "the colon that begins this line is printed: it is not a definition"
            manuscript.warn(what, where, "write the word and its meaning as one paragraph")
