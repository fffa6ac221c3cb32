"""The command line as a person meets it: what it says, how long it takes, and what it leaves."""

import json
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from program import ROOT, storybook
from storybook.cli import main

GROUP = pytest.mark.xdist_group("our-book")


def test_help_is_there_at_once() -> None:
    run = storybook("--help")
    assert run.code == 0
    assert "build" in run.out
    assert run.cpu < 0.3


@GROUP
def test_a_build_with_nothing_to_do_takes_no_time(our_book: Path) -> None:
    run = storybook("build", ROOT / "book", "--out", our_book)
    assert run.code == 0
    assert "up to date" in run.out
    assert run.cpu < 0.5


@GROUP
def test_one_changed_word_costs_little(copy_of: Callable[[Path], Path], tmp_path: Path) -> None:
    book, out = copy_of(ROOT / "book"), tmp_path / "out"
    first = storybook("build", book, "--out", out, "--format", "epub", "--lang", "en")
    assert first.code == 0
    profile = book / "en" / "profile.md"
    costs = []
    for word in ("class", "lesson", "yard"):
        profile.write_text(profile.read_text(encoding="utf-8").replace("school", word, 1), encoding="utf-8")
        run = storybook("build", book, "--out", out, "--format", "epub", "--lang", "en")
        assert run.code == 0
        assert "Built" in run.out
        costs.append(run.cpu)
    # 1.5 s on a quiet machine (benchmarks/build.md); where others work beside it, all takes more of the processor.
    assert min(costs) < min(2.5, 0.25 * first.cpu)


@GROUP
def test_a_new_book_builds_as_it_is(starter: Path, tmp_path: Path) -> None:
    run = storybook("build", starter, "--out", tmp_path)
    assert run.code == 0, run.err
    assert run.err == ""
    names = sorted(path.name for path in tmp_path.iterdir() if path.is_file())
    assert names == [
        "build-report.txt",
        "our-first-book-en-print.pdf",
        "our-first-book-en-screen.pdf",
        "our-first-book-en.epub",
    ]
    assert re.search(r"our-first-book-en-print\.pdf  \d+ pages  ", run.out)
    assert "SHA-256" in (tmp_path / "build-report.txt").read_text(encoding="utf-8")


def test_each_new_book_has_an_identifier_of_its_own(tmp_path: Path) -> None:
    assert storybook("new", tmp_path / "a").code == 0
    assert storybook("new", tmp_path / "b").code == 0
    a, b = ((tmp_path / name / "book.yaml").read_text(encoding="utf-8") for name in "ab")
    assert a != b
    assert storybook("new", tmp_path / "a").code == 2


@GROUP
def test_a_mistake_leaves_the_earlier_files_and_says_where_it_is(
    copy_of: Callable[[Path], Path], small: Path, tmp_path: Path
) -> None:
    book, out = copy_of(small), tmp_path / "out"
    assert storybook("build", book, "--out", out, "-f", "epub").code == 0
    before = (out / "our-first-book-en.epub").read_bytes()
    manifest = book / "book.yaml"
    text = manifest.read_text(encoding="utf-8").replace("  - kind: essay\n    title:", "  - kind: essay\n    titel:")
    manifest.write_text(text, encoding="utf-8")
    run = storybook("build", book, "--out", out, "-f", "epub")
    line = text.splitlines().index("    titel: Why We Tell These Stories") + 1
    assert run.code == 3
    assert f"book.yaml:{line}:5" in run.err
    assert "    titel: …" in run.err
    assert "did you mean" in run.err
    assert (out / "our-first-book-en.epub").read_bytes() == before


@GROUP
def test_problems_of_several_chapters_are_told_at_once(copy_of: Callable[[Path], Path], small: Path) -> None:
    book = copy_of(small)
    for name in ("essay", "interview"):
        file = book / "en" / f"{name}.md"
        file.write_text(file.read_text(encoding="utf-8") + "\n<b>bold</b>\n", encoding="utf-8")
    run = storybook("build", book, "--out", book.parent / "out")
    assert run.code == 3
    assert "en/essay.md:" in run.err
    assert "en/interview.md:" in run.err
    assert not list((book.parent / "out").glob("[!.]*"))


