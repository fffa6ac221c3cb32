"""The small book that a generated case is: one chapter, one fault."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from hostile.case import Case, Content, Expect

TITLE_LINE, SOURCE_LINE = 1, 8
"""Lines of `MANIFEST` on which the book's title and the chapter's source stand."""

HEAD = """\
title: {title}
language: en
contributors: [{{name: Ana Writer, role: author}}]
identifiers: [uuid: 6b1f4a0e-3c55-5f0e-9a53-2f7b4f8f1c10]
"""

MANIFEST = (
    HEAD
    + """\
chapters:
  - kind: essay
    title: One
    source: {source}
"""
)

Files = Mapping[str, Content]


def manifest(source: str = "text.md", title: str = "T", more: str = "") -> str:
    """The manifest of a book of one chapter."""
    return MANIFEST.format(source=source, title=title) + more


def of_text(name: str, what: str, text: Content, expect: Expect, **more: Any) -> Case:  # noqa: ANN401 - Case's fields
    """A book whose one manuscript is this."""
    return _case(name, what, {"book.yaml": manifest(), "text.md": text}, expect, **more)


def of_manifest(name: str, what: str, text: Content, expect: Expect, **more: Any) -> Case:  # noqa: ANN401 - the same
    """A book whose manifest is this."""
    return _case(name, what, {"text.md": "Hello.\n", "book.yaml": text}, expect, **more)


def of_pictures(name: str, what: str, pictures: Files, expect: Expect, **more: Any) -> Case:  # noqa: ANN401 - the same
    """A book that shows these pictures, by path, one below the other."""
    files = {"book.yaml": manifest(), "text.md": showing(list(pictures)), **pictures}
    return _case(name, what, files, expect, **more)


def of_files(name: str, what: str, files: Files, expect: Expect, **more: Any) -> Case:  # noqa: ANN401 - the same
    """A book of these files beside the manifest, whose chapter is text.md."""
    return _case(name, what, {"book.yaml": manifest(), "text.md": "Hello.\n", **files}, expect, **more)


def showing(paths: Sequence[str]) -> str:
    """A manuscript that shows pictures."""
    return "Hello.\n\n" + "\n".join(f"![A picture](<{path}>)\n" for path in paths)


def _case(name: str, what: str, files: Files, expect: Expect, **more: Any) -> Case:  # noqa: ANN401 - the same
    outside = {path: content for path, content in files.items() if path.startswith("../")}
    inside = {f"book/{path}": content for path, content in files.items() if path not in outside}
    return Case(name, what, {**inside, **{path[3:]: content for path, content in outside.items()}}, expect, **more)


def together(name: str, cases: Iterable[Case], size: int = 30) -> Iterator[Case]:
    """The same faults in fewer books: every chapter has one case of its own, and each must be refused by its name.

    Only for cases that are refused for what their manuscript text.md says, or shows.
    """
    waiting = list(cases)
    for number, first in enumerate(range(0, len(waiting), size), start=1):
        yield _book_of(f"{name}-{number}", waiting[first : first + size])


def _book_of(name: str, cases: Sequence[Case]) -> Case:
    files: dict[str, Content] = {}
    says: list[str] = []
    entries = ""
    for case in cases:
        if case.expect is not Expect.REFUSE or case.formats or not case.says:
            raise ValueError(f"{case.name} cannot stand in one book with others")
        folder = case.name.lower()
        entries += f"  - {{kind: essay, title: {case.name}, source: {folder}/text.md}}\n"
        says.append(f"{folder}/{case.says[0]}")
        for path, content in case.files.items():
            if path.startswith("book/"):
                files[f"book/{folder}/{path[5:]}"] = content
            else:
                files[path] = content
    files["book/book.yaml"] = HEAD.format(title="T") + "chapters:\n" + entries
    canaries = tuple(sorted({canary for case in cases for canary in case.canaries}))
    lineless = any(case.lineless for case in cases)
    what = ", ".join(case.what for case in cases)
    return Case(name, what, files, Expect.REFUSE, tuple(says), (), canaries, lineless=lineless, told=cases[0].told)
