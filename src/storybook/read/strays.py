"""Signs in a printed text that somebody meant otherwise: Markdown that did not work, and editors' marks."""

import re

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
        re.compile(r"\{(?:>>|\+\+|--|~~|==)"),
        "an editor's mark is left in the text",
        "accept or reject the change first",
    ),
)
"""What nobody wants printed, the words for it, and how to mend it."""