@GROUP
def test_a_source_of_two_chapters_is_told_once(copy_of: Callable[[Path], Path], small: Path) -> None:
    book = copy_of(small)
    with (book / "en" / "essay.md").open("a", encoding="utf-8") as essay:
        essay.write("\n<br>\n")
    manifest = book / "book.yaml"
    again = "  - {kind: essay, title: Again, source: en/essay.md}\n  - kind: comic\n"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("  - kind: comic\n", again), encoding="utf-8")
    run = storybook("build", book, "--out", book.parent / "out")
    assert run.code == 3
    assert run.err.count("en/essay.md:") == 1


@GROUP
def test_a_picture_broken_in_the_middle_is_told_with_the_place_that_uses_it(
    copy_of: Callable[[Path], Path], small: Path
) -> None:
    book = copy_of(small)
    art = book / "art" / "morning.png"
    art.write_bytes(art.read_bytes()[:-2000])
    run = storybook("build", book, "--out", book.parent / "out")
    assert run.code == 3
    assert re.search(r"en/(essay\.md|comic\.yaml):\d+:\d+: ", run.err)
    assert "art/morning.png" in run.err
    assert "Traceback" not in run.err


@GROUP
def test_a_character_without_a_glyph_is_an_error_in_every_format(copy_of: Callable[[Path], Path], small: Path) -> None:
    book = copy_of(small)
    essay = book / "en" / "essay.md"
    essay.write_text(essay.read_text(encoding="utf-8") + "\nA sign: 丂.\n", encoding="utf-8")
    line = len(essay.read_text(encoding="utf-8").splitlines())
    for name in ("epub", "screen-pdf", "print-pdf"):
        run = storybook("build", book, "--out", book.parent / "out", "-f", name)
        assert run.code == 3, name
        assert f"en/essay.md:{line}:9: no typeface has the character 丂 (U+4E02" in run.err, name


@GROUP
def test_check_tells_files_that_are_older_than_their_sources(copy_of: Callable[[Path], Path], small: Path) -> None:
    book, out = copy_of(small), small.parent / "checked"
    assert "no finished files" in storybook("check", book, "--out", out).out
    assert not out.exists()
    assert storybook("build", book, "--out", out, "-f", "epub").code == 0
    fine = storybook("check", book, "--out", out, "--only", "package")
    assert (fine.code, "1 checks, 0 errors, 0 warnings" in fine.out) == (0, True)
    essay = book / "en" / "essay.md"
    essay.write_text(essay.read_text(encoding="utf-8") + "\nOne more thing.\n", encoding="utf-8")
    assert "earlier sources" in storybook("check", book, "--out", out, "--only", "package").out


@GROUP
def test_no_name_of_a_source_file_lies_in_the_output_folder(
    copy_of: Callable[[Path], Path], small: Path, tmp_path: Path
) -> None:
    book = copy_of(small)
    (book / "en" / "essay.md").rename(book / "en" / "KimCanary.md")
    manifest = book / "book.yaml"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("en/essay.md", "en/KimCanary.md"), "utf-8")
    assert storybook("build", book, "--out", tmp_path / "out").code == 0
    for file in (tmp_path / "out").rglob("*"):
        assert not file.is_file() or b"KimCanary" not in file.read_bytes(), file.name


@GROUP
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_build_that_is_stopped_leaves_no_litter(starter: Path, tmp_path: Path, number: int) -> None:
    command = [sys.executable, "-m", "storybook", "build", starter, "--out", tmp_path / "out"]
    with subprocess.Popen([str(part) for part in command], stderr=subprocess.PIPE, encoding="utf-8") as running:
        while not list(tmp_path.glob(".out.storybook/staging-*")):
            assert running.poll() is None
        running.send_signal(number)
        _, said = running.communicate(timeout=30)
    assert running.returncode == 130
    assert "Stopped" in said
    assert "Traceback" not in said
    assert not (tmp_path / "out").exists()
    assert not list(tmp_path.glob(".out.storybook/staging-*"))


