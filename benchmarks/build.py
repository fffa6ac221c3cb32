"""What building a book costs: CPU seconds and peak memory of whole commands, beside pandoc and plain WeasyPrint.

    .venv/bin/python benchmarks/build.py [PART …] [--corpus DIR] [--corpus-python PROGRAM] [--work DIR] [--runs N]

Parts (all of them unless named): edits (help, nothing changed, one word changed), full (whole builds with few and with
many pictures), peers (pandoc and WeasyPrint on the same chapters and pictures).

DIR of --corpus holds `make_corpus.py`, which draws the pictures and writes the chapters (it needs numpy; name an
interpreter that has it with --corpus-python). --work keeps corpus and books between runs: drawing takes some minutes.
`storybook` and `weasyprint` are those beside the running interpreter; `pandoc` must be on the PATH for the peers.

CPU is user + system of a command and all that it starts, peak memory that of the largest of these processes, both from
the kernel (wait4). Commands that are compared take turns. Prints Markdown tables: median, least and most CPU seconds.
"""

import argparse
import json
import os
import re
import resource
import shutil
import statistics
import struct
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BESIDE = Path(sys.executable).parent
STORYBOOK = str(BESIDE / "storybook")
WEASYPRINT = str(BESIDE / "weasyprint")

DRAWN = 100
"""Pictures that are drawn; a book with more shows each of them again, in a file of its own with another comment."""

FORMATS = ("epub", "screen-pdf", "print-pdf")
CHANGED = " Changed once more, number "
"""What stands before the word that is changed."""

PEER_STYLE = """
@font-face { font-family: Text; src: url(fonts/Alegreya-Regular.ttf); }
@font-face { font-family: Text; font-style: italic; src: url(fonts/Alegreya-Italic.ttf); }
@font-face { font-family: Text; font-weight: bold; src: url(fonts/Alegreya-Bold.ttf); }
@font-face { font-family: Korean; src: url(fonts/NanumMyeongjo-Regular.ttf); }
@page { size: A5; margin: 15mm; @bottom-center { content: counter(page); } }
html { font: 10.5pt/1.4 Text, Korean; text-align: justify; hyphens: auto; }
h1 { break-before: page; }
img { display: block; max-width: 100%; max-height: 175mm; break-inside: avoid; }
"""


@dataclass(frozen=True)
class Cost:
    """What one run of a command took."""

    cpu: float
    peak: float
    """MiB."""
    out: int = 0
    """Bytes written."""


@dataclass(frozen=True)
class Case:
    """A command to measure; prepare is done before each run and does not count."""

    name: str
    command: Sequence[str]
    folder: Path
    out: Path | None = None
    prepare: Callable[[], None] = field(default=lambda: None)


def run(command: Sequence[str], folder: Path) -> Cost:
    """Run a command to its end; whatever it says is shown only where it fails."""
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=said, stderr=said)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            said.seek(0)
            sys.exit(f"{' '.join(command)}\n{said.read().decode(errors='replace')}\nexit code {process.returncode}")
    return _cost(used)


def _cost(used: resource.struct_rusage) -> Cost:
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def measure(cases: Sequence[Case], runs: int) -> Mapping[str, Sequence[Cost]]:
    """The costs of cases that take turns, and a line of a table for each."""
    costs: dict[str, list[Cost]] = {case.name: [] for case in cases}
    for _ in range(runs):
        for case in cases:
            case.prepare()
            cost = run(case.command, case.folder)
            costs[case.name].append(Cost(cost.cpu, cost.peak, _bytes(case.out)))
    for name, found in costs.items():
        cpu = [cost.cpu for cost in found]
        peak = statistics.median(cost.peak for cost in found)
        size = f"{found[-1].out / 1e6:.2f}" if found[-1].out else ""
        print(
            f"| {name} | {statistics.median(cpu):.2f} | {min(cpu):.2f}–{max(cpu):.2f} | {peak:.0f} | {size} | {runs} |",
            flush=True,
        )
    return costs


def _bytes(path: Path | None) -> int:
    """Size of a file, or of the finished files in a folder."""
    if path is None:
        return 0
    if path.is_dir():
        return sum(file.stat().st_size for file in path.glob("*.*") if file.is_file())
    return path.stat().st_size


def head(title: str) -> None:
    print(f"\n## {title}\n\n| what | CPU s | least–most | peak MiB | MB out | runs |\n|-|-|-|-|-|-|", flush=True)


# The corpus, and the books made from it.


