"""What deriving pictures costs, beside the floor: nothing but decoding, resizing and encoding in Pillow.

    python benchmarks/images.py CORPUS FLOOR

CORPUS is a folder with pictures in `images/`; FLOOR is a program that is called as `FLOOR CORPUS OUT.epub` and does no
more than decode, resize to 1,200 px and encode them.
Prints CPU seconds (user + system, all threads), peak memory and bytes, each measured in a process of its own.
"""

import hashlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from storybook.images.cache import Wish, derive_all, examine
from storybook.images.sizing import Placement
from storybook.model.picture import ImageProfile
from storybook.store import Store

PROFILES = {
    "jpeg or png, 1200 px": ImageProfile("reader", 1200, 10_000, None, 85),
    "jpeg, 1200 px": ImageProfile("reader", 1200, 10_000, None, 85, ("image/jpeg",)),
    "print, 148 mm at 300 ppi": ImageProfile("print", 10_000, 10_000, 300, 92, ("image/jpeg",)),
}


def build(corpus: Path, cache: Path, profile: ImageProfile, jobs: int) -> dict[str, float | str]:
    """All pictures of a corpus through the store: CPU and wall seconds, peak MiB, bytes, and a digest of all."""
    start, cpu = time.perf_counter(), time.process_time()
    store = Store(cache)
    wishes = []
    for number, path in enumerate(sorted((corpus / "images").iterdir()), 1):
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            picture = examine(store, file, path.name, sha256, None)
        wishes.append(Wish(picture, f"img-{number:04}", None, profile, Placement(width_mm=148.0)))
    assets = list(derive_all(wishes, lambda name, _: (corpus / "images" / name).open("rb"), store, jobs))
    return {
        "cpu": time.process_time() - cpu,
        "wall": time.perf_counter() - start,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "bytes": sum(asset.size for asset in assets),
        "png": sum(asset.media_type == "image/png" for asset in assets),
        "digest": hashlib.sha256("".join(asset.sha256 for asset in assets).encode()).hexdigest()[:12],
    }


def in_process(*arguments: str) -> dict[str, float | str]:
    """`build` in a process of its own; CPU is that of the whole process with its start."""
    before = os.times()
    done = subprocess.run([sys.executable, __file__, *arguments], check=True, capture_output=True, text=True)
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return {**json.loads(done.stdout), "cpu": cpu}


def floor(program: str, corpus: str) -> tuple[float, int]:
    """CPU seconds of the floor, and the bytes of its container."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "floor.epub"
        before = os.times()
        subprocess.run([sys.executable, program, corpus, str(out)], check=True)
        after = os.times()
        cpu = after.children_user + after.children_system - before.children_user - before.children_system
        return cpu, out.stat().st_size


def main(corpus: str, program: str) -> None:
    base, size = floor(program, corpus)
    print(f"| floor (Pillow, 4:2:0, q85) | {base:.2f} | 1.00 | | | {size / 1e6:.2f} | |")
    for name in PROFILES:
        for jobs in ("1", "2"):
            with tempfile.TemporaryDirectory() as cache:
                for run in ("cold", "again"):
                    seen = in_process("--build", corpus, cache, name, jobs)
                    print(
                        f"| {name}, {jobs} thread(s), {run} | {seen['cpu']:.2f} | {float(seen['cpu']) / base:.2f} "
                        f"| {seen['wall']:.2f} | {seen['peak']:.0f} | {float(seen['bytes']) / 1e6:.2f} "
                        f"| {seen['png']:.0f} | {seen['digest']} |"
                    )


if __name__ == "__main__":
    if sys.argv[1] == "--build":
        print(json.dumps(build(Path(sys.argv[2]), Path(sys.argv[3]), PROFILES[sys.argv[4]], int(sys.argv[5]))))
    else:
        main(sys.argv[1], sys.argv[2])
