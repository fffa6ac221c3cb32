"""Runs one fuzz target for some seconds: `python tests/fuzz/run.py TARGET SECONDS`. Needs atheris: see `make fuzz`."""

import importlib
import sys
from pathlib import Path

TARGETS = ("prose_to_xhtml", "drawings", "manifest", "pictures")
TESTS = Path(__file__).parents[1]
KEPT = TESTS.parent / ".cache" / "fuzz"
"""Inputs that reached something new, and those that broke something: kept from run to run."""

SLOWEST = 30
"""Seconds that one input may take."""


def main(target: str, seconds: int) -> None:
    """Feed a target with inputs until the time is over or one of them breaks it."""
    atheris = importlib.import_module("atheris")  # not in the environment of the tests
    sys.path.insert(0, str(TESTS))
    with atheris.instrument_imports(include=["storybook", "markdown_it", "mdit_py_plugins"]):
        module = importlib.import_module(f"fuzz.{target}")
    corpus = KEPT / target
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(module.SEEDS):
        (corpus / f"seed-{number}").write_bytes(seed)
    limits = [f"-max_total_time={seconds}", f"-timeout={SLOWEST}", "-rss_limit_mb=3000", "-max_len=6000"]
    kept = [f"-artifact_prefix={KEPT}/broken-{target}-", "-print_final_stats=1", str(corpus)]
    atheris.Setup([sys.argv[0], *limits, *kept], module.check)
    atheris.Fuzz()


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in TARGETS:
        sys.exit(f"usage: run.py {'|'.join(TARGETS)} SECONDS")
    main(sys.argv[1], int(sys.argv[2]))
