"""The corpus's neutral manifests, made ours by edits of their text: every line keeps its number and its faults."""

import json
import re
from collections.abc import Mapping

IDENTIFIER = "identifiers: [uuid: 6b1f4a0e-3c55-5f0e-9a53-2f7b4f8f1c10]\n"

_ENTRY = re.compile(r"(?m)^( +)- title: ?(?P<title>.*)\n +(?P<key>file|image): (?P<value>.*)$")
_AUTHOR = re.compile(r"(?m)^author: (.*)$")


def manifest_of(chapters: Mapping[str, str], title: str = "T") -> str:
    """A neutral manifest: chapters' titles with what each holds, such as `file: a.md` or `image: a.png`."""
    entries = "".join(f"  - title: {name}\n    {content}\n" for name, content in chapters.items())
    return f"title: {title}\nlang: en\nauthor: A\nchapters:\n{entries}"


class Mapped:
    """A manifest of ours; files: manuscripts that show its pictures; moved: places in it that now are others."""

    def __init__(self, neutral: str) -> None:
        self.files: dict[str, str] = {}
        self.moved: dict[str, str] = {}
        self._neutral = neutral
        text = _ENTRY.sub(self._entry, neutral)
        text = re.sub(r"(?m)^lang: ", "language: ", text)
        text = _AUTHOR.sub(r"contributors: [{name: \1, role: author}]", text)
        if text.strip():
            text = text.rstrip("\n") + "\n" + IDENTIFIER
        self.text = text

    def _entry(self, found: re.Match[str]) -> str:
        source = found["value"]
        if found["key"] == "image":
            source = f"picture-{len(self.files) + 1}.md"
            self.files[source] = f"![A picture](<{_plain(found['value'])}>)\n"
            line = self._neutral.count("\n", 0, found.start("key")) + 1
            self.moved[f"book.yaml:{line}"] = f"{source}:1"
        return f"{found[1]}- {{title: {found['title']}, kind: essay,\n{found[1]}   source: {source}}}"


def _plain(value: str) -> str:
    return str(json.loads(value)) if value.startswith('"') else value
