"""What docs/writing.md says is so."""

from pathlib import Path

from prose.reading import read
from storybook.model import blocks as b

PAGE = (Path(__file__).parents[2] / "docs" / "writing.md").read_text(encoding="utf-8")


def examples() -> list[str]:
    """The indented examples of the page."""
    found: list[list[str]] = [[]]
    for line in PAGE.split("\n"):
        if line.startswith("    ") or (not line and found[-1]):
            found[-1].append(line[4:])
        elif found[-1]:
            found.append([])
    return ["\n".join(lines).strip() for lines in found if lines]


def test_the_examples_are_read_without_a_warning() -> None:
    text, interview = examples()
    assert read(text).warnings == ()
    speakers = (b.Speaker("Mina", "Mina", asks=True), b.Speaker("Joon Ho", "Joon Ho"))
    exchanges = [block for block in read(interview, speakers=speakers).blocks if isinstance(block, b.Exchange)]
    assert len(exchanges) == 2


def test_every_addition_of_the_table_works() -> None:
    cells = [line.split(" | ")[0].removeprefix("| ") for line in PAGE.split("\n") if line.startswith("| `")]
    assert len(cells) == 6
    for cell in cells:
        if "pullquote" not in cell:
            text = cell.split("` alone")[0].strip("`").replace("` and, below, `", "\n\n")
            assert read(text).warnings == ()
