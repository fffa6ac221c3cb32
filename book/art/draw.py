"""Render the comic's panels: python book/art/draw.py [--width W] [--out DIR] [NAMES...]."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from kit.master import save  # noqa: E402
from kit.sheet import plans  # noqa: E402
from scenes import PROOFS, SCENES  # noqa: E402


def main() -> int:
    """Draw the named panels (default: all that exist)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--width", type=int, help="pixels across (default: the master's size)")
    parser.add_argument("--out", type=Path, help="folder (default: where plan.yaml says)")
    parser.add_argument("--colours", type=int, help="palette size (default: the plan's, else 96)")
    parser.add_argument("names", nargs="*", help="panel-01 … panel-24, crossing, cover, or just 1 … 24")
    args = parser.parse_args()
    names = [f"panel-{int(n):02}" if n.isdigit() else n for n in args.names] or list(SCENES)
    scenes = SCENES | PROOFS
    for name in names:
        if name not in scenes:
            print(f"{name}: no such scene; have {', '.join(scenes)}", file=sys.stderr)
            return 2
        start = time.process_time()
        rgb = scenes[name]().render(args.width)
        file = args.out / f"{name}.png" if args.out else _home(name)
        plan = plans().get(name.partition("-")[0] if name.startswith("cover") else name, {})
        size = save(rgb, file, args.colours or plan.get("colours", 96))
        print(f"{name} {rgb.shape[1]}x{rgb.shape[0]} {size / 1e6:.2f} MB {time.process_time() - start:.1f} s")
    return 0


def _home(name: str) -> Path:
    """Where a finished picture lives: the cover of a language (cover-en) beside that language's text."""
    if name == "cover":
        return HERE / "cover.png"
    if name.startswith("cover-"):
        return HERE.parent / name.removeprefix("cover-") / "cover.png"
    return HERE / plans()[name]["file"]


if __name__ == "__main__":
    sys.exit(main())
