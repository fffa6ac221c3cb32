"""The targets of a manifest by themselves: what each wishes, and what is told of those that cannot be made."""

import pytest

from storybook.errors import Problem, Where
from storybook.model.edition import Shape
from storybook.model.manifest import TargetWish
from storybook.read.schema import TargetKeys
from storybook.read.targets import read_targets, target_problems
from storybook.read.yaml_text import Document, parse

FORMATS = ("epub", "print-pdf", "screen-pdf")


def document(text: str) -> Document:
    found, problems = parse(text, "book.yaml")
    assert problems == []
    return found


def told(targets: str) -> list[Problem]:
    return target_problems(document(f"targets: {targets}\n"), FORMATS)


@pytest.mark.parametrize("targets", ["", "{}", "[epub]", "epub", "{epub: {}, print-pdf: {crop_marks: yes}}"])
def test_no_targets_and_those_of_the_formats_are_right(targets: str) -> None:
    assert told(targets) == []
    assert target_problems(document("title: T\n"), FORMATS) == []


@pytest.mark.parametrize(
    "target",
    [
        "epub: {format: epub}",
        "small: {format: epub}",
        "a-1: {format: epub}",
        "2: {format: epub}",
    ],
)
def test_names_of_small_letters_digits_and_hyphens_are_right(target: str) -> None:
    assert told(f"{{{target}}}") == []


UNKNOWN = "there is no format of this name"
NAMELESS = "a file cannot be called after this target"
LETTERS = "use small letters a to z, digits and single hyphens, such as epub-small"


@pytest.mark.parametrize(
    ("target", "what", "column", "hint"),
    [
        (
            "epub: {format: print-pdf}",
            "this target is called after the format epub, and is to be made in another",
            18,
            "give the target another name",
        ),
        ("epup: {}", UNKNOWN, 11, "did you mean epub?"),
        (
            "tiny: {images: x}",
            UNKNOWN,
            11,
            "add a line such as `format: epub` to it (known are: epub, print-pdf, screen-pdf)",
        ),
        ("tiny: {format: pdf}", UNKNOWN, 26, "known are: epub, print-pdf, screen-pdf"),
        ("tiny: {format: epup}", UNKNOWN, 26, "did you mean epub?"),
        ("Tiny: {format: epub}", NAMELESS, 11, LETTERS),
        ("a--b: {format: epub}", NAMELESS, 11, LETTERS),
        ("a_b: {format: epub}", NAMELESS, 11, LETTERS),
        ("-a: {format: epub}", NAMELESS, 11, LETTERS),
        ("'a ': {format: epub}", NAMELESS, 11, LETTERS),
        ("a/b: {format: epub}", NAMELESS, 11, LETTERS),
        ("..: {format: epub}", NAMELESS, 11, LETTERS),
        ("print: {format: epub}", NAMELESS, 11, LETTERS),
        ("screen: {format: screen-pdf}", NAMELESS, 11, LETTERS),
    ],
)
def test_a_target_that_cannot_be_made_is_told_in_these_words(target: str, what: str, column: int, hint: str) -> None:
    (problem,) = told(f"{{{target}}}")
    assert (problem.what, problem.hint) == (what, hint)
    assert problem.where is not None
    assert (problem.where.file, problem.where.line, problem.where.column) == ("book.yaml", 1, column)


def test_all_targets_are_told_in_their_order() -> None:
    found = told("{b: {}, epub: {}, A: {format: epub}, c: {format: d}}")
    assert [one.where and one.where.column for one in found] == [11, 28, 59]


def test_a_name_with_a_hyphen_is_not_taken_for_part_of_a_formats() -> None:
    assert told("{pdf: {format: epub}, epub-print: {format: epub}}") == []


def test_what_is_wished_is_kept_with_its_place() -> None:
    wishes = {
        "format": "epub",
        "preset": "half-letter",
        "images": "screen",
        "crop_marks": "yes",
        "comic": "panels",
        "lettering": "baked",
    }
    text = "targets:\n  small: {" + ", ".join(f"{key}: {value}" for key, value in wishes.items()) + "}\n"
    keys = TargetKeys.model_validate(wishes | {"max_size": "7 MB"})
    live = TargetKeys.model_validate({"lettering": "live"})
    found = read_targets(document(text), {"small": keys, "epub": live}, ("epub", "print-pdf"))
    assert list(found) == ["epub", "print-pdf", "small"]
    assert found["print-pdf"] == TargetWish("print-pdf", "print-pdf")
    assert found["epub"] == TargetWish("epub", "epub", places={"lettering": Where("book.yaml", 1, 1, "targets:")})
    small = found["small"]
    assert (small.name, small.format, small.page_preset, small.image_preset) == (
        "small",
        "epub",
        "half-letter",
        "screen",
    )
    assert (small.crop_marks, small.shape, small.baked, small.max_size) == (True, Shape.PANELS, True, 7_000_000)
    line = text.split("\n")[1]
    assert {key: (where.line, where.column) for key, where in small.places.items()} == {
        **{key: (2, line.index(f"{key}:") + 1) for key in wishes},
        "max_size": (2, 3),
    }
