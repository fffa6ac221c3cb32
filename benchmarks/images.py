"""What deriving pictures costs and gives, beside floors and peers, on the same pictures in the same run.

    .venv/bin/python benchmarks/images.py CORPUS [PART …] [--pictures 24 100] [--runs 2] [--peers-python PROGRAM]

CORPUS is a folder with pictures in `images/` and tall strips in `strips/`. Parts (all of them unless named): costs
(ours and the floors), strips, peers, bytes (at an equal score), pdf. PROGRAM is a Python with img2pdf, Pillow and
mozjpeg-lossless-optimization; a peer whose program is missing is passed over, and that is told.

Where more pictures are wanted than there are, each is shown again in a file of its own, with another comment. CPU is
user + system of a command and all that it starts, peak memory that of its largest process, both from the kernel
(wait4). Commands of one table take turns, and of each the run of the fewest CPU seconds is printed.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from build import build_command, make_book, take_pictures

HERE = Path(__file__).resolve().parent
BESIDE = Path(sys.executable).parent
PARTS = ("costs", "strips", "peers", "bytes", "pdf")
FLOOR, VIPS, ONE, SEVERAL = (
    "Pillow alone",
    "libvips alone",
    "libvips alone, JPEG 4:4:4 in one pass",
    "libvips alone, JPEG 4:4:4 in several passes",
)
FLOORS = {FLOOR: "pillow", VIPS: "libvips", ONE: "libvips-one", SEVERAL: "libvips-several"}
OURS = {"fixed setting, one pass (print)": "one", "fixed setting, several passes": "fixed", "with search": "search"}


@dataclass(frozen=True, slots=True)
class Cost:
    """What a run took: CPU and wall seconds, MiB, bytes written, and what it said of itself."""

    cpu: float
    wall: float
    peak: float
    size: int
    said: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Case:
    """A command that fills a folder; kept: the folder stays as the last run left it."""

    name: str
    command: Sequence[str]
    out: Path
    kept: bool = False
    folder: Path = HERE


def run(case: Case) -> Cost:
    """A command from start to end; what fails is told, and ends all."""
    if not case.kept:
        shutil.rmtree(case.out, ignore_errors=True)
    case.out.mkdir(parents=True, exist_ok=True)
    start = time.perf_counter()
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as faults:
        process = subprocess.Popen(case.command, cwd=case.folder, stdin=subprocess.DEVNULL, stdout=said, stderr=faults)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - start
        if process.returncode != 0:
            faults.seek(0)
            sys.exit(f"{' '.join(case.command)}\n{faults.read().decode(errors='replace')}")
        said.seek(0)
        words = said.read()
    found = json.loads(words) if words.startswith(b"{") else {}
    size = int(found.get("bytes", 0)) or _bytes(case.out)
    return Cost(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024, size, found)


def _bytes(folder: Path) -> int:
    return sum(file.stat().st_size for file in (*folder.glob("*.*"), *folder.glob("out/*.pdf")) if file.is_file())


def measure(title: str, cases: Sequence[Case], runs: int) -> Mapping[str, Cost]:
    """The cheapest run of each case, as a table beside the floors among them."""
    found: dict[str, list[Cost]] = {case.name: [] for case in cases}
    for _ in range(runs):
        for case in cases:
            found[case.name].append(run(case))
    best = {name: min(costs, key=lambda cost: cost.cpu) for name, costs in found.items()}
    floors = [best[name].cpu for name in FLOORS if name in best]
    heads = ["× Pillow", "× libvips", "× libvips, one pass", "× libvips, several"][: len(floors)]
    print(f"\n## {title}\n\n| what | CPU s | {' | '.join([*heads, 'wall s', 'peak MiB', 'MB out', 'digest'])} |")
    print("|-" * (len(heads) + 6) + "|")
    for name, cost in best.items():
        ratios = [f"{cost.cpu / floor:.2f}" for floor in floors]
        others = [f"{cost.wall:.1f}", f"{cost.peak:.0f}", f"{cost.size / 1e6:.2f}", str(cost.said.get("digest", ""))]
        print(f"| {name} | {cost.cpu:.2f} | {' | '.join([*ratios, *others])} |", flush=True)
    return best


def way(name: str, pictures: Path, out: Path, python: str = sys.executable) -> list[str]:
    return [python, str(HERE / "images_ways.py"), name, str(pictures), str(out)]


def costs(pictures: Path, work: Path, threads: Sequence[int]) -> list[Case]:
    """The floors, and ours with the store empty and filled."""
    ours = {f"ours, {name}, threads: {jobs}": f"{kind}-{jobs}" for name, kind in OURS.items() for jobs in threads}
    cases = [Case(name, way(kind, pictures, work / kind), work / kind) for name, kind in (FLOORS | ours).items()]
    return [*cases, Case("ours, with search, again", cases[-1].command, cases[-1].out, kept=True)]


def peers(pictures: Path, work: Path, python: str) -> list[Case]:
    """Peers whose programs are there."""
    page, text = work / "comic.html", work / "comic.md"
    shown = sorted(pictures.iterdir())
    page.write_text("<title>Comic</title>" + "".join(f'<p><img src="{path}"></p>' for path in shown), encoding="utf-8")
    text.write_text("# Comic\n\n" + "\n\n".join(f"![]({path})" for path in shown), encoding="utf-8")
    commands: dict[str, Callable[[Path], list[str]]] = {
        FLOOR: lambda out: way("pillow", pictures, out),
        "KCC's way (Pillow, mozjpeg)": lambda out: way("kcc", pictures, out, python),
        "Calibre, HTML to EPUB": lambda out: ["ebook-convert", str(page), str(out / "book.epub")],
        "pandoc, EPUB (masters as they are)": lambda out: ["pandoc", str(text), "-o", str(out / "book.epub")],
        "img2pdf (masters as they are)": lambda out: way("img2pdf", pictures, out, python),
        "WeasyPrint, PDF": lambda out: [str(BESIDE / "weasyprint"), str(page), str(out / "book.pdf")],
    }
    made = {name: command(work / f"peer-{place}") for place, (name, command) in enumerate(commands.items())}
    cases = [Case(name, made[name], work / f"peer-{place}") for place, name in enumerate(made)]
    for case in cases:
        if not _is_there(case.command):
            print(f"passed over, since a program is missing: {case.name}")
    return [case for case in cases if _is_there(case.command)]


def _is_there(command: Sequence[str]) -> bool:
    if shutil.which(command[0]) is None or Path(command[0]).name[:6] != "python":
        return shutil.which(command[0]) is not None
    needs = {"kcc": "mozjpeg_lossless_optimization", "img2pdf": "img2pdf"}
    module = needs.get(command[2], "sys")
    return subprocess.run([command[0], "-c", f"import {module}"], check=False, capture_output=True).returncode == 0


def pdf(corpus: Path, number: int, work: Path, runs: int, python: str) -> None:
    """Our PDFs of a comic of so many pages: all, and without deriving; beside img2pdf of the very same derivatives."""
    (work / "bare").mkdir(parents=True, exist_ok=True)
    (work / "bare" / "book.yaml").write_text("title: Comic\n", encoding="utf-8")
    (work / "bare" / "images").symlink_to((corpus / "images").resolve())
    book = make_book(work / "bare", number, work / f"book-{number}")
    for name in ("screen", "print"):
        place, finished = work / name, work / f"finished-{name}"
        command = build_command(str(place / "out"), f"{name}-pdf")
        again = ["sh", "-c", f'rm "{place}"/out/*.pdf && exec "$@"', "sh", *command]
        cold = Case(f"ours, {name} PDF, cold", command, place, folder=book)
        run(cold)
        _linked(sorted((place / ".out.storybook" / "cache" / "contents").glob("*/*")), finished)
        kept = Case("ours, pictures kept", again, place, kept=True, folder=book)
        packed = Case("img2pdf of the same", way("img2pdf", finished, work / "img2pdf", python), work / "img2pdf")
        best = measure(f"{name} PDF, {number} pages", [cold, kept, packed], runs)
        whole, paged, least = (cost.cpu for cost in best.values())
        print(f"\n{whole / (whole - paged + least):.2f} × deriving + img2pdf")


def _linked(files: Sequence[Path], folder: Path) -> None:
    """Derivatives, without the fonts that lie beside them."""
    folder.mkdir(parents=True)
    for number, file in enumerate(files):
        if file.read_bytes()[:2] == b"\xff\xd8":
            os.link(file, folder / f"{number:04}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("parts", nargs="*", default=PARTS, metavar="PART")
    parser.add_argument("--pictures", type=int, nargs="+", default=[24, 100])
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2], choices=(1, 2))
    parser.add_argument("--runs", type=int, default=2)
    parser.add_argument("--peers-python", default=sys.executable)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="benchmark-") as scratch:
        measure_parts(chosen, Path(scratch))


def measure_parts(chosen: argparse.Namespace, work: Path) -> None:
    """What was asked for, as Markdown."""
    for number in chosen.pictures:
        take_pictures(chosen.corpus, number, work / f"{number}")
        if "costs" in chosen.parts:
            measure(f"{number} pictures", costs(work / f"{number}", work, chosen.threads), chosen.runs)
        if "peers" in chosen.parts:
            measure(f"Peers, {number} pictures", peers(work / f"{number}", work, chosen.peers_python), chosen.runs)
    if "strips" in chosen.parts:
        measure("Tall strips", costs((chosen.corpus / "strips").resolve(), work, chosen.threads), chosen.runs)
    if "pdf" in chosen.parts:
        pdf(chosen.corpus, max(chosen.pictures), work, chosen.runs, chosen.peers_python)
    if "bytes" in chosen.parts:
        program = str(HERE / "images_bytes.py")
        subprocess.run([sys.executable, program, str(chosen.corpus / "images"), chosen.peers_python], check=True)


if __name__ == "__main__":
    main()
