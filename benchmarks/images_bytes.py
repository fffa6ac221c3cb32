"""Bytes at an equal score: our file of each picture beside KCC's way, brought to the score that ours has.

    python benchmarks/images_bytes.py PICTURES PEERS_PYTHON [EVERY]

The yardstick is SSIMULACRA2 (the package `ssimulacra2`), over the whole of a picture; both ways write the same pixels.
PEERS_PYTHON has mozjpeg-lossless-optimization; EVERY: only each so manyth picture. KCC's quality lies between two whole
ones: its bytes are reckoned evenly by score.
"""

import io
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from math import exp, isinf, log
from pathlib import Path
from statistics import mean

from images_ways import WIDTH
from PIL import Image

BAR = 80.0


@dataclass(frozen=True, slots=True)
class Pair:
    """Bytes of ours and of KCC's way, at one score."""

    name: str
    setting: str
    score: float
    ours: int
    kcc: float
    equal: bool
    """Else no quality of KCC's way has that score, and its bytes are those for BAR."""


def yardstick(original: Image.Image, data: bytes) -> float:
    """The score of SSIMULACRA2."""
    from ssimulacra2 import compute_ssimulacra2

    with tempfile.TemporaryDirectory() as folder:
        original.convert("RGB").save(f"{folder}/original.png", compress_level=1)
        Image.open(io.BytesIO(data)).convert("RGB").save(f"{folder}/decoded.png", compress_level=1)
        return float(compute_ssimulacra2(f"{folder}/original.png", f"{folder}/decoded.png"))


PACK = """import sys
from mozjpeg_lossless_optimization import optimize
sys.stdout.buffer.write(optimize(sys.stdin.buffer.read()))"""


def kcc(python: str, pixels: Image.Image, quality: int) -> bytes:
    """A JPEG 4:2:0 by Pillow, packed by mozjpeg without loss: KCC's is of quality 85."""
    out = io.BytesIO()
    pixels.save(out, "JPEG", quality=quality)
    return subprocess.run([python, "-c", PACK], input=out.getvalue(), check=True, stdout=subprocess.PIPE).stdout


def kcc_at(python: str, pixels: Image.Image, score: float) -> float | None:
    """Bytes at a score: between the last quality below and the first at or above it; None where no quality has it."""
    low, high, seen = 30, 101, dict[int, tuple[float, int]]()
    quality = 88
    while high - low > 1:
        data = kcc(python, pixels, quality)
        seen[quality] = (yardstick(pixels, data), len(data))
        low, high = (quality, high) if seen[quality][0] < score else (low, quality)
        away = round((score - seen[quality][0]) / 0.55) or (1 if seen[quality][0] < score else -1)
        quality = min(max(quality + away, low + 1), high - 1)
    if low not in seen or high not in seen:
        return float(seen[high][1]) if high in seen else None
    (below, few), (above, many) = seen[low], seen[high]
    share = (score - below) / (above - below)
    return exp(log(few) * (1 - share) + log(many) * share)


def pair(python: str, path: Path) -> Pair:
    """One picture in both ways."""
    from storybook.images.choose import choose
    from storybook.images.derive import Order, open_source
    from storybook.images.sizing import cut_for
    from storybook.model.picture import ImageProfile

    profile = ImageProfile("reader", WIDTH, 10_000, None, BAR)
    with path.open("rb") as file:
        source = open_source(file, path.name, None)
        ((_, pixels),) = source.shown([Order(cut_for(*source.size, profile))])
    choice = choose(pixels, profile)
    score = yardstick(pixels, choice.data)
    same = kcc_at(python, pixels, score)
    least = kcc_at(python, pixels, BAR) if same is None else same
    return Pair(path.name, str(choice.setting), score, len(choice.data), least or float("inf"), same is not None)


def main(pictures: Path, python: str, every: int = 1) -> None:
    print("\n## Bytes at an equal score\n\n| picture | ours | score | KB | KCC's way, KB | ours takes |\n|-|-|-|-|-|-|")
    pairs = []
    with ProcessPoolExecutor(2) as pool:
        for found in pool.map(partial(pair, python), sorted(pictures.iterdir())[::every]):
            if isinf(found.kcc):
                print(f"| {found.name} | {found.setting} | {found.score:.1f} | {found.ours / 1e3:.0f} | none | |")
                continue
            pairs.append(found)
            sizes = f"{found.ours / 1e3:.0f} | {found.kcc / 1e3:.0f} | {found.ours / found.kcc - 1:+.1%}"
            sizes += "" if found.equal else f" (KCC's at {BAR:g}: it has no more)"
            print(f"| {found.name} | {found.setting} | {found.score:.1f} | {sizes} |", flush=True)
    whole = sum(found.ours for found in pairs) / sum(found.kcc for found in pairs) - 1
    each = mean(found.ours / found.kcc - 1 for found in pairs)
    print(f"\nAll {len(pairs)} together: {whole:+.1%}; the mean of each: {each:+.1%}.")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], *(int(word) for word in sys.argv[3:]))