def draw_corpus(maker: Path, python: str, work: Path) -> Path:
    """The corpus with DRAWN pictures."""
    corpus = work / "corpus"
    if not (corpus / "book.yaml").exists():
        command = [python, str(maker / "make_corpus.py"), str(corpus), "-n", str(DRAWN), "--strips", "0"]
        subprocess.run(command, check=True)
    return corpus


def neutral_manifest(corpus: Path) -> tuple[str, list[str]]:
    """Title and chapter files of the corpus' manifest; its pictures are those of the folder `images`."""
    text = (corpus / "book.yaml").read_text(encoding="utf-8")
    title = re.search(r"^title: (.+)$", text, re.MULTILINE)
    return title[1] if title else "Untitled", re.findall(r"type: prose, file: ([^}]+)}", text)


def take_pictures(corpus: Path, number: int, folder: Path) -> list[str]:
    """Put so many pictures into a folder; their names, in order."""
    folder.mkdir(parents=True, exist_ok=True)
    names: list[str] = []
    drawn = sorted((corpus / "images").iterdir())
    for index in range(number):
        master = drawn[index % len(drawn)]
        name = f"p{index + 1:04}{master.suffix}"
        names.append(name)
        if not (folder / name).exists():
            (folder / name).write_bytes(marked(master.read_bytes(), index // len(drawn)))
    return names


def marked(picture: bytes, number: int) -> bytes:
    """The same picture as another file: with a comment in it, unless the number is 0."""
    if number == 0:
        return picture
    words = f"copy {number}".encode("ascii")
    if picture.startswith(b"\xff\xd8"):
        return picture[:2] + b"\xff\xfe" + struct.pack(">H", len(words) + 2) + words + picture[2:]
    body = b"tEXtComment\0" + words
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return picture[:33] + chunk + picture[33:]


def make_book(corpus: Path, number: int, folder: Path) -> Path:
    """A book of ours from the corpus: its chapters and so many pictures as a comic; YAML in its JSON spelling."""
    title, files = neutral_manifest(corpus)
    names = take_pictures(corpus, number, folder / "art")
    (folder / "en").mkdir(parents=True, exist_ok=True)
    chapters = [_chapter(corpus / file, folder / "en" / Path(file).name) for file in files]
    chapters.append({"kind": "comic", "title": "Comic", "source": "en/comic.yaml"})
    book = {
        "title": title,
        "language": "en",
        "slug": "performance",
        "identifiers": [{"uuid": "0f2f4d5c-7d7a-5a58-9b1e-5a3b6c1d2e3f"}],
        "date": "2026-01-01",
        "contributors": [{"name": "A. Nonymous", "role": "author"}],
        "front_matter": ["title_page", "contents"],
        "chapters": chapters,
    }
    panels = {
        f"page-{place:04}": {"file": f"../art/{name}", "alt": f"Page {place} of the comic."}
        for place, name in enumerate(names, start=1)
    }
    _write(folder / "book.yaml", json.dumps(book, ensure_ascii=False, indent=1))
    _write(folder / "en" / "comic.yaml", json.dumps({"panels": panels}, ensure_ascii=False, indent=1))
    return folder


def _chapter(source: Path, target: Path) -> dict[str, object]:
    """Write a chapter in our Markdown; its entry in the manifest."""
    paragraphs = source.read_text(encoding="utf-8").split("\n\n")
    title = paragraphs[0].removeprefix("# ").strip()
    entry: dict[str, object] = {"kind": "essay", "title": title, "source": f"en/{target.name}"}
    text = "\n".join(source.read_text(encoding="utf-8").split("\n")[1:]).strip()
    if "**Q.**" in text:
        text = text.replace("**Q.** ", "Reader: ").replace("**A.** ", "Artist: ")
        entry["kind"] = "interview"
        entry["speakers"] = [{"name": "Reader", "asks": "true"}, {"name": "Artist"}]
    text = re.sub(r"^([^#*\n].*[\uac00-\ud7a3].*)$", r"[\1]{lang=ko}", text, flags=re.MULTILINE)
    _write(target, text + "\n")
    return entry


def copy_own_book(folder: Path) -> Path:
    """A copy of the book of this repository; a comic without a script gets a caption on every panel there is."""
    if folder.exists():
        return folder
    shutil.copytree(ROOT / "book", folder, ignore=shutil.ignore_patterns("kit", "scenes", "*.py", "__pycache__"))
    script = folder / "en" / "comic.yaml"
    if script.exists():
        return folder
    pictures = sorted((folder / "art" / "panels").glob("*.png"))
    sheet = {"panels": {picture.stem: {"file": f"panels/{picture.name}"} for picture in pictures}}
    caption = {"kind": "caption", "text": "At school she drew.", "box": [0.05, 0.03, 0.6, 0.2]}
    panels = {picture.stem: {"alt": "A panel of the comic.", "lettering": [caption]} for picture in pictures}
    _write(folder / "art" / "comic.yaml", json.dumps(sheet))
    _write(script, json.dumps({"panels": panels}))
    return folder


def _write(path: Path, text: str) -> None:
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def change_a_word(chapter: Path) -> None:
    """Put a word that was not there before at the end of a chapter's first long paragraph."""
    lines = chapter.read_text(encoding="utf-8").split("\n")
    place = next(index for index, line in enumerate(lines) if len(line) > 200)
    text, _, number = lines[place].partition(CHANGED)
    lines[place] = f"{text}{CHANGED}{int(number or 0) + 1}"
    chapter.write_text("\n".join(lines), encoding="utf-8")


def build_command(out: str, *formats: str) -> list[str]:
    return [STORYBOOK, "build", ".", "--out", out, *(word for name in formats for word in ("--format", name))]


# The three parts.


def edits(corpus: Path, work: Path, runs: int) -> None:
    """Help; nothing changed; one word changed."""
    own, performance = copy_own_book(work / "own"), make_book(corpus, 100, work / "book-100")
    books = (("our own book", own, "en/profile.md"), ("100 pictures, 15,000 words", performance, "en/01.md"))
    head("Help, nothing changed, one word changed")
    unchanged = [Case("`storybook --help`", [STORYBOOK, "--help"], work)]
    changed: list[Case] = []
    for name, book, chapter in books:
        run(build_command("edits"), book)
        run(build_command("edits-epub", "epub"), book)
        change = _changer(book / chapter)
        unchanged.append(Case(f"{name}: nothing changed, all formats", build_command("edits"), book))
        changed.append(Case(f"{name}: one word changed, EPUB", build_command("edits-epub", "epub"), book, None, change))
    measure(unchanged, runs)
    measure(changed, runs)


def _changer(chapter: Path) -> Callable[[], None]:
    return lambda: change_a_word(chapter)


def full(corpus: Path, work: Path, runs: int, numbers: Sequence[int]) -> None:
    """Whole builds of one format each, with an empty cache and with the pictures in it."""
    for number in numbers:
        book = make_book(corpus, number, work / f"book-{number}")
        head(f"Whole builds, {number} pictures")
        cold = [
            Case(
                f"{name}, cold",
                build_command(f"full-{name}", name),
                book,
                book / f"full-{name}",
                _clear(book / f"full-{name}"),
            )
            for name in FORMATS
        ]
        measure(cold, max(1, min(runs, 300 // number)))
        kept = [
            Case(
                f"{name}, pictures kept",
                build_command(f"full-{name}", name),
                book,
                book / f"full-{name}",
                _changer(book / "en/02.md"),
            )
            for name in FORMATS
        ]
        measure(kept, min(runs, 3) if number > DRAWN else runs)


def peers(corpus: Path, work: Path, runs: int, numbers: Sequence[int]) -> None:
    """Pandoc and WeasyPrint on the same chapters, with the masters and with the pictures that our EPUB has."""
    for number in numbers:
        book = make_book(corpus, number, work / f"book-{number}")
        masters = peer_folder(corpus, work / f"peer-{number}", number)
        for name in FORMATS:
            run(build_command(f"full-{name}", name), book)
        small = peer_folder(corpus, work / f"peer-{number}-small", 0)
        take_derived(book / "full-epub" / "performance-en.epub", small)
        again = f"{number} pictures"
        head(f"Beside pandoc and WeasyPrint, {again}")
        slow = [*_pdf_cases(masters, "masters")]
        fast = [
            *_pdf_cases(small, "our EPUB's pictures"),
            Case("pandoc EPUB", [*PANDOC, "-o", "out.epub"], masters, masters / "out.epub"),
            *(
                Case(
                    f"storybook {name}, pictures kept",
                    build_command(f"full-{name}", name),
                    book,
                    book / f"full-{name}",
                    _changer(book / "en/02.md"),
                )
                for name in FORMATS
            ),
            Case("storybook epub, cold", build_command("cold", "epub"), book, book / "cold", _clear(book / "cold")),
        ]
        cold = [
            Case(f"storybook {name}, cold", build_command("cold", name), book, book / "cold", _clear(book / "cold"))
            for name in FORMATS[1:]
        ]
        measure(slow + cold, max(1, min(runs, 72 // number)))
        measure(fast, min(runs, max(3, 120 // number)))


def _clear(folder: Path) -> Callable[[], None]:
    """Removes an output folder and what builds keep beside it."""

    def clear() -> None:
        for one in (folder, folder.parent / f".{folder.name}.storybook"):
            shutil.rmtree(one, ignore_errors=True)

    return clear


PANDOC = (
    *("pandoc", "--from", "markdown", "--standalone", "--toc", "--metadata", "title=Corpus", "--metadata", "lang=en"),
    *("--css", "peer.css", "01.md", "02.md", "03.md", "04.md", "05.md", "06.md", "comic.md"),
)


def _pdf_cases(folder: Path, pictures: str) -> list[Case]:
    return [
        Case(f"WeasyPrint, {pictures}", [WEASYPRINT, "book.html", "plain.pdf"], folder, folder / "plain.pdf"),
        Case(
            f"pandoc + WeasyPrint, {pictures}",
            [*PANDOC, f"--pdf-engine={WEASYPRINT}", "-o", "pandoc.pdf"],
            folder,
            folder / "pandoc.pdf",
        ),
    ]


def peer_folder(corpus: Path, folder: Path, number: int) -> Path:
    """The chapters as they are, so many masters, our typefaces, and all of it as one page of HTML."""
    folder.mkdir(parents=True, exist_ok=True)
    _, files = neutral_manifest(corpus)
    for file in files:
        shutil.copyfile(corpus / file, folder / Path(file).name)
    shutil.copytree(ROOT / "templates" / "fonts", folder / "fonts", dirs_exist_ok=True)
    _write(folder / "peer.css", PEER_STYLE)
    if number:
        _put_pictures(folder, take_pictures(corpus, number, folder / "images"))
    return folder


def take_derived(epub: Path, folder: Path) -> None:
    """The pictures of an EPUB as a peer's pictures."""
    names: list[str] = []
    (folder / "images").mkdir(exist_ok=True)
    with zipfile.ZipFile(epub) as container:
        for entry in container.namelist():
            if "/images/" in entry:
                names.append(Path(entry).name)
                (folder / "images" / names[-1]).write_bytes(container.read(entry))
    _put_pictures(folder, names)


def _put_pictures(folder: Path, names: Sequence[str]) -> None:
    shown = [f"![Page {place} of the comic.](images/{name})" for place, name in enumerate(names, start=1)]
    _write(folder / "comic.md", "# Comic\n\n" + "\n\n".join(shown) + "\n")
    chapters = [file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.md"))]
    body = "\n".join(to_html(chapter) for chapter in chapters)
    start = '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"/><title>Corpus</title>'
    _write(folder / "book.html", f'{start}<link rel="stylesheet" href="peer.css"/></head><body>{body}</body></html>')


def to_html(markdown: str) -> str:
    """The least of Markdown that the corpus needs."""
    blocks = [block.strip() for block in re.split(r"\n\s*\n|\n(?=#)|(?<=\n)(?=\* \* \*)", markdown)]
    return "\n".join(_block(line) for block in blocks for line in block.split("\n") if line.strip())


def _block(text: str) -> str:
    if text.startswith("* * *"):
        return "<hr/>"
    if match := re.match(r"(#+) (.*)", text):
        return f"<h{len(match[1])}>{match[2]}</h{len(match[1])}>"
    text = re.sub(r"!\[(.*?)\]\((.*?)\)", r'<img alt="\1" src="\2"/>', text)
    text = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", text)
    text = re.sub(r"[*](.+?)[*]", r"<em>\1</em>", text)
    return f"<p>{text}</p>"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", default="all", choices=("all", "edits", "full", "peers"))
    parser.add_argument("--corpus", type=Path, default=ROOT.parent / "shared" / "corpus" / "performance")
    parser.add_argument("--corpus-python", default=sys.executable)
    parser.add_argument("--work", type=Path, help="a folder that is kept; else one that is removed at the end")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--pictures", type=int, nargs="+", default=[24, 100, 400], help="for the whole builds")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="benchmark-") as scratch:
        work = (chosen.work or Path(scratch)).resolve()
        work.mkdir(parents=True, exist_ok=True)
        corpus = draw_corpus(chosen.corpus, chosen.corpus_python, work)
        parts = ["edits", "full", "peers"] if "all" in chosen.parts else chosen.parts
        if "edits" in parts:
            edits(corpus, work, chosen.runs)
        if "full" in parts:
            full(corpus, work, chosen.runs, chosen.pictures)
        if "peers" in parts:
            peers(corpus, work, chosen.runs, [number for number in chosen.pictures if number <= DRAWN])


if __name__ == "__main__":
    main()
