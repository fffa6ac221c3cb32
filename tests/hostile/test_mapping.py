"""What the tests themselves rest on: neutral manifests keep their lines, and a fork is the program itself."""

from pathlib import Path

import yaml

from hostile import corpus
from hostile.case import Expect, write
from hostile.generated.books import of_text
from hostile.mapping import Mapped, manifest_of
from hostile.press import Press


def test_every_line_of_a_neutral_manifest_keeps_its_number() -> None:
    neutral = manifest_of({"One": "file: a.md", "Two": 'image: "b c.png"'})
    mapped = Mapped(neutral)
    assert [line.split(":")[0].split()[-1] for line in mapped.text.split("\n")[:9]] == [
        "title",
        "language",
        "contributors",
        "chapters",
        "{title",
        "source",
        "{title",
        "source",
        "identifiers",
    ]
    assert mapped.files == {"picture-1.md": "![A picture](<b c.png>)\n"}
    assert mapped.moved == {"book.yaml:8": "picture-1.md:1"}


def test_a_mapped_manifest_says_what_the_neutral_one_said() -> None:
    said = yaml.safe_load(Mapped(manifest_of({"One": "file: a.md"}, title="A title")).text)
    assert said["title"] == "A title"
    assert said["contributors"] == [{"name": "A", "role": "author"}]
    assert said["chapters"] == [{"title": "One", "kind": "essay", "source": "a.md"}]


def test_the_faults_of_a_manifest_survive() -> None:
    manifests = {name: corpus.read(name).files["book/book.yaml"] for name in corpus.names() if name.startswith("Y")}
    assert "!!python/object" in str(manifests["Y01-python-object"]).split("\n")[3]
    assert "\t- title" in str(manifests["Y07-tab"]).split("\n")[4]
    assert manifests["Y12-empty"] == ""


def test_a_fork_answers_as_the_program_does(a_press: Press, tmp_path: Path) -> None:
    for name, text in (("refused", "Hi\n\n<script>\n"), ("built", "The p\u0430ssword.\n")):
        book = write(of_text(name, name, text, Expect.EITHER), tmp_path / name)
        runs = [
            a_press.print(book, tmp_path / f"{name}-{fresh}", formats=["epub", "print-pdf"], fresh=fresh)
            for fresh in (True, False)
        ]
        first, second = runs
        assert (first.code, first.err) == (second.code, second.err)
        for sort in (".epub", ".pdf"):
            assert first.of_sort(sort) == second.of_sort(sort)
        assert first.code == {"refused": 3, "built": 0}[name]


def test_a_run_that_takes_too_long_is_ended_and_told(a_press: Press, tmp_path: Path) -> None:
    book = write(of_text("slow", "slow", "Hello.\n", Expect.EITHER), tmp_path / "slow")
    printed = a_press.print(book, tmp_path / "made", seconds=0.02)
    assert printed.hung
