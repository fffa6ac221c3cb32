"""Counts what `make mutants` found, module by module: a table for mutants.md, and the names of those that lived."""

import json
from collections import Counter
from pathlib import Path

SCORED = {0: "lived", 33: "lived", 5: "lived", 34: "left out", 35: "lived"}
"""What mutmut notes of a mutant: 0 its tests passed, 33 and 5 no test came by, 34 left out, 35 suspicious."""


def main() -> None:
    mutated = Path("mutants/src/storybook")
    print("| module | mutants | killed | lived | score |")
    print("|-|-|-|-|-|")
    total: Counter[str] = Counter()
    alive: list[str] = []
    for file in sorted(mutated.rglob("*.meta")):
        codes: dict[str, int | None] = json.loads(file.read_text("utf-8"))["exit_code_by_key"]
        done = {name: SCORED.get(code, "killed") for name, code in codes.items() if code is not None}
        if not done:
            continue
        counts = Counter(done.values())
        alive += [name for name, fate in done.items() if fate == "lived"]
        total += counts
        print(_row(file.relative_to(mutated).as_posix().removesuffix(".meta"), counts))
    print(_row("all", total))
    print()
    print("\n".join(alive))


def _row(name: str, counts: Counter[str]) -> str:
    tried = counts["killed"] + counts["lived"]
    return f"| {name} | {tried} | {counts['killed']} | {counts['lived']} | {counts['killed'] / max(1, tried):.1%} |"


if __name__ == "__main__":
    main()
