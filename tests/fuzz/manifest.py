"""The manifest's reader: any bytes are a manifest of clean texts, or refused in words that a terminal can show."""

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from pydantic import BaseModel

from storybook import registry
from storybook.errors import SourceError, Where
from storybook.read.kind import ChapterKind
from storybook.read.manifest import MANIFEST, read_manifest
from storybook.read.sources import Sources

FOLDER = Path(mkdtemp(prefix="fuzz-manifest-"))
for folder in ("en", "ko", "art"):
    (FOLDER / folder).mkdir()
    (FOLDER / folder / "a.md").write_text("Words.\n", "utf-8")
KINDS: dict[str, ChapterKind[Any]] = registry.load_all("KIND")
FORMATS = registry.names("FORMAT")

UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff\U000e0000-\U000e007f]"
)

HEAD = b"title: The Red Line\nlanguage: en\nidentifiers: [{uuid: 6b1f4a0e-3c55-5f0e-9a53-2f7b4f8f1c10}]\n"
SEEDS = (
    b"languages: [en, ko]\ntitle: {en6 A,*ko: b}\nchapters:\n  - \xeb\xb6\x89\n",
    b'"\\u202e": {x: y}\n"\\e[31m": z\n',
    HEAD + b"chapters:\n  - {kind: essay, title: One, source: en/a.md}\n",
    HEAD + b"slug: red\ntargets: {print-pdf: {preset: a5, crop_marks: true}}\nchapters:\n  - kind: title_page\n",
    (b"languages: [en, ko]\ntitle: {en: A, ko: \xeb\xb6\x89}\nchapters:\n  - kind: interview\n"
    b"    speakers: [{name: Mina}]\n"),
    HEAD + b"contributors:\n  - {name: Ana Writer, role: aut, link: https://example.org}\n"
    b"date: 2026-11\nseries: {name: S}\n",
    HEAD + b"title: again\nsubtitle: &a !b *c\npublisher: |\n  x\n<<: {y: z}\n? [k]\n: v\n---\nb\n",
    HEAD + b"chapters:\n  - {kind: comic, title: C, source: art/../../x.yaml, cover: \"\\u202e\", id: One}\n",
)  # fmt: skip


def check(data: bytes) -> None:
    """Nothing but a SourceError comes of a manifest, or a manifest without what nobody sees."""
    (FOLDER / MANIFEST).write_bytes(data)
    try:
        found = read_manifest(Sources(FOLDER), KINDS, FORMATS)
    except SourceError as refused:
        _check_refusal(refused)
        return
    for language in found.languages:
        for text in _texts(found.in_language(language)):
            assert not UNSEEN.search(text), repr(text)


def _check_refusal(refused: SourceError) -> None:
    assert refused.problems
    for problem in refused.problems:
        assert not UNSEEN.search(str(problem)), repr(str(problem))
        assert problem.where is not None, problem
        assert problem.hint or "more" in problem.what, problem
    str(refused).encode("utf-8")
    assert str(FOLDER) not in str(refused)


def _texts(record: Any) -> Iterator[str]:  # noqa: ANN401 - any record of the model
    if isinstance(record, str):
        yield record
    elif isinstance(record, tuple | list):
        for item in record:
            yield from _texts(item)
    elif isinstance(record, dict):
        yield from _texts([*record, *record.values()])
    elif isinstance(record, BaseModel):
        yield from _texts(list(vars(record).values()))
    elif dataclasses.is_dataclass(record) and not isinstance(record, Where | type):
        yield from _texts([getattr(record, field.name) for field in dataclasses.fields(record)])