@GROUP
def test_a_flood_of_warnings_is_counted(copy_of: Callable[[Path], Path], small: Path) -> None:
    book = copy_of(small)
    with (book / "en" / "essay.md").open("a", encoding="utf-8") as essay:
        essay.write("\n\nso\u200bso" * 300)
    run = storybook("build", book, "--out", book.parent / "out", "-f", "epub")
    assert run.code == 0, run.err
    assert run.err.count("U+200B") <= 200
    assert re.search(r"warning: and \d+ more warnings", run.err) or "more invisible" in run.err


@GROUP
def test_marks_are_refused_where_there_are_no_pages(copy_of: Callable[[Path], Path], small: Path) -> None:
    book = copy_of(small)
    with (book / "book.yaml").open("a", encoding="utf-8") as manifest:
        manifest.write("targets:\n  epub: {crop_marks: true}\n")
    run = storybook("build", book, "--out", book.parent / "out")
    assert run.code == 3
    assert re.search(r"book\.yaml:\d+:\d+: epub has no pages", run.err)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["build", "nowhere"], "there is no book.yaml"),
        (["build", "book", "--format", "docx"], "there is no target 'docx'"),
        (["check", "book", "--only", "spelling"], "there is no check 'spelling'"),
        (["biuld"], "No such command"),
        (["build", "--nonsense"], "No such option"),
    ],
)
def test_a_wrong_command_is_a_usage_error(arguments: list[str], says: str) -> None:
    run = storybook(*arguments)
    assert run.code == 2
    assert says in run.err


@pytest.mark.parametrize("command", ["formats", "presets", "schema"])
def test_lists_are_printed(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command]) == 0
    printed = capsys.readouterr().out
    if command == "schema":
        assert json.loads(printed)["properties"]["title"]
    else:
        assert len(printed.splitlines()) >= 3


def test_the_version_is_told() -> None:
    run = storybook("--version")
    assert run.code == 0
    assert re.search(r"\d+\.\d+\.\d+", run.out)


def test_a_bug_of_ours_is_told_without_a_trace(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_folder: Path) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("storybook.starter.make_book", broken)
    assert main(["new", "x"]) == 70
    said = capsys.readouterr().err
    assert "storybook has a bug" in said
    assert "Traceback" not in said


@GROUP
def test_a_new_slug_takes_the_files_of_the_old_one_away(copy_of: Callable[[Path], Path], small: Path) -> None:
    book, out = copy_of(small), small.parent / "renamed"
    assert storybook("build", book, "--out", out, "-f", "epub").code == 0
    (old,) = out.glob("*.epub")
    (out / "mine.epub").write_bytes(old.read_bytes())
    manifest = (book / "book.yaml").read_text(encoding="utf-8")
    (book / "book.yaml").write_text(manifest + "slug: another-name\n", "utf-8")
    run = storybook("build", book, "--out", out, "-f", "epub")
    assert sorted(path.name for path in out.glob("*.epub")) == ["another-name-en.epub", "mine.epub"]
    assert f"Taken away: {out / old.name}" in run.out


@GROUP
def test_a_book_that_is_refused_leaves_no_folder(copy_of: Callable[[Path], Path], small: Path) -> None:
    book = copy_of(small)
    (book / "book.yaml").write_text("title: A\nnonsense: 1\n", "utf-8")
    assert storybook("build", book, "--out", book.parent / "deep" / "out").code == 3
    assert sorted(path.name for path in book.parent.iterdir()) == [book.name]


@GROUP
def test_limits_of_memory_and_time_are_told_by_their_names(starter: Path, tmp_path: Path) -> None:
    run = storybook("build", starter, "--out", tmp_path / "out", "-f", "screen-pdf", "--memory-limit", "100")
    assert run.code == 3, run.err
    assert "memory limit of 100 MB" in run.err or "memory ran out" in run.err
    assert "--memory-limit" in run.err or "take out" in run.err
    assert not (tmp_path / "out").exists()
