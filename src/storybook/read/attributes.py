"""The braces after a span or picture, or above a block: `{.class key="value"}`."""

import re
from dataclasses import dataclass

_ITEM = re.compile(
    r"\s*(?:\.(?P<class>[A-Za-z][\w-]*)"
    r"|\#(?P<id>[^\s{}\"=]+)"
    r"|(?P<key>[A-Za-z][\w:-]*)="
    r"(?:\"(?P<quoted>(?:[^\"\\]|\\.)*)\"|[“”](?P<curly>(?:[^”\\]|\\.)*)”|(?P<bare>[^\s\"“”'{}=]+)))"
    r"(?=[\s}])",
    re.DOTALL,
)
_END = re.compile(r"\s*\}")


@dataclass(frozen=True, slots=True)
class Attributes:
    """What stood in the braces, in order; end: the offset behind them. An `id` is the value of the key `id`."""

    classes: tuple[str, ...]
    values: tuple[tuple[str, str], ...]
    end: int

    def value(self, key: str) -> str | None:
        """The value of a key, None where it isn't given."""
        return dict(self.values).get(key)

    def unknown(self, classes: frozenset[str], keys: frozenset[str]) -> list[str]:
        """The attributes that are not among these, and those given twice, as written."""
        wrong = [f".{name}" for name in self.classes if name not in classes]
        names = [key for key, _ in self.values]
        return wrong + [key for index, key in enumerate(names) if key not in keys or key in names[:index]]


def read_attributes(text: str, start: int) -> Attributes | None:
    """The attributes in the braces that open at `start`; None if there are no braces, or they hold anything else."""
    if text[start : start + 1] != "{":
        return None
    position = start + 1
    classes: list[str] = []
    values: list[tuple[str, str]] = []
    while item := _ITEM.match(text, position):
        position = item.end()
        if item["class"]:
            classes.append(item["class"])
        else:
            key = item["key"] or "id"
            written = next(
                part for part in (item["id"], item["quoted"], item["curly"], item["bare"]) if part is not None
            )
            values.append((key, re.sub(r"\\([\"“”])", r"\1", written)))
    end = _END.match(text, position)
    if end is None or not (classes or values):
        return None
    return Attributes(tuple(classes), tuple(values), end.end())
